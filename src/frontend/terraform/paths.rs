//! Paths relative to the scan root, as text with `/`.

/// Whether a module source is a local path.
pub(super) fn is_local(source: &str) -> bool {
    source == "." || source == ".." || source.starts_with("./") || source.starts_with("../")
}

/// `relative` as seen from `folder`, without `.` and `..`. `None` when it leads out of the scan root.
pub(super) fn join(folder: &str, relative: &str) -> Option<String> {
    if relative.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The way from one folder to another, as `path.module` gives it.
pub(super) fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
    let to: Vec<&str> = to.split('/').filter(|part| !part.is_empty()).collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    let parts: Vec<&str> = up.chain(to[shared..].iter().copied()).collect();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_stay_below_the_scan_root() {
        let table = [
            ("live/prod", "../../modules/net", Some("modules/net")),
            ("", "./net//sub/", Some("net/sub")),
            ("a", "..", Some("")),
            ("a", "../..", None),
            ("a", "/etc", None),
        ];
        for (folder, relative, expected) in table {
            assert_eq!(join(folder, relative).as_deref(), expected, "{folder} + {relative}");
        }
    }

    #[test]
    fn relative_leads_from_one_folder_to_another() {
        for (from, to, expected) in [("", "a/b", "a/b"), ("a/b", "a/c", "../c"), ("a", "a", "."), ("a/b", "", "../..")]
        {
            assert_eq!(relative(from, to), expected);
        }
    }
}
