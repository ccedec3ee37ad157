//! The scripts of a release, with archives of a command that is made up. Needs `sh`, `awk`, `sed` and `tar`.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_yaml::Value;

use crate::install::archive::{Entry, tar_gz};
use crate::install::server::sha256;
use crate::runner::{Project, Run, read};

/// Runs a script of `.github/release` in a folder.
fn script(name: &str, args: &[&str], folder: &Project) -> Run {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(".github/release").join(name);
    let mut command = Command::new("/bin/sh");
    command.arg(script).args(args).current_dir(folder.path()).stdin(Stdio::null());
    Run::of(command.output().expect("starts"))
}

/// What is left of a file of a folder that a script has written.
fn written(folder: &Project, name: &str) -> String {
    fs::read_to_string(folder.path().join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The platforms of a release: what Rust and what npm calls each.
fn targets() -> Vec<(String, String)> {
    let text = read(".github/release/targets");
    let rows = text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split(' ').collect::<Vec<_>>());
    rows.map(|row| (row[0].to_owned(), format!("{}-{}", row[1], row[2]))).collect()
}

/// The name of the archive of a platform.
fn archive(version: &str, target: &str) -> String {
    format!("ravelin-{version}-{target}.{}", if target.contains("windows") { "zip" } else { "tar.gz" })
}

#[test]
fn every_place_knows_every_build() {
    let expected: BTreeSet<String> = targets().into_iter().map(|(target, _)| target).collect();
    assert_eq!(expected.len(), 6);
    let workflow: Value = serde_yaml::from_str(&read(".github/workflows/release.yml")).expect("YAML");
    let builds = workflow["jobs"]["build"]["strategy"]["matrix"]["include"].as_sequence().expect("a matrix");
    let built = builds.iter().map(|build| build["target"].as_str().expect("a target").to_owned());
    assert_eq!(built.collect::<BTreeSet<_>>(), expected);
    let (powershell, manifests) = (read(".github/install/install.ps1"), read(".github/release/manifests.sh"));
    let (manifest, page) = (read("Cargo.toml"), read("docs/install.md"));
    for target in &expected {
        assert!(manifests.contains(&archive("$version", target)), "{target}");
        assert!(page.contains(&format!("`{target}`")), "{target}");
        if target.contains("windows") {
            assert!(powershell.contains(&format!("'{target}'")), "{target}");
            assert!(manifest.contains(&format!("[package.metadata.binstall.overrides.{target}]")), "{target}");
        }
    }
}

/// What is left out of the context of the image is missing where it is built from source.
#[test]
fn the_builder_of_the_image_gets_what_the_package_is_built_of() {
    let manifest = read("Cargo.toml");
    let (_, included) = manifest.split_once("\ninclude = [").expect("a list");
    let included = included.split_once(']').expect("ends").0.split(", ").map(|path| path.trim_matches('"'));
    let given = read(".dockerignore");
    let missing: Vec<&str> = included
        .filter(|path| !["/CHANGELOG.md", "/docs"].contains(path))
        .filter(|path| !given.lines().any(|line| line.strip_prefix('!') == path.strip_prefix('/')))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_tag_is_that_of_the_version() {
    let nowhere = Project::new(&[]);
    let version = env!("CARGO_PKG_VERSION");
    for args in [&[][..], &[&*format!("v{version}")]] {
        let run = script("version.sh", args, &nowhere);
        assert_eq!((run.code, run.stdout, run.stderr.as_str()), (0, format!("{version}\n"), ""));
    }
    let run = script("version.sh", &["v9.9.9"], &nowhere);
    let said = format!("error: the tag is v9.9.9, and Cargo.toml has the version {version}, whose tag is v{version}\n");
    assert_eq!((run.code, run.stdout.as_str(), run.stderr), (1, "", said));
}

#[test]
fn notes_are_the_section_of_the_version() {
    let changelog = "# Changelog\n\n## Unreleased\n\n- Later.\n\n## 1.2.3 - 2026-12-01\n\n- One.\n- Two,\n  in two lines.\n\n\
                     ### Fixed\n\n- Three.\n\n## 1.2.3-rc.1\n\n- Early.\n\n## 0.1.0\n\n## 0.0.1\n- First.\n";
    let folder = Project::new(&[("CHANGELOG.md", changelog)]);
    let notes = |version: &str| script("notes.sh", &[version, "CHANGELOG.md"], &folder);
    assert_eq!(notes("1.2.3").stdout, "- One.\n- Two,\n  in two lines.\n\n### Fixed\n\n- Three.\n");
    assert_eq!(notes("1.2.3-rc.1").stdout, "- Early.\n");
    assert_eq!(notes("0.0.1").stdout, "- First.\n");
    for version in ["0.1.0", "1.2", "2.0.0"] {
        let run = notes(version);
        let said = format!("error: CHANGELOG.md has nothing below `## {version}`\n");
        assert_eq!((run.code, run.stdout.as_str(), run.stderr), (1, "", said));
    }
}

#[test]
fn an_archive_holds_the_command_its_pages_and_the_papers() {
    let command =
        "#!/bin/sh\ncase $1 in\n  man) echo page > \"$3/ravelin.1\" ;;\n  completions) echo \"for $2\" ;;\nesac\n";
    let folder = Project::new(&[("built", command)]);
    fs::set_permissions(folder.path().join("built"), fs::Permissions::from_mode(0o755)).expect("ours");
    let run = script("archive.sh", &["x86_64-unknown-linux-musl", "./built", "dist"], &folder);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let name = format!("ravelin-{}-x86_64-unknown-linux-musl", env!("CARGO_PKG_VERSION"));
    let archive = folder.path().join(format!("dist/{name}.tar.gz"));
    let unpacked = Command::new("tar").arg("-xzf").arg(archive).current_dir(folder.path()).status().expect("starts");
    assert!(unpacked.success());
    let entry = |path: &str| written(&folder, &format!("{name}/{path}"));
    assert_eq!(entry("ravelin"), command);
    assert_eq!(entry("man/ravelin.1"), "page\n");
    for (file, shell) in [
        ("ravelin.bash", "bash"),
        ("ravelin.elv", "elvish"),
        ("ravelin.fish", "fish"),
        ("_ravelin.ps1", "powershell"),
        ("_ravelin", "zsh"),
    ] {
        assert_eq!(entry(&format!("completions/{file}")), format!("for {shell}\n"));
    }
    for paper in ["LICENSE", "README.md", "CHANGELOG.md"] {
        assert_eq!(entry(paper), read(paper));
    }
}

/// A folder with an archive for each platform, and what else a release has.
fn archives() -> Project {
    let folder = Project::new(&[("dist/install.sh", "#!/bin/sh\n"), ("dist/ravelin-1.2.3.cdx.json", "{}")]);
    for (target, _) in targets() {
        let name = archive("1.2.3", &target);
        folder.write(&format!("dist/{name}"), name.as_bytes());
    }
    folder
}

#[test]
fn every_file_has_its_checksum_and_every_build_must_be_there() {
    let folder = archives();
    for _ in 0..2 {
        let run = script("checksums.sh", &["1.2.3", "dist"], &folder);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        let sums = written(&folder, "dist/SHA256SUMS");
        assert_eq!(sums.lines().count(), 8, "{sums}");
        for line in sums.lines() {
            let (sum, name) = line.split_once("  ").expect("a sum and a name");
            assert_eq!(sum, sha256(written(&folder, &format!("dist/{name}")).as_bytes()));
            assert_eq!(written(&folder, &format!("dist/{name}.sha256")), format!("{line}\n"));
        }
    }
    for name in ["ravelin-1.2.3-aarch64-apple-darwin.tar.gz", "ravelin-1.2.3-aarch64-pc-windows-msvc.zip"] {
        fs::remove_file(folder.path().join("dist").join(name)).expect("was there");
    }
    let run = script("checksums.sh", &["1.2.3", "dist"], &folder);
    let said = "error: ravelin-1.2.3-aarch64-apple-darwin.tar.gz is missing\n\
                error: ravelin-1.2.3-aarch64-pc-windows-msvc.zip is missing\n";
    assert_eq!((run.code, run.stderr.as_str()), (1, said));
}

#[test]
fn package_managers_are_told_where_each_build_is_and_what_it_is() {
    let folder = archives();
    script("checksums.sh", &["1.2.3", "dist"], &folder);
    let run = script("manifests.sh", &["1.2.3", "dist"], &folder);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let (formula, manifest) = (written(&folder, "dist/ravelin.rb"), written(&folder, "dist/ravelin.json"));
    insta::assert_snapshot!("formula", formula);
    insta::assert_snapshot!("scoop", manifest);
    serde_json::from_str::<serde_json::Value>(&manifest).expect("JSON");
    for (target, _) in targets() {
        let name = archive("1.2.3", &target);
        let (text, other) = if target.contains("windows") { (&manifest, &formula) } else { (&formula, &manifest) };
        assert!(text.contains(&sha256(name.as_bytes())) && !other.contains(&sha256(name.as_bytes())), "{name}");
    }

    folder.write("dist/SHA256SUMS", b"");
    let run = script("manifests.sh", &["1.2.3", "dist"], &folder);
    assert_eq!(run.stderr, "error: SHA256SUMS does not have ravelin-1.2.3-aarch64-apple-darwin.tar.gz\n");
    assert_eq!(run.code, 1);
}

#[test]
fn npm_installs_the_package_of_the_platform() {
    let folder = Project::new(&[]);
    for target in ["x86_64-unknown-linux-musl", "aarch64-apple-darwin"] {
        let name = format!("ravelin-1.2.3-{target}");
        let (command, other) = (format!("{name}/ravelin"), format!("{name}/README.md"));
        let bytes = tar_gz(&[Entry::file(&other, b"# Ravelin\n"), Entry::file(&command, target.as_bytes())]);
        folder.write(&format!("dist/{name}.tar.gz"), &bytes);
    }
    let run = script("npm.sh", &["1.2.3", "dist", "npm"], &folder);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    let manifest = |name: &str| -> serde_json::Value {
        serde_json::from_str(&written(&folder, &format!("npm/{name}/package.json"))).expect("JSON")
    };
    insta::assert_json_snapshot!("npm", manifest("ravelin"));
    insta::assert_json_snapshot!("npm_platform", manifest("darwin-arm64"));
    assert_eq!(written(&folder, "npm/linux-x64/ravelin"), "x86_64-unknown-linux-musl");
    let mode = fs::metadata(folder.path().join("npm/linux-x64/ravelin")).expect("is there").permissions().mode();
    assert_eq!(mode & 0o111, 0o111);
    // The launcher names the packages as they are named here.
    assert!(read(".github/package/npm/ravelin.js").contains("`@ravelin-scanner/${platform}/${file}`"));

    let run = script("npm.sh", &["9.9.9", "dist", "none"], &folder);
    assert_eq!((run.code, run.stderr.as_str()), (1, "error: there are no archives of 9.9.9 in dist\n"));
}
