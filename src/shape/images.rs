//! The `image_reference` shape: the images of a resource.

use std::sync::Arc;

use super::{aws_tasks, compose, dockerfile, image_reference, workload};
use crate::model::{Platform, Resource};
use crate::value::{Kind, List, Lookup, Map, Value};

/// The view of `resource`; `None` where it has nothing of this shape.
pub(super) fn derive(resource: &Resource) -> Option<Value> {
    let images = match resource.platform {
        Platform::Dockerfile => stages(resource)?,
        Platform::Compose => compose::images(resource),
        _ => aws_tasks::images(resource).or_else(|| containers(resource))?,
    };
    if images.items.is_empty() && images.rest.is_none() {
        return None;
    }
    let span = resource.body.span;
    let mut view = Map::new();
    view.insert("kind", resource.header, Value::string(Arc::clone(&resource.kind), resource.header));
    view.insert("images", span, Value::new(Kind::List(Arc::new(images)), span));
    Some(Value::map(view, span))
}

/// Whether resources of this kind are known to have images.
pub(super) fn serves(kind: &str) -> bool {
    dockerfile::serves(kind) || workload::serves(kind) || aws_tasks::serves(kind)
}

/// The images of a Dockerfile, which its front end has taken apart already: those that stages build upon, and those that
/// instructions take files from.
fn stages(resource: &Resource) -> Option<List> {
    let stages = resource.body.member("stages")?.as_list()?;
    let images = stages.items.iter().flat_map(|stage| base(stage).into_iter().chain(taken(stage)));
    Some(List::with_rest(images.collect(), stages.rest.clone()))
}

fn base(stage: &Value) -> Option<Value> {
    let base = stage.member("base")?;
    let mut image = base.as_map()?.clone();
    let is_image = image.remove("kind").is_none_or(|kind| kind.value.as_str() == Some("image"));
    if let Some(platform) = stage.member("platform") {
        image.insert("platform", platform.span, platform.clone());
    }
    is_image.then(|| named(image, stage, base))
}

/// The images that the instructions of a stage take files from.
fn taken(stage: &Value) -> impl Iterator<Item = Value> {
    let items = |value: &Value, name: &str| {
        value.member(name).and_then(Value::as_list).map_or(Vec::new(), |list| list.items.clone())
    };
    let takes = items(stage, "instructions").into_iter().flat_map(move |instruction| items(&instruction, "takes"));
    let image = move |take: Value| {
        let image = take.member("image")?;
        Some(named(image.as_map()?.clone(), stage, image))
    };
    takes.filter_map(image)
}

fn containers(resource: &Resource) -> Option<List> {
    let pods = workload::Pod::find(resource);
    if pods.is_empty() {
        return None;
    }
    let mut images = Vec::new();
    let mut rest = None;
    for pod in pods {
        let mounted = volumes(&pod);
        let containers = pod.into_containers();
        images.extend(containers.items.iter().filter_map(|it| image(it.value.get("image"), &it.value)));
        images.extend(mounted);
        rest = rest.or(containers.rest);
    }
    Some(List::with_rest(images, rest))
}

/// The image of a container or volume.
fn image(image: Lookup<'_>, owner: &Value) -> Option<Value> {
    match image {
        Lookup::Found(image) => {
            let reference = image_reference::to_value(image);
            let parts = reference.as_map().cloned();
            Some(parts.map_or(reference, |parts| named(parts, owner, image)))
        }
        Lookup::Absent => None,
        Lookup::Unknown(unknown) => Some(Value::unknown(unknown.clone(), owner.span)),
    }
}

/// The images that are mounted as volumes. What is not known of a volume is hardly ever that it is an image.
fn volumes(pod: &workload::Pod) -> Vec<Value> {
    let volumes = pod.spec.value.member("volumes").and_then(Value::as_list);
    let mounted = |volume: &Value| image(volume.member("image")?.get("reference"), volume);
    volumes.into_iter().flat_map(|list| &list.items).filter_map(mounted).collect()
}

/// The parts of an image with the name of the container or stage that it is for.
fn named(mut image: Map, owner: &Value, at: &Value) -> Value {
    if let Some(name) = owner.as_map().and_then(|owner| owner.entry("name")) {
        image.insert("name", name.key_span, name.value.clone());
    }
    Value { kind: Kind::Map(Arc::new(image)), ..at.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceMap, Span};

    fn span() -> Span {
        SourceMap::new().add("Dockerfile", "x").whole()
    }

    #[test]
    fn stages_give_their_base_images() {
        let stage = |kind: &str, name: Option<&str>| {
            let mut base =
                image_reference::to_value(&Value::string("alpine:3", span())).as_map().cloned().unwrap_or_default();
            base.insert("kind", span(), Value::string(kind, span()));
            let mut stage = Map::new();
            stage.insert("base", span(), Value::map(base, span()));
            if let Some(name) = name {
                stage.insert("name", span(), Value::string(name, span()));
            }
            Value::map(stage, span())
        };
        let dockerfile = |stages: Vec<Value>| {
            let mut body = Map::new();
            body.insert("stages", span(), Value::list(stages, span()));
            Resource::new(Platform::Dockerfile, "Dockerfile", "x", "x", Value::map(body, span()), span())
        };
        let stages =
            vec![stage("image", Some("build")), stage("stage", None), stage("scratch", None), stage("image", None)];
        let text = |image: &Value| image.member("text").and_then(Value::as_str).expect("has a text").to_owned();
        let view = derive(&dockerfile(stages)).expect("has images");
        let images = &view.member("images").and_then(Value::as_list).expect("is a list").items;
        assert_eq!(images.iter().map(text).collect::<Vec<_>>(), ["alpine:3", "alpine:3"]);
        assert_eq!(images[0].member("name").and_then(Value::as_str), Some("build"));
        assert!(images[1].member("name").is_none() && images[1].member("kind").is_none());
        assert!(derive(&dockerfile(vec![stage("scratch", None)])).is_none());
        assert!(derive(&dockerfile(Vec::new())).is_none());
    }
}
