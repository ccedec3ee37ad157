//! What the user sets in the editor, under `ravelin`. The same words are options at the start (`initializationOptions`) and
//! answers later (`workspace/configuration`).

use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::vocabulary::Severity;

/// The section of the settings of an editor.
pub(super) const SECTION: &str = "ravelin";

/// The reason that an exception gets until a person writes one.
const REASON: &str = "TODO: say why";

/// What the user sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Settings {
    /// Findings below it are not shown; none leaves it to the configuration.
    pub(super) min_severity: Option<Severity>,
    /// The only checks that run; all where there are none.
    pub(super) checks: Vec<String>,
    /// Checks that do not run.
    pub(super) skip_checks: Vec<String>,
    /// The configuration file that holds instead of those that are found, relative to the folder of the workspace.
    pub(super) configuration: Option<PathBuf>,
    /// Whether a line above each resource says what was found in it.
    pub(super) code_lens: bool,
    /// What exceptions that are written say.
    pub(super) exceptions: Exceptions,
    /// How much is told of what the server does; none leaves it to the protocol.
    pub(super) trace: Option<Trace>,
}

/// What exceptions that are written say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Exceptions {
    /// Why.
    pub(super) reason: String,
    /// Who grants them.
    pub(super) owner: Option<String>,
    /// After how many days they end; none where they do not.
    pub(super) days: Option<u32>,
}

/// How much is told of what the server does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Trace {
    /// Nothing.
    #[default]
    Off,
    /// What is judged, and how long it took.
    Messages,
    /// As well what is read for it.
    Verbose,
}

impl Trace {
    /// By its word.
    pub(super) fn named(word: &str) -> Option<Self> {
        match word {
            "off" => Some(Self::Off),
            "messages" => Some(Self::Messages),
            "verbose" => Some(Self::Verbose),
            _ => None,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            min_severity: None,
            checks: Vec::new(),
            skip_checks: Vec::new(),
            configuration: None,
            code_lens: false,
            exceptions: Exceptions { reason: REASON.to_owned(), owner: None, days: None },
            trace: None,
        }
    }
}

impl Settings {
    /// Reads settings, and says what is wrong with them, a sentence each. What is wrong is as if it were not there.
    pub(super) fn read(value: &Value) -> (Self, Vec<String>) {
        let mut settings = Self::default();
        let mut wrong = Vec::new();
        match value {
            Value::Null => {}
            Value::Object(fields) => {
                for (name, value) in given(fields) {
                    if let Err(why) = settings.set(name, value) {
                        wrong.push(format!("the setting `{SECTION}.{name}` {why}"));
                    }
                }
            }
            _ => wrong.push(format!("the settings `{SECTION}` are no object")),
        }
        (settings, wrong)
    }

    /// Names that nobody knows are those of a client: where it finds the server, what it shows itself.
    fn set(&mut self, name: &str, value: &Value) -> Result<(), String> {
        match name {
            "minSeverity" => self.min_severity = Some(severity(value)?),
            "checks" => self.checks = words(value)?,
            "skipChecks" => self.skip_checks = words(value)?,
            "configuration" => {
                self.configuration = Some(text(value)?).filter(|path| !path.is_empty()).map(PathBuf::from);
            }
            "codeLens" => self.code_lens = value.as_bool().ok_or("is neither true nor false")?,
            "exceptions" => self.exceptions.read(value.as_object().ok_or("is no object")?)?,
            // Clients have an object here, of which one member is for themselves.
            "trace" if value.is_object() => {}
            "trace" => {
                let trace = Trace::named(&text(value)?);
                self.trace = Some(trace.ok_or("is none of `off`, `messages`, `verbose`")?);
            }
            _ => {}
        }
        Ok(())
    }
}

