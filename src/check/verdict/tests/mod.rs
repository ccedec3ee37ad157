//! Whole checks on configurations in HCL, read by `hcl-edit`.

mod places;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use hcl_edit::Span as _;
use hcl_edit::expr::{Expression, ObjectKey};
use hcl_edit::structure::{Block, Body, Structure};

use super::*;
use crate::check::query::{Compiled, compile};
use crate::check::{Category, Severity, Target, Text};
use crate::model::Platform;
use crate::source::{SourceFile, SourceMap, TextRange};
use crate::syntax::yaml::{self, Dialect};
use crate::value::{Map, Number};

/// Reads one resource. `var.x` has the default of its variable, and is unknown without one; a condition is never known.
struct Reader<'a> {
    file: &'a SourceFile,
    defaults: HashMap<String, Expression>,
    conditions: HashMap<String, Arc<Unknown>>,
}

impl Reader<'_> {
    fn span(&self, range: Option<Range<usize>>) -> Span {
        let range = range.expect("parsed text has spans");
        TextRange::new(range.start, range.end).in_file(self.file.id())
    }

    fn body(&mut self, body: &Body, span: Span) -> Value {
        let mut map = Map::new();
        for structure in body {
            match structure {
                Structure::Attribute(attribute) => {
                    let value = self.value(&attribute.value);
                    map.insert(attribute.key.as_str(), self.span(attribute.key.span()), value);
                }
                Structure::Block(block) => {
                    let span = self.span(block.span());
                    let mut blocks = match map.get(block.ident.as_str()) {
                        Some(Value { kind: crate::value::Kind::List(list), .. }) => list.items.clone(),
                        _ => Vec::new(),
                    };
                    blocks.push(self.body(&block.body, span));
                    let span = blocks[0].span;
                    map.insert(block.ident.as_str(), span, Value::list(blocks, span));
                }
            }
        }
        Value::map(map, span)
    }

    fn value(&mut self, expr: &Expression) -> Value {
        let span = self.span(expr.span());
        match expr {
            Expression::Null(_) => Value::null(span),
            Expression::Bool(bool) => Value::bool(*bool.value(), span),
            Expression::Number(number) => {
                Value::number(Number::parse(&number.value().to_string()).expect("a number"), span)
            }
            Expression::String(text) => Value::string(text.as_str(), span),
            Expression::Array(items) => Value::list(items.iter().map(|item| self.value(item)).collect(), span),
            Expression::Object(members) => {
                let mut map = Map::new();
                for (key, member) in members {
                    let ObjectKey::Ident(name) = key else { panic!("test objects have plain keys") };
                    let value = self.value(member.expr());
                    map.insert(name.as_str(), self.span(key.span()), value);
                }
                Value::map(map, span)
            }
            Expression::Conditional(conditional) => {
                let cause = Arc::new(Unknown::new(Reason::Condition, self.span(conditional.cond_expr.span())));
                let text = conditional.cond_expr.to_string().trim().to_owned();
                let cause = Arc::clone(self.conditions.entry(text).or_insert(cause));
                let options = vec![self.value(&conditional.true_expr), self.value(&conditional.false_expr)];
                Value::either(options, cause, span)
            }
            Expression::Traversal(_) => {
                let name = expr.to_string().trim().trim_start_matches("var.").to_owned();
                match self.defaults.get(&name).cloned() {
                    Some(default) => self.value(&default).referenced_at(span, format!("variable {name}")),
                    None => Value::unknown(Unknown::new(Reason::UnsetVariable(name.into()), span), span),
                }
            }
            other => panic!("tests have no {other:?}"),
        }
    }

    fn resource(&mut self, block: &Block) -> Resource {
        let declaration = self.span(block.span());
        let header =
            self.span(Some(block.ident.span().expect("a span").start..block.body.span().expect("a span").start));
        let text = header.range.slice(self.file.text());
        let header = TextRange::new(
            header.range.start as usize,
            header.range.start as usize + text.find('{').unwrap_or(text.len()),
        )
        .in_file(header.file);
        Resource::new(Platform::Terraform, "bucket", "b", "bucket.b", self.body(&block.body, declaration), header)
    }
}

