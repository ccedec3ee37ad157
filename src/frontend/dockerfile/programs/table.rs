//! What a table of a program is made of.

/// How a program reads its command line.
pub(in super::super) struct Program {
    /// The names that it goes by, each of which stays as it is written.
    pub(in super::super) names: &'static [&'static str],
    /// Its options, or those that all subcommands share, in the spelling of [`options`].
    pub(in super::super) options: &'static str,
    /// Its subcommands, as far as anything is known of them; none for a program without.
    pub(in super::super) subcommands: Option<&'static [Subcommand]>,
    /// What a program without subcommands does.
    pub(in super::super) does: Option<&'static Subcommand>,
    pub(in super::super) style: Style,
    /// Options that set something by name, the name in lower case, and the option that means the same.
    pub(in super::super) settings: &'static [(&'static str, &'static str, &'static str)],
    /// Where credentials stand.
    pub(in super::super) credentials: &'static [Credential],
}

impl Program {
    /// A program of which nothing but the name is known.
    pub(super) const PLAIN: Self = Self {
        names: &[],
        options: "",
        subcommands: None,
        does: None,
        style: Style::Gnu,
        settings: &[],
        credentials: &[],
    };
}

/// A subcommand, also one of several words.
pub(in super::super) struct Subcommand {
    /// Its name, and then the other names for it.
    pub(in super::super) names: &'static [&'static str],
    pub(in super::super) options: &'static str,
    /// How the packages that it installs are named.
    pub(in super::super) packages: Option<&'static Packages>,
}

/// A subcommand that installs nothing, or nothing by name.
pub(super) const fn plain(names: &'static [&'static str], options: &'static str) -> Subcommand {
    Subcommand { names, options, packages: None }
}

pub(super) const fn installs(
    names: &'static [&'static str],
    options: &'static str,
    packages: &'static Packages,
) -> Subcommand {
    Subcommand { names, options, packages: Some(packages) }
}

/// How packages are named to a subcommand that installs them.
pub(in super::super) struct Packages {
    /// Options that settle the versions elsewhere, or that make the arguments something else than packages.
    pub(in super::super) settling: &'static [&'static str],
    /// Options whose value is a package as well.
    pub(in super::super) options: &'static [&'static str],
    /// Options whose value is the package, so that the arguments are none.
    pub(in super::super) instead: &'static [&'static str],
    /// Most arguments that are packages: what follows them is for the program that is run.
    pub(in super::super) most: usize,
    /// Whether what follows two dashes is no package.
    pub(in super::super) before_dashes: bool,
    /// Whether the text of an argument fixes the version, be it to a range.
    pub(in super::super) is_pinned: fn(&str) -> bool,
    /// Whether the text of an argument is no package from a registry: a local file, a folder.
    pub(in super::super) is_other: fn(&str) -> bool,
}

impl Packages {
    pub(super) const PLAIN: Self = Self {
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
pub(in super::super) enum Style {
    /// `--name=value`, and letters that may stand together behind one dash, the last one with its value.
    Gnu,
    /// The same, with an optional `=` between a letter and its value.
    Apt,
    /// One dash or two before a name of any length.
    Single,
}

/// Where a credential stands in a command line.
pub(in super::super) struct Credential {
    /// The subcommand that it is for; empty for all.
    pub(in super::super) subcommand: &'static str,
    pub(in super::super) at: At,
    pub(in super::super) form: Form,
}

pub(in super::super) enum At {
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
pub(in super::super) enum Form {
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
    pub(super) const fn option(name: &'static str, form: Form) -> Self {
        Self { subcommand: "", at: At::Option(name), form }
    }

    pub(super) const fn argument(subcommand: &'static str, index: usize, form: Form) -> Self {
        Self { subcommand, at: At::Argument(index), form }
    }

    pub(super) const fn of(self, subcommand: &'static str) -> Self {
        Self { subcommand, ..self }
    }
}

impl Program {
    /// The subcommand whose name, or one of the other names, is `words`.
    pub(in super::super) fn subcommand(&self, words: &str) -> Option<&'static Subcommand> {
        self.subcommands?.iter().find(|known| known.names.contains(&words))
    }

    /// Whether `words` begin the name of a subcommand of more words.
    pub(in super::super) fn begins_subcommand(&self, words: &str) -> bool {
        let begins = |name: &&str| name.strip_prefix(words).is_some_and(|rest| rest.starts_with(' '));
        self.subcommands.unwrap_or_default().iter().flat_map(|known| known.names).any(begins)
    }
}

/// Whether some `mark` is followed by a character of this sort.
pub(super) fn follows(text: &str, mark: char, sort: impl Fn(char) -> bool) -> bool {
    text.match_indices(mark).any(|(at, _)| at > 0 && text[at + mark.len_utf8()..].chars().next().is_some_and(&sort))
}

/// Whether the text is the name of a file with this ending.
pub(super) fn is_file(text: &str, ending: &str) -> bool {
    text.ends_with(ending)
}
