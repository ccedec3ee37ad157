//! From the text of a query to its compiled form. Part of the build script as well.

use jsonpath_rust::parser::model;

use super::error::{Result, error};
use super::grant::{self, grant};
use super::spelling::{ADMITS, EXPIRED, GRANTS, PERMITS, REMOVED, SECRET, Spelled, spell};
use super::{
    Comparison, Expr, Function, List, Literal, Operand, Pattern, Permission, Query, Role, Segment, Selector, find_list,
};

/// Longest query, in bytes.
const MAX_LENGTH: usize = 8 * 1024;

/// What a clause compiles to.
#[derive(Clone, Copy, Debug)]
pub enum Compiled {
    /// `$…` or `@…`: a path.
    Path(Query),
    /// `?…`: a filter expression on the starting node itself.
    Test(Expr),
}

/// Compiles a clause: a path that starts with `$` or `@`, or a filter expression that starts with `?`. What it
/// allocates lives until the program ends.
///
/// # Errors
/// What RFC 9535 does not allow, a pattern that is not a valid regular expression or not a literal, a list that does not
/// exist, and nesting past a stated limit.
pub fn compile(text: &str) -> Result<Compiled> {
    if text.len() > MAX_LENGTH {
        return error(format!("the query is longer than {MAX_LENGTH} bytes"));
    }
    let spelled = spell(text)?;
    let text = &spelled.text;
    match text.as_bytes().first() {
        Some(b'$') => Ok(Compiled::Path(path(false, &parse(text, 0, &spelled)?.segments)?)),
        Some(b'@') => Ok(Compiled::Path(path(true, &parse(&format!("${}", &text[1..]), 0, &spelled)?.segments)?)),
        // The parser knows filter expressions only within a path.
        Some(b'?') => match parse(&format!("$[{text}]"), 2, &spelled)?.segments.as_slice() {
            [model::Segment::Selector(model::Selector::Filter(filter))] => Ok(Compiled::Test(logical(filter)?)),
            _ => error("a clause that starts with `?` is one filter expression"),
        },
        _ => error("a clause starts with `$`, `@` or `?`"),
    }
}

/// `shift` is the number of characters that the parser sees before those of `spelled`.
fn parse(text: &str, shift: usize, spelled: &Spelled) -> Result<model::JpQuery> {
    jsonpath_rust::parser::parse_json_path(text).or_else(|cause| {
        let cause = cause.to_string();
        match column(&cause) {
            Some(column) => {
                let column = spelled.column(column.saturating_sub(shift).max(1));
                error(format!("syntax error at character {column}"))
            }
            None => error(cause),
        }
    })
}

/// The column in a message of the parser, `--> 1:COLUMN`. Its error type is that of a crate that is not ours to name.
fn column(message: &str) -> Option<usize> {
    let place = message.split_once("--> ")?.1;
    let digits = place.split_once(':')?.1;
    digits.split(|char: char| !char.is_ascii_digit()).next()?.parse().ok()
}

fn path(relative: bool, segments: &[model::Segment]) -> Result<Query> {
    Ok(Query { relative, segments: all(segments, segment)? })
}

fn segment(from: &model::Segment) -> Result<Segment> {
    Ok(match from {
        model::Segment::Selector(selector) => Segment::Child(keep_all(vec![self::selector(selector)?])),
        model::Segment::Selectors(selectors) => Segment::Child(all(selectors, selector)?),
        model::Segment::Descendant(inner) => match segment(inner)? {
            Segment::Child(selectors) | Segment::Descendant(selectors) => Segment::Descendant(selectors),
        },
    })
}

fn selector(from: &model::Selector) -> Result<Selector> {
    Ok(match from {
        model::Selector::Name(name) => Selector::Name(keep_text(name)),
        model::Selector::Wildcard => Selector::Wildcard,
        model::Selector::Index(index) => Selector::Index(*index),
        model::Selector::Slice(start, end, step) => Selector::Slice(*start, *end, step.unwrap_or(1)),
        model::Selector::Filter(filter) => Selector::Filter(keep(logical(filter)?)),
    })
}

fn logical(from: &model::Filter) -> Result<Expr> {
    Ok(match from {
        model::Filter::Or(members) => Expr::Or(all(members, logical)?),
        model::Filter::And(members) => Expr::And(all(members, logical)?),
        model::Filter::Atom(atom) => match atom {
            model::FilterAtom::Filter { expr, not } => negated(logical(expr)?, *not),
            model::FilterAtom::Test { expr, not } => negated(test(expr)?, *not),
            model::FilterAtom::Comparison(comparison) => self::comparison(comparison)?,
        },
    })
}

