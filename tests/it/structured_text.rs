//! Text that holds structure: JSON and YAML of which parts are not known are judged, and findings point at the culprit's line,
//! also in files that a resource reads.

use crate::runner::Project;

/// `path:line check` of each finding of these checks.
fn found(project: &Project, checks: &str) -> Vec<String> {
    let run = project.run(&["scan", ".", "--no-config", "--format", "concise", "--checks", checks]);
    let place = |line: &str| {
        let (place, rest) = line.split_once(": ")?;
        let (path_and_line, _) = place.rsplit_once(':')?;
        let id = &rest[rest.rfind('[')? + 1..rest.len() - 1];
        Some(format!("{path_and_line} {id}"))
    };
    run.stdout.lines().filter_map(place).collect()
}

/// How many verdicts of these checks are open.
fn open(project: &Project, checks: &str) -> usize {
    let json = project.run(&["scan", ".", "--no-config", "--format", "json", "--checks", checks]).json();
    json["notAssessed"].as_array().map_or(0, Vec::len)
}

/// The line on which a text stands.
fn line(text: &str, part: &str) -> usize {
    let at = text.find(part).unwrap_or_else(|| panic!("{part} in {text}"));
    text[..at].matches('\n').count() + 1
}

const TASK: &str = "variable \"image\" {}\nvariable \"other\" {}\nvariable \"name\" {}\n\nresource \"aws_ecs_task_definition\" \"a\" {\n  family = \"a\"\n";

#[test]
fn partly_unknown_definitions_are_judged() {
    let definitions = [
        "container_definitions = jsonencode([{ name = \"a\", image = var.image, privileged = true }])",
        "container_definitions = jsonencode([\n  { image = var.image,\n    privileged = true }\n])",
        "container_definitions = <<-JSON\n  [{\"image\": \"${var.image}\",\n  \"privileged\": true}]\n  JSON\n",
        "container_definitions = <<-JSON\n  [${var.other},\n  {\"privileged\": true, \"cpu\": ${var.other}}]\n  JSON\n",
        "container_definitions = \"[{\\\"image\\\": \\\"${var.image}\\\", \\\"privileged\\\": true}]\"",
        "container_definitions = jsonencode(concat([{ image = var.image, privileged = true }], var.other))",
        "container_definitions = jsonencode([merge({ image = var.image }, { privileged = true })])",
        "container_definitions = jsonencode([for name in [\"a\", \"b\"] : { image = var.image, privileged = true }])",
        "container_definitions = var.other ? jsonencode([{ privileged = true }]) : jsonencode([{ privileged = \"true\", image = var.image }])",
        "container_definitions = jsonencode([{ Image = var.image, Privileged = true }])",
        "container_definitions = \"${jsonencode([{ image = var.image, privileged = true }])}\\n\"",
        "container_definitions = jsonencode([{ environment = [{ name = var.name, value = var.other }], privileged = true }])",
        "container_definitions = jsonencode([var.other ? { privileged = true, cpu = 1 } : { privileged = true, cpu = 2 }])",
    ];
    for definition in definitions {
        let text = format!("{TASK}  {definition}\n}}\n");
        let project = Project::new(&[("main.tf", &text)]);
        let lines = found(&project, "aws-ecs-privileged");
        let expected = format!("main.tf:{} aws-ecs-privileged", line(&text, "rivileged"));
        assert_eq!(lines.first(), Some(&expected), "{text}");
    }
}

