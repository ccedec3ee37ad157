//! Exact arithmetic, for as long as the digits fit.
//!
//! Terraform calculates with binary floats of 512 bits. With numbers that such a float holds (halves, quarters, …) the
//! result is the exact one; with others, such as 0.1, the last of some 150 digits may be off and shows (`0.3 - 0.1` is not
//! `0.2`). Results of that kind are not known here.

use std::cmp::Ordering;

use super::Number;
use super::binary::{self, Operation};

/// Digits of a float that are certain, whatever its binary form: one with more stands for a number that it is not.
const FLOAT_DIGITS: usize = 15;
/// Largest power of ten that is looked at; beyond it an `i128` has no room anyway.
const EXPONENT_LIMIT: u32 = 38;

/// `mantissa * 10^-scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Decimal {
    mantissa: i128,
    scale: u32,
}

impl Decimal {
    fn of(number: Number) -> Option<Self> {
        match number {
            Number::Int(mantissa) => Some(Self { mantissa, scale: 0 }),
            Number::Float(float) => Self::parse(&format!("{float:e}")).filter(|_| number.is_exact()),
        }
    }

    /// Reads digits with an optional point and exponent.
    fn parse(text: &str) -> Option<Self> {
        let (digits, exponent) = match text.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let fraction = fraction.trim_end_matches('0');
        if !fraction.bytes().all(|byte| byte.is_ascii_digit()) || !whole.ends_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let mantissa = format!("{whole}{fraction}").parse().ok()?;
        let scale = i32::try_from(fraction.len()).ok()?.checked_sub(exponent)?;
        match u32::try_from(scale) {
            Ok(scale) => Some(Self { mantissa, scale }.reduced()),
            Err(_) => Self { mantissa, scale: 0 }.shifted(scale.unsigned_abs()),
        }
    }

    /// Without zeros at the end of the fraction.
    fn reduced(mut self) -> Self {
        while self.scale > 0 && self.mantissa % 10 == 0 {
            self.mantissa /= 10;
            self.scale -= 1;
        }
        self
    }

    /// The mantissa times a power of ten.
    fn shifted(self, power: u32) -> Option<Self> {
        let factor = 10_i128.checked_pow(power.min(EXPONENT_LIMIT + 1))?;
        Some(Self { mantissa: self.mantissa.checked_mul(factor)?, ..self })
    }

    /// Both mantissas for one scale.
    fn aligned(self, other: Self) -> Option<(i128, i128, u32)> {
        let scale = self.scale.max(other.scale);
        let left = self.shifted(scale - self.scale)?.mantissa;
        let right = other.shifted(scale - other.scale)?.mantissa;
        Some((left, right, scale))
    }

    /// `None` when it has more digits than a float can hold with certainty.
    fn number(self) -> Option<Number> {
        let Self { mantissa, scale } = self.reduced();
        if scale == 0 {
            return Some(Number::Int(mantissa));
        }
        let float: f64 = format!("{mantissa}e-{scale}").parse().ok()?;
        let digits = mantissa.unsigned_abs().to_string().len();
        (digits <= FLOAT_DIGITS && float.is_normal()).then_some(Number::Float(float))
    }
}

/// The result of an operation, where Terraform's is the same.
fn checked(
    operation: Operation,
    left: Number,
    right: Number,
    calculate: impl FnOnce(i128, i128, u32) -> Option<Decimal>,
) -> Option<Number> {
    let (left_decimal, right_decimal) = (Decimal::of(left)?, Decimal::of(right)?);
    let (a, b, scale) = left_decimal.aligned(right_decimal)?;
    let result = calculate(a, b, scale)?;
    let parts = |decimal: Decimal| (decimal.mantissa, decimal.scale);
    let agrees = || binary::agrees(operation, parts(left_decimal), parts(right_decimal), parts(result.reduced()));
    let exact = left.is_dyadic() && right.is_dyadic();
    if exact || agrees() { result.number() } else { None }
}

impl Number {
    /// Whether this is the number that was meant, rather than the nearest float to it.
    pub fn is_exact(self) -> bool {
        match self {
            Self::Int(_) => true,
            Self::Float(float) => {
                let text = format!("{float:e}");
                let digits = text.bytes().take_while(|byte| *byte != b'e').filter(u8::is_ascii_digit).count();
                float.abs() < 1e15 && digits <= FLOAT_DIGITS
            }
        }
    }

    /// Whether the two cannot be told apart, because one of them is not exact.
    pub fn is_too_close(self, other: Self) -> bool {
        const TOLERANCE: f64 = 1e-12;
        let (left, right) = (self.as_f64(), other.as_f64());
        let inexact = !self.is_exact() || !other.is_exact();
        inexact && (left - right).abs() <= TOLERANCE * left.abs().max(right.abs()).max(1.0)
    }

