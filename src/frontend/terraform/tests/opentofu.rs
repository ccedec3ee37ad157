//! What only `OpenTofu` has: `enabled`, several instances of a provider, and files of its own.

use super::Loaded;

/// The text of each output of `text`.
fn outputs(text: &str, names: &[&str]) -> Vec<String> {
    let loaded = Loaded::new(&[("main.tf", text)]);
    names
        .iter()
        .map(|name| {
            let body = &loaded.resource(&format!("output.{name}")).body;
            body.member("value").map_or_else(|| "null".to_owned(), crate::value::Value::render)
        })
        .collect()
}

#[test]
fn what_is_disabled_is_not_there() {
    let table: [(&str, &[&str]); 8] = [
        ("enabled = true", &["aws_x.y"]),
        ("enabled = \"true\"", &["aws_x.y"]),
        ("enabled = false", &[]),
        ("enabled = !var.on", &[]),
        ("enabled = var.on", &["aws_x.y"]),
        // Existence that is not known is judged as if it held.
        ("enabled = var.unset", &["aws_x.y"]),
        ("enabled = null", &["aws_x.y"]),
        ("prevent_destroy = true", &["aws_x.y"]),
    ];
    for (argument, expected) in table {
        let text = format!(
            "variable \"unset\" {{}}\nvariable \"on\" {{\n  default = true\n}}\nresource \"aws_x\" \"y\" {{\n  lifecycle {{\n    {argument}\n  }}\n}}\n"
        );
        let loaded = Loaded::new(&[("main.tf", &text)]);
        let found: Vec<_> = loaded.addresses().into_iter().filter(|address| address.starts_with("aws_x")).collect();
        assert_eq!(found, expected, "{argument}");
    }
}

