//! Kinds of resources: what the words of policies are here.

use super::path::{Layout, Path, Step};
use crate::shape::Shape;
use crate::syntax::dockerfile::Keyword;
use crate::vocabulary::Platform;

/// What a check on a kind judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// A resource of Terraform.
    Body,
    /// One whose arguments hold JSON, as what that stands for.
    StructuredText,
    /// A manifest.
    Manifest,
    /// Whatever runs pods: Checkov makes a `Pod` of every template.
    Pods,
    /// Instructions of a Dockerfile.
    Instruction,
}

/// Arguments that hold policies as texts.
const POLICIES: &[&str] = &[
    "access_policy",
    "assume_role_policy",
    "inline_policy",
    "policy",
    "policy_data",
    "policy_document",
    "resource_policy",
];

impl Target {
    /// What judges resources of this kind.
    ///
    /// # Errors
    /// Why nothing does.
    pub(super) fn of(kind: &str) -> Result<Self, String> {
        let starts_large = kind.starts_with(|char: char| char.is_ascii_uppercase());
        let is_word = kind.chars().all(|char| char.is_ascii_alphanumeric());
        let is_lower =
            kind.chars().all(|char| char.is_ascii_lowercase() || char.is_ascii_digit() || "_-.".contains(char));
        let unread = |language: &str| Err(format!("`{kind}` is a kind of {language}, which is not read here"));
        match kind {
            _ if Keyword::parse(kind).is_some_and(|keyword| keyword.as_str() == kind) => Ok(Self::Instruction),
            "Pod" => Ok(Self::Pods),
            _ if starts_large && is_word => Ok(Self::Manifest),
            _ if kind.starts_with("AWS::") || kind.starts_with("Alexa::") => unread("CloudFormation"),
            _ if kind.starts_with("Microsoft.") => unread("ARM templates and Bicep"),
            "jobs" | "on" | "permissions" | "steps" => unread("GitHub Actions"),
            _ if kind.contains('.') && !kind.starts_with("data.") && !kind.starts_with("provider.") => {
                unread("Ansible")
            }
            _ if is_lower && Shape::StructuredText.serves(kind) => Ok(Self::StructuredText),
            _ if is_lower && !kind.is_empty() => Ok(Self::Body),
            _ => Err(format!("`{kind}` is no kind of resource")),
        }
    }

    pub(super) const fn layout(self) -> Layout {
        match self {
            Self::Body | Self::StructuredText => Layout::Blocks,
            Self::Manifest | Self::Pods => Layout::Manifest,
            Self::Instruction => Layout::Plain,
        }
    }

    pub(super) const fn platform(self) -> Platform {
        match self {
            Self::Body | Self::StructuredText => Platform::Terraform,
            Self::Manifest | Self::Pods => Platform::Kubernetes,
            Self::Instruction => Platform::Dockerfile,
        }
    }

    /// Where attributes of this path are in what is judged.
    ///
    /// # Errors
    /// Why they are not there.
    pub(super) fn locate(self, path: &Path, kind: &str) -> Result<Path, String> {
        let name = |index: usize| match path.steps.get(index) {
            Some(Step::Name(name)) => name.as_str(),
            _ => "",
        };
        let first = name(0);
        if first.starts_with("__") || first.ends_with('_') || first == "resource_type" {
            return Err(format!("`{first}` is a name of Checkov's own graph"));
        }
        let mut located = path.clone();
        match (self, first, name(1)) {
            (Self::Pods, "spec", _) => located.steps[0] = Step::Name("pod".to_owned()),
            (Self::Pods, "metadata", "labels" | "annotations") => drop(located.steps.remove(0)),
            (Self::Pods, "metadata" | "kind", _) | (Self::Instruction, "value", "") => {}
            (Self::Pods, ..) => return Err(format!("what runs pods has no `{first}` in common")),
            (Self::Instruction, ..) => return Err(format!("instructions have a `value` here, and no `{first}`")),
            (Self::Body, ..)
                if path.steps.len() > 1 && POLICIES.contains(&first) && Shape::PolicyDocument.serves(kind) =>
            {
                return Err(format!(
                    "`{first}` holds a policy as a text; checks ask the shape `policy_document` for it"
                ));
            }
            _ => {}
        }
        Ok(located)
    }
}
