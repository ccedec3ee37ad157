//! `ravelin checks lint`: each kind of weakness is found in a check that has it, and nothing in one that has none.

use std::collections::BTreeSet;

use ravelin::check::Registry;
use ravelin::lint::lint;

use crate::runner::{Project, Run};

/// A check on `aws_db_instance` with this logic and more fields, one example that fails and one that passes.
fn check(id: &str, fields: &str, fails: &str, passes: &str) -> String {
    let indented = |text: &str| {
        let lines: Vec<String> = text.lines().map(|line| format!("        {line}")).collect();
        lines.join("\n") + "\n"
    };
    format!(
        "id: {id}\ntitle: Something is wrong\nseverity: low\ncategory: resilience\n{fields}\
         message: \"{{address}} is wrong: {{value}}\"\nwhy: Because it is so in {id}.\nremedy: Mend {id}.\n\
         references: [https://example.com/]\nexamples:\n  - fails:\n      terraform: |\n{}  - passes:\n      terraform: |\n{}",
        indented(fails),
        indented(passes)
    )
}

fn database(arguments: &str) -> String {
    format!("resource \"aws_db_instance\" \"a\" {{\n{arguments}\n}}\n")
}

/// Lints one check of the user's own.
fn linted(text: &str) -> Run {
    let project = Project::new(&[("own/own-check.yaml", text), (".git/HEAD", "ref: refs/heads/main\n")]);
    project.run(&["checks", "lint", "--check-dir", "own", "own-check"])
}

/// What must be found: the kind, and a part of the message.
fn finds(text: &str, kind: &str, message: &str) {
    let run = linted(text);
    let expected = format!("own-check: {kind}: ");
    let mut lines = run.stdout.lines().filter(|line| line.starts_with(&expected));
    assert!(lines.any(|line| line.contains(message)), "{kind}: {}\n{}", run.stdout, run.stderr);
    assert_eq!(run.code, 1, "{}", run.stderr);
}

const ON: &str = "on: {kinds: [aws_db_instance]}\n";

