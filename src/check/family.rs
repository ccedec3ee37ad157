//! Families: one rule over many kinds, in one file. A family file is a check file with `members` in place of `id`; what it
//! says is said of each member, with the member's own words in place of `<names>`. Here members are written out, each as
//! the check file that it stands for. The build script reads families as well, so that this file must not depend on the rest of
//! the crate.

use std::collections::{BTreeMap, BTreeSet};

/// The tree of a file, as either side reads YAML.
pub trait Tree: Clone {
    /// Where something stands.
    type Place: Copy;

    fn place(&self) -> Self::Place;
    /// The entries of a map.
    fn entries(&self) -> Option<Vec<Entry<Self>>>;
    /// The items of a list.
    fn items(&self) -> Option<Vec<Self>>;
    /// The text of a string, a number or a truth value.
    fn scalar(&self) -> Option<String>;
    fn is_null(&self) -> bool;
    fn of_entries(entries: Vec<Entry<Self>>, place: Self::Place) -> Self;
    fn of_items(items: Vec<Self>, place: Self::Place) -> Self;
    fn of_text(text: String, place: Self::Place) -> Self;
}

/// An entry of a map.
#[derive(Clone)]
pub struct Entry<T: Tree> {
    pub name: String,
    /// Of the name.
    pub place: T::Place,
    pub value: T,
}

/// A check of a family.
pub struct Member<T> {
    pub id: String,
    /// Its provider and service, where they are stated.
    pub service: Option<(String, String)>,
    /// The check file that it stands for.
    pub file: T,
}

/// What is wrong with a family.
#[derive(Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The names that lead to it from the top of the file.
    pub path: Vec<String>,
    pub message: String,
}

/// The list of members, which makes a file a family.
const MEMBERS: &str = "members";
/// The words for what stands between `<` and `>`: of a member, or of all that have none of their own.
const WITH: &str = "with";
/// What a member adds to lists of its family.
const PLUS: &str = "plus";
/// Where a member belongs; a check file of its own says it by its folder.
const SERVICE: &str = "service";
/// How what is found is mended: the values there have types.
const FIX: &str = "fix";
/// The word that every member has: the first of its kinds.
const KIND: &str = "kind";

/// How many nodes and bytes the members of one family may have, so that a small file does not fill the memory.
const ROOM: usize = 16 << 20;

/// The members of a family, written out; `None` where the file is no family.
///
/// # Errors
/// Every mistake that is one of the family, and not of the checks that it stands for.
pub fn members<T: Tree>(file: &T) -> Option<Result<Vec<Member<T>>, Vec<Mistake>>> {
    let mut entries = file.entries()?;
    let members = take(&mut entries, MEMBERS)?;
    let mut family = Family {
        shared: Vec::new(),
        words: Words::new(),
        missing: Vec::new(),
        given: BTreeSet::new(),
        mistakes: Vec::new(),
    };
    if let Some(with) = take(&mut entries, WITH) {
        family.words = family.read_words(&with.value, &[WITH]);
    }
    if entries.iter().any(|entry| entry.name == "id") {
        family.mistake(&["id"], "a family has no id: each of its members has one".into());
    }
    family.shared = entries;
    let members = family.write_out(&members);
    Some(if family.mistakes.is_empty() { Ok(members) } else { Err(family.mistakes) })
}

/// Words by the names that stand for them.
type Words<T> = BTreeMap<String, Word<T>>;

/// What stands in the place of a name.
struct Word<T> {
    text: String,
    /// As it is written.
    tree: T,
}

struct Family<T: Tree> {
    /// The fields that its members share.
    shared: Vec<Entry<T>>,
    /// For what members have no words of their own.
    words: Words<T>,
    missing: Vec<Missing>,
    /// The names of all words that members have.
    given: BTreeSet<String>,
    mistakes: Vec<Mistake>,
}

/// A word that a field asks for and a member does not have.
struct Missing {
    id: String,
    field: String,
    word: String,
}

impl<T: Tree> Family<T> {
    fn mistake(&mut self, path: &[&str], message: String) {
        self.mistakes.push(Mistake { path: path.iter().map(|&name| name.to_owned()).collect(), message });
    }

    fn read_words(&mut self, with: &T, path: &[&str]) -> Words<T> {
        let mut words = Words::new();
        let Some(entries) = with.entries() else {
            self.mistake(path, "must be a map of words by name".into());
            return words;
        };
        for Entry { name, value, .. } in entries {
            let place = [path, &[name.as_str()]].concat();
            if !matches!(placeholder(&format!("<{name}>")), Some((known, "")) if known == name.to_lowercase()) {
                self.mistake(
                    &place,
                    format!("`{name}` must be a lower-case letter, then such letters, digits and `_`"),
                );
            } else if let Some(text) = value.scalar() {
                words.insert(name, Word { text: text.trim_end().to_owned(), tree: value });
            } else {
                self.mistake(&place, "must be a text".into());
            }
        }
        words
    }

