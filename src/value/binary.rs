//! Binary floats of 512 bits, with which Terraform calculates: whether what it gets is the number that arithmetic with
//! decimals gives. `0.1 + 0.2` is `0.3` there, `0.3 - 0.1` is not `0.2`.

use std::cmp::Ordering;

/// Bits of a mantissa.
const PRECISION: usize = 512;

/// `mantissa * 10^-scale`.
pub(super) type Decimal = (i128, u32);

/// What is done with two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
}

/// Whether the operation on the floats nearest to two numbers gives the float nearest to `result`.
pub(super) fn agrees(operation: Operation, left: Decimal, right: Decimal, result: Decimal) -> bool {
    let [(left, _), (mut right, _), (result, _)] = [left, right, result].map(Float::nearest);
    match operation {
        Operation::Add => left.plus(&right).nearest_float() == result,
        Operation::Subtract => {
            right.negative = !right.negative;
            left.plus(&right).nearest_float() == result
        }
        Operation::Multiply => left.times(&right).nearest_float() == result,
        Operation::Divide => result.is_quotient(&left, &right),
    }
}

/// On which side of a number the float nearest to it is: less when its absolute value is.
pub(super) fn side(number: Decimal) -> Ordering {
    Float::nearest(number).1
}

/// `bits * 2^exponent`, without zero bits at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Float {
    negative: bool,
    bits: Bits,
    exponent: i64,
}

impl Float {
    /// The float nearest to a number, and on which side of it that is.
    fn nearest((mantissa, scale): Decimal) -> (Self, Ordering) {
        let mut bits = Bits::from(mantissa.unsigned_abs());
        // Three bits and a half for each digit, and two more to round by.
        let shift = PRECISION + 2 + scale as usize * 7 / 2;
        bits.shift_up(shift);
        let mut rest = false;
        for _ in 0..scale {
            rest |= bits.divide_by_ten() != 0;
        }
        Self::rounded(mantissa < 0, bits, -(shift as i64), rest)
    }

    /// Rounds to the nearest float, of two to the even one. `rest` says that something is cut off behind `bits` already.
    fn rounded(negative: bool, mut bits: Bits, mut exponent: i64, rest: bool) -> (Self, Ordering) {
        let mut side = if rest { Ordering::Less } else { Ordering::Equal };
        let surplus = bits.length().saturating_sub(PRECISION);
        if surplus > 0 {
            let half = bits.bit(surplus - 1);
            let below = rest || (0..surplus - 1).any(|index| bits.bit(index));
            let odd = bits.bit(surplus);
            bits.shift_down(surplus);
            exponent += surplus as i64;
            side = if half || below { Ordering::Less } else { Ordering::Equal };
            if half && (below || odd) {
                bits = bits.plus(&Bits::from(1));
                side = Ordering::Greater;
            }
        }
        let zeros = bits.trailing_zeros();
        bits.shift_down(zeros);
        let exponent = if bits.0.is_empty() { 0 } else { exponent + zeros as i64 };
        (Self { negative: negative && !bits.0.is_empty(), bits, exponent }, side)
    }

    fn nearest_float(self) -> Self {
        Self::rounded(self.negative, self.bits, self.exponent, false).0
    }

    /// The exact sum.
    fn plus(&self, other: &Self) -> Self {
        let exponent = self.exponent.min(other.exponent);
        let (left, right) = (self.bits_from(exponent), other.bits_from(exponent));
        let (negative, bits) = match left.compare(&right) {
            _ if self.negative == other.negative => (self.negative, left.plus(&right)),
            Ordering::Less => (other.negative, right.minus(&left)),
            _ => (self.negative, left.minus(&right)),
        };
        Self { negative, bits, exponent }
    }

    /// The exact product.
    fn times(&self, other: &Self) -> Self {
        let negative = self.negative != other.negative;
        Self { negative, bits: self.bits.times(&other.bits), exponent: self.exponent + other.exponent }
    }

    /// The bits of a number with this exponent, which must not be larger than its own.
    fn bits_from(&self, exponent: i64) -> Bits {
        let mut bits = self.bits.clone();
        bits.shift_up(usize::try_from(self.exponent - exponent).unwrap_or(0));
        bits
    }

    /// Whether this certainly is the float nearest to `dividend / divisor`: then what remains is less than the divisor
    /// times half the distance to the next float. That distance is half as long below a power of two.
    fn is_quotient(&self, dividend: &Self, divisor: &Self) -> bool {
        let mut product = self.times(divisor);
        product.negative = !product.negative;
        let rest = dividend.plus(&product);
        let distance = self.exponent + self.bits.length() as i64 - PRECISION as i64;
        let half = distance - if self.bits.length() == 1 { 2 } else { 1 };
        let bound = Self { negative: false, exponent: divisor.exponent + half, bits: divisor.bits.clone() };
        let exponent = rest.exponent.min(bound.exponent);
        rest.bits_from(exponent).compare(&bound.bits_from(exponent)) == Ordering::Less
    }
}

/// A whole number of any size: 32 bits each, the lowest first, without zeros at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Bits(Vec<u32>);

