//! The `github-suggestions` format: a review of a pull request whose comments suggest how to mend findings, as GitHub's REST
//! API takes it: <https://docs.github.com/en/rest/pulls/reviews#create-a-review-for-a-pull-request>.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use super::commit_link::in_repository;
use super::fix::{self, Replaced};
use super::markdown::escape;
use super::summary;
use super::text::{counted, cut};
use super::writer::{Options, Writer};
use crate::finding::{Finding, Outcome};
use crate::source::{Provenance, Shown};

/// Most comments of a review. GitHub slows down whoever makes many at once.
const COMMENT_LIMIT: usize = 50;

/// Most characters of a message.
const MESSAGE_LIMIT: usize = 2_000;

/// Most lines that one comment replaces.
const LINE_LIMIT: usize = 100;

/// The `github-suggestions` format.
pub(super) struct Suggestions;

impl Writer for Suggestions {
    fn write(
        &self,
        outcome: &Outcome,
        sources: Shown<'_>,
        options: &Options,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let mut draft = Draft::default();
        for finding in summary::worst_first(outcome.active_from(options.min_severity)) {
            draft.add(finding, sources);
        }
        let comments = draft.comments.iter().map(|suggested| comment(suggested, &options.origin, &outcome.root));
        let review = Review { event: "COMMENT", body: draft.body(), comments: comments.collect() };
        serde_json::to_writer_pretty(&mut *out, &review)?;
        writeln!(out)
    }

    fn leaves_out_minor(&self) -> bool {
        true
    }

    fn shows_fixes(&self) -> bool {
        true
    }

    fn states_origin(&self) -> bool {
        true
    }
}

#[derive(Serialize)]
struct Review {
    event: &'static str,
    body: String,
    comments: Vec<Comment>,
}

#[derive(Serialize)]
struct Comment {
    path: String,
    /// Only where there are several lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    start_line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_side: Option<&'static str>,
    line: usize,
    side: &'static str,
    body: String,
}

/// Lines to be replaced, and the findings that this mends.
struct Suggested<'a> {
    lines: Replaced<'a>,
    findings: Vec<&'a Finding>,
}

/// What is suggested, and what is left out.
#[derive(Default)]
struct Draft<'a> {
    comments: Vec<Suggested<'a>>,
    /// How many findings are left out, by the reason.
    left_out: BTreeMap<&'static str, usize>,
}

impl<'a> Draft<'a> {
    fn add(&mut self, finding: &'a Finding, sources: Shown<'a>) {
        match self.place(finding, sources) {
            Ok(()) => {}
            Err(why) => *self.left_out.entry(why).or_default() += 1,
        }
    }

    /// Finds a comment for a finding, or says why it has none.
    fn place(&mut self, finding: &'a Finding, sources: Shown<'a>) -> Result<(), &'static str> {
        let proposed = finding.fix.as_ref().ok_or("without a fix")?;
        if !proposed.placeholders.is_empty() {
            return Err("with something to fill in");
        }
        let lines = fix::replaced(proposed, sources).ok_or("whose fix is not in one place")?;
        let (first, last) = lines.lines;
        if last - first >= LINE_LIMIT {
            return Err("whose fix is long");
        }
        let meets = |other: &Suggested<'_>| {
            other.lines.path == lines.path && first <= other.lines.lines.1 && other.lines.lines.0 <= last
        };
        match self.comments.iter().position(meets) {
            Some(at) if self.comments[at].lines == lines => self.comments[at].findings.push(finding),
            Some(_) => return Err("whose fix meets another one"),
            None if self.comments.len() == COMMENT_LIMIT => return Err("too many for one review"),
            None => self.comments.push(Suggested { lines, findings: vec![finding] }),
        }
        Ok(())
    }

    fn body(&self) -> String {
        let count = self.comments.iter().map(|suggested| suggested.findings.len()).sum();
        let said: Vec<String> = self.left_out.iter().map(|(why, count)| format!("{count} {why}")).collect();
        let left_out = if said.is_empty() { String::new() } else { format!(" Left out: {}.", said.join(", ")) };
        format!("Ravelin suggests how to mend {}.{left_out}", counted(count, "finding"))
    }
}

fn comment(suggested: &Suggested<'_>, origin: &Provenance, root: &str) -> Comment {
    let Replaced { path, lines: (first, last), text } = &suggested.lines;
    let said = |finding: &&Finding| {
        let message = escape(&cut(&finding.message, MESSAGE_LIMIT));
        format!("**{}** `{}`: {message}", finding.severity, finding.check.id)
    };
    let mut parts: Vec<String> = suggested.findings.iter().map(said).collect();
    let proposed = suggested.findings.first().and_then(|finding| finding.fix.as_ref());
    let caution = proposed.and_then(fix::caution);
    parts.extend(caution.map(|caution| format!("Look at it first: {}.", escape(&caution))));
    // A fence must be longer than what stands within.
    let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    let text = text.replace("\r\n", "\n");
    let line_break = if text.is_empty() { "" } else { "\n" };
    parts.push(format!("{fence}suggestion\n{text}{line_break}{fence}"));
    let is_long = first < last;
    Comment {
        path: in_repository(origin, root, path).unwrap_or_else(|| format!("{root}{path}")),
        start_line: is_long.then_some(*first),
        start_side: is_long.then_some("RIGHT"),
        line: *last,
        side: "RIGHT",
        body: parts.join("\n\n"),
    }
}
