//! Whether a value that a check asks about is a credential that is written in the code: the one rule of all checks on
//! credentials.

use super::hit::{Class, Hit};
use super::holes::with_holes;
use super::names;
use super::{encoded, formats, json, plausible, sibling_name, text};
use crate::value::{Elsewhere, Kind, Reason, Truth, Unknown, Value};

/// What a check knows of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role<'n> {
    /// The argument is for a credential, whatever its name: all that is not in place of one is one.
    Argument,
    /// A text that may hold credentials: a script, settings, a document.
    Text,
    /// A value under a name that may say that it is secret.
    Named(&'n str),
}

/// A credential in a text.
struct Found {
    secret: String,
    /// Whether its form alone tells.
    by_form: bool,
}

/// Whether `value` holds a credential that is written in the code. With `anywhere` also one that is given from outside,
/// that is replaced later or that does not look like one, which is no fault and must not be shown either.
pub fn holds<'v>(value: &'v Value, role: Role<'_>, anywhere: bool) -> Truth<'v> {
    match &value.kind {
        Kind::Null | Kind::Bool(_) => Truth::False,
        Kind::Number(number) => match role {
            Role::Argument => in_text(value, &number.to_string(), role, anywhere),
            _ => Truth::False,
        },
        Kind::String(text) => in_text(value, text, role, anywhere),
        Kind::Template(template) => {
            let known = with_holes(template);
            let hole = || template.holes().find(|hole| !is_of_environment(hole));
            let hole = || hole().map_or(Truth::False, |hole| Truth::Unknown(hole));
            in_text(value, &known, role, anywhere).or(hole)
        }
        Kind::Json(inner) => in_document(inner, role, anywhere),
        Kind::List(list) => {
            let items = list.items.iter().fold(Truth::False, |truth, item| truth.or(|| holds(item, role, anywhere)));
            items.or(|| list.rest.as_ref().map_or(Truth::False, |rest| Truth::Unknown(rest)))
        }
        Kind::Map(_) => in_document(value, role, anywhere),
        Kind::Either(either) => Truth::Unknown(&either.cause),
        Kind::Unknown(unknown) if is_of_environment(unknown) => Truth::False,
        Kind::Unknown(unknown) => Truth::Unknown(unknown),
    }
}

/// Whether a value comes from the environment of whoever deploys: nobody wrote it in the code, whatever it is.
fn is_of_environment(unknown: &Unknown) -> bool {
    matches!(unknown.reason, Reason::EnvironmentVariable(_))
}

/// The keys of AWS's documentation. They open nothing, but where one is written the place is one for keys.
const DOCUMENTED: [&str; 2] = ["AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"];

/// A document whose values have places: each of its members is asked about by its name.
fn in_document<'v>(value: &'v Value, role: Role<'_>, anywhere: bool) -> Truth<'v> {
    let Kind::Map(map) = &value.kind else { return holds(value, role, anywhere) };
    let sibling = sibling_name(map);
    let members = map.entries().fold(Truth::False, |truth, entry| {
        let name = sibling.filter(|_| entry.key.eq_ignore_ascii_case("value")).unwrap_or(&entry.key);
        truth.or(|| match (role.of_member(name), &entry.value.kind) {
            (Role::Named(name), Kind::Unknown(unknown)) if names::says(name).is_none() && is_elsewhere(unknown) => {
                Truth::False
            }
            (role, _) => holds(&entry.value, role, anywhere),
        })
    });
    members.or(|| map.rest().map_or(Truth::False, |rest| Truth::Unknown(rest)))
}

/// Whether a value that is not known is given from outside, or by a resource, so that nobody wrote it where it stands.
fn is_elsewhere(unknown: &Unknown) -> bool {
    matches!(unknown.reason, Reason::UnsetVariable(_) | Reason::Computed(_) | Reason::DataSource(_))
}

fn in_text<'v>(value: &'v Value, text: &str, role: Role<'_>, anywhere: bool) -> Truth<'v> {
    if anywhere {
        return match role {
            Role::Argument => !text.is_empty(),
            Role::Text => !find(text, role).is_empty(),
            Role::Named(name) => !text.is_empty() && names::says(name).is_some() || !find(text, role).is_empty(),
        }
        .into();
    }
    let mut found = find(text, role);
    match value.elsewhere.as_deref() {
        Some(given @ Elsewhere::Given(_)) if !found.is_empty() => {
            let given = given.given_in(text);
            found.retain(|found| !given.as_ref().is_some_and(|given| given.has(&found.secret)));
        }
        Some(Elsewhere::Replaced) => found.retain(|found| found.by_form),
        Some(Elsewhere::Unclear(unknown)) if !found.is_empty() => return Truth::Unknown(unknown),
        Some(Elsewhere::Given(_) | Elsewhere::Unclear(_)) | None => {}
    }
    (!found.is_empty()).into()
}

/// The credentials in a known text.
fn find(text: &str, role: Role<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    if let Some(json) = json::parse(text) {
        json::each(&json, "", &mut |name, text| {
            found.extend(find(text, if name.is_empty() { role } else { role.of_member(name) }));
        });
        return found;
    }
    let by_form = formats::find(text).into_iter().chain(text::url(text));
    found.extend(by_form.map(|hit| Found { secret: hit.secret.to_owned(), by_form: true }));
    let documented = DOCUMENTED.iter().filter(|key| text.contains(**key));
    found.extend(documented.map(|key| Found { secret: (*key).to_owned(), by_form: true }));
    let assigned = |hit: Hit<'_>| Found { secret: hit.secret.to_owned(), by_form: false };
    let settings = || text::assignments_by(text, plausible::is_setting).into_iter().filter(is_set);
    match role {
        Role::Argument if plausible::is_literal(text) => {
            found.push(Found { secret: text.to_owned(), by_form: false });
        }
        // A credential has no blanks; a text with blanks may hold some.
        Role::Argument => found.extend(settings().map(assigned)),
        Role::Text => {
            found.extend(settings().map(assigned));
            if let Some(decoded) = encoded::decode(text) {
                found.extend(find(&decoded, role));
            }
        }
        Role::Named(name) => {
            let one = text::assigned_by(name, text, Class::Attribute, plausible::is_setting);
            found.extend(one.map(assigned));
        }
    }
    found
}

/// Whether what a script assigns is a secret: to variables of the environment, which are capitals, programs give plain words
/// as well.
fn is_set(hit: &Hit<'_>) -> bool {
    let Some(name) = hit.name else { return true };
    let is_variable = !name.bytes().any(|byte| byte.is_ascii_lowercase());
    is_variable || names::says(name).is_some_and(|says| plausible::is_script_setting(hit.secret, says))
}

impl<'n> Role<'n> {
    /// The role of a member of a document in this one: what a secret document has under a secret name is a secret.
    fn of_member<'m>(self, name: &'m str) -> Role<'m>
    where
        'n: 'm,
    {
        match self {
            Self::Argument if names::says(name).is_some() => Role::Argument,
            _ => Role::Named(name),
        }
    }
}
