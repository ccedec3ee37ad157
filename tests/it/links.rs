//! What one resource configures of another, over whole folders.

use crate::runner::Project;

const BUCKET: &str = r#"
resource "aws_s3_bucket" "logs" {
  bucket = "acme-logs"
}
"#;

const VERSIONING: &str = r#"
resource "aws_s3_bucket_versioning" "logs" {
  bucket = aws_s3_bucket.logs.id
  versioning_configuration {
    status = "Enabled"
  }
}
"#;

/// A module that configures a bucket of which it is not told the name.
const ELSEWHERE: &str = r#"
variable "bucket" {}

resource "aws_s3_bucket_versioning" "logs" {
  bucket = var.bucket
  versioning_configuration {
    status = "Enabled"
  }
}
"#;

fn unversioned(files: &[(&str, &str)]) -> usize {
    let run = Project::new(files).run(&["scan", ".", "--format", "concise", "--checks", "aws-s3-no-versioning"]);
    run.ids().len()
}

#[test]
fn root_modules_do_not_configure_each_other() {
    assert_eq!(unversioned(&[("a/bucket.tf", BUCKET), ("a/versioning.tf", VERSIONING)]), 0);
    assert_eq!(unversioned(&[("a/main.tf", BUCKET), ("b/main.tf", &format!("{BUCKET}{VERSIONING}"))]), 1);
    assert_eq!(unversioned(&[("a/main.tf", BUCKET), ("b/main.tf", ELSEWHERE)]), 1);
}

/// The same variable is the same bucket, though nobody knows its name.
#[test]
fn one_variable_is_one_name() {
    let bucket = BUCKET.replace("\"acme-logs\"", "var.bucket");
    assert_eq!(unversioned(&[("main.tf", &format!("{bucket}{ELSEWHERE}"))]), 0);
    let other = bucket.replace("var.bucket", "\"other\"").replace("\"logs\"", "\"other\"");
    assert_eq!(unversioned(&[("main.tf", &format!("{bucket}{other}{ELSEWHERE}"))]), 1);
}

/// A known name that came through an output of a module still means the bucket in that module.
#[test]
fn a_name_from_an_output_is_followed_into_its_module() {
    let module = format!("{BUCKET}\noutput \"name\" {{\n  value = aws_s3_bucket.logs.bucket\n}}\n");
    let versioning = VERSIONING.replace("aws_s3_bucket.logs.id", "module.store.name");
    let call = "module \"store\" {\n  source = \"./store\"\n}\n";
    assert_eq!(unversioned(&[("main.tf", call), ("store/main.tf", &module)]), 1);
    assert_eq!(unversioned(&[("main.tf", &format!("{call}{versioning}")), ("store/main.tf", &module)]), 0);
}

/// A bucket with everything that checks ask for. `NAME` is its name, `REF` is how the others name it.
const HARDENED: &str = r#"
data "aws_caller_identity" "c" {}

variable "name" {}

locals {
  name = "logs-${data.aws_caller_identity.c.account_id}"
}

resource "aws_kms_key" "k" {
  description         = "Logs"
  enable_key_rotation = true
}

resource "aws_s3_bucket" "b" {
  bucket = NAME
}

