//! How findings are mended, as fixes.

use serde::Serialize;

use super::super::fix;
use super::super::place::Located;
use super::parts::{ArtifactLocation, Message, Region};
use super::text;
use crate::finding::{self, Edit};
use crate::source::Shown;

/// `fix`
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Fix<'a> {
    description: Message<'a>,
    artifact_changes: Vec<ArtifactChange<'a>>,
    properties: Properties<'a>,
}

/// `artifactChange`
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

/// `replacement`
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    inserted_content: Option<Message<'a>>,
}

/// What the standard has no place for.
#[derive(Serialize)]
struct Properties<'a> {
    safety: &'a str,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    placeholders: &'a [String],
    /// Other resources that change as well.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    serves: &'a [String],
}

/// The fix of a finding; none where it has none, or where a text of it must not be shown.
pub(super) fn of<'a>(finding: &'a finding::Finding, sources: Shown<'a>) -> Option<Fix<'a>> {
    let fix = finding.fix.as_ref()?;
    let change = |file: fix::FileFix<'a>| {
        let replacements = file.edits()?.iter().map(|edit| replacement(edit, sources)).collect();
        Some(ArtifactChange { artifact_location: ArtifactLocation::of(file.file.path()), replacements })
    };
    let mut description = fix::title(fix);
    if let Some(caution) = fix::caution(fix) {
        description.push_str(": ");
        description.push_str(&caution);
    }
    Some(Fix {
        description: text::plain(&description).into_owned().into(),
        artifact_changes: fix::files(fix, sources).into_iter().map(change).collect::<Option<_>>()?,
        properties: Properties { safety: fix.safety.as_str(), placeholders: &fix.placeholders, serves: &fix.serves },
    })
}

fn replacement<'a>(edit: &'a Edit, sources: Shown<'_>) -> Replacement<'a> {
    let Located { start, end, .. } = Located::new(sources, edit.span);
    Replacement {
        deleted_region: Region {
            start_line: start.line,
            start_column: start.utf16_column,
            end_line: end.line,
            end_column: end.utf16_column,
            snippet: None,
        },
        inserted_content: (!edit.text.is_empty()).then(|| edit.text.as_str().into()),
    }
}
