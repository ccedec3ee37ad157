//! The list of frameworks.

use std::io;

use serde::Serialize;

use super::super::Format;
use super::super::text::cut;
use crate::compliance::{Assessable, Framework};

/// Writes a list of frameworks.
pub type ListWriter = fn(&[&Framework], &mut dyn io::Write) -> io::Result<()>;

/// Every format of the list, in the order of help.
pub const LIST_FORMATS: &[Format<ListWriter>] = &[
    Format { name: "text", about: "One line each", writer: text },
    Format { name: "json", about: "Everything, for programs", writer: json },
    Format { name: "markdown", about: "A table", writer: markdown },
];

/// Version of the `json` list.
const VERSION: u32 = 1;

/// The `json` list.
#[derive(Serialize)]
struct List<'a> {
    version: u32,
    frameworks: Vec<Entry<'a>>,
}

/// One framework.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Entry<'a> {
    id: &'a str,
    title: &'a str,
    version: &'a str,
    publisher: &'a str,
    link: &'a str,
    grade: &'a str,
    grade_meaning: &'a str,
    mapping: &'a str,
    #[serde(flatten)]
    counts: Counts,
}

/// Numbers of controls.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Counts {
    controls: usize,
    /// Wholly or partly assessable.
    assessable: usize,
    /// Of those, served by a check.
    checked: usize,
}

impl Counts {
    fn of(framework: &Framework) -> Self {
        let controls = framework.controls;
        Self {
            controls: controls.len(),
            assessable: controls.iter().filter(|control| control.assessable != Assessable::No).count(),
            checked: controls.iter().filter(|control| !control.checks.is_empty()).count(),
        }
    }
}

fn text(frameworks: &[&Framework], out: &mut dyn io::Write) -> io::Result<()> {
    let width = frameworks.iter().map(|framework| framework.id.len()).max().unwrap_or(0);
    writeln!(out, "{:width$}  grade  controls  assessable  checked  title", "id")?;
    for framework in frameworks {
        let Counts { controls, assessable, checked } = Counts::of(framework);
        let title = format!("{} {}", framework.title, framework.version);
        writeln!(
            out,
            "{:width$}  {:5}  {controls:8}  {assessable:10}  {checked:7}  {}",
            framework.id,
            framework.grade.as_str(),
            cut(&title, 70)
        )?;
    }
    Ok(())
}

fn markdown(frameworks: &[&Framework], out: &mut dyn io::Write) -> io::Result<()> {
    writeln!(out, "| id | title | version | grade | controls | assessable | checked |")?;
    writeln!(out, "|---|---|---|---|---:|---:|---:|")?;
    for framework in frameworks {
        let Counts { controls, assessable, checked } = Counts::of(framework);
        let Framework { id, title, version, link, grade, .. } = framework;
        let grade = grade.as_str();
        writeln!(out, "| `{id}` | [{title}]({link}) | {version} | {grade} | {controls} | {assessable} | {checked} |")?;
    }
    Ok(())
}

fn json(frameworks: &[&Framework], out: &mut dyn io::Write) -> io::Result<()> {
    let frameworks = frameworks
        .iter()
        .map(|framework| Entry {
            id: framework.id,
            title: framework.title,
            version: framework.version,
            publisher: framework.publisher,
            link: framework.link,
            grade: framework.grade.as_str(),
            grade_meaning: framework.grade.about(),
            mapping: framework.mapping,
            counts: Counts::of(framework),
        })
        .collect();
    serde_json::to_writer_pretty(&mut *out, &List { version: VERSION, frameworks })?;
    writeln!(out)
}
