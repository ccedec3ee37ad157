//! The `.env` file beside a Compose file
//! ([syntax](https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax)).

use super::interpolate::{Environment, interpolated};
use crate::source::{SourceFile, Span, TextRange};
use crate::value::{Reason, Unknown, Value};

impl Environment {
    /// Values of lines `NAME=value` as they are written, which is what a file of variables with `format: raw` holds.
    pub(super) fn raw(file: &SourceFile) -> Self {
        let mut environment = Self::default();
        let mut at = 0;
        for line in file.text().split('\n') {
            let content = line.trim_end_matches('\r');
            if let Some((name, value)) = content.split_once('=').filter(|(name, _)| !name.trim_start().starts_with('#'))
            {
                let start = at + content.len() - value.len();
                let span = file.span(TextRange::new(start, start + value.len()));
                environment.insert(name.trim().to_owned(), Value::string(value, span));
            }
            at += line.len() + 1;
        }
        environment
    }

    /// Reads a `.env` file. Lines that set nothing are passed over.
    pub(super) fn read(file: &SourceFile) -> Self {
        let mut environment = Self::default();
        let mut at = 0;
        while at < file.text().len() {
            at = environment.line(file, at);
        }
        environment
    }

    /// Reads what starts at `at`, and gives where the next line starts.
    fn line(&mut self, file: &SourceFile, at: usize) -> usize {
        let text = file.text();
        let rest = text.get(at..).unwrap_or_default();
        let line = rest.lines().next().unwrap_or_default();
        let next = at + rest.find('\n').map_or(rest.len(), |end| end + 1);
        let content = line.trim_start();
        let content = content.strip_prefix("export ").unwrap_or(content);
        // `NAME: value` is read as well.
        let Some((name, value)) = content.split_once(['=', ':']).filter(|(name, _)| !name.starts_with('#')) else {
            return next;
        };
        let value = value.trim_start();
        let start = at + line.len() - value.len();
        let name = name.trim().to_owned();
        match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let quoted = text.get(start + 1..).unwrap_or_default();
                // Compose reads nothing of a file with an open quote; what stands before it is kept here.
                let Some(end) = closing(quoted, quote) else {
                    let span = file.span(TextRange::new(start, at + line.len()));
                    self.insert(name, Value::unknown(Unknown::new(Reason::Syntax, span), span));
                    return text.len();
                };
                let range = TextRange::new(start + 1, start + 1 + end);
                let value = self.quoted(range.slice(text), quote, file.span(range));
                self.insert(name, value);
                // A value in quotes may go on over several lines.
                let after = start + end + 2;
                after + text.get(after..).and_then(|rest| rest.find('\n')).map_or(0, |end| end + 1)
            }
            _ => {
                let value = value.find(" #").map_or(value, |comment| &value[..comment]);
                let value = if value.starts_with('#') { "" } else { value.trim_end() };
                let span = file.span(TextRange::new(start, start + value.len()));
                self.insert(name, interpolated(value, span, self));
                next
            }
        }
    }

    fn quoted(&self, text: &str, quote: char, span: Span) -> Value {
        if quote == '\'' {
            return Value::string(text, span);
        }
        let mut plain = String::with_capacity(text.len());
        let mut chars = text.chars();
        while let Some(char) = chars.next() {
            match (char, if char == '\\' { chars.next() } else { None }) {
                ('\\', Some('n')) => plain.push('\n'),
                ('\\', Some('r')) => plain.push('\r'),
                ('\\', Some('t')) => plain.push('\t'),
                ('\\', Some('$')) => plain.push_str("$$"),
                ('\\', Some(escaped)) => plain.push(escaped),
                (char, _) => plain.push(char),
            }
        }
        interpolated(&plain, span, self)
    }
}

/// Where the text in quotes ends.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    for (at, char) in text.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' if quote == '"' => escaped = true,
            _ if char == quote => return Some(at),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    #[test]
    fn values_are_read_as_compose_does() {
        let text = "# comment\nA=1\nexport B = two words # comment\nC='$A'\nD=\"a ${A}\\n\\\"b\\\" \\$A\"\nE=${A}-$B\nF=\nG\nH=\"over\nlines\" # c\nI=last#1\nK=# none\nL=${X:-d}\nN: yes:no=1\nJ=\"open\nM=1\n";
        let sources = SourceMap::new();
        let environment = Environment::read(sources.add(".env", text));
        let cases = [
            ("A", "1"),
            ("B", "two words"),
            ("C", "$A"),
            ("D", "a 1\n\"b\" $A"),
            ("E", "1-two words"),
            ("F", ""),
            ("H", "over\nlines"),
            ("I", "last#1"),
            ("K", ""),
            ("L", "d"),
            ("N", "yes:no=1"),
        ];
        for (name, expected) in cases {
            assert_eq!(environment.get(name).and_then(Value::as_str), Some(expected), "{name}");
        }
        assert!(["G", "M", "# comment"].iter().all(|name| environment.get(name).is_none()));
        assert!(environment.get("J").is_some_and(|value| value.as_unknown().is_some()));
        let slice = |name| sources.slice(environment.get(name).expect("is there").span);
        assert_eq!((slice("B"), slice("C"), slice("E")), ("two words", "$A", "${A}-$B"));
    }
}
