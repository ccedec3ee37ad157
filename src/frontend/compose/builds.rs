//! The builds of images that services ask for.

use crate::frontend::api::{Context, Output};
use crate::frontend::build::Build;
use crate::value::Kind;

/// What the services say under `build`. Paths count from the folder of the file that says it.
pub(super) fn of(outputs: &[Output], context: &Context<'_>) -> Vec<Build> {
    let services = outputs.iter().flat_map(|output| &output.resources);
    let builds = services.filter_map(|service| {
        let build =
            service.body.member("build").filter(|build| matches!(build.kind, Kind::Map(_) | Kind::String(_)))?;
        let is_inline = build.member("dockerfile_inline").is_some_and(|inline| !inline.is_null());
        let written = build.member("context").unwrap_or(build);
        let folder = context.sources.get(written.span.file).folder();
        if is_inline { None } else { Build::read(build, folder, "additional_contexts") }
    });
    builds.collect()
}
