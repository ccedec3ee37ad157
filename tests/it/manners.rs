//! How the command line is used, and what it says of words that it does not know.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::runner::{Project, Run, ravelin, ravelin_in};

const OPEN: &str = r#"resource "aws_security_group_rule" "ssh" {
  type              = "ingress"
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"]
  security_group_id = "sg-1"
}
"#;

const LINE: &str = "main.tf:6:24: high: aws_security_group_rule.ssh lets everyone on the internet reach port 22 \
                    [cloud-network-open-ssh]\n";

fn project() -> Project {
    Project::new(&[("infra/main.tf", OPEN), ("checks/notes.txt", ""), ("empty/notes.txt", "")])
}

/// Of the environment: names and values.
type Variables<'v> = &'v [(&'v str, &'v str)];

fn with(project: &Project, variables: Variables<'_>, args: &[&str]) -> Run {
    ravelin_in(&project.path(), args, variables, None)
}

#[test]
fn a_scan_needs_no_command_and_no_path() {
    let project = project();
    let cases: [&[&str]; 7] = [
        &["scan", "infra", "--format", "concise"],
        &["infra", "--format", "concise"],
        &["infra/", "-f", "concise"],
        &["--format", "concise", "infra"],
        &["--format", "concise"],
        &["--color", "never", "--format=concise"],
        &["scan", "-f", "concise"],
    ];
    for args in cases {
        let run = project.run(args);
        assert_eq!((run.code, run.stdout), (1, format!("infra/{LINE}")), "{args:?}\n{}", run.stderr);
    }
    let run = ravelin_in(&project.path(), &["-", "-f", "concise"], &[], Some(OPEN));
    assert_eq!((run.code, run.stdout), (1, format!("stdin.tf{}", &LINE["main.tf".len()..])));
}

#[test]
fn a_command_goes_before_a_folder_of_its_name() {
    let project = project();
    project.write("checks/main.tf", OPEN.as_bytes());
    assert!(project.run(&["checks", "list", "CKV_AWS_24"]).stdout.starts_with("cloud-network-open-ssh "));
    for args in [&["./checks", "-f", "concise"][..], &["-f", "concise", "checks"], &["-f", "concise", "--", "checks"]] {
        assert_eq!(project.run(args).stdout, format!("checks/{LINE}"), "{args:?}");
    }
}

#[test]
fn nothing_to_scan_says_how_to_go_on() {
    let folder = project().path().join("empty");
    fs::create_dir_all(&folder).expect("writable");
    let run = ravelin_in(&folder, &[], &[], None);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("hint: name the files or folders, as in `ravelin infra/`"), "{}", run.stderr);
    // It would lead astray where the checks are what is missing.
    let run = project().run(&["--checks", "CKV_AWS_24", "--skip-checks", "CKV_AWS_24"]);
    assert!(run.stderr.contains("no check runs") && !run.stderr.contains("hint"), "{}", run.stderr);
}

