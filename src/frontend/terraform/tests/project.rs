//! What surrounds a configuration: values from outside, downloaded modules, overrides, versions of providers.

use super::Loaded;
use crate::diagnostic::Level;
use crate::frontend::api::{Settings, VariableSource};

fn assignment(name: &str, value: &str) -> VariableSource {
    VariableSource::Assignment { name: name.into(), value: value.into() }
}

#[test]
fn values_from_outside_follow_the_type_of_the_variable() {
    let table = [
        ("", "5", "\"5\""),
        ("type = string", "[1]", "\"[1]\""),
        ("type = \"string\"", "true", "\"true\""),
        ("type = number", "5", "5"),
        ("type = bool", "true", "true"),
        ("type = any", "[1, \"a\"]", "[1,\"a\"]"),
        ("type = list(string)", "[1, \"a\"]", "[\"1\",\"a\"]"),
        ("type = object({ a = number, b = optional(string, \"x\") })", "{ a = \"1\" }", "{\"a\":1,\"b\":\"x\"}"),
        ("type = string", "a = b", "\"a = b\""),
        ("type = string\n  default = \"d\"\n  nullable = false", "null", "\"null\""),
        ("type = list(string)\n  default = [\"d\"]\n  nullable = false", "null", "[\"d\"]"),
    ];
    for (constraint, value, expected) in table {
        let text = format!("variable \"v\" {{\n  {constraint}\n}}\noutput \"o\" {{\n  value = var.v\n}}\n");
        let settings = Settings { variables: vec![assignment("v", value)], ..Settings::default() };
        let loaded = Loaded::with(&[("main.tf", &text)], &settings);
        let found = loaded.value("output.o", "value").to_json();
        assert_eq!(found.ok().as_deref(), Some(expected), "{constraint}: {value}");
        assert!(loaded.codes().is_empty(), "{constraint}: {:?}", loaded.output.diagnostics);
    }
}

#[test]
fn values_from_outside_have_a_place() {
    let text = "variable \"v\" {\n  type = list(string)\n}\nvariable \"w\" {}\noutput \"o\" {\n  value = [var.v[1], var.w]\n}\n";
    let settings = Settings {
        variables: vec![
            VariableSource::Environment { name: "w".into(), value: "weak".into() },
            assignment("v", "[\"a\", \"b\"]"),
        ],
        ..Settings::default()
    };
    let loaded = Loaded::with(&[("main.tf", text)], &settings);
    let items = &loaded.value("output.o", "value").as_list().expect("a list").items;
    let places: Vec<_> = items
        .iter()
        .map(|item| (loaded.sources.get(item.written().file).path(), loaded.text(item.written())))
        .collect();
    assert_eq!(places, [("<command line>", "\"b\""), ("<environment>", "weak")]);
}

#[test]
fn values_from_outside_are_for_root_modules_only() {
    let files = [
        ("main.tf", "module \"m\" {\n  source = \"./m\"\n}\n"),
        ("m/main.tf", "variable \"v\" {\n  default = \"own\"\n}\nresource \"aws_x\" \"y\" {\n  v = var.v\n}\n"),
        ("m/terraform.tfvars", "v = \"beside\"\n"),
        ("other/main.tf", "variable \"v\" {}\nresource \"aws_x\" \"z\" {\n  v = var.v\n}\n"),
    ];
    let settings = Settings { variables: vec![assignment("v", "given")], ..Settings::default() };
    let loaded = Loaded::with(&files, &settings);
    assert_eq!(loaded.value("module.m.aws_x.y", "v").as_str(), Some("own"));
    assert_eq!(loaded.value("aws_x.z", "v").as_str(), Some("given"));
    assert!(loaded.codes().is_empty());
}

#[test]
fn values_that_do_not_fit_are_unknown() {
    let text = "variable \"v\" {\n  type = list(string)\n}\noutput \"o\" {\n  value = var.v\n}\n";
    for (value, code) in [("[1", Some("variable-value")), ("{ a = 1 }", None), ("\"a\"", None)] {
        let settings = Settings { variables: vec![assignment("v", value)], ..Settings::default() };
        let loaded = Loaded::with(&[("main.tf", text)], &settings);
        assert!(loaded.value("output.o", "value").as_unknown().is_some(), "{value}");
        assert_eq!(loaded.codes(), code.into_iter().collect::<Vec<_>>(), "{value}");
    }
}

