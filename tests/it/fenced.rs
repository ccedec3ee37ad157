//! What a repository says of its own scan: the command line is stronger, and nothing of it reaches out of the repository.

use std::fs;
use std::path::{Path, PathBuf};

use crate::runner::{Project, Run, ravelin_in};

const OPEN: &str = "resource \"aws_security_group_rule\" \"ssh\" {\n  type = \"ingress\"\n  from_port = 22\n  to_port = 22\n  \
                    protocol = \"tcp\"\n  cidr_blocks = [\"0.0.0.0/0\"]\n  security_group_id = \"sg-1\"\n}\n";

const TOKEN: &str = "hunter2-of-another-folder";

/// A built-in check that finds nothing any more.
const TAKEN: &str = "id: cloud-network-open-ssh\ntitle: Nothing\nseverity: info\ncategory: network-exposure\non: {kinds: [nothing]}\n\
                     deny: \"$.never\"\nmessage: \"{address}\"\nwhy: Because.\nremedy: Write.\n\
                     references: [https://example.com/]\nexamples:\n  - fails: {terraform: \"resource \\\"nothing\\\" \\\"a\\\" {\\n  \
                     never = 1\\n}\\n\"}\n  - passes: {terraform: \"resource \\\"nothing\\\" \\\"a\\\" {}\\n\"}\n";

/// A repository with an open port, and beside it a folder with a file that nobody may see.
fn repository(files: &[(&str, &str)]) -> (Project, PathBuf) {
    let project = Project::new(&[("repository/.git/HEAD", ""), ("repository/main.tf", OPEN)]);
    let secret = format!("{TOKEN}: {TOKEN}\n\"{TOKEN} = {{\n");
    for name in ["outside/token", "outside/checks/a.yaml"] {
        project.write(name, secret.as_bytes());
    }
    for (name, text) in files {
        let text = text.replace("OUTSIDE", &project.path().join("outside").to_string_lossy());
        project.write(&format!("repository/{name}"), text.as_bytes());
    }
    let folder = project.path().join("repository");
    (project, folder)
}

fn scan(folder: &Path, arguments: &[&str]) -> Run {
    ravelin_in(folder, &[&["scan", "."], arguments].concat(), &[], None)
}

#[test]
fn the_command_line_is_stronger() {
    let cases: [(&str, &[&str], i32); 6] = [
        ("gate: {max: {critical: 99, high: 99, medium: 99}}\n", &[], 0),
        ("gate: {max: {critical: 99, high: 99, medium: 99}}\n", &["--fail-on", "high"], 1),
        ("gate: {max: {high: 99}}\n", &["--max", "high=0"], 1),
        ("gate: {fail-on: none}\n", &["--fail-on", "high"], 1),
        ("checks: {skip: [cloud-network-open-ssh]}\n", &["--checks", "cloud-network-open-ssh"], 1),
        ("checks: {only: [secrets]}\n", &["--checks", "cloud-network-open-ssh"], 1),
    ];
    for (configuration, arguments, code) in cases {
        let (_keep, folder) = repository(&[(".ravelin.yaml", configuration)]);
        let run = scan(&folder, arguments);
        assert_eq!(run.code, code, "{configuration} {arguments:?}\n{}{}", run.stdout, run.stderr);
    }
    let (_keep, folder) =
        repository(&[(".ravelin.yaml", "report: {formats: [json=out.json]}\ngate: {baseline: none.json}\n")]);
    assert_eq!(scan(&folder, &["--format", "concise", "--since", "HEAD"]).code, 2);
    assert!(!folder.join("out.json").exists());
}

