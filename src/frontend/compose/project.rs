//! Which files are read as one project, and what comes of them.

use std::collections::HashSet;
use std::sync::Arc;

use super::file::{Content, Services, add};
use super::loader::Loader;
use super::lower::{self, Fragment};
use super::{bound, shared, taken};
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::api::Output;
use crate::frontend::paths;
use crate::source::SourceFile;
use crate::value::{Kind, Value};

/// The names that Compose looks for, the preferred one first.
const PROJECTS: [&str; 4] = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/// The names of what it adds to the first of [`PROJECTS`].
const OVERRIDES: [&str; 4] =
    ["compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml"];

/// Files that are read as one, the base first.
type Files<'c> = Vec<&'c SourceFile>;

impl<'c> Loader<'c> {
    /// The projects of `files`: what the configuration reads as one, files with their overrides, and all others alone.
    pub(super) fn projects(&mut self, files: &[&'c SourceFile]) -> Vec<Files<'c>> {
        let combinations = self.combinations();
        let named: HashSet<&str> = combinations.iter().flatten().map(|file| file.path()).collect();
        let mut projects = Vec::new();
        for file in files {
            if named.contains(file.path()) {
                let own = combinations.iter().filter(|files| files[0].id() == file.id());
                projects.extend(own.cloned());
                continue;
            }
            let is_base = self.first(file.folder(), &PROJECTS).is_some_and(|first| first.id() == file.id());
            let addition = self.first(file.folder(), &OVERRIDES).filter(|file| !named.contains(file.path()));
            if is_base {
                projects.push([*file].into_iter().chain(addition).collect());
            } else if !self.is_read_with_base(file, addition, &named) {
                projects.push(vec![*file]);
            }
            if is_base && self.context.settings.compose.variants {
                let variants = files.iter().filter(|other| is_variant(other, file) && !named.contains(other.path()));
                projects.extend(variants.map(|variant| vec![*file, *variant]));
            }
        }
        projects
    }

    /// Whether a file is an override, or a variant that is asked for, of a base beside it.
    fn is_read_with_base(&self, file: &SourceFile, addition: Option<&SourceFile>, named: &HashSet<&str>) -> bool {
        let base = self.first(file.folder(), &PROJECTS).filter(|base| !named.contains(base.path()));
        base.is_some_and(|base| {
            addition.is_some_and(|addition| addition.id() == file.id())
                || self.context.settings.compose.variants && is_variant(file, base)
        })
    }

    /// The files that the configuration reads as one, where the first of them is scanned.
    fn combinations(&mut self) -> Vec<Files<'c>> {
        let settings = self.context.settings;
        let found = settings.compose.combinations.iter().filter_map(|paths| {
            let base = self.given(paths.first()?)?;
            let others = paths[1..].iter().filter_map(|path| self.file("", path).ok());
            Some([base].into_iter().chain(others).collect())
        });
        found.collect()
    }

    /// The services, volumes and configs of a project.
    pub(super) fn project(&mut self, files: &[&'c SourceFile]) -> Output {
        let Some((base, over)) = files.split_first() else { return Output::default() };
        let folder = base.folder();
        let mut output = Output::default();
        let mut services = Services::default();
        let (mut volumes, mut configs) = (Services::default(), Services::default());
        for file in files {
            let content = self.content(file, folder);
            output.diagnostics.extend(self.includes(file, &content));
            let own = self.services(file, &content, folder, &mut output);
            add(&mut services, own, &content.tags);
            add(&mut volumes, content.volumes.clone(), &content.tags);
            add(&mut configs, content.configs.clone(), &content.tags);
        }
        let fragment = if over.is_empty() { self.fragment(base) } else { Fragment::default() };
        taken::volumes(&mut services);
        bound::mark(&mut services, &volumes);
        let resources = services.iter().map(|(name, service)| lower::service(base, name, service, &fragment));
        output.resources = resources.collect();
        if fragment.is_named || output.resources.iter().any(lower::is_part) {
            output.diagnostics.push(no_whole_project(base));
        }
        shared::mark(&mut output.resources);
        output.resources.extend(lower::others(base, &volumes, &configs));
        output
    }

    /// What the name of a file says of whether it is a part of another project.
    fn fragment(&mut self, file: &'c SourceFile) -> Fragment {
        let base = self.first(file.folder(), &PROJECTS).filter(|base| is_variant(file, base));
        let names = base.map(|base| self.content(base, base.folder()).services.keys().map(Arc::clone).collect());
        Fragment { is_named: base.is_some() || file.name().contains("override"), of: names.unwrap_or_default() }
    }

    /// One note for each included file that is not scanned as a project of its own.
    fn includes(&self, file: &SourceFile, content: &Content) -> Vec<Diagnostic> {
        let paths = content.includes.iter().flat_map(|include| match include.member("path") {
            Some(Value { kind: Kind::List(list), .. }) => list.items.clone(),
            Some(path) => vec![path.clone()],
            None => vec![include.clone()],
        });
        let is_scanned = |path: &Value| {
            let joined = path.as_str().and_then(|path| paths::join(file.folder(), path));
            joined.is_some_and(|path| self.given(&path).is_some())
        };
        let note = |path: Value| {
            let message = format!("the included file {} is not part of this scan", path.render());
            Diagnostic::at(Level::Note, "compose-include", path.span, message)
        };
        paths.filter(|path| !is_scanned(path)).map(note).collect()
    }

    /// The first file of a folder that has one of these names.
    fn first(&self, folder: &str, names: &[&str]) -> Option<&'c SourceFile> {
        names.iter().find_map(|name| self.given(&paths::within(folder, name)))
    }
}

/// Whether a file is by its name an addition to a base beside it: `compose.prod.yaml` to `compose.yaml`.
fn is_variant(file: &SourceFile, base: &SourceFile) -> bool {
    let stem = |name: &'static str| move |file: &SourceFile| file.name().split('.').next() == Some(name);
    let of_compose = |file: &SourceFile| stem("compose")(file) || stem("docker-compose")(file);
    let is_named = of_compose(file) && file.name().split('.').count() > 2;
    is_named && file.folder() == base.folder() && file.id() != base.id()
}

fn no_whole_project(file: &SourceFile) -> Diagnostic {
    let message = "is no whole project: what its services leave out was not assessed";
    Diagnostic::on_file(Level::Note, "compose-part", file.path(), message)
        .with_help("name the files that are read as one under `compose` in .ravelin.yaml")
}
