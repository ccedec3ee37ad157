//! The packages that a command installs, and whether it says in which version.

use std::sync::Arc;

use super::program::canonical;
use super::view::View;
use crate::value::{Kind, Part, Unknown, Value};

/// How a package manager is told what to install.
struct Manager {
    programs: &'static [&'static str],
    /// Subcommands that install; a second word follows for those that have one, as in `module install`.
    install: &'static [(&'static str, Option<&'static str>)],
    /// Flags that settle the versions elsewhere, or that make the arguments something else than packages.
    settling_flags: &'static [&'static str],
    /// Whether the text of an argument fixes the version, be it to a range.
    is_pinned: fn(&str) -> bool,
    /// Whether the text of an argument is no package from a registry: a local file, a folder.
    is_other: fn(&str) -> bool,
}

const MANAGERS: &[Manager] = &[
    Manager {
        programs: &["apt-get", "apt", "aptitude"],
        install: &[("install", None)],
        settling_flags: &[],
        is_pinned: |text| text.contains(['=', '/']),
        is_other: |text| is_file(text, ".deb") || text.ends_with('-'),
    },
    Manager {
        programs: &["apk"],
        install: &[("add", None)],
        settling_flags: &[],
        is_pinned: |text| text.contains(['=', '~', '<', '>']),
        is_other: |text| is_file(text, ".apk") || text.starts_with(['.', '!']),
    },
    Manager {
        programs: &["yum", "dnf", "microdnf", "tdnf"],
        install: &[("install", None), ("in", None)],
        settling_flags: &[],
        is_pinned: |text| follows(text, '-', |c| c.is_ascii_digit()),
        is_other: |text| is_file(text, ".rpm") || text.contains('/') || text.starts_with('@'),
    },
    Manager {
        programs: &["yum", "dnf", "microdnf"],
        install: &[("module", Some("install"))],
        settling_flags: &[],
        is_pinned: |text| text.contains(':'),
        is_other: |_| false,
    },
    Manager {
        programs: &["zypper"],
        install: &[("install", None), ("in", None)],
        settling_flags: &["-t", "--type"],
        is_pinned: |text| text.contains(['=', '<', '>']),
        is_other: |text| is_file(text, ".rpm") || text.starts_with(['-', '!']),
    },
    Manager {
        programs: &["pip", "pipx"],
        install: &[("install", None)],
        settling_flags: &["-c", "--constraint", "-r", "--requirement"],
        is_pinned: |text| match text.split_once('+') {
            // An address of a repository names a revision after the last `@`.
            Some((_, address)) if address.contains("://") => follows(address, '@', |c| c != '@' && c != '/'),
            _ => text.contains(['=', '<', '>', '@']),
        },
        is_other: |text| {
            let is_path = text.starts_with(['.', '/']) || (text.contains('/') && !text.contains("://"));
            let is_archive = [".whl", ".zip", ".tar.gz", ".txt"].iter().any(|ending| text.ends_with(ending));
            is_archive || (is_path && !text.contains('@'))
        },
    },
    Manager {
        programs: &["npm", "yarn", "pnpm"],
        install: &[("install", None), ("i", None), ("add", None), ("global", Some("add"))],
        settling_flags: &[],
        is_pinned: |text| match text.split_once("://") {
            Some((_, address)) => address.contains('#'),
            None => follows(text, '@', |c| c.is_ascii_digit() || "^~<>=v".contains(c)),
        },
        is_other: |text| {
            text.starts_with(['.', '/', '~'])
                || text.starts_with("file:")
                || is_file(text, ".tgz")
                || is_file(text, ".tar.gz")
        },
    },
    Manager {
        programs: &["gem"],
        install: &[("install", None), ("i", None)],
        settling_flags: &["-v", "--version", "-g", "--file"],
        is_pinned: |text| text.contains(':'),
        is_other: |text| is_file(text, ".gem"),
    },
    Manager {
        programs: &["go"],
        install: &[("install", None), ("get", None), ("run", None)],
        settling_flags: &[],
        is_pinned: |text| {
            let moving = ["@latest", "@upgrade", "@patch", "@master", "@main"];
            text.contains('@') && !moving.iter().any(|version| text.ends_with(version))
        },
        // The first part of the path of a module that is fetched has a dot.
        is_other: |text| {
            text.starts_with('.')
                || is_file(text, ".go")
                || !text.split('/').next().is_some_and(|host| host.contains('.'))
        },
    },
    Manager {
        programs: &["cargo"],
        install: &[("install", None)],
        settling_flags: &["--version", "--vers", "--path", "--tag", "--rev"],
        is_pinned: |text| text.contains('@'),
        is_other: |text| text.starts_with("http"),
    },
];

/// Whether the text is the name of a file with this ending.
fn is_file(text: &str, ending: &str) -> bool {
    text.ends_with(ending)
}

/// Whether some `mark` is followed by a character of this sort.
fn follows(text: &str, mark: char, sort: impl Fn(char) -> bool) -> bool {
    text.match_indices(mark).any(|(at, _)| at > 0 && text[at + mark.len_utf8()..].chars().next().is_some_and(&sort))
}

