//! How messages say that something has ended.

/// The end of what a list knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// What has ended, such as `standard support`.
    pub ends: &'static str,
    /// When; none where only that it has is known.
    pub when: Option<When>,
    /// What took its place, where the list says so.
    pub instead: Option<&'static str>,
}

/// When something ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// After this day, `YYYY-MM-DD`.
    Day(&'static str),
    /// With this version of what has it.
    Version(&'static str),
}

impl Ending {
    /// What is said of something that no list knows.
    pub const UNTOLD: Self = Self { ends: "support", when: None, instead: None };

    /// The words for what to do: `use policy/v1`, or `nothing took its place`.
    pub fn advice(&self) -> String {
        self.instead.map_or_else(|| "nothing took its place".to_owned(), |instead| format!("use {instead}"))
    }

    /// The words for it: `ended on 2026-03-23`, `ended with 1.25`, or `has ended`.
    pub fn until(&self) -> String {
        match self.when {
            Some(When::Day(day)) => format!("ended on {day}"),
            Some(When::Version(version)) => format!("ended with {version}"),
            None => "has ended".to_owned(),
        }
    }
}