fn negated(expr: Expr, not: bool) -> Expr {
    if not { Expr::Not(keep(expr)) } else { expr }
}

fn test(from: &model::Test) -> Result<Expr> {
    let function = match from {
        model::Test::RelQuery(segments) => return Ok(Expr::Exists(path(true, segments)?)),
        model::Test::AbsQuery(query) => return Ok(Expr::Exists(path(false, &query.segments)?)),
        model::Test::Function(function) => function,
    };
    match function.as_ref() {
        model::TestFunction::Match(value, pattern) => regex("match", value, pattern),
        model::TestFunction::Search(value, pattern) => regex("search", value, pattern),
        model::TestFunction::Custom(name, arguments) if name == ADMITS => admits(arguments),
        model::TestFunction::Custom(name, arguments) if name == PERMITS => permits(arguments),
        model::TestFunction::Custom(name, arguments) if name == SECRET => secret(arguments),
        model::TestFunction::Custom(name, arguments) if is_grants(name, arguments) => grants(arguments),
        model::TestFunction::Custom(name, arguments) => listed(name, arguments),
        other => error(format!("`{other}` gives a value, which must be compared with another")),
    }
}

fn comparison(from: &model::Comparison) -> Result<Expr> {
    let comparison = match from {
        model::Comparison::Eq(..) => Comparison::Equal,
        model::Comparison::Ne(..) => Comparison::NotEqual,
        model::Comparison::Lt(..) => Comparison::Less,
        model::Comparison::Lte(..) => Comparison::LessEqual,
        model::Comparison::Gt(..) => Comparison::Greater,
        model::Comparison::Gte(..) => Comparison::GreaterEqual,
    };
    let (left, right) = from.vals();
    Ok(Expr::Compare(comparison, comparable(left)?, comparable(right)?))
}

fn comparable(from: &model::Comparable) -> Result<Operand> {
    match from {
        model::Comparable::Literal(literal) => Ok(Operand::Literal(self::literal(literal))),
        model::Comparable::Function(function) => self::function(function),
        model::Comparable::SingularQuery(model::SingularQuery::Current(segments)) => Ok(singular(true, segments)),
        model::Comparable::SingularQuery(model::SingularQuery::Root(segments)) => Ok(singular(false, segments)),
    }
}

fn singular(relative: bool, segments: &[model::SingularQuerySegment]) -> Operand {
    let step = |segment: &model::SingularQuerySegment| {
        Segment::Child(keep_all(vec![match segment {
            model::SingularQuerySegment::Index(index) => Selector::Index(*index),
            model::SingularQuerySegment::Name(name) => Selector::Name(keep_text(name)),
        }]))
    };
    Operand::Query(Query { relative, segments: keep_all(segments.iter().map(step).collect()) })
}

/// A function that gives a value.
fn function(from: &model::TestFunction) -> Result<Operand> {
    let (function, argument) = match from {
        model::TestFunction::Length(argument) => (Function::Length, value("length", argument)?),
        model::TestFunction::Count(argument) => (Function::Count, nodes("count", argument)?),
        model::TestFunction::Value(argument) => (Function::Value, nodes("value", argument)?),
        model::TestFunction::Custom(name, arguments) => {
            let own = if is_grants(name, arguments) { "grants" } else { own_name(name) };
            return error(format!("`{own}` gives no value that could be compared"));
        }
        other => return error(format!("`{other}` gives no value that could be compared")),
    };
    Ok(Operand::Function(function, keep(argument)))
}

/// An argument that must be a value: a literal, a singular query, or a function that gives a value.
fn value(name: &str, from: &model::FnArg) -> Result<Operand> {
    let model::FnArg::Test(test) = from else {
        return match from {
            model::FnArg::Literal(literal) => Ok(Operand::Literal(self::literal(literal))),
            _ => error(format!("`{name}` takes a value, not a condition")),
        };
    };
    if let model::Test::Function(function) = test.as_ref() {
        return self::function(function);
    }
    match nodes(name, from)? {
        Operand::Query(query) if !query.is_singular() => {
            error(format!("`{name}` takes a query that selects at most one node; `value(…)` makes one of others"))
        }
        operand => Ok(operand),
    }
}

