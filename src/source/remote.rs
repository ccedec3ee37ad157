//! The address that a repository was cloned from, read from its configuration
//! (<https://git-scm.com/docs/git-config#_syntax>).

use std::fs;

use super::work_tree::WorkTree;

/// The remote that git itself takes where nothing else is said.
const DEFAULT: &str = "origin";

/// The address of a working tree's remote, as it is written: `origin`, or the only one.
pub(super) fn address(tree: &WorkTree) -> Option<String> {
    let folder = tree.shared().unwrap_or_else(|| tree.folder().to_path_buf());
    of(&fs::read_to_string(folder.join("config")).ok()?)
}

fn of(configuration: &str) -> Option<String> {
    let mut remotes: Vec<(String, String)> = Vec::new();
    let mut remote: Option<String> = None;
    for line in lines(configuration) {
        let mut line = line.trim();
        if line.starts_with('[') {
            let (header, rest) = line.split_once("\"]").or_else(|| line.split_once(']')).unwrap_or((line, ""));
            remote = remote_of(header);
            line = rest.trim();
        }
        if let (Some(remote), Some((key, written))) = (&remote, line.split_once('='))
            && key.trim().eq_ignore_ascii_case("url")
            && !remotes.iter().any(|(known, _)| known == remote)
        {
            remotes.push((remote.clone(), value(written)));
        }
    }
    let only = (remotes.len() == 1).then_some(0);
    let at = remotes.iter().position(|(name, _)| name == DEFAULT).or(only)?;
    Some(remotes.swap_remove(at).1)
}

/// The lines, each with those that continue it.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut continues = false;
    for line in text.lines() {
        match lines.last_mut().filter(|_| continues) {
            Some(last) => {
                last.pop();
                last.push_str(line);
            }
            None => lines.push(line.to_owned()),
        }
        let backslashes = line.len() - line.trim_end_matches('\\').len();
        continues = backslashes % 2 == 1;
    }
    lines
}

/// The name in `[remote "name`.
fn remote_of(header: &str) -> Option<String> {
    let (section, name) = header.strip_prefix('[')?.split_once('"')?;
    section.trim().eq_ignore_ascii_case("remote").then(|| name.replace('\\', ""))
}

/// A value without its quotes, escapes and comment.
fn value(written: &str) -> String {
    let mut value = String::new();
    let mut quoted = false;
    let mut chars = written.trim().chars();
    while let Some(char) = chars.next() {
        match char {
            '"' => quoted = !quoted,
            '#' | ';' if !quoted => break,
            '\\' => value.extend(chars.next()),
            _ => value.push(char),
        }
    }
    value.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_remote_is_origin_or_the_only_one() {
        let cases = [
            (
                "[core]\n\turl = x\n[remote \"origin\"]\n\turl = https://host/a.git\n\tfetch = +x\n",
                Some("https://host/a.git"),
            ),
            ("[remote \"a\"]\nurl=1\n[remote \"origin\"]\nURL = \"2;3\" ; 4\nurl = 5\n", Some("2;3")),
            ("[Remote \"upstream\"] url = x\\\\y\\\nz # a\n", Some("x\\yz")),
            ("[remote \"origin\"]\n# url = x\n[branch \"main\"]\nurl = y\n", None),
            // Nobody says which.
            ("[remote \"a\"]\nurl = 1\n[remote \"b\"]\nurl = 2\n", None),
            ("[remote", None),
        ];
        for (text, expected) in cases {
            assert_eq!(of(text).as_deref(), expected, "{text}");
        }
    }
}
