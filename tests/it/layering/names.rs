//! Which files a path names.

use std::collections::BTreeMap;

use super::library::{Library, is_within};

/// How often a name is followed from one `use` to the next: more than any real name needs.
const LONGEST_WAY: usize = 8;

/// The modules whose files `path` goes through when `module` writes it: those that only pass it on, then the one that
/// has it. None for names of other crates and of the file itself.
pub fn modules_named(library: &Library, module: &str, path: &[String]) -> Vec<String> {
    let mut way = Vec::new();
    follow(library, module, path, &mut way);
    way.retain(|named| named != module);
    way
}

fn follow(library: &Library, from: &str, segments: &[String], way: &mut Vec<String>) {
    let Some(first) = segments.first() else { return };
    let mut module = from.to_owned();
    let mut rest = segments;
    match first.as_str() {
        "crate" => (module, rest) = ("crate".to_owned(), &segments[1..]),
        "self" => rest = &segments[1..],
        "super" => {}
        name if import(library, from, name).is_some() => {}
        name if segments.len() > 1 && library.contains_key(&child(from, name)) => {}
        _ => return,
    }
    while rest.first().is_some_and(|segment| segment == "super") {
        module.truncate(module.rfind("::").unwrap_or(module.len()));
        rest = &rest[1..];
    }
    while let Some((segment, after)) = rest.split_first() {
        let inner = child(&module, segment);
        let import = import(library, &module, segment);
        if library.contains_key(&inner) && (import.is_none() || !after.is_empty()) {
            module = inner;
            rest = after;
            continue;
        }
        if let Some(import) = import {
            way.push(module.clone());
            if way.len() < LONGEST_WAY {
                follow(library, &module, &[import, after].concat(), way);
            }
            return;
        }
        break;
    }
    way.push(module);
}

fn child(module: &str, name: &str) -> String {
    format!("{module}::{name}")
}

fn import<'a>(library: &'a Library, module: &str, name: &str) -> Option<&'a [String]> {
    library.get(module)?.imports.get(name).map(Vec::as_slice)
}

/// For each module those whose items it uses, with the line where it first does.
pub type Uses<'a> = BTreeMap<&'a str, BTreeMap<String, usize>>;

/// Who uses whom.
///
/// A module does not use its children by declaring them, nor by passing on what they have. Who uses a name that is
/// passed on uses the file where the item is. Who calls a method of its own type uses the file with the method; which
/// file another method is in only the compiler knows.
pub fn uses(library: &Library) -> Uses<'_> {
    let mut methods: BTreeMap<(String, &str), &str> = BTreeMap::new();
    for (module, file) in library {
        for method in &file.methods {
            methods.insert((full_name(library, module, &method.of), &method.name), module);
        }
    }
    let mut all = Uses::new();
    for (module, file) in library {
        let used = all.entry(module).or_default();
        for name in &file.names {
            if let Some(target) = modules_named(library, module, &name.segments).pop()
                && !(name.is_passed_on && is_within(&target, module))
            {
                used.entry(target).or_insert(name.line);
            }
        }
        for call in &file.calls {
            let target = methods.get(&(full_name(library, module, &call.of), call.name.as_str()));
            if let Some(target) = target.filter(|target| **target != module) {
                used.entry((*target).to_owned()).or_insert(call.line);
            }
        }
    }
    all
}

/// The module of a type and its name.
fn full_name(library: &Library, module: &str, of: &[String]) -> String {
    let home = modules_named(library, module, of).pop().unwrap_or_else(|| module.to_owned());
    child(&home, of.last().map_or("", String::as_str))
}
