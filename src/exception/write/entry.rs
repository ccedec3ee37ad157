//! Entries of the configuration, put into its text.

use super::Terms;
use crate::syntax::yaml::{self, Dialect, Node, NodeKind};

/// An exception as the configuration has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Names of checks.
    pub checks: Vec<String>,
    /// Patterns of paths; empty means all.
    pub paths: Vec<String>,
    /// Patterns of addresses; empty means all.
    pub resources: Vec<String>,
    /// What it says beside.
    pub terms: Terms,
}

/// Why no entry can be put into a configuration, in words that stand behind its name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unwritable {
    /// The user's file has mistakes.
    #[error("is not YAML of one document")]
    Syntax,
    /// The user's file is written in a way that leaves no line to add one.
    #[error("is in braces, or has an `exceptions` that leaves no place for more: add the exceptions by hand")]
    Form,
}

impl Entry {
    /// Its keys and values in flow style, in their order.
    fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = vec![("checks", yaml::list(&self.checks))];
        let patterns = [("paths", &self.paths), ("resources", &self.resources)];
        let given = patterns.into_iter().filter(|(_, patterns)| !patterns.is_empty());
        fields.extend(given.map(|(key, patterns)| (key, yaml::list(patterns))));
        let Terms { reason, owner, until } = &self.terms;
        fields.push(("reason", yaml::word(reason)));
        fields.extend(owner.as_deref().map(|owner| ("owner", yaml::word(owner))));
        fields.extend(until.as_deref().map(|until| ("until", yaml::word(until))));
        fields
    }

    /// Its lines as an item of a block sequence.
    pub fn lines(&self) -> Vec<String> {
        let line = |(index, (key, value)): (usize, (&str, String))| {
            format!("{} {key}: {value}", if index == 0 { "-" } else { " " })
        };
        self.fields().into_iter().enumerate().map(line).collect()
    }

    fn flow(&self) -> String {
        let fields: Vec<String> = self.fields().into_iter().map(|(key, value)| format!("{key}: {value}")).collect();
        format!("{{{}}}", fields.join(", "))
    }
}

/// The text of a configuration with further exceptions. Everything else in it stays as it is.
///
/// # Errors
/// There is no place for them.
pub fn with_entries(text: &str, entries: &[Entry]) -> Result<String, Unwritable> {
    let mark = if text.starts_with('\u{feff}') { "\u{feff}" } else { "" };
    let body = &text[mark.len()..];
    let stream = yaml::parse(body, Dialect::Yaml12);
    if !stream.errors.is_empty() || stream.documents.len() > 1 {
        return Err(Unwritable::Syntax);
    }
    let root = stream.documents.first().map(|document| &*document.root);
    let edited = match root {
        Some(Node { kind: NodeKind::Mapping(_), range, .. }) if range.slice(body).starts_with('{') => {
            return Err(Unwritable::Form);
        }
        Some(root @ Node { kind: NodeKind::Mapping(_), .. }) => match root.entry("exceptions") {
            Some(entry) => into_list(body, entry, entries)?,
            None => at_end(body, entries),
        },
        None | Some(Node { kind: NodeKind::Null, .. }) => at_end(body, entries),
        Some(_) => return Err(Unwritable::Form),
    };
    Ok(format!("{mark}{edited}"))
}

fn into_list(body: &str, entry: &yaml::Entry, entries: &[Entry]) -> Result<String, Unwritable> {
    let range = entry.value.range;
    let written = range.slice(body);
    match &entry.value.kind {
        // `exceptions:` with nothing, or nothing but a word for it. A comment behind it stays there.
        NodeKind::Null => {
            let end = if written.is_empty() { colon(body, entry) } else { range.end as usize };
            let head = body[..end - written.len()].trim_end_matches(' ');
            let line = body[end..].find('\n').map_or(body.len(), |at| end + at + 1);
            let head = format!("{head}{}", &body[end..line]);
            Ok(joined(&head, &block(entries, "  ", newline(body)), &body[line..], newline(body)))
        }
        NodeKind::Sequence(items) if written.starts_with('[') => {
            let flows: Vec<String> = entries.iter().map(Entry::flow).collect();
            let end = range.end as usize - 1;
            let before = body[..end].trim_end();
            let comma = if items.is_empty() || before.ends_with(',') { "" } else { ", " };
            // A comment would swallow what follows it.
            let is_commented = before.rsplit('\n').next().is_some_and(|line| line.contains(" #"));
            if is_commented {
                return Err(Unwritable::Form);
            }
            Ok(format!("{before}{comma}{}{}", flows.join(", "), &body[end..]))
        }
        NodeKind::Sequence(items) => {
            let last = items.last().ok_or(Unwritable::Form)?;
            // A block sequence starts with the dash of its first item.
            let dash = range.start as usize;
            let line = body[..dash].rfind('\n').map_or(0, |at| at + 1);
            let indentation = &body[line..dash];
            if !indentation.trim().is_empty() {
                return Err(Unwritable::Form);
            }
            let end = last.range.start as usize + last.range.slice(body).trim_end().len();
            let end = body[end..].find('\n').map_or(body.len(), |at| end + at + 1);
            Ok(joined(&body[..end], &block(entries, indentation, newline(body)), &body[end..], newline(body)))
        }
        _ => Err(Unwritable::Form),
    }
}

