//! The checks of the samples.

use crate::check::{Category, Check, Severity, Target, Text};

pub(in crate::report) static OPEN_PORT: Check = Check {
    id: "aws-ec2-open-ssh",
    title: "SSH is reachable from the internet",
    severity: Severity::Critical,
    category: Category::NetworkExposure,
    provider: "aws",
    service: "ec2",
    target: Target::Kinds(&["aws_security_group"]),
    applies: None,
    deny: None,
    require: None,
    at: &[],
    list: None,
    conceals: false,
    message: "port 22 is open to {value}",
    text: &Text {
        why: "Anyone can try passwords and keys, and every flaw of the server is one that the whole world can use the \
              day it is published.",
        remedy: "Allow port 22 only from the networks that administer the machine, or use a session manager.",
        wordings: &[],
        fix: &[],
        references: &["https://example.com/ssh", "https://example.com/groups?a=b#c"],
        cwe: &["CWE-284"],
        aliases: &["OTHER_24"],
        related: &[],
        formerly: &[],
        covers: &[],
        absent: &[],
        intended: &[],
        family: "",
        examples: &[],
        logic: &[],
    },
};

pub(super) static PUBLIC_BUCKET: Check = Check {
    id: "aws-s3-public-acl",
    title: "A bucket grants access to everyone",
    severity: Severity::High,
    category: Category::AccessControl,
    service: "s3",
    text: &Text { why: "All objects can be read.", remedy: "Set `acl` to `private`.", ..Text::NONE },
    ..NO_CHECK
};

pub(super) static ROOT_USER: Check = Check {
    id: "k8s-run-as-root",
    title: "A container runs as root",
    severity: Severity::Medium,
    category: Category::Isolation,
    provider: "kubernetes",
    service: "workload",
    text: &Text { why: "Escapes start as root.", remedy: "Set `runAsNonRoot: true`.", ..Text::NONE },
    ..NO_CHECK
};

pub(super) static NO_OWNER: Check = Check {
    id: "aws-tags-owner",
    title: "Nobody owns it",
    severity: Severity::Low,
    category: Category::Maintenance,
    text: &Text { why: "", remedy: "Add an `owner` tag.", ..Text::NONE },
    ..NO_CHECK
};

pub(in crate::report) const NO_CHECK: Check = Check {
    id: "",
    title: "",
    severity: Severity::Info,
    category: Category::Maintenance,
    provider: "aws",
    service: "",
    target: Target::Kinds(&[]),
    applies: None,
    deny: None,
    require: None,
    at: &[],
    list: None,
    conceals: false,
    message: "",
    text: &Text::NONE,
};
