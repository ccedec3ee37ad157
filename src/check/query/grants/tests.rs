//! What the documentation of each cloud says of its policies and roles.

use serde_json::{Value as Json, json};

use super::super::grant::grant;
use super::super::term::Term;
use super::grants;
use crate::model::testing::Fixture;
use crate::value::{Truth, Value};

fn answer(of: &Value, asked: &str) -> char {
    let asked = grant(asked.to_owned().leak()).expect("a grant");
    match grants(&asked, Term::Value(of), &|value| value) {
        Truth::True => 'T',
        Truth::False => 'F',
        Truth::Unknown(_) => '?',
    }
}

/// The answers for bodies that are written as `Fixture` reads them.
fn check(rows: &[(Json, &str, char)]) {
    for (of, asked, expected) in rows {
        let body = Fixture::new("x", "x.x", &json!({ "of": of }).to_string()).resource.body;
        let of = body.member("of").expect("a value");
        assert_eq!(answer(of, asked), *expected, "{} {asked}", of.render_uncut());
    }
}

fn allow(actions: &Json, resources: &Json) -> Json {
    json!({"effect": "Allow", "actions": actions, "resources": resources})
}

#[test]
fn actions_of_aws_are_sets() {
    let all = json!(["*"]);
    check(&[
        (allow(&json!(["lambda:UpdateFunctionCode"]), &all), "lambda:UpdateFunctionCode *", 'T'),
        (allow(&json!(["lambda:updatefunctioncode"]), &all), "lambda:UpdateFunctionCode *", 'T'),
        (allow(&json!(["lambda:*"]), &all), "lambda:UpdateFunctionCode *", 'T'),
        (allow(&json!(["lambda:Update*"]), &all), "lambda:UpdateFunctionCode *", 'T'),
        (allow(&json!(["lambda:UpdateFunction?ode"]), &all), "lambda:UpdateFunctionCode *", 'T'),
        (allow(&json!(["*"]), &all), "lambda:UpdateFunctionCode *", 'T'),
        (allow(&json!(["lambda:Get*", "s3:*"]), &all), "lambda:UpdateFunctionCode *", 'F'),
        (allow(&json!(["lambda:Get*", "s3:*"]), &all), "lambda:UpdateFunctionCode|s3:GetObject *", 'T'),
        (allow(&json!(["lambda:UpdateFunctionCode"]), &all), "lambda:* *", 'F'),
        (allow(&json!(["*"]), &all), "*:* *", 'T'),
        (allow(&json!(["*:*"]), &all), "*:* *", 'T'),
        (allow(&json!(["lambda:*"]), &all), "*:* *", 'F'),
        (allow(&json!(["${a}"]), &all), "lambda:UpdateFunctionCode *", '?'),
        (allow(&json!(["lambda:${a}"]), &all), "lambda:UpdateFunctionCode *", '?'),
        (allow(&json!(["s3:${a}"]), &all), "lambda:UpdateFunctionCode *", 'F'),
        (allow(&json!(["${a}", "lambda:*"]), &all), "lambda:UpdateFunctionCode *", 'T'),
        (allow(&json!({"$either": [["lambda:*"], ["s3:*"]]}), &all), "lambda:UpdateFunctionCode *", '?'),
        (allow(&json!([{"$either": ["lambda:*", "*"]}]), &all), "lambda:UpdateFunctionCode *", 'T'),
        (json!({"effect": "Deny", "actions": ["*"], "resources": ["*"]}), "lambda:UpdateFunctionCode *", 'F'),
        (json!({"effect": "${e}", "actions": ["*"], "resources": ["*"]}), "lambda:UpdateFunctionCode *", '?'),
        (json!({"actions": ["*"], "resources": ["*"]}), "lambda:UpdateFunctionCode *", 'F'),
        (json!("lambda:Update*"), "lambda:UpdateFunctionCode", 'T'),
        (json!(["s3:*", "lambda:Update*"]), "lambda:UpdateFunctionCode", 'T'),
        (json!("lambda:${a}"), "lambda:UpdateFunctionCode", '?'),
        (json!(7), "lambda:UpdateFunctionCode", 'F'),
    ]);
}

