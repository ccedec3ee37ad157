//! Dates, as [RFC 3339](https://www.rfc-editor.org/rfc/rfc3339) writes them.

use std::cmp::Ordering;
use std::fmt::Write as _;

use jiff::SignedDuration;
use jiff::civil::DateTime;

use super::{Arguments, Outcome, Table};
use crate::frontend::terraform::evaluate::unknowns::invalid;
use crate::value::Value;

pub(super) const TABLE: Table = &[
    ("formatdate", 2..=2, |call| call.value(format_date(call))),
    ("timeadd", 2..=2, |call| call.value(add(call))),
    ("timecmp", 2..=2, |call| call.value(compare(call))),
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// A moment in the time zone in which it was written.
pub(super) struct Stamp {
    local: DateTime,
    /// Of the time zone, in minutes.
    offset: i32,
}

impl Stamp {
    /// Reads `2018-01-02T23:12:01.5-08:00`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let number = |start: usize, length: usize| -> Option<i16> {
            let digits = text.get(start..start + length)?;
            digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
        };
        let small = |start: usize| number(start, 2).and_then(|number| i8::try_from(number).ok());
        let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':')];
        if !marks.iter().all(|(at, mark)| bytes.get(*at) == Some(mark)) {
            return None;
        }
        let mut zone = text.get(19..)?;
        let mut nanoseconds = 0;
        if let Some(rest) = zone.strip_prefix('.') {
            let length = rest.find(|char: char| !char.is_ascii_digit())?;
            let digits = rest.get(..length.min(9)).filter(|digits| !digits.is_empty())?;
            nanoseconds = format!("{digits:0<9}").parse().ok()?;
            zone = &rest[length..];
        }
        let local = DateTime::new(number(0, 4)?, small(5)?, small(8)?, small(11)?, small(14)?, small(17)?, nanoseconds);
        Some(Self { local: local.ok()?, offset: offset(zone)? })
    }

    fn of(call: &Arguments<'_>, position: usize) -> Outcome<Self> {
        let text = call.text(position)?;
        Self::parse(&text).ok_or_else(|| invalid(format!("`{text}` is no date and time"), call.span))
    }

    fn universal(&self) -> Option<DateTime> {
        self.local.checked_sub(SignedDuration::from_mins(self.offset.into())).ok()
    }

    /// `Z` for universal time, otherwise the offset.
    fn zone(&self, separator: &str) -> String {
        let sign = if self.offset < 0 { '-' } else { '+' };
        let minutes = self.offset.unsigned_abs();
        format!("{sign}{:02}{separator}{:02}", minutes / 60, minutes % 60)
    }

    /// Without fractions of seconds.
    pub(super) fn text(&self) -> String {
        let zone = if self.offset == 0 { "Z".to_owned() } else { self.zone(":") };
        let (date, time) = (self.local.date(), self.local.time());
        let (year, month, day) = (date.year(), date.month(), date.day());
        format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}{zone}", time.hour(), time.minute(), time.second())
    }
}

fn offset(zone: &str) -> Option<i32> {
    if zone == "Z" {
        return Some(0);
    }
    let sign = match zone.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    let part = |text: &str, limit: i32| -> Option<i32> {
        let number = text.parse().ok().filter(|number| (0..limit).contains(number));
        number.filter(|_| text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit()))
    };
    Some(sign * (part(hours, 24)? * 60 + part(minutes, 60)?))
}

fn format_date(call: &Arguments<'_>) -> Outcome<Value> {
    let (format, stamp) = (call.text(0)?, Stamp::of(call, 1)?);
    let mut out = String::new();
    let mut rest = &*format;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' => {
                let (text, length) =
                    quoted(rest).ok_or_else(|| invalid("the format has a quote that does not end", call.span))?;
                out.push_str(&text);
                length
            }
            _ if first.is_ascii_alphabetic() => {
                let length = rest.len() - rest.trim_start_matches(first).len();
                let part = sequence(&stamp, &rest[..length]);
                let unknown = || invalid(format!("`{}` means nothing in a date format", &rest[..length]), call.span);
                out.push_str(&part.ok_or_else(unknown)?);
                length
            }
            _ => {
                out.push(first);
                first.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    Ok(call.string(out))
}

/// The text of `'…'`, in which two quotes stand for one, and how long it is written. Just two quotes are one as well.
fn quoted(text: &str) -> Option<(String, usize)> {
    let mut out = String::new();
    let mut at = 1;
    loop {
        let length = text.get(at..)?.find('\'')?;
        out.push_str(&text[at..at + length]);
        at += length + 1;
        match text.get(at..)?.starts_with('\'') {
            true => {
                out.push('\'');
                at += 1;
            }
            false if at == 2 => return Some(("'".to_owned(), at)),
            false => return Some((out, at)),
        }
    }
}

