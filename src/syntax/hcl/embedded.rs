//! Expressions and templates within other texts, such as the strings of Terraform's JSON syntax.

use super::cursor::{Parser, Read};
use super::template::Pieces;
use super::{Expr, ExprKind, SyntaxError};
use crate::source::TextRange;

/// An expression that was read on its own.
#[derive(Debug)]
pub struct Fragment<'s> {
    /// The expression; [`ExprKind::Error`] where it could not be read.
    pub expr: Expr<'s>,
    /// What could not be read.
    pub errors: Vec<SyntaxError>,
}

/// Reads the text at `range` as an expression.
pub fn parse_expression(text: &str, range: TextRange) -> Fragment<'_> {
    fragment(text, range, |parser| {
        parser.newline_ends = false;
        parser.skip_blanks();
        let expr = parser.expression()?;
        parser.skip_blanks();
        if parser.byte().is_some() {
            return Err(parser.expected("the end of the expression"));
        }
        Ok(expr)
    })
}

/// Reads the text at `range` as a template without quotes: a `\` means itself, and newlines are text.
pub fn parse_template(text: &str, range: TextRange) -> Fragment<'_> {
    fragment(text, range, |parser| Ok(Expr { kind: parser.bare_template(false)?, range }))
}

/// Reads a text that is a template as a whole, such as a file for `templatefile`. Its strip markers end at line ends, as
/// those of a heredoc do.
pub fn parse_template_file(text: &str) -> Fragment<'_> {
    let range = TextRange::new(0, text.len());
    fragment(text, range, |parser| Ok(Expr { kind: parser.bare_template(true)?, range }))
}

fn fragment<'s>(text: &'s str, range: TextRange, read: impl FnOnce(&mut Parser<'s>) -> Read<Expr<'s>>) -> Fragment<'s> {
    let mut parser = Parser::new(text.get(..range.end as usize).unwrap_or(text));
    parser.at = range.start as usize;
    let expr = read(&mut parser).unwrap_or(Expr { kind: ExprKind::Error, range });
    Fragment { expr, errors: parser.errors }
}

impl<'s> Parser<'s> {
    fn bare_template(&mut self, lines: bool) -> Read<ExprKind<'s>> {
        let mut pieces = Pieces::new(self.at, lines);
        while let Some(length) = self.text.get(self.at..).and_then(|text| text.find(['$', '%'])) {
            self.at += length;
            if self.hole_starts(&mut pieces.run) {
                self.hole(&mut pieces)?;
            }
        }
        self.at = self.text.len();
        pieces.end_text(self.text, self.at, false);
        Ok(self.template(pieces.done, false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::hcl::TemplatePart;

    /// Reads what stands between `<` and `>`.
    fn read(text: &str, parse: fn(&str, TextRange) -> Fragment<'_>) -> Fragment<'_> {
        let start = text.find('<').map_or(0, |at| at + 1);
        parse(text, TextRange::new(start, text.rfind('>').unwrap_or(text.len())))
    }

    #[test]
    fn a_template_is_read_where_it_stands() {
        let text = "\"${no}\" <a\\n\"$${b}${ var.c }\nd%{ if x }e%{ endif }> ${no}";
        let fragment = read(text, parse_template);
        assert_eq!(fragment.errors, []);
        let ExprKind::Template(template) = &fragment.expr.kind else { panic!("{fragment:?}") };
        assert!(!template.heredoc);
        let [
            TemplatePart::Text { text: first, .. },
            TemplatePart::Interpolation(hole),
            TemplatePart::Text { text: last, .. },
            TemplatePart::If { condition, .. },
        ] = &template.parts[..]
        else {
            panic!("{template:?}")
        };
        assert_eq!((&**first, &**last), ("a\\n\"${b}", "\nd"));
        assert_eq!((hole.range.slice(text), condition.range.slice(text)), ("var.c", "x"));
    }

    #[test]
    fn what_follows_an_expression_is_a_mistake() {
        let fragment = read("<list(string)>", parse_expression);
        assert!(matches!(fragment.expr.kind, ExprKind::Call(_)) && fragment.errors.is_empty());
        for text in ["<a b>", "<>", "<a.>", "<[1, >2]"] {
            let fragment = read(text, parse_expression);
            assert!(matches!(fragment.expr.kind, ExprKind::Error), "{text}");
            assert_eq!(fragment.errors.len(), 1, "{text}");
        }
        for text in ["<${a>}", "<%{if a}>", "<${>"] {
            let fragment = read(text, parse_template);
            assert!(matches!(fragment.expr.kind, ExprKind::Error), "{text}");
            assert_eq!(fragment.errors.len(), 1, "{text}");
        }
    }
}
