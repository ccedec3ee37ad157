//! The lists that a check asks, in words.

use crate::check::Check;
use crate::check::lists::List;

/// What people want to know of a list.
pub(super) struct Told {
    /// Its name, what it lists, and the day of its facts.
    pub(super) title: String,
    /// What ends within half a year from that day, if anything does.
    pub(super) soon: Option<String>,
    /// Where its facts are from.
    pub(super) sources: &'static [&'static str],
}

/// The lists of a check, in its order.
pub(super) fn told(check: &Check) -> Vec<Told> {
    check.lists().into_iter().map(Told::of).collect()
}

impl Told {
    fn of(list: &'static List) -> Self {
        let soon: Vec<String> =
            list.ending_soon().into_iter().map(|(version, day)| format!("{version} on {day}")).collect();
        Self {
            title: format!("{}: {} (as of {})", list.name, list.about, list.as_of),
            soon: (!soon.is_empty()).then(|| format!("ends within six months: {}", soon.join(", "))),
            sources: list.sources,
        }
    }
}