/// An argument that must be a query.
fn nodes(name: &str, from: &model::FnArg) -> Result<Operand> {
    let model::FnArg::Test(test) = from else {
        return error(format!("`{name}` takes a query"));
    };
    match test.as_ref() {
        model::Test::RelQuery(segments) => Ok(Operand::Query(path(true, segments)?)),
        model::Test::AbsQuery(query) => Ok(Operand::Query(path(false, &query.segments)?)),
        model::Test::Function(_) => error(format!("`{name}` takes a query, not a function")),
    }
}

/// How far addresses may reach, in words of the shape `network_rules`.
const REACHES: [&str; 2] = ["public", "nearly-public"];

fn admits(arguments: &[model::FnArg]) -> Result<Expr> {
    let [of, model::FnArg::Literal(model::Literal::String(word))] = arguments else {
        return error("how far the addresses of `admits` reach must be a string literal");
    };
    match REACHES.into_iter().find(|reach| *reach == *word) {
        Some(reach) => Ok(Expr::Admits { of: value("admits", of)?, reach }),
        None => error(format!("addresses reach `{}`, not `{word}`", REACHES.join("` or `"))),
    }
}

/// `expired` or `removed`, as the parser reads them.
fn listed(name: &str, arguments: &[model::FnArg]) -> Result<Expr> {
    let own = own_name(name);
    let (of, list) = match arguments {
        [version, list] if name == EXPIRED => (vec![value(own, version)?], find(own, list, true)?),
        [model::FnArg::Test(pair), list] => match pair.as_ref() {
            model::Test::Function(pair) => match pair.as_ref() {
                model::TestFunction::Custom(inner, pair) if inner == REMOVED => {
                    let of: Result<Vec<_>> = pair.iter().map(|argument| value(own, argument)).collect();
                    (of?, find(own, list, false)?)
                }
                _ => return error(format!("`{own}` takes values")),
            },
            _ => return error(format!("`{own}` takes values")),
        },
        _ => return error(format!("`{own}` takes values")),
    };
    Ok(Expr::Listed { list, of: keep_all(of) })
}

/// `permits`, as the parser reads it.
fn permits(arguments: &[model::FnArg]) -> Result<Expr> {
    const FORM: &str = "`permits` takes a rule, and verbs and resources as in 'get|list secrets pods/log'";
    let [rule, model::FnArg::Literal(model::Literal::String(permission))] = arguments else {
        return error(FORM);
    };
    let mut words = permission.split_whitespace();
    let verbs = words.next().into_iter().flat_map(|verbs| verbs.split('|'));
    let [verbs, targets] = [verbs.map(keep_text).collect(), words.map(keep_text).collect()].map(keep_all);
    if targets.is_empty() || verbs.iter().any(|verb| verb.is_empty()) {
        return error(FORM);
    }
    Ok(Expr::Permits { rule: value("permits", rule)?, permission: Permission { verbs, targets } })
}

/// Whether a function of this name is `grants`, and not `removed`, which has another call within.
fn is_grants(name: &str, arguments: &[model::FnArg]) -> bool {
    let is_call = |argument: &model::FnArg| matches!(argument, model::FnArg::Test(test) if matches!(test.as_ref(), model::Test::Function(_)));
    name == GRANTS && !arguments.first().is_some_and(is_call)
}

/// `grants`, as the parser reads it.
fn grants(arguments: &[model::FnArg]) -> Result<Expr> {
    let [of, model::FnArg::Literal(model::Literal::String(text))] = arguments else {
        return error(grant::FORM);
    };
    Ok(Expr::Grants { of: value("grants", of)?, grant: grant(keep_text(text))? })
}

/// The author's name of a function of ours.
fn own_name(name: &str) -> &'static str {
    match name {
        EXPIRED => "expired",
        ADMITS => "admits",
        PERMITS => "permits",
        SECRET => "secret",
        _ => "removed",
    }
}

/// `secret`, as the parser reads it.
fn secret(arguments: &[model::FnArg]) -> Result<Expr> {
    let [of, role] = arguments else { return error("`secret` takes a value and what it is") };
    let role = match value("secret", role)? {
        // What `set` is spelled as.
        Operand::Literal(Literal::Int(0)) => return Ok(Expr::Set(value("set", of)?)),
        Operand::Literal(Literal::String("argument")) => Role::Argument,
        Operand::Literal(Literal::String("text")) => Role::Text,
        Operand::Literal(Literal::String("member")) => Role::Member,
        Operand::Literal(_) => {
            return error("`secret` takes a value and `'argument'`, `'text'`, `'member'` or its name");
        }
        name => Role::Named(name),
    };
    Ok(Expr::Secret { value: value("secret", of)?, role })
}

