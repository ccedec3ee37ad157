//! Checks on a shape: for each a query to start from.

use super::sketch::{Sample, Sketch};
use crate::vocabulary::{Category, Expectation, Shape};

const DENY: &str = "`deny` fails the resource where it holds: each node that the path selects is one failure, at its place. \
                    `require` fails it where it does not hold. `ravelin inspect PATH ADDRESS` prints the fields of the shape. A \
                    value that is not known makes the verdict unknown.";

/// What differs from one shape to another.
struct Start {
    category: Category,
    query: &'static str,
    says: &'static str,
    reference: &'static str,
    /// The texts that fail, pass and are unknown, each with its language; of `secrets` the last one passes.
    examples: [(&'static str, &'static str); 3],
    /// The text on the line that fails, where no comment can stand there.
    at: Option<&'static str>,
}

pub(super) fn sketch(shape: Shape) -> Sketch {
    let Start { category, query, says, reference, examples, at } = start(shape);
    // What is not known is no credential that is written in the code.
    let third = if shape == Shape::Secrets { Expectation::Passes } else { Expectation::Unknown };
    let verdicts = [Expectation::Fails, Expectation::Passes, third];
    let sample = |(expect, (language, text)): (Expectation, (&'static str, &str))| Sample {
        expect,
        language,
        text: text.to_owned(),
        at: at.filter(|_| expect == Expectation::Fails),
    };
    let on = match shape {
        Shape::KubernetesObject => format!("{{shape: {shape}, kinds: [ConfigMap]}}"),
        Shape::StructuredText => format!("{{shape: {shape}, kinds: [aws_sfn_state_machine]}}"),
        _ => format!("{{shape: {shape}}}"),
    };
    Sketch {
        on,
        about: DENY,
        clause: "deny",
        is_safe_without: matches!(shape, Shape::Workload | Shape::Containers),
        query: query.to_owned(),
        says: says.to_owned(),
        category,
        reference: reference.to_owned(),
        examples: verdicts.into_iter().zip(examples).map(sample).collect(),
    }
}

fn start(shape: Shape) -> Start {
    match shape {
        Shape::Workload => WORKLOAD,
        Shape::Containers => Start { query: "$.containers[?@.securityContext.privileged == true]", ..CONTAINERS },
        Shape::NetworkRules => NETWORK_RULES,
        Shape::PolicyDocument => POLICY_DOCUMENT,
        Shape::Dockerfile => DOCKERFILE,
        Shape::ImageReference => IMAGE_REFERENCE,
        Shape::KubernetesObject => KUBERNETES_OBJECT,
        Shape::StructuredText => STRUCTURED_TEXT,
        Shape::Secrets => SECRETS,
    }
}

const KUBERNETES: &str = "https://kubernetes.io/docs/reference/kubernetes-api/";

const WORKLOAD: Start = Start {
    category: Category::Isolation,
    query: "?@.pod.hostNetwork == true",
    says: "uses the network of its host",
    reference: KUBERNETES,
    examples: [
        (
            "kubernetes",
            "apiVersion: v1
kind: Pod
metadata: {name: example}
spec:
  hostNetwork: true # here
  containers: [{name: web, image: \"nginx:1.27\"}]
",
        ),
        (
            "kubernetes",
            "apiVersion: v1
kind: Pod
metadata: {name: example}
spec:
  containers: [{name: web, image: \"nginx:1.27\"}]
",
        ),
        (
            "terraform",
            "variable \"host_network\" {}

resource \"kubernetes_pod_v1\" \"example\" {
  metadata {
    name = \"example\"
  }

  spec {
    host_network = var.host_network

    container {
      name  = \"web\"
      image = \"nginx:1.27\"
    }
  }
}
",
        ),
    ],
    at: None,
};

const CONTAINERS: Start = Start {
    category: Category::Isolation,
    query: "$.containers[?@.securityContext.privileged == true]",
    says: "runs the container {value.name} with all rights on its host",
    reference: KUBERNETES,
    examples: [
        (
            "kubernetes",
            "apiVersion: v1
kind: Pod
metadata: {name: example}
spec:
  containers:
    - name: web
      image: nginx:1.27
      securityContext:
        privileged: true # here
",
        ),
        (
            "kubernetes",
            "apiVersion: v1
kind: Pod
metadata: {name: example}
spec:
  containers:
    - name: web
      image: nginx:1.27
",
        ),
        (
            "compose",
            "services:
  web:
    image: nginx:1.27
    privileged: \"${PRIVILEGED}\"
",
        ),
    ],
    at: None,
};

const NETWORK_RULES: Start = Start {
    category: Category::NetworkExposure,
    query: "$.rules[?@.direction == 'ingress' && @.action == 'allow' && @.public == true && @.services.ssh == true]",
    says: "lets everyone reach SSH",
    reference: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
    examples: [
        (
            "terraform",
            "resource \"aws_vpc_security_group_ingress_rule\" \"example\" {
  security_group_id = \"sg-1234567890abcdef0\"
  ip_protocol       = \"tcp\"
  from_port         = 22
  to_port           = 22
  cidr_ipv4         = \"0.0.0.0/0\"
}
",
        ),
        (
            "terraform",
            "resource \"aws_vpc_security_group_ingress_rule\" \"example\" {
  security_group_id = \"sg-1234567890abcdef0\"
  ip_protocol       = \"tcp\"
  from_port         = 22
  to_port           = 22
  cidr_ipv4         = \"10.0.0.0/8\"
}
",
        ),
        (
            "terraform",
            "variable \"network\" {}

resource \"aws_vpc_security_group_ingress_rule\" \"example\" {
  security_group_id = \"sg-1234567890abcdef0\"
  ip_protocol       = \"tcp\"
  from_port         = 22
  to_port           = 22
  cidr_ipv4         = var.network
}
",
        ),
    ],
    at: None,
};

const POLICY_DOCUMENT: Start = Start {
    category: Category::AccessControl,
    query: "$.documents[*].statements[?@.effect == 'Allow' && grants(@, 'iam:*')]",
    says: "allows everything in IAM",
    reference: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    examples: [
        (
            "terraform",
            "resource \"aws_iam_policy\" \"example\" {
  policy = jsonencode({
    Version   = \"2012-10-17\"
    Statement = [{ Effect = \"Allow\", Action = \"iam:*\", Resource = \"*\" }]
  })
}
",
        ),
        (
            "terraform",
            "resource \"aws_iam_policy\" \"example\" {
  policy = jsonencode({
    Version   = \"2012-10-17\"
    Statement = [{ Effect = \"Allow\", Action = \"iam:GetRole\", Resource = \"*\" }]
  })
}
",
        ),
        (
            "terraform",
            "variable \"action\" {}

resource \"aws_iam_policy\" \"example\" {
  policy = jsonencode({
    Version   = \"2012-10-17\"
    Statement = [{ Effect = \"Allow\", Action = var.action, Resource = \"*\" }]
  })
}
",
        ),
    ],
    at: None,
};

const DOCKERFILE: Start = Start {
    category: Category::Isolation,
    query: "$.stages[?@.target == true && @.user == 'root']",
    says: "runs as root",
    reference: "https://docs.docker.com/reference/dockerfile/",
    examples: [
        ("dockerfile", "FROM alpine:3.20\nUSER root\n"),
        ("dockerfile", "FROM alpine:3.20\nUSER 1000\n"),
        ("dockerfile", "FROM alpine:3.20\nARG RUN_AS\nUSER ${RUN_AS}\n"),
    ],
    at: Some("FROM alpine:3.20"),
};

const IMAGE_REFERENCE: Start = Start {
    category: Category::SupplyChain,
    query: "$.images[?@.repository && !@.digest && (!@.tag || @.tag == 'latest')]",
    says: "runs whatever image is the latest",
    reference: "https://docs.docker.com/reference/cli/docker/image/tag/",
    examples: [
        ("compose", "services:\n  web:\n    image: nginx:latest # here\n"),
        ("compose", "services:\n  web:\n    image: nginx:1.27\n"),
        ("compose", "services:\n  web:\n    image: \"nginx:${TAG}\"\n"),
    ],
    at: None,
};

const KUBERNETES_OBJECT: Start = Start {
    category: Category::Maintenance,
    query: "?@.immutable != true",
    says: "can be changed while it is in use",
    reference: KUBERNETES,
    examples: [
        ("kubernetes", "apiVersion: v1\nkind: ConfigMap # here\nmetadata: {name: example}\ndata: {a: b}\n"),
        ("kubernetes", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: example}\nimmutable: true\ndata: {a: b}\n"),
        (
            "terraform",
            "variable \"immutable\" {}

resource \"kubernetes_config_map_v1\" \"example\" {
  metadata {
    name = \"example\"
  }

  immutable = var.immutable
  data      = { a = \"b\" }
}
",
        ),
    ],
    at: None,
};

const STRUCTURED_TEXT: Start = Start {
    category: Category::Resilience,
    query: "?!@.definition.TimeoutSeconds",
    says: "can run for ever",
    reference: "https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html",
    examples: [
        (
            "terraform",
            "resource \"aws_sfn_state_machine\" \"example\" {
  name       = \"example\"
  definition = jsonencode({ StartAt = \"Wait\", States = {} })
}
",
        ),
        (
            "terraform",
            "resource \"aws_sfn_state_machine\" \"example\" {
  name       = \"example\"
  definition = jsonencode({ StartAt = \"Wait\", States = {}, TimeoutSeconds = 300 })
}
",
        ),
        (
            "terraform",
            "variable \"definition\" {}

resource \"aws_sfn_state_machine\" \"example\" {
  name       = \"example\"
  definition = var.definition
}
",
        ),
    ],
    at: None,
};

const SECRETS: Start = Start {
    category: Category::Secrets,
    query: "$.secrets[?@.class == 'url']",
    says: "holds an address with a password",
    reference: "https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html",
    examples: [
        (
            "compose",
            "services:
  web:
    image: nginx:1.27
    environment:
      DATABASE: postgres://shop:kX7-vQ2mZ9pL@db.example.com/shop # here
",
        ),
        (
            "compose",
            "services:
  web:
    image: nginx:1.27
    environment:
      DATABASE: postgres://db.example.com/shop
",
        ),
        (
            "terraform",
            "variable \"database\" {}

resource \"aws_lambda_function\" \"example\" {
  environment {
    variables = { DATABASE = var.database }
  }
}
",
        ),
    ],
    at: None,
};