/// What a sequence of one letter means.
fn sequence(stamp: &Stamp, letters: &str) -> Option<String> {
    let (date, time) = (stamp.local.date(), stamp.local.time());
    let month = MONTHS[usize::try_from(date.month() - 1).ok()?];
    let day = DAYS[usize::try_from(date.weekday().to_sunday_zero_offset()).ok()?];
    let half = (time.hour() + 11) % 12 + 1;
    let mut out = String::new();
    // Writing to a string never fails.
    let _ = match letters {
        "YYYY" => write!(out, "{:04}", date.year()),
        "YY" => write!(out, "{:02}", date.year() % 100),
        "MMMM" => write!(out, "{month}"),
        "MMM" => write!(out, "{}", &month[..3]),
        "MM" => write!(out, "{:02}", date.month()),
        "M" => write!(out, "{}", date.month()),
        "DD" => write!(out, "{:02}", date.day()),
        "D" => write!(out, "{}", date.day()),
        "EEEE" => write!(out, "{day}"),
        "EEE" => write!(out, "{}", &day[..3]),
        "hh" => write!(out, "{:02}", time.hour()),
        "h" => write!(out, "{}", time.hour()),
        "HH" => write!(out, "{half:02}"),
        "H" => write!(out, "{half}"),
        "AA" => write!(out, "{}", if time.hour() < 12 { "AM" } else { "PM" }),
        "aa" => write!(out, "{}", if time.hour() < 12 { "am" } else { "pm" }),
        "mm" => write!(out, "{:02}", time.minute()),
        "m" => write!(out, "{}", time.minute()),
        "ss" => write!(out, "{:02}", time.second()),
        "s" => write!(out, "{}", time.second()),
        "Z" if stamp.offset == 0 => write!(out, "Z"),
        "ZZZ" if stamp.offset == 0 => write!(out, "UTC"),
        "Z" | "ZZZZZ" => write!(out, "{}", stamp.zone(":")),
        "ZZZ" | "ZZZZ" => write!(out, "{}", stamp.zone("")),
        _ => return None,
    };
    Some(out)
}

fn add(call: &Arguments<'_>) -> Outcome<Value> {
    let (stamp, text) = (Stamp::of(call, 0)?, call.text(1)?);
    let duration = duration(&text).ok_or_else(|| invalid(format!("`{text}` is no duration"), call.span))?;
    let local = stamp.local.checked_add(duration).map_err(|_| call.limit("dates"))?;
    Ok(call.string(Stamp { local, ..stamp }.text()))
}

/// Reads `-1h30m`; the units go from hours to nanoseconds, and fractions may follow each number.
fn duration(text: &str) -> Option<SignedDuration> {
    const UNITS: [(&str, i128); 8] = [
        ("ns", 1),
        ("us", 1_000),
        ("µs", 1_000),
        ("μs", 1_000),
        ("ms", 1_000_000),
        ("s", 1_000_000_000),
        ("m", 60_000_000_000),
        ("h", 3_600_000_000_000),
    ];
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut rest = unsigned;
    let mut total = 0_i128;
    while rest != "0" {
        let number_length =
            rest.len() - rest.trim_start_matches(|char: char| char.is_ascii_digit() || char == '.').len();
        let (number, after) = rest.split_at(number_length);
        let unit_length = after.find(|char: char| char.is_ascii_digit() || char == '.').unwrap_or(after.len());
        let (_, size) = UNITS.iter().find(|(unit, _)| *unit == &after[..unit_length])?;
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        if whole.len() + fraction.len() == 0 || fraction.len() > 12 {
            return None;
        }
        let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
        let fraction_value: i128 = if fraction.is_empty() { 0 } else { fraction.parse().ok()? };
        let part = fraction_value * size / 10_i128.pow(u32::try_from(fraction.len()).ok()?);
        total = total.checked_add(whole.checked_mul(*size)?)?.checked_add(part)?;
        rest = &after[unit_length..];
        if rest.is_empty() {
            break;
        }
    }
    let total = i64::try_from(if text.starts_with('-') { -total } else { total }).ok()?;
    Some(SignedDuration::from_nanos(total))
}

fn compare(call: &Arguments<'_>) -> Outcome<Value> {
    let (left, right) = (Stamp::of(call, 0)?, Stamp::of(call, 1)?);
    let order = left.universal().zip(right.universal()).map(|(left, right)| left.cmp(&right));
    match order {
        Some(Ordering::Less) => Ok(Value::number(-1, call.span)),
        Some(Ordering::Equal) => Ok(Value::number(0, call.span)),
        Some(Ordering::Greater) => Ok(Value::number(1, call.span)),
        None => Err(call.limit("dates")),
    }
}
