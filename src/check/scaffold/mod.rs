//! A check file to start from, with every field explained and examples that hold as they are written.

mod kind;
mod shape;
mod sketch;

use std::fmt::Write as _;

use sketch::{Sample, Sketch};

use crate::vocabulary::{Category, Severity, Shape, Word};

/// Where the schemas of the files are that people write, by name: `check`, `configuration`.
pub fn schema_address(name: &str) -> String {
    format!("https://ravelin-scanner.github.io/ravelin/schemas/{name}.json")
}

/// What a new check judges.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'s> {
    /// Resources of a kind, by one of their attributes: names with dots between, as in `spec.hostNetwork`.
    Kind(&'s str, Option<&'s str>),
    /// Whatever has a shape.
    Shape(Shape),
}

/// The text of a check file.
///
/// # Errors
/// Why no such file can be written, in a sentence.
pub fn scaffold(id: &str, severity: Severity, subject: Subject<'_>) -> Result<String, String> {
    let sketch = match subject {
        Subject::Kind(kind, attribute) => kind::sketch(kind, attribute)?,
        Subject::Shape(shape) => shape::sketch(shape),
    };
    let mut text = String::new();
    // Writing to a string never fails.
    let _ = write_file(&mut text, id, severity, &sketch);
    Ok(text)
}

fn write_file(out: &mut String, id: &str, severity: Severity, sketch: &Sketch) -> std::fmt::Result {
    let Sketch { on, about, clause, is_safe_without, query, says, category, reference, examples } = sketch;
    let absent = match is_safe_without {
        true => "# What it means that what is denied is not there: by default it is off.\nabsent: safe\n",
        false => "",
    };
    let severities = Severity::ALL.map(Severity::as_str).join(", ");
    let categories = Category::all().iter().map(|category| category.as_str()).collect::<Vec<_>>().join(", ");
    write!(
        out,
        "# yaml-language-server: $schema={}
# `ravelin checks test {id}` runs the examples below. `ravelin inspect PATH ADDRESS` prints the paths of the values that a
# query can ask, and `ravelin inspect PATH --query QUERY` what a query finds.

# Equals the name of the file.
id: {id}
# The problem as a statement, without a full stop.
title: \"TODO: what is wrong\"
# One of {severities}.
severity: {severity}
# One of {categories}.
category: {category}

# What is judged: resources of these kinds, or with a shape, such as {{shape: workload}}.
on: {on}
{}
{clause}: \"{query}\"
{absent}
# {{address}} is the resource, {{value}} what is wrong in it.
message: \"{{address}} {says}\"
why: >-
  TODO: what an attacker or an accident makes of it.
remedy: >-
  TODO: what to write instead.
# Where the provider or a standard says so: one link at least.
references:
  - {reference}
# Weaknesses (https://cwe.mitre.org) and what other tools call the check, where there are any.
cwe: []
aliases: []

# Texts of files, by language. `# here` ends each line on which a finding starts; where no comment can stand, `at` has the text
# of the line.
examples:
",
        schema_address("check"),
        wrapped(about),
    )?;
    for Sample { expect, language, text, at } in examples {
        writeln!(out, "  - {expect}:\n      {language}: |")?;
        for line in text.lines() {
            writeln!(out, "{}{line}", if line.is_empty() { "" } else { "        " })?;
        }
        if let Some(at) = at {
            writeln!(out, "    at: {at}")?;
        }
    }
    Ok(())
}

/// A comment in lines that are not too long.
fn wrapped(text: &str) -> String {
    textwrap::fill(text, textwrap::Options::new(118).initial_indent("# ").subsequent_indent("# "))
}
