//! Moving a tree to the places of another text.

use std::borrow::Cow;

use super::{Expr, ExprKind, Ident, TemplatePart, Traversal};
use crate::source::TextRange;

/// Gives a range in the other text.
type Place<'f> = &'f dyn Fn(TextRange) -> TextRange;

impl Expr<'_> {
    /// Replaces every range by what `place` makes of it. The parser limits the height of the tree, and so this recursion.
    pub fn relocate(&mut self, place: Place<'_>) {
        self.range = place(self.range);
        match &mut self.kind {
            ExprKind::Null | ExprKind::Bool(_) | ExprKind::Number(_) | ExprKind::Variable(_) | ExprKind::Error => {}
            ExprKind::Template(template) => parts(&mut template.parts, place),
            ExprKind::GetAttr(base, name) => {
                base.relocate(place);
                ident(name, place);
            }
            ExprKind::Index(left, right) | ExprKind::Binary(_, left, right) => {
                left.relocate(place);
                right.relocate(place);
            }
            ExprKind::Splat(splat) => {
                splat.base.relocate(place);
                traversals(&mut splat.each, place);
            }
            ExprKind::Call(call) => {
                ident(&mut call.name, place);
                all(&mut call.arguments, place);
            }
            ExprKind::List(items) => all(items, place),
            ExprKind::Object(items) => {
                for item in items {
                    item.key.relocate(place);
                    item.value.relocate(place);
                }
            }
            ExprKind::For(each) => {
                for name in each.key_variable.iter_mut().chain([&mut each.value_variable]) {
                    ident(name, place);
                }
                for expr in each.key.iter_mut().chain(&mut each.condition) {
                    expr.relocate(place);
                }
                each.collection.relocate(place);
                each.value.relocate(place);
            }
            ExprKind::Conditional(conditional) => {
                conditional.condition.relocate(place);
                conditional.yes.relocate(place);
                conditional.no.relocate(place);
            }
            ExprKind::Unary(_, inner) | ExprKind::Paren(inner) => inner.relocate(place),
        }
    }
}

fn all(exprs: &mut [Expr<'_>], place: Place<'_>) {
    for expr in exprs {
        expr.relocate(place);
    }
}

fn ident(ident: &mut Ident<'_>, place: Place<'_>) {
    ident.range = place(ident.range);
}

fn parts(parts: &mut [TemplatePart<'_>], place: Place<'_>) {
    for part in parts {
        match part {
            TemplatePart::Text { text, range } => {
                *range = place(*range);
                // Borrowed text is that of the source at its range, which it no longer is.
                *text = Cow::Owned(std::mem::take(text).into_owned());
            }
            TemplatePart::Interpolation(expr) => expr.relocate(place),
            TemplatePart::If { condition, yes, no } => {
                condition.relocate(place);
                self::parts(yes, place);
                self::parts(no, place);
            }
            TemplatePart::For { key, value, collection, body } => {
                if let Some(key) = key {
                    ident(key, place);
                }
                ident(value, place);
                collection.relocate(place);
                self::parts(body, place);
            }
        }
    }
}

fn traversals(steps: &mut [Traversal<'_>], place: Place<'_>) {
    for step in steps {
        match step {
            Traversal::Attr(name) => ident(name, place),
            Traversal::Index(key) => key.relocate(place),
            Traversal::Splat { each, .. } => traversals(each, place),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::source::TextRange;
    use crate::syntax::hcl::parse_expression;

    /// A tree that is moved is the tree of the text that it is moved to.
    #[test]
    fn every_range_is_moved() {
        let text = concat!(
            "[null, true, 1, -a.b[0].c, !x, (f(y, z...)), a[*].b[c][*].d, a.*.b, p == q ? r : s, ",
            "{ a = 1, (b) = \"${c}\" }, [for k, v in m : v if v != 2], {for v in m : v => k...}, ",
            "\"a${b}%{if c}d%{else}${e}%{endif}%{for k, v in f}${v}%{endfor}\"]"
        );
        let padded = format!("   {text}");
        let whole = |text: &str| TextRange::new(0, text.len());
        let mut moved = parse_expression(text, whole(text)).expr;
        moved.relocate(&|range| TextRange { start: range.start + 3, end: range.end + 3 });
        let expected = parse_expression(&padded, whole(&padded));
        assert_eq!(expected.errors, []);
        assert_eq!(format!("{moved:?}"), format!("{:?}", expected.expr));
    }
}
