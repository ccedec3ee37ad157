//! What `ravelin inspect` prints: resources as the queries of checks see them.

mod answers;
mod json;
mod node;
mod text;
mod walk;

pub use answers::{Answer, write_answers, write_answers_json};
pub use json::{write_json, write_list_json};
pub use text::{write_list, write_tree};

use crate::conceal::Concealed;
use crate::model::Resource;
use crate::shape::Shape;
use crate::source::Shown;
use crate::value::{Kind, Value};

/// What is shown of a resource, and how.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The texts.
    pub sources: Shown<'a>,
    /// What stands before the paths of files.
    pub root: &'a str,
    /// What must not be shown.
    pub concealed: &'a Concealed,
    /// The only shapes to show, without the body; all of them and the body where there is none.
    pub shapes: &'a [Shape],
    /// Whether the bodies of what is attached are shown as well, and not only their addresses.
    pub attached: bool,
}

/// What `$` stands for.
pub(super) struct Subject {
    /// The shape; none for the body.
    pub(super) shape: Option<Shape>,
    /// Which of several of a shape it is, from 1, and how many there are.
    pub(super) number: (usize, usize),
    pub(super) value: Value,
    /// The name of another subject that shows all of it already, if one does.
    pub(super) same_as: Option<String>,
}

impl View<'_> {
    /// Everything that `$` stands for in checks on a resource.
    pub(super) fn subjects(&self, resource: &Resource) -> Vec<Subject> {
        let mut subjects: Vec<Subject> = Vec::new();
        if self.shapes.is_empty() {
            let value = resource.body.clone();
            subjects.push(Subject { shape: None, number: (1, 1), value, same_as: None });
        }
        let all = Shape::ALL.into_iter();
        for shape in all.filter(|shape| self.shapes.is_empty() || self.shapes.contains(shape)) {
            let views = shape.derive_each(resource);
            // Every resource has this one.
            if shape == Shape::Secrets && self.shapes.is_empty() && views.iter().all(has_no_secret) {
                continue;
            }
            let count = views.len();
            for (index, value) in views.into_iter().enumerate() {
                let same = subjects.iter().find(|other| is_same(&other.value, &value));
                let name = |other: &Subject| other.shape.map_or("the body".to_owned(), |shape| format!("`{shape}`"));
                let same_as = same.map(name);
                subjects.push(Subject { shape: Some(shape), number: (index + 1, count), value, same_as });
            }
        }
        subjects
    }
}

fn has_no_secret(view: &Value) -> bool {
    view.member("secrets").and_then(Value::as_list).is_none_or(|list| list.items.is_empty())
}

/// Whether both are made of the same members at the same places.
fn is_same(one: &Value, other: &Value) -> bool {
    let (Kind::Map(one), Kind::Map(other)) = (&one.kind, &other.kind) else { return false };
    let of = |value: &Value| (value.span, value.render_uncut());
    one.len() == other.len()
        && one.entries().zip(other.entries()).all(|(a, b)| a.key == b.key && of(&a.value) == of(&b.value))
}