/// A check from its clauses: `where`, `deny`, `require`, `at`, and `any` or `all` as in `deny any`.
fn check(clauses: &[(&str, &str)]) -> Check {
    let one = |text: &str| match compile(text).unwrap_or_else(|error| panic!("{text}: {error}")) {
        Compiled::Path(query) => Clause::Path(query),
        Compiled::Test(expr) => Clause::Test(expr),
    };
    let clause = |name: &str| {
        let of = |name: String| -> Vec<Clause> {
            clauses.iter().filter(|(key, _)| *key == name).map(|(_, text)| one(text)).collect()
        };
        let (any, all) = (of(format!("{name} any")), of(format!("{name} all")));
        match (any.is_empty(), all.is_empty()) {
            (false, _) => Some(Clause::Any(any.leak())),
            (_, false) => Some(Clause::All(all.leak())),
            _ => of(name.to_owned()).pop(),
        }
    };
    let at = clauses.iter().filter(|(key, _)| *key == "at").map(|(_, text)| match one(text) {
        Clause::Path(query) => query,
        other => panic!("{other:?}"),
    });
    Check {
        id: "test",
        title: "",
        severity: Severity::Low,
        category: Category::Maintenance,
        provider: "",
        service: "",
        target: Target::Kinds(&[]),
        applies: clause("where"),
        deny: clause("deny"),
        require: clause("require"),
        at: at.collect::<Vec<_>>().leak(),
        list: None,
        conceals: false,
        message: "",
        text: &Text::NONE,
    }
}

