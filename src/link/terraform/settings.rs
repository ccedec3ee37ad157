//! Settings of a whole account, which name no resource and hold for all of their kinds: those that the same root makes with
//! the same configuration of the provider. Whether they hold for what is made with another one is not known, unless
//! both name their regions, and these differ.
//!
//! To attach one more kind: a row in [`SETTINGS`], and one in `docs/checks.md`.

use super::super::attach::attach;
use super::providers::{Configuration, Providers};
use crate::model::{Resource, Setting};
use crate::value::{Coercion, Kind, List, Lookup, Reason, Truth, Unknown, Value, equals, fits};

/// A kind of resource that sets something for an account.
pub(super) struct Row {
    /// The kind.
    pub kind: &'static str,
    /// The kinds for which it holds.
    pub targets: &'static [&'static str],
    /// The name below which it is found in them.
    pub role: &'static str,
    /// Whether it holds in one region only.
    pub regional: bool,
    /// What of it concerns a resource.
    about: fn(&Value, &Resource) -> Value,
}

const fn regional(kind: &'static str, targets: &'static [&'static str], role: &'static str) -> Row {
    Row { kind, targets, role, regional: true, about: |body, _| body.clone() }
}

/// What starts an instance.
const LAUNCHED: &[&str] =
    &["aws_instance", "aws_launch_configuration", "aws_launch_template", "aws_spot_instance_request"];

/// What makes volumes of EBS.
const VOLUMES: &[&str] = &[
    "aws_ami",
    "aws_ami_copy",
    "aws_ebs_volume",
    "aws_instance",
    "aws_launch_configuration",
    "aws_launch_template",
    "aws_spot_instance_request",
];

/// What the block of an account overrules.
const OPENED: &[&str] = &[
    "aws_s3_access_point",
    "aws_s3_bucket",
    "aws_s3_bucket_acl",
    "aws_s3_bucket_public_access_block",
    "aws_s3control_multi_region_access_point",
];

/// Sorted by kind.
pub(super) const SETTINGS: &[Row] = &[
    regional("aws_ebs_default_kms_key", &["aws_ebs_volume"], "account_key"),
    regional("aws_ebs_encryption_by_default", VOLUMES, "account_encryption"),
    regional("aws_ec2_instance_metadata_defaults", LAUNCHED, "account_metadata"),
    Row {
        about: for_repository,
        ..regional("aws_ecr_registry_scanning_configuration", &["aws_ecr_repository"], "registry_scanning")
    },
    Row { regional: false, ..regional("aws_s3_account_public_access_block", OPENED, "account_public_access_block") },
];

/// Most settings of one kind that are told apart. An account has one, and one more for each region.
const MOST: usize = 64;

/// Attaches the settings of accounts to all for which they hold.
pub(super) fn attach_all(resources: &mut [Resource]) {
    let found: Vec<(&Row, Vec<usize>)> = SETTINGS.iter().filter_map(|row| settings_of(row, resources)).collect();
    if found.is_empty() {
        return;
    }
    let providers = Providers::index(resources);
    for (row, settings) in found {
        let chosen: Vec<Resource> = settings.iter().take(MOST).map(|index| resources[*index].clone()).collect();
        for target in resources.iter_mut().filter(|target| row.targets.contains(&&*target.kind)) {
            for setting in &chosen {
                let Some(held) = held(setting, target, row, &providers) else { continue };
                attach(target, row.role, held);
                let (span, address) = (setting.header, setting.address.clone());
                target.settings.push(Setting { role: row.role, span, address });
            }
            if settings.len() > MOST {
                let limit = Unknown::new(Reason::Limit("settings of an account"), target.header);
                attach(target, row.role, List::open(Vec::new(), limit.into()));
            }
        }
    }
}

fn settings_of<'r>(row: &'r Row, resources: &[Resource]) -> Option<(&'r Row, Vec<usize>)> {
    let found = resources.iter().enumerate().filter(|(_, resource)| &*resource.kind == row.kind);
    let found: Vec<usize> = found.map(|(index, _)| index).collect();
    (!found.is_empty()).then_some((row, found))
}

