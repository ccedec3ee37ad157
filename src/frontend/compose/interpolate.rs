//! Variables in the values of a Compose file
//! ([reference](https://docs.docker.com/reference/compose-file/interpolation/)).

use std::sync::Arc;

use indexmap::IndexMap;

use crate::frontend::substitution::{DEPTH_LIMIT, Operator, Rule, name_length};
use crate::frontend::text::Text;
use crate::source::{Span, TextRange};
use crate::value::{Elsewhere, Kind, Reason, Unknown, Value};

/// Variables and their values.
#[derive(Debug, Default)]
pub(super) struct Environment {
    values: IndexMap<String, Value, foldhash::quality::RandomState>,
}

impl Environment {
    /// The value of a variable.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name)
    }

    /// Sets a variable, whatever it was before.
    pub(super) fn insert(&mut self, name: String, value: Value) {
        self.values.insert(name, value);
    }

    /// All variables, in the order of their files.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The same, of which nobody wrote the values in the code.
    pub(super) fn given(mut self) -> Self {
        for value in self.values.values_mut() {
            *value = value.from_elsewhere(&mut Value::as_given);
        }
        self
    }
}

/// The value with all variables in its strings resolved. Its height is limited by that of YAML.
pub(super) fn resolve(value: &Value, environment: &Environment) -> Value {
    match &value.kind {
        Kind::String(text) if text.contains('$') => interpolated(text, value.span, environment),
        _ => value.map_children(|child| resolve(child, environment)),
    }
}

/// The value of a text with variables, written at `span`.
pub(super) fn interpolated(text: &str, span: Span, environment: &Environment) -> Value {
    let mut reader = Reader { text, span, environment, at: 0, depth: 0, sole: None, given: Vec::new() };
    let mut result = Text::default();
    reader.read(&mut result, false);
    match reader.sole {
        Some((name, value)) => value.referenced_at(span, format!("variable {name}")),
        None => Value { elsewhere: Elsewhere::of_parts(reader.given.iter()), ..result.finish(span) },
    }
}

/// The pieces of a text: what begins with a dollar, and what stands between.
pub(super) fn pieces(text: &str) -> Vec<TextRange> {
    let mut pieces = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(dollar) = text.get(at..).and_then(|rest| rest.find('$')).map(|found| at + found) {
        let length = length(&text[dollar..]);
        if length > 1 {
            pieces.extend((start < dollar).then(|| TextRange::new(start, dollar)));
            pieces.push(TextRange::new(dollar, dollar + length));
            start = dollar + length;
        }
        at = dollar + length;
    }
    pieces.extend((start < text.len()).then(|| TextRange::new(start, text.len())));
    pieces
}

/// The length of what a text starts with: `$$`, `$name`, `${…}`, or a dollar that means nothing.
fn length(text: &str) -> usize {
    let rest = &text[1..];
    if rest.starts_with('$') {
        return 2;
    }
    let Some(inner) = rest.strip_prefix('{') else { return 1 + name_length(rest) };
    if name_length(inner) == 0 {
        return 1;
    }
    let mut depth = 0_usize;
    for (at, char) in rest.char_indices() {
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return 1 + at + char.len_utf8();
        }
    }
    text.len()
}

struct Reader<'t> {
    text: &'t str,
    span: Span,
    environment: &'t Environment,
    at: usize,
    depth: usize,
    /// The variable that is all of the text, where one is.
    sole: Option<(&'t str, &'t Value)>,
    /// What is known of those values that nobody wrote in the code.
    given: Vec<Arc<Elsewhere>>,
}

impl<'t> Reader<'t> {
    /// Reads to the end, or within braces to the closing one.
    fn read(&mut self, text: &mut Text, in_braces: bool) {
        while let Some(char) = self.next() {
            match char {
                '}' if in_braces => return,
                '$' if self.rest().starts_with('$') => {
                    self.at += 1;
                    text.push('$');
                }
                '$' => self.dollar(text),
                _ => text.push(char),
            }
        }
    }

    fn dollar(&mut self, text: &mut Text) {
        let start = self.at - 1;
        let braces = self.rest().starts_with('{');
        let name_at = self.at + usize::from(braces);
        let name = &self.text[name_at..];
        let name = &name[..name_length(name)];
        if name.is_empty() {
            // What is no variable stays as it is.
            return text.push('$');
        }
        self.at = name_at + name.len();
        let value = if braces { self.braces(name, text) } else { self.plain(name, text) };
        if let Some(value) = value
            && start == 0
            && self.at == self.text.len()
        {
            self.sole = Some((name, value));
        }
    }

