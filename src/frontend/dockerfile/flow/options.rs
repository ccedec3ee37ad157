//! The words of a call as `getopt` reads them.

/// Which options of a program have a value.
pub(super) struct Grammar {
    /// Those of one letter.
    pub(super) letters: &'static str,
    /// Letters that make one option of two letters with what follows them.
    pub(super) doubled: &'static str,
    /// Long ones, without dashes.
    pub(super) long: &'static [&'static str],
}

/// An option or an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item<'w> {
    /// A letter or a long name without dashes, and the value where there is one.
    Option(&'w str, Option<&'w str>),
    /// The argument at this index.
    Argument(usize),
}

impl Grammar {
    /// What the words after the program are.
    pub(super) fn read<'w>(&self, words: &[&'w str]) -> Vec<Item<'w>> {
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
                if value.is_none() && self.long.contains(&name) {
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

    /// Options of one letter in one word; how many words after it belong to them.
    fn cluster<'w>(&self, letters: &'w str, next: Option<&'w str>, items: &mut Vec<Item<'w>>) -> usize {
        let mut at = 0;
        while let Some(letter) = letters[at..].chars().next() {
            let mut end = at + letter.len_utf8();
            if self.letters.contains(letter) {
                let attached = &letters[end..];
                let value = if attached.is_empty() { next } else { Some(attached) };
                items.push(Item::Option(&letters[at..end], value));
                return usize::from(attached.is_empty());
            }
            if self.doubled.contains(letter) {
                end += letters[end..].chars().next().map_or(0, char::len_utf8);
            }
            items.push(Item::Option(&letters[at..end], None));
            at = end;
        }
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_read_together_and_values_attached_or_behind() {
        let grammar = Grammar { letters: "Oo", doubled: "n", long: &["output"] };
        let read = |text: &'static str| grammar.read(&text.split(' ').collect::<Vec<_>>());
        let option = Item::Option;
        assert_eq!(read("x -qO- a"), [option("q", None), option("O", Some("-")), Item::Argument(2)]);
        assert_eq!(read("x -nvO f a"), [option("nv", None), option("O", Some("f")), Item::Argument(3)]);
        assert_eq!(
            read("x --output=f --output g -"),
            [option("output", Some("f")), option("output", Some("g")), Item::Argument(4)]
        );
        assert_eq!(read("x a -- -o"), [Item::Argument(1), Item::Argument(3)]);
        assert_eq!(read("x -o"), [option("o", None)]);
    }
}
