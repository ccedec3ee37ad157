//! Truth in three values (Kleene's strong logic), where the third remembers why.

use super::Unknown;

/// Whether something holds. The unknown value carries what would have to be known.
#[derive(Clone, Copy, Debug)]
pub enum Kleene<U> {
    /// It holds, whatever the unknown values turn out to be.
    True,
    /// It does not hold, whatever the unknown values turn out to be.
    False,
    /// It depends on this.
    Unknown(U),
}

/// The truth about values: what is not known is a value.
pub type Truth<'v> = Kleene<&'v Unknown>;

impl<U> Kleene<U> {
    /// Both hold. False decides early, so an unknown beside it does not matter.
    #[must_use]
    pub fn and(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::False => Self::False,
            Self::True => other(),
            Self::Unknown(_) => match other() {
                Self::False => Self::False,
                Self::True | Self::Unknown(_) => self,
            },
        }
    }

    /// At least one holds. True decides early.
    #[must_use]
    pub fn or(self, other: impl FnOnce() -> Self) -> Self {
        match self {
            Self::True => Self::True,
            Self::False => other(),
            Self::Unknown(_) => match other() {
                Self::True => Self::True,
                Self::False | Self::Unknown(_) => self,
            },
        }
    }

    /// What a verdict depends on.
    pub fn cause(self) -> Option<U> {
        match self {
            Self::Unknown(unknown) => Some(unknown),
            Self::True | Self::False => None,
        }
    }

    /// Whether it certainly holds.
    pub fn is_true(&self) -> bool {
        matches!(self, Self::True)
    }

    /// Whether it certainly does not hold.
    pub fn is_false(&self) -> bool {
        matches!(self, Self::False)
    }
}

impl<U> std::ops::Not for Kleene<U> {
    type Output = Self;

    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown(_) => self,
        }
    }
}

impl<U> From<bool> for Kleene<U> {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Reason;

    fn letter(truth: Truth<'_>) -> char {
        match truth {
            Truth::True => 'T',
            Truth::False => 'F',
            Truth::Unknown(_) => 'U',
        }
    }

    /// The truth tables of Kleene's strong logic of indeterminacy.
    #[test]
    fn tables_are_kleenes() {
        let span = crate::source::SourceMap::new().add("x", "").whole();
        let unknown = Unknown::new(Reason::Condition, span);
        let read = |letter: char| match letter {
            'T' => Truth::True,
            'F' => Truth::False,
            _ => Truth::Unknown(&unknown),
        };
        let table = ["TT T T", "TF F T", "TU U T", "FT F T", "FF F F", "FU F U", "UT U T", "UF F U", "UU U U"];
        for row in table {
            let cells: Vec<char> = row.chars().filter(|c| *c != ' ').collect();
            let (left, right) = (read(cells[0]), read(cells[1]));
            assert_eq!(letter(left.and(|| right)), cells[2], "and: {row}");
            assert_eq!(letter(left.or(|| right)), cells[3], "or: {row}");
        }
        for (value, negated) in [('T', 'F'), ('F', 'T'), ('U', 'U')] {
            assert_eq!(letter(!read(value)), negated);
        }
    }

    #[test]
    fn the_decisive_side_spares_the_other() {
        let never = || -> Truth<'static> { panic!("must not be asked") };
        assert!(Truth::False.and(never).is_false());
        assert!(Truth::True.or(never).is_true());
    }
}
