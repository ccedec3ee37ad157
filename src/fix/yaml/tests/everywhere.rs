//! Edits at every place of every file below `testdata`, and of the folder that `RAVELIN_EDITED` names.

use std::path::Path as FilePath;

use super::{Emptied, Path, Plain, Step, Yaml, apply, are_apart};
use crate::syntax::yaml::{Dialect, Node, NodeKind, Stream, parse};

/// Most bytes of a file, and most bytes that are read again for the places of one.
const SIZES: [usize; 2] = [20_000, 15_000];

/// Every node of a document with the way to it.
fn places(node: &Node, way: &Path, found: &mut Vec<Path>) {
    found.push(way.clone());
    for entry in node.entries() {
        places(&entry.value, &way.join(&[Step::Key(entry.key.clone())]), found);
    }
    for (index, item) in node.items().iter().enumerate() {
        places(item, &way.join(&[Step::Index(index)]), found);
    }
}

fn at<'n>(root: &'n Node, path: &Path) -> Option<&'n Node> {
    path.steps.iter().try_fold(root, |node, step| match step {
        Step::Key(key) => node.get(key),
        Step::Index(index) => node.items().get(*index).map(|item| &**item),
    })
}

/// The tree with `value` at the path, or without what is there.
fn changed(node: &Plain, steps: &[Step], value: Option<&Plain>) -> Plain {
    let Some((step, deeper)) = steps.split_first() else {
        return value.cloned().unwrap_or(Plain::Null);
    };
    let is_removed = deeper.is_empty() && value.is_none();
    match (step, node) {
        (Step::Key(key), Plain::Map(entries)) => {
            let mut entries = entries.clone();
            match entries.iter().position(|(name, _)| **name == **key) {
                Some(index) if is_removed => drop(entries.remove(index)),
                Some(index) => entries[index].1 = changed(&entries[index].1, deeper, value),
                None => entries.push((key.to_string(), changed(&Plain::Null, deeper, value))),
            }
            Plain::Map(entries)
        }
        (Step::Key(key), _) => Plain::Map(vec![(key.to_string(), changed(&Plain::Null, deeper, value))]),
        (Step::Index(index), Plain::List(items)) => {
            let mut items = items.clone();
            match is_removed {
                true => drop(items.remove(*index)),
                false if *index == items.len() => items.push(changed(&Plain::Null, deeper, value)),
                false => items[*index] = changed(&items[*index], deeper, value),
            }
            Plain::List(items)
        }
        (Step::Index(_), _) => Plain::List(vec![changed(&Plain::Null, deeper, value)]),
    }
}

struct Trial<'t> {
    name: String,
    text: &'t str,
    dialect: Dialect,
    trees: Vec<Plain>,
    faults: Vec<String>,
    edits: usize,
    refusals: usize,
}

