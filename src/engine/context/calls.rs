//! Which folders call which.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::glances::Glances;
use super::tree::{Tree, folder_of};
use crate::frontend::{Called, Frontend};
use crate::source::{Storage, Texts, path_text};

/// The folders whose files belong together, with those that they call and those that call them.
#[derive(Debug, Default)]
pub(super) struct Calls {
    callees: BTreeMap<String, BTreeSet<String>>,
    callers: BTreeMap<String, BTreeSet<String>>,
}

/// The folders that have to do with some others, those that matter most first.
pub(super) struct Related {
    /// Themselves, and all from which calls lead to them.
    pub(super) above: Vec<String>,
    /// All to which calls lead from these.
    pub(super) below: Vec<String>,
    /// All others that call what they call, with what these call: a value that a module is given is compared with those that
    /// others give to it.
    pub(super) beside: Vec<String>,
}

impl Calls {
    /// The calls of the files of a front end.
    pub(super) fn of(frontend: &dyn Frontend, glances: &Glances, tree: &Tree, top: &Path, texts: &Texts) -> Self {
        let folders: BTreeSet<&str> = tree.files().filter(|file| frontend.is_part(file)).map(folder_of).collect();
        let mut calls = Self::default();
        let real = |folder: &String| {
            let real = Storage::Kept(texts).real(&top.join(folder))?;
            Some(path_text(real.strip_prefix(top).ok()?))
        };
        for (file, glance) in glances.iter() {
            for called in &glance.ties.calls {
                match called {
                    Called::Folder(folder) if folders.contains(folder.as_str()) => calls.add(folder_of(file), folder),
                    Called::Folder(folder) => {
                        let linked = real(folder).filter(|real| folders.contains(real.as_str()));
                        if let Some(real) = linked {
                            calls.add(folder_of(file), &real);
                        }
                    }
                    Called::Beginning(start) => {
                        let from = folders.range(start.as_str()..);
                        let meant = from.take_while(|folder| folder.starts_with(start.as_str()));
                        meant.for_each(|folder| calls.add(folder_of(file), folder));
                    }
                }
            }
        }
        calls
    }

    fn add(&mut self, from: &str, to: &str) {
        self.callees.entry(from.to_owned()).or_default().insert(to.to_owned());
        self.callers.entry(to.to_owned()).or_default().insert(from.to_owned());
    }

    /// All folders that have to do with one.
    pub(super) fn related(&self, folder: &str) -> Related {
        let own = [folder.to_owned()];
        let above = reached(&self.callers, &own);
        let mut known: BTreeSet<String> = above.iter().cloned().collect();
        let mut new = |folders: Vec<String>| {
            let new = folders.into_iter().filter(|folder| known.insert(folder.clone()));
            new.collect::<Vec<_>>()
        };
        let below = new(reached(&self.callees, &above));
        let beside = new(reached(&self.callers, &reached(&self.callees, &own)));
        let beside = [beside.clone(), new(reached(&self.callees, &beside))].concat();
        Related { above, below, beside }
    }
}

/// All folders to which steps lead from some, themselves first and then by the number of steps.
fn reached(steps: &BTreeMap<String, BTreeSet<String>>, from: &[String]) -> Vec<String> {
    let mut reached: Vec<String> = from.to_vec();
    let mut known: BTreeSet<&str> = from.iter().map(String::as_str).collect();
    let mut next = 0;
    while let Some(folder) = reached.get(next) {
        next += 1;
        let new = steps.get(folder.as_str()).into_iter().flatten().filter(|folder| known.insert(folder.as_str()));
        let new: Vec<String> = new.cloned().collect();
        reached.extend(new);
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;

    fn related(calls: &[(&str, &str)], folder: &str) -> [String; 3] {
        let mut all = Calls::default();
        for (from, to) in calls {
            all.add(from, to);
        }
        let Related { above, below, beside } = all.related(folder);
        [above, below, beside].map(|folders| folders.join(" "))
    }

    #[test]
    fn callers_and_callees_belong_together() {
        let calls = [("dev", "net"), ("prod", "net"), ("prod", "db"), ("net", "acl"), ("other", "db"), ("x", "y")];
        assert_eq!(related(&calls, "net"), ["net dev prod", "acl db", ""].map(str::to_owned));
        assert_eq!(related(&calls, "dev"), ["dev", "net acl", "prod db"].map(str::to_owned));
        assert_eq!(related(&calls, "acl"), ["acl net dev prod", "db", ""].map(str::to_owned));
        assert_eq!(related(&calls, "none"), ["none", "", ""].map(str::to_owned));
        assert_eq!(related(&[("a", "b"), ("b", "a")], "a"), ["a b", "", ""].map(str::to_owned));
    }
}
