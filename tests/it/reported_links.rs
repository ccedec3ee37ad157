//! Links that users of scanners missed: what another resource says makes a finding false.

use crate::runner::Project;

/// The addresses that fail a check.
fn failing(text: &str, check: &str) -> Vec<String> {
    let json = Project::new(&[("main.tf", text)]).run(&["scan", ".", "--format", "json", "--checks", check]).json();
    let findings = json["findings"].as_array().expect("a list").iter();
    let addresses = findings.flat_map(|finding| finding["addresses"].as_array().expect("a list").clone());
    addresses.map(|address| address.as_str().expect("an address").to_owned()).collect()
}

/// A bucket that takes what others write is not told to write it itself; a third one is.
#[test]
fn what_takes_logs_or_copies_needs_none_of_its_own() {
    let buckets = |kind: &str, name: &str| -> String {
        ["data", "taker", "third"]
            .map(|it| format!("resource \"{kind}\" \"{it}\" {{\n  {name} = \"x-{it}\"\n  # {it}\n}}\n"))
            .concat()
    };
    let inline = |kind: &str, name: &str, block: &str| buckets(kind, name).replace("# data", block);
    let (s3, gcs, oss) = ("aws_s3_bucket", "google_storage_bucket", "alicloud_oss_bucket");
    let beside = |block: &str| format!("{}{block}\n", buckets(s3, "bucket"));
    let logging = "resource \"aws_s3_bucket_logging\" \"l\" {\n  bucket = aws_s3_bucket.data.id\n  target_bucket = TAKER\n  target_prefix = \"x/\"\n}";
    let copying = "resource \"aws_s3_bucket_replication_configuration\" \"r\" {\n  bucket = aws_s3_bucket.data.id\n  role = \"r\"\n  rule {\n    status = \"Enabled\"\n    destination {\n      bucket = TAKER\n    }\n  }\n}";
    let copying_inline = "replication_configuration {\n role = \"r\"\n rules {\n status = \"Enabled\"\n destination {\n bucket = TAKER\n }\n }\n }";
    let named = |text: String, taker: &str| text.replace("TAKER", taker);
    let (log, copy) = ("aws-s3-no-access-log", "aws-s3-no-replication");
    let table = [
        (named(beside(logging), "aws_s3_bucket.taker.id"), log),
        (named(beside(logging), "\"x-taker\""), log),
        (inline(s3, "bucket", "logging {\n target_bucket = aws_s3_bucket.taker.bucket\n }"), log),
        (named(beside(copying), "aws_s3_bucket.taker.arn"), copy),
        (named(beside(copying), "\"arn:aws-us-gov:s3:::x-taker\""), copy),
        (named(inline(s3, "bucket", copying_inline), "\"arn:aws:s3:::${aws_s3_bucket.taker.id}\""), copy),
        (
            inline(gcs, "name", "logging {\n log_bucket = google_storage_bucket.taker.name\n }"),
            "gcp-storage-no-access-log",
        ),
        (
            inline(oss, "bucket", "logging {\n target_bucket = alicloud_oss_bucket.taker.id\n }"),
            "alicloud-oss-no-access-log",
        ),
    ];
    for (text, check) in table {
        let found = failing(&text, check);
        assert!(matches!(&found[..], [third] if third.contains(".third")), "{found:?} of {check} in\n{text}");
    }
}

/// A function at the edge cannot have what these checks ask for, and one whose events go somewhere loses none.
#[test]
fn functions_are_judged_by_where_they_run() {
    let function = "resource \"aws_lambda_function\" \"f\" {\n  function_name = \"f\"\n  role = \"r\"\n}\n";
    let edge = |behaviour: &str, arn: &str| {
        format!(
            "{function}resource \"aws_cloudfront_distribution\" \"d\" {{\n  {behaviour} {{\n    lambda_function_association {{\n\
             \x20     event_type = \"viewer-request\"\n      lambda_arn = {arn}\n    }}\n  }}\n}}\n"
        )
    };
    let checks =
        ["no-vpc", "no-dead-letter", "no-tracing", "no-concurrency-limit"].map(|it| format!("aws-lambda-{it}"));
    for check in &checks {
        assert_eq!(failing(function, check).len(), 1, "{check}");
        for (behaviour, arn, expected) in [
            ("default_cache_behavior", "aws_lambda_function.f.qualified_arn", 0),
            ("ordered_cache_behavior", "aws_lambda_function.f.qualified_arn", 0),
            ("ordered_cache_behavior", "\"${aws_lambda_function.f.arn}:${aws_lambda_function.f.version}\"", 0),
            ("default_cache_behavior", "\"arn:aws:lambda:us-east-1:123456789012:function:f:7\"", 0),
            ("default_cache_behavior", "\"arn:aws:lambda:us-east-1:123456789012:function:g:7\"", 1),
        ] {
            assert_eq!(failing(&edge(behaviour, arn), check).len(), expected, "{check} {behaviour} {arn}");
        }
    }
    let events = |name: &str, body: &str| {
        format!(
            "{function}resource \"aws_lambda_function_event_invoke_config\" \"c\" {{\n  function_name = {name}\n  {body}\n}}\n"
        )
    };
    let goes = "destination_config {\n    on_failure {\n      destination = \"arn:aws:sqs:eu-west-1:123456789012:q\"\n    }\n  }";
    for (name, body, expected) in [
        ("aws_lambda_function.f.function_name", goes, 0),
        ("aws_lambda_function.f.arn", goes, 0),
        ("\"f\"", goes, 0),
        ("\"arn:aws:lambda:eu-west-1:123456789012:function:f\"", goes, 0),
        ("\"g\"", goes, 1),
        ("\"f\"", "maximum_retry_attempts = 0", 1),
        ("\"f\"", "destination_config {\n    on_success {\n      destination = \"x\"\n    }\n  }", 1),
    ] {
        assert_eq!(failing(&events(name, body), "aws-lambda-no-dead-letter").len(), expected, "{name} {body}");
    }
}

