//! Rules that all checks keep together, beyond those that the build holds each one to.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use ravelin::check::{Category, Check, Expectation, Registry, Target};
use ravelin::engine::scan_example;
use ravelin::finding::Finding;
use ravelin::model::Platform;
use ravelin::shape::Shape;

/// The lines of a file of test data that are not comments.
fn lines(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(name);
    let text = fs::read_to_string(path).expect("UTF-8");
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

const fn kinds(check: &Check) -> &'static [&'static str] {
    match check.target {
        Target::Kinds(kinds) | Target::Shape(_, kinds) => kinds,
    }
}

/// A kind that is spelt wrong makes a check that never applies. A kind that is new goes into `testdata/kinds.txt`, once
/// it is looked up.
#[test]
fn every_kind_exists() {
    let known = lines("kinds.txt");
    assert!(known.is_sorted(), "testdata/kinds.txt is not sorted");
    let mut unknown = Vec::new();
    for check in Registry::embedded().checks() {
        for kind in kinds(check).iter().filter(|kind| known.binary_search_by(|known| known.as_str().cmp(kind)).is_err())
        {
            unknown.push(format!("{}: {kind}", check.id));
        }
    }
    assert!(unknown.is_empty(), "not in testdata/kinds.txt:\n{}", unknown.join("\n"));
}

/// The part of an id that says what is wrong, with the hyphen before it.
fn problem_of(check: &Check) -> &'static str {
    let rest = check.id.strip_prefix(check.provider).expect("starts with the provider");
    let of_service = rest.strip_prefix('-').and_then(|rest| rest.strip_prefix(check.service));
    of_service.filter(|rest| rest.starts_with('-')).unwrap_or(rest)
}

/// Ids say the problem, and the same problem in the same words on every provider.
#[test]
fn ids_are_in_one_idiom() {
    let regex = |text: &str| regex::Regex::new(text).expect("an expression");
    let rules: Vec<_> = lines("id-words.txt")
        .iter()
        .map(|line| match line.split_once("  unless  ") {
            Some((refused, unless)) => (regex(refused), Some(regex(unless))),
            None => (regex(line), None),
        })
        .collect();
    let mut wrong = Vec::new();
    for check in Registry::embedded().checks() {
        let problem = problem_of(check);
        let broken = rules.iter().find(|(refused, unless)| {
            refused.is_match(problem) && !unless.as_ref().is_some_and(|unless| unless.is_match(problem))
        });
        wrong.extend(broken.map(|(refused, _)| format!("{}: {refused}", check.id)));
    }
    assert!(wrong.is_empty(), "not in the idiom of docs/checks.md:\n{}", wrong.join("\n"));
}

/// What fails a check on hard-coded credentials is a credential, which no report may show.
#[test]
fn checks_on_credentials_conceal_them() {
    let is_about_credentials = |check: &&&Check| {
        let weaknesses = ["CWE-798", "CWE-321", "CWE-522"];
        check.category == Category::Secrets && check.text.cwe.iter().any(|cwe| weaknesses.contains(cwe))
    };
    let registry = Registry::embedded();
    let of_the_shape = |check: &Check| matches!(check.target, Target::Shape(Shape::Secrets, _));
    let shown = registry.checks().iter().filter(is_about_credentials).filter(|check| !check.conceals);
    let shown: Vec<_> = shown.filter(|check| !of_the_shape(check)).map(|check| check.id).collect();
    assert!(shown.is_empty(), "{shown:?}");
}

