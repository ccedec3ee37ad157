//! `ravelin explain` of what is not known: each reference from the argument to the place where knowledge ends.

use crate::runner::Project;

/// The steps that are printed for a check: the expression and what it is.
fn steps(files: &[(&str, &str)], check: &str) -> Vec<(String, String)> {
    let printed = Project::new(files).run(&["explain", check, "."]).stdout;
    let lines: Vec<&str> = printed.lines().filter(|line| line.starts_with("  ")).collect();
    let step = |pair: &[&str]| {
        let expression = pair[0].splitn(4, ':').nth(3).unwrap_or_default().trim().to_owned();
        (expression, pair[1].trim().to_owned())
    };
    lines.chunks(2).map(step).collect()
}

fn check(files: &[(&str, &str)], check: &str, expected: &[(&str, &str)]) {
    let expected: Vec<(String, String)> =
        expected.iter().map(|(expression, what)| ((*expression).to_owned(), (*what).to_owned())).collect();
    assert_eq!(steps(files, check), expected);
}

const RULE: &str = "resource \"aws_vpc_security_group_ingress_rule\" \"this\" {\n  description = \"x\"\n  ip_protocol = \"tcp\"\n  from_port   = 22\n  to_port     = 22\n";

#[test]
fn references_lead_from_the_argument_to_the_variable() {
    let main = "variable \"allowed\" {}\n\nlocals {\n  office = var.allowed\n}\n\nmodule \"net\" {\n  source = \"./net\"\n  cidr   = local.office\n}\n";
    let net = format!("variable \"cidr\" {{}}\n\n{RULE}  cidr_ipv4   = var.cidr\n}}\n");
    let expected = [
        ("var.cidr", "asked for here"),
        ("local.office", "variable `cidr`"),
        ("var.allowed", "local `office`"),
        ("variable \"allowed\"", "variable `allowed` has no value"),
    ];
    check(&[("main.tf", main), ("net/main.tf", &net)], "cloud-network-open-ssh", &expected);
}

#[test]
fn what_stands_in_texts_calls_and_conditions_has_its_way() {
    let head = "variable \"office\" {}\n\nlocals {\n  lower = lower(var.office)\n}\n\n";
    let text = format!("{head}{RULE}  cidr_ipv4   = \"${{local.lower}}/0\"\n}}\n");
    let condition = format!("{head}{RULE}  cidr_ipv4   = local.lower == \"x\" ? \"0.0.0.0/0\" : \"10.0.0.0/8\"\n}}\n");
    let end = [
        ("local.lower", "used here"),
        ("lower(var.office)", "local `lower`"),
        ("var.office", "used here"),
        ("variable \"office\"", "variable `office` has no value"),
    ];
    let first = ("\"${local.lower}/0\"", "asked for here");
    check(&[("main.tf", &text)], "cloud-network-open-ssh", &[&[first][..], &end].concat());
    let first = ("local.lower == \"x\" ? \"0.0.0.0/0\" : \"10.0.0.0/8\"", "asked for here");
    check(&[("main.tf", &condition)], "cloud-network-open-ssh", &[&[first][..], &end].concat());
}

#[test]
fn the_argument_is_the_one_that_the_check_asks_for() {
    let text = "variable \"name\" {}\n\nresource \"aws_s3_bucket_acl\" \"this\" {\n  bucket = var.name\n  acl    = (var.name)\n}\n";
    let printed = Project::new(&[("main.tf", text)]).run(&["explain", "aws-s3-public-acl", "."]).stdout;
    assert!(printed.contains("main.tf:5:13: var.name\n    asked for here\n"), "{printed}");
}
