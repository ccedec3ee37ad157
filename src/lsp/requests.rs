//! What the client asks for.

use lsp_server::{ErrorCode, Request, RequestId};
use lsp_types::request::{DocumentDiagnosticRequest, Initialize, Request as Requested, Shutdown};
use serde_json::Value;

use super::lifecycle;
use super::post::Failure;
use super::state::{Phase, State};

/// Does what a request asks for, and answers it now or later.
pub(super) fn handle(state: &mut State, request: Request) {
    let Request { id, method, params } = request;
    match (state.phase, method.as_str()) {
        (Phase::Before, Initialize::METHOD) => {
            let answer = lifecycle::initialize(state, &params);
            state.post.answer(id, answer);
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
    match method {
        DocumentDiagnosticRequest::METHOD => match read::<DocumentDiagnosticRequest>(params) {
            Ok(params) => state.pull(id, &params.text_document.uri, params.previous_result_id),
            Err(failure) => state.post.answer(id, Err(failure)),
        },
        _ => refuse(state, id, ErrorCode::MethodNotFound, format!("`{method}` is not known")),
    }
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
