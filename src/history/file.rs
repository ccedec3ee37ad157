//! The file of a history, read line by line.

use serde::Deserialize;

use super::Record;
use super::record::VERSION;

/// What a file holds.
#[derive(Debug, Default)]
pub struct History {
    /// Scans, the oldest first.
    pub records: Vec<Record>,
    /// What is odd about the file, one sentence each without a full stop.
    pub warnings: Vec<String>,
}

/// A line that makes a text no history.
#[derive(Debug, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct HistoryError {
    /// The line, counted from one.
    pub line: usize,
    /// What is wrong with it.
    pub reason: RecordError,
}

/// Why a line is no record.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The user gave another file, or it was changed by hand.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// The line was written by another version of Ravelin.
    #[error("version {0} of the format is not known; this is for version {VERSION}")]
    Version(u32),
    /// The file was changed by hand.
    #[error("`{0}` is no time")]
    Time(String),
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

/// Reads the text of a history.
///
/// A line that is cut off, because the machine stopped while it was written, is left out with a warning.
///
/// # Errors
/// The first line that is no record, or one of another version.
pub fn read(text: &str) -> Result<History, HistoryError> {
    let mut history = History::default();
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        match record(line) {
            Ok(record) => history.records.push(record),
            Err(RecordError::Json(error)) if error.is_eof() => {
                history.warnings.push(format!("line {number} is cut off and was left out"));
            }
            Err(reason) => return Err(HistoryError { line: number, reason }),
        }
    }
    // A file that several machines append to need not be in order. The times are in UTC and of one form.
    history.records.sort_by(|a, b| a.time.cmp(&b.time));
    Ok(history)
}

fn record(line: &str) -> Result<Record, RecordError> {
    let Version { version } = serde_json::from_str(line)?;
    if version != VERSION {
        return Err(RecordError::Version(version));
    }
    let record: Record = serde_json::from_str(line)?;
    match record.time.parse::<jiff::Timestamp>() {
        Ok(_) => Ok(record),
        Err(_) => Err(RecordError::Time(record.time)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Outcome;
    use crate::history::Setting;

    fn line(time: &str) -> String {
        let setting = Setting { paths: vec![".".to_owned()], checks: "c".to_owned(), baseline: false };
        Record::new(time.to_owned(), None, setting, &Outcome::default(), &[]).to_line()
    }

    #[test]
    fn lines_are_read_in_the_order_of_time() {
        let text = format!("{}\n{}", line("2026-01-02T00:00:00Z"), line("2026-01-01T00:00:00Z"));
        let history = read(&text).expect("valid");
        let times: Vec<&str> = history.records.iter().map(|record| record.time.as_str()).collect();
        assert_eq!(times, ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"]);
        assert!(history.warnings.is_empty());
    }

    #[test]
    fn a_line_that_is_cut_off_is_left_out() {
        let whole = line("2026-01-01T00:00:00Z");
        let torn = &whole[..whole.len() / 2];
        for text in [format!("{whole}{torn}"), format!("{torn}\n{whole}"), format!("{whole}{{")] {
            let history = read(&text).expect("valid");
            assert_eq!((history.records.len(), history.warnings.len()), (1, 1), "{text}");
        }
    }

    #[test]
    fn other_lines_are_refused() {
        let whole = line("2026-01-01T00:00:00Z");
        let cases = [
            ("hello\n".to_owned(), "line 1: expected value"),
            (whole.replace("\"version\":1", "\"version\":2"), "line 1: version 2 of the format is not known"),
            (format!("{whole}{{}}"), "line 2: missing field `version`"),
            (whole.replace("2026-01-01T", "yesterday "), "line 1: `yesterday 00:00:00Z` is no time"),
        ];
        for (text, expected) in cases {
            let error = read(&text).expect_err("not valid").to_string();
            assert!(error.starts_with(expected), "{error}");
        }
    }
}
