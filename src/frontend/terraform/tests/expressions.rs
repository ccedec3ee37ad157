//! Tables of expressions and their values.

use super::Loaded;
use crate::value::Value;

/// Evaluates an expression as the value of an output, with some declarations around it.
fn evaluate(expression: &str) -> (Loaded, Value) {
    let text = format!(
        "variable \"unset\" {{}}\nresource \"aws_x\" \"y\" {{\n  name = \"written\"\n}}\noutput \"out\" {{\n  value = {expression}\n}}\n"
    );
    let loaded = Loaded::new(&[("main.tf", &text)]);
    assert!(loaded.output.diagnostics.is_empty(), "{expression}: {:?}", loaded.output.diagnostics);
    let value = match loaded.resource("output.out").body.member("value") {
        Some(value) => value.clone(),
        None => Value::null(loaded.resource("output.out").header),
    };
    (loaded, value)
}

/// The JSON of a known value; otherwise how messages show it.
fn shown(expression: &str) -> String {
    let (_, value) = evaluate(expression);
    value.to_json().unwrap_or_else(|_| value.render())
}

fn check(table: &[(&str, &str)]) {
    for (expression, expected) in table {
        assert_eq!(shown(expression), *expected, "{expression}");
    }
}

#[test]
fn operators_convert_as_terraform_does() {
    check(&[
        ("1 + 2", "3"),
        ("\"3\" + 1", "4"),
        ("0.5 + 0.25", "0.75"),
        ("7 / 2", "3.5"),
        ("-7 % 3", "-1"),
        ("100000000000000000000001 + 1", "100000000000000000000002"),
        ("\"5\" == 5", "false"),
        ("1 == 1.0", "true"),
        ("null == \"\"", "false"),
        ("!true || \"true\"", "true"),
        ("true ? \"a\" : \"b\"", "\"a\""),
        ("\"${true}\"", "true"),
        ("\"${1}-${true}\"", "\"1-true\""),
    ]);
}

