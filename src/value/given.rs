//! Values that nobody wrote in the code, and what is made of them.

use std::sync::Arc;

use super::{Elsewhere, Kind, Value};

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

    /// Takes note of where a text was given, which was made of `parts`. Collections know it of each of their elements.
    pub fn made_of<'p>(&mut self, parts: impl IntoIterator<Item = &'p Self>) {
        if matches!(self.kind, Kind::String(_) | Kind::Template(_)) && self.elsewhere.is_none() {
            self.elsewhere = Elsewhere::of_parts(parts.into_iter().filter_map(|part| part.elsewhere.as_ref()));
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
