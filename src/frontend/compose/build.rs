//! What services are built from ([reference](https://docs.docker.com/reference/compose-file/build/)).

use std::sync::Arc;

use super::file::Service;
use crate::frontend::paths;
use crate::model::BUILT_FROM;
use crate::value::{Kind, Map, Value};

/// Reserved name in a service's body: the folder from which the paths of its build start.
const FOLDER: &str = "_build_folder";

/// The Dockerfile of a build that names none.
const DEFAULT: &str = "Dockerfile";

/// Keeps the folder from which the paths of a service's build start, until it is put together.
pub(super) fn start(service: &mut Service, folder: &str) {
    let Some(span) = service.body.member("build").map(|build| build.span) else { return };
    if let Kind::Map(body) = &mut service.body.kind {
        Arc::make_mut(body).insert(FOLDER, span, Value::string(folder, span));
    }
}

/// Says in the body of a service from which Dockerfile it is built, where that is a file that is known.
pub(super) fn finish(body: &mut Value) {
    let path = dockerfile(body);
    if let Kind::Map(map) = &mut body.kind {
        let map: &mut Map = Arc::make_mut(map);
        let folder = map.remove(FOLDER);
        if let (Some(path), Some(folder)) = (path, folder) {
            map.insert(BUILT_FROM, folder.key_span, Value::string(path, folder.key_span));
        }
    }
}

fn dockerfile(body: &Value) -> Option<String> {
    let (build, folder) = (body.member("build")?, body.member(FOLDER)?.as_str()?);
    if build.as_map().is_some_and(|build| build.rest().is_some()) || build.member("dockerfile_inline").is_some() {
        return None;
    }
    let context = match build.member("context") {
        Some(context) => context.as_str()?,
        None => build.as_str().unwrap_or("."),
    };
    let name = match build.member("dockerfile") {
        Some(name) => name.as_str()?,
        None => DEFAULT,
    };
    // A repository elsewhere.
    if build.as_unknown().is_some() || context.contains("://") || context.starts_with("git@") {
        return None;
    }
    paths::join(&paths::join(folder, context)?, name)
}
