//! Templates: text with holes `${…}` and directives `%{…}`.

use super::collection::ForHead;
use super::cursor::{MAX_DEPTH, Parser, Read};
use super::recovery::OpenKind;
use super::text::{Run, Text};
use super::{Expr, ExprKind, Template, TemplatePart};
use crate::source::TextRange;

/// A piece of a template before directives are matched with their ends.
pub(super) enum Piece<'s> {
    Text(Text<'s>),
    Interpolation(Expr<'s>),
    Directive(Directive<'s>, TextRange),
}

/// What stands in `%{…}`.
pub(super) enum Directive<'s> {
    Open(Opening<'s>),
    Else,
    /// The end of the directive with this keyword.
    End(&'static str),
}

/// A directive that has an end.
pub(super) enum Opening<'s> {
    If(Expr<'s>),
    For(ForHead<'s>),
}

impl Opening<'_> {
    fn keyword(&self) -> &'static str {
        match self {
            Self::If(_) => "if",
            Self::For(_) => "for",
        }
    }
}

/// The pieces of a template that is being read.
pub(super) struct Pieces<'s> {
    pub(super) done: Vec<Piece<'s>>,
    /// The text behind the last hole.
    pub(super) run: Run,
    /// Whether the last hole ended with `~}`.
    strip_start: bool,
    /// Whether strip markers end at a newline, as they do in heredocs.
    per_line: bool,
}

impl<'s> Pieces<'s> {
    pub(super) fn new(start: usize, per_line: bool) -> Self {
        Self { done: Vec::new(), run: Run::from(start), strip_start: false, per_line }
    }

    /// Ends the text before `end`.
    pub(super) fn end_text(&mut self, source: &'s str, end: usize, strip_end: bool) {
        let run = std::mem::replace(&mut self.run, Run::from(end));
        let Some(mut text) = run.finish(source, end) else { return };
        if self.strip_start {
            text.strip_start(self.per_line);
        }
        if strip_end {
            text.strip_end(self.per_line);
        }
        self.done.push(Piece::Text(text));
    }
}

impl<'s> Parser<'s> {
    /// Reads a quoted string.
    pub(super) fn quoted(&mut self) -> Read<ExprKind<'s>> {
        let start = self.at;
        self.push_open(OpenKind::Quote, start);
        self.at += 1;
        let mut pieces = Pieces::new(self.at, false);
        loop {
            match self.byte() {
                Some(b'"') => break,
                None | Some(b'\n') => return Err(self.unclosed_string(start)),
                Some(b'\\') => self.escape(&mut pieces.run),
                Some(b'$' | b'%') => {
                    if self.hole_starts(&mut pieces.run) {
                        self.hole(&mut pieces)?;
                    }
                }
                Some(_) => self.at += 1,
            }
        }
        pieces.end_text(self.text, self.at, false);
        self.at += 1;
        self.open.pop();
        Ok(self.template(pieces.done, false))
    }

    /// Matches directives with their ends.
    pub(super) fn template(&mut self, pieces: Vec<Piece<'s>>, heredoc: bool) -> ExprKind<'s> {
        let mut frames = Frames::default();
        for piece in pieces {
            match piece {
                Piece::Text(text) => frames.push(text.into_part()),
                Piece::Interpolation(expr) => frames.push(TemplatePart::Interpolation(expr)),
                Piece::Directive(directive, range) => {
                    if let Err(message) = frames.directive(directive, range) {
                        self.error(range, message);
                        return ExprKind::Error;
                    }
                }
            }
        }
        match frames.open.last() {
            None => ExprKind::Template(Template { parts: frames.parts, heredoc }),
            Some(frame) => {
                let message =
                    format!("expected `%{{end{0}}}` to end the `%{{{0}}}` that starts here", frame.opening.keyword());
                self.error(frame.range, message);
                ExprKind::Error
            }
        }
    }

    /// Reads the hole or directive that starts here.
    pub(super) fn hole(&mut self, pieces: &mut Pieces<'s>) -> Read<()> {
        let start = self.at;
        let is_directive = self.byte() == Some(b'%');
        self.push_open(OpenKind::Hole, start);
        self.at += 2;
        let strip_end = self.eat("~");
        pieces.end_text(self.text, start, strip_end);
        let outer = std::mem::replace(&mut self.newline_ends, false);
        let piece = if is_directive {
            let directive = self.directive()?;
            pieces.strip_start = self.end_of_hole("write `%%{` for the characters `%{`")?;
            Piece::Directive(directive, TextRange::new(start, self.at))
        } else {
            let expression = self.expression()?;
            pieces.strip_start = self.end_of_hole("write `$${` for the characters `${`")?;
            Piece::Interpolation(expression)
        };
        self.close_bracket(outer);
        pieces.done.push(piece);
        pieces.run = Run::from(self.at);
        Ok(())
    }

    /// Reads `}` or `~}`; whether it is the latter.
    fn end_of_hole(&mut self, help: &'static str) -> Read<bool> {
        let strip = self.eat_next("~");
        if self.eat("}") { Ok(strip) } else { Err(self.expected_with_help("`}`", help)) }
    }

    fn directive(&mut self) -> Read<Directive<'s>> {
        self.skip_blanks();
        let before = self.at;
        let keyword = self.ident().map_or("", |name| name.text);
        match keyword {
            "if" => Ok(Directive::Open(Opening::If(self.expression()?))),
            "else" => Ok(Directive::Else),
            "endif" => Ok(Directive::End("if")),
            "for" => {
                self.at = before;
                Ok(Directive::Open(Opening::For(self.for_head()?)))
            }
            "endfor" => Ok(Directive::End("for")),
            _ => {
                self.at = before;
                let help = "write `%%{` for the characters `%{`";
                Err(self.expected_with_help("`if`, `else`, `endif`, `for` or `endfor`", help))
            }
        }
    }
}

