//! Embeds `checks/`: reads every check file, validates it, compiles its logic, and writes one constant for each into
//! `checks.rs`. A mistake in a check file fails the build with the file and line. The files of `checks/frameworks/` go
//! into `frameworks.rs` in the same way, those of `checks/lists/` into `lists.rs`, and the ports of services into
//! `services.rs`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail, ensure};
use serde::Deserialize;

#[path = "src/check/check_files.rs"]
mod check_files;
#[allow(dead_code)]
#[path = "src/check/clause.rs"]
mod clause;
// What the library does not use of these files is used here, and the other way round.
#[allow(dead_code)]
#[path = "src/check/definition.rs"]
mod definition;
#[allow(dead_code)]
#[path = "src/check/examples.rs"]
mod examples;
#[allow(dead_code)]
#[path = "src/check/family.rs"]
mod family;
#[allow(dead_code)]
#[path = "src/check/fix/codegen.rs"]
mod fix;
#[path = "src/compliance/definition.rs"]
mod framework;
#[path = "src/check/lists/definition.rs"]
mod list;
#[allow(dead_code)]
#[path = "src/check/message.rs"]
mod message;
#[allow(dead_code)]
#[path = "src/check/problem.rs"]
mod problem;
#[allow(dead_code, unused_imports)]
#[path = "src/check/query/codegen.rs"]
mod query;
#[allow(dead_code)]
#[path = "src/check/validate.rs"]
mod validate;
#[allow(dead_code, unused_imports, missing_docs)]
#[path = "src/vocabulary/mod.rs"]
mod vocabulary;

use check_files::Check;
use definition::Said;

/// Which service listens where. The shape `network_rules` reads the table that is made of it.
const PORTS: &str = "src/shape/network_rules/ports.yaml";

/// Facts that age, which checks ask.
const LISTS: &str = "checks/lists";

fn main() -> Result<()> {
    let sources = [
        "src/check/check_files.rs",
        "src/check/clause.rs",
        "src/check/definition.rs",
        "src/check/examples.rs",
        "src/check/family.rs",
        "src/check/fix",
        "src/check/lists/definition.rs",
        "src/check/message.rs",
        "src/check/problem.rs",
        "src/check/query",
        "src/check/validate.rs",
        "src/compliance/definition.rs",
        "src/vocabulary",
        PORTS,
    ];
    for path in ["checks", "build.rs"].into_iter().chain(sources) {
        println!("cargo:rerun-if-changed={path}");
    }
    let target = PathBuf::from(std::env::var("OUT_DIR")?);
    fs::write(target.join("services.rs"), services_source().context(PORTS)?)?;
    fs::write(target.join("frameworks.rs"), framework_source(&frameworks()?)?)?;
    let lists = lists()?;
    fs::write(target.join("lists.rs"), list_source(&lists)?)?;
    let known = lists.iter().map(|list| query::List { name: list.name.clone(), of_versions: list.compare.is_some() });
    query::LISTS.get_or_init(|| known.collect());
    let mut files = Vec::new();
    collect(Path::new("checks"), &mut files)?;
    let mut checks = Vec::new();
    let mut mistakes = Vec::new();
    for file in files {
        match check_files::load(&file) {
            Ok(loaded) => checks.extend(loaded),
            Err(error) => mistakes.push(format!("{error:#}")),
        }
    }
    checks.sort_by(|a, b| a.definition.id.cmp(&b.definition.id));
    for pair in checks.windows(2) {
        if pair[0].definition.id == pair[1].definition.id {
            let (id, first, second) = (&pair[0].definition.id, pair[0].path.display(), pair[1].path.display());
            mistakes.push(format!("{first} and {second}: both have the id `{id}`"));
        }
    }
    let ids: BTreeSet<&str> = checks.iter().map(|check| check.definition.id.as_str()).collect();
    for Check { definition, path, .. } in &checks {
        let taken = definition.formerly.iter().find(|id| **id != definition.id && ids.contains(id.as_str()));
        mistakes.extend(taken.map(|id| format!("{}: formerly `{id}`, which another check is called", path.display())));
        let unknown = definition.covers.iter().filter(|id| **id == definition.id || !ids.contains(id.as_str()));
        mistakes.extend(unknown.map(|id| format!("{}: covers `{id}`, which is no other check", path.display())));
    }
    let clauses =
        checks.iter().flat_map(|check| [&check.logic.applies, &check.logic.deny, &check.logic.require]).flatten();
    let used: BTreeSet<&str> = clauses.flat_map(query::Clause::lists).map(|list| list.name.as_str()).collect();
    let unused = lists.iter().filter(|list| !used.contains(list.name.as_str()));
    mistakes.extend(unused.map(|list| format!("{LISTS}/{}.yaml: no check asks it", list.name)));
    if !mistakes.is_empty() {
        bail!("checks that are not valid:\n{}", mistakes.join("\n"));
    }
    fs::write(target.join("checks.rs"), source(&checks)?)?;
    Ok(())
}

