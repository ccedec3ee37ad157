//! What settings of the account have to do with a verdict.

use std::sync::Arc;

use super::not_assessed::names;
use super::{Verdict, judge};
use crate::check::{Check, Target};
use crate::model::{ATTACHED, Resource, Setting};
use crate::value::{Kind, Value};

/// The settings of its account, attached to `resource`, for which `check` asks.
pub fn asked<'r>(check: &Check, resource: &'r Resource) -> Vec<&'r Setting> {
    if resource.settings.is_empty() {
        return Vec::new();
    }
    let names = names(check);
    resource.settings.iter().filter(|setting| names.contains(&setting.role)).collect()
}

/// Those without which the resource would not pass.
pub fn decisive<'r>(check: &Check, resource: &'r Resource) -> Vec<&'r Setting> {
    let asked = asked(check, resource);
    if asked.is_empty() || !matches!(check.target, Target::Kinds(_)) {
        return Vec::new();
    }
    match judge(check, resource, &without(&resource.body, &asked)) {
        Verdict::Pass => Vec::new(),
        Verdict::NotApplicable | Verdict::Fail(_) | Verdict::NotAssessed(_) => asked,
    }
}

/// A body without what these settings are.
fn without(body: &Value, settings: &[&Setting]) -> Value {
    let mut body = body.clone();
    let attached = body.as_map_mut().and_then(|own| own.get_mut(ATTACHED)).map(|attached| &mut attached.kind);
    if let Some(Kind::Map(roles)) = attached {
        let roles = Arc::make_mut(roles);
        for setting in settings {
            roles.remove(setting.role);
        }
    }
    body
}
