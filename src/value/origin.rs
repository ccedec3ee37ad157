//! The way of a value from where it was written to where it is used.

use std::sync::Arc;

use crate::source::Span;

/// One step back towards the literal.
#[derive(Debug)]
pub struct Origin {
    /// The expression that the reference led to: a default, a module argument, a local value.
    pub span: Span,
    /// What the step goes through, such as `variable cidrs` or `output of module net`.
    pub label: Arc<str>,
    /// The step after that, if `span` is a reference as well.
    pub next: Option<Arc<Origin>>,
}

impl Origin {
    /// This step and all that follow, nearest first.
    pub fn steps(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |step| step.next.as_deref())
    }

    /// The same way to another end: that of a part of the literal.
    pub fn ending_at(&self, span: Span) -> Arc<Self> {
        let steps: Vec<&Self> = self.steps().collect();
        let last = Arc::new(Self { span, label: Arc::clone(&self.last().label), next: None });
        let before = steps.iter().rev().skip(1);
        before.fold(last, |next, step| {
            Arc::new(Self { span: step.span, label: Arc::clone(&step.label), next: Some(next) })
        })
    }

    /// The step that ends at the literal.
    pub fn last(&self) -> &Self {
        self.steps().last().unwrap_or(self)
    }
}

impl Drop for Origin {
    /// Unlinks long chains in a loop: a recursive drop could overflow the stack on hostile input.
    fn drop(&mut self) {
        let mut next = self.next.take();
        while let Some(mut origin) = next.and_then(Arc::into_inner) {
            next = origin.next.take();
        }
    }
}
