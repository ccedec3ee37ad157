//! What resources answer to a query.

use std::io;

use serde::Serialize;

use super::super::text::{cut, one_line};
use super::View;
use super::json::write;
use super::node::Spot;
use super::walk::short_path;
use crate::check::verdict::{Failure, Verdict};
use crate::model::Resource;
use crate::source::Span;
use crate::value::Value;

/// Longest value that is shown on a line, in characters.
const LONGEST: usize = 100;

/// The answer of one resource.
pub struct Answer<'a> {
    /// The resource.
    pub resource: &'a Resource,
    /// The verdict of a check that denies what is asked.
    pub verdict: Verdict,
}

/// An answer as it is shown.
#[derive(Serialize)]
struct Row {
    address: String,
    answer: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    nodes: Vec<Hit>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    way: Vec<Place>,
}

/// A node that was selected, or by which a condition holds.
#[derive(Serialize)]
struct Hit {
    path: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<String>,
    #[serde(flatten)]
    place: Place,
}

#[derive(Serialize)]
struct Place {
    label: String,
    place: Spot,
}

const MATCH: &str = "match";
const NO_MATCH: &str = "no match";
const NOT_KNOWN: &str = "not known";

/// Writes each answer with the nodes that it is about or the reason why it is not known, and how many there are of each.
///
/// # Errors
/// What `out` says.
pub fn write_answers(view: &View<'_>, answers: &[Answer<'_>], out: &mut dyn io::Write) -> io::Result<()> {
    let rows: Vec<Row> = answers.iter().map(|answer| row(view, answer)).collect();
    for Row { address, answer, nodes, reason, way } in &rows {
        let reason = reason.as_deref().map_or_else(String::new, |reason| format!(": {reason}"));
        writeln!(out, "{}: {answer}{}", one_line(address), one_line(&reason))?;
        for Hit { path, value, place } in nodes {
            let value = value.as_deref().map_or_else(String::new, |value| format!(" = {}", cut(value, LONGEST)));
            writeln!(out, "  {}{}  # {}", one_line(path), one_line(&value), line(&place.place))?;
        }
        for step in way {
            writeln!(out, "  {}  # {}", one_line(&step.label), line(&step.place))?;
        }
    }
    let count = |answer| rows.iter().filter(|row| row.answer == answer).count();
    let counts = [MATCH, NO_MATCH, NOT_KNOWN].map(|answer| format!("{} {answer}", count(answer)));
    writeln!(out, "{}", counts.join(", "))
}

/// Writes the answers as an array.
///
/// # Errors
/// What `out` says.
pub fn write_answers_json(view: &View<'_>, answers: &[Answer<'_>], out: &mut dyn io::Write) -> io::Result<()> {
    write(&answers.iter().map(|answer| row(view, answer)).collect::<Vec<_>>(), out)
}

fn line(spot: &Spot) -> String {
    format!("{}:{}", spot.path, spot.line)
}

fn row(view: &View<'_>, Answer { resource, verdict }: &Answer<'_>) -> Row {
    let address = resource.address.to_string();
    let mask = |mut text: String| {
        view.concealed.mask_about(&address, "", &mut text);
        text
    };
    let place = |label: &str, span: Span| Place { label: label.to_owned(), place: Spot::of(view, span) };
    let (mut nodes, mut way) = (Vec::new(), Vec::new());
    let (answer, reason) = match verdict {
        Verdict::Fail(failures) => {
            let hits = failures.iter().flat_map(|failure| hits(view, failure));
            nodes.extend(hits.map(|hit| Hit { value: hit.value.map(mask), ..hit }));
            (MATCH, None)
        }
        Verdict::NotAssessed(unknown) => {
            way.extend(unknown.way.iter().map(|label| place(&label.text, label.span)));
            way.push(place("not known here", unknown.span));
            (NOT_KNOWN, Some(mask(unknown.reason.to_string())))
        }
        Verdict::Pass | Verdict::NotApplicable => (NO_MATCH, None),
    };
    Row { address, answer, nodes, reason, way }
}

fn hits<'a>(view: &'a View<'_>, failure: &'a Failure) -> impl Iterator<Item = Hit> + 'a {
    let label = if failure.path.is_empty() { "decided here" } else { "selected" };
    let hit = move |path: &str, value: Option<&Value>| Hit {
        path: short_path(path),
        value: value.map(Value::render),
        place: Place { label: label.to_owned(), place: Spot::of(view, failure.place) },
    };
    let first = std::iter::once(hit(&failure.path, failure.value.as_ref()));
    first.chain(failure.more.iter().map(move |(path, value)| hit(path, value.as_ref())))
}
