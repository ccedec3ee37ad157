//! Directories, and patterns for what is deleted or mounted.

/// The home of the user whose commands run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Home {
    Known(String),
    /// That of a user other than root: any directory but `/root`.
    NotRoot,
    /// That of whatever user the base image has.
    Any,
}

/// Whether what `pattern` names holds `directory`: the directory itself, one above it, or a pattern for all that is in it.
/// Both may begin with `~`, the home.
pub(super) fn holds(pattern: &str, directory: &str, home: &Home) -> bool {
    if pattern.is_empty() {
        return false;
    }
    let pattern: Vec<&str> = parts(pattern);
    let Some(below) = directory.strip_prefix("~/") else { return fits(&pattern, &parts(directory)) };
    let below = parts(below);
    if pattern.first() == Some(&"~") {
        return fits(&pattern[1..], &below);
    }
    match home {
        Home::Known(home) => {
            let mut whole = parts(home);
            whole.extend(below);
            fits(&pattern, &whole)
        }
        Home::NotRoot | Home::Any if is_home(&pattern, home) => true,
        Home::NotRoot | Home::Any => (0..pattern.len()).any(|at| {
            let (before, rest) = pattern.split_at(at);
            let is_root = matches!(before, ["", "root"]);
            fits(rest, &below) && !(is_root && *home == Home::NotRoot)
        }),
    }
}

/// Whether it is where homes are, or the usual place of one.
fn is_home(path: &[&str], home: &Home) -> bool {
    match path {
        [""] | ["", "home"] | ["", "home", _] => true,
        ["", "root"] => *home == Home::Any,
        _ => false,
    }
}

/// The names in a path. That of the root is empty.
fn parts(path: &str) -> Vec<&str> {
    let path = path.trim_end_matches('/');
    let is_part = |(at, part): &(usize, &str)| !matches!(*part, "" | ".") || *at == 0;
    path.split('/').enumerate().filter(is_part).map(|(_, part)| part).collect()
}

fn fits(pattern: &[&str], directory: &[&str]) -> bool {
    if pattern.is_empty() {
        return false;
    }
    match pattern.len().checked_sub(directory.len()) {
        // All that is in it, or all of a sort, such as `*_Packages`.
        Some(1) => pattern[directory.len()].contains('*') && each_fits(pattern, directory),
        Some(more) if more > 1 => false,
        _ => each_fits(pattern, directory),
    }
}

fn each_fits(pattern: &[&str], directory: &[&str]) -> bool {
    pattern.iter().zip(directory).all(|(pattern, name)| {
        let inner = pattern.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        inner.map_or_else(|| is_like(pattern, name), |inner| inner.split(',').any(|one| is_like(one, name)))
    })
}

/// Whether a name is what a pattern of the shell says, as far as `*` and `?` go.
fn is_like(pattern: &str, name: &str) -> bool {
    // A name that begins with a dot is hidden from a pattern that does not.
    if name.starts_with('.') && !pattern.starts_with('.') {
        return false;
    }
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = strip(name, first) else { return false };
    let Some(mut last) = pieces.next() else { return rest.is_empty() };
    for piece in pieces {
        let Some(at) = (0..=rest.len()).find(|at| rest.get(*at..).is_some_and(|from| strip(from, last).is_some()))
        else {
            return false;
        };
        rest = strip(&rest[at..], last).unwrap_or_default();
        last = piece;
    }
    (0..=rest.len()).any(|at| rest.get(at..).and_then(|from| strip(from, last)).is_some_and(str::is_empty))
}

/// The rest of a text that begins like `pattern`, in which `?` is any character.
fn strip<'t>(text: &'t str, pattern: &str) -> Option<&'t str> {
    let mut chars = text.chars();
    for wanted in pattern.chars() {
        let char = chars.next()?;
        if wanted != '?' && wanted != char {
            return None;
        }
    }
    Some(chars.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directories_are_held_by_what_names_them() {
        let root = Home::Known("/root".to_owned());
        let cases = [
            ("/var/lib/apt/lists", "/var/lib/apt/lists", true),
            ("/var/lib/apt/lists/", "/var/lib/apt/lists", true),
            ("/var/lib/apt/lists/*", "/var/lib/apt/lists", true),
            ("/var/lib/apt/lists/*_*", "/var/lib/apt/lists", true),
            ("/var/lib/apt/lists/partial", "/var/lib/apt/lists", false),
            ("/var/lib/apt/lists/partial/*", "/var/lib/apt/lists", false),
            ("/var/lib/apt", "/var/lib/apt/lists", true),
            ("/var/lib/apt/*", "/var/lib/apt/lists", true),
            ("/var/lib/a*/l?sts", "/var/lib/apt/lists", true),
            ("/var/lib/{apt,dpkg}/lists", "/var/lib/apt/lists", true),
            ("/var/lib/dpkg", "/var/lib/apt/lists", false),
            ("/var//lib/./apt/lists", "/var/lib/apt/lists", true),
            ("/var/cache/apt", "/var/lib/apt/lists", false),
            ("/var/cache/libdnf5*", "/var/cache/libdnf5", true),
            ("/", "/var/lib/apt/lists", true),
            ("", "/var/lib/apt/lists", false),
            ("lists", "/var/lib/apt/lists", false),
            ("~/.cache", "~/.cache/pip", true),
            ("~/.cache/pip/*", "~/.cache/pip", true),
            ("~/.cache/yarn", "~/.cache/pip", false),
            ("/root/.cache", "~/.cache/pip", true),
            ("/root/.c*/pip", "~/.cache/pip", true),
            ("/root", "~/.cache/pip", true),
            ("/root/*", "~/.cache/pip", false),
            ("/root/.[a-z]*", "~/.cache/pip", false),
            ("/home/app/.cache/pip", "~/.cache/pip", false),
            ("/cache", "~/.cache/pip", false),
            (".yarn/cache", ".yarn/cache", true),
        ];
        for (pattern, directory, expected) in cases {
            assert_eq!(holds(pattern, directory, &root), expected, "{pattern} {directory}");
        }
    }

    #[test]
    fn homes_that_are_not_known_are_any() {
        let cases = [
            ("/home/app/.cache/pip", true, true),
            ("/opt/app/.cache", true, true),
            ("/root/.cache/pip", false, true),
            ("/root/.cache/yarn", false, false),
            ("~/.cache", true, true),
            ("/root", false, true),
            ("/home/app", true, true),
            ("/var/cache/apt", false, false),
        ];
        for (pattern, not_root, any) in cases {
            let found = (holds(pattern, "~/.cache/pip", &Home::NotRoot), holds(pattern, "~/.cache/pip", &Home::Any));
            assert_eq!(found, (not_root, any), "{pattern}");
        }
    }
}
