//! Evaluation on known data, against RFC 9535 and against another implementation, and on unknown data.

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

/// Every query on every document must select what `serde_json_path` does, in the same order.
#[test]
fn another_implementation_agrees() {
    let documents = [
        bookstore(),
        json!({"a": [3, 5, 1, 2, 4, 6, {"b": "j"}, {"b": "k"}, {"b": {}}, {"b": "kilo"}], "o": {"p": 1, "q": 2, "r": 3, "s": 5, "t": {"u": 6}}, "e": "f"}),
        json!([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, [10, [11, null]], {"a": null, "b": [null], "c": [{}], "null": 1, "é": "\u{1F600}"}]),
        json!({"a": "ab", "b": {"a": [true, false, null, "a\nb", "a.b", "", "42", 42, -1.5, 1e3]}, "'": {"\\": 1, "\n": 2, "\u{1}": 3}, "list": [[1, 2], [1, 2], [2, 1], {"x": [1, 2]}]}),
        json!(null),
        json!("text"),
    ];
    let mut compared = 0;
    for text in queries() {
        let ours = path(&text);
        let theirs = serde_json_path::JsonPath::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
        for document in &documents {
            let expected: Vec<String> =
                theirs.query_located(document).iter().map(|node| normalized(node.location())).collect();
            assert_eq!(select(&ours, document), expected, "{text} on {document}");
            compared += 1;
        }
    }
    assert!(compared >= 150 * documents.len(), "{compared}");
}

/// `serde_json_path` writes names as they are; RFC 9535 section 2.7 has them escaped.
fn normalized(location: &serde_json_path::NormalizedPath<'_>) -> String {
    let mut path = String::from("$");
    for element in location.iter() {
        match element {
            serde_json_path::PathElement::Name(name) => trail::write_name(&mut path, name),
            serde_json_path::PathElement::Index(index) => path.extend([format!("[{index}]")]),
        }
    }
    path
}

#[test]
fn names_are_escaped_as_the_rfc_says() {
    let document = json!({"a": {"'": 1, "\\": 1, "\"": 1, "\n": 1, "\u{b}": 1, "\u{7f}": 1, "é": 1}});
    let expected = ["\\n", "\\u000b", "\"", "\\'", "\\\\", "\u{7f}", "é"].map(|name| format!("$['a']['{name}']"));
    assert_eq!(select(&path("$.a.*"), &document), expected);
}

/// One query a line.
const QUERIES: &str = r#"
$
$.a
$['a']
$["a"]
$.a.b
$.a[0]
$.a[-1]
$.a[-11]
$.a[10]
$[0]
$[0,0]
$[0,'a']
$.*
$[*]
$[*,*]
$..*
$..a
$..[0]
$..['a','b']
$..[*]
$..[-1]
$..[1:3]
$..[?@.b]
$['\'']
$['\'']['\\']
$['\'']['\n']
$['\'']['\u0001']
$[-1]['\u00e9']
$.list[?@ == $.list[0]]
$.list[?@.x == $.list[0]]
$.o[?@ < 3, ?@ < 3]
$.a[?@.b == 'kilo']
$.a[?(@.b == 'kilo')]
$.a[?@ > 3.5]
$.a[?@.b]
$[?@.*]
$[?@[?@.b]]
$.a[?@ < 2 || @.b == 'k']
$.a[?match(@.b, '[jk]')]
$.a[?search(@.b, '[jk]')]
$.o[?@ > 1 && @ < 4]
$.o[?@.u || @.x]
$.a[?@.b == $.x]
$.a[?@ == @]
$.b.a[?match(@, 'a.b')]
$.b.a[?search(@, 'a')]
$.b.a[?match(@, '')]
$.b.a[?match(@, '[0-9]+')]
$.b.a[?@ == null]
$.b.a[?@ != null]
$.b.a[?@ == true]
$.b.a[?@ == false]
$.b.a[?@ == 42]
$.b.a[?@ == '42']
$.b.a[?@ == 1000]
$.b.a[?@ == -1.5]
$.b.a[?@ <= null]
$.b.a[?@ >= 'a']
$.b.a[?!@]
$.b.a[?@]
$[?length(@) == 2]
$[?length(@.a) > 1]
$.list[?length(@) == 2]
$.b.a[?length(@) < 3]
$[?count(@.*) == 2]
$[?count(@..*) > 4]
$[?value(@..u) == 6]
$[?value(@..b) == 'j']
$[?length(value(@..b)) == 1]
$[?count(@['a','b']) >= 1]
$[?@.a == $.e || $.e == 'f']
$[?(@.a && @.b) || !(@.c || @.d)]
$[?!(@ == 1) && !(@ == 2)]
$[?@[0] == 10]
$[?@[1][1] == null]
$[?@.null == 1]
$[?@['null'] == 1]
$[?$[0] == 0]
$[?@.price < 10]
$..[?@.price > 10].title
$..book[?@.category == 'fiction' && @.price < 20].title
$..book[?match(@.isbn, '0-[0-9]{3}-.*')]
$..book[?search(@.author, '^J')]
$..book.length
$.store..[?@.color]
$..[?@ == 8.95]
$.a [0]
$ .a
$[ 'a' , 'b' ]
$[?  @.a  ]
"#;

