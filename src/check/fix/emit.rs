//! Compiled recipes as Rust source, for the build script.
//!
//! The source expects what [`Emitter`] expects.

use super::super::query::Emitter;
use super::recipe::{Action, Content, Recipe};

/// An expression of type `Recipe`.
pub fn recipe(recipe: &Recipe, emitter: &mut Emitter) -> String {
    let Recipe { safety, platforms, kinds, applies, title, actions } = recipe;
    let platforms: Vec<String> = platforms.iter().map(|platform| format!("Platform::{platform:?}")).collect();
    let applies = applies.as_ref().map_or("None".to_owned(), |clause| format!("Some({})", emitter.clause(clause)));
    let actions: Vec<String> = actions.iter().map(|one| action(one, emitter)).collect();
    format!(
        "crate::check::fix::Recipe {{ safety: crate::vocabulary::Safety::{safety:?}, platforms: &[{}], kinds: &{kinds:?}, applies: {applies}, \
         title: {title:?}, actions: &[{}] }}",
        platforms.join(", "),
        actions.join(", ")
    )
}

fn action(action: &Action, emitter: &mut Emitter) -> String {
    let path = action.path().map_or_else(String::new, |path| format!("path: {}", emitter.query(path)));
    let content = action.content().map_or_else(String::new, |content| self::content(content, emitter));
    let fields = match action {
        Action::Set { .. } => format!("Set {{ {path}, value: {content} }}"),
        Action::Remove { .. } => format!("Remove {{ {path} }}"),
        Action::Append { .. } => format!("Append {{ {path}, value: {content} }}"),
        Action::AddBlock { .. } => format!("AddBlock {{ {path}, body: {content} }}"),
        Action::Replace { pattern, with, .. } => {
            format!("Replace {{ {path}, pattern: {pattern:?}, with: {with:?} }}")
        }
        Action::Pin { list, .. } => format!("Pin {{ {path}, list: {list:?} }}"),
        Action::PinDigest { .. } => format!("PinDigest {{ {path} }}"),
        Action::AddResource { kind, name, .. } => {
            format!("AddResource {{ kind: {kind:?}, name: {name:?}, body: {content} }}")
        }
        Action::AddInstruction { text, place } => {
            format!("AddInstruction {{ text: {text:?}, place: crate::check::fix::Place::{place:?} }}")
        }
        Action::AddOption { option } => format!("AddOption {{ option: {option:?} }}"),
        Action::Rename { name, .. } => format!("Rename {{ {path}, name: {name:?} }}"),
    };
    format!("crate::check::fix::Action::{fields}")
}

fn content(content: &Content, emitter: &mut Emitter) -> String {
    let value = match content {
        Content::Null => "Null".to_owned(),
        Content::Bool(value) => format!("Bool({value})"),
        Content::Int(value) => format!("Int({value})"),
        Content::Float(value) => format!("Float({value:?})"),
        Content::Text(text) => format!("Text({text:?})"),
        Content::List(items) => {
            let items: Vec<String> = items.iter().map(|item| self::content(item, emitter)).collect();
            format!("List(&[{}])", items.join(", "))
        }
        Content::Map(entries) => {
            let entry = |(name, value): &(&str, Content)| format!("({name:?}, {})", self::content(value, emitter));
            format!("Map(&[{}])", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        Content::Ref(name) => format!("Ref({name:?})"),
        Content::Copy(path) => format!("Copy({})", emitter.query(path)),
        Content::Fill(words) => format!("Fill({words:?})"),
        Content::Raw(text) => format!("Raw({text:?})"),
    };
    format!("crate::check::fix::Content::{value}")
}
