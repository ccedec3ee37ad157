//! Values and bodies as `terraform fmt` lays them out. What has no layout is printed by hcl-rs.

use hcl::Expression;

use super::super::draft::Draft;
use crate::value::Number;

/// One level of indentation.
pub(super) const INDENT: &str = "  ";

/// A value that starts on a line of this indentation.
pub(super) fn value(draft: &Draft, indent: &str) -> String {
    let inner = format!("{indent}{INDENT}");
    match draft {
        Draft::Raw(text) => text.clone(),
        Draft::Map(entries) if entries.is_empty() => "{}".to_owned(),
        Draft::Map(entries) => format!("{{\n{}\n{indent}}}", lines(&of_object(entries, &inner), &inner)),
        Draft::List(items) => {
            let printed: Vec<String> = items.iter().map(|item| value(item, &inner)).collect();
            if printed.iter().any(|item| item.contains('\n')) {
                let lines: Vec<String> = printed.iter().map(|item| format!("{inner}{item},\n")).collect();
                return format!("[\n{}{indent}]", lines.concat());
            }
            format!("[{}]", printed.join(", "))
        }
        Draft::Null => printed(&Expression::Null),
        Draft::Bool(value) => printed(&Expression::Bool(*value)),
        Draft::Number(Number::Int(value)) => value.to_string(),
        Draft::Number(number) => number.to_string(),
        Draft::Text(text) => printed(&Expression::String(text.clone())),
    }
}

fn printed(expression: &Expression) -> String {
    // A scalar is printed without fail.
    hcl::format::to_string(expression).unwrap_or_default()
}

/// A name, `=` and a value, or a nested block.
pub(super) enum Part {
    Entry { name: String, value: String },
    Block { text: String },
}

/// The entries of an object.
pub(super) fn of_object(entries: &[(String, Draft)], indent: &str) -> Vec<Part> {
    let entry = |(name, draft): &(String, Draft)| Part::Entry { name: key(name), value: value(draft, indent) };
    entries.iter().map(entry).collect()
}

/// What stands in a block: a list of maps is a sequence of nested blocks.
pub(super) fn of_block(entries: &[(String, Draft)], indent: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    for (name, draft) in entries {
        match draft {
            Draft::List(items) if draft.is_blocks() => parts.extend(items.iter().map(|item| block(name, item, indent))),
            _ => parts.push(Part::Entry { name: name.clone(), value: value(draft, indent) }),
        }
    }
    parts
}

fn block(name: &str, body: &Draft, indent: &str) -> Part {
    let entries: &[(String, Draft)] = match body {
        Draft::Map(entries) => entries,
        _ => &[],
    };
    let text = match entries.is_empty() {
        true => format!("{name} {{}}"),
        false => format!("{name} {{\n{}\n{indent}}}", body_text(entries, &format!("{indent}{INDENT}"))),
    };
    Part::Block { text }
}

/// The lines of a body.
pub(super) fn body_text(entries: &[(String, Draft)], indent: &str) -> String {
    lines(&of_block(entries, indent), indent)
}

/// Parts on lines of their own: `=` is aligned in entries that follow each other, and a block has a blank line on both sides.
pub(super) fn lines(parts: &[Part], indent: &str) -> String {
    let is_short = |part: &&Part| matches!(part, Part::Entry { value, .. } if !value.contains('\n'));
    let mut out: Vec<String> = Vec::new();
    let mut rest = parts;
    while let Some(first) = rest.first() {
        let group = rest.iter().take_while(is_short).count().max(1);
        let (now, later) = rest.split_at(group);
        let width = now.iter().map(Part::width).max().unwrap_or_default();
        for part in now {
            out.push(match part {
                Part::Entry { name, value } => format!("{indent}{name:width$} = {value}"),
                Part::Block { text } => format!("{indent}{text}"),
            });
        }
        if later.first().is_some_and(|next| matches!((first, next), (Part::Block { .. }, _) | (_, Part::Block { .. })))
        {
            out.push(String::new());
        }
        rest = later;
    }
    out.join("\n")
}

impl Part {
    fn width(&self) -> usize {
        match self {
            Self::Entry { name, .. } => name.chars().count(),
            Self::Block { .. } => 0,
        }
    }
}

/// The key of an object: quoted where it is no name.
fn key(name: &str) -> String {
    match hcl::Identifier::new(name) {
        Ok(_) => name.to_owned(),
        Err(_) => printed(&Expression::String(name.to_owned())),
    }
}
