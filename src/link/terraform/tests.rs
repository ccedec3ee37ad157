use super::*;
use crate::model::ATTACHED;
use crate::model::testing::Fixture;

/// The names attached to each resource of `target`, by role.
fn attached(resource: &Resource) -> String {
    let Some(roles) = resource.body.member(ATTACHED).and_then(Value::as_map) else {
        return String::new();
    };
    let role = |entry: &crate::value::Entry| {
        let list = entry.value.as_list().expect("a list");
        let names: Vec<_> = list.items.iter().filter_map(|body| body.member("name")?.as_str()).collect();
        format!("{}={}{}", entry.key, names.join(","), if list.rest.is_some() { "…" } else { "" })
    };
    roles.entries().map(role).collect::<Vec<_>>().join(" ")
}

fn versioning(address: &str, bucket: &str) -> Fixture {
    let name = address.rsplit('.').next().unwrap_or_default();
    Fixture::new("aws_s3_bucket_versioning", address, &format!(r#"{{"name": "{name}", "bucket": "{bucket}"}}"#))
}

fn bucket(address: &str, name: &str) -> Fixture {
    Fixture::new("aws_s3_bucket", address, &format!(r#"{{"bucket": "{name}"}}"#))
}

/// What is attached to `target` once it is linked with `source`.
fn linked(target: Fixture, source: Fixture) -> String {
    let mut resources = [source.resource, target.resource];
    link(&mut resources);
    attached(&resources[1])
}

#[test]
fn a_target_is_found_by_reference_key_and_name() {
    let rows = [
        ("aws_s3_bucket.b", "${aws_s3_bucket.b.id}", "versioning=v"),
        ("aws_s3_bucket.b", "${aws_s3_bucket.other.id}", ""),
        ("aws_s3_bucket.b[0]", "${aws_s3_bucket.b.id}", "versioning=v"),
        ("aws_s3_bucket.b[0]", "${aws_s3_bucket.b[0].id}", "versioning=v"),
        ("aws_s3_bucket.b", "${aws_s3_bucket.b[7].id}", "versioning=v"),
        ("module.m.aws_s3_bucket.b", "${module.m.aws_s3_bucket.b.id}", "versioning=v"),
        ("module.m.aws_s3_bucket.b", "${aws_s3_bucket.b.id}", ""),
        ("aws_s3_bucket.b", "logs", "versioning=v"),
        ("aws_s3_bucket.b", "other", ""),
        // Bucket names are unique in the world: the same name is the same bucket, whatever the module.
        ("module.m.aws_s3_bucket.b", "logs", "versioning=v"),
    ];
    for (address, reference, expected) in rows {
        let found = linked(bucket(address, "logs"), versioning("aws_s3_bucket_versioning.v", reference));
        assert_eq!(found, expected, "{reference} to {address}");
    }
}

#[test]
fn a_target_that_is_named_by_its_id_is_found_by_reference() {
    let rows = [
        ("azurerm_mssql_server_extended_auditing_policy", "server_id", "azurerm_mssql_server", "auditing=x"),
        ("azurerm_storage_account_network_rules", "storage_account_id", "azurerm_storage_account", "network_rules=x"),
    ];
    for (kind, argument, target, expected) in rows {
        let source = |name: &str| {
            let body = format!(r#"{{"name": "x", "{argument}": "${{{target}.{name}.id}}"}}"#);
            Fixture::new(kind, &format!("{kind}.x"), &body)
        };
        let one = || Fixture::new(target, &format!("{target}.one"), "{}");
        assert_eq!(linked(one(), source("one")), expected);
        assert_eq!(linked(one(), source("other")), "");
    }
}

#[test]
fn a_key_chooses_among_instances() {
    let mut resources = [
        bucket("aws_s3_bucket.b[0]", "x").resource,
        bucket("aws_s3_bucket.b[1]", "y").resource,
        versioning("aws_s3_bucket_versioning.v", "${aws_s3_bucket.b[1].id}").resource,
    ];
    link(&mut resources);
    assert_eq!([attached(&resources[0]), attached(&resources[1])], ["", "versioning=v"]);
}

#[test]
fn a_target_that_is_not_known_leaves_the_role_open() {
    let unknown = || versioning("aws_s3_bucket_versioning.v", "${name}");
    assert_eq!(linked(bucket("aws_s3_bucket.b", "logs"), unknown()), "versioning=…");
    assert_eq!(linked(bucket("module.m.aws_s3_bucket.b", "logs"), unknown()), "");
    let elsewhere = versioning("aws_s3_bucket_versioning.v", "${data.aws_s3_bucket.b.id}");
    assert_eq!(linked(bucket("aws_s3_bucket.b", "logs"), elsewhere), "");
}

#[test]
fn a_name_that_several_resources_have_leaves_them_open() {
    let mut resources = [
        Fixture::new("aws_s3_bucket", "aws_s3_bucket.a", r#"{"tags": {}, "bucket": "logs"}"#).resource,
        bucket("aws_s3_bucket.b", "logs").resource,
        versioning("aws_s3_bucket_versioning.v", "logs").resource,
    ];
    let mut referring = resources.clone();
    link(&mut resources);
    assert_eq!([attached(&resources[0]), attached(&resources[1])], ["versioning=…", "versioning=…"]);

    // `bucket = aws_s3_bucket.b.bucket`
    let target = referring[1].body.member("bucket").expect("a name").clone();
    let name = target.referenced_at(referring[2].header, "argument `bucket` of aws_s3_bucket.b");
    referring[2].body.as_map_mut().and_then(|map| map.get_mut("bucket")).map(|place| *place = name).expect("a name");
    link(&mut referring);
    assert_eq!([attached(&referring[0]), attached(&referring[1])], ["", "versioning=v"]);
}

#[test]
fn what_is_attached_counts_as_the_targets_own_text() {
    let source = versioning("aws_s3_bucket_versioning.v", "logs").resource;
    let declaration = source.declaration;
    let mut resources = [bucket("aws_s3_bucket.b", "logs").resource, source.clone(), source];
    link(&mut resources);
    assert_eq!(attached(&resources[0]), "versioning=v,v");
    assert!(resources[0].grounds.contains(&declaration));
}

#[test]
fn a_list_names_several_and_stays_open_where_it_may_name_more() {
    let user = |name: &str| {
        let body = format!(r#"{{"name": "{name}"}}"#);
        Fixture::new("aws_iam_user", &format!("aws_iam_user.{name}"), &body).resource
    };
    let rows = [
        (r#"["ada", "${aws_iam_user.bob.name}"]"#, ["group=m", "group=m", ""]),
        (r#"["ada", "${anyone}"]"#, ["group=…m", "group=…", "group=…"]),
        (r#"["...${more}"]"#, ["group=…", "group=…", "group=…"]),
        (r#"["ada", "ada"]"#, ["group=m", "", ""]),
    ];
    for (users, expected) in rows {
        let body = format!(r#"{{"name": "m", "users": {users}}}"#);
        let source = Fixture::new("aws_iam_group_membership", "aws_iam_group_membership.m", &body).resource;
        let mut resources = [user("ada"), user("bob"), user("eve"), source];
        link(&mut resources);
        let found = [attached(&resources[0]), attached(&resources[1]), attached(&resources[2])];
        assert_eq!(found.map(|roles| roles.replace("m…", "…m")), expected, "{users}");
    }
}

#[test]
fn an_argument_in_a_block_names_one_of_several_kinds() {
    for kind in ["azurerm_key_vault", "azurerm_storage_account"] {
        let target = Fixture::new(kind, &format!("{kind}.x"), "{}");
        let body = format!(
            r#"{{"name": "e", "private_service_connection": [{{"private_connection_resource_id": "${{{kind}.x.id}}"}}]}}"#
        );
        let source = Fixture::new("azurerm_private_endpoint", "azurerm_private_endpoint.e", &body);
        assert_eq!(linked(target, source), "private_endpoint=e", "{kind}");
    }
}

#[test]
fn a_name_stands_behind_its_prefix() {
    let rows = [
        ("storage.googleapis.com/logs", "sink=s"),
        ("storage.googleapis.com/${google_storage_bucket.b.name}", "sink=s"),
        ("storage.googleapis.com/${name}", "sink=…"),
        ("storage.googleapis.com/other", ""),
        ("bigquery.googleapis.com/${name}", ""),
        ("logs", ""),
        ("${name}", "sink=…"),
    ];
    for (destination, expected) in rows {
        let target = Fixture::new("google_storage_bucket", "google_storage_bucket.b", r#"{"name": "logs"}"#);
        let body = format!(r#"{{"name": "s", "destination": "{destination}"}}"#);
        let source = Fixture::new("google_logging_project_sink", "google_logging_project_sink.s", &body);
        assert_eq!(linked(target, source), expected, "{destination}");
    }
}

#[test]
fn every_hole_of_a_name_may_be_the_reference() {
    let name = "arn:aws:apigateway:${region}::/restapis/${api}/stages/${aws_api_gateway_stage.live.stage_name}";
    let source = Fixture::new(
        "aws_wafv2_web_acl_association",
        "aws_wafv2_web_acl_association.a",
        &format!(r#"{{"name": "a", "resource_arn": "{name}"}}"#),
    );
    assert_eq!(linked(Fixture::new("aws_api_gateway_stage", "aws_api_gateway_stage.live", "{}"), source), "web_acl=a");
}

#[test]
fn what_is_attached_brings_what_is_attached_to_it() {
    let mut resources = [
        Fixture::new("azurerm_mssql_server", "azurerm_mssql_server.s", r#"{"name": "s"}"#).resource,
        Fixture::new(
            "azurerm_mssql_server_security_alert_policy",
            "azurerm_mssql_server_security_alert_policy.p",
            r#"{"name": "p", "server_name": "s"}"#,
        )
        .resource,
        Fixture::new(
            "azurerm_mssql_server_vulnerability_assessment",
            "azurerm_mssql_server_vulnerability_assessment.v",
            r#"{"name": "v", "server_security_alert_policy_id": "${azurerm_mssql_server_security_alert_policy.p.id}"}"#,
        )
        .resource,
    ];
    let assessment = resources[2].declaration;
    link(&mut resources);
    let server = resources[0].body.member(ATTACHED).and_then(|roles| roles.member("alerts")).expect("alerts");
    let policy = &server.as_list().expect("a list").items[0];
    assert!(policy.member(ATTACHED).is_some_and(|roles| roles.member("scans").is_some()));
    assert!(resources[0].grounds.contains(&assessment));
}

#[test]
fn what_is_named_may_be_attached_to_what_names_it() {
    let rows = [
        ("${aws_api_gateway_rest_api.a.id}", "api=a"),
        ("${aws_api_gateway_rest_api.b.id}", "api=…"),
        ("${id}", "api=…"),
        ("0a1b", ""),
    ];
    for (id, expected) in rows {
        let stage = format!(r#"{{"name": "s", "rest_api_id": "{id}"}}"#);
        let stage = Fixture::new("aws_api_gateway_stage", "aws_api_gateway_stage.s", &stage);
        let api = Fixture::new("aws_api_gateway_rest_api", "aws_api_gateway_rest_api.a", r#"{"name": "a"}"#);
        assert_eq!(linked(stage, api), expected, "{id}");
    }
}

#[test]
fn one_of_a_thousand_unknown_names_leaves_all_open() {
    let target =
        |index: usize| bucket(&format!("aws_s3_bucket.b{index}"), &format!("{index}-${{data.x.y.id}}")).resource;
    for (count, first) in [(10, ""), (1_001, "versioning=…")] {
        let mut resources: Vec<Resource> = (0..count).map(target).collect();
        resources.push(versioning("aws_s3_bucket_versioning.v", "9-x").resource);
        link(&mut resources);
        assert_eq!([attached(&resources[0]), attached(&resources[9])], [first, "versioning=…"], "{count}");
    }
}

/// The id of a bucket's policy is the name of the bucket, and so on; circles end.
#[test]
fn a_name_may_come_through_what_has_the_same_target() {
    let policy = |name: &str, bucket: &str| {
        let body = format!(r#"{{"name": "{name}", "bucket": "{bucket}"}}"#);
        Fixture::new("aws_s3_bucket_policy", &format!("aws_s3_bucket_policy.{name}"), &body).resource
    };
    let rows = [
        (["${aws_s3_bucket.b.id}", "x"], "${aws_s3_bucket_policy.p.id}", "versioning=v"),
        (["${aws_s3_bucket.b.id}", "x"], "${aws_s3_bucket_policy.p.bucket}", "versioning=v"),
        (["${aws_s3_bucket.b.id}", "x"], "${aws_s3_bucket_policy.p.policy}", ""),
        (["logs", "x"], "${aws_s3_bucket_policy.p.id}", "versioning=v"),
        (["${aws_s3_bucket_policy.q.id}", "logs"], "${aws_s3_bucket_policy.p.id}", "versioning=v"),
        (["${name}", "x"], "${aws_s3_bucket_policy.p.id}", "versioning=…"),
        (["other", "x"], "${aws_s3_bucket_policy.p.id}", ""),
        (["${aws_s3_bucket.b.id}", "x"], "${aws_s3_bucket_policy.p.id}-copy", ""),
        (
            ["${aws_s3_bucket_policy.q.id}", "${aws_s3_bucket_policy.p.id}"],
            "${aws_s3_bucket_policy.p.id}",
            "versioning=…",
        ),
    ];
    for ([p, q], name, expected) in rows {
        let mut resources = [
            bucket("aws_s3_bucket.b", "logs").resource,
            policy("p", p),
            policy("q", q),
            versioning("aws_s3_bucket_versioning.v", name).resource,
        ];
        link(&mut resources);
        let found = attached(&resources[0]);
        let found: Vec<&str> = found.split(' ').filter(|role| role.starts_with("versioning")).collect();
        assert_eq!(found.join(" "), expected, "{name} by {p} and {q}");
    }
}

/// What a data source looks up is what is declared here, where both have one name.
#[test]
fn a_data_source_stands_for_what_it_looks_up() {
    for (name, expected) in [("${aws_s3_bucket.b.id}", "versioning=v"), ("logs", "versioning=v"), ("other", "")] {
        let data = format!(r#"{{"bucket": "{name}"}}"#);
        let mut resources = [
            bucket("aws_s3_bucket.b", "logs").resource,
            Fixture::new("data.aws_s3_bucket", "data.aws_s3_bucket.d", &data).resource,
            versioning("aws_s3_bucket_versioning.v", "${data.aws_s3_bucket.d.id}").resource,
        ];
        link(&mut resources);
        assert_eq!(attached(&resources[0]), expected, "{name}");
    }
}

#[test]
fn a_name_may_stand_in_an_arn() {
    let rows = [
        ("f", "invoke_config=c"),
        ("arn:aws:lambda:eu-west-1:123456789012:function:f", "invoke_config=c"),
        ("arn:aws:lambda:eu-west-1:123456789012:function:f:live", "invoke_config=c"),
        ("arn:aws:lambda:${region}:${account}:function:f:${version}", "invoke_config=c"),
        ("arn:aws:lambda:eu-west-1:123456789012:function:other:f", ""),
        ("arn:aws:lambda:eu-west-1:123456789012:layer:f", ""),
        ("${aws_lambda_function.f.arn}", "invoke_config=c"),
        ("${aws_lambda_function.f.arn}:live", "invoke_config=c"),
        ("${name}", "invoke_config=…"),
    ];
    for (name, expected) in rows {
        let function = Fixture::new("aws_lambda_function", "aws_lambda_function.f", r#"{"function_name": "f"}"#);
        let body = format!(r#"{{"name": "c", "function_name": "{name}"}}"#);
        let kind = "aws_lambda_function_event_invoke_config";
        assert_eq!(linked(function, Fixture::new(kind, &format!("{kind}.c"), &body)), expected, "{name}");
    }
    for (arn, expected) in [
        ("arn:aws:s3:::logs", "replica_source=r"),
        ("arn:aws-cn:s3:::logs", "replica_source=r"),
        ("arn:${partition}:s3:::logs", "replica_source=r"),
        ("${aws_s3_bucket.b.arn}", "replica_source=r"),
        ("arn:aws:s3:::logs-copy", ""),
    ] {
        let kind = "aws_s3_bucket_replication_configuration";
        let body =
            format!(r#"{{"name": "r", "bucket": "other", "rule": [{{"destination": [{{"bucket": "{arn}"}}]}}]}}"#);
        let source = Fixture::new(kind, &format!("{kind}.r"), &body);
        assert_eq!(linked(bucket("aws_s3_bucket.b", "logs"), source), expected, "{arn}");
    }
}

/// Buckets that log to each other, and long chains of them, hold no more than one another's own text.
#[test]
fn what_is_attached_to_its_own_kind_brings_nothing() {
    let logging = |name: &str, target: &str| {
        let body = format!(r#"{{"bucket": "{name}", "name": "{name}", "logging": [{{"target_bucket": "{target}"}}]}}"#);
        Fixture::new("aws_s3_bucket", &format!("aws_s3_bucket.{name}"), &body).resource
    };
    let mut resources: Vec<Resource> = (0..500).map(|it| logging(&it.to_string(), &(it + 1).to_string())).collect();
    resources.push(logging("500", "0"));
    link(&mut resources);
    assert_eq!(attached(&resources[0]), "log_source=500");
    assert_eq!(attached(&resources[7]), "log_source=6");
    let sources = resources[7].body.member(ATTACHED).and_then(|roles| roles.member("log_source")).expect("a list");
    assert!(sources.as_list().expect("a list").items.iter().all(|body| body.member(ATTACHED).is_none()));
}

/// An alarm is that of a metric by its name and its namespace.
#[test]
fn a_name_may_need_another_beside_it() {
    let own = "${aws_cloudwatch_log_metric_filter.f.metric_transformation}";
    let rows = [
        ("Root", "Security", "alarm=a"),
        ("Root", "Other", ""),
        ("Other", "Security", ""),
        ("Root", "${x}", "alarm=…"),
        ("${x}", "Security", "alarm=…"),
        ("${x}", "Other", "alarm=…"),
        (own, own, "alarm=a"),
        (own, "Security", "alarm=a"),
        ("x/Root.y", "Security", ""),
    ];
    for (name, namespace, expected) in rows {
        let filter = r#"{"metric_transformation": [{"name": "Root", "namespace": "Security"}]}"#;
        let filter = || Fixture::new("aws_cloudwatch_log_metric_filter", "aws_cloudwatch_log_metric_filter.f", filter);
        let metric = format!(r#""metric_name": "{name}", "namespace": "{namespace}""#);
        let alarm = |body: &str| {
            Fixture::new(
                "aws_cloudwatch_metric_alarm",
                "aws_cloudwatch_metric_alarm.a",
                &format!(r#"{{"name": "a", {body}}}"#),
            )
        };
        assert_eq!(linked(filter(), alarm(&metric)), expected, "{name} of {namespace}");
        let query = format!(r#""metric_query": [{{"metric": [{{{metric}}}]}}]"#);
        assert_eq!(linked(filter(), alarm(&query)), expected, "{name} of {namespace} in a query");
    }
}
