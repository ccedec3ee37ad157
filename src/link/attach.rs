//! Where attached resources are put.

use std::sync::Arc;

use crate::model::{ATTACHED, Resource};
use crate::value::{Kind, List, Map, Value};

/// Adds `bodies` to the list of this role.
pub(super) fn attach(target: &mut Resource, role: &str, bodies: List) {
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
