//! Plans alone and beside their source.

use crate::frontend::api::Frontend as _;
use crate::frontend::terraform::Terraform;
use crate::frontend::terraform::tests::Loaded;
use crate::source::SourceMap;
use crate::value::{Address, Kind, Reason, Step, Unknown, Value};

/// A plan with these resources in its root module and these other members.
pub(super) fn plan(resources: &str, others: &str) -> String {
    format!(
        r#"{{"format_version": "1.2", "planned_values": {{"root_module": {{"resources": [{resources}]}}}}, {others}
  "timestamp": "2026-01-01T00:00:00Z"}}"#
    )
}

/// A planned resource.
pub(super) fn resource(address: &str, values: &str) -> String {
    let parsed = Address::new(address);
    let parts: Vec<&str> = parsed.steps().map(Step::as_str).collect();
    let (mode, kind) = match parts[..] {
        [.., "data", kind, _] => ("data", kind),
        [.., kind, _] => ("managed", kind),
        _ => panic!("no kind in {address}"),
    };
    let name = parsed.last().name();
    let address = address.replace('"', "\\\"");
    format!(r#"{{"address": "{address}", "mode": "{mode}", "type": "{kind}", "name": "{name}", "values": {values}}}"#)
}

/// The `resource_changes` of one resource.
fn change(address: &str, unknown: &str, sensitive: &str) -> String {
    format!(
        r#""resource_changes": [{{"address": "{address}", "change": {{"actions": ["create"], "after_unknown": {unknown}, "after_sensitive": {sensitive}}}}}],"#
    )
}

/// The `configuration` of resources with their expressions, and other members of the root module.
pub(super) fn configuration(resources: &[(&str, &str)], others: &str) -> String {
    let resources: Vec<_> = resources
        .iter()
        .map(|(address, expressions)| format!(r#"{{"address": "{address}", "expressions": {expressions}}}"#))
        .collect();
    format!(r#""configuration": {{"root_module": {{"resources": [{}] {others}}}}},"#, resources.join(","))
}

pub(super) fn load(resources: &str, others: &str) -> Loaded {
    let loaded = Loaded::new(&[("plan.json", &plan(resources, others))]);
    assert!(loaded.output.diagnostics.is_empty(), "{:?}", loaded.output.diagnostics);
    loaded
}

/// The unknown that a value is, with what it was made of.
pub(super) fn unknown(value: &Value) -> (&Unknown, Vec<String>) {
    let Kind::Unknown(unknown) = &value.kind else { panic!("is known: {}", value.render()) };
    let show = |reference: &crate::value::Reference| match &reference.attribute {
        Some(attribute) => format!("{}.{attribute}", reference.address),
        None => reference.address.to_string(),
    };
    (unknown, unknown.references.iter().map(show).collect())
}

#[test]
fn planned_values_are_bodies_with_places_in_the_plan() {
    let values =
        r#"{"bucket": "logs", "acl": null, "tags": {"a": "b", "c": null}, "versioning": [{"enabled": false}]}"#;
    let loaded = load(&resource("aws_s3_bucket.b[\"x.y\"]", values), "");
    let bucket = loaded.resource("aws_s3_bucket.b[\"x.y\"]");
    assert_eq!((&*bucket.kind, &*bucket.name), ("aws_s3_bucket", "b"));
    let expected = r#"{"bucket":"logs","tags":{"a":"b"},"versioning":[{"enabled":false}]}"#;
    assert_eq!(bucket.body.to_json().expect("known"), expected);
    assert_eq!(loaded.text(loaded.value("aws_s3_bucket.b[\"x.y\"]", "bucket").span), "\"logs\"");
    assert_eq!(loaded.text(bucket.header), r#""aws_s3_bucket.b[\"x.y\"]""#);
    assert!(loaded.text(bucket.declaration).ends_with("}]}}"));
    assert_eq!(loaded.text(bucket.body.span), values);
    assert_eq!(loaded.output.documents.len(), 1);
}

#[test]
fn data_sources_and_modules_have_their_addresses() {
    let child = resource("module.net[\"a\"].aws_vpc.v", r#"{"cidr_block": "10.0.0.0/8"}"#);
    let text = format!(
        r#"{{"format_version": "1.2", "resource_changes": [], "planned_values": {{"root_module": {{"child_modules": [
          {{"address": "module.net[\"a\"]", "resources": [{child}]}}]}}}},
        "prior_state": {{"values": {{"root_module": {{"resources": [{}, {}]}}}}}}}}"#,
        resource("data.aws_ami.x", r#"{"id": "ami-1"}"#),
        resource("aws_s3_bucket.gone", "{}")
    );
    let loaded = Loaded::new(&[("plan.json", &text)]);
    assert_eq!(loaded.addresses(), ["module.net[\"a\"].aws_vpc.v", "data.aws_ami.x"]);
    let vpc = loaded.resource("module.net[\"a\"].aws_vpc.v");
    assert_eq!((loaded.text(vpc.calls[0].span), &*vpc.calls[0].label), (r#""module.net[\"a\"]""#, "module `net`"));
    assert_eq!(&*loaded.resource("data.aws_ami.x").kind, "data.aws_ami");
}

#[test]
fn what_is_known_after_apply_is_unknown_and_links() {
    let others = change(
        "aws_s3_bucket_policy.p",
        r#"{"id": true, "bucket": true, "policy": true, "owner": true, "made": [{"arn": true}],
            "rule": [{"arn": true, "id": true}], "times": {"made": true}, "plain": [{"id": true}]}"#,
        "{}",
    ) + &configuration(
        &[(
            "aws_s3_bucket_policy.p",
            r#"{"bucket": {"references": ["aws_s3_bucket.b[0].id", "aws_s3_bucket.b[0]", "aws_s3_bucket.b"]},
                "policy": {"references": ["local.policy"]}, "owner": {}, "times": {}, "plain": [{}],
                "rule": [{"arn": {"references": ["data.aws_x.y.arn", "data.aws_x.y"]}}]}"#,
        )],
        "",
    );
    let values = r#"{"made": [{"port": 1}], "rule": [{"port": 2}], "plain": [{}], "times": {}}"#;
    let loaded = load(&resource("aws_s3_bucket_policy.p", values), &others);
    let value = |name| loaded.value("aws_s3_bucket_policy.p", name);
    let item = |name| value(name).as_list().expect("a list").items[0].clone();

    let (bucket, references) = unknown(value("bucket"));
    assert!(matches!(&bucket.reason, Reason::Computed(name) if &**name == "aws_s3_bucket.b[0].id"));
    assert!(!bucket.nullable);
    assert_eq!(references, ["aws_s3_bucket.b[0].id"]);
    // Nothing tells what a local value is made of: it may be a bucket of this plan.
    assert!(matches!(unknown(value("policy")).0.reason, Reason::Unsupported(_)));
    assert!(matches!(&unknown(value("owner")).0.reason, Reason::Computed(name) if name.ends_with(".owner")));
    let arn = item("rule").member("arn").expect("is there").clone();
    assert!(matches!(&unknown(&arn).0.reason, Reason::DataSource(name) if &**name == "data.aws_x.y.arn"));

    // What nobody wrote is the provider's choice, and as little there as it is in source.
    let body = &loaded.resource("aws_s3_bucket_policy.p").body;
    assert!(body.member("id").is_none());
    assert!(item("rule").member("id").is_none() && item("plain").member("id").is_none());
    assert!(value("times").member("made").is_some_and(|made| made.as_unknown().is_some()));
    // Unless a `dynamic` block may have written it.
    assert!(item("made").member("arn").is_some_and(|arn| arn.as_unknown().is_some()));
}

