//! The examples of a check file, as they are written. The build script reads them as well, so that this file must not depend on
//! the rest of the crate but for the [`vocabulary`](crate::vocabulary).

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::vocabulary::{Expectation, Platform};

/// An item of the list of examples. `# here` at the end of a line says that a finding starts there; `at` says the same
/// where a comment cannot stand.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExampleItem {
    /// Texts in which something is found, by language.
    #[serde(default)]
    pub fails: BTreeMap<Platform, String>,
    /// Texts in which nothing is found, by language.
    #[serde(default)]
    pub passes: BTreeMap<Platform, String>,
    /// Texts in which nothing is found and something is not known, by language.
    #[serde(default)]
    pub unknown: BTreeMap<Platform, String>,
    /// Texts of files beside it, by their names.
    #[serde(default)]
    pub beside: BTreeMap<String, String>,
    /// Each stands on one line, on which a finding starts.
    #[serde(default)]
    pub at: Texts,
    /// Why none of the recipes of `fix` fits one that fails, on purpose.
    #[serde(default)]
    pub unfixed: Option<String>,
}

/// One text, or several.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(untagged, expecting = "expected a text or a list of texts")]
pub enum Texts {
    One(String),
    Several(Vec<String>),
}

/// One example.
#[derive(Clone, Copy, Debug)]
pub struct Case<'d> {
    pub expect: Expectation,
    /// The language.
    pub platform: Platform,
    pub text: &'d str,
    /// Files beside it.
    pub beside: &'d BTreeMap<String, String>,
    /// Texts on the lines on which findings start, where the text has no marks itself.
    at: &'d [String],
    /// Why no recipe fits it; empty where one must.
    pub unfixed: &'d str,
}

/// What ends a line on which a finding starts.
const MARK: &str = " # here";

impl ExampleItem {
    pub fn cases(&self) -> impl Iterator<Item = Case<'_>> {
        let at = self.at.as_slice();
        let unfixed = self.unfixed.as_deref().map_or("", str::trim);
        let verdicts = [
            (Expectation::Fails, &self.fails),
            (Expectation::Passes, &self.passes),
            (Expectation::Unknown, &self.unknown),
        ];
        verdicts.into_iter().flat_map(move |(expect, texts)| {
            // By name, so that the order of the languages says nothing about the order of their examples.
            let mut texts: Vec<_> = texts.iter().collect();
            texts.sort_unstable_by_key(|(platform, _)| platform.as_str());
            texts.into_iter().map(move |(&platform, text)| Case {
                expect,
                platform,
                text,
                beside: &self.beside,
                at,
                unfixed,
            })
        })
    }
}

impl Case<'_> {
    /// The lines on which findings start, counted from 1, in order; empty when the example does not say.
    ///
    /// # Errors
    /// What is wrong with its marks or with `at`.
    pub fn lines(&self) -> Result<Vec<u32>, String> {
        let on = |holds: &dyn Fn(&str) -> bool| -> Vec<u32> {
            (1..).zip(self.text.lines()).filter(|(_, line)| holds(line)).map(|(number, _)| number).collect()
        };
        let mut lines = on(&|line| line.ends_with(MARK));
        if self.expect != Expectation::Fails && !(lines.is_empty() && self.at.is_empty()) {
            return Err(format!("only one that `fails` says where, and this one is `{}`", self.expect));
        }
        if !lines.is_empty() && !self.at.is_empty() {
            return Err("has `# here` and `at`, and one of them is enough".into());
        }
        for text in self.at {
            match on(&|line| line.contains(text.as_str()))[..] {
                [line] => lines.push(line),
                ref found => {
                    return Err(format!("`{text}` of `at` stands on {} lines, and not on one", found.len()));
                }
            }
        }
        lines.sort_unstable();
        lines.dedup();
        Ok(lines)
    }
}

impl Texts {
    fn as_slice(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::Several(texts) => texts,
        }
    }
}

impl Default for Texts {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}
