//! Files below the scan root, and paths.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::glob::Glob;
use super::regex::COMPILE_STEPS;
use super::{Arguments, LIST_LIMIT, Outcome, Table};
use crate::frontend::terraform::evaluate::sets::set_of;
use crate::frontend::terraform::evaluate::unknowns::invalid;
use crate::frontend::terraform::load::paths;
use crate::value::Value;

pub(super) const TABLE: Table = &[
    ("basename", 1..=1, |call| call.value(call.text(0).map(|path| call.string(base_name(&path))))),
    ("dirname", 1..=1, |call| call.value(call.text(0).map(|path| call.string(folder_name(&path))))),
    ("file", 1..=1, |call| call.value(read(call, "file").map(|text| call.string(text)))),
    ("filebase64", 1..=1, |call| {
        call.value(read(call, "file").map(|text| call.string(STANDARD.encode(text.as_bytes()))))
    }),
    ("fileexists", 1..=1, |call| call.value(read(call, "fileexists").map(|_| Value::bool(true, call.span)))),
    ("fileset", 2..=2, |call| call.value(file_set(call))),
    ("pathexpand", 1..=1, |call| call.value(path_expand(call))),
];

/// Longest pattern that is matched.
const PATTERN_LIMIT: usize = 1_000;
/// Most folders that one pattern leads to.
const FOLDER_LIMIT: usize = 10_000;

/// The text of the file that the first argument names. One that cannot be read may be there when Terraform runs, so this
/// is no error.
pub(super) fn read(call: &Arguments<'_>, function: &str) -> Outcome<Arc<str>> {
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

/// The files whose paths match. What is not there may be there when Terraform runs, so that no match at all says nothing.
fn file_set(call: &Arguments<'_>) -> Outcome<Value> {
    let (folder, pattern) = (call.text(0)?, call.text(1)?);
    let unsupported = || call.unsupported(&format!("fileset({folder}, {pattern})"));
    let parts: Vec<&str> = pattern.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    if pattern.len() > PATTERN_LIMIT || pattern.starts_with('/') || parts.contains(&"..") {
        return Err(unsupported());
    }
    call.spend(parts.len() * COMPILE_STEPS);
    let steps = parts.into_iter().map(Step::new).collect::<Option<Vec<_>>>();
    // A choice of several parts is taken apart above.
    let wrong = || if pattern.contains('{') { unsupported() } else { invalid("the pattern is wrong", call.span) };
    let steps = steps.ok_or_else(wrong)?;
    let folder = paths::join(call.root, &folder).ok_or_else(unsupported)?;
    let found = Walk { call, base: &folder, steps: &steps }.files()?;
    if found.is_empty() {
        return Err(unsupported());
    }
    Ok(set_of(found.into_iter().map(|path| call.string(path)).collect(), None, call.span))
}

/// One part of a pattern for paths.
enum Step {
    /// `**`: any number of folders, also none; at the end all files below.
    Anywhere,
    Name(Glob),
}

impl Step {
    fn new(part: &str) -> Option<Self> {
        if part == "**" { Some(Self::Anywhere) } else { Glob::new(part).map(Self::Name) }
    }
}

struct Walk<'a> {
    call: &'a Arguments<'a>,
    base: &'a str,
    steps: &'a [Step],
}

impl Walk<'_> {
    fn files(&self) -> Outcome<BTreeSet<String>> {
        let mut found = BTreeSet::new();
        let mut open = vec![(String::new(), 0)];
        let mut seen = HashSet::new();
        while let Some((folder, step)) = open.pop() {
            let Some((first, rest)) = self.steps.get(step..).and_then(<[Step]>::split_first) else { continue };
            if !seen.insert((folder.clone(), step)) {
                continue;
            }
            if seen.len() > FOLDER_LIMIT || found.len() > LIST_LIMIT {
                return Err(self.call.limit("number of files"));
            }
            let path = paths::join(self.base, &folder).unwrap_or_default();
            let fits = |name: &String| match first {
                Step::Anywhere => true,
                Step::Name(glob) => glob.matches(name),
            };
            if rest.is_empty() {
                let names = self.call.context.files.list(&path);
                self.call.spend(names.len());
                found.extend(names.iter().filter(|name| fits(name)).map(|name| paths::within(&folder, name)));
            }
            let (next, deeper) = match first {
                Step::Anywhere => (step, true),
                Step::Name(_) => (step + 1, !rest.is_empty()),
            };
            if deeper {
                let folders = self.call.context.files.folders(&path);
                self.call.spend(folders.len());
                open.extend(folders.iter().filter(|name| fits(name)).map(|name| (paths::within(&folder, name), next)));
            }
            if let Step::Anywhere = first {
                open.push((folder, step + 1));
            }
        }
        Ok(found)
    }
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
