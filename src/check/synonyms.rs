//! Longer and older names that other tools have for their rules.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Aliases by the lower-case name. Read when a name is first looked up, which most runs never do.
static ALIASES: LazyLock<HashMap<String, Vec<&'static str>>> = LazyLock::new(|| {
    let lines = include_str!("synonyms.txt").lines().filter(|line| !line.starts_with('#'));
    let entries = lines.filter_map(|line| line.split_once(' '));
    entries.map(|(name, aliases)| (name.to_ascii_lowercase(), aliases.split(',').collect())).collect()
});

/// The aliases that checks have for the rule of this name; none when it is no such name.
pub(super) fn aliases_of(name: &str) -> &'static [&'static str] {
    ALIASES.get(&name.to_ascii_lowercase()).map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Registry;

    #[test]
    fn names_lead_to_checks() {
        let registry = Registry::embedded();
        for (name, alias) in [("DS002", "DS-0002"), ("ksv017", "KSV-0017"), ("aws-s3-enable-versioning", "AWS-0090")] {
            assert_eq!(aliases_of(name), [alias], "{name}");
            let ids = |name: &str| registry.find(name).iter().map(|check| check.id).collect::<Vec<_>>();
            assert!(!ids(name).is_empty() && ids(name) == ids(alias), "{name}");
        }
        assert!(aliases_of("no-such-rule").is_empty());
    }
}
