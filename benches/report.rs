//! Times every report format on one outcome with 10,000 findings: `cargo bench --bench report`. An argument sets
//! another number.

#![allow(clippy::print_stdout, reason = "the table is what a benchmark is for")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use ravelin::check::Registry;
use ravelin::engine::{Input, Progress, Request, Scan, scan};
use ravelin::finding::Gate;
use ravelin::report::{FORMATS, Format, Options, Writer};
use ravelin::source::SourceMap;

const RUNS: usize = 5;

/// Findings of one file: as many groups are open to the world.
const GROUPS: usize = 20;

fn main() {
    let count = std::env::args().nth(1).and_then(|argument| argument.parse().ok()).unwrap_or(10_000);
    let folder = tempfile::tempdir().expect("a temporary folder");
    generate(folder.path(), count);
    let mut scan = run(folder.path());
    scan.outcome.gate = Some(Gate::default().judge(&scan.outcome));
    println!("{} findings", scan.outcome.findings.len());
    println!("{:>20} {:>12} {:>12}", "", "median ms", "KiB");
    for Format { name, writer, .. } in FORMATS {
        let (time, size) = measure(*writer, &scan);
        println!("{name:>20} {:>12.2} {:>12}", time.as_secs_f64() * 1e3, size / 1024);
    }
}

/// Writes files with `count` open security groups, whose value comes from a variable.
fn generate(folder: &Path, count: usize) {
    for file in 0..count.div_ceil(GROUPS) {
        let mut text = "variable \"cidrs\" {\n  default = [\"10.0.0.0/8\", \"0.0.0.0/0\"]\n}\n".to_owned();
        for group in 0..GROUPS.min(count - file * GROUPS) {
            let _ = write!(
                text,
                "\nresource \"aws_security_group\" \"g{group}\" {{\n  description = \"Servers\"\n\n  ingress {{\n    \
                 description = \"SSH\"\n    from_port   = 22\n    to_port     = 22\n    protocol    = \"tcp\"\n    \
                 cidr_blocks = var.cidrs\n  }}\n}}\n"
            );
        }
        let folder = folder.join(format!("live/root{file}"));
        fs::create_dir_all(&folder).expect("writable");
        fs::write(folder.join("main.tf"), text).expect("writable");
    }
}

fn run(folder: &Path) -> Scan {
    let all = Registry::embedded();
    let registry = all.filtered(|check| check.id == "cloud-network-open-ssh");
    let (input, progress) = (Input::Path(folder.to_path_buf()), Progress::default());
    scan(&Request::new(vec![input], folder.to_path_buf(), &registry, &progress), SourceMap::new())
}

/// The median time to write a report, and its size in bytes.
fn measure(writer: &dyn Writer, scan: &Scan) -> (Duration, usize) {
    let mut times = Vec::new();
    let mut report = Vec::new();
    for _ in 0..RUNS {
        report.clear();
        let start = Instant::now();
        writer
            .write(&scan.outcome, scan.sources.shown(), &Options::default(), &mut report)
            .expect("memory takes everything");
        times.push(start.elapsed());
    }
    times.sort();
    (times[RUNS / 2], report.len())
}
