//! Patterns for file names: `*`, `?`, `[a-z]` and `{a,b}`.

/// Most alternatives that braces make.
const ALTERNATIVES_LIMIT: usize = 64;

/// A pattern for one part of a path.
pub(super) struct Glob {
    alternatives: Vec<Vec<Piece>>,
}

enum Piece {
    Char(char),
    One,
    Any,
    Class { negated: bool, ranges: Vec<(char, char)> },
}

impl Glob {
    /// `None` for a pattern that is wrong or has too many alternatives.
    pub(super) fn new(pattern: &str) -> Option<Self> {
        let mut open = vec![pattern.to_owned()];
        let mut alternatives = Vec::new();
        while let Some(text) = open.pop() {
            if open.len() + alternatives.len() > ALTERNATIVES_LIMIT {
                return None;
            }
            match text.split_once('{') {
                None => alternatives.push(pieces(&text)?),
                Some((before, rest)) => {
                    let (inner, after) = rest.split_once('}')?;
                    open.extend(inner.split(',').map(|choice| format!("{before}{choice}{after}")));
                }
            }
        }
        Some(Self { alternatives })
    }

    /// Whether the pattern describes the whole name.
    pub(super) fn matches(&self, name: &str) -> bool {
        let name: Vec<char> = name.chars().collect();
        self.alternatives.iter().any(|pieces| matches(pieces, &name))
    }
}

fn pieces(pattern: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut chars = pattern.chars();
    while let Some(char) = chars.next() {
        pieces.push(match char {
            '*' => Piece::Any,
            '?' => Piece::One,
            '\\' => Piece::Char(chars.next()?),
            '[' => class(&mut chars)?,
            char => Piece::Char(char),
        });
    }
    Some(pieces)
}

/// `[…]`, without the first bracket.
fn class(chars: &mut std::str::Chars<'_>) -> Option<Piece> {
    let mut inner = Vec::new();
    loop {
        match chars.next()? {
            ']' if !inner.is_empty() && inner != ['^'] => break,
            '\\' => inner.push(chars.next()?),
            char => inner.push(char),
        }
    }
    let (negated, mut rest) = match inner.as_slice() {
        ['^', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let mut ranges = Vec::new();
    while let Some((&start, after)) = rest.split_first() {
        (ranges, rest) = match after {
            ['-', end, after @ ..] => ([ranges, vec![(start, *end)]].concat(), after),
            _ => ([ranges, vec![(start, start)]].concat(), after),
        };
    }
    Some(Piece::Class { negated, ranges })
}

/// Takes as little as possible for each `*`, and goes back to the last one where that fails.
fn matches(pieces: &[Piece], name: &[char]) -> bool {
    let (mut piece, mut at) = (0, 0);
    let mut last_star: Option<(usize, usize)> = None;
    while at < name.len() {
        let fits = match pieces.get(piece) {
            Some(Piece::Any) => {
                last_star = Some((piece, at));
                piece += 1;
                continue;
            }
            Some(Piece::One) => true,
            Some(Piece::Char(char)) => *char == name[at],
            Some(Piece::Class { negated, ranges }) => {
                ranges.iter().any(|(start, end)| (start..=end).contains(&&name[at])) != *negated
            }
            None => false,
        };
        if fits {
            (piece, at) = (piece + 1, at + 1);
        } else if let Some((star, from)) = last_star {
            last_star = Some((star, from + 1));
            (piece, at) = (star + 1, from + 1);
        } else {
            return false;
        }
    }
    pieces[piece..].iter().all(|piece| matches!(piece, Piece::Any))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_match_whole() {
        let table = [
            ("*.tf", "main.tf", true),
            ("*.tf", "main.tfvars", false),
            ("a*b*c", "aXbYbZc", true),
            ("?", "é", true),
            ("[a-c]x", "bx", true),
            ("[^a-c]x", "bx", false),
            ("{a,b}.json", "b.json", true),
            ("{a,b}.json", "c.json", false),
            ("\\*", "*", true),
            ("", "", true),
        ];
        for (pattern, name, expected) in table {
            assert_eq!(Glob::new(pattern).map(|glob| glob.matches(name)), Some(expected), "{pattern} {name}");
        }
        assert!(Glob::new("[a").is_none());
        assert!(Glob::new("{a").is_none());
        assert!(Glob::new(&"{a,b}".repeat(30)).is_none());
    }
}