#[test]
fn what_is_not_known_is_neither_found_nor_passed() {
    let definitions = [
        "container_definitions = var.other",
        "container_definitions = jsonencode(var.other)",
        "container_definitions = jsonencode([{ privileged = var.other }])",
        "container_definitions = jsonencode(concat([{ privileged = false }], var.other))",
        "container_definitions = jsonencode([merge({ privileged = false }, var.other)])",
        "container_definitions = \"[${var.other}]\"",
        "container_definitions = file(\"nowhere.json\")",
        "container_definitions = templatefile(\"nowhere.tpl\", {})",
    ];
    for definition in definitions {
        let project = Project::new(&[("main.tf", &format!("{TASK}  {definition}\n}}\n"))]);
        let of_check = "aws-ecs-privileged";
        assert_eq!((found(&project, of_check), open(&project, of_check)), (Vec::new(), 1), "{definition}");
    }
    let known = "container_definitions = jsonencode([{ name = var.name, image = var.image, privileged = false }])";
    let project = Project::new(&[("main.tf", &format!("{TASK}  {known}\n}}\n"))]);
    assert_eq!((found(&project, "aws-ecs-privileged"), open(&project, "aws-ecs-privileged")), (Vec::new(), 0));
}

/// Kind, arguments with one hole at least, the check, and the culprit.
const HOLDERS: [(&str, &str, &str, &str); 14] = [
    (
        "aws_emr_security_configuration",
        "configuration = jsonencode({ EncryptionConfiguration = {\n EnableInTransitEncryption = false,\n AwsKmsKey = var.x } })",
        "aws-emr-transit-not-encrypted",
        "EnableInTransitEncryption",
    ),
    (
        "aws_emr_security_configuration",
        "configuration = <<-J\n {\"EncryptionConfiguration\": {\"AtRestEncryptionConfiguration\": {\"S3EncryptionConfiguration\": {\n  \"EncryptionMode\": \"SSE-S3\",\n \"AwsKmsKey\": \"${var.x}\"}}}}\n J\n",
        "aws-emr-s3-no-customer-key",
        "SSE-S3",
    ),
    (
        "aws_ssm_document",
        "document_type = \"Session\"\ncontent = jsonencode({ inputs = { s3BucketName = var.x,\n s3EncryptionEnabled = false } })",
        "aws-ssm-session-log-not-encrypted",
        "s3EncryptionEnabled",
    ),
    (
        "aws_ssm_document",
        "document_type = \"Session\"\ncontent = <<-Y\n  schemaVersion: '1.0'\n  inputs:\n    s3BucketName: ${var.x}\n    cloudWatchEncryptionEnabled: false\n  Y\n",
        "aws-ssm-session-log-not-encrypted",
        "cloudWatchEncryptionEnabled",
    ),
    (
        "aws_ssm_document",
        "document_type = \"Session\"\ncontent = yamlencode({\n inputs = { s3EncryptionEnabled = false } })",
        "aws-ssm-session-log-not-encrypted",
        "content = yamlencode",
    ),
    (
        "aws_eks_addon",
        "addon_name = \"vpc-cni\"\nconfiguration_values = jsonencode({ env = { A = var.x },\n enableNetworkPolicy = \"false\" })",
        "aws-eks-no-network-policy",
        "enableNetworkPolicy",
    ),
    (
        "aws_eks_addon",
        "addon_name = \"vpc-cni\"\nconfiguration_values = <<-Y\n  env:\n    A: ${var.x}\n  enableNetworkPolicy: 'false'\n  Y\n",
        "aws-eks-no-network-policy",
        "enableNetworkPolicy",
    ),
    (
        "aws_opensearchserverless_security_policy",
        "type = \"network\"\npolicy = jsonencode([{ Rules = [{ Resource = [var.x] }],\n AllowFromPublic = true }])",
        "aws-opensearch-serverless-public",
        "AllowFromPublic",
    ),
    (
        "aws_opensearchserverless_security_policy",
        "type = \"encryption\"\npolicy = jsonencode({ Rules = var.x,\n AWSOwnedKey = true })",
        "aws-opensearch-serverless-no-customer-key",
        "AWSOwnedKey",
    ),
    (
        "aws_codecommit_approval_rule_template",
        "content = jsonencode({ DestinationReferences = [var.x], Statements = [{\n NumberOfApprovalsNeeded = 1 }] })",
        "aws-codecommit-few-approvals",
        "NumberOfApprovalsNeeded",
    ),
    (
        "aws_batch_job_definition",
        "container_properties = jsonencode({ image = var.x,\n privileged = true })",
        "aws-batch-privileged",
        "privileged",
    ),
    (
        "aws_batch_job_definition",
        "container_properties = jsonencode({ image = var.x, networkConfiguration = {\n assignPublicIp = \"ENABLED\" } })",
        "aws-batch-public-ip",
        "assignPublicIp",
    ),
    (
        "aws_batch_job_definition",
        "node_properties = jsonencode({ mainNode = var.x, nodeRangeProperties = [{ container = {\n privileged = true } }] })",
        "aws-batch-privileged",
        "privileged",
    ),
    (
        "azurerm_subscription_policy_assignment",
        "policy_definition_id = \"/providers/Microsoft.Authorization/policySetDefinitions/1f3afdf9-d0c9-4c3d-847f-89da613e70a8\"\nparameters = jsonencode({ a = { value = var.x },\n b = { value = \"Disabled\" } })",
        "azure-policy-benchmark-disabled",
        "Disabled",
    ),
];

