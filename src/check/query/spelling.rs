//! What is done with the text of a query before it is parsed. Part of the build script as well.
//!
//! The parser's grammar has the functions of RFC 9535 and some of its own, which are not ours. Our own take the places of
//! those: `expired(` becomes `none_of(` and `admits(` becomes `any_of(`, which are as long, `secret(` becomes `nin(` with
//! blanks, `set(…)` becomes `nin(…,0)`, `permits(` becomes `subset_of(`, and `removed(…, …, …)`, which has one argument too many, becomes
//! `in(in(…, …), …)`. `grants(` becomes `in(` with blanks, which has no other `in(` within.

use std::ops::Range;

use super::error::{Result, error_at, error_of};

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
    /// The calls of functions, in the order in which they start.
    pub(super) calls: Vec<Call>,
}

/// A call of a function, in bytes of what the author wrote.
#[derive(Debug)]
pub(super) struct Call {
    /// From the name to the closing parenthesis.
    pub(super) whole: Range<usize>,
    arguments: Vec<Range<usize>>,
}

/// A bracket that is open.
struct Open {
    /// Where it stands, and which one it is.
    at: usize,
    bracket: char,
    /// The function whose arguments it holds, and the place of its call among all.
    call: Option<(Function, usize)>,
}

/// The functions that queries can call.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Function {
    Length,
    Count,
    Value,
    Match,
    Search,
    Admits,
    Expired,
    Removed,
    Permits,
    Grants,
    Secret,
    Set,
}

/// Every function with its name, the number of its arguments, and what they are.
const FUNCTIONS: [(Function, &str, usize, &str); 12] = [
    (Function::Length, "length", 1, "a value"),
    (Function::Count, "count", 1, "a query"),
    (Function::Value, "value", 1, "a query"),
    (Function::Match, "match", 2, "a value and a pattern"),
    (Function::Search, "search", 2, "a value and a pattern"),
    (Function::Admits, "admits", 2, "addresses and how far they reach"),
    (Function::Expired, "expired", 2, "a version and the name of a list"),
    (Function::Removed, "removed", 3, "an API version, a kind and the name of a list"),
    (Function::Permits, "permits", 2, "a rule and the verbs and resources that it may permit"),
    (Function::Grants, "grants", 2, "a statement or role, and the actions that it may grant"),
    (Function::Secret, "secret", 2, "a value and what it is"),
    (Function::Set, "set", 1, "a value"),
];

/// The names of all functions.
fn names() -> Vec<&'static str> {
    FUNCTIONS.iter().map(|(_, name, ..)| *name).collect()
}

impl Function {
    /// What the parser reads for its name; none for those that its grammar has.
    fn spelling(self) -> Option<String> {
        Some(match self {
            Self::Length | Self::Count | Self::Value | Self::Match | Self::Search => return None,
            Self::Admits => ADMITS.to_owned(),
            Self::Expired => EXPIRED.to_owned(),
            Self::Grants => GRANTS.to_owned(),
            Self::Permits => PERMITS.to_owned(),
            Self::Secret | Self::Set => SECRET.to_owned(),
            Self::Removed => format!("{REMOVED}({REMOVED}"),
        })
    }

    /// Blanks behind the opening parenthesis, which make what the parser reads as long as what the author wrote.
    fn blanks(self) -> &'static str {
        match self {
            Self::Removed => "  ",
            Self::Secret => "   ",
            Self::Grants => "    ",
            _ => "",
        }
    }
}

impl Call {
    /// Where an argument stands, counted from 0; all of the call where it has none of this number.
    pub(super) fn argument(&self, index: usize) -> &Range<usize> {
        self.arguments.get(index).unwrap_or(&self.whole)
    }

    /// Ends the argument that is open, and leaves out the blanks around it.
    fn end_argument(&mut self, query: &str, end: usize) {
        let Some(argument) = self.arguments.last_mut() else { return };
        let text = &query[argument.start..end];
        let start = argument.start + (text.len() - text.trim_start().len());
        *argument = start..start + text.trim().len();
    }

    /// Holds the call to the number of arguments that its function has.
    fn check(&self, function: Function) -> Result<()> {
        let given = self.arguments.iter().filter(|argument| !argument.is_empty()).count().max(self.arguments.len() - 1);
        let form = FUNCTIONS.iter().find(|(known, ..)| *known == function);
        match form {
            Some((_, name, arguments, takes)) if *arguments != given => {
                let has = if given == 1 { "1 is given".to_owned() } else { format!("{given} are given") };
                let arguments =
                    if *arguments == 1 { "1 argument".to_owned() } else { format!("{arguments} arguments") };
                error_at(self.whole.clone(), format!("`{name}` takes {takes}, which is {arguments}; {has}"))
            }
            _ => Ok(()),
        }
    }
}