/// What a setting is to a resource: a list with it, an open one where that is not known; `None` where it holds elsewhere.
fn held(setting: &Resource, target: &Resource, row: &Row, providers: &Providers) -> Option<List> {
    let configured = [setting, target].map(|resource| providers.of(resource));
    let is_one = configured[0].is_some() && configured[0] == configured[1];
    let reason = match if row.regional { in_one_region([setting, target], &configured, providers) } else { Some(true) }
    {
        Some(false) => return None,
        Some(true) if is_one && is_own_account(setting) => {
            return Some(List::new(vec![(row.about)(&setting.body, target)]));
        }
        None if is_one => "the setting of the account here may be one of another region",
        _ => "the setting of the account here may be one of another account or region: its provider is another",
    };
    Some(List::open(Vec::new(), Unknown::new(Reason::Ambiguous(reason), setting.header).into()))
}

/// Whether two resources are made in one region: by their own word, otherwise by that of their providers.
fn in_one_region(
    resources: [&Resource; 2],
    configured: &[Option<Configuration>; 2],
    providers: &Providers,
) -> Option<bool> {
    let own = resources.map(|resource| resource.body.get("region"));
    if configured[0].is_some() && configured[0] == configured[1] && own.iter().all(|own| matches!(own, Lookup::Absent))
    {
        return Some(true);
    }
    let region = |index: usize| match own[index] {
        Lookup::Found(region) => Some(region),
        Lookup::Absent => match providers.argument(configured[index].as_ref()?, "region") {
            Lookup::Found(region) => Some(region),
            Lookup::Absent | Lookup::Unknown(_) => None,
        },
        Lookup::Unknown(_) => None,
    };
    match equals(region(0)?, region(1)?, Coercion::Scalars) {
        Truth::True => Some(true),
        Truth::False => Some(false),
        Truth::Unknown(_) => None,
    }
}

/// Whether a setting is one of the account that its provider stands for.
fn is_own_account(setting: &Resource) -> bool {
    let is_asked_for = |value: &Value| {
        let references = value.first_unknown().map_or(&[][..], |unknown| &unknown.references);
        references.iter().any(|reference| reference.address.contains("data.aws_caller_identity."))
    };
    match setting.body.get("account_id") {
        Lookup::Absent => true,
        Lookup::Found(value) => is_asked_for(value),
        Lookup::Unknown(_) => false,
    }
}

/// A scanning configuration with those of its rules that a repository fits.
fn for_repository(body: &Value, repository: &Resource) -> Value {
    let mut body = body.clone();
    let rules = body.as_map_mut().and_then(|own| own.get_mut("rule")).and_then(Value::as_list_mut);
    if let Some(rules) = rules {
        let name = repository.body.member("name");
        let mut open = rules.rest.take();
        rules.items.retain(|rule| match selects(rule, name) {
            Some(selects) => selects,
            None => {
                let why = || {
                    Unknown::new(Reason::Ambiguous("whether the filter fits the repository is not known"), rule.span)
                };
                open.get_or_insert_with(|| {
                    name.and_then(Value::first_unknown).cloned().unwrap_or_else(|| why().into())
                });
                false
            }
        });
        rules.rest = open;
    }
    body
}

/// Whether a filter of a rule fits the name of a repository: `*` stands for any text, and without one any part may fit
/// (<https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-filters.html>).
fn selects(rule: &Value, name: Option<&Value>) -> Option<bool> {
    let Lookup::Found(filters) = rule.get("repository_filter") else { return Some(false) };
    let filters = filters.as_list()?;
    let mut selects = filters.rest.is_none().then_some(false);
    for filter in &filters.items {
        let fits = filter.member("filter").and_then(Value::as_str).and_then(|filter| {
            match (filter, name.map(|it| &it.kind)) {
                ("*", _) => Some(true),
                (_, Some(Kind::String(name))) => {
                    Some(if filter.contains('*') { fits(filter, name) } else { name.contains(filter) })
                }
                (_, Some(Kind::Template(name))) => {
                    let start = filter.strip_suffix('*').filter(|start| !start.contains('*'))?;
                    name.prefix().starts_with(start).then_some(true)
                }
                _ => None,
            }
        });
        match fits {
            Some(true) => return Some(true),
            Some(false) => {}
            None => selects = None,
        }
    }
    selects
}
