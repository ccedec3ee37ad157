//! Options of programs in tables, with blanks between them: `assume-yes|yes|y` is one option with its names, the first of which is the one that
//! checks know; a single letter stands behind one dash, a longer name behind two. Then follows what value it takes:
//!
//! | spelled | the value |
//! |---|---|
//! | `yes\|y` | none |
//! | `user\|u=` | the next word, or what follows in the same one |
//! | `quiet\|q=?` | may follow in the same word, behind `=` |
//! | `password\|p=+` | may follow in the same word; behind `=` where the name is a long one |
//! | `no-verbose\|-nv` | (a name of several letters behind one dash) |

/// Whether an option takes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Takes {
    Nothing,
    Value,
    Assigned,
    Attached,
}

/// An option of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Spec {
    /// The name that checks know it by.
    pub(in super::super) name: &'static str,
    pub(in super::super) takes: Takes,
}

/// The option that goes by `name`, without its dashes; one dash is kept before a name of several letters.
pub(in super::super) fn find(tables: &[&'static str], name: &str) -> Option<Spec> {
    tables.iter().find_map(|table| find_in(table, name))
}

/// Looks for the name as it stands between the marks of a table: most words of a file ask several tables.
fn find_in(table: &'static str, name: &str) -> Option<Spec> {
    if name.is_empty() || name.contains([' ', '|', '=']) {
        return None;
    }
    let is_whole = |at: usize| {
        let (before, after) = (table[..at].chars().next_back(), table[at + name.len()..].chars().next());
        matches!(before, None | Some(' ' | '|')) && matches!(after, None | Some(' ' | '|' | '='))
    };
    let (at, _) = table.match_indices(name).find(|(at, _)| is_whole(*at))?;
    let start = table[..at].rfind(' ').map_or(0, |blank| blank + 1);
    let end = table[at..].find(' ').map_or(table.len(), |length| at + length);
    let (names, takes) = parse(&table[start..end]);
    Some(Spec { name: names.split('|').next().unwrap_or(names), takes })
}

fn parse(row: &'static str) -> (&'static str, Takes) {
    let endings = [("=?", Takes::Assigned), ("=+", Takes::Attached), ("=", Takes::Value)];
    let ending = endings.into_iter().find_map(|(ending, takes)| Some((row.strip_suffix(ending)?, takes)));
    ending.unwrap_or((row, Takes::Nothing))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_say_names_and_values() {
        let table = "assume-yes|yes|y user|u= quiet|q=? password|p=+ no-verbose|-nv";
        let cases = [
            ("y", "assume-yes", Takes::Nothing),
            ("yes", "assume-yes", Takes::Nothing),
            ("u", "user", Takes::Value),
            ("quiet", "quiet", Takes::Assigned),
            ("p", "password", Takes::Attached),
            ("-nv", "no-verbose", Takes::Nothing),
        ];
        for (written, name, takes) in cases {
            assert_eq!(find(&[table], written), Some(Spec { name, takes }), "{written}");
        }
        assert_eq!((find(&[table], "nv"), find(&[table], "user="), find(&[], "y")), (None, None, None));
    }
}