/// The right column was written by `terraform console` 1.11.4.
#[test]
fn known_expressions_have_the_values_that_terraform_gives() {
    check(&[
        ("coalesce(\"\", null, \"x\")", "\"x\""),
        ("merge({a = 1}, null, {b = 2, a = 3})", "{\"a\":3,\"b\":2}"),
        ("element([\"a\", \"b\"], 5)", "\"b\""),
        ("contains([\"1\"], 1)", "false"),
        ("split(\",\", \"\")", "[\"\"]"),
        ("split(\"\", \"abc\")", "[\"a\",\"b\",\"c\"]"),
        ("join(\"-\", [\"a\", \"b\"], [\"c\"])", "\"a-b-c\""),
        (
            "format(\"%s-%03d-%.2f-%q-%v\", \"a\", 7, 1.5, \"q\\\"x\", [1, \"b\"])",
            "\"a-007-1.50-\\\"q\\\\\\\"x\\\"-[1,\\\"b\\\"]\"",
        ),
        ("format(\"%-4s|%4s|%5.1f|%x|%+d\", \"ab\", \"cd\", 2.25, 255, 3)", "\"ab  |  cd|  2.2|ff|+3\""),
        ("format(\"%[2]s %[1]s\", \"a\", \"b\")", "\"b a\""),
        ("formatlist(\"%s:%d\", [\"a\", \"b\"], [1, 2])", "[\"a:1\",\"b:2\"]"),
        ("formatlist(\"%s/%s\", \"x\", [\"a\", \"b\"])", "[\"x/a\",\"x/b\"]"),
        ("title(\"hello world's end_of foo-bar\")", "\"Hello World'S End_of Foo-Bar\""),
        ("trim(\"?!hello?!\", \"!?\")", "\"hello\""),
        ("trimprefix(\"helloworld\", \"hello\")", "\"world\""),
        ("trimsuffix(\"helloworld\", \"world\")", "\"hello\""),
        ("replace(\"a.b.c\", \".\", \"-\")", "\"a-b-c\""),
        ("distinct([\"a\", \"b\", \"a\"])", "[\"a\",\"b\"]"),
        ("flatten([[\"a\", []], [[\"b\"], \"c\"]])", "[\"a\",\"b\",\"c\"]"),
        ("range(3)", "[0,1,2]"),
        ("range(1, 8, 3)", "[1,4,7]"),
        ("range(5, 1)", "[5,4,3,2]"),
        ("range(0)", "[]"),
        ("slice([\"a\", \"b\", \"c\"], 1, 3)", "[\"b\",\"c\"]"),
        ("keys({b = 1, a = 2})", "[\"a\",\"b\"]"),
        ("values({b = 1, a = 2})", "[2,1]"),
        ("zipmap([\"b\", \"a\"], [1, 2])", "{\"a\":2,\"b\":1}"),
        ("lookup({a = \"x\"}, \"b\", \"d\")", "\"d\""),
        ("one([])", "null"),
        ("one([\"x\"])", "\"x\""),
        ("alltrue([true, \"true\"])", "true"),
        ("alltrue([])", "true"),
        ("anytrue([false, \"true\"])", "true"),
        ("max(1, 2.5, -3)", "2.5"),
        ("min(1, 2.5, -3)", "-3"),
        ("sum([1, 2.5])", "3.5"),
        ("ceil(1.2)", "2"),
        ("floor(-1.2)", "-2"),
        ("abs(-3)", "3"),
        ("signum(-3)", "-1"),
        ("tostring(1.50)", "\"1.5\""),
        ("tobool(\"1\")", "true"),
        ("length({a = 1})", "1"),
        ("compact([\"a\", \"\", null, \"b\"])", "[\"a\",\"b\"]"),
        ("sort([\"b\", \"a\", \"10\", \"9\"])", "[\"10\",\"9\",\"a\",\"b\"]"),
        ("reverse([1, 2])", "[2,1]"),
        ("concat([\"a\"], [\"b\", \"c\"])", "[\"a\",\"b\",\"c\"]"),
        ("toset([\"b\", \"a\", \"b\"])", "[\"a\",\"b\"]"),
        ("coalescelist([], [\"a\"])", "[\"a\"]"),
        ("try({a = 1}.b, \"fallback\")", "\"fallback\""),
        ("can({a = 1}.b)", "false"),
        ("can({a = 1}.a)", "true"),
        ("jsondecode(\"{\\\"a\\\": [1, null, 1.5]}\").a[2]", "1.5"),
        ("jsonencode({b = [1, \"<x>\"], a = null})", "\"{\\\"a\\\":null,\\\"b\\\":[1,\\\"\\\\u003cx\\\\u003e\\\"]}\""),
        ("[for k, v in {b = 1, a = 2} : \"${k}=${v}\"]", "[\"a=2\",\"b=1\"]"),
        ("[for i, v in [\"x\", \"y\"] : \"${i}${v}\" if v != \"x\"]", "[\"1y\"]"),
        ("{for v in [\"a\", \"bb\", \"cc\"] : length(v) => v...}", "{\"1\":[\"a\"],\"2\":[\"bb\",\"cc\"]}"),
        ("{for k, v in {a = 1} : upper(k) => v + 1}", "{\"A\":2}"),
        ("\"%{if true}yes%{else}no%{endif}-%{for x in [1, 2]}${x},%{endfor}\"", "\"yes-1,2,\""),
        ("[{a = 1}, {a = 2}][*].a", "[1,2]"),
        ("null[*]", "[]"),
        ("{a = 1}[*].a", "[1]"),
        ("{a = {b = 5}}[\"a\"].b", "5"),
        ("[\"x\", \"y\"][1]", "\"y\""),
        ("[\"x\", \"y\"][\"1\"]", "\"y\""),
        ("true && \"false\"", "false"),
        ("!\"false\"", "true"),
        ("1 < \"2\"", "true"),
        ("-\"5\"", "-5"),
        ("10 % 4", "2"),
        ("5 / 2 * 2", "5"),
        ("basename(\"a/b/c.txt\")", "\"c.txt\""),
        ("startswith(\"hello\", \"he\")", "true"),
        ("endswith(\"hello\", \"lo\")", "true"),
        ("strcontains(\"hello\", \"ell\")", "true"),
        ("chomp(\"a\\n\\n\")", "\"a\""),
        ("trimspace(\"  a \")", "\"a\""),
        ("lower(\"ABC\")", "\"abc\""),
        ("max(tolist([1, 5, 2])...)", "5"),
        ("\"${[1, 2][0]}\"", "1"),
        ("(1 + 2) * 3", "9"),
        ("\"a\" == \"a\" ? 1 : 2", "1"),
        ("length([])", "0"),
        ("tomap({a = 1})[\"a\"]", "1"),
    ]);
}

