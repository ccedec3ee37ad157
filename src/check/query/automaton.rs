//! Patterns on texts of which only the form is known: whether all texts of that form match, or none.
//!
//! The pattern becomes a finite automaton, which is in several states at once where the text may go on in several ways. So
//! the answer is exact for the form.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use regex_automata::Input;
use regex_automata::dfa::{Automaton as _, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::syntax;

use crate::value::{Characters, Piece};

/// Largest automaton, in bytes. What would need a larger one is not decided.
const SIZE_LIMIT: usize = 1 << 15;

/// Most memory that making one takes, in bytes.
const WORK_LIMIT: usize = 1 << 15;

/// A byte from the first to the second of these leads to the third, of the places in a character of UTF-8. The first row is
/// the place between two characters.
type Places = &'static [(u8, u8, usize)];

/// The well-formed characters of UTF-8 (Unicode, table 3-7).
const UTF8: [Places; 8] = [
    &[
        (0x00, 0x7f, 0),
        (0xc2, 0xdf, 1),
        (0xe0, 0xe0, 2),
        (0xe1, 0xec, 3),
        (0xed, 0xed, 4),
        (0xee, 0xef, 3),
        (0xf0, 0xf0, 5),
        (0xf1, 0xf3, 6),
        (0xf4, 0xf4, 7),
    ],
    &[(0x80, 0xbf, 0)],
    &[(0xa0, 0xbf, 1)],
    &[(0x80, 0xbf, 1)],
    &[(0x80, 0x9f, 1)],
    &[(0x90, 0xbf, 3)],
    &[(0x80, 0xbf, 3)],
    &[(0x80, 0x8f, 3)],
];

/// Where the automaton is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum At {
    /// The text matches, whatever follows.
    Matched,
    /// In a state of which that is not known.
    State(StateID),
}

/// Where the automaton may be after some text.
type Reached = Arc<BTreeSet<At>>;

/// The automaton of a pattern.
#[derive(Debug)]
pub(super) struct Automaton {
    dfa: dense::DFA<Vec<u32>>,
    start: StateID,
    /// What texts of some characters lead to, as far as it was asked.
    reached: Mutex<HashMap<(StateID, Characters), Reached>>,
}

impl Automaton {
    /// That of a pattern in the syntax of the `regex` crate; none where it would be too large.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        let config = dense::Config::new().dfa_size_limit(Some(SIZE_LIMIT)).determinize_size_limit(Some(WORK_LIMIT));
        // Classes such as `[^/]` are many times smaller over bytes. A pattern of ASCII tells apart the same texts by them, unless
        // it counts characters beyond ASCII.
        let unicode = !pattern.is_ascii();
        let dfa = dense::Builder::new()
            .configure(config)
            .syntax(syntax::Config::new().unicode(unicode).utf8(unicode))
            .thompson(thompson::Config::new().utf8(unicode))
            .build(pattern)
            .ok()?;
        let start = dfa.start_state_forward(&Input::new("")).ok()?;
        Some(Self { dfa, start, reached: Mutex::default() })
    }

    /// Whether the pattern matches all texts of this form; none where some match and others do not.
    pub(super) fn decide(&self, form: &[Piece<'_>]) -> Option<bool> {
        let mut here = BTreeSet::from([At::State(self.start)]);
        for piece in form {
            here = match piece {
                Piece::Text(text) => {
                    here.into_iter().map(|at| text.bytes().fold(at, |at, byte| self.next(at, byte))).collect()
                }
                Piece::Of(characters) => {
                    let mut after = if characters.may_be_none() { here.clone() } else { BTreeSet::new() };
                    for at in here {
                        after.extend(self.after(at, *characters).iter());
                    }
                    after
                }
            };
        }
        let mut ends = here.into_iter().map(|at| self.ends(at));
        let first = ends.next()?;
        ends.all(|matches| matches == first).then_some(first)
    }

    fn next(&self, at: At, byte: u8) -> At {
        let At::State(state) = at else { return at };
        let next = self.dfa.next_state(state, byte);
        if self.dfa.is_match_state(next) { At::Matched } else { At::State(next) }
    }

    /// Whether the text matches if it ends here.
    fn ends(&self, at: At) -> bool {
        match at {
            At::Matched => true,
            At::State(state) => self.dfa.is_match_state(self.dfa.next_eoi_state(state)),
        }
    }

    /// Where one or more of these characters lead.
    fn after(&self, at: At, characters: Characters) -> Reached {
        let At::State(state) = at else { return Arc::new(BTreeSet::from([at])) };
        let known = || self.reached.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(reached) = known().get(&(state, characters)) {
            return Arc::clone(reached);
        }
        let reached = Arc::new(self.walk(at, characters));
        known().insert((state, characters), Arc::clone(&reached));
        reached
    }

    fn walk(&self, from: At, characters: Characters) -> BTreeSet<At> {
        let mut seen = BTreeSet::new();
        let mut open = vec![(from, 0)];
        while let Some((at, place)) = open.pop() {
            for &(first, last, to) in UTF8[place] {
                // Beyond ASCII there are no digits, and what is not seen is not told from the rest.
                if first >= 0x80 && !characters.have('é') {
                    continue;
                }
                let bytes = (first..=last).filter(|byte| !byte.is_ascii() || characters.have(char::from(*byte)));
                let reached: BTreeSet<At> = bytes.map(|byte| self.next(at, byte)).collect();
                open.extend(reached.into_iter().map(|at| (at, to)).filter(|step| seen.insert(*step)));
            }
        }
        seen.into_iter().filter(|(_, place)| *place == 0).map(|(at, _)| at).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The answer on a text in which `?` stands for a line, `#` for digits and `~` for a name.
    fn decide(pattern: &str, text: &str) -> Option<bool> {
        let mut pieces = Vec::new();
        for part in text.split_inclusive(['?', '#', '~']) {
            let known = part.trim_end_matches(['?', '#', '~']);
            pieces.push(Piece::Text(known));
            match &part[known.len()..] {
                "?" => pieces.push(Piece::Of(Characters::Line)),
                "#" => pieces.push(Piece::Of(Characters::Digits)),
                "~" => pieces.push(Piece::Of(Characters::Name)),
                _ => {}
            }
        }
        Automaton::new(pattern).expect(pattern).decide(&pieces)
    }

    #[test]
    fn what_holds_for_all_texts_of_a_form_is_decided() {
        let table = [
            ("^(?:.*/[*]/[*])$", "?/*/*", Some(true)),
            ("^(?:.*/[*]/[*])$", "?/prod/GET", Some(false)),
            ("^(?:.*/[*]/[*])$", "?/*", None),
            ("^(?:[^@]+-compute@developer[.]example)$", "#-compute@developer.example", Some(true)),
            ("^(?:[^@]+-compute@developer[.]example)$", "~@~.developer.example", Some(false)),
            ("[.]", "logs-#", Some(false)),
            ("[.]", "logs-?", None),
            ("[.]", "logs.-?", Some(true)),
            ("^(?:[a-z]{3,5})$", "toolong?", Some(false)),
            ("^(?:é.)$", "é?", None),
            ("^(?:(é|.)*)$", "x?", Some(true)),
            ("(?i)^arn:", "ARN:?", Some(true)),
            ("a", "", Some(false)),
        ];
        for (pattern, text, expected) in table {
            assert_eq!(decide(pattern, text), expected, "{pattern} on {text}");
        }
    }
}
