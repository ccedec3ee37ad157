//! The format of a file of `checks/lists/`. The build script reads them by it, so it must not depend on the rest of the
//! crate.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};

/// A list file, field by field. `docs/checks.md` describes each.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Equals the name of the file: lower-case words joined by `-`.
    #[schemars(regex(pattern = "^[a-z0-9]+(-[a-z0-9]+)*$"))]
    pub name: String,
    /// What it lists.
    #[schemars(length(min = 1))]
    pub about: String,
    /// The day on which the facts were so, YYYY-MM-DD.
    #[schemars(regex(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))]
    pub as_of: String,
    /// Where the facts are from, one link at least.
    #[schemars(length(min = 1), inner(regex(pattern = "^https://")))]
    pub sources: Vec<String>,
    /// What ends, such as `standard support`: {ends} of messages.
    #[serde(default)]
    pub ends: Option<String>,
    /// How a version is looked up.
    #[serde(default)]
    pub compare: Option<Compare>,
    /// What may stand before a version.
    #[serde(default)]
    pub prefix: Option<String>,
    /// Every version below this one has ended.
    #[serde(default)]
    pub before: Option<String>,
    /// What has ended on a day that is not known.
    #[serde(default)]
    pub ended: Vec<String>,
    /// The last day of each version, YYYY-MM-DD.
    #[serde(default)]
    pub until: Pairs<String>,
    /// Of each version of an API the kinds, each with the version that serves it no more.
    #[serde(default)]
    pub removed: Pairs<Pairs<Removal>>,
}

/// Since when something is removed.
#[derive(Debug, Deserialize)]
#[serde(from = "Written")]
pub struct Removal {
    pub since: String,
    /// What took its place.
    pub instead: Option<String>,
}

/// A removal as it is written: the version alone, or with what took the place.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged, deny_unknown_fields)]
enum Written {
    Since(String),
    Whole {
        /// The version that serves it no more.
        since: String,
        /// What took its place.
        #[serde(default, rename = "use")]
        instead: Option<String>,
    },
}

impl JsonSchema for Removal {
    fn schema_name() -> Cow<'static, str> {
        "Removal".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Written::json_schema(generator)
    }
}

impl From<Written> for Removal {
    fn from(written: Written) -> Self {
        match written {
            Written::Since(since) => Self { since, instead: None },
            Written::Whole { since, instead } => Self { since, instead },
        }
    }
}

/// How a version is looked up.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Compare {
    /// An entry has the versions that equal it, or go on from it behind `.`, `-` or `_`.
    Parts,
    /// An entry is a name.
    Exact,
}

/// The members of a map in order, of which none has the key of another.
#[derive(Debug)]
pub struct Pairs<V>(pub Vec<(String, V)>);

impl<V: JsonSchema> JsonSchema for Pairs<V> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        format!("Map_of_{}", V::schema_name()).into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        BTreeMap::<String, V>::json_schema(generator)
    }
}

