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
