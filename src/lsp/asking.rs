//! Answers what is asked of documents, on a thread of its own, from what was found in them last.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use lsp_server::{ErrorCode, RequestId};
use lsp_types::{CodeAction, CodeActionParams, Position, Uri};
use serde_json::Value;

use super::actions::{self, Chosen};
use super::post::{Answer, Failure, value};
use super::studied::{Studied, View};
use super::{definition, hover, lenses, symbols};

/// What is asked of a document.
#[derive(Clone, Debug)]
pub(super) enum Ask {
    Hover(Position),
    Definition(Position),
    Symbols,
    Lenses,
    Actions(Box<CodeActionParams>),
    /// The edit of an action that was chosen.
    Edit(Box<(CodeAction, Chosen)>),
}

impl Ask {
    /// Whether it is about how findings are mended.
    pub(super) const fn wants_fixes(&self) -> bool {
        matches!(self, Self::Actions(_) | Self::Edit(_))
    }
}

/// A question, under the number that its answer has.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pub(super) id: RequestId,
    pub(super) uri: Uri,
    pub(super) ask: Ask,
}

/// What the thread does.
pub(super) enum Errand {
    /// Answers.
    Answer(Question, Arc<Studied>),
    /// Lets go what nobody needs any more: that takes time where it is much.
    Drop(Arc<Studied>),
}

impl Question {
    /// The answer. A bug costs this question.
    pub(super) fn answer(&self, studied: &Arc<Studied>) -> Answer {
        let answer = catch_unwind(AssertUnwindSafe(|| match studied.view(&self.uri) {
            Some(view) if view.setup().is_some() => self.of(&view),
            _ => Ok(self.ask.nothing()),
        }));
        let bug = |_| Err(Failure::new(ErrorCode::InternalError, "a bug in Ravelin; standard error says more"));
        answer.unwrap_or_else(bug)
    }

    fn of(&self, view: &View) -> Answer {
        Ok(match &self.ask {
            Ask::Hover(position) => value(&hover::hover(view, *position)),
            Ask::Definition(position) => value(&definition::definition(view, *position)),
            Ask::Symbols => value(&symbols::symbols(view)),
            Ask::Lenses => value(&lenses::lenses(view)),
            Ask::Actions(params) => value(&actions::actions(view, params)),
            Ask::Edit(chosen) => {
                let (action, chosen) = &**chosen;
                let gone =
                    || Failure::new(ErrorCode::ContentModified, "what the action is about is not there any more");
                let edit = actions::edit(view, chosen, true).ok_or_else(gone)?;
                value(&CodeAction { edit: Some(edit), ..action.clone() })
            }
        })
    }
}

impl Ask {
    /// The answer where nothing is known of the document.
    pub(super) fn nothing(&self) -> Value {
        match self {
            Self::Hover(_) | Self::Definition(_) | Self::Edit(_) => Value::Null,
            Self::Symbols | Self::Lenses | Self::Actions(_) => Value::Array(Vec::new()),
        }
    }
}
