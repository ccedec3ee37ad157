//! Filter expressions of RFC 9535 while they are put together.

use std::fmt;

/// A condition on a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expr {
    /// Holds always.
    True,
    /// Holds never.
    False,
    /// A path that selects something, or a function that is true.
    Atom(String),
    /// A comparison: left, operator, right.
    Compare(String, &'static str, String),
    /// The opposite.
    Not(Box<Expr>),
    /// All of them.
    All(Vec<Expr>),
    /// One of them at least.
    Any(Vec<Expr>),
}

impl Expr {
    pub(super) fn all(members: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = Vec::new();
        for member in members {
            match member {
                Self::True => {}
                Self::False => return Self::False,
                Self::All(inner) => kept.extend(inner),
                other => kept.push(other),
            }
        }
        one_or(kept, Self::True, Self::All)
    }

    pub(super) fn any(members: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = Vec::new();
        for member in members {
            match member {
                Self::False => {}
                Self::True => return Self::True,
                Self::Any(inner) => kept.extend(inner),
                other => kept.push(other),
            }
        }
        one_or(kept, Self::False, Self::Any)
    }

    /// The opposite, with negations as far inside as they go.
    pub(super) fn negated(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Not(inner) => *inner,
            // Comparisons with what is not there: `==` is false, and `!=` true.
            Self::Compare(left, "==", right) => Self::Compare(left, "!=", right),
            Self::Compare(left, "!=", right) => Self::Compare(left, "==", right),
            Self::All(members) => Self::any(members.into_iter().map(Self::negated)),
            Self::Any(members) => Self::all(members.into_iter().map(Self::negated)),
            other => Self::Not(Box::new(other)),
        }
    }

    /// The children of `path` for which `condition` holds.
    pub(super) fn filter(path: &str, condition: &Self) -> Self {
        match condition {
            Self::False => Self::False,
            Self::True => Self::Atom(format!("{path}[*]")),
            _ => Self::Atom(format!("{path}[?{condition}]")),
        }
    }

    /// A function of two arguments, the second of which is a text.
    pub(super) fn call(function: &str, node: &str, text: &str) -> Self {
        Self::Atom(format!("{function}({node}, {})", quote(text)))
    }
}

fn one_or(mut members: Vec<Expr>, none: Expr, several: fn(Vec<Expr>) -> Expr) -> Expr {
    let mut seen = Vec::new();
    members.retain(|member| {
        !seen.contains(member) && {
            seen.push(member.clone());
            true
        }
    });
    match members.len() {
        0 => none,
        1 => members.remove(0),
        _ => several(members),
    }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (members, sign) = match self {
            // Nothing is less than nothing.
            Self::True => return f.write_str("!(1 == 2)"),
            Self::False => return f.write_str("1 == 2"),
            Self::Atom(text) => return f.write_str(text),
            Self::Compare(left, operator, right) => return write!(f, "{left} {operator} {right}"),
            Self::Not(inner) => {
                return match **inner {
                    Self::Atom(_) => write!(f, "!{inner}"),
                    _ => write!(f, "!({inner})"),
                };
            }
            Self::All(members) => (members, " && "),
            Self::Any(members) => (members, " || "),
        };
        for (index, member) in members.iter().enumerate() {
            f.write_str(if index == 0 { "" } else { sign })?;
            match member {
                Self::All(_) | Self::Any(_) => write!(f, "({member})")?,
                _ => write!(f, "{member}")?,
            }
        }
        Ok(())
    }
}

/// A string of a query.
pub(super) fn quote(text: &str) -> String {
    let mut quoted = String::from("'");
    for char in text.chars() {
        match char {
            '\'' | '\\' => quoted.extend(['\\', char]),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            _ => quoted.push(char),
        }
    }
    quoted.push('\'');
    quoted
}

/// `path` with the member `name` behind it.
pub(super) fn member(path: &str, name: &str) -> String {
    let plain = name.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_')
        && name.chars().all(|char| char.is_ascii_alphanumeric() || char == '_');
    if plain { format!("{path}.{name}") } else { format!("{path}[{}]", quote(name)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_put_together() {
        let atom = |text: &str| Expr::Atom(text.into());
        let compare = |operator| Expr::Compare("@.a".into(), operator, "1".into());
        let cases = [
            (Expr::all([atom("@.a"), Expr::True, Expr::any([atom("@.b"), atom("@.c")])]), "@.a && (@.b || @.c)"),
            (Expr::all([atom("@.a"), Expr::all([atom("@.b"), atom("@.a")])]), "@.a && @.b"),
            (Expr::any([Expr::all([atom("@.a"), compare("==")]), Expr::False]).negated(), "!@.a || @.a != 1"),
            (compare("<").negated(), "!(@.a < 1)"),
            (atom("@.a").negated().negated(), "@.a"),
            (Expr::filter("@.a", &compare("==")), "@.a[?@.a == 1]"),
            (Expr::filter("@.a", &Expr::True), "@.a[*]"),
            (Expr::call("search", "@", r"it's \."), r"search(@, 'it\'s \\.')"),
        ];
        for (expr, text) in cases {
            assert_eq!(expr.to_string(), text);
        }
        assert_eq!((member("@", "a_1"), member("@", "a-b")), ("@.a_1".into(), "@['a-b']".into()));
    }
}