/// The id of what configures a bucket is the name of the bucket.
#[test]
fn a_bucket_is_found_through_what_configures_it() {
    let text = |own: &str, reference: &str| {
        format!(
            "variable \"attach\" {{}}\ndata \"aws_caller_identity\" \"c\" {{}}\nresource \"aws_s3_bucket\" \"this\" {{\n  bucket = {own}\n}}\n\
             resource \"aws_s3_bucket_policy\" \"this\" {{\n  count = 1\n  bucket = aws_s3_bucket.this.id\n  policy = \"{{}}\"\n}}\n\
             resource \"aws_s3_bucket_ownership_controls\" \"this\" {{\n  bucket = aws_s3_bucket_policy.this[0].id\n}}\n\
             data \"aws_s3_bucket\" \"this\" {{\n  bucket = aws_s3_bucket.this.id\n}}\n\
             resource \"aws_s3_bucket_public_access_block\" \"this\" {{\n  bucket = {reference}\n}}\n"
        )
    };
    let check = "aws-s3-no-public-access-block";
    for own in ["\"b\"", "\"b-${data.aws_caller_identity.c.account_id}\"", "var.attach"] {
        for reference in [
            "aws_s3_bucket_policy.this[0].id",
            "aws_s3_bucket_policy.this[0].bucket",
            "aws_s3_bucket_ownership_controls.this.id",
            "data.aws_s3_bucket.this.id",
            "data.aws_s3_bucket.this.bucket",
            "var.attach ? aws_s3_bucket_policy.this[0].id : aws_s3_bucket.this.id",
            "one(aws_s3_bucket_policy.this[*].id)",
        ] {
            assert_eq!(failing(&text(own, reference), check), [""; 0], "{own} {reference}");
        }
    }
    assert_eq!(failing(&text("\"b\"", "\"other\""), check), ["aws_s3_bucket.this"]);
}

/// Keys and rules that stand in resources of their own.
#[test]
fn settings_of_their_own_are_seen() {
    let table = [
        (
            "resource \"azurerm_servicebus_namespace\" \"t\" {\n  sku = \"Premium\"\n}",
            "resource \"azurerm_servicebus_namespace_customer_managed_key\" \"k\" {\n  namespace_id = azurerm_servicebus_namespace.t.id\n  key_vault_key_id = \"k\"\n  infrastructure_encryption_enabled = true\n}",
            &["azure-servicebus-no-customer-key", "azure-servicebus-no-double-encryption"][..],
        ),
        (
            "resource \"azurerm_data_factory\" \"t\" {}",
            "resource \"azurerm_data_factory_customer_managed_key\" \"k\" {\n  data_factory_id = azurerm_data_factory.t.id\n  customer_managed_key_id = \"k\"\n}",
            &["azure-datafactory-no-customer-key"],
        ),
        (
            "resource \"google_compute_security_policy\" \"t\" {\n  name = \"edge\"\n}",
            "resource \"google_compute_security_policy_rule\" \"r\" {\n  security_policy = google_compute_security_policy.t.name\n  action = \"deny(403)\"\n  match {\n    expr {\n      expression = \"evaluatePreconfiguredWaf('cve-canary')\"\n    }\n  }\n}",
            &["gcp-compute-armor-no-log4j-rule"],
        ),
    ];
    for (target, setting, checks) in table {
        for check in checks {
            assert_eq!(failing(target, check).len(), 1, "{check}");
            assert_eq!(failing(&format!("{target}\n{setting}\n"), check), [""; 0], "{check}");
        }
    }
}