/// `{text, pinned}` of each package; `None` where the command installs none. Flags that take a value, and the values,
/// are not among `arguments`.
pub(super) fn packages(program: &str, subcommand: &str, flags: &[Value], arguments: &[Value]) -> Option<Vec<Value>> {
    let program = canonical(program);
    let first = arguments.first().and_then(Value::as_str);
    let (manager, skipped) =
        MANAGERS.iter().filter(|manager| manager.programs.contains(&program)).find_map(|manager| {
            let (_, second) = manager
                .install
                .iter()
                .find(|(name, second)| *name == subcommand && (second.is_none() || *second == first))?;
            Some((manager, usize::from(second.is_some())))
        })?;
    if flags
        .iter()
        .filter_map(Value::as_str)
        .any(|flag| manager.settling_flags.iter().any(|known| is_flag(flag, known)))
    {
        return Some(Vec::new());
    }
    // What follows the package in `go run` is for the program.
    let most = if subcommand == "run" { 1 } else { arguments.len() };
    Some(arguments[skipped..].iter().take(most).filter_map(|argument| package(manager, argument)).collect())
}

fn package(manager: &Manager, argument: &Value) -> Option<Value> {
    let (text, hole) = outline(argument);
    if text.is_empty() || (manager.is_other)(&text) {
        return None;
    }
    let pinned = match hole {
        Some(unknown) if !(manager.is_pinned)(&text) => Value::unknown(Arc::clone(unknown), argument.span),
        _ => Value::bool((manager.is_pinned)(&text), argument.span),
    };
    let mut view = View::new(argument.span);
    view.set("text", argument.clone());
    view.set("pinned", pinned);
    Some(view.finish())
}

/// The text with a zero for each hole, which stands where a version would, and the first hole.
fn outline(value: &Value) -> (String, Option<&Arc<Unknown>>) {
    let text = match &value.kind {
        Kind::String(text) => text.to_string(),
        Kind::Template(template) => {
            let text = |part: &Part| match part {
                Part::Text(text) => text.to_string(),
                Part::Hole(_) => "0".to_owned(),
            };
            template.parts.iter().map(text).collect()
        }
        _ => "0".to_owned(),
    };
    (text, value.first_unknown())
}

/// Whether a word is this flag: alone, with `=value`, or a short one with its value behind it.
fn is_flag(word: &str, flag: &str) -> bool {
    word.strip_prefix(flag).is_some_and(|rest| rest.is_empty() || rest.starts_with('=') || flag.len() == 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    /// The unpinned packages of a command line without flags' values.
    fn unpinned(line: &str) -> Option<Vec<String>> {
        let sources = SourceMap::new();
        let span = sources.add("f", "x").whole();
        let words: Vec<Value> = line.split(' ').skip(2).map(|word| Value::string(word, span)).collect();
        let (flags, arguments): (Vec<_>, Vec<_>) =
            words.into_iter().partition(|word| word.as_str().is_some_and(|word| word.starts_with('-')));
        let mut start = line.split(' ');
        let found = packages(start.next()?, start.next()?, &flags, &arguments)?;
        let found = found.iter().filter(|found| found.member("pinned").and_then(Value::as_bool) == Some(false));
        Some(found.filter_map(|found| Some(found.member("text")?.as_str()?.to_owned())).collect())
    }

    #[test]
    fn versions_are_recognised() {
        let cases: [(&str, &[&str]); 20] = [
            ("apt-get install a b=1 c/stable ./d.deb e.deb f-", &["a"]),
            ("apk add a b=1 c~2 d>3 ./e.apk f@edge", &["a", "f@edge"]),
            ("yum install a b-1.2 c-devel d.rpm https://x/y.rpm @group", &["a", "c-devel"]),
            ("dnf module install a:1 b", &["b"]),
            ("zypper in a b=1 c>=2 d.rpm", &["a"]),
            ("zypper install -t a", &[]),
            (
                "pip3.11 install a b==1 c~=2 d[x]<3 . ./e f.whl git+https://x/y git+https://x/y@1 g@https://x/z",
                &["a", "git+https://x/y"],
            ),
            ("pip install -cx a", &[]),
            ("pip install --constraint=x a", &[]),
            (
                "npm i a b@1 @s/c @s/d@^2 e@latest ./f g.tgz git+https://x/y git+https://x/y#1",
                &["a", "@s/c", "e@latest", "git+https://x/y"],
            ),
            ("yarn global add a b@1", &["a"]),
            ("gem install a b:1 c.gem", &["a"]),
            ("gem install a -v", &[]),
            ("go install x.io/a x.io/b@v1 x.io/c@latest ./d cmd/e", &["x.io/a", "x.io/c@latest"]),
            ("go run x.io/a x.io/b", &["x.io/a"]),
            ("cargo install a b@1", &["a"]),
            ("cargo install --version=1 a", &[]),
            ("/usr/bin/apt-get install a", &["a"]),
            ("apt-get install", &[]),
            ("npm install", &[]),
        ];
        for (line, expected) in cases {
            assert_eq!(unpinned(line).unwrap(), expected, "{line}");
        }
        for line in ["apt-get update", "dnf module list", "yarn global list", "cargo build", "tar install a"] {
            assert_eq!(unpinned(line), None, "{line}");
        }
    }
}
