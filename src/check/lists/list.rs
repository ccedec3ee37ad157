//! What a list is once it is loaded. Everything is `'static`: lists are constants of the program.

use super::ending::{Ending, When};
use super::version;

/// Months after the date of a list of which `explain` tells what ends in them.
const MONTHS_TOLD: u32 = 6;

/// Facts that age.
#[derive(Debug)]
pub struct List {
    /// Stable name, such as `aws-eks`.
    pub name: &'static str,
    /// What it lists.
    pub about: &'static str,
    /// The day on which its facts were so, `YYYY-MM-DD`. What has ended is judged by this day and never by the clock, so
    /// that one binary gives the same findings for ever.
    pub as_of: &'static str,
    /// Where its facts are from.
    pub sources: &'static [&'static str],
    /// What it says.
    pub form: Form,
}

/// What a list says.
#[derive(Debug)]
pub enum Form {
    /// Until when versions are supported.
    Versions(Versions),
    /// Which APIs are no longer served.
    Removed(&'static [Removed]),
}

/// It depends on what is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undecided;

/// Versions, each with its end.
#[derive(Debug)]
pub struct Versions {
    /// What ends, such as `standard support`.
    pub ends: &'static str,
    /// Whether a version is an entry itself; otherwise it may have further parts.
    pub exact: bool,
    /// What may stand before a version.
    pub prefix: &'static str,
    /// All versions below this one have ended.
    pub before: Option<&'static str>,
    /// Versions that ended on a day that is not known.
    pub ended: &'static [&'static str],
    /// Versions and the last day of each, `YYYY-MM-DD`.
    pub until: &'static [(&'static str, &'static str)],
}

/// A kind of an API that is no longer served.
#[derive(Debug)]
pub struct Removed {
    /// Group and version, such as `apps/v1beta1`.
    pub api: &'static str,
    /// The kind, such as `Deployment`.
    pub kind: &'static str,
    /// The first version of Kubernetes without it.
    pub since: &'static str,
    /// What took its place, such as `apps/v1`; none where nothing did.
    pub instead: Option<&'static str>,
}

impl List {
    /// The end of this version, if it has passed on the day of the list. What the list does not know has not ended.
    pub fn ending(&'static self, version: &str) -> Option<Ending> {
        let Form::Versions(versions) = &self.form else { return None };
        match versions.entry(version) {
            Some((_, Some(day))) if day >= self.as_of => None,
            Some((_, day)) => Some(versions.ending(day)),
            None => versions.is_below(version).then(|| versions.ending(None)),
        }
    }

    /// The same for a version of which only the start is known.
    ///
    /// # Errors
    /// When what it can be does not agree.
    pub fn ending_from(&'static self, start: &str) -> Result<Option<Ending>, Undecided> {
        let Form::Versions(versions) = &self.form else { return Ok(None) };
        let start = match start.strip_prefix(versions.prefix) {
            Some(start) => start,
            // The rest of the prefix may follow.
            None if versions.prefix.starts_with(start) => return Err(Undecided),
            None => start,
        };
        if versions.keys().any(|key| version::may_become(start, key)) {
            return Err(Undecided);
        }
        let whole = version::whole_parts(start);
        let is_told = match versions.before {
            Some(before) => versions.entry(whole).is_some() || version::order(whole, before).is_some(),
            None => true,
        };
        if is_told { Ok(self.ending(whole)) } else { Err(Undecided) }
    }

    /// Whether it is one of versions.
    pub fn is_of_versions(&self) -> bool {
        matches!(self.form, Form::Versions(_))
    }

    /// The versions that have ended.
    pub fn ended(&'static self) -> impl Iterator<Item = &'static str> {
        let versions = match &self.form {
            Form::Versions(versions) => Some(versions),
            Form::Removed(_) => None,
        };
        let past = versions.into_iter().flat_map(|versions| versions.until).filter(|(_, day)| *day < self.as_of);
        past.map(|(key, _)| *key).chain(versions.into_iter().flat_map(|versions| versions.ended).copied())
    }

    /// What ends within half a year from the day of the list, soonest first: the version and its day.
    pub fn ending_soon(&self) -> Vec<(&'static str, &'static str)> {
        let Form::Versions(versions) = &self.form else { return Vec::new() };
        let last = months_after(self.as_of, MONTHS_TOLD);
        let soon = |(_, day): &&(&str, &str)| *day >= self.as_of && *day <= last.as_str();
        let mut soon: Vec<_> = versions.until.iter().filter(soon).copied().collect();
        soon.sort_by_key(|(_, day)| *day);
        soon
    }
}

impl Versions {
    fn keys(&self) -> impl Iterator<Item = &'static str> {
        self.until.iter().map(|(key, _)| *key).chain(self.ended.iter().copied())
    }

    /// The entry of a version, of several the longest, with its day where that is known.
    fn entry(&self, version: &str) -> Option<(&'static str, Option<&'static str>)> {
        let dated = self.until.iter().map(|(key, day)| (*key, Some(*day)));
        let entries = dated.chain(self.ended.iter().map(|key| (*key, None)));
        if self.exact {
            return entries.into_iter().find(|(key, _)| *key == version);
        }
        let version = self.bare(version);
        entries.filter(|(key, _)| version::is_of(version, key)).max_by_key(|(key, _)| key.len())
    }

