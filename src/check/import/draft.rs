//! The check file that a policy becomes.

use std::fmt::Write as _;

use serde_json::Value as Json;

use super::expr::Expr;
use super::kind::Target;
use super::names;
use super::policy::Policy;
use super::sample::Sample;
use super::{write_blocks, write_manifest};

/// A check file without its examples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// The id that its name gives; another one may have it already.
    pub id: String,
    /// What Checkov calls it.
    pub alias: String,
    /// Texts that may fail, the most telling first.
    pub fails: Vec<String>,
    /// Texts that may pass.
    pub passes: Vec<String>,
    /// All above the examples, without the id.
    head: String,
    language: &'static str,
}

/// Where a policy comes from, and what its check is on.
pub(super) struct About<'a> {
    pub policy: &'a Policy,
    /// The name of the file.
    pub origin: &'a str,
    /// What its id starts with.
    pub prefix: &'a str,
    pub kinds: &'a [String],
    pub target: Target,
    /// What is judged of them.
    pub applies: &'a Expr,
}

impl Draft {
    /// The check that asks `condition` of each resource.
    pub(super) fn new(about: &About<'_>, condition: &Expr, fails: &[Sample], passes: &[Sample]) -> Self {
        let first = about.kinds.first().map_or("", String::as_str);
        let example = |sample: &Sample| example(sample, first, about.target);
        let mut passes: Vec<String> = passes.iter().map(example).collect();
        passes.extend(unconcerned(first, about.target));
        Self {
            id: names::id(about.prefix, &about.policy.name),
            alias: about.policy.id.clone(),
            fails: fails.iter().map(example).collect(),
            passes,
            head: head(about, condition),
            language: about.target.platform().as_str(),
        }
    }

    /// The file, with this id and these examples: texts that fail, and texts that pass.
    pub fn text<'t>(
        &self,
        id: &str,
        fails: impl IntoIterator<Item = &'t str>,
        passes: impl IntoIterator<Item = &'t str>,
    ) -> String {
        let mut text = format!("id: {id}\n{}examples:\n", self.head);
        let cases =
            fails.into_iter().map(|case| ("fails", case)).chain(passes.into_iter().map(|case| ("passes", case)));
        for (word, case) in cases {
            let _ = write!(text, "  - {word}:\n      {}: |\n", self.language);
            for line in case.lines() {
                let _ = writeln!(text, "{}", if line.is_empty() { String::new() } else { format!("        {line}") });
            }
        }
        text
    }
}

fn head(about: &About<'_>, condition: &Expr) -> String {
    let policy = about.policy;
    let title = policy.name.split_whitespace().collect::<Vec<_>>().join(" ");
    let title = title.trim_end_matches('.');
    let (severity, has_severity) = names::severity(&policy.severity);
    let (category, is_same) = names::category(&policy.category);
    let todo = |is_known: bool, what: String| if is_known { String::new() } else { format!(" # TODO: {what}") };
    let first = about.kinds.first().map_or("", String::as_str);
    let guideline = Some(policy.guideline.as_str()).filter(|link| link.starts_with("https://") && !link.contains(' '));
    let reference = guideline.map_or_else(|| names::reference(first), str::to_owned);
    let message = format!("{{address}} does not meet: {}", title.replace(['{', '}'], ""));
    let (on, field, clause) = logic(about, condition);
    let mut text =
        format!("# Imported from the policy {} of {}; lines with TODO are to be filled in.\n", policy.id, about.origin);
    let _ = writeln!(text, "title: {} # TODO: say what is wrong, as a statement", scalar(title));
    let _ = writeln!(text, "severity: {severity}{}", todo(has_severity, "the policy has none".into()));
    let _ =
        writeln!(text, "category: {category}{}", todo(is_same, format!("{} has no equal", one_line(&policy.category))));
    let _ = writeln!(text, "on: {on}");
    if let Some(applies) = applies(about) {
        let _ = write!(text, "where:{}", folded(&format!("?{applies}")));
    }
    let _ = write!(text, "{field}:{}", folded(&clause));
    let _ = writeln!(text, "message: {}", Json::from(message));
    text.push_str("why: >-\n  TODO: what an attacker or an accident makes of it.\n");
    text.push_str("remedy: >-\n  TODO: what to write instead.\n");
    let _ = writeln!(text, "references:\n  - {}", scalar(&reference));
    let _ = writeln!(text, "aliases: [{}]", Json::from(policy.id.as_str()));
    text
}