impl Spelled {
    /// The author's column for one of the parser's, both from 1.
    pub(super) fn column(&self, column: usize) -> usize {
        column - self.added.iter().filter(|before| **before + 1 < column).count()
    }

    /// The function whose name ends the text, which becomes what the parser reads for it. `at` is where the author's
    /// parenthesis stands.
    fn open_call(&mut self, at: usize) -> Result<Option<(Function, usize)>> {
        let start = self.text.rfind(|char: char| !is_name(char)).map_or(0, |end| end + 1);
        let (before, name) = self.text.split_at_checked(start).unwrap_or((&self.text, ""));
        if name.is_empty() || before.ends_with('.') {
            return Ok(None);
        }
        let place = at - name.len()..at;
        let Some((function, ..)) = FUNCTIONS.iter().find(|(_, known, ..)| *known == name) else {
            let known = names();
            let (last, others) = known.split_last().unwrap_or((&"", &[]));
            let message = format!("there is no function `{name}`; there are {} and {last}", others.join(", "));
            return error_of(name, known, message).map_err(|error| error.or_at(&place));
        };
        if let Some(spelling) = function.spelling() {
            self.text.replace_range(start.., &spelling);
        }
        if *function == Function::Permits {
            let first = self.text.chars().count() - PERMITS.len();
            self.added.extend(first..first + PERMITS.len() - "permits".len());
        }
        let first = at + 1..at + 1;
        self.calls.push(Call { whole: place.start..at + 1, arguments: vec![first] });
        Ok(Some((*function, self.calls.len() - 1)))
    }

    /// Ends what a bracket at `at` closes.
    fn close(&mut self, query: &str, at: usize, open: &Open) -> Result<()> {
        let Some((function, call)) = open.call else { return Ok(()) };
        let call = &mut self.calls[call];
        call.whole.end = at + 1;
        call.end_argument(query, at);
        call.check(function)?;
        if function == Function::Set {
            let first = self.text.chars().count();
            self.added.extend(first..first + SET_ARGUMENT.len());
            self.text.push_str(SET_ARGUMENT);
        }
        Ok(())
    }

    /// Goes on to the next argument of the call at a comma; `has_blank` says that one stands behind it. Gives whether that blank gives
    /// way to what the parser reads here.
    fn next_argument(&mut self, query: &str, at: usize, (function, call): (Function, usize), has_blank: bool) -> bool {
        let call = &mut self.calls[call];
        call.end_argument(query, at);
        call.arguments.push(at + 1..at + 1);
        let is_list = function == Function::Removed && call.arguments.len() == 3;
        if is_list {
            if !has_blank {
                self.added.push(self.text.chars().count());
            }
            self.text.push(')');
        }
        is_list && has_blank
    }
}

/// Spells a query for the parser.
///
/// # Errors
/// A function that does not exist, one with too few or too many arguments, a bracket or quote that nothing closes, and nesting past
/// the limit.
pub(super) fn spell(query: &str) -> Result<Spelled> {
    let mut spelled = Spelled::default();
    let mut quote = None;
    let mut open: Vec<Open> = Vec::new();
    let mut chars = query.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        match (quote, char) {
            (Some(_), '\\') => {
                spelled.text.push(char);
                spelled.text.extend(chars.next().map(|(_, char)| char));
                continue;
            }
            (Some((end, _)), _) if end == char => quote = None,
            (None, '\'' | '"') => quote = Some((char, at)),
            (None, '[') => open.push(Open { at, bracket: char, call: None }),
            (None, '(') => {
                let call = spelled.open_call(at)?;
                open.push(Open { at, bracket: char, call });
                spelled.text.push('(');
                spelled.text.push_str(call.map_or("", |(function, _)| function.blanks()));
                check_nesting(&open)?;
                continue;
            }
            (None, ']' | ')') => {
                let Some(closed) = open.pop() else {
                    return error_at(at..at + 1, format!("this `{char}` closes nothing"));
                };
                spelled.close(query, at, &closed)?;
            }
            (None, ',') => {
                if let Some(call) = open.last().and_then(|open| open.call)
                    && spelled.next_argument(query, at, call, matches!(chars.peek(), Some((_, ' '))))
                {
                    chars.next();
                }
            }
            _ => {}
        }
        spelled.text.push(char);
        check_nesting(&open)?;
    }
    match (quote, open.last()) {
        (Some((_, at)), _) => error_at(at..query.len(), "the text that starts here has no end"),
        (None, Some(open)) => error_at(open.at..open.at + 1, format!("nothing closes this `{}`", open.bracket)),
        (None, None) => Ok(spelled),
    }
}

fn check_nesting(open: &[Open]) -> Result<()> {
    match open.last() {
        Some(last) if open.len() > MAX_NESTING => {
            error_at(last.at..last.at + 1, format!("more than {MAX_NESTING} brackets within each other"))
        }
        _ => Ok(()),
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