/// Every check file below `folder`. Framework files and lists have formats of their own.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.is_dir() {
            if ![Path::new("checks/frameworks"), Path::new(LISTS)].contains(&path.as_path()) {
                collect(&path, files)?;
            }
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            files.push(path);
        }
    }
    Ok(())
}

/// The whole generated file.
fn source(checks: &[Check]) -> Result<String> {
    let mut emitter = query::Emitter::default();
    let mut constants = String::new();
    let mut texts = String::new();
    for (index, check) in checks.iter().enumerate() {
        write_check(&mut constants, index, check, &mut emitter)?;
        write_text(&mut texts, index, check, &mut emitter)?;
    }
    Ok(format!(
        "// Written by the build script from `checks/`.\n\
         use super::lists::embedded as l;\n\
         use super::query as q;\n\
         use super::{{Category, Example, Expectation, ListUse, Severity, Target, Text, WordList, Wording}};\n\
         use crate::vocabulary::{{Platform, Shape}};\n\
         static CHECKS: &[Check] = &[\n{constants}];\n{texts}{}",
        emitter.into_items()
    ))
}

fn write_check(out: &mut String, index: usize, check: &Check, emitter: &mut query::Emitter) -> Result<()> {
    let Check { definition, logic, provider, service, .. } = check;
    let kinds = &definition.on.kinds;
    let target = match &definition.on.shape {
        Some(shape) => format!("Target::Shape(Shape::{shape:?}, &{kinds:?})"),
        None => format!("Target::Kinds(&{kinds:?})"),
    };
    let mut clause = |clause: &Option<query::Clause>| match clause {
        Some(clause) => format!("Some({})", emitter.clause(clause)),
        None => "None".to_owned(),
    };
    let (applies, deny, require) = (clause(&logic.applies), clause(&logic.deny), clause(&logic.require));
    let at: Vec<String> = logic.at.iter().map(|place| emitter.query(place)).collect();
    let list = definition.list().map_or("None".to_owned(), |(role, list)| {
        format!(
            "Some(WordList {{ role: ListUse::{role:?}, parameter: {:?}, about: {:?}, list: {:?}, member: {:?}, otherwise: {:?}, \
             default: &{:?}, example: &{:?} }})",
            list.parameter, list.about, list.list, list.member, list.otherwise, list.default, list.example
        )
    });
    writeln!(
        out,
        "Check {{ id: {:?}, title: {:?}, severity: Severity::{:?}, category: Category::{:?}, provider: {provider:?}, service: {service:?}, \
         target: {target}, applies: {applies}, deny: {deny}, require: {require}, at: &[{}], list: {list}, conceals: {:?}, message: {:?}, \
         text: &TEXT_{index} }},",
        definition.id,
        definition.title,
        definition.severity,
        definition.category,
        at.join(", "),
        definition.conceals,
        definition.message.trim(),
    )?;
    Ok(())
}

fn write_text(out: &mut String, index: usize, check: &Check, emitter: &mut query::Emitter) -> Result<()> {
    let Check { definition, logic, family, .. } = check;
    let mut examples = String::new();
    for case in definition.cases() {
        write!(
            examples,
            "Example {{ expect: Expectation::{:?}, platform: Platform::{:?}, beside: &{:?}, text: {:?}, lines: &{:?}, unfixed: {:?} }}, ",
            case.expect,
            case.platform,
            case.beside.iter().collect::<Vec<_>>(),
            case.text,
            case.lines().map_err(anyhow::Error::msg)?,
            case.unfixed,
        )?;
    }
    let mut wordings = String::new();
    for Said { platform, severity, title, message, why, remedy } in definition.said() {
        write!(
            wordings,
            "Wording {{ platform: Platform::{platform:?}, severity: Severity::{severity:?}, title: {title:?}, message: {message:?}, \
             why: {why:?}, remedy: {remedy:?} }}, "
        )?;
    }
    let (mut absent, mut intended) = (String::new(), String::new());
    for (name, word) in definition.absent.words() {
        write!(absent, "({name:?}, crate::vocabulary::Absence::{word:?}), ")?;
    }
    for (lint, reason) in &definition.intended {
        write!(intended, "(crate::vocabulary::Lint::{lint:?}, {:?}), ", reason.trim())?;
    }
    let fix: Vec<String> = logic.fix.iter().map(|recipe| fix::recipe(recipe, emitter)).collect();
    writeln!(
        out,
        "static TEXT_{index}: Text = Text {{ why: {:?}, remedy: {:?}, wordings: &[{wordings}], fix: &[{}], references: &{:?}, cwe: &{:?}, aliases: &{:?}, related: &{:?}, formerly: &{:?}, covers: &{:?}, \
         absent: &[{absent}], intended: &[{intended}], family: {family:?}, examples: &[{examples}], logic: &{:?} }};",
        definition.why.trim(),
        definition.remedy.trim(),
        fix.join(", "),
        definition.references,
        definition.cwe,
        definition.aliases,
        definition.related,
        definition.formerly,
        definition.covers,
        definition.logic_text(),
    )?;
    Ok(())
}

