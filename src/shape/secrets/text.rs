//! Credentials within longer texts: in addresses, and in assignments of scripts.

use std::sync::LazyLock;

use regex::Regex;

use super::hit::{Class, Hit};
use super::names::{self, Says};
use super::plausible;

/// `scheme://user:password@host`.
static URL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"[A-Za-z][A-Za-z0-9+.-]*://([^\s:/@"'<>?#]*):([^\s/@"'<>]{3,})@[0-9A-Za-z\[]"#).ok());

/// `NAME=value`, `name: value`, `--name value`.
static ASSIGNMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?:--([A-Za-z][A-Za-z0-9-]*)[ =]|(?-u:\b)([A-Za-z][A-Za-z0-9_]*)(?:=| ?: | = ))["']?([^\s"'`;|&)(<>,]{6,})"#,
    )
    .ok()
});

/// The first password in an address.
pub(super) fn url(text: &str) -> Option<Hit<'_>> {
    if !text.contains("://") {
        return None;
    }
    URL.as_ref()?.captures_iter(text).find_map(|captures| {
        let (user, password) = (captures.get(1)?.as_str(), captures.get(2)?.as_str());
        // Documentation and local set-ups write the same word twice, or what the field means.
        let telling = !password.eq_ignore_ascii_case(user)
            && !["password", "passwd", "pass", "secret", "token", "pwd", "admin", "root", "postgres"]
                .contains(&password.to_ascii_lowercase().as_str());
        let real = telling && !plausible::is_placeholder(password) && !plausible::is_placeholder(user);
        real.then_some(Hit { class: Class::Url, kind: "a password in an address", name: None, secret: password })
    })
}

/// The secrets that a script sets.
pub(super) fn assignments(script: &str) -> Vec<Hit<'_>> {
    assignments_by(script, plausible::is_secret)
}

/// What a script sets that is a secret by a rule of the caller.
pub(super) fn assignments_by(script: &str, is_secret: Rule) -> Vec<Hit<'_>> {
    let Some(pattern) = &*ASSIGNMENT else { return Vec::new() };
    let assignment = |captures: regex::Captures<'_>| {
        let name = captures.get(1).or_else(|| captures.get(2))?;
        let value = captures.get(3)?;
        Some((name.range(), value.range()))
    };
    let found = pattern.captures_iter(script).filter_map(assignment);
    found.filter_map(|(name, value)| assigned_by(&script[name], &script[value], Class::Script, is_secret)).collect()
}

/// A secret that stands under `name`.
pub(super) fn assigned<'t>(name: &'t str, value: &'t str, class: Class) -> Option<Hit<'t>> {
    assigned_by(name, value, class, plausible::is_secret)
}

/// Whether a text is what its name says.
pub(super) type Rule = fn(&str, Says) -> bool;

/// What stands under `name` and is a secret by a rule of the caller.
pub(super) fn assigned_by<'t>(name: &'t str, value: &'t str, class: Class, is_secret: Rule) -> Option<Hit<'t>> {
    let says = names::says(name)?;
    let secret = value.trim();
    let (class, kind) = match says {
        Says::AwsSecretKey if secret.len() == 40 => (Class::Token, "an AWS secret access key"),
        Says::Password => (class, "a password"),
        Says::Token | Says::AwsSecretKey => (class, "a secret"),
    };
    is_secret(secret, says).then_some(Hit { class, kind, name: Some(name), secret })
}
