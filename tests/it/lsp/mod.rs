//! The language server, talked to as editors do.

mod actions;
mod asked;
mod client;
mod edits;
mod garbage;
mod lifecycle;
mod scanned;
mod settings;

use std::path::PathBuf;

use crate::runner::Project;

/// A folder that is a repository, so that its files are judged together.
pub fn repository(files: &[(&str, &str)]) -> (Project, PathBuf) {
    let project = Project::new(files);
    project.write(".git/HEAD", b"ref: refs/heads/main\n");
    let path = project.path().canonicalize().expect("is there");
    (project, path)
}

/// A rule that is open by the value of a variable.
pub const OPEN: &str = r#"variable "cidrs" {
  type = list(string)
}

resource "aws_security_group" "web" {
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = var.cidrs
  }
}
"#;

/// The value that opens it.
pub const CIDRS: &str = "cidrs = [\"0.0.0.0/0\"]\n";

/// The check that finds it.
pub const SSH: &str = "cloud-network-open-ssh";
