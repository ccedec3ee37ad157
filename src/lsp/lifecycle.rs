//! The beginning and the end of the conversation.

use std::sync::Arc;
use std::time::Instant;

use lsp_types::request::{RegisterCapability, WorkspaceConfiguration};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CodeLensOptions, ConfigurationItem,
    ConfigurationParams, DiagnosticOptions, DiagnosticServerCapabilities, DidChangeWatchedFilesRegistrationOptions,
    ExecuteCommandOptions, FileSystemWatcher, GlobPattern, HoverProviderCapability, OneOf, Registration,
    RegistrationParams, SaveOptions, ServerCapabilities, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};
use serde_json::{Value, json};

use super::client::Client;
use super::post::value;
use super::settings::{SECTION, Settings, Trace};
use super::state::{Asked, Phase, State};
use super::workspace::Workspace;
use super::{actions, explain};

/// Files of which the server wants to know when they change: all that is scanned, and what has a say in how.
const WATCHED: [&str; 5] = [
    "**/*.{tf,tofu,tfvars,hcl,yaml,yml,json,tpl}",
    "**/*{Dockerfile,dockerfile,Containerfile}*",
    "**/.{gitignore,ignore,ravelinignore,dockerignore,trivyignore}",
    "**/.env",
    "**/*.env",
];

/// Takes up what the client says of itself, and says what the server can.
pub(super) fn initialize(state: &mut State, params: &Value) -> Value {
    state.client = Client::of(params.get("capabilities").unwrap_or(&Value::Null));
    state.workspace = Arc::new(Workspace::of(params));
    let trace = params.get("trace").and_then(Value::as_str).and_then(Trace::named);
    state.trace = trace.unwrap_or_default();
    let options = params.get("initializationOptions").unwrap_or(&Value::Null);
    // Some clients have the section here as well.
    let options = options.get(SECTION).unwrap_or(options);
    let (settings, wrong) = Settings::read(options);
    state.settings = Arc::new(settings);
    state.phase = Phase::Open;
    for why in wrong {
        state.post.log(lsp_types::MessageType::WARNING, why);
    }
    let capabilities = capabilities(&state.client);
    json!({
        "capabilities": value(&capabilities),
        "serverInfo": {"name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION")},
    })
}

/// What the server can, for this client.
fn capabilities(client: &Client) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(client.encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
            ..TextDocumentSyncOptions::default()
        })),
        diagnostic_provider: client.pulls.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some(SECTION.to_owned()),
                inter_file_dependencies: true,
                ..DiagnosticOptions::default()
            })
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, actions::FIX_ALL]),
            resolve_provider: Some(client.resolves_edits),
            ..CodeActionOptions::default()
        })),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: vec![explain::COMMAND.to_owned()],
            ..ExecuteCommandOptions::default()
        }),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: None,
        }),
        ..ServerCapabilities::default()
    }
}

/// Asks the client for its settings, and to watch files, now that it takes requests.
pub(super) fn initialized(state: &mut State) {
    if state.client.watches {
        let watcher =
            |glob: &&str| FileSystemWatcher { glob_pattern: GlobPattern::String((*glob).to_owned()), kind: None };
        let options = DidChangeWatchedFilesRegistrationOptions { watchers: WATCHED.iter().map(watcher).collect() };
        let registration = Registration {
            id: "watched-files".to_owned(),
            method: "workspace/didChangeWatchedFiles".to_owned(),
            register_options: Some(value(&options)),
        };
        state.ask::<RegisterCapability>(Asked::Nothing, &RegistrationParams { registrations: vec![registration] });
    }
    ask_for_settings(state);
}

/// Asks the client for its settings, if it can be asked.
pub(super) fn ask_for_settings(state: &mut State) {
    if state.client.configures {
        let items = vec![ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) }];
        state.ask::<WorkspaceConfiguration>(Asked::Settings, &ConfigurationParams { items });
    }
}

/// Takes the settings that the client answers with. One that has none of its own leaves those of the start.
pub(super) fn configured(state: &mut State, result: Option<&Value>, now: Instant) {
    let settings = result.and_then(Value::as_array).and_then(|answers| answers.first());
    if let Some(settings) = settings.filter(|settings| !settings.is_null()) {
        state.set(settings, now);
    }
}