impl Definition {
    /// Validates everything that the types do not.
    ///
    /// # Errors
    /// Every mistake.
    pub fn validate(&self, stem: &str) -> Result<(), Vec<String>> {
        let mut problems = Vec::new();
        let mut expect = |holds: bool, message: String| {
            if !holds {
                problems.push(message);
            }
        };
        expect(self.name == stem, format!("`{}` must equal the file name, `{stem}`", self.name));
        let kebab = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let named = !self.name.is_empty() && self.name.bytes().all(kebab);
        expect(named, format!("`{}` must be lower-case words joined by `-`", self.name));
        expect(!self.about.trim().is_empty(), "`about` must not be empty".to_owned());
        expect(is_day(&self.as_of), format!("`as_of` must be a day, YYYY-MM-DD, and not `{}`", self.as_of));
        let links = !self.sources.is_empty() && self.sources.iter().all(|link| link.starts_with("https://"));
        expect(links, "`sources` needs at least one link, each with https://".to_owned());
        if self.removed.0.is_empty() {
            problems_of_versions(self, &mut expect);
        } else {
            problems_of_removed(self, &mut expect);
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

fn problems_of_versions(list: &Definition, expect: &mut impl FnMut(bool, String)) {
    let Some(compare) = list.compare else {
        return expect(false, "needs `compare`, or `removed`".to_owned());
    };
    expect(list.ends.as_ref().is_some_and(|ends| !ends.trim().is_empty()), "needs `ends`: what ends".to_owned());
    let exact = compare == Compare::Exact && (list.prefix.is_some() || list.before.is_some());
    expect(!exact, "`prefix` and `before` are for `compare: parts`".to_owned());
    let dated = list.until.0.iter().map(|(key, _)| key);
    expect(list.before.is_some() || dated.clone().chain(&list.ended).next().is_some(), "is empty".to_owned());
    let mut keys = BTreeSet::new();
    for key in dated.chain(&list.ended) {
        expect(!key.is_empty(), "a version must not be empty".to_owned());
        expect(keys.insert(key), format!("`{key}` is repeated"));
    }
    for (key, day) in &list.until.0 {
        expect(is_day(day), format!("`{key}` must have a day, YYYY-MM-DD, and not `{day}`"));
    }
    if let Some(before) = &list.before {
        let numbers = before.split('.').all(|part| part.parse::<u64>().is_ok());
        expect(numbers, format!("`before` must be numbers joined by `.`, and not `{before}`"));
    }
}

fn problems_of_removed(list: &Definition, expect: &mut impl FnMut(bool, String)) {
    let versions = list.compare.is_some() || list.prefix.is_some() || list.before.is_some();
    let versions = versions || list.ends.is_some() || !list.ended.is_empty() || !list.until.0.is_empty();
    expect(!versions, "a list with `removed` has no other entries".to_owned());
    for (api, kinds) in &list.removed.0 {
        expect(!kinds.0.is_empty(), format!("`{api}` needs kinds"));
        for (kind, removal) in &kinds.0 {
            expect(!removal.since.is_empty(), format!("`{kind}` of `{api}` needs the version that serves it no more"));
            let instead = removal.instead.as_deref();
            expect(instead.is_none_or(|text| !text.trim().is_empty()), format!("`use` of `{kind}` must not be empty"));
        }
    }
}

/// Whether this is a day of the calendar, `YYYY-MM-DD`.
fn is_day(text: &str) -> bool {
    let mut parts = text.split('-').map(|part| {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| digits).map(|number| (part.len(), number))
    });
    let (Some(Some((4, year))), Some(Some((2, month))), Some(Some((2, day))), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let leap = year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

impl<V> Default for Pairs<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Pairs<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<V>(std::marker::PhantomData<V>);

        impl<'de, V: Deserialize<'de>> Visitor<'de> for Members<V> {
            type Value = Pairs<V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                let mut keys = BTreeSet::new();
                while let Some((key, value)) = map.next_entry::<String, V>()? {
                    if !keys.insert(key.clone()) {
                        return Err(de::Error::custom(format_args!("`{key}` is repeated")));
                    }
                    pairs.push((key, value));
                }
                Ok(Pairs(pairs))
            }
        }

        deserializer.deserialize_map(Members(std::marker::PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VERSIONS: &str = r#"
name: own
about: Our versions
as_of: 2026-11-30
ends: support
compare: parts
prefix: v
before: "1.2"
ended: ["1.3"]
sources: [https://example.com/]
until:
  "1.2": 2024-02-29
  "1.4": 2027-01-31
"#;

    const REMOVED: &str = r#"
name: own
about: Our APIs
as_of: 2026-11-30
sources: [https://example.com/]
removed:
  apps/v1beta1: {Deployment: "1.16"}
"#;

    fn validate(text: &str) -> Result<(), Vec<String>> {
        serde_yaml::from_str::<Definition>(text).map_err(|error| vec![error.to_string()])?.validate("own")
    }

    #[test]
    fn good_files_are_valid() {
        assert_eq!(validate(VERSIONS), Ok(()));
        assert_eq!(validate(REMOVED), Ok(()));
        assert_eq!(validate(&REMOVED.replace("\"1.16\"", "{since: \"1.16\", use: apps/v1}")), Ok(()));
        assert_eq!(validate(&REMOVED.replace("\"1.16\"", "{since: \"1.16\"}")), Ok(()));
    }

    #[test]
    fn mistakes_are_named() {
        let cases = [
            (VERSIONS, "name: own", "name: other", "must equal the file name"),
            (VERSIONS, "about: Our versions", "about: ''", "`about` must not be empty"),
            (VERSIONS, "as_of: 2026-11-30", "as_of: 2026-11-31", "`as_of` must be a day"),
            (VERSIONS, "as_of: 2026-11-30", "as_of: 2026-11", "`as_of` must be a day"),
            (VERSIONS, "as_of: 2026-11-30", "as_of: soon", "`as_of` must be a day"),
            (VERSIONS, "as_of: 2026-11-30", "as_of: 2026-11-30-1", "`as_of` must be a day"),
            (VERSIONS, "2024-02-29", "2023-02-29", "`1.2` must have a day"),
            (VERSIONS, "2024-02-29", "2024-13-01", "`1.2` must have a day"),
            (VERSIONS, "2024-02-29", "2024-2-29", "`1.2` must have a day"),
            (VERSIONS, "2024-02-29", "2024-00-10", "`1.2` must have a day"),
            (VERSIONS, "\"1.4\"", "\"1.2\"", "`1.2` is repeated"),
            (VERSIONS, "ended: [\"1.3\"]", "ended: [\"1.4\"]", "`1.4` is repeated"),
            (VERSIONS, "ended: [\"1.3\"]", "ended: [x, x]", "`x` is repeated"),
            (VERSIONS, "ends: support", "ends: support\nends: support", "duplicate field `ends`"),
            (VERSIONS, "[https://example.com/]", "[]", "`sources` needs"),
            (VERSIONS, "sources: [https://example.com/]\n", "", "missing field `sources`"),
            (VERSIONS, "https:", "http:", "`sources` needs"),
            (VERSIONS, "ends: support\n", "", "needs `ends`"),
            (VERSIONS, "compare: parts\n", "", "needs `compare`"),
            (VERSIONS, "compare: parts", "compare: exact", "are for `compare: parts`"),
            (VERSIONS, "compare: parts", "compare: nearly", "unknown variant `nearly`"),
            (VERSIONS, "before: \"1.2\"", "before: \"1.x\"", "must be numbers"),
            (VERSIONS, "prefix: v", "suffix: v", "unknown field `suffix`"),
            (REMOVED, "sources", "ends: support\nsources", "no other entries"),
            (REMOVED, "{Deployment: \"1.16\"}", "{}", "needs kinds"),
            (REMOVED, "\"1.16\"", "\"\"", "needs the version"),
            (REMOVED, "\"1.16\"", "{since: \"\", use: x}", "needs the version"),
            (REMOVED, "\"1.16\"", "{since: \"1.16\", use: \"\"}", "`use` of `Deployment` must not be empty"),
            (REMOVED, "\"1.16\"", "{since: \"1.16\", uses: x}", "did not match"),
            (REMOVED, "{Deployment: \"1.16\"}", "{Deployment: \"1.16\", Deployment: \"1.17\"}", "is repeated"),
        ];
        for (good, from, to, message) in cases {
            let text = good.replacen(from, to, 1);
            assert_ne!(text, good, "{from}");
            let problems = validate(&text).expect_err(to);
            assert!(problems.iter().any(|problem| problem.contains(message)), "{to}: {problems:?}");
        }
    }
}
