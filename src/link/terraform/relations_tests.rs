//! What no name tells: what a backup plan chooses, who watches a log group, which subnet is public.

use super::link;
use super::rows_tests::state;
use crate::frontend::terraform::tests::Loaded;

/// What a resource of this configuration has of a role.
fn found(text: &str, address: &str, role: &str) -> &'static str {
    let mut resources = Loaded::new(&[("main.tf", text)]).output.resources;
    link(&mut resources);
    state(&resources, address, role)
}

const TABLE: &str = "variable \"x\" {}\nresource \"aws_dynamodb_table\" \"t\" {\n  name = \"orders\"\n  tags = { backup = \"daily\" }\n}\n";

fn chosen(arguments: &str) -> &'static str {
    let text = format!("{TABLE}resource \"aws_backup_selection\" \"s\" {{\n{arguments}\n}}\n");
    match found(&text, "aws_dynamodb_table.t", "backup") {
        // The list is there, without anything in it.
        "several" => "none",
        other => other,
    }
}

fn condition(kind: &str, key: &str, value: &str) -> String {
    format!("condition {{\n {kind} {{\n key = \"aws:ResourceTag/{key}\"\n value = {value}\n }}\n}}")
}

fn tag(value: &str) -> String {
    format!("selection_tag {{\n type = \"STRINGEQUALS\"\n key = \"backup\"\n value = {value}\n}}")
}

#[test]
fn a_backup_plan_chooses_by_arns_and_tags() {
    let of = |kind: &str, value: &str| condition(kind, "backup", value);
    let cases = [
        ("resources = [aws_dynamodb_table.t.arn]".to_owned(), "attached"),
        ("resources = [\"*\"]".to_owned(), "attached"),
        ("resources = [\"arn:aws:dynamodb:*:*:table/ord*\"]".to_owned(), "attached"),
        ("resources = [\"arn:aws:dynamodb:*\"]".to_owned(), "attached"),
        ("resources = [\"arn:aws:dynamodb:${var.x}:1:table/${aws_dynamodb_table.t.name}\"]".to_owned(), "attached"),
        ("resources = [\"arn:aws:dynamodb:eu-west-1:1:table/${var.x}\"]".to_owned(), "open"),
        ("resources = [\"arn:aws:dynamodb:*:*:table/carts\"]".to_owned(), "none"),
        ("resources = [\"arn:aws:rds:*:*:cluster:orders\"]".to_owned(), "none"),
        ("resources = [data.aws_dynamodb_table.t.arn]".to_owned(), "none"),
        ("resources = [var.x]".to_owned(), "open"),
        ("resources = [\"*\"]\nnot_resources = [aws_dynamodb_table.t.arn]".to_owned(), "none"),
        ("not_resources = [\"arn:aws:dynamodb:*:*:table/carts\"]".to_owned(), "attached"),
        (String::new(), "attached"),
        (tag("\"daily\""), "attached"),
        (tag("\"weekly\""), "none"),
        (tag("var.x"), "open"),
        (format!("{}\n{}", tag("\"weekly\""), tag("\"daily\"")), "attached"),
        // What both together mean is said in two ways.
        (format!("resources = [\"arn:aws:rds:*\"]\n{}", tag("\"daily\"")), "open"),
        (of("string_equals", "\"daily\""), "attached"),
        (of("string_like", "\"da*\""), "attached"),
        (of("string_like", "\"we*\""), "none"),
        (of("string_not_equals", "\"daily\""), "none"),
        (of("string_not_like", "\"we*\""), "attached"),
        (format!("{}\n{}", of("string_equals", "\"daily\""), of("string_like", "\"we*\"")), "none"),
        (condition("string_not_equals", "other", "\"x\""), "open"),
        (condition("string_equals", "other", "\"x\""), "none"),
        (format!("resources = [\"arn:aws:rds:*\"]\n{}", of("string_equals", "\"daily\"")), "none"),
    ];
    for (arguments, expected) in cases {
        assert_eq!(chosen(&arguments), expected, "{arguments}");
    }
}

