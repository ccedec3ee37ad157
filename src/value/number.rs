//! Numbers, exact where they are integers.

use std::cmp::Ordering;
use std::fmt;

/// A number: an integer of up to 128 bits, exactly, or a 64-bit float.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// An integer.
    Int(i128),
    /// A number with a fraction, or too large for an integer here; never NaN.
    Float(f64),
}

impl Number {
    /// Reads a decimal literal as HCL, JSON and YAML write it. Values that are whole become integers.
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(int) = text.parse::<i128>() {
            return Some(Self::Int(int));
        }
        // `inf` and `nan` are words, no numbers.
        let float = text.parse::<f64>().ok().filter(|float| float.is_finite())?;
        Some(Self::parse_whole(text).unwrap_or_else(|| Self::from(float)))
    }

    /// The integer, where it is one.
    pub fn as_i64(self) -> Option<i64> {
        match self {
            Self::Int(int) => i64::try_from(int).ok(),
            Self::Float(_) => None,
        }
    }

    /// The nearest float.
    pub fn as_f64(self) -> f64 {
        match self {
            Self::Int(int) => int as f64,
            Self::Float(float) => float,
        }
    }
}

impl From<i64> for Number {
    fn from(int: i64) -> Self {
        Self::Int(int.into())
    }
}

impl From<i32> for Number {
    fn from(int: i32) -> Self {
        Self::Int(int.into())
    }
}

impl From<f64> for Number {
    /// A whole float becomes an integer, so that `1` and `1.0` are one number.
    fn from(float: f64) -> Self {
        const EXACT: f64 = 9_007_199_254_740_992.0; // 2^53
        if float.fract() == 0.0 && float.abs() <= EXACT { Self::Int(float as i128) } else { Self::Float(float) }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => Some(a.cmp(b)),
            (a, b) => a.as_f64().partial_cmp(&b.as_f64()),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(int) => int.fmt(f),
            Self::Float(float) => float.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_one_whatever_their_spelling() {
        for (left, right) in [("1", "1.0"), ("1e3", "1000"), ("-0", "0"), ("0.5", "5e-1")] {
            assert_eq!(Number::parse(left), Number::parse(right), "{left} and {right}");
        }
        assert_eq!(
            Number::parse("100000000000000000000001").map(|n| n.to_string()).as_deref(),
            Some("100000000000000000000001")
        );
        assert_eq!(Number::parse("1e30").map(|n| n.to_string().len()), Some(31));
        assert!(Number::parse("x").is_none());
        assert!(Number::parse("NaN").is_none());
    }
}