/// Pages of the Terraform registry are not a reference for people: they load only with scripts.
#[test]
fn references_can_be_read() {
    let mut wrong = Vec::new();
    for check in Registry::embedded().checks() {
        let bad = |link: &&&str| !link.starts_with("https://") || link.contains("registry.terraform.io");
        wrong.extend(check.text.references.iter().filter(bad).map(|link| format!("{}: {link}", check.id)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What people read is whole sentences, and a message says which resource it speaks of.
#[test]
fn prose_is_whole() {
    let mut wrong = Vec::new();
    let mut rule = |check: &Check, ok: bool, rule: &str| {
        if !ok {
            wrong.push(format!("{}: {rule}", check.id));
        }
    };
    for check in Registry::embedded().checks() {
        rule(check, check.title.chars().count() <= 100, "the title fits a line");
        for text in [check.text.why, check.text.remedy] {
            rule(check, text.ends_with(['.', ')']), "why and remedy end with a full stop");
        }
        rule(check, check.message.contains("{address}"), "the message names the resource");
        rule(check, !check.message.ends_with('.'), "the message has no full stop");
        rule(check, check.text.cwe.iter().collect::<BTreeSet<_>>().len() == check.text.cwe.len(), "each CWE once");
        rule(
            check,
            check.text.aliases.iter().collect::<BTreeSet<_>>().len() == check.text.aliases.len(),
            "each alias once",
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The languages in which resources of a kind are written.
fn platform_of(kind: &str) -> Platform {
    match kind {
        "Dockerfile" => Platform::Dockerfile,
        _ if kind.starts_with("compose_") => Platform::Compose,
        _ if kind.starts_with(|char: char| char.is_ascii_uppercase()) => Platform::Kubernetes,
        _ => Platform::Terraform,
    }
}

/// An example in a language that has nothing of what the check judges passes without saying anything.
#[test]
fn examples_are_in_languages_that_the_check_judges() {
    let mut wrong = Vec::new();
    for check in Registry::embedded().checks() {
        let platforms: BTreeSet<Platform> = match check.target {
            // The kinds of objects are the same, whoever declares them.
            Target::Shape(shape, []) | Target::Shape(shape @ Shape::KubernetesObject, _) => {
                shape.platforms().iter().copied().collect()
            }
            Target::Kinds(kinds) | Target::Shape(_, kinds) => kinds.iter().map(|kind| platform_of(kind)).collect(),
        };
        let strays = check.text.examples.iter().filter(|example| !platforms.contains(&example.platform));
        wrong.extend(strays.map(|example| format!("{}: {}", check.id, example.platform)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether two findings say the same thing twice. They point at the same text of the same resource, and another tool has
/// one rule for both; or they blame the same single value for the same matter. Two things that are missing from one
/// block share its place, and are two faults.
fn is_repetition(a: &Finding, b: &Finding) -> bool {
    let share_alias = a.check.text.aliases.iter().any(|alias| b.check.has_alias(alias));
    let is_leaf = a.value.as_ref().is_some_and(|value| !value.starts_with(['[', '{']));
    let same_value = is_leaf && a.path == b.path && a.check.category == b.check.category;
    a.place == b.place && a.addresses == b.addresses && (share_alias || same_value)
}

/// Who covers others is as bad as they are, or they would stand for themselves, and nobody covers himself.
#[test]
fn checks_cover_what_is_no_worse() {
    let registry = Registry::embedded();
    let by_id: BTreeMap<&str, &Check> = registry.checks().iter().map(|check| (check.id, *check)).collect();
    for check in registry.checks() {
        let (mut open, mut seen) = (vec![check.id], BTreeSet::new());
        while let Some(id) = open.pop() {
            let covered = by_id[id];
            assert!(covered.severity <= check.severity, "{} covers {id}, which is worse", check.id);
            open.extend(covered.text.covers.iter().copied().filter(|id| seen.insert(*id)));
        }
        assert!(!seen.contains(check.id), "{} covers itself", check.id);
    }
}

/// No two checks find the same fault, on any example of any check. Pairs that are meant stand in
/// `testdata/repetitions.txt`, with the reason.
#[test]
fn no_two_checks_find_the_same_fault() {
    let registry = Registry::embedded();
    let meant: BTreeSet<(String, String)> = lines("repetitions.txt")
        .iter()
        .map(|line| {
            let mut words = line.split_whitespace().map(str::to_owned);
            let pair = (words.next().expect("two ids"), words.next().expect("two ids"));
            assert!(pair.0 < pair.1, "{line}: in the order of the ids");
            assert!(words.next().is_some(), "{line}: needs a reason");
            pair
        })
        .collect();
    let mut found: BTreeMap<(String, String), String> = BTreeMap::new();
    for check in registry.checks() {
        for example in check.text.examples.iter().filter(|example| example.expect == Expectation::Fails) {
            let mut outcome = scan_example(example, &registry).outcome;
            outcome.subsume();
            let findings = outcome.findings;
            for (index, a) in findings.iter().enumerate() {
                // Sorted by place, so those at the same place follow each other.
                for b in findings[index + 1..].iter().take_while(|b| b.place == a.place) {
                    if a.check.id != b.check.id && is_repetition(a, b) {
                        let pair = if a.check.id < b.check.id { (a, b) } else { (b, a) };
                        let at = format!("{} on an example of {}", a.path, check.id);
                        found.entry((pair.0.check.id.to_owned(), pair.1.check.id.to_owned())).or_insert(at);
                    }
                }
            }
        }
    }
    let gone: Vec<_> = meant.iter().filter(|pair| !found.contains_key(*pair)).collect();
    let new: Vec<_> =
        found.iter().filter(|(pair, _)| !meant.contains(*pair)).map(|((a, b), at)| format!("{a} {b}: {at}")).collect();
    assert!(new.is_empty(), "{} pairs of checks find the same fault:\n{}", new.len(), new.join("\n"));
    assert!(gone.is_empty(), "in testdata/repetitions.txt, but no longer so: {gone:#?}");
}

/// The list of checks by what it can be asked for.
#[test]
fn the_list_is_filtered() {
    use crate::runner::ravelin;
    let listed = |args: &[&str]| {
        let run = ravelin(&[&["checks", "list", "--format", "json"], args].concat());
        assert_eq!(run.code, 0, "{args:?}: {}", run.stderr);
        run.json().as_array().expect("an array").clone()
    };
    let all = listed(&[]);
    let cases: [(&[&str], &str, &[&str]); 4] = [
        (&["--provider", "docker"], "provider", &["docker"]),
        (&["--severity", "critical,high"], "severity", &["critical", "high"]),
        (&["--category", "logging", "--category", "secrets"], "category", &["logging", "secrets"]),
        (&["--provider", "aws", "--service", "s3"], "service", &["s3"]),
    ];
    for (args, field, values) in cases {
        let rows = listed(args);
        assert!(!rows.is_empty() && rows.len() < all.len(), "{args:?}");
        assert!(rows.iter().all(|row| values.iter().any(|value| row[field] == *value)), "{args:?}");
        let found: BTreeSet<_> = rows.iter().map(|row| row[field].as_str().expect("a string")).collect();
        assert_eq!(found.len(), values.len(), "{args:?}");
    }
    let ids = |args: &[&str]| -> Vec<String> {
        listed(args).iter().map(|row| row["id"].as_str().expect("a string").to_owned()).collect()
    };
    assert!(ids(&["--kind", "aws_security_group"]).contains(&"cloud-network-open-ssh".to_owned()), "through its shape");
    assert!(ids(&["--kind", "kubernetes_deployment_v1"]).contains(&"kubernetes-workload-privileged".to_owned()));
    assert!(!ids(&["--kind", "aws_s3_bucket"]).contains(&"cloud-network-open-ssh".to_owned()));
    assert_eq!(ids(&["--alias", "avd-aws-0107"]), ids(&["--alias", "AWS-0107"]));
    let docker = ids(&["--alias", "CKV_DOCKER_*"]);
    assert!(!docker.is_empty());
    assert!(docker.iter().all(|id| id.starts_with("docker-") || id.starts_with("container-")), "{docker:?}");
    assert!(ids(&["--alias", "no-such-rule"]).is_empty());
    for [filter, word] in
        [["--severity", "hihg"], ["--provider", "awss"], ["--service", "s33"], ["--category", "secrts"]]
    {
        assert_eq!(ravelin(&["checks", "list", filter, word]).code, 2, "{filter} {word}");
    }
    let table = ravelin(&["checks", "list", "--provider", "docker", "--format", "markdown"]).stdout;
    assert_eq!(table.lines().count(), 2 + ids(&["--provider", "docker"]).len());
    let page = ravelin(&["checks", "show", "--format", "markdown", "DL3008"]).stdout;
    assert!(page.starts_with("# ") && page.contains("## Example that fails"), "{page}");
}

/// Checks of the category `secrets` that are not about a literal in code, with what they are about.
const OTHER_SECRETS: [(&str, &str); 19] = [
    ("aws-apigateway-data-trace", "a setting"),
    ("aws-iam-access-key-in-state", "what the provider makes, in the state"),
    ("aws-iam-login-profile-in-state", "what the provider makes, in the state"),
    ("aws-secretsmanager-no-rotation", "rotation"),
    ("aws-secretsmanager-slow-rotation", "rotation"),
    ("aws-ssm-parameter-not-encrypted", "a setting"),
    ("azure-aks-no-secret-rotation", "rotation"),
    ("azure-containerinstance-plain-environment", "which of two arguments is used"),
    ("docker-dockerfile-secret-file", "a file that is copied"),
    (
        "docker-dockerfile-secret-in-arg",
        "a build argument, which the history of the image keeps whatever gives its value",
    ),
    ("gcp-iam-service-account-key", "what the provider makes, in the state"),
    ("gcp-secretmanager-no-rotation", "rotation"),
    ("gcp-sql-postgres-statements-in-log", "a setting"),
    ("github-repository-no-secret-scanning", "a setting"),
    ("gitlab-project-secrets-allowed", "a setting"),
    ("gitlab-variable-unprotected", "a setting"),
    ("kubernetes-cluster-audit-policy-secrets", "a setting"),
    ("kubernetes-cluster-secret-in-manifest", "that a manifest has data at all"),
    ("kubernetes-workload-secret-in-environment", "a reference, and where it is put"),
];

/// All checks on credentials have one rule.
#[test]
fn checks_on_credentials_judge_through_the_shape() {
    let mut others: Vec<&str> = Vec::new();
    for check in Registry::embedded().checks().iter().filter(|check| check.category == Category::Secrets) {
        let asks = check.text.logic.iter().any(|(_, clause)| clause.contains("secret(@"));
        if !asks && !matches!(check.target, Target::Shape(Shape::Secrets, _)) {
            others.push(check.id);
        }
    }
    others.sort_unstable();
    assert_eq!(others, OTHER_SECRETS.map(|(id, _)| id), "ask `secret(…)`, or state here what it is about instead");
}
