//! What the scans of a history say together.

use std::collections::BTreeMap;

use super::Record;
use crate::check::Severity;

/// How many findings there are of each severity, the worst first.
type BySeverity = [usize; Severity::ALL.len()];

/// Ages of open findings: the words, and the first day that is too old.
pub const AGES: [(&str, i64); 4] =
    [("under 7 days", 7), ("7 to 29 days", 30), ("30 to 89 days", 90), ("90 days and more", i64::MAX)];

const DAY: i64 = 24 * 60 * 60;

/// Most of the oldest open findings that are named.
const OLDEST: usize = 10;

/// A history in figures.
#[derive(Debug)]
pub struct Trend<'r> {
    /// Every scan, the oldest first.
    pub points: Vec<Point<'r>>,
    /// How long it took to mend findings of each severity, the worst first.
    pub remediation: Vec<(Severity, Remediation)>,
    /// The same for all of them.
    pub overall: Remediation,
    /// Open findings by age, in the order of [`AGES`].
    pub ages: Vec<Age>,
    /// The oldest open findings.
    pub oldest: Vec<Open<'r>>,
}

/// One scan.
#[derive(Debug)]
pub struct Point<'r> {
    /// What was recorded.
    pub record: &'r Record,
    /// Findings by severity, the worst first.
    pub counts: BySeverity,
    /// Findings that the scan before did not have. None where the two cannot be compared: it is the first scan, or
    /// paths, checks or the use of a baseline changed.
    pub new: Option<usize>,
    /// Findings that are gone since the scan before, without those that somebody bears now. None also where part of the
    /// input could not be read, because then nobody knows; they stay open until a complete scan does not find them.
    pub fixed: Option<usize>,
}

/// How long findings were open that are fixed by now, from the scan that first had them to the first without.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Remediation {
    /// Number of findings.
    pub fixed: usize,
    /// Mean in seconds.
    pub mean: Option<i64>,
    /// Median in seconds.
    pub median: Option<i64>,
}

/// Open findings of one age.
#[derive(Debug, PartialEq, Eq)]
pub struct Age {
    /// The age in words.
    pub words: &'static str,
    /// Findings by severity, the worst first.
    pub counts: BySeverity,
}

/// An open finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open<'r> {
    /// Its fingerprint.
    pub fingerprint: &'r str,
    /// Id of its check.
    pub check: &'r str,
    /// How bad it is.
    pub severity: Severity,
    /// Time of the first scan that had it.
    pub since: &'r str,
    /// Its age at the last scan in seconds.
    pub age: i64,
    /// Whether it may be older: the scan that first had it has none before it to compare with.
    pub at_least: bool,
}

impl<'r> Trend<'r> {
    /// The figures of `records`, which are in the order of time.
    pub fn new(records: &'r [Record]) -> Self {
        let mut open: BTreeMap<&str, Open<'r>> = BTreeMap::new();
        let mut fixed: Vec<(Severity, i64)> = Vec::new();
        let mut points: Vec<Point<'r>> = Vec::new();
        for record in records {
            let now = seconds(record);
            let before = points.last().map(|point| point.record);
            let comparable = before.is_some_and(|before| before.setting == record.setting);
            let found = found(record, now, !comparable);
            let mut counts = BySeverity::default();
            for finding in found.values() {
                counts[rank(finding.severity)] += 1;
            }
            let new = found.keys().filter(|fingerprint| !open.contains_key(**fingerprint)).count();
            let mut gone = Vec::new();
            open.retain(|fingerprint, finding| {
                if found.contains_key(fingerprint) {
                    return true;
                }
                let is_borne = record.borne.binary_search_by(|borne| borne.as_str().cmp(fingerprint)).is_ok();
                // What an incomplete scan does not find stays open. Where settings changed it leaves without being fixed.
                let stays = comparable && !record.complete && !is_borne;
                if !stays && !is_borne {
                    gone.push((finding.severity, now - seconds_of(finding.since)));
                }
                stays
            });
            for (fingerprint, finding) in found {
                open.entry(fingerprint).and_modify(|known| known.severity = finding.severity).or_insert(finding);
            }
            let known = comparable && record.complete;
            points.push(Point { record, counts, new: comparable.then_some(new), fixed: known.then_some(gone.len()) });
            if known {
                fixed.extend(gone);
            }
        }
        Self::of(points, open.into_values().collect(), &fixed)
    }

