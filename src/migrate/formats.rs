//! Names of formats.

use crate::config::Vocabulary;

/// What a format of another tool is called here: by the table, or by the same name.
pub(super) fn ours<'n>(name: &'n str, names: &[(&str, &'n str)], vocabulary: &Vocabulary<'_>) -> Option<&'n str> {
    let ours = names.iter().find(|(theirs, _)| *theirs == name).map_or(name, |(_, ours)| *ours);
    (vocabulary.is_format)(ours).is_ok().then_some(ours)
}

/// How a file of a format usually ends.
pub(super) fn extension(format: &str) -> &'static str {
    match format {
        "sarif" | "github-sarif" => "sarif",
        "json" | "gitlab-sast" | "gitlab-codequality" | "sonarqube" | "codeclimate" => "json",
        "junit" | "checkstyle" => "xml",
        "html" => "html",
        "csv" => "csv",
        "markdown" => "md",
        _ => "txt",
    }
}
