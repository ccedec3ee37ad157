//! From the text of a query to its compiled form. Part of the build script as well.

use std::cell::Cell;
use std::ops::Range;

use jsonpath_rust::parser::model;

use super::error::{QueryError, Result, error, error_at, error_of};
use super::expression::expression;
use super::grant::{self, grant};
use super::hint::{habit, meant};
use super::keep::{all, keep, keep_all, keep_text};
use super::spelling::{ADMITS, Call, EXPIRED, GRANTS, PERMITS, REMOVED, SECRET, Spelled, spell};
use super::{
    Comparison, Expr, Function, List, Literal, Operand, Pattern, Permission, Query, Role, Segment, Selector, find_list,
    list_names,
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
pub fn compile(query: &str) -> Result<Compiled> {
    if query.len() > MAX_LENGTH {
        return error(format!("the query is longer than {MAX_LENGTH} bytes"));
    }
    let spelled = spell(query)?;
    if query.starts_with(['$', '@', '?'])
        && let Some((place, meant)) = habit(query)
    {
        return syntax_error(query, place, Some(meant));
    }
    let text = &spelled.text;
    let compiler = Compiler { calls: &spelled.calls, met: Cell::new(0) };
    let parse = |text: &str, shift| parse(text, shift, query, &spelled);
    match text.as_bytes().first() {
        Some(b'$') => Ok(Compiled::Path(compiler.path(false, &parse(text, 0)?.segments)?)),
        Some(b'@') => Ok(Compiled::Path(compiler.path(true, &parse(&format!("${}", &text[1..]), 0)?.segments)?)),
        // The parser knows filter expressions only within a path.
        Some(b'?') => match parse(&format!("$[{text}]"), 2)?.segments.as_slice() {
            [model::Segment::Selector(model::Selector::Filter(filter))] => {
                Ok(Compiled::Test(compiler.logical(filter)?))
            }
            _ => error("a clause that starts with `?` is one filter expression"),
        },
        _ => error("a clause starts with `$`, `@` or `?`"),
    }
}

/// `shift` is the number of characters that the parser sees before those of `spelled`, which is `query`.
fn parse(text: &str, shift: usize, query: &str, spelled: &Spelled) -> Result<model::JpQuery> {
    jsonpath_rust::parser::parse_json_path(text).or_else(|cause| {
        let cause = cause.to_string();
        let Some(column) = column(&cause) else { return error(cause) };
        let column = spelled.column(column.saturating_sub(shift).max(1));
        let start = query.char_indices().nth(column - 1).map_or(query.len(), |(at, _)| at);
        let end = start + query[start..].chars().next().map_or(0, char::len_utf8);
        syntax_error(query, start..end, meant(&query[start..]))
    })
}

fn syntax_error<T>(query: &str, place: Range<usize>, help: Option<&'static str>) -> Result<T> {
    let column = query[..place.start].chars().count() + 1;
    let unmended = error_at(place, format!("syntax error at character {column}"));
    unmended.map_err(|error| QueryError { help, ..error })
}

/// The column in a message of the parser, `--> 1:COLUMN`. Its error type is that of a crate that is not ours to name.
fn column(message: &str) -> Option<usize> {
    let place = message.split_once("--> ")?.1;
    let digits = place.split_once(':')?.1;
    digits.split(|char: char| !char.is_ascii_digit()).next()?.parse().ok()
}

/// Compiles what the parser has read, which knows no places. Calls of functions are met in the order of the text, so that
/// a mistake in one has its place.
struct Compiler<'s> {
    calls: &'s [Call],
    /// How many of them have been met.
    met: Cell<usize>,
}

