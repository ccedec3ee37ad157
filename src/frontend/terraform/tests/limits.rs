//! What stands beyond a limit is listed, and said to be.

use std::fmt::Write as _;

use super::Loaded;
use crate::diagnostic::Level;
use crate::value::Reason;

/// Some more than a million steps.
const EXPENSIVE: &str = "[for a in range(1000) : [for b in range(1000) : a + b]]";

/// The errors, by the text at which they point.
fn errors(loaded: &Loaded) -> Vec<(&str, &str)> {
    let errors = loaded.output.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error);
    let place = |place: &crate::diagnostic::Place| match place {
        crate::diagnostic::Place::Text(span) => loaded.text(*span).lines().next().unwrap_or_default(),
        _ => "",
    };
    errors.map(|diagnostic| (place(&diagnostic.place), diagnostic.message.as_str())).collect()
}

fn is_beyond_limit(loaded: &Loaded, address: &str, name: &str) -> bool {
    let unknown = loaded.value(address, name).first_unknown();
    unknown.is_some_and(|unknown| matches!(unknown.reason, Reason::Limit(_)))
}

#[test]
fn what_stands_behind_an_expensive_declaration_is_judged() {
    let loaded = Loaded::new(&[
        (
            "main.tf",
            &format!(
                "resource \"aws_x\" \"a\" {{\n  n = {EXPENSIVE}\n}}\nresource \"aws_x\" \"b\" {{\n  port = 22\n}}\n\
                 module \"m\" {{\n  source = \"./m\"\n}}\nmodule \"again\" {{\n  source = \"./m\"\n}}\n"
            ),
        ),
        ("m/main.tf", "resource \"aws_x\" \"c\" {\n  port = 22\n}\n"),
    ]);
    assert!(is_beyond_limit(&loaded, "aws_x.a", "n"));
    assert_eq!(loaded.value("aws_x.b", "port").render(), "22");
    assert_eq!(loaded.value("module.m.aws_x.c", "port").render(), "22");
    // Of one module, one instance stands for all.
    let errors = errors(&loaded);
    assert!(
        errors.iter().any(|(_, message)| message.contains("the limit on evaluation steps was reached")),
        "{errors:?}"
    );
    let again = ("module \"again\"", "`module.again` was not assessed: the limit on evaluation steps was reached");
    assert!(errors.contains(&again), "{errors:?}");
}

#[test]
fn what_is_left_without_steps_is_listed() {
    let mut text = format!("resource \"aws_x\" \"a\" {{\n  n = {EXPENSIVE}\n}}\n");
    for index in 0..1_100 {
        let _ = writeln!(text, "resource \"aws_x\" \"b{index}\" {{\n  n = [for a in range(1000) : a + 1]\n}}");
    }
    text.push_str("resource \"aws_x\" \"last\" {\n  port = 22\n}\n");
    let loaded = Loaded::new(&[("main.tf", &text)]);
    assert!(is_beyond_limit(&loaded, "aws_x.last", "port"));
}

#[test]
fn instances_beyond_the_limit_are_judged_as_one() {
    let loaded = Loaded::new(&[(
        "main.tf",
        "resource \"aws_x\" \"many\" {\n  for_each = toset([for i in range(1001) : format(\"%04d\", i)])\n  name = each.key\n}\n\
         resource \"aws_x\" \"counted\" {\n  count = 5000\n  n = count.index\n}\n\
         resource \"aws_x\" \"all\" {\n  count = 1000\n}\n\
         output \"o\" {\n  value = aws_x.counted[*].n\n}\n",
    )]);
    assert_eq!(loaded.value("aws_x.many[\"0999\"]", "name").render(), "0999");
    assert!(is_beyond_limit(&loaded, "aws_x.many[*]", "name"));
    assert!(is_beyond_limit(&loaded, "aws_x.counted[*]", "n"));
    assert!(is_beyond_limit(&loaded, "output.o", "value"));
    let errors = errors(&loaded);
    assert_eq!(errors.len(), 2, "{errors:?}");
    assert!(errors.iter().all(|(_, message)| message.contains("more than 1000 instances")), "{errors:?}");
}

