use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::archive::{Entry, tar_gz};
use super::server::{Release, Server, sha256};
use crate::runner::{Project, Run};

/// The version of the made-up release.
const VERSION: &str = "1.2.3";

/// What runs in place of Ravelin.
pub const COMMAND: &[u8] = b"#!/bin/sh\necho ravelin 1.2.3\n";

/// The name of the build for this machine, as the release calls it.
pub fn build() -> String {
    let system = if cfg!(target_os = "macos") { "apple-darwin" } else { "unknown-linux-musl" };
    format!("ravelin-{VERSION}-{}-{system}", std::env::consts::ARCH)
}

/// The archive of that build.
pub fn archive(command: &[u8]) -> Vec<u8> {
    let [command_in, readme] = ["ravelin", "README.md"].map(|name| format!("{}/{name}", build()));
    tar_gz(&[Entry::file(&readme, b"# Ravelin\n"), Entry::file(&command_in, command)])
}

/// A release of that archive.
pub fn release(archive: &[u8]) -> Release {
    Release::of(VERSION, &[(&format!("{}.tar.gz", build()), archive)])
}

/// Runs the installer with a home of its own.
fn install(home: &Project, server: &Server, args: &[&str], variables: &[(&str, &str)]) -> Run {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/install/install.sh");
    let mut command = Command::new("/bin/sh");
    command.arg(script).args(args).current_dir(home.path()).stdin(Stdio::null()).env_clear();
    command.env("PATH", std::env::var_os("PATH").expect("a PATH")).env("HOME", home.path());
    command.env("RAVELIN_DOWNLOAD_URL", &server.url).envs(variables.iter().copied());
    Run::of(command.output().expect("starts"))
}

