//! Paths of the host in a pod: each volume with the mounts of its containers.

mod sort;

use std::sync::Arc;

use super::Map;
use crate::value::{Coercion, Kind, List, Lookup, Part, Truth, Unknown, Value, equals};
use sort::Sort;

/// Stands for what is not known of a path. No name has it, so that no part of a path with it is taken for one that is known.
const HOLE: char = '\0';

/// The `hostPath` volumes of a pod, each once: its `name`, `path`, `type`, what `sort` of path it is, and whether a container
/// may write to it (`writable`). A part of the path that a container mounts (`subPath`) counts in place of the whole; of
/// several the worst. `None` where the pod has no volumes.
pub(in crate::shape) fn of(pod: &Value, containers: &List) -> Option<Value> {
    let volumes = pod.member("volumes")?;
    let list = volumes.as_list();
    let rest = list.map_or_else(|| volumes.as_unknown(), |list| list.rest.as_ref());
    let mounts = Mounts::of(containers);
    let of = |volume: &Value| Some(item(volume, volume.member("hostPath")?, &mounts));
    let items = list.into_iter().flat_map(|list| &list.items).filter_map(of).collect();
    Some(Value::new(Kind::List(Arc::new(List::with_rest(items, rest.cloned()))), volumes.span))
}

fn item(volume: &Value, host_path: &Value, mounts: &Mounts<'_>) -> Value {
    let mut item = Map::new();
    for (name, value) in [("name", volume.member("name")), ("type", host_path.member("type"))] {
        if let Some(value) = value {
            item.insert(name, value.span, value.clone());
        }
    }
    let own: Vec<&Value> = mounts.of_volume(volume);
    if let Some(path) = host_path.member("path") {
        let (sort, mounted) = worst_of(path, host_path.member("type"), &own);
        item.insert(
            "path",
            path.span,
            mounted.map_or_else(|| path.clone(), |mounted| Value::string(mounted, path.span)),
        );
        item.insert("sort", path.span, sort);
    }
    item.insert("writable", volume.span, writable(&own, mounts.rest.as_deref(), volume));
    Value::map(item, volume.span)
}

/// The worst sort of what is mounted, and the path that has it where that is known.
fn worst_of(path: &Value, of_type: Option<&Value>, mounts: &[&Value]) -> (Value, Option<String>) {
    let Some(text) = path.as_str() else {
        let known = |sort: Sort| Value::string(sort.as_str(), path.span);
        let unknown = || path.first_unknown().map(|unknown| Value::unknown(Arc::clone(unknown), path.span));
        return (partly(path).map(known).or_else(unknown).unwrap_or_else(|| known(Sort::Plain)), None);
    };
    let is_socket = of_type.and_then(Value::as_str) == Some("Socket");
    let sort = |path: &str, may_write| Sort::of(path, is_socket, may_write);
    if mounts.is_empty() {
        // What nothing mounts is taken for what anything may be done with.
        return (Value::string(sort(text, true).as_str(), path.span), None);
    }
    let mut worst: Option<(Sort, String)> = None;
    let mut open: Option<(Sort, &Unknown)> = None;
    for mount in mounts {
        let part = mount.member("subPath").and_then(Value::as_str).filter(|part| !part.is_empty());
        let mounted = part.map_or_else(|| text.to_owned(), |part| format!("{}/{part}", text.trim_end_matches('/')));
        let [read, written] = [false, true].map(|may_write| sort(&mounted, may_write));
        let certain = match may_write(mount) {
            Truth::True => written,
            Truth::False => read,
            Truth::Unknown(unknown) => {
                open = open.filter(|(other, _)| *other >= written).or(Some((written, unknown)));
                read
            }
        };
        if worst.as_ref().is_none_or(|(known, _)| certain > *known) {
            worst = Some((certain, mounted));
        }
    }
    let (worst, mounted) = worst.unwrap_or((Sort::Plain, text.to_owned()));
    match open {
        Some((written, unknown)) if written > worst => (Value::unknown(unknown.clone(), path.span), Some(mounted)),
        _ => (Value::string(worst.as_str(), path.span), Some(mounted)),
    }
}

/// The sort of a path of which the known parts tell it, whatever the others are: `${DIR}/docker.sock`.
fn partly(path: &Value) -> Option<Sort> {
    let Kind::Template(template) = &path.kind else { return None };
    let text = |part: &Part| match part {
        Part::Text(text) => text.to_string(),
        Part::Hole(_) => HOLE.to_string(),
    };
    let text: String = template.parts.iter().map(text).collect();
    let sort = Sort::of(&text, false, false);
    matches!(sort, Sort::Socket | Sort::Credentials).then_some(sort)
}

fn writable(mounts: &[&Value], rest: Option<&Unknown>, volume: &Value) -> Value {
    let start = rest.map_or(Truth::False, Truth::Unknown);
    let any = mounts.iter().fold(start, |any, mount| any.or(|| may_write(mount)));
    match any {
        Truth::Unknown(unknown) => Value::unknown(unknown.clone(), volume.span),
        known => Value::bool(known.is_true(), volume.span),
    }
}

fn may_write(mount: &Value) -> Truth<'_> {
    match mount.get("readOnly") {
        Lookup::Absent => Truth::True,
        Lookup::Unknown(unknown) => Truth::Unknown(unknown),
        Lookup::Found(value) => match (&value.kind, value.first_unknown()) {
            (Kind::Bool(read_only), _) => (!read_only).into(),
            (_, Some(unknown)) => Truth::Unknown(unknown),
            (_, None) => Truth::True,
        },
    }
}

/// The mounts of all containers.
struct Mounts<'v> {
    items: Vec<&'v Value>,
    /// Why there may be more.
    rest: Option<Arc<Unknown>>,
}

impl<'v> Mounts<'v> {
    fn of(containers: &'v List) -> Self {
        let lists: Vec<&Value> =
            containers.items.iter().filter_map(|container| container.member("volumeMounts")).collect();
        let rests = lists.iter().filter_map(|list| match list.as_list() {
            Some(list) => list.rest.as_ref(),
            None => list.as_unknown(),
        });
        let rest = rests.chain(&containers.rest).next().cloned();
        Self { items: lists.iter().filter_map(|list| list.as_list()).flat_map(|list| &list.items).collect(), rest }
    }

    /// Those that name the volume, or may.
    fn of_volume(&self, volume: &Value) -> Vec<&'v Value> {
        let Some(name) = volume.member("name") else { return Vec::new() };
        let is_named = |mount: &&&Value| {
            mount.member("name").is_some_and(|own| matches!(equals(own, name, Coercion::Scalars), Truth::True))
        };
        self.items.iter().filter(is_named).copied().collect()
    }
}
