//! Addresses of lines at the commit that was scanned, as GitHub and its Enterprise Server have them.

use super::sarif::uri;
use crate::source::Provenance;

/// Links to lines of one commit.
pub(super) struct CommitLinks {
    /// Up to the commit: `https://github.com/team/shop/blob/3f9c…`.
    base: String,
    /// From the top of the repository to the scan root: its parts.
    root: Vec<String>,
}

impl CommitLinks {
    /// Links to what was scanned at `root`; none where the commit or its address is not known, and where files differ from
    /// it, since their lines would be others.
    pub(super) fn of(origin: &Provenance, root: &str) -> Option<Self> {
        let Provenance { remote, folder, revision, changes, .. } = origin;
        if changes.is_none_or(|changes| changes.changed > 0) {
            return None;
        }
        let is_commit =
            |revision: &&String| revision.len() >= 40 && revision.bytes().all(|byte| byte.is_ascii_hexdigit());
        let revision = revision.as_ref().filter(is_commit)?;
        let base = format!("{}/blob/{revision}", repository(remote.as_deref()?)?);
        let folder = folder.as_deref()?;
        Some(Self { base, root: inside(&[], &format!("{folder}/{}", relative(root)?))? })
    }

    /// The address of a line of a file, whose path is relative to the scan root.
    pub(super) fn line(&self, path: &str, line: u32) -> Option<String> {
        let path = inside(&self.root, path)?.join("/");
        Some(format!("{}/{}#L{line}", self.base, uri::from_path(&path)))
    }
}

/// The path of a file, from the top of its repository, which is relative to a scan root that was called `root`. None where
/// that is not known, and where it lies elsewhere.
pub(super) fn in_repository(origin: &Provenance, root: &str, path: &str) -> Option<String> {
    let folder = origin.folder.as_deref()?;
    Some(inside(&[], &format!("{folder}/{}{path}", relative(root)?))?.join("/"))
}

/// The page of a repository in a browser, from the address that it was cloned from.
fn repository(remote: &str) -> Option<String> {
    let (scheme, host, path) = match remote.split_once("://") {
        Some((scheme @ ("https" | "http"), rest)) => {
            let (host, path) = rest.split_once('/')?;
            (scheme, host, path)
        }
        // The port is that of another protocol.
        Some(("ssh" | "git", rest)) => {
            let (host, path) = rest.split_once('/')?;
            ("https", host.split(':').next()?, path)
        }
        Some(_) => return None,
        // `host:path`, which is not a drive of Windows.
        None => {
            let (host, path) = remote.split_once(':').filter(|(host, _)| host.len() > 1 && !host.contains('/'))?;
            ("https", host, path)
        }
    };
    let path = path.trim_matches('/');
    let path = path.strip_suffix(".git").unwrap_or(path);
    let is_host = !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:".contains(&byte));
    (is_host && path.contains('/')).then(|| format!("{scheme}://{host}/{}", uri::from_path(path)))
}

/// A path that does not start at the root of a file system.
fn relative(path: &str) -> Option<&str> {
    (!path.starts_with('/') && !path.contains(['\\', ':'])).then_some(path)
}

/// The parts of a path below `from`; none where it leaves the repository.
fn inside(from: &[String], path: &str) -> Option<Vec<String>> {
    let mut parts = from.to_vec();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part.to_owned()),
        }
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Changes;

    const COMMIT: &str = "3f9c2d1e0b7a4c55d1e9a0b2c3d4e5f60718293a";

    fn origin(remote: &str, folder: &str) -> Provenance {
        Provenance {
            name: None,
            remote: Some(remote.to_owned()),
            folder: Some(folder.to_owned()),
            revision: Some(COMMIT.to_owned()),
            changes: Some(Changes { changed: 0, untracked: 3 }),
        }
    }

    #[test]
    fn addresses_become_pages() {
        let cases = [
            ("https://github.com/team/shop.git", Some("https://github.com/team/shop")),
            ("https://git.example.com:8443/team/shop", Some("https://git.example.com:8443/team/shop")),
            ("github.com:team/shop.git", Some("https://github.com/team/shop")),
            ("ssh://git.example.com:2222/team/shop.git", Some("https://git.example.com/team/shop")),
            ("https://github.com/team/a (b).git", Some("https://github.com/team/a%20%28b%29")),
            ("https://github.com/shop.git", None),
            ("/srv/git/shop.git", None),
            ("file:///srv/git/shop.git", None),
            ("C:/git/shop", None),
            ("https://x)](y/team/shop", None),
        ];
        for (remote, expected) in cases {
            assert_eq!(repository(remote).as_deref(), expected, "{remote}");
        }
    }

    #[test]
    fn lines_have_addresses_where_all_is_known() {
        let link = |origin: &Provenance, root: &str, path: &str| CommitLinks::of(origin, root)?.line(path, 7);
        let shop = origin("https://github.com/team/shop.git", "live/eu");
        let expected = |path: &str| Some(format!("https://github.com/team/shop/blob/{COMMIT}/{path}#L7"));
        assert_eq!(link(&shop, "", "main.tf"), expected("live/eu/main.tf"));
        assert_eq!(link(&shop, "../us/", "my files/#1.tf"), expected("live/us/my%20files/%231.tf"));
        assert_eq!(link(&shop, "../../../", "main.tf"), None);
        assert_eq!(link(&shop, "/srv/", "main.tf"), None);
        let without = [
            Provenance { revision: Some("the release".to_owned()), ..shop.clone() },
            Provenance { remote: None, ..shop.clone() },
            Provenance { folder: None, ..shop.clone() },
            Provenance { changes: Some(Changes { changed: 1, untracked: 0 }), ..shop },
        ];
        for origin in without {
            assert_eq!(link(&origin, "", "main.tf"), None, "{origin:?}");
        }
    }
}