/// Which resources of its kinds are judged, where not all are.
fn applies(about: &About<'_>) -> Option<Expr> {
    match about.target {
        // That is said of each instruction.
        Target::Instruction => None,
        Target::Pods => {
            let in_cluster = Expr::Compare("@.kind".into(), "!=", super::expr::quote("compose_service"));
            Some(Expr::all([in_cluster, about.applies.clone()]))
        }
        _ => Some(about.applies.clone()).filter(|applies| *applies != Expr::True),
    }
}

/// `on`, the field of the clause, and the clause.
fn logic(about: &About<'_>, condition: &Expr) -> (String, &'static str, String) {
    let list = |kinds: &[String]| kinds.iter().map(|kind| scalar(kind)).collect::<Vec<_>>().join(", ");
    let on = match about.target {
        Target::Body | Target::Manifest => format!("{{kinds: [{}]}}", list(about.kinds)),
        Target::StructuredText => format!("{{shape: structured_text, kinds: [{}]}}", list(about.kinds)),
        Target::Pods => "{shape: workload}".to_owned(),
        Target::Instruction => {
            let words: Vec<Expr> = about
                .kinds
                .iter()
                .map(|kind| Expr::Compare("@.keyword".into(), "==", super::expr::quote(kind)))
                .collect();
            let is_failing = Expr::all([Expr::any(words), about.applies.clone(), condition.clone().negated()]);
            let failing = Expr::filter("$.instructions", &is_failing);
            return ("{shape: dockerfile}".to_owned(), "deny", failing.to_string());
        }
    };
    match condition {
        Expr::False => (on, "deny", "$".to_owned()),
        // Of a condition that denies all of its parts, each part is one thing that is wrong.
        _ => (on, "require", format!("?{condition}")),
    }
}

/// The text of an example.
fn example(sample: &Sample, kind: &str, target: Target) -> String {
    match target {
        Target::Body | Target::StructuredText => write_blocks::resources(sample, kind),
        Target::Manifest | Target::Pods => write_manifest::manifest(&sample.body, kind),
        Target::Instruction => {
            let value = sample.body.get("value").and_then(Json::as_str).unwrap_or("example");
            let first = if kind == "FROM" { "" } else { "FROM alpine:3.20\n" };
            format!("{first}{kind} {value}\n")
        }
    }
}

/// A text that holds nothing of this kind, which passes where nothing else does.
fn unconcerned(kind: &str, target: Target) -> Option<String> {
    let other = |kind: &'static str| example(&Sample::default(), kind, target);
    match target {
        Target::Body | Target::StructuredText => Some(other("terraform_data")),
        Target::Manifest | Target::Pods => Some(other("Namespace")),
        Target::Instruction => (kind != "FROM").then(|| "FROM alpine:3.20\n".to_owned()),
    }
}

/// Widest line of a clause.
const WIDTH: usize = 110;

/// A text behind its key, on lines of its own where it is long or has characters that quotes would change.
fn folded(clause: &str) -> String {
    if clause.len() <= WIDTH && !clause.contains(['"', '\\']) {
        return format!(" \"{clause}\"\n");
    }
    let mut lines = vec![String::new()];
    for part in parts(clause) {
        let needs_line = lines.last().is_some_and(|line| !line.is_empty() && line.len() + part.len() >= WIDTH);
        if needs_line {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(part);
        }
    }
    format!(" >-\n  {}\n", lines.join("\n  "))
}

/// The parts of an expression between `&&` and `||`, each of which starts with its sign.
fn parts(clause: &str) -> Vec<&str> {
    let (mut parts, mut start, mut quoted, mut escaped) = (Vec::new(), 0, false, false);
    for (at, char) in clause.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\'' => quoted = !quoted,
            ' ' if !quoted && clause[at..].starts_with([' ']) && clause[at + 1..].starts_with(['&', '|']) => {
                parts.push(&clause[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&clause[start..]);
    parts
}

/// A plain scalar where that means the text, or a quoted one.
fn scalar(text: &str) -> String {
    let is_plain = text.starts_with(|char: char| char.is_ascii_alphabetic())
        && text.chars().all(|char| char.is_alphanumeric() || " _-./(),".contains(char) || char == ':')
        && !text.contains(": ")
        && !text.ends_with([' ', ':'])
        && !text.contains(',')
        && !matches!(
            text.to_ascii_lowercase().as_str(),
            "true" | "false" | "null" | "yes" | "no" | "on" | "off" | "y" | "n"
        );
    if is_plain { text.to_owned() } else { Json::from(text).to_string() }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
