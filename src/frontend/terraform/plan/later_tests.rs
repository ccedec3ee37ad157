//! Plans with what Terraform has since 1.7 and `OpenTofu` since 1.7: `removed` and `import` blocks, deferred changes,
//! ephemeral values, write-only arguments, actions; and the instances that expressions refer to.

use super::tests::{configuration, load, plan, resource, unknown};
use crate::frontend::terraform::tests::Loaded;

/// A change with these actions and other members.
fn change(address: &str, actions: &str, others: &str) -> String {
    let address = address.replace('"', "\\\"");
    format!(r#"{{"address": "{address}", "change": {{"actions": [{actions}] {others}}}}}"#)
}

fn changes(changes: &[String]) -> String {
    format!(r#""resource_changes": [{}],"#, changes.join(","))
}

#[test]
fn what_is_forgotten_is_not_judged() {
    let bare = |address: &str| resource(address, "{}").replace(r#", "values": {}"#, "");
    let addresses = ["aws_s3_bucket.gone", "aws_s3_bucket.g[0]", "module.m.aws_s3_bucket.gone", "aws_s3_bucket.kept"];
    let resources = addresses.map(bare).join(",");
    let forgotten = addresses[..3].iter().map(|address| change(address, r#""forget""#, ""));
    let kept = change(addresses[3], r#""create", "forget""#, "");
    let loaded = load(&resources, &changes(&forgotten.chain([kept]).collect::<Vec<_>>()));
    assert_eq!(loaded.addresses(), ["aws_s3_bucket.kept"]);
}

#[test]
fn what_is_forgotten_stays_out_of_the_source_too() {
    let source = "resource \"aws_s3_bucket\" \"a\" {\n  bucket = var.x\n}\nvariable \"x\" {}\n\
                  removed {\n  from = aws_s3_bucket.gone\n  lifecycle {\n    destroy = false\n  }\n}\n";
    let resources = [resource("aws_s3_bucket.a", r#"{"bucket": "a"}"#), resource("aws_s3_bucket.gone", "{}")].join(",");
    let changes = changes(&[change("aws_s3_bucket.gone", r#""forget""#, "")]);
    let configured = configuration(&[("aws_s3_bucket.a", "{}")], "");
    let loaded =
        Loaded::new(&[("main.tf", source), ("plan.json", &plan(&resources, &format!("{changes}{configured}")))]);
    assert_eq!(loaded.addresses(), ["aws_s3_bucket.a", "var.x"]);
    assert_eq!(loaded.value("aws_s3_bucket.a", "bucket").render(), "a");
}

#[test]
fn deferred_changes_are_judged_by_what_is_known_of_them() {
    let deferred = r#""deferred_changes": [
        {"reason": "instance_count_unknown", "resource_change": {"address": "aws_s3_bucket.d[\"*\"]",
          "mode": "managed", "type": "aws_s3_bucket", "name": "d", "change": {"actions": ["create"],
          "after": {"acl": "public-read", "tags": null}, "after_unknown": {"bucket": true}}}},
        {"reason": "provider_config_unknown", "resource_change": {"address": "aws_s3_bucket.e",
          "mode": "managed", "type": "aws_s3_bucket", "name": "e", "change": {"actions": ["create"], "after": null}}},
        {"reason": "absent_prereq", "resource_change": null}, {"resource_change": {"address": 7}}, null],"#;
    let loaded = load(&resource("aws_s3_bucket.a", "{}"), &format!("{}{deferred}", changes(&[])));
    assert_eq!(loaded.addresses(), ["aws_s3_bucket.a", "aws_s3_bucket.d[\"*\"]", "aws_s3_bucket.e"]);
    let value = |name| loaded.value("aws_s3_bucket.d[\"*\"]", name);
    assert_eq!(value("acl").as_str(), Some("public-read"));
    assert!(value("bucket").as_unknown().is_some());
}

#[test]
fn drift_imports_and_actions_add_no_resources() {
    let others = r#""resource_drift": [{"address": "aws_s3_bucket.a", "mode": "managed", "type": "aws_s3_bucket",
          "name": "a", "change": {"actions": ["update"], "after": {"acl": "public-read"}, "after_unknown": {"bucket": true}}}],
        "action_invocations": [{"address": "action.aws_lambda_invoke.x", "type": "aws_lambda_invoke", "name": "x",
          "config_values": {"payload": "{}"}}],
        "deferred_action_invocations": [{"reason": "deferred_prereq", "action_invocation": {}}],
        "checks": [], "relevant_attributes": [],"#;
    let imported = change("aws_s3_bucket.a", r#""no-op""#, r#", "importing": {"id": "logs"}, "generated_config": "x""#);
    let configured = configuration(
        &[("aws_s3_bucket.a", r#"{"bucket": {"references": ["action.aws_lambda_invoke.x"]}}"#)],
        r#", "actions": [{"address": "action.aws_lambda_invoke.x", "type": "aws_lambda_invoke", "name": "x"}]"#,
    );
    let loaded = load(
        &resource("aws_s3_bucket.a", r#"{"bucket": "logs", "acl": "private"}"#),
        &format!("{others}{}{configured}", changes(&[imported])),
    );
    assert_eq!(loaded.addresses(), ["aws_s3_bucket.a"]);
    assert_eq!(loaded.value("aws_s3_bucket.a", "acl").as_str(), Some("private"));
    assert_eq!(loaded.value("aws_s3_bucket.a", "bucket").as_str(), Some("logs"));
}

#[test]
fn write_only_arguments_are_there_though_no_plan_has_their_values() {
    let values = r#"{"a_wo": null, "b_wo": null, "c_wo": null, "d_wo": null, "plain": null}"#;
    let configured = configuration(
        &[(
            "aws_db_instance.d",
            r#"{"a_wo": {"constant_value": "text"}, "c_wo": {"references": ["var.absent"]}, "plain": {"references": ["var.p"]},
              "b_wo": {"references": ["ephemeral.random_password.p.result", "ephemeral.random_password.p"]}}"#,
        )],
        "",
    );
    let loaded = load(&resource("aws_db_instance.d", values), &configured);
    assert_eq!(loaded.value("aws_db_instance.d", "a_wo").as_str(), Some("text"));
    assert_eq!(loaded.text(loaded.value("aws_db_instance.d", "a_wo").span), "\"text\"");
    let (why, references) = unknown(loaded.value("aws_db_instance.d", "b_wo"));
    assert!(why.nullable);
    assert_eq!(references, ["ephemeral.random_password.p.result"]);
    assert!(loaded.value("aws_db_instance.d", "c_wo").as_unknown().is_some());
    assert_eq!(loaded.resource("aws_db_instance.d").body.as_map().map(crate::value::Map::len), Some(3));
}

/// What the `bucket` of each resource refers to, where a plan has these resources and says that they refer to this.
fn referred(planned: &[&str], own: &str, references: &str) -> Vec<String> {
    let resources: Vec<String> = planned.iter().map(|address| resource(address, "{}")).collect();
    let known = change(own, r#""create""#, r#", "after_unknown": {"bucket": true}"#);
    let bare = crate::value::Address::new(own).without_keys();
    let expressions = format!(r#"{{"bucket": {{"references": [{references}]}}}}"#);
    let configured = configuration(&[(&bare, &expressions)], "");
    let resources = [resources.join(","), resource(own, "{}")].join(",");
    let loaded = load(&resources, &format!("{}{configured}", changes(&[known])));
    unknown(loaded.value(own, "bucket")).1
}

#[test]
fn a_reference_by_the_own_key_is_to_the_instance_with_that_key() {
    let named = ["aws_s3_bucket.b[\"x\"]", "aws_s3_bucket.b[\"y\"]"];
    let numbered = ["aws_s3_bucket.b[0]", "aws_s3_bucket.b[1]"];
    let keyed = |own: &str, references: &str| {
        let planned = if own.contains('"') { named } else { numbered };
        referred(&planned, own, references)
    };
    let each = r#""aws_s3_bucket.b", "each.key""#;
    assert_eq!(keyed("aws_v.v[\"y\"]", each), ["aws_s3_bucket.b[\"y\"]"]);
    assert_eq!(keyed("aws_v.v[\"z\"]", each), ["aws_s3_bucket.b"]);
    assert_eq!(keyed("aws_v.v[1]", r#""aws_s3_bucket.b", "count.index""#), ["aws_s3_bucket.b[1]"]);
    assert_eq!(keyed("aws_v.v[1]", r#""aws_s3_bucket.b", "local.which""#), ["aws_s3_bucket.b"]);
    assert_eq!(keyed("aws_v.v[\"y\"]", r#""aws_s3_bucket.b", "each.value.other", "each.value""#), ["aws_s3_bucket.b"]);
    let exact = r#""aws_s3_bucket.b[\"x\"].id", "aws_s3_bucket.b[\"x\"]", "aws_s3_bucket.b""#;
    assert_eq!(keyed("aws_v.v[\"y\"]", exact), ["aws_s3_bucket.b[\"x\"].id"]);
}

#[test]
fn a_module_instance_by_the_own_key_is_followed_into_its_outputs() {
    let child = |key: &str| {
        let bucket = resource(&format!("module.m[\"{key}\"].aws_s3_bucket.b"), "{}");
        format!(r#"{{"address": "module.m[\"{key}\"]", "resources": [{bucket}]}}"#)
    };
    let own = resource("aws_v.v[\"y\"]", "{}");
    let configured = configuration(
        &[("aws_v.v", r#"{"bucket": {"references": ["module.m", "each.key"]}}"#)],
        r#", "module_calls": {"m": {"module": {"outputs": {"id": {"expression": {"references":
             ["aws_s3_bucket.b.id", "aws_s3_bucket.b"]}}}, "resources": [{"address": "aws_s3_bucket.b", "expressions": {}}]}}}"#,
    );
    let known = changes(&[change("aws_v.v[\"y\"]", r#""create""#, r#", "after_unknown": {"bucket": true}"#)]);
    let text = plan(&own, &format!("{known}{configured}"));
    let children = format!(r#""child_modules": [{}, {}], "resources""#, child("x"), child("y"));
    let loaded = Loaded::new(&[("plan.json", &text.replacen(r#""resources""#, &children, 1))]);
    let references = unknown(loaded.value("aws_v.v[\"y\"]", "bucket")).1;
    assert_eq!(references, ["module.m[\"y\"].aws_s3_bucket.b.id"]);
}

#[test]
fn broken_parts_are_passed_over() {
    let table = [
        r#""resource_changes": [{"address": "aws_x.a", "change": {"actions": "forget"}}],"#,
        r#""resource_changes": [{"address": "aws_x.a", "change": {"actions": [["forget"]]}}],"#,
        r#""resource_changes": [{"address": "aws_x.a", "change": []}], "deferred_changes": {},"#,
        r#""resource_changes": {}, "deferred_changes": [{"resource_change": []}, [], 1],"#,
        r#""resource_changes": [], "configuration": {"root_module": {"resources": [{"address": "aws_x.a", "expressions":
            {"a_wo": 1, "b": {"references": [null, "", "each.key", "module", "module.m", "ephemeral.x"]}}}]}},"#,
    ];
    for others in table {
        let loaded = Loaded::new(&[("plan.json", &plan(&resource("aws_x.a", r#"{"a_wo": null, "b": 1}"#), others))]);
        assert_eq!(loaded.addresses(), ["aws_x.a"], "{others}");
    }
}