#[test]
fn blocks_beyond_the_limit_are_not_known() {
    let text = "resource \"aws_x\" \"y\" {\n  dynamic \"rule\" {\n    for_each = concat(range(1000), [22])\n    content {\n      port = rule.value\n    }\n  }\n}\n";
    let loaded = Loaded::new(&[("main.tf", text)]);
    assert!(is_beyond_limit(&loaded, "aws_x.y", "rule"));
    let [(at, message)] = errors(&loaded)[..] else { panic!("{:?}", errors(&loaded)) };
    assert_eq!(
        (at, message),
        ("dynamic \"rule\" {", "a dynamic block makes 1001 blocks, of which the first 1000 are judged")
    );
}

#[test]
fn modules_that_are_too_deep_are_said_to_be() {
    let names: Vec<String> = (0..67).map(|depth| format!("m{depth}/main.tf")).collect();
    let texts: Vec<String> = (1..=67).map(|next| format!("module \"n\" {{\n  source = \"../m{next}\"\n}}\n")).collect();
    let mut files: Vec<(&str, &str)> = names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    files.push(("m67/main.tf", "resource \"aws_x\" \"y\" {}\n"));
    let loaded = Loaded::new(&files);
    assert_eq!(errors(&loaded), [("module \"n\"", "module `n` was not assessed: it is 64 modules deep")]);
}

#[test]
fn every_name_that_terraform_reads_is_read() {
    let text = "resource \"aws_x\" \"y\" {}\n";
    for (name, is_read) in [("#net.tf", true), ("a#.tf", true), ("net~.tf", true), (".net.tf", false), (".tf", false)] {
        let is_claimed = super::super::loader::is_configuration(&format!("env/{name}"));
        assert_eq!(is_claimed, is_read, "{name}");
        let loaded =
            Loaded::new(&[("main.tf", "module \"m\" {\n  source = \"./m\"\n}\n"), (&format!("+m/{name}"), text)]);
        assert_eq!(loaded.addresses().contains(&"module.m.aws_x.y"), is_read, "{name}");
    }
}

#[test]
fn modules_that_an_unknown_source_may_mean_are_not_judged_by_their_defaults() {
    let module = "variable \"cidr\" {\n  default = \"10.0.0.0/8\"\n}\nresource \"aws_x\" \"y\" {\n  cidr = var.cidr\n  port = 22\n}\n";
    let loaded = Loaded::new(&[
        ("env/main.tf", "module \"m\" {\n  source = \"../modules/${var.kind}\"\n  cidr   = \"0.0.0.0/0\"\n}\n"),
        ("modules/net/main.tf", module),
        ("modules/live/main.tf", module),
        ("modules/live/terraform.tfvars", "cidr = \"10.1.0.0/16\"\n"),
        ("other/main.tf", module),
    ]);
    let cidr = |folder: &str| {
        let found = loaded.output.resources.iter().filter(|resource| &*resource.kind == "aws_x");
        let mut found = found.filter(|resource| loaded.sources.get(resource.header.file).folder() == folder);
        found.next().expect("is judged").body.clone()
    };
    let shown = |folder: &str| cidr(folder).member("cidr").map(crate::value::Value::render);
    assert_eq!(shown("other").as_deref(), Some("10.0.0.0/8"));
    assert_eq!(shown("modules/live").as_deref(), Some("10.1.0.0/16"));
    let net = cidr("modules/net");
    assert!(net.member("cidr").is_some_and(|cidr| cidr.as_unknown().is_some()), "{}", net.render());
    assert_eq!(net.member("port").map(crate::value::Value::render).as_deref(), Some("22"));
    assert_eq!(errors(&loaded).len(), 1, "{:?}", errors(&loaded));
    assert_eq!(errors(&loaded)[0].0, "module \"m\"");
}
