//! The same answers as another implementation, and as the public suite.

use super::*;

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

/// The public compliance suite of RFC 9535: every query gives what it must, and what is none is refused.
#[test]
fn the_compliance_suite_passes() {
    let text = include_str!("../../../../testdata/jsonpath/cts.json");
    let suite: serde_json::Value = serde_json::from_str(text).expect("the suite is JSON");
    let cases = suite["tests"].as_array().expect("the suite has tests");
    assert!(cases.len() >= 703, "{}", cases.len());
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
