//! A pull request that tries to go unseen: whatever it brings is closed or said.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::runner::{Project, Run, ravelin_in};

const CHECK: &str = "cloud-network-open-ssh";

fn open(name: &str) -> String {
    format!(
        "resource \"aws_security_group_rule\" \"{name}\" {{\n  type = \"ingress\"\n  from_port = 22\n  to_port = 22\n  \
         protocol = \"tcp\"\n  cidr_blocks = [\"0.0.0.0/0\"]\n  security_group_id = \"sg-1\"\n}}\n"
    )
}

fn git(folder: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    let run = Command::new("git").current_dir(folder).args(identity).args(arguments).output().expect("git runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}

/// A repository with `files` in its first commit, in a folder beside which others can lie.
struct Repository {
    around: Project,
    folder: PathBuf,
}

impl Repository {
    fn new(files: &[(&str, &str)]) -> Self {
        let around = Project::new(&[("repository/README.md", "")]);
        let folder = around.path().join("repository");
        let repository = Self { around, folder };
        git(&repository.folder, &["init", "--quiet", "--initial-branch=main"]);
        repository.commit(files);
        repository
    }

    fn commit(&self, files: &[(&str, &str)]) {
        for (name, text) in files {
            self.around.write(&format!("repository/{name}"), text.as_bytes());
        }
        git(&self.folder, &["add", "--all", "--force"]);
        git(&self.folder, &["commit", "--quiet", "--message=a", "--allow-empty"]);
    }

    fn scan(&self, arguments: &[&str]) -> Run {
        let search_path = std::env::var("PATH").unwrap_or_default();
        ravelin_in(&self.folder, &[&["scan", "."], arguments].concat(), &[("PATH", search_path.as_str())], None)
    }

    /// The scan of the last commit as one of which only those before are trusted.
    fn untrusted(&self, arguments: &[&str]) -> Run {
        let base = ["--since", "HEAD~1", "--trust", "base", "--checks", CHECK, "--format", "json"];
        self.scan(&[&base, arguments].concat())
    }
}

/// Kind, count and whether it holds, of what is switched off, with the file that does it.
fn switched_off(report: &Value) -> Vec<(String, u64, bool, String)> {
    let entries = report["switchedOff"].as_array().expect("a list").iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let entries = entries.map(|entry| {
        let count = entry["count"].as_u64().expect("a number");
        (text(&entry["kind"]), count, entry["holds"] == true, text(&entry["location"]["path"]))
    });
    entries.collect()
}

const INNOCENT: (&str, &str) = ("variables.tf", "variable \"a\" {}\n");

/// A name, the files that a pull request brings beside its finding, and what is said of them: a kind, and a file.
type Attempt = (&'static str, Vec<(&'static str, String)>, Option<(&'static str, &'static str)>);

/// Every way of going unseen.
fn attempts() -> Vec<Attempt> {
    let configuration = |text: &str| vec![(".ravelin.yaml", text.to_owned())];
    let commented = |comment: &str| vec![("bad.tf", format!("{comment}\n{}", open("bad")))];
    let taken = open("bad");
    vec![
        ("nothing", vec![], None),
        (
            "a check is skipped",
            configuration(&format!("checks: {{skip: [{CHECK}]}}\n")),
            Some(("check", ".ravelin.yaml")),
        ),
        ("others are selected", configuration("checks: {only: [secrets]}\n"), Some(("check", ".ravelin.yaml"))),
        (
            "a severity is lowered",
            configuration("checks: {severity: {'*': info}}\n"),
            Some(("severity", ".ravelin.yaml")),
        ),
        ("a path is excluded", configuration("paths: {exclude: ['*.tf']}\n"), Some(("file", ".ravelin.yaml"))),
        (
            "it is excepted in the configuration",
            configuration(&format!("exceptions: [{{checks: [{CHECK}], reason: a}}]\n")),
            Some(("finding", ".ravelin.yaml")),
        ),
        ("the gate is opened", configuration("gate: {fail-on: none}\n"), Some(("gate", ".ravelin.yaml"))),
        ("a budget is given", configuration("gate: {max: {high: 99}}\n"), Some(("gate", ".ravelin.yaml"))),
        ("formats overwrite files", configuration("report: {formats: [json=main.tf]}\n"), None),
        ("a baseline is named", configuration("gate: {baseline: known.json}\n"), None),
        ("a folder is left out", vec![(".ravelinignore", "*\n".to_owned())], Some(("file", ".ravelinignore"))),
        ("as other tools do it", vec![(".ignore", "*.tf\n".to_owned())], Some(("file", ".ignore"))),
        ("git ignores what it tracks", vec![(".gitignore", "*.tf\n".to_owned())], None),
        ("a comment", commented(&format!("# ravelin:ignore {CHECK}")), Some(("finding", "bad.tf"))),
        ("a comment for the file", commented(&format!("# ravelin:ignore-file {CHECK}")), Some(("finding", "bad.tf"))),
        ("a comment of another tool", commented("#trivy:ignore:AVD-AWS-0107"), Some(("finding", "bad.tf"))),
        ("one for everything", commented("# kics-scan ignore"), Some(("finding", "bad.tf"))),
        (
            "a list of another tool",
            vec![(".trivyignore", "AVD-AWS-0107\n".to_owned())],
            Some(("finding", ".trivyignore")),
        ),
        (
            "another one",
            vec![(".checkov.yaml", "skip-check: [CKV_AWS_24]\n".to_owned())],
            Some(("finding", ".checkov.yaml")),
        ),
        (
            "another tool's severities",
            vec![(".hadolint.yaml", "override: {style: [DL3002]}\n".to_owned())],
            Some(("severity", ".hadolint.yaml")),
        ),
        (
            "a check that is no check",
            vec![(".ravelin/checks/cloud-network-open-ssh.yaml", "nonsense".to_owned())],
            None,
        ),
        (
            "a configuration further down",
            vec![("sub/.ravelin.yaml", "checks: {skip: ['*']}\n".to_owned()), ("sub/more.tf", taken)],
            Some(("check", "sub/.ravelin.yaml")),
        ),
    ]
}

#[test]
fn a_pull_request_cannot_silence_its_findings() {
    for (name, files, said) in attempts() {
        let repository = Repository::new(&[INNOCENT]);
        repository.commit(&[("bad.tf", &open("bad"))]);
        git(&repository.folder, &["reset", "--quiet", "--soft", "HEAD~1"]);
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        repository.commit(&files);
        let run = repository.untrusted(&[]);
        assert_eq!(run.code, 1, "{name}: {}\n{}", run.stderr, run.stdout);
        let report = run.json();
        let bad = report["findings"].as_array().expect("a list").iter().find(|it| it["location"]["path"] == "bad.tf");
        let bad = bad.unwrap_or_else(|| panic!("{name}: it is found"));
        assert!(bad["suppression"].is_null() && bad["severity"] == "high" && bad["baseline"] == "new", "{name}: {bad}");
        let entries = switched_off(&report);
        assert!(entries.iter().all(|(_, _, holds, _)| !holds), "{name}: {entries:?}");
        match said {
            None => assert!(entries.is_empty(), "{name}: {entries:?}"),
            Some((kind, path)) if kind == "check" => {
                // Which checks run is said by `--checks` here.
                let all = repository.scan(&["--since", "HEAD~1", "--trust", "base", "--format", "json"]);
                let entries = switched_off(&all.json());
                assert!(entries.iter().any(|entry| entry.0 == kind && entry.3 == path), "{name}: {entries:?}");
                assert!(all.stderr.contains("untrusted: "), "{name}: {}", all.stderr);
            }
            Some((kind, path)) => {
                assert!(entries.iter().any(|entry| entry.0 == kind && entry.3 == path), "{name}: {entries:?}");
                assert!(run.stderr.contains("untrusted: "), "{name}: {}", run.stderr);
            }
        }
    }
}

/// The same without `--trust base`: what goes unseen is said.
#[test]
fn what_is_trusted_and_switches_off_is_said() {
    for (name, files, said) in attempts() {
        let Some((kind, path)) = said else { continue };
        let repository = Repository::new(&[INNOCENT, ("bad.tf", &open("bad"))]);
        let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
        repository.commit(&files);
        let run = repository.scan(&["--format", "json"]);
        let entries = switched_off(&run.json());
        assert!(entries.iter().any(|entry| entry.0 == kind && entry.2 && entry.3 == path), "{name}: {entries:?}");
        assert!(run.stderr.contains("silenced: "), "{name}: {}", run.stderr);
        let pretty = repository.scan(&[]).stdout;
        assert!(pretty.contains("  silenced   "), "{name}: {pretty}");
    }
}

#[test]
fn the_summary_counts_what_is_switched_off() {
    let repository = Repository::new(&[
        ("main.tf", &open("main")),
        ("vendor/a.tf", &open("a")),
        ("vendor/b.tf", &open("b")),
        ("vendor/notes.txt", ""),
        (".ravelinignore", "# others'\nvendor/\n"),
        (
            ".ravelin.yaml",
            "checks:\n  skip: [aws-s3-public-acl, cloud-network-open-rdp]\n  severity: {cloud-network-open-ssh: low}\n",
        ),
    ]);
    let run = repository.scan(&["--format", "json"]);
    let said = "silenced: 2 checks off, 1 severity lowered, 2 files ignored";
    assert!(run.stderr.lines().any(|line| line == said), "{}", run.stderr);
    let report = run.json();
    let ignored = report["switchedOff"].as_array().expect("a list").iter().find(|entry| entry["kind"] == "file");
    let ignored = ignored.expect("files are ignored");
    assert_eq!((&ignored["what"], &ignored["location"]["start"]["line"]), (&"vendor/".into(), &2.into()), "{ignored}");
}

#[test]
fn what_git_tracks_is_scanned_and_what_tools_keep_is_counted() {
    let repository = Repository::new(&[
        (".gitignore", "*.tf\nbuild/\n"),
        ("tracked.tf", &open("tracked")),
        ("build/tracked.tf", &open("built")),
        ("node_modules/a/main.tf", &open("module")),
        (".cache/main.tf", &open("cached")),
    ]);
    fs::write(repository.folder.join("untracked.tf"), open("untracked")).expect("writable");
    let paths = |arguments: &[&str]| {
        let report = repository.scan(&[&["--checks", CHECK, "--format", "json"], arguments].concat()).json();
        let found = report["findings"].as_array().expect("a list").iter();
        let found = found.map(|finding| finding["location"]["path"].as_str().expect("text").to_owned());
        (found.collect::<Vec<_>>(), report)
    };
    let (found, report) = paths(&[]);
    assert_eq!(found, ["build/tracked.tf", "tracked.tf"]);
    assert_eq!(report["coverage"]["skipped"]["folder of a tool"], 2);
    assert_eq!(switched_off(&report), [("file".to_owned(), 1, true, ".gitignore".to_owned())]);
    let all = [".cache/main.tf", "build/tracked.tf", "node_modules/a/main.tf", "tracked.tf", "untracked.tf"];
    assert_eq!(paths(&["--no-ignore"]).0, all);
}

#[test]
fn what_the_base_says_holds() {
    let excepted = format!("# ravelin:ignore {CHECK} reason=\"a jump host\"\n{}", open("jump"));
    let repository = Repository::new(&[
        ("jump.tf", &excepted),
        ("main.tf", &open("old")),
        ("vendor/a.tf", &open("a")),
        (".ravelinignore", "vendor/\n"),
        (".ravelin.yaml", "exceptions: [{checks: [cloud-network-open-ssh], paths: [test/], reason: tests}]\n"),
        (".ravelin/checks/own-thing.yaml", OWN),
    ]);
    // It takes away all that the base has, adds to what is excepted, and moves code.
    for name in [".ravelinignore", ".ravelin.yaml", ".ravelin/checks/own-thing.yaml"] {
        fs::remove_file(repository.folder.join(name)).expect("is there");
    }
    repository.commit(&[
        ("jump.tf", &format!("# moved\n\n{excepted}")),
        ("test/a.tf", &open("test")),
        ("vendor/b.tf", &open("b")),
        ("thing.tf", "resource \"thing\" \"a\" {\n  bad = true\n}\n"),
    ]);
    let run = repository.untrusted(&["--checks", "own-thing"]);
    let report = run.json();
    let open: Vec<&str> = report["findings"]
        .as_array()
        .expect("a list")
        .iter()
        .filter(|finding| finding["suppression"].is_null() && finding["baseline"] != "unchanged")
        .map(|finding| finding["checkId"].as_str().expect("text"))
        .collect();
    assert_eq!((run.code, open), (1, vec!["own-thing"]), "{}", run.stdout);
    // A second finding in a file of which the first is excepted.
    repository.commit(&[
        ("thing.tf", ""),
        ("jump.tf", &format!("# ravelin:ignore-file {CHECK}\n{excepted}{}", self::open("new"))),
    ]);
    let run = repository.scan(&["--since", "HEAD~2", "--trust", "base", "--checks", CHECK, "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    let report = run.json();
    let states: Vec<&str> =
        report["exceptions"].as_array().expect("a list").iter().map(|it| it["state"].as_str().expect("text")).collect();
    assert!(states.contains(&"not trusted") && states.contains(&"active"), "{states:?}");
    assert!(run.stdout.contains("\"exception-not-trusted\""), "{}", run.stdout);
}

const OWN: &str = "id: own-thing\ntitle: A thing is bad\nseverity: high\ncategory: maintenance\non: {kinds: [thing]}\n\
                   deny: \"?@.bad == true\"\nmessage: \"{address} is bad\"\nwhy: Because.\nremedy: Write.\n\
                   references: [https://example.com/]\nexamples:\n  - fails: {terraform: \"resource \\\"thing\\\" \\\"a\\\" {\\n  bad = \
                   true\\n}\\n\"}\n  - passes: {terraform: \"resource \\\"thing\\\" \\\"a\\\" {}\\n\"}\n";

#[test]
fn a_policy_from_outside_holds_alone() {
    let excepted = format!("# ravelin:ignore {CHECK}\n{}", open("bad"));
    let repository = Repository::new(&[
        ("bad.tf", &excepted),
        (".ravelinignore", "*\n"),
        (".ravelin.yaml", "gate: {fail-on: none}\n"),
        (".ravelin/checks/cloud-network-open-ssh.yaml", "nonsense"),
    ]);
    repository.around.write("policy.yaml", b"gate: {fail-on: high}\n");
    let run = repository.scan(&["--policy", "../policy.yaml", "--format", "concise"]);
    assert_eq!((run.code, run.ids().contains(&CHECK)), (1, true), "{}{}", run.stdout, run.stderr);
    repository.around.write("policy.yaml", format!("checks: {{skip: [{CHECK}]}}\n").as_bytes());
    let run = repository.scan(&["--policy", "../policy.yaml", "--format", "concise"]);
    assert!(!run.ids().contains(&CHECK), "{}", run.stdout);
    // What lies in the repository is no policy for it.
    for arguments in [
        &["--policy", ".ravelin.yaml"][..],
        &["--policy", "../policy.yaml", "--check-dir", ".ravelin/checks"],
        &["--policy", "../policy.yaml", "--baseline", "bad.tf"],
        &["--trust", "base"],
        &["--trust", "base", "--config", ".ravelin.yaml"],
    ] {
        let run = repository.scan(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {}", run.stdout);
    }
}

/// Formats with a file in a configuration are for local use, and those of the command line are not led elsewhere.
#[test]
fn untrusted_scans_write_what_the_command_line_names() {
    let repository = Repository::new(&[INNOCENT, (".ravelin.yaml", "report: {formats: [json=out.json]}\n")]);
    repository.commit(&[("bad.tf", &open("bad"))]);
    let trusted = ["--since", "HEAD~1", "--trust", "base"];
    let run = repository.scan(&trusted);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stderr.contains("only `--format` writes files") && !repository.folder.join("out.json").exists());
    assert_eq!(repository.scan(&[&trusted[..], &["--format", "json=out.json"]].concat()).code, 1);
    #[cfg(unix)]
    {
        repository.around.write("token", b"kept");
        std::os::unix::fs::symlink("../token", repository.folder.join("report.json")).expect("writable");
        assert_eq!(repository.scan(&[&trusted[..], &["--format", "json=report.json"]].concat()).code, 2);
        assert_eq!(fs::read_to_string(repository.around.path().join("token")).expect("is there"), "kept");
    }
}
