//! Patterns of paths.

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// Patterns in the syntax of `.gitignore`, relative to the folder of a configuration. Those that are not valid are left
/// out.
pub fn patterns<'t>(texts: impl IntoIterator<Item = &'t str>) -> Gitignore {
    let mut builder = GitignoreBuilder::new("");
    for text in texts {
        // The error is that of this line alone.
        let _ = builder.add_line(None, text);
    }
    builder.build().unwrap_or_else(|_| Gitignore::empty())
}

/// Whether a pattern of paths can fit anything.
///
/// # Errors
/// Why not.
pub fn can_fit(text: &str) -> Result<(), String> {
    let path = text.strip_prefix('!').unwrap_or(text);
    let is_nothing = !path.is_empty() && path.trim_matches('/').is_empty();
    if is_nothing || path.starts_with("./") || path.starts_with("../") || path == "." || path == ".." {
        return Err(format!("`{text}` fits no path: patterns start at the folder of this file, and stay below it"));
    }
    let mut builder = GitignoreBuilder::new("");
    builder.add_line(None, text).map_err(|error| format!("`{text}` is not a pattern: {error}"))?;
    let built = builder.build().map_err(|error| format!("`{text}` is not a pattern: {error}"))?;
    match built.is_empty() {
        true => Err(format!("`{text}` is no pattern: it is empty or a comment")),
        false => Ok(()),
    }
}
