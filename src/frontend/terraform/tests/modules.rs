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
