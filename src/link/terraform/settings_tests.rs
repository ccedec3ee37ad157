//! Settings of accounts: for what they hold.

use super::rows_tests::state;
use super::settings::{Row, SETTINGS};
use super::*;
use crate::frontend::terraform::tests::Loaded;
use crate::model::ATTACHED;

/// The files of a root, in which `KIND` is the setting and `TARGET` a kind for which it holds; what the target then has of
/// it, where it holds for a region and where it does not.
type Case = (&'static [(&'static str, &'static str)], [&'static str; 2]);

const CASES: &[Case] = &[
    (&[("main.tf", "resource \"TARGET\" \"t\" {}\nresource \"KIND\" \"s\" {}")], ["attached"; 2]),
    (&[("main.tf", "resource \"TARGET\" \"t\" {}")], ["none"; 2]),
    // One configuration, by whatever name.
    (
        &[(
            "main.tf",
            "resource \"TARGET\" \"t\" {\n provider = aws.x\n}\nresource \"KIND\" \"s\" {\n provider = \"aws.x\"\n}\n\
             provider \"aws\" {\n alias = \"x\"\n}",
        )],
        ["attached"; 2],
    ),
    (
        &[(
            "main.tf",
            "resource \"TARGET\" \"t\" {\n provider = aws\n}\nresource \"KIND\" \"s\" {}\nprovider \"aws\" {}",
        )],
        ["attached"; 2],
    ),
    // Another one.
    (
        &[(
            "main.tf",
            "resource \"TARGET\" \"t\" {\n provider = aws.x\n}\nresource \"KIND\" \"s\" {}\nprovider \"aws\" {\n alias = \"x\"\n}",
        )],
        ["open"; 2],
    ),
    (
        &[(
            "main.tf",
            "resource \"TARGET\" \"t\" {\n provider = aws.x\n}\nresource \"KIND\" \"s\" {}\n\
             provider \"aws\" {\n region = \"eu-west-1\"\n}\n\
             provider \"aws\" {\n alias = \"x\"\n region = \"us-east-1\"\n}",
        )],
        ["none", "open"],
    ),
    (
        &[(
            "main.tf",
            "variable \"r\" {}\nresource \"TARGET\" \"t\" {\n provider = aws.x\n}\nresource \"KIND\" \"s\" {}\n\
             provider \"aws\" {\n region = \"eu-west-1\"\n}\n\
             provider \"aws\" {\n alias = \"x\"\n region = var.r\n}",
        )],
        ["open"; 2],
    ),
    // One that is chosen by a key.
    (
        &[(
            "main.tf",
            "resource \"TARGET\" \"t\" {\n provider = aws.x[\"a\"]\n}\nresource \"KIND\" \"s\" {\n provider = aws.x[\"a\"]\n}",
        )],
        ["open"; 2],
    ),
    // A region of their own.
    (
        &[("main.tf", "resource \"TARGET\" \"t\" {\n region = \"us-east-1\"\n}\nresource \"KIND\" \"s\" {}")],
        ["open", "attached"],
    ),
    (
        &[(
            "main.tf",
            "resource \"TARGET\" \"t\" {\n region = \"us-east-1\"\n}\nresource \"KIND\" \"s\" {}\n\
             provider \"aws\" {\n region = \"eu-west-1\"\n}",
        )],
        ["none", "attached"],
    ),
    (
        &[(
            "main.tf",
            "variable \"r\" {}\nresource \"TARGET\" \"t\" {\n region = var.r\n}\nresource \"KIND\" \"s\" {\n region = var.r\n}",
        )],
        ["attached"; 2],
    ),
    // Modules.
    (
        &[
            ("main.tf", "module \"m\" {\n source = \"./m\"\n}\nresource \"KIND\" \"s\" {}"),
            ("m/main.tf", "resource \"TARGET\" \"t\" {}"),
        ],
        ["attached"; 2],
    ),
    (
        &[
            (
                "main.tf",
                "module \"m\" {\n for_each = toset([\"a\"])\n source = \"./m\"\n}\nresource \"TARGET\" \"t\" {}",
            ),
            ("m/main.tf", "resource \"KIND\" \"s\" {}"),
        ],
        ["attached"; 2],
    ),
    (
        &[
            (
                "main.tf",
                "module \"m\" {\n source = \"./m\"\n providers = {\n  aws = aws.x\n }\n}\nresource \"KIND\" \"s\" {\n provider = aws.x\n}",
            ),
            ("m/main.tf", "resource \"TARGET\" \"t\" {}"),
        ],
        ["attached"; 2],
    ),
    (
        &[
            (
                "main.tf",
                "module \"m\" {\n source = \"./m\"\n providers = { aws.a = aws.x, aws = aws }\n}\nresource \"KIND\" \"s\" {}",
            ),
            ("m/main.tf", "resource \"TARGET\" \"t\" {\n provider = aws.a\n}"),
        ],
        ["open"; 2],
    ),
    (
        &[
            (
                "main.tf.json",
                "{\"module\": {\"m\": {\"source\": \"./m\", \"providers\": {\"aws\": \"aws.x\"}}}, \"resource\": {\"KIND\": {\"s\": {}}}}",
            ),
            ("m/main.tf", "resource \"TARGET\" \"t\" {}"),
        ],
        ["open"; 2],
    ),
    // A module with a provider of its own, and one that is not told which.
    (
        &[
            ("main.tf", "module \"m\" {\n source = \"./m\"\n}\nresource \"KIND\" \"s\" {}"),
            ("m/main.tf", "provider \"aws\" {}\nresource \"TARGET\" \"t\" {}"),
        ],
        ["open"; 2],
    ),
    (
        &[
            ("main.tf", "module \"m\" {\n source = \"./m\"\n}\nresource \"KIND\" \"s\" {}"),
            ("m/main.tf", "resource \"TARGET\" \"t\" {\n provider = aws.a\n}"),
        ],
        ["open"; 2],
    ),
];

