//! Numbers in the verbs of `format`.

use std::cmp::Ordering;

use crate::value::Number;

/// How a number is to be written.
pub(super) struct Style {
    /// The verb: one of `b d o x X e E f g G`.
    pub(super) letter: char,
    /// Digits behind the point, or in all for `g`; at least so many digits of a whole number.
    pub(super) precision: Option<usize>,
    /// `0x` and its kin in front.
    pub(super) prefixed: bool,
}

/// Why a number is not written.
#[derive(Clone, Copy)]
pub(super) enum Failure {
    /// The verb takes whole numbers only.
    NotWhole,
    /// Not all of its digits are known.
    Inexact,
}

/// The digits of a number, without sign: `0.d1d2d3… * 10^point`.
struct Digits {
    written: Vec<u8>,
    point: i64,
    /// On which side of the number its binary float is, by which a half is rounded.
    side: Ordering,
}

impl Style {
    /// The number without its sign.
    pub(super) fn write(&self, number: Number) -> Result<String, Failure> {
        if !number.is_exact() {
            return Err(Failure::Inexact);
        }
        match self.letter {
            'b' | 'd' | 'o' | 'x' | 'X' => self.integer(number),
            'f' => Ok(self.fixed(Digits::of(number))),
            'e' | 'E' => {
                let places = self.precision.unwrap_or(6);
                Ok(self.scientific(&Digits::of(number).rounded(places as i64 + 1), places))
            }
            _ => Ok(self.general(Digits::of(number))),
        }
    }

    fn integer(&self, number: Number) -> Result<String, Failure> {
        let Number::Int(int) = number else { return Err(Failure::NotWhole) };
        let int = int.unsigned_abs();
        let (prefix, digits) = match self.letter {
            'b' => ("0b", format!("{int:b}")),
            'o' => ("0", format!("{int:o}")),
            'x' => ("0x", format!("{int:x}")),
            'X' => ("0X", format!("{int:X}")),
            _ => ("", int.to_string()),
        };
        let prefix = if self.prefixed { prefix } else { "" };
        let width = self.precision.unwrap_or(0);
        Ok(format!("{prefix}{digits:0>width$}"))
    }

    fn fixed(&self, digits: Digits) -> String {
        let places = self.precision.unwrap_or(6);
        let keep = digits.point + places as i64;
        digits.rounded(keep).fixed(places)
    }

    fn scientific(&self, digits: &Digits, places: usize) -> String {
        let fraction: String = (1..=places).map(|index| digits.at(index as i64)).collect();
        let exponent = if digits.written.is_empty() { 0 } else { digits.point - 1 };
        let sign = if exponent < 0 { '-' } else { '+' };
        let letter = if self.letter.is_uppercase() { 'E' } else { 'e' };
        let point = if places > 0 { "." } else { "" };
        format!("{}{point}{fraction}{letter}{sign}{:02}", digits.at(0), exponent.unsigned_abs())
    }

    /// With an exponent where that is shorter.
    fn general(&self, digits: Digits) -> String {
        let (digits, limit) = match self.precision {
            None => (digits, 6),
            Some(precision) => {
                let precision = precision.max(1) as i64;
                let digits = digits.rounded(precision);
                let count = digits.written.len() as i64;
                let limit = if precision > count && count >= digits.point { count } else { precision };
                (digits, limit)
            }
        };
        let count = digits.written.len() as i64;
        let exponent = if count == 0 { 0 } else { digits.point - 1 };
        if exponent < -4 || exponent >= limit {
            return self.scientific(&digits, usize::try_from(count - 1).unwrap_or(0));
        }
        let places = usize::try_from(count - digits.point).unwrap_or(0);
        digits.fixed(places)
    }
}

impl Digits {
    fn of(number: Number) -> Self {
        let (text, side) = match number {
            Number::Int(int) => (format!("{}e0", int.unsigned_abs()), Ordering::Equal),
            Number::Float(float) => (format!("{:e}", float.abs()), number.side()),
        };
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let whole = mantissa.find('.').unwrap_or(mantissa.len()) as i64;
        let written: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).map(|byte| byte - b'0').collect();
        let point = whole + exponent.parse::<i64>().unwrap_or(0);
        let mut digits = Self { written, point, side };
        digits.trim();
        digits
    }

    /// Drops zeros at the end; zero itself has no digits.
    fn trim(&mut self) {
        while self.written.last() == Some(&0) {
            self.written.pop();
        }
        if self.written.is_empty() {
            self.point = 1;
        }
    }

    fn at(&self, index: i64) -> char {
        let digit = usize::try_from(index).ok().and_then(|index| self.written.get(index)).copied().unwrap_or(0);
        char::from(b'0' + digit)
    }

    /// The nearest number of so many digits; of a half, the even one.
    fn rounded(mut self, keep: i64) -> Self {
        let count = self.written.len() as i64;
        if keep >= count {
            return self;
        }
        let kept = usize::try_from(keep).unwrap_or(0);
        let next = if keep < 0 { 0 } else { self.written[kept] };
        let is_half = next == 5 && count == keep + 1;
        let is_odd = kept > 0 && self.written[kept - 1] % 2 == 1;
        let up = match self.side {
            Ordering::Equal if is_half => is_odd,
            Ordering::Less if is_half => false,
            _ => next >= 5,
        };
        self.written.truncate(kept);
        if up {
            match self.written.iter().rposition(|digit| *digit < 9) {
                Some(place) => {
                    self.written.truncate(place + 1);
                    self.written[place] += 1;
                }
                None => {
                    self.written = vec![1];
                    self.point += 1;
                }
            }
        }
        self.trim();
        self
    }

    fn fixed(&self, places: usize) -> String {
        let whole: String = (0..self.point.max(0)).map(|index| self.at(index)).collect();
        let whole = if whole.is_empty() { "0" } else { &whole };
        if places == 0 {
            return whole.to_owned();
        }
        let fraction: String = (0..places as i64).map(|place| self.at(self.point + place)).collect();
        format!("{whole}.{fraction}")
    }
}
