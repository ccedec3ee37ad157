//! The format of a framework file. The build script reads `checks/frameworks/` by it, so it must not depend on the rest
//! of the crate but for the [`vocabulary`](crate::vocabulary).

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Deserialize;

use crate::vocabulary::{Assessable, Basis, Grade, Scope};

/// A framework file, field by field. `docs/compliance.md` describes each.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Definition {
    /// Equals the name of the file.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Of the framework.
    pub version: String,
    /// Who publishes it.
    pub publisher: String,
    /// Where it is published.
    #[schemars(regex(pattern = "^https://"))]
    pub link: String,
    /// How well the mapping is founded.
    pub grade: Grade,
    /// How the controls were mapped to checks.
    pub mapping: String,
    /// What it is about: providers and languages.
    #[schemars(length(min = 1))]
    pub scope: Vec<Scope>,
    /// Reasons for not being assessable that several controls share, by the name that the controls use.
    #[serde(default)]
    pub reasons: BTreeMap<String, String>,
    /// The controls under their headings.
    pub sections: Vec<Section>,
}

/// Controls under one heading.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// In their order.
    pub controls: Vec<Control>,
}

/// One control.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// Its number, as the framework has it.
    pub id: String,
    /// What it asks for.
    pub title: String,
    /// Whether code can show it.
    pub assessable: Assessable,
    /// The name, under `reasons`, of why it is not wholly assessable.
    #[serde(default)]
    pub reason: Option<String>,
    /// How much of it the checks judge.
    #[serde(default)]
    pub basis: Option<Basis>,
    /// What the checks leave open.
    #[serde(default)]
    pub lacks: Vec<String>,
    /// The ids of the checks that judge it.
    #[serde(default)]
    pub checks: Vec<String>,
}

impl Definition {
    /// Every control with its section.
    pub fn controls(&self) -> impl Iterator<Item = (&Section, &Control)> {
        self.sections.iter().flat_map(|section| section.controls.iter().map(move |control| (section, control)))
    }

    /// The text of the reason that a control names.
    pub fn reason(&self, control: &Control) -> Option<&str> {
        control.reason.as_ref().and_then(|name| self.reasons.get(name)).map(String::as_str)
    }

    /// Validates everything that the types do not.
    ///
    /// # Errors
    /// Every mistake.
    pub fn validate(&self, stem: &str) -> Result<(), Vec<String>> {
        let mut problems = Vec::new();
        let mut expect = |holds: bool, message: String| {
            if !holds {
                problems.push(message);
            }
        };
        expect(self.id == stem, format!("`{}` must equal the file name, `{stem}`", self.id));
        let kebab = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte);
        expect(self.id.bytes().all(kebab), format!("`{}` must be lower-case words joined by `-`", self.id));
        expect(self.link.starts_with("https://"), format!("`{}` must start with `https://`", self.link));
        expect(!self.scope.is_empty(), "`scope` must not be empty".to_owned());
        for text in [&self.title, &self.version, &self.publisher, &self.mapping] {
            expect(!text.trim().is_empty(), "title, version, publisher and mapping must not be empty".to_owned());
        }
        let mut ids = BTreeSet::new();
        for (_, control) in self.controls() {
            expect(ids.insert(&control.id), format!("two controls have the id `{}`", control.id));
            problems_of(self, control, &mut expect);
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }
}

fn problems_of(definition: &Definition, control: &Control, expect: &mut impl FnMut(bool, String)) {
    let id = &control.id;
    expect(!control.title.trim().is_empty(), format!("{id}: the title must not be empty"));
    let wholly = control.assessable == Assessable::Yes;
    expect(
        wholly == control.reason.is_none(),
        format!("{id}: needs a reason exactly when it is not wholly assessable"),
    );
    if let Some(reason) = &control.reason {
        expect(definition.reasons.contains_key(reason), format!("{id}: `reasons` has no `{reason}`"));
    }
    expect(
        control.assessable != Assessable::No || control.checks.is_empty(),
        format!("{id}: what is not assessable can have no checks"),
    );
    expect(
        control.basis.is_some() != control.checks.is_empty(),
        format!("{id}: has a `basis` exactly when it has checks"),
    );
    expect(
        wholly && control.lacks.is_empty() || control.basis != Some(Basis::Whole),
        format!("{id}: the basis is not whole when part of the control is not assessable, or something is lacking"),
    );
    expect(
        !wholly || !control.lacks.is_empty() || control.basis != Some(Basis::Part),
        format!("{id}: `lacks` must say what remains"),
    );
    expect(
        control.lacks.is_empty() || control.basis == Some(Basis::Part),
        format!("{id}: `lacks` is for what checks leave open that judge part of a control"),
    );
    let unique: BTreeSet<&String> = control.checks.iter().collect();
    expect(unique.len() == control.checks.len(), format!("{id}: names a check twice"));
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
id: own
title: Our rules
version: "1"
publisher: Us
link: https://example.com/
grade: B
mapping: By hand.
scope: [aws]
reasons: {office: A matter of people}
sections:
  - title: Data
    controls:
      - {id: "1", title: Encrypted, assessable: yes, basis: part, lacks: [tapes], checks: [a]}
      - {id: "2", title: Trained, assessable: no, reason: office}
"#;

    fn validate(text: &str) -> Result<(), Vec<String>> {
        serde_yaml::from_str::<Definition>(text).map_err(|error| vec![error.to_string()])?.validate("own")
    }

    #[test]
    fn a_good_file_is_valid() {
        assert_eq!(validate(GOOD), Ok(()));
    }

    #[test]
    fn mistakes_are_named() {
        let cases = [
            ("id: own", "id: other", "must equal the file name"),
            ("grade: B", "grade: D", "`D` is none of A, B, C"),
            ("scope: [aws]", "scope: [moon]", "`moon` is none of all"),
            ("https:", "http:", "must start with"),
            ("\"2\"", "\"1\"", "two controls"),
            ("assessable: yes", "assessable: maybe", "`maybe` is none of yes, partly, no"),
            ("reason: office", "reason: nowhere", "has no `nowhere`"),
            (", reason: office", "", "needs a reason"),
            ("reason: office", "reason: office, checks: [a]", "can have no checks"),
            ("basis: part, lacks: [tapes], checks: [a]", "lacks: [tapes]", "`lacks` is for"),
            ("basis: part, ", "", "has a `basis` exactly"),
            ("basis: part", "basis: whole", "is not whole when"),
            ("lacks: [tapes], ", "", "must say what remains"),
            ("basis: part", "basis: related", "`lacks` is for"),
            ("checks: [a]", "checks: [a, a]", "names a check twice"),
            ("mapping: By hand.", "mapping: By hand.\ncolour: red", "unknown field `colour`"),
        ];
        for (from, to, message) in cases {
            let problems = validate(&GOOD.replacen(from, to, 1)).expect_err(to);
            assert!(problems.iter().any(|problem| problem.contains(message)), "{to}: {problems:?}");
        }
    }
}
