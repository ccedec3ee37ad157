//! The Dockerfile front end.

use super::api::{Context, Frontend, Output};
use crate::model::Platform;
use crate::source::SourceFile;

/// The Dockerfile front end.
pub struct Dockerfile;

impl Frontend for Dockerfile {
    fn platform(&self) -> Platform {
        Platform::Dockerfile
    }

    fn may_claim(&self, path: &str) -> bool {
        let _ = path;
        false
    }

    fn claims(&self, file: &SourceFile) -> bool {
        let _ = file;
        false
    }

    fn load(&self, files: &[&SourceFile], context: &Context<'_>) -> Output {
        let _ = (files, context);
        Output::default()
    }
}
