//! What every document in HTML has around its content.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use super::super::tool::TOOL_VERSION;

/// The style sheet of all documents.
const STYLE: &str = include_str!("style.css");

/// Head and foot of a document.
pub(in crate::report) struct Shell {
    pub(in crate::report) title: String,
    /// What the last line says.
    pub(in crate::report) footnote: &'static str,
    pub(in crate::report) script: &'static str,
    pub(in crate::report) style: &'static str,
    pub(in crate::report) version: &'static str,
    /// The content security policy.
    pub(in crate::report) policy: String,
}

/// The one script of a document. Everything can be read without it.
#[derive(Clone, Copy)]
pub(in crate::report) enum Script {
    /// Unfolds what links lead to, and everything for paper.
    Common,
    /// Also filters, searches and sorts findings.
    Findings,
    /// Also filters and searches controls.
    Compliance,
}

impl Script {
    fn text(self) -> &'static str {
        match self {
            Self::Common => include_str!("common.js"),
            Self::Findings => concat!(include_str!("common.js"), include_str!("findings.js")),
            Self::Compliance => concat!(include_str!("common.js"), include_str!("compliance.js")),
        }
    }
}

impl Shell {
    /// The policy allows the style sheet and the script by their digests, and nothing else: no network, and no script
    /// that a text from an input might smuggle in.
    pub(in crate::report) fn new(title: impl Into<String>, footnote: &'static str, script: Script) -> Self {
        let script = script.text();
        let digest = |text: &str| STANDARD.encode(Sha256::digest(text));
        let (style_digest, script_digest) = (digest(STYLE), digest(script));
        let policy =
            format!("default-src 'none'; style-src 'sha256-{style_digest}'; script-src 'sha256-{script_digest}'");
        Self { title: title.into(), footnote, script, style: STYLE, version: TOOL_VERSION, policy }
    }
}
