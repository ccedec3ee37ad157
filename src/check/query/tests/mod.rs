//! Evaluation on known data, against RFC 9535 and against another implementation, and on unknown data.

mod agreement;
mod functions;

use std::sync::Arc;

use serde_json::json;

use super::*;
use crate::source::{SourceMap, Span};
use crate::value::{Coercion, Either, Kind, List, Map, Part, Reason, Template, Truth, Unknown, Value};

fn span() -> Span {
    SourceMap::new().add("test", "").whole()
}

fn value(json: &serde_json::Value) -> Value {
    let kind = match json {
        serde_json::Value::Null => Kind::Null,
        serde_json::Value::Bool(bool) => Kind::Bool(*bool),
        serde_json::Value::Number(number) => {
            Kind::Number(crate::value::Number::parse(&number.to_string()).expect("a JSON number"))
        }
        serde_json::Value::String(text) => Kind::String(text.as_str().into()),
        serde_json::Value::Array(items) => Kind::List(Arc::new(List::new(items.iter().map(value).collect()))),
        serde_json::Value::Object(members) => {
            let mut map = Map::new();
            for (name, member) in members {
                map.insert(name.as_str(), span(), value(member));
            }
            Kind::Map(Arc::new(map))
        }
    };
    Value::new(kind, span())
}

/// A value with unknowns: `"?"` is unknown and may be null, `"??"` is unknown but set, `{"+": [...]}` and `"+": true`
/// within an object are open, `"a?b"` is a template, and `{"|": [...]}` is one of several values.
fn partial(json: &serde_json::Value) -> Value {
    let unset = Arc::new(Unknown::new(Reason::Condition, span()));
    let computed = Arc::new(Unknown { nullable: false, ..(*unset).clone() });
    let kind = match json {
        serde_json::Value::String(text) if text == "?" => Kind::Unknown(unset),
        serde_json::Value::String(text) if text == "??" => Kind::Unknown(computed),
        serde_json::Value::String(text) => match text.split_once('?') {
            Some((start, end)) => Kind::Template(Arc::new(Template {
                parts: vec![Part::Text(start.into()), Part::Hole(unset), Part::Text(end.into())],
            })),
            None => Kind::String(text.as_str().into()),
        },
        serde_json::Value::Array(items) => Kind::List(Arc::new(List::new(items.iter().map(partial).collect()))),
        serde_json::Value::Object(members) => match (members.get("+"), members.get("|")) {
            (Some(serde_json::Value::Array(items)), _) => {
                Kind::List(Arc::new(List::open(items.iter().map(partial).collect(), unset)))
            }
            (_, Some(serde_json::Value::Array(items))) => {
                Kind::Either(Arc::new(Either { options: items.iter().map(partial).collect(), cause: unset }))
            }
            (open, _) => {
                let mut map = Map::new();
                for (name, member) in members.iter().filter(|(name, _)| *name != "+") {
                    map.insert(name.as_str(), span(), partial(member));
                }
                if open.is_some() {
                    map.open(unset);
                }
                Kind::Map(Arc::new(map))
            }
        },
        known => return value(known),
    };
    Value::new(kind, span())
}

fn limit() -> Unknown {
    Unknown::new(Reason::Limit("evaluation steps"), span())
}

fn path(text: &str) -> Query {
    match compile(text) {
        Ok(Compiled::Path(query)) => query,
        other => panic!("{text}: {other:?}"),
    }
}

fn expr(text: &str) -> Expr {
    match compile(text) {
        Ok(Compiled::Test(expr)) => expr,
        other => panic!("{text}: {other:?}"),
    }
}

/// Normalized paths of what a query selects on known data.
fn select(query: &Query, document: &serde_json::Value) -> Vec<String> {
    let root = value(document);
    let limit = limit();
    let selection = Evaluator::new(&root, Coercion::Strict, &limit).select(query, &[]);
    assert!(selection.more.is_none(), "all is known");
    assert!(selection.nodes.iter().all(|node| node.certainty.is_true()), "all is known");
    selection.nodes.into_iter().map(|node| format!("${}", node.path)).collect()
}

