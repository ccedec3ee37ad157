//! Mounts that a service takes over from others (`volumes_from`,
//! [reference](https://docs.docker.com/reference/compose-file/services/#volumes_from)).

use std::collections::HashSet;
use std::sync::Arc;

use super::file::Services;
use crate::source::Span;
use crate::value::{Kind, List, Map, Value};

/// Most services that take over mounts from each other in a row.
const DEPTH_LIMIT: usize = 32;

/// Adds the mounts of the services that another names to its own, at the place of the name.
pub(super) fn volumes(services: &mut Services) {
    let takers: Vec<(Arc<str>, Vec<Value>)> = services
        .iter()
        .filter(|(_, service)| service.body.member("volumes_from").is_some())
        .map(|(name, _)| {
            let mut taken = Vec::new();
            take(services, name, DEPTH_LIMIT, &mut HashSet::from([Arc::clone(name)]), &mut taken);
            (Arc::clone(name), taken)
        })
        .collect();
    for (name, taken) in takers {
        let Some(service) = services.get_mut(&name).filter(|_| !taken.is_empty()) else { continue };
        let own = service.body.member("volumes").and_then(Value::as_list).cloned().unwrap_or_default();
        let span = service.body.member("volumes").map_or(taken[0].span, |own| own.span);
        let list = List::with_rest(own.items.into_iter().chain(taken).collect(), own.rest);
        if let Kind::Map(body) = &mut service.body.kind {
            Arc::make_mut(body).insert("volumes", span, Value::new(Kind::List(list.into()), span));
        }
    }
}

/// Collects the mounts of the services that `name` takes them from, each service once.
fn take(services: &Services, name: &str, depth: usize, seen: &mut HashSet<Arc<str>>, taken: &mut Vec<Value>) {
    let list = |name: &str, of: &str| services.get(name)?.body.member(of)?.as_list().cloned();
    for source in list(name, "volumes_from").unwrap_or_default().items {
        let Some(text) = source.as_str() else { continue };
        let (other, mode) = text.split_once(':').unwrap_or((text, ""));
        if other == "container" || !services.contains_key(other) || !seen.insert(other.into()) {
            continue;
        }
        let mut found = list(other, "volumes").unwrap_or_default().items;
        if depth > 0 {
            take(services, other, depth - 1, seen, &mut found);
        }
        let at = |mount: &Value| mount.referenced_at(source.span, format!("service `{other}`"));
        taken.extend(
            found.iter().map(at).map(|mount| if mode == "ro" { read_only(&mount, source.span) } else { mount }),
        );
    }
}

/// The mount, from which can only be read.
fn read_only(mount: &Value, span: Span) -> Value {
    let kind = match &mount.kind {
        Kind::String(text) if text.matches(':').count() == 1 => Kind::String(format!("{text}:ro").into()),
        Kind::Map(map) => {
            let mut map = Map::clone(map);
            map.insert("read_only", span, Value::bool(true, span));
            Kind::Map(map.into())
        }
        kind => kind.clone(),
    };
    Value { kind, ..mount.clone() }
}
