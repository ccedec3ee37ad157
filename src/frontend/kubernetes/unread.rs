//! Which files are not read though they are about objects.

use super::claim;
use crate::model::Unread;
use crate::source::SourceFile;

/// Why a file that holds no manifest may matter all the same.
pub(super) fn reason(file: &SourceFile) -> Option<&'static str> {
    if !claim::by_name(file.path()) {
        return None;
    }
    if is_values(file.path()) {
        return Some(Unread::VALUES);
    }
    match mentions_object(file.text()) {
        true if claim::is_template(file.text()) => Some(Unread::TEMPLATE),
        true => Some(Unread::EMBEDDED),
        false => None,
    }
}

/// `values.yaml`, `values-prod.yaml`, `values.prod.yml`.
fn is_values(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let rest =
        name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml")).and_then(|stem| stem.strip_prefix("values"));
    rest.is_some_and(|rest| !rest.starts_with(|next: char| next.is_ascii_lowercase()))
}

/// Whether both `apiVersion` and `kind` have a text somewhere. Schemas have maps there.
fn mentions_object(text: &str) -> bool {
    ["apiVersion", "kind"].iter().all(|key| text.match_indices(key).any(|(at, _)| has_text(&text[at + key.len()..])))
}

/// Whether a value that is a text, or a template's, follows a key.
fn has_text(rest: &str) -> bool {
    let rest = rest.strip_prefix(['"', '\'']).unwrap_or(rest).trim_start_matches(' ');
    let value = rest.strip_prefix(':').map(|value| value.trim_start_matches([' ', '"', '\'']));
    value.is_some_and(|value| value.starts_with(|first: char| first.is_ascii_alphabetic()) || value.starts_with("{{"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    #[test]
    fn files_about_objects_are_told_from_others() {
        let play =
            "- hosts: all\n  tasks:\n    - k8s:\n        definition:\n          apiVersion: v1\n          kind: Pod\n";
        let cases = [
            ("values.yaml", "image: nginx\n", Some(Unread::VALUES)),
            ("chart/values-prod.yml", "a: 1\n", Some(Unread::VALUES)),
            ("values.dev.yaml", "", Some(Unread::VALUES)),
            ("valuesets.yaml", "a: 1\n", None),
            ("play.yml", play, Some(Unread::EMBEDDED)),
            ("pods.json", "[{\"apiVersion\": \"v1\", \"kind\":\"Pod\"}]", Some(Unread::EMBEDDED)),
            ("x.yaml", "{{ if x }}\n  apiVersion: {{ v }}\n  kind: Pod\n", Some(Unread::TEMPLATE)),
            ("schema.json", "{\"apiVersion\": {\"type\": \"string\"}, \"kind\": {\"type\": \"string\"}}", None),
            ("x.yaml", "apiVersion: v1\nname: x\n", None),
            ("x.md", play, None),
        ];
        let sources = SourceMap::new();
        for (path, text, expected) in cases {
            assert_eq!(reason(sources.add(path, text)), expected, "{path}: {text}");
        }
    }
}
