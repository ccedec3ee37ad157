//! The language of a text, which is that of the place and not of the finding.

use std::path::Path;

use super::op::Op;
use super::{TextEdit, Unfixable, instructions, manifest, terraform};
use crate::source::SourceFile;
use crate::syntax::yaml::Dialect;
use crate::vocabulary::Platform;

/// How a text is edited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    /// Terraform's native syntax.
    Hcl,
    /// JSON.
    Json,
    /// YAML.
    Yaml,
    /// A Dockerfile.
    Dockerfile,
}

impl Language {
    /// That of a file which is read for a resource of a platform.
    pub(super) fn of(file: &SourceFile, platform: Platform) -> Self {
        let name = file.name();
        let is_yaml = || [".yaml", ".yml"].iter().any(|ending| name.ends_with(ending));
        match platform {
            _ if Path::new(name).extension().is_some_and(|ending| ending == "json") => Self::Json,
            Platform::Terraform if !is_yaml() => Self::Hcl,
            Platform::Dockerfile if !is_yaml() => Self::Dockerfile,
            _ => Self::Yaml,
        }
    }

    /// The edits of a text that do all of this together.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(super) fn edits(self, text: &str, ops: &[Op], platform: Platform) -> Result<Vec<TextEdit>, Unfixable> {
        let is_terraform = platform == Platform::Terraform;
        match self {
            Self::Hcl => terraform::edits(text, ops),
            Self::Json => manifest::edits(text, Dialect::Json, is_terraform, ops),
            Self::Yaml => manifest::edits(text, yaml_of(platform), is_terraform, ops),
            Self::Dockerfile => instructions::edits(text, ops),
        }
    }
}

/// How the YAML of a language is read.
fn yaml_of(platform: Platform) -> Dialect {
    match platform {
        Platform::Kubernetes => Dialect::Kubernetes,
        Platform::Terraform => Dialect::Terraform,
        Platform::Compose | Platform::Dockerfile => Dialect::Yaml12,
    }
}
