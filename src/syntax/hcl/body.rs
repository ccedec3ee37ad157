//! Bodies: arguments and blocks, line by line.

use std::borrow::Cow;

use super::cursor::{Parser, Read};
use super::recovery::{OpenKind, is_top_level_header, starts_item};
use super::{Attribute, Block, Body, Expr, ExprKind, Ident, Label};
use crate::source::TextRange;

/// What was read as one item of a body.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    Attribute,
    Block,
    /// Wrong, and reported.
    Broken,
}

/// How the items of a body are laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// Each on a line of its own.
    Lines,
    /// One argument between braces on the same line.
    OneLine,
    /// Neither, and reported.
    Wrong,
}

/// Bodies with fewer arguments than this are searched for repeated names without sorting.
const FEW: usize = 16;

impl<'s> Parser<'s> {
    /// Reads the whole text.
    pub(super) fn file(&mut self) -> Body<'s> {
        self.body(None)
    }

    /// Reads items up to the end of the file, or over the `}` of the block with this header.
    fn body(&mut self, block: Option<TextRange>) -> Body<'s> {
        let mut body = Body::default();
        let one_line = block.is_some() && self.content_on_same_line();
        let mut layout = if one_line { Layout::OneLine } else { Layout::Lines };
        // Of several unreadable lines only the first is reported.
        let mut last = Item::Attribute;
        loop {
            self.skip_lines();
            match self.byte() {
                None => {
                    self.unclosed_block(block);
                    break;
                }
                Some(b'}') if block.is_some() => {
                    self.at += 1;
                    break;
                }
                Some(b'}') => {
                    if last != Item::Broken {
                        self.error(TextRange::new(self.at, self.at + 1), "this `}` closes nothing");
                    }
                    self.at += 1;
                    last = Item::Broken;
                }
                Some(_) if block.is_some() && self.at_next_block() => {
                    self.unclosed_block(block);
                    break;
                }
                Some(_) => {
                    last = self.item(&mut body, last);
                    self.end_of_item(last, block.is_some(), &mut layout);
                }
            }
        }
        self.report_repeated(&body.attributes);
        body
    }

    /// Whether something other than `}` follows on this line.
    fn content_on_same_line(&mut self) -> bool {
        self.skip_blanks();
        !matches!(self.byte(), None | Some(b'\n' | b'}'))
    }

    /// Whether a top-level block starts here, at the very start of a line.
    fn at_next_block(&self) -> bool {
        self.text[..self.at].ends_with('\n') && is_top_level_header(&self.text[self.at..])
    }

    /// Reports that the block with this header has no `}`; of several that end here only the innermost.
    fn unclosed_block(&mut self, header: Option<TextRange>) {
        let Some(header) = header else { return };
        if self.unclosed_at != Some(self.at) {
            self.unclosed_at = Some(self.at);
            self.error(header, "expected `}` to close the block that starts here");
        }
    }

    fn item(&mut self, body: &mut Body<'s>, last: Item) -> Item {
        let start = self.at;
        let Some(name) = self.ident() else { return self.unreadable(start, start, last) };
        self.skip_blanks();
        match self.byte() {
            Some(b'=') if !self.looking_at("==") => self.attribute(name, body),
            Some(b':') if !self.looking_at("::") => {
                let (range, _) = self.next_token();
                self.error_with_help(range, "expected `=`, found `:`", "an argument is written `name = value`");
                self.attribute(name, body)
            }
            Some(b'{' | b'"') => self.block_or_skip(name, body, last),
            _ if self.at_ident() => self.block_or_skip(name, body, last),
            _ => self.unreadable(start, self.at, last),
        }
    }

    /// Skips an item that is neither an argument nor a block.
    fn unreadable(&mut self, start: usize, at: usize, last: Item) -> Item {
        self.at = at;
        let reported = self.errors.len();
        let help = match self.text.as_bytes()[start] {
            b'"' => "the name of an argument has no quotes",
            _ => "an argument is written `name = value`, a block `name \"label\" { … }`",
        };
        let (mut range, _) = self.next_token();
        if at > start {
            range = self.trimmed(start, at);
        }
        self.error_with_help(range, "expected an argument or a block", help);
        self.skip_item(start);
        self.open.clear();
        if last == Item::Broken {
            self.errors.truncate(reported);
        }
        Item::Broken
    }

    /// Reads from the `=` on.
    fn attribute(&mut self, name: Ident<'s>, body: &mut Body<'s>) -> Item {
        self.at += 1;
        self.skip_blanks();
        let start = self.at;
        let depth = self.depth;
        self.tallest = 0;
        let (value, item) = match self.expression() {
            Ok(value) => (value, Item::Attribute),
            Err(broken) => {
                self.depth = depth;
                self.recover(start, broken);
                let range = self.trimmed(start, self.at.max(start));
                (Expr { kind: ExprKind::Error, range }, Item::Broken)
            }
        };
        body.attributes.push(Attribute { name, value });
        item
    }

    fn block_or_skip(&mut self, kind: Ident<'s>, body: &mut Body<'s>, last: Item) -> Item {
        let reported = self.errors.len();
        match self.block(kind) {
            Ok(block) => {
                body.blocks.push(block);
                Item::Block
            }
            Err(broken) => {
                self.recover(kind.range.start as usize, broken);
                if last == Item::Broken {
                    self.errors.truncate(reported);
                }
                Item::Broken
            }
        }
    }

    /// Reads a block from behind its type on.
    fn block(&mut self, kind: Ident<'s>) -> Read<Block<'s>> {
        let labels = self.labels()?;
        let header = labels.last().map_or(kind.range, |label| kind.range.cover(label.range));
        self.opening_brace(header)?;
        if let Err(broken) = self.enter() {
            self.push_open(OpenKind::Brace, self.at - 1);
            return Err(broken);
        }
        let body = self.body(Some(header));
        self.leave();
        let range = self.trimmed(kind.range.start as usize, self.at);
        Ok(Block { kind, labels, header, range, body })
    }

    fn labels(&mut self) -> Read<Vec<Label<'s>>> {
        let mut labels = Vec::new();
        loop {
            self.skip_blanks();
            if self.byte() == Some(b'"') {
                labels.push(self.quoted_label()?);
            } else if let Some(name) = self.ident() {
                labels.push(Label { text: Cow::Borrowed(name.text), range: name.range });
            } else {
                return Ok(labels);
            }
        }
    }

    fn opening_brace(&mut self, header: TextRange) -> Read<()> {
        if self.byte() == Some(b'=') {
            let (range, _) = self.next_token();
            self.error(range, "a block has no `=` before its `{`");
            self.at += 1;
            self.skip_blanks();
        }
        if self.eat("{") {
            return Ok(());
        }
        let rest = self.text[self.at..].trim_start();
        if self.byte() == Some(b'\n') && rest.starts_with('{') {
            self.error(header, "expected `{` on the same line as the header of the block");
            self.skip_lines();
            self.at += 1;
            return Ok(());
        }
        Err(self.expected("a label or `{`"))
    }

    /// Goes to the end of the line behind an item, or to the next item on the line.
    fn end_of_item(&mut self, item: Item, in_block: bool, layout: &mut Layout) {
        self.skip_blanks();
        if item != Item::Broken && *layout != Layout::Wrong && self.unclosed_at != Some(self.at) {
            *layout = self.check_end(item, in_block, *layout);
        }
        self.eat(",");
        self.skip_blanks();
        let rest = &self.text[self.at..];
        if !rest.is_empty() && !rest.starts_with(['\n', '}']) && !starts_item(rest) {
            self.skip_item(self.at);
            self.open.clear();
        }
    }

    /// Reports what stands behind an item but should not.
    fn check_end(&mut self, item: Item, in_block: bool, layout: Layout) -> Layout {
        let (range, found) = self.next_token();
        match (self.byte(), layout) {
            (None | Some(b'\n'), Layout::Lines) => return layout,
            // A stray `}` is reported when it is read.
            (Some(b'}'), _) if !in_block => return layout,
            (Some(b'}'), Layout::OneLine) if item == Item::Attribute => return layout,
            (None | Some(b'\n'), _) => self.error(range, "expected `}` on the line on which the block starts"),
            (_, Layout::OneLine) => {
                let help = "a block on one line holds at most one argument";
                self.error_with_help(range, "expected each item of the block on a line of its own", help);
                return Layout::Wrong;
            }
            (Some(b','), _) => self.error(range, "items are separated by a newline, not by a comma"),
            _ => self.error(range, format!("expected a newline, found {found}")),
        }
        if layout == Layout::OneLine { Layout::Lines } else { layout }
    }

    /// Reports arguments whose name another one of the same body has.
    fn report_repeated(&mut self, attributes: &[Attribute<'s>]) {
        let names: Vec<Ident<'s>> = attributes.iter().map(|attribute| attribute.name).collect();
        let mut repeated: Vec<Ident<'s>> = Vec::new();
        if names.len() < FEW {
            let is_repeated = |&(index, name): &(usize, &Ident<'s>)| names[..index].iter().any(|n| n.text == name.text);
            repeated.extend(names.iter().enumerate().filter(is_repeated).map(|(_, name)| *name));
        } else {
            let mut sorted = names;
            sorted.sort_by_key(|name| (name.text, name.range.start));
            repeated.extend(sorted.windows(2).filter(|pair| pair[0].text == pair[1].text).map(|pair| pair[1]));
        }
        for name in repeated {
            let message = format!("the argument `{}` is set more than once in this block", name.text);
            self.error(name.range, message);
        }
    }
}
