//! Links of Terraform resources, by what their arguments refer to.

use std::collections::HashMap;
use std::sync::Arc;

use super::attach;
use crate::model::{Resource, without_keys};
use crate::value::{Kind, List, Reason, Reference, Unknown, Value};

/// A kind that configures another.
struct Attachment {
    /// The kind that is attached.
    kind: &'static str,
    /// Its argument that names the other.
    argument: &'static str,
    /// The kind of the other.
    target: &'static str,
    /// The argument of the other that holds the name by which it may be named as well.
    name: &'static str,
    /// The name below which the attached body is found.
    role: &'static str,
}

const ATTACHMENTS: &[Attachment] = &[
    bucket("aws_s3_bucket_acl", "acl"),
    bucket("aws_s3_bucket_cors_configuration", "cors"),
    bucket("aws_s3_bucket_lifecycle_configuration", "lifecycle"),
    bucket("aws_s3_bucket_logging", "logging"),
    bucket("aws_s3_bucket_object_lock_configuration", "object_lock"),
    bucket("aws_s3_bucket_ownership_controls", "ownership"),
    bucket("aws_s3_bucket_policy", "policy"),
    bucket("aws_s3_bucket_public_access_block", "public_access_block"),
    bucket("aws_s3_bucket_server_side_encryption_configuration", "encryption"),
    bucket("aws_s3_bucket_versioning", "versioning"),
    bucket("aws_s3_bucket_website_configuration", "website"),
    by_id("aws_api_gateway_authorizer", "rest_api_id", "aws_api_gateway_rest_api", "authorizer"),
    Attachment {
        kind: "aws_api_gateway_method_settings",
        argument: "stage_name",
        target: "aws_api_gateway_stage",
        name: "stage_name",
        role: "method_settings",
    },
    by_id("aws_api_gateway_stage", "deployment_id", "aws_api_gateway_deployment", "stage"),
    by_id("aws_apigatewayv2_authorizer", "api_id", "aws_apigatewayv2_api", "authorizer"),
    Attachment {
        kind: "aws_autoscaling_attachment",
        argument: "autoscaling_group_name",
        target: "aws_autoscaling_group",
        name: "name",
        role: "attachment",
    },
    by_id("aws_cloudwatch_log_delivery_source", "resource_arn", "aws_cloudfront_distribution", "log_source"),
    Attachment {
        kind: "aws_codecommit_approval_rule_template_association",
        argument: "repository_name",
        target: "aws_codecommit_repository",
        name: "repository_name",
        role: "approval_rule",
    },
    Attachment {
        kind: "aws_config_configuration_recorder_status",
        argument: "name",
        target: "aws_config_configuration_recorder",
        name: "name",
        role: "status",
    },
    by_id("aws_default_security_group", "vpc_id", "aws_vpc", "default_security_group"),
    Attachment {
        kind: "aws_ecr_repository_policy",
        argument: "repository",
        target: "aws_ecr_repository",
        name: "name",
        role: "policy",
    },
    by_id("aws_flow_log", "vpc_id", "aws_vpc", "flow_log"),
    by_id("aws_network_acl_association", "network_acl_id", "aws_network_acl", "association"),
    by_id("aws_networkfirewall_firewall", "vpc_id", "aws_vpc", "network_firewall"),
    Attachment {
        kind: "aws_redshift_logging",
        argument: "cluster_identifier",
        target: "aws_redshift_cluster",
        name: "cluster_identifier",
        role: "logging",
    },
    by_id("aws_route53_query_log", "zone_id", "aws_route53_zone", "query_log"),
    by_id("aws_vpc_endpoint_route_table_association", "vpc_endpoint_id", "aws_vpc_endpoint", "route_table"),
    by_id("aws_wafregional_web_acl_association", "resource_arn", "aws_lb", "web_acl"),
    by_id("aws_wafv2_web_acl_association", "resource_arn", "aws_lb", "web_acl"),
    by_id("azurerm_mssql_server_extended_auditing_policy", "server_id", "azurerm_mssql_server", "auditing"),
    by_id(
        "azurerm_storage_account_customer_managed_key",
        "storage_account_id",
        "azurerm_storage_account",
        "customer_key",
    ),
    by_id("azurerm_storage_account_network_rules", "storage_account_id", "azurerm_storage_account", "network_rules"),
    by_id("azurerm_subnet_network_security_group_association", "subnet_id", "azurerm_subnet", "security_group"),
];

const fn bucket(kind: &'static str, role: &'static str) -> Attachment {
    Attachment { kind, argument: "bucket", target: "aws_s3_bucket", name: "bucket", role }
}

