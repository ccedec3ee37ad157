//! Where failures are.

use super::*;

#[test]
fn a_denied_path_fails_at_each_selected_node() {
    assert_verdicts(
        &[("deny", "$.cidrs[?@ == '0.0.0.0/0']")],
        &[
            ("cidrs = [\"0.0.0.0/0\", \"10.0.0.0/8\"]", "['cidrs'][0] = 0.0.0.0/0 at \"0.0.0.0/0\""),
            ("cidrs = [\"10.0.0.0/8\"]", "pass"),
            ("", "pass"),
            ("cidrs = [var.a]", "unknown: variable `a` has no value at var.a"),
            ("cidrs = [var.a, \"0.0.0.0/0\"]", "['cidrs'][1] = 0.0.0.0/0 at \"0.0.0.0/0\""),
            ("cidrs = var.a", "unknown: variable `a` has no value at var.a"),
            (
                "cidrs = var.a // variable \"a\" { \n default = [\"10.0.0.0/8\", \"0.0.0.0/0\"] \n}",
                "['cidrs'][1] = 0.0.0.0/0 at var.a; variable a at [\"10.0.0.0/8\", \"0.0.0.0/0\"]; written here at \"0.0.0.0/0\"",
            ),
            (
                "cidrs = [var.a] // variable \"a\" { \n default = \"0.0.0.0/0\" \n}",
                "['cidrs'][0] = 0.0.0.0/0 at var.a; variable a, written here at \"0.0.0.0/0\"",
            ),
        ],
    );
}

#[test]
fn a_filter_on_one_attribute_points_at_it() {
    assert_verdicts(
        &[("deny", "$.rule[?@.tls.on != true]")],
        &[
            ("rule {\n tls = { on = false }\n}", "['rule'][0] = {tls: {on: false}} at false"),
            ("rule {\n tls = { off = 1 }\n}", "['rule'][0] = {tls: {off: 1}} at { off = 1 }"),
            ("rule {\n a = 1\n}", "['rule'][0] = {a: 1} at rule {\n a = 1\n}"),
            ("rule {\n tls = { on = true }\n}", "pass"),
        ],
    );
    assert_verdicts(
        &[("deny", "$.rule[?@.from <= 22 && @.to >= 22]")],
        &[("rule {\n from = 0\n to = 99\n}", "['rule'][0] = {from: 0, to: 99} at rule {\n from = 0\n to = 99\n}")],
    );
    assert_verdicts(
        &[("deny", "$.rule[?@.from <= 22 && @.to >= 22]"), ("at", "@.peers"), ("at", "@.to")],
        &[("rule {\n from = 0\n to = 99\n}", "['rule'][0] = {from: 0, to: 99} at 99")],
    );
}

#[test]
fn a_denied_condition_points_at_what_decided_it() {
    assert_verdicts(
        &[("deny", "?@.public == true")],
        &[
            ("public = true", "['public'] = true at true"),
            ("public = \"true\"", "['public'] = true at \"true\""),
            ("public = false", "pass"),
            ("", "pass"),
            ("public = var.p", "unknown: variable `p` has no value at var.p"),
        ],
    );
    assert_verdicts(
        &[("deny", "?@.size < 10 || @.kind == 'old'")],
        &[("size = 20\nkind = \"old\"", "['kind'] = old at \"old\""), ("size = 5\nkind = \"x\"", "['size'] = 5 at 5")],
    );
    assert_verdicts(
        &[("deny", "?!@.logging")],
        &[("", "['logging'] = nothing at bucket \"b\""), ("logging = {}", "pass")],
    );
}

