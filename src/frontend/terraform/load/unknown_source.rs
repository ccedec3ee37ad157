//! Module sources that are local paths with a part that is not known, such as `./modules/${var.kind}`.

use super::paths;
use crate::syntax::hcl::{Expr, ExprKind, TemplatePart};

/// Stands for a part that is not known; no path holds it.
const HOLE: char = '\0';

/// The folders that a source may mean.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Folders(String);

impl Folders {
    /// The folders that a `source` in `folder` may mean; `None` where it is known, or no local path.
    pub(super) fn of(source: &Expr<'_>, folder: &str) -> Option<Self> {
        let ExprKind::Template(template) = &source.kind else { return None };
        let mut text = String::new();
        for part in &template.parts {
            match part {
                TemplatePart::Text { text: known, .. } => text.push_str(known),
                TemplatePart::Interpolation(_) | TemplatePart::If { .. } | TemplatePart::For { .. } => text.push(HOLE),
            }
        }
        let is_open = text.contains(HOLE) && paths::is_local(&text);
        is_open.then(|| paths::join(folder, &text)).flatten().map(Self)
    }

    /// Whether this folder may be meant: it has all that is known, in order, and something in between.
    pub(super) fn may_be(&self, folder: &str) -> bool {
        let mut parts = self.0.split(HOLE);
        let first = parts.next().unwrap_or_default();
        let Some(mut rest) = folder.strip_prefix(first) else { return false };
        let mut parts = parts.peekable();
        while let Some(part) = parts.next() {
            // A part that is not known is not empty.
            let Some(from) = rest.char_indices().nth(1).map(|(at, _)| at).or((!rest.is_empty()).then_some(rest.len()))
            else {
                return false;
            };
            let behind = &rest[from..];
            let found = if parts.peek().is_none() {
                behind.ends_with(part).then_some("")
            } else {
                behind.find(part).map(|at| &behind[at + part.len()..])
            };
            let Some(next) = found else { return false };
            rest = next;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_have_all_that_is_known() {
        let table = [
            ("modules/\0", "modules/net", true),
            ("modules/\0", "modules", false),
            ("modules/\0", "modules/", false),
            ("modules/\0/aws", "modules/net/aws", true),
            ("modules/\0/aws", "modules/net/gcp", false),
            ("modules/\0-\0", "modules/a-b", true),
            ("modules/\0-\0", "modules/a-", false),
            ("\0", "x", true),
        ];
        for (known, folder, expected) in table {
            assert_eq!(Folders(known.to_owned()).may_be(folder), expected, "{known:?} {folder}");
        }
    }
}
