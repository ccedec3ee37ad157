//! Defaults of arguments that changed with a major version of their provider.
//!
//! Most defaults never change, and checks know them: `deny` where absence is safe, `require` where it is not. For the few
//! in this table the body of a resource is completed instead: with the default of the version that the configuration
//! asks for, or with an unknown where it allows both.

use std::sync::Arc;

use crate::frontend::terraform::evaluate::instance::Instance;
use crate::frontend::terraform::evaluate::interpreter::Interpreter;
use crate::frontend::terraform::load::declaration::{Declaration, DeclarationKind, literal};
use crate::frontend::terraform::load::provider_versions::Majors;
use crate::source::Span;
use crate::syntax::hcl::{Expr, ExprKind};
use crate::value::{Kind, Map, Reason, Unknown, Value};

/// What an argument is when it is not set.
#[derive(Clone, Copy)]
enum Preset {
    Bool(bool),
    Text(&'static str),
}

impl Preset {
    fn value(self, place: Span) -> Value {
        match self {
            Self::Bool(value) => Value::bool(value, place),
            Self::Text(text) => Value::string(text, place),
        }
    }
}

/// A default that changed.
struct Change {
    kind: &'static str,
    /// The nested block that has the argument, where it is one. Blocks that are not written stay so.
    block: Option<&'static str>,
    argument: &'static str,
    /// The default before all changes.
    first: Preset,
    /// The first major version with each other default, in the order of the versions.
    later: [Option<(u32, Preset)>; 2],
}

impl Change {
    const fn new(kind: &'static str, argument: &'static str, since: u32, before: bool, after: bool) -> Self {
        let later = [Some((since, Preset::Bool(after))), None];
        Self { kind, block: None, argument, first: Preset::Bool(before), later }
    }

    const fn text(
        kind: &'static str,
        argument: &'static str,
        since: u32,
        before: &'static str,
        after: &'static str,
    ) -> Self {
        let later = [Some((since, Preset::Text(after))), None];
        Self { kind, block: None, argument, first: Preset::Text(before), later }
    }

    /// The same for an argument whose default changed once more.
    const fn then(self, since: u32, after: bool) -> Self {
        Self { later: [self.later[0], Some((since, Preset::Bool(after)))], ..self }
    }

    const fn within(self, block: &'static str) -> Self {
        Self { block: Some(block), ..self }
    }

    /// The default in all of these versions.
    ///
    /// # Errors
    /// The first version with another default, of those that may be used.
    fn preset(&self, majors: Majors) -> Result<Preset, u32> {
        let mut preset = self.first;
        for (since, after) in self.later.into_iter().flatten() {
            if majors.are_before(since) {
                break;
            }
            if !majors.are_since(since) {
                return Err(since);
            }
            preset = after;
        }
        Ok(preset)
    }
}

const TLS_ENFORCED: &str = "ssl_minimal_tls_version_enforced";

/// From the upgrade guides of the providers.
const CHANGES: &[Change] = &[
    // AWS, guide to version 6.
    Change::new("aws_redshift_cluster", "encrypted", 6, false, true),
    Change::new("aws_redshift_cluster", "publicly_accessible", 6, true, false),
    // AzureRM, guide to version 4.0.
    Change::new("azurerm_databricks_workspace", "no_public_ip", 4, false, true).within("custom_parameters"),
    Change::new("azurerm_machine_learning_workspace", "public_network_access_enabled", 4, false, true),
    // AzureRM, guide to version 3.0.
    Change::text("azurerm_mysql_server", TLS_ENFORCED, 3, "TLSEnforcementDisabled", "TLS1_2"),
    Change::text("azurerm_postgresql_server", TLS_ENFORCED, 3, "TLSEnforcementDisabled", "TLS1_2"),
    Change::text("azurerm_redis_cache", "minimum_tls_version", 3, "1.0", "1.2"),
    // AzureRM, guides to versions 3.0 and 5.0. Version 2 calls it `allow_blob_public_access`.
    Change::new("azurerm_storage_account", "allow_nested_items_to_be_public", 3, false, true).then(5, false),
    // AzureRM 4.0, by the documentation of the resource.
    Change::new("azurerm_storage_account", "cross_tenant_replication_enabled", 4, true, false),
    // AzureRM, guide to version 3.0.
    Change::text("azurerm_storage_account", "min_tls_version", 3, "TLS1_0", "TLS1_2"),
    // Google, guide to version 5.0.
    Change::new("google_container_node_pool", "auto_repair", 5, false, true).within("management"),
    Change::new("google_container_node_pool", "auto_upgrade", 5, false, true).within("management"),
];

impl<'p> Interpreter<'p> {
    /// Adds the defaults that depend on the version of the provider.
    pub(in crate::frontend::terraform) fn add_defaults(
        &self,
        instance: &Instance<'p>,
        declaration: &Declaration<'p>,
        body: &mut Map,
    ) {
        if declaration.kind != DeclarationKind::Resource {
            return;
        }
        let kind = declaration.label(0);
        for change in CHANGES.iter().filter(|change| change.kind == kind) {
            let default = |place: Span| {
                let majors = match provider(instance, declaration) {
                    Some(provider) => self.provider_majors(instance, provider),
                    None => Majors::ANY,
                };
                match change.preset(majors) {
                    Ok(preset) => preset.value(place),
                    Err(since) => {
                        let reason = Reason::ProviderDefault { argument: change.argument.into(), since };
                        Value::unknown(Unknown { nullable: false, ..Unknown::new(reason, place) }, place)
                    }
                }
            };
            match change.block {
                None => complete(body, change.argument, declaration.header(), &default),
                Some(block) => {
                    for nested in blocks(body, block) {
                        let place = nested.span;
                        if let Some(map) = nested.as_map_mut() {
                            complete(map, change.argument, place, &default);
                        }
                    }
                }
            }
        }
    }
}

/// The type of the provider that a resource is of. `None` where it is another one than those whose defaults are known here:
/// the one that the kind names, and its beta.
fn provider<'d>(instance: &Instance<'d>, declaration: &Declaration<'d>) -> Option<&'d str> {
    let kind = declaration.label(0);
    let own = kind.split('_').next().unwrap_or(kind);
    let name = declaration.argument("provider").and_then(|place| root_name(place.node)).unwrap_or(own);
    let provider = instance.module.providers.type_of(name);
    (provider.strip_suffix("-beta").unwrap_or(provider) == own).then_some(provider)
}

/// The name of the provider in `aws`, `aws.east`, `aws.by_region[each.key]` and `"aws.east"`.
fn root_name<'e>(expr: &'e Expr<'_>) -> Option<&'e str> {
    match &expr.kind {
        ExprKind::Variable(name) => Some(name),
        ExprKind::GetAttr(base, _) | ExprKind::Index(base, _) => root_name(base),
        _ => literal(expr)?.split('.').next(),
    }
}

/// Sets an argument that is not set.
fn complete(body: &mut Map, argument: &str, place: Span, default: &dyn Fn(Span) -> Value) {
    if body.get(argument).is_none() {
        body.insert(argument, place, default(place));
    }
}

/// The nested blocks of this name.
fn blocks<'m>(body: &'m mut Map, name: &str) -> impl Iterator<Item = &'m mut Value> {
    let list = match body.get_mut(name).map(|value| &mut value.kind) {
        Some(Kind::List(list)) => Some(Arc::make_mut(list)),
        _ => None,
    };
    list.into_iter().flat_map(|list| &mut list.items)
}
