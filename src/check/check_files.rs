//! Reads the files of `checks/`: each a check, or a family of checks. Part of the build script alone.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail};
use serde_yaml::Value;

use crate::definition::Definition;
use crate::family::{self, Entry, Member, Mistake};
use crate::problem::Problem;
use crate::validate::Logic;

/// A check of `checks/`, and the file that holds it.
pub struct Check {
    pub definition: Definition,
    pub logic: Logic,
    pub provider: String,
    pub service: String,
    /// Empty where it has a file of its own.
    pub family: String,
    pub path: PathBuf,
}

/// The check of a file, or the members of a family.
pub fn load(path: &Path) -> Result<Vec<Check>> {
    let text = fs::read_to_string(path)?;
    let tree: Value = serde_yaml::from_str(&text).with_context(|| path.display().to_string())?;
    let file = File { path, text, stem: path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default() };
    match family::members(&Tree(tree)) {
        None => Ok(vec![file.check()?]),
        Some(Ok(members)) => members.into_iter().map(|member| file.member(member)).collect(),
        Some(Err(mistakes)) => {
            let say = |Mistake { path, message }: &Mistake| {
                file.at(&path.iter().map(String::as_str).collect::<Vec<_>>(), message)
            };
            bail!(mistakes.iter().map(say).collect::<Vec<_>>().join("\n"))
        }
    }
}

struct File<'f> {
    path: &'f Path,
    text: String,
    stem: &'f str,
}

impl File<'_> {
    /// A message with its place, which names lead to.
    fn at(&self, names: &[&str], message: &str) -> String {
        format!("{}:{}: {message}", self.path.display(), find(&self.text, names).0)
    }

    fn check(&self) -> Result<Check> {
        // Not from the tree, so that a mistake has its line.
        let definition: Definition =
            serde_yaml::from_str(&self.text).with_context(|| self.path.display().to_string())?;
        let logic = compile(&definition, self.stem, |field, message| self.at(&[field], message))?;
        let &[_, provider, service, _] = &self.path.iter().filter_map(|part| part.to_str()).collect::<Vec<_>>()[..]
        else {
            bail!("{}: must be checks/<provider>/<service>/<id>.yaml", self.path.display());
        };
        let (provider, service) = (provider.to_owned(), service.to_owned());
        Ok(Check { definition, logic, provider, service, family: String::new(), path: self.path.to_path_buf() })
    }

    fn member(&self, Member { id, service, file: Tree(file) }: Member<Tree>) -> Result<Check> {
        // What a member does not say itself stands where the family says it.
        let at = |field: &str, message: &str| {
            let of_member = ["members", id.as_str(), field];
            let is_shared = find(&self.text, &[field]).1 && !find(&self.text, &of_member).1;
            self.at(if is_shared { &of_member[2..] } else { &of_member }, &format!("{id}: {message}"))
        };
        let definition: Definition =
            serde_yaml::from_value(file).map_err(|error| anyhow!(at("", &error.to_string())))?;
        let logic = compile(&definition, &id, at)?;
        let (provider, service) = service.with_context(|| at("", "needs `service`"))?;
        Ok(Check { definition, logic, provider, service, family: self.stem.to_owned(), path: self.path.to_path_buf() })
    }
}

/// Validates and compiles; `at` puts its place before a mistake in a field.
fn compile(definition: &Definition, stem: &str, at: impl Fn(&str, &str) -> String) -> Result<Logic> {
    definition.compile(stem).map_err(|problems| {
        let say = |problem: &Problem| at(problem.field, &format!("{}: {}", problem.field, problem.message));
        anyhow!(problems.iter().map(say).collect::<Vec<_>>().join("\n"))
    })
}

/// The line of the innermost of names that stand within each other, counted from 1, and whether that is the last of them.
fn find(text: &str, names: &[&str]) -> (usize, bool) {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let (mut line, mut outer) = (1, None);
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    for name in names {
        let opens = |text: &str| text.trim_start().strip_prefix(name).is_some_and(|rest| rest.starts_with(':'));
        // The first line below the outer name has the indentation of all names there.
        let mut column = outer.map_or(Some(0), |_| None);
        let found =
            lines.by_ref().take_while(|(_, text)| outer.is_none_or(|outer| indent(text) > outer)).find(|(_, text)| {
                let column = *column.get_or_insert(indent(text));
                indent(text) == column && opens(text)
            });
        let Some((number, text)) = found else { return (line, false) };
        (line, outer) = (number, Some(indent(text)));
    }
    (line, true)
}

/// What serde reads as a tree of families. It knows no places.
#[derive(Clone)]
struct Tree(Value);

impl family::Tree for Tree {
    type Place = ();

    fn place(&self) {}

    fn entries(&self) -> Option<Vec<Entry<Self>>> {
        let entry = |(name, value): (&Value, &Value)| Entry {
            name: Self(name.clone()).scalar().unwrap_or_default(),
            place: (),
            value: Self(value.clone()),
        };
        Some(self.0.as_mapping()?.iter().map(entry).collect())
    }

    fn items(&self) -> Option<Vec<Self>> {
        Some(self.0.as_sequence()?.iter().cloned().map(Self).collect())
    }

    fn scalar(&self) -> Option<String> {
        match &self.0 {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(value) => Some(value.to_string()),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        self.0.is_null()
    }

    fn of_entries(entries: Vec<Entry<Self>>, (): ()) -> Self {
        Self(
            entries
                .into_iter()
                .map(|entry| (Value::String(entry.name), entry.value.0))
                .collect::<serde_yaml::Mapping>()
                .into(),
        )
    }

    fn of_items(items: Vec<Self>, (): ()) -> Self {
        Self(items.into_iter().map(|item| item.0).collect())
    }

    fn of_text(text: String, (): ()) -> Self {
        Self(Value::String(text))
    }
}