#[test]
fn references_are_followed_through_modules() {
    let others = change(
        "module.a[0].aws_s3_bucket_acl.x",
        r#"{"bucket": true, "owner": true, "input": true}"#,
        "false",
    ) + r#""configuration": {"root_module": {
        "resources": [{"address": "aws_s3_bucket.b", "expressions": {}}],
        "module_calls": {
          "a": {"source": "./a", "expressions": {"name": {"references": ["module.c[\"k\"].id", "module.c"]}}, "module": {
            "resources": [{"address": "aws_s3_bucket_acl.x", "expressions": {
              "bucket": {"references": ["var.name"]},
              "owner": {"references": ["aws_iam_role.r.arn", "aws_iam_role.r"]},
              "input": {"references": ["var.input"]}}}],
            "variables": {"name": {}, "input": {}}}},
          "c": {"source": "./c", "module": {
            "outputs": {"id": {"expression": {"references": ["aws_s3_bucket.b.id", "aws_s3_bucket.b"]}}},
            "resources": [{"address": "aws_s3_bucket.b", "expressions": {}}]}}}}},"#;
    let acl = resource("module.a[0].aws_s3_bucket_acl.x", "{}");
    let loaded = load(&acl, &others);
    let value = |name| loaded.value("module.a[0].aws_s3_bucket_acl.x", name);
    assert_eq!(unknown(value("bucket")).1, ["module.c[\"k\"].aws_s3_bucket.b.id"]);
    assert_eq!(unknown(value("owner")).1, ["module.a[0].aws_iam_role.r.arn"]);
    // The default of the variable is used, whatever that is.
    assert!(matches!(unknown(value("input")).0.reason, Reason::Unsupported(_)));
}