fn linked(files: &[(&str, &str)], row: &Row, target: &str) -> Vec<Resource> {
    let files: Vec<(&str, String)> =
        files.iter().map(|(path, text)| (*path, text.replace("KIND", row.kind).replace("TARGET", target))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let mut resources = Loaded::new(&files).output.resources;
    link(&mut resources);
    resources
}

#[test]
fn every_setting_holds_for_one_configuration_of_the_provider() {
    for row in SETTINGS {
        for (target, (files, expected)) in row.targets.iter().flat_map(|it| CASES.iter().map(move |case| (it, case))) {
            let resources = linked(files, row, target);
            let found = resources.iter().find(|resource| &*resource.kind == *target).expect("it is declared");
            let found = state(&resources, &found.address, row.role);
            assert_eq!(found, expected[usize::from(!row.regional)], "{target} {}: {files:?}", row.kind);
        }
    }
}

#[test]
fn settings_are_sorted_and_documented() {
    assert!(SETTINGS.is_sorted_by_key(|row| row.kind));
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/checks.md");
    let text = std::fs::read_to_string(path).expect("the documentation is there");
    for row in SETTINGS {
        assert!(row.targets.is_sorted(), "{}", row.kind);
        let targets: Vec<String> = row.targets.iter().map(|target| format!("`{target}`")).collect();
        let line = format!("| {} | `{}` | `{}`", targets.join(", "), row.role, row.kind);
        assert!(text.lines().any(|it| it.starts_with(&line)), "{line}");
    }
}

/// The block of another account is not that of this one.
#[test]
fn a_setting_may_be_that_of_another_account() {
    let row = SETTINGS.iter().find(|row| row.kind == "aws_s3_account_public_access_block").expect("a row");
    let table =
        [("data.aws_caller_identity.c.account_id", "attached"), ("\"123456789012\"", "open"), ("var.account", "open")];
    for (account, expected) in table {
        let text = format!(
            "variable \"account\" {{}}\ndata \"aws_caller_identity\" \"c\" {{}}\n\
             resource \"TARGET\" \"t\" {{}}\nresource \"KIND\" \"s\" {{\n  account_id = {account}\n}}"
        );
        let resources = linked(&[("main.tf", &text)], row, "aws_s3_bucket");
        assert_eq!(state(&resources, "aws_s3_bucket.t", row.role), expected, "{account}");
    }
}

/// The rules of a registry are those whose filter fits the repository.
#[test]
fn filters_choose_repositories() {
    let row = SETTINGS.iter().find(|row| row.kind == "aws_ecr_registry_scanning_configuration").expect("a row");
    let table = [
        ("\"*\"", "\"app\"", "1"),
        ("\"*\"", "var.x", "1"),
        ("\"prod\"", "\"repo-prod-repo\"", "1"),
        ("\"*prod\"", "\"repo-prod\"", "1"),
        ("\"*prod\"", "\"prod-repo\"", "0"),
        ("\"prod*\"", "\"prodrepo\"", "1"),
        ("\"prod*repo\"", "\"prodrepo\"", "1"),
        ("\"prod*repo\"", "\"repo-prod\"", "0"),
        ("\"prod*\"", "\"prod-${var.x}\"", "1"),
        ("\"prod*\"", "\"${var.x}-prod\"", "0…"),
        ("\"prod*\"", "var.x", "0…"),
        ("var.x", "\"app\"", "0…"),
    ];
    for (filter, name, expected) in table {
        let text = format!(
            "variable \"x\" {{}}\nresource \"TARGET\" \"t\" {{\n  name = {name}\n}}\n\
             resource \"KIND\" \"s\" {{\n  scan_type = \"BASIC\"\n  rule {{\n    scan_frequency = \"SCAN_ON_PUSH\"\n\
             \x20   repository_filter {{\n      filter      = {filter}\n      filter_type = \"WILDCARD\"\n    }}\n  }}\n}}"
        );
        let resources = linked(&[("main.tf", &text)], row, "aws_ecr_repository");
        let body = &resources.iter().find(|it| &*it.kind == "aws_ecr_repository").expect("it is declared").body;
        let roles = body.member(ATTACHED).expect("attached");
        let settings = roles.member(row.role).and_then(Value::as_list).expect("a list");
        let kept = settings.items[0].member("rule").and_then(Value::as_list).expect("rules");
        let found = format!("{}{}", kept.items.len(), if kept.rest.is_some() { "…" } else { "" });
        assert_eq!(found, expected, "{filter} on {name}");
    }
}
