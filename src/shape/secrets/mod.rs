//! The `secrets` shape: credentials that are written out in any string of a resource.
//!
//! What is found is never shown: the view has the kind, the first characters, and the whole only as a sensitive value.
//! [`formats`] knows tokens by their form, [`text`] finds credentials in addresses and scripts, and [`names`] with
//! [`plausible`] judge what stands under a name that says secret. A miss is better than a false alarm. Checks on arguments
//! that hold credentials ask [`written`], which judges by the same rules.

mod checksum;
mod encoded;
mod formats;
mod hit;
mod holes;
mod json;
mod names;
mod plausible;
#[cfg(test)]
mod tests;
mod text;
mod written;

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::{ATTACHED, Platform, Resource};
use crate::source::{Span, TextRange};
use crate::value::{Elsewhere, Kind, List, Map, Part, Reason, Unknown, Value};
pub(super) use encoded::decode;
use hit::{Class, Hit};
use holes::with_holes;
pub use written::{Role, holds};

/// Deepest nesting that is looked into: that of the deepest document, with the deepest JSON in it.
const DEPTH_LIMIT: usize = 400;

/// Shortest text that can hold a secret.
const SHORTEST: usize = 6;

/// What a `SealedSecret` holds, which only its cluster can read.
const ENCRYPTED: &str = "encryptedData";

/// Arguments that hold scripts, or text from which a machine is set up.
const SCRIPTS: [&str; 16] = [
    "user_data",
    "user_data_base64",
    "user_data_raw",
    "custom_data",
    "startup_script",
    "startup-script",
    "startup-script-url",
    "metadata_startup_script",
    "inline",
    "command",
    "args",
    "script",
    "entrypoint",
    "bootstrap_action",
    "buildspec",
    "cloud-init",
];

/// The view of `resource`. There is one for every resource: without secrets its list is empty.
pub(super) fn derive(resource: &Resource) -> Value {
    let of_secret = &*resource.kind == "Secret";
    let mut finder = Finder { of_secret, ..Finder::default() };
    match (resource.platform, &*resource.kind) {
        (Platform::Dockerfile, "Dockerfile") => finder.dockerfile(&resource.body),
        // What is assigned to them is seen where it is written.
        (Platform::Terraform, "output" | "terraform") => {}
        (Platform::Terraform, "variable") => {
            let marked = resource.body.member("sensitive").and_then(Value::as_bool) == Some(true);
            if let Some(default) = resource.body.member("default") {
                finder.walk(&Value { sensitive: default.sensitive || marked, ..default.clone() }, &resource.name, 0);
            }
        }
        (Platform::Compose, "compose_config") => {
            if let Some(content) = resource.body.member("content") {
                finder.lines(content);
            }
        }
        _ => finder.walk(&resource.body, "", 0),
    }
    let span = resource.body.span;
    let beyond = finder.beyond.map(|beyond| Arc::new(Unknown::new(Reason::Limit("nesting"), beyond)));
    let rest = beyond.or(finder.unclear);
    let mut view = Map::new();
    view.insert("secrets", span, Value::new(Kind::List(Arc::new(List::with_rest(finder.secrets, rest))), span));
    view.insert(ELSEWHERE, span, Value::list(finder.elsewhere, span));
    Value::map(view, span)
}

/// The name in the view of the credentials that are not written in the code, which no check is to report.
pub(crate) const ELSEWHERE: &str = "elsewhere";

#[derive(Default)]
struct Finder {
    secrets: Vec<Value>,
    /// What is given from outside or replaced later.
    elsewhere: Vec<Value>,
    /// Why it is not known of a credential whether it is written.
    unclear: Option<Arc<Unknown>>,
    seen: HashSet<(Span, String)>,
    /// Whether the resource is a Kubernetes Secret, the data of which is in Base64. That its values are sensitive says
    /// nothing of whether they may stand in a manifest.
    of_secret: bool,
    /// The first value that is nested too deeply to be looked into.
    beyond: Option<Span>,
}

impl Finder {
    /// Looks into the instructions, which have each text once.
    fn dockerfile(&mut self, body: &Value) {
        let instructions = body.member("instructions").and_then(Value::as_list);
        for instruction in instructions.into_iter().flat_map(|list| &list.items) {
            match (instruction.member("pairs"), instruction.member("value")) {
                (Some(pairs), _) => self.walk(pairs, "", 0),
                (None, Some(value)) => self.walk(value, "script", 0),
                (None, None) => {}
            }
        }
    }

    /// Looks into a text line by line, where it is known where they stand, and then as a whole for what goes over several.
    fn lines(&mut self, text: &Value) {
        let places = text.places.as_ref().filter(|places| text.as_str().is_some_and(|text| places.belong_to(text)));
        let mut start = 0;
        for line in text.as_str().unwrap_or_default().split_inclusive('\n') {
            let range = TextRange::new(start, start + line.trim_end().len());
            start += line.len();
            if let Some(span) = places.and_then(|places| places.span(range)) {
                self.walk(&Value::string(range.slice(text.as_str().unwrap_or_default()), span), "script", 0);
            }
        }
        let known: HashSet<String> = self.seen.iter().map(|(_, secret)| secret.clone()).collect();
        let before = self.secrets.len();
        self.walk(text, "script", 0);
        let whole = self.secrets.split_off(before);
        let is_new =
            |found: &Value| found.member("secret").and_then(Value::as_str).is_none_or(|text| !known.contains(text));
        self.secrets.extend(whole.into_iter().filter(is_new));
    }