/// For targets that are named by the id that the provider gives them: only a reference tells which one is meant.
const fn by_id(kind: &'static str, argument: &'static str, target: &'static str, role: &'static str) -> Attachment {
    Attachment { kind, argument, target, name: "id", role }
}

/// Attaches resources to those that they configure.
///
/// Where it is not known what a resource configures, it may be any fitting one of its module: the lists of their role
/// stay open.
pub(super) fn link(resources: &mut [Resource]) {
    let targets = Targets::index(resources);
    let (mut links, mut unclear) = (Vec::new(), Vec::new());
    let mut adrift: Adrift = HashMap::default();
    for (index, resource) in resources.iter().enumerate() {
        let Some(attachment) = ATTACHMENTS.iter().find(|attachment| attachment.kind == &*resource.kind) else {
            continue;
        };
        let Some(name) = resource.body.member(attachment.argument) else {
            continue;
        };
        let found = targets.of(resource, name, attachment);
        let is_named = spelled(name).is_some();
        let found = if is_named { meant(found, name, attachment, resources) } else { found };
        if is_named && several(&found, resources) {
            unclear.extend(found.into_iter().map(|target| (target, attachment.role, name.span)));
            continue;
        }
        if let (true, Some(unknown)) = (found.is_empty(), undecided(name)) {
            let key = (module_path(resource).to_owned(), attachment.target, attachment.role);
            adrift.entry(key).or_insert_with(|| Arc::clone(unknown));
        }
        links.extend(found.into_iter().map(|target| (target, index, attachment.role)));
    }
    for (target, source, role) in links {
        let (body, declaration) = (resources[source].body.clone(), resources[source].declaration);
        attach(&mut resources[target], role, List::new(vec![body]));
        resources[target].grounds.push(declaration);
    }
    for (target, role, span) in unclear {
        let unknown = Unknown::new(Reason::Ambiguous("several resources have the name that is given here"), span);
        attach(&mut resources[target], role, List::open(Vec::new(), unknown.into()));
    }
    if !adrift.is_empty() {
        leave_open(resources, &adrift);
    }
}

/// Of several resources of one name the one whose own argument the name was taken from, if there is just one.
fn meant(found: Vec<usize>, name: &Value, attachment: &Attachment, resources: &[Resource]) -> Vec<usize> {
    if !several(&found, resources) {
        return found;
    }
    let same_place = |index: &&usize| {
        let own = resources[**index].body.member(attachment.name);
        name.origin.is_some() && own.is_some_and(|own| own.written() == name.written())
    };
    match found.iter().filter(same_place).collect::<Vec<_>>()[..] {
        [only] => vec![*only],
        _ => found,
    }
}

/// Whether these are resources of several declarations. Instances of one are named by it alike.
fn several(found: &[usize], resources: &[Resource]) -> bool {
    let mut declarations = found.iter().map(|index| without_keys(&resources[*index].address));
    declarations.next().is_some_and(|first| declarations.any(|other| other != first))
}

/// What cannot be attached because its target is not known: module path, kind of the target, and role.
type Adrift = HashMap<(String, &'static str, &'static str), Arc<Unknown>, foldhash::quality::RandomState>;

/// Why it is not known which resource a name stands for. What the provider or another module computes is known to be
/// something else than the resources here.
fn undecided(name: &Value) -> Option<&Arc<Unknown>> {
    name.first_unknown().filter(|unknown| {
        !matches!(unknown.reason, Reason::Computed(_) | Reason::DataSource(_) | Reason::MissingModule(_))
    })
}

/// What a name is known by: its text, or the variable that it stands for. Two arguments that are the same variable are
/// the same name, whatever its value will be.
fn spelled(name: &Value) -> Option<Arc<str>> {
    match &name.kind {
        Kind::String(text) => Some(Arc::clone(text)),
        Kind::Unknown(unknown) => match &unknown.reason {
            Reason::UnsetVariable(variable) => Some(format!("${{var.{variable}}}").into()),
            _ => None,
        },
        _ => None,
    }
}

fn leave_open(resources: &mut [Resource], adrift: &Adrift) {
    for resource in resources {
        let path = module_path(resource).to_owned();
        let kind = Arc::clone(&resource.kind);
        for attachment in ATTACHMENTS.iter().filter(|attachment| attachment.target == &*kind) {
            if let Some(unknown) = adrift.get(&(path.clone(), attachment.target, attachment.role)) {
                attach(resource, attachment.role, List::open(Vec::new(), Arc::clone(unknown)));
            }
        }
    }
}

