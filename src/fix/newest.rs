//! The version that takes the place of one that has ended.

use crate::check::lists::{self, Form};

/// The newest version of a list that has not ended on its day, in the form in which `version` is written; `None` where there is
/// none of its line.
pub(super) fn newest(list: &str, version: &str) -> Option<String> {
    let list = lists::find(list)?;
    let Form::Versions(versions) = &list.form else { return None };
    let prefix = if version.starts_with(versions.prefix) { versions.prefix } else { "" };
    let bare = &version[prefix.len()..];
    let supported = versions.until.iter().filter(|(_, day)| *day >= list.as_of).map(|(key, _)| *key);
    let of_line = supported.filter(|key| line(key) == line(bare));
    let newest = of_line.max_by_key(|key| numbers(key))?;
    (newest != bare).then(|| format!("{prefix}{newest}"))
}

/// What a version is one of: `nodejs` of `nodejs20.x`.
fn line(version: &str) -> String {
    version.chars().take_while(|char| !char.is_ascii_digit()).flat_map(char::to_lowercase).collect()
}

fn numbers(version: &str) -> Vec<u64> {
    let parts = version.split(|char: char| !char.is_ascii_digit()).filter(|part| !part.is_empty());
    parts.map(|part| part.parse().unwrap_or(u64::MAX)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_of_the_line_takes_the_place() {
        let of = |list, version| newest(list, version);
        assert!(of("aws-eks", "1.20").is_some_and(|new| numbers(&new) > vec![1, 30]));
        assert_eq!(of("aws-eks", "x"), None);
        assert!(
            of("aws-lambda", "nodejs12.x")
                .is_some_and(|new| new.strip_suffix(".x").is_some_and(|new| new.starts_with("nodejs")))
        );
        assert!(of("aws-lambda", "python3.6").is_some_and(|new| new.starts_with("python3.")));
        assert_eq!(of("nothing", "1"), None);
    }
}
