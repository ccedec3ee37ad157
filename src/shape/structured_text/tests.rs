use crate::model::testing::Fixture;
use crate::shape::Shape;
use crate::value::Value;

/// What the view has of an argument.
fn view(kind: &str, argument: &str, text: &str) -> String {
    let body = format!(r#"{{"{argument}": {text}, "other": 1}}"#);
    let fixture = Fixture::new(kind, &format!("{kind}.x"), &body);
    let view = Shape::StructuredText.derive(&fixture.resource).expect("has one");
    assert_eq!(view.member("other").map(Value::render).as_deref(), Some("1"), "the rest of the body stays");
    view.member(argument).map_or_else(|| "-".to_owned(), Value::render)
}

#[test]
fn texts_become_what_they_stand_for() {
    let cases = [
        (r#""[{\"privileged\": true, \"cpu\": null}]""#, "[{privileged: true}]"),
        (
            r#"{"$json": [{"privileged": true, "image": "${i}", "cpu": null}]}"#,
            "[{image: (unknown: variable `i` has no value), privileged: true}]",
        ),
        (
            r#""[{\"image\": \"${i}\", \"privileged\": true}]""#,
            "[{image: (unknown: variable `i` has no value), privileged: true}]",
        ),
        (r#""[{\"image\": \"a:${i}\"}, ${i}]""#, "[{image: a:${…}}, …]"),
        (r#"{"$json": [{"name": "a"}, "...${x}"]}"#, r#"[{name: "a"}, …]"#),
        (r#"{"$either": [{"$json": []}, "[1]"]}"#, "[] or [1]"),
        (r#""${text}""#, "(unknown: variable `text` has no value)"),
        (r#""""#, ""),
        (r#""[{\"a\": tru}]""#, "(unknown: not JSON: expected a value at line 1, column 8)"),
        (r#""privileged: true""#, "(unknown: not JSON: expected a value at line 1, column 1)"),
    ];
    for (text, expected) in cases {
        assert_eq!(view("aws_ecs_task_definition", "container_definitions", text), expected, "{text}");
    }
}

#[test]
fn texts_in_yaml_are_read_where_they_may_be() {
    let cases = [
        (r#""{\"enableNetworkPolicy\": \"true\"}""#, r#"{enableNetworkPolicy: "true"}"#),
        (
            r#""enableNetworkPolicy: 'true'\nenv:\n  - A: 1\n    B: null\n""#,
            r#"{enableNetworkPolicy: "true", env: [{A: 1}]}"#,
        ),
        (r#""a: ${x}\nb: c-${y}-d\n${z}: 1\n""#, "{a: (unknown: variable `x` has no value), b: c-${…}-d, …}"),
        (r#""{\"a\": }""#, "(unknown: not JSON: expected a value at line 1, column 7)"),
        (r#""a: [1""#, "(unknown: not YAML: "),
        (r#""a: 1\n---\nb: 1\n""#, "(unknown: not YAML: exactly one document is required)"),
        (r#""a: [${x}""#, "(unknown: variable `x` has no value)"),
    ];
    for (text, expected) in cases {
        let found = view("aws_eks_addon", "configuration_values", text);
        assert!(found == expected || expected.ends_with(": ") && found.starts_with(expected), "{text}: {found}");
    }
}

#[test]
fn what_is_secret_stays_so() {
    let fixture =
        Fixture::new("aws_sfn_state_machine", "aws_sfn_state_machine.x", r#"{"definition": {"$json": {"a": ["b"]}}}"#);
    let mut resource = fixture.resource.clone();
    let body = resource.body.as_map_mut().expect("a map");
    body.get_mut("definition").expect("is there").sensitive = true;
    let view = Shape::StructuredText.derive(&resource).expect("has one");
    let list = view.member("definition").and_then(|tree| tree.member("a")).expect("is there");
    assert!(list.sensitive && list.as_list().is_some_and(|list| list.items[0].sensitive));
}