/// Finds the resources to which others are attached.
struct Targets {
    addresses: HashMap<Arc<str>, usize, foldhash::quality::RandomState>,
    /// All instances of an address without keys.
    instances: HashMap<String, Vec<usize>, foldhash::quality::RandomState>,
    /// Kind, module path, and the name that the provider knows it by.
    names: HashMap<(&'static str, String, Arc<str>), Vec<usize>, foldhash::quality::RandomState>,
    /// Kind and known name, in whatever module.
    known: HashMap<(&'static str, Arc<str>), Vec<usize>, foldhash::quality::RandomState>,
}

impl Targets {
    fn index(resources: &[Resource]) -> Self {
        let mut targets = Self {
            addresses: HashMap::default(),
            instances: HashMap::default(),
            names: HashMap::default(),
            known: HashMap::default(),
        };
        for (index, resource) in resources.iter().enumerate() {
            let Some(attachment) = ATTACHMENTS.iter().find(|attachment| attachment.target == &*resource.kind) else {
                continue;
            };
            targets.addresses.insert(Arc::clone(&resource.address), index);
            targets.instances.entry(without_keys(&resource.address)).or_default().push(index);
            if let Some(Kind::String(name)) = resource.body.member(attachment.name).map(|value| &value.kind) {
                targets.known.entry((attachment.target, Arc::clone(name))).or_default().push(index);
            }
            if let Some(name) = resource.body.member(attachment.name).and_then(spelled) {
                let key = (attachment.target, module_path(resource).to_owned(), name);
                targets.names.entry(key).or_default().push(index);
            }
        }
        targets
    }

    /// The resources that `source` configures.
    fn of(&self, source: &Resource, name: &Value, attachment: &Attachment) -> Vec<usize> {
        let mut found: Vec<usize> = match spelled(name) {
            Some(name) => {
                let key = (attachment.target, module_path(source).to_owned(), name);
                let here = self.names.get(&key);
                // A known name that no resource of this module has came through an output of another module.
                let anywhere = || self.known.get(&(attachment.target, key.2.clone()));
                here.or_else(anywhere).cloned().unwrap_or_default()
            }
            None => name
                .first_unknown()
                .into_iter()
                .flat_map(|unknown| &unknown.references)
                .flat_map(|reference| self.referenced(reference, attachment.target))
                .collect(),
        };
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The instance that a reference names; all instances where it names none, or one of which the key is not known.
    fn referenced(&self, reference: &Reference, kind: &str) -> Vec<usize> {
        if let Some(index) = self.addresses.get(&reference.address) {
            return vec![*index];
        }
        if !reference.address.contains(kind) {
            return Vec::new();
        }
        self.instances.get(&without_keys(&reference.address)).cloned().unwrap_or_default()
    }
}

/// The address without its last part: `module.net` of `module.net.aws_subnet.a`; empty at the top.
fn module_path(resource: &Resource) -> &str {
    let own = format!("{}.{}", resource.kind, resource.name);
    resource.address.rfind(&own).map_or("", |start| resource.address[..start].trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ATTACHED;
    use crate::model::testing::Fixture;

    /// The names attached to each resource of `target`, by role.
    fn attached(resource: &Resource) -> String {
        let Some(roles) = resource.body.member(ATTACHED).and_then(Value::as_map) else {
            return String::new();
        };
        let role = |entry: &crate::value::Entry| {
            let list = entry.value.as_list().expect("a list");
            let names: Vec<_> = list.items.iter().filter_map(|body| body.member("name")?.as_str()).collect();
            format!("{}={}{}", entry.key, names.join(","), if list.rest.is_some() { "…" } else { "" })
        };
        roles.entries().map(role).collect::<Vec<_>>().join(" ")
    }

    fn versioning(address: &str, bucket: &str) -> Fixture {
        let name = address.rsplit('.').next().unwrap_or_default();
        Fixture::new("aws_s3_bucket_versioning", address, &format!(r#"{{"name": "{name}", "bucket": "{bucket}"}}"#))
    }

    fn bucket(address: &str, name: &str) -> Fixture {
        Fixture::new("aws_s3_bucket", address, &format!(r#"{{"bucket": "{name}"}}"#))
    }

    /// What is attached to `target` once it is linked with `source`.
    fn linked(target: Fixture, source: Fixture) -> String {
        let mut resources = [source.resource, target.resource];
        link(&mut resources);
        attached(&resources[1])
    }

    #[test]
    fn a_target_is_found_by_reference_key_and_name() {
        let rows = [
            ("aws_s3_bucket.b", "${aws_s3_bucket.b.id}", "versioning=v"),
            ("aws_s3_bucket.b", "${aws_s3_bucket.other.id}", ""),
            ("aws_s3_bucket.b[0]", "${aws_s3_bucket.b.id}", "versioning=v"),
            ("aws_s3_bucket.b[0]", "${aws_s3_bucket.b[0].id}", "versioning=v"),
            ("aws_s3_bucket.b", "${aws_s3_bucket.b[7].id}", "versioning=v"),
            ("module.m.aws_s3_bucket.b", "${module.m.aws_s3_bucket.b.id}", "versioning=v"),
            ("module.m.aws_s3_bucket.b", "${aws_s3_bucket.b.id}", ""),
            ("aws_s3_bucket.b", "logs", "versioning=v"),
            ("aws_s3_bucket.b", "other", ""),
            // Bucket names are unique in the world: the same name is the same bucket, whatever the module.
            ("module.m.aws_s3_bucket.b", "logs", "versioning=v"),
        ];
        for (address, reference, expected) in rows {
            let found = linked(bucket(address, "logs"), versioning("aws_s3_bucket_versioning.v", reference));
            assert_eq!(found, expected, "{reference} to {address}");
        }
    }

    #[test]
    fn a_target_that_is_named_by_its_id_is_found_by_reference() {
        let rows = [
            ("azurerm_mssql_server_extended_auditing_policy", "server_id", "azurerm_mssql_server", "auditing=x"),
            (
                "azurerm_storage_account_network_rules",
                "storage_account_id",
                "azurerm_storage_account",
                "network_rules=x",
            ),
        ];
        for (kind, argument, target, expected) in rows {
            let source = |name: &str| {
                let body = format!(r#"{{"name": "x", "{argument}": "${{{target}.{name}.id}}"}}"#);
                Fixture::new(kind, &format!("{kind}.x"), &body)
            };
            let one = || Fixture::new(target, &format!("{target}.one"), "{}");
            assert_eq!(linked(one(), source("one")), expected);
            assert_eq!(linked(one(), source("other")), "");
        }
    }

    #[test]
    fn a_key_chooses_among_instances() {
        let mut resources = [
            bucket("aws_s3_bucket.b[0]", "x").resource,
            bucket("aws_s3_bucket.b[1]", "y").resource,
            versioning("aws_s3_bucket_versioning.v", "${aws_s3_bucket.b[1].id}").resource,
        ];
        link(&mut resources);
        assert_eq!([attached(&resources[0]), attached(&resources[1])], ["", "versioning=v"]);
    }

    #[test]
    fn a_target_that_is_not_known_leaves_the_role_open() {
        let unknown = || versioning("aws_s3_bucket_versioning.v", "${name}");
        assert_eq!(linked(bucket("aws_s3_bucket.b", "logs"), unknown()), "versioning=…");
        assert_eq!(linked(bucket("module.m.aws_s3_bucket.b", "logs"), unknown()), "");
        let elsewhere = versioning("aws_s3_bucket_versioning.v", "${data.aws_s3_bucket.b.id}");
        assert_eq!(linked(bucket("aws_s3_bucket.b", "logs"), elsewhere), "");
    }

    #[test]
    fn a_name_that_several_resources_have_leaves_them_open() {
        let mut resources = [
            Fixture::new("aws_s3_bucket", "aws_s3_bucket.a", r#"{"tags": {}, "bucket": "logs"}"#).resource,
            bucket("aws_s3_bucket.b", "logs").resource,
            versioning("aws_s3_bucket_versioning.v", "logs").resource,
        ];
        let mut referring = resources.clone();
        link(&mut resources);
        assert_eq!([attached(&resources[0]), attached(&resources[1])], ["versioning=…", "versioning=…"]);

        // `bucket = aws_s3_bucket.b.bucket`
        let target = referring[1].body.member("bucket").expect("a name").clone();
        let name = target.referenced_at(referring[2].header, "argument `bucket` of aws_s3_bucket.b");
        referring[2]
            .body
            .as_map_mut()
            .and_then(|map| map.get_mut("bucket"))
            .map(|place| *place = name)
            .expect("a name");
        link(&mut referring);
        assert_eq!([attached(&referring[0]), attached(&referring[1])], ["", "versioning=v"]);
    }

    #[test]
    fn what_is_attached_counts_as_the_targets_own_text() {
        let source = versioning("aws_s3_bucket_versioning.v", "logs").resource;
        let declaration = source.declaration;
        let mut resources = [bucket("aws_s3_bucket.b", "logs").resource, source.clone(), source];
        link(&mut resources);
        assert_eq!(attached(&resources[0]), "versioning=v,v");
        assert!(resources[0].grounds.contains(&declaration));
    }
}