/// A directive that waits for its end.
struct Frame<'s> {
    opening: Opening<'s>,
    range: TextRange,
    /// The parts before `%{else}`, once that was seen.
    yes: Option<Vec<TemplatePart<'s>>>,
    parts: Vec<TemplatePart<'s>>,
}

/// The tree of a template while it is built.
#[derive(Default)]
struct Frames<'s> {
    parts: Vec<TemplatePart<'s>>,
    open: Vec<Frame<'s>>,
}

impl<'s> Frames<'s> {
    fn push(&mut self, part: TemplatePart<'s>) {
        self.open.last_mut().map_or(&mut self.parts, |frame| &mut frame.parts).push(part);
    }

    /// Opens, divides or closes a frame; otherwise says what is wrong.
    fn directive(&mut self, directive: Directive<'s>, range: TextRange) -> Result<(), String> {
        match directive {
            Directive::Open(_) if self.open.len() >= MAX_DEPTH as usize => {
                return Err(format!("nested more than {MAX_DEPTH} levels deep"));
            }
            Directive::Open(opening) => self.open.push(Frame { opening, range, yes: None, parts: Vec::new() }),
            Directive::Else => match self.open.last_mut() {
                Some(frame) if matches!(frame.opening, Opening::If(_)) && frame.yes.is_none() => {
                    frame.yes = Some(std::mem::take(&mut frame.parts));
                }
                _ => return Err("this `%{else}` belongs to no `%{if}`".to_owned()),
            },
            Directive::End(keyword) => match self.open.pop() {
                Some(frame) if frame.opening.keyword() == keyword => self.push(frame.close()),
                _ => return Err(format!("this `%{{end{keyword}}}` ends nothing")),
            },
        }
        Ok(())
    }
}

impl<'s> Frame<'s> {
    fn close(self) -> TemplatePart<'s> {
        match (self.opening, self.yes) {
            (Opening::For(head), _) => {
                TemplatePart::For { key: head.key, value: head.value, collection: head.collection, body: self.parts }
            }
            (Opening::If(condition), Some(yes)) => TemplatePart::If { condition, yes, no: self.parts },
            (Opening::If(condition), None) => TemplatePart::If { condition, yes: self.parts, no: Vec::new() },
        }
    }
}
