//! Which checks are meant by words.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use anyhow::bail;

use crate::check::{Check, nearest};

/// Those of `checks` that have all `words` in their ids, titles, other tools' names or kinds, the best first. Of equally good ones
/// the worse severity comes first, then the shorter title, of which the words are more.
///
/// # Errors
/// None has them all; what is near.
pub(super) fn search<'c>(checks: &[&'c Check], words: &[String]) -> anyhow::Result<Vec<&'c Check>> {
    let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let has_all = |check: &&'c Check| {
        let distances: Option<Vec<u8>> = words.iter().map(|word| distance(check, word)).collect();
        Some((distances?.into_iter().map(u32::from).sum::<u32>(), *check))
    };
    let mut found: Vec<(u32, &Check)> = checks.iter().filter_map(has_all).collect();
    if found.is_empty() {
        bail!("{}", nothing(checks, &words));
    }
    found.sort_by_key(|(distance, check)| (*distance, Reverse(check.severity), check.title.len(), check.id));
    Ok(found.into_iter().map(|(_, check)| check).collect())
}

/// How far a check is from a word in small letters: 0 where it is the name, more where it is a part of something that says
/// less. `None` where it is nowhere.
fn distance(check: &Check, word: &str) -> Option<u8> {
    let title = check.title.to_lowercase();
    let kinds = || check.target.kinds().iter().map(|kind| kind.to_lowercase());
    let aliases = || check.text.aliases.iter().map(|alias| alias.to_lowercase());
    let fits: [&dyn Fn() -> bool; 7] = [
        &|| check.id == word || check.text.formerly.contains(&word) || check.has_alias(word),
        &|| parts(check.id).any(|part| part == word) || kinds().any(|kind| kind == word),
        &|| parts(&title).any(|part| part == word),
        &|| check.id.contains(word),
        &|| title.contains(word),
        &|| kinds().any(|kind| kind.contains(word)),
        &|| aliases().any(|alias| alias.contains(word)),
    ];
    (0..).zip(fits).find_map(|(distance, fits)| fits().then_some(distance))
}

/// The words of an id or a title.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|char: char| !char.is_alphanumeric()).filter(|part| !part.is_empty())
}

/// Why nothing was found.
fn nothing(checks: &[&Check], words: &[String]) -> String {
    let count = |word: &String| checks.iter().filter(|check| distance(check, word).is_some()).count();
    if let Some(word) = words.iter().find(|word| count(word) == 0) {
        let mut known: BTreeSet<String> = BTreeSet::new();
        for check in checks {
            known.extend(parts(&check.title.to_lowercase()).chain(parts(check.id)).map(str::to_owned));
            known.extend(check.target.kinds().iter().chain(check.text.aliases).map(|name| (*name).to_owned()));
        }
        let near = nearest(word, known.iter().map(String::as_str));
        let help = near
            .map_or_else(|| "`ravelin checks list` shows them all".into(), |near| format!("did you mean `{near}`?"));
        return format!("no check has `{word}` in its id, title, other names or kinds: {help}");
    }
    let counts: Vec<String> = words.iter().map(|word| format!("`{word}` in {}", count(word))).collect();
    format!("no check has all of these words: {}", counts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Registry;

    fn found(words: &[&str]) -> Result<Vec<&'static str>, String> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let found = search(Registry::embedded().checks(), &words).map_err(|error| error.to_string())?;
        Ok(found.into_iter().map(|check| check.id).collect())
    }

    #[test]
    fn the_best_comes_first() {
        let cases: [(&[&str], &str); 6] = [
            (&["ckv_aws_24"], "cloud-network-open-ssh"),
            (&["CKV_AWS_24"], "cloud-network-open-ssh"),
            (&["cloud-network-open-ssh"], "cloud-network-open-ssh"),
            (&["ssh", "internet"], "cloud-network-open-ssh"),
            (&["S3", "acl"], "aws-s3-public-acl"),
            (&["dl3008"], "docker-dockerfile-apt-unpinned"),
        ];
        for (words, best) in cases {
            let found = found(words).expect("there are some");
            assert_eq!(found.first(), Some(&best), "{words:?}: {found:?}");
        }
    }

    #[test]
    fn all_words_must_be_there() {
        let both = found(&["aws_s3_bucket", "public"]).expect("there are some");
        let one = found(&["aws_s3_bucket"]).expect("there are some");
        assert!(both.len() < one.len() && both.iter().all(|id| one.contains(id)), "{both:?}");
    }

    #[test]
    fn what_is_not_found_has_something_near() {
        let said = |words: &[&str]| found(words).expect_err("nothing is found");
        let misspelled = said(&["encrpytion"]);
        assert!(misspelled.ends_with("did you mean `encryption`?"), "{misspelled}");
        let apart = said(&["dockerfile", "aws_s3_bucket"]);
        assert!(apart.starts_with("no check has all of these words: `dockerfile` in "), "{apart}");
        assert!(said(&["zzzzzz"]).ends_with("`ravelin checks list` shows them all"));
    }
}
