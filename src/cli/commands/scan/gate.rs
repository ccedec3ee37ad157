//! What closes the gate, and the code with which a scan then ends.

use std::collections::BTreeMap;
use std::str::FromStr;

use clap::builder::{BoolishValueParser, PossibleValue, TypedValueParser};

use crate::check::Severity;
use crate::cli::exit::Exit;
use crate::cli::word::{self, one_of, values};
use crate::config::ScanSettings;
use crate::finding::{Gate, Outcome};

#[derive(clap::Args)]
#[command(next_help_heading = "Gate")]
pub(super) struct GateArgs {
    /// Fail (exit code 1) on findings of this severity and above [default: medium]
    #[arg(long, value_name = "SEVERITY", value_parser = fail_on(), env = "RAVELIN_FAIL_ON")]
    fail_on: Option<FailOn>,
    /// Bear this many findings of a severity, such as `high=0,medium=10`
    ///
    /// It holds instead of what `--fail-on` says of the severity.
    #[arg(long, value_name = "SEVERITY=COUNT", value_delimiter = ',')]
    max: Vec<Budget>,
    /// Fail (exit code 3) when part of the input could not be read
    #[arg(long, value_parser = BoolishValueParser::new(), env = "RAVELIN_FAIL_ON_INCOMPLETE")]
    fail_on_incomplete: bool,
    /// End with exit code 0 although findings close the gate
    ///
    /// The report says as before how the gate stands. Exit codes 2 and 3 stay.
    #[arg(long)]
    exit_zero: bool,
}

/// The least severity that fails a run; none never fails it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FailOn(Option<Severity>);

fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    let none = PossibleValue::new("none").help("Never fail on findings");
    one_of(values::<Severity>().chain([none])).map(|word| FailOn(Severity::parse(&word)))
}

/// How many findings of a severity are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Budget(Severity, usize);

impl FromStr for Budget {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (severity, count) = text.split_once('=').ok_or("expected SEVERITY=COUNT, such as high=0")?;
        let count = count.parse().map_err(|_| format!("`{count}` is not a count"))?;
        Ok(Self(word::parse(severity)?, count))
    }
}

impl GateArgs {
    /// The command line is stronger than the configuration, severity by severity.
    pub(super) fn gate(&self, whole: &ScanSettings) -> Gate {
        let default = Gate::default();
        let asked = self.fail_on.map(|FailOn(severity)| severity).or(whole.fail_on);
        // A budget of the configuration would open what `--fail-on` closes.
        let mut budgets = if self.fail_on.is_none() { whole.budgets.clone() } else { BTreeMap::new() };
        budgets.extend(self.max.iter().map(|&Budget(severity, count)| (severity, count)));
        let fail_on_incomplete = self.fail_on_incomplete || whole.fail_on_incomplete == Some(true);
        Gate { fail_on: asked.unwrap_or(default.fail_on), budgets, fail_on_incomplete }
    }

    /// Whether this is stronger than `what` of the configuration, such as `gate.max: high: 3`.
    pub(super) fn is_stronger_than(&self, what: &str) -> bool {
        let is_budget = |Budget(severity, _): &Budget| what.starts_with(&format!("gate.max: {severity}: "));
        self.fail_on.is_some() || self.max.iter().any(is_budget)
    }

    /// Findings weigh more than incompleteness: code 3 is given only when they let the change pass.
    pub(super) fn exit(&self, gate: &Gate, outcome: &Outcome) -> Exit {
        match &outcome.gate {
            Some(verdict) if verdict.closed && !verdict.incomplete && !self.exit_zero => Exit::Findings,
            Some(verdict) if verdict.closed && gate.is_incomplete(outcome) => Exit::Incomplete,
            _ => Exit::Clean,
        }
    }
}
