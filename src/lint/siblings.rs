//! Kinds that share what a check asks and are not among its kinds.

use std::collections::{BTreeMap, BTreeSet};

use super::mention::Asked;
use super::text::problem;
use crate::check::{Check, Registry, Target};
use crate::engine::Trial;

/// Parts of the names of kinds that succeed one another or stand for the same: one in place of another gives a sibling.
const PARTS: &[&[&str]] = &[
    &["_iam_policy", "_iam_binding", "_iam_member"],
    &["aws_lb", "aws_alb"],
    &["_linux_", "_windows_", "_"],
    &["_instance", "_spot_instance_request"],
    &["_launch_template", "_launch_configuration"],
    &["_flexible_server", "_server"],
    &["google_compute_region_", "google_compute_global_", "google_compute_"],
    &["_project_", "_folder_", "_organization_"],
    &["_group_", "_role_", "_user_"],
    &["_sql_", "_mssql_"],
    &["_v3", "_v2", "_v1", ""],
    &["wafregional_", "wafv2_", "waf_"],
    &["_elasticsearch_", "_opensearch_"],
    &["_app_service", "_linux_web_app", "_windows_web_app"],
    &["_function_app", "_linux_function_app", "_windows_function_app"],
    &["_web_app_slot", "_web_app"],
    &["_function_app_slot", "_function_app"],
    &["_scale_set", ""],
    &["_default_", "_"],
];

/// Kinds of Kubernetes that are two of a sort.
const PAIRS: &[[&str; 2]] = &[["Role", "ClusterRole"], ["RoleBinding", "ClusterRoleBinding"]];

/// What is known of kinds: the attributes that examples give to each, and the problems that are judged in each.
pub(super) struct Kinds {
    attributes: BTreeMap<String, BTreeSet<String>>,
    problems: BTreeMap<&'static str, BTreeSet<&'static str>>,
}

impl Kinds {
    pub(super) fn of(registry: &Registry) -> Self {
        let mut kinds = Self { attributes: BTreeMap::new(), problems: BTreeMap::new() };
        for check in registry.checks() {
            for kind in of_check(check) {
                kinds.problems.entry(kind).or_default().insert(problem(check));
            }
            for trial in check.text.examples.iter().filter_map(Trial::of) {
                for resource in trial.resources() {
                    let own = kinds.attributes.entry(resource.kind.to_string()).or_default();
                    let sites = super::edit::Site::all(0, &resource.body);
                    own.extend(sites.into_iter().map(|site| site.name.to_string()));
                }
            }
        }
        kinds
    }

    /// The kinds that a check leaves out though they have an attribute that it asks, and a kind of its own that is their sibling.
    pub(super) fn left_out(&self, check: &Check, asked: &Asked) -> Vec<(&str, &'static str)> {
        let own = of_check(check);
        let mut left_out = BTreeMap::new();
        for kind in own {
            for sibling in siblings(kind).into_iter().filter(|sibling| !own.contains(&sibling.as_str())) {
                let Some((sibling, attributes)) = self.attributes.get_key_value(&sibling) else { continue };
                let judged = self.problems.get(sibling.as_str());
                let is_judged = judged.is_some_and(|problems| problems.contains(problem(check)));
                let shares = asked.deciding().any(|mention| attributes.iter().any(|name| mention.is(name)));
                if shares && !is_judged {
                    left_out.entry(sibling.as_str()).or_insert(*kind);
                }
            }
        }
        left_out.into_iter().collect()
    }
}

/// The kinds that a check names.
const fn of_check(check: &Check) -> &'static [&'static str] {
    match check.target {
        Target::Kinds(kinds) | Target::Shape(_, kinds) => kinds,
    }
}

/// Names that siblings of a kind would have, whether there are such kinds or not.
fn siblings(kind: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for parts in PARTS {
        for (at, part) in parts.iter().enumerate().filter(|(_, part)| !part.is_empty()) {
            let Some((before, after)) = kind.split_once(part) else { continue };
            let others = parts.iter().enumerate().filter(|(other, _)| *other != at);
            names.extend(others.map(|(_, other)| format!("{before}{other}{after}")));
        }
        if parts.last() == Some(&"") {
            names.extend(parts.iter().filter(|part| !part.is_empty()).map(|part| format!("{kind}{part}")));
        }
    }
    for [one, other] in PAIRS {
        names.extend((kind == *one).then(|| (*other).to_owned()));
        names.extend((kind == *other).then(|| (*one).to_owned()));
    }
    names
}
