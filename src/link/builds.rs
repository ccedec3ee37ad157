//! Dockerfiles and who builds them: a build names the stage of which it makes the image.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexSet;

use crate::model::{BUILT_FROM, Platform, Resource};
use crate::value::{Kind, List, Map, Value};

/// The member of a Dockerfile's body that is the stage which a build names.
const TARGET: &str = "target";

/// Most stages of one Dockerfile that builds name.
const MOST_TARGETS: usize = 32;

/// The stages that builds make images of; none for the last one.
type Targets = IndexSet<Option<String>>;

/// Puts in the place of each Dockerfile that something builds one resource for each stage that is named.
pub(super) fn link(resources: &mut Vec<Resource>) {
    let mut targets: HashMap<String, Targets> = HashMap::new();
    for resource in resources.iter() {
        let Some(path) = resource.body.member(BUILT_FROM).and_then(Value::as_str) else { continue };
        let target = match resource.body.member("build").and_then(|build| build.member("target")) {
            None => None,
            Some(target) => match target.as_str() {
                Some(name) => Some(name.to_lowercase()),
                None => continue,
            },
        };
        let address = Platform::Dockerfile.address(path).to_string();
        targets.entry(address).or_default().insert(target);
    }
    if targets.is_empty() {
        return;
    }
    let built = |resource: Resource| match targets.get(&*resource.address) {
        Some(targets) if resource.platform == Platform::Dockerfile => {
            targets.iter().take(MOST_TARGETS).map(|target| with_target(&resource, target.as_deref())).collect()
        }
        _ => vec![resource],
    };
    *resources = std::mem::take(resources).into_iter().flat_map(built).collect();
}

/// The Dockerfile with the stage of this name, or of this number, as its final one; as it is where it has none such.
fn with_target(dockerfile: &Resource, target: Option<&str>) -> Resource {
    let mut dockerfile = dockerfile.clone();
    let stages = dockerfile.body.member("stages").and_then(Value::as_list).cloned();
    let (Some(target), Some(stages)) = (target, stages) else { return dockerfile };
    let is_named =
        |stage: &Value| stage.member("name").and_then(Value::as_str).is_some_and(|name| name.to_lowercase() == target);
    let numbered = || target.parse::<usize>().ok().filter(|index| *index < stages.items.len());
    let Some(index) = stages.items.iter().rposition(is_named).or_else(numbered) else { return dockerfile };
    let finals = finals(&stages, index);
    let stage = stages.items[index].clone();
    if let Some(header) = stage.member("final").map(|is_final| is_final.span) {
        dockerfile.header = header;
    }
    let Kind::Map(body) = &mut dockerfile.body.kind else { return dockerfile };
    let body = Arc::make_mut(body);
    for name in ["stages", "instructions", "commands"] {
        if let Some(list) = body.get_mut(name).and_then(Value::as_list_mut) {
            list.items.iter_mut().for_each(|item| mark(item, &finals));
        }
    }
    body.remove("user");
    if let Some(user) = stage.member("user") {
        body.insert("user", user.span, user.clone());
    }
    body.insert(TARGET, stage.span, stage);
    dockerfile
}

/// Which stages are in the image that is made of one: that one, and those that it builds upon.
fn finals(stages: &List, target: usize) -> Vec<bool> {
    let mut finals = vec![false; stages.items.len()];
    let mut next = Some(target);
    while let Some(index) = next.filter(|index| !finals[*index]) {
        finals[index] = true;
        let base = stages.items[index]
            .member("base")
            .filter(|base| base.member("kind").and_then(Value::as_str) == Some("stage"));
        let name = base.and_then(|base| base.member("text")).and_then(Value::as_str).map(str::to_lowercase);
        let is_base = |stage: &Value| stage.member("name").and_then(Value::as_str).map(str::to_lowercase) == name;
        next = name.as_ref().and_then(|_| stages.items[..index].iter().rposition(is_base));
    }
    finals
}

/// Says of a stage, an instruction or a command, and of the instructions in a stage, whether the final image has it.
fn mark(item: &mut Value, finals: &[bool]) {
    let number = ["index", "stage"].iter().find_map(|name| item.member(name)?.as_number()?.as_i64());
    let is_final = number.and_then(|number| finals.get(usize::try_from(number).ok()?)).copied();
    let (Some(is_final), Some(map)) = (is_final, item.as_map_mut()) else { return };
    set_final(map, is_final);
    if let Some(instructions) = map.get_mut("instructions").and_then(Value::as_list_mut) {
        instructions.items.iter_mut().filter_map(Value::as_map_mut).for_each(|map| set_final(map, is_final));
    }
}

fn set_final(map: &mut Map, is_final: bool) {
    if let Some(value) = map.get_mut("final") {
        value.kind = Kind::Bool(is_final);
    }
}
