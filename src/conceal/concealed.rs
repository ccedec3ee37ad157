//! What was found, ready to be taken out of texts.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use aho_corasick::{AhoCorasick, MatchKind};

use crate::source::{FileId, SourceMap, Span, TextRange};
use crate::value::Value;

/// Stands for a credential in messages.
const MASK: &str = "****";

/// Shortest credential that is looked for in every message. Shorter ones are words that stand anywhere.
const SHORTEST_WORD: usize = 6;

/// Something that must not be shown.
#[derive(Debug)]
pub(super) struct Found {
    /// The expression that holds it.
    span: Span,
    /// The text itself, where it is known and only a part of the expression.
    text: Option<Arc<str>>,
    /// Whether it is a credential wherever it stands, and not only where it was marked.
    anywhere: bool,
}

impl Found {
    /// A credential in the expression at `span`.
    pub(super) fn secret(span: Span, text: Option<Arc<str>>) -> Self {
        Self { span, text, anywhere: true }
    }

    /// A value that is not to be shown here, but may be a common word.
    pub(super) fn marked(span: Span, text: Option<Arc<str>>) -> Self {
        Self { span, text, anywhere: false }
    }

    /// The same where it stands in another text, if it does.
    pub(super) fn within(&self, span: Span, sources: &SourceMap) -> Option<Self> {
        let text = self.text.as_ref().filter(|text| !text.is_empty() && sources.slice(span).contains(&***text))?;
        Some(Self { span, text: Some(Arc::clone(text)), anywhere: self.anywhere })
    }

    /// A credential that is all of `span`.
    pub(super) fn in_text(span: Span, text: &str) -> Self {
        Self { span, text: Some(text.into()), anywhere: true }
    }
}

/// What must not be shown of a scan. The texts of its sources are concealed already.
#[derive(Debug, Default)]
pub struct Concealed {
    /// The `secrets` view of each resource, in the order of the resources.
    pub views: Vec<Value>,
    ranges: BTreeMap<FileId, Vec<TextRange>>,
    words: BTreeSet<Arc<str>>,
    /// Words that are credentials in what is said of one resource, by its address.
    words_of: HashMap<Arc<str>, BTreeSet<Arc<str>>>,
    matcher: Option<AhoCorasick>,
}

impl Concealed {
    pub(super) fn add(&mut self, found: Vec<Found>, address: Option<&Arc<str>>, sources: &SourceMap) {
        for Found { span, text, anywhere } in found {
            self.ranges.entry(span.file).or_default().extend(ranges(span, text.as_deref(), sources));
            let Some(text) = text.filter(|text| !text.trim().is_empty()) else { continue };
            for text in [escaped(&text), Some(text)].into_iter().flatten() {
                if anywhere && text.len() >= SHORTEST_WORD {
                    self.words.insert(Arc::clone(&text));
                }
                if let Some(address) = address {
                    self.words_of.entry(Arc::clone(address)).or_default().insert(text);
                }
            }
        }
    }

    /// Conceals the texts, and gets ready to mask messages.
    pub(super) fn settle(&mut self, sources: &SourceMap) {
        for file in sources.iter() {
            file.conceal(self.ranges.get(&file.id()).map_or(&[], Vec::as_slice));
        }
        if !self.words.is_empty() {
            let words = self.words.iter().map(|word| word.as_bytes());
            // Only failure is a set of words too large to index, which the size of files prevents.
            self.matcher = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok();
        }
    }

    /// Takes every credential out of a text that is shown.
    pub fn mask(&self, text: &mut String) {
        self.mask_unless(text, &|_| false);
    }

    /// As [`mask`](Self::mask), for a text about the resource of this address of which `visible` is shown. What people read
    /// there or in the address is a word like others here: the name of an image that is a password as well.
    pub fn mask_about(&self, address: &str, visible: &str, text: &mut String) {
        let own = self.words_of.get(address);
        let is_word = |word: &str| visible.contains(word);
        let mut pieces: Vec<String> = match address {
            "" => vec![std::mem::take(text)],
            address => text.split(address).map(str::to_owned).collect(),
        };
        for piece in &mut pieces {
            self.mask_unless(piece, &is_word);
            for word in own.into_iter().flatten() {
                if piece.contains(&**word) && !is_word(word) {
                    *piece = piece.replace(&**word, MASK);
                }
            }
        }
        *text = pieces.join(address);
    }

    fn mask_unless(&self, text: &mut String, is_word: &dyn Fn(&str) -> bool) {
        let Some(matcher) = self.matcher.as_ref().filter(|matcher| matcher.is_match(text.as_str())) else { return };
        let mut masked = String::with_capacity(text.len());
        matcher.replace_all_with(text, &mut masked, |_, word, masked| {
            masked.push_str(if is_word(word) { word } else { MASK });
            true
        });
        *text = masked;
    }
}

/// The text as it stands within quotes in messages, where that is another.
fn escaped(text: &Arc<str>) -> Option<Arc<str>> {
    let quoted = format!("{text:?}");
    let escaped = quoted.get(1..quoted.len() - 1).filter(|escaped| *escaped != &**text)?;
    Some(escaped.into())
}

/// The ranges to conceal: each place of `text` within the span, or all of the span.
fn ranges(span: Span, text: Option<&str>, sources: &SourceMap) -> Vec<TextRange> {
    let whole = sources.slice(span);
    let start = span.range.start as usize;
    let at = |(at, part): (usize, &str)| TextRange::new(start + at, start + at + part.len());
    let places: Vec<TextRange> = match text {
        Some(text) if !text.is_empty() => whole.match_indices(text).map(at).collect(),
        _ => Vec::new(),
    };
    if places.is_empty() { vec![span.range] } else { places }
}
