//! Modules: which are roots, what they call, and the way of values through them.

use super::Loaded;

#[test]
fn values_lead_back_through_modules_to_the_literal() {
    let loaded = Loaded::new(&[
        (
            "main.tf",
            "locals {\n  cidr = \"10.0.0.0/8\"\n}\nmodule \"net\" {\n  source = \"./net\"\n  range  = local.cidr\n}\n",
        ),
        ("net/main.tf", "variable \"range\" {}\nresource \"aws_vpc\" \"v\" {\n  cidr_block = var.range\n}\n"),
    ]);
    let value = loaded.value("module.net.aws_vpc.v", "cidr_block");
    assert_eq!(value.as_str(), Some("10.0.0.0/8"));
    let expected = [("", "var.range"), ("variable `range`", "local.cidr"), ("local `cidr`", "\"10.0.0.0/8\"")];
    assert_eq!(loaded.way(value), expected.map(|(label, text)| (label.to_owned(), text)));
    let calls = &loaded.resource("module.net.aws_vpc.v").calls;
    assert_eq!(loaded.text(calls[0].span), "module \"net\"");
}

#[test]
fn count_and_for_each_make_instances() {
    let table: [(&str, &[&str]); 10] = [
        ("count = 2", &["aws_x.y[0]", "aws_x.y[1]"]),
        ("count = 0", &[]),
        ("count = var.unset", &["aws_x.y[*]"]),
        ("count = var.unset ? 1 : 0", &["aws_x.y[0]"]),
        ("for_each = { b = 1, a = 2 }", &["aws_x.y[\"a\"]", "aws_x.y[\"b\"]"]),
        ("for_each = toset([\"q\\\"\", \"p\"])", &["aws_x.y[\"p\"]", "aws_x.y[\"q\\\"\"]"]),
        ("for_each = var.unset", &["aws_x.y[*]"]),
        ("for_each = var.unset ? { a = 1 } : {}", &["aws_x.y[\"a\"]"]),
        ("for_each = toset(aws_z.w[*].id)", &["aws_x.y[*]"]),
        ("", &["aws_x.y"]),
    ];
    for (argument, expected) in table {
        let text = format!(
            "variable \"unset\" {{}}\nresource \"aws_z\" \"w\" {{\n  count = var.unset\n}}\nresource \"aws_x\" \"y\" {{\n  {argument}\n}}\n"
        );
        let loaded = Loaded::new(&[("main.tf", &text)]);
        let found: Vec<_> = loaded.addresses().into_iter().filter(|address| address.starts_with("aws_x")).collect();
        assert_eq!(found, expected, "{argument}");
    }
}

#[test]
fn instances_know_their_key_and_are_referred_to_with_it() {
    let loaded = Loaded::new(&[(
        "main.tf",
        "resource \"aws_x\" \"y\" {\n  for_each = { a = { port = 22 } }\n  name = each.key\n  port = each.value.port\n}\nresource \"aws_x\" \"n\" {\n  count = 2\n  name = \"n-${count.index}\"\n}\noutput \"o\" {\n  value = [aws_x.y[\"a\"].id, aws_x.n[1].name, aws_x.n[*].id, aws_x.y[\"a\"].port]\n}\n",
    )]);
    assert_eq!(loaded.value("aws_x.y[\"a\"]", "name").as_str(), Some("a"));
    let port = loaded.value("aws_x.y[\"a\"]", "port");
    assert_eq!((loaded.text(port.span), loaded.text(port.written())), ("each.value.port", "22"));
    let items = &loaded.value("output.o", "value").as_list().expect("a list").items;
    assert_eq!(&*items[0].as_unknown().expect("computed").references[0].address, "aws_x.y[\"a\"]");
    assert_eq!(items[1].as_str(), Some("n-1"));
    let ids = &items[2].as_list().expect("a splat").items;
    assert_eq!(&*ids[1].as_unknown().expect("computed").references[0].address, "aws_x.n[1]");
    assert_eq!(loaded.text(items[3].written()), "22");
}