    /// Whether a binary float holds this number exactly.
    pub fn is_dyadic(self) -> bool {
        Decimal::of(self)
            .is_some_and(|decimal| 5_i128.checked_pow(decimal.scale).is_some_and(|fives| decimal.mantissa % fives == 0))
    }

    /// The whole number that `text` writes with a point or an exponent.
    pub(super) fn parse_whole(text: &str) -> Option<Self> {
        Decimal::parse(text).filter(|decimal| decimal.scale == 0).map(|decimal| Self::Int(decimal.mantissa))
    }

    /// On which side of this number the binary float is with which Terraform calculates: less where the absolute value of
    /// the float is.
    pub fn side(self) -> Ordering {
        Decimal::of(self).map_or(Ordering::Equal, |decimal| binary::side((decimal.mantissa, decimal.scale)))
    }

    /// The exact sum; `None` where that has too many digits.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        checked(Operation::Add, self, other, |left, right, scale| {
            Some(Decimal { mantissa: left.checked_add(right)?, scale })
        })
    }

    /// The exact difference; `None` where that has too many digits.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        checked(Operation::Subtract, self, other, |left, right, scale| {
            Some(Decimal { mantissa: left.checked_sub(right)?, scale })
        })
    }

    /// The exact product; `None` where that has too many digits.
    pub fn checked_mul(self, other: Self) -> Option<Self> {
        checked(Operation::Multiply, self, other, |left, right, scale| {
            Some(Decimal { mantissa: left.checked_mul(right)?, scale: scale * 2 })
        })
    }

    /// The exact quotient; `None` where that has too many digits, and for a division by zero.
    pub fn checked_div(self, other: Self) -> Option<Self> {
        checked(Operation::Divide, self, other, |left, right, _| {
            (0..=FLOAT_DIGITS as u32).find_map(|scale| {
                let shifted = Decimal { mantissa: left, scale }.shifted(scale)?.mantissa;
                (shifted.checked_rem(right)? == 0).then_some(())?;
                Some(Decimal { mantissa: shifted.checked_div(right)?, scale })
            })
        })
    }

    /// The exact remainder of the division that rounds towards zero; that of a division by zero is the number itself, as in
    /// Terraform. `None` where there is none.
    pub fn checked_rem(self, other: Self) -> Option<Self> {
        if other == Self::Int(0) {
            return Some(self);
        }
        let dyadic = self.is_dyadic() && other.is_dyadic();
        let (left, right, scale) = Decimal::of(self).filter(|_| dyadic)?.aligned(Decimal::of(other)?)?;
        Decimal { mantissa: left.checked_rem(right)?, scale }.number()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Operation = fn(Number, Number) -> Option<Number>;

    #[test]
    fn arithmetic_is_exact_or_not_done() {
        let table: [(&str, &str, Operation, Option<&str>); 21] = [
            ("0.5", "0.25", Number::checked_add, Some("0.75")),
            ("0.1", "0.2", Number::checked_add, Some("0.3")),
            ("0.3", "0.1", Number::checked_sub, None),
            ("100", "1.15", Number::checked_mul, Some("115")),
            ("1.1", "1.1", Number::checked_mul, None),
            ("0.6", "0.2", Number::checked_div, Some("3")),
            ("0.9", "0.3", Number::checked_div, None),
            ("0.5", "1.5", Number::checked_sub, Some("-1")),
            ("100", "1.25", Number::checked_mul, Some("125")),
            ("1e30", "1", Number::checked_add, Some("1000000000000000000000000000001")),
            ("7", "2", Number::checked_div, Some("3.5")),
            ("1", "5", Number::checked_div, Some("0.2")),
            ("1", "3", Number::checked_div, None),
            ("1", "0", Number::checked_div, None),
            ("7.5", "2", Number::checked_rem, Some("1.5")),
            ("-7", "3", Number::checked_rem, Some("-1")),
            ("5", "0", Number::checked_rem, Some("5")),
            ("5.5", "0.2", Number::checked_rem, None),
            ("1e30", "1e30", Number::checked_mul, None),
            ("1e30", "0.001", Number::checked_add, None),
            ("0.3333333333333333", "1", Number::checked_add, None),
        ];
        for (left, right, operation, expected) in table {
            let result = Number::parse(left).zip(Number::parse(right)).and_then(|(a, b)| operation(a, b));
            assert_eq!(result.map(|number| number.to_string()).as_deref(), expected, "{left} and {right}");
        }
    }

    #[test]
    fn floats_are_exact_up_to_fifteen_digits() {
        let table = [
            ("0.1", true),
            ("123456.789012345", true),
            ("0.1234567890123456", false),
            ("1e300", false),
            ("-2.5", true),
        ];
        for (text, exact) in table {
            assert_eq!(Number::parse(text).map(Number::is_exact), Some(exact), "{text}");
        }
        assert!(Number::Float(0.375).is_dyadic());
        assert!(!Number::Float(0.3).is_dyadic());
    }
}
