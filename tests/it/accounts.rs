//! Settings of a whole account, over folders and plans, and what is said of them.

use crate::runner::Project;

const BUCKET: &str = "resource \"aws_s3_bucket\" \"b\" {\n  bucket = \"acme-data\"\n}\n";

const BLOCK: &str = "resource \"aws_s3_account_public_access_block\" \"all\" {\n  block_public_acls       = true\n  block_public_policy     = true\n  ignore_public_acls      = true\n  restrict_public_buckets = true\n}\n";

const CHECK: &str = "aws-s3-no-public-access-block";

/// How many findings there are, and how many could not be assessed.
fn verdicts(files: &[(&str, &str)], check: &str) -> [usize; 2] {
    let json = Project::new(files).run(&["scan", ".", "--format", "json", "--checks", check]).json();
    ["findings", "notAssessed"].map(|list| json[list].as_array().expect("a list").len())
}

#[test]
fn a_setting_holds_within_its_root() {
    assert_eq!(verdicts(&[("main.tf", &format!("{BUCKET}{BLOCK}"))], CHECK), [0, 0]);
    assert_eq!(verdicts(&[("a/main.tf", BUCKET), ("b/main.tf", BLOCK)], CHECK), [1, 0]);
    let weak = BLOCK.replace("block_public_policy     = true", "block_public_policy     = false");
    assert_eq!(verdicts(&[("main.tf", &format!("{BUCKET}{weak}"))], CHECK), [1, 0]);
    let other = BLOCK.replace("\"all\" {", "\"all\" {\n  provider = aws.other");
    assert_eq!(verdicts(&[("main.tf", &format!("{BUCKET}{other}"))], CHECK), [0, 1]);
    // What decides beside it is known.
    let own = "resource \"aws_s3_bucket_public_access_block\" \"b\" {\n  bucket = aws_s3_bucket.b.id\n}\n";
    assert_eq!(verdicts(&[("main.tf", &format!("{BUCKET}{other}{own}"))], CHECK), [0, 0]);
}

#[test]
fn the_setting_that_decides_is_named() {
    let explain = |text: &str| Project::new(&[("main.tf", text)]).run(&["explain", CHECK, "."]).stdout;
    let printed = explain(&format!("{BUCKET}{BLOCK}"));
    assert!(printed.contains(&format!("aws_s3_bucket.b passes [{CHECK}]\n  main.tf:4:1: resource")), "{printed}");
    assert!(
        printed.contains("passes by this setting of the account: aws_s3_account_public_access_block.all"),
        "{printed}"
    );
    // Not where it passes without it.
    let own = "resource \"aws_s3_bucket_public_access_block\" \"b\" {\n  bucket = aws_s3_bucket.b.id\n}\n";
    assert!(!explain(&format!("{BUCKET}{BLOCK}{own}")).contains("setting of the account"));
    let weak = BLOCK.replace("block_public_policy     = true", "");
    let printed = explain(&format!("{BUCKET}{weak}"));
    assert!(
        printed.contains("the setting of the account does not change it: aws_s3_account_public_access_block.all"),
        "{printed}"
    );
    let other = BLOCK.replace("\"all\" {", "\"all\" {\n  provider = aws.other");
    let printed = explain(&format!("{BUCKET}{other}"));
    assert!(printed.contains("its provider is another") && printed.contains("main.tf:4:1"), "{printed}");
}

#[test]
fn a_plan_says_which_provider_a_resource_has() {
    let resource = |address: &str, values: &str| {
        let (kind, name) = address.split_once('.').expect("an address");
        format!(
            r#"{{"address": "{address}", "mode": "managed", "type": "{kind}", "name": "{name}", "values": {values}}}"#
        )
    };
    let all = r#"{"block_public_acls": true, "block_public_policy": true, "ignore_public_acls": true, "restrict_public_buckets": true}"#;
    let plan = |provider: &str| {
        format!(
            r#"{{"format_version": "1.2", "planned_values": {{"root_module": {{"resources": [{}, {}]}}}},
            "configuration": {{"root_module": {{"resources": [
              {{"address": "aws_s3_bucket.b", "provider_config_key": "aws", "expressions": {{}}}},
              {{"address": "aws_s3_account_public_access_block.a", "provider_config_key": "{provider}", "expressions": {{}}}}]}}}}}}"#,
            resource("aws_s3_bucket.b", "{}"),
            resource("aws_s3_account_public_access_block.a", all),
        )
    };
    assert_eq!(verdicts(&[("plan.json", &plan("aws"))], CHECK), [0, 0]);
    assert_eq!(verdicts(&[("plan.json", &plan("aws.other"))], CHECK), [0, 1]);
}

/// Each setting makes what it should of a resource that says nothing itself.
#[test]
fn every_setting_is_asked() {
    let launched = ["aws_instance", "aws_launch_configuration", "aws_spot_instance_request"];
    let ebs = "resource \"aws_ebs_encryption_by_default\" \"s\" {}";
    let imds = "resource \"aws_ec2_instance_metadata_defaults\" \"s\" {\n  http_tokens = \"required\"\n}";
    let mut table: Vec<(String, &str, &str)> = Vec::new();
    for kind in launched {
        table.push((
            format!("resource \"{kind}\" \"r\" {{\n  ebs_block_device {{}}\n}}"),
            ebs,
            "aws-ec2-launch-volume-not-encrypted",
        ));
        table.push((format!("resource \"{kind}\" \"r\" {{}}"), imds, "aws-ec2-imdsv1"));
    }
    table.push(("resource \"aws_launch_template\" \"r\" {}".to_owned(), imds, "aws-ec2-imdsv1"));
    table.push(("resource \"aws_ebs_volume\" \"r\" {}".to_owned(), ebs, "aws-ec2-volume-not-encrypted"));
    table.push(("resource \"aws_ami_copy\" \"r\" {}".to_owned(), ebs, "aws-ec2-image-copy-not-encrypted"));
    table.push((
        "resource \"aws_ami\" \"r\" {\n  ebs_block_device {}\n}".to_owned(),
        ebs,
        "aws-ec2-image-not-encrypted",
    ));
    let template = "resource \"aws_launch_template\" \"r\" {\n  block_device_mappings {\n    ebs {}\n  }\n}";
    table.push((template.to_owned(), ebs, "aws-ec2-template-volume-not-encrypted"));
    let scanning = "resource \"aws_ecr_registry_scanning_configuration\" \"s\" {\n  scan_type = \"BASIC\"\n  rule {\n    scan_frequency = \"SCAN_ON_PUSH\"\n    repository_filter {\n      filter      = \"ap\"\n      filter_type = \"WILDCARD\"\n    }\n  }\n}";
    table.push((
        "resource \"aws_ecr_repository\" \"r\" {\n  name = \"app\"\n}".to_owned(),
        scanning,
        "aws-ecr-no-image-scanning",
    ));
    for (resource, setting, check) in table {
        assert!(matches!(verdicts(&[("main.tf", &resource)], check), [1 | 2, 0]), "{resource} {check}");
        assert_eq!(verdicts(&[("main.tf", &format!("{resource}\n{setting}\n"))], check), [0, 0], "{resource} {check}");
    }
}
