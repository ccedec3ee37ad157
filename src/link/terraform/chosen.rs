//! What tells whether a resource is one that a backup plan chooses: its ARN and its tags.

use super::names::{references, undecided};
use super::providers::Providers;
use crate::model::Resource;
use crate::value::{Address, Kind, Lookup, Part, Value, fits};

/// A kind that may be chosen, and what its ARN says.
pub(super) struct Chosen {
    /// The kind.
    pub kind: &'static str,
    /// The service in the ARN.
    pub service: &'static str,
    /// What stands before the name in the last part of the ARN.
    pub before: &'static str,
    /// The argument that holds the name; none where the provider gives it.
    pub name: Option<&'static str>,
}

const fn chosen(kind: &'static str, service: &'static str, before: &'static str, name: Option<&'static str>) -> Chosen {
    Chosen { kind, service, before, name }
}

/// Sorted by kind.
pub(super) const CHOSEN: &[Chosen] = &[
    chosen("aws_db_instance", "rds", "db:", Some("identifier")),
    chosen("aws_docdb_cluster", "rds", "cluster:", Some("cluster_identifier")),
    chosen("aws_dynamodb_table", "dynamodb", "table/", Some("name")),
    chosen(VOLUME, "ec2", "volume/", None),
    chosen("aws_efs_file_system", "elasticfilesystem", "file-system/", None),
    chosen("aws_fsx_lustre_file_system", "fsx", "file-system/", None),
    chosen("aws_fsx_ontap_volume", "fsx", "volume/", None),
    chosen("aws_fsx_openzfs_file_system", "fsx", "file-system/", None),
    chosen("aws_fsx_windows_file_system", "fsx", "file-system/", None),
    chosen("aws_neptune_cluster", "rds", "cluster:", Some("cluster_identifier")),
    chosen("aws_rds_cluster", "rds", "cluster:", Some("cluster_identifier")),
];

/// What lifecycle policies choose as well.
pub(super) const VOLUME: &str = "aws_ebs_volume";

/// The tags that a resource has by itself and by its provider
/// (<https://docs.aws.amazon.com/prescriptive-guidance/latest/terraform-aws-provider-best-practices/best-practices.html>).
pub(super) struct Tags<'v> {
    own: Lookup<'v>,
    default: Lookup<'v>,
}

impl<'v> Tags<'v> {
    pub(super) fn of(resource: &'v Resource, providers: &'v Providers) -> Self {
        let default = match providers.of(resource) {
            Some(configuration) => match providers.argument(&configuration, "default_tags") {
                Lookup::Found(blocks) => blocks
                    .as_list()
                    .and_then(|blocks| blocks.items.first())
                    .map_or(Lookup::Absent, |block| block.get("tags")),
                other => other,
            },
            None => Lookup::Absent,
        };
        Self { own: resource.body.get("tags"), default }
    }

    /// The value of a tag.
    pub(super) fn get(&self, key: &str) -> Lookup<'v> {
        [self.own, self.default].into_iter().fold(Lookup::Absent, |found, tags| match (found, tags) {
            (Lookup::Absent, Lookup::Found(tags)) => tags.get(key),
            (Lookup::Absent, other) => other,
            (found, _) => found,
        })
    }
}

/// Whether a name in a selection (an ARN, or a pattern for ARNs) means a resource.
pub(super) fn means(name: &Value, resource: &Resource, row: &Chosen) -> Option<bool> {
    let text = match &name.kind {
        Kind::String(text) => text.to_string(),
        Kind::Template(template) => {
            let parts = template.parts.iter().map(|part| match part {
                Part::Text(text) => text,
                Part::Hole(_) => HOLE,
            });
            parts.collect()
        }
        Kind::Either(either) => {
            let mut options = either.options.iter().map(|option| means(option, resource, row));
            let first = options.next()?;
            return first.filter(|_| options.all(|other| other == first));
        }
        _ => String::new(),
    };
    if let Some(named) = refers(name, resource) {
        return named.known();
    }
    match text.is_empty() {
        false => arn_fits(&text, resource, row),
        // What is looked up, or another resource, is not this one.
        true => undecided(name).is_none().then_some(false),
    }
}

/// Stands for what is not known of an ARN.
const HOLE: &str = "\u{0}";

/// Which resource of a kind is referred to.
#[derive(Clone, Copy, PartialEq)]
enum Referred {
    This,
    Another,
    Perhaps,
}

impl Referred {
    const fn known(self) -> Option<bool> {
        match self {
            Self::This => Some(true),
            Self::Another => Some(false),
            Self::Perhaps => None,
        }
    }
}

/// Whether a name refers to the resource; nothing where it refers to none of this kind.
fn refers(name: &Value, resource: &Resource) -> Option<Referred> {
    let of_kind = |address: &Address| address.steps().any(|step| step.as_str() == &*resource.kind);
    let mut named = references(name).map(|reference| &reference.address).filter(|address| of_kind(address)).peekable();
    named.peek()?;
    Some(named.fold(Referred::Another, |found, address| match found {
        Referred::This => found,
        _ if *address == resource.address => Referred::This,
        _ if address.may_mean(&resource.address) => Referred::Perhaps,
        _ => found,
    }))
}

/// Whether an ARN, in which `*` stands for any text, may be that of a resource.
fn arn_fits(text: &str, resource: &Resource, row: &Chosen) -> Option<bool> {
    if text == "*" {
        return Some(true);
    }
    let mut parts = text.splitn(6, ':');
    let service = parts.nth(2)?;
    if !fits(&service.replace(HOLE, "*"), row.service) {
        return Some(false);
    }
    // `arn:aws:ec2:*` says nothing of what follows. Regions and accounts are taken for those of the resource.
    let last = parts.nth(2).unwrap_or("*");
    let name = row.name.map(|name| resource.body.get(name));
    name_fits(last, row.before, name.and_then(|name| if let Lookup::Found(name) = name { name.as_str() } else { None }))
}

/// Whether the last part of an ARN is that of what has this name, if it is known, behind `before`.
fn name_fits(pattern: &str, before: &str, name: Option<&str>) -> Option<bool> {
    let open = pattern.replace(HOLE, "*");
    let start = open.split('*').next().unwrap_or_default();
    if let Some(name) = name {
        let fits = fits(&open, &format!("{before}{name}"));
        return (!fits || !pattern.contains(HOLE)).then_some(fits);
    }
    if !start.starts_with(before) && !before.starts_with(start) {
        return Some(false);
    }
    // Whatever it is called.
    let of_all = pattern.strip_suffix('*').is_some_and(|start| before.starts_with(start));
    of_all.then_some(true)
}
