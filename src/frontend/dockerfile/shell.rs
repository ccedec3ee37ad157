//! Which shell reads the commands of a stage.

use super::heredoc::Strictness;
use super::program::base_name;
use crate::syntax::dockerfile::Instruction;

/// What a shell understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    /// Shell text as POSIX has it.
    Posix,
    /// `cmd` of Windows.
    Cmd,
    /// `PowerShell`.
    PowerShell {
        /// Whether it is Windows PowerShell, in which `curl` and `wget` are names of `Invoke-WebRequest`.
        is_old: bool,
    },
}

impl Language {
    /// The language of the shell of this name, if it is one of Windows.
    pub(super) fn of_windows(program: &str) -> Option<Self> {
        let name = base_name(program).to_ascii_lowercase();
        match name.trim_end_matches(".exe") {
            "powershell" => Some(Self::PowerShell { is_old: true }),
            "pwsh" => Some(Self::PowerShell { is_old: false }),
            "cmd" => Some(Self::Cmd),
            _ => None,
        }
    }
}

/// The shell that reads the commands of a stage.
#[derive(Clone, Copy)]
pub(super) struct Shell {
    pub(super) language: Language,
    pub(super) strictness: Strictness,
    /// Whether a `SHELL` instruction chose it.
    pub(super) is_chosen: bool,
}

impl Shell {
    /// The shell of a stage that chooses none: on Windows `cmd /S /C`, elsewhere `/bin/sh -c`.
    pub(super) const fn default_of(is_windows: bool) -> Self {
        let language = if is_windows { Language::Cmd } else { Language::Posix };
        Self { language, strictness: Strictness { errexit: false, pipefail: false }, is_chosen: false }
    }

    /// The shell of a `SHELL` instruction.
    pub(super) fn of(instruction: &Instruction<'_>) -> Self {
        let program = instruction.words.first().and_then(|word| Language::of_windows(&word.text));
        Self {
            language: program.unwrap_or(Language::Posix),
            strictness: Strictness::of(instruction.words.iter().skip(1).map(|word| &*word.text)),
            is_chosen: true,
        }
    }
}