#[test]
fn variables_take_their_value_from_the_strongest_source() {
    let loaded = Loaded::new(&[
        (
            "main.tf",
            "variable \"a\" {\n  default = \"default\"\n}\nvariable \"b\" {\n  default = \"default\"\n}\nvariable \"c\" {\n  type    = number\n  default = \"7\"\n}\nvariable \"secret\" {\n  default   = \"hush\"\n  sensitive = true\n}\nvariable \"o\" {\n  type = object({ x = string, y = optional(number, 5) })\n  default = { x = 1, z = 2 }\n}\nresource \"aws_x\" \"y\" {\n  a = var.a\n  b = var.b\n  c = var.c\n  s = \"${var.secret}!\"\n  o = var.o\n}\n",
        ),
        ("terraform.tfvars", "a = \"tfvars\"\nb = \"tfvars\"\n"),
        ("z.auto.tfvars", "a = \"auto\"\n"),
    ]);
    let a = loaded.value("aws_x.y", "a");
    assert_eq!((loaded.text(a.written()), loaded.sources.get(a.written().file).path()), ("\"auto\"", "z.auto.tfvars"));
    assert_eq!(loaded.value("aws_x.y", "b").as_str(), Some("tfvars"));
    assert_eq!(loaded.value("aws_x.y", "c").to_json().ok().as_deref(), Some("7"));
    assert!(loaded.value("aws_x.y", "s").sensitive);
    assert_eq!(loaded.value("aws_x.y", "o").to_json().ok().as_deref(), Some("{\"x\":\"1\",\"y\":5}"));
}

#[test]
fn nested_and_dynamic_blocks_are_lists() {
    let loaded = Loaded::new(&[(
        "main.tf",
        "variable \"unset\" {}\nresource \"aws_x\" \"y\" {\n  absent = null\n  rule {\n    port = 1\n  }\n  dynamic \"rule\" {\n    for_each = [22, 80]\n    iterator = it\n    content {\n      port = it.value\n      dynamic \"inner\" {\n        for_each = { a = it.value }\n        content {\n          name = \"${inner.key}${it.key}\"\n        }\n      }\n    }\n  }\n  dynamic \"maybe\" {\n    for_each = var.unset\n    content {\n      port = maybe.value\n      open = true\n    }\n  }\n  dynamic \"either\" {\n    for_each = var.unset ? [1] : []\n    content {}\n  }\n}\n",
    )]);
    let body = &loaded.resource("aws_x.y").body;
    assert!(body.member("absent").is_none());
    let rules = loaded.value("aws_x.y", "rule");
    let shown =
        "[{\"port\":1},{\"inner\":[{\"name\":\"a0\"}],\"port\":22},{\"inner\":[{\"name\":\"a1\"}],\"port\":80}]";
    assert_eq!(rules.to_json().ok().as_deref(), Some(shown));
    assert!(loaded.text(rules.span).starts_with("rule {"));
    let entry = body.as_map().and_then(|map| map.entry("rule")).expect("rules");
    assert_eq!(loaded.text(entry.key_span), "rule");
    let maybe = loaded.value("aws_x.y", "maybe").as_list().expect("a list");
    assert!(maybe.rest.is_some() && maybe.items[0].member("open").is_some_and(|open| open.as_bool() == Some(true)));
    assert_eq!(loaded.value("aws_x.y", "either").render(), "[{}] or []");
}

/// As Terraform 0.11 took them.
#[test]
fn maps_may_be_written_as_blocks() {
    let loaded = Loaded::new(&[(
        "main.tf",
        "resource \"aws_x\" \"y\" {\n  tags {\n    Owner = \"a\"\n  }\n}\nresource \"google_compute_instance\" \"y\" {\n  metadata {\n    enable-oslogin = false\n  }\n}\nresource \"google_cloud_run_service\" \"y\" {\n  metadata {\n    namespace = \"a\"\n  }\n}\n",
    )]);
    let shown = |address: &str, name: &str| loaded.value(address, name).to_json().expect("known");
    assert_eq!(shown("aws_x.y", "tags"), "{\"Owner\":\"a\"}");
    assert_eq!(shown("google_compute_instance.y", "metadata"), "{\"enable-oslogin\":false}");
    assert_eq!(shown("google_cloud_run_service.y", "metadata"), "[{\"namespace\":\"a\"}]");
}

#[test]
fn references_inside_modules_are_absolute() {
    let loaded = Loaded::new(&[
        (
            "main.tf",
            "module \"m\" {\n  source   = \"./m\"\n  for_each = toset([\"a\"])\n  name     = each.value\n}\noutput \"o\" {\n  value = module.m[\"a\"].arn\n}\noutput \"n\" {\n  value = module.m[\"a\"].name\n}\n",
        ),
        (
            "m/main.tf",
            "variable \"name\" {}\nresource \"aws_s3_bucket\" \"b\" {\n  bucket = var.name\n}\noutput \"arn\" {\n  value = aws_s3_bucket.b.arn\n}\noutput \"name\" {\n  value = aws_s3_bucket.b.bucket\n}\n",
        ),
    ]);
    let unknown = loaded.value("output.o", "value").as_unknown().expect("computed").clone();
    assert_eq!(&*unknown.references[0].address, "module.m[\"a\"].aws_s3_bucket.b");
    assert_eq!(unknown.references[0].attribute.as_deref(), Some("arn"));
    let labels: Vec<_> = loaded.way(loaded.value("output.n", "value")).into_iter().map(|step| step.0).collect();
    let expected = [
        "",
        "output `name` of module `m`",
        "argument `bucket` of module.m[\"a\"].aws_s3_bucket.b",
        "variable `name`",
        "`each.value`",
    ];
    assert_eq!(labels, expected);
}

