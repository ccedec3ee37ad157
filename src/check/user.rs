//! The user's own checks: the same format as `checks/`, read when the program starts.

use std::collections::BTreeSet;

use super::definition::{Definition, Said};
use super::family::{self, Mistake};
use super::mistake::{self, error};
use super::names;
use super::problem::Problem;
use super::reading::{self, Fields};
use super::validate::Logic;
use super::{Check, Example, Target, Text, WordList, Wording};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceFile, Span};
use crate::syntax::yaml::{self, Dialect};
use crate::value::{self, Kind, Map, Value};
use crate::vocabulary::Lint;

/// Reads one check file: a check, or the members of a family. What it allocates lives until the program ends.
///
/// # Errors
/// Every mistake, in the order of their places in the file.
pub fn load(file: &SourceFile) -> Result<Vec<&'static Check>, Vec<Diagnostic>> {
    read_file(file).map_err(|mut problems| {
        problems.sort_by(|one, other| one.place.cmp(&other.place));
        problems
    })
}

fn read_file(file: &SourceFile) -> Result<Vec<&'static Check>, Vec<Diagnostic>> {
    let stream = yaml::parse(file.text(), Dialect::Yaml12);
    let broken = stream.errors.iter().map(|problem| error(file.span(problem.range), problem.message.clone()));
    let repeated = stream.notes.iter().map(|note| error(file.span(note.range), "this key is repeated".to_owned()));
    let problems: Vec<_> = broken.chain(repeated).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let Some(document) = stream.documents.first() else {
        return Err(vec![error(file.whole(), "the file holds no check")]);
    };
    let value = document.root.to_value(&|range| file.span(range));
    if value.as_map().is_none() {
        return Err(vec![error(value.span, "a check file is a map, with `id`, `title` and the other fields")]);
    }
    let stem = file.name().rsplit_once('.').map_or(file.name(), |(stem, _)| stem);
    match family::members(&value) {
        Some(Ok(members)) => load_members(&members, file, stem),
        Some(Err(mistakes)) => Err(mistakes.into_iter().map(|mistake| at_mistake(&value, mistake)).collect()),
        None => Ok(vec![read(file, &value, stem, folders_of(file.path()), "")?]),
    }
}

/// A mistake in what members share is said once.
fn load_members(
    members: &[family::Member<Value>],
    file: &SourceFile,
    name: &str,
) -> Result<Vec<&'static Check>, Vec<Diagnostic>> {
    let (mut checks, mut problems, mut places) = (Vec::new(), Vec::new(), BTreeSet::new());
    for member in members {
        let stated = member.service.as_ref().map(|(provider, service)| (provider.as_str(), service.as_str()));
        match read(file, &member.file, &member.id, stated.unwrap_or_else(|| folders_of(file.path())), name) {
            Ok(check) => checks.push(check),
            Err(of_member) => {
                let unsaid = of_member.into_iter().filter(|problem| places.insert(problem.place.clone()));
                let named = |problem: Diagnostic| Diagnostic {
                    message: format!("{}: {}", member.id, problem.message),
                    ..problem
                };
                problems.extend(unsaid.map(named));
            }
        }
    }
    if problems.is_empty() { Ok(checks) } else { Err(problems) }
}

/// Reads what one check file says, or stands for.
fn read(
    file: &SourceFile,
    value: &Value,
    stem: &str,
    folders: (&str, &str),
    family: &str,
) -> Result<&'static Check, Vec<Diagnostic>> {
    let Fields { definition, mut problems, replaced } = reading::read(value);
    let Some(definition) = definition else { return Err(problems) };
    let logic = match definition.compile(stem) {
        Ok(logic) => logic,
        Err(more) => {
            let is_left = |problem: &Problem| !replaced.contains(problem.field);
            problems.extend(more.into_iter().filter(is_left).map(|problem| mistake::of_problem(problem, value, file)));
            return Err(problems);
        }
    };
    problems.extend(names::unknown(&definition.on, &logic, value, file));
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Box::leak(Box::new(build(&definition, logic, folders, family))))
}

/// The provider and the service of a check file: the folders that it lies in.
fn folders_of(path: &str) -> (&str, &str) {
    let mut folders = path.rsplit('/').skip(1);
    let service = folders.next().unwrap_or("custom");
    (folders.next().unwrap_or("custom"), service)
}

/// The innermost name on the way to the mistake that the file has.
fn at_mistake(file: &Value, Mistake { path, message }: Mistake) -> Diagnostic {
    let (mut span, mut within) = (file.span, file);
    for name in &path {
        let Some(entry) = within.as_map().and_then(|map| map.entry(name)) else { break };
        (span, within) = (entry.key_span, &entry.value);
    }
    error(span, message)
}

