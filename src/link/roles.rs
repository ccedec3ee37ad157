//! In which roles something may be attached, for those who ask for one.

use std::collections::BTreeSet;

use super::{kubernetes, terraform};

/// The roles of what may be attached to resources of these kinds. Of objects of Kubernetes, of which any may be a workload,
/// they are those of all; so are those of kinds of which the tables know none.
pub fn roles(kinds: &[&str]) -> BTreeSet<&'static str> {
    let mut roles = BTreeSet::new();
    for kind in kinds {
        let of_kind = terraform::roles::of_kind(kind);
        let is_open = of_kind.is_empty();
        roles.extend(of_kind);
        if is_open {
            roles.extend(all_roles());
        }
    }
    if kinds.is_empty() { all_roles() } else { roles }
}

/// The roles of all kinds.
pub fn all_roles() -> BTreeSet<&'static str> {
    terraform::roles::all().into_iter().chain(kubernetes::all_roles()).collect()
}

/// The roles of what may be attached to workloads.
pub fn workload_roles() -> BTreeSet<&'static str> {
    kubernetes::all_roles()
}

/// The kinds that are attached to others, or to which others are.
pub fn linked_kinds() -> BTreeSet<&'static str> {
    terraform::roles::kinds()
}