#[test]
fn modules_and_data_sources_are_disabled_as_well() {
    let loaded = Loaded::new(&[
        (
            "main.tf",
            "module \"off\" {\n  source = \"./m\"\n  lifecycle {\n    enabled = false\n  }\n}\nmodule \"on\" {\n  source = \"./m\"\n  lifecycle {\n    enabled = true\n  }\n}\ndata \"aws_d\" \"d\" {\n  lifecycle {\n    enabled = false\n  }\n}\n",
        ),
        ("json.tf.json", r#"{"module": {"none": {"source": "./m", "lifecycle": {"enabled": false}}}}"#),
        ("main_override.tf", "module \"off\" {\n  extra = 1\n}\n"),
        ("m/main.tf", "resource \"aws_x\" \"y\" {}\noutput \"o\" {\n  value = 1\n}\n"),
    ]);
    assert_eq!(loaded.addresses(), ["module.on", "module.on.aws_x.y", "module.on.output.o"]);
}

#[test]
fn what_is_disabled_is_null() {
    let text = "variable \"unset\" {}\nresource \"aws_x\" \"off\" {\n  name = \"n\"\n  lifecycle {\n    enabled = false\n  }\n}\nresource \"aws_x\" \"on\" {\n  name = \"n\"\n  lifecycle {\n    enabled = true\n  }\n}\nresource \"aws_x\" \"maybe\" {\n  name = \"n\"\n  lifecycle {\n    enabled = var.unset\n  }\n}\noutput \"null\" {\n  value = aws_x.off == null\n}\noutput \"try\" {\n  value = try(aws_x.off.name, \"none\")\n}\noutput \"splat\" {\n  value = aws_x.off[*].name\n}\noutput \"on\" {\n  value = aws_x.on != null ? aws_x.on.name : \"none\"\n}\noutput \"is\" {\n  value = aws_x.maybe == null\n}\noutput \"name\" {\n  value = aws_x.maybe.name\n}\noutput \"one\" {\n  value = one(aws_x.on[*].name)\n}\n";
    let found = outputs(text, &["null", "try", "splat", "on", "name", "one"]);
    assert_eq!(found, ["true", "none", "[]", "n", "n", "n"]);
    let loaded = Loaded::new(&[("main.tf", text)]);
    assert!(loaded.value("output.is", "value").as_unknown().is_some());
}

#[test]
fn providers_have_instances() {
    let loaded = Loaded::new(&[(
        "main.tf",
        "locals {\n  regions = { a = \"eu-west-1\", b = \"cn-north-1\" }\n}\nprovider \"aws\" {\n  alias    = \"by\"\n  for_each = local.regions\n  region   = each.value\n}\nresource \"aws_x\" \"y\" {\n  for_each = local.regions\n  provider = aws.by[each.key]\n  p        = data.aws_partition.c[each.key].partition\n}\ndata \"aws_partition\" \"c\" {\n  for_each = local.regions\n  provider = aws.by[each.key]\n}\n",
    )]);
    assert_eq!(loaded.value("provider.aws.by[\"b\"]", "region").as_str(), Some("cn-north-1"));
    assert!(loaded.resource("provider.aws.by[\"a\"]").body.member("for_each").is_none());
    assert_eq!(loaded.value("aws_x.y[\"a\"]", "p").as_str(), Some("aws"));
    assert_eq!(loaded.value("aws_x.y[\"b\"]", "p").as_str(), Some("aws-cn"));
}

#[test]
fn instances_of_providers_may_be_unknown_or_many() {
    let loaded = Loaded::new(&[(
        "main.tf",
        "variable \"unset\" {}\nprovider \"aws\" {\n  alias    = \"by\"\n  for_each = var.unset\n  region   = each.value\n}\nprovider \"aws\" {\n  alias    = \"wrong\"\n  for_each = 5\n}\n",
    )]);
    let providers: Vec<_> = loaded.addresses().into_iter().filter(|address| address.starts_with("provider")).collect();
    assert_eq!(providers, ["provider.aws.by[*]", "provider.aws.wrong[*]"]);
}

#[test]
fn backends_and_versions_may_use_variables() {
    let loaded = Loaded::new(&[(
        "main.tf",
        "variable \"bucket\" {\n  default = \"state\"\n}\nlocals {\n  version = \"5.1.0\"\n}\nterraform {\n  backend \"s3\" {\n    bucket  = var.bucket\n    encrypt = false\n  }\n}\nmodule \"vpc\" {\n  source  = \"${local.base}/vpc/aws\"\n  version = local.version\n}\nlocals {\n  base = \"terraform-aws-modules\"\n}\n",
    )]);
    assert_eq!(loaded.value("module.vpc", "source").as_str(), Some("terraform-aws-modules/vpc/aws"));
    assert_eq!(loaded.value("module.vpc", "version").as_str(), Some("5.1.0"));
    let backend = loaded.value("terraform", "backend").as_list().expect("blocks");
    assert_eq!(backend.items[0].member("bucket").and_then(crate::value::Value::as_str), Some("state"));
    let remote = &loaded.output.diagnostics[0];
    assert!(remote.message.contains("`terraform-aws-modules/vpc/aws` is not on this machine"), "{}", remote.message);
}

#[test]
fn tofu_files_are_read_and_replace_with_a_note() {
    let loaded = Loaded::new(&[
        ("a.tf", "resource \"aws_x\" \"old\" {}\n"),
        ("a.tofu", "resource \"aws_x\" \"new\" {}\n"),
        ("b.tf.json", r#"{"resource": {"aws_x": {"old_json": {}}}}"#),
        ("b.tofu.json", r#"{"resource": {"aws_x": {"new_json": {}}}}"#),
        ("c.tofu", "resource \"aws_x\" \"c\" {\n  a = 1\n}\n"),
        ("c_override.tofu", "resource \"aws_x\" \"c\" {\n  a = 2\n}\n"),
        // The JSON form is another file.
        ("d.tf.json", r#"{"resource": {"aws_x": {"d_json": {}}}}"#),
        ("d.tofu", "resource \"aws_x\" \"d\" {}\n"),
        ("m/only.tofu", "resource \"aws_x\" \"m\" {}\n"),
    ]);
    let mut addresses = loaded.addresses();
    addresses.sort_unstable();
    assert_eq!(addresses, ["aws_x.c", "aws_x.d", "aws_x.d_json", "aws_x.m", "aws_x.new", "aws_x.new_json"]);
    assert_eq!(loaded.value("aws_x.c", "a").render(), "2");
    assert_eq!(loaded.codes(), ["tofu-file", "tofu-file"]);
}
