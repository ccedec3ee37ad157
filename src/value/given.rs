//! Values that nobody wrote in the code, and what is made of them.

use std::sync::Arc;

use super::{Elsewhere, GivenIn, Kind, Value};

impl Value {
    /// The same value, of which each part has what `elsewhere` says of it, where it says something.
    #[must_use]
    pub fn from_elsewhere(&self, elsewhere: &mut dyn FnMut(&Self) -> Option<Arc<Elsewhere>>) -> Self {
        let mut marked = self.map_children(|child| child.from_elsewhere(elsewhere));
        if let Some(elsewhere) = elsewhere(self) {
            marked.elsewhere = Some(elsewhere);
        }
        marked
    }

    /// Takes note of where a text was given, which was made of `parts`. Collections know it of each of their elements. What
    /// is the same as a part that was written is that part.
    pub fn made_of<'p>(&mut self, parts: impl IntoIterator<Item = &'p Self>) {
        if !matches!(self.kind, Kind::String(_) | Kind::Template(_)) || self.elsewhere.is_some() {
            return;
        }
        let mut elsewheres = Vec::new();
        for part in parts {
            match &part.elsewhere {
                Some(elsewhere) => elsewheres.push(elsewhere),
                None if part.as_str().is_some_and(|text| self.as_str() == Some(text)) => return,
                None => {}
            }
        }
        self.elsewhere = Elsewhere::of_parts(elsewheres.into_iter());
    }

    /// Takes note that this was read out of a text of which only a part was given: what was written beside it was not.
    pub fn read_beside(&mut self, given: Option<&GivenIn>) {
        if let (Kind::String(part), Some(given)) = (&self.kind, given)
            && !given.has(part)
        {
            self.elsewhere = None;
        }
    }

    /// What is to be said of a text that is given as it is.
    pub fn as_given(&self) -> Option<Arc<Elsewhere>> {
        match &self.kind {
            Kind::String(text) => Some(Arc::new(Elsewhere::given(Arc::clone(text)))),
            Kind::Number(number) => Some(Arc::new(Elsewhere::given(number.to_string()))),
            _ => None,
        }
    }
}
