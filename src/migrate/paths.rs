//! Patterns of paths of other tools, in the syntax of `.gitignore`.

use crate::config::can_fit;

const OUTSIDE: &str = "it leads out of this folder";
const REGEX: &str = "this regular expression has no equivalent in the syntax of .gitignore";

/// A pattern with `*` and `**` that starts at this folder. One of folders ends in `/`.
///
/// # Errors
/// It has no equivalent; why.
pub(super) fn of_glob(text: &str, of_folders: bool) -> Result<String, &'static str> {
    // `/**/` of everything on the disk is of what lies in this folder as well.
    let local = if text.starts_with("/**/") { &text[1..] } else { text.trim_start_matches("./") };
    if local.starts_with(['/', '~']) || local.split('/').any(|part| part == "..") || local.contains(":\\") {
        return Err(OUTSIDE);
    }
    let anchor = if local.starts_with("**/") { "" } else { "/" };
    let end = if of_folders && !local.ends_with(['/', '*']) { "/" } else { "" };
    fitting(format!("{anchor}{local}{end}"))
}

/// A regular expression that is looked for anywhere in a path: a name, with `^` and `$`, `\.` and `.*`.
///
/// # Errors
/// It has no equivalent; why.
pub(super) fn of_regex(text: &str) -> Result<String, &'static str> {
    let (text, anchored) = text.strip_prefix('^').map_or((text, false), |rest| (rest, true));
    let rest = text.trim_start_matches("./").trim_start_matches(".*").trim_end_matches('$');
    let (rest, is_folder) = match rest.strip_suffix("/.*").or(rest.strip_suffix("/*")).or(rest.strip_suffix('/')) {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let glob = rest.replace("\\.", "\u{0}").replace(".*", "*").replace('\u{0}', ".");
    let unescaped = rest.replace("\\.", "").replace(".*", "");
    // A dot stands for any character, and is hardly ever meant so in a path.
    if unescaped.contains(['\\', '(', ')', '[', ']', '{', '}', '|', '+', '?', '^', '$', '*']) {
        return Err(REGEX);
    }
    let glob = glob.trim_start_matches('/');
    let start = if anchored { "/" } else { "**/" };
    fitting(format!("{start}{glob}{}", if is_folder { "/" } else { "" }))
}

fn fitting(pattern: String) -> Result<String, &'static str> {
    match can_fit(&pattern) {
        Ok(()) => Ok(pattern),
        Err(_) => Err("it fits no path"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_the_same() {
        let globs = [
            ("testdata/*/bar", false, Ok("/testdata/*/bar")),
            ("./foo/**/*.tf", false, Ok("/foo/**/*.tf")),
            ("**/.terraform", true, Ok("**/.terraform/")),
            ("/**/*.txt", false, Ok("**/*.txt")),
            ("vendor", true, Ok("/vendor/")),
            ("/etc", true, Err(OUTSIDE)),
            ("~/x", false, Err(OUTSIDE)),
            ("../x", false, Err(OUTSIDE)),
        ];
        for (text, of_folders, expected) in globs {
            assert_eq!(of_glob(text, of_folders).as_deref().map_err(|why| *why), expected, "{text}");
        }
        let regexes = [
            ("examples", Ok("**/examples")),
            ("^modules/old/", Ok("/modules/old/")),
            (".*/test/.*", Ok("**/test/")),
            ("\\.terraform", Ok("**/.terraform")),
            ("gen.*\\.tf$", Ok("**/gen*.tf")),
            ("a|b", Err(REGEX)),
        ];
        for (text, expected) in regexes {
            assert_eq!(of_regex(text).as_deref().map_err(|why| *why), expected, "{text}");
        }
    }
}
