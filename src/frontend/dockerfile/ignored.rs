//! What `.dockerignore` keeps out of the build context
//! ([syntax](https://docs.docker.com/build/concepts/context/#dockerignore-files)).

use std::fmt::Write;

use regex::Regex;

use super::view::View;
use crate::source::{Files, SourceFile};
use crate::syntax::dockerfile::Instruction;
use crate::value::{Reason, Unknown, Value};

/// Most patterns of one file that are read, and longest one in bytes.
const PATTERNS_LIMIT: usize = 500;
const PATTERN_LIMIT: usize = 512;

/// Longest path in bytes that can be a file, and most folders of one that are compared.
const PATH_LIMIT: usize = 4096;
const FOLDERS_LIMIT: usize = 64;

const UNCERTAIN: &str = "whether `.dockerignore` takes the file back in";

/// The patterns that hold for the build of a Dockerfile.
#[derive(Default)]
pub(super) struct Ignored {
    patterns: Vec<Pattern>,
    /// Whether some pattern takes files back in, or is not read.
    is_open: bool,
}

struct Pattern {
    text: String,
    regex: Regex,
}

impl Ignored {
    /// The patterns for a Dockerfile: of the file that has its name, or else of the one beside it.
    pub(super) fn of(file: &SourceFile, files: &dyn Files) -> Option<Self> {
        let own = format!("{}.dockerignore", file.path());
        let beside = match file.folder() {
            "" => ".dockerignore".to_owned(),
            folder => format!("{folder}/.dockerignore"),
        };
        [own, beside].iter().find_map(|path| files.read(path).ok()).map(|text| Self::parse(&text))
    }

    fn parse(text: &str) -> Self {
        let mut ignored = Self::default();
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = if line.starts_with('#') { "" } else { line.trim() };
            if line.is_empty() {
                continue;
            }
            let regex =
                clean(line).filter(|_| !line.starts_with('!')).and_then(|text| Some((expression(&text)?, text)));
            let regex = regex.and_then(|(regex, text)| Some(Pattern { regex: Regex::new(&regex).ok()?, text }));
            match regex.filter(|_| ignored.patterns.len() < PATTERNS_LIMIT) {
                Some(pattern) => ignored.patterns.push(pattern),
                None => ignored.is_open = true,
            }
        }
        ignored
    }

    /// `{source, certain}` of each source of a `COPY` or `ADD` that is kept out; `certain` is unknown where that is not certain.
    pub(super) fn sources(&self, instruction: &Instruction<'_>, words: &[Value]) -> Vec<Value> {
        let Some((_, sources)) = words.split_last() else { return Vec::new() };
        let is_elsewhere =
            |source: &str| source.starts_with("<<") || source.contains("://") || source.starts_with("git@");
        if instruction.flags.iter().any(|flag| flag.name == "from") {
            return Vec::new();
        }
        let kept_out = |source: &Value| {
            let certain = match self.keeps_out(source.as_str().filter(|source| !is_elsewhere(source))?) {
                Some(false) => return None,
                Some(true) => Value::bool(true, source.span),
                None => Value::unknown(Unknown::new(Reason::Ambiguous(UNCERTAIN), source.span), source.span),
            };
            let mut view = View::new(source.span);
            view.set("source", source.clone());
            view.set("certain", certain);
            Some(view.finish())
        };
        sources.iter().filter_map(kept_out).collect()
    }

    /// Whether a source of `COPY` or `ADD` is kept out; `None` where that is not certain. Of sources with wildcards it is said
    /// only where the same pattern, or one for the folder, keeps them out.
    pub(super) fn keeps_out(&self, source: &str) -> Option<bool> {
        let Some(path) = clean(source).filter(|path| !path.is_empty()) else { return Some(false) };
        if path.len() > PATH_LIMIT {
            return Some(false);
        }
        let known = path.find(['*', '?', '[']).map_or(path.len(), |wild| path[..wild].rfind('/').unwrap_or(0));
        let ends = path[..known].match_indices('/').map(|(at, _)| at).chain([known]);
        let parents = ends.map(|end| &path[..end]).filter(|parent| !parent.is_empty());
        let parents: Vec<&str> = parents.take(FOLDERS_LIMIT).collect();
        let fits =
            |pattern: &Pattern| pattern.text == path || parents.iter().any(|parent| pattern.regex.is_match(parent));
        if !self.patterns.iter().any(fits) {
            return Some(false);
        }
        (!self.is_open).then_some(true)
    }
}

