//! Where in a file a comment can stand.

use std::collections::HashSet;

use crate::model::Document;
use crate::source::{SourceFile, TextRange};
use crate::syntax::Comment;
use crate::syntax::yaml::{self, Dialect, Node, NodeKind};

/// A file with its comments, and the places that take no further one.
#[derive(Debug)]
pub struct Ground<'g> {
    pub(super) file: &'g SourceFile,
    pub(super) comments: Vec<Comment>,
    blocks: Vec<TextRange>,
    /// The zero-based line behind what must come first in the file: what runs it, and parser directives.
    pub(super) top: usize,
    /// Flow collections and texts of several lines in YAML: within one, a comment is none, or is in the way.
    closed: Vec<TextRange>,
}

impl<'g> Ground<'g> {
    /// The ground of a file of which exceptions read `documents`.
    ///
    /// # Errors
    /// It takes no comment at all; why, in words that stand behind its name.
    pub fn new<'d>(
        file: &'g SourceFile,
        documents: impl IntoIterator<Item = &'d Document>,
    ) -> Result<Self, &'static str> {
        let mut documents = documents.into_iter().filter(|document| document.file == file.id()).peekable();
        let ends = |end: &&str| file.name().to_ascii_lowercase().ends_with(end);
        if ends(&".json") || file.text().trim_start().starts_with(['{', '[']) {
            return Err("can hold no comment");
        }
        if documents.peek().is_none() {
            return Err("is not read for exceptions");
        }
        let top = usize::from(file.text().starts_with("#!"));
        let mut ground = Self { file, comments: Vec::new(), blocks: Vec::new(), top, closed: Vec::new() };
        for document in documents {
            ground.comments.extend(&document.comments);
            ground.blocks.extend(&document.blocks);
            let below = document.directives.iter().map(|directive| file.lines().line_of(directive.end) + 1);
            ground.top = below.fold(ground.top, usize::max);
        }
        ground.top = ground.top.min(file.lines().len() - 1);
        ground.comments.sort_by_key(|comment| comment.range);
        if [".yaml", ".yml"].iter().any(ends) {
            let stream = yaml::parse(file.text(), Dialect::Yaml12);
            let mut seen = HashSet::new();
            for document in &stream.documents {
                ground.close(&document.root, &mut seen);
            }
        }
        Ok(ground)
    }

    /// The height of the tree is limited when it is built, and so is this recursion.
    fn close(&mut self, node: &Node, seen: &mut HashSet<*const Node>) {
        if !seen.insert(&raw const *node) {
            return;
        }
        let text = node.range.slice(self.file.text());
        let is_closed = match node.kind {
            NodeKind::Mapping(_) | NodeKind::Sequence(_) => text.starts_with(['{', '[']),
            _ => text.contains('\n'),
        };
        if is_closed {
            self.closed.push(node.range);
            return;
        }
        node.entries().iter().for_each(|entry| self.close(&entry.value, seen));
        node.items().iter().for_each(|item| self.close(item, seen));
    }

    /// The zero-based lines above which a comment would stand for what starts at `offset`, the narrowest first: its own line,
    /// then those of the blocks around it. Where only blocks can be excepted, as in Dockerfiles, a line within one is none.
    pub fn lines(&self, offset: u32, only_blocks: bool) -> Vec<usize> {
        let line_of = |offset| self.file.lines().line_of(offset);
        let mut around: Vec<&TextRange> =
            self.blocks.iter().filter(|block| block.contains(TextRange::empty(offset as usize))).collect();
        around.sort_by_key(|block| block.len());
        let own = Some(line_of(offset)).filter(|_| !only_blocks);
        let mut lines = Vec::new();
        for line in own.into_iter().chain(around.into_iter().map(|block| line_of(block.start))) {
            if !lines.contains(&line) && self.is_open(line) {
                lines.push(line);
            }
        }
        lines
    }

    /// Whether a comment can stand above a line.
    fn is_open(&self, line: usize) -> bool {
        let start = self.file.lines().line_range(self.file.text(), line).start;
        let is_around = |range: &TextRange| range.start < start && start < range.end;
        !self.closed.iter().chain(self.comments.iter().map(|comment| &comment.range)).any(is_around)
    }
}
