//! Patterns of queries in the syntax of the `regex` crate. Part of the build script as well.

/// A pattern in the syntax of the `regex` crate, which matches a part of a text, or the whole.
///
/// # Errors
/// Why it is none.
pub(super) fn expression(source: &str, is_whole: bool) -> std::result::Result<String, String> {
    let part = translate(source);
    let whole = format!(r"\A(?:{part})\z");
    // Both, since a pattern may close the group that it is put in.
    for source in [&part, &whole] {
        regex_syntax::parse(source).map_err(|cause| match &cause {
            regex_syntax::Error::Parse(cause) => cause.kind().to_string(),
            regex_syntax::Error::Translate(cause) => cause.kind().to_string(),
            _ => cause.to_string(),
        })?;
    }
    Ok(if is_whole { whole } else { part })
}

/// From I-Regexp (RFC 9485) to the `regex` crate's syntax: the dot leaves out carriage returns as well. The anchors and
/// classes of `regex`, which I-Regexp does not have, keep their meaning.
fn translate(source: &str) -> String {
    let mut target = String::with_capacity(source.len());
    let mut brackets = 0_usize;
    let mut chars = source.chars();
    while let Some(char) = chars.next() {
        match char {
            '\\' => {
                target.push(char);
                target.extend(chars.next());
                continue;
            }
            '[' => brackets += 1,
            ']' => brackets = brackets.saturating_sub(1),
            '.' if brackets == 0 => {
                target.push_str(r"[^\n\r]");
                continue;
            }
            _ => {}
        }
        target.push(char);
    }
    target
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_become_classes_except_where_they_are_text() {
        assert_eq!(translate(r"a.\.[.]"), r"a[^\n\r]\.[.]");
    }
}