/// A path as the builder compares it: without leading slash and `.`. `None` where it leaves its folder.
fn clean(path: &str) -> Option<String> {
    let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    (!parts.contains(&"..")).then(|| parts.join("/"))
}

/// The regular expression of a pattern; `None` for one that is not read.
fn expression(pattern: &str) -> Option<String> {
    if pattern.len() > PATTERN_LIMIT || pattern.is_empty() {
        return None;
    }
    let mut regex = "^".to_owned();
    let mut rest = pattern;
    while let Some(char) = rest.chars().next() {
        rest = &rest[char.len_utf8()..];
        match char {
            '*' if rest.starts_with('*') => {
                rest = &rest[1..];
                let is_folder = rest.starts_with('/');
                rest = rest.strip_prefix('/').unwrap_or(rest);
                regex.push_str(if rest.is_empty() { ".*" } else { "(.*/)?" });
                // `**x` is any path that ends in `x`.
                if !is_folder && !rest.is_empty() {
                    regex.push_str(".*");
                }
            }
            '*' => regex.push_str("[^/]*"),
            '?' => regex.push_str("[^/]"),
            '[' => {
                let (class, after) = rest.split_once(']')?;
                let is_plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '.');
                let inner = class.strip_prefix('^').unwrap_or(class);
                if inner.is_empty() || !inner.chars().all(is_plain) {
                    return None;
                }
                write!(regex, "[{class}]").ok()?;
                rest = after;
            }
            '\\' => {
                let next = rest.chars().next()?;
                rest = &rest[next.len_utf8()..];
                regex.push_str(&regex::escape(next.encode_utf8(&mut [0; 4])));
            }
            _ => regex.push_str(&regex::escape(char.encode_utf8(&mut [0; 4]))),
        }
    }
    regex.push('$');
    Some(regex)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_read_as_docker_reads_them() {
        let cases = [
            ("*/tmp/*", "a/tmp/x", Some(true)),
            ("*/tmp/*", "tmp/x", Some(false)),
            ("Dockerfile", "./Dockerfile", Some(true)),
            ("/build/", "build/app/x", Some(true)),
            ("build", "rebuild", Some(false)),
            ("**/*.md", "README.md", Some(true)),
            ("**/*.md", "a/b/c.md", Some(true)),
            ("*.md", "a/b.md", Some(false)),
            ("**/node_modules", "a/node_modules/b/c", Some(true)),
            ("docs/**", "docs/a/b", Some(true)),
            ("docs/**", "docs", Some(false)),
            ("a?c", "abc", Some(true)),
            ("a[b-d]c", "acc", Some(true)),
            ("a.c", "abc", Some(false)),
            ("*", "app", Some(true)),
            ("*", ".", Some(false)),
            ("# app\n\n", "app", Some(false)),
            ("*\n!app", "app", None),
            ("a[!b]", "x", Some(false)),
            ("a[!b]\nx", "x", None),
            ("*.log", "*.log", Some(true)),
            ("logs", "logs/*.log", Some(true)),
            ("logs/a.log", "logs/*.log", Some(false)),
            ("x", "../x", Some(false)),
            ("{a,b}", "a", Some(false)),
        ];
        for (text, source, expected) in cases {
            assert_eq!(Ignored::parse(text).keeps_out(source), expected, "{text} {source}");
        }
        let deep = "a/".repeat(100_000);
        assert_eq!(Ignored::parse("**/x*\na").keeps_out(&deep[..1000]), Some(true));
        assert_eq!(Ignored::parse("**/x*\na").keeps_out(&deep), Some(false));
    }
}
