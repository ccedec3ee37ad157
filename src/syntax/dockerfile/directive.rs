//! Parser directives: `# name=value` lines before anything else.

use super::Directive;
use super::lines::Lines;
use crate::source::TextRange;
use crate::syntax::SyntaxError;

/// Reads the directives at the top, sets the escape character, and leaves `lines` at the first line that is not one.
pub(super) fn parse<'s>(lines: &mut Lines<'s>, errors: &mut Vec<SyntaxError>) -> Vec<Directive<'s>> {
    let mut directives: Vec<Directive<'s>> = Vec::new();
    loop {
        let start = lines.position;
        let directive = lines.next_line().and_then(|line| directive(lines.source, line.start, line.end));
        // An unknown name is a comment, and ends the directives; so does a repeated one, which is an error.
        let Some(directive) = directive else {
            lines.position = start;
            return directives;
        };
        if directives.iter().any(|earlier| earlier.name.eq_ignore_ascii_case(directive.name)) {
            errors.push(SyntaxError {
                range: directive.range,
                message: format!("the directive `{}` is given twice", directive.name),
                help: None,
            });
            continue;
        }
        if directive.name.eq_ignore_ascii_case("escape") {
            match directive.value {
                "\\" => lines.escape = '\\',
                "`" => lines.escape = '`',
                value => errors.push(SyntaxError {
                    range: directive.range,
                    message: format!("`{value}` cannot be the escape character"),
                    help: Some("it is a backslash or a backtick"),
                }),
            }
        }
        directives.push(directive);
    }
}

fn directive(source: &str, start: usize, end: usize) -> Option<Directive<'_>> {
    let line = source[start..end].trim();
    let (name, value) = line.strip_prefix('#')?.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    let known = ["syntax", "escape", "check"].iter().any(|known| known.eq_ignore_ascii_case(name));
    let first = end - source[start..end].trim_start().len();
    (known && !value.is_empty()).then(|| Directive { name, value, range: TextRange::new(first, first + line.len()) })
}