/// Written by hand where a corner matters, and combined where many do.
fn queries() -> Vec<String> {
    let mut queries: Vec<String> = QUERIES.trim().lines().map(str::to_owned).collect();
    for base in ["$", "$.a", "$.list"] {
        for (start, end) in
            [("", ""), ("1", ""), ("", "3"), ("-2", ""), ("", "-2"), ("2", "2"), ("7", "1"), ("-100", "100")]
        {
            for step in ["", ":", ":1", ":2", ":-1", ":-2", ":0"] {
                queries.push(format!("{base}[{start}:{end}{step}]"));
            }
        }
    }
    for left in ["@", "@.b", "@.a", "@[0]", "$.a"] {
        for operator in ["==", "!=", "<", "<=", ">", ">="] {
            for right in ["1", "2.5", "'j'", "true", "null", "@.b", "$.o.q"] {
                // Where neither side has an order, `serde_json_path` departs from RFC 9535 section 2.3.5.2.2.
                if ["1", "2.5", "'j'"].contains(&right) || ["==", "!="].contains(&operator) {
                    queries.push(format!("$..[?{left} {operator} {right}]"));
                }
            }
        }
    }
    queries
}

/// Runs the public compliance suite, if `RAVELIN_JSONPATH_CTS` names its `cts.json`.
#[test]
fn the_compliance_suite_passes_where_it_is_given() {
    let Ok(file) = std::env::var("RAVELIN_JSONPATH_CTS") else {
        return;
    };
    let text = std::fs::read_to_string(file).expect("the suite is readable");
    let suite: serde_json::Value = serde_json::from_str(&text).expect("the suite is JSON");
    let cases = suite["tests"].as_array().expect("the suite has tests");
    let failed: Vec<String> = cases.iter().filter_map(compliance_failure).collect();
    assert!(failed.is_empty(), "{} of {} fail:\n{}", failed.len(), cases.len(), failed.join("\n"));
}

