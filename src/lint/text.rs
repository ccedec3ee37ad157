//! What a check says: repeated texts, messages without the value, words of another provider, names of other tools.

use std::collections::{BTreeMap, BTreeSet};

use super::mention::Asked;
use super::specimen::Specimen;
use crate::check::{Check, Registry, Target};
use crate::value::Kind;
use crate::vocabulary::Lint;

/// Shorter texts may be equal by chance.
const SHORTEST: usize = 60;

/// What only texts about this provider say: its own name, and the prefix of its kinds.
const PROVIDERS: &[(&str, &[&str])] = &[
    ("alicloud", &["Alibaba", "alicloud_"]),
    ("aws", &["Amazon", "AWS", "aws_"]),
    ("azure", &["Azure", "azurerm_"]),
    ("digitalocean", &["DigitalOcean", "digitalocean_"]),
    ("gcp", &["Google", "GCP", "google_"]),
    ("ibm", &["IBM", "ibm_"]),
    ("oci", &["Oracle Cloud", "oci_"]),
    ("openstack", &["OpenStack", "openstack_"]),
    ("tencentcloud", &["Tencent", "tencentcloud_"]),
    ("yandex", &["Yandex", "yandex_"]),
];

/// Who says what, over the whole library.
pub(super) struct Texts {
    /// Checks by text.
    sayers: BTreeMap<&'static str, Vec<&'static Check>>,
    /// Checks by another tool's name, in lower case.
    named: BTreeMap<String, Vec<&'static Check>>,
}

/// The part of an id that says what is wrong.
pub(super) fn problem(check: &Check) -> &'static str {
    let rest = check.id.strip_prefix(check.provider).unwrap_or(check.id).trim_start_matches('-');
    let of_service = rest.strip_prefix(check.service).and_then(|rest| rest.strip_prefix('-'));
    of_service.unwrap_or(rest)
}

impl Texts {
    pub(super) fn of(registry: &Registry) -> Self {
        let mut texts = Self { sayers: BTreeMap::new(), named: BTreeMap::new() };
        for &check in registry.checks() {
            let long = [check.text.why, check.text.remedy].into_iter().filter(|text| text.len() >= SHORTEST);
            long.for_each(|text| texts.sayers.entry(text).or_default().push(check));
            let names: BTreeSet<String> = check.text.aliases.iter().map(|name| name.to_lowercase()).collect();
            for name in names {
                texts.named.entry(name).or_default().push(check);
            }
        }
        texts
    }

    /// The weaknesses of what a check says.
    pub(super) fn weaknesses(&self, check: &Check, asked: &Asked, specimens: &[Specimen]) -> Vec<(Lint, String)> {
        let mut found = Vec::new();
        for (field, text) in [("why", check.text.why), ("remedy", check.text.remedy)] {
            let mut others = self.sayers.get(text).into_iter().flatten();
            if let Some(other) = others.find(|other| other.id != check.id && !is_one_family(check, other)) {
                found.push((Lint::Repetition, format!("its {field} is that of {}, word for word", other.id)));
            }
            found.extend(stranger(check, text).map(|word| (Lint::Provider, format!("its {field} speaks of {word}"))));
        }
        found.extend(silent_message(check, asked, specimens).map(|message| (Lint::Message, message)));
        for alias in check.text.aliases {
            let others = self.named.get(&alias.to_lowercase()).into_iter().flatten();
            if let Some(other) = others.into_iter().find(|other| other.id != check.id && !is_related(check, other)) {
                found.push((
                    Lint::Alias,
                    format!("{alias} is a name of {} as well, which is about something else", other.id),
                ));
            }
        }
        found
    }
}

/// What members of one family say is written once.
fn is_one_family(one: &Check, other: &Check) -> bool {
    !one.text.family.is_empty() && one.text.family == other.text.family
}

/// A word of another provider in a text.
fn stranger<'t>(check: &Check, text: &'t str) -> Option<&'t str> {
    PROVIDERS.iter().any(|(provider, _)| *provider == check.provider).then_some(())?;
    let others = PROVIDERS.iter().filter(|(provider, _)| *provider != check.provider).flat_map(|(_, words)| *words);
    others.into_iter().find_map(|word| {
        text.split(|letter: char| !(letter.is_alphanumeric() || letter == '_'))
            .find(|part| if word.ends_with('_') { part.starts_with(word) } else { part == word })
    })
}

/// What fails is a number or a text, which is not the same wherever it fails, and of which the message says nothing.
fn silent_message(check: &Check, asked: &Asked, specimens: &[Specimen]) -> Option<String> {
    if check.conceals || check.message.contains("{value") || check.message.contains("{ends}") {
        return None;
    }
    // Where it fails as well by what is not there, there is no value that could be said.
    let values: Option<Vec<_>> =
        specimens.iter().flat_map(|specimen| &specimen.failures).map(|failure| failure.value.as_ref()).collect();
    let told = values?.into_iter().find(|value| match &value.kind {
        Kind::Number(_) => true,
        Kind::String(text) => {
            !matches!(&**text, "true" | "false" | "") && !check.message.contains(&**text) && !asked.is_fixed(text)
        }
        _ => false,
    })?;
    Some(format!("its message does not say the failing value, such as {}", told.render()))
}

/// Whether two checks are about the same: they share a kind or shape, a category, or what is wrong.
fn is_related(one: &Check, other: &Check) -> bool {
    let shared = match (one.target, other.target) {
        (Target::Kinds(one), Target::Kinds(other)) => one.iter().any(|kind| other.contains(kind)),
        (Target::Shape(one, _), Target::Shape(other, _)) => one == other,
        (Target::Shape(shape, _), Target::Kinds(kinds)) | (Target::Kinds(kinds), Target::Shape(shape, _)) => {
            kinds.iter().any(|kind| shape.serves(kind))
        }
    };
    shared || one.category == other.category || problem(one) == problem(other)
}
