//! Names of values that are not known, by which two of them are told to be one.

use std::fmt::Write as _;
use std::sync::Arc;

use super::unknown::EVALUATION;
use super::{Either, Kind, Part, Reason, Template, Unknown, Value};

/// Longest name, in bytes. What would have a longer one has none.
const LIMIT: usize = 1_000;

impl Value {
    /// The same value; where it is unknown and has no name yet, it has this one from now on.
    #[must_use]
    pub fn called(self, name: impl FnOnce() -> Option<String>) -> Self {
        match &self.kind {
            Kind::Unknown(unknown) if may_be_called(unknown) => match name().filter(|name| name.len() <= LIMIT) {
                Some(name) => Self { kind: Kind::Unknown(called(unknown, &name)), ..self },
                None => self,
            },
            _ => self,
        }
    }

    /// The same value with a name for everything in it that is not known and has none. `path` names the value; whoever
    /// asks for it again gets the same.
    ///
    /// Values are of limited depth.
    #[must_use]
    pub fn with_identities(self, path: &dyn Fn() -> String) -> Self {
        if !has_nameless(&self) {
            return self;
        }
        self.identified(&path())
    }

    fn identified(&self, path: &str) -> Self {
        let kind = match &self.kind {
            Kind::Unknown(unknown) if may_be_called(unknown) => Kind::Unknown(called(unknown, path)),
            Kind::Template(template) => Kind::Template(Arc::new(identified_holes(template, path))),
            Kind::Either(either) => {
                let options = (0..).zip(&either.options);
                let options = options.map(|(at, option)| option.identified(&format!("{path}|{at}"))).collect();
                let cause = match may_be_called(&either.cause) {
                    true => called(&either.cause, &format!("{path}?")),
                    false => Arc::clone(&either.cause),
                };
                Kind::Either(Arc::new(Either { options, cause }))
            }
            _ => {
                let mut at = 0_usize;
                return self.map_children(|child| {
                    at += 1;
                    child.identified(&format!("{path}#{at}"))
                });
            }
        };
        Self { kind, ..self.clone() }
    }

    /// The same value without names in it: several values are alike, and are not known to be one.
    #[must_use]
    pub fn without_identities(&self) -> Self {
        self.renamed(&Unknown::anonymous)
    }

    /// The same value with names that are those of one evaluation: another one may have the same for something else.
    #[must_use]
    pub fn with_identities_of(&self, evaluation: usize) -> Self {
        self.renamed(&|unknown: Arc<Unknown>| match unknown.identity.clone() {
            Some(name) => called(&unknown, &format!("{evaluation}{EVALUATION}{name}")),
            None => unknown,
        })
    }

    fn renamed(&self, rename: &dyn Fn(Arc<Unknown>) -> Arc<Unknown>) -> Self {
        let kind = match &self.kind {
            Kind::Unknown(unknown) => Kind::Unknown(rename(Arc::clone(unknown))),
            Kind::Template(template) => Kind::Template(Arc::new(template.map_holes(rename))),
            Kind::Either(either) => {
                let options = either.options.iter().map(|option| option.renamed(rename)).collect();
                Kind::Either(Arc::new(Either { options, cause: rename(Arc::clone(&either.cause)) }))
            }
            _ => return self.map_children(|child| child.renamed(rename)),
        };
        Self { kind, ..self.clone() }
    }

    /// What tells this value from all others: values with the same text are equal. `None` where something in it has no
    /// name, or the text would be too long.
    pub fn identity(&self) -> Option<String> {
        let mut text = String::new();
        write(&mut text, self)?;
        Some(text)
    }
}

impl Template {
    /// The same text with other holes.
    #[must_use]
    pub fn map_holes(&self, mut change: impl FnMut(Arc<Unknown>) -> Arc<Unknown>) -> Self {
        let parts = self.parts.iter().map(|part| match part {
            Part::Text(text) => Part::Text(Arc::clone(text)),
            Part::Hole(unknown) => Part::Hole(change(Arc::clone(unknown))),
        });
        Self { parts: parts.collect() }
    }
}

fn identified_holes(template: &Template, path: &str) -> Template {
    let mut at = 0_usize;
    template.map_holes(|hole| {
        at += 1;
        if may_be_called(&hole) { called(&hole, &format!("{path}${at}")) } else { hole }
    })
}

/// What fails is no value, and a limit is reached at another place each time.
fn may_be_called(unknown: &Unknown) -> bool {
    let is_value = !matches!(
        unknown.reason,
        Reason::Invalid(_) | Reason::Undefined(_) | Reason::Limit(_) | Reason::Cycle(_) | Reason::Syntax
    );
    is_value && unknown.identity.is_none()
}

fn called(unknown: &Arc<Unknown>, name: &str) -> Arc<Unknown> {
    Arc::new(Unknown { identity: Some(name.into()), ..Unknown::clone(unknown) })
}

fn has_nameless(value: &Value) -> bool {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        if !matches!(value.kind, Kind::List(_) | Kind::Map(_))
            && value.own_unknowns().any(|unknown| may_be_called(unknown))
        {
            return true;
        }
        open.extend(value.children());
    }
    false
}

fn write(out: &mut String, value: &Value) -> Option<()> {
    if out.len() > LIMIT {
        return None;
    }
    match &value.kind {
        Kind::Null => out.push_str("null"),
        Kind::Bool(bool) => out.push_str(if *bool { "true" } else { "false" }),
        Kind::Number(number) => write_to(out, format_args!("{number}")),
        Kind::String(text) if text.len() > LIMIT => return None,
        Kind::String(text) => write_to(out, format_args!("{text:?}")),
        Kind::Template(template) => {
            for part in &template.parts {
                match part {
                    Part::Text(text) if text.len() > LIMIT => return None,
                    Part::Text(text) => write_to(out, format_args!("{text:?}")),
                    Part::Hole(unknown) => write_to(out, format_args!("<{:?}>", unknown.identity.as_ref()?)),
                }
            }
        }
        Kind::Unknown(unknown) => write_to(out, format_args!("<{:?}>", unknown.identity.as_ref()?)),
        Kind::Json(inner) => {
            out.push_str("json ");
            write(out, inner)?;
        }
        Kind::List(list) if list.rest.is_none() => {
            write_to(out, format_args!("{:?}[", list.typing));
            for item in &list.items {
                write(out, item)?;
                out.push(',');
            }
            out.push(']');
        }
        Kind::Map(map) if map.rest().is_none() => {
            write_to(out, format_args!("{:?}{{", map.typing));
            for entry in map.entries() {
                write_to(out, format_args!("{:?}:", entry.key));
                write(out, &entry.value)?;
                out.push(',');
            }
            out.push('}');
        }
        Kind::List(_) | Kind::Map(_) | Kind::Either(_) => return None,
    }
    (out.len() <= LIMIT).then_some(())
}

/// Writing to a string never fails.
fn write_to(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(text);
}
