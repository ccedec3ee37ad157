//! hadolint's comments: `hadolint ignore=ID[,ID]`, `hadolint stage ignore=` and `hadolint global ignore=`, with blanks
//! around `=` and `,`, and a reason behind a second `#`. It drops a comment as a whole in which anything else stands.

use super::super::directive::{Directive, Fault, Reach, said};
use crate::source::TextRange;

/// Reads the exception that a comment at `offset` is.
pub(super) fn parse(comment: &str, offset: u32) -> Option<Directive> {
    let (reach, rest) = pragma(comment.strip_prefix('#')?)?;
    let start = offset as usize + comment.len() - rest.len();
    let rest = rest.trim_end();
    let (list, reason) = rest.split_once('#').unwrap_or((rest, ""));
    let whole = TextRange::new(offset as usize, offset as usize + comment.trim_end().len());
    let mut directive = Directive { syntax: "hadolint", range: whole, reach, ..Directive::default() };
    directive.reason = said(reason);
    let Some(names) = skip_blanks(list).strip_prefix('=') else {
        // Without names it is prose.
        if names_rules(list) {
            directive.faults.push(fault(whole, "`=` must follow `ignore`"));
        }
        return Some(directive).filter(|directive| !directive.faults.is_empty());
    };
    let mut at = start + list.len() - names.len();
    for part in names.split(',') {
        let name = part.trim_matches([' ', '\t']);
        let from = at + (part.len() - skip_blanks(part).len());
        let range = TextRange::new(from, from + name.len());
        if !name.is_empty() && name.chars().all(|char| "DLSC0123456789".contains(char)) {
            directive.checks.push((name.to_owned(), range));
        } else {
            directive.faults.push(fault(range, &format!("`{name}` is no name of a rule")));
        }
        at += part.len() + 1;
    }
    Some(directive)
}

/// What follows `ignore`, and what the comment stands for.
fn pragma(text: &str) -> Option<(Reach, &str)> {
    let mut rest = word(skip_blanks(text).strip_prefix("hadolint")?)?;
    let mut reach = Reach::Instruction;
    for (scope, meant) in [("global", Reach::File), ("stage", Reach::Stage)] {
        if let Some(after) = rest.strip_prefix(scope).and_then(word) {
            (reach, rest) = (meant, after);
        }
    }
    Some((reach, rest.strip_prefix("ignore")?))
}

/// What follows the blanks behind a word.
fn word(rest: &str) -> Option<&str> {
    rest.starts_with([' ', '\t']).then(|| skip_blanks(rest))
}

fn skip_blanks(text: &str) -> &str {
    text.trim_start_matches([' ', '\t'])
}

/// Whether a word is the name of a rule.
fn names_rules(text: &str) -> bool {
    let is_rule = |word: &str| {
        let digits = word.strip_prefix("DL").or_else(|| word.strip_prefix("SC"));
        digits.is_some_and(|digits| digits.starts_with(|char: char| char.is_ascii_digit()))
    };
    text.split(|char: char| !char.is_ascii_alphanumeric()).any(is_rule)
}

fn fault(range: TextRange, what: &str) -> Fault {
    Fault::syntax(range, format!("hadolint drops the whole comment: {what}"))
        .with_help("the form is `# hadolint ignore=DL3008,SC2046`, with a reason behind a second `#`")
}
