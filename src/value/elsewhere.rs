//! Texts that nobody wrote in the code, although they are known.

use std::sync::Arc;

use super::Unknown;

/// Where a text comes from that is not wholly written in the code that is scanned.
#[derive(Clone, Debug)]
pub enum Elsewhere {
    /// These pieces of it were given from outside: by the environment, by the command line, by a file that does not belong
    /// to the repository, or by a plan for what its source only refers to.
    Given(Arc<[Arc<str>]>),
    /// It is written, and stands for a value that is put in its place: `ignore_changes` covers it.
    Replaced,
    /// It is not known whether it is written or referred to.
    Unclear(Arc<Unknown>),
}

/// Shortest piece that is looked for in other texts.
const SHORTEST: usize = 4;

impl Elsewhere {
    /// A text that was given as a whole.
    pub fn given(text: impl Into<Arc<str>>) -> Self {
        Self::Given(Arc::new([text.into()]))
    }

    /// What is known of a text that was made of several, given that of these.
    pub fn of_parts<'p>(parts: impl Iterator<Item = &'p Arc<Self>>) -> Option<Arc<Self>> {
        let mut parts = parts.peekable();
        let first = Arc::clone(parts.peek()?);
        let (mut pieces, mut several) = (Vec::new(), 0);
        for part in parts {
            several += 1;
            match &**part {
                Self::Unclear(_) => return Some(Arc::clone(part)),
                Self::Given(given) => given.iter().for_each(|piece| {
                    if !pieces.contains(piece) {
                        pieces.push(Arc::clone(piece));
                    }
                }),
                Self::Replaced => {}
            }
        }
        if several == 1 || pieces.is_empty() { Some(first) } else { Some(Arc::new(Self::Given(pieces.into()))) }
    }

    /// Whether `part` of a text that comes from here was given from outside.
    pub fn gives(&self, text: &str, part: &str) -> bool {
        self.given_in(text).is_some_and(|given| given.has(part))
    }

    /// What of a text that comes from here was given from outside, for whoever asks about many parts of it. A piece that
    /// does not stand in the text as it was given has been changed on the way, and with it the whole.
    pub fn given_in(&self, text: &str) -> Option<GivenIn> {
        let Self::Given(pieces) = self else { return None };
        let text = text.to_ascii_lowercase();
        let lower = pieces.iter().map(|piece| piece.to_ascii_lowercase());
        let pieces: Vec<String> = lower.filter(|piece| text.contains(piece.as_str())).collect();
        let is_whole = pieces.is_empty() || pieces.contains(&text);
        Some(GivenIn { pieces, is_whole })
    }
}

/// What of a text was given from outside.
#[derive(Debug)]
pub struct GivenIn {
    /// In lower case.
    pieces: Vec<String>,
    is_whole: bool,
}

impl GivenIn {
    /// Whether a part of the text was given.
    pub fn has(&self, part: &str) -> bool {
        let part = part.to_ascii_lowercase();
        let is_in = |piece: &String| piece.contains(&part) || piece.len() >= SHORTEST && part.contains(piece.as_str());
        self.is_whole || self.pieces.iter().any(is_in)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_found_where_they_stand() {
        let given = Elsewhere::given("Sup3rSecret");
        let rows = [
            ("PASSWORD=Sup3rSecret TOKEN=0ther", "Sup3rSecret", true),
            ("PASSWORD=Sup3rSecret TOKEN=0ther", "0ther", false),
            ("PASSWORD=sup3rsecret", "sup3rsecret", true),
            ("xSup3rSecretx", "xSup3rSecretx", true),
            ("U3VwM3JTZWNyZXQ=", "U3VwM3JTZWNyZXQ=", true),
        ];
        for (text, part, expected) in rows {
            assert_eq!(given.gives(text, part), expected, "{text}: {part}");
        }
        assert!(!Elsewhere::given("dev").gives("dev-Sup3rSecret", "dev-Sup3rSecret"), "three letters give no secret");
        assert!(!Elsewhere::Replaced.gives("a", "a"));
    }

    #[test]
    fn what_was_made_of_several_has_the_pieces_of_all() {
        let [one, two] = ["one1", "two2"].map(|text| Arc::new(Elsewhere::given(text)));
        let both = Elsewhere::of_parts([&one, &two, &one].into_iter()).expect("some");
        assert!(matches!(&*both, Elsewhere::Given(pieces) if pieces.len() == 2));
        assert!(Elsewhere::of_parts(std::iter::empty()).is_none());
    }
}
