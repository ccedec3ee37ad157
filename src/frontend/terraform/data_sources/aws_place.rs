//! What the region of the AWS provider tells: the region itself, its partition, and the names of service principals.
//!
//! Partitions and their suffixes:
//! [AWS SDK](https://docs.aws.amazon.com/general/latest/gr/rande.html).

use super::Asked;
use crate::frontend::terraform::evaluate::interpreter::Interpreter;
use crate::frontend::terraform::evaluate::text::TextBuilder;
use crate::frontend::terraform::evaluate::unknowns::for_each_option;
use crate::value::{Kind, List, Reason, Reference, Unknown, Value};

/// A group of regions that share nothing with others.
struct Partition {
    /// How the names of its regions begin.
    regions: &'static str,
    name: &'static str,
    dns_suffix: &'static str,
    reverse_dns_prefix: &'static str,
}

const fn partition(
    regions: &'static str,
    name: &'static str,
    dns_suffix: &'static str,
    reverse_dns_prefix: &'static str,
) -> Partition {
    Partition { regions, name, dns_suffix, reverse_dns_prefix }
}

/// All partitions but the one that most regions belong to.
const PARTITIONS: [Partition; 7] = [
    partition("us-gov-", "aws-us-gov", "amazonaws.com", "com.amazonaws"),
    partition("cn-", "aws-cn", "amazonaws.com.cn", "cn.com.amazonaws"),
    partition("us-iso-", "aws-iso", "c2s.ic.gov", "gov.ic.c2s"),
    partition("us-isob-", "aws-iso-b", "sc2s.sgov.gov", "gov.sgov.sc2s"),
    partition("eu-isoe-", "aws-iso-e", "cloud.adc-e.uk", "uk.adc-e.cloud"),
    partition("us-isof-", "aws-iso-f", "csp.hci.ic.gov", "gov.ic.hci.csp"),
    partition("eusc-", "aws-eusc", "amazonaws.eu", "eu.amazonaws"),
];

const COMMERCIAL: Partition = partition("", "aws", "amazonaws.com", "com.amazonaws");

/// The partition of a region. Nothing for what does not look like the name of one.
fn partition_of(region: &str) -> Option<&'static Partition> {
    let looks_like_region = region.rsplit_once('-').is_some_and(|(area, number)| {
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        is_number && area.split('-').count() >= 2 && area.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    });
    let special = PARTITIONS.iter().find(|partition| region.starts_with(partition.regions));
    looks_like_region.then(|| special.unwrap_or(&COMMERCIAL))
}

impl<'p> Interpreter<'p> {
    /// The region in which the data source is read: what it says itself, or its provider.
    fn region_of(&self, asked: Asked<'_, 'p>) -> Option<Value> {
        if let Some(own) = self.argument_of(asked, "region").or_else(|| self.argument_of(asked, "name")) {
            return Some(own);
        }
        let (instance, provider, item) = self.provider_of(asked, "aws")?;
        let (&name, _) = provider.arguments.get_key_value("region")?;
        Some(self.argument(instance, provider, item, name)).filter(|value| !value.is_null())
    }

    /// What `tell` says of the region, where that is known.
    fn by_region(&self, asked: Asked<'_, 'p>, tell: impl Fn(&str) -> Option<String>) -> Option<Value> {
        let region = self.region_of(asked)?;
        let told = for_each_option(&region, region.span, |region| {
            let told = region.as_str().and_then(&tell);
            told.map_or_else(
                || Value::null(region.span),
                |told| Value { kind: Kind::String(told.into()), ..region.clone() },
            )
        });
        let is_text = |value: &Value| value.as_str().is_some();
        let all_known = match &told.kind {
            Kind::Either(either) => either.options.iter().all(is_text),
            _ => is_text(&told),
        };
        all_known.then_some(told)
    }