    fn write_out(&mut self, members: &Entry<T>) -> Vec<Member<T>> {
        let rows = members.value.entries().unwrap_or_default();
        if rows.is_empty() {
            self.mistake(&[MEMBERS], "must be a map of checks by id".into());
        }
        let (mut written, mut room, mut used) = (Vec::new(), ROOM, BTreeSet::new());
        for row in &rows {
            written.extend(self.member(row, &mut room, &mut used));
            if room == 0 {
                self.mistake(
                    &[MEMBERS, &row.name],
                    format!("the family has more than {ROOM} bytes when it is written out"),
                );
                break;
            }
        }
        self.tell_missing();
        let idle: Vec<String> = self.words.keys().filter(|word| !used.contains(*word)).cloned().collect();
        for word in idle {
            self.mistake(&[WITH, &word], format!("nothing asks for `<{word}>`"));
        }
        written
    }

    /// Says each missing word where it is to be mended: at the member, or at the field where no member has the word.
    fn tell_missing(&mut self) {
        let mut lack: BTreeMap<(String, String), Vec<String>> = BTreeMap::new();
        for Missing { id, field, word } in std::mem::take(&mut self.missing) {
            lack.entry((field, word)).or_default().push(id);
        }
        for ((field, word), ids) in lack {
            if !self.given.contains(&word) {
                self.mistake(&[&field], format!("no member has a word for `<{word}>` under `{WITH}`"));
                continue;
            }
            for id in ids {
                self.mistake(&[MEMBERS, &id], format!("needs a word for `<{word}>` of `{field}` under `{WITH}`"));
            }
        }
    }

    fn member(&mut self, row: &Entry<T>, room: &mut usize, used: &mut BTreeSet<String>) -> Option<Member<T>> {
        let path = [MEMBERS, row.name.as_str()];
        let Some(mut own) = row.value.entries() else {
            self.mistake(&path, "must be a map of what the member has of its own".into());
            return None;
        };
        if own.iter().any(|entry| entry.name == "id") {
            self.mistake(&[MEMBERS, &row.name, "id"], format!("the id of a member is its name, `{}`", row.name));
            return None;
        }
        let of_member = [MEMBERS, &row.name, WITH];
        let words = take(&mut own, WITH).map(|with| self.read_words(&with.value, &of_member)).unwrap_or_default();
        let plus = take(&mut own, PLUS);
        self.given.extend(words.keys().cloned());
        let kind = first_kind(&own).or_else(|| first_kind(&self.shared));
        let word = |kind: String| Word { tree: T::of_text(kind.clone(), row.place), text: kind };
        let kind = kind.map(|kind| (KIND.to_owned(), word(kind))).into_iter().collect();
        let all = [&words, &kind, &self.words];
        let mut filler =
            Filler { words: all, keeps_types: false, used: BTreeSet::new(), missing: BTreeSet::new(), room };
        let mut fields = vec![text_entry("id", &row.name, row.place)];
        let instead: BTreeSet<&str> = own.iter().map(|entry| entry.name.as_str()).collect();
        for shared in self.shared.iter().filter(|shared| !instead.contains(shared.name.as_str())) {
            filler.keeps_types = shared.name == FIX;
            fields.push(filler.entry(shared));
            let missing = std::mem::take(&mut filler.missing).into_iter();
            let field = || shared.name.clone();
            self.missing.extend(missing.map(|word| Missing { id: row.name.clone(), field: field(), word }));
        }
        let asked = filler.used;
        fields.extend(own.into_iter().filter(|entry| !entry.value.is_null()));
        for word in words.keys().filter(|word| !asked.contains(*word)) {
            let message = format!("nothing of the family that this member keeps asks for `<{word}>`");
            self.mistake(&[&of_member[..], &[word]].concat(), message);
        }
        used.extend(asked);
        self.add(&mut fields, plus, &row.name);
        let service = take(&mut fields, SERVICE).map(|stated| stated.value.scalar().unwrap_or_default());
        let service = match service.as_deref().map(|text| text.split_once('/')) {
            Some(None) => {
                self.mistake(&[MEMBERS, &row.name, SERVICE], "must be `provider/service`".into());
                None
            }
            stated => stated.flatten().map(|(provider, service)| (provider.to_owned(), service.to_owned())),
        };
        Some(Member { id: row.name.clone(), service, file: T::of_entries(fields, row.place) })
    }

    /// Adds to lists of the family what a member has beside them.
    fn add(&mut self, fields: &mut [Entry<T>], plus: Option<Entry<T>>, id: &str) {
        let Some(plus) = plus else { return };
        let Some(more) = plus.value.entries() else {
            self.mistake(&[MEMBERS, id, PLUS], "must be a map of lists".into());
            return;
        };
        let mut more: BTreeMap<String, T> = more.into_iter().map(|entry| (entry.name, entry.value)).collect();
        for field in fields {
            let items = more.get(&field.name).and_then(Tree::items).zip(field.value.items());
            if let Some((added, items)) = items {
                field.value = T::of_items([items, added].concat(), field.value.place());
                more.remove(&field.name);
            }
        }
        for name in more.into_keys() {
            let message = format!("`{PLUS}` adds a list to one of the family, and `{name}` is none");
            self.mistake(&[MEMBERS, id, PLUS, &name], message);
        }
    }
}

