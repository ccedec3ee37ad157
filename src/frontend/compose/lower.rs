//! Services, volumes and configs to resources.

use std::collections::HashSet;
use std::sync::Arc;

use super::file::{Service, Services};
use crate::model::{Platform, Resource};
use crate::source::{SourceFile, Span};
use crate::value::{Address, Kind, Map, Reason, Unknown, Value};

/// Why more may be said of a service.
const PART: &str = "the service is only part of one";

/// What is known of a file that may be a part of another project.
#[derive(Default)]
pub(super) struct Fragment {
    /// Whether the name says so.
    pub(super) is_named: bool,
    /// The services that the file beside has, of which those of this one are parts.
    pub(super) of: HashSet<Arc<str>>,
}

/// The resource that a service of a file is. One that a provider makes is no container.
pub(super) fn service(file: &SourceFile, name: &Arc<str>, service: &Service, fragment: &Fragment) -> Resource {
    let mut body = service.body.without_nulls();
    let has = |member: &str| body.member(member).is_some();
    if has("provider") && !has("image") && !has("build") {
        return resource(file, "compose_provider", &[name], service, body);
    }
    // Only the override of another file may have neither.
    if !has("image") && !has("build") || fragment.of.contains(name) {
        leave_open(&mut body, Reason::Partial(PART.into()), service.header);
    }
    resource(file, "compose_service", &[name], service, body)
}

/// Whether a service is only a part of one.
pub(super) fn is_part(resource: &Resource) -> bool {
    let rest = resource.body.as_map().and_then(Map::rest);
    rest.is_some_and(|rest| matches!(&rest.reason, Reason::Partial(why) if **why == *PART))
}

/// The resources that say something beside services: volumes with options, and configs whose text is written in the file.
pub(super) fn others(file: &SourceFile, volumes: &Services, configs: &Services) -> Vec<Resource> {
    let of = |section: &'static str, kind: &'static str, member: &'static str, elements: &Services| -> Vec<Resource> {
        let wanted = elements.iter().filter(|(_, element)| element.body.member(member).is_some());
        wanted
            .map(|(name, element)| resource(file, kind, &[section, name], element, element.body.without_nulls()))
            .collect()
    };
    let mut others = of("volumes", "compose_volume", "driver_opts", volumes);
    others.extend(of("configs", "compose_config", "content", configs));
    others
}

fn resource(file: &SourceFile, kind: &str, names: &[&str], element: &Service, body: Value) -> Resource {
    let address = names.iter().fold(Address::path(file.path()), |address, name| address.join(name));
    let name = names.last().copied().unwrap_or_default();
    let mut resource = Resource::new(Platform::Compose, kind, name, &address, body, element.header);
    resource.declaration = element.declaration;
    resource.grounds.clone_from(&element.grounds);
    resource.readings.clone_from(&element.readings);
    resource
}

/// Says that a service may hold more than is known.
pub(super) fn leave_open(body: &mut Value, reason: Reason, span: Span) {
    if let Kind::Map(map) = &mut body.kind {
        Arc::make_mut(map).open(Arc::new(Unknown::new(reason, span)));
    }
}
