//! What the client asks for.

use lsp_server::{ErrorCode, Request, RequestId};
use lsp_types::request::{
    CodeActionRequest, CodeActionResolveRequest, CodeLensRequest, DocumentDiagnosticRequest, DocumentSymbolRequest,
    ExecuteCommand, GotoDefinition, HoverRequest, Initialize, Request as Requested, ShowDocument, Shutdown,
};
use lsp_types::{CodeAction, ExecuteCommandParams, ShowDocumentParams, Uri};
use serde_json::Value;

use super::actions::Chosen;
use super::asking::{Ask, Question};
use super::diagnostics::page;
use super::post::{Answer, Failure};
use super::state::{Asked, Phase, State};
use super::{explain, lifecycle};

/// Does what a request asks for, and answers it now or later.
pub(super) fn handle(state: &mut State, request: Request) {
    let Request { id, method, params } = request;
    match (state.phase, method.as_str()) {
        (Phase::Before, Initialize::METHOD) => {
            let result = lifecycle::initialize(state, &params);
            state.post.answer(id, Ok(result));
        }
        (Phase::Before, _) => refuse(state, id, ErrorCode::ServerNotInitialized, "`initialize` comes first"),
        (Phase::Open, Initialize::METHOD) => refuse(state, id, ErrorCode::InvalidRequest, "`initialize` comes once"),
        (Phase::Closing, _) => refuse(state, id, ErrorCode::InvalidRequest, "the server is shutting down"),
        (Phase::Open, Shutdown::METHOD) => {
            state.phase = Phase::Closing;
            state.post.answer(id, Ok(Value::Null));
        }
        (Phase::Open, _) => open(state, id, &method, params),
    }
}

fn open(state: &mut State, id: RequestId, method: &str, params: Value) {
    let asked = match method {
        DocumentDiagnosticRequest::METHOD => {
            return match read::<DocumentDiagnosticRequest>(params) {
                Ok(params) => state.pull(id, &params.text_document.uri, params.previous_result_id),
                Err(failure) => state.post.answer(id, Err(failure)),
            };
        }
        ExecuteCommand::METHOD => {
            let answer = read::<ExecuteCommand>(params).and_then(|params| explained(state, &params));
            return state.post.answer(id, answer);
        }
        HoverRequest::METHOD => read::<HoverRequest>(params).map(|params| {
            let at = params.text_document_position_params;
            (at.text_document.uri, Ask::Hover(at.position))
        }),
        GotoDefinition::METHOD => read::<GotoDefinition>(params).map(|params| {
            let at = params.text_document_position_params;
            (at.text_document.uri, Ask::Definition(at.position))
        }),
        DocumentSymbolRequest::METHOD => {
            read::<DocumentSymbolRequest>(params).map(|params| (params.text_document.uri, Ask::Symbols))
        }
        CodeLensRequest::METHOD => {
            read::<CodeLensRequest>(params).map(|params| (params.text_document.uri, Ask::Lenses))
        }
        CodeActionRequest::METHOD => read::<CodeActionRequest>(params)
            .map(|params| (params.text_document.uri.clone(), Ask::Actions(Box::new(params)))),
        CodeActionResolveRequest::METHOD => read::<CodeActionResolveRequest>(params).and_then(chosen),
        _ => return refuse(state, id, ErrorCode::MethodNotFound, format!("`{method}` is not known")),
    };
    match asked {
        Ok((uri, ask)) => state.question(Question { id, uri, ask }),
        Err(failure) => state.post.answer(id, Err(failure)),
    }
}

/// The action that a client wants the edit of.
fn chosen(action: CodeAction) -> Result<(Uri, Ask), Failure> {
    let data = action.data.clone().unwrap_or_default();
    let wrong = |error| {
        Failure::new(ErrorCode::InvalidParams, format!("the data of the action are not what they were: {error}"))
    };
    let chosen: Chosen = serde_json::from_value(data).map_err(wrong)?;
    Ok((chosen.uri.clone(), Ask::Edit(Box::new((action, chosen)))))
}

/// Opens what there is to read on a check, and gives it.
fn explained(state: &mut State, params: &ExecuteCommandParams) -> Answer {
    let wrong = |why: String| Failure::new(ErrorCode::InvalidParams, why);
    if params.command != explain::COMMAND {
        return Err(wrong(format!("there is no command `{}`", params.command)));
    }
    let id = explain::argument(&params.arguments)
        .ok_or_else(|| wrong("the first argument is the id of a check".to_owned()))?;
    let check = state.check(id).ok_or_else(|| wrong(format!("there is no check `{id}`")))?;
    if state.client.shows_documents
        && let Some(uri) = page(check)
    {
        let params = ShowDocumentParams { uri, external: Some(true), take_focus: Some(true), selection: None };
        state.ask::<ShowDocument>(Asked::Nothing, &params);
    }
    Ok(explain::explanation(check))
}

/// The parameters of a request.
fn read<R: Requested>(params: Value) -> Result<R::Params, Failure> {
    let wrong = |error: serde_json::Error| {
        Failure::new(
            ErrorCode::InvalidParams,
            format!("the parameters of `{}` are not what they must be: {error}", R::METHOD),
        )
    };
    serde_json::from_value(params).map_err(wrong)
}

fn refuse(state: &State, id: RequestId, code: ErrorCode, why: impl Into<String>) {
    state.post.answer(id, Err(Failure::new(code, why)));
}