/// Arguments with a word that is none, and what is said.
#[test]
fn what_was_meant_is_said() {
    let project = project();
    let cases: [(&[&str], &str); 25] = [
        (&["scna"], "a similar subcommand exists: 'scan'"),
        (&["chekcs", "list"], "a similar subcommand exists: 'checks'"),
        (&["checks", "lsit"], "similar subcommands exist: 'lint', 'list'"),
        (&["nonsense"], "nonsense: there is no such file or folder"),
        (&["--formt", "json"], "a similar argument exists: '--format'"),
        (&["scan", "--fial-on", "high"], "a similar argument exists: '--fail-on'"),
        (&["--format", "jsn"], "did you mean `json`?"),
        (&["--format", "JSON"], "did you mean `json`?"),
        (&["--fail-on", "hihg"], "a similar value exists: 'high'"),
        (&["--fail-on", "HIGH"], "a similar value exists: 'high'"),
        (&["--min-severity", "lwo"], "a similar value exists: 'low'"),
        (&["--max", "hihg=0"], "there is no `hihg`: did you mean `high`?"),
        (&["--color", "alway"], "a similar value exists: 'always'"),
        (&["--checks", "aws-s3-pubic-acl"], "did you mean `aws-s3-public-acl`?"),
        (&["--checks", "kubernetes-worklod-*"], "did you mean `kubernetes-workload-*`?"),
        (&["--skip-checks", "secrts"], "did you mean `secrets`?"),
        (&["checks", "list", "--provider", "kuberntes"], "did you mean `kubernetes`?"),
        (&["checks", "list", "--service", "netwrok"], "did you mean `network`?"),
        (&["checks", "list", "--category", "SECRETS"], "a similar value exists: 'secrets'"),
        (&["checks", "list", "--framework", "cis-aws-5.1"], "did you mean `cis-aws-5.0`?"),
        (&["checks", "list", "encrpytion"], "did you mean `encryption`?"),
        (&["checks", "show", "DL30255"], "did you mean `DL3025`?"),
        (&["explain", "cloud-network-open-shh"], "did you mean `cloud-network-open-ssh`?"),
        (&["compliance", "report", ".", "--framework", "cwee"], "did you mean `cwe`?"),
        (&["man", "scna"], "did you mean `scan`?"),
    ];
    for (args, said) in cases {
        let run = project.run(args);
        assert_eq!(run.code, 2, "{args:?}\n{}", run.stderr);
        assert!(run.stderr.starts_with("error: ") && run.stderr.contains(said), "{args:?}\n{}", run.stderr);
    }
}

#[test]
fn a_kind_that_no_check_names_has_one_near() {
    let note = |kind: &str| {
        let run = ravelin(&["checks", "list", "--kind", kind]);
        assert_eq!(run.code, 0, "{kind}");
        run.stderr
    };
    assert_eq!(note("aws_s3_bucket"), "");
    let misspelled = "note: no check names the kind `aws_s3_bukcet`: did you mean `aws_s3_bucket`?\n";
    assert_eq!(note("aws_s3_bukcet"), misspelled);
    assert_eq!(note("Deploymnet"), "note: no check names the kind `Deploymnet`: did you mean `Deployment`?\n");
    assert_eq!(note("zz"), "note: no check names the kind `zz`\n");
}

#[test]
fn keys_of_the_configuration_have_one_near() {
    for (text, said) in [("gaet: {}\n", "did you mean `gate`?"), ("gate: {fail_on: low}\n", "did you mean `fail-on`?")]
    {
        let run = Project::new(&[("main.tf", OPEN), (".ravelin.yaml", text)]).run(&[]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(said), "{text}{}", run.stderr);
    }
}

#[test]
fn findings_can_be_told_without_failing() {
    let project = project();
    let run = project.run(&["infra", "--exit-zero"]);
    assert_eq!((run.code, run.stdout.lines().last()), (0, Some("gate closed: 1 high")));
    // What was not judged is no finding.
    project.write("broken.tf", b"resource {");
    assert_eq!(project.run(&["broken.tf", "infra", "--exit-zero"]).code, 3);
    assert_eq!(project.run(&["infra", "broken.tf"]).code, 1);
    assert_eq!(project.run(&[".", "--exit-zero", "--fail-on-incomplete"]).code, 3);
    assert_eq!(project.run(&[".", "--exit-zero"]).code, 0);
    assert_eq!(project.run(&["missing", "--exit-zero"]).code, 2);
}

