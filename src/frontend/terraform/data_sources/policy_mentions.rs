//! Which policy documents a module mentions beside declaring them.

use std::collections::HashSet;

/// What every mention of a policy document has in it, whatever is around.
const TYPE: &str = "aws_iam_policy_document";

/// The policy documents that some texts mention.
#[derive(Debug, Default)]
pub(in crate::frontend::terraform) struct Mentions<'p> {
    names: HashSet<&'p str>,
    /// Whether some mention may mean any of them.
    any: bool,
}

impl<'p> Mentions<'p> {
    /// Adds those of one text. Text it is, and not the tree, so that a mention in a place that is never evaluated counts
    /// as one.
    pub(in crate::frontend::terraform) fn add(&mut self, text: &'p str) {
        for (start, _) in text.match_indices(TYPE) {
            let rest = &text[start + TYPE.len()..];
            match rest.strip_prefix('.') {
                Some(name) => {
                    let end = name.find(|char: char| !char.is_alphanumeric() && !matches!(char, '_' | '-'));
                    self.names.insert(&name[..end.unwrap_or(name.len())]);
                }
                None => self.any |= rest.starts_with('['),
            }
        }
    }

    /// Whether the document of this name may be mentioned.
    pub(in crate::frontend::terraform) fn has(&self, name: &str) -> bool {
        self.any || self.names.contains(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_no_mentions() {
        let rows = [
            (r#"data "aws_iam_policy_document" "a" {}"#, false),
            ("x = data.aws_iam_policy_document.a.json", true),
            (r#"x = data.aws_iam_policy_document.a["k"].json"#, true),
            ("x = data.aws_iam_policy_document.ab.json", false),
            (r#"x = data.aws_iam_policy_document["a"]"#, true),
            (r#"{"x": "${data.aws_iam_policy_document.a}"}"#, true),
        ];
        for (text, expected) in rows {
            let mut mentions = Mentions::default();
            mentions.add(text);
            assert_eq!(mentions.has("a"), expected, "{text}");
        }
    }
}
