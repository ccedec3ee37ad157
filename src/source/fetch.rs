//! Which `git fetch` brings a commit that a clone does not have, as the shallow ones of pipelines.

use std::path::Path;

use super::git::{git, output};

/// What to do about a revision that the repository at `top` does not have, in words that continue a sentence; empty where
/// nothing is known to help.
pub(super) fn advice(top: &Path, name: &str) -> String {
    let clone = Clone {
        is_shallow: said(top, &["rev-parse", "--is-shallow-repository"]).trim() == "true",
        remotes: said(top, &["remote"]).lines().map(str::to_owned).collect(),
        branches: said(top, &["for-each-ref", "--format=%(refname:short)", "refs/remotes"])
            .lines()
            .map(str::to_owned)
            .collect(),
    };
    clone.advice(name).map_or_else(String::new, |advice| format!(": {advice}"))
}

fn said(top: &Path, arguments: &[&str]) -> String {
    output(git(top).args(arguments)).map(|said| String::from_utf8_lossy(&said).into_owned()).unwrap_or_default()
}

/// What a clone knows of where it comes from.
struct Clone {
    is_shallow: bool,
    remotes: Vec<String>,
    /// Branches of remotes, such as `origin/main`.
    branches: Vec<String>,
}

impl Clone {
    fn advice(&self, name: &str) -> Option<String> {
        let name = name.strip_prefix("refs/remotes/").or(name.strip_prefix("refs/heads/")).unwrap_or(name);
        let remote = self.remotes.iter().find(|remote| *remote == "origin").or(self.remotes.first())?;
        if let Some(back) = steps_back(name).filter(|_| self.is_shallow) {
            return Some(format!(
                "this clone is shallow; `git fetch --deepen={back} {remote}` brings what lies before"
            ));
        }
        if !is_plain(name) || name == "HEAD" {
            return self.is_shallow.then(|| unshallow(remote));
        }
        if name.len() >= SHORTEST_HASH && name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return match (self.is_shallow, name.len()) {
                (true, 40 | 64) => {
                    Some(format!("this clone is shallow; `git fetch --depth=1 {remote} {name}` brings this commit"))
                }
                (true, _) => Some(unshallow(remote)),
                (false, _) => None,
            };
        }
        let of_remote = name.split_once('/').filter(|(remote, _)| self.remotes.iter().any(|known| known == remote));
        if let Some((remote, branch)) = of_remote {
            return Some(format!("`{}` brings it, if the remote has it", self.fetch(remote, branch)));
        }
        let tracked = format!("{remote}/{name}");
        Some(match self.branches.contains(&tracked) {
            true => format!("did you mean `{tracked}`?"),
            false => {
                format!("if it is a branch of {remote}, `{}` brings it as `{tracked}`", self.fetch(remote, name))
            }
        })
    }

    /// The command that brings a branch, whatever this clone follows.
    fn fetch(&self, remote: &str, branch: &str) -> String {
        // Its last commit is all that is compared with.
        let depth = if self.is_shallow { "--depth=1 " } else { "" };
        format!("git fetch {depth}{remote} +refs/heads/{branch}:refs/remotes/{remote}/{branch}")
    }
}

fn unshallow(remote: &str) -> String {
    format!("this clone is shallow; `git fetch --unshallow --tags {remote}` brings the rest")
}

/// Digits of the shortest name of a commit that is taken for one.
const SHORTEST_HASH: usize = 7;

/// How many commits before the last one a name means: `HEAD^`, `HEAD~2`.
fn steps_back(name: &str) -> Option<u32> {
    match name.strip_prefix("HEAD").or(name.strip_prefix('@'))? {
        "^" | "^1" | "~" => Some(1),
        rest => rest.strip_prefix('~')?.parse().ok(),
    }
}

/// Whether a name can stand in a shell as it is, and is no expression of git.
fn is_plain(name: &str) -> bool {
    name.chars().all(|char| char.is_ascii_alphanumeric() || "._-/".contains(char)) && !name.contains("..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_name_has_its_fetch() {
        const HASH: &str = "0123456789abcdef0123456789abcdef01234567";
        let clone = |is_shallow| Clone {
            is_shallow,
            remotes: vec!["fork".into(), "origin".into()],
            branches: vec!["origin/stable".into()],
        };
        let cases = [
            ("origin/main", true, "`git fetch --depth=1 origin +refs/heads/main:refs/remotes/origin/main` brings it"),
            (
                "refs/remotes/origin/main",
                true,
                "`git fetch --depth=1 origin +refs/heads/main:refs/remotes/origin/main`",
            ),
            ("fork/a/b", false, "`git fetch fork +refs/heads/a/b:refs/remotes/fork/a/b` brings it"),
            ("main", true, "if it is a branch of origin, `git fetch --depth=1 origin +refs/heads/main:"),
            ("stable", false, "did you mean `origin/stable`?"),
            ("HEAD~3", true, "this clone is shallow; `git fetch --deepen=3 origin`"),
            ("HEAD^", true, "this clone is shallow; `git fetch --deepen=1 origin`"),
            ("HEAD^2~1", true, "this clone is shallow; `git fetch --unshallow --tags origin`"),
            ("0123456789", true, "this clone is shallow; `git fetch --unshallow --tags origin`"),
            (HASH, true, "this clone is shallow; `git fetch --depth=1 origin 0123456789abcdef"),
            (HASH, false, ""),
            ("HEAD~3", false, ""),
            ("a;b", false, ""),
        ];
        for (name, is_shallow, expected) in cases {
            let advice = clone(is_shallow).advice(name).unwrap_or_default();
            assert!(advice.starts_with(expected) && advice.is_empty() == expected.is_empty(), "{name}: {advice}");
        }
        let alone = Clone { is_shallow: false, remotes: Vec::new(), branches: Vec::new() };
        assert_eq!(alone.advice("main"), None);
    }
}
