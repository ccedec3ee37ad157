//! What a glance at a file tells of the files that it is judged with.

/// Files that may say something about each other wherever they lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pool {
    /// Configurations of which a plan may be.
    Configurations,
    /// Plans, which know more of the configurations that they are of.
    Plans,
    /// Objects of clusters, which are linked by names, labels and namespaces.
    Objects,
    /// What is said of the builds of images.
    Builds,
}

/// What a file has to do with others. It is told without parsing: there may be more of it than is true, but never less.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ties {
    /// Whether it is judged with the files of its folder, whatever its own name says.
    pub has_folder: bool,
    /// The folders that it calls.
    pub calls: Vec<Called>,
    /// What it is part of.
    pub gives: Vec<Pool>,
    /// What must be known to judge it.
    pub needs: Vec<Pool>,
}

impl Ties {
    /// Those of a file that is part of `pools`, and judged with all others in them.
    pub(super) fn mutual(pools: &[Pool]) -> Self {
        Self { gives: pools.to_vec(), needs: pools.to_vec(), ..Self::default() }
    }
}

/// Folders that are called, relative to the scan root.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Called {
    /// This one.
    Folder(String),
    /// Those that begin with this and go on: the rest is not known.
    Beginning(String),
}