#[test]
fn what_is_known_of_unknown_values_is_kept() {
    check(&[
        ("\"${var.unset}-logs\"", "${…}-logs"),
        ("[var.unset, \"0.0.0.0/0\"]", "[(unknown: variable `unset` has no value), \"0.0.0.0/0\"]"),
        ("var.unset && false", "false"),
        ("true || var.unset", "true"),
        ("var.unset ? \"a\" : \"b\"", "a or b"),
        ("var.unset ? \"a\" : \"a\"", "\"a\""),
        ("\"x-${var.unset ? \"a\" : \"b\"}\"", "x-a or x-b"),
        ("(var.unset ? 1 : 2) + 1", "2 or 3"),
        ("(var.unset ? 1 : 2) > 0", "true"),
        ("concat([\"a\"], var.unset)", "[\"a\", …]"),
        ("merge(var.unset, {a = 1})", "{a: 1, …}"),
        ("merge({a = 1}, var.unset).a", "(unknown: variable `unset` has no value)"),
        ("length([var.unset, 1])", "2"),
        ("lookup({a = var.unset, b = 2}, \"b\")", "2"),
        ("coalesce(var.unset, \"d\")", "(unknown: variable `unset` has no value)"),
        ("coalesce(null, \"d\", var.unset)", "\"d\""),
        ("coalesce(aws_x.y.id, \"d\")", "(unknown: `aws_x.y.id` is known only after apply)"),
        ("aws_x.y.id == null", "false"),
        ("contains([\"a\", var.unset], \"a\")", "true"),
        ("contains([\"a\", var.unset], \"b\")", "(unknown: variable `unset` has no value)"),
        ("try(var.unset.a, 1)", "(unknown: variable `unset` has no value)"),
        ("try(aws_z.none.id, 1)", "1"),
        ("try(var.unset + local.none, 1)", "1"),
        ("try(var.unset ? { a = 2 } : 3, 1)", "1"),
        ("try(var.unset ? 2 : 3, 1)", "2 or 3"),
        ("try(var.unset ? local.none : 3, 1)", "(unknown: `local.none` is not defined) or 3"),
        ("can(var.unset)", "(unknown: variable `unset` has no value)"),
        ("can(aws_x.y.id)", "true"),
        ("startswith(\"arn:aws:${var.unset}\", \"arn:\")", "true"),
        ("startswith(\"arn:aws:${var.unset}\", \"http\")", "false"),
        ("[for x in [1, 2, var.unset] : x * 2]", "[2, 4, (unknown: variable `unset` has no value)]"),
        ("[for x in [1, 2] : x if x > 1 || var.unset]", "[2, …]"),
        ("startswith(\"ar${var.unset}\", \"arn:\")", "(unknown: variable `unset` has no value)"),
        ("strcontains(\"a-${var.unset}\", \"a-\")", "true"),
        ("upper(\"a-${var.unset}\")", "A-${…}"),
        ("format(\"%s-%s\", \"a\", var.unset)", "a-${…}"),
        ("format(\"%s\")", "(unknown: the format needs more arguments)"),
        ("join(\",\", [\"a\", var.unset])", "a,${…}"),
        ("alltrue([var.unset, false])", "false"),
        ("anytrue([var.unset, true])", "true"),
        ("compact([\"a\", var.unset])", "[\"a\", …]"),
        ("flatten([[\"a\"], var.unset])", "[\"a\", …]"),
        ("keys({ (var.unset) = 1, b = 2 })", "[\"b\", …]"),
        ("length(var.unset ? [1] : [])", "1 or 0"),
        ("element([], 0)", "(unknown: the list is empty)"),
        ("zipmap([\"a\"], [])", "(unknown: the lists are of different lengths)"),
        ("range(2000)", "(unknown: the range is longer than 1024)"),
        ("tonumber(\"0x1\")", "(unknown: a number is required)"),
        ("jsondecode(\"{\")", "(unknown: not JSON: expected a name in quotes at line 1, column 2)"),
        ("lookup({ a = 1 }, \"b\")", "(unknown: there is no key `b`)"),
        ("timestamp()", "(unknown: function `timestamp` is not evaluated)"),
        ("1 / 0", "(unknown: division by zero is not evaluated)"),
        ("aws_x.y.name", "\"written\""),
        ("{a = [1]}.b", "(unknown: there is no attribute `b`)"),
        ("local.none", "(unknown: `local.none` is not defined)"),
        ("terraform.workspace", "\"default\""),
        ("path.module", "\".\""),
    ]);
}

