//! What the server keeps of the documents that it judged last: enough to answer what is asked of them without reading anything again.

use std::path::PathBuf;
use std::sync::Arc;

use lsp_types::{Position, Uri};

use super::context::{Context, Given};
use super::diagnostics::Telling;
use super::positions::Lined;
use super::setup::{Made, Setup};
use super::snapshot::{Snapshot, Subject};
use crate::engine::{Progress, Study};
use crate::finding::Finding;
use crate::source::{FileId, Root, SourceFile, Span};

/// Documents with what was found in them.
pub(super) struct Studied {
    pub(super) snapshot: Snapshot,
    pub(super) context: Context,
    pub(super) documents: Vec<Subject>,
    pub(super) made: Made,
    pub(super) study: Study,
    /// Whether findings have their fixes.
    pub(super) has_fixes: bool,
}

impl Studied {
    /// Whether it is about this document, as it is at this revision or later.
    pub(super) fn is_of(&self, uri: &Uri, touched: u64, wants_fixes: bool) -> bool {
        self.snapshot.revision >= touched
            && (self.has_fixes || !wants_fixes)
            && self.documents.iter().any(|document| document.uri == *uri)
    }

    /// What is known of one document.
    pub(super) fn view(self: &Arc<Self>, uri: &Uri) -> Option<View> {
        let document = self.documents.iter().find(|document| document.uri == *uri)?.clone();
        let root = self.context.root();
        let sources = &self.study.scan.sources;
        let files = match &document.path {
            Some(path) => {
                let relative = root.relative(path);
                sources.iter().filter(|file| file.path() == relative).map(SourceFile::id).collect()
            }
            None => sources.iter().map(SourceFile::id).collect(),
        };
        Some(View { studied: Arc::clone(self), document, root, files })
    }
}

/// One document with what was found in it.
pub(super) struct View {
    studied: Arc<Studied>,
    pub(super) document: Subject,
    root: Root,
    /// Its text among those of the scan. A text that is read in two ways is there twice.
    pub(super) files: Vec<FileId>,
}

impl View {
    pub(super) fn study(&self) -> &Study {
        &self.studied.study
    }

    pub(super) fn snapshot(&self) -> &Snapshot {
        &self.studied.snapshot
    }

    /// By what it was judged.
    pub(super) fn setup(&self) -> Option<&Setup> {
        self.studied.made.as_ref().as_ref().ok()
    }

    /// The text in which findings of the document have their places; none where it is not scanned.
    pub(super) fn source(&self) -> Option<&SourceFile> {
        self.files.first().map(|file| self.study().scan.sources.get(*file))
    }

    /// How places are told.
    pub(super) fn telling(&self) -> Telling<'_> {
        let Snapshot { client, workspace, .. } = self.snapshot();
        let alone = self.document.path.is_none().then_some(&self.document.uri);
        Telling { client, workspace, root: &self.root, sources: &self.study().scan.sources, alone }
    }

    /// The text with its lines.
    pub(super) fn lined(&self) -> Option<Lined<'_>> {
        let source = self.source()?;
        Some(Lined { text: source.text(), lines: source.lines(), encoding: self.snapshot().client.encoding })
    }

    /// The byte offset of a position.
    pub(super) fn offset(&self, position: Position) -> Option<u32> {
        self.lined().map(|lined| lined.offset(position) as u32)
    }

    /// Whether a place is in this document.
    pub(super) fn has(&self, span: Span) -> bool {
        self.files.contains(&span.file)
    }

    /// The findings of the document that are shown.
    pub(super) fn findings(&self) -> impl Iterator<Item = &Finding> {
        let least = self.setup().map(|setup| setup.min_severity);
        let findings = least.into_iter().flat_map(|least| self.study().scan.outcome.active_from(least));
        findings.filter(|finding| self.has(finding.place))
    }

    /// Scans again, with `text` in the place of that of the document.
    pub(super) fn scan_with(&self, text: &str) -> Option<crate::engine::Scan> {
        let (progress, setup) = (Progress::default(), self.setup()?);
        let over: Vec<(&PathBuf, &str)> = self.document.path.iter().map(|path| (path, text)).collect();
        let given = Given {
            setup,
            host: &self.snapshot().host,
            documents: std::slice::from_ref(&self.document),
            library: &self.snapshot().library,
            buffers: &self.snapshot().buffers,
            over: &over,
            text: Some(text),
            with_fixes: false,
            progress: &progress,
        };
        self.studied.context.study(&given).ok().map(|study| study.scan)
    }
}
