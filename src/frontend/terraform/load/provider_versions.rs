//! Which versions of its providers a configuration allows, as far as the first number of a version.

use std::collections::HashMap;

use super::declaration::{Declaration, DeclarationKind, literal};
use crate::syntax::hcl::{self, Body, Expr, ExprKind};

/// The newest major versions, from the registry, as of November 2026.
const NEWEST: [(&str, u32); 4] = [("aws", 6), ("azurerm", 4), ("google", 7), ("google-beta", 7)];

/// The first numbers that a version may have, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::frontend::terraform) struct Majors {
    least: u32,
    most: u32,
}

impl Majors {
    /// Every version.
    pub(in crate::frontend::terraform) const ANY: Self = Self { least: 0, most: u32::MAX };

    /// What `terraform init` takes where nothing says anything of the version of a provider:
    /// [the newest one](https://developer.hashicorp.com/terraform/language/providers/requirements#version-constraints).
    pub(in crate::frontend::terraform) fn newest(provider: &str) -> Self {
        let newest = NEWEST.iter().find(|(known, _)| *known == provider);
        newest.map_or(Self::ANY, |(_, major)| Self { least: *major, most: *major })
    }

    /// What a constraint such as `>= 4.0, < 6.0` allows. A part that is not understood allows everything.
    pub(in crate::frontend::terraform) fn of_constraint(text: &str) -> Self {
        text.split(',').fold(Self::ANY, |majors, part| majors.narrow(Self::of_comparison(part.trim())))
    }

    fn of_comparison(text: &str) -> Self {
        let number = text.trim_start_matches(['<', '>', '=', '!', '~']);
        let operator = &text[..text.len() - number.len()];
        let mut parts = number.trim().trim_start_matches('v').split('.');
        let Some(major) = parts.next().and_then(|part| part.parse().ok()) else { return Self::ANY };
        let others: Vec<&str> = parts.collect();
        match operator {
            // With one number there is nothing that must stay.
            "~>" if others.is_empty() => Self { least: major, ..Self::ANY },
            "" | "=" | "~>" => Self { least: major, most: major },
            ">" | ">=" => Self { least: major, ..Self::ANY },
            "<" if others.iter().all(|part| *part == "0") => Self { most: major.saturating_sub(1), ..Self::ANY },
            "<" | "<=" => Self { most: major, ..Self::ANY },
            _ => Self::ANY,
        }
    }

    /// The versions that both allow; all of them when they contradict each other.
    pub(in crate::frontend::terraform) fn narrow(self, other: Self) -> Self {
        let both = Self { least: self.least.max(other.least), most: self.most.min(other.most) };
        if both.least > both.most { Self::ANY } else { both }
    }

    /// Whether all versions are older than the first of `major`.
    pub(in crate::frontend::terraform) fn are_before(self, major: u32) -> bool {
        self.most < major
    }

    /// Whether all versions are of `major` or later.
    pub(in crate::frontend::terraform) fn are_since(self, major: u32) -> bool {
        self.least >= major
    }
}

/// The providers of a module: what they are called in it, and which versions its blocks require.
#[derive(Debug, Default)]
pub(in crate::frontend::terraform) struct Providers<'p> {
    /// The types by the names that the module gives to its providers.
    types: HashMap<&'p str, &'p str>,
    /// The versions by type.
    required: HashMap<&'p str, Majors>,
}

impl<'p> Providers<'p> {
    /// What the blocks of a module say of its providers.
    pub(in crate::frontend::terraform) fn of(declarations: &[Declaration<'p>]) -> Self {
        let mut providers = Self::default();
        for declaration in declarations.iter().filter(|it| it.kind == DeclarationKind::Settings) {
            let blocks = declaration.blocks.iter().filter(|block| block.node.kind.text == "required_providers");
            for attribute in blocks.flat_map(|block| &block.node.body.attributes) {
                let (source, version) = requirement(&attribute.value);
                let name = attribute.name.text;
                let provider = source.map_or(name, provider_type);
                providers.types.insert(name, provider);
                providers.require(provider, version);
            }
        }
        for declaration in declarations.iter().filter(|it| it.kind == DeclarationKind::Provider) {
            // Until Terraform 0.13 this was the only place for it.
            let version = declaration.argument("version").and_then(|place| literal(place.node));
            providers.require(providers.type_of(declaration.label(0)), version);
        }
        providers
    }

    fn require(&mut self, provider: &'p str, version: Option<&str>) {
        let Some(version) = version else { return };
        let majors = self.required.entry(provider).or_insert(Majors::ANY);
        *majors = majors.narrow(Majors::of_constraint(version));
    }

    /// The type of the provider that has this name in the module: the last part of its source.
    pub(in crate::frontend::terraform) fn type_of<'n>(&self, name: &'n str) -> &'n str
    where
        'p: 'n,
    {
        self.types.get(name).copied().unwrap_or(name)
    }

    /// The versions that the module requires of a provider of this type; none where it says nothing of them.
    pub(in crate::frontend::terraform) fn majors(&self, provider: &str) -> Option<Majors> {
        self.required.get(provider).copied()
    }
}

/// The source and the version that one entry of `required_providers` states.
fn requirement<'p>(value: &'p Expr<'p>) -> (Option<&'p str>, Option<&'p str>) {
    let ExprKind::Object(items) = &value.kind else {
        return (None, literal(value));
    };
    let member = |name: &str| {
        let item = items.iter().find(|item| match &item.key.kind {
            ExprKind::Variable(key) => *key == name,
            _ => literal(&item.key) == Some(name),
        });
        item.and_then(|item| literal(&item.value))
    };
    (member("source"), member("version"))
}

/// The versions in a `.terraform.lock.hcl`, by the types of the providers.
pub(in crate::frontend::terraform) fn locked(text: &str) -> HashMap<String, Majors> {
    let Body { blocks, .. } = hcl::parse(text).body;
    let providers = blocks.iter().filter(|block| block.kind.text == "provider");
    providers
        .filter_map(|block| {
            let version = block.body.attributes.iter().find(|attribute| attribute.name.text == "version")?;
            let majors = Majors::of_constraint(literal(&version.value)?);
            Some((provider_type(&block.labels.first()?.text).to_owned(), majors))
        })
        .collect()
}

/// The last part of a source address.
fn provider_type(source: &str) -> &str {
    source.rsplit('/').next().unwrap_or(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_allow_ranges_of_major_versions() {
        let table = [
            ("~> 5.0", 5, 5),
            ("~> 5.1.2", 5, 5),
            ("~> 5", 5, u32::MAX),
            (">= 4, < 5", 4, 4),
            (">= 4.0.0, < 6.0.0", 4, 5),
            (">= 4, < 5.2", 4, 5),
            ("= 3.76", 3, 3),
            ("3.76.1", 3, 3),
            ("> 2, != 3.1, <= 4.9", 2, 4),
            ("< 6.0.0-beta1", 0, 6),
            (">= 6, < 5", 0, u32::MAX),
            ("latest", 0, u32::MAX),
            ("", 0, u32::MAX),
        ];
        for (text, least, most) in table {
            assert_eq!(Majors::of_constraint(text), Majors { least, most }, "{text}");
        }
    }

    #[test]
    fn lock_files_pin_by_provider_type() {
        let text =
            "provider \"registry.opentofu.org/hashicorp/aws\" {\n  version = \"5.31.0\"\n  hashes = [\"h1:x=\"]\n}\n";
        assert_eq!(locked(text).get("aws"), Some(&Majors { least: 5, most: 5 }));
        assert!(locked("provider {").is_empty());
    }
}