impl Compiler<'_> {
    /// Compiles the next call.
    fn call<T>(&self, compile: impl FnOnce(&Call) -> Result<T>) -> Result<T> {
        let met = self.met.replace(self.met.get() + 1);
        match self.calls.get(met) {
            Some(call) => compile(call).map_err(|error| error.or_at(&call.whole)),
            None => error("a call of a function that is not read"),
        }
    }

    fn path(&self, relative: bool, segments: &[model::Segment]) -> Result<Query> {
        Ok(Query { relative, segments: all(segments, |segment| self.segment(segment))? })
    }

    fn segment(&self, from: &model::Segment) -> Result<Segment> {
        Ok(match from {
            model::Segment::Selector(selector) => Segment::Child(keep_all(vec![self.selector(selector)?])),
            model::Segment::Selectors(selectors) => Segment::Child(all(selectors, |selector| self.selector(selector))?),
            model::Segment::Descendant(inner) => match self.segment(inner)? {
                Segment::Child(selectors) | Segment::Descendant(selectors) => Segment::Descendant(selectors),
            },
        })
    }

    fn selector(&self, from: &model::Selector) -> Result<Selector> {
        Ok(match from {
            model::Selector::Name(name) => Selector::Name(keep_text(name)),
            model::Selector::Wildcard => Selector::Wildcard,
            model::Selector::Index(index) => Selector::Index(*index),
            model::Selector::Slice(start, end, step) => Selector::Slice(*start, *end, step.unwrap_or(1)),
            model::Selector::Filter(filter) => Selector::Filter(keep(self.logical(filter)?)),
        })
    }

    fn logical(&self, from: &model::Filter) -> Result<Expr> {
        Ok(match from {
            model::Filter::Or(members) => Expr::Or(all(members, |member| self.logical(member))?),
            model::Filter::And(members) => Expr::And(all(members, |member| self.logical(member))?),
            model::Filter::Atom(atom) => match atom {
                model::FilterAtom::Filter { expr, not } => negated(self.logical(expr)?, *not),
                model::FilterAtom::Test { expr, not } => negated(self.test(expr)?, *not),
                model::FilterAtom::Comparison(comparison) => self.comparison(comparison)?,
            },
        })
    }

    fn test(&self, from: &model::Test) -> Result<Expr> {
        let function = match from {
            model::Test::RelQuery(segments) => return Ok(Expr::Exists(self.path(true, segments)?)),
            model::Test::AbsQuery(query) => return Ok(Expr::Exists(self.path(false, &query.segments)?)),
            model::Test::Function(function) => function,
        };
        self.call(|call| match function.as_ref() {
            model::TestFunction::Match(value, pattern) => self.regex("match", value, pattern, call),
            model::TestFunction::Search(value, pattern) => self.regex("search", value, pattern, call),
            model::TestFunction::Custom(name, arguments) if name == ADMITS => self.admits(arguments, call),
            model::TestFunction::Custom(name, arguments) if name == PERMITS => self.permits(arguments, call),
            model::TestFunction::Custom(name, arguments) if name == SECRET => self.secret(arguments, call),
            model::TestFunction::Custom(name, arguments) if is_grants(name, arguments) => self.grants(arguments, call),
            model::TestFunction::Custom(name, arguments) => self.listed(name, arguments, call),
            model::TestFunction::Length(_) => error(compared("length")),
            model::TestFunction::Count(_) => error(compared("count")),
            model::TestFunction::Value(_) => error(compared("value")),
        })
    }

    fn comparison(&self, from: &model::Comparison) -> Result<Expr> {
        let comparison = match from {
            model::Comparison::Eq(..) => Comparison::Equal,
            model::Comparison::Ne(..) => Comparison::NotEqual,
            model::Comparison::Lt(..) => Comparison::Less,
            model::Comparison::Lte(..) => Comparison::LessEqual,
            model::Comparison::Gt(..) => Comparison::Greater,
            model::Comparison::Gte(..) => Comparison::GreaterEqual,
        };
        let (left, right) = from.vals();
        Ok(Expr::Compare(comparison, self.comparable(left)?, self.comparable(right)?))
    }

    fn comparable(&self, from: &model::Comparable) -> Result<Operand> {
        match from {
            model::Comparable::Literal(literal) => Ok(Operand::Literal(self::literal(literal))),
            model::Comparable::Function(function) => self.function(function),
            model::Comparable::SingularQuery(model::SingularQuery::Current(segments)) => Ok(singular(true, segments)),
            model::Comparable::SingularQuery(model::SingularQuery::Root(segments)) => Ok(singular(false, segments)),
        }
    }

    /// A function that gives a value.
    fn function(&self, from: &model::TestFunction) -> Result<Operand> {
        self.call(|call| {
            let (function, argument) = match from {
                model::TestFunction::Length(argument) => (Function::Length, self.value("length", argument, call, 0)?),
                model::TestFunction::Count(argument) => (Function::Count, self.nodes("count", argument, call, 0)?),
                model::TestFunction::Value(argument) => (Function::Value, self.nodes("value", argument, call, 0)?),
                model::TestFunction::Custom(name, arguments) => {
                    let own = if is_grants(name, arguments) { "grants" } else { own_name(name) };
                    return error(format!("`{own}` gives no value that could be compared"));
                }
                other => return error(format!("`{other}` gives no value that could be compared")),
            };
            Ok(Operand::Function(function, keep(argument)))
        })
    }

    /// The argument at `index` of a call, which must be a value: a literal, a singular query, or a function that gives a value.
    fn value(&self, name: &str, from: &model::FnArg, call: &Call, index: usize) -> Result<Operand> {
        let place = call.argument(index).clone();
        let model::FnArg::Test(test) = from else {
            return match from {
                model::FnArg::Literal(literal) => Ok(Operand::Literal(self::literal(literal))),
                _ => error_at(place, format!("`{name}` takes a value, not a condition")),
            };
        };
        if let model::Test::Function(function) = test.as_ref() {
            return self.function(function);
        }
        match self.nodes(name, from, call, index)? {
            Operand::Query(query) if !query.is_singular() => error_at(
                place,
                format!("`{name}` takes a query that selects at most one node; `value(…)` makes one of others"),
            ),
            operand => Ok(operand),
        }
    }

    /// The argument at `index` of a call, which must be a query.
    fn nodes(&self, name: &str, from: &model::FnArg, call: &Call, index: usize) -> Result<Operand> {
        let place = || call.argument(index).clone();
        let model::FnArg::Test(test) = from else {
            return error_at(place(), format!("`{name}` takes a query"));
        };
        match test.as_ref() {
            model::Test::RelQuery(segments) => Ok(Operand::Query(self.path(true, segments)?)),
            model::Test::AbsQuery(query) => Ok(Operand::Query(self.path(false, &query.segments)?)),
            model::Test::Function(_) => error_at(place(), format!("`{name}` takes a query, not a function")),
        }
    }

    fn admits(&self, arguments: &[model::FnArg], call: &Call) -> Result<Expr> {
        let place = call.argument(1).clone();
        let [of, model::FnArg::Literal(model::Literal::String(word))] = arguments else {
            return error_at(place, "how far the addresses of `admits` reach must be a string literal");
        };
        match REACHES.into_iter().find(|reach| *reach == *word) {
            Some(reach) => Ok(Expr::Admits { of: self.value("admits", of, call, 0)?, reach }),
            None => {
                let message = format!("addresses reach `{}`, not `{word}`", REACHES.join("` or `"));
                error_of(word, REACHES.to_vec(), message).map_err(|error| error.or_at(&place))
            }
        }
    }

    /// `expired` or `removed`, as the parser reads them.
    fn listed(&self, name: &str, arguments: &[model::FnArg], call: &Call) -> Result<Expr> {
        let own = own_name(name);
        let (of, list) = match arguments {
            [version, list] if name == EXPIRED => {
                (vec![self.value(own, version, call, 0)?], find(own, list, true, call.argument(1))?)
            }
            [model::FnArg::Test(pair), list] => match pair.as_ref() {
                model::Test::Function(pair) => match pair.as_ref() {
                    model::TestFunction::Custom(inner, pair) if inner == REMOVED => {
                        let values = pair.iter().enumerate();
                        let of: Result<Vec<_>> =
                            values.map(|(index, argument)| self.value(own, argument, call, index)).collect();
                        (of?, find(own, list, false, call.argument(2))?)
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
    fn permits(&self, arguments: &[model::FnArg], call: &Call) -> Result<Expr> {
        const FORM: &str = "`permits` takes a rule, and verbs and resources as in 'get|list secrets pods/log'";
        let place = call.argument(1).clone();
        let [rule, model::FnArg::Literal(model::Literal::String(permission))] = arguments else {
            return error_at(place, FORM);
        };
        let mut words = permission.split_whitespace();
        let verbs = words.next().into_iter().flat_map(|verbs| verbs.split('|'));
        let [verbs, targets] = [verbs.map(keep_text).collect(), words.map(keep_text).collect()].map(keep_all);
        if targets.is_empty() || verbs.iter().any(|verb| verb.is_empty()) {
            return error_at(place, FORM);
        }
        Ok(Expr::Permits { rule: self.value("permits", rule, call, 0)?, permission: Permission { verbs, targets } })
    }

    /// `grants`, as the parser reads it.
    fn grants(&self, arguments: &[model::FnArg], call: &Call) -> Result<Expr> {
        let place = call.argument(1);
        let [of, model::FnArg::Literal(model::Literal::String(text))] = arguments else {
            return error_at(place.clone(), grant::FORM);
        };
        let grant = grant(keep_text(text)).map_err(|error| error.or_at(place))?;
        Ok(Expr::Grants { of: self.value("grants", of, call, 0)?, grant })
    }

    /// `secret`, as the parser reads it.
    fn secret(&self, arguments: &[model::FnArg], call: &Call) -> Result<Expr> {
        let [of, role] = arguments else { return error("`secret` takes a value and what it is") };
        // In the order of the text.
        let of = self.value("secret", of, call, 0)?;
        let role = match self.value("secret", role, call, 1)? {
            // What `set` is spelled as.
            Operand::Literal(Literal::Int(0)) => return Ok(Expr::Set(of)),
            Operand::Literal(Literal::String("argument")) => Role::Argument,
            Operand::Literal(Literal::String("text")) => Role::Text,
            Operand::Literal(Literal::String("member")) => Role::Member,
            Operand::Literal(_) => {
                let message = "`secret` takes a value and `'argument'`, `'text'`, `'member'` or its name";
                return error_at(call.argument(1).clone(), message);
            }
            name => Role::Named(name),
        };
        Ok(Expr::Secret { value: of, role })
    }

    fn regex(&self, name: &str, value: &model::FnArg, pattern: &model::FnArg, call: &Call) -> Result<Expr> {
        let (value, is_whole) = (self.value(name, value, call, 0)?, name == "match");
        let model::FnArg::Literal(model::Literal::String(source)) = pattern else {
            return Ok(Expr::Computed { value, pattern: self.value(name, pattern, call, 1)?, is_whole });
        };
        let source = expression(source, is_whole).or_else(|reason| {
            let message = format!("{pattern} is not a valid regular expression: {reason}");
            error_at(call.argument(1).clone(), message)
        })?;
        Ok(Expr::Regex { value, pattern: keep(Pattern::new(keep_text(&source))) })
    }
}

fn compared(name: &str) -> String {
    format!("`{name}` gives a value, which must be compared with another")
}

fn negated(expr: Expr, not: bool) -> Expr {
    if not { Expr::Not(keep(expr)) } else { expr }
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

/// How far addresses may reach, in words of the shape `network_rules`.
const REACHES: [&str; 2] = ["public", "nearly-public"];

/// Whether a function of this name is `grants`, and not `removed`, which has another call within.
fn is_grants(name: &str, arguments: &[model::FnArg]) -> bool {
    let is_call = |argument: &model::FnArg| matches!(argument, model::FnArg::Test(test) if matches!(test.as_ref(), model::Test::Function(_)));
    name == GRANTS && !arguments.first().is_some_and(is_call)
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

/// The list that an argument names, which must be one of versions, or one of what is removed.
fn find(function: &str, name: &model::FnArg, of_versions: bool, place: &Range<usize>) -> Result<&'static List> {
    let model::FnArg::Literal(model::Literal::String(name)) = name else {
        return error_at(place.clone(), format!("the list of `{function}` must be a string literal"));
    };
    match find_list(name) {
        Some(list) if list.is_of_versions() == of_versions => Ok(list),
        Some(_) => error_at(place.clone(), format!("the list `{name}` is not for `{function}`")),
        None => {
            let unknown = error_of(name, list_names(of_versions), format!("there is no list `{name}`"));
            unknown.map_err(|error| error.or_at(place))
        }
    }
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
            ("?@.a][?@.b", "this `]` closes nothing"),
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
    fn mistakes_have_their_places() {
        let table = [
            ("?@.a = 'x'", "=", Some("two `=`")),
            ("?@.a == 'x' and @.b", "and", Some("`&&` joins")),
            ("?@.a == public", "public", Some("within quotes")),
            ("?@.app-name == 'x'", "-", Some("stands in brackets")),
            ("?@.a in ['x']", "in", Some("by a pattern")),
            ("?@.a == True", "True", Some("truth values")),
            ("?@.a =~ 'x'", "=~", Some("compares with a pattern")),
            ("?@.a == 'a and b' || @.and === 1", "===", Some("two `=`")),
            ("?@.a == ]", "]", None),
            ("?@.a == 'x' &&", "", Some("missing at the end")),
            ("?(@.a == 'x'", "(", None),
            ("?@.a == 'x", "'x", None),
            ("?é == 1 && mtach(@.a, 'x')", "mtach", None),
            ("?@.é && match(@.a, 'x') && match(@.b, '(')", "'('", None),
            ("?removed(@.a, @.b, 'x') || set(@.c)", "'x'", None),
            ("?set(@.c) && permits(@.d, 'x')", "'x'", None),
            ("?count(@.a[?length(@.*) > 1]) == 1", "@.*", None),
            ("?expired(value($.a), 'x')", "'x'", None),
            ("$.a[?set()]", "set()", None),
        ];
        for (text, place, hint) in table {
            let error = compile(text).expect_err(text);
            assert_eq!(error.range.clone().map(|range| &text[range]), Some(place), "{text}: {error:?}");
            let found = error.help.unwrap_or_default();
            assert!(hint.map_or(found.is_empty(), |hint| found.contains(hint)), "{text}: {error:?}");
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
}