fn take<T: Tree>(entries: &mut Vec<Entry<T>>, name: &str) -> Option<Entry<T>> {
    let at = entries.iter().position(|entry| entry.name == name)?;
    Some(entries.remove(at))
}

fn text_entry<T: Tree>(name: &str, text: &str, place: T::Place) -> Entry<T> {
    Entry { name: name.to_owned(), place, value: T::of_text(text.to_owned(), place) }
}

fn first_kind<T: Tree>(fields: &[Entry<T>]) -> Option<String> {
    let on = fields.iter().find(|field| field.name == "on")?.value.entries()?;
    on.iter().find(|entry| entry.name == "kinds")?.value.items()?.first()?.scalar()
}

/// Puts words in place of their names.
struct Filler<'r, T> {
    /// Those of the member first.
    words: [&'r Words<T>; 3],
    /// Whether a name that stands alone gives a number or truth value where its word is one.
    keeps_types: bool,
    used: BTreeSet<String>,
    missing: BTreeSet<String>,
    room: &'r mut usize,
}

impl<T: Tree> Filler<'_, T> {
    fn entry(&mut self, entry: &Entry<T>) -> Entry<T> {
        Entry { name: self.text(&entry.name), place: entry.place, value: self.tree(&entry.value) }
    }

    fn tree(&mut self, tree: &T) -> T {
        *self.room = self.room.saturating_sub(1);
        if *self.room == 0 {
            return tree.clone();
        }
        if let Some(entries) = tree.entries() {
            T::of_entries(entries.iter().map(|entry| self.entry(entry)).collect(), tree.place())
        } else if let Some(items) = tree.items() {
            T::of_items(items.iter().map(|item| self.tree(item)).collect(), tree.place())
        } else {
            match tree.scalar() {
                Some(text) if text.contains('<') => match self.typed(&text) {
                    Some(word) => word,
                    None => T::of_text(self.text(&text), tree.place()),
                },
                _ => tree.clone(),
            }
        }
    }

    /// The word for a name that stands alone, where words keep their types.
    fn typed(&mut self, template: &str) -> Option<T> {
        let (name, _) = placeholder(template).filter(|(_, rest)| self.keeps_types && rest.is_empty())?;
        let word = self.words.iter().find_map(|words| words.get(name))?;
        self.used.insert(name.to_owned());
        Some(word.tree.clone())
    }

    /// A line that holds only the name of an empty word is left out, and so is a blank line behind it.
    fn text(&mut self, template: &str) -> String {
        let mut filled = String::new();
        let mut is_after_nothing = false;
        for line in template.split_inclusive('\n') {
            if std::mem::take(&mut is_after_nothing) && line.trim().is_empty() {
                continue;
            }
            let alone = placeholder(line.trim()).filter(|(_, rest)| rest.is_empty());
            is_after_nothing = alone.is_some_and(|(word, _)| self.known(word).is_some_and(str::is_empty));
            match alone {
                Some((word, _)) if is_after_nothing => {
                    self.used.insert(word.to_owned());
                }
                _ => self.line(line, &mut filled),
            }
        }
        *self.room = self.room.saturating_sub(filled.len());
        filled
    }

    /// The lines of a word are indented as the line where its name stands.
    fn line(&mut self, line: &str, filled: &mut String) {
        let indent = &line[..line.len() - line.trim_start().len()];
        let mut rest = line;
        while let Some(at) = rest.find('<').filter(|_| filled.len() < *self.room) {
            filled.push_str(&rest[..at]);
            rest = &rest[at..];
            let Some((word, behind)) = placeholder(rest) else {
                filled.push('<');
                rest = &rest[1..];
                continue;
            };
            let text = self.word(word);
            let mut lines = text.split('\n');
            filled.push_str(lines.next().unwrap_or_default());
            for line in lines {
                filled.push('\n');
                if !line.is_empty() {
                    filled.push_str(indent);
                    filled.push_str(line);
                }
            }
            rest = behind;
        }
        filled.push_str(rest);
    }

    /// The text for a name; `<Name>` is that of `<name>` with a capital.
    fn word(&mut self, name: &str) -> String {
        let known = name.to_lowercase();
        let Some(text) = self.known(&known) else {
            self.missing.insert(known);
            return String::new();
        };
        let mut letters = text.chars();
        let text = match letters.next() {
            Some(first) if known != name => first.to_uppercase().chain(letters).collect(),
            _ => text.to_owned(),
        };
        self.used.insert(known);
        text
    }

    fn known(&self, name: &str) -> Option<&str> {
        self.words.iter().find_map(|words| words.get(name)).map(|word| word.text.as_str())
    }
}

/// The name between `<` and `>` with which a text starts, and the text behind it.
fn placeholder(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix('<')?;
    let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let end = (1..).zip(text.bytes().skip(1)).find(|&(_, byte)| !is_part(byte))?.0;
    let (name, rest) = text.split_at(end);
    Some((name, rest.strip_prefix('>')?)).filter(|_| name.starts_with(|first: char| first.is_ascii_alphabetic()))
}
