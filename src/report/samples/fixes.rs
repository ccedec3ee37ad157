//! Findings with fixes: safe ones and others, in one place and in several, in texts that are hard to count in.

use super::checks::{NO_OWNER, OPEN_PORT, PUBLIC_BUCKET, ROOT_USER};
use super::{POD, Sample, find, finding};
use crate::finding::{Edit, Finding, Fix, Outcome};
use crate::source::{SourceMap, Span, TextRange};
use crate::vocabulary::Safety;

const MAIN: &str = r#"resource "aws_s3_bucket" "logs" {
  acl      = "public-read"
  password = "t7Rk92qLsw"
}

resource "aws_security_group" "ssh" {
  cidr_blocks = var.cidrs
}"#;

const VARIABLES: &str = "variable \"cidrs\" {\n  default = [\"0.0.0.0/0\"]\n}\n";

fn fix(title: &str, safety: Safety, edits: Vec<(Span, &str)>) -> Fix {
    let edits = edits.into_iter().map(|(span, text)| Edit { span, text: text.to_owned() }).collect();
    Fix { title: title.to_owned(), safety, edits, placeholders: Vec::new(), serves: Vec::new() }
}

/// In order: one word, with a credential on the next line; a value in another file that serves others; a flow mapping behind
/// characters outside ASCII, with CRLF; a new block at the end of a file without a last line ending, with a placeholder; a
/// credential that is part of the fix.
pub(in super::super) fn mendable() -> Sample {
    let sources = SourceMap::new();
    let main = sources.add("main.tf", MAIN).whole();
    let variables = sources.add("net/my vars#1.tf", VARIABLES).whole();
    let pod = sources.add("k8s/pod é.yaml", format!("\u{feff}{POD}")).whole();
    let secret = find(&sources, main, "t7Rk92qLsw");
    sources.get(main.file).conceal(&[secret.range]);
    let end = TextRange::empty(main.range.end as usize).in_file(main.file);
    let with = |finding: Finding, fix| Finding { fix: Some(fix), ..finding };
    let acl = find(&sources, main, "\"public-read\"");
    let user = find(&sources, pod, "runAsUser: 0");
    let cidrs = find(&sources, main, "var.cidrs");
    let findings = vec![
        with(
            finding(&PUBLIC_BUCKET, &["aws_s3_bucket.logs"], acl, "the ACL is public"),
            fix("set `acl` to `\"private\"`", Safety::Safe, vec![(acl, "\"private\"")]),
        ),
        with(
            finding(&OPEN_PORT, &["aws_security_group.ssh"], cidrs, "port 22 is open to 0.0.0.0/0"),
            Fix {
                serves: ["a", "b", "c", "d"].map(|name| format!("aws_security_group.{name}")).to_vec(),
                ..fix("remove `\"0.0.0.0/0\"`", Safety::Review, vec![(find(&sources, variables, "\"0.0.0.0/0\""), "")])
            },
        ),
        with(
            finding(&ROOT_USER, &["default/Pod/é"], user, "user 0 is root"),
            fix("set `runAsUser` to `1000`", Safety::Review, vec![(user, "runAsUser: 1000")]),
        ),
        with(
            finding(&NO_OWNER, &["aws_security_group.ssh"], cidrs, "no owner"),
            Fix {
                placeholders: vec!["FILL: who owns it".to_owned()],
                ..fix(
                    "add an `aws_owner`",
                    Safety::Review,
                    vec![(end, "\n\nresource \"aws_owner\" \"ssh\" {\n  name = \"FILL: who owns it\"\n}")],
                )
            },
        ),
        with(
            finding(&NO_OWNER, &["aws_s3_bucket.logs"], secret, "the password is written here"),
            fix("move it", Safety::Safe, vec![(secret, "x"), (end, "\n# t7Rk92qLsw was here")]),
        ),
    ];
    let checks = vec![&NO_OWNER, &OPEN_PORT, &PUBLIC_BUCKET, &ROOT_USER];
    Sample { sources, outcome: Outcome { findings, checks, ..Outcome::default() } }
}
