//! A question of an operator, asked of one node, and the parts that such questions are made of.

use serde_json::{Value as Json, json};

use super::expr::Expr;
use super::path::text_of;

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
    /// One that is answered no where nothing is there.
    pub(super) fn new(on: impl Fn(&str) -> Expr + 'static, yes: Vec<Json>, no: Vec<Json>) -> Self {
        Self { on: Box::new(on), of_nothing: false, yes, no }
    }

    /// The same with this answer where nothing is there.
    pub(super) fn of_nothing(self, of_nothing: bool) -> Self {
        Self { of_nothing, ..self }
    }

    /// The condition that the node at this path is so. It does not hold of nothing.
    pub(super) fn on(&self, node: &str) -> Expr {
        (self.on)(node)
    }
}

pub(super) fn equal(node: &str, value: &Json) -> Expr {
    Expr::Compare(node.to_owned(), "==", text_of(value))
}

pub(super) fn length(node: &str, sign: &'static str, count: i64) -> Expr {
    Expr::Compare(format!("length({node})"), sign, count.to_string())
}

/// Some child of the node is so.
pub(super) fn some_child(node: &str, test: &dyn Fn(&str) -> Expr) -> Expr {
    Expr::filter(node, &test("@"))
}

/// A list of which every element is so; there is one at least.
pub(super) fn every_child(node: &str, test: &dyn Fn(&str) -> Expr) -> Expr {
    Expr::all([Expr::Atom(format!("{node}[*]")), Expr::filter(node, &test("@").negated()).negated()])
}

pub(super) fn text_value(value: &Json) -> Result<String, String> {
    match value {
        Json::String(text) => Ok(text.clone()),
        Json::Number(number) => Ok(number.to_string()),
        _ => Err("`value` must be a text".to_owned()),
    }
}

pub(super) fn items(value: &Json) -> Result<Vec<Json>, String> {
    let items =
        value.as_array().ok_or("`value` must be a list: of a text Checkov takes every letter, or every part")?;
    if items.iter().any(|item| item.is_array() || item.is_object()) {
        return Err("`value` must be a list of texts, numbers and truth values".to_owned());
    }
    Ok(items.clone())
}

pub(super) fn count_value(value: &Json) -> Result<i64, String> {
    let count = match value {
        Json::String(text) => text.trim().parse().ok(),
        _ => value.as_i64(),
    };
    count.ok_or_else(|| "`value` must be a whole number".to_owned())
}

/// Truth values are equal to the words for them, in any case.
pub(super) fn plain(value: &Json) -> Json {
    match value {
        Json::String(text) if text.eq_ignore_ascii_case("true") => json!(true),
        Json::String(text) if text.eq_ignore_ascii_case("false") => json!(false),
        _ => value.clone(),
    }
}
