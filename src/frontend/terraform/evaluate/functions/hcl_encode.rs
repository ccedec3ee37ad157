//! The functions of the provider that is built into Terraform: values as HCL text, and back.

use std::sync::Arc;

use super::json::check_exact;
use super::{Arguments, Outcome, TEXT_LIMIT, Table};
use crate::frontend::terraform::evaluate::convert::to_text;
use crate::frontend::terraform::evaluate::unknowns::invalid;
use crate::syntax::hcl;
use crate::value::{Kind, Map, Value};

pub(super) const TABLE: Table = &[
    ("provider::terraform::encode_expr", 1..=1, |call| call.value(encode_expression(call))),
    ("provider::terraform::encode_tfvars", 1..=1, |call| call.value(encode_variables(call))),
];

fn encode_expression(call: &Arguments<'_>) -> Outcome<Value> {
    let mut writer = Writer { call, out: String::new() };
    let value = writer.known()?;
    writer.value(value, 0)?;
    Ok(call.string(writer.out))
}

fn encode_variables(call: &Arguments<'_>) -> Outcome<Value> {
    let mut writer = Writer { call, out: String::new() };
    writer.known()?;
    let map = call.map(0)?;
    if let Some(wrong) = map.entries().find(|entry| !is_name(&entry.key)) {
        return Err(invalid(format!("`{}` is no name of a variable", wrong.key), call.span));
    }
    writer.entries(map, 0)?;
    Ok(call.string(writer.out))
}

struct Writer<'a> {
    call: &'a Arguments<'a>,
    out: String,
}

impl<'a> Writer<'a> {
    /// The argument, of which everything must be known.
    fn known(&self) -> Outcome<&'a Value> {
        let value = self.call.get(0)?;
        check_exact(self.call, value)?;
        value.first_unknown().map_or(Ok(value), |unknown| Err(Arc::clone(unknown)))
    }

    /// Values are of limited depth.
    fn value(&mut self, value: &Value, indent: usize) -> Outcome<()> {
        match &value.kind {
            Kind::Null => self.out.push_str("null"),
            Kind::Bool(_) | Kind::Number(_) => self.out.push_str(&to_text(value, self.call.span)?),
            Kind::List(list) => {
                self.out.push('[');
                for (index, item) in list.items.iter().enumerate() {
                    self.out.push_str(if index > 0 { ", " } else { "" });
                    self.value(item, indent)?;
                }
                self.out.push(']');
            }
            Kind::Map(map) if map.is_empty() => self.out.push_str("{}"),
            Kind::Map(map) => {
                self.out.push_str("{\n");
                self.entries(map, indent + 2)?;
                self.out.push_str(&" ".repeat(indent));
                self.out.push('}');
            }
            _ => {
                let text = quoted(&to_text(value, self.call.span)?);
                self.out.push_str(&text);
            }
        }
        match self.out.len() {
            length if length > TEXT_LIMIT => Err(self.call.limit("text length")),
            _ => Ok(()),
        }
    }

    /// One entry a line; the signs `=` of neighbours stand below each other, unless one of them takes several lines.
    fn entries(&mut self, map: &Map, indent: usize) -> Outcome<()> {
        let mut entries: Vec<_> = map.entries().collect();
        entries.sort_by(|a, b| a.key.cmp(&b.key));
        let names: Vec<String> = entries
            .iter()
            .map(|entry| if is_name(&entry.key) { entry.key.to_string() } else { quoted(&entry.key) })
            .collect();
        let tall = |value: &Value| matches!(&value.kind, Kind::Map(map) if !map.is_empty());
        if entries.len() > 1 && entries.iter().any(|entry| tall(&entry.value) || entry.value.as_list().is_some()) {
            let same_width = names.iter().all(|name| name.chars().count() == names[0].chars().count());
            if !same_width {
                return Err(self.call.unsupported("the layout of nested values"));
            }
        }
        let width = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
        for (entry, name) in entries.iter().zip(&names) {
            self.out.push_str(&" ".repeat(indent));
            self.out.push_str(name);
            self.out.push_str(&" ".repeat(width - name.chars().count()));
            self.out.push_str(" = ");
            self.value(&entry.value, indent)?;
            self.out.push('\n');
        }
        Ok(())
    }
}

/// Whether a text can be the name of a variable.
pub(in crate::frontend::terraform) fn is_name(text: &str) -> bool {
    let source = format!("{text} = 0\n");
    let parsed = hcl::parse(&source);
    let is_plain = text.chars().all(|char| char.is_alphanumeric() || matches!(char, '_' | '-'));
    is_plain && parsed.errors.is_empty()
}

fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n").replace('\r', "\\r");
    let escaped = escaped.replace('\t', "\\t").replace("${", "$${").replace("%{", "%%{");
    format!("\"{escaped}\"")
}