#[test]
fn blank_values_count_as_nothing() {
    let of = |require: &str| {
        let fields = format!("{ON}require: {require}\n");
        check("own-check", &fields, &database(""), &database("  kms_key_id = \"arn:aws:kms:k\""))
    };
    finds(&of("$.kms_key_id"), "blank", r#"`kms_key_id = ""` passes like a value in example 2"#);
    let run = linted(&of("\"?set(@.kms_key_id)\""));
    assert_eq!((run.code, run.stdout.trim()), (0, "nothing found"), "{}", run.stderr);
}

#[test]
fn absence_is_said_and_shown() {
    let of = |word: &str, passes: &str| {
        let fields = format!("{ON}deny: \"?@.multi_az == false\"\n{word}");
        check("own-check", &fields, &database("  multi_az = false"), &database(passes))
    };
    finds(&of("", ""), "absence", "does not say what it means that `multi_az` is absent; it passes then");
    finds(&of("absent: unsafe\n", ""), "absence", "is unsafe, and passes then");
    finds(&of("absent: safe\n", "  multi_az = true"), "absence", "no example that passes without `multi_az`");
    finds(
        &of("absent: {multi_az: safe, engine: safe}\n", ""),
        "absence",
        "speaks of the absence of `engine`, of which `deny` asks nothing",
    );
    assert_eq!(linted(&of("absent: safe\n", "")).code, 0);
    assert_eq!(linted(&of("absent: required\n", "  multi_az = true")).code, 0);
}

#[test]
fn values_are_the_same_in_another_type() {
    let of = |deny: &str| {
        let fields = format!("{ON}deny: \"{deny}\"\nabsent: safe\n");
        check("own-check", &fields, &database("  backup_window = \"true\""), &database(""))
    };
    // Only a text has a length.
    finds(&of("?length(@.backup_window) == 4"), "type", "`backup_window = true` gets another verdict");
    assert_eq!(linted(&of("?match(@.backup_window, 'true')")).code, 0);
}

#[test]
fn what_is_there_may_say_no() {
    let fields = format!("{ON}require: $.iam_database_authentication_enabled\n");
    let passes = database("  iam_database_authentication_enabled = true");
    let text = check("own-check", &fields, &database(""), &passes);
    finds(&text, "presence", "`iam_database_authentication_enabled = false` passes in example 2");
}

#[test]
fn guards_do_not_silence() {
    let fields = format!("{ON}where: $.kms_key_id\ndeny: \"?@.port == 3306\"\nabsent: safe\n");
    let fails = database("  kms_key_id = \"k\"\n  port = 3306");
    let text = check("own-check", &fields, &fails, &database("  kms_key_id = \"k\""));
    finds(&text, "guard", "nothing is said of example 1 when `kms_key_id` is not there");
    // What is on purpose has its reason, and says nothing else.
    let meant = text.replace("absent: safe\n", "absent: safe\nintended: {guard: Only with a key.}\n");
    assert_eq!(linted(&meant).code, 0, "{}", linted(&meant).stdout);
    let idle = meant.replace("where: $.kms_key_id\n", "");
    finds(&idle, "guard", "says that `guard` is intended, and nothing of this kind is found");
}

#[test]
fn conditions_are_not_narrow() {
    let of = |deny: &str, fails: &str, passes: &str| {
        let fields = format!("{ON}deny: \"{deny}\"\nabsent: safe\n");
        check("own-check", &fields, &database(fails), &database(passes))
    };
    let everyone = of("$.cidrs[?@ == '0.0.0.0/0']", "  cidrs = [\"0.0.0.0/0\"]", "");
    finds(&everyone, "narrow", "`admits` knows every form of everyone");
    let list = of("?@.engine && !match(@.engine, 'mysql|mariadb|postgres')", "  engine = \"other\"", "");
    finds(&list, "narrow", "takes only mariadb, mysql, postgres");
    let first = of("?@.names[0] == 'root'", "  names = [\"root\"]", "  names = [\"app\"]");
    finds(&first, "narrow", "one good element hides the bad");
    let path = of("?@.path == '/etc'", "  path = \"/etc\"", "");
    finds(&path, "narrow", "`/etc/` is not found in place of `/etc`");
}

#[test]
fn siblings_share_the_attribute() {
    let fields = "on: {kinds: [aws_lb]}\nrequire: \"$.access_logs[?set(@.bucket)]\"\n";
    let balancer = |logs: &str| format!("resource \"aws_lb\" \"a\" {{\n{logs}\n}}\n");
    let text = check("own-check", fields, &balancer(""), &balancer("  access_logs {\n    bucket = \"logs\"\n  }"));
    finds(&text, "sibling", "judges `aws_lb` and not `aws_alb`");
}

#[test]
fn texts_are_of_this_check() {
    let fields = format!("{ON}deny: $.port\nabsent: safe\n");
    let text = check("own-check", &fields, &database("  port = 1"), &database(""));
    let folder = |text: &str| {
        let project = Project::new(&[("own/aws/rds/own-check.yaml", text), (".git/HEAD", "ref: refs/heads/main\n")]);
        project.run(&["checks", "lint", "--check-dir", "own", "own-check"])
    };
    let silent = folder(&text.replace("is wrong: {value}", "is wrong"));
    assert!(silent.stdout.contains("own-check: message: its message does not say the failing value, such as 1"));
    let strange = folder(&text.replace("Mend own-check.", "Use a Google account."));
    assert!(strange.stdout.contains("own-check: provider: its remedy speaks of Google"), "{}", strange.stdout);
    let why = Registry::embedded().find("aws-s3-no-versioning")[0].text.why;
    let repeated = folder(&text.replace("Because it is so in own-check.", &format!("{why:?}")));
    assert!(repeated.stdout.contains("its why is that of aws-s3-no-versioning, word for word"), "{}", repeated.stdout);
    let alias = folder(&text.replace("references:", "aliases: [CKV_AWS_21, CKV_K8S_16]\nreferences:"));
    assert!(alias.stdout.contains("own-check: alias: CKV_K8S_16 is a name of"), "{}", alias.stdout);
}

/// What members of a family share is written once.
#[test]
fn a_family_repeats_nothing() {
    let why = "Whoever finds the database on the internet tries passwords until one of them fits.";
    let text = |id: &str| {
        let fields = format!("{ON}deny: \"?@.multi_az == false\"\nabsent: safe\n");
        let text = check(id, &fields, &database("  multi_az = false"), &database(""));
        text.replacen(&format!("Because it is so in {id}."), why, 1)
    };
    let lint = |files: &[(&str, &str)]| {
        let project = Project::new(&[files, &[(".git/HEAD", "ref: refs/heads/main\n")]].concat());
        project.run(&["checks", "lint", "--check-dir", "own", "own-*", "--kind", "repetition"])
    };
    let both = lint(&[("own/own-check.yaml", &text("own-check")), ("own/own-other.yaml", &text("own-other"))]);
    assert!(both.stdout.contains("own-check: repetition: its why is that of own-other"), "{}", both.stdout);
    let family = text("own-check").replacen("id: own-check\n", "", 1) + "members: {own-check: {}, own-other: {}}\n";
    let family = lint(&[("own/own.yaml", &family)]);
    assert_eq!((family.code, family.stdout.trim()), (0, "nothing found"), "{}", family.stderr);
}

#[test]
fn checks_do_not_contradict_each_other() {
    let fields = format!("{ON}deny: \"?@.publicly_accessible == false\"\nabsent: safe\n");
    let passes = database("  publicly_accessible = true");
    let text = check("own-check", &fields, &database("  publicly_accessible = false"), &passes);
    let fails_absent = text.replace(
        "  - passes:",
        "  - passes:\n      terraform: |\n        resource \"aws_db_instance\" \"b\" {}\n  - passes:",
    );
    finds(&fails_absent, "contradiction", "passes by what aws-rds-public refuses, at publicly_accessible");
}

/// The library has no weakness that it does not name and explain.
#[test]
fn the_library_has_none() {
    let found = lint(&Registry::embedded(), |_| true);
    let lines: BTreeSet<String> =
        found.iter().map(|weakness| format!("{}: {}: {}", weakness.check, weakness.lint, weakness.message)).collect();
    assert!(lines.is_empty(), "{} weaknesses:\n{}", lines.len(), lines.into_iter().collect::<Vec<_>>().join("\n"));
}
