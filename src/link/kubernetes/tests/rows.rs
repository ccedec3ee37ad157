//! Every row of the table.

use super::*;

/// For each row of the table what follows the metadata of an object `x` of its kind, other objects included, that
/// concerns the workload or the namespace of the test; and what stands for the object in the list.
const EXAMPLES: [(&str, &str, &str); 26] = [
    ("Service", "spec: {selector: {app: web}}", "x"),
    ("NetworkPolicy", "spec: {selector: \"app == 'web'\"}", "x"),
    ("NetworkPolicy", "spec: {podSelector: {}}", "x"),
    ("CiliumNetworkPolicy", "spec: {endpointSelector: {}}", "x"),
    ("CiliumClusterwideNetworkPolicy", "spec: {endpointSelector: {}}", "x"),
    ("GlobalNetworkPolicy", "spec: {selector: all()}", "x"),
    ("AdminNetworkPolicy", "spec: {subject: {}}", "…"),
    ("BaselineAdminNetworkPolicy", "spec: {subject: {}}", "…"),
    ("ClusterNetworkPolicy", "spec: {subject: {}}", "…"),
    ("PodDisruptionBudget", "spec: {selector: {matchLabels: {app: web}}}", "x"),
    ("HorizontalPodAutoscaler", "spec: {scaleTargetRef: {kind: Deployment, name: web}}", "x"),
    ("ServiceAccount", "", "x"),
    (
        "Ingress",
        "spec: {defaultBackend: {service: {name: s}}}\n---\nkind: Service\nmetadata: {name: s, namespace: shop}\nspec: {selector: {app: web}}",
        "x",
    ),
    ("HTTPRoute", ROUTE, "x"),
    ("GRPCRoute", ROUTE, "x"),
    ("TLSRoute", ROUTE, "x"),
    ("TCPRoute", ROUTE, "x"),
    ("UDPRoute", ROUTE, "x"),
    (
        "Role",
        "---\nkind: RoleBinding\nmetadata: {name: b, namespace: shop}\nroleRef: {kind: Role, name: x}\nsubjects: [{kind: ServiceAccount, name: x, namespace: shop}]",
        "x@namespace",
    ),
    (
        "ClusterRole",
        "---\nkind: ClusterRoleBinding\nmetadata: {name: b}\nroleRef: {kind: ClusterRole, name: x}\nsubjects: [{kind: ServiceAccount, name: x, namespace: shop}]",
        "x@cluster",
    ),
    ("RoleBinding", BINDING, "x"),
    ("ClusterRoleBinding", BINDING, "x"),
    (
        "ValidatingAdmissionPolicyBinding",
        "spec: {policyName: web}\n---\nkind: ValidatingAdmissionPolicy\nmetadata: {name: web}",
        "x",
    ),
    (
        "MutatingAdmissionPolicyBinding",
        "spec: {policyName: web}\n---\nkind: MutatingAdmissionPolicy\nmetadata: {name: web}",
        "x",
    ),
    ("LimitRange", "", "x"),
    ("ResourceQuota", "", "x"),
];

const ROUTE: &str = "spec: {rules: [{backendRefs: [{name: s}]}]}\n---\nkind: Service\nmetadata: {name: s, namespace: shop}\nspec: {selector: {app: web}}";

const BINDING: &str = "roleRef: {kind: Role, name: r}\nsubjects: [{kind: ServiceAccount, name: x, namespace: shop}]";

#[test]
fn every_row_links() {
    let around = "kind: Namespace\nmetadata: {name: shop}\n---\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec: {template: {metadata: {labels: {app: web}}, spec: {serviceAccountName: x, containers: [{name: a}]}}}\n";
    assert_eq!(EXAMPLES.len(), LINKS.len());
    for (link, (kind, rest, expected)) in LINKS.iter().zip(EXAMPLES) {
        assert_eq!(link.kind, kind);
        let version = link.group.map(|group| format!("apiVersion: {group}/v3\n")).unwrap_or_default();
        let metadata = if link.namespaced { "{name: x, namespace: shop}" } else { "{name: x}" };
        let text = format!("{around}---\n{version}kind: {kind}\nmetadata: {metadata}\n{rest}\n");
        let has = |object: &str, role: &str, name: &str| {
            let roles = attached(&[("a.yaml", &text)], object);
            assert!(roles.split(' ').any(|own| own == format!("{role}={name}")), "{role} of {object}: {roles}\n{text}");
        };
        let target = match link.strategy {
            Strategy::IsIn => "Namespace/shop",
            Strategy::NamesOther { kind, .. } => &format!("{kind}/web"),
            _ => "Deployment/web",
        };
        has(target, link.role, expected);
        if let Some(role) = link.reverse {
            has(&format!("{kind}/x"), role, if expected == "…" { "…" } else { "web" });
        }
        if let Strategy::LeadsTo { services, .. } = link.strategy {
            has(&format!("{kind}/x"), services, "s");
        }
    }
}

#[test]
fn the_roles_are_the_documented_ones() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/checks.md");
    let text = std::fs::read_to_string(path).expect("the documentation is there");
    let rows = text.lines().skip_while(|line| !line.starts_with("**Attached Kubernetes objects.**"));
    let rows = rows.skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|')).skip(2);
    let roles = rows.flat_map(|row| row.split('|').nth(2).expect("a column").split(','));
    let documented: BTreeSet<&str> = roles.map(|role| role.trim().trim_matches('`')).collect();
    let roles = LINKS.iter().flat_map(|link| {
        let others = match link.strategy {
            Strategy::LeadsTo { services, missing } => [Some(services), Some(missing)],
            Strategy::NamesOther { missing, .. } => [link.reverse, Some(missing)],
            _ => [link.reverse, None],
        };
        others.into_iter().flatten().chain([link.role])
    });
    assert_eq!(documented, roles.collect());
}
