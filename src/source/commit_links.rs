//! Symbolic links of a commit. Nothing is checked out, so they are followed here.

use std::collections::BTreeMap;

/// Most links on the way to one file, as in Linux.
const HOP_LIMIT: usize = 40;

/// What each link says, by its path relative to the repository.
#[derive(Debug, Default)]
pub(super) struct Links(BTreeMap<String, String>);

impl Links {
    /// Adds a link.
    pub(super) fn add(&mut self, path: String, target: String) {
        self.0.insert(path, target);
    }

    /// The paths of all links, sorted.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// `path` without links; `None` where one leads out of the repository, or in a circle.
    pub(super) fn resolve(&self, path: &str) -> Option<String> {
        if self.0.is_empty() {
            return Some(path.to_owned());
        }
        let mut open: Vec<&str> = path.rsplit('/').collect();
        let mut done: Vec<&str> = Vec::new();
        let mut hops = 0;
        while let Some(part) = open.pop() {
            match part {
                "" | "." => continue,
                ".." => {
                    done.pop()?;
                    continue;
                }
                _ => done.push(part),
            }
            let Some(target) = self.0.get(&done.join("/")) else { continue };
            hops += 1;
            if hops > HOP_LIMIT || target.starts_with('/') {
                return None;
            }
            done.pop();
            open.extend(target.rsplit('/'));
        }
        Some(done.join("/"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_followed_within_the_repository() {
        let mut links = Links::default();
        for (path, target) in [
            ("env/a.tf", "../stock/a.tf"),
            ("env/modules", "../modules"),
            ("modules/own", "net"),
            ("out", "../x"),
            ("root", "/etc"),
            ("ring", "ring"),
        ] {
            links.add(path.to_owned(), target.to_owned());
        }
        let table = [
            ("main.tf", Some("main.tf")),
            ("env/a.tf", Some("stock/a.tf")),
            ("env/modules/own/b.tf", Some("modules/net/b.tf")),
            ("out/b.tf", None),
            ("root/passwd", None),
            ("ring", None),
        ];
        for (path, expected) in table {
            assert_eq!(links.resolve(path).as_deref(), expected, "{path}");
        }
    }
}
