//! XML as a tree, for what the tests ask of it.

use std::collections::BTreeMap;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

/// An element with everything in it.
#[derive(Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub children: Vec<Element>,
    /// The text right below it, without that of its children.
    pub text: String,
}

impl Element {
    fn new(tag: &BytesStart<'_>) -> Self {
        let attributes = tag.attributes().map(|attribute| {
            let attribute = attribute.expect("an attribute");
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).expect("known entities").into_owned();
            (attribute.key.as_ref().to_owned(), value)
        });
        Self { name: tag.name().as_ref().to_owned(), attributes: attributes.collect(), ..Self::default() }
    }

    /// The value of an attribute that must be there.
    pub fn attribute(&self, name: &str) -> &str {
        self.attributes.get(name).unwrap_or_else(|| panic!("`{}` has no `{name}`: {self:#?}", self.name))
    }

    /// This element and all below it, in the order of the text.
    pub fn all(&self) -> Vec<&Element> {
        let mut all = vec![self];
        all.extend(self.children.iter().flat_map(Element::all));
        all
    }
}

/// The root element of a document, which must be well-formed.
pub fn parse(text: &str) -> Element {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}\n{text}")) {
            Event::Start(tag) => open.push(Element::new(&tag)),
            Event::Empty(tag) => open.last_mut().expect("the document").children.push(Element::new(&tag)),
            Event::End(_) => {
                let element = open.pop().expect("was opened");
                open.last_mut().expect("the document").children.push(element);
            }
            Event::Text(part) => open.last_mut().expect("the document").text += &part,
            Event::CData(part) => open.last_mut().expect("the document").text += &part,
            Event::GeneralRef(name) => {
                let text = &mut open.last_mut().expect("the document").text;
                match name.resolve_char_ref().expect("a character") {
                    Some(char) => text.push(char),
                    None => *text += quick_xml::escape::resolve_predefined_entity(&name).expect("a known entity"),
                }
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
        }
    }
    let [document] = open.try_into().expect("every element is closed");
    let [root] = document.children.try_into().expect("one root");
    root
}
