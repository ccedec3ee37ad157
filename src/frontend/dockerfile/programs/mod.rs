//! What is known of programs, as data: one file for each family, one [`Program`] for each program, with what its
//! documentation says of its command line.

mod accounts;
mod apk;
mod apt;
mod clouds;
mod databases;
mod fetch;
mod languages;
mod node;
mod options;
mod python;
mod rpm;
mod table;
mod wrappers;

pub(super) use options::{Spec, Takes, find as find_option};
pub(super) use table::{At, Credential, Form, Packages, Program, Style, Subcommand};
pub(super) use wrappers::{Inner, find_wrapper};

use super::program::base_name;

const FAMILIES: &[&[Program]] = &[
    apt::PROGRAMS,
    apk::PROGRAMS,
    rpm::PROGRAMS,
    python::PROGRAMS,
    node::PROGRAMS,
    languages::PROGRAMS,
    fetch::PROGRAMS,
    accounts::PROGRAMS,
    databases::PROGRAMS,
    clouds::PROGRAMS,
];

/// Other names of programs: the same program under the name of a version.
const ALIASES: &[(&str, &str)] =
    &[("dnf5", "dnf"), ("dnf4", "dnf"), ("nodejs", "node"), ("yarnpkg", "yarn"), ("apt-fast", "apt-get")];

/// Programs whose name may have the version of their language behind it: `pip3.11`, `gem3.1`.
const VERSIONED: &[&str] = &["pip", "pipx", "gem", "dnf"];

/// The name without path, ending and version.
pub(super) fn canonical(program: &str) -> &str {
    let name = base_name(program);
    let name = name.strip_suffix(".exe").unwrap_or(name);
    if let Some((_, canonical)) = ALIASES.iter().find(|(alias, _)| *alias == name) {
        return canonical;
    }
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').trim_end_matches('-');
    if VERSIONED.contains(&bare) { bare } else { name }
}

/// What is known of the program of this name.
pub(super) fn find(program: &str) -> Option<&'static Program> {
    let name = canonical(program);
    FAMILIES.iter().copied().flatten().find(|known| known.names.contains(&name))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn all() -> impl Iterator<Item = &'static Program> {
        FAMILIES.iter().copied().flatten()
    }

    #[test]
    fn every_name_means_one_program_and_one_subcommand() {
        let mut names = BTreeSet::new();
        for program in all() {
            assert!(program.names.iter().all(|name| names.insert(*name)), "{:?}", program.names);
            let mut subcommands = BTreeSet::new();
            for subcommand in program.subcommands.unwrap_or_default() {
                let fresh = subcommand.names.iter().all(|name| subcommands.insert(*name));
                assert!(fresh, "{:?} {:?}", program.names, subcommand.names);
            }
        }
        assert!(ALIASES.iter().all(|(alias, _)| !names.contains(alias)));
    }

    #[test]
    fn every_option_that_a_table_names_is_in_it() {
        for program in all() {
            let name = program.names[0];
            let of_program = |option: &str| options::find(&[program.options], option).is_some();
            for (option, _, meant) in program.settings {
                assert!(of_program(option) && of_program(meant), "{name} {option} {meant}");
            }
            for subcommand in program.subcommands.unwrap_or_default().iter().chain(program.does) {
                let known = |option: &str| options::find(&[subcommand.options, program.options], option).is_some();
                let Some(packages) = subcommand.packages else { continue };
                for option in packages.settling.iter().chain(packages.options).chain(packages.instead) {
                    assert!(known(option), "{name} {} {option}", subcommand.names[0]);
                }
            }
            for credential in program.credentials {
                let (At::Option(option) | At::ArgumentWith(_, option)) = credential.at else { continue };
                let subcommands = program.subcommands.unwrap_or_default().iter();
                let known = subcommands.map(|known| known.options).chain([program.options]);
                assert!(options::find(&known.collect::<Vec<_>>(), option).is_some(), "{name} {option}");
            }
        }
    }
}