/// Every framework file, by id.
fn frameworks() -> Result<Vec<framework::Definition>> {
    let mut frameworks = Vec::new();
    let mut mistakes = Vec::new();
    for entry in fs::read_dir("checks/frameworks")? {
        let path = entry?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let text = fs::read_to_string(&path)?;
        let definition: framework::Definition =
            serde_yaml::from_str(&text).with_context(|| path.display().to_string())?;
        match definition.validate(stem) {
            Ok(()) => frameworks.push(definition),
            Err(problems) => mistakes.extend(problems.iter().map(|problem| format!("{}: {problem}", path.display()))),
        }
    }
    if !mistakes.is_empty() {
        bail!("frameworks that are not valid:\n{}", mistakes.join("\n"));
    }
    frameworks.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(frameworks)
}

/// The whole generated file: a constant for each framework and its controls, and the controls of each check.
fn framework_source(frameworks: &[framework::Definition]) -> Result<String> {
    let mut constants = String::new();
    let mut all = String::new();
    let mut controls_of: BTreeMap<&str, String> = BTreeMap::new();
    for (index, definition) in frameworks.iter().enumerate() {
        write_framework(&mut constants, index, definition)?;
        write!(all, "&FRAMEWORK_{index}, ")?;
        for (place, (_, control)) in definition.controls().enumerate() {
            for check in &control.checks {
                write!(controls_of.entry(check).or_default(), "(&FRAMEWORK_{index}, &CONTROLS_{index}[{place}]), ")?;
            }
        }
    }
    let mut index = String::new();
    for (check, controls) in controls_of {
        writeln!(index, "({check:?}, &[{controls}]),")?;
    }
    Ok(format!(
        "// Written by the build script from `checks/frameworks/`.\n\
         {constants}static FRAMEWORKS: &[&Framework] = &[{all}];\n\
         static CONTROLS_OF: &[(&str, &[ControlOf])] = &[\n{index}];\n"
    ))
}

fn write_framework(out: &mut String, index: usize, definition: &framework::Definition) -> Result<()> {
    let count = definition.controls().count();
    writeln!(out, "static CONTROLS_{index}: [Control; {count}] = [")?;
    for (section, control) in definition.controls() {
        writeln!(
            out,
            "Control {{ id: {:?}, section: {:?}, title: {:?}, assessable: Assessable::{:?}, reason: {:?}, basis: {}, lacks: &{:?}, \
             checks: &{:?} }},",
            control.id,
            section.title,
            control.title,
            control.assessable,
            definition.reason(control),
            control.basis.map_or("None".to_owned(), |basis| format!("Some(Basis::{basis:?})")),
            control.lacks,
            control.checks,
        )?;
    }
    let scope: Vec<String> = definition.scope.iter().map(|scope| format!("Scope::{scope:?}")).collect();
    writeln!(
        out,
        "];\nstatic FRAMEWORK_{index}: Framework = Framework {{ id: {:?}, title: {:?}, version: {:?}, publisher: {:?}, \
         link: {:?}, grade: Grade::{:?}, mapping: {:?}, scope: &[{}], controls: &CONTROLS_{index} }};",
        definition.id,
        definition.title,
        definition.version,
        definition.publisher,
        definition.link,
        definition.grade,
        definition.mapping.trim(),
        scope.join(", "),
    )?;
    Ok(())
}

