//! Images that Skaffold builds. It deploys manifests with the tag or digest of what it has built in the place of the tag
//! that they name, so that the tag is not known. Images with a digest it leaves alone.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::frontend::api::Context;
use crate::frontend::paths;
use crate::model::Resource;
use crate::shape::ImageReference;
use crate::source::Files;
use crate::syntax::yaml::{self, Dialect, Node};
use crate::value::{Kind, Part, Reason, Unknown, Value};

/// Names of its configuration, in the folder of manifests or above.
const FILES: [&str; 2] = ["skaffold.yaml", "skaffold.yml"];

const REASON: Reason = Reason::Ambiguous("Skaffold puts in the tag of the image that it builds");

/// The names of images, without tags.
type Names = Arc<BTreeSet<String>>;

/// What is built below each folder.
struct Artifacts<'f> {
    files: &'f dyn Files,
    folders: HashMap<String, Names>,
}

/// Makes the tags of images that are built unknown.
pub(super) fn apply(resources: &mut [Resource], context: &Context<'_>) {
    let mut artifacts = Artifacts { files: context.files, folders: HashMap::new() };
    for resource in resources {
        let path = context.sources.get(resource.declaration.file).path();
        let names = artifacts.of(path.rsplit_once('/').map_or("", |(folder, _)| folder));
        if !names.is_empty() {
            replace(&mut resource.body, &names);
        }
    }
}

impl Artifacts<'_> {
    /// What is built for manifests of this folder.
    fn of(&mut self, folder: &str) -> Names {
        if let Some(names) = self.folders.get(folder) {
            return Arc::clone(names);
        }
        let mut names = match folder {
            "" => Names::default(),
            _ => self.of(folder.rsplit_once('/').map_or("", |(above, _)| above)),
        };
        let here = self.files.list(folder);
        for file in FILES.into_iter().filter(|file| here.iter().any(|name| name == file)) {
            let built = self.files.read(&paths::within(folder, file)).map_or_else(|_| Vec::new(), |text| built(&text));
            Arc::make_mut(&mut names).extend(built);
        }
        self.folders.insert(folder.to_owned(), Arc::clone(&names));
        names
    }
}

/// The images of a configuration, also those of its profiles.
fn built(text: &str) -> Vec<String> {
    let stream = yaml::parse(text, Dialect::Yaml12);
    let is_skaffold = |root: &&Node| {
        root.get("apiVersion").and_then(Node::as_str).is_some_and(|version| version.starts_with("skaffold/"))
    };
    let mut names = Vec::new();
    for root in stream.documents.iter().map(|document| &*document.root).filter(is_skaffold) {
        let profiles = root.get("profiles").map(Node::items).unwrap_or_default();
        for part in std::iter::once(root).chain(profiles.iter().map(|profile| &**profile)) {
            let artifacts = part.get("build").and_then(|build| build.get("artifacts"));
            let artifacts = artifacts.map(Node::items).unwrap_or_default().iter();
            names.extend(artifacts.filter_map(|artifact| Some(artifact.get("image")?.as_str()?.to_owned())));
        }
    }
    names
}

/// Replaces the images below `value`, wherever they are. The depth of documents is limited, and so is this recursion.
fn replace(value: &mut Value, names: &BTreeSet<String>) {
    if let Some(list) = value.as_list_mut() {
        list.items.iter_mut().for_each(|item| replace(item, names));
    } else if let Some(map) = value.as_map_mut() {
        for (key, member) in map.members_mut() {
            match (key, member.as_str().and_then(|image| name_of(image, names))) {
                ("image", Some(name)) => {
                    let hole = Arc::new(Unknown::new(REASON, member.span));
                    member.kind = Kind::joined(vec![Part::Text(format!("{name}:").into()), Part::Hole(hole)]);
                }
                _ => replace(member, names),
            }
        }
    }
}

/// The name of an image without its tag, where it is one of these and has no digest.
fn name_of<'i>(image: &'i str, names: &BTreeSet<String>) -> Option<&'i str> {
    let ImageReference { tag, digest, .. } = ImageReference::parse(image);
    let name = tag.map_or(image, |tag| &image[..image.len() - tag.len() - 1]);
    (digest.is_none() && names.contains(name)).then_some(name)
}
