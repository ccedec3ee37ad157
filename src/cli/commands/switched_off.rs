//! What of the list of things that are switched off only the command line knows.

use super::setup::Setup;
use crate::cli::args::ScanArgs;
use crate::diagnostic::Place;
use crate::finding::{Outcome, SwitchedOff, SwitchedOffKind};

/// Adds what the baseline of the configuration knows, and takes out what the command line is stronger than.
pub(super) fn finish(args: &ScanArgs, has_baseline: bool, setup: &Setup, outcome: &mut Outcome) {
    let is_configured = has_baseline && args.since.is_none() && args.baseline.is_none();
    let count = outcome.known().count();
    if let Some(path) = setup.whole.baseline.as_ref().filter(|_| is_configured && count > 0) {
        outcome.switched_off.push(SwitchedOff {
            kind: SwitchedOffKind::Known,
            what: "gate.baseline".to_owned(),
            place: Place::File(
                path.strip_prefix(setup.fence.repository()).unwrap_or(path).to_string_lossy().into_owned(),
            ),
            count,
            holds: true,
        });
    }
    let weaker = |entry: &SwitchedOff| {
        let (key, _) = entry.what.rsplit_once(": ").unwrap_or_default();
        let budget = key.strip_prefix("gate.max: ");
        args.fail_on.is_some() || budget.is_some_and(|name| args.max.iter().any(|budget| budget.0.as_str() == name))
    };
    outcome.switched_off.retain(|entry| entry.kind != SwitchedOffKind::Gate || !weaker(entry));
}
