//! The architecture, as far as a machine can see it: imports go downwards, files and functions stay small.

mod circles;
pub mod library;
mod names;
mod reader;
mod samples;

use std::collections::BTreeSet;

use library::{File, Library, Name, library};
use names::Uses;

/// Modules by layer, lowest first. `docs/architecture.md` says what each holds.
const LAYERS: &[(&str, u8)] = &[
    ("source", 0),
    ("vocabulary", 0),
    ("diagnostic", 1),
    ("value", 1),
    ("syntax", 2),
    ("model", 2),
    ("shape", 3),
    ("frontend", 4),
    ("link", 4),
    ("check", 4),
    ("finding", 5),
    ("conceal", 5),
    ("exception", 5),
    ("config", 5),
    ("compliance", 5),
    ("fix", 5),
    ("history", 5),
    ("engine", 6),
    ("lint", 6),
    ("migrate", 6),
    ("report", 6),
    ("mend", 7),
    ("lsp", 8),
    ("cli", 9),
];

/// Imports within a layer that are meant: the first may use the second.
const WITHIN_LAYER: &[(&str, &str)] = &[
    ("value", "diagnostic"),
    ("model", "syntax"),
    ("check", "link"),
    ("exception", "finding"),
    ("fix", "finding"),
    ("exception", "config"),
    ("compliance", "finding"),
    ("history", "finding"),
    ("history", "compliance"),
    ("lint", "engine"),
];

/// Lines of a file without its tests.
const LONGEST_FILE: usize = 400;

/// Lines of a function, from the signature to the closing brace.
const LONGEST_FUNCTION: usize = 60;

/// Files that may use each other, directly or through others, and why they do.
const CIRCLES: &[(&[&str], &str)] = &[
    (&["check/query/eval.rs", "check/query/filter.rs"], "A filter holds queries, and a query holds filters."),
    (
        &["frontend/dockerfile/flow/call.rs", "frontend/dockerfile/flow/session.rs"],
        "A script is made of calls, and a call may run a script.",
    ),
    (
        &[
            "frontend/terraform/data_sources/aws_key.rs",
            "frontend/terraform/data_sources/aws_place.rs",
            "frontend/terraform/data_sources/aws_policy.rs",
            "frontend/terraform/data_sources/cloud_init.rs",
            "frontend/terraform/data_sources/mod.rs",
            "frontend/terraform/data_sources/plain.rs",
            "frontend/terraform/data_sources/policy_document.rs",
            "frontend/terraform/data_sources/provider.rs",
            "frontend/terraform/evaluate/called.rs",
            "frontend/terraform/evaluate/expand.rs",
            "frontend/terraform/evaluate/expression/branches.rs",
            "frontend/terraform/evaluate/expression/calls.rs",
            "frontend/terraform/evaluate/expression/collections.rs",
            "frontend/terraform/evaluate/expression/mod.rs",
            "frontend/terraform/evaluate/expression/template.rs",
            "frontend/terraform/evaluate/expression/template_call.rs",
            "frontend/terraform/evaluate/names.rs",
            "frontend/terraform/evaluate/references.rs",
            "frontend/terraform/evaluate/splat.rs",
            "frontend/terraform/evaluate/variables.rs",
            "frontend/terraform/lower/blocks.rs",
            "frontend/terraform/lower/mod.rs",
        ],
        "Values are computed when they are asked for: an expression names a block, whose instances and arguments are \
         expressions.",
    ),
    (
        &["frontend/terraform/load/json/blocks.rs", "frontend/terraform/load/json/texts.rs"],
        "One converter, of which strings are a subject of their own.",
    ),
    (
        &["link/kubernetes/found.rs", "link/kubernetes/object.rs"],
        "Comparing two objects gives a match, and matches are kept by object.",
    ),
    (
        &["shape/network_rules/ports.rs", "shape/network_rules/rule.rs"],
        "Ports are written into a rule, which counts them when it is finished.",
    ),
    (
        &[
            "syntax/hcl/collection.rs",
            "syntax/hcl/cursor.rs",
            "syntax/hcl/expr.rs",
            "syntax/hcl/heredoc.rs",
            "syntax/hcl/recovery.rs",
            "syntax/hcl/template.rs",
            "syntax/hcl/term.rs",
            "syntax/hcl/text.rs",
            "syntax/hcl/traversal.rs",
        ],
        "A recursive descent follows the grammar: an expression holds templates, and a template holds expressions.",
    ),
    (
        &[
            "syntax/shell/compound.rs",
            "syntax/shell/cursor.rs",
            "syntax/shell/parser.rs",
            "syntax/shell/redirect.rs",
            "syntax/shell/word.rs",
        ],
        "A recursive descent follows the grammar: a command holds words, and a word holds commands.",
    ),
    (
        &["syntax/windows/powershell/mod.rs", "syntax/windows/powershell/word.rs"],
        "A recursive descent follows the grammar: a command holds words, and a word holds commands.",
    ),
    (
        &["frontend/dockerfile/commands.rs", "frontend/dockerfile/windows/mod.rs"],
        "A script of one shell holds scripts of another.",
    ),
    (&["value/decimal.rs", "value/number.rs"], "A number is read as a decimal, and a decimal is made of a number."),
    (
        &[
            "value/elsewhere.rs",
            "value/form.rs",
            "value/list.rs",
            "value/map.rs",
            "value/mod.rs",
            "value/text.rs",
            "value/truth.rs",
            "value/typing.rs",
            "value/unknown.rs",
        ],
        "A value holds lists and maps of values, and a text with holes is put together from values. What is not known may be an \
         encoding of a text of which parts are.",
    ),
];

