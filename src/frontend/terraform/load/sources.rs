//! What evaluating the calls of modules tells of sources that are no literals. `OpenTofu` and Terraform since 1.15 know such
//! sources before anything else, from variables and local values.

use std::collections::{BTreeMap, BTreeSet};

use super::unknown_source::Folders;

/// The sources by the folder and the position of the call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::frontend::terraform) struct Sources(BTreeMap<(String, usize), Found>);

/// What one call means in all instances of its module.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Found {
    /// Folders that are certainly called.
    targets: BTreeSet<String>,
    /// Folders that may be.
    open: BTreeSet<Folders>,
}

impl Sources {
    /// Adds the folder that a call certainly means in an instance of its module; none where the source is no local path.
    pub(in crate::frontend::terraform) fn add_target(&mut self, folder: &str, index: usize, target: Option<String>) {
        self.of_call(folder, index).targets.extend(target);
    }

    /// Adds folders that a call may mean.
    pub(in crate::frontend::terraform) fn add_open(&mut self, folder: &str, index: usize, open: Vec<Folders>) {
        self.of_call(folder, index).open.extend(open);
    }

    fn of_call(&mut self, folder: &str, index: usize) -> &mut Found {
        self.0.entry((folder.to_owned(), index)).or_default()
    }

    /// Whether a call was evaluated.
    pub(super) fn is_found(&self, folder: &str, index: usize) -> bool {
        self.0.contains_key(&(folder.to_owned(), index))
    }

    /// The folders that a call may mean.
    pub(super) fn open(&self, folder: &str, index: usize) -> impl Iterator<Item = &Folders> {
        self.0.get(&(folder.to_owned(), index)).into_iter().flat_map(|found| &found.open)
    }

    /// The folders that are certainly called, each with that of the call.
    pub(in crate::frontend::terraform) fn targets(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .flat_map(|((folder, _), found)| found.targets.iter().map(move |target| (folder.as_str(), target.as_str())))
    }

    /// The same without what is certain, for where it is not.
    #[must_use]
    pub(in crate::frontend::terraform) fn without_targets(mut self) -> Self {
        self.0.values_mut().for_each(|found| found.targets.clear());
        self
    }
}
