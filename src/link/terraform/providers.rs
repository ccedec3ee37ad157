//! Which configuration of its provider a resource is made with: by `provider`, by the `providers` that the calls of its
//! modules pass on, or by the default of the root module
//! (<https://developer.hashicorp.com/terraform/language/modules/develop/providers>).

use std::collections::HashMap;

use crate::model::Resource;
use crate::value::{Address, Lookup, Value};

/// The configurations of the providers of a root module, and how calls pass them on.
#[derive(Default)]
pub(super) struct Providers {
    /// What a call passes on, by the address of the module.
    passed: HashMap<Address, Option<Value>>,
    /// The bodies of `provider` blocks.
    declared: HashMap<Configuration, Value>,
}

/// One configuration of a provider.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Configuration {
    /// The module in which it is declared, or would be.
    module: Address,
    /// What it is called there: `aws`, `aws.east`.
    name: String,
}

impl Providers {
    pub(super) fn index(resources: &[Resource]) -> Self {
        let mut providers = Self::default();
        for resource in resources {
            if &*resource.kind == "module" {
                providers.passed.insert(resource.address.clone(), resource.body.member("providers").cloned());
            } else if resource.kind.starts_with("provider.") {
                let module = resource.address.module();
                let local = resource.address[module.len()..].trim_start_matches('.');
                let name = local.trim_start_matches("provider.").to_owned();
                providers.declared.insert(Configuration { module, name }, resource.body.clone());
            }
        }
        providers
    }

    /// The configuration that a resource has, if it is known.
    pub(super) fn of(&self, resource: &Resource) -> Option<Configuration> {
        let kind = resource.kind.strip_prefix("data.").unwrap_or(&resource.kind);
        let mut name = match resource.body.get("provider") {
            Lookup::Found(provider) => reference(provider)?,
            Lookup::Absent => kind.split('_').next()?.to_owned(),
            Lookup::Unknown(_) => return None,
        };
        let mut module = resource.address.module();
        loop {
            let here = Configuration { module: module.clone(), name };
            if module.is_empty() || self.declared.contains_key(&here) {
                return Some(here);
            }
            name = match self.passed.get(&module)? {
                Some(passed) => match passed.get(&here.name) {
                    Lookup::Found(provider) => reference(provider)?,
                    Lookup::Absent => inherited(here.name)?,
                    Lookup::Unknown(_) => return None,
                },
                None => inherited(here.name)?,
            };
            module = module.module();
        }
    }

    /// An argument of a configuration.
    pub(super) fn argument(&self, configuration: &Configuration, name: &str) -> Lookup<'_> {
        self.declared.get(configuration).map_or(Lookup::Absent, |body| body.get(name))
    }
}

/// A module has the default configurations of its caller, and none with an alias.
fn inherited(name: String) -> Option<String> {
    (!name.contains('.')).then_some(name)
}

/// The name of a configuration as it is written, in old versions and in JSON between quotes. One that is chosen by a key is
/// not known.
fn reference(written: &Value) -> Option<String> {
    let name = written.as_str()?.trim_matches('"');
    let is_name = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.');
    name.chars().all(is_name).then(|| name.to_owned())
}