impl Trial<'_> {
    /// Makes an edit, and compares what is read then with the tree that is expected in the place of the old one.
    fn expect(
        &mut self,
        what: &str,
        path: &Path,
        text: &str,
        edits: Result<Vec<super::TextEdit>, super::Unfixable>,
        expected: &Plain,
    ) -> Option<String> {
        let Ok(edits) = edits else {
            self.refusals += 1;
            return None;
        };
        self.edits += 1;
        let after = apply(text, &edits);
        let stream = parse(&after, self.dialect);
        let same = stream.errors.is_empty()
            && stream.documents.len() == self.trees.len()
            && stream.documents.iter().enumerate().all(|(index, document)| {
                let tree = if index == path.document { expected } else { &self.trees[index] };
                tree.is_same(&document.root)
            });
        if !are_apart(&edits) || !same {
            let steps: Vec<String> = path.steps.iter().map(ToString::to_string).collect();
            self.faults.push(format!("{} {what} {} {edits:?}", self.name, steps.join(".")));
        }
        Some(after)
    }

    fn run(&mut self) {
        let (text, dialect) = (self.text, self.dialect);
        let Ok(yaml) = Yaml::read(text, dialect) else { return };
        let mut all = Vec::new();
        let Stream { documents, .. } = parse(text, dialect);
        for (document, root) in documents.iter().enumerate() {
            self.trees.push(Plain::from(&*root.root));
            places(&root.root, &Path { document, steps: Vec::new() }, &mut all);
        }
        let places = (SIZES[1] / text.len().max(1)).max(2);
        let step = all.len().div_ceil(places).max(1);
        for path in all.iter().step_by(step) {
            let tree = self.trees[path.document].clone();
            let node = at(&documents[path.document].root, path).expect("was found");
            let map = matches!(node.kind, NodeKind::Mapping(_)).then(|| node.entries().is_empty());
            let text_value = Plain::String("is: new".into());
            let nested = Plain::Map(vec![(
                "b".into(),
                Plain::List(vec![
                    Plain::Bool(true),
                    Plain::Map(vec![
                        ("c".into(), Plain::String("1.0".into())),
                        ("d".into(), Plain::String("x".into())),
                    ]),
                ]),
            )]);
            for value in [&text_value, &nested] {
                let expected = changed(&tree, &path.steps, Some(value));
                self.expect("set", path, text, yaml.set(path, value), &expected);
            }
            let removed = yaml.remove(path, Emptied::Keep);
            if !path.steps.is_empty() {
                self.expect("remove", path, text, removed, &changed(&tree, &path.steps, None));
            }
            if let Some(is_empty) = map {
                let key = path.join(&[Step::key("ravelin-x"), Step::key("a")]);
                let added = yaml.set(&key, &nested);
                let expected = changed(&tree, &key.steps, Some(&nested));
                let Some(after) = self.expect("add", &key, text, added, &expected) else { continue };
                let Ok(again) = Yaml::read(&after, dialect) else { continue };
                let parent = path.join(&[Step::key("ravelin-x")]);
                let back = again.remove(&parent, Emptied::Keep).map(|edits| apply(&after, &edits));
                if !is_empty && back.as_deref() != Ok(text) {
                    self.faults.push(format!("{} back {:?}", self.name, path.steps));
                }
            }
        }
    }
}

fn files(folder: &FilePath, found: &mut Vec<std::path::PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let is_edited = path.extension().is_some_and(|end| ["yaml", "yml", "json"].iter().any(|known| end == *known));
        if path.is_dir() {
            files(&path, found);
        } else if is_edited {
            found.push(path);
        }
    }
}

#[test]
fn an_edit_changes_nothing_else() {
    let mut found = Vec::new();
    files(&FilePath::new(env!("CARGO_MANIFEST_DIR")).join("testdata"), &mut found);
    files(&FilePath::new(env!("CARGO_MANIFEST_DIR")).join("docs"), &mut found);
    if let Some(folder) = std::env::var_os("RAVELIN_EDITED") {
        files(FilePath::new(&folder), &mut found);
    }
    found.sort();
    let (mut faults, mut edits, mut refusals) = (Vec::new(), 0, 0);
    for file in &found {
        let Ok(text) = std::fs::read_to_string(file) else { continue };
        if text.len() > SIZES[0] {
            continue;
        }
        let text = text.trim_start_matches('\u{feff}');
        let dialect = if file.extension().is_some_and(|end| end == "json") { Dialect::Json } else { Dialect::Yaml12 };
        let name = file.display().to_string();
        let (trees, none) = (Vec::new(), Vec::new());
        let mut trial = Trial { name, text, dialect, trees, faults: none, edits: 0, refusals: 0 };
        trial.run();
        faults.append(&mut trial.faults);
        edits += trial.edits;
        refusals += trial.refusals;
    }
    assert!(faults.is_empty(), "{} of {edits}\n{}", faults.len(), faults.join("\n"));
    assert!(edits > 1000 && refusals < edits / 10, "{edits} edits, {refusals} refusals");
}
