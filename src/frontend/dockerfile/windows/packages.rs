//! What package managers of Windows are to install.

use super::super::view::View;
use crate::value::Value;

/// A program that installs packages from a registry.
struct Manager {
    name: &'static str,
    /// The subcommands that install; none where the program itself does.
    installs: &'static [&'static str],
    /// Flags with the version of the one package, as prefixes.
    version: &'static [&'static str],
    /// Other flags whose value is the next word.
    value: &'static [&'static str],
    /// What stands between a name and a version in one word.
    separator: Option<char>,
}

/// [Chocolatey](https://docs.chocolatey.org/en-us/choco/commands/install/),
/// [winget](https://learn.microsoft.com/windows/package-manager/winget/install),
/// [Scoop](https://github.com/ScoopInstaller/Scoop/wiki/Commands),
/// [PowerShellGet](https://learn.microsoft.com/powershell/module/powershellget/install-module) and its kin.
const MANAGERS: [Manager; 8] = [
    Manager {
        name: "choco",
        installs: &["install", "upgrade"],
        version: &["--version", "-version"],
        value: &[
            "-s",
            "--source",
            "-source",
            "--params",
            "--package-parameters",
            "--ia",
            "--install-arguments",
            "--installargs",
            "-ia",
            "-params",
            "--cache-location",
            "--execution-timeout",
            "--timeout",
            "-u",
            "--user",
            "-p",
            "--password",
            "--proxy",
        ],
        separator: None,
    },
    Manager {
        name: "winget",
        installs: &["install", "add"],
        version: &["-v", "--version"],
        value: &[
            "-s",
            "--source",
            "--scope",
            "-a",
            "--architecture",
            "--override",
            "--custom",
            "-l",
            "--location",
            "--locale",
        ],
        separator: None,
    },
    Manager { name: "scoop", installs: &["install"], version: &[], value: &["-a", "--arch"], separator: Some('@') },
    manager("Install-Module"),
    manager("Install-Script"),
    manager("Install-Package"),
    manager("Install-PSResource"),
    manager("Install-PackageProvider"),
];

const fn manager(name: &'static str) -> Manager {
    Manager {
        name,
        installs: &[],
        version: &["-requiredversion", "-version"],
        value: &["-repository", "-source", "-scope", "-providername", "-destination", "-credential", "-minimumversion"],
        separator: None,
    }
}

/// `{text, pinned}` of each package, where the words are those of a call that installs some.
pub(in super::super) fn packages(words: &[Value]) -> Option<Vec<Value>> {
    let (program, mut words) = words.split_first()?;
    let name = program.as_str()?;
    let manager = MANAGERS.iter().find(|manager| manager.name.eq_ignore_ascii_case(name))?;
    if !manager.installs.is_empty() {
        let (subcommand, rest) = words.split_first()?;
        let is_install = |known: &&&str| subcommand.as_str().is_some_and(|word| word.eq_ignore_ascii_case(known));
        manager.installs.iter().find(is_install)?;
        words = rest;
    }
    let (mut names, mut has_version, mut is_value) = (Vec::new(), false, false);
    for word in words {
        let text = word.as_str().unwrap_or_default();
        let is_flag = text.starts_with('-');
        let flag = text.split(['=', ':']).next().unwrap_or_default().to_ascii_lowercase();
        let takes_next = is_flag && flag.len() == text.len();
        let names_package = matches!(flag.as_str(), "-name" | "--id" | "-e" | "--exact");
        if std::mem::take(&mut is_value) {
        } else if is_flag && manager.version.contains(&flag.as_str()) {
            (has_version, is_value) = (true, takes_next);
        } else if is_flag && !names_package {
            is_value = takes_next && manager.value.contains(&flag.as_str());
        } else if !is_flag {
            names.push(word);
        }
    }
    let package = |word: &&Value| {
        let text = word.as_str();
        // A file or an address is no package of a registry, nor is a list of them.
        let is_file = text.is_some_and(|text| text.contains(['/', '\\']) || text.ends_with(".config"));
        let is_pinned =
            has_version || manager.separator.is_some_and(|mark| text.is_some_and(|text| text.contains(mark)));
        let pinned = match text {
            None if !has_version => Value::unknown(word.first_unknown()?.clone(), word.span),
            _ => Value::bool(is_pinned, word.span),
        };
        let mut view = View::new(word.span);
        view.set("text", (*word).clone());
        view.set("pinned", pinned);
        (!is_file).then(|| view.finish())
    };
    Some(names.iter().filter_map(package).collect())
}