#[test]
fn every_text_with_structure_is_a_tree() {
    for (kind, arguments, check, culprit) in HOLDERS {
        let text = format!("variable \"x\" {{}}\nresource \"{kind}\" \"a\" {{\n{arguments}\n}}\n");
        let project = Project::new(&[("main.tf", &text)]);
        assert_eq!(found(&project, check), [format!("main.tf:{} {check}", line(&text, culprit))], "{text}");
    }
}

const DEFINITIONS: &str = "[\n  {\n    \"name\": \"a\",\n    \"image\": \"${image}\",\n    \"user\": \"root\",\n    \"privileged\": ${privileged}\n  }\n]\n";
const CHECKS: &str = "aws-ecs-privileged,kubernetes-workload-root-user";

#[test]
fn findings_point_into_the_files_that_are_read() {
    let known = DEFINITIONS.replace("${image}", "a:1").replace("${privileged}", "true");
    let encoded = "${jsonencode([\n  {\n    image = image\n    user  = \"root\"\n\n    privileged = true\n  }\n])}\n";
    let files = [
        ("defs.json", known.as_str()),
        ("defs.tpl", DEFINITIONS),
        ("encoded.tpl", encoded),
        ("only.tpl", encoded.trim_end()),
    ];
    let cases = [
        ("file(\"${path.module}/defs.json\")", "defs.json", 5),
        ("trimspace(file(\"defs.json\"))", "defs.json", 5),
        ("templatefile(\"defs.tpl\", { image = var.image, privileged = true })", "defs.tpl", 5),
        ("templatefile(\"encoded.tpl\", { image = var.image })", "encoded.tpl", 4),
        ("templatefile(\"only.tpl\", { image = var.image })", "only.tpl", 4),
    ];
    for (call, path, user) in cases {
        let text = format!("{TASK}  container_definitions = {call}\n}}\n");
        let project = Project::new(&files);
        project.write("main.tf", text.as_bytes());
        let expected = [format!("{path}:{user} kubernetes-workload-root-user"), format!("{path}:6 aws-ecs-privileged")];
        assert_eq!(found(&project, CHECKS), expected, "{call}");
        let json = project.run(&["scan", ".", "--no-config", "--format", "json", "--checks", CHECKS]).json();
        let related = &json["findings"][0]["related"][0];
        assert_eq!(related["location"]["path"], "main.tf", "{related}");
        assert_eq!(related["location"]["start"]["line"], line(&text, "container_definitions"), "{related}");
    }
}

