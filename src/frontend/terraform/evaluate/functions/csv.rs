//! Comma-separated values ([RFC 4180](https://www.rfc-editor.org/rfc/rfc4180)), as strictly as Terraform reads them.

use std::collections::HashSet;

use super::{Arguments, LIST_LIMIT, Outcome, Table};
use crate::frontend::terraform::evaluate::unknowns::invalid;
use crate::value::{Map, Typing, Value};

pub(super) const TABLE: Table = &[("csvdecode", 1..=1, |call| call.value(decode(call)))];

fn decode(call: &Arguments<'_>) -> Outcome<Value> {
    let text = call.text(0)?;
    let mut reader = Reader { rest: &text };
    let header = match reader.record() {
        Ok(Some(header)) => header,
        Ok(None) => return Err(invalid("the header line is missing", call.span)),
        Err(why) => return Err(invalid(why, call.span)),
    };
    let mut seen = HashSet::new();
    for name in &header {
        if !seen.insert(name) {
            return Err(invalid(format!("the column `{name}` is there twice"), call.span));
        }
    }
    let mut rows = Vec::new();
    while let Some(record) = reader.record().map_err(|why| invalid(why, call.span))? {
        if record.len() != header.len() {
            return Err(invalid("a line has more or fewer fields than the header", call.span));
        }
        if rows.len() >= LIST_LIMIT {
            return Err(call.limit("list length"));
        }
        let mut row = Map::new();
        for (name, field) in header.iter().zip(record) {
            row.insert(name.as_str(), call.span, call.string(field));
        }
        rows.push(Value::map(row, call.span).typed(Typing::Structural));
    }
    Ok(call.collection(rows))
}

struct Reader<'t> {
    rest: &'t str,
}

impl Reader<'_> {
    /// The fields of the next line; lines without any do not count.
    fn record(&mut self) -> Result<Option<Vec<String>>, &'static str> {
        while let Some(rest) = self.rest.strip_prefix("\r\n").or_else(|| self.rest.strip_prefix('\n')) {
            self.rest = rest;
        }
        if self.rest.is_empty() {
            return Ok(None);
        }
        let mut fields = Vec::new();
        loop {
            fields.push(match self.rest.strip_prefix('"') {
                Some(rest) => {
                    self.rest = rest;
                    self.quoted()?
                }
                None => self.plain()?,
            });
            match self.rest.strip_prefix(',') {
                Some(rest) => self.rest = rest,
                None => break,
            }
        }
        let rest = self.rest.strip_prefix('\r').unwrap_or(self.rest);
        self.rest = rest.strip_prefix('\n').unwrap_or(rest);
        Ok(Some(fields))
    }

    fn plain(&mut self) -> Result<String, &'static str> {
        let end = self.rest.find([',', '\n']).unwrap_or(self.rest.len());
        let (field, rest) = self.rest.split_at(end);
        let field = if rest.starts_with(',') { field } else { field.strip_suffix('\r').unwrap_or(field) };
        self.rest = rest;
        if field.contains('"') { Err("a field that is not quoted has a quote") } else { Ok(field.to_owned()) }
    }

    /// The rest of a quoted field, behind its first quote.
    fn quoted(&mut self) -> Result<String, &'static str> {
        let mut field = String::new();
        loop {
            let (text, rest) = self.rest.split_once('"').ok_or("a quoted field does not end")?;
            field.push_str(&text.replace("\r\n", "\n"));
            self.rest = rest;
            match rest.strip_prefix('"') {
                Some(rest) => {
                    field.push('"');
                    self.rest = rest;
                }
                None if rest.is_empty() || rest.starts_with([',', '\n']) || rest.starts_with("\r\n") => {
                    return Ok(field);
                }
                None => return Err("there is text behind a quoted field"),
            }
        }
    }
}