/// The list that an argument names, which must be one of versions, or one of what is removed.
fn find(function: &str, name: &model::FnArg, of_versions: bool) -> Result<&'static List> {
    let model::FnArg::Literal(model::Literal::String(name)) = name else {
        return error(format!("the list of `{function}` must be a string literal"));
    };
    match find_list(name) {
        Some(list) if list.is_of_versions() == of_versions => Ok(list),
        Some(_) => error(format!("the list `{name}` is not for `{function}`")),
        None => error(format!("there is no list `{name}`")),
    }
}

fn regex(name: &str, value: &model::FnArg, pattern: &model::FnArg) -> Result<Expr> {
    let (value, is_whole) = (self::value(name, value)?, name == "match");
    let model::FnArg::Literal(model::Literal::String(source)) = pattern else {
        return Ok(Expr::Computed { value, pattern: self::value(name, pattern)?, is_whole });
    };
    let source = expression(source, is_whole)
        .or_else(|reason| error(format!("{pattern} is not a valid regular expression: {reason}")))?;
    Ok(Expr::Regex { value, pattern: keep(Pattern::new(keep_text(&source))) })
}

/// A pattern in the syntax of the `regex` crate, which matches a part of a text, or the whole.
///
/// # Errors
/// Why it is none.
pub(super) fn expression(source: &str, is_whole: bool) -> std::result::Result<String, String> {
    let part = translate(source);
    let whole = format!(r"\A(?:{part})\z");
    // Both, since a pattern may close the group that it is put in.
    for source in [&part, &whole] {
        regex_syntax::parse(source).map_err(|cause| match &cause {
            regex_syntax::Error::Parse(cause) => cause.kind().to_string(),
            regex_syntax::Error::Translate(cause) => cause.kind().to_string(),
            _ => cause.to_string(),
        })?;
    }
    Ok(if is_whole { whole } else { part })
}

/// From I-Regexp (RFC 9485) to the `regex` crate's syntax: the dot leaves out carriage returns as well. The anchors and
/// classes of `regex`, which I-Regexp does not have, keep their meaning.
fn translate(source: &str) -> String {
    let mut target = String::with_capacity(source.len());
    let mut brackets = 0_usize;
    let mut chars = source.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => {
                target.push(char);
                target.extend(chars.next());
                continue;
            }
            '[' => brackets += 1,
            ']' => brackets = brackets.saturating_sub(1),
            '.' if brackets == 0 => {
                target.push_str(r"[^\n\r]");
                continue;
            }
            _ => {}
        }
        target.push(char);
    }
    target
}

fn literal(from: &model::Literal) -> Literal {
    match from {
        model::Literal::Null => Literal::Null,
        model::Literal::Bool(value) => Literal::Bool(*value),
        model::Literal::Int(value) => Literal::Int(*value),
        model::Literal::Float(value) => Literal::Float(*value),
        model::Literal::String(value) => Literal::String(keep_text(value)),
    }
}

fn all<T, U>(from: &[T], compile: impl Fn(&T) -> Result<U>) -> Result<&'static [U]> {
    Ok(keep_all(from.iter().map(compile).collect::<Result<Vec<_>>>()?))
}

// Compiled queries live as long as the program: those of the embedded checks are constants, and the user's own are few.

fn keep<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn keep_all<T>(values: Vec<T>) -> &'static [T] {
    values.leak()
}

fn keep_text(text: &str) -> &'static str {
    text.to_owned().leak()
}

#[cfg(test)]
mod tests {
    use super::super::spelling::MAX_NESTING;
    use super::*;

    #[test]
    fn the_first_character_says_what_a_clause_is() {
        assert!(matches!(compile("$.a[0]"), Ok(Compiled::Path(Query { relative: false, segments: [_, _] }))));
        assert!(matches!(compile("@.a"), Ok(Compiled::Path(Query { relative: true, segments: [_] }))));
        assert!(matches!(compile("?@.a == 1 && $.b"), Ok(Compiled::Test(Expr::And([_, _])))));
        assert!(matches!(compile("?!(@.a || @.b)"), Ok(Compiled::Test(Expr::Not(Expr::Or([_, _]))))));
    }

