//! `.terraform/modules/modules.json`: where `terraform init` put the modules that a root module calls.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::paths;
use crate::diagnostic::{Diagnostic, Level};
use crate::frontend::api::Context;

/// The file, as seen from the root module.
const PATH: &str = ".terraform/modules/modules.json";

/// The manifests of all folders that were asked for.
#[derive(Clone, Debug, Default)]
pub(in crate::frontend::terraform) struct Manifests {
    /// By folder; nothing where there is no manifest.
    by_root: BTreeMap<String, BTreeMap<String, String>>,
}

#[derive(Deserialize)]
struct Index {
    #[serde(rename = "Modules")]
    modules: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "Key")]
    key: String,
    #[serde(rename = "Source", default)]
    source: String,
    #[serde(rename = "Dir")]
    folder: String,
}

impl Manifests {
    /// Reads the manifest of a folder, once. Gives the folders of the modules that are not local to it.
    pub(in crate::frontend::terraform) fn read(
        &mut self,
        root: &str,
        context: &Context<'_>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> BTreeSet<String> {
        if self.by_root.contains_key(root) {
            return BTreeSet::new();
        }
        let modules = paths::join(root, PATH).map(|path| downloaded(root, &path, context, diagnostics));
        let modules = self.by_root.entry(root.to_owned()).or_insert(modules.unwrap_or_default());
        modules.values().cloned().collect()
    }

    /// The folder of the module that is called by these names, the outermost first, joined by dots.
    pub(in crate::frontend::terraform) fn folder(&self, root: &str, call: &str) -> Option<&str> {
        self.by_root.get(root)?.get(call).map(String::as_str)
    }
}

/// Whether a folder holds what `terraform init` downloads.
pub(in crate::frontend::terraform) fn is_downloaded(folder: &str) -> bool {
    folder.split('/').any(|part| part == ".terraform")
}

/// Folders by call. Those of local modules are found without the manifest, which may be older than the configuration.
fn downloaded(
    root: &str,
    path: &str,
    context: &Context<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, String> {
    let Ok(text) = context.files.read(path) else { return BTreeMap::new() };
    match serde_json::from_str::<Index>(&text) {
        Ok(index) => index
            .modules
            .into_iter()
            .filter(|entry| !entry.key.is_empty() && !paths::is_local(&entry.source))
            .filter_map(|entry| Some((entry.key, paths::join(root, &entry.folder.replace('\\', "/"))?)))
            .collect(),
        Err(error) => {
            let message = format!("the list of downloaded modules was not read: {error}");
            diagnostics.push(Diagnostic::on_file(Level::Warning, "module-manifest", path, message));
            BTreeMap::new()
        }
    }
}