#[test]
fn what_is_sensitive_stays_so_in_all_its_parts() {
    let values = r#"{"password": "hunter2", "user": "a", "env": {"a": "b"}, "x": [{"y": "z"}]}"#;
    let planned = resource("aws_db_instance.d", values)
        .replace("\"values\"", r#""sensitive_values": {"env": true, "user": false}, "values""#);
    let loaded = load(&planned, &change("aws_db_instance.d", "{}", r#"{"password": true, "x": [{"y": true}]}"#));
    let value = |name| loaded.value("aws_db_instance.d", name);
    assert!(value("password").sensitive && value("env").sensitive && !value("user").sensitive);
    assert!(value("env").member("a").is_some_and(|value| value.sensitive));
    let item = &value("x").as_list().expect("a list").items[0];
    assert!(!item.sensitive && item.member("y").is_some_and(|value| value.sensitive));
}

#[test]
fn empty_lists_count_only_where_they_were_written() {
    let written = configuration(&[("aws_x.y", r#"{"cidr_blocks": {"constant_value": []}}"#)], "");
    let loaded = load(&resource("aws_x.y", r#"{"cidr_blocks": [], "logging": []}"#), &written);
    assert_eq!(loaded.resource("aws_x.y").body.to_json().expect("known"), r#"{"cidr_blocks":[]}"#);
}

#[test]
fn deleted_resources_are_not_there() {
    let others = r#""resource_changes": [
        {"address": "aws_x.gone", "change": {"actions": ["delete"], "before": {"a": 1}, "after": null}},
        {"address": "aws_x.y", "change": {"actions": ["delete", "create"], "after_unknown": {"a": true}}},
        {"address": "aws_x.y", "deposed": "0123", "change": {"actions": ["delete"], "after_unknown": {}}}],"#;
    let loaded = load(&resource("aws_x.y", "{}"), others);
    assert_eq!(loaded.addresses(), ["aws_x.y"]);
    assert!(loaded.value("aws_x.y", "a").as_unknown().is_some());
}

#[test]
fn providers_and_module_calls_have_their_constants() {
    let others = r#""configuration": {
        "provider_config": {
          "aws": {"name": "aws", "expressions": {"region": {"constant_value": "eu-west-1"},
            "assume_role": [{"role_arn": {"references": ["var.role"]}}]}},
          "aws.us": {"name": "aws", "alias": "us", "expressions": {}},
          "random": {"name": "random"}},
        "root_module": {"module_calls": {"net": {"source": "./net", "version_constraint": "1.0",
          "expressions": {"cidr": {"constant_value": "10.0.0.0/8"}}, "module": {}}}}},"#;
    let loaded = load("", others);
    assert_eq!(loaded.addresses(), ["provider.aws", "provider.aws.us", "module.net"]);
    let module = &loaded.resource("module.net").body;
    assert_eq!(module.to_json().expect("known"), r#"{"cidr":"10.0.0.0/8","source":"./net","version":"1.0"}"#);
    let roles = loaded.value("provider.aws", "assume_role").as_list().expect("a list");
    assert!(roles.items[0].member("role_arn").is_some_and(|role| role.as_unknown().is_some()));
}

#[test]
fn broken_plans_and_those_of_other_versions_are_reported() {
    for (text, code) in [
        ("{\"format_version\": \"2.0\", \"planned_values\": {}}", "plan-version"),
        ("{\"format_version\": \"1.0\", \"planned_values\": {", "json-syntax"),
        ("{\"format_version\": \"1.0\", \"planned_values\": {}, \"errored\": true}", "plan-errored"),
    ] {
        let loaded = Loaded::new(&[("plan.json", text)]);
        assert_eq!(loaded.codes(), [code]);
        assert!(!loaded.output.documents[0].complete);
    }
    for text in ["[]", "{}", "{\"format_version\": \"1.0\", \"planned_values\": 5, \"configuration\": []}"] {
        assert!(Loaded::new(&[("plan.json", text)]).output.resources.is_empty());
    }
}

#[test]
fn plans_are_known_by_their_content() {
    let sources = SourceMap::new();
    let claims = |path: &str, text: &str| Terraform.may_claim(path) && Terraform.claims(sources.add(path, text));
    assert!(claims("tfplan.json", &plan("", "\"resource_changes\": [],")));
    assert!(!claims("package.json", &plan("", "\"resource_changes\": [],")));
    assert!(!claims("pod.json", "{\"apiVersion\": \"v1\", \"kind\": \"Pod\"}"));
    assert!(!claims("state.json", "{\"format_version\": \"1.0\", \"values\": {}}"));
    assert!(claims("main.tf.json", "{}") && claims("a/main.tofu.json", "{}") && claims("terraform.tfvars.json", "{}"));
    assert!(!claims("prod.tfvars.json", "{}"));
}

mod joined {
    use super::*;

    const SOURCE: &str = r#"variable "open" {}
variable "ports" {}
variable "name" {}
variable "unset" {}
resource "aws_security_group" "web" {
  name        = "web-${var.name}"
  description = var.unset
  vpc_id      = aws_vpc.v.id
  ingress {
    from_port   = 22
    cidr_blocks = [var.open, "10.0.0.0/8"]
  }
  ingress {
    from_port = 443
    self      = var.open == "0.0.0.0/0" ? true : false
  }
  dynamic "egress" {
    for_each = var.ports
    content {
      from_port = egress.value
      protocol  = "tcp"
    }
  }
  tags = var.unset
}
resource "aws_vpc" "v" {
  cidr_block = "10.0.0.0/8"
}
"#;

    fn planned(values: &str) -> String {
        let group = resource("aws_security_group.web", values);
        let vpc = resource("aws_vpc.v", r#"{"cidr_block": "10.0.0.0/16", "enable_dns_support": true}"#);
        plan(&format!("{group}, {vpc}"), &change("aws_security_group.web", r#"{"vpc_id": true}"#, "{}"))
    }

    const VALUES: &str = r#"{
      "name": "web-prod", "description": null, "tags": {"a": "b"},
      "ingress": [{"from_port": 443, "self": true, "cidr_blocks": []},
                  {"from_port": 22, "self": false, "cidr_blocks": ["10.0.0.0/8", "0.0.0.0/0"]}],
      "egress": [{"from_port": 1, "protocol": "tcp"}, {"from_port": 2, "protocol": "tcp"}]}"#;

    #[test]
    fn the_plan_gives_values_and_the_source_gives_places() {
        let loaded = Loaded::new(&[("main.tf", SOURCE), ("out/plan.json", &planned(VALUES))]);
        let addresses = loaded.addresses();
        assert_eq!(addresses.iter().filter(|address| address.starts_with("aws_")).count(), 2, "{addresses:?}");
        let value = |name| loaded.value("aws_security_group.web", name);

        let name = value("name");
        assert_eq!(name.as_str(), Some("web-prod"));
        assert_eq!(
            loaded.way(name),
            [(String::new(), "\"web-${var.name}\""), ("planned value".to_owned(), "\"web-prod\"")]
        );
        // Null is known now, and means that nothing is set.
        assert!(loaded.resource("aws_security_group.web").body.member("description").is_none());
        // A reference to a resource says more than its value.
        assert_eq!(unknown(value("vpc_id")).1, ["aws_vpc.v.id"]);
        assert_eq!(value("tags").to_json().expect("known"), r#"{"a":"b"}"#);

        let ingress = value("ingress").as_list().expect("a list");
        let ssh = ingress.items[0].member("cidr_blocks").expect("is there");
        assert_eq!(ssh.to_json().expect("known"), r#"["0.0.0.0/0","10.0.0.0/8"]"#);
        let open = &ssh.as_list().expect("a list").items[0];
        assert_eq!(loaded.way(open), [(String::new(), "var.open"), ("planned value".to_owned(), "\"0.0.0.0/0\"")]);
        let own = ingress.items[1].member("self").expect("is there");
        assert_eq!((own.as_bool(), loaded.text(own.span)), (Some(true), "true"), "the branch that was taken");

        let egress = value("egress").to_json().expect("known");
        assert_eq!(egress, r#"[{"from_port":1,"protocol":"tcp"},{"from_port":2,"protocol":"tcp"}]"#);
        // The source may be newer than the plan.
        let vpc = &loaded.resource("aws_vpc.v").body;
        assert_eq!(vpc.to_json().expect("known"), r#"{"cidr_block":"10.0.0.0/8"}"#);
    }

    #[test]
    fn instances_come_from_the_plan_where_the_source_does_not_know_them() {
        let source = "variable \"n\" {}\nresource \"aws_x\" \"y\" {\n  count = var.n\n  index = count.index\n}\nresource \"aws_x\" \"z\" {\n  count = 1\n  index = count.index\n}\n";
        let names = ["aws_x.y[0]", "aws_x.y[1]", "aws_x.z[0]", "aws_x.z[1]", "aws_other.q"];
        let planned: Vec<_> = names
            .iter()
            .map(|name| resource(name, &format!(r#"{{"index": {}}}"#, name.as_bytes()[name.len() - 2] - b'0')))
            .take(4)
            .chain([resource("aws_other.q", "{}")])
            .collect();
        let loaded = Loaded::new(&[("main.tf", source), ("plan.json", &plan(&planned.join(","), ""))]);
        let mut addresses = loaded.addresses();
        addresses.retain(|address| address.starts_with("aws_"));
        addresses.sort_unstable();
        let mut expected = names;
        expected.sort_unstable();
        assert_eq!(addresses, expected);
        for (address, index) in [("aws_x.y[1]", 1), ("aws_x.z[0]", 0), ("aws_x.z[1]", 1)] {
            let value = loaded.value(address, "index");
            assert_eq!((value.as_number(), loaded.text(value.span)), (Some(index.into()), "count.index"), "{address}");
        }
    }

    #[test]
    fn a_module_that_is_only_in_the_plan_is_judged_there() {
        let source = "module \"net\" {\n  source = \"terraform-aws-modules/vpc/aws\"\n}\nmodule \"other\" {\n  source = \"x/y/z\"\n}\n";
        let vpc = resource("module.net.aws_vpc.v", r#"{"cidr_block": "10.0.0.0/8"}"#);
        let calls = r#", "module_calls": {"net": {"source": "terraform-aws-modules/vpc/aws",
            "module": {"resources": [{"address": "aws_vpc.v", "expressions": {}}]}}}"#;
        let text = plan(&vpc, &configuration(&[], calls));
        let loaded = Loaded::new(&[("main.tf", source), ("plan.json", &text)]);
        assert_eq!(loaded.addresses(), ["module.net", "module.other", "module.net.aws_vpc.v"]);
        let notes: Vec<_> = loaded.output.diagnostics.iter().map(|note| &*note.message).collect();
        assert!(notes.len() == 1 && notes[0].contains("`other`"), "{notes:?}");
    }

    #[test]
    fn the_plan_is_right_about_instances_that_the_source_does_not_have() {
        let source = "variable \"all\" {\n  default = [\"a\"]\n}\nresource \"aws_x\" \"y\" {\n  count = 1\n  name  = \"x-${count.index}\"\n  list  = var.all\n  same  = true\n  gone  = 1\n}\n";
        let values = r#"{"name": "x-1", "list": ["a", "b"], "same": true, "gone": null}"#;
        let text = plan(&[resource("aws_x.y[0]", "{}"), resource("aws_x.y[1]", values)].join(","), "");
        let loaded = Loaded::new(&[("main.tf", source), ("plan.json", &text)]);
        let body = |address: &str| loaded.resource(address).body.to_json().expect("known");
        assert_eq!(body("aws_x.y[0]"), r#"{"gone":1,"list":["a"],"name":"x-0","same":true}"#);
        assert_eq!(body("aws_x.y[1]"), r#"{"list":["a","b"],"name":"x-1","same":true}"#);
        assert_eq!(loaded.text(loaded.value("aws_x.y[1]", "list").span), "var.all");
        assert!(loaded.value("aws_x.y[1]", "same").origin.is_none());
    }

    #[test]
    fn a_plan_goes_to_the_root_module_that_fits_it_best() {
        let vpc = "resource \"aws_vpc\" \"v\" {\n  cidr_block = var.c\n}\nvariable \"c\" {}\n";
        let both = format!("{vpc}resource \"aws_x\" \"y\" {{}}\n");
        let text =
            plan(&[resource("aws_vpc.v", r#"{"cidr_block": "10.0.0.0/8"}"#), resource("aws_x.y", "{}")].join(","), "");
        let files = [("a/main.tf", vpc), ("b/main.tf", both.as_str()), ("plan.json", text.as_str())];
        let loaded = Loaded::new(&files);
        let known = |loaded: &Loaded| {
            let vpcs = loaded.output.resources.iter().filter(|resource| &*resource.address == "aws_vpc.v");
            vpcs.map(|vpc| {
                (loaded.sources.get(vpc.declaration.file).path().to_owned(), vpc.body.first_unknown().is_none())
            })
            .collect::<Vec<_>>()
        };
        assert_eq!(known(&loaded), [("a/main.tf".to_owned(), false), ("b/main.tf".to_owned(), true)]);

        let twice = Loaded::new(&[("a/main.tf", &both), ("b/main.tf", &both), ("plan.json", &text)]);
        assert_eq!(twice.codes(), ["plan-ambiguous"]);
        assert_eq!(known(&twice).len(), 3);
        assert!(known(&twice)[2].1, "the plan's own");

        // One name that is alike by chance is not enough.
        let other = Loaded::new(&[("a/main.tf", vpc), ("plan.json", &text)]);
        assert_eq!(known(&other).len(), 2);
        assert!(other.codes().is_empty());
    }
}