#[test]
fn roots_are_what_nothing_calls_and_callees_are_found_on_disk() {
    let call = |source: &str| format!("module \"m\" {{\n  source = \"{source}\"\n}}\n");
    let (common, missing, remote) = (call("../common"), call("./none"), call("terraform-aws-modules/vpc/aws"));
    let loaded = Loaded::new(&[
        ("app/main.tf", &common),
        ("app/missing.tf", &missing.replace("\"m\"", "\"gone\"")),
        ("app/remote.tf", &remote.replace("\"m\"", "\"vpc\"")),
        ("+common/main.tf", "resource \"aws_x\" \"y\" {}\n"),
        ("+unused/main.tf", "resource \"aws_x\" \"never\" {}\n"),
        ("other/main.tf", "resource \"aws_x\" \"other\" {}\n"),
    ]);
    let expected = ["module.m", "module.gone", "module.vpc", "module.m.aws_x.y", "aws_x.other"];
    assert_eq!(loaded.addresses(), expected);
    assert_eq!(loaded.codes(), ["module-missing", "module-remote"]);
    assert_eq!(loaded.output.documents.len(), 5);
}

#[test]
fn modules_that_call_each_other_are_judged_once() {
    let loaded = Loaded::new(&[
        ("a/main.tf", "module \"b\" {\n  source = \"../b\"\n}\n"),
        ("b/main.tf", "module \"a\" {\n  source = \"../a\"\n}\n"),
    ]);
    assert_eq!(loaded.addresses(), ["module.b", "module.b.module.a"]);
    assert_eq!(loaded.codes(), ["module-cycle"]);
}

#[test]
fn definitions_by_themselves_end() {
    let loaded = Loaded::new(&[(
        "main.tf",
        "locals {\n  a = local.b\n  b = \"${local.a}!\"\n}\nresource \"aws_x\" \"y\" {\n  count = aws_x.y[0].n\n  n = local.a\n  t = aws_x.y[0].t\n}\n",
    )]);
    let unknown = loaded.value("aws_x.y[*]", "n").first_unknown().expect("a cycle");
    assert_eq!(unknown.reason.to_string(), "`local.a` is defined by itself");
}

#[test]
fn hostile_input_stays_within_limits() {
    use std::fmt::Write as _;
    let mut chain = String::from("locals {\n  a0 = \"x\"\n  w0 = [1]\n");
    for index in 1..5_000 {
        let before = index - 1;
        let _ =
            writeln!(chain, "  a{index} = \"${{local.a{before}}}\"\n  w{index} = [local.w{before}, local.w{before}]");
    }
    chain.push_str("}\noutput \"a\" {\n  value = local.a4999\n}\n");
    for index in 0..4_999 {
        let _ = writeln!(chain, "output \"o{index}\" {{\n  value = local.w{index}\n}}");
    }
    let loaded = Loaded::new(&[("main.tf", &chain)]);
    assert!(loaded.codes().iter().all(|code| *code == "limit"));
    assert!(loaded.value("output.a", "value").as_unknown().is_some());
}

#[test]
fn overrides_and_tofu_files_replace() {
    let loaded = Loaded::new(&[
        ("main.tf", "resource \"aws_x\" \"y\" {\n  a = 1\n  b = 1\n  rule {\n    p = 1\n  }\n}\n"),
        ("main_override.tf", "resource \"aws_x\" \"y\" {\n  b = 2\n  rule {\n    p = 2\n  }\n}\n"),
        ("alt.tf", "resource \"aws_x\" \"old\" {}\n"),
        ("alt.tofu", "resource \"aws_x\" \"new\" {}\n"),
    ]);
    assert_eq!(loaded.addresses(), ["aws_x.new", "aws_x.y"]);
    assert_eq!(loaded.resource("aws_x.y").body.render(), "{a: 1, b: 2, rule: [{p: 2}]}");
}