/// Every list, by name.
fn lists() -> Result<Vec<list::Definition>> {
    let mut lists = Vec::new();
    let mut mistakes = Vec::new();
    for entry in fs::read_dir(LISTS)? {
        let path = entry?.path();
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let text = fs::read_to_string(&path)?;
        let read = serde_yaml::from_str(&text).map_err(|error| vec![error.to_string()]);
        match read.and_then(|list: list::Definition| list.validate(stem).map(|()| list)) {
            Ok(list) => lists.push(list),
            Err(problems) => mistakes.extend(problems.iter().map(|problem| format!("{}: {problem}", path.display()))),
        }
    }
    if !mistakes.is_empty() {
        bail!("lists that are not valid:\n{}", mistakes.join("\n"));
    }
    lists.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(lists)
}

/// The whole generated file: a constant for each list.
fn list_source(lists: &[list::Definition]) -> Result<String> {
    let mut constants = String::new();
    let mut all = String::new();
    for list in lists {
        let constant = query::list_constant(&list.name);
        let form = match list.compare {
            Some(compare) => format!(
                "Form::Versions(Versions {{ ends: {:?}, exact: {}, prefix: {:?}, before: {:?}, ended: &{:?}, until: &{:?} }})",
                list.ends.as_deref().unwrap_or_default().trim(),
                compare == list::Compare::Exact,
                list.prefix.as_deref().unwrap_or_default(),
                list.before,
                list.ended,
                list.until.0,
            ),
            None => removed_source(list)?,
        };
        writeln!(
            constants,
            "pub static {constant}: List = List {{ name: {:?}, about: {:?}, as_of: {:?}, sources: &{:?}, form: {form} }};",
            list.name,
            list.about.trim(),
            list.as_of,
            list.sources,
        )?;
        write!(all, "&{constant}, ")?;
    }
    Ok(format!(
        "// Written by the build script from `{LISTS}`.\n\
         {constants}/// Every list, sorted by name.\npub static LISTS: &[&List] = &[{all}];\n"
    ))
}

fn removed_source(list: &list::Definition) -> Result<String> {
    let mut rows = String::new();
    for (api, kinds) in &list.removed.0 {
        for (kind, list::Removal { since, instead }) in &kinds.0 {
            write!(rows, "Removed {{ api: {api:?}, kind: {kind:?}, since: {since:?}, instead: {instead:?} }}, ")?;
        }
    }
    Ok(format!("Form::Removed(&[{rows}])"))
}

/// A row of [`PORTS`].
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Service {
    name: String,
    group: String,
    /// Of both protocols.
    #[serde(default)]
    ports: Vec<serde_yaml::Value>,
    #[serde(default)]
    tcp: Vec<serde_yaml::Value>,
    #[serde(default)]
    udp: Vec<serde_yaml::Value>,
    about: String,
}

/// The whole generated file: one constant with all services.
fn services_source() -> Result<String> {
    let services: Vec<Service> = serde_yaml::from_str(&fs::read_to_string(PORTS)?)?;
    let mut rows = String::new();
    let mut names = BTreeSet::from(["internal", "other"]);
    for Service { name, group, ports: both, tcp, udp, about } in &services {
        let plain = |word: &str| word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        ensure!(plain(name) && plain(group), "`{name}` in `{group}`: must be lower-case letters, digits and `_`");
        ensure!(names.insert(name), "`{name}` is taken");
        ensure!(!about.is_empty(), "`{name}`: says nothing about the service");
        let mut ports = String::new();
        for (protocol, ranges) in [("tcp", both), ("udp", both), ("tcp", tcp), ("udp", udp)] {
            for range in ranges {
                let (first, last) = port_range(range).with_context(|| format!("`{name}`: {range:?} is no range"))?;
                write!(ports, "Ports {{ protocol: {protocol:?}, first: {first}, last: {last} }}, ")?;
            }
        }
        ensure!(!ports.is_empty(), "`{name}`: has no port");
        writeln!(rows, "Service {{ name: {name:?}, group: {group:?}, ports: &[{ports}] }},")?;
    }
    if let Some(service) = services.iter().find(|service| names.contains(service.group.as_str())) {
        bail!("`{}` is a name and a group", service.group);
    }
    Ok(format!("// Written by the build script from `{PORTS}`.\nstatic SERVICES: &[Service] = &[\n{rows}];\n"))
}

/// A port, or two with a hyphen between them.
fn port_range(value: &serde_yaml::Value) -> Option<(u16, u16)> {
    let port = |text: &str| text.parse().ok();
    match value {
        serde_yaml::Value::Number(number) => {
            number.as_u64().and_then(|port| port.try_into().ok()).map(|port| (port, port))
        }
        serde_yaml::Value::String(text) => {
            let (first, last) = text.split_once('-')?;
            Some((port(first)?, port(last)?)).filter(|(first, last)| first < last)
        }
        _ => None,
    }
}