#[test]
fn a_provider_gives_tags_and_an_account() {
    let volume = |provider: &str| {
        format!(
            "provider \"aws\" {{\n  default_tags {{\n    tags = {{ backup = \"daily\" }}\n  }}\n}}\n\
             provider \"aws\" {{\n  alias = \"other\"\n}}\n\
             resource \"aws_ebs_volume\" \"v\" {{\n{provider}\n}}\n"
        )
    };
    let selection = format!("resource \"aws_backup_selection\" \"s\" {{\n{}\n}}\n", tag("\"daily\""));
    let policy = "resource \"aws_dlm_lifecycle_policy\" \"p\" {\n  policy_details {\n    resource_types = [\"VOLUME\"]\n    target_tags = { backup = \"daily\" }\n  }\n}\n";
    let has = |text: String| found(&text, "aws_ebs_volume.v", "backup");
    assert_eq!(has(volume("") + &selection), "attached");
    assert_eq!(has(volume("") + policy), "attached");
    assert_eq!(has(volume("") + &policy.replace("VOLUME", "INSTANCE")), "open");
    assert_eq!(has(volume("")), "none");
    // Another account may have another plan, and this one may be its own.
    let all = "resource \"aws_backup_selection\" \"s\" {\n  resources = [\"*\"]\n}\n";
    assert_eq!(has(volume("  provider = aws.other") + all), "open");
}

const GROUP: &str = "variable \"x\" {}\nresource \"aws_cloudwatch_log_group\" \"g\" {\n  name = \"trail\"\n}\n";

fn filter(group: &str) -> String {
    format!(
        "resource \"aws_cloudwatch_log_metric_filter\" \"f\" {{\n  log_group_name = {group}\n  pattern = \"x\"\n}}\n"
    )
}

fn trail(group: &str) -> String {
    format!("resource \"aws_cloudtrail\" \"t\" {{\n  cloud_watch_logs_group_arn = {group}\n}}\n")
}

#[test]
fn the_filters_of_a_log_group_belong_to_its_trail() {
    let arn = "\"${aws_cloudwatch_log_group.g.arn}:*\"";
    let cases = [
        (arn, "aws_cloudwatch_log_group.g.name", "attached"),
        (arn, "\"trail\"", "attached"),
        (arn, "aws_cloudwatch_log_group.g.id", "attached"),
        ("\"arn:aws:logs:eu-west-1:1:log-group:trail:*\"", "\"trail\"", "attached"),
        ("\"arn:aws:logs:eu-west-1:1:log-group:a:*\"", "\"a\"", "attached"),
        (arn, "\"other\"", "several"),
        (arn, "var.x", "open"),
        ("var.x", "\"trail\"", "open"),
    ];
    for (written, group, expected) in cases {
        let text = format!("{GROUP}{}{}", trail(written), filter(group));
        assert_eq!(found(&text, "aws_cloudtrail.t", "metric_filter"), expected, "{written} and {group}");
        assert_eq!(found(&text, "aws_cloudwatch_log_metric_filter.f", "metric_filter"), "none");
    }
    // Without a trail the filters are asked themselves, where they say of which log group they are.
    let alone = |group: &str| {
        found(&format!("{GROUP}{}", filter(group)), "aws_cloudwatch_log_metric_filter.f", "metric_filter")
    };
    assert_eq!(["\"trail\"", "aws_cloudwatch_log_group.x.name", "var.x"].map(alone), ["attached", "attached", "none"]);
}

#[test]
fn a_module_that_is_not_here_may_watch_the_log_group() {
    let text = format!(
        "{GROUP}{}module \"m\" {{\n  source = \"acme/alarms/aws\"\n  group = aws_cloudwatch_log_group.g.name\n}}\n",
        trail("aws_cloudwatch_log_group.g.arn")
    );
    assert_eq!(found(&text, "aws_cloudtrail.t", "metric_filter"), "open");
    let other = text.replace("group = aws_cloudwatch_log_group.g.name", "group = \"other\"");
    assert_eq!(found(&other, "aws_cloudtrail.t", "metric_filter"), "several");
}

