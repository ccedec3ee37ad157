//! The evaluation of Terraform against the real one: each folder of `testdata/terraform/plans` is a configuration
//! without providers, and its `expected.json` says what `terraform plan` makes of it (`regenerate.sh` writes that).
//!
//! What the plan knows must be known and equal; what it does not know must not be known either.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ravelin::frontend::terraform::Terraform;
use ravelin::frontend::{Context, Frontend, Output, Settings};
use ravelin::model::Resource;
use ravelin::source::{Files, SourceMap, Unreadable};
use ravelin::value::Value;
use serde_json::Value as Json;

struct Folder(PathBuf);

impl Files for Folder {
    fn list(&self, folder: &str) -> Vec<String> {
        let entries = fs::read_dir(self.0.join(folder)).into_iter().flatten().flatten();
        let mut names: Vec<_> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    fn read(&self, path: &str) -> Result<Arc<str>, Unreadable> {
        fs::read_to_string(self.0.join(path)).map(Arc::from).map_err(Unreadable::System)
    }
}

/// How many values agree, and what does not.
#[derive(Default)]
struct Comparison {
    known: usize,
    unknown: usize,
    differences: Vec<String>,
}

impl Comparison {
    /// Compares a value; what is absent is null where it must be known.
    fn value(&mut self, path: &str, ours: Option<&Value>, expected: &Json, unknown: &Json) {
        match unknown {
            Json::Bool(true) => {
                self.unknown += 1;
                if let Some(value) = ours.filter(|value| value.first_unknown().is_none()) {
                    self.differences.push(format!("{path}: {} is not known to the plan", value.render()));
                }
            }
            Json::Object(marks) if holds_mark(unknown) => {
                let names = expected.as_object().into_iter().flat_map(|map| map.keys()).chain(marks.keys());
                let names: std::collections::BTreeSet<&String> = names.collect();
                for name in names {
                    let member = ours.and_then(|value| value.member(name));
                    let mark = marks.get(name).unwrap_or(&Json::Bool(false));
                    self.value(&format!("{path}.{name}"), member, &expected[name], mark);
                }
            }
            Json::Array(marks) if holds_mark(unknown) => {
                let items = ours.and_then(Value::as_list).map(|list| list.items.as_slice()).unwrap_or_default();
                for (index, mark) in marks.iter().enumerate() {
                    self.value(&format!("{path}[{index}]"), items.get(index), &expected[index], mark);
                }
            }
            _ => {
                self.known += 1;
                let found = match ours.map(Value::to_json) {
                    None => Json::Null,
                    Some(Ok(text)) => serde_json::from_str(&text).expect("is JSON"),
                    Some(Err(unknown)) => Json::String(format!("unknown, {}", unknown.reason)),
                };
                if found != *expected {
                    self.differences.push(format!("{path}: found {found}, the plan has {expected}"));
                }
            }
        }
    }
}

fn holds_mark(unknown: &Json) -> bool {
    match unknown {
        Json::Bool(mark) => *mark,
        Json::Object(members) => members.values().any(holds_mark),
        Json::Array(items) => items.iter().any(holds_mark),
        _ => false,
    }
}

fn resources(folder: &Path) -> Vec<Resource> {
    let sources = SourceMap::new();
    let files = Folder(folder.to_path_buf());
    let given: Vec<_> = files
        .list("")
        .iter()
        .filter(|name| Terraform.may_claim(name))
        .map(|name| sources.add(name.as_str(), files.read(name).expect("readable")))
        .collect();
    let context = Context { sources: &sources, files: &files, settings: &Settings::default() };
    let output: Output = Terraform.load(&given, &context).into_iter().collect();
    let codes: Vec<_> = output.diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
    assert!(codes.is_empty(), "{}: {codes:?}", folder.display());
    output.resources
}

fn compare(folder: &Path, comparison: &mut Comparison) {
    let expected = fs::read_to_string(folder.join("expected.json")).expect("readable");
    let expected: Json = serde_json::from_str(&expected).expect("is JSON");
    let case = folder.file_name().expect("has a name").to_string_lossy().into_owned();
    let resources = resources(folder);
    let of_kind = |kind: &str, name: &dyn Fn(&Resource) -> String| -> BTreeMap<String, &Resource> {
        resources.iter().filter(|resource| &*resource.kind == kind).map(|resource| (name(resource), resource)).collect()
    };
    let mut outputs = of_kind("output", &|output| output.address.to_string());
    outputs.retain(|address, _| address.starts_with("output."));
    for (name, output) in expected["outputs"].as_object().expect("a map") {
        let found = outputs.remove(&format!("output.{name}")).expect("the output is there");
        comparison.value(
            &format!("{case}: output {name}"),
            found.body.member("value"),
            &output["value"],
            &output["unknown"],
        );
    }
    let mut found = of_kind("terraform_data", &|resource| resource.address.to_string());
    for (address, planned) in expected["resources"].as_object().expect("a map") {
        match found.remove(address) {
            Some(resource) => comparison.value(
                &format!("{case}: {address}"),
                Some(&resource.body),
                &planned["value"],
                &planned["unknown"],
            ),
            None => comparison.differences.push(format!("{case}: {address} is missing")),
        }
    }
    for address in outputs.keys().chain(found.keys()) {
        comparison.differences.push(format!("{case}: {address} is not in the plan"));
    }
}

#[test]
fn evaluation_agrees_with_plans() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/terraform/plans");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder).expect("is there").flatten().map(|entry| entry.path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    assert!(cases.len() >= 20, "{} cases", cases.len());
    let mut comparison = Comparison::default();
    for case in &cases {
        compare(case, &mut comparison);
    }
    let Comparison { known, unknown, differences } = comparison;
    assert!(known > 50 && unknown > 20, "{known} known and {unknown} unknown values");
    assert!(
        differences.is_empty(),
        "{known} known and {unknown} unknown values, {} differences:\n{}",
        differences.len(),
        differences.join("\n")
    );
}