fn bookstore() -> serde_json::Value {
    json!({"store": {
        "book": [
            {"category": "reference", "author": "Nigel Rees", "title": "Sayings of the Century", "price": 8.95},
            {"category": "fiction", "author": "Evelyn Waugh", "title": "Sword of Honour", "price": 12.99},
            {"category": "fiction", "author": "Herman Melville", "title": "Moby Dick", "isbn": "0-553-21311-3", "price": 8.99},
            {"category": "fiction", "author": "J. R. R. Tolkien", "title": "The Lord of the Rings", "isbn": "0-395-19395-8", "price": 22.99}
        ],
        "bicycle": {"color": "red", "price": 399}
    }})
}

/// The queries of RFC 9535 section 1.5. Object members have no order, so paths are compared as sets.
#[test]
fn the_bookstore_is_read_as_the_rfc_says() {
    let authors: Vec<String> = (0..4).map(|index| format!("$['store']['book'][{index}]['author']")).collect();
    let authors: Vec<&str> = authors.iter().map(String::as_str).collect();
    let table: Vec<(&str, Vec<&str>)> = vec![
        ("$.store.book[*].author", authors.clone()),
        ("$..author", authors),
        ("$.store.*", vec!["$['store']['book']", "$['store']['bicycle']"]),
        (
            "$.store..price",
            vec![
                "$['store']['bicycle']['price']",
                "$['store']['book'][0]['price']",
                "$['store']['book'][1]['price']",
                "$['store']['book'][2]['price']",
                "$['store']['book'][3]['price']",
            ],
        ),
        ("$..book[2]", vec!["$['store']['book'][2]"]),
        ("$..book[2].author", vec!["$['store']['book'][2]['author']"]),
        ("$..book[2].publisher", vec![]),
        ("$..book[-1]", vec!["$['store']['book'][3]"]),
        ("$..book[0,1]", vec!["$['store']['book'][0]", "$['store']['book'][1]"]),
        ("$..book[:2]", vec!["$['store']['book'][0]", "$['store']['book'][1]"]),
        ("$..book[?@.isbn]", vec!["$['store']['book'][2]", "$['store']['book'][3]"]),
        ("$..book[?@.price<10]", vec!["$['store']['book'][0]", "$['store']['book'][2]"]),
    ];
    for (query, mut expected) in table {
        let mut found = select(&path(query), &bookstore());
        found.sort();
        expected.sort_unstable();
        assert_eq!(found, expected, "{query}");
    }
    assert_eq!(select(&path("$..*"), &bookstore()).len(), 27);
}

/// The comparisons of RFC 9535 section 2.3.5.3, table 11.
#[test]
fn comparisons_are_those_of_the_rfc() {
    let document = json!({"obj": {"x": "y"}, "arr": [2, 3]});
    let table = [
        ("$.absent1 == $.absent2", true),
        ("$.absent1 <= $.absent2", true),
        ("$.absent == 'g'", false),
        ("$.absent1 != $.absent2", false),
        ("$.absent != 'g'", true),
        ("1 <= 2", true),
        ("1 > 2", false),
        ("13 == '13'", false),
        ("'a' <= 'b'", true),
        ("'a' > 'b'", false),
        ("$.obj == $.arr", false),
        ("$.obj != $.arr", true),
        ("$.obj == $.obj", true),
        ("$.obj != $.obj", false),
        ("$.arr == $.arr", true),
        ("$.arr != $.arr", false),
        ("$.obj == 17", false),
        ("$.obj != 17", true),
        ("$.obj <= $.arr", false),
        ("$.obj < $.arr", false),
        ("$.obj <= $.obj", true),
        ("$.arr <= $.arr", true),
        ("1 <= $.arr", false),
        ("1 >= $.arr", false),
        ("1 > $.arr", false),
        ("1 < $.arr", false),
        ("true <= true", true),
        ("true > true", false),
        ("null <= null", true),
        ("$.absent < 1", false),
        ("1.0 == 1", true),
        ("100 == 1e2", true),
    ];
    let (root, limit) = (value(&document), limit());
    let eval = Evaluator::new(&root, Coercion::Strict, &limit);
    for (text, expected) in table {
        let truth = eval.test(&expr(&format!("?{text}")), &root);
        assert_eq!((truth.is_true(), truth.is_false()), (expected, !expected), "{text}");
    }
}

