//! What policies and roles grant, whoever holds them and however it is written.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::runner::Project;

/// The checks, severities and lines of what is found about rights, without what others say already.
fn found(text: &str) -> Vec<(String, String, u64)> {
    let report = Project::new(&[("main.tf", text)]).run(&["scan", ".", "--format", "json"]).json();
    let text = |value: &Value| value.as_str().expect("a string").to_owned();
    let findings = report["findings"].as_array().expect("a list").iter();
    let of = |it: &Value| {
        (text(&it["checkId"]), text(&it["severity"]), it["location"]["start"]["line"].as_u64().expect("a line"))
    };
    let is_on_rights = |check: &str| {
        ["aws-iam-", "azure-authorization-", "gcp-iam-"].iter().any(|part| check.contains(part))
            && !["aws-iam-user", "aws-iam-inline-group-policy", "aws-iam-no-mfa-condition"].contains(&check)
            && check != "aws-iam-user-policy"
    };
    findings.map(of).filter(|(check, ..)| is_on_rights(check)).collect()
}

fn checks(text: &str) -> BTreeSet<String> {
    found(text).into_iter().map(|(check, ..)| check).collect()
}

/// A policy of one statement.
fn policy(statement: &str) -> String {
    format!("resource \"aws_iam_policy\" \"p\" {{\n  policy = jsonencode({{ Statement = [{statement}] }})\n}}\n")
}

/// What allows these actions on everything.
fn allowing(actions: &str) -> String {
    policy(&format!("{{\n    Effect = \"Allow\"\n    Action = [{actions}]\n    Resource = \"*\"\n  }}"))
}

fn worst(text: &str) -> usize {
    let severities = ["info", "low", "medium", "high", "critical"];
    let rank = |severity: &str| severities.iter().position(|known| *known == severity).expect("a severity");
    found(text).iter().map(|(_, severity, _)| rank(severity)).max().unwrap_or_default()
}

#[test]
fn a_wildcard_is_no_milder_than_what_it_grants() {
    let actions = [
        "iam:AddUserToGroup",
        "iam:AttachGroupPolicy",
        "iam:AttachRolePolicy",
        "iam:AttachUserPolicy",
        "iam:CreateAccessKey",
        "iam:CreateLoginProfile",
        "iam:CreatePolicyVersion",
        "iam:DeleteRolePermissionsBoundary",
        "iam:PassRole",
        "iam:PutGroupPolicy",
        "iam:PutRolePolicy",
        "iam:PutUserPolicy",
        "iam:SetDefaultPolicyVersion",
        "iam:UpdateAssumeRolePolicy",
        "iam:UpdateLoginProfile",
        "glue:UpdateDevEndpoint",
        "lambda:UpdateFunctionCode",
        "kms:PutKeyPolicy",
        "s3:GetObject",
        "s3:PutBucketPolicy",
        "secretsmanager:GetSecretValue",
        "ssm:GetParameter",
        "sts:AssumeRole",
        "rds-db:connect",
    ];
    for action in actions {
        let (service, name) = action.split_once(':').expect("an action");
        let single = worst(&allowing(&format!("\"{action}\"")));
        assert!(single >= 2, "{action}");
        let masked = format!("{service}:{}?{}", &name[..3], &name[4..]);
        let wider = [
            "*".to_owned(),
            format!("{service}:*"),
            format!("{service}:{}*", &name[..5]),
            masked,
            action.to_uppercase(),
        ];
        for pattern in wider {
            assert!(worst(&allowing(&format!("\"{pattern}\""))) >= single, "{pattern} for {action}");
        }
        let but = policy("{\n    Effect = \"Allow\"\n    NotAction = [\"support:*\"]\n    Resource = \"*\"\n  }");
        assert!(worst(&but) >= single, "NotAction for {action}");
    }
}

#[test]
fn one_statement_is_few_findings() {
    for (actions, expected) in [
        ("\"*\"", &["aws-iam-admin-policy"][..]),
        ("\"iam:*\"", &["aws-iam-full-iam-access"]),
        ("\"iam:Put*\"", &["aws-iam-privilege-escalation"]),
        ("\"s3:*\", \"ec2:*\", \"sqs:*\"", &["aws-iam-permissions-management"]),
        ("\"lambda:*\"", &["aws-iam-escalation-lambda-update-function-code", "aws-iam-permissions-management"]),
        ("\"xray:*\"", &["aws-iam-service-wildcard"]),
    ] {
        let text = allowing(actions);
        let names: Vec<String> = found(&text).into_iter().map(|(check, ..)| check).collect();
        assert_eq!(names, expected, "{actions}");
        assert!(found(&text).iter().all(|(.., line)| *line == 4), "{actions}");
    }
    let but = policy("{ Effect = \"Allow\", NotAction = [\"s3:*\"], Resource = \"*\" }");
    assert_eq!(found(&but).len(), 1, "{:?}", found(&but));
}

#[test]
fn every_holder_of_a_policy_is_judged_alike() {
    let document = r#"jsonencode({ Statement = [{ Effect = "Allow", Action = "lambda:Update*", Resource = "*" }] })"#;
    let holders = [
        "resource \"aws_iam_policy\" \"p\" {\n  policy = DOCUMENT\n}",
        "resource \"aws_iam_role_policy\" \"p\" {\n  role = \"app\"\n  policy = DOCUMENT\n}",
        "resource \"aws_iam_user_policy\" \"p\" {\n  user = \"app\"\n  policy = DOCUMENT\n}",
        "resource \"aws_iam_group_policy\" \"p\" {\n  group = \"app\"\n  policy = DOCUMENT\n}",
        "resource \"aws_iam_role\" \"p\" {\n  assume_role_policy = \"{}\"\n  inline_policy {\n    name = \"a\"\n    policy = DOCUMENT\n  }\n}",
        "resource \"aws_ssoadmin_permission_set_inline_policy\" \"p\" {\n  instance_arn = \"a\"\n  permission_set_arn = \"b\"\n  inline_policy = DOCUMENT\n}",
        "data \"aws_iam_policy_document\" \"p\" {\n  statement {\n    actions = [\"lambda:Update*\"]\n    resources = [\"*\"]\n  }\n}",
    ];
    for holder in holders {
        let found = checks(&holder.replace("DOCUMENT", document));
        assert!(found.contains("aws-iam-escalation-lambda-update-function-code"), "{holder}: {found:?}");
    }
    let limit = "resource \"aws_organizations_policy\" \"p\" {\n  name = \"a\"\n  content = DOCUMENT\n}";
    assert_eq!(
        checks(&limit.replace("DOCUMENT", document)),
        BTreeSet::new(),
        "what an organization allows grants nothing"
    );
}

#[test]
fn a_boundary_grants_nothing() {
    let limit = allowing("\"*\"");
    let role = |argument: &str| {
        format!("resource \"aws_iam_role\" \"r\" {{\n  assume_role_policy = \"{{}}\"\n{argument}\n}}\n")
    };
    let bounded = role("  permissions_boundary = aws_iam_policy.p.arn");
    assert_eq!(checks(&format!("{limit}{bounded}")), BTreeSet::new());
    let attached = "resource \"aws_iam_role_policy_attachment\" \"a\" {\n  role = aws_iam_role.r.name\n  policy_arn = aws_iam_policy.p.arn\n}\n";
    let found = checks(&format!("{limit}{bounded}{attached}"));
    assert!(found.contains("aws-iam-admin-policy"), "{found:?}");
}
