//! Sentences in which `code` stands between backticks.

use std::borrow::Cow;
use std::fmt;

use askama::filters::{Escaper as _, Html, HtmlSafe};

/// A text that the template shows as HTML: escaped, with what stands between backticks in code font.
pub(in crate::report) struct Prose<'a>(pub(in crate::report) Cow<'a, str>);

/// It escapes by itself.
impl HtmlSafe for Prose<'_> {}

impl fmt::Display for Prose<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest: &str = &self.0;
        while let Some((before, tail)) = rest.split_once('`') {
            let Some((code, after)) = tail.split_once('`') else { break };
            Html.write_escaped_str(&mut *f, before)?;
            f.write_str("<code>")?;
            Html.write_escaped_str(&mut *f, code)?;
            f.write_str("</code>")?;
            rest = after;
        }
        Html.write_escaped_str(f, rest)
    }
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
            ("`<b>` & \"x\" 'y'", "<code>&#60;b&#62;</code> &#38; &#34;x&#34; &#39;y&#39;"),
        ];
        for (text, expected) in cases {
            assert_eq!(Prose(text.into()).to_string(), expected);
        }
    }
}