#[test]
fn the_environment_is_weaker_than_the_command_line_and_stronger_than_the_configuration() {
    let project = project();
    project.write("infra/.ravelin.yaml", b"gate: {fail-on: critical}\nreport: {formats: [markdown]}\n");
    project.write("other.yaml", b"gate: {fail-on: none}\n");
    let code = |variables: &[(&str, &str)], args: &[&str]| {
        let run = with(&project, variables, &[&["infra"], args].concat());
        assert!(!run.stderr.contains("error: "), "{}", run.stderr);
        run.code
    };
    assert_eq!(code(&[], &[]), 0);
    assert_eq!(code(&[("RAVELIN_FAIL_ON", "high")], &[]), 1);
    assert_eq!(code(&[("RAVELIN_FAIL_ON", "")], &[]), 0, "an empty one is none");
    assert_eq!(code(&[("RAVELIN_FAIL_ON", "high")], &["--fail-on", "none"]), 0);
    assert_eq!(code(&[("RAVELIN_FAIL_ON", "none"), ("RAVELIN_CONFIG", "other.yaml")], &["--fail-on", "low"]), 1);
    let printed =
        |variables: &[(&str, &str)], args: &[&str]| with(&project, variables, &[&["infra"], args].concat()).stdout;
    assert!(printed(&[], &[]).starts_with("##"), "{}", printed(&[], &[]));
    assert_eq!(printed(&[("RAVELIN_FORMAT", "concise")], &[]), format!("infra/{LINE}"));
    assert_eq!(printed(&[("RAVELIN_FORMAT", "json")], &["-f", "concise"]), format!("infra/{LINE}"));
    assert_eq!(printed(&[("RAVELIN_FORMAT", "json=a.json, sarif=b.sarif\nconcise\n")], &[]), format!("infra/{LINE}"));
    assert!(project.path().join("a.json").is_file() && project.path().join("b.sarif").is_file());
    assert_eq!(printed(&[("RAVELIN_FORMAT", "concise"), ("RAVELIN_OUTPUT", "lines.txt")], &[]), "");
    assert_eq!(fs::read_to_string(project.path().join("lines.txt")).expect("written"), format!("infra/{LINE}"));
}

#[test]
fn an_option_sets_aside_the_variables_that_it_rules_out() {
    let project = project();
    let known = project.run(&["baseline", "write", "infra"]);
    assert_eq!(known.code, 0, "{}", known.stderr);
    let baseline = ("RAVELIN_BASELINE", "ravelin-baseline.json");
    assert_eq!(with(&project, &[baseline], &["infra"]).code, 0);
    let since = with(&project, &[baseline], &["infra", "--since", "HEAD"]);
    assert!(since.stderr.contains("no git repository"), "{}", since.stderr);
    project.write("policy.yaml", b"gate: {fail-on: none}\n");
    assert_eq!(with(&project, &[("RAVELIN_CONFIG", "policy.yaml")], &["infra"]).code, 0);
    assert_eq!(with(&project, &[("RAVELIN_CONFIG", "policy.yaml")], &["infra", "--no-config"]).code, 1);
}

#[test]
fn errors_name_the_variable() {
    let project = project();
    let cases: [(Variables<'_>, &[&str]); 7] = [
        (
            &[("RAVELIN_FAIL_ON", "hihg")],
            &["a similar value exists: 'high'", "`--fail-on` comes from the environment variable RAVELIN_FAIL_ON"],
        ),
        (
            &[("RAVELIN_MIN_SEVERITY", "x")],
            &["`--min-severity` comes from the environment variable RAVELIN_MIN_SEVERITY"],
        ),
        (&[("RAVELIN_COLOR", "x")], &["`--color` comes from the environment variable RAVELIN_COLOR"]),
        (&[("RAVELIN_TRUST", "x")], &["`--trust` comes from the environment variable RAVELIN_TRUST"]),
        (&[("RAVELIN_FAIL_ON_INCOMPLETE", "x")], &["RAVELIN_FAIL_ON_INCOMPLETE"]),
        (&[("RAVELIN_FORMAT", "concise,jsn")], &["RAVELIN_FORMAT: `jsn` is no format: did you mean `json`?"]),
        (
            &[("RAVELIN_SINCE", "HEAD"), ("RAVELIN_BASELINE", "x")],
            &["the environment variable RAVELIN_SINCE", "the environment variable RAVELIN_BASELINE"],
        ),
    ];
    for (variables, said) in cases {
        let run = with(&project, variables, &["infra"]);
        assert_eq!(run.code, 2, "{variables:?}\n{}", run.stderr);
        assert!(said.iter().all(|said| run.stderr.contains(said)), "{variables:?}\n{}", run.stderr);
    }
    // What is wrong on the command line is not the fault of a variable.
    let run = with(&project, &[("RAVELIN_FAIL_ON", "hihg")], &["infra", "--max", "x"]);
    assert!(run.stderr.contains("--max") && !run.stderr.contains("RAVELIN"), "{}", run.stderr);
    assert!(with(&project, &[("RAVELIN_FAIL_ON", "hihg")], &["--help"]).stdout.contains("Commands:"));
}

/// Every variable is in the documentation, and in the help of its option.
#[test]
fn variables_are_documented() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md")).expect("UTF-8");
    let variables = |text: &str| -> BTreeSet<String> {
        let words = text.split(|char: char| !(char.is_ascii_uppercase() || char == '_'));
        words.filter(|word| word.starts_with("RAVELIN_")).map(str::to_owned).collect()
    };
    assert_eq!(variables(&page), variables(&ravelin(&["scan", "--help"]).stdout));
}

