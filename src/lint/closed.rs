//! Conditions that list what the world keeps adding to.

use std::collections::BTreeSet;

use super::mention::{Asked, Test};
use crate::check::query::{Comparison, Literal};

/// Words for everyone, of which each is one among several forms.
const EVERYONE: &[&str] = &["0.0.0.0/0", "::/0"];

/// What a check asks in one form of several, with the attribute.
pub(super) fn weaknesses(asked: &Asked) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    for mention in asked.deciding() {
        if let Test::Compares(Comparison::Equal | Comparison::NotEqual, Literal::String(text)) = mention.test
            && EVERYONE.contains(&text)
        {
            let name = mention.name;
            found.push((name, format!("compares `{name}` with `{text}` alone; `admits` knows every form of everyone")));
        }
    }
    let allowed = asked.required.iter().filter(|mention| !mention.is_negated);
    let refused = asked.denied.iter().filter(|mention| mention.is_negated);
    for mention in allowed.chain(refused) {
        if let Test::Fits(pattern) = mention.test
            && let Some(words) = pattern.words()
        {
            let words: BTreeSet<String> = words.iter().map(|word| word.to_lowercase()).collect();
            if words.len() < 3 {
                continue;
            }
            let (name, words) = (mention.name, words.into_iter().collect::<Vec<_>>());
            found.push((name, format!("takes only {} for `{name}`: what comes after them fails", words.join(", "))));
        }
    }
    found
}
