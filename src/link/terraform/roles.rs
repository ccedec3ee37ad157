//! The roles in which resources of one kind may be attached to those of another.

use std::collections::BTreeSet;

use super::super::role::Role;
use super::{backups, chosen, routes, settings, table, trails, users};

/// The roles of what may be attached to a resource of this kind.
pub(in crate::link) fn of_kind(kind: &str) -> BTreeSet<&'static str> {
    let named = table::of_target(kind).iter().filter(|row| !row.reversed);
    let naming = table::of_source(kind).iter().filter(|row| row.reversed);
    let settings = settings::SETTINGS.iter().filter(|row| row.targets.contains(&kind)).map(|row| row.role);
    let others = [
        (chosen::CHOSEN.iter().any(|row| row.kind == kind), backups::ROLE),
        (users::USED.contains(&kind), users::ROLE),
        ([trails::TRAIL, trails::FILTER].contains(&kind), trails::ROLE),
        (kind == routes::SUBNET, routes::ROLE),
    ];
    let others = others.into_iter().filter(|(is_one, _)| *is_one).map(|(_, role)| role);
    named.chain(naming).map(|row| row.role).chain(settings).chain(others).collect()
}

/// The roles of all kinds.
pub(in crate::link) fn all() -> BTreeSet<&'static str> {
    let rows = table::attachments().map(|row| row.role);
    let settings = settings::SETTINGS.iter().map(|row| row.role);
    rows.chain(settings).chain([backups::ROLE, users::ROLE, trails::ROLE, routes::ROLE]).collect()
}

/// The kinds that the tables name.
pub(in crate::link) fn kinds() -> BTreeSet<&'static str> {
    let rows = table::attachments().flat_map(|row| row.targets.iter().copied().chain([row.kind]));
    rows.chain(settings::SETTINGS.iter().flat_map(|row| row.targets.iter().copied().chain([row.kind]))).collect()
}

/// The roles that resources of the kind `attached` have for those of the kind `holder`.
pub(in crate::link) fn between(holder: &str, attached: &str) -> Vec<Role> {
    let naming = table::of_source(attached).iter().filter(|row| !row.reversed && row.targets.contains(&holder));
    let named = table::of_source(holder).iter().filter(|row| row.reversed && row.targets.contains(&attached));
    let settings = settings::SETTINGS.iter().filter(|row| row.kind == attached && row.targets.contains(&holder));
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
