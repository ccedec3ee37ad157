//! A check in full, for people.

use std::io::{self, Write};

use textwrap::{Options, WordSplitter};

use super::super::{compliance, lists};
use crate::check::{Check, Example, Expectation, Wording};
use crate::cli::terminal;
use crate::vocabulary::Platform;

/// What the lines below a heading start with.
const INDENT: &str = "  ";

/// Writes what there is to know of a check, with all its examples or one of each kind.
pub(super) fn write(check: &Check, all_examples: bool, out: &mut dyn Write) -> io::Result<()> {
    let text = check.text;
    let width = terminal::width().min(100);
    writeln!(out, "{}: {}\n{} · {}\n", check.id, check.title, check.severity, check.category.as_str())?;
    writeln!(out, "Why it matters\n{}\n", paragraph(text.why, width))?;
    writeln!(out, "How to mend it\n{}\n", paragraph(text.remedy, width))?;
    write_fixes(check, width, out)?;
    for Wording { platform, severity, title, why, remedy, .. } in text.wordings {
        writeln!(
            out,
            "In {platform}: {title} · {severity}\n{}\n{}\n",
            paragraph(why, width),
            paragraph(remedy, width)
        )?;
    }
    write_examples(check, all_examples, out)?;
    write_exception(check, out)?;
    write_lists(check, width, out)?;
    write_names(check, width, out)?;
    text.references.iter().try_for_each(|reference| writeln!(out, "See {reference}"))
}

/// Writes what `ravelin fix` does about it.
fn write_fixes(check: &Check, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let fixes = check.text.fix;
    if fixes.is_empty() {
        return Ok(());
    }
    let first = if fixes.len() > 1 { ", the first of these that fits" } else { "" };
    writeln!(out, "What `ravelin fix` does{first}")?;
    fixes.iter().try_for_each(|recipe| writeln!(out, "{}", paragraph(&recipe.to_string(), width)))?;
    writeln!(out)
}

/// Writes all examples, or the first that fails and the first of its language that passes.
fn write_examples(check: &Check, all: bool, out: &mut dyn Write) -> io::Result<()> {
    let examples = check.text.examples;
    let first = |expect: Expectation, of: Option<Platform>| {
        examples.iter().find(|example| example.expect == expect && of.is_none_or(|of| example.platform == of))
    };
    let fails = first(Expectation::Fails, None);
    let passes = first(Expectation::Passes, fails.map(|example| example.platform));
    let some: Vec<&Example> = fails.into_iter().chain(passes).collect();
    let shown = if all { examples.iter().collect() } else { some };
    for example in &shown {
        let verdict = match example.expect {
            Expectation::Fails => "fails",
            Expectation::Passes => "passes",
            Expectation::Unknown => "cannot be assessed",
        };
        writeln!(out, "Example that {verdict} ({})", example.platform)?;
        for line in example.text.trim_end().lines() {
            writeln!(out, "{}", format_args!("    {line}").to_string().trim_end())?;
        }
        writeln!(out)?;
    }
    if shown.len() < examples.len() {
        writeln!(out, "`ravelin explain {} --examples` prints all {} examples.\n", check.id, examples.len())?;
    }
    Ok(())
}

/// Writes how a finding of the check is accepted, in the languages that its examples are in.
fn write_exception(check: &Check, out: &mut dyn Write) -> io::Result<()> {
    let Check { id, text, .. } = check;
    let is_in = |of: fn(Platform) -> bool| text.examples.iter().any(|example| of(example.platform));
    writeln!(out, "How to except a finding")?;
    let place = if is_in(Platform::is_file) { "the instruction or block" } else { "the block" };
    writeln!(out, "  In a comment on its line, or above it or {place} around it:")?;
    writeln!(out, "    # ravelin:ignore {id} reason=\"...\"")?;
    if is_in(Platform::has_annotations) {
        writeln!(out, "  On an object, below its `metadata`:")?;
        writeln!(out, "    annotations:\n      ravelin/ignore: {id} reason=\"...\"")?;
    }
    writeln!(out, "  In `.ravelin.yaml`, also with `paths` and `resources` that it holds for:")?;
    writeln!(out, "    exceptions:\n      - checks: [{id}]\n        reason: \"...\"\n")
}

fn write_lists(check: &Check, width: usize, out: &mut dyn Write) -> io::Result<()> {
    for list in lists::told(check) {
        writeln!(out, "Facts of the list {}", list.title)?;
        if let Some(soon) = &list.soon {
            writeln!(out, "{}", paragraph(soon, width))?;
        }
        list.sources.iter().try_for_each(|source| writeln!(out, "  from {source}"))?;
        writeln!(out)?;
    }
    Ok(())
}

/// Writes what the check is called and named by elsewhere.
fn write_names(check: &Check, width: usize, out: &mut dyn Write) -> io::Result<()> {
    let text = check.text;
    let own =
        [("Weakness", text.cwe), ("Known elsewhere as", text.aliases), ("Says already what these say", text.covers)];
    let own = own.into_iter().filter(|(_, names)| !names.is_empty());
    let own = own.map(|(title, names)| (title.to_owned(), names.join(", ")));
    let controls = compliance::served(check.id).into_iter();
    let controls = controls.map(|(framework, controls)| (format!("Controls of {framework}"), controls));
    // Names are searched for, so none is broken at its hyphens.
    let options = Options::new(width).subsequent_indent(INDENT).word_splitter(WordSplitter::NoHyphenation);
    own.chain(controls)
        .try_for_each(|(title, names)| writeln!(out, "{}", textwrap::fill(&format!("{title}: {names}"), &options)))
}

fn paragraph(text: &str, width: usize) -> String {
    textwrap::fill(text, Options::new(width).initial_indent(INDENT).subsequent_indent(INDENT))
}
