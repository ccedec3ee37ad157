//! A row of a table of formats.

/// A format that can be asked for by its name.
#[derive(Clone, Copy)]
pub struct Format<W: 'static> {
    /// What the option takes.
    pub name: &'static str,
    /// What it is for, in one sentence without a full stop.
    pub about: &'static str,
    /// What writes it.
    pub writer: W,
}

impl<W> Format<W> {
    /// The format of this name in `table`.
    pub fn named<'t>(table: &'t [Self], name: &str) -> Option<&'t Self> {
        table.iter().find(|format| format.name == name)
    }
}
