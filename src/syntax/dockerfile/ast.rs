//! What a Dockerfile consists of.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::JoinedText;
use crate::source::TextRange;

/// The instructions of the
/// [Dockerfile reference](https://docs.docker.com/reference/dockerfile/#overview).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is the instruction of its name")]
pub enum Keyword {
    Add,
    Arg,
    Cmd,
    Copy,
    Entrypoint,
    Env,
    Expose,
    From,
    Healthcheck,
    Label,
    Maintainer,
    Onbuild,
    Run,
    Shell,
    Stopsignal,
    User,
    Volume,
    Workdir,
}

impl Keyword {
    /// Every instruction.
    const ALL: [Self; 18] = [
        Self::Add,
        Self::Arg,
        Self::Cmd,
        Self::Copy,
        Self::Entrypoint,
        Self::Env,
        Self::Expose,
        Self::From,
        Self::Healthcheck,
        Self::Label,
        Self::Maintainer,
        Self::Onbuild,
        Self::Run,
        Self::Shell,
        Self::Stopsignal,
        Self::User,
        Self::Volume,
        Self::Workdir,
    ];

    /// The instruction of this name, in any case.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|keyword| keyword.as_str().eq_ignore_ascii_case(word))
    }

    /// The name in upper case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Add => "ADD",
            Self::Arg => "ARG",
            Self::Cmd => "CMD",
            Self::Copy => "COPY",
            Self::Entrypoint => "ENTRYPOINT",
            Self::Env => "ENV",
            Self::Expose => "EXPOSE",
            Self::From => "FROM",
            Self::Healthcheck => "HEALTHCHECK",
            Self::Label => "LABEL",
            Self::Maintainer => "MAINTAINER",
            Self::Onbuild => "ONBUILD",
            Self::Run => "RUN",
            Self::Shell => "SHELL",
            Self::Stopsignal => "STOPSIGNAL",
            Self::User => "USER",
            Self::Volume => "VOLUME",
            Self::Workdir => "WORKDIR",
        }
    }

    /// Whether here-documents may follow.
    pub(super) const fn takes_heredocs(self) -> bool {
        matches!(self, Self::Add | Self::Copy | Self::Run)
    }
}

impl fmt::Display for Keyword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// `# name=value` at the top of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Directive<'s> {
    /// The name as it is written: `syntax`, `escape` or `check`, in any case.
    pub name: &'s str,
    /// The value.
    pub value: &'s str,
    /// From `#` to the end of the value.
    pub range: TextRange,
}

/// One instruction.
#[derive(Clone, Debug)]
pub struct Instruction<'s> {
    /// Which one.
    pub keyword: Keyword,
    /// Where the keyword stands.
    pub keyword_range: TextRange,
    /// From the keyword to the last character, here-documents with their end markers included.
    pub range: TextRange,
    /// The joined text of the instruction.
    pub text: JoinedText<'s>,
    /// The part of `text` after keyword and flags.
    pub rest: Range<usize>,
    /// `--name=value` before the arguments.
    pub flags: Vec<Flag<'s>>,
    /// How the command is written. Only for the instructions that have both forms.
    pub form: Option<Form>,
    /// The rest in words: the elements of the JSON array of the exec form, decoded; otherwise as they are written, with
    /// quotes and escapes. `HEALTHCHECK` begins with the word `CMD` or `NONE` in both forms.
    pub words: Vec<Word<'s>>,
    /// What `ENV`, `ARG` and `LABEL` set.
    pub pairs: Vec<Pair<'s>>,
    /// The here-documents, in the order of their marks.
    pub heredocs: Vec<Heredoc<'s>>,
    /// The escape character before the first blank line within the instruction.
    pub gap: Option<TextRange>,
    /// The instruction in an `ONBUILD`.
    pub trigger: Option<Box<Self>>,
}

/// The two ways to write a command or a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Plain text; for commands the text is given to a shell.
    Shell,
    /// A JSON array.
    Exec,
}

/// A word with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word<'s> {
    /// The text.
    pub text: Cow<'s, str>,
    /// The place in the instruction's joined text.
    pub at: Range<usize>,
    /// The place in the source.
    pub range: TextRange,
}

/// `--name` or `--name=value`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flag<'s> {
    /// The name without dashes.
    pub name: Cow<'s, str>,
    /// The value as it is written.
    pub value: Option<Word<'s>>,
    /// The whole flag.
    pub range: TextRange,
}

/// A name, and the value that is given to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair<'s> {
    /// The name as it is written.
    pub name: Word<'s>,
    /// The value as it is written; absent for `ARG name`.
    pub value: Option<Word<'s>>,
}

/// A here-document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heredoc<'s> {
    /// The end marker without quotes; for `COPY` and `ADD` also the name of the file.
    pub delimiter: String,
    /// Whether variables are expanded in the body: the marker is not quoted.
    pub expand: bool,
    /// Whether leading tabs are removed: `<<-`.
    pub strip_tabs: bool,
    /// The mark, such as `<<-EOF`, in the instruction's joined text.
    pub mark: Range<usize>,
    /// The lines up to the end marker, as they are written.
    pub body: &'s str,
    /// Where the body stands.
    pub range: TextRange,
}