#[test]
fn colour_is_used_where_it_is_wanted() {
    let project = project();
    let is_coloured = |variables: &[(&str, &str)], args: &[&str]| {
        let run = with(&project, variables, &[&["infra"], args].concat());
        run.stdout.contains('\u{1b}')
    };
    let cases: [(Variables<'_>, &[&str], bool); 10] = [
        (&[], &[], false),
        (&[], &["--color", "always"], true),
        (&[("FORCE_COLOR", "1")], &[], true),
        (&[("CLICOLOR_FORCE", "1")], &[], true),
        (&[("CLICOLOR_FORCE", "0")], &[], false),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[], false),
        (&[("NO_COLOR", "1")], &["--color=always"], true),
        (&[("FORCE_COLOR", "1")], &["--color=never"], false),
        (&[("RAVELIN_COLOR", "always"), ("NO_COLOR", "1")], &[], true),
        (&[("RAVELIN_COLOR", "always")], &["--color", "never"], false),
    ];
    for (variables, args, expected) in cases {
        assert_eq!(is_coloured(variables, args), expected, "{variables:?} {args:?}");
    }
    // Help and errors in arguments are printed before the arguments are known.
    for args in [&["--color", "always", "--help"][..], &["scan", "--color=always", "--help"]] {
        assert!(project.run(args).stdout.contains('\u{1b}'), "{args:?}");
    }
    assert!(project.run(&["--color", "always", "--nonsense"]).stderr.contains('\u{1b}'));
    assert!(!project.run(&["--help"]).stdout.contains('\u{1b}'));
    project.run(&["infra", "--color", "always", "-o", "report.txt"]);
    assert!(!fs::read_to_string(project.path().join("report.txt")).expect("written").contains('\u{1b}'), "no file is");
}

