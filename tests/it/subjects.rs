//! Nothing is passed by what is no subject: a tree of ordinary resources says nothing of control planes, nodes and
//! services that it does not have.

use serde_json::Value;

use crate::runner::{Project, ravelin};

const CLOUD: &str = r#"
resource "aws_s3_bucket" "site" {
  bucket = "example-site"
}

resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
}

resource "aws_security_group" "web" {
  name        = "web"
  description = "Web servers"
  vpc_id      = aws_vpc.main.id

  ingress {
    description = "HTTPS"
    from_port   = 443
    to_port     = 443
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/16"]
  }
}

resource "aws_db_instance" "main" {
  engine            = "postgres"
  instance_class    = "db.t4g.micro"
  allocated_storage = 20
}

resource "azurerm_storage_account" "site" {
  name                     = "examplesite"
  resource_group_name      = "web"
  location                 = "westeurope"
  account_tier             = "Standard"
  account_replication_type = "LRS"
}

resource "google_storage_bucket" "site" {
  name     = "example-site"
  location = "EU"
}
"#;

const WORKLOAD: &str = "
apiVersion: apps/v1
kind: Deployment
metadata: {name: frontend, namespace: web}
spec:
  selector:
    matchLabels: {app: frontend}
  template:
    metadata:
      labels: {app: frontend}
    spec:
      containers:
        - name: nginx
          image: nginx:1.27.3
          ports: [{containerPort: 8080}]
";

/// What each resource may pass: checks whose ids begin with one of these, and checks on secrets.
const ABOUT: [(&str, &[&str]); 8] = [
    ("aws_db_instance.main", &["aws-rds-"]),
    ("aws_s3_bucket.site", &["aws-s3-"]),
    ("aws_security_group.web", &["aws-ec2-security-group-", "aws-vpc-security-group-", "cloud-network-"]),
    ("aws_vpc.main", &["aws-vpc-"]),
    ("azurerm_storage_account.site", &["azure-storage-"]),
    ("google_storage_bucket.site", &["gcp-storage-"]),
    ("Dockerfile", &["container-image-", "docker-dockerfile-"]),
    (
        "web/Deployment/frontend",
        &["container-image-", "kubernetes-workload-", "kubernetes-cluster-removed-api-version"],
    ),
];

/// The report on the tree for every framework there is.
fn report() -> Value {
    let project = Project::new(&[
        ("main.tf", CLOUD),
        ("frontend.yaml", WORKLOAD),
        ("Dockerfile", "FROM nginx:1.27.3\nCOPY site /usr/share/nginx/html\nUSER nginx\n"),
    ]);
    let list = ravelin(&["compliance", "list", "--format", "json"]).json();
    let frameworks = list["frameworks"].as_array().expect("frameworks");
    let ids: Vec<&str> = frameworks.iter().filter_map(|framework| framework["id"].as_str()).collect();
    project.run(&["compliance", "report", ".", "--format", "json", "--framework", &ids.join(",")]).json()
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().unwrap_or_else(|| panic!("{name}: {value}"))
}

#[test]
fn what_is_no_subject_passes_nothing() {
    let report = report();
    let mut wrong = Vec::new();
    for framework in list(&report, "frameworks") {
        for check in list(framework, "checks") {
            let id = check["id"].as_str().expect("an id");
            for evidence in list(check, "evidence").iter().filter(|evidence| evidence["result"] == "pass") {
                let address = evidence["address"].as_str().expect("an address");
                let (_, about) = ABOUT.iter().find(|(known, _)| *known == address).expect(address);
                if !id.starts_with("generic-secret-") && !about.iter().any(|start| id.starts_with(start)) {
                    wrong.push(format!("{}: {address} passes {id}", framework["id"]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn controls_about_what_is_not_there_are_not_passed() {
    let report = report();
    // Control planes, etcd, kubelets, nodes and clusters are in none of the files.
    let absent = ["control plane", "api server", "etcd", "kubelet", "scheduler", "controller manager", "worker node"];
    let mut wrong = Vec::new();
    for framework in list(&report, "frameworks") {
        for control in list(framework, "controls").iter().filter(|control| control["status"] == "pass") {
            // The sections of a benchmark are named after components, those of others after purposes.
            let is_benchmark = framework["id"].as_str().is_some_and(|id| id.starts_with("cis-"));
            let section = if is_benchmark { &control["section"] } else { &Value::Null };
            let about = format!("{section} {}", control["title"]).to_lowercase();
            if absent.iter().any(|word| about.contains(word)) {
                wrong.push(format!("{} {}: {about}", framework["id"], control["id"]));
            }
            // What rests on a part, or on what is only related, is no whole pass.
            if control["complete"] == true && control["basis"] != "whole" {
                wrong.push(format!("{} {} passes on the basis {}", framework["id"], control["id"], control["basis"]));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
