//! Texts that mean themselves in the Markdown of GitHub, GitLab and Azure DevOps.

use super::super::text::one_line;

/// Characters after which a platform may see a mention or a reference, when more of a name follows.
const REFERENCES: &str = "@#!~%&$";

/// Shown as nothing, and keeps a reference from being one.
const NOTHING: &str = "&#8203;";

/// `text` on one line, without anything that Markdown, HTML or a platform would take for more than text: markup, tags,
/// links, mentions of people, references to issues, formulas.
pub(in super::super) fn escape(text: &str) -> String {
    escaped(text, REFERENCES)
}

/// `text` in the font of code, where platforms see no references, so that it can be copied as it is.
pub(super) fn code(text: &str) -> String {
    format!("<code>{}</code>", escaped(text, ""))
}

fn escaped(text: &str, references: &str) -> String {
    let line = one_line(text);
    let mut out = String::with_capacity(line.len() + line.len() / 8);
    let mut chars = line.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '{' | '}' | '|' | '~' | '$' | ':' => push_code(&mut out, char),
            // `www.` makes a link even where there is no scheme.
            '.' if out.ends_with(['w', 'W']) => push_code(&mut out, char),
            _ => out.push(char),
        }
        let goes_on = chars.peek().is_some_and(|next| !next.is_whitespace());
        if references.contains(char) && goes_on {
            out.push_str(NOTHING);
        }
    }
    out
}

fn push_code(out: &mut String, char: char) {
    use std::fmt::Write as _;
    // Writing to a string does not fail.
    let _ = write!(out, "&#{};", u32::from(char));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_text_is_left() {
        let cases = [
            ("plain text, 10.0.0.0/8 = open", "plain text, 10.0.0.0/8 = open"),
            ("<b>&amp;", "&lt;b&gt;&amp;&#8203;amp;"),
            ("a|b\n# c", "a&#124;b # c"),
            ("`x` *y* _z_ ~~d~~", "&#96;x&#96; &#42;y&#42; &#95;z&#95; &#126;&#8203;&#126;&#8203;d&#126;&#8203;&#126;"),
            ("[a](b) ![c](d)", "&#91;a&#93;(b) !&#8203;&#91;c&#93;(d)"),
            ("@all #1 !2", "@&#8203;all #&#8203;1 !&#8203;2"),
            ("https://www.x.org", "https&#58;//www&#46;x.org"),
            ("${var.x} 50%", "&#36;&#8203;&#123;var.x&#125; 50%"),
            ("a\u{1b}[1m", "a?&#91;1m"),
        ];
        for (text, expected) in cases {
            assert_eq!(escape(text), expected, "{text}");
        }
    }

    #[test]
    fn code_can_be_copied() {
        assert_eq!(code("my #1_@x.tf:6"), "<code>my #1&#95;@x.tf&#58;6</code>");
    }
}
