//! Paths relative to the scan root, as text with `/`. What lies beside the root begins with `..`; the engine decides
//! whether it may be read.

/// `relative` as seen from `folder`, without `.`; with `..` only in front, where it leads out of the scan root. None for an
/// absolute path, which means something else on every machine.
pub(super) fn join(folder: &str, relative: &str) -> Option<String> {
    if relative.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// A name in a folder.
pub(super) fn within(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_are_normal() {
        let table = [
            ("live/prod", "../../modules/net", Some("modules/net")),
            ("a/b", "../c/./d", Some("a/c/d")),
            ("", "./net//sub/", Some("net/sub")),
            ("a", "..", Some("")),
            ("a", "../..", Some("..")),
            ("..", "../x", Some("../../x")),
            ("../x", "..", Some("..")),
            ("a", "/etc", None),
        ];
        for (folder, relative, expected) in table {
            assert_eq!(join(folder, relative).as_deref(), expected, "{folder} + {relative}");
        }
        assert_eq!((within("", "x"), within("a", "x")), ("x".to_owned(), "a/x".to_owned()));
    }
}
