use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::server::{Release, Server, sha256};
use crate::runner::{Project, Run};

/// The version of the command that the release holds: the real one, which must run.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The name of the build for this machine.
fn build() -> String {
    format!("ravelin-{VERSION}-{}-pc-windows-msvc", std::env::consts::ARCH)
}

/// A zip of files (name, contents) that are not compressed; nothing else would write the names that are to be refused.
fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, contents) in entries {
        let mut crc = flate2::Crc::new();
        crc.update(contents);
        let size = (contents.len() as u32).to_le_bytes();
        // Version 2.0, no flags, stored, no time.
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        common.extend(crc.sum().to_le_bytes());
        common.extend([size, size].concat());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0, 0]);
        let offset = bytes.len() as u32;
        bytes.extend([b"PK\x03\x04".as_slice(), &common, name.as_bytes(), contents].concat());
        // No comment, first disk, no attributes.
        directory.extend([b"PK\x01\x02\x14\x00".as_slice(), &common, &[0; 10]].concat());
        directory.extend([offset.to_le_bytes().as_slice(), name.as_bytes()].concat());
    }
    let count = (entries.len() as u16).to_le_bytes();
    let (size, start) = (directory.len() as u32, bytes.len() as u32);
    bytes.extend(directory);
    bytes.extend(
        [b"PK\x05\x06\0\0\0\0".as_slice(), &count, &count, &size.to_le_bytes(), &start.to_le_bytes(), &[0, 0]].concat(),
    );
    bytes
}

fn archive() -> Vec<u8> {
    let command = fs::read(env!("CARGO_BIN_EXE_ravelin")).expect("is built");
    zip(&[("ravelin/README.md", b"# Ravelin\n"), (&format!("{}/ravelin.exe", build()), &command)])
}

/// A release of this version, which the server has below that of its own.
fn release(archive: &[u8]) -> Release {
    Release::of(VERSION, &[(&format!("{}.zip", build()), archive)])
}

fn install(home: &Project, server: &Server, args: &[&str]) -> Run {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/install/install.ps1");
    let mut command = Command::new("powershell");
    command.args(["-NoProfile", "-ExecutionPolicy", "Bypass", "-File"]).arg(script);
    command.args(["-Dir", "bin"]).args(args);
    run(command, home, server)
}

fn run(mut command: Command, home: &Project, server: &Server) -> Run {
    command.current_dir(home.path()).stdin(Stdio::null());
    let output = command.env("RAVELIN_DOWNLOAD_URL", &server.url).output().expect("starts");
    Run {
        code: output.status.code().expect("ends by itself"),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// What is said of a release that must not be installed. Nothing was installed.
fn refused(release: &Release, args: &[&str]) -> String {
    let (home, server) = (Project::new(&[]), Server::new(release));
    let run = install(&home, &server, args);
    assert_eq!(run.code, 1, "{}{}", run.stdout, run.stderr);
    assert_eq!(fs::read_dir(home.path().join("bin")).expect("was made").count(), 0);
    run.stderr.replace(&server.url, "URL").replace(&build(), "BUILD").replace("\r\n", "\n")
}

#[test]
fn a_release_is_installed() {
    let bytes = archive();
    let server = Server::new(&release(&bytes));
    for args in [&[][..], &["-Version", VERSION], &["-Version", VERSION, "-Sha256", &sha256(&bytes)]] {
        let home = Project::new(&[("bin/ravelin.exe", "the old one")]);
        let run = install(&home, &server, args);
        assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
        let command = home.path().join("bin/ravelin.exe");
        assert!(fs::read(&command).expect("is there") == fs::read(env!("CARGO_BIN_EXE_ravelin")).expect("is built"));
        assert_eq!(fs::read_dir(home.path().join("bin")).expect("is there").count(), 1);
    }
}

#[test]
fn a_folder_is_looked_for_where_the_shell_is() {
    let (home, server) = (Project::new(&[("elsewhere/readme", "")]), Server::new(&release(&archive())));
    let mut command = Command::new("powershell");
    command.args(["-NoProfile", "-ExecutionPolicy", "Bypass", "-Command"]);
    command.arg("Set-Location elsewhere; & $env:INSTALLER -Dir bin");
    command.env("INSTALLER", Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/install/install.ps1"));
    let run = run(command, &home, &server);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(home.path().join("elsewhere/bin/ravelin.exe").exists());
}

#[test]
fn what_is_not_as_it_should_be_is_not_installed() {
    let name = format!("{}.zip", build());
    let small = zip(&[(&format!("{}/ravelin.exe", build()), b"no program")]);
    let mut broken = release(&small);
    broken.put(&name, b"another");
    let said = refused(&broken, &[]);
    assert!(said.starts_with("error: BUILD.zip is not the file that its checksum is of\n  expected  "), "{said}");
    let mut without = release(&small);
    without.remove(&name);
    assert_eq!(refused(&without, &[]), format!("error: URL/download/v{VERSION}/BUILD.zip is not there\n"));
    let mut unsure = release(&small);
    unsure.remove("SHA256SUMS");
    assert_eq!(refused(&unsure, &[]), "error: there is no release yet at URL, or it has no SHA256SUMS\n");
    let elsewhere = Release::of(VERSION, &[("ravelin-0.1.0-riscv64-pc-windows-msvc.zip", b"x")]);
    let said = refused(&elsewhere, &[]);
    assert!(
        said.starts_with("error: release latest has no build for ") && said.contains("\n  ravelin-0.1.0-riscv64"),
        "{said}"
    );
    assert_eq!(refused(&release(b"no archive"), &[]), "error: BUILD.zip cannot be unpacked\n");
    let outside = zip(&[("../escaped", b"x"), (&format!("{}/ravelin.exe", build()), b"x")]);
    let said = refused(&release(&outside), &[]);
    assert_eq!(said, "error: BUILD.zip holds a path that leads out of its folder; nothing was unpacked\n");
    assert_eq!(refused(&release(&zip(&[("x", b"x")])), &[]), "error: BUILD.zip does not hold BUILD/ravelin.exe\n");
}