#[test]
fn what_came_by_a_reference_is_shown_there_with_its_way() {
    let project = Project::new(&[("defs.json", "[\n  {\n    \"privileged\": true\n  }\n]\n")]);
    project.write(
        "main.tf",
        b"locals {\n  definitions = file(\"defs.json\")\n}\nresource \"aws_ecs_task_definition\" \"a\" {\n  container_definitions = local.definitions\n}\n",
    );
    assert_eq!(found(&project, "aws-ecs-privileged"), ["main.tf:5 aws-ecs-privileged"]);
    let json = project.run(&["scan", ".", "--no-config", "--format", "json", "--checks", "aws-ecs-privileged"]).json();
    let related = json["findings"][0]["related"].as_array().expect("a list");
    let places: Vec<_> = related.iter().map(|it| (&it["location"]["path"], &it["location"]["start"]["line"])).collect();
    assert!(places.iter().any(|(path, line)| *path == "defs.json" && **line == 3), "{places:?}");
}

#[test]
fn each_resource_that_reads_a_text_has_its_own_finding() {
    let resource = |name: &str, above: &str| {
        format!(
            "{above}resource \"aws_ecs_task_definition\" \"{name}\" {{\n  container_definitions = file(\"defs.json\")\n}}\n"
        )
    };
    let text = resource("a", "") + &resource("b", "# ravelin:ignore aws-ecs-privileged reason=\"a test\"\n");
    let project = Project::new(&[("main.tf", &text), ("defs.json", "[{\"privileged\": true}]\n")]);
    let json = project
        .run(&["scan", ".", "--no-config", "--format", "json", "--checks", "aws-ecs-privileged", "--show-exceptions"])
        .json();
    let findings = json["findings"].as_array().expect("a list");
    let of: Vec<String> = findings
        .iter()
        .map(|finding| format!("{} {}", finding["addresses"][0], finding["exception"].is_null()))
        .collect();
    assert!(found(&project, "aws-ecs-privileged").len() == 1, "the exception of the block holds: {of:?}");
    let checkov = "resource \"aws_ecs_task_definition\" \"a\" {\n  #checkov:skip=CKV_AWS_334:a test\n  container_definitions = file(\"defs.json\")\n}\n";
    let project = Project::new(&[("main.tf", checkov), ("defs.json", "[{\"privileged\": true}]\n")]);
    assert!(found(&project, "aws-ecs-privileged").is_empty());
}

#[test]
fn secrets_in_files_that_are_read_are_not_shown() {
    let definitions = "[{\n  \"environment\": [\n    {\"name\": \"DB_PASSWORD\", \"value\": \"kT9!vq27-Lm\"}\n  ],\n  \"privileged\": true\n}]\n";
    let project = Project::new(&[("defs.json", definitions)]);
    project.write(
        "main.tf",
        b"resource \"aws_ecs_task_definition\" \"a\" {\n  container_definitions = file(\"defs.json\")\n}\n",
    );
    let secret = "aws-ecs-secret-in-code,aws-ecs-privileged";
    let expected = ["defs.json:3 aws-ecs-secret-in-code", "defs.json:5 aws-ecs-privileged"];
    assert_eq!(found(&project, secret), expected);
    for format in ["pretty", "json", "sarif", "html", "markdown"] {
        for checks in ["all", "aws-ecs-privileged"] {
            let run = project.run(&["scan", ".", "--no-config", "--format", format, "--checks", checks]);
            assert!(!run.stdout.contains("kT9!vq27") && !run.stderr.contains("kT9!vq27"), "{format} {checks}");
        }
    }
}

#[test]
fn broken_texts_are_not_assessed_and_the_rest_is_judged() {
    let deep = "[".repeat(5_000);
    let long = format!("[{}]", vec!["{\\\"privileged\\\": false}"; 5_000].join(","));
    let texts = [
        "[",
        "{}}",
        "[{\\\"privileged\\\": tru}]",
        "not JSON",
        "\\u0000",
        "[1,]",
        deep.as_str(),
        "[\\\"\\\\ud800\\\"",
        "'a'",
    ];
    for text in texts {
        let text = format!(
            "resource \"aws_ecs_task_definition\" \"a\" {{\n  container_definitions = \"{text}\"\n}}\nresource \"aws_ecs_task_definition\" \"b\" {{\n  container_definitions = jsonencode([{{ privileged = true }}])\n}}\n"
        );
        let project = Project::new(&[("main.tf", &text)]);
        assert_eq!(found(&project, "aws-ecs-privileged"), ["main.tf:5 aws-ecs-privileged"], "{text:.200}");
        assert_eq!(open(&project, "aws-ecs-privileged"), 1, "{text:.200}");
    }
    for text in ["", "[]", "null", "[null]", "[1, \\\"a\\\"]", "{}", long.as_str()] {
        let text = format!("resource \"aws_ecs_task_definition\" \"a\" {{\n  container_definitions = \"{text}\"\n}}\n");
        let project = Project::new(&[("main.tf", &text)]);
        assert!(found(&project, "aws-ecs-privileged").is_empty(), "{text:.200}");
    }
}

