//! What the client can. It says so at the start, in a form that grew with the protocol: what is missing, or is not what it should be, it
//! cannot do.

use serde_json::Value;

use super::positions::Encoding;

/// What the client can.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Client {
    /// What columns count.
    pub(super) encoding: Encoding,
    /// It asks for diagnostics, and is not sent any.
    pub(super) pulls: bool,
    /// It can be told to ask again.
    pub(super) refreshes: bool,
    /// Diagnostics may have related places.
    pub(super) relates: bool,
    /// Diagnostics may have the tag `deprecated`.
    pub(super) tags: bool,
    /// Diagnostics may have a link.
    pub(super) links_codes: bool,
    /// Diagnostics may have data.
    pub(super) keeps_data: bool,
    /// It can be told which files to watch.
    pub(super) watches: bool,
    /// It can be asked for settings.
    pub(super) configures: bool,
    /// It shows how far work is.
    pub(super) shows_progress: bool,
    /// It shows pages that the server names.
    pub(super) shows_documents: bool,
    /// Texts for people may be Markdown.
    pub(super) reads_markdown: bool,
    /// Symbols may hold others.
    pub(super) nests_symbols: bool,
    /// A definition may say from where it leads.
    pub(super) links_definitions: bool,
    /// Code actions may be more than commands.
    pub(super) knows_actions: bool,
    /// It asks for the edit of a code action when it is chosen.
    pub(super) resolves_edits: bool,
    /// Edits may say which version of a document they are for.
    pub(super) versions_edits: bool,
    /// It can be told to ask for code lenses again.
    pub(super) refreshes_lenses: bool,
}

impl Client {
    /// By the capabilities that it states.
    pub(super) fn of(capabilities: &Value) -> Self {
        let can = |path: &str| capabilities.pointer(path).and_then(Value::as_bool) == Some(true);
        let has = |path: &str| capabilities.pointer(path).is_some_and(Value::is_object);
        let lists = |path: &str, word: &str| words(capabilities.pointer(path)).any(|known| known == word);
        Self {
            encoding: Encoding::negotiated(words(capabilities.pointer("/general/positionEncodings"))),
            pulls: has("/textDocument/diagnostic"),
            refreshes: can("/workspace/diagnostics/refreshSupport") || can("/workspace/diagnostic/refreshSupport"),
            relates: can("/textDocument/publishDiagnostics/relatedInformation"),
            tags: has("/textDocument/publishDiagnostics/tagSupport"),
            links_codes: can("/textDocument/publishDiagnostics/codeDescriptionSupport"),
            keeps_data: can("/textDocument/publishDiagnostics/dataSupport"),
            watches: can("/workspace/didChangeWatchedFiles/dynamicRegistration"),
            configures: can("/workspace/configuration"),
            shows_progress: can("/window/workDoneProgress"),
            shows_documents: can("/window/showDocument/support"),
            reads_markdown: lists("/textDocument/hover/contentFormat", "markdown"),
            nests_symbols: can("/textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            links_definitions: can("/textDocument/definition/linkSupport"),
            knows_actions: has("/textDocument/codeAction/codeActionLiteralSupport"),
            resolves_edits: can("/textDocument/codeAction/dataSupport")
                && lists("/textDocument/codeAction/resolveSupport/properties", "edit"),
            versions_edits: can("/workspace/workspaceEdit/documentChanges"),
            refreshes_lenses: can("/workspace/codeLens/refreshSupport"),
        }
    }
}

/// The texts of a list; none where it is no list.
fn words(list: Option<&Value>) -> impl Iterator<Item = &str> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_not_stated_cannot_be_done() {
        for nothing in
            [json!(null), json!({}), json!([]), json!({"textDocument": 7, "general": {"positionEncodings": 1}})]
        {
            assert_eq!(Client::of(&nothing), Client::default());
        }
    }

    #[test]
    fn what_is_stated_is_seen() {
        let stated = json!({
            "general": {"positionEncodings": ["utf-8", "utf-16"]},
            "textDocument": {
                "diagnostic": {},
                "publishDiagnostics": {"relatedInformation": true, "dataSupport": false},
                "codeAction": {"dataSupport": true, "resolveSupport": {"properties": ["edit", 5]}},
            },
            "workspace": {"diagnostics": {"refreshSupport": true}},
        });
        let expected = Client {
            encoding: Encoding::Utf8,
            pulls: true,
            refreshes: true,
            relates: true,
            resolves_edits: true,
            ..Client::default()
        };
        assert_eq!(Client::of(&stated), expected);
    }
}
