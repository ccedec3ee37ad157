//! The words of a call as `getopt` reads them.

use crate::frontend::dockerfile::programs::{self, Takes, find_option};

/// The options of a program, in the form of the tables of programs.
#[derive(Clone, Copy)]
pub(super) struct Grammar(pub(super) &'static str);

/// An option or an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item<'w> {
    /// The name without dashes, of several names the first; what is in no table as it is written. And the value where there
    /// is one.
    Option(&'w str, Option<&'w str>),
    /// The argument at this index.
    Argument(usize),
}

impl Grammar {
    /// That of a program that is known.
    pub(super) fn of(program: &str) -> Self {
        Self(programs::find(program).map_or("", |program| program.options))
    }

    /// What the words after the program are.
    pub(super) fn read<'w>(self, words: &[&'w str]) -> Vec<Item<'w>> {
        let mut items = Vec::with_capacity(words.len());
        let mut index = 1;
        let mut only_arguments = false;
        while index < words.len() {
            let word = words[index];
            index += 1;
            if only_arguments || word == "-" || !word.starts_with('-') {
                items.push(Item::Argument(index - 1));
            } else if word == "--" {
                only_arguments = true;
            } else if let Some(long) = word.strip_prefix("--") {
                let (name, mut value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
                let (name, takes_value) = self.find(name, name);
                if value.is_none() && takes_value {
                    value = words.get(index).copied();
                    index += 1;
                }
                items.push(Item::Option(name, value));
            } else {
                index += self.cluster(&word[1..], words.get(index).copied(), &mut items);
            }
        }
        items
    }

    /// Options of one letter in one word, or of two where the table has them; how many words after it belong to them.
    fn cluster<'w>(self, letters: &'w str, next: Option<&'w str>, items: &mut Vec<Item<'w>>) -> usize {
        let mut at = 0;
        while let Some(letter) = letters[at..].chars().next() {
            let one = at + letter.len_utf8();
            let two = letters[one..].chars().next().map(|second| one + second.len_utf8());
            let double = two.map(|two| (two, format!("-{}", &letters[at..two])));
            if let Some((two, double)) = double.filter(|(_, double)| find_option(&[self.0], double).is_some()) {
                items.push(Item::Option(self.find(&double, &letters[at..two]).0, None));
                at = two;
                continue;
            }
            let (name, takes_value) = self.find(&letters[at..one], &letters[at..one]);
            if takes_value {
                let attached = &letters[one..];
                let value = if attached.is_empty() { next } else { Some(attached) };
                items.push(Item::Option(name, value));
                return usize::from(attached.is_empty());
            }
            items.push(Item::Option(name, None));
            at = one;
        }
        0
    }

    /// The first name of an option, and whether its value may be the next word; `written` where the table does not have it.
    fn find<'w>(self, name: &str, written: &'w str) -> (&'w str, bool) {
        find_option(&[self.0], name).map_or((written, false), |spec| (spec.name, spec.takes == Takes::Value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_together_and_values_attached_or_behind() {
        let grammar = Grammar("output|O|o= no-verbose|-nv quiet|q");
        let read = |text: &'static str| grammar.read(&text.split(' ').collect::<Vec<_>>());
        let option = Item::Option;
        assert_eq!(read("x -qO- a"), [option("quiet", None), option("output", Some("-")), Item::Argument(2)]);
        assert_eq!(read("x -nvO f a"), [option("no-verbose", None), option("output", Some("f")), Item::Argument(3)]);
        assert_eq!(
            read("x --output=f --output g -"),
            [option("output", Some("f")), option("output", Some("g")), Item::Argument(4)]
        );
        assert_eq!(read("x a -- -o"), [Item::Argument(1), Item::Argument(3)]);
        assert_eq!(read("x -o -z"), [option("output", Some("-z"))]);
        assert_eq!(read("x -z --zeal"), [option("z", None), option("zeal", None)]);
    }
}
