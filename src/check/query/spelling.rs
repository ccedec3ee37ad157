//! What is done with the text of a query before it is parsed. Part of the build script as well.
//!
//! The parser's grammar has the functions of RFC 9535 and some of its own, which are not ours. Our own take the places of
//! those: `expired(` becomes `none_of(` and `admits(` becomes `any_of(`, which are as long, `secret(` becomes `nin(` with
//! blanks, `set(…)` becomes `nin(…,0)`, `permits(` becomes `subset_of(`, and `removed(…, …, …)`, which has one argument too many, becomes
//! `in(in(…, …), …)`. `grants(` becomes `in(` with blanks, which has no other `in(` within.

use super::error::{Result, error};

/// Most brackets and parentheses within each other. The parser tries alternatives at each, so its time grows fast.
pub(super) const MAX_NESTING: usize = 12;

/// What the parser reads for `expired`.
pub(super) const EXPIRED: &str = "none_of";

/// What the parser reads for `admits`.
pub(super) const ADMITS: &str = "any_of";

/// What the parser reads for `secret`.
pub(super) const SECRET: &str = "nin";

/// The second argument that makes `set` of what stands for `secret`.
const SET_ARGUMENT: &str = ",0";

/// What the parser reads for `removed`, once for the list and once for the others of its arguments.
pub(super) const REMOVED: &str = "in";

/// What the parser reads for `grants`, once.
pub(super) const GRANTS: &str = REMOVED;

/// What the parser reads for `permits`.
pub(super) const PERMITS: &str = "subset_of";

/// A query as the parser reads it.
#[derive(Debug, Default)]
pub(super) struct Spelled {
    pub(super) text: String,
    /// Characters that the author did not write, as the number of characters before each.
    added: Vec<usize>,
}

/// A bracket that is open.
struct Open {
    /// The function of ours whose arguments it holds.
    function: Option<Own>,
    commas: usize,
}

/// A function that the grammar does not have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Own {
    Admits,
    Expired,
    Grants,
    Permits,
    Removed,
    Secret,
    Set,
}

impl Spelled {
    /// The author's column for one of the parser's, both from 1.
    pub(super) fn column(&self, column: usize) -> usize {
        column - self.added.iter().filter(|before| **before + 1 < column).count()
    }

    /// What the parser reads for the function whose name ends the text.
    fn open_call(&mut self) -> Result<Option<Own>> {
        let start = self.text.rfind(|char: char| !is_name(char)).map_or(0, |end| end + 1);
        let (before, name) = self.text.split_at_checked(start).unwrap_or((&self.text, ""));
        let (spelling, own) = match name {
            _ if before.ends_with('.') => return Ok(None),
            "" | "length" | "count" | "value" | "match" | "search" => return Ok(None),
            "admits" => (ADMITS.to_owned(), Own::Admits),
            "expired" => (EXPIRED.to_owned(), Own::Expired),
            "grants" => (GRANTS.to_owned(), Own::Grants),
            "permits" => (PERMITS.to_owned(), Own::Permits),
            "secret" => (SECRET.to_owned(), Own::Secret),
            "set" => (SECRET.to_owned(), Own::Set),
            "removed" => (format!("{REMOVED}({REMOVED}"), Own::Removed),
            _ => {
                let known =
                    "length, count, value, match, search, admits, expired, removed, permits, grants, secret and set";
                return error(format!("there is no function `{name}`; there are {known}"));
            }
        };
        self.text.replace_range(start.., &spelling);
        if own == Own::Permits {
            let first = self.text.chars().count() - PERMITS.len();
            self.added.extend(first..first + PERMITS.len() - "permits".len());
        }
        Ok(Some(own))
    }
}

/// Spells a query for the parser.
///
/// # Errors
/// A function that does not exist, ours with too few or too many arguments, and nesting past the limit.
pub(super) fn spell(text: &str) -> Result<Spelled> {
    let mut spelled = Spelled::default();
    let mut quote = None;
    let mut open: Vec<Open> = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        match (quote, char) {
            (Some(_), '\\') => {
                spelled.text.push(char);
                spelled.text.extend(chars.next());
                continue;
            }
            (Some(end), _) if end == char => quote = None,
            (None, '\'' | '"') => quote = Some(char),
            (None, '[') => open.push(Open { function: None, commas: 0 }),
            (None, '(') => {
                let function = spelled.open_call()?;
                open.push(Open { function, commas: 0 });
                // Blanks make it as long as what the author wrote.
                let blanks = match function {
                    Some(Own::Removed) => "  ",
                    Some(Own::Secret) => "   ",
                    Some(Own::Grants) => "    ",
                    Some(Own::Admits | Own::Expired | Own::Permits | Own::Set) | None => "",
                };
                spelled.text.push('(');
                spelled.text.push_str(blanks);
                check_nesting(&open)?;
                continue;
            }
            (None, ']' | ')') => {
                let closed = open.pop();
                closed.as_ref().map_or(Ok(()), Open::close)?;
                if closed.is_some_and(|closed| closed.function == Some(Own::Set)) {
                    let first = spelled.text.chars().count();
                    spelled.added.extend(first..first + SET_ARGUMENT.len());
                    spelled.text.push_str(SET_ARGUMENT);
                }
            }
            (None, ',') => {
                if let Some(call) = open.last_mut() {
                    call.commas += 1;
                    if call.function == Some(Own::Removed) && call.commas == 2 {
                        if chars.next_if_eq(&' ').is_none() {
                            spelled.added.push(spelled.text.chars().count());
                        }
                        spelled.text.push(')');
                    }
                }
            }
            _ => {}
        }
        spelled.text.push(char);
        check_nesting(&open)?;
    }
    Ok(spelled)
}

