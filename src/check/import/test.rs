//! What an operator of Checkov asks of one node, by its solver of the same name.

use serde_json::{Value as Json, json};

use super::expr::{Expr, member};
use super::operator::Question;
use super::path::text_of;
use super::pattern::{Python, between, escape, within_block};

/// A question with its value.
pub(super) struct Test {
    on: Box<dyn Fn(&str) -> Expr>,
    /// The answer where nothing is there.
    pub of_nothing: bool,
    /// Values of which the answer is yes, for examples.
    pub yes: Vec<Json>,
    /// Values of which it is no.
    pub no: Vec<Json>,
}

impl Test {
    fn new(on: impl Fn(&str) -> Expr + 'static, yes: Vec<Json>, no: Vec<Json>) -> Self {
        Self { on: Box::new(on), of_nothing: false, yes, no }
    }

    /// The condition that the node at this path is so. It does not hold of nothing.
    pub(super) fn on(&self, node: &str) -> Expr {
        (self.on)(node)
    }

    /// What `question` asks with `value`.
    ///
    /// # Errors
    /// Why it has no equivalent.
    pub(super) fn of(question: Question, value: &Json) -> Result<Self, String> {
        if let Json::String(text) = value
            && text.contains("${")
        {
            return Err(format!("Checkov compares `{text}` as a text, and here the expression is what it stands for"));
        }
        match question {
            Question::Anything => Ok(Self { of_nothing: true, ..Self::new(|_| Expr::True, vec![], vec![]) }),
            Question::Exists => Ok(Self::new(exists, vec![json!("x"), json!(true), json!({"x": "x"})], vec![])),
            Question::IsTrue => Ok(Self::new(|node| equal(node, &json!(true)), vec![json!(true)], vec![json!(false)])),
            Question::IsEmpty => {
                Ok(Self::new(|node| length(node, "==", 0), vec![json!([]), json!("")], vec![json!(["x"]), json!("x")]))
            }
            Question::Equals => equals(value),
            Question::EqualsInAnyCase => equals_in_any_case(value),
            Question::Matches => matches(value),
            Question::Contains => contains(value),
            Question::StartsWith | Question::EndsWith => affix(question, value),
            Question::Compares(sign) => compares(sign, value),
            Question::Within => one_of(value),
            Question::Subset => subset(value),
            Question::Intersects => intersects(value),
            Question::Length(sign) => lengths(sign, value),
            Question::Words(sign) => words(sign, value),
            Question::RangeIncludes => range(value),
            Question::CidrSubset => cidr(value),
        }
    }
}

fn exists(node: &str) -> Expr {
    if node == "@" { Expr::True } else { Expr::Atom(node.to_owned()) }
}

fn equal(node: &str, value: &Json) -> Expr {
    Expr::Compare(node.to_owned(), "==", text_of(value))
}

fn length(node: &str, sign: &'static str, count: i64) -> Expr {
    Expr::Compare(format!("length({node})"), sign, count.to_string())
}

/// Some child of the node is so.
fn some_child(node: &str, test: &dyn Fn(&str) -> Expr) -> Expr {
    Expr::filter(node, &test("@"))
}

/// A list of which every element is so; there is one at least.
fn every_child(node: &str, test: &dyn Fn(&str) -> Expr) -> Expr {
    Expr::all([Expr::Atom(format!("{node}[*]")), Expr::filter(node, &test("@").negated()).negated()])
}

fn text_value(value: &Json) -> Result<String, String> {
    match value {
        Json::String(text) => Ok(text.clone()),
        Json::Number(number) => Ok(number.to_string()),
        _ => Err("`value` must be a text".to_owned()),
    }
}

fn items(value: &Json) -> Result<Vec<Json>, String> {
    let items =
        value.as_array().ok_or("`value` must be a list: of a text Checkov takes every letter, or every part")?;
    if items.iter().any(|item| item.is_array() || item.is_object()) {
        return Err("`value` must be a list of texts, numbers and truth values".to_owned());
    }
    Ok(items.clone())
}

fn count_value(value: &Json) -> Result<i64, String> {
    let count = match value {
        Json::String(text) => text.trim().parse().ok(),
        _ => value.as_i64(),
    };
    count.ok_or_else(|| "`value` must be a whole number".to_owned())
}

