//! What people get wrong, and what the system refuses: a clear sentence, the documented exit code, and no half of a report.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::runner::{Project, command, ravelin_in};

const OPEN: &str = r#"resource "aws_security_group_rule" "ssh" {
  type              = "ingress"
  from_port         = 22
  to_port           = 22
  protocol          = "tcp"
  cidr_blocks       = ["0.0.0.0/0"]
  security_group_id = "sg-1"
}
"#;

fn project() -> Project {
    Project::new(&[("main.tf", OPEN), ("folder/notes.txt", "x"), ("latin.json", ""), ("notes.txt", "x")])
}

/// Commands that print something, and how they end.
const PRINTING: [(&[&str], i32); 24] = [
    (&["--help"], 0),
    (&["scan", "-h"], 0),
    (&["--version"], 0),
    (&["help", "checks"], 0),
    (&["main.tf"], 1),
    (&["main.tf", "-f", "concise"], 1),
    (&["main.tf", "-f", "json"], 1),
    (&["main.tf", "-f", "sarif"], 1),
    (&["main.tf", "-f", "csv"], 1),
    (&["main.tf", "-f", "junit"], 1),
    (&["main.tf", "-f", "html", "--exit-zero"], 0),
    (&["checks", "list"], 0),
    (&["checks", "list", "--format", "json"], 0),
    (&["checks", "list", "--format", "markdown"], 0),
    (&["checks", "show", "CKV_AWS_24"], 0),
    (&["checks", "test", "cloud-network-open-ssh"], 0),
    (&["explain", "cloud-network-open-ssh", "--examples"], 0),
    (&["explain", "cloud-network-open-ssh", "main.tf"], 0),
    (&["compliance", "list", "--format", "json"], 0),
    (&["compliance", "report", "--framework", "cwe"], 0),
    (&["init", "--schema"], 0),
    (&["man", "scan"], 0),
    (&["completions", "bash"], 0),
    (&["baseline", "write", "main.tf"], 0),
];

/// Whoever reads the output may have seen enough: the command ends as it would anyway, and says nothing of it.
#[test]
fn a_closed_pipe_is_no_error() {
    let project = project();
    for (args, code) in PRINTING {
        let mut child =
            command(&project.path()).args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("ends");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{args:?}\n{said}");
        assert!(!said.contains("error") && !said.contains("pipe") && !said.contains("panicked"), "{args:?}\n{said}");
    }
}