#[test]
fn not_action_and_not_resource_are_all_but_a_few() {
    let but = |actions: Json| json!({"effect": "Allow", "not_actions": actions, "resources": ["*"]});
    check(&[
        (but(json!(["s3:*"])), "iam:PassRole *", 'T'),
        (but(json!(["iam:*", "organizations:*"])), "iam:PassRole *", 'F'),
        (but(json!(["iam:Create*"])), "iam:PassRole *", 'T'),
        (but(json!(["iam:Create*"])), "iam:* *", 'F'),
        (but(json!(["s3:*"])), "*:* *", 'F'),
        (but(json!(["${a}"])), "iam:PassRole *", '?'),
        (but(json!([])), "iam:PassRole *", 'T'),
        (
            json!({"effect": "Allow", "actions": ["iam:*"], "not_resources": ["arn:aws:iam::1:role/admin"]}),
            "iam:PassRole arn:aws:iam:::role/*",
            'T',
        ),
        (
            json!({"effect": "Allow", "actions": ["iam:*"], "not_resources": ["arn:aws:iam::*:role/*"]}),
            "iam:PassRole arn:aws:iam:::role/*",
            'F',
        ),
        (json!({"effect": "Allow", "actions": ["iam:*"]}), "iam:PassRole *", 'F'),
        (json!({"effect": "Allow", "actions": ["iam:*"]}), "iam:PassRole", 'T'),
    ]);
}

#[test]
fn resources_are_all_of_a_kind() {
    let on = |resource: &str| allow(&json!(["iam:*"]), &json!([resource]));
    let roles = "iam:PassRole arn:aws:iam:::role/*";
    check(&[
        (on("*"), roles, 'T'),
        (on("arn:aws:iam::123456789012:role/*"), roles, 'T'),
        (on("arn:aws:iam::*:role/*"), roles, 'T'),
        (on("arn:aws:iam::${account}:role/*"), roles, 'T'),
        (on("arn:aws-cn:iam::*:*"), roles, 'T'),
        (on("arn:aws:iam::123456789012:role/app"), roles, 'F'),
        (on("arn:aws:iam::123456789012:role/app-*"), roles, 'F'),
        (on("arn:aws:iam::123456789012:role/app-${name}"), roles, 'F'),
        (on("arn:aws:iam::123456789012:user/*"), roles, 'F'),
        (on("arn:aws:s3:::*"), roles, 'F'),
        (on("arn:aws:*"), roles, 'T'),
        (on("${aws_iam_role.a.arn}"), roles, 'F'),
        (on("${r}"), roles, '?'),
        (on("arn:aws:iam::123456789012:role/*"), "iam:PassRole *", 'F'),
        (on("arn:aws:iam::1:role/*"), "iam:PassRole arn:aws:iam:::role/*", 'T'),
        (allow(&json!(["s3:*"]), &json!(["arn:aws:s3:::*"])), "s3:GetObject arn:aws:s3:::*/*", 'T'),
        (allow(&json!(["s3:*"]), &json!(["arn:aws:s3:::data/*"])), "s3:GetObject arn:aws:s3:::*/*", 'F'),
        (allow(&json!(["s3:*"]), &json!(["arn:*:*:*:*:*"])), "s3:GetObject *", 'T'),
    ]);
}

#[test]
fn what_the_document_denies_is_not_granted() {
    let but = |denial: Json| json!({"effect": "Allow", "actions": ["iam:*"], "resources": ["*"], "denials": [denial]});
    let roles = "iam:PassRole arn:aws:iam:::role/*";
    check(&[
        (but(json!({"effect": "Deny", "actions": ["iam:PassRole"], "resources": ["*"]})), roles, 'F'),
        (but(json!({"effect": "Deny", "actions": ["iam:Pass*"], "resources": ["arn:aws:iam::*:role/*"]})), roles, 'F'),
        (
            but(json!({"effect": "Deny", "actions": ["iam:PassRole"], "resources": ["arn:aws:iam::1:role/a"]})),
            roles,
            'T',
        ),
        (but(json!({"effect": "Deny", "actions": ["iam:CreateUser"], "resources": ["*"]})), roles, 'T'),
        (but(json!({"effect": "Deny", "actions": ["iam:CreateUser"], "resources": ["*"]})), "iam:* *", 'T'),
        (but(json!({"effect": "Deny", "not_actions": ["iam:Get*"], "resources": ["*"]})), roles, 'F'),
        (but(json!({"effect": "Deny", "actions": ["${a}"], "resources": ["*"]})), roles, '?'),
        (
            but(json!({"effect": "Deny", "actions": ["iam:PassRole"], "resources": ["*"]})),
            "iam:PassRole|iam:CreateUser *",
            'T',
        ),
    ]);
}