#[test]
fn policy_documents_are_evaluated() {
    let loaded = Loaded::new(&[(
        "main.tf",
        "data \"aws_iam_policy_document\" \"p\" {\n  statement {\n    actions   = [\"s3:*\"]\n    resources = [\"*\"]\n    principals {\n      type        = \"AWS\"\n      identifiers = [\"*\"]\n    }\n    condition {\n      test     = \"Bool\"\n      variable = \"aws:SecureTransport\"\n      values   = [\"false\"]\n    }\n  }\n}\nresource \"aws_s3_bucket_policy\" \"p\" {\n  policy = data.aws_iam_policy_document.p.json\n}\n",
    )]);
    let policy = loaded.value("aws_s3_bucket_policy.p", "policy");
    let crate::value::Kind::Json(document) = &policy.kind else { panic!("{}", policy.render()) };
    let expected = "{\"Statement\":[{\"Action\":[\"s3:*\"],\"Condition\":{\"Bool\":{\"aws:SecureTransport\":[\"false\"]}},\"Effect\":\"Allow\",\"Principal\":{\"AWS\":[\"*\"]},\"Resource\":[\"*\"]}],\"Version\":\"2012-10-17\"}";
    assert_eq!(document.to_json().ok().as_deref(), Some(expected));
    let statement = &document.member("Statement").and_then(crate::value::Value::as_list).expect("a list").items[0];
    assert!(loaded.text(statement.span).starts_with("statement {"));
}

#[test]
fn the_rest_of_a_broken_file_is_used() {
    let loaded =
        Loaded::new(&[("main.tf", "resource \"aws_x\" \"a\" {\n  b = = 1\n  c = 2\n}\nresource \"aws_x\" \"d\" {}\n")]);
    assert!(loaded.codes().contains(&"hcl-syntax"));
    assert!(loaded.addresses().contains(&"aws_x.d"));
    assert!(!loaded.output.documents[0].complete);
}

#[test]
fn files_are_read_below_the_scan_root_only() {
    let loaded = Loaded::new(&[
        (
            "live/main.tf",
            "resource \"aws_x\" \"y\" {\n  a = file(\"${path.module}/../data.json\")\n  b = file(\"../../etc/passwd\")\n}\n",
        ),
        ("+data.json", "{}"),
    ]);
    assert_eq!(loaded.value("aws_x.y", "a").as_str(), Some("{}"));
    assert!(loaded.value("aws_x.y", "b").as_unknown().is_some());
}

#[test]
fn deep_nesting_does_not_overflow_the_stack() {
    use std::fmt::Write as _;
    let nested = |open: &str, inner: &str, close: &str| {
        format!(
            "variable \"unset\" {{}}\nlocals {{\n  v = {}{inner}{}\n}}\noutput \"o\" {{\n  value = local.v\n}}\n",
            open.repeat(400),
            close.repeat(400)
        )
    };
    let mut modules = String::new();
    for depth in 0..300 {
        let _ = writeln!(modules, "x{depth} {{");
    }
    modules.push_str(&"}\n".repeat(300));
    for text in [
        nested("[", "1", "]"),
        nested("(", "1", ")"),
        nested("\"${", "1", "}\""),
        nested("{ a = ", "1", " }"),
        nested("try(", "1", ")"),
        nested("[for x in [1] : ", "x", "]"),
        nested("!", "true", ""),
        nested("var.unset ? 1 : ", "2", ""),
        nested("", "local.v[0]", "[0].a[*].b"),
        format!("resource \"aws_x\" \"y\" {{\n{modules}}}\n"),
    ] {
        let loaded = Loaded::new(&[("main.tf", &text)]);
        assert!(!loaded.output.documents.is_empty());
        assert!(!loaded.codes().contains(&"internal-error"), "{:?}", loaded.output.diagnostics);
    }
    // Variables that are passed through many modules, each through an expression of its own.
    let names: Vec<String> = (0..80).map(|depth| format!("m{depth}/main.tf")).collect();
    let texts: Vec<String> = (0..80)
        .map(|depth| {
            let value = "merge({ a = [for k in [1] : var.v] }, {})";
            format!("variable \"v\" {{}}\nmodule \"n\" {{\n  source = \"../m{}\"\n  v = {value}\n}}\noutput \"o\" {{\n  value = [module.n.o, var.v]\n}}\n", depth + 1)
        })
        .collect();
    let files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    let loaded = Loaded::new(&files);
    assert!(!loaded.codes().contains(&"internal-error"));
    assert!(loaded.codes().contains(&"limit"));
}
