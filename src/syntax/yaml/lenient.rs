//! Spellings that YAML 1.2 forbids, and the library that Kubernetes, Compose and Terraform read with takes all the same: a
//! comment right behind a token (`"v"# c`), a `-` alone between brackets, tabs before the items of brackets, and a byte order
//! mark at the start of a document that is not the first.
//!
//! They are mended in a copy of the same length, so that every place in it is one of the text as well.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

use granit_parser::{ErrorKind, ScanError};

use super::Dialect;

/// Most bytes that are read again. Each reading mends one spelling of each document, and those of a hostile text never end.
const READ_LIMIT: usize = 1 << 24;

/// Such a spelling, by its first byte.
#[derive(Clone, Copy)]
pub(super) enum Oddity {
    Comment(usize),
    Dash(usize),
    /// By the first byte behind the tabs.
    Tabs(usize),
    ByteOrderMark(usize),
}

impl Oddity {
    /// What can be mended of what the parser stumbled over.
    pub(super) fn of(error: &ScanError, dialect: Dialect) -> Option<Self> {
        let at = error.marker().byte_offset().filter(|_| dialect != Dialect::Json)?;
        match error.kind() {
            ErrorKind::CommentNotSeparated => Some(Self::Comment(at)),
            ErrorKind::PlainScalarStartsWithDashFlowIndicator => Some(Self::Dash(at)),
            ErrorKind::TabInBlockIndentation => Some(Self::Tabs(at)),
            ErrorKind::BomInsideDocument => Some(Self::ByteOrderMark(at)),
            _ => None,
        }
    }
}

/// A text without the oddities that were found.
pub(super) struct Mended<'t> {
    pub(super) original: &'t str,
    /// Of the length of the original.
    pub(super) text: Cow<'t, str>,
    /// Where a comment begins in the original, by where it begins in the copy.
    comments: HashMap<usize, usize>,
    /// Where the copy has a letter for a `-`.
    dashes: HashSet<usize>,
    /// Where content begins that stands behind tabs. Only brackets may hold it.
    pub(super) behind_tabs: BTreeSet<usize>,
    /// How many bytes may be read again.
    budget: usize,
}

impl<'t> Mended<'t> {
    pub(super) fn new(original: &'t str) -> Self {
        Self {
            original,
            text: Cow::Borrowed(original),
            comments: HashMap::new(),
            dashes: HashSet::new(),
            behind_tabs: BTreeSet::new(),
            budget: READ_LIMIT,
        }
    }

    /// Where the comment that the copy has at `start` begins in the original.
    pub(super) fn comment_start(&self, start: usize) -> usize {
        self.comments.get(&start).copied().unwrap_or(start)
    }

    /// Whether the copy has a letter for the `-` at `start`.
    pub(super) fn is_dash(&self, start: usize) -> bool {
        self.dashes.contains(&start)
    }

    /// Mends these; false where nothing is left to read again.
    pub(super) fn mend(&mut self, oddities: &[Oddity]) -> bool {
        let Some(budget) = self.budget.checked_sub(self.text.len()).filter(|_| !oddities.is_empty()) else {
            return false;
        };
        self.budget = budget;
        let mended = oddities.iter().filter(|oddity| self.mend_one(**oddity).is_some()).count();
        mended > 0
    }

    fn mend_one(&mut self, oddity: Oddity) -> Option<()> {
        match oddity {
            Oddity::Comment(at) => self.mend_comment(at),
            Oddity::Dash(at) => {
                self.replace(at, "-", "x")?;
                self.dashes.insert(at);
                Some(())
            }
            Oddity::Tabs(at) => self.mend_tabs(at),
            Oddity::ByteOrderMark(at) => self.mend_byte_order_mark(at),
        }
    }

    /// Puts `new` in the place of `old`, which is as long, where that stands at `at`.
    fn replace(&mut self, at: usize, old: &str, new: &str) -> Option<()> {
        let range = at..at + old.len();
        if self.text.get(range.clone()) != Some(old) || old.len() != new.len() {
            return None;
        }
        self.text.to_mut().replace_range(range, new);
        Some(())
    }

    /// The `#` moves over the first character of the comment, to leave a blank before it.
    fn mend_comment(&mut self, at: usize) -> Option<()> {
        let next = self.text.get(at + 1..)?.chars().next().filter(|next| !matches!(next, '\n' | '\r'));
        let Some(next) = next else {
            return self.replace(at, "#", " ");
        };
        let blanks = next.len_utf8();
        self.replace(at, &format!("#{next}"), &format!("{}#", " ".repeat(blanks)))?;
        self.comments.insert(at + blanks, at);
        Some(())
    }

    /// Blanks for the tabs before `at`.
    fn mend_tabs(&mut self, at: usize) -> Option<()> {
        let before = self.text.get(..at)?;
        let start = before.trim_end_matches([' ', '\t']).len();
        let blanks = before[start..].to_owned();
        if !blanks.contains('\t') {
            return None;
        }
        self.replace(start, &blanks, &" ".repeat(blanks.len()))?;
        self.behind_tabs.insert(at);
        Some(())
    }

    /// The end of the line with `---` moves over the mark behind it. Elsewhere a mark is content.
    fn mend_byte_order_mark(&mut self, at: usize) -> Option<()> {
        let before = self.text.get(..at)?;
        let line_end = if before.ends_with("\r\n") { "\r\n" } else { "\n" };
        let above = before.strip_suffix(line_end)?;
        if !above.rsplit('\n').next().unwrap_or_default().starts_with("---") {
            return None;
        }
        let start = above.len();
        self.replace(start, &format!("{line_end}\u{feff}"), &format!("   {line_end}"))
    }
}
