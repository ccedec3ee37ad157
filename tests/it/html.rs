//! The HTML that real scans write.

use std::collections::BTreeSet;

use crate::runner::Project;

const FILES: [(&str, &str); 2] = [
    (
        "infra/main.tf",
        r#"
module "web" {
  source = "./web"
  cidrs  = ["0.0.0.0/0"]
}

# ravelin:ignore aws-kms-no-rotation until=2099-12-31 owner=ann reason="rotated by <hand>"
resource "aws_kms_key" "manual" {
  description = "Signing"
}

variable "encrypted" {}

resource "aws_efs_file_system" "data" {
  encrypted = var.encrypted
}
"#,
    ),
    (
        "infra/web/main.tf",
        r#"
variable "cidrs" {}

resource "aws_security_group" "ssh" {
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = var.cidrs
  }
}
"#,
    ),
];

const SCAN: [&str; 6] = ["scan", "infra", "--format", "html", "--fail-on", "high"];

/// The values of an attribute of a page.
fn attribute<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let start = format!(" {name}=\"");
    page.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn a_scan_shows_its_evidence() {
    let run = Project::new(&FILES).run(&SCAN);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let needles = [
        "<strong>Gate closed</strong>",
        // The culprit in its line, and the way of its value into the module.
        "<i>9</i>     cidr_blocks = <mark>var.cidrs</mark>\n",
        "variable <code>cidrs</code>",
        "<code class=\"place\">infra/main.tf:4:13</code>",
        "module <code>web</code> is called here",
        // The exception.
        "rotated by &#60;hand&#62;. Owner: ann. Until: 2099-12-31.",
        // What is not known.
        "variable <code>encrypted</code> has no value",
    ];
    for needle in needles {
        assert!(run.stdout.contains(needle), "{needle}\n{}", run.stdout);
    }
}

#[test]
fn pages_stand_alone_and_their_links_lead_somewhere() {
    let project = Project::new(&FILES);
    let report = ["compliance", "report", "infra", "--framework", "cis-aws-7.0,nist-800-53-r5", "--format", "html"];
    for args in [&SCAN[..], &report] {
        let page = project.run(args).stdout;
        assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"));
        let ids = attribute(&page, "id");
        let distinct: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), distinct.len());
        let links = attribute(&page, "href");
        assert!(!ids.is_empty() && !links.is_empty());
        for link in links {
            let known = link.strip_prefix('#').is_none_or(|id| distinct.contains(id));
            assert!(known && (link.starts_with('#') || link.starts_with("https://")), "{link}");
        }
        assert!(!page.contains(" src=") && !page.contains("<link") && !page.contains("@import"));
    }
}

#[test]
fn controls_lead_to_their_evidence() {
    let args =
        ["compliance", "report", "infra", "--framework", "cis-aws-7.0", "--date", "2026-01-15", "--format", "html"];
    let page = Project::new(&FILES).run(&args).stdout;
    let row =
        page.split("<tr data-status=\"fail\">").nth(1).and_then(|rest| rest.split("</tr>").next()).expect("a failure");
    let anchor = row.split("href=\"#").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    let listed = page.split(&format!("id=\"{anchor}\"")).nth(1).and_then(|rest| rest.split("</section>").next());
    let listed = listed.expect("what counts against it");
    assert!(listed.contains("module.web.aws_security_group.ssh") && listed.contains("web/main.tf:9"), "{listed}");
    let anchor = listed.split("href=\"#").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    let evidence = page.split(&format!("id=\"{anchor}\"")).nth(1).expect("evidence");
    assert!(evidence.contains("web/main.tf:9"), "{evidence}");
    assert!(page.contains("2026-01-15") && page.contains("Grade A") && page.contains("<svg "));
}