#[test]
fn unknown_values_keep_what_they_refer_to() {
    let table: [(&str, &[(&str, &str)]); 8] = [
        ("aws_x.y.id", &[("aws_x.y", "id")]),
        ("aws_x.y.id == aws_x.y.arn", &[("aws_x.y", "id"), ("aws_x.y", "arn")]),
        ("aws_x.y.list[0].name", &[("aws_x.y", "list")]),
        ("md5(aws_x.y.id)", &[("aws_x.y", "id")]),
        ("split(\",\", aws_x.y.id)", &[("aws_x.y", "id")]),
        ("aws_x.y[\"id\"]", &[("aws_x.y", "id")]),
        ("aws_z.elsewhere.id", &[("aws_z.elsewhere", "id")]),
        ("\"%{if aws_x.y.on}${aws_x.y.id}%{endif}\"", &[("aws_x.y", "on"), ("aws_x.y", "id")]),
    ];
    for (expression, expected) in table {
        let (_, value) = evaluate(expression);
        let unknown = value.as_unknown().unwrap_or_else(|| panic!("{expression} is {}", value.render()));
        let references: Vec<_> = unknown
            .references
            .iter()
            .map(|reference| (&*reference.address, reference.attribute.as_deref().unwrap_or_default()))
            .collect();
        assert_eq!(references, expected, "{expression}");
    }
}

#[test]
fn members_keep_the_place_where_they_are_written() {
    for (expression, written) in [
        ("{ a = \"x\" }.a", "\"x\""),
        ("[\"p\", \"q\"][1]", "\"q\""),
        ("merge({ a = 1 }, { a = 2 }).a", "2"),
        ("lookup({ a = \"x\" }, \"a\", \"y\")", "\"x\""),
        ("lookup({ a = \"x\" }, \"b\", \"y\")", "\"y\""),
        ("jsondecode(jsonencode({ a = \"deep\" })).a", "\"deep\""),
        ("aws_x.y.name", "\"written\""),
    ] {
        let (loaded, value) = evaluate(expression);
        assert_eq!(loaded.text(value.written()), written, "{expression}");
    }
}

#[test]
fn json_with_unknown_parts_keeps_its_structure() {
    let (_, value) = evaluate("jsonencode({ Statement = [{ Effect = \"Allow\", Resource = var.unset }] })");
    let crate::value::Kind::Json(inner) = &value.kind else { panic!("{}", value.render()) };
    let statement = &inner.member("Statement").and_then(Value::as_list).expect("statements").items[0];
    assert_eq!(statement.member("Effect").and_then(Value::as_str), Some("Allow"));
}

#[test]
fn what_is_made_of_secrets_is_secret() {
    for (expression, secret) in [
        ("sensitive(\"a\")", true),
        ("\"${sensitive(\"a\")}-b\"", true),
        ("upper(sensitive(\"a\"))", true),
        ("sensitive(1) + 1", true),
        ("sensitive({ a = 1 }).a", true),
        ("sensitive(true) ? 1 : 2", true),
        ("nonsensitive(sensitive(\"a\"))", false),
        ("upper(\"a\")", false),
    ] {
        assert_eq!(evaluate(expression).1.sensitive, secret, "{expression}");
    }
}

/// A schema that is not known here makes maps of objects, lists or sets of tuples, and strings of numbers.
#[test]
fn the_types_of_arguments_of_resources_are_not_known() {
    let text = |expression: &str| {
        let resources = "resource \"aws_x\" \"y\" {\n  tags  = { a = \"b\" }\n  ports = [80]\n}\nresource \"terraform_data\" \"z\" {\n  input = { a = \"b\" }\n}\n";
        let loaded = Loaded::new(&[("main.tf", &format!("{resources}output \"o\" {{\n  value = {expression}\n}}\n"))]);
        loaded.value("output.o", "value").render()
    };
    let unknown = "(unknown: the type of a collection is not evaluated)";
    for (expression, expected) in [
        ("aws_x.y.tags == { a = \"b\" }", unknown),
        ("aws_x.y.tags == tomap({ a = \"b\" })", unknown),
        ("aws_x.y.tags == { a = \"c\" }", "false"),
        ("aws_x.y.ports == [\"80\"]", unknown),
        ("aws_x.y.tags[\"a\"] == \"b\"", "true"),
        ("terraform_data.z.input == { a = \"b\" }", "true"),
        ("[1 + \"x\"] == tolist([1])", "(unknown: a number is required)"),
    ] {
        assert_eq!(text(expression), expected, "{expression}");
    }
}