impl From<u128> for Bits {
    fn from(number: u128) -> Self {
        let mut bits = Self((0..4).map(|index| (number >> (index * 32)) as u32).collect());
        bits.trim();
        bits
    }
}

impl Bits {
    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    fn word(&self, index: usize) -> u64 {
        self.0.get(index).copied().unwrap_or(0).into()
    }

    fn length(&self) -> usize {
        self.0.last().map_or(0, |last| self.0.len() * 32 - last.leading_zeros() as usize)
    }

    fn bit(&self, index: usize) -> bool {
        self.word(index / 32) >> (index % 32) & 1 == 1
    }

    fn trailing_zeros(&self) -> usize {
        let words = self.0.iter().take_while(|word| **word == 0).count();
        self.0.get(words).map_or(0, |word| words * 32 + word.trailing_zeros() as usize)
    }

    fn shift_up(&mut self, by: usize) {
        let (words, bits) = (by / 32, by % 32);
        let mut shifted = vec![0; words];
        for index in 0..=self.0.len() {
            let below = if index > 0 { self.word(index - 1) } else { 0 };
            shifted.push(((self.word(index) << 32 | below) << bits >> 32) as u32);
        }
        self.0 = shifted;
        self.trim();
    }

    fn shift_down(&mut self, by: usize) {
        let (words, bits) = (by / 32, by % 32);
        let word = |index: usize| ((self.word(index + 1) << 32 | self.word(index)) >> bits) as u32;
        self.0 = (words..self.0.len()).map(word).collect();
        self.trim();
    }

    /// Gives the remainder.
    fn divide_by_ten(&mut self) -> u64 {
        let mut rest = 0;
        for word in self.0.iter_mut().rev() {
            let dividend = rest << 32 | u64::from(*word);
            *word = (dividend / 10) as u32;
            rest = dividend % 10;
        }
        self.trim();
        rest
    }

    fn compare(&self, other: &Self) -> Ordering {
        self.0.len().cmp(&other.0.len()).then_with(|| self.0.iter().rev().cmp(other.0.iter().rev()))
    }

    fn plus(&self, other: &Self) -> Self {
        let mut sum = Self(Vec::with_capacity(self.0.len().max(other.0.len()) + 1));
        let mut carry = 0;
        for index in 0..=self.0.len().max(other.0.len()) {
            carry += self.word(index) + other.word(index);
            sum.0.push(carry as u32);
            carry >>= 32;
        }
        sum.trim();
        sum
    }

    /// `other` must not be larger.
    fn minus(&self, other: &Self) -> Self {
        let mut difference = Self(Vec::with_capacity(self.0.len()));
        let mut borrow = 0;
        for index in 0..self.0.len() {
            let word = (self.word(index) | 1 << 32) - other.word(index) - borrow;
            difference.0.push(word as u32);
            borrow = 1 - (word >> 32);
        }
        difference.trim();
        difference
    }

    fn times(&self, other: &Self) -> Self {
        let mut product = Self(vec![0; self.0.len() + other.0.len() + 1]);
        for (at, left) in self.0.iter().enumerate() {
            let mut carry = 0;
            for index in 0..=other.0.len() {
                let place = &mut product.0[at + index];
                carry += u64::from(*left) * other.word(index) + u64::from(*place);
                *place = carry as u32;
                carry >>= 32;
            }
        }
        product.trim();
        product
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What Terraform 1.11 says of each: whether the result compares equal to the decimal one.
    #[test]
    fn results_are_decimal_where_terraform_says_so() {
        use Operation::{Add, Divide, Multiply, Subtract};
        for (operation, left, right, result, expected) in [
            (Add, (1, 1), (2, 1), (3, 1), true),
            (Subtract, (3, 1), (1, 1), (2, 1), false),
            (Multiply, (1, 1), (3, 0), (3, 1), true),
            (Multiply, (100, 0), (115, 2), (115, 0), true),
            (Multiply, (11, 1), (11, 1), (121, 2), false),
            (Add, (100, 0), (1, 2), (10001, 2), true),
            (Divide, (1, 0), (5, 0), (2, 1), true),
            (Add, (-1, 1), (1, 1), (0, 0), true),
            (Multiply, (0, 0), (1, 1), (0, 0), true),
            (Divide, (1, 0), (0, 0), (0, 0), false),
        ] {
            assert_eq!(agrees(operation, left, right, result), expected, "{left:?} {operation:?} {right:?}");
        }
    }

    #[test]
    fn whole_numbers_are_exact() {
        let large = i128::MAX;
        assert!(agrees(Operation::Add, (large, 0), (-1, 0), (large - 1, 0)));
        assert!(agrees(Operation::Multiply, (1 << 60, 0), (1 << 60, 0), (1 << 120, 0)));
        assert!(agrees(Operation::Divide, (1 << 120, 0), (1 << 60, 0), (1 << 60, 0)));
        assert!(!agrees(Operation::Add, (1, 0), (1, 0), (3, 0)));
        assert_eq!(side((25, 2)), Ordering::Equal);
        assert_eq!((side((35, 2)), side((1005, 3))), (Ordering::Less, Ordering::Less));
    }
}
