//! What checks say of several clouds has one severity, whatever the cloud.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use ravelin::check::{Registry, Severity};

/// What a line of `testdata/concepts.txt` says of a check.
struct Member {
    concept: String,
    id: String,
    /// The severity that it has instead of the concept's, where it differs with a reason.
    instead: Option<Severity>,
}

fn members() -> Vec<Member> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/concepts.txt");
    let text = fs::read_to_string(path).expect("UTF-8");
    let mut concept = String::new();
    let mut members = Vec::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let Some(member) = line.strip_prefix("  ") else {
            line.clone_into(&mut concept);
            continue;
        };
        let (id, instead) = match member.split_once(" = ") {
            Some((id, why)) => {
                let (severity, reason) = why.split_once(": ").expect("a severity and a reason");
                assert!(!reason.is_empty(), "{line}");
                (id, Some(Severity::parse(severity).expect("a severity")))
            }
            None => (member, None),
        };
        members.push(Member { concept: concept.clone(), id: id.to_owned(), instead });
    }
    members
}

#[test]
fn one_concept_has_one_severity() {
    let registry = Registry::embedded();
    let mut of_concept: BTreeMap<&str, (Severity, &str)> = BTreeMap::new();
    let mut wrong = Vec::new();
    let members = members();
    for member in &members {
        let Some(check) = registry.checks().iter().find(|check| check.id == member.id) else {
            wrong.push(format!("{}: there is no check `{}`", member.concept, member.id));
            continue;
        };
        let severity = check.severity;
        if member.instead.is_some_and(|instead| instead != severity) {
            wrong.push(format!("{}: {} is {}", member.concept, member.id, severity.as_str()));
        }
        if member.instead.is_none() {
            let (common, first) = of_concept.entry(&member.concept).or_insert((severity, check.id));
            if *common != severity {
                let (common, severity) = (common.as_str(), severity.as_str());
                wrong.push(format!("{}: {first} is {common}, {} is {severity}", member.concept, member.id));
            }
        }
    }
    let stale = members.iter().filter(|member| {
        of_concept.get(member.concept.as_str()).is_none_or(|(common, _)| member.instead == Some(*common))
    });
    wrong.extend(stale.map(|member| format!("{}: {} differs no longer", member.concept, member.id)));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Two checks with one title mean one concept, also where nobody has listed it yet.
#[test]
fn one_title_has_one_severity() {
    let differing: Vec<String> =
        members().into_iter().filter(|member| member.instead.is_some()).map(|member| member.id).collect();
    let mut of_title: BTreeMap<&str, (Severity, &str)> = BTreeMap::new();
    let mut wrong = Vec::new();
    for check in Registry::embedded().checks().iter().filter(|check| !differing.iter().any(|id| id == check.id)) {
        let (common, first) = of_title.entry(check.title).or_insert((check.severity, check.id));
        if *common != check.severity {
            wrong.push(format!("{first} and {}: {}", check.id, check.title));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