/// The verdict as text: `pass`, `skip`, `unknown: REASON`, or a line for each failure:
/// `PATH = VALUE at PLACE; LABEL at PLACE`.
fn verdict(clauses: &[(&str, &str)], text: &str) -> String {
    let sources = SourceMap::new();
    let file = sources.add("main.tf", text);
    let body = hcl_edit::parser::parse_body(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let mut reader = Reader { file, defaults: HashMap::new(), conditions: HashMap::new() };
    for block in body.get_blocks("variable") {
        let name = block.labels[0].as_str().to_owned();
        if let Some(default) = block.body.get_attribute("default") {
            reader.defaults.insert(name, default.value.clone());
        }
    }
    let resource = reader.resource(body.get_blocks("bucket").next().expect("a bucket"));
    let failures = match judge(&check(clauses), &resource, &resource.body) {
        Verdict::NotApplicable => return "skip".to_owned(),
        Verdict::Pass => return "pass".to_owned(),
        Verdict::NotAssessed(not_assessed) => {
            return format!("unknown: {} at {}", not_assessed.reason, sources.slice(not_assessed.span));
        }
        Verdict::Fail(failures) => failures,
    };
    let line = |failure: &Failure| {
        let value = failure.value.as_ref().map_or("nothing".to_owned(), Value::render);
        let place = sources.slice(failure.place).trim();
        let label = |label: &Label| format!("; {} at {}", label.text, sources.slice(label.span));
        let labels: Vec<String> = failure.origin.iter().map(label).collect();
        format!("{} = {value} at {place}{}", failure.path, labels.concat())
    };
    failures.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn assert_verdicts(clauses: &[(&str, &str)], table: &[(&str, &str)]) {
    for (body, expected) in table {
        let (body, variables) = body.split_once(" // ").unwrap_or((body, ""));
        let text = format!("bucket \"b\" {{\n{body}\n}}\n{variables}\n");
        assert_eq!(verdict(clauses, &text), *expected, "{clauses:?} on {body}");
    }
}

#[test]
fn where_limits_the_check_and_its_doubt_matters_only_if_it_would_fail() {
    assert_verdicts(
        &[("where", "?@.kind == 'a'"), ("deny", "?@.public == true")],
        &[
            ("kind = \"b\"\npublic = true", "skip"),
            ("kind = \"a\"\npublic = true", "['public'] = true at true"),
            ("kind = var.k\npublic = true", "unknown: variable `k` has no value at var.k"),
            // It may be no subject: then it has not passed either.
            ("kind = var.k\npublic = false", "skip"),
        ],
    );
}

#[test]
fn clauses_combine() {
    let both = [("deny any", "?@.a == 1"), ("deny any", "$.b[?@ == 2]")];
    assert_verdicts(
        &both,
        &[
            ("a = 1\nb = [2, 3]", "['a'] = 1 at 1\n['b'][0] = 2 at 2"),
            ("a = var.a\nb = [2]", "['b'][0] = 2 at 2"),
            ("a = var.a\nb = [3]", "unknown: variable `a` has no value at var.a"),
        ],
    );
    let all = [("deny all", "?@.a == 1"), ("deny all", "$.b[?@ == 2]")];
    assert_verdicts(&all, &[("a = 1\nb = [2]", "['b'][0] = 2 at 2"), ("a = var.a\nb = [3]", "pass")]);
    let require = [("require all", "?@.a == 1"), ("require all", "?@.b == 2")];
    assert_verdicts(&require, &[("a = 1\nb = 3", "['b'] = 3 at 3"), ("a = 1\nb = 2", "pass")]);
    let two = [("deny", "?@.a == 1"), ("require", "?@.b == 2")];
    assert_verdicts(
        &two,
        &[
            ("a = 1\nb = 3", "['a'] = 1 at 1\n['b'] = 3 at 3"),
            ("a = var.a\nb = 3", "['b'] = 3 at 3"),
            ("a = var.a\nb = 2", "unknown: variable `a` has no value at var.a"),
        ],
    );
}

#[test]
fn alternatives_fail_only_when_all_of_them_do() {
    let acl = [("deny", "?match(@.acl, 'public-read|public-read-write')")];
    assert_verdicts(
        &acl,
        &[
            (
                "acl = var.c ? \"public-read\" : \"public-read-write\"",
                "['acl'] = public-read or public-read-write at var.c ? \"public-read\" : \"public-read-write\"",
            ),
            ("acl = var.c ? \"public-read\" : \"private\"", "unknown: the condition is not known at var.c"),
            ("acl = var.c ? \"private\" : null", "pass"),
            ("acl = var.c ? \"private\" : var.d", "unknown: variable `d` has no value at var.d"),
        ],
    );
    // The same condition chooses the same branch, so these are never both wrong, or always one of them.
    let pair = [("deny", "?@.a == 1 && @.b == 1")];
    let either = [("deny", "?@.a == 1 || @.b == 1")];
    let same = "a = var.c ? 1 : 2\nb = var.c ? 2 : 1";
    let other = "a = var.c ? 1 : 2\nb = var.d ? 2 : 1";
    assert_verdicts(&pair, &[(same, "pass"), (other, "unknown: the condition is not known at var.c")]);
    assert_verdicts(
        &either,
        &[(same, "['a'] = 1 or 2 at var.c ? 1 : 2"), (other, "unknown: the condition is not known at var.c")],
    );
    // One failure in every world stands alone.
    assert_verdicts(
        &[("deny", "$.x[?@ == 1]")],
        &[("x = [1, var.c ? 1 : 2]", "['x'][0] = 1 at 1"), ("x = var.c ? [1] : [0, 1]", "['x'][0] = 1 at 1")],
    );
}

#[test]
fn worlds_are_limited() {
    let names = ["a", "b", "c", "d", "e"];
    let body = names.map(|name| format!("{name} = var.{name} ? 1 : 1\n")).concat();
    let all = names.map(|name| format!(" && @.{name} == 2")).concat();
    assert_verdicts(
        &[("deny", &format!("?@.a == 1{}", all.replace("== 2", "== 1")))],
        &[(&body, "unknown: the condition is not known at var.a")],
    );
    assert_verdicts(&[("deny", &format!("?@.a == 2{all}"))], &[(&body, "pass")]);
}

/// What each failure says of a list: `PATH ends: WORDS`.
fn endings(clauses: &[(&str, &str)], body: &str) -> String {
    let sources = SourceMap::new();
    let text = format!("bucket \"b\" {{\n{body}\n}}\n");
    let file = sources.add("main.tf", text.as_str());
    let parsed = hcl_edit::parser::parse_body(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let mut reader = Reader { file, defaults: HashMap::new(), conditions: HashMap::new() };
    let resource = reader.resource(parsed.get_blocks("bucket").next().expect("a bucket"));
    let Verdict::Fail(failures) = judge(&check(clauses), &resource, &resource.body) else { return "-".to_owned() };
    let line = |failure: &Failure| {
        let words = failure.ending.map_or("nothing".to_owned(), |ending| format!("{} {}", ending.ends, ending.until()));
        format!("{}: {words}", failure.path)
    };
    failures.iter().map(line).collect::<Vec<_>>().join("; ")
}

/// The clauses of a check, a body, and what is said.
type Row<'a> = (&'a [(&'a str, &'a str)], &'a str, String);

#[test]
fn failures_know_the_entry_that_convicts() {
    let (eks, lambda) = ("extended support ended on 2025-01-31", "support ended on 2021-07-15");
    let rows: &[Row<'_>] = &[
        (&[("deny", "?expired(@.v, 'aws-eks')")], "v = \"1.24\"", format!("['v']: {eks}")),
        (&[("deny", "?expired(@.v, 'aws-eks')")], "v = 1.24", format!("['v']: {eks}")),
        (&[("deny", "?expired(@.v, 'aws-eks')")], "v = \"1.2\"", "['v']: extended support has ended".to_owned()),
        (
            &[("deny", "?@.a == 1 && (expired(@.v, 'aws-lambda') || expired(@.v, 'aws-eks'))")],
            "a = 1\nv = \"1.24\"",
            format!("['a']: {eks}"),
        ),
        (&[("deny", "?@.a == 1 || expired(@.v, 'aws-eks')")], "a = 1", "['a']: nothing".to_owned()),
        (&[("require", "?!expired(@.v, 'aws-eks')")], "v = \"1.24\"", format!("['v']: {eks}")),
        (
            &[("deny", "$.s[*].t[?expired(@.v, 'aws-eks') || expired(@.v, 'aws-lambda')].v")],
            "s {\nt {\nv = \"1.24\"\n}\nt {\nv = \"python2.7\"\n}\n}",
            format!("['s'][0]['t'][0]['v']: {eks}; ['s'][0]['t'][1]['v']: {lambda}"),
        ),
        (
            &[("deny", "$.s[?expired(@.v, 'aws-eks')].w")],
            "s {\nv = \"1.2\"\n}\ns {\nv = \"1.24\"\nw = 1\n}",
            format!("['s'][1]['w']: {eks}"),
        ),
        (
            &[("deny", "?@.s[?expired(@.v, 'aws-eks')].w")],
            "s {\nv = \"1.2\"\n}\ns {\nv = \"1.24\"\nw = 1\n}",
            format!("['s'][1]['w']: {eks}"),
        ),
        (&[("deny", "?@.s[?expired(@.v, 'aws-eks')]")], "s {\nv = \"1.24\"\n}", format!("['s'][0]: {eks}")),
        (
            &[("deny all", "?@.a == 1"), ("deny all", "$.s[?expired(@, 'aws-eks')]")],
            "a = 1\ns = [\"1.24\"]",
            format!("['s'][0]: {eks}"),
        ),
        (
            &[("deny all", "?@.a == 1"), ("deny all", "?expired(@.v, 'aws-eks')")],
            "a = 1\nv = \"1.24\"",
            format!("['a']: {eks}"),
        ),
        (
            &[("deny any", "?@.a == 1"), ("deny any", "?expired(@.v, 'aws-lambda')")],
            "a = 1\nv = \"python2.7\"",
            format!("['a']: nothing; ['v']: {lambda}"),
        ),
    ];
    for (clauses, body, expected) in rows {
        assert_eq!(endings(clauses, body), *expected, "{clauses:?}");
    }
}
