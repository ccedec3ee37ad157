//! Profiles of `AppArmor`, which older manifests name in annotations of the pod.

use std::sync::Arc;

use crate::value::{Kind, Lookup, Map, Value};

/// The annotation that names the profile of the container whose name follows.
const PREFIX: &str = "container.apparmor.security.beta.kubernetes.io/";

/// Puts the profile that an annotation names into the security context in force. The cluster takes the field of the container,
/// then the annotation, then the field of the pod
/// (<https://kubernetes.io/docs/tutorials/security/apparmor/#securing-a-pod>).
pub(super) fn annotate(container: &mut Value, annotations: Option<&Value>) {
    let name = container.member("name").and_then(Value::as_str);
    let annotations = annotations.and_then(Value::as_map);
    let Some(entry) = annotations.zip(name).and_then(|(map, name)| map.entry(&format!("{PREFIX}{name}"))) else {
        return;
    };
    let own = match container.get("securityContext") {
        Lookup::Found(context) => context.get("appArmorProfile"),
        other => other,
    };
    if !matches!(own, Lookup::Absent) {
        return;
    }
    let Some(profile) = entry.value.as_str().map(|text| profile(text, &entry.value)) else {
        return;
    };
    let effective = container.as_map_mut().and_then(|view| view.get_mut("effective")).and_then(Value::as_map_mut);
    if let Some(effective) = effective {
        effective.insert("appArmorProfile", entry.key_span, profile);
    }
}

/// The profile as the field of today would have it; a name that Kubernetes does not know stays as it is.
fn profile(text: &str, at: &Value) -> Value {
    let kind = match text {
        "runtime/default" => "RuntimeDefault",
        "unconfined" => "Unconfined",
        _ if text.starts_with("localhost/") => "Localhost",
        other => other,
    };
    let mut profile = Map::new();
    profile.insert("type", at.span, Value { kind: Kind::String(kind.into()), ..at.clone() });
    Value { kind: Kind::Map(Arc::new(profile)), ..at.clone() }
}