fn compliance_failure(case: &serde_json::Value) -> Option<String> {
    let selector = case["selector"].as_str().expect("a case has a selector");
    let name = format!("{} `{selector}`", case["name"]);
    let query = match compile(selector) {
        Ok(Compiled::Path(query)) => query,
        _ if case["invalid_selector"] == true => return None,
        other => return Some(format!("{name}: {other:?}")),
    };
    if case["invalid_selector"] == true {
        return Some(format!("{name}: accepted"));
    }
    let found = json!(select(&query, &case["document"]));
    let fits = case.get("result_paths") == Some(&found)
        || case["results_paths"].as_array().is_some_and(|options| options.contains(&found));
    (!fits).then(|| format!("{name}: {found}"))
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
        ("match(@.name, 'ab.*')", 'U'),
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

#[test]
fn lists_are_asked_with_three_values() {
    let document = json!({
        "unset": "?", "computed": "??", "null": null, "list": ["1.24"], "map": {"a": "1.24"}, "bool": true, "old": "1.24.1",
        "unlisted": "9.99", "word": "latest", "number": 1.24, "small": 1, "minor": "1.24.?", "any": "1.?", "new": "9.?",
        "either": {"|": ["1.24", "9.99"]}, "runtime": "python2.7", "runtimes": "python?", "cobol": "cobol?",
        "api": "policy/v1beta1", "group": "policy/?", "kind": "PodDisruptionBudget", "kinds": "Pod?", "other": "Pod",
    });
    let expired = [
        ("@.old", 'T'),
        ("@.unlisted", 'F'),
        ("@.word", 'F'),
        ("@.number", 'T'),
        ("@.small", 'F'),
        ("@.minor", 'T'),
        ("@.any", 'U'),
        ("@.new", 'F'),
        ("@.unset", 'U'),
        ("@.computed", 'U'),
        ("@.unset.deeper", 'U'),
        ("@.either", 'U'),
        ("@.null", 'F'),
        ("@.absent", 'F'),
        ("@.list", 'F'),
        ("@.map", 'F'),
        ("@.map.a", 'T'),
        ("@.bool", 'F'),
        ("'1.24'", 'T'),
        ("'9.99'", 'F'),
        ("1.24", 'F'),
        ("value(@.list[*])", 'T'),
        ("length(@.old)", 'F'),
    ];
    let mut table: Vec<(String, char)> =
        expired.iter().map(|(version, truth)| (format!("expired({version}, 'aws-eks')"), *truth)).collect();
    let others = [
        ("expired(@.runtime, 'aws-lambda')", 'T'),
        ("expired(@.runtimes, 'aws-lambda')", 'U'),
        ("expired(@.cobol, 'aws-lambda')", 'F'),
        ("removed(@.api, @.kind, 'kubernetes-removed-apis')", 'T'),
        ("removed(@.api, @.other, 'kubernetes-removed-apis')", 'F'),
        ("removed(@.api,@.kinds,'kubernetes-removed-apis')", 'U'),
        ("removed(@.api, @.unset, 'kubernetes-removed-apis')", 'U'),
        ("removed(@.group, @.kind, 'kubernetes-removed-apis')", 'U'),
        ("removed(@.group, @.other, 'kubernetes-removed-apis')", 'F'),
        ("removed(@.word, @.unset, 'kubernetes-removed-apis')", 'F'),
        ("removed(@.unset, @.kind, 'kubernetes-removed-apis')", 'U'),
        ("removed(@.absent, @.kind, 'kubernetes-removed-apis')", 'F'),
        ("removed(@.api, @.absent, 'kubernetes-removed-apis')", 'F'),
        ("!expired(@.old, 'aws-eks')", 'F'),
        ("!expired(@.unset, 'aws-eks')", 'U'),
        ("expired(@.unset, 'aws-eks') || @.number == 1.24", 'T'),
        ("expired(@.unset, 'aws-eks') && @.number == 2", 'F'),
        ("@.list[?expired(@, 'aws-eks')]", 'T'),
        ("@.word == 'expired(' || expired(@.old, \"aws-eks\")", 'T'),
    ];
    table.extend(others.map(|(text, truth)| (text.to_owned(), truth)));
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
fn admits_asks_how_far_addresses_reach() {
    let document = serde_json::json!({
        "all": "0.0.0.0/0", "halves": ["0.0.0.0/1", "128.0.0.0/1"], "text": "10.0.0.0/8, 0.0.0.0/1,128.0.0.0/1", "half": ["0.0.0.0/1"],
        "zero": "0.0.0.0", "none": [], "word": "web", "number": 1,
        "block": {"cidr": "::/0"}, "blocks": [{"value": "0.0.0.0/1"}, {"value": "128.0.0.0-255.255.255.255"}],
        "range": {"start_ip": "0.0.0.0", "end_ip": "255.255.255.255"}, "service": {"start_ip": "0.0.0.0", "end_ip": "0.0.0.0"},
    });
    let rows = [
        ("all", "public", true),
        ("halves", "public", true),
        ("halves", "nearly-public", false),
        ("text", "public", true),
        ("half", "public", false),
        ("half", "nearly-public", true),
        ("zero", "public", false),
        ("none", "public", false),
        ("word", "public", false),
        ("number", "public", false),
        ("absent", "public", false),
        ("block", "public", true),
        ("blocks", "public", true),
        ("range", "public", true),
        ("service", "public", false),
    ];
    let (root, limit) = (partial(&document), limit());
    let eval = Evaluator::new(&root, Coercion::Scalars, &limit);
    for (name, word, expected) in rows {
        let truth = eval.test(&expr(&format!("?admits(@.{name}, '{word}')")), &root);
        assert_eq!((truth.is_true(), truth.is_false()), (expected, !expected), "{name} {word}");
    }
}
