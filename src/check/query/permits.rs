//! What the rules of Kubernetes' roles permit.

use super::Permission;
use super::term::Term;
use crate::value::{Kind, Lookup, Truth, Value};

/// Stands for everything in any part of a rule.
const ALL: &str = "*";

/// Takes one option of a value that is one of several.
type Resolve<'f, 'v> = &'f dyn Fn(&'v Value) -> &'v Value;

/// Whether a rule of a role permits one of the verbs on one of the resources or addresses, by itself or by a wildcard
/// (<https://kubernetes.io/docs/reference/access-authn-authz/rbac/#referring-to-resources>). Of objects that it names this
/// is said as well: a check that means all of them asks for `resourceNames`.
pub(super) fn permits<'v>(permission: &Permission, rule: Term<'v>, resolve: Resolve<'_, 'v>) -> Truth<'v> {
    let rule = match rule {
        Term::Unknown(unknown) => return Truth::Unknown(unknown),
        Term::Value(rule) => rule,
        Term::Nothing | Term::Literal(_) | Term::AtLeast(..) => return Truth::False,
    };
    let verb = any(rule, "verbs", resolve, |own| own == ALL || permission.verbs.contains(&own));
    verb.and(|| permission.targets.iter().fold(Truth::False, |any, target| any.or(|| reaches(rule, target, resolve))))
}

/// Whether a rule is about a resource, written `pods/exec` or `roles.rbac.authorization.k8s.io`, or about an address that
/// is no resource, written `/metrics`.
fn reaches<'v>(rule: &'v Value, target: &str, resolve: Resolve<'_, 'v>) -> Truth<'v> {
    if target.starts_with('/') {
        return any(rule, "nonResourceURLs", resolve, |own| {
            own.strip_suffix(ALL).map_or(own == target, |prefix| target.starts_with(prefix))
        });
    }
    let (resource, part) = split(target);
    let (name, group) = resource.split_once('.').unwrap_or((resource, ""));
    // `pods/*` is no wildcard: only all resources can be meant by one, as in `*` and `*/exec`.
    let is_named = |own: &str| {
        let (own_name, own_part) = split(own);
        own == ALL || (own_part == part && (own_name == name || (own_name == ALL && part.is_some())))
    };
    let in_group = any(rule, "apiGroups", resolve, |own| own == ALL || own == group);
    in_group.and(|| any(rule, "resources", resolve, is_named))
}

/// A resource and the part of it that is meant.
fn split(resource: &str) -> (&str, Option<&str>) {
    resource.split_once('/').map_or((resource, None), |(name, part)| (name, Some(part)))
}

/// Whether one of the texts in a list is such.
fn any<'v>(rule: &'v Value, member: &str, resolve: Resolve<'_, 'v>, is_such: impl Fn(&str) -> bool) -> Truth<'v> {
    let list = match resolve(rule).get(member) {
        Lookup::Found(list) => resolve(list),
        Lookup::Absent => return Truth::False,
        Lookup::Unknown(unknown) => return Truth::Unknown(unknown),
    };
    let Kind::List(list) = &list.kind else {
        return list.as_unknown().map_or(Truth::False, |unknown| Truth::Unknown(unknown));
    };
    let of = |item: &'v Value| match &item.kind {
        Kind::String(text) => is_such(text).into(),
        _ => item.first_unknown().map_or(Truth::False, |unknown| Truth::Unknown(unknown)),
    };
    let known = list.items.iter().map(resolve).fold(Truth::False, |any, item| any.or(|| of(item)));
    known.or(|| list.rest.as_deref().map_or(Truth::False, Truth::Unknown))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::Fixture;

    #[test]
    fn what_a_wildcard_covers_is_permitted() {
        let rows = [
            (r#"{"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}"#, "get", "secrets", 'T'),
            (r#"{"apiGroups": [""], "resources": ["*"], "verbs": ["get"]}"#, "get", "secrets", 'T'),
            (r#"{"apiGroups": ["my.group"], "resources": ["*"], "verbs": ["*"]}"#, "get", "secrets", 'F'),
            (r#"{"apiGroups": ["metrics.k8s.io"], "resources": ["pods"], "verbs": ["*"]}"#, "create", "pods", 'F'),
            (
                r#"{"apiGroups": ["*"], "resources": ["deployments"], "verbs": ["*"]}"#,
                "create",
                "deployments.apps",
                'T',
            ),
            (r#"{"apiGroups": [""], "resources": ["pods"], "verbs": ["*"]}"#, "create", "pods/exec", 'F'),
            (r#"{"apiGroups": [""], "resources": ["pods/*"], "verbs": ["*"]}"#, "create", "pods/exec", 'F'),
            (r#"{"apiGroups": ["*"], "resources": ["*/*"], "verbs": ["*"]}"#, "get", "nodes/proxy", 'F'),
            (r#"{"apiGroups": [""], "resources": ["*/exec"], "verbs": ["*"]}"#, "create", "pods/exec", 'T'),
            (r#"{"apiGroups": [""], "resources": ["pods/*"], "verbs": ["*"]}"#, "create", "pods", 'F'),
            (r#"{"apiGroups": [""], "resources": ["secrets"], "verbs": ["list"]}"#, "get", "secrets", 'F'),
            (r#"{"resources": ["secrets"], "verbs": ["get"]}"#, "get", "secrets", 'F'),
            (r#"{"apiGroups": "", "resources": ["secrets"], "verbs": ["get"]}"#, "get", "secrets", 'F'),
            (r#"{"nonResourceURLs": ["/debug/*"], "verbs": ["get"]}"#, "get", "/debug/pprof", 'T'),
            (r#"{"nonResourceURLs": ["/healthz"], "verbs": ["get"]}"#, "get", "/debug/pprof", 'F'),
            (r#"{"nonResourceURLs": ["*"], "verbs": ["get"]}"#, "get", "secrets", 'F'),
            (r#"{"apiGroups": [""], "resources": ["secrets"], "verbs": "${v}"}"#, "get", "secrets", '?'),
            (r#"{"apiGroups": [""], "resources": ["${r}"], "verbs": ["get"]}"#, "get", "secrets", '?'),
            (r#"{"apiGroups": [""], "resources": ["pods", "...${r}"], "verbs": ["get"]}"#, "get", "secrets", '?'),
            (r#"{"apiGroups": ["apps"], "resources": ["${r}"], "verbs": ["get"]}"#, "get", "secrets", 'F'),
            (r#"{"apiGroups": [""], "resources": ["${r}", "*"], "verbs": ["get"]}"#, "get", "secrets", 'T'),
        ];
        for (rule, verb, target, expected) in rows {
            let rule = Fixture::new("Role", "r", rule).resource.body;
            let permission = Permission { verbs: vec![verb].leak(), targets: vec![target].leak() };
            let truth = permits(&permission, Term::Value(&rule), &|value| value);
            assert_eq!(truth.is_true(), expected == 'T', "{verb} {target}");
            assert_eq!(truth.is_false(), expected == 'F', "{verb} {target}");
        }
    }
}
