//! What resources of one group make of each other, attached to them: rules of security groups and firewalls, and the
//! addresses that one service lets in.

use super::super::attach::attach;
use super::groups::{FIREWALLS, RULES, grouped};
use crate::model::Resource;
use crate::shape::network_rules::admits::{BESIDE, are_everyone_together, has_addresses, is_wide};
use crate::shape::network_rules::{SETTLED, settle_group};
use crate::value::{List, Value};

/// Attaches to the rules of each group what they make of each other.
pub(super) fn settle_rules(resources: &mut [Resource]) {
    for members in grouped(resources, RULES) {
        let rules: Vec<&Resource> = members.iter().map(|index| &resources[*index]).collect();
        let settled = settle_group(&rules).unwrap_or_default();
        for (index, changes) in members.into_iter().zip(settled) {
            attach(&mut resources[index], SETTLED, changes);
        }
    }
}

/// Attaches to the first wide one of those that let in everyone together, and none alone, all the others.
pub(super) fn unite_firewalls(resources: &mut [Resource]) {
    for mut members in grouped(resources, FIREWALLS) {
        members.retain(|index| has_addresses(&resources[*index].body));
        let bodies: Vec<&Value> = members.iter().map(|index| &resources[*index].body).collect();
        if are_everyone_together(&bodies) {
            let shown = bodies.iter().position(|body| is_wide(body)).unwrap_or(0);
            let others = bodies.into_iter().enumerate().filter(|(at, _)| *at != shown);
            let others = others.map(|(_, body)| body.clone()).collect();
            attach(&mut resources[members[shown]], BESIDE, List::new(others));
        }
    }
}
