//! Where `COPY --from` takes its files from.

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

    /// The stage that `--from=text` names in the stage at `current`, be it an earlier one or not.
    pub(super) fn index(&self, text: &str, current: usize) -> Option<usize> {
        let by_number = text.parse::<usize>().ok().filter(|&number| number < self.count);
        by_number.or_else(|| {
            let stages = self.by_name.get(&text.to_lowercase())?;
            stages.iter().copied().rfind(|&stage| stage < current).or_else(|| stages.first().copied())
        })
    }

    /// What `--from=text` in the stage at `current` means: an earlier `stage`, the `own` one, a `later` one, an `image`
    /// with a tag or a digest, or something `other`: a build context, an image without a tag, or a mistake. The builder
    /// does not resolve variables here.
    pub(super) fn origin(&self, text: &str, current: usize) -> &'static str {
        match self.index(text, current) {
            Some(index) if index < current => "stage",
            Some(index) if index == current => "own",
            Some(_) => "later",
            None if text.contains([':', '@']) => "image",
            None => "other",
        }
    }
}
