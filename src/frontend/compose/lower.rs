//! Services to resources.

use std::sync::Arc;

use super::file::Service;
use crate::model::{Platform, Resource};
use crate::source::{SourceFile, Span};
use crate::value::{Address, Kind, List, Map, Reason, Unknown, Value};

/// The resource that a service of a file is.
pub(super) fn resource(file: &SourceFile, name: &str, service: &Service) -> Resource {
    let mut body = without_nulls(&service.body);
    // Only the override of another file may have neither.
    if body.member("image").is_none() && body.member("build").is_none() {
        leave_open(&mut body, Reason::Invalid("the service is only part of one".into()), service.header);
    }
    let address = Address::path(file.path()).join(name);
    let mut resource = Resource::new(Platform::Compose, "compose_service", name, &address, body, service.header);
    resource.declaration = service.declaration;
    resource.grounds.clone_from(&service.grounds);
    resource
}

/// Says that a service may hold more than is known.
pub(super) fn leave_open(body: &mut Value, reason: Reason, span: Span) {
    if let Kind::Map(map) = &mut body.kind {
        Arc::make_mut(map).open(Arc::new(Unknown::new(reason, span)));
    }
}

/// The height of a value is limited by that of YAML.
fn without_nulls(value: &Value) -> Value {
    let kind = match &value.kind {
        Kind::List(list) => {
            Kind::List(Arc::new(List::with_rest(list.items.iter().map(without_nulls).collect(), list.rest.clone())))
        }
        Kind::Map(map) => {
            let mut kept = Map::new();
            for entry in map.entries().filter(|entry| !entry.value.is_null()) {
                kept.insert(Arc::clone(&entry.key), entry.key_span, without_nulls(&entry.value));
            }
            if let Some(rest) = map.rest() {
                kept.open(Arc::clone(rest));
            }
            Kind::Map(Arc::new(kept))
        }
        _ => return value.clone(),
    };
    Value { kind, ..value.clone() }
}
