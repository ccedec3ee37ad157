//! Sentences in which `code` stands between backticks.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use askama::filters::HtmlSafe;

/// A text that the template shows as HTML: escaped, with what stands between backticks in code font.
pub(in crate::report) struct Prose<'a>(pub(in crate::report) Cow<'a, str>);

/// It escapes by itself.
impl HtmlSafe for Prose<'_> {}

impl fmt::Display for Prose<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest: &str = &self.0;
        while let Some((before, tail)) = rest.split_once('`') {
            let Some((code, after)) = tail.split_once('`') else { break };
            escape(before, f)?;
            f.write_str("<code>")?;
            escape(code, f)?;
            f.write_str("</code>")?;
            rest = after;
        }
        escape(rest, f)
    }
}

fn escape(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for char in text.chars() {
        match char {
            '&' => f.write_str("&amp;")?,
            '<' => f.write_str("&lt;")?,
            '>' => f.write_str("&gt;")?,
            '"' => f.write_str("&quot;")?,
            '\'' => f.write_str("&#39;")?,
            _ => f.write_char(char)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_marked_and_markup_is_text() {
        let cases = [
            ("set `acl` to `private`.", "set <code>acl</code> to <code>private</code>."),
            ("one ` alone", "one ` alone"),
            ("`a` and ` more", "<code>a</code> and ` more"),
            ("`<b>` & \"x\" 'y'", "<code>&lt;b&gt;</code> &amp; &quot;x&quot; &#39;y&#39;"),
        ];
        for (text, expected) in cases {
            assert_eq!(Prose(text.into()).to_string(), expected);
        }
    }
}
