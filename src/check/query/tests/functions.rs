//! Functions that RFC 9535 does not have.

use super::*;

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
        assert_eq!(letter(eval.test(&expr(&format!("?{text}")), &root)), expected, "{text}");
    }
}

#[test]
fn admits_asks_how_far_addresses_reach() {
    let document = serde_json::json!({
        "all": "0.0.0.0/0", "halves": ["0.0.0.0/1", "128.0.0.0/1"], "text": "10.0.0.0/8, 0.0.0.0/1,128.0.0.0/1", "half": ["0.0.0.0/1"],
        "zero": "0.0.0.0", "zeros": "203.0.113.7, 0.0.0.0", "none": [], "word": "web", "number": 1,
        "block": {"cidr": "::/0"}, "blocks": [{"value": "0.0.0.0/1"}, {"value": "128.0.0.0-255.255.255.255"}],
        "numbers": {"start_ip": 1, "end_ip": [2]},
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
        ("zeros", "public", false),
        ("none", "public", false),
        ("word", "public", false),
        ("number", "public", false),
        ("absent", "public", false),
        ("block", "public", true),
        ("blocks", "public", true),
        ("numbers", "public", false),
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

#[test]
fn patterns_can_be_computed() {
    let long = "a".repeat(1_001);
    let huge = "(a{1000}){1000}";
    let document = json!({
        "text": "a.b", "other": "axb", "exact": "a[.]b", "any": "a.b", "part": "b", "broken": "(", "closing": "a)(b", "number": 1,
        "unset": "?", "list": ["a.b"], "long": long, "huge": huge, "known": "a?", "anchored": "^x$",
    });
    let table = [
        ("match(@.text, @.exact)", 'T'),
        ("match(@.other, @.exact)", 'F'),
        ("match(@.other, @.any)", 'T'),
        ("match(@.other, @.part)", 'F'),
        ("search(@.other, @.part)", 'T'),
        ("match('axb', value(@.list[*]))", 'T'),
        ("match(@.text, @.broken)", 'F'),
        ("match(@.text, @.closing)", 'F'),
        ("match(@.text, @.number)", 'F'),
        ("match(@.number, @.any)", 'F'),
        ("match(@.text, 1)", 'F'),
        ("match(@.text, @.absent)", 'F'),
        ("match(@.absent, @.any)", 'F'),
        ("match(@.text, @.unset)", 'U'),
        ("match(@.unset, @.any)", 'U'),
        ("match(@.known, @.any)", 'U'),
        ("match(@.list, @.unset)", 'F'),
        ("search(@.text, @.long)", 'U'),
        ("search(@.text, @.huge)", 'U'),
        ("search('x', @.anchored)", 'T'),
    ];
    let (root, limit) = (partial(&document), limit());
    let eval = Evaluator::new(&root, Coercion::Scalars, &limit);
    for (text, expected) in table {
        assert_eq!(letter(eval.test(&expr(&format!("?{text}")), &root)), expected, "{text}");
    }
    // As many as are compiled at once.
    let many: Vec<String> = (0..200).map(|at| format!("x{at}")).collect();
    let document = json!({"patterns": many});
    let root = partial(&document);
    let eval = Evaluator::new(&root, Coercion::Scalars, &limit);
    assert_eq!(letter(eval.test(&expr("?@.patterns[?match('y', @)]"), &root)), 'U');
}

fn letter(truth: Truth<'_>) -> char {
    match truth {
        Truth::True => 'T',
        Truth::False => 'F',
        Truth::Unknown(_) => 'U',
    }
}
