//! What a framework is once it is loaded. Everything is `'static`: frameworks are constants of the program.

use crate::model::Platform;

/// A published list of controls, with the checks that serve each.
#[derive(Debug)]
pub struct Framework {
    /// Stable name with its version, such as `cis-aws-7.0`.
    pub id: &'static str,
    /// Its title, without the version.
    pub title: &'static str,
    /// Its version, in its publisher's words.
    pub version: &'static str,
    /// Who publishes it.
    pub publisher: &'static str,
    /// Where its text can be read or bought.
    pub link: &'static str,
    /// How reliable the mapping is.
    pub grade: Grade,
    /// How the mapping was made.
    pub mapping: &'static str,
    /// The resources that it is about.
    pub scope: &'static [Scope],
    /// Its controls, in its own order.
    pub controls: &'static [Control],
}

/// One control of a framework.
#[derive(Debug)]
pub struct Control {
    /// The id as the framework writes it.
    pub id: &'static str,
    /// The heading that it stands under.
    pub section: &'static str,
    /// What it asks for, in words of our own where the framework's are not free.
    pub title: &'static str,
    /// Whether configuration can prove it.
    pub assessable: Assessable,
    /// Why it is not, or not wholly, assessable.
    pub reason: Option<&'static str>,
    /// Settings that it asks for and that no check, or only part of one, looks at.
    pub lacks: &'static [&'static str],
    /// Ids of the checks that serve it. Empty while there are none.
    pub checks: &'static [&'static str],
}

/// How reliable a mapping is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// Control and setting correspond closely.
    A,
    /// The choice of settings is ours.
    B,
    /// The settings are related to the control.
    C,
}

impl Grade {
    /// Every grade, the most reliable first.
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    /// The letter.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        }
    }

    /// What the letter means, in one sentence.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::A => "Control and setting correspond closely.",
            Self::B => "The control is published, the choice of settings that stand for it is ours.",
            Self::C => "The settings support the control and never complete it.",
        }
    }
}

/// Whether configuration can prove a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assessable {
    /// For the resources that are found, checks decide.
    Yes,
    /// Configuration shows part of it.
    Partly,
    /// Nothing in configuration proves it.
    No,
}

impl Assessable {
    /// Every answer.
    pub const ALL: [Self; 3] = [Self::Yes, Self::Partly, Self::No];

    /// The word in framework files and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }
}

/// Resources that a framework is about: a check that serves it may judge others too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All.
    All,
    /// Amazon Web Services.
    Aws,
    /// Microsoft Azure and Entra.
    Azure,
    /// Google Cloud.
    Gcp,
    /// Kubernetes objects, in manifests or Terraform.
    Kubernetes,
    /// Dockerfiles.
    Dockerfile,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 6] = [Self::All, Self::Aws, Self::Azure, Self::Gcp, Self::Kubernetes, Self::Dockerfile];

    /// The word in framework files and reports.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Aws => "aws",
            Self::Azure => "azure",
            Self::Gcp => "gcp",
            Self::Kubernetes => "kubernetes",
            Self::Dockerfile => "dockerfile",
        }
    }

    /// Whether it holds resources of this kind.
    pub fn holds(self, platform: Platform, kind: &str) -> bool {
        let terraform = |prefixes: &[&str]| {
            let kind = kind.strip_prefix("data.").or_else(|| kind.strip_prefix("provider.")).unwrap_or(kind);
            let provider = kind.split('_').next().unwrap_or(kind);
            platform == Platform::Terraform && prefixes.contains(&provider)
        };
        match self {
            Self::All => true,
            Self::Aws => terraform(&["aws"]),
            Self::Azure => terraform(&["azurerm", "azuread", "azapi"]),
            Self::Gcp => terraform(&["google"]),
            Self::Kubernetes => platform == Platform::Kubernetes || terraform(&["kubernetes"]),
            Self::Dockerfile => platform == Platform::Dockerfile,
        }
    }

    /// Whether files of this language can declare such resources.
    pub const fn may_stand_in(self, platform: Platform) -> bool {
        match self {
            Self::All => true,
            Self::Aws | Self::Azure | Self::Gcp => matches!(platform, Platform::Terraform),
            Self::Kubernetes => matches!(platform, Platform::Kubernetes | Platform::Terraform),
            Self::Dockerfile => matches!(platform, Platform::Dockerfile),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::definition::{ASSESSABLE, GRADES, SCOPES};

    /// The tables of the file format name every variant that the program knows, and nothing else.
    #[test]
    fn vocabulary_is_complete() {
        let words = |table: &[(&'static str, &'static str)]| table.iter().map(|(word, _)| *word).collect::<Vec<_>>();
        assert_eq!(words(GRADES), Grade::ALL.map(Grade::as_str));
        assert_eq!(words(ASSESSABLE), Assessable::ALL.map(Assessable::as_str));
        assert_eq!(words(SCOPES), Scope::ALL.map(Scope::as_str));
    }

    #[test]
    fn scopes_hold_the_kinds_of_their_provider() {
        let cases = [
            (Scope::Aws, Platform::Terraform, "aws_s3_bucket", true),
            (Scope::Aws, Platform::Terraform, "data.aws_iam_policy_document", true),
            (Scope::Aws, Platform::Terraform, "provider.aws", true),
            (Scope::Aws, Platform::Terraform, "awscc_s3_bucket", false),
            (Scope::Aws, Platform::Terraform, "azurerm_storage_account", false),
            (Scope::Azure, Platform::Terraform, "azuread_application", true),
            (Scope::Gcp, Platform::Terraform, "google_storage_bucket", true),
            (Scope::Kubernetes, Platform::Kubernetes, "Deployment", true),
            (Scope::Kubernetes, Platform::Terraform, "kubernetes_deployment", true),
            (Scope::Kubernetes, Platform::Compose, "compose_service", false),
            (Scope::Dockerfile, Platform::Dockerfile, "Dockerfile", true),
            (Scope::Dockerfile, Platform::Compose, "compose_service", false),
            (Scope::All, Platform::Compose, "compose_service", true),
        ];
        for (scope, platform, kind, expected) in cases {
            assert_eq!(scope.holds(platform, kind), expected, "{scope:?} {kind}");
        }
    }
}
