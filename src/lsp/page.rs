//! Texts for people, as Markdown where the client reads it.

use std::fmt::Write as _;

use crate::value::cut;

/// A text that grows by paragraphs.
#[derive(Debug)]
pub(super) struct Page {
    text: String,
    is_markdown: bool,
}

impl Page {
    /// An empty one.
    pub(super) const fn new(is_markdown: bool) -> Self {
        Self { text: String::new(), is_markdown }
    }

    /// Adds a paragraph, unless it is empty.
    pub(super) fn paragraph(&mut self, text: &str) {
        if !text.is_empty() {
            let gap = if self.text.is_empty() { "" } else { "\n\n" };
            // Writing to a string does not fail.
            let _ = write!(self.text, "{gap}{text}");
        }
    }

    /// Adds a list, unless it is empty.
    pub(super) fn list(&mut self, items: &[String]) {
        let lines: Vec<String> = items.iter().map(|item| format!("- {item}")).collect();
        self.paragraph(&lines.join("\n"));
    }

    /// The text; none where nothing was added.
    pub(super) fn finish(self) -> Option<String> {
        Some(self.text).filter(|text| !text.is_empty())
    }

    /// Whether it is Markdown.
    pub(super) const fn is_markdown(&self) -> bool {
        self.is_markdown
    }

    /// A text as code on one line, no longer than messages show it.
    pub(super) fn code(&self, text: &str) -> String {
        let text = cut(text.split_whitespace().collect::<Vec<_>>().join(" "));
        if !self.is_markdown || text.is_empty() {
            return text;
        }
        let longest = text.split(|char| char != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(longest + 1);
        let gap = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        format!("{fence}{gap}{text}{gap}{fence}")
    }

    /// A text that leads to a page or file.
    pub(super) fn link(&self, text: &str, target: Option<&str>) -> String {
        match target {
            Some(target) if self.is_markdown => format!("[{}]({target})", self.plain(text)),
            _ => text.to_owned(),
        }
    }

    /// A text that stands out.
    pub(super) fn strong(&self, text: &str) -> String {
        if self.is_markdown { format!("**{}**", self.plain(text)) } else { text.to_owned() }
    }

    /// A text in which nothing is meant as Markdown but code.
    pub(super) fn plain(&self, text: &str) -> String {
        if !self.is_markdown {
            return text.to_owned();
        }
        let mut plain = String::with_capacity(text.len());
        let mut is_code = false;
        for char in text.chars() {
            is_code ^= char == '`';
            if !is_code && matches!(char, '\\' | '*' | '[' | ']' | '<') {
                plain.push('\\');
            }
            plain.push(char);
        }
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_means_nothing_as_markdown() {
        let page = Page::new(true);
        let cases = [("a b", "`a b`"), ("a`b", "``a`b``"), ("`a``", "``` `a`` ```"), ("a\n  b", "`a b`"), ("", "")];
        for (text, expected) in cases {
            assert_eq!(page.code(text), expected);
        }
        assert_eq!(page.plain("a*[b] `c*` <d>"), r"a\*\[b\] `c*` \<d>");
        assert_eq!(page.link("a[0]", Some("file:///a")), r"[a\[0\]](file:///a)");
        let plain = Page::new(false);
        assert_eq!(
            (plain.code("a`"), plain.link("a", Some("b")), plain.strong("a*")),
            ("a`".into(), "a".into(), "a*".into())
        );
    }

    #[test]
    fn paragraphs_are_apart() {
        let mut page = Page::new(true);
        page.paragraph("a");
        page.paragraph("");
        page.list(&["b".to_owned(), "c".to_owned()]);
        page.list(&[]);
        assert_eq!(page.finish().as_deref(), Some("a\n\n- b\n- c"));
        assert_eq!(Page::new(true).finish(), None);
    }
}
