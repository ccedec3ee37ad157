//! Files of variables that services name under `env_file`
//! ([reference](https://docs.docker.com/reference/compose-file/services/#env_file)).

use std::collections::HashMap;
use std::sync::Arc;

use super::file::Service;
use super::interpolate::Environment;
use crate::frontend::api::Context;
use crate::frontend::paths;
use crate::model::Reading;
use crate::shape::ENV_FILES;
use crate::source::{SourceFile, Span};
use crate::value::{Kind, Map, Reason, Unknown, Value};

/// Most variables of one file that are read, since each service that names it has them all.
const LIMIT: usize = 1_000;

/// What a file of variables holds.
pub(super) struct Variables {
    whole: Span,
    values: Map,
}

impl Variables {
    /// Reads a file. Where it does not belong to the repository, nobody wrote its values in the code.
    fn read(file: &SourceFile, is_raw: bool, belongs: bool) -> Self {
        let environment = if is_raw { Environment::raw(file) } else { Environment::read(file) };
        let environment = if belongs { environment } else { environment.given() };
        let mut values = Map::new();
        for (name, value) in environment.iter().take(LIMIT) {
            values.insert(name, value.span, value.clone());
        }
        if environment.iter().nth(LIMIT).is_some() {
            values.open(Arc::new(Unknown::new(Reason::Limit("variables of a file"), file.whole())));
        }
        Self { whole: file.whole(), values }
    }
}

/// The files of variables that were read, each once.
pub(super) struct EnvFiles<'c> {
    context: &'c Context<'c>,
    /// By path and form.
    known: HashMap<(String, bool), Option<Arc<Variables>>, foldhash::quality::RandomState>,
}

impl<'c> EnvFiles<'c> {
    pub(super) fn new(context: &'c Context<'c>) -> Self {
        Self { context, known: HashMap::default() }
    }

    /// Adds what the files of variables of a service set, the later ones on top. Those that are not there are given from
    /// outside, as their values are.
    pub(super) fn add_to(&mut self, service: &mut Service, folder: &str) {
        let Some(named) = service.body.member("env_file").cloned() else { return };
        let items = match &named.kind {
            Kind::List(list) => list.items.clone(),
            _ => vec![named.clone()],
        };
        let mut all = Map::new();
        for item in &items {
            let Some(variables) = self.variables(item, folder) else { continue };
            for entry in variables.values.entries() {
                all.insert(Arc::clone(&entry.key), entry.key_span, entry.value.clone());
            }
            if let Some(rest) = variables.values.rest() {
                all.open(Arc::clone(rest));
            }
            service.grounds.push(variables.whole);
            service.readings.push(Reading { text: variables.whole, call: item.span });
        }
        if let (Kind::Map(body), false) = (&mut service.body.kind, all.is_empty()) {
            Arc::make_mut(body).insert(ENV_FILES, named.span, Value::map(all, named.span));
        }
    }

    /// The file that an item of `env_file` names, where it is within reach.
    fn variables(&mut self, item: &Value, folder: &str) -> Option<Arc<Variables>> {
        let path = paths::join(folder, item.member("path").unwrap_or(item).as_str()?)?;
        let is_raw = item.member("format").and_then(Value::as_str) == Some("raw");
        let key = (path, is_raw);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let belongs = self.context.files.belongs(&key.0);
        let text = self.context.files.read(&key.0).ok();
        let file = text.map(|text| self.context.sources.add(key.0.as_str(), text));
        let variables = file.map(|file| Arc::new(Variables::read(file, is_raw, belongs)));
        self.known.insert(key, variables.clone());
        variables
    }
}
