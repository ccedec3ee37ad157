//! Values as texts that YAML reads as the same values.

use super::{Dialect, NodeKind, scalar};

/// A string as a scalar, which may also stand in a flow collection: plain where nothing else could be read in it, otherwise
/// in double quotes. What JSON writes is YAML as well.
pub fn word(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// Whether a string can stand without quotes, also in a flow collection, so that every reader of YAML 1.1 and 1.2 takes it
/// for this string: `1.5`, `1:30`, `1e3`, `no` and `2030-01-31` are something else to some.
pub fn is_plain(text: &str) -> bool {
    let is_harmless = |char: char| char.is_ascii_alphanumeric() || "_-./:@=+%~".contains(char);
    let starts = text.starts_with(|char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '/'));
    let is_counted = text.starts_with(|char: char| char.is_ascii_digit())
        && (text.contains(':') || !text.contains(|char: char| char.is_ascii_alphabetic()));
    let resolved = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    let is_resolved = resolved.iter().any(|word| word.eq_ignore_ascii_case(text));
    let is_text = |dialect| matches!(scalar::plain(text, dialect), NodeKind::String(_));
    starts
        && !is_counted
        && !is_resolved
        && !text.ends_with(':')
        && text.chars().all(is_harmless)
        && is_text(Dialect::Kubernetes)
        && is_text(Dialect::Yaml12)
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
        let texts = [
            "a",
            "a-b_c.d/e",
            "/x",
            "*.tf",
            "12",
            "2030-01-31",
            "no",
            "a: b",
            "a #b",
            "\"",
            "ä\n",
            "",
            "-",
            "a, b",
            "a:b",
            "a:",
        ];
        let stream = parse(&list(&texts), Dialect::Yaml12).documents.remove(0).root;
        let read: Vec<_> = stream.items().iter().map(|item| item.as_str()).collect();
        assert_eq!(read, texts.map(Some));
        assert_eq!(list(&["a-b", "/x.tf", "*.tf"]), r#"[a-b, /x.tf, "*.tf"]"#);
    }

    #[test]
    fn what_could_be_something_else_is_no_plain_text() {
        for text in ["nginx:1.25", "256Mi", "10m", "no-new-privileges:true", "RuntimeDefault", "a@b", "/tmp", "1.2.3-a"]
        {
            assert!(is_plain(text), "{text}");
        }
        for text in ["1.0", "0755", "1e3", "0x1F", "1_000", "22:22", "1.2.3", "No", "~", "=", "<<", "-a", "a b", "a,b"]
        {
            assert!(!is_plain(text), "{text}");
        }
    }
}