fn layer(module: &str) -> Option<u8> {
    LAYERS.iter().find(|(name, _)| *name == module).map(|(_, layer)| *layer)
}

/// The module at the top that holds `module`; none for the crate itself and the binary.
fn top(module: &str) -> Option<&str> {
    module.split("::").nth(1).filter(|top| *top != "main")
}

#[test]
fn imports_go_downwards() {
    let library = library();
    let mut wrong = BTreeSet::new();
    for (module, file) in library {
        let Some(own) = top(module) else { continue };
        for name in &file.names {
            for named in names::modules_named(library, module, &name.segments) {
                let Some(other) = top(&named).filter(|other| *other != own) else { continue };
                if layer(other) >= layer(own) && !WITHIN_LAYER.contains(&(own, other)) {
                    wrong.insert(format!("src/{}:{}: {own} uses {other}", file.path, name.line));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", lines(wrong));
}

/// Reports have the texts that may be shown, and no way to the raw ones.
#[test]
fn reports_see_no_raw_text() {
    let raw = |name: &&Name| name.segments.iter().any(|segment| segment == "SourceMap" || segment == "SourceFile");
    let reports = library().iter().filter(|(module, _)| top(module) == Some("report"));
    let found: BTreeSet<String> = reports
        .flat_map(|(_, file)| file.names.iter().filter(raw).map(|name| format!("src/{}:{}", file.path, name.line)))
        .collect();
    assert!(found.is_empty(), "{}", lines(found));
}

#[test]
fn every_module_has_a_layer() {
    let without: BTreeSet<String> = library()
        .keys()
        .filter_map(|module| top(module))
        .filter(|top| layer(top).is_none())
        .map(str::to_owned)
        .collect();
    assert!(without.is_empty(), "{}", lines(without));
}

/// What the other tests rely on: a path says where an item is.
#[test]
fn modules_are_files_and_imports_are_written_out() {
    let library = library();
    let is_odd = |module: &str, file: &File| {
        let is_ours = |glob: &Vec<String>| !names::modules_named(library, module, glob).is_empty();
        file.has_inline_module || file.globs.iter().any(is_ours)
    };
    let odd = library.iter().filter(|(module, file)| is_odd(module, file)).map(|(module, _)| module.clone());
    assert_eq!(lines(odd), "");
}

#[test]
fn files_have_one_subject() {
    let long = library()
        .values()
        .filter(|file| file.lines > LONGEST_FILE)
        .map(|file| format!("src/{}: {} lines", file.path, file.lines))
        .collect::<Vec<_>>();
    assert!(long.is_empty(), "over {LONGEST_FILE} lines:\n{}", lines(long));
}

#[test]
fn functions_are_short() {
    let mut long = Vec::new();
    for file in library().values() {
        for function in file.functions.iter().filter(|function| function.lines > LONGEST_FUNCTION) {
            long.push(format!("src/{}:{}: {}: {} lines", file.path, function.line, function.name, function.lines));
        }
    }
    assert!(long.is_empty(), "over {LONGEST_FUNCTION} lines:\n{}", lines(long));
}

#[test]
fn circles_are_meant() {
    let library = library();
    let uses = names::uses(library);
    let mut permitted: BTreeSet<BTreeSet<&str>> =
        CIRCLES.iter().map(|(files, _)| files.iter().copied().collect()).collect();
    let mut new = Vec::new();
    for circle in circles::circles(&uses) {
        if !permitted.remove(&circle.iter().map(|module| library[*module].path.as_str()).collect()) {
            new.push(format!("a circle of {} files:", circle.len()));
            new.extend(uses_within(library, &uses, &circle));
        }
    }
    let gone: Vec<String> = permitted.into_iter().map(|circle| format!("{circle:?}")).collect();
    assert!(new.is_empty(), "not in CIRCLES:\n{}", lines(new));
    assert!(gone.is_empty(), "no longer there:\n{}", lines(gone));
}

/// What the files of a circle have of each other.
fn uses_within(library: &Library, uses: &Uses<'_>, circle: &BTreeSet<&str>) -> Vec<String> {
    let mut shown = Vec::new();
    for module in circle {
        for (used, line) in uses[module].iter().filter(|(used, _)| circle.contains(used.as_str())) {
            shown.push(format!("src/{}:{line} uses src/{}", library[*module].path, library[used].path));
        }
    }
    shown
}

fn lines(texts: impl IntoIterator<Item = String>) -> String {
    texts.into_iter().collect::<Vec<_>>().join("\n")
}
