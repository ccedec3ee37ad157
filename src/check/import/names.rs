//! Words of policies in our own: ids, categories, severities.

use crate::check::type_page::{Declaration, type_page};
use crate::vocabulary::{Category, Severity};

/// Words that say nothing of what a policy is about.
const EMPTY_WORDS: &[&str] = &[
    "a", "all", "an", "and", "any", "are", "be", "been", "by", "check", "each", "ensure", "every", "for", "has",
    "have", "if", "in", "is", "it", "its", "make", "must", "of", "on", "only", "or", "policy", "should", "sure",
    "that", "the", "their", "to", "verify", "when", "which", "with",
];

/// Of more words nobody would type an id.
const MOST_WORDS: usize = 6;

/// An id: the prefix, and the words of the name that say something.
pub(super) fn id(prefix: &str, name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let telling = words.clone().filter(|word| !EMPTY_WORDS.contains(word) && *word != prefix);
    let mut kept: Vec<&str> = telling.take(MOST_WORDS).collect();
    if kept.is_empty() {
        kept = words.take(MOST_WORDS).collect();
    }
    let parts = std::iter::once(prefix).filter(|prefix| !prefix.is_empty()).chain(kept);
    parts.collect::<Vec<_>>().join("-")
}

/// What ids of checks on a kind start with.
pub(super) fn provider(kind: &str) -> String {
    let bare = kind.strip_prefix("data.").or(kind.strip_prefix("provider.")).unwrap_or(kind);
    match bare.split('_').next().unwrap_or_default() {
        "azurerm" | "azuread" => "azure".to_owned(),
        first if bare.contains('_') || kind != bare => first.to_owned(),
        _ if kind.starts_with(|char: char| char.is_ascii_lowercase()) => "terraform".to_owned(),
        _ if kind.chars().all(|char| char.is_ascii_uppercase()) => "docker".to_owned(),
        _ => "kubernetes".to_owned(),
    }
}

/// A page about resources of a kind.
pub(super) fn reference(kind: &str) -> String {
    let (declared, bare) =
        kind.strip_prefix("data.").map_or((Declaration::Resource, kind), |bare| (Declaration::DataSource, bare));
    match provider(kind).as_str() {
        "kubernetes" if !bare.contains('_') => "https://kubernetes.io/docs/reference/kubernetes-api/".to_owned(),
        "docker" if !bare.contains('_') => "https://docs.docker.com/reference/dockerfile/".to_owned(),
        _ => type_page(declared, bare),
    }
}

/// The category that is nearest to one of Checkov's, and whether it means the same.
pub(super) fn category(word: &str) -> (Category, bool) {
    match word.to_uppercase().replace([' ', '-'], "_").as_str() {
        "NETWORKING" => (Category::NetworkExposure, true),
        "ENCRYPTION" => (Category::Encryption, true),
        "IAM" => (Category::AccessControl, true),
        "LOGGING" => (Category::Logging, true),
        "SECRETS" => (Category::Secrets, true),
        "SUPPLY_CHAIN" => (Category::SupplyChain, true),
        "BACKUP_AND_RECOVERY" => (Category::Resilience, true),
        "CONVENTION" => (Category::Maintenance, true),
        "KUBERNETES" => (Category::Isolation, false),
        "API_SECURITY" => (Category::AccessControl, false),
        other => Category::parse(&other.to_lowercase().replace('_', "-"))
            .map_or((Category::Maintenance, false), |own| (own, true)),
    }
}

/// A severity of Checkov's, and whether the policy has one.
pub(super) fn severity(word: &str) -> (Severity, bool) {
    match word.to_lowercase().as_str() {
        "moderate" => (Severity::Medium, true),
        "important" => (Severity::High, true),
        "none" | "off" => (Severity::Info, true),
        lower => Severity::parse(lower).map_or((Severity::Medium, false), |own| (own, true)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_words_that_tell() {
        let cases = [
            ("aws", "Ensure all S3 buckets have versioning enabled", "aws-s3-buckets-versioning-enabled"),
            ("aws", "AWS: the KMS key (CMK) must be rotated!", "aws-kms-key-cmk-rotated"),
            ("", "Ensure that", "ensure-that"),
        ];
        for (prefix, name, expected) in cases {
            assert_eq!(id(prefix, name), expected);
        }
    }

    #[test]
    fn kinds_have_providers() {
        let kinds = ["aws_lb", "data.azurerm_x", "provider.aws", "Pod", "RUN", "module", "google_project"];
        let providers = ["aws", "azure", "aws", "kubernetes", "docker", "terraform", "google"];
        assert_eq!(kinds.map(provider), providers);
    }
}