/// What is said of a release that must not be installed, without what differs from run to run. Nothing was installed.
fn refused(release: &Release, args: &[&str]) -> String {
    let (home, server) = (Project::new(&[]), Server::new(release));
    let run = install(&home, &server, args, &[]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{}", run.stderr);
    nothing_left(&home.path().join(".local/bin"), &[]);
    let said = run.stderr.replace(&server.url, "URL").replace(&build(), "BUILD");
    said.split_inclusive('\n').filter(|line| !line.starts_with("downloading ")).collect()
}

/// A folder holds these files, and no half of anything.
fn nothing_left(folder: &Path, expected: &[&str]) {
    let entries = fs::read_dir(folder).map(|entries| entries.map(|entry| entry.expect("readable").file_name()));
    let mut names: Vec<_> = entries.into_iter().flatten().collect();
    names.sort();
    assert_eq!(names, expected, "in {}", folder.display());
}

#[test]
fn the_newest_release_is_installed_into_the_home_directory() {
    let (home, server) = (Project::new(&[]), Server::new(&release(&archive(COMMAND))));
    let run = install(&home, &server, &[], &[]);
    let folder = home.path().join(".local/bin");
    assert_eq!(run.code, 0, "{}", run.stderr);
    let said = run.stderr.replace(&home.path().display().to_string(), "~").replace(&build(), "BUILD");
    let target = build().replace("ravelin-1.2.3-", "");
    assert_eq!(
        said,
        format!(
            "downloading ravelin 1.2.3 for {target}\ninstalled ~/.local/bin/ravelin\n\
             ~/.local/bin is not on the PATH; add it there to run `ravelin`\n"
        )
    );
    nothing_left(&folder, &["ravelin"]);
    assert_eq!(fs::read(folder.join("ravelin")).expect("is there"), COMMAND);
    assert_eq!(fs::metadata(folder.join("ravelin")).expect("is there").permissions().mode() & 0o777, 0o755);
}

#[test]
fn a_version_and_a_folder_can_be_chosen_in_two_ways() {
    let bytes = archive(COMMAND);
    let server = Server::new(&release(&bytes));
    let sum = sha256(&bytes);
    for (args, variables) in [
        (&["--version", "1.2.3", "--dir", "tools/bin", "--sha256", &sum][..], &[][..]),
        (&["--version", "v1.2.3", "--dir", "tools/bin", "--quiet"], &[]),
        (&[], &[("RAVELIN_VERSION", "1.2.3"), ("RAVELIN_INSTALL_DIR", "tools/bin")]),
        (&["--version", "1.2.3"], &[("RAVELIN_VERSION", "9.9.9"), ("RAVELIN_INSTALL_DIR", "tools/bin")]),
    ] {
        let home = Project::new(&[("tools/bin/ravelin", "the old one")]);
        let run = install(&home, &server, args, variables);
        assert_eq!(run.code, 0, "{args:?}: {}", run.stderr);
        assert_eq!(run.stderr.is_empty(), args.contains(&"--quiet"), "{}", run.stderr);
        nothing_left(&home.path().join("tools/bin"), &["ravelin"]);
        assert_eq!(fs::read(home.path().join("tools/bin/ravelin")).expect("is there"), COMMAND);
    }
}

#[test]
fn what_the_checksum_is_not_of_is_not_installed() {
    let name = format!("{}.tar.gz", build());
    let good = archive(COMMAND);
    let mut broken = release(&good);
    broken.put(&name, &archive(b"#!/bin/sh\necho another\n"));
    let said = refused(&broken, &[]);
    assert!(said.starts_with("error: BUILD.tar.gz is not the file that its checksum is of\n  expected  "), "{said}");
    assert!(said.contains(&sha256(&good)), "{said}");

    let mut cut = release(&good);
    cut.cut(&name);
    assert_eq!(
        refused(&cut, &[]),
        "error: the download of URL/download/v1.2.3/BUILD.tar.gz broke off\n",
        "a truncated download"
    );

    let other = "0".repeat(64);
    let said = refused(&release(&good), &["--version", VERSION, "--sha256", &other]);
    let sum = sha256(&good);
    assert_eq!(said, format!("error: BUILD.tar.gz has another checksum in the release than --sha256 says: {sum}\n"));
}

#[test]
fn what_is_missing_is_named() {
    let name = format!("{}.tar.gz", build());
    let mut without = release(&archive(COMMAND));
    without.remove(&name);
    assert_eq!(refused(&without, &[]), "error: URL/download/v1.2.3/BUILD.tar.gz is not there\n");

    let mut unsure = release(&archive(COMMAND));
    unsure.remove("SHA256SUMS");
    assert_eq!(refused(&unsure, &[]), "error: there is no release yet at URL, or it has no SHA256SUMS\n");
    let said = refused(&release(&archive(COMMAND)), &["--version", "9.9.9"]);
    assert_eq!(said, "error: there is no release 9.9.9 at URL, or it has no SHA256SUMS\n");

    let elsewhere = Release::of(VERSION, &[("ravelin-1.2.3-riscv64gc-unknown-linux-musl.tar.gz", b"x")]);
    for (version, args) in [("latest", &[][..]), (VERSION, &["--version", VERSION])] {
        let target = build().replace("ravelin-1.2.3-", "");
        assert_eq!(
            refused(&elsewhere, args),
            format!(
                "error: release {version} has no build for {target}; it has\n\
                 \x20 ravelin-1.2.3-riscv64gc-unknown-linux-musl.tar.gz\n"
            )
        );
    }
}

#[test]
fn a_server_that_is_down_is_told_apart() {
    let home = Project::new(&[]);
    let server = Server::down();
    let run = install(&home, &server, &[], &[]);
    let said = run.stderr.replace(&server.url, "URL");
    assert_eq!(
        (run.code, said.as_str()),
        (1, "error: URL/latest/download/SHA256SUMS cannot be reached (curl ended with 7)\n")
    );
}

#[test]
fn an_archive_cannot_write_elsewhere() {
    let inside = format!("{}/ravelin", build());
    let climbing = format!("{}/../../escaped", build());
    let outside = "error: BUILD.tar.gz holds a path that leads out of its folder; nothing was unpacked\n";
    let garbled = "error: BUILD.tar.gz cannot be unpacked\n";
    let absent = "error: BUILD.tar.gz does not hold BUILD/ravelin\n";
    let command = Entry::file(&inside, COMMAND);
    for (archive, expected) in [
        (tar_gz(&[Entry::file("../escaped", b"x"), Entry::file(&inside, COMMAND)]), outside),
        (tar_gz(&[Entry::file("/tmp/escaped", b"x"), Entry::file(&inside, COMMAND)]), outside),
        (tar_gz(&[Entry::file(&climbing, b"x"), command]), outside),
        (tar_gz(&[Entry::link(&inside, "/bin/sh")]), "error: BUILD/ravelin in BUILD.tar.gz is no file\n"),
        (tar_gz(&[Entry::file("ravelin", COMMAND)]), absent),
        (archive(COMMAND)[..100].to_vec(), garbled),
        (b"<html>".to_vec(), garbled),
    ] {
        assert_eq!(refused(&release(&archive), &[]), expected);
    }
}

#[test]
fn what_does_not_run_or_is_another_version_is_not_installed() {
    let said = refused(&release(&archive(b"\x7fELF no program")), &[]);
    let target = build().replace("ravelin-1.2.3-", "");
    assert_eq!(said, format!("error: the build for {target} does not run on this machine\n"));
    let said = refused(&release(&archive(b"#!/bin/sh\necho ravelin 0.0.1\n")), &[]);
    assert_eq!(said, "error: the build says that it is `ravelin 0.0.1`, and not `ravelin 1.2.3`\n");
}

#[test]
fn each_platform_has_its_build() {
    let none = Release::of(VERSION, &[]);
    for (system, machine, expected) in [
        ("Linux", "x86_64", "release 1.2.3 has no build for x86_64-unknown-linux-musl; it has"),
        ("Linux", "aarch64", "release 1.2.3 has no build for aarch64-unknown-linux-musl; it has"),
        ("Linux", "armv7l", "there are no builds for Linux on armv7l; `cargo install ravelin` builds one"),
        ("Darwin", "arm64", "release 1.2.3 has no build for aarch64-apple-darwin; it has"),
        ("Darwin", "x86_64", "release 1.2.3 has no build for x86_64-apple-darwin; it has"),
        ("SunOS", "sun4v", "there are no builds for SunOS; `cargo install ravelin` builds one"),
        ("MINGW64_NT-10.0", "x86_64", "on Windows, use install.ps1"),
    ] {
        let home = Project::new(&[]);
        let stub = format!("#!/bin/sh\ncase $1 in -s) echo {system} ;; *) echo {machine} ;; esac\n");
        for (name, text) in [("stubs/uname", stub.as_str()), ("stubs/sysctl", "#!/bin/sh\nexit 1\n")] {
            home.write(name, text.as_bytes());
            fs::set_permissions(home.path().join(name), fs::Permissions::from_mode(0o755)).expect("ours");
        }
        let path = std::env::var("PATH").expect("a PATH");
        let path = format!("{}:{path}", home.path().join("stubs").display());
        let run = install(&home, &Server::new(&none), &["--version", VERSION], &[("PATH", &path)]);
        assert_eq!((run.code, run.stderr.trim_end()), (1, format!("error: {expected}").as_str()));
    }
}

#[test]
fn wrong_usage_is_told_before_anything_is_downloaded() {
    let server = Server::down();
    for (args, variables, expected) in [
        (&["--target", "x"][..], &[][..], "`--target` is no option; there are --version, --dir, --sha256 and --quiet"),
        (&["--version"], &[], "--version needs a value"),
        (&["--version", "latest"], &[], "the version `latest` is not of the form 1.2.3"),
        (&["--version", "1.2.3/../../x"], &[], "the version `1.2.3/../../x` is not of the form 1.2.3"),
        (&["--sha256", "ABC"], &[], "--sha256 is no SHA-256 in lower case"),
        (&["--dir", "file/bin"], &[], "the folder file/bin cannot be made; name another one with --dir"),
        (&["--dir", "src"], &[], "src/ravelin is a folder; name another place with --dir"),
        (&[], &[("HOME", "")], "there is no home directory to install into; name a folder with --dir"),
        (
            &[],
            &[("RAVELIN_DOWNLOAD_URL", "http://mirror.example.com/releases")],
            "RAVELIN_DOWNLOAD_URL must begin with https://, and is `http://mirror.example.com/releases`",
        ),
        (
            &[],
            &[("RAVELIN_DOWNLOAD_URL", "http://127.0.0.1:80@mirror.example.com/")],
            "RAVELIN_DOWNLOAD_URL must begin with https://, and is `http://127.0.0.1:80@mirror.example.com`",
        ),
        (&[], &[("PATH", "/nowhere")], "`curl` is needed to install Ravelin, and is not there"),
    ] {
        let home = Project::new(&[("file", "not a folder"), ("src/ravelin/Cargo.toml", "")]);
        let run = install(&home, &server, args, variables);
        assert_eq!((run.code, run.stderr.trim_end()), (1, format!("error: {expected}").as_str()), "{args:?}");
    }
}