#[test]
fn ids_of_built_in_checks_are_reserved() {
    let places: [(&str, &str, &[&str]); 3] = [
        (".ravelin/checks/cloud-network-open-ssh.yaml", "{}\n", &[]),
        ("own/cloud-network-open-ssh.yaml", "checks: {folders: [own]}\n", &[]),
        ("own/cloud-network-open-ssh.yaml", "{}\n", &["--check-dir", "own"]),
    ];
    for (name, configuration, arguments) in places {
        let (_keep, folder) = repository(&[(name, TAKEN), (".ravelin.yaml", configuration)]);
        let run = scan(&folder, arguments);
        assert_eq!(run.code, 2, "{name}\n{}", run.stdout);
        let place = format!("{name}:1:5]");
        let said = "error[check-file]: `cloud-network-open-ssh` is the id of a built-in check";
        assert!(run.stderr.contains(&place) && run.stderr.contains(said), "{}", run.stderr);
        // Without the configuration there is nothing that would take its place.
        if arguments.is_empty() {
            assert_eq!(scan(&folder, &["--no-config"]).code, 1);
        }
    }
    let former = TAKEN.replace("references:", "formerly: [cloud-network-open-ssh]\nreferences:");
    for (name, text) in [("own-check", former), ("aws-ec2-open-ssh", TAKEN.to_owned())] {
        let text = text.replacen("id: cloud-network-open-ssh", &format!("id: {name}"), 1);
        let (_keep, folder) = repository(&[(&format!(".ravelin/checks/{name}.yaml"), &text)]);
        let run = scan(&folder, &[]);
        let is_reserved =
            run.stderr.contains("id of a built-in check") || run.stderr.contains("id of the built-in check");
        assert!(run.code == 2 && is_reserved || name == "aws-ec2-open-ssh", "{name}: {}", run.stderr);
    }
}

#[test]
fn who_replaces_a_check_says_so() {
    let name = "own/cloud-network-open-ssh.yaml";
    let (_keep, folder) = repository(&[(name, TAKEN)]);
    let run = scan(&folder, &["--check-dir", "own", "--replace-checks", "--format", "json"]);
    assert!(!run.stdout.contains("\"checkId\": \"cloud-network-open-ssh\""), "{}", run.stdout);
    assert!(
        run.stderr
            .contains("note: built-in checks that files of --check-dir take the place of: cloud-network-open-ssh")
    );
    assert_eq!(scan(&folder, &["--replace-checks"]).code, 2);
    let test = ["checks", "test", "cloud-network-open-ssh", "--check-dir", "own"];
    let run = ravelin_in(&folder, &test, &[], None);
    assert_eq!((run.code, run.stdout.as_str()), (0, "1 checks: 2 examples passed, 0 failed\n"), "{}", run.stderr);
    // No configuration can say it.
    let (_keep, folder) = repository(&[(".ravelin.yaml", "checks: {replace-checks: true}\n")]);
    assert_eq!(scan(&folder, &[]).code, 2);
}

#[test]
fn a_configuration_reads_nothing_outside() {
    let cases = [
        "terraform: {variable-files: [OUTSIDE/token]}\n",
        "terraform: {variable-files: [../outside/token]}\n",
        "terraform: {variable-files: [link/token]}\n",
        "checks: {folders: [OUTSIDE/checks]}\n",
        "checks: {folders: [../outside/checks]}\n",
        "checks: {folders: [link/checks]}\n",
        "checks: {folders: [links]}\n",
        "gate: {baseline: OUTSIDE/token}\n",
        "gate: {baseline: link/token}\n",
    ];
    for configuration in cases {
        let (_keep, folder) = repository(&[(".ravelin.yaml", configuration)]);
        links(&folder);
        let run = scan(&folder, &[]);
        assert_eq!(run.code, 2, "{configuration}{}", run.stdout);
        assert!(!run.stdout.contains(TOKEN) && !run.stderr.contains(TOKEN), "{configuration}{}", run.stderr);
        assert!(run.stderr.contains("the repository"), "{configuration}{}", run.stderr);
    }
}