    /// `aws_region`.
    pub(super) fn region(&self, asked: Asked<'_, 'p>, name: &str) -> Option<Value> {
        // A region that is chosen by its endpoint.
        if asked.declaration.argument("endpoint").is_some() {
            return None;
        }
        match name {
            "name" | "region" | "id" => self.by_region(asked, |region| Some(region.to_owned())),
            "endpoint" => {
                self.by_region(asked, |region| Some(format!("ec2.{region}.{}", partition_of(region)?.dns_suffix)))
            }
            _ => None,
        }
    }

    /// `aws_partition`. The names of all partitions begin with `aws`.
    pub(super) fn partition(&self, asked: Asked<'_, 'p>, name: &str) -> Option<Value> {
        let part: fn(&Partition) -> &'static str = match name {
            "partition" | "id" => |partition| partition.name,
            "dns_suffix" => |partition| partition.dns_suffix,
            "reverse_dns_prefix" => |partition| partition.reverse_dns_prefix,
            _ => return None,
        };
        let known = self.by_region(asked, |region| Some(part(partition_of(region)?).to_owned()));
        known.or_else(|| matches!(name, "partition" | "id").then(|| self.beginning(asked, "aws", name)))
    }

    /// `aws_service_principal`. Only in the commercial partition all services have the same suffix.
    pub(super) fn service_principal(&self, asked: Asked<'_, 'p>, name: &str) -> Option<Value> {
        let service = self.argument_of(asked, "service_name")?;
        let service = service.as_str()?;
        let is_commercial =
            |region: &str| partition_of(region).is_some_and(|partition| partition.name == COMMERCIAL.name);
        let told =
            |text: &dyn Fn(&str) -> String| self.by_region(asked, |region| is_commercial(region).then(|| text(region)));
        let suffix = COMMERCIAL.dns_suffix;
        match name {
            "name" => {
                let known = told(&|_| format!("{service}.{suffix}"));
                Some(known.unwrap_or_else(|| self.beginning(asked, &format!("{service}."), name)))
            }
            "suffix" => told(&|_| suffix.to_owned()),
            "region" => self.by_region(asked, |region| Some(region.to_owned())),
            "id" => told(&|region| format!("{service}.{region}.{suffix}")),
            _ => None,
        }
    }

    /// A text of which only the beginning is known. The rest is called as the attribute is, which has no other use.
    fn beginning(&self, asked: Asked<'_, 'p>, start: &str, attribute: &str) -> Value {
        let rest = self.read_later(asked, attribute);
        let path = format!("{}.{attribute}", rest.references[0].address);
        let mut text = TextBuilder::new(asked.declaration.header());
        text.push_text(start);
        text.push_value(&Value::unknown(rest, asked.span).called(|| Some(path)));
        text.finish()
    }

    /// What is read from the provider, for an attribute.
    pub(super) fn read_later(&self, asked: Asked<'_, 'p>, attribute: &str) -> Unknown {
        let address = self.reference_address(asked.instance, asked.declaration, asked.item);
        let reference = Reference { address: address.clone(), attribute: Some(attribute.into()) };
        Unknown { reason: Reason::DataSource(address.into()), ..Unknown::computed(reference, asked.span) }
    }

    /// `aws_default_tags`: those of the provider.
    pub(super) fn default_tags(&self, asked: Asked<'_, 'p>) -> Option<Value> {
        let (instance, provider, item) = self.provider_of(asked, "aws")?;
        let body = self.body(instance, provider, item);
        let blocks = body.member("default_tags")?;
        match blocks.as_list()? {
            List { items, rest: None, .. } if items.len() == 1 => items[0].member("tags").cloned(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_tell_their_partition() {
        let table = [
            ("eu-central-1", Some("aws")),
            ("ap-southeast-2", Some("aws")),
            ("us-gov-west-1", Some("aws-us-gov")),
            ("cn-north-1", Some("aws-cn")),
            ("us-isob-east-1", Some("aws-iso-b")),
            ("us-iso-east-1", Some("aws-iso")),
            ("eusc-de-east-1", Some("aws-eusc")),
            ("global", None),
            ("eu-central-1a", None),
            ("", None),
            ("-1", None),
        ];
        for (region, name) in table {
            assert_eq!(partition_of(region).map(|partition| partition.name), name, "{region}");
        }
    }
}
