//! Named volumes that stand for a path of the host: those of the driver `local` with `o: bind`, or with a disk as `device`
//! ([reference](https://docs.docker.com/reference/cli/docker/volume/create/#driver-specific-options)).

use std::sync::Arc;

use super::file::Services;
use crate::shape::BOUND_VOLUMES;
use crate::value::{Kind, Map, Value};

/// Tells services for which paths the volumes that they may mount stand.
pub(super) fn mark(services: &mut Services, volumes: &Services) {
    let mut bound = Map::new();
    for (name, volume) in volumes {
        if let Some(path) = path(&volume.body) {
            bound.insert(Arc::clone(name), volume.header, path.clone());
        }
    }
    let Some(first) = bound.entries().next().map(|entry| entry.key_span) else { return };
    let bound = Value::map(bound, first);
    for service in services.values_mut() {
        if let Kind::Map(body) = &mut service.body.kind {
            Arc::make_mut(body).insert(BOUND_VOLUMES, service.header, bound.clone());
        }
    }
}

/// The path of the host for which a volume stands.
fn path(volume: &Value) -> Option<&Value> {
    let is_local = volume.member("driver").and_then(Value::as_str).is_none_or(|driver| driver == "local");
    let options = volume.member("driver_opts").filter(|_| is_local)?;
    let device = options.member("device")?;
    let is_bind = |word: &str| matches!(word.trim(), "bind" | "rbind");
    let is_bound = options.member("o").and_then(Value::as_str).is_some_and(|words| words.split(',').any(is_bind))
        || options.member("type").and_then(Value::as_str) == Some("bind");
    let is_disk = device.as_str().is_some_and(|device| device.starts_with("/dev/"));
    (is_bound || is_disk).then_some(device)
}
