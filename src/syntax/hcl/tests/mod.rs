//! Tests of what is read: every form, with the text that each part covers. The expected values of strings are those of
//! Terraform.

use std::fmt::Write as _;

use super::*;
use crate::source::TextRange;

/// Reads text that must be right.
fn read(text: &str) -> Parsed<'_> {
    let parsed = parse(text);
    assert_eq!(parsed.errors, [], "{text}");
    parsed
}

/// Shows the value of the argument `a` as an S-expression in which every leaf is the covered source text.
fn shape(expression: &str) -> String {
    let text = format!("a = {expression}\n");
    let parsed = read(&text);
    let value = &parsed.body.attributes[0].value;
    assert_eq!(value.range.slice(&text), expression.trim_end(), "the value covers the whole expression");
    show(value, &text)
}

fn show(expr: &Expr<'_>, source: &str) -> String {
    let show_all = |list: &[Expr<'_>]| list.iter().map(|item| show(item, source)).collect::<Vec<_>>().join(" ");
    match &expr.kind {
        ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::Variable(_) => {
            expr.range.slice(source).to_owned()
        }
        ExprKind::Template(template) => format!("{:?}", render(&template.parts, source)),
        ExprKind::GetAttr(base, name) => format!("(. {} {})", show(base, source), name.range.slice(source)),
        ExprKind::Index(base, key) => format!("([] {} {})", show(base, source), show(key, source)),
        ExprKind::Splat(splat) => {
            let marker = if splat.full { "[*]" } else { ".*" };
            format!("({marker} {}{})", show(&splat.base, source), show_steps(&splat.each, source))
        }
        ExprKind::Call(call) => {
            let expand = if call.expand { "..." } else { "" };
            format!("({}! {}{expand})", call.name.text, show_all(&call.arguments))
        }
        ExprKind::List(items) => format!("[{}]", show_all(items)),
        ExprKind::Object(items) => {
            let show_item =
                |item: &ObjectItem<'_>| format!("{}={}", show(&item.key, source), show(&item.value, source));
            format!("{{{}}}", items.iter().map(show_item).collect::<Vec<_>>().join(" "))
        }
        ExprKind::For(each) => show_for(each, source),
        ExprKind::Conditional(it) => {
            format!("(? {} {} {})", show(&it.condition, source), show(&it.yes, source), show(&it.no, source))
        }
        ExprKind::Unary(op, operand) => format!("({op:?} {})", show(operand, source)),
        ExprKind::Binary(op, left, right) => format!("({op:?} {} {})", show(left, source), show(right, source)),
        ExprKind::Paren(inner) => {
            let covered = expr.range.slice(source);
            assert!(covered.starts_with('(') && covered.ends_with(')'), "{covered}");
            format!("<{}>", show(inner, source))
        }
        ExprKind::Error => "ERROR".to_owned(),
    }
}

fn show_steps(steps: &[Traversal<'_>], source: &str) -> String {
    steps.iter().fold(String::new(), |mut shown, step| {
        let _ = match step {
            Traversal::Attr(name) => write!(shown, " .{}", name.text),
            Traversal::Index(key) => write!(shown, " [{}]", show(key, source)),
            Traversal::Splat { full: true, each } => write!(shown, " ([*]{})", show_steps(each, source)),
            Traversal::Splat { full: false, each } => write!(shown, " (.*{})", show_steps(each, source)),
        };
        shown
    })
}

fn show_for(each: &For<'_>, source: &str) -> String {
    let key_variable = each.key_variable.map_or(String::new(), |key| format!("{},", key.text));
    let key = each.key.as_ref().map_or(String::new(), |key| format!("{}=>", show(key, source)));
    let group = if each.group { "..." } else { "" };
    let condition = each.condition.as_ref().map_or(String::new(), |it| format!(" if {}", show(it, source)));
    let (variable, collection) = (each.value_variable.text, show(&each.collection, source));
    format!("(for {key_variable}{variable} in {collection} {key}{}{group}{condition})", show(&each.value, source))
}

/// The text of a template in which holes are written as `«expression»`.
fn render(parts: &[TemplatePart<'_>], source: &str) -> String {
    let mut rendered = String::new();
    for part in parts {
        let _ = match part {
            TemplatePart::Text { text, range } => {
                let borrowed = matches!(text, std::borrow::Cow::Borrowed(_));
                assert_eq!(borrowed, range.slice(source) == text, "text is borrowed when it is the source: {text:?}");
                write!(rendered, "{text}")
            }
            TemplatePart::Interpolation(expr) => write!(rendered, "«{}»", show(expr, source)),
            TemplatePart::If { condition, yes, no } => {
                let (condition, yes, no) = (show(condition, source), render(yes, source), render(no, source));
                write!(rendered, "«if {condition}|{yes}|{no}»")
            }
            TemplatePart::For { key, value, collection, body } => {
                let key = key.map_or(String::new(), |key| format!("{},", key.text));
                let (collection, body) = (show(collection, source), render(body, source));
                write!(rendered, "«for {key}{} in {collection}|{body}»", value.text)
            }
        };
    }
    rendered
}

fn assert_shapes(cases: &[(&str, &str)]) {
    for (expression, expected) in cases {
        assert_eq!(shape(expression), *expected, "{expression}");
    }
}

#[test]
fn literals_names_and_calls() {
    assert_shapes(&[
        ("null", "null"),
        ("true", "true"),
        ("false", "false"),
        ("falsey", "falsey"),
        ("0", "0"),
        ("12.50", "12.50"),
        ("1e5", "1e5"),
        ("1.5E-10", "1.5E-10"),
        ("_x-y1", "_x-y1"),
        ("größe", "größe"),
        ("f()", "(f! )"),
        ("f (1)", "(f! 1)"),
        ("f(a, b,)", "(f! a b)"),
        ("f(a...)", "(f! a...)"),
        ("f(\n  a,\n  # why\n  b...\n)", "(f! a b...)"),
        ("provider::aws::arn_parse(x)", "(provider::aws::arn_parse! x)"),
        ("p ::f (x)", "(p ::f! x)"),
        ("((a))", "<<a>>"),
        ("(\n a\n)", "<a>"),
    ]);
}

#[test]
fn operators_bind_as_in_hcl() {
    assert_shapes(&[
        ("1 + 2 * 3", "(Add 1 (Multiply 2 3))"),
        ("1 * 2 + 3", "(Add (Multiply 1 2) 3)"),
        ("1 - 2 - 3", "(Subtract (Subtract 1 2) 3)"),
        ("8 / 4 % 3", "(Modulo (Divide 8 4) 3)"),
        ("a || b && c == d", "(Or a (And b (Equal c d)))"),
        ("a && b || c", "(Or (And a b) c)"),
        ("a < b == c >= d", "(Equal (Less a b) (GreaterEqual c d))"),
        ("a > b != (c <= d)", "(NotEqual (Greater a b) <(LessEqual c d)>)"),
        ("-a.b + c", "(Add (Negate (. a b)) c)"),
        ("- 1", "(Negate 1)"),
        ("!!a && b", "(And (Not (Not a)) b)"),
        ("a-b", "a-b"),
        ("a -b", "(Subtract a b)"),
        ("a ? b : c ? d : e", "(? a b (? c d e))"),
        ("a ? b ? 1 : 2 : 3", "(? a (? b 1 2) 3)"),
        ("a || b ? c + 1 : d", "(? (Or a b) (Add c 1) d)"),
        ("(a\n  && b\n  || c)", "<(Or (And a b) c)>"),
    ]);
}

#[test]
fn traversals_and_splats() {
    assert_shapes(&[
        ("a.b.c", "(. (. a b) c)"),
        ("a[0].b", "(. ([] a 0) b)"),
        ("a.0.b", "(. ([] a 0) b)"),
        ("a[\"k\"][b.c]", "([] ([] a \"k\") (. b c))"),
        ("a[\n 0\n]", "([] a 0)"),
        ("a[*].b[0]", "([*] a .b [0])"),
        ("a.*.b.0.c", "(.* a .b [0] .c)"),
        ("a.*.b[0].c", "(. ([] (.* a .b) 0) c)"),
        ("a[*]", "([*] a)"),
        ("a.*", "(.* a)"),
        ("a[*].b[*].c", "([*] a .b ([*] .c))"),
        ("a[*].b.*.c[0]", "([*] a .b (.* .c) [0])"),
        ("f(x).y", "(. (f! x) y)"),
        ("[a, b][0]", "([] [a b] 0)"),
        ("{ a = 1 }.a", "(. {a=1} a)"),
        ("(a).b", "(. <a> b)"),
    ]);
}

#[test]
fn lists_objects_and_for() {
    assert_shapes(&[
        ("[]", "[]"),
        ("[1, [2], ]", "[1 [2]]"),
        ("[\n  1, // one\n  2\n]", "[1 2]"),
        ("{}", "{}"),
        ("{\n}", "{}"),
        ("{ a = 1, b : 2, }", "{a=1 b=2}"),
        ("{\n  a = 1\n  # c\n  \"b\" = 2,\n\n  3 = d\n}", "{a=1 \"b\"=2 3=d}"),
        ("{ (a.b) = 1, \"${c}\" = 2 }", "{<(. a b)>=1 \"«c»\"=2}"),
        ("{ true = 1, null = 2 }", "{true=1 null=2}"),
        ("{ a = 1, a = 2 }", "{a=1 a=2}"),
        ("{ a = b ? c : d }", "{a=(? b c d)}"),
        ("{ for_each = 1 }", "{for_each=1}"),
        ("[for x in y : x]", "(for x in y x)"),
        ("[\n for i, x in y :\n x.z\n if x != null ]", "(for i,x in y (. x z) if (NotEqual x null))"),
        ("{ for k, v in y : k => v }", "(for k,v in y k=>v)"),
        ("{ for v in y : v.k => v... if v.on }", "(for v in y (. v k)=>v... if (. v on))"),
        ("{\n for k in y :\n k =>\n a &&\n b\n ? 1\n : 2 }", "(for k in y k=>(? (And a b) 1 2))"),
        ("{ for k in y : k => { l = [\n] } }", "(for k in y k=>{l=[]})"),
    ]);
    let parsed = read("a = { true = 1, null = 2 }");
    let ExprKind::Object(items) = &parsed.body.attributes[0].value.kind else { panic!("an object") };
    let names: Vec<_> = items.iter().map(|item| matches!(item.key.kind, ExprKind::Variable(_))).collect();
    assert_eq!(names, [true, true], "a keyword as a key is a name");
}

#[test]
fn quoted_strings() {
    assert_shapes(&[
        (r#""""#, r#""""#),
        (r#""a b""#, r#""a b""#),
        (r#""\n\r\t\"\\""#, r#""\n\r\t\"\\""#),
        (r#""\u00e9\U0001F600""#, "\"é😀\""),
        (r#""${a}""#, "\"«a»\""),
        (r#""x${a.b}y${"n${c}"}z""#, r#""x«(. a b)»y«\"n«c»\"»z""#),
        (r#""$${a} %%{b}""#, "\"${a} %{b}\""),
        (r#""$$${a}""#, "\"$${a}\""),
        (r#""$ % $$ 100%""#, "\"$ % $$ 100%\""),
        (r#""${ {a = "}"}["a"] }""#, "\"«([] {a=\\\"}\\\"} \\\"a\\\")»\""),
        ("\"${\n a // c\n}\"", "\"«a»\""),
        ("\"a\\n  ${~ b ~}  \\n c\"", "\"a«b»c\""),
        (r#""%{if a}y%{else}n%{endif}""#, "\"«if a|y|n»\""),
        (r#""%{ for k, v in m ~} ${k} %{~ endfor }.""#, "\"«for k,v in m|«k»».\""),
        (r#""%{if a}%{if b}1%{endif}%{endif}""#, "\"«if a|«if b|1|»|»\""),
    ]);
}

/// The value of a heredoc argument, with holes as `«…»`.
fn heredoc(text: &str) -> String {
    let parsed = read(text);
    let value = &parsed.body.attributes[0].value;
    let ExprKind::Template(template) = &value.kind else { panic!("a template") };
    assert!(template.heredoc);
    let covered = value.range.slice(text);
    assert!(covered.starts_with("<<") && covered.ends_with("EOT"), "{covered:?}");
    render(&template.parts, text)
}

#[test]
fn heredocs() {
    let cases = [
        ("a = <<EOT\n  b\n  EOT\n", "  b\n"),
        ("a = <<EOT\nEOT\n", ""),
        ("a = <<EOT\nEOTX\n EOT \n", "EOTX\n"),
        ("a = <<EOT\n\"q\" \\n $${x} $ %\nEOT\n", "\"q\" \\n ${x} $ %\n"),
        ("a = <<EOT\n${<<X\n${b}\nX\n}EOT\nEOT\n", "«\"«b»\\n\"»EOT\n"),
        ("a = <<EOT\n${f(\nEOT\n)}\nEOT\n", "«(f! EOT)»\n"),
        ("a = <<-EOT\n    b\n\n      c\n    EOT\n", "b\n\n  c\n"),
        ("a = <<-EOT\nb\n  c\n  EOT\n", "b\n  c\n"),
        ("a = <<-EOT\n  b ${x}\n  ${x} c\n   $${y}\n  EOT\n", "b «x»\n«x» c\n ${y}\n"),
        ("a = <<-EOT\n  b\n${x}\n  EOT\n", "  b\n«x»\n"),
        ("a = <<-EOT\n\tb\n\t\tc\n\tEOT\n", "b\n\tc\n"),
        // Strip markers go no further than one line.
        ("a = <<EOT\nh\n  ${~ x ~}\n\n    foo\nEOT\n", "h\n«x»\n    foo\n"),
        ("a = <<EOT\nline\n${~ x}\nEOT\n", "line«x»\n"),
        ("a = <<-EOT\n      ${~ x}\n      b\n    EOT\n", "«x»\n      b\n"),
        (
            "a = <<-EOT\n    one\n    %{ for i in x ~}\n      item\n    %{ endfor ~}\n    last\n  EOT\n",
            "one\n«for i in x|      item\n»    last\n",
        ),
        ("a = <<EOT\r\nb\r\n${x}\r\nEOT\r\n", "b\r\n«x»\r\n"),
        ("a = <<-EOT\r\n  b\r\n\r\n   c\r\n  EOT\r\n", "b\r\n\r\n c\r\n"),
    ];
    for (text, expected) in cases {
        assert_eq!(heredoc(text), expected, "{text:?}");
    }
}

#[test]
fn plain_heredoc_is_one_borrowed_text() {
    for text in ["a = <<EOT\n one\n\n$ two\nEOT\n", "a = <<-EOT\none\n  two\n  EOT\n"] {
        let parsed = read(text);
        let ExprKind::Template(template) = &parsed.body.attributes[0].value.kind else { panic!("a template") };
        let [TemplatePart::Text { text: part, range }] = &template.parts[..] else { panic!("{template:?}") };
        assert!(matches!(part, std::borrow::Cow::Borrowed(_)));
        assert_eq!(range.slice(text), part);
    }
}

/// The body as lines `path: value`, where the value is covered source text.
fn outline(text: &str) -> Vec<String> {
    fn walk(body: &Body<'_>, path: &str, text: &str, lines: &mut Vec<String>) {
        for attribute in &body.attributes {
            assert_eq!(attribute.name.range.slice(text), attribute.name.text);
            let error = if matches!(attribute.value.kind, ExprKind::Error) { "!" } else { "" };
            lines.push(format!("{path}{}: {error}{}", attribute.name.text, attribute.value.range.slice(text)));
        }
        for block in &body.blocks {
            lines.push(format!("{path}[{}]", block.header.slice(text)));
            let mut path = format!("{path}{}.", block.kind.text);
            path.extend(block.labels.iter().flat_map(|label| [&*label.text, "."]));
            walk(&block.body, &path, text, lines);
        }
    }
    let mut lines = Vec::new();
    walk(&parse(text).body, "", text, &mut lines);
    lines
}

#[test]
fn bodies() {
    let text = "\u{feff}a = 1\nresource \"x\" \"y\\\"z\" { # first\n  b = 2\n  n l {}\n  o { c = 3 }\n}\nd = 4";
    assert_eq!(parse(text).errors, []);
    let expected = [
        "a: 1",
        "d: 4",
        "[resource \"x\" \"y\\\"z\"]",
        "resource.x.y\"z.b: 2",
        "resource.x.y\"z.[n l]",
        "resource.x.y\"z.[o]",
        "resource.x.y\"z.o.c: 3",
    ];
    assert_eq!(outline(text), expected);
    let block = &parse(text).body.blocks[0];
    assert!(block.range.slice(text).ends_with("c = 3 }\n}"));
    assert_eq!(block.labels[1].range.slice(text), r#""y\"z""#);
}

#[test]
fn carriage_returns_are_no_part_of_anything() {
    let text = "a = 1 # c\r\nb {\r\n  c = [\r\n    1,\r\n  ]\r\n  d = {\r\n    e = 2\r\n  }\r\n}\r\n";
    let parsed = read(text);
    assert_eq!(outline(text)[0], "a: 1");
    assert_eq!(parsed.comments[0].range.slice(text), "# c");
    assert_eq!(parsed.body.blocks[0].body.attributes.len(), 2);
}

#[test]
fn comments_are_kept_with_their_places() {
    let text =
        "# one\na = [ // two\n  /* three */ 1, /* four */\n  ]\n\tb { # five\n}\nc = \"# no ${ /* six */ d}\"\n#";
    let parsed = read(text);
    let comments: Vec<_> = parsed.comments.iter().map(|it| (it.range.slice(text), it.own_line)).collect();
    let expected = [
        ("# one", true),
        ("// two", false),
        ("/* three */", true),
        ("/* four */", false),
        ("# five", false),
        ("/* six */", false),
        ("#", true),
    ];
    assert_eq!(comments, expected);
}

#[test]
fn places_within_an_expression() {
    let text = "a = f(b.c[\"d\"], \"x${e + 1}y\") ? { k = -2 } : [for v in w : v]\n";
    let parsed = read(text);
    let ExprKind::Conditional(it) = &parsed.body.attributes[0].value.kind else { panic!("a conditional") };
    assert_eq!(it.condition.range.slice(text), "f(b.c[\"d\"], \"x${e + 1}y\")");
    assert_eq!(it.yes.range.slice(text), "{ k = -2 }");
    assert_eq!(it.no.range.slice(text), "[for v in w : v]");
    let ExprKind::Call(call) = &it.condition.kind else { panic!("a call") };
    let [first, second] = &call.arguments[..] else { panic!("two arguments") };
    assert_eq!(first.range.slice(text), "b.c[\"d\"]");
    let ExprKind::Index(base, key) = &first.kind else { panic!("an index") };
    assert_eq!((base.range.slice(text), key.range.slice(text)), ("b.c", "\"d\""));
    let ExprKind::Template(template) = &second.kind else { panic!("a template") };
    let [TemplatePart::Text { range, .. }, TemplatePart::Interpolation(hole), _] = &template.parts[..] else {
        panic!("three parts")
    };
    assert_eq!((range.slice(text), hole.range.slice(text)), ("x", "e + 1"));
    let ExprKind::Object(items) = &it.yes.kind else { panic!("an object") };
    assert_eq!((items[0].key.range.slice(text), items[0].value.range.slice(text)), ("k", "-2"));
}

/// The errors as `line: message [covered text]`.
fn errors(text: &str) -> Vec<String> {
    let line = |range: TextRange| text[..range.start as usize].matches('\n').count() + 1;
    let show = |error: &SyntaxError| format!("{}: {} [{}]", line(error.range), error.message, error.range.slice(text));
    parse(text).errors.iter().map(show).collect()
}

mod hostile;
mod recovery;
