//! What an operator of Checkov asks of one node, by its solver of the same name.

use serde_json::{Value as Json, json};

use super::expr::{Expr, member};
use super::measured;
use super::operator::Question;
use super::pattern::{Python, escape};
use super::test::{Test, equal, every_child, items, length, plain, some_child, text_value};

/// What `question` asks with `value`.
///
/// # Errors
/// Why it has no equivalent.
pub(super) fn test(question: Question, value: &Json) -> Result<Test, String> {
    if let Json::String(text) = value
        && text.contains("${")
    {
        return Err(format!("Checkov compares `{text}` as a text, and here the expression is what it stands for"));
    }
    match question {
        Question::Anything => Ok(Test::new(|_| Expr::True, vec![], vec![]).of_nothing(true)),
        Question::Exists => Ok(Test::new(exists, vec![json!("x"), json!(true), json!({"x": "x"})], vec![])),
        Question::IsTrue => Ok(Test::new(|node| equal(node, &json!(true)), vec![json!(true)], vec![json!(false)])),
        Question::IsEmpty => {
            Ok(Test::new(|node| length(node, "==", 0), vec![json!([]), json!("")], vec![json!(["x"]), json!("x")]))
        }
        Question::Equals => equals(value),
        Question::EqualsInAnyCase => equals_in_any_case(value),
        Question::Matches => matches(value),
        Question::Contains => contains(value),
        Question::StartsWith | Question::EndsWith => affix(question, value),
        Question::Compares(sign) => measured::compares(sign, value),
        Question::Within => one_of(value),
        Question::Subset => subset(value),
        Question::Intersects => intersects(value),
        Question::Length(sign) => measured::lengths(sign, value),
        Question::Words(sign) => measured::words(sign, value),
        Question::RangeIncludes => measured::range(value),
        Question::CidrSubset => measured::cidr(value),
    }
}

fn exists(node: &str) -> Expr {
    if node == "@" { Expr::True } else { Expr::Atom(node.to_owned()) }
}

fn equals(value: &Json) -> Result<Test, String> {
    let value = plain(value);
    let no = match &value {
        Json::Bool(value) => vec![json!(!value)],
        Json::Number(_) => vec![json!(987_654)],
        Json::Array(_) => vec![json!(["other"])],
        Json::Object(_) => vec![json!({"other": "other"})],
        _ => vec![json!("other")],
    };
    let yes = vec![value.clone()];
    Ok(match value {
        Json::Null => Test::new(|_| Expr::False, vec![], vec![json!("x")]).of_nothing(true),
        Json::Array(_) => {
            let items = items(&value)?;
            // Checkov sorts the lists of Terraform, so that their order says nothing.
            let each = move |node: &str| {
                let element = |item: &Json| Expr::filter(node, &equal("@", &plain(item)));
                let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
                Expr::all(std::iter::once(length(node, "==", count)).chain(items.iter().map(element)))
            };
            Test::new(each, yes, no)
        }
        Json::Object(members) => {
            if members.values().any(|value| value.is_array() || value.is_object()) {
                return Err("`value` must be a map of texts, numbers and truth values".to_owned());
            }
            let each = move |node: &str| {
                let entry = |(name, value): (&String, &Json)| equal(&member(node, name), &plain(value));
                let count = i64::try_from(members.len()).unwrap_or(i64::MAX);
                Expr::all(std::iter::once(length(node, "==", count)).chain(members.iter().map(entry)))
            };
            Test::new(each, yes, no)
        }
        value => Test::new(move |node| equal(node, &value), yes, no),
    })
}

fn equals_in_any_case(value: &Json) -> Result<Test, String> {
    let value = plain(value);
    let Json::String(text) = &value else { return equals(&value) };
    let pattern = format!("(?i:{})", escape(text));
    let has_letters = text.chars().any(char::is_alphabetic);
    if !has_letters {
        return equals(&value);
    }
    let yes = vec![json!(text.to_uppercase()), json!(text)];
    Ok(Test::new(move |node| Expr::call("match", node, &pattern), yes, vec![json!("other")]))
}

fn matches(value: &Json) -> Result<Test, String> {
    let pattern = Python::parse(&text_value(value)?)?;
    let (mut yes, mut no) = (Vec::new(), Vec::new());
    for sample in samples_of(&text_value(value)?) {
        if pattern.matches(&sample) { yes.push(json!(sample)) } else { no.push(json!(sample)) }
    }
    // Checkov writes what is not there as `None`.
    let of_nothing = pattern.matches("None");
    Ok(Test::new(move |node| pattern.on(node), yes, no).of_nothing(of_nothing))
}