    fn of(points: Vec<Point<'r>>, mut open: Vec<Open<'r>>, fixed: &[(Severity, i64)]) -> Self {
        let last = points.last().map_or(0, |point| seconds(point.record));
        for finding in &mut open {
            finding.age = last - seconds_of(finding.since);
        }
        let mut ages: Vec<Age> = AGES.map(|(words, _)| Age { words, counts: BySeverity::default() }).into();
        for finding in &open {
            let age = AGES.iter().position(|(_, end)| finding.age / DAY < *end).unwrap_or(AGES.len() - 1);
            ages[age].counts[rank(finding.severity)] += 1;
        }
        open.sort_by(|a, b| (b.age, b.severity, a.fingerprint).cmp(&(a.age, a.severity, b.fingerprint)));
        open.truncate(OLDEST);
        let of = |severity| fixed.iter().filter(move |(it, _)| *it == severity).map(|(_, duration)| *duration);
        Self {
            points,
            remediation: Severity::ALL.map(|severity| (severity, Remediation::of(of(severity)))).into(),
            overall: Remediation::of(fixed.iter().map(|(_, duration)| *duration)),
            ages,
            oldest: open,
        }
    }
}

impl Remediation {
    fn of(durations: impl Iterator<Item = i64>) -> Self {
        let mut durations: Vec<i64> = durations.collect();
        durations.sort_unstable();
        let fixed = durations.len();
        if fixed == 0 {
            return Self::default();
        }
        let median = i64::midpoint(durations[(fixed - 1) / 2], durations[fixed / 2]);
        Self { fixed, mean: Some(durations.iter().sum::<i64>() / fixed as i64), median: Some(median) }
    }
}

/// The findings of a scan. A severity that nobody knows was written by hand, and counts as the least.
fn found(record: &Record, now: i64, at_least: bool) -> BTreeMap<&str, Open<'_>> {
    let mut found = BTreeMap::new();
    for (check, severities) in &record.open {
        for (severity, fingerprints) in severities {
            let severity = Severity::parse(severity).unwrap_or(Severity::Info);
            let open = |fingerprint| Open { fingerprint, check, severity, since: &record.time, age: now, at_least };
            found.extend(fingerprints.iter().map(|fingerprint| (fingerprint.as_str(), open(fingerprint.as_str()))));
        }
    }
    found
}

fn rank(severity: Severity) -> usize {
    Severity::ALL.iter().position(|it| *it == severity).unwrap_or_default()
}

fn seconds(record: &Record) -> i64 {
    seconds_of(&record.time)
}

