//! Attaches resources that configure another one to it, so that a check sees one whole.
//!
//! To attach one more kind: a row in the table below `terraform` or in that of `kubernetes`, and one in
//! `docs/checks.md`.

mod kubernetes;
mod terraform;

use std::sync::Arc;

use super::{ATTACHED, Resource};
use crate::source::SourceMap;
use crate::value::{Kind, List, Map, Value};

/// Attaches what belongs together within one Terraform root module: addresses mean nothing beyond it.
///
/// Where it is not known what a resource configures, the lists of its role stay open.
pub fn link_module(resources: &mut [Resource]) {
    terraform::link(resources);
}

/// Attaches Kubernetes objects to each other, among all resources of one scan, whose texts `sources` holds.
///
/// Where it is not known what an object is meant for, the lists of its role stay open.
pub fn link_objects(resources: &mut [Resource], sources: &SourceMap) {
    kubernetes::link(resources, sources);
}

/// Adds `bodies` to the list of this role.
fn attach(target: &mut Resource, role: &str, bodies: List) {
    let header = target.header;
    let Kind::Map(own) = &mut target.body.kind else {
        return;
    };
    let own = Arc::make_mut(own);
    if own.get(ATTACHED).is_none() {
        own.insert(ATTACHED, header, Value::map(Map::new(), header));
    }
    let Some(Kind::Map(roles)) = own.get_mut(ATTACHED).map(|value| &mut value.kind) else {
        return;
    };
    let roles = Arc::make_mut(roles);
    if let Some(Kind::List(list)) = roles.get_mut(role).map(|value| &mut value.kind) {
        let list = Arc::make_mut(list);
        list.items.extend(bodies.items);
        list.rest = list.rest.take().or(bodies.rest);
    } else {
        let span = bodies.items.first().map_or(header, |body| body.span);
        roles.insert(role, span, Value::new(Kind::List(Arc::new(bodies)), span));
    }
}