impl family::Tree for Value {
    type Place = Span;

    fn place(&self) -> Span {
        self.span
    }

    fn entries(&self) -> Option<Vec<family::Entry<Self>>> {
        let entry = |entry: &value::Entry| family::Entry {
            name: entry.key.to_string(),
            place: entry.key_span,
            value: entry.value.clone(),
        };
        Some(self.as_map()?.entries().map(entry).collect())
    }

    fn items(&self) -> Option<Vec<Self>> {
        Some(self.as_list()?.items.clone())
    }

    fn scalar(&self) -> Option<String> {
        match &self.kind {
            Kind::String(text) => Some(text.to_string()),
            Kind::Bool(value) => Some(value.to_string()),
            Kind::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    fn of_entries(entries: Vec<family::Entry<Self>>, place: Span) -> Self {
        let mut map = Map::new();
        for family::Entry { name, place, value } in entries {
            map.insert(name, place, value);
        }
        Self::map(map, place)
    }

    fn of_items(items: Vec<Self>, place: Span) -> Self {
        Self::list(items, place)
    }

    fn of_text(text: String, place: Span) -> Self {
        Self::string(text, place)
    }
}

fn build(definition: &Definition, logic: Logic, (provider, service): (&str, &str), family: &str) -> Check {
    let kinds = leak_all(&definition.on.kinds);
    let examples = definition.cases().filter_map(|case| {
        let lines = case.lines().ok()?.leak();
        let beside: Vec<_> = case.beside.iter().map(|(name, text)| (leak(name), leak(text))).collect();
        let (expect, platform, text, beside) = (case.expect, case.platform, leak(case.text), beside.leak());
        Some(Example { expect, platform, beside, text, lines, unfixed: leak(case.unfixed) })
    });
    let logic_text = definition.logic_text().into_iter().map(|(name, text)| (name, leak(&text)));
    Check {
        id: leak(&definition.id),
        title: leak(&definition.title),
        severity: definition.severity,
        category: definition.category,
        provider: leak(provider),
        service: leak(service),
        target: definition.on.shape.map_or(Target::Kinds(kinds), |shape| Target::Shape(shape, kinds)),
        applies: logic.applies,
        deny: logic.deny,
        require: logic.require,
        at: logic.at.leak(),
        list: definition.list().map(|(role, list)| WordList {
            role,
            parameter: leak(&list.parameter),
            about: leak(list.about.trim()),
            list: leak(&list.list),
            member: leak(&list.member),
            otherwise: leak(&list.otherwise),
            default: leak_all(&list.default),
            example: leak_all(&list.example),
        }),
        conceals: definition.conceals,
        message: leak(definition.message.trim()),
        text: Box::leak(Box::new(Text {
            why: leak(definition.why.trim()),
            remedy: leak(definition.remedy.trim()),
            wordings: wordings(definition),
            fix: logic.fix.leak(),
            references: leak_all(&definition.references),
            cwe: leak_all(&definition.cwe),
            aliases: leak_all(&definition.aliases),
            related: leak_all(&definition.related),
            formerly: leak_all(&definition.formerly),
            covers: leak_all(&definition.covers),
            absent: definition
                .absent
                .words()
                .into_iter()
                .map(|(name, word)| (leak(name), word))
                .collect::<Vec<_>>()
                .leak(),
            intended: intended(definition),
            family: leak(family),
            examples: examples.collect::<Vec<_>>().leak(),
            logic: logic_text.collect::<Vec<_>>().leak(),
        })),
    }
}

fn wordings(definition: &Definition) -> &'static [Wording] {
    let wording = |said: Said<'_>| Wording {
        platform: said.platform,
        severity: said.severity,
        title: leak(said.title),
        message: leak(said.message),
        why: leak(said.why),
        remedy: leak(said.remedy),
    };
    definition.said().into_iter().map(wording).collect::<Vec<_>>().leak()
}

fn intended(definition: &Definition) -> &'static [(Lint, &'static str)] {
    definition.intended.iter().map(|(&lint, reason)| (lint, leak(reason.trim()))).collect::<Vec<_>>().leak()
}

fn leak(text: &str) -> &'static str {
    String::leak(text.to_owned())
}