#[test]
fn scalars_that_spell_the_same_are_equal_when_asked() {
    let (root, limit) = (value(&json!({"t": "true", "n": "22", "b": true, "i": 22, "w": "x"})), limit());
    let table = [
        ("@.t == true", true),
        ("@.b == 'true'", true),
        ("@.n == 22", true),
        ("@.i == '22'", true),
        ("@.n <= 22", true),
        ("@.n > 3", true),
        ("@.t == @.b", true),
        ("@.n == @.i", true),
        ("@.w == 22", false),
        ("@.w < 22", false),
        ("@.t == false", false),
    ];
    for (text, scalars) in table {
        let expr = expr(&format!("?{text}"));
        assert_eq!(Evaluator::new(&root, Coercion::Scalars, &limit).test(&expr, &root).is_true(), scalars, "{text}");
        assert!(Evaluator::new(&root, Coercion::Strict, &limit).test(&expr, &root).is_false(), "{text}");
    }
}

/// Expressions on partly known data: `T`, `F` or `U`.
#[test]
fn what_depends_on_the_unknown_is_unknown_and_nothing_else_is() {
    let document = json!({
        "unset": "?", "computed": "??", "name": "ab?yz", "known": "x", "zero": 0, "null": null,
        "list": ["?", "0.0.0.0/0"], "open": {"+": [1, 2]}, "map": {"+": true, "a": 1}, "nested": [{"a": "?"}, {"a": 1}],
    });
    let table = [
        ("@.unset == 1", 'U'),
        ("@.unset != 1", 'U'),
        ("@.unset < 1", 'U'),
        ("@.unset < null", 'F'),
        ("@.unset < @.absent", 'F'),
        ("@.unset", 'U'),
        ("!@.unset", 'U'),
        ("@.computed", 'T'),
        ("@.computed == 1", 'U'),
        ("@.computed == null", 'F'),
        ("@.unset == null", 'U'),
        ("@.computed == @.absent", 'F'),
        ("@.unset == @.absent", 'U'),
        ("@.null", 'T'),
        ("@.unset.deeper", 'U'),
        ("@.computed.deeper == 1", 'U'),
        ("@.known.deeper", 'F'),
        ("@.unset == 1 || @.known == 'x'", 'T'),
        ("@.unset == 1 && @.known == 'y'", 'F'),
        ("@.unset == 1 && @.known == 'x'", 'U'),
        ("@.name == 'abyz'", 'U'),
        ("@.name == 'ab'", 'F'),
        ("@.name == 'xbyz'", 'F'),
        ("@.name != 'xbyz'", 'T'),
        ("@.name", 'T'),
        ("@.name == true", 'F'),
        ("@.name < 'b'", 'U'),
        ("search(@.name, 'y')", 'T'),
        ("search(@.name, 'c')", 'U'),
        ("search(@.name, '^y')", 'F'),
        ("match(@.name, 'y')", 'F'),
        ("match(@.name, 'ab.*')", 'T'),
        ("match(@.name, 'ab.+')", 'T'),
        ("match(@.name, 'ab.{3,}')", 'U'),
        ("match(@.name, 'one|two')", 'F'),
        ("match(@.name, 'one|abyz')", 'U'),
        ("match(@.unset, 'x')", 'U'),
        ("match(@.zero, 'x')", 'F'),
        ("length(@.name) >= 4", 'T'),
        ("length(@.name) < 4", 'F'),
        ("length(@.name) == 3", 'F'),
        ("length(@.name) == 4", 'U'),
        ("4 <= length(@.name)", 'T'),
        ("length(@.open) > 1", 'T'),
        ("length(@.open) > 2", 'U'),
        ("length(@.open) == 'x'", 'F'),
        ("length(@.map) != 0", 'T'),
        ("count(@.open[*]) >= 2", 'T'),
        ("count(@.list[*]) == 2", 'T'),
        ("count(@.open[*]) == 2", 'U'),
        ("value(@.open[*]) == 1", 'F'),
        ("value(@.list[?@ == '0.0.0.0/0']) == '0.0.0.0/0'", 'U'),
        ("@.list[?@ == '0.0.0.0/0']", 'T'),
        ("@.list[?@ == '10.0.0.0/8']", 'U'),
        ("@.list[0]", 'T'),
        ("@.open[0] == 1", 'T'),
        ("@.open[2]", 'U'),
        ("@.open[-1] == 2", 'U'),
        ("@.open[0:2]", 'T'),
        ("@.open[2:3]", 'U'),
        ("@.open[?@ == 2]", 'T'),
        ("@.open[?@ == 3]", 'U'),
        ("@.map.a == 1", 'T'),
        ("@.map.b", 'U'),
        ("@.map.b == 1", 'U'),
        ("@.map[?@ == 2]", 'U'),
        ("@.nested[?@.a == 1]", 'T'),
        ("@.nested[?@.a == 2]", 'U'),
        ("@..a", 'T'),
        ("@.nested..b", 'U'),
    ];
    let (root, limit) = (partial(&document), limit());
    let eval = Evaluator::new(&root, Coercion::Scalars, &limit);
    for (text, expected) in table {
        let found = match eval.test(&expr(&format!("?{text}")), &root) {
            Truth::True => 'T',
            Truth::False => 'F',
            Truth::Unknown(_) => 'U',
        };
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn selection_says_what_is_certain_and_whether_there_may_be_more() {
    let table = [
        (json!({"a": [1, 2]}), "$.a[*]", "['a'][0] ['a'][1]"),
        (json!({"a": {"+": [1]}}), "$.a[*]", "['a'][0] +"),
        (json!({"a": ["?", 1]}), "$.a[?@ == 1]", "['a'][0]? ['a'][1]"),
        (json!({"a": "?"}), "$.a", "['a']?"),
        (json!({"a": "??"}), "$.a", "['a']"),
        (json!({"a": "??"}), "$.a[*]", "+"),
        (json!({"a": "?"}), "$..b", "+"),
        (json!({"a": {"+": []}}), "$..b", "+"),
        (json!({"a": {"|": [1, 2]}}), "$.a", "['a']"),
        (json!({"a": {"|": [null, 2]}}), "$.a", "['a']?"),
        (json!({"a": {"|": [[1], [2]]}}), "$.a[*]", "+"),
    ];
    for (document, query, expected) in table {
        let (root, limit) = (partial(&document), limit());
        let selection = Evaluator::new(&root, Coercion::Strict, &limit).select(&path(query), &[]);
        let mut words: Vec<String> = selection
            .nodes
            .iter()
            .map(|node| format!("{}{}", node.path, if node.certainty.is_true() { "" } else { "?" }))
            .collect();
        words.extend(selection.more.map(|_| "+".to_owned()));
        assert_eq!(words.join(" "), expected, "{query} on {document}");
    }
}

#[test]
fn a_null_by_condition_is_absent_in_its_world() {
    let root = partial(&json!({"a": {"|": [null, 2]}}));
    let (limit, world) = (limit(), World::default());
    let test = |text: &str| Evaluator::new(&root, Coercion::Strict, &limit).within(&world).test(&expr(text), &root);
    assert!(test("?@.a").is_false() && test("?@.a == 2").is_false() && test("?@.a == @.absent").is_true());
    assert!(world.advance());
    assert!(test("?@.a").is_true() && test("?@.a == 2").is_true());
    assert!(!world.advance());
}

#[test]
fn evaluation_ends_on_values_that_are_deep_or_wide() {
    let mut deep = value(&json!({"a": 1}));
    for _ in 0..5_000 {
        deep = Value::list(vec![deep], span());
    }
    let limit = limit();
    let eval = Evaluator::new(&deep, Coercion::Strict, &limit);
    assert!(matches!(eval.exists(&path("$..a"), &deep), Truth::Unknown(Unknown { reason: Reason::Limit(_), .. })));
    std::mem::forget(deep.clone());
    std::mem::forget(deep);

    // Shared parts: 3^20 paths from a value of 20 nodes.
    let mut wide = value(&json!({"a": 1}));
    for _ in 0..20 {
        wide = Value::list(vec![wide.clone(), wide.clone(), wide], span());
    }
    let eval = Evaluator::new(&wide, Coercion::Strict, &limit);
    assert!(matches!(eval.exists(&path("$..b"), &wide), Truth::Unknown(Unknown { reason: Reason::Limit(_), .. })));
}
