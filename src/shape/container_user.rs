//! The user of a container, which several languages write as Docker does: `user`, `uid`, `user:group` or `uid:gid`.

use crate::value::{Kind, Number, Value};

/// What it says in the names of Kubernetes.
#[derive(Default)]
pub(super) struct ContainerUser {
    /// The id, which is 0 for `root`.
    pub(super) id: Option<Value>,
    /// The id of the group.
    pub(super) group: Option<Value>,
    /// True for a name other than `root`, which the image gives an id.
    pub(super) is_other: Option<Value>,
}

impl ContainerUser {
    pub(super) fn of(user: &Value) -> Self {
        let (user, group) = match user.split_once(&[':']) {
            Some((user, group)) => (user, Some(id(&group))),
            None => (user.clone(), None),
        };
        let user = id(&user);
        match user.kind {
            Kind::String(_) => Self { id: None, group, is_other: Some(Value { kind: Kind::Bool(true), ..user }) },
            _ => Self { id: Some(user), group, is_other: None },
        }
    }
}

/// A numeric id, where it is one or `root`.
fn id(value: &Value) -> Value {
    match value.as_str() {
        Some("root") => Value { kind: Kind::Number(Number::from(0)), ..value.clone() },
        _ => number(value),
    }
}

/// A number, also where it is written as a string.
pub(super) fn number(value: &Value) -> Value {
    let digits = value.as_str().filter(|text| text.starts_with(|first: char| first.is_ascii_digit()));
    let kind = digits.and_then(Number::parse).map_or_else(|| value.kind.clone(), Kind::Number);
    Value { kind, ..value.clone() }
}