#[test]
fn scripts_are_searched_as_far_as_they_are_known() {
    let script = "#!/bin/sh\\nNAME=${var.name}\\nexport AWS_ACCESS_KEY_ID=AKIAIOSFODNN7ABCDEFG\\nOTHER=${var.other}\\n";
    let part =
        format!("data \"cloudinit_config\" \"c\" {{\n  gzip = GZIP\n  part {{\n    content = \"{script}\"\n  }}\n}}\n");
    let cases = [
        (String::new(), format!("user_data = \"{script}\"")),
        (String::new(), format!("user_data_base64 = base64encode(\"{script}\")")),
        (String::new(), format!("user_data = base64encode(\"{script}\")")),
        (String::new(), format!("user_data_base64 = base64gzip(\"{script}\")")),
        (
            String::new(),
            "user_data_base64 = base64encode(templatefile(\"script.tpl\", { name = var.name }))".to_owned(),
        ),
        (part.replace("GZIP", "false"), "user_data_base64 = data.cloudinit_config.c.rendered".to_owned()),
        (part.replace("GZIP", "true"), "user_data_base64 = data.cloudinit_config.c.rendered".to_owned()),
        (
            format!("locals {{\n  script = base64encode(\"{script}\")\n}}\n"),
            "user_data_base64 = local.script".to_owned(),
        ),
    ];
    for (before, argument) in cases {
        let text = format!(
            "variable \"name\" {{}}\nvariable \"other\" {{}}\n{before}resource \"aws_instance\" \"a\" {{\n  {argument}\n}}\n"
        );
        let project = Project::new(&[("main.tf", &text)]);
        project.write("script.tpl", b"#!/bin/sh\nNAME=${name}\nexport AWS_ACCESS_KEY_ID=AKIAIOSFODNN7ABCDEFG\n");
        let expected = format!("main.tf:{} aws-ec2-secret-in-user-data", line(&text, "user_data"));
        assert_eq!(found(&project, "aws-ec2-secret-in-user-data"), [expected], "{text}");
    }
    let open_script = "variable \"name\" {}\nresource \"aws_instance\" \"a\" {\n  user_data_base64 = base64encode(\"echo ${var.name}\")\n}\n";
    let project = Project::new(&[("main.tf", open_script)]);
    assert_eq!(
        (found(&project, "aws-ec2-secret-in-user-data"), open(&project, "aws-ec2-secret-in-user-data")),
        (Vec::new(), 1)
    );
}

#[test]
fn plans_have_the_same_view() {
    let plan = r#"{"format_version": "1.2", "terraform_version": "1.11.0", "resource_changes": [], "planned_values": {"root_module": {"resources": [
  {"address": "aws_ecs_task_definition.a", "mode": "managed", "type": "aws_ecs_task_definition", "name": "a", "values":
   {"container_definitions": "[{\"image\":\"a:1\",\"privileged\":true,\"user\":\"0\"}]"}}]}}}"#;
    let project = Project::new(&[("plan.json", plan)]);
    let run = project.run(&["scan", "plan.json", "--no-config", "--format", "concise", "--checks", CHECKS]);
    assert_eq!(run.ids(), ["aws-ecs-privileged", "kubernetes-workload-root-user"], "{}{}", run.stdout, run.stderr);
}
