//! Whether the process that the server works for is still there. The end of its stream says so as a rule; where others hold the other end
//! of the pipe as well, nothing does.

use std::path::PathBuf;

use serde_json::Value;

/// The process that the server works for.
#[derive(Debug, Default)]
pub(super) struct Parent {
    /// Its entry among the processes; none where it has none that could vanish.
    entry: Option<PathBuf>,
}

impl Parent {
    /// By the number that the client gives (`processId`). Where there is no such process, as when the client runs in another container, it
    /// is not looked for.
    pub(super) fn of(params: &Value) -> Self {
        let number = params.get("processId").and_then(Value::as_u64);
        let entry = number.map(|number| PathBuf::from(format!("/proc/{number}")));
        Self { entry: entry.filter(|entry| entry.exists()) }
    }

    /// Whether it has ended.
    pub(super) fn is_gone(&self) -> bool {
        self.entry.as_ref().is_some_and(|entry| !entry.exists())
    }
}
