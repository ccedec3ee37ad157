//! Values under names in raw text, whatever its language: `name = value`, `name: value`, `"name" => "value"`. It is
//! scanned by hand: every text of a scan comes here, and a pattern that says the same costs more than the rest of a scan
//! of one file.

/// A value that stands under a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Assignment<'t> {
    pub(super) name: &'t str,
    pub(super) value: &'t str,
}

/// Every assignment of a text, in its order. An environment variable of which `name` and `value` are written side by
/// side, as manifests have it, is one assignment more.
pub(super) fn find(text: &str) -> impl Iterator<Item = Assignment<'_>> {
    let mut before: Option<Assignment<'_>> = None;
    let mut end = 0;
    text.match_indices(['=', ':']).filter_map(move |(at, _)| assignment(text, at, &mut end)).flat_map(move |found| {
        let named = before.filter(|before| is(before.name, "name") && is(found.name, "value"));
        before = Some(found);
        [Some(found), named.map(|named| Assignment { name: named.value, value: found.value })].into_iter().flatten()
    })
}

/// The assignment of which the sign is at `at`. `end` is where the value before it ends, and so does this one if it begins
/// there or within that one: a word of many signs is read once.
fn assignment<'t>(text: &'t str, at: usize, end: &mut usize) -> Option<Assignment<'t>> {
    let (before, after) = (&text[..at], &text[at + 1..]);
    let before = before.trim_end_matches([' ', '\t']);
    let before = before.strip_suffix(QUOTES).unwrap_or(before);
    let of_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    let name = &before[before.len() - before.bytes().rev().take_while(|byte| of_name(byte)).count()..];
    let after = after.strip_prefix('>').unwrap_or(after).trim_start_matches([' ', '\t']);
    let after = after.strip_prefix(QUOTES).unwrap_or(after);
    let ends = |char: char| char.is_whitespace() || "\"'`;|&)(<>,".contains(char);
    let start = text.len() - after.len();
    if start > *end {
        *end = start + after.find(ends).unwrap_or(after.len());
    }
    let value = &text[start..*end];
    (!name.is_empty() && !value.is_empty()).then_some(Assignment { name, value })
}

const QUOTES: [char; 2] = ['"', '\''];

fn is(name: &str, word: &str) -> bool {
    name.eq_ignore_ascii_case(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(text: &str) -> Vec<(&str, &str)> {
        find(text).map(|found| (found.name, found.value)).collect()
    }

    #[test]
    fn names_and_values_of_every_language() {
        let cases: [(&str, &[(&str, &str)]); 13] = [
            ("a_b = \"c d\"", &[("a_b", "c")]),
            ("A=b c", &[("A", "b")]),
            ("{\"a\": 'b'}", &[("a", "b")]),
            ("'a-b' => 'c'", &[("a-b", "c")]),
            ("a.b\t:\tc", &[("a.b", "c")]),
            ("Server=x;Password=y;", &[("Server", "x"), ("Password", "y")]),
            ("a=b=c", &[("a", "b=c"), ("b", "c")]),
            ("a=b:\"c:d e:f", &[("a", "b:"), ("b", "c:d"), ("c", "d"), ("e", "f")]),
            ("- name: A\n  value: b\n", &[("name", "A"), ("value", "b"), ("A", "b")]),
            ("{\"Name\": \"A\", \"Value\": \"b\"}", &[("Name", "A"), ("Value", "b"), ("A", "b")]),
            ("a =\nb: \n= c :", &[]),
            ("é=b ü: c", &[]),
            ("aé=b", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(pairs(text), expected, "{text}");
        }
    }
}
