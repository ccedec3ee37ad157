//! Comments that were meant to hold an exception of ours, and do not.

/// What people write for the verb of the marker.
const VERBS: [&str; 10] =
    ["ignore", "ignored", "skip", "disable", "disabled", "suppress", "exclude", "exempt", "except", "noqa"];

/// What such a comment should say, empty where it names no checks; `None` where it is something else. `body` is the comment from its
/// first word on, and `marker` has a colon behind the name of the tool.
pub(super) fn meant(body: &str, marker: &str) -> Option<String> {
    let (tool, _) = marker.split_once(':')?;
    let name = body.get(..tool.len()).filter(|name| name.eq_ignore_ascii_case(tool))?;
    let rest = &body[name.len()..];
    let verb = rest.trim_start_matches(|char: char| char.is_whitespace() || ":-_.=/".contains(char));
    let between = &rest[..rest.len() - verb.len()];
    let length = verb.find(|char: char| !char.is_ascii_alphabetic()).unwrap_or(verb.len());
    let (verb, rest) = verb.split_at(length);
    let verb = verb.to_ascii_lowercase();
    let (suffix, rest) = suffix(rest);
    let names = names(rest);
    let is_tight = !between.is_empty() && !between.contains(char::is_whitespace);
    // With blanks between, a verb can be one of a sentence.
    let is_meant = match VERBS.contains(&verb.as_str()) {
        true if is_tight || !names.is_empty() => true,
        true => verb == "ignore" && (between.contains(':') || rest.trim().is_empty()),
        false => is_tight && between == ":" && VERBS.iter().any(|known| verb.starts_with(known)),
    };
    let form = || format!("{marker}{} {names}", if suffix.eq_ignore_ascii_case("file") { "-file" } else { "" });
    is_meant.then(|| if names.is_empty() { String::new() } else { form() })
}

/// What is said of the reach behind the verb, as in `ignore-file`, and what follows.
fn suffix(text: &str) -> (&str, &str) {
    let Some(word) = text.strip_prefix(['-', '_']) else { return ("", text) };
    let length = word.find(|char: char| !(char.is_ascii_alphabetic() || char == '-')).unwrap_or(word.len());
    word.split_at(length)
}

/// The list of checks with which a text starts, if it starts with one.
fn names(text: &str) -> &str {
    let text = text.trim_start_matches(|char: char| char.is_whitespace() || ":=([".contains(char));
    let length = text.find(|char: char| !(char.is_ascii_alphanumeric() || "-_*,".contains(char))).unwrap_or(text.len());
    let names = text[..length].trim_matches(',');
    let is_name = |name: &str| {
        let has = |of: fn(&char) -> bool| name.chars().any(|char| of(&char));
        name.contains(['-', '_', '*']) || (has(char::is_ascii_uppercase) && has(char::is_ascii_digit))
    };
    if names.split(',').all(is_name) { names } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_form_is_told() {
        let right = |form: &str| Some(form.to_owned());
        let cases = [
            ("ravelin: ignore aws-s3-public-acl", right("ravelin:ignore aws-s3-public-acl")),
            ("ravelin:ignore=CKV_AWS_20", right("ravelin:ignore CKV_AWS_20")),
            ("ravelin:skip=DL3008:base images", right("ravelin:ignore DL3008")),
            ("ravelin:disable aws-*,k8s-*", right("ravelin:ignore aws-*,k8s-*")),
            ("ravelin-ignore aws-s3-acl", right("ravelin:ignore aws-s3-acl")),
            ("ravelin_ignore: aws-s3-acl", right("ravelin:ignore aws-s3-acl")),
            ("ravelin ignore aws-s3-acl for now", right("ravelin:ignore aws-s3-acl")),
            ("ravelin disable DL3008", right("ravelin:ignore DL3008")),
            ("Ravelin:Ignore-File aws-s3-acl", right("ravelin:ignore-file aws-s3-acl")),
            ("ravelin:disable-next-line aws-s3-acl", right("ravelin:ignore aws-s3-acl")),
            ("ravelin:noqa(aws-s3-acl)", right("ravelin:ignore aws-s3-acl")),
            ("ravelin-ignore", right("")),
            ("ravelin:skip this", right("")),
            ("ravelin: ignore", right("")),
            ("ravelin ignore", right("")),
            ("ravelin: ignore this for now", right("")),
            ("ravelin: skip what follows", None),
            ("ravelin ignore this file, it is generated", None),
            ("ravelin-ignores.txt lists them", None),
            ("ravelin finds this", None),
            ("ravelin:latest", None),
            ("ravelin", None),
            ("other:ignore a-b", None),
        ];
        for (body, expected) in cases {
            assert_eq!(meant(body, "ravelin:ignore"), expected, "{body}");
        }
    }
}
