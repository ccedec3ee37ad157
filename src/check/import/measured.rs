//! Questions about how large, how long or how far something is.

use serde_json::{Value as Json, json};

use super::expr::Expr;
use super::path::text_of;
use super::pattern::{between, within_block};
use super::test::{Test, count_value, equal, every_child, length, some_child, text_value};

pub(super) fn compares(sign: &'static str, value: &Json) -> Result<Test, String> {
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

pub(super) fn lengths(sign: &'static str, value: &Json) -> Result<Test, String> {
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

pub(super) fn words(sign: &'static str, value: &Json) -> Result<Test, String> {
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

pub(super) fn range(value: &Json) -> Result<Test, String> {
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

pub(super) fn cidr(value: &Json) -> Result<Test, String> {
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
