//! A text that must not become longer than a platform takes.

/// Kept for what ends open parts, and for the note that something was left out.
const RESERVE: usize = 500;

/// A page that is filled from the top.
pub(super) struct Page {
    text: String,
    /// Most bytes.
    limit: usize,
    is_full: bool,
}

impl Page {
    pub(super) const fn new(limit: usize) -> Self {
        Self { text: String::new(), limit, is_full: false }
    }

    /// Appends a part if it fits. Once one did not, none does: what is left out is always the end.
    pub(super) fn push(&mut self, part: &str) -> bool {
        self.is_full |= self.text.len() + part.len() + RESERVE > self.limit;
        if !self.is_full {
            self.text.push_str(part);
        }
        !self.is_full
    }

    /// Appends what ends a part or the page, for which there is always room.
    pub(super) fn close(&mut self, end: &str) {
        self.text.push_str(end);
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_ends_where_it_is_full() {
        let limit = 65_536;
        let mut page = Page::new(limit);
        let parts = (0..20).take_while(|_| page.push(&"x".repeat(5_000))).count();
        assert_eq!(parts, 13);
        assert!(!page.push("y"));
        page.close("end");
        let text = page.into_text();
        assert!(text.len() < limit && text.ends_with("xend"));
    }
}
