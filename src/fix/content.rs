//! What a check file says is to be written, with what the subject gives put in.

use super::Unfixable;
use super::aim::Aim;
use super::draft::Draft;
use crate::check::fix::{Content, fill_in};
use crate::check::query::Evaluator;
use crate::model::Resource;
use crate::source::SourceMap;
use crate::value::Value;
use crate::vocabulary::Platform;

/// Stands for the name of the subject in texts.
const NAME: &str = "{{name}}";

/// What contents are filled with.
pub(super) struct Filler<'a, 'v> {
    pub(super) resource: &'a Resource,
    /// The failing node.
    pub(super) node: &'a Aim<'v>,
    pub(super) eval: &'a Evaluator<'v, 'a>,
    pub(super) sources: &'a SourceMap,
    /// What stands in the drafts and a person must fill in.
    pub(super) placeholders: Vec<String>,
}

impl Filler<'_, '_> {
    /// The draft of a content.
    ///
    /// # Errors
    /// Where the subject has nothing to copy, or is none that can be referred to.
    pub(super) fn draft(&mut self, content: &Content) -> Result<Draft, Unfixable> {
        let draft = self.some_draft(content)?;
        draft.ok_or_else(|| Unfixable::new("what the fix copies is not written here"))
    }

    /// None where there is nothing to copy.
    fn some_draft(&mut self, content: &Content) -> Result<Option<Draft>, Unfixable> {
        Ok(Some(match content {
            Content::Null => Draft::Null,
            Content::Bool(value) => Draft::Bool(*value),
            Content::Int(value) => Draft::Number((*value).into()),
            Content::Float(value) => Draft::Number(crate::value::Number::Float(*value)),
            Content::Text(text) => Draft::Text(self.text(text)),
            Content::List(items) => {
                let drafts: Result<Vec<Option<Draft>>, _> = items.iter().map(|item| self.some_draft(item)).collect();
                Draft::List(drafts?.into_iter().flatten().collect())
            }
            Content::Map(entries) => {
                let mut drafts = Vec::new();
                for (name, content) in *entries {
                    drafts.extend(self.some_draft(content)?.map(|draft| (self.text(name), draft)));
                }
                Draft::Map(drafts)
            }
            Content::Ref(attribute) => self.reference(attribute)?,
            Content::Copy(path) => {
                return Ok(self.node.follow(path, self.eval)?.first().and_then(|aim| self.copy(aim)));
            }
            Content::Fill(words) => Draft::Text(self.placeholder(words)),
            Content::Raw(text) => Draft::Raw(self.text(text)),
        }))
    }

    /// Takes note of something that a person must fill in.
    pub(super) fn placeholder(&mut self, words: &str) -> String {
        let text = format!("<{words}>");
        if !self.placeholders.contains(&text) {
            self.placeholders.push(text.clone());
        }
        text
    }

    /// A text with the name of the subject, and with placeholders, in the places that it has for them.
    pub(super) fn text(&mut self, text: &str) -> String {
        let mut filled = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, words, behind)) = fill_in(rest) {
            filled.push_str(before);
            filled.push_str(&self.placeholder(words));
            rest = behind;
        }
        filled.push_str(rest);
        filled.replace(NAME, &self.resource.name)
    }

    /// An attribute of the subject, as what stands beside it refers to it.
    fn reference(&self, attribute: &str) -> Result<Draft, Unfixable> {
        let Resource { platform, kind, name, address, .. } = self.resource;
        if *platform != Platform::Terraform {
            let way = attribute.split('.').map(|name| format!("['{name}']")).collect::<Vec<_>>().concat();
            let found = Aim::at(Aim::root(&self.resource.body, false), &way).and_then(|aim| Draft::of(aim.value()));
            return found.ok_or_else(|| Unfixable::new(format!("`{attribute}` is not written here")));
        }
        let index = match address.last().key() {
            None => "",
            Some(key) if key.starts_with('"') => "[each.key]",
            Some(_) => "[count.index]",
        };
        Ok(Draft::Raw(format!("{kind}.{name}{index}.{attribute}")))
    }

    /// What is written there: of Terraform the expression, of others the value.
    fn copy(&self, aim: &Aim<'_>) -> Option<Draft> {
        let value: &Value = aim.rest.is_empty().then(|| aim.value())?;
        let is_own = self.resource.platform == Platform::Terraform && self.resource.declaration.contains(value.span);
        if is_own && value.as_map().is_none() && value.as_list().is_none() {
            return Some(Draft::Raw(self.sources.slice(value.span).to_owned()));
        }
        Draft::of(value)
    }
}
