//! Whether pods run on nodes with Windows, where much of what a Linux pod can set has no meaning
//! (<https://kubernetes.io/docs/concepts/windows/intro/#compatibility-v1-pod-spec-containers-securitycontext>).

use crate::value::{Kind, List, Lookup, Truth, Value};

/// Labels of nodes that name their system; the second one is that of old clusters.
const LABELS: [&str; 2] = ["kubernetes.io/os", "beta.kubernetes.io/os"];

/// Whether a pod is one for Windows: by its system, by the selector of its nodes, or by its required affinity to nodes.
pub(in crate::shape) fn of(pod: &Value) -> Value {
    let windows = match system(pod) {
        Lookup::Found(name) => is_windows(name),
        Lookup::Unknown(unknown) => Truth::Unknown(unknown),
        Lookup::Absent => selected(pod).or(|| required(pod)),
    };
    match windows {
        Truth::Unknown(unknown) => Value::unknown(unknown.clone(), pod.span),
        known => Value::bool(known.is_true(), pod.span),
    }
}

/// The system that the pod names, which must then be that of its nodes.
fn system(pod: &Value) -> Lookup<'_> {
    at(pod, &["os", "name"])
}

fn selected(pod: &Value) -> Truth<'_> {
    let selector = pod.get("nodeSelector");
    LABELS.iter().fold(Truth::False, |any, label| {
        any.or(|| match selector {
            Lookup::Found(selector) => holds(selector.get(label), is_windows),
            Lookup::Unknown(unknown) => Truth::Unknown(unknown),
            Lookup::Absent => Truth::False,
        })
    })
}

/// Whether each of the terms, of which one must fit, asks for Windows.
fn required(pod: &Value) -> Truth<'_> {
    const TERMS: [&str; 4] =
        ["affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms"];
    holds(at(pod, &TERMS), |terms| match (&terms.kind, terms.as_unknown()) {
        (Kind::List(terms), _) => {
            let start = match (&terms.rest, terms.items.is_empty()) {
                (Some(rest), _) => Truth::Unknown(rest),
                (None, is_empty) => (!is_empty).into(),
            };
            terms.items.iter().fold(start, |all, term| all.and(|| asks_for_windows(term)))
        }
        (_, Some(unknown)) => Truth::Unknown(unknown),
        _ => Truth::False,
    })
}

/// Whether one of the expressions of a term, all of which must hold, leaves nodes with Windows only.
fn asks_for_windows(term: &Value) -> Truth<'_> {
    holds(term.get("matchExpressions"), |expressions| {
        any(expressions, |expression| {
            let is = |name: &str, is_meant: fn(&Value) -> Truth<'_>| holds(expression.get(name), is_meant);
            is("key", |key| one_of(key, &LABELS))
                .and(|| is("operator", |operator| one_of(operator, &["In"])))
                .and(|| is("values", |values| values.as_list().map_or(unknown_or_false(values), all_windows)))
        })
    })
}

fn all_windows(values: &List) -> Truth<'_> {
    let start = match &values.rest {
        Some(rest) => Truth::Unknown(rest),
        None => (!values.items.is_empty()).into(),
    };
    values.items.iter().fold(start, |all, value| all.and(|| is_windows(value)))
}

fn any<'v>(list: &'v Value, is_meant: impl Fn(&'v Value) -> Truth<'v>) -> Truth<'v> {
    let Some(list) = list.as_list() else { return unknown_or_false(list) };
    let start = list.rest.as_ref().map_or(Truth::False, |rest| Truth::Unknown(rest));
    list.items.iter().fold(start, |any, item| any.or(|| is_meant(item)))
}

fn is_windows(value: &Value) -> Truth<'_> {
    one_of(value, &["windows"])
}

fn one_of<'v>(value: &'v Value, texts: &[&str]) -> Truth<'v> {
    match value.as_str() {
        Some(text) => texts.contains(&text).into(),
        None => unknown_or_false(value),
    }
}

fn unknown_or_false(value: &Value) -> Truth<'_> {
    value.first_unknown().map_or(Truth::False, |unknown| Truth::Unknown(unknown))
}

/// What holds of a value, which does not hold where there is none.
fn holds<'v>(found: Lookup<'v>, is_meant: impl Fn(&'v Value) -> Truth<'v>) -> Truth<'v> {
    match found {
        Lookup::Found(value) => is_meant(value),
        Lookup::Unknown(unknown) => Truth::Unknown(unknown),
        Lookup::Absent => Truth::False,
    }
}

fn at<'v>(value: &'v Value, path: &[&str]) -> Lookup<'v> {
    path.iter().fold(Lookup::Found(value), |found, name| match found {
        Lookup::Found(value) => value.get(name),
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::Fixture;

    #[test]
    fn pods_of_windows_are_told_by_their_system_and_their_nodes() {
        let term = |terms: &str| {
            let required =
                format!(r#"{{"requiredDuringSchedulingIgnoredDuringExecution": {{"nodeSelectorTerms": {terms}}}}}"#);
            format!(r#"{{"affinity": {{"nodeAffinity": {required}}}}}"#)
        };
        let asked = |operator: &str, values: &str| {
            format!(
                r#"{{"matchExpressions": [{{"key": "kubernetes.io/os", "operator": "{operator}", "values": {values}}}]}}"#
            )
        };
        let windows = asked("In", r#"["windows"]"#);
        let rows = [
            (r#"{"os": {"name": "windows"}}"#.to_owned(), Some(true)),
            (r#"{"os": {"name": "linux"}, "nodeSelector": "${x}"}"#.to_owned(), Some(false)),
            (r#"{"os": {"name": "${x}"}}"#.to_owned(), None),
            (r#"{"nodeSelector": {"kubernetes.io/os": "windows"}}"#.to_owned(), Some(true)),
            (r#"{"nodeSelector": {"beta.kubernetes.io/os": "windows"}}"#.to_owned(), Some(true)),
            (r#"{"nodeSelector": {"kubernetes.io/os": "linux"}}"#.to_owned(), Some(false)),
            (r#"{"nodeSelector": "${x}"}"#.to_owned(), None),
            (term(&format!("[{windows}]")), Some(true)),
            (term(&format!("[{windows}, {}]", asked("In", r#"["linux"]"#))), Some(false)),
            (term(&format!("[{}]", asked("In", r#"["linux", "windows"]"#))), Some(false)),
            (term(&format!("[{}]", asked("NotIn", r#"["windows"]"#))), Some(false)),
            (term(&format!("[{}]", asked("In", r#"["${x}"]"#))), None),
            (term("[]"), Some(false)),
            (term(r#""${x}""#), None),
            (r#"{"affinity": "${x}"}"#.to_owned(), None),
            ("{}".to_owned(), Some(false)),
        ];
        for (pod, expected) in rows {
            let fixture = Fixture::new("Pod", "Pod/web", &pod);
            assert_eq!(of(&fixture.resource.body).as_bool(), expected, "{pod}");
        }
    }
}
