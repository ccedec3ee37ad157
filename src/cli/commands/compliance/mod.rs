//! `ravelin compliance`

mod list;
mod report;

use crate::cli::exit::Exit;
use crate::compliance;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// List the frameworks
    List(list::Args),
    /// Scan, and report how each control of a framework stands
    Report(Box<report::Args>),
}

pub(super) fn run(command: &Command) -> anyhow::Result<Exit> {
    match command {
        Command::List(args) => list::run(args),
        Command::Report(args) => report::run(args),
    }
}

/// The controls that a check serves: a framework, and the ids of its controls.
pub(super) fn served(check_id: &str) -> Vec<(&'static str, String)> {
    let mut served: Vec<(&'static str, String)> = Vec::new();
    for (framework, control) in compliance::controls_of(check_id) {
        match served.last_mut().filter(|(id, _)| *id == framework.id) {
            Some((_, controls)) => {
                controls.push_str(", ");
                controls.push_str(control.id);
            }
            None => served.push((framework.id, control.id.to_owned())),
        }
    }
    served
}