#[test]
fn what_is_required_fails_where_it_is_wrong_or_missing() {
    let table = [
        ("versioning {\n status = \"On\"\n}", "pass"),
        ("versioning {\n status = \"Off\"\n}", "['versioning'][0]['status'] = Off at \"Off\""),
        ("versioning {\n mode = 1\n}", "['versioning'][0]['status'] = nothing at versioning {\n mode = 1\n}"),
        ("", "['versioning'] = nothing at bucket \"b\""),
        ("versioning {\n status = var.s\n}", "unknown: variable `s` has no value at var.s"),
    ];
    assert_verdicts(&[("require", "$.versioning[?@.status == 'On']")], &table);
    assert_verdicts(
        &[("require", "$.versioning[*].deep.status")],
        &[(
            "versioning {\n mode = 1\n}",
            "['versioning'][0]['deep']['status'] = nothing at versioning {\n mode = 1\n}",
        )],
    );
    assert_verdicts(
        &[("require", "?@.log.on == true")],
        &[
            ("log = { on = false }", "['log']['on'] = false at false"),
            ("log = {}", "['log']['on'] = nothing at {}"),
            ("", "['log']['on'] = nothing at bucket \"b\""),
        ],
    );
}

#[test]
fn of_several_elements_the_one_that_is_meant_is_wrong() {
    assert_verdicts(
        &[("require", "$.p[?@.name == 'a' && @.on == true && @.log == true]")],
        &[
            (
                "p {\n name = \"a\"\n on = false\n}\np {\n name = \"b\"\n on = true\n log = true\n}",
                "['p'][0]['on'] = false at false",
            ),
            (
                "p {\n name = \"a\"\n on = true\n log = 1\n}\np {\n name = \"a\"\n on = false\n log = false\n}",
                "['p'][0]['log'] = 1 at 1",
            ),
            ("p {\n name = \"b\"\n on = true\n}", "['p'] = nothing at bucket \"b\""),
            ("p = [{ name = \"b\" }]", "['p'] = nothing at [{ name = \"b\" }]"),
        ],
    );
    assert_verdicts(
        &[("require", "$.q[*].p[?(@.name == 'a' || @.name == 'b') && @.on == true]")],
        &[
            ("q {\n p {\n  name = \"c\"\n }\n}", "['q'][0]['p'] = nothing at q {\n p {\n  name = \"c\"\n }\n}"),
            ("q {\n p {\n  name = \"b\"\n  on = false\n }\n}", "['q'][0]['p'][0]['on'] = false at false"),
        ],
    );
}

#[test]
fn what_is_asked_elsewhere_is_not_the_attribute() {
    assert_verdicts(
        &[("deny", "$.rule[?@.action == 'Allow' && $.public != false]")],
        &[("public = true\nrule {\n action = \"Allow\"\n}", "['rule'][0] = {action: \"Allow\"} at \"Allow\"")],
    );
}

/// Its first member is no more to blame than the others.
#[test]
fn a_block_of_yaml_is_shown_at_its_key() {
    let text = "kind: Pod\nspec:\n  context:\n    user: 1\n  other: {a: 1}\n  list:\n    - a: 1\n";
    let cases = [
        ("$.spec.context.group", "['spec']['context']['group']", "context:\n    user: 1"),
        ("$.spec.name", "['spec']['name']", text.trim_start_matches("kind: Pod\n").trim_end()),
        ("$.spec.other.b", "['spec']['other']['b']", "{a: 1}"),
        ("$.spec.list[*].b", "['spec']['list'][0]['b']", "a: 1"),
    ];
    for (require, path, place) in cases {
        let sources = SourceMap::new();
        let file = sources.add("pod.yaml", text);
        let stream = yaml::parse(text, Dialect::Yaml12);
        let body = stream.documents[0].root.to_value(&|range| file.span(range));
        let header = file.span(TextRange::new(0, 9));
        let mut resource = Resource::new(Platform::Kubernetes, "Pod", "a", "a", body, header);
        resource.grounds = vec![file.whole()];
        let Verdict::Fail(failures) = judge(&check(&[("require", require)]), &resource, &resource.body) else {
            panic!("{require} must fail");
        };
        assert_eq!((failures[0].path.as_str(), sources.slice(failures[0].place).trim()), (path, place), "{require}");
        assert!(failures[0].origin.is_empty(), "{:?}", failures[0].origin);
    }
}

#[test]
fn failures_at_one_place_are_one() {
    assert_verdicts(
        &[("deny", "$.x[?@ == 1]")],
        &[(
            "x = var.x // variable \"x\" { \n default = [1, 1] \n}",
            "['x'][0] = 1 at var.x; variable x at [1, 1]; written here at 1; written here at 1",
        )],
    );
}