/// Truth values are equal to the words for them, in any case.
fn plain(value: &Json) -> Json {
    match value {
        Json::String(text) if text.eq_ignore_ascii_case("true") => json!(true),
        Json::String(text) if text.eq_ignore_ascii_case("false") => json!(false),
        _ => value.clone(),
    }
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
        Json::Null => Test { of_nothing: true, ..Test::new(|_| Expr::False, vec![], vec![json!("x")]) },
        Json::Array(_) => {
            let items = items(&value)?;
            let each = move |node: &str| {
                let element = |(index, item): (usize, &Json)| equal(&format!("{node}[{index}]"), &plain(item));
                let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
                Expr::all(std::iter::once(length(node, "==", count)).chain(items.iter().enumerate().map(element)))
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
    Ok(Test { of_nothing, ..Test::new(move |node| pattern.on(node), yes, no) })
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

fn compares(sign: &'static str, value: &Json) -> Result<Test, String> {
    let number = match value {
        Json::Number(number) => Some(number.clone()),
        Json::String(text) => serde_json::from_str::<serde_json::Number>(text.trim()).ok(),
        _ => return Err("`value` must be a number or a text".to_owned()),
    };
    let around = match number.as_ref().and_then(serde_json::Number::as_i64) {
        Some(number) => vec![json!(number + 1), json!(number - 1)],
        None => vec![json!("zzzz"), json!("!")],
    };
    let is_greater = sign.starts_with('>');
    let (yes, no) = if is_greater { (&around[0], &around[1]) } else { (&around[1], &around[0]) };
    let (yes, no) = (vec![yes.clone()], vec![no.clone()]);
    let bound = text_of(&number.map_or_else(|| value.clone(), Json::Number));
    Ok(Test::new(move |node| Expr::Compare(node.to_owned(), sign, bound.clone()), yes, no))
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
    Ok(Test { of_nothing, ..Test::new(among(&items), yes, vec![json!("other"), json!(987_654)]) })
}

fn subset(value: &Json) -> Result<Test, String> {
    let items = items(value)?;
    let of_nothing = items.contains(&Json::Null);
    let (is_known, yes) = (among(&items), vec![json!(items), json!(items.first())]);
    let on = move |node: &str| Expr::any([is_known(node), every_child(node, &is_known), length(node, "==", 0)]);
    Ok(Test { of_nothing, ..Test::new(on, yes, vec![json!(["other"]), json!("other")]) })
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

fn lengths(sign: &'static str, value: &Json) -> Result<Test, String> {
    let count = count_value(value)?;
    let (mut yes, mut no) = (Vec::new(), Vec::new());
    for size in [count, count + 1, count - 1].into_iter().filter_map(|size| usize::try_from(size).ok()) {
        let list: Vec<Json> = (0..size.min(100)).map(|index| json!(format!("x{index}"))).collect();
        let text = "x".repeat(size.min(100));
        let side = if holds(sign, size, count) { &mut yes } else { &mut no };
        side.extend([json!(list), json!(text)]);
    }
    Ok(Test::new(move |node| length(node, sign, count), yes, no))
}

fn holds(sign: &str, size: usize, count: i64) -> bool {
    let size = i64::try_from(size).unwrap_or(i64::MAX);
    match sign {
        ">" => size > count,
        ">=" => size >= count,
        "<" => size < count,
        "<=" => size <= count,
        _ => size == count,
    }
}

fn words(sign: &'static str, value: &Json) -> Result<Test, String> {
    let count = count_value(value)?;
    let limit = usize::try_from(count).map_err(|_| "`value` must be no less than 0")?;
    let several = |times: &str| format!("\\s*(\\S+(\\s+|$)){times}");
    let pattern = match sign {
        ">" => several(&format!("{{{},}}", limit + 1)),
        ">=" => several(&format!("{{{limit},}}")),
        "<" if limit == 0 => return Err("no text has less than 0 words".to_owned()),
        "<" => several(&format!("{{0,{}}}", limit - 1)),
        "<=" => several(&format!("{{0,{limit}}}")),
        _ => several(&format!("{{{limit}}}")),
    };
    let (mut yes, mut no) = (Vec::new(), Vec::new());
    for size in [limit, limit + 1, limit.saturating_sub(1)] {
        let text = vec!["word"; size.min(50)].join(" ");
        if holds(sign, size, count) { yes.push(json!(text)) } else { no.push(json!(text)) }
    }
    Ok(Test::new(move |node| Expr::call("match", node, &pattern), yes, no))
}

fn range(value: &Json) -> Result<Test, String> {
    let items = match value {
        Json::Array(items) => items.clone(),
        one => vec![one.clone()],
    };
    let mut ranges = Vec::new();
    for item in &items {
        let text = text_value(item)?;
        let (low, high) = text.split_once('-').unwrap_or((&text, &text));
        let ends = (low.trim().parse::<u64>(), high.trim().parse::<u64>());
        let (Ok(low), Ok(high)) = ends else { return Err(format!("`{text}` is no number and no range of numbers")) };
        ranges.push((low, high));
    }
    let yes = ranges.iter().flat_map(|(low, high)| [json!(low), json!(format!("{low}-{high}"))]).collect();
    let highest = ranges.iter().map(|(_, high)| *high).max().unwrap_or_default();
    let includes = move |node: &str| {
        let everything = equal(node, &json!("*"));
        Expr::any(
            ranges
                .iter()
                .flat_map(|&(low, high)| {
                    let number = |sign, bound: u64| Expr::Compare(node.to_owned(), sign, bound.to_string());
                    let lies_within = if low == high {
                        number("==", low)
                    } else {
                        Expr::all([number(">=", low), number("<=", high)])
                    };
                    // Ranges that have a number in common.
                    let end = 10_u64.pow(high.max(low).to_string().len().max(5) as u32) - 1;
                    let overlaps = format!("({})-({})", between(0, high), between(low, end));
                    [lies_within, Expr::call("match", node, &overlaps)]
                })
                .chain([everything]),
        )
    };
    let on = move |node: &str| Expr::any([includes(node), some_child(node, &includes)]);
    Ok(Test::new(on, yes, vec![json!(highest + 1), json!([highest + 1])]))
}

fn cidr(value: &Json) -> Result<Test, String> {
    let blocks = match value {
        Json::Array(items) => items.iter().map(text_value).collect::<Result<Vec<_>, _>>()?,
        one => vec![text_value(one)?],
    };
    let patterns = blocks.iter().map(|block| within_block(block)).collect::<Result<Vec<_>, _>>()?;
    let pattern = patterns.join("|");
    let lies_within = move |node: &str| Expr::call("match", node, &pattern);
    let yes = blocks.iter().flat_map(|block| [json!([block]), json!(block)]).collect();
    let on = move |node: &str| Expr::any([lies_within(node), every_child(node, &lies_within)]);
    Ok(Test::new(on, yes, vec![json!(["1.2.3.0/24"]), json!("1.2.3.0/24"), json!(["0.0.0.0/0"])]))
}
