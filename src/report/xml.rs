//! XML for the formats that are made of it.

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use super::text::one_line;

/// Where elements are written.
pub(super) type Xml<'w> = Writer<&'w mut dyn io::Write>;

/// Writes a document, with the content that `content` writes.
pub(super) fn document(
    out: &mut dyn io::Write,
    content: impl FnOnce(&mut Xml<'_>) -> io::Result<()>,
) -> io::Result<()> {
    let mut xml = Xml::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    content(&mut xml)?;
    writeln!(xml.into_inner())
}

/// `text` on one line, without the characters that XML has no way to write.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    let line = one_line(text);
    match line.contains(['\u{fffe}', '\u{ffff}']) {
        true => Cow::Owned(line.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")),
        false => line,
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn only_characters_of_xml_are_left() {
        assert_eq!(text("a\u{0}\u{1b}\n\u{ffff}b\u{fffe}é😀"), "a?? \u{fffd}b\u{fffd}é😀");
    }
}