resource "aws_s3_bucket_versioning" "b" {
  bucket = REF
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "b" {
  bucket = REF
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = aws_kms_key.k.arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "b" {
  bucket                  = REF
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_logging" "b" {
  bucket        = REF
  target_bucket = "audit"
  target_prefix = "logs/"
}

resource "aws_s3_bucket_lifecycle_configuration" "b" {
  bucket = REF
  rule {
    id     = "old"
    status = "Enabled"
    filter {}
    expiration {
      days = 90
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_policy" "b" {
  bucket = REF
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::${REF}", "arn:aws:s3:::${REF}/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}
"#;

/// The checks of buckets that find something, and those that do not know.
fn of_buckets(text: &str) -> [Vec<String>; 2] {
    let run = Project::new(&[("main.tf", text)]).run(&["scan", ".", "--format", "json", "--checks", "aws-s3-*"]);
    let json = run.json();
    ["findings", "notAssessed"].map(|list| {
        let ids = json[list].as_array().expect("a list").iter();
        ids.map(|entry| entry["checkId"].as_str().expect("an id").to_owned()).collect()
    })
}

/// The findings are those that are there with `aws_s3_bucket.b.id`, however the bucket is named.
#[test]
fn a_hardened_bucket_has_no_findings_whatever_names_it() {
    let table = [
        ("local.name", "aws_s3_bucket.b.id"),
        ("\"logs-${data.aws_caller_identity.c.account_id}\"", "aws_s3_bucket.b.bucket"),
        ("local.name", "aws_s3_bucket.b.bucket"),
        ("local.name", "local.name"),
        ("\"logs-${data.aws_caller_identity.c.account_id}\"", "\"logs-${data.aws_caller_identity.c.account_id}\""),
        ("\"${lower(var.name)}-logs\"", "aws_s3_bucket.b.bucket"),
        ("var.name", "aws_s3_bucket.b.bucket"),
        ("var.name == \"\" ? null : var.name", "aws_s3_bucket.b.bucket"),
        ("var.name == \"\" ? local.name : var.name", "aws_s3_bucket.b.bucket"),
    ];
    let opinions = ["aws-s3-no-notification", "aws-s3-no-replication", "aws-s3-no-mfa-delete"];
    for (name, reference) in table {
        let text = HARDENED.replace("NAME", name).replace("REF", reference);
        assert_eq!(of_buckets(&text)[0], opinions, "{name} by {reference}");
    }
}

/// What is named with other words may still be the bucket; what certainly is another one leaves it unprotected.
#[test]
fn what_may_be_another_bucket_is_not_assessed() {
    let text = |name: &str, reference: &str| HARDENED.replace("NAME", name).replace("REF", reference);
    for (name, reference) in [("local.name", "\"logs-123456789012\""), ("\"logs-123456789012\"", "local.name")] {
        let [found, unknown] = of_buckets(&text(name, reference));
        assert!(!found.iter().any(|id| id == "aws-s3-no-versioning"), "{found:?}");
        assert!(unknown.iter().any(|id| id == "aws-s3-no-versioning"), "{unknown:?}");
    }
    for reference in ["\"${aws_s3_bucket.b.bucket}-copy\"", "\"audit\""] {
        assert!(of_buckets(&text("local.name", reference))[0].iter().any(|id| id == "aws-s3-no-versioning"));
    }
}

/// An instance is configured by its own key, and by an unknown key nobody knows which is.
#[test]
fn instances_are_told_by_their_keys() {
    let text = |reference: &str| {
        format!(
            "variable \"which\" {{}}\ndata \"aws_caller_identity\" \"c\" {{}}\n\
             resource \"aws_s3_bucket\" \"b\" {{\n  for_each = toset([\"x\", \"y\"])\n\
             \x20 bucket = \"${{each.key}}-${{data.aws_caller_identity.c.account_id}}\"\n}}\n\
             resource \"aws_s3_bucket_versioning\" \"b\" {{\n  for_each = toset([\"x\"])\n  bucket = {reference}\n\
             \x20 versioning_configuration {{\n    status = \"Enabled\"\n  }}\n}}\n"
        )
    };
    let versioning = |reference: &str| {
        let [found, unknown] = of_buckets(&text(reference));
        [found, unknown].map(|ids| ids.iter().filter(|id| *id == "aws-s3-no-versioning").count())
    };
    assert_eq!(versioning("aws_s3_bucket.b[each.key].bucket"), [1, 0]);
    assert_eq!(versioning("\"${each.key}-${data.aws_caller_identity.c.account_id}\""), [1, 0]);
    let [found, unknown] = versioning("aws_s3_bucket.b[var.which].bucket");
    assert!(found == 0 && unknown > 0, "{found} {unknown}");
}

/// Two policies of one role are one, whatever it is called.
#[test]
fn policies_of_a_role_with_a_computed_name_are_judged_together() {
    let statement = |action: &str| {
        format!("jsonencode({{ Statement = [{{ Effect = \"Allow\", Action = \"{action}\", Resource = \"*\" }}] }})")
    };
    for (kind, check) in [("role", "aws-iam-escalation-pass-role-to-instance")] {
        for (own, name) in [
            ("\"r-${data.aws_caller_identity.c.account_id}\"", format!("aws_iam_{kind}.r.name")),
            ("var.x", "var.x".to_owned()),
            ("\"r-${var.x}\"", "\"r-${var.x}\"".to_owned()),
            ("upper(var.x)", format!("aws_iam_{kind}.r.name")),
            ("\"r\"", "\"r\"".to_owned()),
        ] {
            let (pass, run) = (statement("iam:PassRole"), statement("ec2:RunInstances"));
            let text = format!(
                "variable \"x\" {{}}\ndata \"aws_caller_identity\" \"c\" {{}}\nresource \"aws_iam_{kind}\" \"r\" {{\n  name = {own}\n}}\n\
                 resource \"aws_iam_{kind}_policy\" \"a\" {{\n  {kind} = {name}\n  policy = {pass}\n}}\n\
                 resource \"aws_iam_{kind}_policy\" \"b\" {{\n  {kind} = {name}\n  policy = {run}\n}}\n"
            );
            let run = Project::new(&[("main.tf", &text)]).run(&["scan", ".", "--format", "concise", "--checks", check]);
            assert_eq!(run.ids(), [check], "{own} by {name}");
        }
    }
}

/// The same for other kinds: what is not there is found, and what is there under a name that nobody knows is not missed.
#[test]
fn other_kinds_are_found_by_computed_names() {
    let table = [
        ("aws_ecr_repository", "name", "aws_ecr_repository_policy", "repository", "aws-ecr-no-policy"),
        ("aws_iam_user", "name", "aws_iam_user_group_membership", "user", "aws-iam-user-no-group"),
        ("aws_iam_group", "name", "aws_iam_group_membership", "users = [\"ada\"]\n  group", "aws-iam-empty-group"),
        (
            "github_repository",
            "name",
            "github_branch_protection_v3",
            "repository",
            "github-repository-no-branch-protection",
        ),
        (
            "github_repository",
            "name",
            "github_branch_protection",
            "repository_id",
            "github-repository-no-branch-protection",
        ),
    ];
    for (target, own, kind, argument, check) in table {
        let found = |source: &str| {
            let text = format!(
                "variable \"x\" {{}}\ndata \"aws_caller_identity\" \"c\" {{}}\n\
                 resource \"{target}\" \"t\" {{\n  {own} = \"x-${{data.aws_caller_identity.c.account_id}}\"\n}}\n{source}"
            );
            let project = Project::new(&[("main.tf", &text)]);
            project.run(&["scan", ".", "--format", "concise", "--min-severity", "info", "--checks", check]).ids().len()
        };
        assert_eq!(found(""), 1, "{check}");
        for name in [
            format!("{target}.t.{own}"),
            format!("{target}.t.id"),
            "\"x-${data.aws_caller_identity.c.account_id}\"".to_owned(),
        ] {
            let source = format!("resource \"{kind}\" \"s\" {{\n  {argument} = {name}\n}}\n");
            assert_eq!(found(&source), 0, "{kind} by {name}");
        }
    }
}

/// The rules of a storage account may be named by its name, as in old versions of the provider.
#[test]
fn rules_of_a_storage_account_are_found_by_its_name() {
    let text = |name: &str| {
        format!(
            "variable \"x\" {{}}\nresource \"azurerm_storage_account\" \"a\" {{\n  name = \"logs${{var.x}}\"\n}}\n\
             resource \"azurerm_storage_account_network_rules\" \"a\" {{\n  storage_account_name = {name}\n\
             \x20 default_action = \"Deny\"\n}}\n"
        )
    };
    let found = |name: &str| {
        let project = Project::new(&[("main.tf", &text(name))]);
        project.run(&["scan", ".", "--format", "concise", "--checks", "azure-storage-open-network"]).ids().len()
    };
    assert_eq!(["azurerm_storage_account.a.name", "\"logs${var.x}\"", "\"other\""].map(found), [0, 0, 1]);
}

/// In a plan, `aws_s3_bucket.b[each.key].id` refers to `aws_s3_bucket.b` and `each.key`. The others are not protected by it.
#[test]
fn an_instance_of_a_plan_is_configured_by_its_own_key() {
    let resource = |address: &str, kind: &str, values: &str| {
        format!(r#"{{"address": "{address}", "mode": "managed", "type": "{kind}", "name": "b", "values": {values}}}"#)
    };
    let plan = |key: &str, references: &str| {
        let (bucket, versioning) = ("aws_s3_bucket", "aws_s3_bucket_versioning");
        let address = format!(r#"{versioning}.b[\"{key}\"]"#);
        let resources = [
            resource(r#"aws_s3_bucket.b[\"x\"]"#, bucket, r#"{"force_destroy": false}"#),
            resource(r#"aws_s3_bucket.b[\"y\"]"#, bucket, r#"{"force_destroy": false}"#),
            resource(&address, versioning, r#"{"versioning_configuration": [{"status": "Enabled"}]}"#),
        ]
        .join(",");
        format!(
            r#"{{"format_version": "1.2", "planned_values": {{"root_module": {{"resources": [{resources}]}}}},
            "resource_changes": [{{"address": "{address}", "change": {{"actions": ["create"], "after_unknown": {{"bucket": true}}}}}}],
            "configuration": {{"root_module": {{"resources": [
              {{"address": "aws_s3_bucket.b", "expressions": {{}}}},
              {{"address": "{versioning}.b", "expressions": {{"bucket": {{"references": [{references}]}}}}}}]}}}}}}"#
        )
    };
    let versioning = |key: &str, references: &str| {
        let project = Project::new(&[("plan.json", &plan(key, references))]);
        let json = project.run(&["scan", ".", "--format", "json", "--checks", "aws-s3-no-versioning"]).json();
        ["findings", "notAssessed"].map(|list| {
            let entries = json[list].as_array().expect("a list").iter();
            let addresses = entries.flat_map(|entry| match &entry["addresses"] {
                serde_json::Value::Array(addresses) => addresses.clone(),
                _ => vec![entry["address"].clone()],
            });
            addresses.map(|address| address.as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
        })
    };
    let each = r#""aws_s3_bucket.b", "each.key""#;
    let (x, y) = (r#"aws_s3_bucket.b["x"]"#.to_owned(), r#"aws_s3_bucket.b["y"]"#.to_owned());
    assert_eq!(versioning("x", each), [vec![y.clone()], vec![]]);
    assert_eq!(versioning("y", each), [vec![x.clone()], vec![]]);
    for references in [r#""aws_s3_bucket.b", "local.key""#, r#""aws_s3_bucket.b", "each.value""#] {
        let [found, unknown] = versioning("x", references);
        assert!(found.is_empty() && !unknown.is_empty(), "{found:?} {unknown:?}");
    }
}

const RIGHTS: &str = "\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: everything}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: default, namespace: default}]
";

const POD: &str = "\
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: default}
spec: {containers: [{name: web, image: nginx}]}
";

/// What gives a workload its rights is part of the finding: its name in the message, its place among the related.
#[test]
fn a_finding_names_what_is_linked() {
    let check = ["--checks", "kubernetes-workload-cluster-admin"];
    let project = Project::new(&[("deploy/rbac.yaml", RIGHTS), ("deploy/web.yaml", POD)]);
    for format in ["json", "sarif", "concise", "pretty"] {
        let run = project.run(&[&["scan", ".", "--format", format][..], &check].concat());
        let message = "default/Pod/web has every right in the cluster by ClusterRoleBinding/everything";
        assert!(
            run.stdout.replace(['\n', '│'], " ").split_whitespace().collect::<Vec<_>>().join(" ").contains(message),
            "{}",
            run.stdout
        );
    }
    let related =
        &project.run(&[&["scan", ".", "--format", "json"][..], &check].concat()).json()["findings"][0]["related"];
    assert_eq!(related[0]["message"], "ClusterRoleBinding/everything");
    assert_eq!(related[0]["location"]["path"], "deploy/rbac.yaml");
}

/// A fixture gives nothing to what is deployed, and nobody says that it does not.
#[test]
fn what_is_not_deployed_together_stays_open() {
    let project = Project::new(&[("tests/rbac/rbac.yaml", RIGHTS), ("deploy/web.yaml", POD)]);
    let run = project.run(&["scan", ".", "--format", "json", "--checks", "kubernetes-workload-cluster-admin"]);
    let run = run.json();
    assert_eq!(run["findings"].as_array().map(Vec::len), Some(0));
    let reason = run["notAssessed"][0]["reason"].as_str().expect("a reason");
    assert!(reason.contains("nothing says that they are deployed together"), "{reason}");
}

/// A workload and a policy of the network that selects it. `NS` is the namespace of both.
const POLICY: &str = r#"
variable "app" {}

variable "ns" {}

resource "kubernetes_network_policy_v1" "web" {
  metadata {
    name      = "web"
    namespace = NS
  }
  spec {
    policy_types = ["Ingress"]
    pod_selector {
      match_labels = { app = var.app }
    }
  }
}
"#;

const WORKLOAD: &str = r#"
resource "kubernetes_pod_v1" "web" {
  metadata {
    name      = "web"
    namespace = NS
    labels    = { app = var.app }
  }
  spec {
    container {
      name  = "web"
      image = "nginx"
    }
  }
}
"#;

/// The findings that no policy selects a workload, and how often that is not known.
fn without_policy(files: &[(&str, &str)]) -> [usize; 2] {
    let check = ["--checks", "kubernetes-workload-no-network-policy"];
    let json = Project::new(files).run(&[&["scan", ".", "--format", "json"][..], &check].concat()).json();
    ["findings", "notAssessed"].map(|list| json[list].as_array().map_or(0, Vec::len))
}

/// What is not known is one value where one expression gives it, in namespaces as well.
#[test]
fn objects_meet_in_a_namespace_that_is_not_known() {
    let within = |policy: &str, workload: &str| POLICY.replace("NS", policy) + &WORKLOAD.replace("NS", workload);
    assert_eq!(without_policy(&[("main.tf", &within("var.ns", "var.ns"))]), [0, 0]);
    assert_eq!(without_policy(&[("main.tf", &within("\"x-${var.ns}\"", "\"x-${var.ns}\""))]), [0, 0]);
    assert_eq!(without_policy(&[("main.tf", &within("\"x-${var.ns}\"", "var.ns"))]), [0, 1]);
    assert_eq!(without_policy(&[("main.tf", &within("var.ns", "\"shop\""))]), [0, 1]);
}

/// A variable of one root module says nothing of the variable of another one that has its name.
#[test]
fn what_is_not_known_of_one_root_is_not_what_is_not_known_of_another() {
    let policy = POLICY.replace("NS", "\"shop\"");
    let workload = WORKLOAD.replace("NS", "\"shop\"");
    assert_eq!(without_policy(&[("main.tf", &format!("{policy}{workload}"))]), [0, 0]);
    let workload = format!("variable \"app\" {{}}\n{workload}");
    assert_eq!(without_policy(&[("a/main.tf", &policy), ("b/main.tf", &workload)]), [0, 1]);
}

/// A key of one's own has a name that nobody knows yet, and that is neither empty nor one of the provider's aliases.
#[test]
fn names_that_providers_give_are_never_empty() {
    let verdicts = |key: &str| {
        let text = format!(
            "variable \"key\" {{}}\nresource \"aws_kms_key\" \"k\" {{\n  enable_key_rotation = true\n}}\n\
             resource \"aws_ebs_volume\" \"v\" {{\n  availability_zone = \"a\"\n  encrypted = true\n  kms_key_id = {key}\n}}\n"
        );
        let run = Project::new(&[("main.tf", &text)]).run(&[
            "scan",
            ".",
            "--format",
            "json",
            "--checks",
            "aws-ec2-volume-no-customer-key",
        ]);
        let run = run.json();
        let count = |list: &str| run[list].as_array().map_or(0, Vec::len);
        (count("findings"), count("notAssessed"))
    };
    assert_eq!(verdicts("aws_kms_key.k.arn"), (0, 0));
    assert_eq!(verdicts("var.key"), (0, 1));
    assert_eq!(verdicts("lower(aws_kms_key.k.arn)"), (0, 1));
    assert_eq!(verdicts("\"\""), (1, 0));
    assert_eq!(verdicts("\"alias/aws/ebs\""), (1, 0));
}

/// What stands in a nested block can be referred to; what the provider adds there is not known.
#[test]
fn blocks_can_be_referred_to() {
    let text = r#"
resource "kubernetes_service_account" "web" {
  metadata {
    name      = "web"
    namespace = "shop"
  }
}

resource "kubernetes_cluster_role_binding" "web" {
  metadata {
    name = "web"
  }
  role_ref {
    api_group = "rbac.authorization.k8s.io"
    kind      = "ClusterRole"
    name      = "cluster-admin"
  }
  subject {
    kind      = "ServiceAccount"
    name      = kubernetes_service_account.web.metadata[0].NAME
    namespace = kubernetes_service_account.web.metadata.0.namespace
  }
}

resource "kubernetes_pod_v1" "web" {
  metadata {
    name      = "web"
    namespace = "shop"
  }
  spec {
    service_account_name = "web"
    container {
      name  = "web"
      image = "nginx:1.27"
    }
  }
}
"#;
    let verdicts = |name: &str| {
        let project = Project::new(&[("main.tf", &text.replace("NAME", name))]);
        let run =
            project.run(&["scan", ".", "--format", "json", "--checks", "kubernetes-workload-cluster-admin"]).json();
        let count = |list: &str| run[list].as_array().map_or(0, Vec::len);
        (count("findings"), count("notAssessed"))
    };
    assert_eq!(verdicts("name"), (1, 0));
    assert_eq!(verdicts("uid"), (0, 1));
}

/// The provider adds to blocks within blocks as well, so that reading it does not fail; an argument has what is written.
#[test]
fn blocks_within_blocks_can_be_referred_to() {
    let text = r#"
resource "google_compute_instance" "vm" {
  network_interface {
    access_config {
      labels = { a = "b" }
    }
  }
}

resource "google_compute_firewall" "ssh" {
  network       = "default"
  source_ranges = [try(google_compute_instance.vm.network_interface[0].access_config[0].NAME, "0.0.0.0/0")]
  allow {
    protocol = "tcp"
    ports    = ["22"]
  }
}
"#;
    let verdicts = |name: &str| {
        let project = Project::new(&[("main.tf", &text.replace("NAME", name))]);
        let run = project.run(&["scan", ".", "--format", "json", "--checks", "cloud-network-open-ssh"]).json();
        let count = |list: &str| run[list].as_array().map_or(0, Vec::len);
        (count("findings"), count("notAssessed"))
    };
    assert_eq!(verdicts("nat_ip"), (0, 1));
    assert_eq!(verdicts("labels.c"), (1, 0));
}