fn leak_all(texts: &[String]) -> &'static [&'static str] {
    texts.iter().map(|text| leak(text)).collect::<Vec<_>>().leak()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;
    use crate::vocabulary::Platform;

    const GOOD: &str = r#"id: own-check
title: Something is wrong
severity: high
category: secrets
on: {kinds: [thing]}
deny: "$.a[?@ == 'x']"
message: "{address}"
why: Because.
remedy: Write something else.
references: [https://example.com/]
examples:
  - fails: {terraform: "resource \"thing\" \"a\" { a = [\"x\"] }"}
  - passes: {terraform: "resource \"thing\" \"a\" {}"}
"#;

    #[test]
    fn a_good_file_loads() {
        let sources = SourceMap::new();
        let check = load(sources.add("team/net/own-check.yaml", GOOD)).expect("valid")[0];
        assert_eq!((check.id, check.provider, check.service), ("own-check", "team", "net"));
        assert!(matches!(check.target, Target::Kinds(["thing"])));
        assert_eq!(check.text.examples.len(), 2);
    }

    #[test]
    fn a_language_has_words_of_its_own() {
        let own =
            "remedy: Write something else.\nin: {compose: {severity: low, message: \"{name}\", remedy: Drop it.}}\n";
        let sources = SourceMap::new();
        let text = GOOD.replacen("remedy: Write something else.\n", own, 1);
        let check = load(sources.add("own-check.yaml", text)).expect("valid")[0];
        let said = |platform| {
            let wording = check.wording(platform);
            (wording.severity.as_str(), wording.message, wording.why, wording.remedy)
        };
        assert_eq!(said(Platform::Compose), ("low", "{name}", "Because.", "Drop it."));
        assert_eq!(said(Platform::Kubernetes), ("high", "{address}", "Because.", "Write something else."));
    }

    #[test]
    fn mistakes_point_into_the_file() {
        let cases = [
            ("severity: high", "severity: hihg", "hihg", "none of critical"),
            ("severity: high", "sevrity: high", "sevrity", "unknown field"),
            ("severity: high", "severity: high\nseverity: low", "severity", "repeated"),
            ("id: own-check", "id: other", "other", "must equal the file name"),
            ("\"$.a[?@ == 'x']\"", "\"$.a[?@ == ]\"", "]", "syntax error at character 11"),
            ("\"$.a[?@ == 'x']\"", "'$.a[?@ = ''x'']'", "=", "syntax error"),
            ("\"$.a[?@ == 'x']\"", ">-\n  $.a[?mtach(@,\n  'x')]", "mtach", "no function `mtach`"),
            ("\"$.a[?@ == 'x']\"", "{any: [$.b, {all: [$.c, \"?length(@.x) \"]}]}", "length(@.x)", "must be compared"),
            (
                "\"$.a[?@ == 'x']\"",
                "?match(@.a)",
                "match(@.a)",
                "takes a value and a pattern, which is 2 arguments; 1 is given",
            ),
            ("\"$.a[?@ == 'x']\"", "$._attached.x", "x", "`x` is no role of `thing`"),
            ("on: {kinds: [thing]}", "on: {shape: nothing}", "nothing", "`nothing` is none of workload"),
            ("category: secrets", "category: [secrets]", "[secrets]", "expected one of network-exposure"),
            ("fails: {terraform", "fails: {terrafrom", "terrafrom", "`terrafrom` is none of terraform"),
            ("https://example.com/", "example", "example", "must be a link"),
            ("[https://example.com/]", "[]", "[]", "at least one link"),
            ("references:", "cwe: [cwe284]\nreferences:", "cwe284", "must look like CWE-284"),
            ("deny:", "at: [\"$.x\"]\ndeny:", "\"$.x\"", "starts with `@`"),
            ("\"{address}\"", "\"{adress}\"", "{adress}", "`{adress}` is none of {address}"),
            ("\"{address}\"", "\"{value.}\"", "{value.}", "`{value.}` is none of"),
            ("\"{address}\"", "\"{address\"", "{", "without its `}`"),
            ("- fails:", "- fials:", "fials", "unknown field"),
            ("why: Because.", "why: Because.\nin: {compose: {message: \"{adress}\"}}", "{adress}", "none of"),
            ("why: Because.", "why: Because.\nin: {compose: {why: \"\"}}", "\"\"", "empty text"),
        ];
        for (from, to, culprit, message) in cases {
            let sources = SourceMap::new();
            let file = sources.add("own-check.yaml", GOOD.replacen(from, to, 1));
            let diagnostics = load(file).expect_err(to);
            let found = diagnostics.iter().any(|diagnostic| {
                matches!(diagnostic.place, crate::diagnostic::Place::Text(span) if sources.slice(span) == culprit)
                    && diagnostic.message.contains(message)
            });
            assert!(found, "{to}: {diagnostics:#?}");
        }
        for (text, message) in [("", "holds no check"), ("- a\n", "is a map"), ("a\n", "is a map")] {
            let sources = SourceMap::new();
            let diagnostics = load(sources.add("own-check.yaml", text)).expect_err("no check");
            assert!(diagnostics[0].message.contains(message), "{text}: {diagnostics:#?}");
        }
    }

    #[test]
    fn what_was_meant_is_said() {
        let cases = [
            ("severity: high", "severity: hihg", "high"),
            ("severity: high", "sevrity: high", "severity"),
            ("kinds:", "kind:", "kinds"),
            ("{kinds: [thing]}", "{shape: worklod}", "workload"),
            ("$.a[?@ == 'x']", "$.a[?mtach(@, 'x')]", "match"),
            ("$.a[?@ == 'x']", "$.a[?expired(@, 'aws-ekss')]", "aws-eks"),
            ("$.a[?@ == 'x']", "$.a[?admits(@, 'pubilc')]", "public"),
            ("{address}", "{adress}", "address"),
            ("why:", "cwe: [\"284\"]\nwhy:", "CWE-284"),
            ("{kinds: [thing]}\ndeny: \"$.a", "{shape: network_rules}\ndeny: \"$.rule", "rules"),
            ("[thing]}\ndeny: \"$.a", "[aws_s3_bucket]}\ndeny: \"$._attached.loging", "logging"),
        ];
        for (from, to, meant) in cases {
            let text = GOOD.replacen(from, to, 1);
            assert_ne!(text, GOOD, "{from}");
            let sources = SourceMap::new();
            let diagnostics = load(sources.add("own-check.yaml", text)).expect_err(to);
            let help = Some(format!("did you mean `{meant}`?"));
            assert!(diagnostics.iter().any(|diagnostic| diagnostic.help == help), "{to}: {diagnostics:#?}");
        }
    }

    #[test]
    fn all_mistakes_of_a_file_are_told_at_once() {
        let text = GOOD
            .replacen("severity: high", "severity: hihg", 1)
            .replacen("why: Because.", "wyh: Because.", 1)
            .replacen("{kinds: [thing]}", "{kinds: [thing], shpae: workload}", 1)
            .replacen("== 'x'", "= 'x'", 1)
            .replacen("{address}", "{adress}", 1);
        let sources = SourceMap::new();
        let diagnostics = load(sources.add("own-check.yaml", text)).expect_err("many");
        let mut told: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        told.sort_unstable();
        let expected = [
            "`hihg` is none of critical, high, medium, low, info",
            "`{adress}` is none of {address}, {kind}, {name}, {linked}, {ends}, {until}, {use}, {value} and {value.member}",
            "syntax error at character 8",
            "unknown field `shpae`",
            "unknown field `wyh`",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn a_mistake_in_the_logic_is_not_followed_by_another() {
        let sources = SourceMap::new();
        let text = GOOD.replacen("deny: \"$.a[?@ == 'x']\"", "deny: [x]", 1);
        let diagnostics = load(sources.add("own-check.yaml", text)).expect_err("no clause");
        let told: Vec<_> = diagnostics.iter().map(|diagnostic| diagnostic.message.as_str()).collect();
        assert_eq!(told, ["expected a path, `any: [...]` or `all: [...]`"]);
    }

    #[test]
    fn examples_say_where_they_fail() {
        let lines = |from: &str, to: &str| {
            let text = GOOD.replacen(from, to, 1);
            assert_ne!(text, GOOD);
            let sources = SourceMap::new();
            let loaded = load(sources.add("own-check.yaml", text));
            loaded.map(|checks| checks[0].text.examples[0].lines).map_err(|diagnostics| diagnostics[0].message.clone())
        };
        let text = r#""resource \"thing\" \"a\" { a = [\"x\"] }""#;
        let marked = r#""resource \"thing\" \"a\" {\n a = [ # here\n \"x\" # here\n ]\n}""#;
        assert_eq!(lines(text, marked), Ok(&[2, 3][..]));
        assert_eq!(lines("- fails:", "- at: thing\n    fails:"), Ok(&[1][..]));
        let mistakes = [
            ("- passes:", "- at: thing\n    passes:", "example 2: only one that `fails` says where"),
            ("- fails:", "- at: {x: y}\n    fails:", "a text or a list of texts"),
            ("- fails:", "- at: [thing, none]\n    fails:", "example 1: `none` of `at` stands on 0 lines"),
            ("- fails:", "- at: thing\n  - fails:", "example 1 needs one of `fails`"),
            (&format!("{{terraform: {text}}}"), &format!("{{terraform: {marked}}}\n    at: x"), "`# here` and `at`"),
        ];
        for (from, to, message) in mistakes {
            let found = lines(from, to).expect_err(to);
            assert!(found.contains(message), "{to}: {found}");
        }
    }
}
