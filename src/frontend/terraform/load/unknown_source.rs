//! Module sources that are local paths with a part that is not known, such as `./modules/${var.kind}`.

use super::declaration::Located;
use super::module::Module;
use super::paths;
use crate::syntax::hcl::{Expr, ExprKind, TemplatePart};
use crate::value::{Kind, Part, Value};

/// Stands for a part that is not known; no path holds it.
const HOLE: char = '\0';
const HOLE_TEXT: &str = "\0";

/// The folders that a source may mean.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::frontend::terraform) struct Folders(String);

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

    /// The folders that a value as the source of a call in `folder` may mean. A source of which the beginning is not known
    /// may mean any folder.
    pub(in crate::frontend::terraform) fn of_value(value: &Value, folder: &str) -> Vec<Self> {
        let text = match &value.kind {
            Kind::Either(either) => {
                return either.options.iter().flat_map(|option| Self::of_value(option, folder)).collect();
            }
            Kind::String(text) => text.to_string(),
            Kind::Template(template) => template
                .parts
                .iter()
                .map(|part| match part {
                    Part::Text(text) => text,
                    Part::Hole(_) => HOLE_TEXT,
                })
                .collect(),
            Kind::Unknown(_) => HOLE_TEXT.to_owned(),
            _ => return Vec::new(),
        };
        let is_anywhere = text.starts_with(HOLE);
        let folders = match paths::is_local(&text) {
            true => paths::join(folder, &text),
            false => is_anywhere.then_some(text),
        };
        folders.map(Self).into_iter().collect()
    }

    /// Whether this folder may be meant: it has all that is known, in order, and something in between.
    pub(super) fn may_be(&self, folder: &str) -> bool {
        if !self.0.contains(HOLE) {
            return self.0 == folder;
        }
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

/// Deepest chain of local values that is followed.
const DEPTH_LIMIT: usize = 20;

/// Whether an expression is made of literals and of local values that are, so that it is the same whoever deploys the module.
pub(super) fn is_fixed(expr: &Expr<'_>, module: &Module<'_>) -> bool {
    is_fixed_at(expr, module, 0)
}

fn is_fixed_at(expr: &Expr<'_>, module: &Module<'_>, depth: usize) -> bool {
    if depth > DEPTH_LIMIT {
        return false;
    }
    match &expr.kind {
        ExprKind::Template(template) => template.parts.iter().all(|part| match part {
            TemplatePart::Text { .. } => true,
            TemplatePart::Interpolation(inner) => is_fixed_at(inner, module, depth + 1),
            TemplatePart::If { .. } | TemplatePart::For { .. } => false,
        }),
        ExprKind::Paren(inner) => is_fixed_at(inner, module, depth + 1),
        ExprKind::GetAttr(base, name) if matches!(base.kind, ExprKind::Variable("local")) => {
            module.locals.get(name.text).is_some_and(|Located { node, .. }| is_fixed_at(node, module, depth + 1))
        }
        _ => false,
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
            ("\0/net", "modules/net", true),
            ("\0/net", "modules/gcp", false),
            ("modules/net", "modules/net", true),
            ("modules/net", "modules/gcp", false),
        ];
        for (known, folder, expected) in table {
            assert_eq!(Folders(known.to_owned()).may_be(folder), expected, "{known:?} {folder}");
        }
    }
}
