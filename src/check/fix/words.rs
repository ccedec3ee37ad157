//! What a recipe does, in words.

use std::fmt;

use super::recipe::{Action, Content, Recipe};
use crate::check::query::{Query, Segment, Selector};

/// Longest value that is shown in a title, in characters.
const MAX_VALUE: usize = 60;

impl Recipe {
    /// What it does, as an order without a full stop: ``set `publicly_accessible` to `false` ``.
    pub fn words(&self) -> String {
        if !self.title.is_empty() {
            return self.title.to_owned();
        }
        let orders: Vec<String> = self.actions.iter().map(Action::words).collect();
        match orders.as_slice() {
            [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
            _ => orders.concat(),
        }
    }
}

/// With where it can be used, and whether somebody must look at it.
impl fmt::Display for Recipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}", self.words(), self.safety)?;
        let platforms: Vec<&str> = self.platforms.iter().map(|platform| platform.as_str()).collect();
        let of = [platforms.join(", "), self.kinds.join(", ")];
        of.iter().filter(|of| !of.is_empty()).try_for_each(|of| write!(f, "; {of}"))?;
        f.write_str(")")
    }
}

impl Action {
    fn words(&self) -> String {
        match self {
            Self::Set { path, value } => match value.words() {
                Some(value) => format!("set `{}` to `{value}`", names(path)),
                None => format!("set `{}`", names(path)),
            },
            Self::Remove { path } => format!("remove `{}`", names(path)),
            Self::Append { path, value } => match value.words() {
                Some(value) => format!("add `{value}` to `{}`", names(path)),
                None => format!("add an element to `{}`", names(path)),
            },
            Self::AddBlock { path, .. } => format!("add a block `{}`", names(path)),
            Self::Replace { path, .. } => format!("change `{}`", names(path)),
            Self::Pin { path, .. } => format!("put a version that is supported into `{}`", names(path)),
            Self::PinDigest { path } => format!("add a digest to `{}`", names(path)),
            Self::AddResource { kind, .. } => format!("add a resource `{kind}`"),
            Self::AddInstruction { text, .. } => format!("add `{}`", text.lines().next().unwrap_or_default()),
            Self::AddOption { option } => format!("add `{option}`"),
            Self::Rename { path, name } => format!("rename `{}` to `{name}`", names(path)),
        }
    }
}

impl Content {
    /// The value as text, where it is short and whole.
    fn words(&self) -> Option<String> {
        let text = match self {
            Self::Null => "null".to_owned(),
            Self::Bool(value) => value.to_string(),
            Self::Int(value) => value.to_string(),
            Self::Float(value) => value.to_string(),
            Self::Text("") => "\"\"".to_owned(),
            Self::Text(text) | Self::Raw(text) => (*text).to_owned(),
            Self::List(items) => {
                let items: Option<Vec<String>> = items.iter().map(Self::words).collect();
                format!("[{}]", items?.join(", "))
            }
            Self::Map(_) | Self::Ref(_) | Self::Copy(_) | Self::Fill(_) => return None,
        };
        (text.chars().count() <= MAX_VALUE && !text.contains(['\n', '`'])).then_some(text)
    }
}

/// The names of a path, with dots between them; what it is relative to is left out.
fn names(path: &Query) -> String {
    let name = |segment: &Segment| match segment {
        Segment::Child([Selector::Name(name)]) => Some(*name),
        _ => None,
    };
    let names: Vec<&str> = path.segments.iter().filter_map(name).collect();
    if names.is_empty() { "it".to_owned() } else { names.join(".") }
}
