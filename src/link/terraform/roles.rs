//! The roles of the tables, by the kinds on both sides.

use super::super::role::Role;
use super::settings::SETTINGS;
use super::table;

/// The roles that resources of the kind `attached` have for those of the kind `holder`.
pub(in crate::link) fn roles(holder: &str, attached: &str) -> Vec<Role> {
    let naming = table::of_source(attached).iter().filter(|row| !row.reversed && row.targets.contains(&holder));
    let named = table::of_source(holder).iter().filter(|row| row.reversed && row.targets.contains(&attached));
    let settings = SETTINGS.iter().filter(|row| row.kind == attached && row.targets.contains(&holder));
    let mut roles: Vec<Role> = naming
        .map(|row| Role { name: row.role, argument: row.argument, names_holder: true })
        .chain(named.map(|row| Role { name: row.role, argument: row.argument, names_holder: false }))
        .chain(settings.map(|row| Role { name: row.role, argument: "", names_holder: true }))
        .collect();
    // Several arguments may give one role.
    let mut seen = Vec::new();
    roles.retain(|role| {
        !seen.contains(&role.name) && {
            seen.push(role.name);
            true
        }
    });
    roles
}
