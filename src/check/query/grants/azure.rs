//! Roles of Azure (<https://learn.microsoft.com/en-us/azure/role-based-access-control/role-definitions>).

use super::super::Grant;
use super::patterns::{Resolve, any, any_of, is_such, stands_for};
use crate::value::{Kind, Truth, Value, includes};

/// A role that Azure brings, by its name and its id
/// (<https://learn.microsoft.com/en-us/azure/role-based-access-control/built-in-roles>).
struct BuiltIn {
    name: &'static str,
    id: &'static str,
    actions: &'static [&'static str],
    not_actions: &'static [&'static str],
}

/// Those that rule over other roles or over everything, and the reader. Others are not known.
const BUILT_IN: &[BuiltIn] = &[
    BuiltIn { name: "Owner", id: "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", actions: &["*"], not_actions: &[] },
    BuiltIn {
        name: "Contributor",
        id: "b24988ac-6180-42a0-ab88-20f7382dd24c",
        actions: &["*"],
        not_actions: &[
            "Microsoft.Authorization/*/Delete",
            "Microsoft.Authorization/*/Write",
            "Microsoft.Authorization/elevateAccess/Action",
        ],
    },
    BuiltIn {
        name: "User Access Administrator",
        id: "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
        actions: &["*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"],
        not_actions: &[],
    },
    BuiltIn {
        name: "Role Based Access Control Administrator",
        id: "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
        actions: &[
            "Microsoft.Authorization/roleAssignments/write",
            "Microsoft.Authorization/roleAssignments/delete",
            "*/read",
            "Microsoft.Support/*",
        ],
        not_actions: &[],
    },
    BuiltIn { name: "Reader", id: "acdd72a7-3385-48ef-bd42-f606fba81ae7", actions: &["*/read"], not_actions: &[] },
];

/// Whether `permissions` of a role definition grant one of the actions, less those of `not_actions`; whether the role of an
/// assignment does, which is given by its name or its id; whether an action includes it. What is done with data has lists
/// of its own, which grant nothing else.
pub(super) fn grants<'v>(grant: &Grant, of: &'v Value, resolve: Resolve<'_, 'v>) -> Truth<'v> {
    grant.actions.iter().fold(Truth::False, |any, action| any.or(|| grants_one(action, of, resolve)))
}

fn grants_one<'v>(asked: &str, of: &'v Value, resolve: Resolve<'_, 'v>) -> Truth<'v> {
    if !matches!(of.kind, Kind::Map(_)) {
        return any_of(of, resolve, &|text| {
            is_such(text, resolve, &|text| of_role(text, asked).unwrap_or_else(|| includes(text, asked)))
        });
    }
    let is_in = |pattern: &'v Value| stands_for(pattern, asked, resolve);
    let touches =
        |pattern: &'v Value| is_such(pattern, resolve, &|text| includes(text, asked) || includes(asked, text));
    let of_this = |member: &str| {
        any(of, member, resolve, &|text| is_such(text, resolve, &|text| of_role(text, asked).unwrap_or(false)))
    };
    any(of, "actions", resolve, &is_in)
        .and(|| !any(of, "not_actions", resolve, &touches))
        .or(|| of_this("role_definition_name"))
        .or(|| of_this("role_definition_id"))
}

/// Whether the role of this name or id grants an action; none where the text is neither.
fn of_role(text: &str, asked: &str) -> Option<bool> {
    let id = text.rsplit('/').next().unwrap_or(text);
    let is_this = |role: &&BuiltIn| text.eq_ignore_ascii_case(role.name) || id.eq_ignore_ascii_case(role.id);
    let role = BUILT_IN.iter().find(is_this)?;
    let has = |patterns: &[&str]| patterns.iter().any(|pattern| includes(pattern, asked));
    let touches = |patterns: &[&str]| patterns.iter().any(|pattern| includes(asked, pattern));
    Some(has(role.actions) && !has(role.not_actions) && !touches(role.not_actions))
}
