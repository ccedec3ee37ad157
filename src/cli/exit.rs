//! Exit codes.

use std::process::ExitCode;

/// How a run ends. The codes are part of the interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: nothing at or above the gate.
    Clean,
    /// 1: findings at or above the gate.
    Findings,
    /// 1: the editor ended the server without asking it to shut down.
    Abandoned,
    /// 2: wrong usage or configuration.
    Usage,
    /// 3: part of the input was not assessed, and that was asked to fail.
    Incomplete,
}

impl Exit {
    const fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings | Self::Abandoned => 1,
            Self::Usage => 2,
            Self::Incomplete => 3,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
