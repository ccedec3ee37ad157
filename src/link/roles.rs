//! In which roles something may be attached, for those who write checks.

use std::collections::BTreeSet;

use super::role::Role;
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

/// The roles that resources of the kind `attached` have for those of the kind `holder`; none where nothing attaches them.
pub fn roles_between(holder: &str, attached: &str) -> Vec<Role> {
    let mut roles = terraform::roles::between(holder, attached);
    roles.extend(kubernetes::role(holder, attached).map(|name| Role { name, argument: "", names_holder: true }));
    roles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_are_those_of_the_tables() {
        let cases = [
            ("aws_s3_bucket", "aws_s3_bucket_versioning", vec![("versioning", "bucket", true)]),
            ("aws_cloudtrail", "aws_s3_bucket", vec![("bucket", "s3_bucket_name", false)]),
            ("aws_s3_bucket_versioning", "aws_s3_bucket", vec![]),
            ("aws_ebs_volume", "aws_ebs_encryption_by_default", vec![("account_encryption", "", true)]),
            ("Deployment", "PodDisruptionBudget", vec![("pod_disruption_budget", "", true)]),
            ("ConfigMap", "PodDisruptionBudget", vec![]),
        ];
        for (holder, attached, expected) in cases {
            let found =
                roles_between(holder, attached).into_iter().map(|role| (role.name, role.argument, role.names_holder));
            assert_eq!(found.collect::<Vec<_>>(), expected, "{attached} for {holder}");
        }
    }
}