#[test]
fn standard_output_can_be_a_file() {
    let project = project();
    let text = |name: &str| fs::read_to_string(project.path().join(name)).expect("written");
    let run = project.run(&["infra", "-f", "concise", "-f", "json=out.json", "-o", "out.txt"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (1, "", "gate closed: 1 high\n"));
    assert_eq!(text("out.txt"), format!("infra/{LINE}"));
    assert!(text("out.json").starts_with('{'));
    assert_eq!(project.run(&["infra", "-f", "concise", "-o", "-"]).stdout, format!("infra/{LINE}"));
    assert_eq!(project.run(&["infra", "-f", "concise=-"]).stdout, format!("infra/{LINE}"));
    let report = project.run(&["compliance", "report", "infra", "--framework", "cwe", "--output", "cwe.md"]);
    assert_eq!((report.code, report.stdout.as_str()), (0, ""));
    assert!(text("cwe.md").starts_with('#'));
    let cases: [(&[&str], &str); 6] = [
        (&["-f", "json=a.json", "-o", "b.txt"], "there is nothing to write to `--output b.txt`"),
        (&["-f", "json", "-f", "sarif", "-o", "b.txt"], "only one format can go to b.txt"),
        (&["-f", "json=a.json", "-f", "sarif=a.json"], "only one format can go to a.json"),
        (&["-f", "json=a.json", "-f", "sarif=./a.json"], "only one format can go to ./a.json"),
        (&[".", "--stdin-name", "main.tf"], "which is not scanned: give `-` for a path"),
        (&["-f", "json", "-f", "sarif"], "only one format can go to standard output"),
    ];
    for (args, said) in cases {
        let run = project.run(&[&["infra"], args].concat());
        assert_eq!(run.code, 2, "{args:?}");
        assert!(run.stderr.contains(said), "{args:?}\n{}", run.stderr);
        assert!(!project.path().join("a.json").exists() && !project.path().join("b.txt").exists(), "{args:?}");
    }
}

#[test]
fn help_lists_commands_and_groups_options() {
    let help = ravelin(&["--help"]).stdout;
    assert!(help.contains("\nCommands:\n  scan ") && help.contains("\nExit codes: 0 "), "{help}");
    insta::assert_snapshot!(ravelin(&["scan", "-h"]).stdout);
}

/// Names of all commands, those below others with a blank between.
fn commands(help: &str, above: &str) -> Vec<String> {
    let list = help.split("\nCommands:\n").nth(1).unwrap_or_default();
    let lines = list
        .lines()
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = lines.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    names.map(|name| format!("{above} {name}").trim().to_owned()).collect()
}

#[test]
fn every_command_has_a_page() {
    let project = Project::new(&[]);
    let run = project.run(&["man", "--dir", "pages/man1"]);
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, "", ""));
    let top = commands(&ravelin(&["--help"]).stdout, "");
    assert!(top.len() >= 10, "{top:?}");
    let below = top.iter().flat_map(|name| commands(&ravelin(&[name, "--help"]).stdout, name));
    let all: Vec<String> = top.iter().cloned().chain(below).collect();
    assert!(all.contains(&"checks list".to_owned()), "{all:?}");
    for name in &all {
        let file = project.path().join("pages/man1").join(format!("ravelin-{}.1", name.replace(' ', "-")));
        let page = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{name}: {error}"));
        let title = format!(".TH ravelin-{} 1 ", name.replace(' ', "-"));
        assert!(page.contains(&title) && page.contains(".SH SYNOPSIS"), "{name}");
        let words: Vec<&str> = name.split(' ').collect();
        assert_eq!(project.run(&[&["man"], &words[..]].concat()).stdout, page, "{name}");
    }
    let scan = project.run(&["man", "scan"]).stdout;
    assert!(scan.contains("RAVELIN_FAIL_ON") && scan.contains(".SH GATE"), "{scan}");
    assert_eq!(
        fs::read_to_string(project.path().join("pages/man1/ravelin.1")).expect("written"),
        project.run(&["man"]).stdout
    );
}

#[test]
fn completion_knows_values() {
    for shell in ["bash", "zsh", "fish"] {
        let script = ravelin(&["completions", shell]).stdout;
        for value in ["gitlab-codequality", "critical", "cloud-network-open-ssh", "cis-aws-5.0", "supply-chain"] {
            assert!(script.contains(value), "{shell}: {value}");
        }
    }
}

#[test]
fn an_exception_that_is_explained_holds() {
    let printed = ravelin(&["explain", "cloud-network-open-ssh"]).stdout;
    let after = |line: &'static str| printed.lines().skip_while(move |printed| !printed.contains(line)).skip(1);
    let comment = after("In a comment").next().expect("a comment").trim();
    let excepted = Project::new(&[("main.tf", &format!("{comment}\n{OPEN}"))]).run(&["-f", "concise"]);
    assert_eq!((excepted.code, excepted.stdout.as_str(), excepted.problems()), (0, "", ""));
    let entry: Vec<&str> =
        after("In `.ravelin.yaml`").take_while(|line| !line.is_empty()).map(|line| &line[4..]).collect();
    let entry = entry.join("\n");
    let excepted = Project::new(&[("main.tf", OPEN), (".ravelin.yaml", &entry)]).run(&["-f", "concise"]);
    assert_eq!((excepted.code, excepted.stdout.as_str(), excepted.problems()), (0, "", ""), "{entry}");
    let on_objects = ravelin(&["explain", "CKV_K8S_16"]).stdout;
    assert!(on_objects.contains("ravelin/ignore: "), "{on_objects}");
}

