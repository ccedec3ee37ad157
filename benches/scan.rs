//! Times whole scans of a generated repository, stage by stage of growth: `cargo bench`.
//!
//! The figures are medians of several runs in one process. Linear growth is what matters: time per file of many roots, and
//! per resource of one root with many module calls, must not rise with their number.

#![allow(clippy::print_stdout, reason = "the table is what a benchmark is for")]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use ravelin::check::Registry;
use ravelin::engine::{Input, Progress, Request, scan};
use ravelin::source::SourceMap;

const RUNS: usize = 5;

fn main() {
    println!("{:>12} {:>12} {:>12} {:>9} {:>9}", "", "median ms", "µs per part", "resources", "findings");
    for roots in [10, 100, 1_000] {
        measure(&format!("{roots} roots"), |folder| generate(folder, roots));
    }
    for calls in [10, 100, 1_000] {
        measure(&format!("{calls} calls"), |folder| generate_calls(folder, calls));
    }
}

/// Times scans of what `generate` writes; it gives the number of parts that the time is divided by.
fn measure(name: &str, generate: impl FnOnce(&Path) -> usize) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let parts = generate(folder.path());
    let registry = Registry::embedded();
    let mut times = Vec::new();
    let mut counts = (0, 0);
    for _ in 0..RUNS {
        let start = Instant::now();
        let input = Input::Path(folder.path().to_path_buf());
        let progress = Progress::default();
        let request = Request::new(vec![input], folder.path().to_path_buf(), &registry, &progress);
        let outcome = scan(&request, SourceMap::new()).outcome;
        times.push(start.elapsed());
        counts = (outcome.coverage.resources.values().sum::<usize>(), outcome.findings.len());
    }
    times.sort();
    let median: Duration = times[RUNS / 2];
    let per_part = median.as_secs_f64() * 1e6 / parts as f64;
    println!("{name:>12} {:>12.2} {per_part:>12.1} {:>9} {:>9}", median.as_secs_f64() * 1e3, counts.0, counts.1);
}

/// Writes `roots` Terraform roots that share a module, as many manifests and as many Dockerfiles. Gives the number of
/// files.
fn generate(folder: &Path, roots: usize) -> usize {
    let write = |name: String, text: String| {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("has a parent")).expect("writable");
        fs::write(path, text).expect("writable");
    };
    write("modules/net/main.tf".into(), MODULE.into());
    for index in 0..roots {
        write(format!("live/r{index}/main.tf"), ROOT.replace("INDEX", &index.to_string()));
        write(format!("deploy/d{index}.yaml"), MANIFEST.replace("INDEX", &index.to_string()));
        write(format!("images/i{index}/Dockerfile"), DOCKERFILE.into());
    }
    3 * roots + 1
}

/// Writes one root that calls one module `calls` times, each with other inputs. Gives the number of resources.
fn generate_calls(folder: &Path, calls: usize) -> usize {
    const GROUPS: usize = 10;
    let mut root = String::new();
    for call in 0..calls {
        root.push_str(&CALL.replace("INDEX", &call.to_string()));
    }
    let groups: String = (0..GROUPS).map(|group| GROUP.replace("INDEX", &group.to_string())).collect();
    fs::create_dir_all(folder.join("groups")).expect("writable");
    fs::write(folder.join("main.tf"), root).expect("writable");
    fs::write(folder.join("groups/main.tf"), format!("{GROUP_INPUTS}{groups}")).expect("writable");
    calls * GROUPS
}

const CALL: &str = r#"module "mINDEX" {
  source = "./groups"
  name   = "mINDEX"
  rules  = [for port in [443, 8443] : { port = port }]
}
"#;

const GROUP_INPUTS: &str = r#"variable "name" { type = string }
variable "rules" {
  type = list(object({ port = number, cidrs = optional(list(string), ["10.0.0.0/8"]) }))
}
"#;

const GROUP: &str = r#"resource "aws_security_group" "gINDEX" {
  name        = "${var.name}-INDEX"
  description = "Servers"
  dynamic "ingress" {
    for_each = var.rules
    content {
      description = "From inside"
      from_port   = ingress.value.port
      to_port     = ingress.value.port
      protocol    = "tcp"
      cidr_blocks = ingress.value.cidrs
    }
  }
}
"#;

const MODULE: &str = r#"variable "cidrs" { type = list(string) }
variable "name" { type = string }

resource "aws_security_group" "this" {
  name        = "${var.name}-sg"
  description = "Servers"

  ingress {
    description = "SSH"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = var.cidrs
  }
}
"#;

const ROOT: &str = r#"module "net" {
  source = "../../modules/net"
  name   = "rINDEX"
  cidrs  = local.cidrs
}

locals {
  cidrs = [for n in range(4) : "10.${n}.0.0/16"]
}

resource "aws_s3_bucket" "logs" {
  bucket = "logs-INDEX"
}

resource "aws_s3_bucket_versioning" "logs" {
  bucket = aws_s3_bucket.logs.id
  versioning_configuration {
    status = "Enabled"
  }
}
"#;

const MANIFEST: &str = r"apiVersion: apps/v1
kind: Deployment
metadata: {name: dINDEX, namespace: apps}
spec:
  template:
    metadata: {labels: {app: dINDEX}}
    spec:
      containers:
        - name: main
          image: registry.example.com/app:1.0.INDEX
          securityContext: {allowPrivilegeEscalation: false}
";

const DOCKERFILE: &str = r"FROM debian:12 AS build
RUN apt-get update && apt-get install -y --no-install-recommends curl=7.88.1-10 && rm -rf /var/lib/apt/lists/*
FROM debian:12
COPY --from=build /usr/bin/curl /usr/bin/
USER 1000
";
