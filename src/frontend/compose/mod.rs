//! The Compose front end: one resource of kind `compose_service` for each service, with the address
//! `<path of the file>/<service>`.
//!
//! A file and its override (`compose.yaml` and `compose.override.yaml`) are read as one, as Compose does by default, and
//! so are files that the configuration combines; `extends` and `env_file` are followed. Files that `include` names are projects of their own. Variables are taken from the `.env` beside
//! the file and from defaults such as `${TAG:-1.2}`, as `docker compose config` does in an empty environment; a variable
//! without either is unknown.

mod bound;
mod builds;
mod claim;
mod env_files;
mod environment;
mod file;
mod inline;
mod interpolate;
mod loader;
mod lower;
mod merge;
mod project;
#[cfg(test)]
mod project_tests;
mod shared;
mod taken;
#[cfg(test)]
mod tests;

use super::api::{Context, Frontend, Output, isolate};
use super::build::Build;
use super::ties::{Pool, Ties};
use crate::model::Platform;
use crate::source::SourceFile;
use loader::Loader;

/// The Compose front end.
pub struct Compose;

impl Frontend for Compose {
    fn platform(&self) -> Platform {
        Platform::Compose
    }

    fn may_claim(&self, path: &str) -> bool {
        claim::may_be(path)
    }

    fn claims(&self, file: &SourceFile) -> bool {
        match claim::by_name(file.name()) {
            true => !claim::is_manifest(file.text()),
            false => claim::by_content(file.text()),
        }
    }

    fn pools(&self) -> &'static [Pool] {
        &[Pool::Builds]
    }

    fn ties(&self, path: &str, text: &str) -> Ties {
        let name = path.rsplit('/').next().unwrap_or(path);
        match claim::by_name(name) || claim::may_have_services(text) {
            true => Ties::mutual(&[Pool::Builds]),
            false => Ties::default(),
        }
    }

    fn builds(&self, outputs: &[Output], context: &Context<'_>) -> Vec<Build> {
        builds::of(outputs, context)
    }

    fn load(&self, files: &[&SourceFile], context: &Context<'_>) -> Vec<Output> {
        let mut all = Output::default();
        // Few and small: not worth a thread each, and files that several extend are read once.
        let mut loader = Loader::new(files, context);
        for project in loader.projects(files) {
            let path = project.first().map_or("", |base| base.path());
            all.merge(isolate(path, || loader.project(&project)));
        }
        all.merge(loader.finish());
        vec![all]
    }
}
