//! Sources of modules that are no literals: what is known of them, and which folders they may mean.

use super::Loaded;
use crate::diagnostic::Level;

/// A module with a variable that has a default.
const MODULE: &str =
    "variable \"cidr\" {\n  default = \"0.0.0.0/0\"\n}\nresource \"aws_x\" \"y\" {\n  cidr = var.cidr\n}\n";

/// The files of a repository with a module `main`, and modules in `modules/net` and `modules/gcp`.
fn load(main: &str) -> Loaded {
    Loaded::new(&[("main.tf", main), ("modules/gcp/main.tf", MODULE), ("modules/net/main.tf", MODULE)])
}

fn sorted(loaded: &Loaded) -> Vec<&str> {
    let mut addresses: Vec<_> = loaded.addresses().into_iter().filter(|name| name.contains("aws_x")).collect();
    addresses.sort_unstable();
    addresses
}

#[test]
fn sources_of_variables_and_locals_are_evaluated() {
    let table = [
        // Also what can be another folder another time: it is judged without defaults then.
        ("variable \"kind\" {\n  default = \"net\"\n}\n", "./modules/${var.kind}"),
        ("variable \"kind\" {\n  const   = true\n  default = \"net\"\n}\n", "./modules/${var.kind}"),
        ("locals {\n  kind = \"net\"\n}\n", "./modules/${local.kind}"),
        ("locals {\n  a = \"net\"\n  kind = local.a\n}\n", "./modules/${local.kind}"),
        ("locals {\n  all = { x = \"net\" }\n}\n", "./modules/${local.all[\"x\"]}"),
        ("locals {\n  path = \"./modules\"\n}\n", "${local.path}/net"),
        ("", "${path.module}/modules/net"),
    ];
    for (declared, source) in table {
        let loaded =
            load(&format!("{declared}module \"m\" {{\n  source = \"{source}\"\n  cidr = \"10.0.0.0/8\"\n}}\n"));
        assert_eq!(loaded.value("module.m.aws_x.y", "cidr").as_str(), Some("10.0.0.0/8"), "{source}");
        assert_eq!(sorted(&loaded), ["aws_x.y", "module.m.aws_x.y"], "{source}: `gcp` is a root, `net` is none");
        assert_eq!(loaded.codes(), [] as [&str; 0], "{source}");
    }
}

#[test]
fn a_folder_that_may_be_meant_has_no_defaults() {
    let open = "variable \"kind\" {\n  default = \"net\"\n}\n";
    let fixed = "locals {\n  kind = \"net\"\n}\n";
    for (declared, source, default) in
        [(open, "./modules/${var.kind}", false), (fixed, "./modules/${local.kind}", true)]
    {
        let loaded = load(&format!("{declared}module \"m\" {{\n  source = \"{source}\"\n}}\n"));
        assert_eq!(loaded.value("aws_x.y", "cidr").as_str().is_some(), default, "{source}");
        assert_eq!(loaded.value("module.m.aws_x.y", "cidr").as_str(), Some("0.0.0.0/0"), "{source}");
    }
}

#[test]
fn sources_that_are_not_known_are_said() {
    let table = [
        ("./modules/${var.unset}", [false, false]),
        ("${var.unset}", [false, false]),
        ("${var.unset}/net", [true, false]),
        ("./modules/${var.unset}/x", [true, true]),
        ("git::https://example.com/${var.unset}", [true, true]),
    ];
    for (source, expected) in table {
        let loaded = load(&format!("variable \"unset\" {{}}\nmodule \"m\" {{\n  source = \"{source}\"\n}}\n"));
        let found: Vec<_> = loaded.output.resources.iter().filter(|resource| &*resource.kind == "aws_x").collect();
        let known: Vec<_> = found
            .iter()
            .map(|resource| resource.body.member("cidr").is_some_and(|cidr| cidr.as_str().is_some()))
            .collect();
        assert_eq!(known, expected, "{source}: `gcp` and `net`");
        let [said] = loaded.output.diagnostics.as_slice() else { panic!("{:?}", loaded.output.diagnostics) };
        let is_error = expected.contains(&false);
        assert_eq!((said.level == Level::Error, said.code == "module-source"), (is_error, is_error), "{source}");
        assert!(!format!("{said:?}").contains("terraform init"), "{source}: there is nothing to download");
    }
}

#[test]
fn branches_of_a_source_may_all_be_meant() {
    let loaded = load(
        "variable \"unset\" {}\nmodule \"m\" {\n  source = var.unset ? \"./modules/net\" : \"./modules/other\"\n}\n",
    );
    let known: Vec<_> = loaded
        .output
        .resources
        .iter()
        .filter(|it| &*it.kind == "aws_x")
        .map(|it| it.body.member("cidr").is_some_and(|cidr| cidr.as_str().is_some()))
        .collect();
    assert_eq!(known, [true, false], "`gcp` is not meant, `net` may be");
    assert_eq!(loaded.codes(), ["module-source"]);
}

