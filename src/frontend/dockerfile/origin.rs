//! What the names in `COPY --from` and `RUN --mount=from` mean.

use std::collections::HashMap;

use super::stage::Stage;
use crate::value::Value;

/// The stages of a file by their names, in lower case; names may be given more than once.
pub(super) struct StageNames {
    by_name: HashMap<String, Vec<usize>>,
    count: usize,
}

impl StageNames {
    pub(super) fn new(stages: &[Stage]) -> Self {
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, stage) in stages.iter().enumerate() {
            if let Some(name) = stage.name.as_ref().and_then(Value::as_str) {
                by_name.entry(name.to_lowercase()).or_default().push(index);
            }
        }
        Self { by_name, count: stages.len() }
    }

    /// Whether an earlier stage has the name of the one at `index`.
    pub(super) fn is_taken(&self, name: &str, index: usize) -> bool {
        self.by_name.get(&name.to_lowercase()).is_some_and(|stages| stages[0] < index)
    }

    /// The stage that `from=text` names in the stage at `current`, be it an earlier one or not.
    pub(super) fn index(&self, text: &str, current: usize) -> Option<usize> {
        let by_number = text.parse::<usize>().ok().filter(|&number| number < self.count);
        by_number.or_else(|| {
            let stages = self.by_name.get(&text.to_lowercase())?;
            stages.iter().copied().rfind(|&stage| stage < current).or_else(|| stages.first().copied())
        })
    }

    /// What `from=text` in the stage at `current` means. The builder does not resolve variables here.
    pub(super) fn origin(&self, text: &str, current: usize) -> Origin {
        match self.index(text, current) {
            Some(index) if index < current => Origin::Stage,
            Some(index) if index == current => Origin::Own,
            Some(_) => Origin::Later,
            None if text.contains([':', '@', '/']) => Origin::Image,
            None if text.parse::<usize>().is_ok() || text == "scratch" => Origin::Nothing,
            None => Origin::Other,
        }
    }
}

/// What files are taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// An earlier stage.
    Stage,
    /// The stage itself.
    Own,
    /// A stage below.
    Later,
    /// Certainly an image: the names of stages hold no such characters.
    Image,
    /// What has no files: `scratch`, or a number that no stage has.
    Nothing,
    /// An image without a tag, a build context, or a mistake.
    Other,
}

impl Origin {
    /// The word that checks know it by.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Stage => "stage",
            Self::Own => "own",
            Self::Later => "later",
            Self::Image => "image",
            Self::Nothing | Self::Other => "other",
        }
    }

    /// Whether the builder fetches an image of this name.
    pub(super) const fn is_image(self) -> bool {
        matches!(self, Self::Image | Self::Other)
    }
}
