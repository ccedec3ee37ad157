//! What a check wants to be there.

use super::Check;
use super::query::{Clause, Query, Segment, Selector, attribute};

impl Check {
    /// The one attribute that it requires, by the names that lead to it, such as `settings.backup.enabled`; none where it
    /// asks for several, or denies something as well.
    pub fn required(&self) -> Option<String> {
        if self.deny.is_some() {
            return None;
        }
        let names = match self.require.as_ref()? {
            Clause::Path(query) => names(query)?,
            Clause::Test(expr) => names(&attribute(expr)?)?,
            Clause::Any(_) | Clause::All(_) => return None,
        };
        (!names.is_empty()).then(|| names.join("."))
    }
}

/// The names in a query of nothing but names, and of indices, which only say which of several blocks.
fn names(query: &Query) -> Option<Vec<&'static str>> {
    let mut names = Vec::new();
    for segment in query.segments {
        match segment {
            Segment::Child([Selector::Name(name)]) => names.push(*name),
            Segment::Child([Selector::Index(_)]) => {}
            _ => return None,
        }
    }
    Some(names)
}

#[cfg(test)]
mod tests {
    use crate::check::Registry;

    #[test]
    fn checks_say_the_one_attribute_that_they_require() {
        let registry = Registry::embedded();
        let required = |id: &str| registry.find(id).first().and_then(|check| check.required());
        let table =
            [("aws-rds-no-iam-auth", Some("iam_database_authentication_enabled")), ("cloud-network-open-ssh", None)];
        for (id, expected) in table {
            assert_eq!(required(id).as_deref(), expected, "{id}");
        }
    }
}