#[test]
fn what_is_deployed_on_its_own_keeps_its_defaults() {
    let backend = format!("terraform {{\n  backend \"s3\" {{}}\n}}\n{MODULE}");
    let loaded = Loaded::new(&[
        ("main.tf", "variable \"unset\" {}\nmodule \"m\" {\n  source = \"./${var.unset}\"\n}\n"),
        ("live/main.tf", &backend),
        ("values/main.tf", MODULE),
        ("values/terraform.tfvars", "other = 1\n"),
        ("module/main.tf", MODULE),
    ]);
    let known: Vec<_> = loaded
        .output
        .resources
        .iter()
        .filter(|it| &*it.kind == "aws_x")
        .map(|it| it.body.member("cidr").is_some_and(|cidr| cidr.as_str().is_some()))
        .collect();
    assert_eq!(known, [true, false, true], "live, module, values");
}

#[test]
fn sources_come_through_modules() {
    let outer = "variable \"kind\" {\n  default = \"gcp\"\n}\nmodule \"inner\" {\n  source = \"../${var.kind}\"\n}\n";
    let loaded = Loaded::new(&[
        (
            "main.tf",
            "module \"o\" {\n  source = \"./modules/outer\"\n  kind = \"net\"\n}\nmodule \"p\" {\n  source = \"./modules/${local.p}\"\n  for_each = toset([\"gcp\", \"net\"])\n  kind = each.key\n}\nlocals {\n  p = \"outer\"\n}\n",
        ),
        ("modules/outer/main.tf", outer),
        ("modules/gcp/main.tf", MODULE),
        ("modules/net/main.tf", MODULE),
    ]);
    let expected = [
        "module.o.module.inner.aws_x.y",
        "module.p[\"gcp\"].module.inner.aws_x.y",
        "module.p[\"net\"].module.inner.aws_x.y",
    ];
    assert_eq!(sorted(&loaded), expected);
    let calls = &loaded.resource("module.p[\"net\"].module.inner.aws_x.y").calls;
    assert_eq!(loaded.text(calls[1].span), "module \"inner\"");
}

#[test]
fn folders_that_are_not_scanned_are_found_and_values_are_taken() {
    let call =
        "variable \"kind\" {\n  default = \"net\"\n}\nmodule \"m\" {\n  source = \"../modules/${var.kind}\"\n}\n";
    let inner = "module \"deep\" {\n  source = \"../${local.deep}\"\n}\nlocals {\n  deep = \"deep\"\n}\n";
    let loaded = Loaded::new(&[
        ("live/main.tf", call),
        ("live/terraform.tfvars", "kind = \"gcp\"\n"),
        ("+modules/net/main.tf", "resource \"aws_x\" \"never\" {}\n"),
        ("+modules/gcp/main.tf", inner),
        ("+modules/deep/main.tf", MODULE),
    ]);
    assert_eq!(sorted(&loaded), ["module.m.module.deep.aws_x.y"]);
}

#[test]
fn downloaded_modules_are_found_by_a_source_of_parts() {
    let loaded = Loaded::new(&[
        (
            "main.tf",
            "locals {\n  base = \"hashicorp\"\n}\nmodule \"m\" {\n  source = \"${local.base}/consul/aws\"\n}\n",
        ),
        (
            "+.terraform/modules/modules.json",
            r#"{"Modules":[{"Key":"","Dir":"."},{"Key":"m","Source":"registry.terraform.io/hashicorp/consul/aws","Dir":".terraform/modules/m"}]}"#,
        ),
        ("+.terraform/modules/m/main.tf", MODULE),
    ]);
    assert_eq!(sorted(&loaded), ["module.m.aws_x.y"]);
}

#[test]
fn wrong_sources_are_said_and_the_rest_is_judged() {
    let long = "x".repeat(100_000);
    for source in [
        "[1]",
        "null",
        "local.source",
        "var.none",
        "1 / 0",
        "\"./${local.none}\"",
        "file(\"none\")",
        "\"./a/../../../..${local.up}\"",
        &format!("\"./{long}${{local.up}}\""),
    ] {
        let text = format!(
            "locals {{\n  source = local.source\n  up = \"/..\"\n}}\nmodule \"m\" {{\n  source = {source}\n}}\nresource \"aws_x\" \"root\" {{}}\n"
        );
        let loaded = Loaded::new(&[("main.tf", &text), ("other/main.tf", MODULE)]);
        assert!(loaded.addresses().contains(&"aws_x.root"), "{source}");
        assert!(loaded.codes().iter().any(|code| code.starts_with("module-")), "{source}: {:?}", loaded.codes());
    }
    // Each calls what the other one says: there is no end to find, and no module is forgotten.
    let swing = |other: &str| {
        format!(
            "variable \"to\" {{\n  default = \"{other}\"\n}}\nmodule \"m\" {{\n  source = \"../${{var.to}}\"\n  to = \"{other}\"\n}}\nresource \"aws_x\" \"y\" {{}}\n"
        )
    };
    let loaded = Loaded::new(&[("a/main.tf", &swing("b")), ("b/main.tf", &swing("a"))]);
    assert!(sorted(&loaded).len() >= 2, "{:?}", loaded.addresses());
}