/// Reading a history has refused what is no time.
fn seconds_of(time: &str) -> i64 {
    time.parse::<jiff::Timestamp>().map_or(0, jiff::Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Outcome;
    use crate::history::Setting;

    const HIGH: &str = "high";
    const LOW: &str = "low";

    /// A complete scan on a day of January that found these.
    fn scan(day: u32, findings: &[(&str, &str)]) -> Record {
        let setting = Setting { paths: vec![".".to_owned()], checks: "c".to_owned(), baseline: false };
        let mut record = Record::new(format!("2026-01-{day:02}T00:00:00Z"), None, setting, &Outcome::default(), &[]);
        for (fingerprint, severity) in findings {
            let of_check = record.open.entry("a-check".to_owned()).or_default();
            of_check.entry((*severity).to_owned()).or_default().push((*fingerprint).to_owned());
        }
        record
    }

    fn changes(trend: &Trend<'_>) -> Vec<(Option<usize>, Option<usize>)> {
        trend.points.iter().map(|point| (point.new, point.fixed)).collect()
    }

    #[test]
    fn new_and_fixed_are_counted_from_scan_to_scan() {
        let records = [
            scan(1, &[("a", HIGH), ("b", LOW), ("c", LOW)]),
            scan(3, &[("b", LOW), ("d", HIGH)]),
            scan(11, &[("d", HIGH), ("a", HIGH)]),
        ];
        let trend = Trend::new(&records);
        assert_eq!(changes(&trend), [(None, None), (Some(1), Some(2)), (Some(1), Some(1))]);
        assert_eq!(trend.points[1].counts, [0, 1, 0, 1, 0]);
        // a: 2 days, c: 2 days, b: 10 days.
        let days = |mean, median| (Some(mean * DAY / 3), Some(median * DAY));
        assert_eq!((trend.overall.mean, trend.overall.median), days(14, 2));
        let of = |severity| trend.remediation.iter().find(|(it, _)| *it == severity).expect("every severity").1;
        assert_eq!(of(Severity::High), Remediation { fixed: 1, mean: Some(2 * DAY), median: Some(2 * DAY) });
        assert_eq!(of(Severity::Low), Remediation { fixed: 2, mean: Some(6 * DAY), median: Some(6 * DAY) });
        assert_eq!(of(Severity::Medium), Remediation::default());
        // What came back counts from its return.
        let oldest: Vec<_> = trend.oldest.iter().map(|it| (it.fingerprint, it.age / DAY, it.at_least)).collect();
        assert_eq!(oldest, [("d", 8, false), ("a", 0, false)]);
        assert_eq!((trend.ages[0].counts, trend.ages[1].counts), ([0, 1, 0, 0, 0], [0, 1, 0, 0, 0]));
    }

    #[test]
    fn what_an_incomplete_scan_lacks_stays_open() {
        let records =
            [scan(1, &[("a", HIGH)]), Record { complete: false, ..scan(2, &[("b", LOW)]) }, scan(5, &[("b", LOW)])];
        let trend = Trend::new(&records);
        assert_eq!(changes(&trend), [(None, None), (Some(1), None), (Some(0), Some(1))]);
        assert_eq!(trend.overall.mean, Some(4 * DAY));
    }

    #[test]
    fn what_somebody_bears_is_not_fixed() {
        let borne = |complete| Record { complete, borne: vec!["a".to_owned()], ..scan(2, &[]) };
        for complete in [true, false] {
            let records = [scan(1, &[("a", HIGH), ("b", LOW)]), borne(complete), scan(3, &[])];
            let trend = Trend::new(&records);
            let fixed: Vec<_> = trend.points.iter().map(|point| point.fixed).collect();
            let expected = if complete { [None, Some(1), Some(0)] } else { [None, None, Some(1)] };
            assert_eq!((fixed, trend.overall.fixed), (expected.to_vec(), 1));
            assert!(trend.oldest.is_empty());
        }
    }

    #[test]
    fn scans_with_other_settings_are_not_compared() {
        let mut other = scan(5, &[("b", LOW)]);
        other.setting.checks = "d".to_owned();
        let records = [scan(1, &[("a", HIGH), ("b", LOW)]), other];
        let trend = Trend::new(&records);
        assert_eq!(changes(&trend), [(None, None), (None, None)]);
        assert_eq!(trend.overall, Remediation::default());
        let oldest: Vec<_> = trend.oldest.iter().map(|it| (it.fingerprint, it.age / DAY, it.at_least)).collect();
        assert_eq!(oldest, [("b", 4, true)]);
    }

    #[test]
    fn an_empty_history_has_no_figures() {
        let trend = Trend::new(&[]);
        assert!(trend.points.is_empty() && trend.oldest.is_empty());
        assert_eq!(trend.overall, Remediation::default());
    }
}
