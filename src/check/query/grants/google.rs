//! Roles of Google Cloud (<https://cloud.google.com/iam/docs/roles-permissions>).

use super::super::Grant;
use super::patterns::{Resolve, any, any_of, is_such};
use crate::value::{Kind, Truth, Value, includes};

/// Predefined roles, and those of their permissions by which their members get others. Sorted by role; `*` stands for any
/// text. What Google changes in them is followed by hand, so a permission that stands in several roles is one of few.
const PREDEFINED: &[(&str, &[&str])] = &[
    ("roles/cloudbuild.builds.editor", &["cloudbuild.builds.create"]),
    ("roles/deploymentmanager.editor", &["deploymentmanager.deployments.create"]),
    (
        "roles/editor",
        &["iam.serviceAccounts.actAs", "cloudbuild.builds.create", "deploymentmanager.deployments.create"],
    ),
    ("roles/iam.organizationRoleAdmin", &["iam.roles.create", "iam.roles.update"]),
    ("roles/iam.roleAdmin", &["iam.roles.create", "iam.roles.update"]),
    ("roles/iam.securityAdmin", &["*.setIamPolicy"]),
    ("roles/iam.serviceAccountAdmin", &["iam.serviceAccounts.setIamPolicy"]),
    ("roles/iam.serviceAccountKeyAdmin", &["iam.serviceAccountKeys.create"]),
    ("roles/iam.serviceAccountOpenIdTokenCreator", &["iam.serviceAccounts.getOpenIdToken"]),
    (
        "roles/iam.serviceAccountTokenCreator",
        &[
            "iam.serviceAccounts.getAccessToken",
            "iam.serviceAccounts.getOpenIdToken",
            "iam.serviceAccounts.implicitDelegation",
            "iam.serviceAccounts.signBlob",
            "iam.serviceAccounts.signJwt",
        ],
    ),
    ("roles/iam.serviceAccountUser", &["iam.serviceAccounts.actAs"]),
    ("roles/iam.workloadIdentityUser", &["iam.serviceAccounts.getAccessToken", "iam.serviceAccounts.getOpenIdToken"]),
    ("roles/orgpolicy.policyAdmin", &["orgpolicy.policy.set"]),
    (
        "roles/owner",
        &[
            "*.setIamPolicy",
            "iam.roles.*",
            "iam.serviceAccounts.actAs",
            "cloudbuild.builds.create",
            "deploymentmanager.deployments.create",
        ],
    ),
    (
        "roles/resourcemanager.folderAdmin",
        &["resourcemanager.folders.setIamPolicy", "resourcemanager.projects.setIamPolicy"],
    ),
    ("roles/resourcemanager.folderIamAdmin", &["resourcemanager.folders.setIamPolicy"]),
    (
        "roles/resourcemanager.organizationAdmin",
        &[
            "resourcemanager.folders.setIamPolicy",
            "resourcemanager.organizations.setIamPolicy",
            "resourcemanager.projects.setIamPolicy",
        ],
    ),
    ("roles/resourcemanager.projectIamAdmin", &["resourcemanager.projects.setIamPolicy"]),
];

/// Whether a predefined role has one of the permissions, which are alike for the `role` of a binding; whether a custom role
/// has it among its `permissions`, which know no wildcards; whether it is the permission.
pub(super) fn grants<'v>(grant: &Grant, of: &'v Value, resolve: Resolve<'_, 'v>) -> Truth<'v> {
    let has =
        |text: &'v Value| is_such(text, resolve, &|text| grant.actions.iter().any(|asked| grants_one(text, asked)));
    if !matches!(of.kind, Kind::Map(_)) {
        return any_of(of, resolve, &has);
    }
    any(of, "role", resolve, &has).or(|| any(of, "permissions", resolve, &has))
}

fn grants_one(text: &str, asked: &str) -> bool {
    let role = PREDEFINED.iter().find(|(role, _)| *role == text);
    role.map_or(text == asked, |(_, permissions)| permissions.iter().any(|permission| includes(permission, asked)))
}
