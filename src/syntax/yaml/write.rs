//! Values as texts that YAML reads as the same values.

/// A string as a scalar, which may also stand in a flow collection: plain where nothing else could be read in it, otherwise
/// in double quotes. What JSON writes is YAML as well.
pub fn word(text: &str) -> String {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.' | '/');
    let starts = text.starts_with(|char: char| char.is_ascii_alphabetic() || matches!(char, '_' | '/'));
    let resolved = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    let is_resolved = resolved.iter().any(|word| word.eq_ignore_ascii_case(text));
    match starts && !is_resolved && text.chars().all(is_plain) {
        true => text.to_owned(),
        false => serde_json::Value::from(text).to_string(),
    }
}

/// Strings as a flow sequence.
pub fn list<T: AsRef<str>>(texts: &[T]) -> String {
    let words: Vec<String> = texts.iter().map(|text| word(text.as_ref())).collect();
    format!("[{}]", words.join(", "))
}

#[cfg(test)]
mod tests {
    use super::super::{Dialect, parse};
    use super::*;

    #[test]
    fn what_is_written_is_read_as_the_same_text() {
        let texts =
            ["a", "a-b_c.d/e", "/x", "*.tf", "12", "2030-01-31", "no", "a: b", "a #b", "\"", "ä\n", "", "-", "a, b"];
        let stream = parse(&list(&texts), Dialect::Yaml12).documents.remove(0).root;
        let read: Vec<_> = stream.items().iter().map(|item| item.as_str()).collect();
        assert_eq!(read, texts.map(Some));
        assert_eq!(list(&["a-b", "/x.tf", "*.tf"]), r#"[a-b, /x.tf, "*.tf"]"#);
    }
}
