//! The security context: users, capabilities, and the options of the container engine.

use std::sync::Arc;

use super::super::container_user::ContainerUser;
use super::service::{Service, boolean};
use crate::value::{Kind, Value};

/// The `securityContext` of the service's container.
pub(super) fn context(service: &Service<'_>) -> Option<Value> {
    let flag = |name: &str| service.path(&[name]).map(|value| boolean(&value));
    let capabilities = service.object([
        ("add", service.list_of("cap_add", |item| vec![item.clone()])),
        ("drop", service.list_of("cap_drop", |item| vec![item.clone()])),
    ]);
    let user = service.path(&["user"]).map_or_else(ContainerUser::default, |user| ContainerUser::of(&user));
    service.object([
        ("privileged", flag("privileged")),
        ("readOnlyRootFilesystem", flag("read_only")),
        ("allowPrivilegeEscalation", option(service, "no-new-privileges").map(|value| may_gain(&value))),
        ("capabilities", capabilities),
        ("runAsUser", user.id),
        ("runAsGroup", user.group),
        ("runAsNonRoot", user.is_other),
        ("seccompProfile", profile(service, "seccomp")),
        ("appArmorProfile", profile(service, "apparmor")),
        ("procMount", proc_mount(service)),
    ])
}

/// The value of one of `security_opt`, such as `unconfined` of `seccomp:unconfined`; empty for a bare word.
fn option(service: &Service<'_>, name: &str) -> Option<Value> {
    let options = service.list("security_opt");
    let mut unknown = options.rest;
    for item in &options.items {
        match item.split_once(&[':', '=']) {
            Some((key, value)) if key.as_str() == Some(name) => return Some(value),
            _ if item.as_str() == Some(name) => return Some(Value { kind: Kind::String("".into()), ..item.clone() }),
            Some((key, _)) => unknown = unknown.or_else(|| key.first_unknown().cloned()),
            None => unknown = unknown.or_else(|| item.first_unknown().cloned()),
        }
    }
    unknown.map(|unknown| Value::unknown(unknown, service.header))
}

/// Whether processes may gain privileges, from the value of `no-new-privileges`.
fn may_gain(value: &Value) -> Value {
    let kind = match (value.as_str(), boolean(value).kind) {
        (Some(""), _) => Kind::Bool(false),
        (_, Kind::Bool(none)) => Kind::Bool(!none),
        (_, kind) => kind,
    };
    Value { kind, ..value.clone() }
}

/// A profile of seccomp or `AppArmor` by its kind in Kubernetes.
fn profile(service: &Service<'_>, name: &str) -> Option<Value> {
    let value = option(service, name)?;
    let kind = match value.as_str() {
        Some("unconfined") => Kind::String("Unconfined".into()),
        Some("builtin" | "docker-default") => Kind::String("RuntimeDefault".into()),
        Some(_) => Kind::String("Localhost".into()),
        None => value.first_unknown().map_or(Kind::Null, |unknown| Kind::Unknown(Arc::clone(unknown))),
    };
    service.object([("type", Some(Value { kind, ..value }))])
}

/// `systempaths=unconfined` shows all of `/proc`.
fn proc_mount(service: &Service<'_>) -> Option<Value> {
    let value = option(service, "systempaths")?;
    match value.as_str() {
        Some("unconfined") => Some(Value { kind: Kind::String("Unmasked".into()), ..value }),
        Some(_) => None,
        None => Some(value),
    }
}
