//! Merging policy documents as the data source `aws_iam_policy_document` does: a statement replaces the one with its
//! `Sid`, the newest `Version` and the last `Id` hold.

use std::collections::HashMap;
use std::sync::Arc;

use crate::frontend::terraform::evaluate::expression::list_with_rest;
use crate::shape::policy_document::parse;
use crate::source::Span;
use crate::value::{Kind, Lookup, Map, Unknown, Value};

/// A document that is put together from others.
#[derive(Default)]
pub(in crate::frontend::terraform) struct Merged {
    version: Option<Value>,
    id: Option<Value>,
    statements: Vec<Value>,
    /// Why there may be more statements.
    rest: Option<Arc<Unknown>>,
    /// Positions of statements that have a `Sid`.
    positions: HashMap<Arc<str>, usize>,
    /// Those of them that nothing unknown may have replaced.
    certain: Vec<usize>,
    /// The same for the document that is being merged: statements of one document do not replace each other.
    fresh: Vec<usize>,
}

impl Merged {
    /// Merges every document of a list of JSON texts.
    pub(in crate::frontend::terraform) fn add_texts(&mut self, texts: &Value) {
        match &texts.kind {
            Kind::List(list) => {
                for text in &list.items {
                    self.add_text(text);
                }
                if let Some(rest) = &list.rest {
                    self.add_unknown(rest);
                }
            }
            _ => self.add_text(texts),
        }
    }

    /// Merges the document that a JSON text holds. Nothing and the empty string stand for no document.
    fn add_text(&mut self, text: &Value) {
        if text.is_null() || text.as_str().is_some_and(str::is_empty) {
            return;
        }
        if let Some(unknown) = text.as_unknown() {
            return self.add_unknown(unknown);
        }
        match parse(text) {
            Ok(document) => self.add(&document),
            Err(unknown) => self.add_unknown(&unknown),
        }
    }

    /// Merges a document.
    pub(in crate::frontend::terraform) fn add(&mut self, document: &Value) {
        if let Some(id) = document.member("Id") {
            self.id = Some(id.clone());
        }
        if let Some(version) = document.member("Version") {
            let is_newer = self.version.as_ref().is_none_or(|old| old.as_str() < version.as_str());
            self.version = if is_newer { Some(version.clone()) } else { self.version.take() };
        }
        match document.get("Statement") {
            Lookup::Found(Value { kind: Kind::List(list), .. }) => {
                for statement in &list.items {
                    self.add_statement(statement);
                }
                if let Some(rest) = &list.rest {
                    self.add_unknown(rest);
                }
            }
            Lookup::Found(statement) => self.add_statement(statement),
            Lookup::Unknown(unknown) => self.add_unknown(&Arc::new(unknown.clone())),
            Lookup::Absent => {}
        }
        self.certain.append(&mut self.fresh);
    }

    fn add_statement(&mut self, statement: &Value) {
        match statement.get("Sid") {
            Lookup::Found(Value { kind: Kind::String(sid), .. }) if !sid.is_empty() => {
                if let Some(&position) = self.positions.get(sid) {
                    self.statements[position] = statement.clone();
                    self.fresh.push(position);
                    return;
                }
                self.positions.insert(Arc::clone(sid), self.statements.len());
                self.fresh.push(self.statements.len());
            }
            Lookup::Found(sid) => {
                if let Some(unknown) = sid.first_unknown() {
                    self.may_replace(unknown);
                }
            }
            Lookup::Unknown(unknown) => self.may_replace(&Arc::new(unknown.clone())),
            Lookup::Absent => {}
        }
        self.statements.push(statement.clone());
    }

    /// Merges something of which it is not known what it says.
    fn add_unknown(&mut self, unknown: &Arc<Unknown>) {
        self.may_replace(unknown);
        self.rest.get_or_insert_with(|| Arc::clone(unknown));
    }

    /// Statements with a `Sid` may be replaced by what is not known.
    fn may_replace(&mut self, unknown: &Arc<Unknown>) {
        for position in self.certain.drain(..) {
            let statement = self.statements[position].clone();
            // A position may occur twice.
            if matches!(statement.kind, Kind::Either(_)) {
                continue;
            }
            let span = statement.span;
            let other = Value::unknown(Unknown { nullable: false, ..Unknown::clone(unknown) }, span);
            self.statements[position] = Value::either(vec![statement, other], Arc::clone(unknown), span);
        }
    }

    /// The whole document.
    pub(in crate::frontend::terraform) fn finish(self, statements: Span, span: Span) -> Value {
        let mut map = Map::new();
        if let Some(version) = self.version {
            map.insert("Version", version.span, version);
        }
        if let Some(id) = self.id {
            map.insert("Id", id.span, id);
        }
        map.insert("Statement", statements, list_with_rest(self.statements, self.rest, statements));
        Value::map(map, span)
    }
}