const MANIFEST: &str = r#"{"Modules": [
  {"Key": "", "Source": "", "Dir": "."},
  {"Key": "near", "Source": "./near", "Dir": "elsewhere"},
  {"Key": "near.far", "Source": "registry.terraform.io/team/far/aws", "Version": "1.2.3", "Dir": ".terraform/modules/near.far"},
  {"Key": "gone", "Source": "team/gone/aws", "Dir": ".terraform/modules/gone"},
  {"Key": "out", "Source": "team/out/aws", "Dir": "../../out"}
]}"#;

#[test]
fn downloaded_modules_are_found_through_the_manifest() {
    let call = |name: &str, source: &str| format!("module \"{name}\" {{\n  source = \"{source}\"\n}}\n");
    let root = [call("near", "./near"), call("gone", "team/gone/aws"), call("out", "team/out/aws")].concat();
    let loaded = Loaded::new(&[
        ("live/main.tf", &root),
        ("live/near/main.tf", &call("far", "team/far/aws")),
        ("+live/.terraform/modules/modules.json", MANIFEST),
        ("+live/.terraform/modules/near.far/main.tf", "module \"sub\" {\n  source = \"./sub\"\n}\n"),
        ("+live/.terraform/modules/near.far/sub/main.tf", "resource \"aws_x\" \"y\" {}\n"),
        ("+live/.terraform/modules/near.far/unused/main.tf", "resource \"aws_x\" \"never\" {}\n"),
    ]);
    let expected = [
        "module.near",
        "module.gone",
        "module.out",
        "module.near.module.far",
        "module.near.module.far.module.sub",
        "module.near.module.far.module.sub.aws_x.y",
    ];
    // The manifest belongs to the root module that was initialised.
    assert_eq!(loaded.addresses(), expected);
    assert_eq!(loaded.codes(), ["module-remote", "module-remote"]);
}

#[test]
fn a_broken_manifest_is_told() {
    let loaded = Loaded::new(&[
        ("main.tf", "module \"m\" {\n  source = \"team/m/aws\"\n}\n"),
        ("+.terraform/modules/modules.json", "{\"Modules\": 1}"),
    ]);
    assert_eq!(loaded.codes(), ["module-manifest", "module-remote"]);
}

#[test]
fn every_call_of_a_module_is_evaluated() {
    use std::fmt::Write as _;
    let mut root = String::new();
    for index in 0..40 {
        let _ = writeln!(root, "module \"m{index}\" {{\n  source = \"./m\"\n  v = {index}\n}}");
    }
    let loaded = Loaded::new(&[
        ("main.tf", &root),
        ("m/main.tf", "variable \"v\" {}\nresource \"aws_x\" \"y\" {\n  v = var.v\n}\n"),
    ]);
    for index in 0..40 {
        let value = loaded.value(&format!("module.m{index}.aws_x.y"), "v");
        assert_eq!(value.to_json().ok(), Some(index.to_string()));
    }
}

#[test]
fn overrides_merge_by_the_rules_of_their_block() {
    let loaded = Loaded::new(&[
        (
            "main.tf",
            "terraform {\n  required_version = \">= 1\"\n  backend \"s3\" {\n    bucket = \"b\"\n  }\n  required_providers {\n    aws = { source = \"hashicorp/aws\", version = \"4.0\" }\n    random = { source = \"hashicorp/random\" }\n  }\n}\nprovider \"aws\" {\n  region = \"a\"\n}\nprovider \"aws\" {\n  alias  = \"far\"\n  region = \"b\"\n}\nresource \"aws_x\" \"y\" {\n  lifecycle {\n    prevent_destroy       = true\n    create_before_destroy = true\n  }\n}\nlocals {\n  a = 1\n}\n",
        ),
        (
            "x_override.tf",
            "terraform {\n  cloud {\n    organization = \"o\"\n  }\n  required_providers {\n    aws = { source = \"hashicorp/aws\", version = \"5.0\" }\n  }\n}\nprovider \"aws\" {\n  alias  = \"far\"\n  region = \"c\"\n}\nresource \"aws_x\" \"y\" {\n  lifecycle {\n    prevent_destroy = false\n  }\n}\n",
        ),
    ]);
    let addresses = ["terraform.terraform", "provider.aws", "provider.aws.far", "aws_x.y"];
    assert_eq!(loaded.addresses()[1..], addresses[1..]);
    let lifecycle = loaded.value("aws_x.y", "lifecycle").to_json().ok();
    assert_eq!(lifecycle.as_deref(), Some("[{\"create_before_destroy\":true,\"prevent_destroy\":false}]"));
    assert_eq!(loaded.value("provider.aws", "region").as_str(), Some("a"));
    assert_eq!(loaded.value("provider.aws.far", "region").as_str(), Some("c"));
    let settings = loaded.output.resources.iter().find(|resource| &*resource.kind == "terraform").expect("settings");
    assert!(settings.body.member("backend").is_none());
    let required = settings.body.member("required_providers").and_then(|value| value.to_json().ok()).expect("known");
    assert!(required.contains("\"version\":\"5.0\"") && required.contains("random") && !required.contains("4.0"));
}

