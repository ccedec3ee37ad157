//! From a value to the lines that show it.

use super::View;
use super::node::{Content, Mask, Node, Spot, way};
use crate::model::{ATTACHED, Resource};
use crate::value::{Kind, Value};

/// Most values that are shown of one resource.
const MOST: usize = 5_000;

/// The name under which shapes show what is attached.
const SHOWN_ATTACHED: &str = "attached";

/// Everything in `value`, which `$` stands for in checks on `resource`, in order.
pub(super) fn nodes(view: &View<'_>, resource: &Resource, value: &Value) -> Vec<Node> {
    let addresses: Vec<String> = std::iter::once(&resource.address)
        .chain(resource.attached.iter().map(|attached| &attached.address))
        .map(ToString::to_string)
        .collect();
    let mask = |mut text: String| {
        for address in &addresses {
            view.concealed.mask_about(address, "", &mut text);
        }
        text
    };
    let mut walk = Walk { view, resource, mask: &mask, nodes: Vec::new(), left: 0 };
    walk.value(value, "$", 0, false);
    if walk.left > 0 {
        let (content, place) = (Content::Cut { count: walk.left }, Spot::of(view, value.span));
        walk.nodes.push(Node { path: "$".to_owned(), content, place, way: Vec::new(), depth: 0 });
    }
    walk.nodes
}

struct Walk<'a> {
    view: &'a View<'a>,
    resource: &'a Resource,
    mask: Mask<'a>,
    nodes: Vec<Node>,
    /// How many values are not shown.
    left: usize,
}

impl Walk<'_> {
    /// Values nest no deeper than the parsers allow. `is_role` says that this is the list of a role.
    fn value(&mut self, value: &Value, path: &str, depth: usize, is_role: bool) {
        if self.nodes.len() >= MOST {
            self.left += 1;
            return;
        }
        let content = Content::of(value, self.mask);
        let is_open = !value.sensitive;
        let (place, way) = (Spot::of(self.view, value.span), way(self.view, value));
        self.nodes.push(Node { path: path.to_owned(), content, place, way, depth });
        match &value.kind {
            Kind::List(list) if is_open => {
                for (index, item) in list.items.iter().enumerate() {
                    self.item(item, &format!("{path}[{index}]"), depth + 1, is_role);
                }
            }
            Kind::Map(map) if is_open => {
                let is_attached = path.ends_with(ATTACHED) || path == format!("$.{SHOWN_ATTACHED}");
                for entry in map.entries() {
                    self.value(&entry.value, &format!("{path}{}", step(&entry.key)), depth + 1, is_attached);
                }
            }
            _ => {}
        }
    }

    fn item(&mut self, item: &Value, path: &str, depth: usize, is_role: bool) {
        let attached = self.resource.attached.iter().find(|attached| is_role && attached.declaration == item.span);
        let Some(attached) = attached else { return self.value(item, path, depth, false) };
        let content = Content::Attached { address: attached.address.to_string() };
        let place = Spot::of(self.view, attached.header);
        self.nodes.push(Node { path: path.to_owned(), content, place, way: Vec::new(), depth });
        if self.view.attached
            && let Some(map) = item.as_map()
        {
            for entry in map.entries() {
                self.value(&entry.value, &format!("{path}{}", step(&entry.key)), depth + 1, false);
            }
        }
    }
}

/// A name as a path has it: behind a dot where the grammar allows it, in brackets otherwise.
fn step(name: &str) -> String {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || char == '_' || !char.is_ascii();
    let starts_well = !name.starts_with(|char: char| char.is_ascii_digit());
    if !name.is_empty() && starts_well && name.chars().all(is_plain) {
        format!(".{name}")
    } else {
        format!("['{}']", name.replace('\\', "\\\\").replace('\'', "\\'"))
    }
}

/// A normalized path (RFC 9535 section 2.7), which has all names in brackets and no `$`, as people write it.
pub(super) fn short_path(normalized: &str) -> String {
    let mut path = "$".to_owned();
    let mut rest = normalized;
    loop {
        if let Some(quoted) = rest.strip_prefix("['") {
            let (name, behind) = unquoted(quoted);
            path.push_str(&step(&name));
            rest = behind.strip_prefix("']").unwrap_or_default();
        } else if let Some((index, behind)) = rest.split_once(']') {
            path.push_str(index);
            path.push(']');
            rest = behind;
        } else {
            return path;
        }
    }
}

/// The name before the next quote, and what follows from there.
fn unquoted(text: &str) -> (String, &str) {
    let mut name = String::new();
    let mut chars = text.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '\'' => return (name, &text[at..]),
            '\\' => name.extend(chars.next().map(|(_, char)| char)),
            _ => name.push(char),
        }
    }
    (name, "")
}

#[cfg(test)]
mod tests {
    use super::{short_path, step};

    #[test]
    fn normalized_paths_become_short() {
        let cases = [
            ("['ingress'][0]['cidr_blocks'][12]", "$.ingress[0].cidr_blocks[12]"),
            ("['a']['b.c']", "$.a['b.c']"),
            (r"['it\'s'][0][1]", r"$['it\'s'][0][1]"),
            ("", "$"),
        ];
        for (normalized, short) in cases {
            assert_eq!(short_path(normalized), short);
        }
    }

    #[test]
    fn names_are_written_as_queries_write_them() {
        let cases = [
            ("a_b", ".a_b"),
            ("é", ".é"),
            ("app.kubernetes.io/name", "['app.kubernetes.io/name']"),
            ("it's", r"['it\'s']"),
            ("0", "['0']"),
            ("", "['']"),
        ];
        for (name, expected) in cases {
            assert_eq!(step(name), expected);
        }
    }
}