impl Exceptions {
    fn read(&mut self, fields: &Map<String, Value>) -> Result<(), String> {
        for (name, value) in given(fields) {
            let said = |why: String| format!("has a `{name}` that {why}");
            match name {
                "reason" => {
                    self.reason =
                        Some(text(value).map_err(said)?).filter(|text| !text.is_empty()).unwrap_or(REASON.to_owned());
                }
                "owner" => self.owner = Some(text(value).map_err(said)?).filter(|text| !text.is_empty()),
                "days" => {
                    let days = value.as_u64().and_then(|days| u32::try_from(days).ok());
                    self.days = Some(days.ok_or_else(|| said("is no number of days".to_owned()))?);
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// The fields that say something. Clients send null for what is not set.
fn given(fields: &Map<String, Value>) -> impl Iterator<Item = (&str, &Value)> {
    fields.iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.as_str(), value))
}

fn text(value: &Value) -> Result<String, String> {
    value.as_str().map(|text| text.trim().to_owned()).ok_or_else(|| "is no text".to_owned())
}

fn words(value: &Value) -> Result<Vec<String>, String> {
    let words = value.as_array().and_then(|list| list.iter().map(|word| word.as_str().map(str::to_owned)).collect());
    words.ok_or_else(|| "is no list of texts".to_owned())
}

fn severity(value: &Value) -> Result<Severity, String> {
    let named = value.as_str().and_then(|word| word.parse().ok());
    named.ok_or_else(|| {
        let words: Vec<&str> = Severity::ALL.iter().map(|severity| severity.as_str()).collect();
        format!("is none of {}", words.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_are_read_and_mistakes_are_told() {
        let (settings, wrong) = Settings::read(&json!({
            "minSeverity": "info", "checks": ["aws-*"], "skipChecks": [], "configuration": "ci/ravelin.yaml",
            "codeLens": true, "exceptions": {"reason": "later", "owner": "web", "days": 30}, "trace": "messages",
            "path": "/usr/bin/ravelin",
        }));
        let expected = Settings {
            min_severity: Some(Severity::Info),
            checks: vec!["aws-*".to_owned()],
            skip_checks: Vec::new(),
            configuration: Some("ci/ravelin.yaml".into()),
            code_lens: true,
            exceptions: Exceptions { reason: "later".to_owned(), owner: Some("web".to_owned()), days: Some(30) },
            trace: Some(Trace::Messages),
        };
        assert_eq!((settings, wrong), (expected, vec![]));
        let nothing = json!({"minSeverity": null, "configuration": "", "trace": {"server": "off"}});
        for nothing in [json!(null), json!({}), nothing] {
            assert_eq!(Settings::read(&nothing), (Settings::default(), vec![]));
        }
    }

    #[test]
    fn what_is_wrong_is_named_and_left_out() {
        let cases = [
            (
                json!({"minSeverity": "hihg"}),
                "the setting `ravelin.minSeverity` is none of critical, high, medium, low, info",
            ),
            (
                json!({"minSeverity": 3}),
                "the setting `ravelin.minSeverity` is none of critical, high, medium, low, info",
            ),
            (json!({"checks": "x"}), "the setting `ravelin.checks` is no list of texts"),
            (json!({"skipChecks": [1]}), "the setting `ravelin.skipChecks` is no list of texts"),
            (json!({"configuration": []}), "the setting `ravelin.configuration` is no text"),
            (json!({"codeLens": "yes"}), "the setting `ravelin.codeLens` is neither true nor false"),
            (json!({"exceptions": 1}), "the setting `ravelin.exceptions` is no object"),
            (
                json!({"exceptions": {"days": -1}}),
                "the setting `ravelin.exceptions` has a `days` that is no number of days",
            ),
            (json!({"trace": "loud"}), "the setting `ravelin.trace` is none of `off`, `messages`, `verbose`"),
            (json!([]), "the settings `ravelin` are no object"),
        ];
        for (value, expected) in cases {
            assert_eq!(Settings::read(&value), (Settings::default(), vec![expected.to_owned()]), "{value}");
        }
    }
}
