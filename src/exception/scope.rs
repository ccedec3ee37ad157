//! Which text a comment stands for.

use std::collections::HashMap;

use super::directive::Reach;
use crate::model::{Document, Platform, Resource};
use crate::source::{FileId, SourceFile, TextRange};

/// The texts of the resources of each file.
pub(super) struct Declarations {
    by_file: HashMap<FileId, Vec<(TextRange, Platform)>>,
}

impl Declarations {
    pub(super) fn new(resources: &[Resource]) -> Self {
        let mut by_file: HashMap<FileId, Vec<(TextRange, Platform)>> = HashMap::new();
        for resource in resources {
            let span = resource.declaration;
            by_file.entry(span.file).or_default().push((span.range, resource.platform));
        }
        Self { by_file }
    }

    /// The resource around `range`. A Dockerfile is one resource, with all that stands above its first instruction.
    fn around(&self, file: &SourceFile, range: TextRange) -> Option<TextRange> {
        let declared = self.by_file.get(&file.id())?;
        if declared.iter().any(|(_, platform)| platform.is_file()) {
            return Some(file.whole().range);
        }
        declared.iter().map(|(declared, _)| *declared).find(|declared| declared.contains(range))
    }
}

/// What the comment of this index stands for; `None` when there is no such thing, as for the last line of a file.
pub(super) fn of_comment(
    reach: Reach,
    file: &SourceFile,
    document: &Document,
    comment: usize,
    declarations: &Declarations,
) -> Option<TextRange> {
    let range = document.comments[comment].range;
    match reach {
        Reach::File => Some(file.whole().range),
        Reach::Here => {
            let (line, blocks) = here(file, document, comment)?;
            Some(blocks.fold(line, TextRange::cover))
        }
        Reach::Instruction => {
            let (line, blocks) = here(file, document, comment)?;
            blocks.min_by_key(|block| block.len()).or(Some(line))
        }
        Reach::Stage => {
            let next = file.lines().line_of(range.end) + 1;
            let line = (next < file.lines().len()).then(|| file.lines().line_range(file.text(), next))?;
            let opens = line.slice(file.text()).split_whitespace().next()?.eq_ignore_ascii_case("FROM");
            let stages =
                document.blocks.iter().copied().filter(|block| line.contains(TextRange::empty(block.start as usize)));
            stages.max_by_key(|block| block.len()).filter(|_| opens)
        }
        Reach::Resource => declarations.around(file, range),
        Reach::NextLine => {
            let next = file.lines().line_of(range.end) + 1;
            (next < file.lines().len()).then(|| file.lines().line_range(file.text(), next))
        }
    }
}

/// Whether nothing but blanks, comments with `#` and `---` stand above the line of `range`, and on it.
pub(super) fn leads(file: &SourceFile, range: TextRange) -> bool {
    let mut lines = file.text()[..range.end as usize].lines().map(str::trim_start);
    lines.all(|line| line.is_empty() || line.starts_with('#') || line.starts_with("---"))
}

/// The line for which a comment stands, and the blocks that start on it: its own line, or for a comment on a line of its
/// own the next one that is neither blank nor such a comment.
fn here<'d>(
    file: &SourceFile,
    document: &'d Document,
    comment: usize,
) -> Option<(TextRange, impl Iterator<Item = TextRange> + 'd)> {
    let lines = file.lines();
    let text = file.text();
    let comments = &document.comments;
    let mut line = lines.line_of(comments[comment].range.start);
    if comments[comment].own_line {
        let mut next = comment;
        line = lines.line_of(comments[comment].range.end) + 1;
        while line < lines.len() {
            while comments.get(next).is_some_and(|other| lines.line_of(other.range.start) < line) {
                next += 1;
            }
            let own_comment =
                comments.get(next).filter(|other| other.own_line && lines.line_of(other.range.start) == line);
            match own_comment {
                Some(other) => line = lines.line_of(other.range.end) + 1,
                None if lines.line_range(text, line).slice(text).trim().is_empty() => line += 1,
                None => break,
            }
        }
    }
    if line >= lines.len() {
        return None;
    }
    let range = lines.line_range(text, line);
    let starts_here = move |block: &TextRange| range.start <= block.start && block.start <= range.end;
    Some((range, document.blocks.iter().copied().filter(starts_here)))
}
