//! What the larger parts of SARIF are made of: texts, files and places.

use std::borrow::Cow;

use serde::Serialize;

use super::uri;

/// Stands for the scan root, which is not named.
pub(super) const ROOT: &str = "SRCROOT";

/// `artifactLocation`
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactLocation {
    pub(super) uri: String,
    pub(super) uri_base_id: &'static str,
}

impl ArtifactLocation {
    /// A file by its path relative to the scan root.
    pub(super) fn of(path: &str) -> Self {
        Self { uri: uri::from_path(path), uri_base_id: ROOT }
    }
}

/// `region`, with columns in UTF-16 code units and the end one past the last of them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region<'a> {
    pub(super) start_line: u32,
    pub(super) start_column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) snippet: Option<Message<'a>>,
}

/// `message`, and everything else that is a text in the same form.
#[derive(Serialize)]
pub(super) struct Message<'a> {
    pub(super) text: Cow<'a, str>,
}

impl<'a> From<&'a str> for Message<'a> {
    fn from(text: &'a str) -> Self {
        Self { text: text.into() }
    }
}

impl From<String> for Message<'_> {
    fn from(text: String) -> Self {
        Self { text: text.into() }
    }
}

impl<'a> From<Cow<'a, str>> for Message<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self { text }
    }
}
