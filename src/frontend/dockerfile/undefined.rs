//! Variables that are used, and that nothing defines
//! ([`UndefinedVar`](https://docs.docker.com/reference/build-checks/undefined-var/),
//! [`UndefinedArgInFrom`](https://docs.docker.com/reference/build-checks/undefined-arg-in-from/)).

use std::collections::HashSet;
use std::sync::Arc;

use super::expand::Expander;
use super::instruction::expands;
use super::references::references;
use super::scope::{Scope, is_platform_argument};
use super::view::View;
use crate::source::TextRange;
use crate::syntax::dockerfile::{Instruction, Keyword, Word};
use crate::value::{Reason, Unknown, Value};

/// What the builder passes on without a declaration
/// ([list](https://docs.docker.com/reference/dockerfile/#predefined-args)), and what every base image sets.
const PREDEFINED: [&str; 6] = ["http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy", "path"];

/// What is known of the names that a stage does not define.
pub(super) struct Surroundings<'s> {
    pub(super) expander: Expander,
    /// What holds where the instruction stands.
    pub(super) scope: &'s Scope,
    /// What was declared before the first `FROM`.
    pub(super) global: &'s Scope,
    /// Whether the stage is built upon nothing, so that no base image can define a name.
    pub(super) is_closed: bool,
}

impl Surroundings<'_> {
    /// `{name, certain}` of each variable that an instruction uses and the file does not define; `certain` is unknown where
    /// the base image may.
    pub(super) fn undefined(&self, instruction: &Instruction<'_>) -> Vec<Value> {
        let own: HashSet<&str> = instruction.pairs.iter().map(|pair| &*pair.name.text).collect();
        let texts = if instruction.pairs.is_empty() { &instruction.words[..] } else { &[] };
        let words = texts.iter().filter(|_| expands(instruction.keyword));
        let values = instruction.pairs.iter().filter_map(|pair| pair.value.as_ref());
        let flags = instruction.flags.iter().filter_map(|flag| flag.value.as_ref());
        let is_from = instruction.keyword == Keyword::From;
        words.chain(values).chain(flags).flat_map(|word| self.of_word(word, &own, is_from)).collect()
    }

    fn of_word(&self, word: &Word<'_>, own: &HashSet<&str>, is_from: bool) -> Vec<Value> {
        let mut found = Vec::new();
        for reference in references(&word.text, self.expander.escape) {
            let name = reference.name;
            let is_predefined = PREDEFINED.contains(&name.to_ascii_lowercase().as_str())
                || name.starts_with("BUILDKIT_")
                || is_from && is_platform_argument(name);
            if reference.is_optional || is_predefined || own.contains(name) || self.scope.declares(name) {
                continue;
            }
            // The place in the file is known where the word is written in one piece.
            let is_whole = word.range.len() == word.text.len();
            let start = word.range.start as usize + reference.at.start;
            let range = if is_whole { TextRange::new(start, start + reference.at.len()) } else { word.range };
            let span = range.in_file(self.expander.file);
            let is_certain = self.is_closed || self.global.declares(name) || is_platform_argument(name);
            let certain = if is_certain {
                Value::bool(true, span)
            } else {
                Value::unknown(Arc::new(Unknown::new(Reason::BuildArgument(name.into()), span)), span)
            };
            let mut view = View::new(span);
            view.set("name", Value::string(name, span));
            view.set("certain", certain);
            found.push(view.finish());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::frontend::dockerfile::tests::table;

    #[test]
    fn what_nothing_defines_is_found() {
        let cases = [
            ("FROM a:$V", vec!["V=true"]),
            ("ARG V\nFROM a:$V-${W:-x}-${X+y}", vec![]),
            ("FROM --platform=$BUILDPLATFORM a AS $N", vec!["N=true"]),
            ("ARG V=1\nFROM a\nENV B=$V", vec!["V=true"]),
            ("ARG V=1\nFROM a\nARG V\nENV B=$V C=${V}", vec![]),
            ("FROM a\nCOPY x-$TARGETARCH /", vec!["TARGETARCH=true"]),
            ("FROM a\nARG TARGETARCH\nCOPY x-$TARGETARCH /", vec![]),
            ("FROM a\nENV B=$HOME PATH=$PATH:/x", vec!["HOME=?"]),
            ("FROM scratch\nENV B=$HOME PATH=$PATH:/x", vec!["HOME=true"]),
            ("FROM scratch AS a\nENV A=1\nFROM a\nENV B=$A C=$D", vec!["D=true"]),
            ("FROM a\nENV A=1 B=$A", vec![]),
            ("FROM a\nENV A='$X' B=\\$Y", vec![]),
            ("FROM a\nRUN --mount=type=cache,target=$T echo $U", vec!["T=?"]),
            ("FROM a\nONBUILD COPY $X /", vec![]),
            ("FROM a\nWORKDIR /x/$HTTP_PROXY", vec![]),
            ("FROM a\nLABEL a=$L\nUSER $U", vec!["L=?", "U=?"]),
        ];
        for (text, expected) in cases {
            let rows = table(text, "instructions", &["undefined"]);
            let found: Vec<String> = rows.into_iter().filter(|row| row != "-").collect();
            let found = found.join(", ").replace("name=", "").replace(" certain=", "=");
            assert_eq!(found, expected.join(", "), "{text}");
        }
    }
}
