//! Checks on resources of a kind. What language it is of is told by how it is written.

use super::shape;
use super::sketch::{Sample, Sketch};
use crate::check::type_page::{Declaration, type_page};
use crate::vocabulary::{Category, Expectation, Shape};

/// What is asked where no attribute is named.
const ATTRIBUTE: &str = "enabled";

const REQUIRE: &str = "`require` fails the resource where it does not hold, also where the attribute is not there; `deny` fails it \
                       where it holds. `?…` is a condition on the resource, `$.a[*].b[?…]` selects parts of it, each of which \
                       is a failure of `deny`. A value that is not known makes the verdict unknown.";

/// The groups of the kinds of Kubernetes that are not in the core one.
const GROUPS: &[(&str, &[&str])] = &[
    ("apps/v1", &["DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"]),
    ("autoscaling/v2", &["HorizontalPodAutoscaler"]),
    ("batch/v1", &["CronJob", "Job"]),
    ("gateway.networking.k8s.io/v1", &["Gateway", "GatewayClass", "GRPCRoute", "HTTPRoute"]),
    ("networking.k8s.io/v1", &["Ingress", "IngressClass", "NetworkPolicy"]),
    ("policy/v1", &["PodDisruptionBudget"]),
    ("rbac.authorization.k8s.io/v1", &["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"]),
    ("storage.k8s.io/v1", &["StorageClass"]),
    (
        "admissionregistration.k8s.io/v1",
        &["MutatingWebhookConfiguration", "ValidatingAdmissionPolicy", "ValidatingWebhookConfiguration"],
    ),
    (
        "v1",
        &[
            "ConfigMap",
            "LimitRange",
            "Namespace",
            "PersistentVolume",
            "PersistentVolumeClaim",
            "Pod",
            "ReplicationController",
            "ResourceQuota",
            "Secret",
            "Service",
            "ServiceAccount",
        ],
    ),
];

/// A check on a kind, by an attribute that must be true.
pub(super) fn sketch(kind: &str, attribute: Option<&str>) -> Result<Sketch, String> {
    match kind {
        "Dockerfile" if attribute.is_some() => {
            Err("a Dockerfile has no attributes: leave `--attribute` out, and change the query".to_owned())
        }
        "Dockerfile" => Ok(shape::sketch(Shape::Dockerfile)),
        "compose_service" => service(kind, &names(attribute.unwrap_or("read_only"))?),
        _ if kind.starts_with("compose_") => Err(format!("examples of `{kind}` are not written by themselves")),
        "module" | "variable" | "output" | "terraform" => {
            Err(format!("`{kind}` is a block of the language, whose examples are not written by themselves"))
        }
        _ if kind.starts_with(|first: char| first.is_ascii_uppercase()) => {
            object(kind, &names(attribute.unwrap_or("spec.enabled"))?)
        }
        _ => block(kind, &names(attribute.unwrap_or(ATTRIBUTE))?),
    }
}

/// The names of a path, as people write it: `$.a[*].b`, `a[0].b`, `a.b`.
fn names(attribute: &str) -> Result<Vec<String>, String> {
    let path = attribute.strip_prefix('$').unwrap_or(attribute);
    let path = path.strip_prefix('.').unwrap_or(path);
    let is_name = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
            && name.chars().all(|char| char.is_ascii_alphanumeric() || char == '_')
    };
    let name = |part: &str| {
        let name = part.split_once('[').map_or(part, |(name, _)| name);
        let is_indexed = name.len() == part.len() || part.ends_with(']');
        (is_name(name) && is_indexed).then(|| name.to_owned())
    };
    let names: Option<Vec<String>> = path.split('.').map(name).collect();
    names.ok_or_else(|| {
        format!("`{attribute}` is no path of attributes: names with dots between, such as `versioning.enabled`")
    })
}

/// The condition on the last of some names.
fn condition(name: &str) -> String {
    format!("?@.{name} == true")
}

fn says(names: &[String]) -> String {
    format!("does not set {}", names.join("."))
}