/// The offset behind the colon of a key that has no value.
fn colon(body: &str, entry: &yaml::Entry) -> usize {
    let end = entry.key_range.end as usize;
    body[end..].find(':').map_or(end, |at| end + at + 1)
}

fn at_end(body: &str, entries: &[Entry]) -> String {
    let newline = newline(body);
    let gap = if body.trim().is_empty() { "" } else { newline };
    joined(body, &format!("{gap}exceptions:{newline}{}", block(entries, "  ", newline)), "", newline)
}

/// The block between lines; a text without a last newline gets one before it.
fn joined(before: &str, block: &str, after: &str, newline: &str) -> String {
    let end = if before.is_empty() || before.ends_with('\n') { "" } else { newline };
    format!("{before}{end}{block}{after}")
}

fn block(entries: &[Entry], indentation: &str, newline: &str) -> String {
    let mut text = String::new();
    for line in entries.iter().flat_map(Entry::lines) {
        text.extend([indentation, &line, newline]);
    }
    text
}

fn newline(body: &str) -> &'static str {
    if body.contains("\r\n") { "\r\n" } else { "\n" }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(check: &str) -> Entry {
        Entry {
            checks: vec![check.into()],
            paths: vec!["/main.tf".into()],
            resources: vec!["a.b[\"c\"]".into()],
            terms: Terms { reason: "why: so".into(), owner: Some("web".into()), until: Some("2030-01-31".into()) },
        }
    }

    /// The block of an entry, indented by two blanks.
    const BLOCK: &str = "  - checks: [x]\n    paths: [/main.tf]\n    resources: [\"a.b[\\\"c\\\"]\"]\n    \
                         reason: \"why: so\"\n    owner: web\n    until: \"2030-01-31\"\n";

    #[test]
    fn the_rest_of_the_text_stays() {
        let unindented = BLOCK.replace("\n  ", "\n").replacen("  ", "", 1);
        let cases = [
            ("", format!("exceptions:\n{BLOCK}")),
            ("# nothing\n", format!("# nothing\n\nexceptions:\n{BLOCK}")),
            ("gate: # why\n  fail-on: low", format!("gate: # why\n  fail-on: low\n\nexceptions:\n{BLOCK}")),
            ("exceptions:\ngate: {}\n", format!("exceptions:\n{BLOCK}gate: {{}}\n")),
            ("exceptions: # none yet\n", format!("exceptions: # none yet\n{BLOCK}")),
            ("exceptions: ~\n", format!("exceptions:\n{BLOCK}")),
            (
                "exceptions:\n  - checks: [y] # why\n    reason: |\n      long\n\n# end\ngate: {}\n",
                format!("exceptions:\n  - checks: [y] # why\n    reason: |\n      long\n{BLOCK}\n# end\ngate: {{}}\n"),
            ),
            (
                "exceptions:\n  - # on a-b\n    checks: [y]\n    # more\ngate: {}\n",
                format!("exceptions:\n  - # on a-b\n    checks: [y]\n{BLOCK}    # more\ngate: {{}}\n"),
            ),
            ("exceptions:\n- checks: [y]\n", format!("exceptions:\n- checks: [y]\n{unindented}")),
        ];
        for (text, expected) in cases {
            assert_eq!(with_entries(text, &[entry("x")]).as_deref(), Ok(expected.as_str()), "{text:?}");
            let windows = text.replace('\n', "\r\n");
            if windows.contains('\n') {
                let edited = with_entries(&format!("\u{feff}{windows}"), &[entry("x")]);
                assert_eq!(edited, Ok(format!("\u{feff}{}", expected.replace('\n', "\r\n"))), "{text:?}");
            }
        }
    }

    #[test]
    fn lists_in_brackets_go_on_in_brackets() {
        let flow = "{checks: [x], paths: [/main.tf], resources: [\"a.b[\\\"c\\\"]\"], reason: \"why: so\", owner: web, \
                    until: \"2030-01-31\"}";
        let cases = [
            ("exceptions: []\ngate: {}\n", format!("exceptions: [{flow}]\ngate: {{}}\n")),
            ("exceptions: [{checks: [y]}]\n", format!("exceptions: [{{checks: [y]}}, {flow}]\n")),
        ];
        for (text, expected) in cases {
            assert_eq!(with_entries(text, &[entry("x")]), Ok(expected), "{text:?}");
        }
    }

    #[test]
    fn what_leaves_no_place_is_refused() {
        let cases = [
            ("{gate: {}}\n", Unwritable::Form),
            ("exceptions: 5\n", Unwritable::Form),
            ("- a\n", Unwritable::Form),
            ("a: [\n", Unwritable::Syntax),
            ("a: 1\n---\nb: 1\n", Unwritable::Syntax),
        ];
        for (text, expected) in cases {
            assert_eq!(with_entries(text, &[entry("x")]), Err(expected), "{text:?}");
        }
    }
}
