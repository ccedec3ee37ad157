use super::{HOLDERS, derive};
use crate::model::testing::Fixture;
use crate::value::{Kind, Value};

fn documents(kind: &str, body: &str) -> Vec<Value> {
    let fixture = Fixture::new(kind, "x.x", body);
    let shape = derive(&fixture.resource);
    let list = shape.as_ref().and_then(|shape| shape.member("documents")).and_then(Value::as_list);
    list.map(|list| list.items.clone()).unwrap_or_default()
}

/// The statements of the only document of a bucket policy.
fn statements(policy: &str) -> Value {
    let documents = documents("aws_s3_bucket_policy", &format!(r#"{{"policy": {policy}}}"#));
    documents[0].member("statements").expect("statements").clone()
}

/// The members of the only statement of a policy that is written as a value.
fn statement(members: &str) -> Value {
    let all = statements(&format!(r#"{{"$json": {{"Statement": {members}}}}}"#));
    all.as_list().expect("a list").items[0].clone()
}

fn word(value: Option<&Value>) -> String {
    match value.map(|value| (&value.kind, value)) {
        Some((Kind::Unknown(_), _)) => "?".to_owned(),
        Some((_, value)) => value.render(),
        None => "-".to_owned(),
    }
}

#[test]
fn holders_are_sorted() {
    assert!(HOLDERS.is_sorted_by(|a, b| a.0 < b.0));
}

#[test]
fn every_document_says_where_it_is_and_what_it_is_for() {
    let role = r#"{"assume_role_policy": "{}", "inline_policy": [{"policy": "{}"}, {"name": "x"}]}"#;
    let found: Vec<String> = documents("aws_iam_role", role)
        .iter()
        .map(|document| format!("{} {}", word(document.member("attribute")), word(document.member("role"))))
        .collect();
    assert_eq!(found, ["assume_role_policy trust", "inline_policy identity"]);
    assert!(documents("aws_s3_bucket", r#"{"policy": ""}"#).is_empty());
    assert!(documents("data.aws_iam_policy_document", r#"{"policy": "{}"}"#).is_empty());
}

#[test]
fn a_document_that_nobody_uses_is_for_what_it_says() {
    let rows = [
        (r#"{"Action": "s3:*"}"#, "identity"),
        (r#"{"Action": "s3:*", "Principal": "*"}"#, "resource"),
        (r#"{"Action": ["sts:AssumeRole", "sts:TagSession"], "Principal": "*"}"#, "trust"),
        (r#"{"Action": ["sts:AssumeRole", "s3:*"], "NotPrincipal": "*"}"#, "resource"),
        (r#"{"Principal": {"Federated": "arn"}}"#, "trust"),
    ];
    for (statement, expected) in rows {
        let body = format!(r#"{{"json": {{"$json": {{"Statement": [{statement}]}}}}}}"#);
        let found = documents("data.aws_iam_policy_document", &body);
        assert_eq!(word(found[0].member("role")), expected, "{statement}");
    }
}

#[test]
fn a_principal_has_the_policies_that_are_attached_to_it() {
    let body = r#"{"name": "u", "_attached": {
        "inline_policy": [{"policy": "{}"}, {"name": "x"}],
        "policy_attachment": [{"_attached": {"policy": [{"policy": "{}"}]}}, {"policy_arn": "arn"}]}}"#;
    let found: Vec<String> =
        documents("aws_iam_user", body).iter().map(|document| word(document.member("attribute"))).collect();
    assert_eq!(found, ["inline_policy", "policy_attachment"]);
    assert!(documents("aws_iam_user", r#"{"name": "u"}"#).is_empty());
}

#[test]
fn single_values_become_lists() {
    let statement = statement(
        r#"{"Effect": "Allow", "Action": "s3:Get*", "NotResource": ["a", "b"], "Principal": {"AWS": ["1", "2"], "Service": "x"},
            "Condition": {"StringEquals": {"aws:SourceAccount": "3"}}}"#,
    );
    let rows = [
        ("effect", "Allow"),
        ("actions", r#"["s3:Get*"]"#),
        ("not_actions", "-"),
        ("resources", "-"),
        ("not_resources", r#"["a", "b"]"#),
        ("conditions", r#"[{test: "StringEquals", variable: "aws:SourceAccount", values: ["3"], limits: "c…"#),
    ];
    for (name, expected) in rows {
        assert_eq!(word(statement.member(name)), expected, "{name}");
    }
    let principals = &statement.member("principals").and_then(Value::as_list).expect("principals").items;
    let principals: Vec<String> = principals.iter().map(Value::render).collect();
    assert_eq!(principals, [r#"{type: "AWS", id: "1"}"#, r#"{type: "AWS", id: "2"}"#, r#"{type: "Service", id: "x"}"#]);
}

#[test]
fn wildcards_are_found() {
    let rows = [
        (r#""*""#, "true", "false"),
        (r#"["s3:Get*", "*:*"]"#, "true", "false"),
        (r#"["s3:Get*", "s3:*"]"#, "false", "true"),
        (r#""s3:Get*""#, "false", "false"),
        (r#"["${a}", "s3:*"]"#, "?", "true"),
        (r#"["...${a}"]"#, "?", "?"),
        (r#""${a}""#, "?", "?"),
        (r#""${service}:*""#, "?", "?"),
        (r#""s3:${verb}Object""#, "false", "false"),
        (r#""s3:Get${what}""#, "false", "false"),
    ];
    for (action, all, service) in rows {
        let statement = statement(&format!(r#"[{{"Action": {action}}}]"#));
        assert_eq!(word(statement.member("wildcard_actions")), all, "{action}");
        assert_eq!(word(statement.member("service_wildcard")), service, "{action}");
    }
    for (resource, expected) in [
        (r#""*""#, "true"),
        (r#""${aws_s3_bucket.b.arn}""#, "false"),
        (r#""${x}""#, "?"),
        (r#""${x}/*""#, "false"),
        (r#"{"$either": ["*", "arn:x"]}"#, "?"),
    ] {
        let statement = statement(&format!(r#"[{{"Resource": {resource}}}]"#));
        assert_eq!(word(statement.member("wildcard_resources")), expected, "{resource}");
    }
}

#[test]
fn public_is_everyone_without_condition() {
    let rows = [
        (r#""Effect": "Allow", "Principal": "*""#, "true"),
        (r#""Effect": "Allow", "Principal": {"AWS": "*"}"#, "true"),
        (r#""Effect": "Allow", "Principal": {"AWS": ["1", "*"]}, "Condition": {}"#, "true"),
        (r#""Effect": "Deny", "Principal": "*""#, "false"),
        (r#""Effect": "Allow", "Principal": {"Service": "*"}"#, "false"),
        (r#""Effect": "Allow", "Principal": {"AWS": "1"}"#, "false"),
        (r#""Effect": "Allow""#, "false"),
        (r#""Effect": "Allow", "Principal": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}"#, "true"),
        (
            r#""Effect": "Allow", "Principal": "*", "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}"#,
            "false",
        ),
        (r#""Effect": "Allow", "NotPrincipal": {"AWS": "1"}"#, "true"),
        (
            r#""Effect": "Allow", "NotPrincipal": {"AWS": "1"}, "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}"#,
            "false",
        ),
        (r#""Effect": "Deny", "NotPrincipal": {"AWS": "1"}"#, "false"),
        (r#""Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::*:role/x"}"#, "true"),
        (r#""Effect": "Allow", "Principal": "*", "Condition": "${c}""#, "?"),
        (r#""Effect": "${e}", "Principal": "*""#, "?"),
        (r#""Effect": "Deny", "Principal": "${p}""#, "false"),
        (r#""Effect": "Allow", "Principal": "${p}""#, "?"),
        (r#""Effect": "Allow", "Principal": {"AWS": "${p}"}"#, "?"),
        (r#""Effect": "Allow", "Principal": {"AWS": "${aws_iam_role.x.arn}"}"#, "false"),
        (r#""Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::${account}:root"}"#, "false"),
        (r#""Effect": "Allow", "Principal": {"AWS": ["${p}", "*"]}"#, "true"),
    ];
    for (members, expected) in rows {
        assert_eq!(word(statement(&format!("{{{members}}}")).member("public")), expected, "{members}");
    }
}

#[test]
fn conditions_say_what_they_limit() {
    let rows = [
        (r#"{"StringEquals": {"aws:PrincipalOrgID": "o-1"}}"#, "caller"),
        (r#"{"StringEquals": {"AWS:PRINCIPALORGID": "${org}"}}"#, "caller"),
        (r#"{"StringLike": {"aws:PrincipalOrgID": "o-*"}}"#, "nothing"),
        (r#"{"StringLike": {"aws:PrincipalOrgID": "${org}"}}"#, "?"),
        (r#"{"StringLike": {"aws:PrincipalArn": ["arn:aws:iam::1:role/a", "*"]}}"#, "nothing"),
        (r#"{"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/*"}}"#, "nothing"),
        (r#"{"StringLike": {"aws:PrincipalArn": "arn:aws:iam::1:role/*"}}"#, "caller"),
        (r#"{"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:*"}}"#, "nothing"),
        (r#"{"ArnLike": {"aws:SourceArn": "arn:aws:s3:::data"}}"#, "caller"),
        (r#"{"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:*:*"}}"#, "nothing"),
        (r#"{"ArnLike": {"aws:SourceArn": "${aws_s3_bucket.b.arn}"}}"#, "caller"),
        (r#"{"StringEquals": {"aws:SourceAccount": ["1"]}}"#, "caller"),
        (r#"{"StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}}"#, "nothing"),
        (r#"{"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}"#, "nothing"),
        (r#"{"ForAllValues:StringEquals": {"aws:PrincipalOrgPaths": "o-1/r-1/"}}"#, "nothing"),
        (r#"{"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-1/*"}}"#, "caller"),
        (r#"{"Null": {"aws:SourceVpce": "true"}}"#, "nothing"),
        (r#"{"Null": {"aws:SourceVpce": "false"}}"#, "nothing"),
        (r#"{"Null": {"aws:MultiFactorAuthAge": "false"}}"#, "mfa"),
        (r#"{"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}"#, "nothing"),
        (r#"{"IpAddress": {"aws:SourceIp": ["10.0.0.0/8", "::/0"]}}"#, "nothing"),
        (r#"{"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#, "network"),
        (r#"{"IpAddress": {"aws:SourceIp": "${cidr}"}}"#, "?"),
        (r#"{"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#, "nothing"),
        (r#"{"Bool": {"aws:MultiFactorAuthPresent": "true"}}"#, "mfa"),
        (r#"{"Bool": {"aws:MultiFactorAuthPresent": true}}"#, "mfa"),
        (r#"{"Bool": {"aws:MultiFactorAuthPresent": "false"}}"#, "nothing"),
        (r#"{"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}"#, "nothing"),
        (r#"{"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}}"#, "mfa"),
        (r#"{"Bool": {"aws:SecureTransport": "true"}}"#, "form"),
        (r#"{"StringLike": {"aws:Referer": "https://example.com/*"}}"#, "form"),
        (r#"{"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}"#, "form"),
        (r#"{"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}"#, "other"),
        (r#"{"StringEqualsIfExists": {"iam:PassedToService": "ec2.amazonaws.com"}}"#, "other"),
        (r#"{"StringLike": {"iam:PassedToService": "*"}}"#, "nothing"),
    ];
    for (condition, expected) in rows {
        let statement =
            statement(&format!(r#"{{"Effect": "Allow", "Action": "iam:PassRole", "Condition": {condition}}}"#));
        let limits = &statement.member("conditions").and_then(Value::as_list).expect("conditions").items[0];
        let word = |value: Option<&Value>| word(value).trim_matches('"').to_owned();
        assert_eq!(word(limits.member("limits")), expected, "{condition}");
        let restricted = match expected {
            "nothing" | "form" => "false",
            "?" => "?",
            _ => "true",
        };
        assert_eq!(word(statement.member("restricted")), restricted, "{condition}");
    }
    let both = r#"{"ForAllValues:StringEquals": {"aws:PrincipalOrgPaths": "o-1"}, "Null": {"aws:PrincipalOrgPaths": "false"}}"#;
    let both = statement(&format!(r#"{{"Effect": "Allow", "Condition": {both}}}"#));
    assert_eq!(word(both.member("restricted")), "true");
}

#[test]
fn what_a_document_denies_to_everyone_stands_with_the_others() {
    let document = |denial: &str| {
        let allow =
            r#"{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "${aws_s3_bucket.b.arn}"}"#;
        statements(&format!(r#"{{"$json": {{"Statement": [{allow}, {denial}]}}}}"#))
    };
    let rows = [
        (r#""Principal": "*", "Action": "s3:Put*", "Resource": "*""#, "1", "true"),
        (r#""Principal": {"AWS": "1"}, "Action": "s3:*", "Resource": "*""#, "0", "true"),
        (r#""NotPrincipal": {"AWS": "1"}, "Action": "s3:*", "Resource": "*""#, "0", "true"),
        (
            r#""Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}"#,
            "0",
            "false",
        ),
        (
            r#""Principal": "*", "Action": "s3:*", "Resource": "${aws_s3_bucket.b.arn}", "Condition": {"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}"#,
            "0",
            "false",
        ),
        (
            r#""Principal": "*", "Action": "s3:Put*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}"#,
            "0",
            "true",
        ),
        (
            r#""Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}"#,
            "0",
            "true",
        ),
        (
            r#""Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": {"StringNotLike": {"aws:PrincipalArn": "*"}}"#,
            "0",
            "true",
        ),
    ];
    for (denial, denials, public) in rows {
        let list = document(&format!(r#"{{"Effect": "Deny", {denial}}}"#));
        let statement = &list.as_list().expect("a list").items[0];
        let count = statement.member("denials").and_then(Value::as_list).map_or(0, |list| list.items.len());
        assert_eq!(
            (count.to_string().as_str(), word(statement.member("public")).as_str()),
            (denials, public),
            "{denial}"
        );
    }
}

#[test]
fn text_is_parsed_and_its_holes_stay_holes() {
    let text = |text: &str| statements(&serde_json::to_string(text).expect("JSON"));
    let first = |policy: &str, name: &str| word(text(policy).as_list().expect("a list").items[0].member(name));

    assert_eq!(first(r#"{"Statement": {"Action": "*"}}"#, "wildcard_actions"), "true");
    assert_eq!(first(r#"{"Statement": [{"Resource": "arn:${x}/*"}]}"#, "resources"), "[arn:${…}/*]");
    assert_eq!(first(r#"{"Statement": [{"Resource": "${x}", "Action": "*"}]}"#, "wildcard_resources"), "?");
    assert_eq!(first(r#"{"Statement": [{"Action": ["s3:*", ${x}]}]}"#, "actions"), r#"["s3:*", …]"#);
    assert_eq!(first(r#"{"Statement": [{"Action": ${x}}]}"#, "actions"), "?");
    assert_eq!(first(r#"{"Statement": [{"Sid": "a \" b", "Action": "${x}"}]}"#, "wildcard_actions"), "?");

    assert_eq!(first(r#"{"Statement": [{"Action": "s3:Get", "${x}": "*"}]}"#, "public"), "?");

    for unreadable in ["not JSON", "{${x}}", "${policy}", r#"{"Statement": "${x}"}"#, r#"{"Statement": [], }${x}"#] {
        assert_eq!(word(Some(&text(unreadable))), "?", "{unreadable}");
    }
}

#[test]
fn a_conditional_policy_keeps_its_branches() {
    let either = r#"{"$either": [{"$json": {"Statement": []}}, {"$json": {"Statement": {"Effect": "Deny"}}}]}"#;
    assert!(matches!(statements(either).kind, Kind::Either(_)));
    assert_eq!(statements(r#"{"$either": [{"$json": {"Statement": []}}, ""]}"#).render(), "[] or []");
}

#[test]
fn conditional_parts_of_a_statement_are_normalised_in_each_branch() {
    let conditional = statement(
        r#"{"Effect": "Allow", "Action": {"$either": ["a", null]}, "Principal": {"$either": ["*", {"AWS": "1"}]},
            "Condition": {"$either": [{"Bool": {"v": "true"}}, {}]}}"#,
    );
    let rows = [
        ("actions", r#"["a"] or []"#),
        ("principals", r#"[{type: "*", id: "*"}] or [{type: "AWS", id: "1"}]"#),
        ("conditions", r#"[{test: "Bool", variable: "v", values: ["true"], limits: "other"}] or []"#),
        ("public", "?"),
    ];
    for (name, expected) in rows {
        assert_eq!(word(conditional.member(name)), expected, "{name}");
    }
    let whole = statement(r#"[{"$either": [{"Effect": "Allow"}, {"Effect": "Deny"}]}]"#).render();
    assert!(whole.starts_with(r#"{effect: "Allow""#), "{whole}");
}

#[test]
fn places_within_encoded_values_are_kept() {
    let body = r#"{"policy": {"$json": {"Statement": {"Effect": "Allow", "Principal": {"AWS": "*"}}}}}"#;
    let fixture = Fixture::new("aws_sqs_queue", "aws_sqs_queue.x", body);
    let shape = derive(&fixture.resource).expect("a shape");
    let documents = shape.member("documents").and_then(Value::as_list).expect("documents");
    let statements = documents.items[0].member("statements").and_then(Value::as_list).expect("statements");
    let public = statements.items[0].member("public").expect("public");
    assert_eq!(fixture.slice(public.span), r#""*""#);
}