/// Texts of which some may match a pattern.
fn samples_of(pattern: &str) -> Vec<String> {
    let words = [
        "other",
        "",
        "x",
        "0",
        "10",
        "A1",
        "abc",
        "Abc-1",
        "abc_1",
        "a.b",
        "arn:aws:iam::123456789012:role/a",
        "10.0.0.0/8",
        "_",
        "~",
        "!",
        "none of it",
    ];
    // The pattern itself, with what is special in it left out, and with what often stands for the rest of a text.
    let bare = |rest: &str| {
        let mut text = String::new();
        let mut chars = pattern.trim_start_matches('^').trim_end_matches('$').chars().peekable();
        while let Some(char) = chars.next() {
            match char {
                '\\' => text.extend(chars.next().map(|char| match char {
                    'd' => '1',
                    'w' => 'a',
                    's' => ' ',
                    other => other,
                })),
                '.' if matches!(chars.peek(), Some('*' | '+')) => {
                    chars.next();
                    text.push_str(rest);
                }
                '.' => text.push('x'),
                '[' => {
                    text.extend(chars.next());
                    chars.by_ref().take_while(|char| *char != ']').for_each(drop);
                }
                '|' => break,
                '(' if chars.peek() == Some(&'?') => {
                    chars.next();
                    chars.next();
                }
                '(' | ')' | '*' | '+' | '?' | '^' | '$' => {}
                other => text.push(other),
            }
        }
        text
    };
    words.into_iter().map(str::to_owned).chain([bare(""), bare("x")]).collect()
}

fn contains(value: &Json) -> Result<Test, String> {
    if value.is_array() || value.is_object() || value.is_null() {
        return Err("`value` must be a text, a number or a truth value".to_owned());
    }
    let (wanted, text) = (value.clone(), value.as_str().map(str::to_owned));
    let on = move |node: &str| {
        let element = some_child(node, &|child| equal(child, &wanted));
        let Some(text) = &text else { return element };
        let part = |node: &str| Expr::call("search", node, &escape(text));
        // Of a map the names, and parts of its values.
        let of_map = Expr::all([Expr::Atom(format!("{node}[0]")).negated(), some_child(node, &part)]);
        Expr::any([part(node), element, Expr::Atom(member(node, text)), of_map])
    };
    let yes = vec![json!([value]), json!({ value.as_str().unwrap_or("x"): "x" }), value.clone()];
    Ok(Test::new(on, yes, vec![json!(["other"]), json!({"other": "x"}), json!("other")]))
}

fn affix(question: Question, value: &Json) -> Result<Test, String> {
    let text = text_value(value)?;
    let (pattern, yes) = match question {
        Question::StartsWith => (format!("^{}", escape(&text)), format!("{text}x")),
        _ => (format!("{}$", escape(&text)), format!("x{text}")),
    };
    let on = move |node: &str| Expr::call("search", node, &pattern);
    Ok(Test::new(on, vec![json!(yes), json!(text)], vec![json!("other"), json!("~")]))
}

/// A condition that a scalar is one of these.
fn among(items: &[Json]) -> impl Fn(&str) -> Expr + 'static {
    let items: Vec<Json> = items.iter().filter(|item| !item.is_null()).cloned().collect();
    let texts: Option<Vec<String>> = items.iter().map(|item| item.as_str().map(escape)).collect();
    move |node| match &texts {
        Some(texts) if texts.len() > 1 => Expr::call("match", node, &texts.join("|")),
        _ => Expr::any(items.iter().map(|item| equal(node, &plain(item)))),
    }
}

fn one_of(value: &Json) -> Result<Test, String> {
    let items = items(value)?;
    let of_nothing = items.contains(&Json::Null);
    let yes = items.iter().filter(|item| !item.is_null()).cloned().collect();
    Ok(Test::new(among(&items), yes, vec![json!("other"), json!(987_654)]).of_nothing(of_nothing))
}

fn subset(value: &Json) -> Result<Test, String> {
    let items = items(value)?;
    let of_nothing = items.contains(&Json::Null);
    let (is_known, yes) = (among(&items), vec![json!(items), json!(items.first())]);
    let on = move |node: &str| Expr::any([is_known(node), every_child(node, &is_known), length(node, "==", 0)]);
    Ok(Test::new(on, yes, vec![json!(["other"]), json!("other")]).of_nothing(of_nothing))
}

fn intersects(value: &Json) -> Result<Test, String> {
    if let Json::String(text) = value {
        let (text, wanted) = (text.clone(), value.clone());
        let yes = vec![json!([text])];
        let on = move |node: &str| {
            let element = some_child(node, &|child| equal(child, &wanted));
            Expr::any([Expr::call("search", node, &escape(&text)), element, Expr::Atom(member(node, &text))])
        };
        return Ok(Test::new(on, yes, vec![json!(["other"])]));
    }
    let items = items(value)?;
    let (is_known, yes) = (among(&items), vec![json!([items.first()])]);
    Ok(Test::new(move |node| some_child(node, &is_known), yes, vec![json!(["other"])]))
}
