//! Where attached resources are put.

use std::sync::Arc;

use crate::model::{ATTACHED, Resource};
use crate::shape::workload::PODS;
use crate::value::{Kind, List, Map, Value};

/// Adds `bodies` to the list of this role.
pub(super) fn attach(target: &mut Resource, role: &str, bodies: List) {
    attach_to_pod(target, 0, role, bodies);
}

/// Adds `bodies` to the list of this role of a pod of the resource, by its number.
pub(super) fn attach_to_pod(target: &mut Resource, pod: usize, role: &str, bodies: List) {
    let header = target.header;
    let number = pod.to_string();
    let path: &[&str] = if pod == 0 { &[ATTACHED] } else { &[ATTACHED, PODS, &number] };
    let roles = path.iter().try_fold(&mut target.body, |value, name| {
        let map = value.as_map_mut()?;
        if map.get(name).is_none() {
            map.insert(*name, header, Value::map(Map::new(), header));
        }
        map.get_mut(name)
    });
    let Some(roles) = roles.and_then(Value::as_map_mut) else {
        return;
    };
    if let Some(Kind::List(list)) = roles.get_mut(role).map(|value| &mut value.kind) {
        let list = Arc::make_mut(list);
        list.items.extend(bodies.items);
        list.rest = list.rest.take().or(bodies.rest);
    } else {
        let span = bodies.items.first().map_or(header, |body| body.span);
        roles.insert(role, span, Value::new(Kind::List(Arc::new(bodies)), span));
    }
}
