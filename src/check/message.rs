//! Messages with fields. The build script compiles this file as well, so it must not depend on the rest of the crate.

use std::ops::Range;

/// What a field of a message stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field<'t> {
    /// `{address}`: the resource.
    Address,
    /// `{kind}`: its kind.
    Kind,
    /// `{name}`: its name.
    Name,
    /// `{linked}`: the linked objects that have part in it, by their addresses.
    Linked,
    /// `{ends}`: what has ended by the list that a check asks, such as `standard support`.
    Ends,
    /// `{until}`: that it has, and when: `ended on 2026-03-23`, or `has ended`.
    Until,
    /// `{use}`: what took its place: `use policy/v1`, or `nothing took its place`.
    Use,
    /// `{value}`: the failing node, or `{value.a.b}`: the member to which these names lead.
    Value(&'t str),
}

impl<'t> Field<'t> {
    fn parse(text: &'t str) -> Option<Self> {
        match text {
            "address" => Some(Self::Address),
            "kind" => Some(Self::Kind),
            "name" => Some(Self::Name),
            "linked" => Some(Self::Linked),
            "ends" => Some(Self::Ends),
            "until" => Some(Self::Until),
            "use" => Some(Self::Use),
            "value" => Some(Self::Value("")),
            _ => {
                let names = text.strip_prefix("value.")?;
                names.split('.').all(|name| !name.is_empty()).then_some(Self::Value(names))
            }
        }
    }
}

/// The names of all fields.
pub const NAMES: [&str; 8] = ["address", "kind", "name", "linked", "ends", "until", "use", "value"];

/// What is wrong with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// What is wrong.
    pub message: String,
    /// Where, in bytes of the message.
    pub range: Range<usize>,
    /// What stands for the name of a field and is none.
    pub word: String,
}

/// The fields of a message, in order.
///
/// # Errors
/// What is wrong with a field, or with a brace that opens none.
pub fn fields(template: &str) -> Result<Vec<Field<'_>>, FieldError> {
    let mut fields = Vec::new();
    for (at, _) in template.match_indices('{') {
        let opened = &template[at + 1..];
        let opened = opened.split_once('{').map_or(opened, |(opened, _)| opened);
        let Some((text, _)) = opened.split_once('}') else {
            let (message, word) = ("has a `{` without its `}`".to_owned(), String::new());
            return Err(FieldError { message, range: at..at + 1, word });
        };
        let wrong = || {
            let known = "{address}, {kind}, {name}, {linked}, {ends}, {until}, {use}, {value} and {value.member}";
            let message = format!("`{{{text}}}` is none of {known}");
            FieldError { message, range: at..at + text.len() + 2, word: text.to_owned() }
        };
        fields.push(Field::parse(text).ok_or_else(wrong)?);
    }
    Ok(fields)
}

/// Whether a message says of something that it has ended.
pub fn tells_end(template: &str) -> bool {
    fields(template)
        .is_ok_and(|fields| fields.iter().any(|field| matches!(field, Field::Ends | Field::Until | Field::Use)))
}

/// The message with `field` in place of each of its fields.
pub fn fill(template: &str, field: impl Fn(Field<'_>) -> String) -> String {
    let mut parts = template.split('{');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for opened in parts {
        // Every check is validated when it is loaded, so there is a field.
        if let Some((text, tail)) = opened.split_once('}') {
            out.extend(Field::parse(text).map(&field));
            out.push_str(tail);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_known_ones() {
        let known = [Field::Address, Field::Kind, Field::Name, Field::Linked, Field::Ends, Field::Until, Field::Use];
        let values = [Field::Value(""), Field::Value("a.b")];
        let template = "{address} {kind}, {name}, {linked}: {ends} {until} {use} {value} {value.a.b}";
        assert_eq!(fields(template), Ok([&known[..], &values].concat()));
        for wrong in ["{adress}", "{value.}", "{value.a..b}", "{}", "{value", "{value.{name}}", "{{address}}"] {
            assert!(fields(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn fields_are_filled_once() {
        let field = |field: Field<'_>| match field {
            Field::Value(names) => format!("<{names}>{{name}}"),
            _ => "x".to_owned(),
        };
        assert_eq!(fill("{address} has {value.a} }", field), "x has <a>{name} }");
    }
}