/// The files that were asked for are written all the same.
#[test]
fn a_closed_pipe_does_not_take_files_along() {
    let project = project();
    let mut child = command(&project.path())
        .args(["main.tf", "-f", "concise", "-f", "json=out.json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("starts");
    drop(child.stdout.take());
    assert_eq!(child.wait().expect("ends").code(), Some(1));
    let report = fs::read_to_string(project.path().join("out.json")).expect("written");
    assert!(serde_json::from_str::<serde_json::Value>(&report).is_ok(), "{report}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let project = project();
    let full = || fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    for (args, _) in PRINTING {
        let output = command(&project.path()).args(args).stdout(full()).output().expect("runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}\n{said}");
        assert!(said.contains("error: standard output: No space left on device"), "{args:?}\n{said}");
    }
    let run = project.run(&["main.tf", "-f", "json", "-o", "/dev/full"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("error: /dev/full: No space left on device"), "{}", run.stderr);
    // What cannot be said cannot be said; the exit code can.
    let silent =
        command(&project.path()).args(["main.tf"]).stderr(full()).stdout(Stdio::null()).status().expect("runs");
    assert_eq!(silent.code(), Some(1));
}

/// A script for `sh`, in which `$1` is the command.
#[cfg(unix)]
fn shell(folder: &Path, script: &str) -> (Option<i32>, String) {
    let binary = env!("CARGO_BIN_EXE_ravelin");
    let output = Command::new("sh").args(["-c", script, "sh", binary]).current_dir(folder).output().expect("runs");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[cfg(unix)]
#[test]
fn closed_standard_streams_change_nothing() {
    let project = project();
    for script in ["\"$1\" main.tf >&-", "\"$1\" main.tf 2>&-", "\"$1\" main.tf <&-", "\"$1\" main.tf <&- >&- 2>&-"] {
        let (code, said) = shell(&project.path(), script);
        assert_eq!(code, Some(1), "{script}\n{said}");
        assert!(!said.contains("error") && !said.contains("panicked"), "{script}\n{said}");
    }
}

#[cfg(unix)]
#[test]
fn a_current_folder_that_is_gone_is_told() {
    let project = project();
    for (args, code) in [(".", 2), ("checks list", 2), ("--help", 0), ("init", 2)] {
        let script = format!("mkdir gone && cd gone && rmdir ../gone && \"$1\" {args} >/dev/null");
        let (ended, said) = shell(&project.path(), &script);
        assert_eq!(ended, Some(code), "{args}\n{said}");
        let is_told = code == 0 || said.starts_with("error: ") && said.contains("No such file or directory");
        assert!(is_told && !said.contains("panicked"), "{args}\n{said}");
    }
}

/// Arguments, and what is said of them: usage and environment end with 2.
#[test]
fn files_that_cannot_be_used_are_told() {
    let project = project();
    project.write("latin.json", b"caf\xe9");
    project.write("empty.json", b"");
    let cases: [(&[&str], &str); 30] = [
        (&["missing"], "error: missing: there is no such file or folder\n"),
        (&["main.tf/x"], "error: main.tf/x: there is no such file or folder\n"),
        (&[""], "error: "),
        (&["--baseline", "missing.json"], "error: missing.json: there is no such file\n"),
        (&["--baseline", "folder"], "error: folder: is a folder, and no file\n"),
        (&["--baseline", "latin.json"], "error: latin.json: is not text in UTF-8\n"),
        (&["--baseline", "empty.json"], "error: empty.json: is no baseline: "),
        (&["--var-file", "missing.tfvars"], "error: missing.tfvars: there is no such file\n"),
        (&["--var-file", "folder"], "error: folder: is a folder, and no file\n"),
        (&["--config", "missing.yaml"], "missing.yaml: error: "),
        (&["--config", "folder"], "folder: error: "),
        (&["--policy", "missing.yaml"], "error: missing.yaml: there is no such file\n"),
        (&["--policy", "folder"], "folder"),
        (&["--check-dir", "missing"], "missing"),
        (&["--check-dir", "notes.txt"], "notes.txt"),
        (&["--record", "folder"], "error: folder: is a folder, and no file\n"),
        (&["--record", "missing/history"], "error: missing/history: there is no folder missing\n"),
        (&["-o", "folder"], "error: folder: is a folder, and no file\n"),
        (&["-o", "missing/out.json"], "error: missing/out.json: there is no folder missing\n"),
        (&["-o", "notes.txt/out.json"], "error: notes.txt/out.json: notes.txt is a file, and no folder\n"),
        (&["-f", "json=missing/out.json"], "error: missing/out.json: there is no folder missing\n"),
        (&["-o", "main.tf"], "error: main.tf: is read, and is not written over\n"),
        (&["-f", "json="], "a file name must follow `=`"),
        (&["--since", "HEAD"], "error: there is no git repository around what is scanned\n"),
        (&["explain", "CKV_AWS_24", "missing"], "error: missing: there is no such file or folder\n"),
        (&["trend", "missing"], "error: missing: there is no such file\n"),
        (&["trend", "folder"], "error: folder: is a folder, and no file\n"),
        (&["baseline", "write", "--baseline", "main.tf"], "error: main.tf: is read, and is not written over\n"),
        (&["baseline", "prune", "--baseline", "missing.json"], "error: missing.json: there is no such file\n"),
        (&["man", "--dir", "notes.txt"], "error: notes.txt: "),
    ];
    for (args, said) in cases {
        let run = project.run(args);
        assert_eq!(run.code, 2, "{args:?}\n{}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains(said) && run.stdout.is_empty(), "{args:?}\n{}{}", run.stdout, run.stderr);
        assert_eq!(fs::read_to_string(project.path().join("main.tf")).expect("there"), OPEN, "{args:?}");
    }
}

/// What a scan is told by is as safe as what it scans.
#[test]
fn files_that_a_scan_reads_are_not_written_over() {
    let project = project();
    let template = "{{ headline }}\n";
    project.write("lines.j2", template.as_bytes());
    project.write(".ravelin.yaml", b"gate: {fail-on: high}\n");
    project.write("own.yaml", b"gate: {fail-on: high}\n");
    assert_eq!(project.run(&["baseline", "write", "main.tf", "--baseline", "known.json"]).code, 0);
    let cases: [(&[&str], &str); 5] = [
        (&["-f", "template=lines.j2=lines.j2"], "lines.j2"),
        (&["-f", "template=lines.j2", "-f", "json=folder/../lines.j2"], "folder/../lines.j2"),
        (&["--baseline", "known.json", "-f", "json=known.json"], "known.json"),
        (&["--config", "own.yaml", "-o", "own.yaml"], "own.yaml"),
        (&["-o", ".ravelin.yaml"], ".ravelin.yaml"),
    ];
    for (args, file) in cases {
        let before = fs::read(project.path().join(file)).expect("there");
        let run = project.run(&[&["main.tf"], args].concat());
        assert_eq!(run.code, 2, "{args:?}\n{}{}", run.stdout, run.stderr);
        assert_eq!(run.stderr, format!("error: {file}: is read, and is not written over\n"), "{args:?}");
        assert_eq!(fs::read(project.path().join(file)).expect("there"), before, "{args:?}");
    }
}

/// A report in a scanned folder is no part of what is scanned, and can be written again.
#[test]
fn a_report_takes_the_place_of_the_one_before() {
    let project = project();
    for format in ["json", "sarif", "html", "markdown", "csv"] {
        let args = [".", "-f", format, "-o", "report.json"];
        assert_eq!(project.run(&args).code, 1, "{format}");
        let run = project.run(&args);
        assert_eq!(run.code, 1, "{format}\n{}", run.stderr);
    }
    let left: Vec<_> =
        fs::read_dir(project.path()).expect("readable").flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left.len(), 5, "{left:?}");
    project.write("manifest.yaml", b"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n");
    let run = project.run(&[".", "-f", "json", "-o", "manifest.yaml"]);
    assert!(run.code == 2 && run.stderr.contains("is read"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn links_and_devices_can_be_written() {
    let project = project();
    std::os::unix::fs::symlink("real.txt", project.path().join("link.txt")).expect("linked");
    for _ in 0..2 {
        assert_eq!(project.run(&["main.tf", "-f", "concise", "-o", "link.txt"]).code, 1);
        assert!(project.path().join("link.txt").is_symlink());
        assert!(fs::read_to_string(project.path().join("real.txt")).is_ok_and(|text| text.contains("[cloud-network")));
    }
    let run = project.run(&["main.tf", "-f", "concise", "-o", "/dev/stdout"]);
    assert!(run.code == 1 && run.stdout.contains("[cloud-network-open-ssh]"), "{}", run.stderr);
    assert_eq!(project.run(&["main.tf", "-o", "/dev/null"]).code, 1);
}

/// As root nothing is forbidden, so there is nothing to see.
#[cfg(unix)]
#[test]
fn folders_and_files_without_rights_are_told() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = project();
    let allow = |name: &str, mode: u32| {
        fs::set_permissions(project.path().join(name), fs::Permissions::from_mode(mode)).expect("owned");
    };
    allow("folder", 0o555);
    allow("notes.txt", 0o000);
    let is_bound = fs::write(project.path().join("folder/try"), "").is_err();
    let runs = [
        (project.run(&["main.tf", "-o", "folder/out"]), "error: folder/out: Permission denied"),
        (project.run(&["main.tf", "--baseline", "notes.txt"]), "error: notes.txt: Permission denied"),
    ];
    let in_folder = ravelin_in(&project.path().join("folder"), &["../main.tf", "-f", "concise"], &[], None);
    allow("folder", 0o755);
    assert!(in_folder.code == 1 && in_folder.stdout.contains("[cloud-network-open-ssh]"), "{}", in_folder.stderr);
    for (run, said) in runs.into_iter().filter(|_| is_bound) {
        assert!(run.code == 2 && run.stderr.starts_with(said), "{}", run.stderr);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_text_are_names() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let project = Project::new(&[]);
    let folder = OsStr::from_bytes(b"caf\xe9");
    fs::create_dir(project.path().join(folder)).expect("writable");
    fs::write(project.path().join(folder).join("main.tf"), OPEN).expect("writable");
    fs::write(project.path().join(OsStr::from_bytes(b"\xff.tf")), OPEN.replace("ssh", "other")).expect("writable");
    let run = |args: &[&OsStr]| command(&project.path()).args(args).output().expect("runs");
    let all = run(&[OsStr::new("-f"), OsStr::new("concise")]);
    assert_eq!(all.status.code(), Some(1), "{}", String::from_utf8_lossy(&all.stderr));
    assert_eq!(String::from_utf8_lossy(&all.stdout).matches("[cloud-network-open-ssh]").count(), 2);
    assert_eq!(run(&[folder]).status.code(), Some(1));
    assert_eq!(run(&[folder, OsStr::new("-o"), OsStr::from_bytes(b"out\xff")]).status.code(), Some(1));
    assert!(project.path().join(OsStr::from_bytes(b"out\xff")).is_file());
    for option in ["--format", "--checks", "--since", "--fail-on"] {
        let refused = run(&[OsStr::new(option), folder]);
        let said = String::from_utf8_lossy(&refused.stderr);
        assert!(refused.status.code() == Some(2) && said.starts_with("error: "), "{option}\n{said}");
    }
}

/// No home, no search path, no locale, and a terminal that is hardly one.
#[test]
fn a_poor_environment_is_enough() {
    let project = project();
    for variables in [&[][..], &[("HOME", "/nonexistent")], &[("COLUMNS", "20"), ("TERM", "dumb")], &[("COLUMNS", "x")]]
    {
        let run = ravelin_in(&project.path(), &["main.tf"], variables, None);
        assert_eq!(run.code, 1, "{variables:?}\n{}", run.stderr);
        assert_eq!(run.stdout.lines().last(), Some("gate closed: 1 high"), "{variables:?}");
        for args in [&["explain", "CKV_AWS_24"][..], &["--help"]] {
            let run = ravelin_in(&project.path(), args, variables, None);
            assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{variables:?} {args:?}");
        }
    }
}