    fn plain(&mut self, name: &str, text: &mut Text) -> Option<&'t Value> {
        let value = self.environment.get(name);
        match value {
            Some(value) => self.push(value, text),
            None => text.push_hole(self.unset(name)),
        }
        value
    }

    fn push(&mut self, value: &Value, text: &mut Text) {
        text.push_value(value);
        self.given.extend(value.elsewhere.clone());
    }

    /// What follows the name in `${name…}`. Gives the variable's own value where that is what stands there.
    fn braces(&mut self, name: &str, text: &mut Text) -> Option<&'t Value> {
        let (operator, length) = Operator::read(self.rest()).unzip();
        self.at += length.unwrap_or(0);
        if operator.is_some_and(|operator| operator.rule == Rule::Value) {
            return self.plain(name, text);
        }
        let mut alternative = Text::default();
        if self.depth == DEPTH_LIMIT {
            self.at = self.text.len();
            text.push_hole(self.unknown(Reason::Limit("nested variables")));
            return None;
        }
        self.depth += 1;
        self.read(&mut alternative, true);
        self.depth -= 1;
        let Some(operator) = operator else {
            text.push_hole(self.unknown(Reason::Unsupported("this substitution")));
            return None;
        };
        let value = self.environment.get(name);
        let is_set = value.and_then(|value| operator.is_set(value));
        match (operator.rule, value, is_set) {
            (Rule::Default, None, _) | (Rule::Default, _, Some(false)) | (Rule::Alternative, _, Some(true)) => {
                text.push_value(&alternative.finish(self.span));
                None
            }
            (Rule::Alternative, Some(_), Some(false)) => None,
            (Rule::Default | Rule::Required, Some(value), _) => {
                self.push(value, text);
                Some(value)
            }
            // An alternative is for the environment to choose; a required value is for it to give.
            _ => {
                text.push_hole(self.unset(name));
                None
            }
        }
    }

    fn unset(&self, name: &str) -> Arc<Unknown> {
        self.unknown(Reason::EnvironmentVariable(name.into()))
    }

    fn unknown(&self, reason: Reason) -> Arc<Unknown> {
        Arc::new(Unknown::new(reason, self.span))
    }

    fn next(&mut self) -> Option<char> {
        let char = self.rest().chars().next()?;
        self.at += char.len_utf8();
        Some(char)
    }

    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;
    use crate::value::Part;

    fn show(value: &Value) -> String {
        match &value.kind {
            Kind::String(text) => text.to_string(),
            Kind::Template(template) => {
                let show = |part: &Part| match part {
                    Part::Text(text) => text.to_string(),
                    Part::Hole(unknown) => format!("<{}>", unknown.reason),
                };
                template.parts.iter().map(show).collect()
            }
            Kind::Unknown(unknown) => format!("<{}>", unknown.reason),
            kind => format!("{kind:?}"),
        }
    }

    #[test]
    fn variables_are_resolved_as_compose_does() {
        let sources = SourceMap::new();
        let environment = Environment::read(sources.add(".env", "A=1\nEMPTY=\n"));
        let span = sources.add("compose.yaml", "x").whole();
        let unset = |name: &str| format!("<environment variable `{name}` is set in no file>");
        let cases = [
            ("$A", "1".to_owned()),
            ("${A}", "1".to_owned()),
            ("a$A.b", "a1.b".to_owned()),
            ("$$A", "$A".to_owned()),
            ("$${A}", "${A}".to_owned()),
            ("5$ $ 1", "5$ $ 1".to_owned()),
            ("$1", "$1".to_owned()),
            ("$", "$".to_owned()),
            ("${", "${".to_owned()),
            ("$B", unset("B")),
            ("x:${B}", format!("x:{}", unset("B"))),
            ("${A:-d}${A-d}", "11".to_owned()),
            ("${B:-d}${B-e}", "de".to_owned()),
            ("${EMPTY:-d}${EMPTY-e}", "d".to_owned()),
            ("${B:-}", String::new()),
            ("${B:-${C:-${A}}}", "1".to_owned()),
            ("${B:-http://x:80/}", "http://x:80/".to_owned()),
            ("${B:-$C}", unset("C")),
            ("${A:?must be}", "1".to_owned()),
            ("${B:?must be}", unset("B")),
            ("${A:+yes}${A+yes}", "yesyes".to_owned()),
            ("${EMPTY:+yes}", String::new()),
            ("${EMPTY+yes}", "yes".to_owned()),
            ("${B:+yes}", unset("B")),
            ("${A/x/y}", "<this substitution is not evaluated>".to_owned()),
            ("${B:-open", "open".to_owned()),
        ];
        for (text, expected) in cases {
            assert_eq!(show(&interpolated(text, span, &environment)), expected, "{text}");
        }
    }

    #[test]
    fn a_value_remembers_the_variable_that_it_is() {
        let sources = SourceMap::new();
        let environment = Environment::read(sources.add(".env", "A=1\n"));
        let span = sources.add("compose.yaml", "${A}").whole();
        for text in ["$A", "${A}", "${A:-2}", "${A?x}"] {
            let value = interpolated(text, span, &environment);
            assert_eq!((sources.slice(value.span), sources.slice(value.written())), ("${A}", "1"), "{text}");
        }
        for text in ["$A$A", "a${A}", "${A:+1}", "${B:-$A}"] {
            assert!(interpolated(text, span, &environment).origin.is_none(), "{text}");
        }
    }

    #[test]
    fn nesting_has_a_limit() {
        let span = SourceMap::new().add("x", "").whole();
        let text = format!("{}x{}", "${A:-".repeat(10_000), "}".repeat(10_000));
        assert_eq!(
            show(&interpolated(&text, span, &Environment::default())),
            "<the limit on nested variables was reached>"
        );
    }
}
