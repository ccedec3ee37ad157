//! Paths of modules, relative to the scan root, as text with `/`.

pub(in crate::frontend::terraform) use crate::frontend::paths::{join, within};

/// Whether a module source is a local path.
pub(in crate::frontend::terraform) fn is_local(source: &str) -> bool {
    source == "." || source == ".." || source.starts_with("./") || source.starts_with("../")
}

/// The way from one folder to another, as `path.module` gives it.
pub(in crate::frontend::terraform) fn relative(from: &str, to: &str) -> String {
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
    fn relative_leads_from_one_folder_to_another() {
        for (from, to, expected) in [("", "a/b", "a/b"), ("a/b", "a/c", "../c"), ("a", "a", "."), ("a/b", "", "../..")]
        {
            assert_eq!(relative(from, to), expected);
        }
    }
}