    #[test]
    fn what_the_rfc_forbids_is_rejected_with_a_reason() {
        let table = [
            ("", "starts with"),
            ("a", "starts with"),
            ("$.", "syntax error at character"),
            ("?@.a ==", "syntax error at character 8"),
            ("?@.a, ?@.b", "one filter expression"),
            ("?@.a][?@.b", "one filter expression"),
            ("?@.* == 1", "syntax error"),
            ("?length(@.a)", "must be compared"),
            ("?count(@.a)", "must be compared"),
            ("?match(@.a, 'x') == true", "comparable"),
            ("?length(@.*) == 1", "at most one node"),
            ("?length(@.a == 1) == 1", "syntax error"),
            ("?count('a') == 1", "got a literal"),
            ("?count(length(@.a)) == 1", "not a function"),
            ("?value('a') == 1", "takes a query"),
            ("?length(match(@.a, 'x')) == 1", "gives no value"),
            ("?match(@.*, 'x')", "at most one node"),
            ("?match(@.a, @.*)", "at most one node"),
            ("?match(@.a, '(')", "regular expression"),
            ("?search(@.a, 'a)(b')", "regular expression"),
            ("?match(@.a, 'a)(b')", "regular expression"),
            ("?@.a in @.b", "syntax error"),
            ("?in(@.a, @.b)", "no function `in`"),
            ("?first(@.a) == 1", "no function `first`"),
            ("?permits(@, 'get')", "verbs and resources"),
            ("?permits(@, 'get| secrets')", "verbs and resources"),
            ("?permits(@, @.a)", "verbs and resources"),
            ("?permits(@.*, 'get secrets')", "at most one node"),
            ("?grants(@, @.a)", "actions of one cloud"),
            ("?grants(@, '')", "actions of one cloud"),
            ("?grants(@, 'iam:PassRole|a.b.c')", "actions of one cloud"),
            ("?grants(@, 'iam:PassRole|')", "actions of one cloud"),
            ("?grants(@, 'iam:PassRole * *')", "actions of one cloud"),
            ("?grants(@, 'iam:PassRole role/*')", "a resource of AWS"),
            ("?grants(@, 'a.b.c *')", "a resource of AWS"),
            ("?grants(@.*, 'iam:PassRole')", "at most one node"),
            ("?grants(@, 'iam:PassRole') == true", "comparable"),
            ("?length(grants(@, 'iam:PassRole')) == 1", "`grants` gives no value"),
            ("?expired(@.a, 'aws-ekss')", "no list `aws-ekss`"),
            ("?expired(@.a, @.b)", "must be a string literal"),
            ("?expired(@.*, 'aws-eks')", "at most one node"),
            ("?expired(@.a, 'aws-eks') == true", "comparable"),
            ("?length(expired(@.a, 'aws-eks')) == 1", "`expired` gives no value"),
            ("?expired(@.a, 'kubernetes-removed-apis')", "is not for `expired`"),
            ("?admits(@.a, @.b)", "must be a string literal"),
            ("?admits(@.a, 'wide')", "addresses reach `public`"),
            ("?admits(@.*, 'public')", "at most one node"),
            ("?removed(@.a, @.b, 'aws-eks')", "is not for `removed`"),
            ("?secret(@.a, 'password')", "`'argument'`"),
            ("?secret(@.*, 'text')", "at most one node"),
            ("?secret(@.a, 'text') == true", "comparable"),
            ("?removed(@.a, @.b == 1, 'kubernetes-removed-apis')", "syntax error at character 19"),
            ("?removed(@.a, @.b,'kubernetes-removed-apis') &&", "syntax error at character 48"),
        ];
        for (text, reason) in table {
            let message = compile(text).expect_err(text).to_string();
            assert!(message.contains(reason), "{text}: {message}");
        }
    }

    #[test]
    fn nesting_is_limited_and_strings_do_not_nest() {
        let nested = |depth: usize| format!("?{}@.a{}", "(".repeat(depth), ")".repeat(depth));
        assert!(compile(&nested(MAX_NESTING - 1)).is_ok());
        assert!(compile(&nested(200_000)).is_err());
        assert!(compile(&nested(MAX_NESTING + 1)).expect_err("too deep").message.contains("within each other"));
        assert!(compile("$['((((((((((((((((((']").is_ok());
        assert!(compile(&format!("?{}@{} > 1", "length(".repeat(MAX_NESTING), ")".repeat(MAX_NESTING))).is_ok());
    }

    #[test]
    fn dots_become_classes_except_where_they_are_text() {
        assert_eq!(translate(r"a.\.[.]"), r"a[^\n\r]\.[.]");
    }
}
