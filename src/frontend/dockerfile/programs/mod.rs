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
mod wrappers;

pub(super) use options::{Spec, Takes, find as find_option};
pub(super) use wrappers::{Inner, find_wrapper};

use super::program::base_name;

/// How a program reads its command line.
pub(super) struct Program {
    /// The names that it goes by, each of which stays as it is written.
    pub(super) names: &'static [&'static str],
    /// Its options, or those that all subcommands share, in the spelling of [`options`].
    pub(super) options: &'static [&'static str],
    /// Its subcommands, as far as anything is known of them; none for a program without.
    pub(super) subcommands: Option<&'static [Subcommand]>,
    /// What a program without subcommands does.
    pub(super) does: Option<&'static Subcommand>,
    pub(super) style: Style,
    /// Options that set something by name, the name in lower case, and the option that means the same.
    pub(super) settings: &'static [(&'static str, &'static str, &'static str)],
    /// Where credentials stand.
    pub(super) credentials: &'static [Credential],
}

impl Program {
    /// A program of which nothing but the name is known.
    const PLAIN: Self = Self {
        names: &[],
        options: &[],
        subcommands: None,
        does: None,
        style: Style::Gnu,
        settings: &[],
        credentials: &[],
    };
}

/// A subcommand, also one of several words.
pub(super) struct Subcommand {
    /// Its name, and then the other names for it.
    pub(super) names: &'static [&'static str],
    pub(super) options: &'static [&'static str],
    /// How the packages that it installs are named.
    pub(super) packages: Option<&'static Packages>,
}

/// A subcommand that installs nothing, or nothing by name.
const fn plain(names: &'static [&'static str], options: &'static [&'static str]) -> Subcommand {
    Subcommand { names, options, packages: None }
}

const fn installs(
    names: &'static [&'static str],
    options: &'static [&'static str],
    packages: &'static Packages,
) -> Subcommand {
    Subcommand { names, options, packages: Some(packages) }
}

/// How packages are named to a subcommand that installs them.
pub(super) struct Packages {
    /// Options that settle the versions elsewhere, or that make the arguments something else than packages.
    pub(super) settling: &'static [&'static str],
    /// Options whose value is a package as well.
    pub(super) options: &'static [&'static str],
    /// Options whose value is the package, so that the arguments are none.
    pub(super) instead: &'static [&'static str],
    /// Most arguments that are packages: what follows them is for the program that is run.
    pub(super) most: usize,
    /// Whether what follows two dashes is no package.
    pub(super) before_dashes: bool,
    /// Whether the text of an argument fixes the version, be it to a range.
    pub(super) is_pinned: fn(&str) -> bool,
    /// Whether the text of an argument is no package from a registry: a local file, a folder.
    pub(super) is_other: fn(&str) -> bool,
}

impl Packages {
    const PLAIN: Self = Self {
        settling: &[],
        options: &[],
        instead: &[],
        most: usize::MAX,
        before_dashes: false,
        is_pinned: |_| false,
        is_other: |_| false,
    };
}

/// How options are spelled.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// `--name=value`, and letters that may stand together behind one dash, the last one with its value.
    Gnu,
    /// The same, with an optional `=` between a letter and its value.
    Apt,
    /// One dash or two before a name of any length.
    Single,
}

/// Where a credential stands in a command line.
pub(super) struct Credential {
    /// The subcommand that it is for; empty for all.
    pub(super) subcommand: &'static str,
    pub(super) at: At,
    pub(super) form: Form,
}

pub(super) enum At {
    /// The value of this option.
    Option(&'static str),
    /// The argument of this index.
    Argument(usize),
    /// The argument of this index, where the option is there.
    ArgumentWith(usize, &'static str),
    /// The argument of this index, where the first one begins so.
    ArgumentOf(usize, &'static str),
}

/// What part of a text is the credential.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Whole,
    /// What follows the first of these characters.
    After(&'static [char]),
    /// What follows `pass:`, as OpenSSL has it.
    Pass,
    /// What a header of HTTP that is for credentials says.
    Header,
    /// The value of a setting whose name, the argument before or the text before `=`, is for a credential.
    Setting,
}

impl Credential {
    const fn option(name: &'static str, form: Form) -> Self {
        Self { subcommand: "", at: At::Option(name), form }
    }

    const fn argument(subcommand: &'static str, index: usize, form: Form) -> Self {
        Self { subcommand, at: At::Argument(index), form }
    }

    const fn of(self, subcommand: &'static str) -> Self {
        Self { subcommand, ..self }
    }
}

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

impl Program {
    /// The subcommand whose name, or one of the other names, is `words`.
    pub(super) fn subcommand(&self, words: &str) -> Option<&'static Subcommand> {
        self.subcommands?.iter().find(|known| known.names.contains(&words))
    }

    /// Whether `words` begin the name of a subcommand of more words.
    pub(super) fn begins_subcommand(&self, words: &str) -> bool {
        let begins = |name: &&str| name.strip_prefix(words).is_some_and(|rest| rest.starts_with(' '));
        self.subcommands.unwrap_or_default().iter().flat_map(|known| known.names).any(begins)
    }
}

/// Whether some `mark` is followed by a character of this sort.
fn follows(text: &str, mark: char, sort: impl Fn(char) -> bool) -> bool {
    text.match_indices(mark).any(|(at, _)| at > 0 && text[at + mark.len_utf8()..].chars().next().is_some_and(&sort))
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