#[test]
fn blocks_that_declare_nothing_and_unknown_ones_are_tolerated() {
    let loaded = Loaded::new(&[(
        "main.tf",
        "moved {\n  from = a.b\n  to = a.c\n}\nimport {\n  to = a.c\n  id = \"x\"\n}\nremoved {\n  from = a.d\n}\ncheck \"up\" {\n  data \"http\" \"site\" {\n    url = \"https://example.com\"\n  }\n  assert {\n    condition = data.http.site.status_code == 200\n    error_message = \"down\"\n  }\n}\nephemeral \"random_password\" \"p\" {\n  length = 8\n}\nresource \"aws_x\" \"y\" {\n  provider = aws.far\n  length   = ephemeral.random_password.p.length\n  secret   = ephemeral.random_password.p.result\n  provisioner \"local-exec\" {\n    command = \"echo ${self.length} ${self.id}\"\n  }\n}\nfuture \"a\" {}\nfuture \"b\" {}\nnovel {}\nresource \"aws_x\" {}\n",
    )]);
    assert_eq!(loaded.addresses(), ["data.http.site", "ephemeral.random_password.p", "aws_x.y"]);
    let mut codes = loaded.codes();
    codes.sort_unstable();
    assert_eq!(codes, ["block-label", "unknown-block", "unknown-block"]);
    let future = loaded.output.diagnostics.iter().find(|diagnostic| diagnostic.message.contains("`future`"));
    assert!(future.is_some_and(|diagnostic| diagnostic.level == Level::Note && diagnostic.message.contains("2 times")));
    assert_eq!(loaded.value("aws_x.y", "provider").as_str(), Some("aws.far"));
    assert_eq!(loaded.value("aws_x.y", "length").to_json().ok().as_deref(), Some("8"));
    let secret = loaded.value("aws_x.y", "secret").as_unknown().expect("computed");
    assert_eq!(&*secret.references[0].address, "ephemeral.random_password.p");
    let command = loaded.value("aws_x.y", "provisioner").as_list().expect("a block").items[0].member("command");
    let crate::value::Kind::Template(command) = &command.expect("a command").kind else { panic!("partly known") };
    assert_eq!(command.prefix(), "echo 8 ");
}

const CLUSTER: &str = "resource \"aws_redshift_cluster\" \"c\" {}\n";