#[test]
fn policies_of_aws_are_known_by_their_arn() {
    check(&[
        (json!("arn:aws:iam::aws:policy/AdministratorAccess"), "*:*", 'T'),
        (json!("arn:${partition}:iam::aws:policy/AdministratorAccess"), "*:*", 'T'),
        (json!("arn:aws-us-gov:iam::aws:policy/IAMFullAccess"), "iam:*", 'T'),
        (json!("arn:aws:iam::aws:policy/IAMFullAccess"), "*:*", 'F'),
        (json!("arn:aws:iam::aws:policy/PowerUserAccess"), "lambda:UpdateFunctionCode", 'T'),
        (json!("arn:aws:iam::aws:policy/PowerUserAccess"), "iam:PassRole", 'F'),
        (json!("arn:aws:iam::aws:policy/PowerUserAccess"), "*:*", 'F'),
        (json!("arn:aws:iam::aws:policy/ReadOnlyAccess"), "iam:PassRole", 'F'),
        (json!("arn:aws:iam::123456789012:policy/AdministratorAccess"), "*:*", 'F'),
        (json!("${aws_iam_policy.a.arn}"), "*:*", 'F'),
        (json!("${arn}"), "*:*", '?'),
    ]);
}

#[test]
fn roles_of_azure_grant_actions_less_not_actions() {
    let assign = "Microsoft.Authorization/roleAssignments/write";
    let role = |actions: Json, not_actions: Json| json!({"actions": actions, "not_actions": not_actions});
    check(&[
        (role(json!(["*"]), json!([])), assign, 'T'),
        (role(json!(["*"]), json!([])), "*", 'T'),
        (role(json!(["*"]), json!(["Microsoft.Authorization/*/write"])), assign, 'F'),
        (role(json!(["*"]), json!(["Microsoft.Authorization/*/write"])), "*", 'F'),
        (role(json!(["*"]), json!(["Microsoft.Compute/*"])), assign, 'T'),
        (role(json!(["microsoft.authorization/*"]), json!([])), assign, 'T'),
        (role(json!(["*/write"]), json!([])), assign, 'T'),
        (role(json!(["*/read"]), json!([])), assign, 'F'),
        (role(json!(["Microsoft.Authorization/*/read"]), json!([])), assign, 'F'),
        (role(json!(["${a}"]), json!([])), assign, '?'),
        (role(json!(["*"]), json!(["${a}"])), assign, '?'),
        (json!({"data_actions": ["*"]}), assign, 'F'),
        (json!({"role_definition_name": "Owner"}), assign, 'T'),
        (json!({"role_definition_name": "owner"}), "*", 'T'),
        (json!({"role_definition_name": "Contributor"}), assign, 'F'),
        (json!({"role_definition_name": "Contributor"}), "Microsoft.Compute/virtualMachines/write", 'T'),
        (json!({"role_definition_name": "User Access Administrator"}), assign, 'T'),
        (json!({"role_definition_name": "Storage Blob Data Reader"}), assign, 'F'),
        (
            json!({"role_definition_id": "/subscriptions/x/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635"}),
            assign,
            'T',
        ),
        (json!({"role_definition_name": "${name}"}), assign, '?'),
        (json!("Owner"), assign, 'T'),
        (json!("Microsoft.Authorization/*"), assign, 'T'),
    ]);
}

#[test]
fn roles_of_google_have_their_permissions() {
    check(&[
        (json!({"role": "roles/owner"}), "resourcemanager.projects.setIamPolicy", 'T'),
        (json!({"role": "roles/editor"}), "resourcemanager.projects.setIamPolicy", 'F'),
        (json!({"role": "roles/editor"}), "iam.serviceAccounts.actAs", 'T'),
        (json!({"role": "roles/viewer"}), "iam.serviceAccounts.actAs", 'F'),
        (json!({"role": "roles/iam.serviceAccountTokenCreator"}), "iam.serviceAccounts.getAccessToken", 'T'),
        (json!({"role": "roles/iam.securityAdmin"}), "resourcemanager.folders.setIamPolicy", 'T'),
        (json!({"role": "${role}"}), "iam.serviceAccounts.actAs", '?'),
        (json!({"role": "organizations/1/roles/own"}), "iam.serviceAccounts.actAs", 'F'),
        (json!({"permissions": ["iam.serviceAccounts.actAs"]}), "iam.serviceAccounts.actAs", 'T'),
        (json!({"permissions": ["iam.serviceAccounts.*"]}), "iam.serviceAccounts.actAs", 'F'),
        (json!("iam.serviceAccounts.actAs"), "iam.serviceAccounts.get|iam.serviceAccounts.actAs", 'T'),
    ]);
}