    fn is_below(&self, version: &str) -> bool {
        self.before
            .is_some_and(|before| version::order(self.bare(version), before).is_some_and(std::cmp::Ordering::is_lt))
    }

    fn bare<'t>(&self, version: &'t str) -> &'t str {
        version.strip_prefix(self.prefix).unwrap_or(version)
    }

    fn ending(&self, day: Option<&'static str>) -> Ending {
        Ending { ends: self.ends, when: day.map(When::Day), instead: None }
    }
}

impl Removed {
    /// That it is served no more, as the end of its support.
    pub fn ending(&self) -> Ending {
        Ending { ends: Ending::UNTOLD.ends, when: Some(When::Version(self.since)), instead: self.instead }
    }
}

/// The same day of a later month; for comparing only, since that month may be shorter.
fn months_after(day: &str, months: u32) -> String {
    let mut parts = day.splitn(3, '-');
    let mut number = || parts.next().and_then(|part| part.parse::<u32>().ok()).unwrap_or_default();
    let (year, month, day) = (number(), number(), number());
    let months = month + months - 1;
    format!("{:04}-{:02}-{day:02}", year + months / 12, months % 12 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENDS: &str = "support";

    const fn list(versions: Versions) -> List {
        List { name: "own", about: "", as_of: "2026-11-30", sources: &[], form: Form::Versions(versions) }
    }

    static PARTS: List = list(Versions {
        ends: ENDS,
        exact: false,
        prefix: "v",
        before: Some("2.1"),
        ended: &["2.4"],
        until: &[
            ("2.1", "2020-01-01"),
            ("2.8", "2024-09-11"),
            ("2.8.2", "2027-01-14"),
            ("2.9", "2026-11-29"),
            ("2.10", "2026-11-30"),
            ("2.11", "2027-05-30"),
            ("2.12", "2027-05-31"),
        ],
    });

    static EXACT: List = list(Versions {
        ends: ENDS,
        exact: true,
        prefix: "",
        before: None,
        ended: &["nodejs"],
        until: &[("nodejs4.3", "2020-03-05"), ("nodejs30.x", "2030-03-05")],
    });

    /// The message's words, or `-` for what has not ended.
    fn words(list: &'static List, version: &str) -> String {
        list.ending(version).map_or("-".to_owned(), |ending| ending.until())
    }

    #[test]
    fn versions_are_looked_up_by_their_parts() {
        let rows = [
            ("2.1", "ended on 2020-01-01"),
            ("v2.1", "ended on 2020-01-01"),
            ("vv2.1", "-"),
            ("2.1.7", "ended on 2020-01-01"),
            ("2.1-lts", "ended on 2020-01-01"),
            ("2_1_7", "ended on 2020-01-01"),
            ("2.1x", "-"),
            ("2.12", "-"),
            ("2.8", "ended on 2024-09-11"),
            ("2.8.1", "ended on 2024-09-11"),
            ("2.8.20", "ended on 2024-09-11"),
            ("2.8.2", "-"),
            ("2.8.2.tiered", "-"),
            ("2.4", "has ended"),
            ("2.4.9", "has ended"),
            ("2.9.1", "ended on 2026-11-29"),
            // The last day is a day of support.
            ("2.10", "-"),
            ("2.0.5", "has ended"),
            ("1.99", "has ended"),
            ("1", "has ended"),
            ("0.9-beta", "has ended"),
            // It may be 2.8 or anything else.
            ("2", "-"),
            ("2.5", "-"),
            ("3.0", "-"),
            ("2.02", "-"),
            ("", "-"),
            ("latest", "-"),
            (".1", "-"),
            ("99999999999999999999999.1", "-"),
            ("-1", "-"),
            ("１.0", "-"),
        ];
        for (version, expected) in rows {
            assert_eq!(words(&PARTS, version), expected, "{version}");
        }
    }

    #[test]
    fn names_are_looked_up_as_they_are() {
        let rows =
            [("nodejs", "has ended"), ("nodejs4.3", "ended on 2020-03-05"), ("nodejs4.3.1", "-"), ("nodejs30.x", "-")];
        for (version, expected) in rows {
            assert_eq!(words(&EXACT, version), expected, "{version}");
        }
    }

    #[test]
    fn the_start_of_a_version_decides_where_it_can() {
        let rows = [
            ("2.1.", Some(true)),
            ("2.1", None),
            ("2.1-", Some(true)),
            ("2.5.", Some(false)),
            ("2.5", None),
            ("2.8.", None),
            ("2.8.1", Some(true)),
            ("2.8.2", None),
            ("2.8.2.", Some(false)),
            ("2.8.3.", Some(true)),
            ("2.", None),
            ("2", None),
            ("1.", Some(true)),
            ("1", None),
            ("3.", Some(false)),
            ("v3.", Some(false)),
            ("", None),
            ("x", None),
        ];
        for (start, expected) in rows {
            assert_eq!(PARTS.ending_from(start).ok().map(|ending| ending.is_some()), expected, "{start}");
        }
    }

    #[test]
    fn what_ends_soon_is_told_by_its_day() {
        assert_eq!(PARTS.ending_soon(), [("2.10", "2026-11-30"), ("2.8.2", "2027-01-14"), ("2.11", "2027-05-30")]);
        assert_eq!(months_after("2026-06-30", 6), "2026-12-30");
        assert_eq!(months_after("2026-07-01", 6), "2027-01-01");
    }
}