#[test]
fn explain_is_short_and_tells_how_to_see_more() {
    let count = |args: &[&str]| ravelin(args).stdout.matches("\nExample that ").count();
    let short = ravelin(&["explain", "cloud-network-open-ssh"]).stdout;
    assert_eq!(count(&["explain", "cloud-network-open-ssh"]), 2);
    assert!(short.contains("`ravelin explain cloud-network-open-ssh --examples` prints all "), "{short}");
    assert!(count(&["explain", "cloud-network-open-ssh", "--examples"]) > 20);
    assert!(short.lines().all(|line| line.chars().count() <= 100 && line.trim_end() == line), "{short}");
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    let run = Command::new("git").current_dir(folder).args(identity).args(arguments).output().expect("git runs");
    assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8_lossy(&run.stdout).trim().to_owned()
}

/// What a pipeline does: a clone of one commit of a branch, which is then compared with another branch.
#[test]
fn a_shallow_clone_says_which_fetch_to_run() {
    let origin = Project::new(&[("main.tf", OPEN)]);
    git(&origin.path(), &["init", "--quiet", "--initial-branch=main"]);
    git(&origin.path(), &["config", "uploadpack.allowAnySHA1InWant", "true"]);
    git(&origin.path(), &["add", "."]);
    git(&origin.path(), &["commit", "--quiet", "--message=one"]);
    let base = git(&origin.path(), &["rev-parse", "HEAD"]);
    git(&origin.path(), &["switch", "--quiet", "--create", "feature"]);
    git(&origin.path(), &["commit", "--quiet", "--allow-empty", "--message=two"]);
    git(&origin.path(), &["commit", "--quiet", "--allow-empty", "--message=three"]);
    let url = format!("file://{}", origin.path().display());
    let search_path = std::env::var("PATH").unwrap_or_default();
    for (name, then) in [("origin/main", "origin/main"), ("main", "origin/main"), ("HEAD~2", "HEAD~2"), (&base, &base)]
    {
        let project = Project::new(&[]);
        git(&project.path(), &["clone", "--quiet", "--depth=1", "--branch=feature", &url, "clone"]);
        let clone = project.path().join("clone");
        let scan =
            |since: &str| ravelin_in(&clone, &["-f", "concise", "--since", since], &[("PATH", &search_path)], None);
        let refused = scan(name);
        assert_eq!(refused.code, 2, "{name}: {}", refused.stdout);
        let advice = refused.stderr.split('`').find_map(|code| code.strip_prefix("git fetch "));
        let advice = advice.unwrap_or_else(|| panic!("{name}: {}", refused.stderr));
        git(&clone, &[&["fetch", "--quiet"], &advice.split(' ').collect::<Vec<_>>()[..]].concat());
        let run = scan(then);
        assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{name}: {}", run.stderr);
    }
}

#[test]
fn comments_that_are_nearly_exceptions_say_the_right_form() {
    let cases = [
        ("#ravelin: ignore", "the form is `ravelin:ignore CHECK,CHECK"),
        ("# ravelin-ignore cloud-network-open-ssh", "write `ravelin:ignore cloud-network-open-ssh`"),
        ("# ravelin:disable CKV_AWS_24", "write `ravelin:ignore CKV_AWS_24`"),
        ("// ravelin:skip", "the form is `ravelin:ignore CHECK,CHECK"),
        ("# ravelin ignore cloud-network-open-ssh", "write `ravelin:ignore cloud-network-open-ssh`"),
    ];
    for (comment, said) in cases {
        let run = Project::new(&[("main.tf", &format!("{comment}\n{OPEN}"))]).run(&[]);
        assert_eq!(run.code, 1, "{comment}");
        assert!(run.stdout.contains(said), "{comment}\n{}", run.stdout);
    }
    let prose = Project::new(&[("main.tf", &format!("# ravelin ignores this\n{OPEN}"))]).run(&["-f", "concise"]);
    assert_eq!(prose.stdout, format!("{}{}", "main.tf:7", &LINE["main.tf:6".len()..]));
}