#[test]
fn defaults_follow_the_version_of_the_provider() {
    let required = |version: &str| {
        format!(
            "terraform {{\n  required_providers {{\n    aws = {{ source = \"hashicorp/aws\", version = \"{version}\" }}\n  }}\n}}\n{CLUSTER}"
        )
    };
    let lock = "provider \"registry.terraform.io/hashicorp/aws\" {\n  version = \"6.2.0\"\n}\n";
    let foreign = required("~> 5.0").replace("hashicorp/aws", "team/other");
    let table: [(&str, Option<&str>, Option<bool>); 9] = [
        (&required("~> 5.0"), None, Some(true)),
        (&required(">= 4, < 6"), None, Some(true)),
        (&required(">= 6.1"), None, Some(false)),
        (&required(">= 4"), None, None),
        (&required(">= 4"), Some(lock), Some(false)),
        // `terraform init` takes the newest.
        (CLUSTER, None, Some(false)),
        (&required("latest"), None, None),
        (&foreign, None, None),
        (&format!("provider \"aws\" {{\n  version = \"~> 3.0\"\n}}\n{CLUSTER}"), None, Some(true)),
    ];
    for (text, lock, expected) in table {
        let mut files = vec![("main.tf", text)];
        files.extend(lock.map(|lock| ("+.terraform.lock.hcl", lock)));
        let loaded = Loaded::new(&files);
        let value = loaded.value("aws_redshift_cluster.c", "publicly_accessible");
        assert_eq!(value.as_bool(), expected, "{text}");
        assert_eq!(loaded.text(value.span), "resource \"aws_redshift_cluster\" \"c\"");
        if expected.is_none() {
            let reason = value.as_unknown().expect("not known").reason.to_string();
            assert!(reason.contains("`publicly_accessible`"), "{reason}");
        }
    }
    let set = CLUSTER.replace("{}", "{\n  publicly_accessible = false\n}");
    let loaded = Loaded::new(&[("main.tf", &required("~> 5.0").replace(CLUSTER, &set))]);
    assert_eq!(loaded.value("aws_redshift_cluster.c", "publicly_accessible").as_bool(), Some(false));
}

/// A provider is what its source says, whatever a module calls it.
#[test]
fn providers_have_their_versions_under_any_name() {
    let amazon = "amazon = { source = \"hashicorp/aws\", version = \"~> 5.0\" }";
    let full = "a = { source = \"registry.terraform.io/hashicorp/aws\", version = \">= 6.0\" }";
    let unversioned = "amazon = { source = \"hashicorp/aws\" }";
    let foreign = "aws = { source = \"team/other\", version = \"~> 5.0\" }\n    big = { source = \"hashicorp/aws\", version = \"6.1\" }";
    let beta = "aws = \"~> 5.0\"\n    aws-beta = { source = \"hashicorp/aws-beta\", version = \"~> 6.0\" }";
    let old = "provider \"amazon\" {\n  version = \"~> 3.0\"\n}\n";
    let lock = "provider \"registry.terraform.io/hashicorp/aws\" {\n  version = \"6.2.0\"\n}\n";
    let table = [
        (amazon, "amazon", "", None, Some(true)),
        (amazon, "amazon.east", "", None, Some(true)),
        (amazon, "amazon.by_region[\"a\"]", "", None, Some(true)),
        (amazon, "", "", None, Some(true)),
        (amazon, "amazon", "", Some(lock), Some(false)),
        (full, "\"a.east\"", "", None, Some(false)),
        (unversioned, "amazon", "", None, Some(false)),
        (unversioned, "amazon", old, None, Some(true)),
        (foreign, "", "", None, None),
        (foreign, "big", "", None, Some(false)),
        (beta, "aws-beta", "", None, Some(false)),
        (beta, "aws", "", None, Some(true)),
    ];
    for (required, provider, others, lock, expected) in table {
        let lock: Option<&str> = lock;
        let argument = if provider.is_empty() { String::new() } else { format!("\n  provider = {provider}\n") };
        let cluster = CLUSTER.replace("{}", &format!("{{{argument}}}"));
        let text = format!("terraform {{\n  required_providers {{\n    {required}\n  }}\n}}\n{others}{cluster}");
        let mut files = vec![("main.tf", text.as_str())];
        files.extend(lock.map(|lock| ("+.terraform.lock.hcl", lock)));
        let loaded = Loaded::new(&files);
        let value = loaded.value("aws_redshift_cluster.c", "publicly_accessible");
        assert_eq!(value.as_bool(), expected, "{text}");
    }
}