    /// Looks into a value that stands under `name`.
    fn walk(&mut self, value: &Value, name: &str, depth: usize) {
        if depth > DEPTH_LIMIT {
            self.beyond.get_or_insert(value.span);
            return;
        }
        match &value.kind {
            Kind::Null | Kind::Bool(_) | Kind::Number(_) => {}
            Kind::Unknown(unknown) => {
                if let Some(plain) = &unknown.plain {
                    let elsewhere = value.elsewhere.clone().or_else(|| plain.elsewhere.clone());
                    self.walk(&Value { kind: plain.kind.clone(), elsewhere, ..value.clone() }, name, depth + 1);
                }
            }
            Kind::String(text) => self.string(value, name, text),
            Kind::Template(template) => match value.parse_json() {
                Ok(tree) if matches!(tree.kind, Kind::Map(_) | Kind::List(_)) => self.walk(&tree, name, depth + 1),
                _ if is_script(name) => self.plain(value, name, &with_holes(template), true),
                _ => {
                    for part in &template.parts {
                        if let Part::Text(text) = part {
                            self.part(value, text);
                        }
                    }
                }
            },
            Kind::Map(map) => {
                let sibling = sibling_name(map);
                let is_own = |key: &str| key != ATTACHED && key != ENCRYPTED && !key.starts_with('_');
                for entry in map.entries().filter(|entry| is_own(&entry.key)) {
                    let name = sibling.filter(|_| &*entry.key == "value").unwrap_or(&entry.key);
                    self.walk(&entry.value, name, depth + 1);
                }
            }
            Kind::Json(_) | Kind::List(_) | Kind::Either(_) => {
                value.children().for_each(|child| self.walk(child, name, depth + 1));
            }
        }
    }

    /// Looks into a known string.
    fn string(&mut self, host: &Value, name: &str, text: &str) {
        if text.len() < SHORTEST {
            return;
        }
        if let Some(json) = json::parse(text) {
            return json::each(&json, name, &mut |name, text| {
                if text.len() >= SHORTEST {
                    self.plain(host, name, text, is_script(name));
                }
            });
        }
        let is_script = is_script(name);
        if (self.of_secret || is_script)
            && let Some(decoded) = encoded::decode(text)
        {
            return self.plain(host, name, &decoded, is_script);
        }
        self.plain(host, name, text, is_script);
    }

    /// Looks into a piece of a string of which the rest is not known: only for what its form alone tells.
    fn part(&mut self, host: &Value, text: &str) {
        for hit in formats::find(text).into_iter().chain(text::url(text)) {
            self.add(host, text, &hit);
        }
    }

    fn plain(&mut self, host: &Value, name: &str, text: &str, is_script: bool) {
        let before = self.seen.len();
        self.part(host, text);
        if is_script {
            for hit in &text::assignments(text) {
                self.add(host, text, hit);
            }
        } else if self.seen.len() == before && (!host.sensitive || self.of_secret) {
            let assigned =
                text.split_once('=').filter(|(name, _)| names::is_variable(name) && names::says(name).is_some());
            let (name, value) = assigned.unwrap_or((name, text));
            if let Some(hit) = text::assigned(name, value, Class::Attribute) {
                self.add(host, text, &hit);
            }
        }
    }

    /// Adds what was found in a text, which is that of the host or a part of it.
    fn add(&mut self, host: &Value, text: &str, hit: &Hit<'_>) {
        if !self.seen.insert((host.span, hit.secret.to_owned())) {
            return;
        }
        let mut view = Map::new();
        // Every member stands where the string does, and came the same way.
        let mut set = |key: &str, text: &str, sensitive: bool| {
            view.insert(key, host.span, Value { kind: Kind::String(text.into()), sensitive, ..host.clone() });
        };
        set("class", hit.class.as_str(), false);
        set("kind", hit.kind, false);
        if let Some(name) = hit.name {
            set("name", name, false);
        }
        set("excerpt", &excerpt(hit.secret), false);
        set("secret", hit.secret, true);
        let found = Value { kind: Kind::Map(Arc::new(view)), sensitive: false, ..host.clone() };
        let text = host.as_str().filter(|whole| whole.contains(text)).unwrap_or(text);
        match host.elsewhere.as_deref() {
            Some(given @ Elsewhere::Given(_)) if given.gives(text, hit.secret) => self.elsewhere.push(found),
            Some(Elsewhere::Replaced) if !hit.class.is_known() => self.elsewhere.push(found),
            Some(Elsewhere::Unclear(unknown)) => {
                self.unclear.get_or_insert_with(|| Arc::clone(unknown));
                self.elsewhere.push(found);
            }
            _ => self.secrets.push(found),
        }
    }
}

/// Where tokens and keys that are known by their form stand in a raw text.
pub(crate) fn tokens_in(text: &str) -> Vec<TextRange> {
    let start_of = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let range = |hit: Hit<'_>| TextRange::new(start_of(hit.secret), start_of(hit.secret) + hit.secret.len());
    formats::find(text).into_iter().map(range).collect()
}

/// Whether a name says that its value is secret.
pub(crate) fn says_secret(name: &str) -> bool {
    names::says(name).is_some()
}

/// Whether `value` is a secret that stands under `name`.
pub(crate) fn is_assigned(name: &str, value: &str) -> bool {
    text::assigned(name, value, Class::Attribute).is_some()
}

/// Whether what stands under `name` assigns values to names.
fn is_script(name: &str) -> bool {
    SCRIPTS.contains(&name) || names::is_connection(name)
}

/// The name of an environment variable or parameter that is written beside its value.
fn sibling_name(map: &Map) -> Option<&str> {
    map.get("value")?;
    ["name", "key"].iter().find_map(|key| map.get(key)?.as_str())
}

/// The first characters of a secret: a quarter of it, and four at most.
fn excerpt(secret: &str) -> String {
    let shown = (secret.chars().count() / 4).min(4);
    let start: String = secret.chars().take(shown).collect();
    format!("{start}…")
}