fn check_nesting(open: &[Open]) -> Result<()> {
    if open.len() > MAX_NESTING {
        return error(format!("more than {MAX_NESTING} brackets within each other"));
    }
    Ok(())
}

impl Open {
    fn close(&self) -> Result<()> {
        match (self.function, self.commas) {
            (None, _)
            | (Some(Own::Set), 0)
            | (Some(Own::Admits | Own::Expired | Own::Grants | Own::Permits | Own::Secret), 1)
            | (Some(Own::Removed), 2) => Ok(()),
            (Some(Own::Admits), _) => error("`admits` takes addresses and how far they reach"),
            (Some(Own::Expired), _) => error("`expired` takes a version and the name of a list"),
            (Some(Own::Grants), _) => error("`grants` takes a statement or role, and the actions that it may grant"),
            (Some(Own::Permits), _) => error("`permits` takes a rule and the verbs and resources that it may permit"),
            (Some(Own::Set), _) => error("`set` takes a value"),
            (Some(Own::Secret), _) => error("`secret` takes a value and what it is"),
            (Some(Own::Removed), _) => error("`removed` takes an API version, a kind and the name of a list"),
        }
    }
}

/// Whether a name may hold this character.
fn is_name(char: char) -> bool {
    char.is_ascii_alphanumeric() || char == '_' || !char.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn our_functions_are_spelled_as_the_parser_knows_them() {
        let rows = [
            ("?expired(@.a, 'x') && @.b", "?none_of(@.a, 'x') && @.b"),
            ("?secret(@.a, 'text')", "?nin(   @.a, 'text')"),
            ("?removed(@.a, @.b, 'x')", "?in(in(  @.a, @.b),'x')"),
            ("?admits(@, 'x')", "?any_of(@, 'x')"),
            ("?grants(@, 'a:b')", "?in(    @, 'a:b')"),
            ("?@.expired == 'removed(' && @['expired(']", "?@.expired == 'removed(' && @['expired(']"),
            ("$.a[?match(@.b, '(,')]", "$.a[?match(@.b, '(,')]"),
            (r"?match(@.a, 'expired\'(')", r"?match(@.a, 'expired\'(')"),
        ];
        for (text, expected) in rows {
            let spelled = spell(text).expect(text);
            assert_eq!(spelled.text, expected);
            assert_eq!((text.chars().count(), &spelled.added[..]), (expected.chars().count(), &[][..]), "{text}");
        }
    }

    #[test]
    fn columns_are_the_authors() {
        let spelled = spell("?removed(@.a,@.b,'x') && y").expect("spelled");
        assert_eq!(spelled.text, "?in(in(  @.a,@.b),'x') && y");
        let columns: Vec<usize> = [1, 10, 17, 18, 19, 27].map(|column| spelled.column(column)).to_vec();
        assert_eq!(columns, [1, 10, 17, 17, 18, 26]);
    }

    #[test]
    fn columns_after_a_longer_name_are_the_authors() {
        let spelled = spell("?permits(@.a, 'get x')").expect("spelled");
        assert_eq!(spelled.text, "?subset_of(@.a, 'get x')");
        let columns: Vec<usize> = [1, 12, 24].map(|column| spelled.column(column)).to_vec();
        assert_eq!(columns, [1, 10, 22]);
    }

    #[test]
    fn columns_after_an_added_argument_are_the_authors() {
        let spelled = spell("?set(@.a) && y").expect("spelled");
        assert_eq!(spelled.text, "?nin(@.a,0) && y");
        let columns: Vec<usize> = [1, 8, 11, 16].map(|column| spelled.column(column)).to_vec();
        assert_eq!(columns, [1, 8, 9, 14]);
    }

    #[test]
    fn calls_are_held_to_their_arguments() {
        let rows = [
            ("?expired(@.a)", "`expired` takes"),
            ("?expired(@.a, @.b, 'x')", "`expired` takes"),
            ("?admits(@)", "`admits` takes"),
            ("?removed(@.a, 'x')", "`removed` takes"),
            ("?removed(@.a, @.b, @.c, 'x')", "`removed` takes"),
            ("?grants(@)", "`grants` takes"),
            ("?permits(@)", "`permits` takes"),
            ("?permits(@, 'get', 'secrets')", "`permits` takes"),
            ("?secret(@.a)", "`secret` takes"),
            ("?set(@.a, 'x')", "`set` takes"),
            ("?none_of(@.a, 'x')", "no function `none_of`"),
            ("?in(@.a, 'x')", "no function `in`"),
            ("?é(@.a)", "no function `é`"),
        ];
        for (text, message) in rows {
            let found = spell(text).expect_err(text).message;
            assert!(found.contains(message), "{text}: {found}");
        }
    }
}