#[test]
fn defaults_may_be_text_and_change_twice() {
    let table = [
        ("~> 2.9", Some(false), Some("TLS1_0")),
        ("~> 3.1", Some(true), Some("TLS1_2")),
        (">= 3.1, < 5", Some(true), Some("TLS1_2")),
        (">= 4.0", None, Some("TLS1_2")),
        ("~> 5.0", Some(false), Some("TLS1_2")),
        (">= 2.0", None, None),
    ];
    for (version, public, tls) in table {
        let provider = format!("provider \"azurerm\" {{\n  version = \"{version}\"\n}}\n");
        let text = format!("{provider}resource \"azurerm_storage_account\" \"a\" {{}}\n");
        let loaded = Loaded::new(&[("main.tf", &text)]);
        let value = |name: &str| loaded.value("azurerm_storage_account.a", name);
        assert_eq!(value("allow_nested_items_to_be_public").as_bool(), public, "{version}");
        assert_eq!(value("min_tls_version").as_str(), tls, "{version}");
    }
    let text = "provider \"azurerm\" {\n  version = \">= 4.0\"\n}\nresource \"azurerm_storage_account\" \"a\" {}\n";
    let loaded = Loaded::new(&[("main.tf", text)]);
    let value = loaded.value("azurerm_storage_account.a", "allow_nested_items_to_be_public");
    let reason = value.as_unknown().expect("not known").reason.to_string();
    assert!(reason.contains("changed with version 5 of the provider"), "{reason}");
}

#[test]
fn modules_share_the_providers_of_their_root() {
    let root =
        "terraform {\n  required_providers {\n    aws = \"~> 5.0\"\n  }\n}\nmodule \"m\" {\n  source = \"./m\"\n}\n";
    let loaded = Loaded::new(&[("main.tf", root), ("m/main.tf", CLUSTER)]);
    assert_eq!(loaded.value("module.m.aws_redshift_cluster.c", "encrypted").as_bool(), Some(false));
}

#[test]
fn values_are_converted_to_the_types_of_their_variables() {
    let table = [
        ("set(string)", "[\"b\", \"a\", \"b\"]", Some("[\"a\",\"b\"]")),
        ("set(string)", "[2, 1]", Some("[\"1\",\"2\"]")),
        ("list(any)", "[1, \"a\"]", Some("[\"1\",\"a\"]")),
        ("map(any)", "{ a = true, b = \"x\" }", Some("{\"a\":\"true\",\"b\":\"x\"}")),
        ("map(list(number))", "{ a = [\"1\"] }", Some("{\"a\":[1]}")),
        ("tuple([string, bool])", "[1, \"true\"]", Some("[\"1\",true]")),
        ("tuple([string])", "[1, 2]", None),
        ("list(string)", "{ a = 1 }", None),
        ("list(string)", "\"a\"", None),
        ("map(string)", "[1]", None),
        ("object({ a = string })", "{}", None),
        ("object({ a = optional(object({ b = optional(number, 1) }), {}) })", "{}", Some("{\"a\":{\"b\":1}}")),
        ("object({ a = optional(string, \"d\") })", "{ a = null }", Some("{\"a\":\"d\"}")),
        ("list(object({ a = optional(string) }))", "[{}, { a = 1, z = 2 }]", Some("[{\"a\":null},{\"a\":\"1\"}]")),
        ("number", "\"x\"", None),
    ];
    for (constraint, value, expected) in table {
        let text = format!(
            "variable \"v\" {{\n  type    = {constraint}\n  default = {value}\n}}\noutput \"o\" {{\n  value = var.v\n}}\n"
        );
        let loaded = Loaded::new(&[("main.tf", &text)]);
        let found = loaded.value("output.o", "value").to_json().ok();
        assert_eq!(found.as_deref(), expected, "{constraint}: {value}");
    }
}

#[test]
fn scripts_in_base64_have_their_plain_text_beside_them() {
    let text = r#"
variable "unset" {}
resource "aws_instance" "a" {
  user_data_base64 = base64encode("PASSWORD=x")
}
resource "aws_instance" "b" {
  user_data = "not encoded"
}
resource "aws_instance" "c" {
  user_data_base64 = base64encode(var.unset)
}
"#;
    let loaded = Loaded::new(&[("main.tf", text)]);
    let plain = |address: &str| loaded.resource(address).body.member("_plain").map(crate::value::Value::render);
    assert_eq!(plain("aws_instance.a").as_deref(), Some(r#"{user_data_base64: "PASSWORD=x"}"#));
    assert_eq!([plain("aws_instance.b"), plain("aws_instance.c")], [None, None]);
    let encoded = loaded.value("aws_instance.a", "_plain").member("user_data_base64").expect("a text");
    assert_eq!(loaded.text(encoded.span), r#"base64encode("PASSWORD=x")"#);
}
