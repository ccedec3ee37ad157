//! Layer 5: output formats.
//!
//! To add one: a module here with an implementation of [`Writer`], one row in [`FORMATS`], and a section in
//! `docs/formats.md`. Places come from `place`, what a scan comes to as a whole from `summary`, and all text that may
//! hold what an input holds goes through `text` before it reaches a terminal.

mod azure;
mod bitbucket;
mod checkstyle;
mod commit_link;
pub mod compliance;
mod concise;
mod context;
mod csv;
pub mod diff;
mod display;
mod fix;
mod format;
mod github;
mod gitlab;
mod html;
pub mod inspect;
mod jinja;
mod json;
mod junit;
mod markdown;
pub mod matchers;
mod minor;
mod origin;
mod place;
mod pretty;
mod rdjson;
mod rules;
#[cfg(test)]
mod samples;
mod sarif;
mod sonarqube;
mod suggestions;
mod summary;
mod teamcity;
mod template;
#[cfg(test)]
mod tests;
mod text;
mod tool;
pub mod trace;
pub mod trend;
mod writer;
mod xml;

pub use display::Display;
pub use fix::caution;
pub use format::Format;
pub use jinja::Template;
pub use pretty::write_notices;
pub use summary::{gate as gate_line, switched_off_line};
pub use writer::{Options, Writer};

/// Every format of a scan, in the order of help.
pub const FORMATS: &[Format<&dyn Writer>] = &[
    Format { name: "pretty", about: "For terminals: excerpts, why it matters and what to do", writer: &pretty::Pretty },
    Format { name: "concise", about: "One line each, for editors", writer: &concise::Concise },
    Format { name: "markdown", about: "A comment on a pull request", writer: &markdown::Markdown },
    Format {
        name: "github-summary",
        about: "The summary of a job on GitHub: what is new, mended, known",
        writer: &markdown::JobSummary,
    },
    Format {
        name: "html",
        about: "One file for a browser or for paper, with every finding as evidence",
        writer: &html::Html,
    },
    Format { name: "json", about: "The whole outcome", writer: &json::Json },
    Format { name: "ndjson", about: "The whole outcome, one object on each line", writer: &json::Lines },
    Format { name: "csv", about: "A row for each finding, for spreadsheets", writer: &csv::Csv },
    Format {
        name: "sarif",
        about: "SARIF 2.1.0 with everything that the standard has a place for",
        writer: &sarif::Sarif { for_github: false },
    },
    Format {
        name: "github-sarif",
        about: "SARIF for GitHub code scanning",
        writer: &sarif::Sarif { for_github: true },
    },
    Format { name: "github", about: "Annotations of GitHub Actions", writer: &github::Github },
    Format {
        name: "github-suggestions",
        about: "A review of a pull request on GitHub that suggests fixes",
        writer: &suggestions::Suggestions,
    },
    Format { name: "gitlab-sast", about: "The SAST report of GitLab", writer: &gitlab::Sast },
    Format { name: "gitlab-codequality", about: "The code quality report of GitLab", writer: &gitlab::CodeQuality },
    Format { name: "azure", about: "Issues of Azure Pipelines", writer: &azure::Azure },
    Format { name: "junit", about: "A suite for each check, for CI platforms that show tests", writer: &junit::Junit },
    Format {
        name: "checkstyle",
        about: "For review bots and Jenkins' warnings plug-in",
        writer: &checkstyle::Checkstyle,
    },
    Format { name: "sonarqube", about: "Generic issues for SonarQube", writer: &sonarqube::SonarQube },
    Format { name: "teamcity", about: "Inspections of TeamCity", writer: &teamcity::TeamCity },
    Format {
        name: "bitbucket",
        about: "A report of Bitbucket's Code Insights, with annotations",
        writer: &bitbucket::Bitbucket,
    },
    Format { name: "rdjson", about: "Diagnostics for reviewdog", writer: &rdjson::Rdjson },
];

/// The format that needs a template, which its name is followed by.
pub static TEMPLATE: Format<&dyn Writer> = Format {
    name: "template",
    about: "What a template of yours makes of what `json` holds",
    writer: &template::FromTemplate,
};
