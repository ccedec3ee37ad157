//! Shell command lines, split into simple commands
//! ([POSIX shell grammar](https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html)), with what bash adds
//! to words and redirections.
//!
//! This is no full shell parser: groups, conditions and loops are looked through, not kept.

mod ast;
mod compound;
mod cursor;
mod parser;
mod redirect;
mod word;

#[cfg(test)]
mod tests;

pub use ast::{Command, Next, Part, Redirection, RedirectionKind, Script, Substitution, Word};

/// Splits `text`; `base` is added to every offset. Text that is no shell script gives commands all the same, with
/// [`Script::complete`] as a hint.
pub fn parse(text: &str, base: usize) -> Script {
    parser::Parser::new(text, base).script()
}
