//! The resources that a framework is about.

use super::Platform;

words! {
    /// Resources that a framework is about: a check that serves it may judge others too.
    pub enum Scope {
        /// All.
        All = "all",
        /// Amazon Web Services.
        Aws = "aws",
        /// Microsoft Azure and Entra.
        Azure = "azure",
        /// Google Cloud.
        Gcp = "gcp",
        /// Kubernetes objects, in manifests or Terraform.
        Kubernetes = "kubernetes",
        /// Dockerfiles.
        Dockerfile = "dockerfile",
    }
}

/// What a scope other than all holds.
struct Part {
    /// Everything in files of these languages.
    platforms: &'static [Platform],
    /// What these providers of Terraform declare.
    providers: &'static [&'static str],
}

impl Scope {
    /// `None` for all.
    const fn part(self) -> Option<Part> {
        let (platforms, providers): (&[Platform], &[&str]) = match self {
            Self::All => return None,
            Self::Aws => (&[], &["aws"]),
            Self::Azure => (&[], &["azurerm", "azuread", "azapi"]),
            Self::Gcp => (&[], &["google"]),
            Self::Kubernetes => (&[Platform::Kubernetes], &["kubernetes"]),
            Self::Dockerfile => (&[Platform::Dockerfile], &[]),
        };
        Some(Part { platforms, providers })
    }

    /// Whether it holds resources of this kind.
    pub fn holds(self, platform: Platform, kind: &str) -> bool {
        let Some(part) = self.part() else { return true };
        let kind = kind.strip_prefix("data.").or_else(|| kind.strip_prefix("provider.")).unwrap_or(kind);
        let provider = kind.split('_').next().unwrap_or(kind);
        part.platforms.contains(&platform) || platform == Platform::Terraform && part.providers.contains(&provider)
    }

    /// Whether files of this language can declare such resources.
    pub fn may_stand_in(self, platform: Platform) -> bool {
        let Some(part) = self.part() else { return true };
        part.platforms.contains(&platform) || platform == Platform::Terraform && !part.providers.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            assert_eq!(scope.holds(platform, kind), expected, "{scope} {kind}");
        }
    }
}
