//! Files below the scan root, and paths.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::glob::Glob;
use super::{Arguments, Outcome, Table};
use crate::frontend::terraform::paths;
use crate::frontend::terraform::sets::set_of;
use crate::frontend::terraform::unknowns::invalid;
use crate::value::Value;

pub(super) const TABLE: Table = &[
    ("basename", 1..=1, |call| call.value(call.text(0).map(|path| call.string(base_name(&path))))),
    ("dirname", 1..=1, |call| call.value(call.text(0).map(|path| call.string(folder_name(&path))))),
    ("file", 1..=1, |call| call.value(read(call, "file").map(|text| call.string(text)))),
    ("filebase64", 1..=1, |call| call.value(read(call, "file").map(|text| call.string(STANDARD.encode(text))))),
    ("fileexists", 1..=1, |call| call.value(read(call, "fileexists").map(|_| Value::bool(true, call.span)))),
    ("fileset", 2..=2, |call| call.value(file_set(call))),
    ("pathexpand", 1..=1, |call| call.value(path_expand(call))),
];

/// Longest pattern that is matched.
const PATTERN_LIMIT: usize = 1_000;

/// The text of the file that the first argument names. One that cannot be read may be there when Terraform runs, so this
/// is no error.
pub(super) fn read(call: &Arguments<'_>, function: &str) -> Outcome<String> {
    let path = call.text(0)?;
    let text = paths::join(call.root, &path).and_then(|path| call.context.files.read(&path).ok());
    let text = text.ok_or_else(|| call.unsupported(&format!("{function}({path})")))?;
    call.spend(text.len() / 64);
    Ok(text)
}

fn base_name(path: &str) -> &str {
    match path.trim_end_matches('/').rsplit('/').next() {
        Some("") if path.is_empty() => ".",
        Some("") => "/",
        Some(name) => name,
        None => ".",
    }
}

/// What stands before the last `/`, without `.`, `..` and doubled `/`.
fn folder_name(path: &str) -> String {
    let folder = path.rfind('/').map_or("", |slash| &path[..=slash]);
    let is_absolute = folder.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if is_absolute => {}
            part => parts.push(part),
        }
    }
    match (is_absolute, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".to_owned(),
        (false, false) => parts.join("/"),
    }
}

fn path_expand(call: &Arguments<'_>) -> Outcome<Value> {
    let path = call.text(0)?;
    if path.starts_with('~') { Err(call.unsupported("pathexpand")) } else { Ok(call.string(path)) }
}

/// The files of one folder whose names match. What is not there may be there when Terraform runs, so that no match at all
/// says nothing. Folders cannot be listed, so a pattern for their names says nothing either.
fn file_set(call: &Arguments<'_>) -> Outcome<Value> {
    let (folder, pattern) = (call.text(0)?, call.text(1)?);
    let unsupported = || call.unsupported(&format!("fileset({folder}, {pattern})"));
    let (inner, name) = pattern.rsplit_once('/').unwrap_or(("", &pattern));
    if pattern.len() > PATTERN_LIMIT || Glob::is_pattern(inner) || inner.split('/').any(|part| part == "..") {
        return Err(unsupported());
    }
    let glob = Glob::new(name).ok_or_else(|| invalid("the pattern is wrong", call.span))?;
    let listed = paths::join(call.root, &folder).and_then(|folder| paths::join(&folder, inner));
    let names = call.context.files.list(&listed.ok_or_else(unsupported)?);
    call.spend(names.len());
    let path = |name: &String| if inner.is_empty() { name.clone() } else { format!("{inner}/{name}") };
    let found: Vec<Value> =
        names.iter().filter(|name| glob.matches(name)).map(|name| call.string(path(name))).collect();
    if found.is_empty() || name.contains("**") {
        return Err(unsupported());
    }
    Ok(set_of(found, None, call.span))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_named_as_by_dirname() {
        let table =
            [("a/b", "a"), ("a", "."), ("/a", "/"), ("../a", ".."), ("a/../../b", ".."), ("/../a", "/"), ("", ".")];
        for (path, folder) in table {
            assert_eq!(folder_name(path), folder, "{path}");
        }
    }
}