/// Links in a repository to what lies beside it.
fn links(folder: &Path) {
    fs::create_dir_all(folder.join("links")).expect("writable");
    #[cfg(unix)]
    for (to, name) in [("../outside", "link"), ("../../outside/checks/a.yaml", "links/a.yaml")] {
        std::os::unix::fs::symlink(to, folder.join(name)).expect("writable");
    }
    #[cfg(not(unix))]
    fs::write(folder.join("links/a.yaml"), "").expect("writable");
}

#[test]
fn a_configuration_writes_nothing_outside() {
    for target in
        ["OUTSIDE/token", "../outside/token", "../outside/new", "OUTSIDE/new", "link/token", "link/new", "dangling"]
    {
        let (keep, folder) = repository(&[(".ravelin.yaml", &format!("report: {{formats: [\"json={target}\"]}}\n"))]);
        links(&folder);
        #[cfg(unix)]
        std::os::unix::fs::symlink("../outside/new", folder.join("dangling")).expect("writable");
        if !cfg!(unix) && !target.contains("utside") && !target.contains("OUTSIDE") {
            continue;
        }
        let run = scan(&folder, &[]);
        assert_eq!(run.code, 2, "{target}{}", run.stdout);
        let kept = fs::read_to_string(keep.path().join("outside/token")).expect("is there");
        assert!(kept.starts_with(TOKEN) && !keep.path().join("outside/new").exists(), "{target}");
    }
    let (_keep, folder) = repository(&[(".ravelin.yaml", "report: {formats: [json=out.json, json=sub/../in.json]}\n")]);
    fs::create_dir(folder.join("sub")).expect("writable");
    assert_eq!(scan(&folder, &[]).code, 1);
    assert!(folder.join("out.json").exists() && folder.join("in.json").exists());
}

/// Each file that says something about a scan may be a link to one that says something else.
#[cfg(unix)]
#[test]
fn links_that_leave_are_not_read() {
    let names =
        [".ravelin.yaml", ".ravelin.yml", ".ravelinignore", ".gitignore", ".ignore", ".trivyignore", ".checkov.yaml"];
    for name in names {
        let (_keep, folder) = repository(&[]);
        std::os::unix::fs::symlink("../outside/token", folder.join(name)).expect("writable");
        for arguments in [&["--format", "json"][..], &["--config", name, "--format", "json"]] {
            let run = scan(&folder, arguments);
            let refused = name.starts_with(".ravelin.") || arguments[0] == "--config";
            assert_eq!(run.code, if refused { 2 } else { 1 }, "{name} {arguments:?}\n{}", run.stderr);
            assert!(!run.stdout.contains(TOKEN) && !run.stderr.contains(TOKEN), "{name}\n{}{}", run.stdout, run.stderr);
        }
    }
    let (_keep, folder) = repository(&[]);
    fs::create_dir(folder.join(".ravelin")).expect("writable");
    std::os::unix::fs::symlink("../../outside/checks", folder.join(".ravelin/checks")).expect("writable");
    for arguments in [&[][..], &["--check-dir", ".ravelin/checks"]] {
        let run = scan(&folder, arguments);
        assert_eq!(run.code, 2, "{}", run.stdout);
        assert!(run.stderr.contains("of the repository") && !run.stderr.contains(TOKEN), "{}", run.stderr);
    }
}

/// A configuration that the user names from elsewhere has files of its own.
#[test]
fn a_configuration_from_elsewhere_reads_where_it_lies() {
    let (keep, folder) = repository(&[]);
    keep.write("policy/ravelin.yaml", b"terraform: {variable-files: [v.tfvars]}\nchecks: {folders: [checks]}\n");
    keep.write("policy/v.tfvars", b"a = 1\n");
    keep.write("policy/checks/own-thing.yaml", TAKEN.replacen("cloud-network-open-ssh", "own-thing", 1).as_bytes());
    let run = scan(&folder, &["--config", "../policy/ravelin.yaml"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    keep.write("policy/ravelin.yaml", b"terraform: {variable-files: [../outside/token]}\n");
    assert_eq!(scan(&folder, &["--config", "../policy/ravelin.yaml"]).code, 2);
}
