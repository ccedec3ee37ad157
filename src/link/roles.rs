//! What may be attached to what, for those who write checks.

use super::role::Role;
use super::{kubernetes, terraform};

/// The roles that resources of the kind `attached` have for those of the kind `holder`; none where nothing attaches them.
pub fn roles(holder: &str, attached: &str) -> Vec<Role> {
    let mut roles = terraform::roles(holder, attached);
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
            let found = roles(holder, attached).into_iter().map(|role| (role.name, role.argument, role.names_holder));
            assert_eq!(found.collect::<Vec<_>>(), expected, "{attached} for {holder}");
        }
    }
}