/// A block of Terraform. What has attributes of its own is a nested block there, and those are lists.
fn block(kind: &str, names: &[String]) -> Result<Sketch, String> {
    let is_type = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_lowercase())
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte))
    };
    let (word, label) = kind.split_once('.').unwrap_or(("resource", kind));
    if !is_type(label) || !["resource", "data", "ephemeral", "provider"].contains(&word) {
        return Err(format!(
            "`{kind}` is no kind: a type of Terraform's (`aws_s3_bucket`, `data.aws_ami`, `provider.aws`), a kind of Kubernetes \
             (`Deployment`), `compose_service` or `Dockerfile`"
        ));
    }
    let header = match word {
        "provider" => format!("provider \"{label}\""),
        _ => format!("{word} \"{label}\" \"example\""),
    };
    let (last, outer) = names.split_last().ok_or("the attribute has no name")?;
    let query = match outer {
        [] => condition(last),
        outer => {
            let steps: Vec<&str> = outer.iter().map(String::as_str).collect();
            format!("$.{}[{}]", steps.join("[*]."), condition(last))
        }
    };
    let with = |value: &str| {
        let inner = format!("{last} = {value}\n");
        let nested = |inner: String, name: &String| format!("{name} {{\n{}}}\n", indented(&inner));
        let whole = outer.iter().rev().fold(inner, nested);
        let body = indented(&whole);
        format!("{header} {{\n{body}}}\n")
    };
    let sample = |expect, text| Sample { expect, language: "terraform", text, at: None };
    Ok(Sketch {
        on: format!("{{kinds: [{kind}]}}"),
        about: REQUIRE,
        clause: "require",
        is_safe_without: false,
        query,
        says: says(names),
        category: Category::Maintenance,
        reference: type_page(declared(word), label),
        examples: vec![
            sample(Expectation::Fails, format!("{header} {{ # here\n}}\n")),
            sample(Expectation::Passes, with("true")),
            sample(Expectation::Unknown, format!("variable \"{last}\" {{}}\n\n{}", with(&format!("var.{last}")))),
        ],
    })
}

/// The lines of a text, each further in.
fn indented(text: &str) -> String {
    text.lines().flat_map(|line| ["  ", line, "\n"]).collect()
}

/// What a word before a label declares.
fn declared(word: &str) -> Declaration {
    match word {
        "data" => Declaration::DataSource,
        "ephemeral" => Declaration::Ephemeral,
        _ => Declaration::Resource,
    }
}

/// An object of Kubernetes, from a manifest or from Terraform. In manifests everything is known.
fn object(kind: &str, names: &[String]) -> Result<Sketch, String> {
    if !kind.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(format!("`{kind}` is no kind of Kubernetes: letters and digits, such as `Deployment`"));
    }
    let group = GROUPS.iter().find(|(_, kinds)| kinds.contains(&kind)).map_or("example.com/v1", |(group, _)| group);
    let (last, outer) = names.split_last().ok_or("the attribute has no name")?;
    let head = format!("apiVersion: {group}\nkind: {kind}\nmetadata: {{name: example}}\n");
    let (mut manifest, mut terraform) = (format!("{last}: true"), format!("{last} = var.{last}"));
    for name in outer.iter().rev() {
        manifest = format!("{name}: {{{manifest}}}");
        terraform = format!("{name} = {{ {terraform} }}");
    }
    let fails = head.replacen(&format!("kind: {kind}\n"), &format!("kind: {kind} # here\n"), 1);
    let sample = |expect, language, text| Sample { expect, language, text, at: None };
    let unknown = format!(
        "variable \"{last}\" {{}}\n\nresource \"kubernetes_manifest\" \"example\" {{\n  manifest = {{\n    apiVersion = \
         \"{group}\"\n    kind       = \"{kind}\"\n    metadata   = {{ name = \"example\" }}\n    {terraform}\n  }}\n}}\n"
    );
    Ok(Sketch {
        on: format!("{{shape: {}, kinds: [{kind}]}}", Shape::KubernetesObject),
        about: REQUIRE,
        clause: "require",
        is_safe_without: false,
        query: condition(&names.join(".")),
        says: says(names),
        category: Category::Maintenance,
        reference: "https://kubernetes.io/docs/reference/kubernetes-api/".to_owned(),
        examples: vec![
            sample(Expectation::Fails, "kubernetes", fails),
            sample(Expectation::Passes, "kubernetes", format!("{head}{manifest}\n")),
            sample(Expectation::Unknown, "terraform", unknown),
        ],
    })
}

/// A service of a Compose file.
fn service(kind: &str, names: &[String]) -> Result<Sketch, String> {
    let (last, outer) = names.split_last().ok_or("the attribute has no name")?;
    let with = |value: &str| {
        let mut setting = format!("{last}: {value}");
        if !outer.is_empty() {
            for name in outer.iter().rev() {
                setting = format!("{name}: {{{setting}}}");
            }
        }
        format!("services:\n  web:\n    image: nginx:1.27\n    {setting}\n")
    };
    let sample = |expect, text| Sample { expect, language: "compose", text, at: None };
    Ok(Sketch {
        on: format!("{{kinds: [{kind}]}}"),
        about: REQUIRE,
        clause: "require",
        is_safe_without: false,
        query: condition(&names.join(".")),
        says: says(names),
        category: Category::Maintenance,
        reference: "https://docs.docker.com/reference/compose-file/services/".to_owned(),
        examples: vec![
            sample(Expectation::Fails, "services:\n  web: # here\n    image: nginx:1.27\n".to_owned()),
            sample(Expectation::Passes, with("true")),
            sample(Expectation::Unknown, with(&format!("\"${{{}}}\"", last.to_uppercase()))),
        ],
    })
}