#[test]
fn a_subnet_is_public_by_its_route_table() {
    let network = "variable \"x\" {}\nresource \"aws_vpc\" \"v\" {}\n\
        resource \"aws_internet_gateway\" \"i\" {\n  vpc_id = aws_vpc.v.id\n}\n\
        resource \"aws_subnet\" \"s\" {\n  vpc_id = aws_vpc.v.id\n}\n\
        resource \"aws_route_table\" \"t\" {\n  vpc_id = aws_vpc.v.id\n}\n";
    let own = |table: &str| {
        format!(
            "resource \"aws_route_table_association\" \"a\" {{\n  subnet_id = aws_subnet.s.id\n  route_table_id = {table}\n}}\n"
        )
    };
    let route = |table: &str, gateway: &str| {
        format!("resource \"aws_route\" \"r\" {{\n  route_table_id = {table}\n  {gateway}\n}}\n")
    };
    let main = "resource \"aws_main_route_table_association\" \"m\" {\n  vpc_id = aws_vpc.v.id\n  route_table_id = aws_route_table.t.id\n}\n";
    let here = "aws_route_table.t.id";
    let cases = [
        (own(here) + &route(here, "gateway_id = aws_internet_gateway.i.id"), "attached"),
        (own(here) + &route(here, "gateway_id = \"igw-0a1b2c3d\""), "attached"),
        (own(here) + &route(here, "gateway_id = data.aws_internet_gateway.i.id"), "attached"),
        (own(here) + &route(here, "gateway_id = aws_vpn_gateway.i.id"), "several"),
        (own(here) + &route(here, "nat_gateway_id = aws_nat_gateway.i.id"), "several"),
        (own(here) + &route(here, "gateway_id = var.x"), "open"),
        (own(here), "several"),
        (own("var.x"), "open"),
        (main.to_owned() + &route(here, "gateway_id = aws_internet_gateway.i.id"), "attached"),
        (main.to_owned(), "several"),
        (route(here, "gateway_id = aws_internet_gateway.i.id"), "none"),
        (String::new(), "none"),
    ];
    for (text, expected) in cases {
        assert_eq!(found(&format!("{network}{text}"), "aws_subnet.s", "internet_route"), expected, "{text}");
    }
}

#[test]
fn what_nothing_mentions_is_used_by_nothing() {
    let group = "variable \"x\" {}\nresource \"aws_security_group\" \"g\" {\n  name = \"web\"\n}\n";
    let cases = [
        ("", "several"),
        ("resource \"aws_instance\" \"i\" {\n  vpc_security_group_ids = [aws_security_group.g.id]\n}\n", "attached"),
        ("resource \"aws_instance\" \"i\" {\n  security_groups = [\"web\"]\n}\n", "attached"),
        ("output \"id\" {\n  value = \"${var.x}-${aws_security_group.g.id}\"\n}\n", "attached"),
        ("module \"m\" {\n  source = \"acme/m/aws\"\n  groups = { a = [aws_security_group.g.id] }\n}\n", "attached"),
        ("resource \"aws_security_group_rule\" \"r\" {\n  security_group_id = aws_security_group.g.id\n}\n", "several"),
        (
            "resource \"aws_security_group_rule\" \"r\" {\n  security_group_id = \"sg-1\"\n  source_security_group_id = aws_security_group.g.id\n}\n",
            "attached",
        ),
        ("resource \"aws_instance\" \"i\" {\n  vpc_security_group_ids = [aws_security_group.other.id]\n}\n", "several"),
    ];
    for (text, expected) in cases {
        assert_eq!(found(&format!("{group}{text}"), "aws_security_group.g", "user"), expected, "{text}");
    }
    let address = "resource \"aws_eip\" \"a\" {\n  count = 2\n}\nresource \"aws_nat_gateway\" \"n\" {\n  allocation_id = aws_eip.a[1].id\n}\n";
    assert_eq!(found(address, "aws_eip.a[1]", "user"), "attached");
}
