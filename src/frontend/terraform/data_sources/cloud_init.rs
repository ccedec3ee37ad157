//! `cloudinit_config` and `template_cloudinit_config`: several files as one text of the MIME format, for cloud-init.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::frontend::terraform::evaluate::convert::{to_bool, to_text};
use crate::frontend::terraform::evaluate::instance::Instance;
use crate::frontend::terraform::evaluate::interpreter::Interpreter;
use crate::frontend::terraform::evaluate::text::TextBuilder;
use crate::frontend::terraform::evaluate::unknowns::{combine, error, leaves};
use crate::frontend::terraform::load::declaration::Declaration;
use crate::value::{Kind, List, Lookup, Reason, Unknown, Value};

/// The headers of a part after the arguments that give them, in the order in which they are written: text before the
/// value, text behind it, and the value where the argument is not set.
const HEADERS: [(&str, &str, &str, Option<&str>); 3] = [
    ("filename", "Content-Disposition: attachment; filename=\"", "\"\r\nContent-Transfer-Encoding: 7bit\r\n", None),
    ("content_type", "Content-Type: ", "\r\nMime-Version: 1.0\r\n", Some("text/plain")),
    ("merge_type", "X-Merge-Type: ", "\r\n", None),
];

impl<'p> Interpreter<'p> {
    /// What the data source renders.
    pub(in crate::frontend::terraform) fn cloud_init(
        &self,
        instance: &Instance<'p>,
        declaration: &Declaration<'p>,
        item: usize,
    ) -> Value {
        let body = self.body(instance, declaration, item);
        let (gzip, base64) = match (flag(&body, "gzip"), flag(&body, "base64_encode")) {
            (Ok(gzip), Ok(base64)) => (gzip, base64),
            (Err(unknown), _) | (_, Err(unknown)) => return Value::unknown(unknown, body.span),
        };
        match (gzip, base64) {
            (true, false) => error("compressed text needs `base64_encode`", body.span),
            // The bytes depend on the compressor.
            (true, true) => {
                let reason = Reason::Unsupported("compressed text (`gzip = true`, the default)");
                let own = Arc::new(Unknown { nullable: false, ..Unknown::new(reason, body.span) });
                let all = std::iter::once(&own).chain(leaves(&body));
                combine(all).unwrap_or_else(|| Arc::clone(&own)).encoding(&document(&body), body.span)
            }
            (false, false) => document(&body),
            (false, true) => {
                let text = document(&body);
                match to_text(&text, body.span) {
                    Ok(text) => Value::string(STANDARD.encode(text.as_bytes()), body.span),
                    Err(unknown) => unknown.encoding(&text, body.span),
                }
            }
        }
    }
}

/// A switch that is on unless it is set.
fn flag(body: &Value, name: &str) -> Result<bool, Arc<Unknown>> {
    match body.get(name) {
        Lookup::Found(value) => to_bool(value, value.span),
        Lookup::Absent => Ok(true),
        Lookup::Unknown(unknown) => Err(Arc::new(unknown.clone())),
    }
}

fn document(body: &Value) -> Value {
    let mut text = TextBuilder::new(body.span);
    let default = Value::string("MIMEBOUNDARY", body.span);
    let boundary = body.member("boundary").unwrap_or(&default);
    text.push_text("Content-Type: multipart/mixed; boundary=\"");
    text.push_value(boundary);
    text.push_text("\"\nMIME-Version: 1.0\r\n\r\n");
    let parts = match body.member("part").map(|parts| &parts.kind) {
        Some(Kind::List(parts)) => List::clone(parts),
        Some(Kind::Unknown(unknown)) => List::open(Vec::new(), Arc::clone(unknown)),
        Some(Kind::Either(either)) => List::open(Vec::new(), Arc::clone(&either.cause)),
        _ => List::default(),
    };
    for (index, part) in parts.items.iter().enumerate() {
        text.push_text(if index > 0 { "\r\n--" } else { "--" });
        text.push_value(boundary);
        text.push_text("\r\n");
        push_part(&mut text, part);
    }
    parts.rest.iter().for_each(|rest| text.push_hole(rest));
    text.push_text("\r\n--");
    text.push_value(boundary);
    text.push_text("--\r\n");
    text.finish()
}

fn push_part(text: &mut TextBuilder, part: &Value) {
    for (name, before, behind, default) in HEADERS {
        match (part.get(name), default) {
            (Lookup::Found(value), _) if value.as_str() != Some("") => {
                text.push_text(before);
                text.push_value(value);
                text.push_text(behind);
            }
            (Lookup::Unknown(unknown), _) => text.push_hole(&Arc::new(unknown.clone())),
            (_, Some(default)) => {
                text.push_text(before);
                text.push_text(default);
                text.push_text(behind);
            }
            (_, None) if name == "filename" => text.push_text("Content-Transfer-Encoding: 7bit\r\n"),
            (_, None) => {}
        }
    }
    text.push_text("\r\n");
    match part.get("content") {
        Lookup::Found(content) => text.push_value(content),
        Lookup::Unknown(unknown) => text.push_hole(&Arc::new(unknown.clone())),
        Lookup::Absent => {}
    }
}
