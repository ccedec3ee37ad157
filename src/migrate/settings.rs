//! Keys and values with their places, whatever the syntax.

use std::sync::Arc;

use crate::source::TextRange;
use crate::syntax::SyntaxError;
use crate::syntax::yaml::{self, Dialect, Node, NodeKind};

/// A key with its value.
pub(super) struct Setting {
    /// With `.` between the names of sections.
    pub(super) key: String,
    /// Where the key stands.
    pub(super) at: TextRange,
    pub(super) value: Arc<Node>,
}

/// A word of a value with its place.
pub(super) type Word = (String, TextRange);

impl Setting {
    /// Whether it says nothing: null, false, an empty text or list.
    pub(super) fn is_empty(&self) -> bool {
        match &self.value.kind {
            NodeKind::Null | NodeKind::Bool(false) => true,
            NodeKind::String(text) => text.trim().is_empty(),
            NodeKind::Sequence(items) => items.is_empty(),
            NodeKind::Mapping(entries) => entries.is_empty(),
            _ => false,
        }
    }

    /// Whether it is true.
    pub(super) fn is_true(&self) -> bool {
        matches!(self.value.kind, NodeKind::Bool(true)) || self.value.as_str() == Some("true")
    }

    /// The words of a list, or of a text with commas.
    pub(super) fn words(&self) -> Vec<Word> {
        let mut words = Vec::new();
        let nodes: Vec<&Node> = match &self.value.kind {
            NodeKind::Sequence(items) => items.iter().map(|item| &**item).collect(),
            _ => vec![&self.value],
        };
        for node in nodes {
            let text = scalar(node).unwrap_or_default();
            let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
            words.extend(parts.map(|part| (part.to_owned(), node.range)));
        }
        words
    }

    /// The text of a scalar.
    pub(super) fn text(&self) -> Option<String> {
        scalar(&self.value).filter(|text| !text.trim().is_empty())
    }

    /// The keys in it.
    pub(super) fn children(&self) -> Vec<Self> {
        children(&self.key, &self.value)
    }
}

fn scalar(node: &Node) -> Option<String> {
    match &node.kind {
        NodeKind::String(text) => Some(text.to_string()),
        NodeKind::Number(number) => Some(number.to_string()),
        NodeKind::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

fn children(section: &str, node: &Node) -> Vec<Setting> {
    let dot = if section.is_empty() { "" } else { "." };
    let entry = |entry: &yaml::Entry| Setting {
        key: format!("{section}{dot}{}", entry.key),
        at: entry.key_range,
        value: Arc::clone(&entry.value),
    };
    node.entries().iter().map(entry).collect()
}

/// The settings of a file in YAML or JSON, or in TOML or HCL as far as it has nothing but keys with plain values, and
/// sections.
///
/// # Errors
/// It is none of these; the first mistake.
pub(super) fn read(text: &str) -> Result<Vec<Setting>, SyntaxError> {
    let stream = yaml::parse(text, Dialect::Yaml12);
    let root = stream.documents.first().map(|document| &document.root);
    match root {
        None if stream.errors.is_empty() => return Ok(Vec::new()),
        Some(root) if matches!(root.kind, NodeKind::Null) => return Ok(Vec::new()),
        Some(root) if stream.errors.is_empty() && matches!(root.kind, NodeKind::Mapping(_)) => {
            return Ok(children("", root));
        }
        _ => {}
    }
    match flat(text) {
        Some(settings) => Ok(settings),
        None => Err(stream.errors.into_iter().next().unwrap_or_else(|| SyntaxError {
            range: TextRange::empty(0),
            message: "it has no keys".to_owned(),
            help: None,
        })),
    }
}

/// Lines of `key = value`, below `[section]`; a value in brackets may go on over several lines.
fn flat(text: &str) -> Option<Vec<Setting>> {
    let (mut settings, mut section, mut at) = (Vec::new(), String::new(), 0);
    while at < text.len() {
        let line_end = text[at..].find('\n').map_or(text.len(), |length| at + length);
        let line = text[at..line_end].trim();
        if line.is_empty() || line.starts_with('#') || line.starts_with("//") {
            at = line_end + 1;
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = format!("{}.", name.trim());
            at = line_end + 1;
            continue;
        }
        let equals = at + text[at..line_end].find('=')?;
        let written = text[at..equals].trim();
        let key = written.trim_matches('"');
        let start = at + text[at..equals].find(written)?;
        let end = value_end(text, equals + 1, line_end);
        settings.push(Setting {
            key: format!("{section}{key}"),
            at: TextRange::new(start, start + written.len()),
            value: value(text, equals + 1, end)?,
        });
        at = text[end..].find('\n').map_or(text.len(), |length| end + length) + 1;
    }
    Some(settings)
}

/// Where a value ends: with its line, unless a bracket is open.
fn value_end(text: &str, start: usize, line_end: usize) -> usize {
    if !text[start..line_end].trim_start().starts_with('[') {
        return line_end;
    }
    let mut quoted = false;
    for (index, char) in text[start..].char_indices() {
        match char {
            '"' => quoted = !quoted,
            ']' if !quoted => return start + index + 1,
            _ => {}
        }
    }
    line_end
}

/// A value, which is written as in JSON. Blanks before it keep its place.
fn value(text: &str, start: usize, end: usize) -> Option<Arc<Node>> {
    let blanks: String = " ".repeat(start);
    let stream = yaml::parse(&format!("{blanks}{}", &text[start..end]), Dialect::Json);
    stream.errors.is_empty().then(|| stream.documents.into_iter().next())?.map(|document| document.root)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> Vec<String> {
        let settings = read(text).unwrap_or_else(|error| panic!("{}: {text}", error.message));
        let line = |setting: &Setting| {
            let words = setting.words();
            assert!(words.iter().all(|(word, range)| range.slice(text).contains(word.as_str())), "{words:?}");
            let words: Vec<String> = words.into_iter().map(|(word, _)| word).collect();
            assert!(setting.at.slice(text).contains(setting.key.rsplit('.').next().unwrap_or_default()));
            format!("{} {}", setting.key, words.join(" "))
        };
        settings.iter().map(line).collect()
    }

    #[test]
    fn every_syntax_gives_the_same() {
        let expected = ["path x/y", "verbose true", "exclude-paths foo/ bar/", "timeout 60"];
        let texts = [
            "path: x/y\nverbose: true\nexclude-paths:\n  - foo/\n  - bar/\ntimeout: 60\n",
            r#"{"path": "x/y", "verbose": true, "exclude-paths": "foo/,bar/", "timeout": 60}"#,
            "# TOML\npath = \"x/y\"\nverbose = true\nexclude-paths = [\n  \"foo/\",\n  \"bar/\" ]\ntimeout = 60\n",
            "\"path\" = \"x/y\"\n\"verbose\" = true\n\"exclude-paths\" = [\"foo/\", \"bar/\"]\n\"timeout\" = 60",
        ];
        for text in texts {
            assert_eq!(show(text), expected, "{text}");
        }
        assert_eq!(
            show("[rules]\nskip-rules = [\"A\"]\n[severity]\nlevel = \"high\"\n"),
            ["rules.skip-rules A", "severity.level high"]
        );
        assert_eq!(show("# nothing\n"), Vec::<String>::new());
        assert!(read("a: [\n").is_err() && read("words\n").is_err());
    }
}
