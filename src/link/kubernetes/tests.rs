use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::table::{LINKS, Strategy};
use super::*;
use crate::model::{ATTACHED, Platform};
use crate::shape::workload::PODS;
use crate::syntax::yaml::{self, Dialect};
use crate::value::{Map, Value};

/// What is attached to the object `kind/name` of the first file that has it, with `…` where there may be more.
fn attached(files: &[(&str, &str)], target: &str) -> String {
    let sources = SourceMap::new();
    let mut resources = Vec::new();
    for (path, text) in files {
        let file = sources.add(*path, *text);
        for document in yaml::parse(text, Dialect::Kubernetes).documents {
            let body = document.root.to_value_without_nulls(&|range| file.span(range));
            let kind = body.member("kind").and_then(Value::as_str).expect("has a kind").to_owned();
            let header = body.span;
            let name = body.member("metadata").and_then(|metadata| metadata.member("name")).and_then(Value::as_str);
            let name = name.unwrap_or("(unnamed)").to_owned();
            let address = format!("{kind}/{name}");
            resources.push(Resource::new(Platform::Kubernetes, &kind, &name, &address, body, header));
        }
    }
    link(&mut resources, &sources);
    let target = resources.iter().find(|resource| &*resource.address == target).expect("is there");
    let Some(roles) = target.body.member(ATTACHED).and_then(Value::as_map) else {
        return String::new();
    };
    let pods = roles.get(PODS).and_then(Value::as_map).into_iter().flat_map(Map::entries);
    let pods = pods.flat_map(|pod| {
        let roles = pod.value.as_map().into_iter().flat_map(Map::entries);
        roles.map(|entry| (format!("pods[{}].", pod.key), entry))
    });
    let own = roles.entries().filter(|entry| &*entry.key != PODS).map(|entry| (String::new(), entry));
    let mut shown: Vec<String> = own
        .chain(pods)
        .map(|(of, entry)| {
            let list = entry.value.as_list().expect("a list");
            let name = |body: &Value| {
                let scope = body.member("scope").and_then(Value::as_str).map(|scope| format!("@{scope}"));
                let name = body.member("metadata")?.member("name")?.as_str()?;
                Some(format!("{name}{}", scope.unwrap_or_default()))
            };
            let names: Vec<_> = list.items.iter().filter_map(name).collect();
            format!("{of}{}={}{}", entry.key, names.join(","), if list.rest.is_some() { "…" } else { "" })
        })
        .filter(|role| role != "service_account=…")
        .collect();
    shown.sort();
    shown.join(" ")
}

const POD: &str = "kind: Pod\nmetadata: {name: web, namespace: shop, labels: {app: web, tier: front}}\nspec: {containers: [{name: a}]}\n";

fn on_pod(text: &str) -> String {
    attached(&[("a.yaml", &format!("{POD}---\n{text}"))], "Pod/web")
}

#[test]
fn services_and_policies_select_by_label_in_their_namespace() {
    let rows = [
        ("kind: Service\nmetadata: {name: s, namespace: shop}\nspec: {selector: {app: web}}", "service=s"),
        ("kind: Service\nmetadata: {name: s, namespace: shop}\nspec: {selector: {app: web, tier: back}}", ""),
        ("kind: Service\nmetadata: {name: s, namespace: shop}\nspec: {selector: {}}", ""),
        ("kind: Service\nmetadata: {name: s, namespace: shop}\nspec: {}", ""),
        ("kind: Service\nmetadata: {name: s, namespace: other}\nspec: {selector: {app: web}}", ""),
        ("kind: Service\nmetadata: {name: s}\nspec: {selector: {app: web}}", "service=…"),
        ("kind: NetworkPolicy\nmetadata: {name: np, namespace: shop}\nspec: {podSelector: {}}", "network_policy=np"),
        ("kind: NetworkPolicy\nmetadata: {name: np, namespace: shop}\nspec: {}", "network_policy=np"),
        (
            "kind: NetworkPolicy\nmetadata: {name: np, namespace: shop}\nspec: {podSelector: {matchLabels: {app: db}}}",
            "",
        ),
        (
            "kind: PodDisruptionBudget\nmetadata: {name: p, namespace: shop}\nspec: {selector: {matchLabels: {app: web}}}",
            "pod_disruption_budget=p",
        ),
        ("kind: PodDisruptionBudget\nmetadata: {name: p, namespace: shop}\nspec: {}", ""),
    ];
    for (text, expected) in rows {
        assert_eq!(on_pod(text), expected, "{text}");
    }
}

#[test]
fn expressions_select_as_kubernetes_does() {
    let rows = [
        ("{key: app, operator: In, values: [db, web]}", "network_policy=np"),
        ("{key: app, operator: In, values: [db]}", ""),
        ("{key: app, operator: NotIn, values: [db]}", "network_policy=np"),
        ("{key: none, operator: NotIn, values: [db]}", "network_policy=np"),
        ("{key: app, operator: NotIn, values: [web]}", ""),
        ("{key: app, operator: Exists}", "network_policy=np"),
        ("{key: none, operator: Exists}", ""),
        ("{key: none, operator: DoesNotExist}", "network_policy=np"),
        ("{key: app, operator: DoesNotExist}", ""),
        ("{key: app, operator: Near}", "network_policy=…"),
    ];
    for (expression, expected) in rows {
        let text = format!(
            "kind: NetworkPolicy\nmetadata: {{name: np, namespace: shop}}\nspec: {{podSelector: {{matchExpressions: [{expression}]}}}}"
        );
        assert_eq!(on_pod(&text), expected, "{expression}");
    }
}

#[test]
fn other_kinds_of_network_policies_are_read_as_far_as_they_are_simple() {
    let rows = [
        ("CiliumNetworkPolicy", "{endpointSelector: {matchLabels: {\"k8s:app\": web}}}", "network_policy=np"),
        ("CiliumNetworkPolicy", "{endpointSelector: {}}", "network_policy=np"),
        ("CiliumNetworkPolicy", "{endpointSelector: {matchLabels: {\"any:app\": db}}}", ""),
        (
            "CiliumNetworkPolicy",
            "{endpointSelector: {matchLabels: {io.cilium.k8s.policy.cluster: a}}}",
            "network_policy=…",
        ),
        ("GlobalNetworkPolicy", "{selector: \"app == 'web' && tier == 'front'\"}", "network_policy=np"),
        ("GlobalNetworkPolicy", "{selector: \"app == 'db'\"}", ""),
        ("GlobalNetworkPolicy", "{selector: all()}", "network_policy=np"),
        ("GlobalNetworkPolicy", "{selector: \"has(app)\"}", "network_policy=…"),
        ("GlobalNetworkPolicy", "{selector: \"app == 'web' || app == 'db'\"}", "network_policy=…"),
        ("AdminNetworkPolicy", "{subject: {}}", "network_policy=…"),
    ];
    for (kind, spec, expected) in rows {
        let text = format!("kind: {kind}\nmetadata: {{name: np, namespace: shop}}\nspec: {spec}");
        assert_eq!(on_pod(&text), expected, "{text}");
    }
    let calico = "apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata: {name: np, namespace: shop}\nspec: {selector: \"app == 'db'\"}";
    assert_eq!(on_pod(calico), "");
}

#[test]
fn autoscalers_name_their_target() {
    let workload = "kind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: a}]}}}\n";
    let rows = [
        ("{kind: Deployment, name: web}", "horizontal_pod_autoscaler=h", "workload=web"),
        ("{kind: Deployment, name: db}", "", ""),
        ("{kind: StatefulSet, name: web}", "", ""),
        ("{kind: Rollout, name: web}", "horizontal_pod_autoscaler=…", "workload=…"),
    ];
    for (target, on_workload, on_autoscaler) in rows {
        let text = format!(
            "{workload}---\nkind: HorizontalPodAutoscaler\nmetadata: {{name: h}}\nspec: {{scaleTargetRef: {target}}}"
        );
        assert_eq!(attached(&[("a.yaml", &text)], "Deployment/web"), on_workload, "{target}");
        assert_eq!(attached(&[("a.yaml", &text)], "HorizontalPodAutoscaler/h"), on_autoscaler, "{target}");
    }
}

#[test]
fn rights_come_by_account_and_group() {
    let role = "kind: ClusterRole\nmetadata: {name: r}\nrules: []\n";
    let rows = [
        (
            "ClusterRoleBinding",
            "{kind: ServiceAccount, name: default, namespace: shop}",
            "r",
            "role=r@cluster role_binding=b",
        ),
        (
            "RoleBinding",
            "{kind: ServiceAccount, name: default, namespace: shop}",
            "r",
            "role=r@namespace role_binding=b",
        ),
        ("RoleBinding", "{kind: ServiceAccount, name: other, namespace: shop}", "r", ""),
        ("RoleBinding", "{kind: ServiceAccount, name: default, namespace: other}", "r", ""),
        ("RoleBinding", "{kind: ServiceAccount, name: default, namespace: shop}", "gone", "role=… role_binding=b"),
        ("RoleBinding", "{kind: Group, name: \"system:serviceaccounts\"}", "r", "role=r@namespace role_binding=b"),
        ("RoleBinding", "{kind: Group, name: \"system:serviceaccounts:shop\"}", "r", "role=r@namespace role_binding=b"),
        ("RoleBinding", "{kind: Group, name: \"system:serviceaccounts:other\"}", "r", ""),
        ("RoleBinding", "{kind: Group, name: developers}", "r", ""),
        (
            "RoleBinding",
            "{kind: User, name: \"system:serviceaccount:shop:default\"}",
            "r",
            "role=r@namespace role_binding=b",
        ),
    ];
    for (kind, subject, name, expected) in rows {
        let text = format!(
            "{role}---\nkind: {kind}\nmetadata: {{name: b}}\nroleRef: {{kind: ClusterRole, name: {name}}}\nsubjects: [{subject}]"
        );
        assert_eq!(on_pod(&text), expected, "{kind} {subject} {name}");
    }
}

#[test]
fn ingresses_and_routes_lead_to_workloads_through_services() {
    let service = "kind: Service\nmetadata: {name: s, namespace: shop}\nspec: {selector: {app: web}}\n";
    let rows = [
        ("Ingress", "{rules: [{http: {paths: [{backend: {service: {name: s}}}]}}]}", "ingress=i service=s"),
        ("Ingress", "{defaultBackend: {service: {name: s}}}", "ingress=i service=s"),
        ("Ingress", "{backend: {serviceName: s}}", "ingress=i service=s"),
        ("Ingress", "{backend: {serviceName: other}}", "service=s"),
        ("HTTPRoute", "{rules: [{backendRefs: [{name: s}]}]}", "route=i service=s"),
        ("HTTPRoute", "{rules: [{backendRefs: [{name: s, kind: Bucket}]}]}", "service=s"),
        ("HTTPRoute", "{rules: [{backendRefs: [{name: s, namespace: other}]}]}", "service=s"),
    ];
    for (kind, spec, expected) in rows {
        let text = format!("{service}---\nkind: {kind}\nmetadata: {{name: i, namespace: shop}}\nspec: {spec}");
        assert_eq!(on_pod(&text), expected, "{kind} {spec}");
    }
}

#[test]
fn bounds_belong_to_their_namespace() {
    let rows = [
        ("ResourceQuota", "{name: q, namespace: shop}", "resource_quota=q"),
        ("LimitRange", "{name: q, namespace: shop}", "limit_range=q"),
        ("ResourceQuota", "{name: q, namespace: other}", ""),
        ("ResourceQuota", "{name: q}", "resource_quota=…"),
        ("NetworkPolicy", "{name: q, namespace: shop}", "network_policy=q"),
        ("NetworkPolicy", "{name: q}", "network_policy=…"),
        ("CiliumClusterwideNetworkPolicy", "{name: q}", "network_policy=…"),
        ("Deployment", "{name: q, namespace: shop}\nspec: {template: {}}", "workload=q"),
        ("Deployment", "{name: q}\nspec: {template: {}}", "workload=…"),
        ("PodDisruptionBudget", "{name: q, namespace: shop}", ""),
    ];
    for (kind, metadata, expected) in rows {
        let text = format!("kind: Namespace\nmetadata: {{name: shop}}\n---\nkind: {kind}\nmetadata: {metadata}\n");
        assert_eq!(attached(&[("a.yaml", &text)], "Namespace/shop"), expected, "{text}");
    }
}

#[test]
fn services_that_no_object_is_are_named() {
    let service = "kind: Service\nmetadata: {name: s, namespace: shop}\nspec: {selector: {app: web}}\n";
    let rows = [
        (
            "shop",
            "{rules: [{http: {paths: [{backend: {service: {name: s}}}, {backend: {service: {name: gone}}}]}}]}",
            "missing_service= service=s",
        ),
        ("shop", "{rules: [{http: {paths: [{backend: {service: {name: s}}}]}}]}", "service=s"),
        (
            "elsewhere",
            "{rules: [{http: {paths: [{backend: {service: {name: gone}}}]}}]}",
            "missing_service=… service=…",
        ),
    ];
    for (namespace, spec, expected) in rows {
        let text = format!("{service}---\nkind: Ingress\nmetadata: {{name: i, namespace: {namespace}}}\nspec: {spec}");
        assert_eq!(attached(&[("a.yaml", &text)], "Ingress/i"), expected, "{text}");
    }
}

#[test]
fn of_several_copies_the_nearest_is_meant() {
    let policy = "kind: NetworkPolicy\nmetadata: {name: np, namespace: shop}\nspec: {podSelector: {}}\n";
    let on_first = |files: &[(&str, &str)]| attached(files, "Pod/web");
    let rows: [(&[(&str, &str)], &str); 6] = [
        (&[("a/w.yaml", POD), ("b/n.yaml", policy)], "network_policy=np"),
        (&[("a/w.yaml", POD), ("a/n.yaml", policy), ("b/n.yaml", policy)], "network_policy=np"),
        (&[("base/w.yaml", POD), ("a/n.yaml", policy), ("b/n.yaml", policy)], "network_policy=…"),
        (&[("a/w.yaml", POD), ("b/w.yaml", POD), ("b/n.yaml", policy)], "network_policy=…"),
        (&[("a/w.yaml", POD), ("b/w.yaml", POD), ("n.yaml", policy)], "network_policy=np"),
        (&[("a/w.yaml", POD), ("b/w.yaml", POD), ("a/n.yaml", policy), ("b/n.yaml", policy)], "network_policy=np"),
    ];
    for (files, expected) in rows {
        assert_eq!(on_first(files), expected, "{:?}", files.iter().map(|(path, _)| path).collect::<Vec<_>>());
    }
}

#[test]
fn what_points_to_workloads_of_elsewhere_is_not_thought_to_dangle() {
    let service = "kind: Service\nmetadata: {name: s, namespace: other}\nspec: {selector: {app: web}}\n";
    let at_home = service.replace("other", "shop").replace("app: web", "app: db");
    assert_eq!(attached(&[("a.yaml", &format!("{POD}---\n{service}"))], "Service/s"), "workload=…");
    assert_eq!(attached(&[("a.yaml", &format!("{POD}---\n{at_home}"))], "Service/s"), "");
}

#[test]
fn many_objects_take_no_quadratic_time() {
    let mut text = String::new();
    for number in 0..3_000 {
        let separator = if number > 0 { "---\n" } else { "" };
        text.push_str(separator);
        text.push_str(&POD.replace("name: web", &format!("name: web{number}")));
        text.push_str("---\n");
        let meta = format!("metadata: {{name: n{number}, namespace: shop}}");
        write!(text, "kind: NetworkPolicy\n{meta}\nspec: {{podSelector: {{matchLabels: {{app: web}}}}}}\n")
            .expect("a string takes all");
    }
    let found = attached(&[("a.yaml", &text)], "Pod/web0");
    assert!(found.starts_with("network_policy=n0,"), "the policies that are tried are attached");
    assert_eq!(attached(&[("a.yaml", &text)], "NetworkPolicy/n2999"), "workload=…", "the others are in uncertainty");
}

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

const BOUND: &str = "kind: ClusterRoleBinding\nmetadata: {name: b}\nroleRef: {kind: ClusterRole, name: cluster-admin}\nsubjects: [{kind: ServiceAccount, name: default, namespace: default}]\n";
const PLAIN: &str = "kind: Pod\nmetadata: {name: web, namespace: default}\nspec: {containers: [{name: a}]}\n";

#[test]
fn objects_belong_together_that_are_deployed_together() {
    let rows = [
        ("all.yaml", "all.yaml", "role=… role_binding=b"),
        ("deploy/rbac.yaml", "deploy/web.yaml", "role=… role_binding=b"),
        ("shop/rbac/b.yaml", "shop/deployments/web.yaml", "role=… role_binding=b"),
        ("shop/b.yaml", "shop/web/web.yaml", "role=… role_binding=b"),
        ("shop/rbac/b.yaml", "shop/web/web.yaml", "role_binding=…"),
        ("tests/fixtures/b.yaml", "deploy/web.yaml", "role_binding=…"),
        ("tests/fixtures/b.yaml", "web.yaml", "role_binding=…"),
        ("a/b.yaml", "c/web.yaml", "role_binding=…"),
        ("examples/one/b.yaml", "examples/two/web.yaml", "role_binding=…"),
    ];
    for (binding, workload, expected) in rows {
        let open = expected.replace("role_binding=…", "role=… role_binding=…");
        assert_eq!(attached(&[(binding, BOUND), (workload, PLAIN)], "Pod/web"), open, "{binding} {workload}");
    }
    // A namespace of its own says as much as a folder does.
    let named = |text: &str| text.replace("namespace: default", "namespace: shop");
    let (bound, plain) = (named(BOUND), named(PLAIN));
    assert_eq!(attached(&[("a/b.yaml", &bound), ("c/web.yaml", &plain)], "Pod/web"), "role=… role_binding=b");
    assert_eq!(attached(&[("test/b.yaml", &bound), ("c/web.yaml", &plain)], "Pod/web"), "role=… role_binding=…");
    // Manifests of the folder that holds both are of the same application.
    let other = "kind: ConfigMap\nmetadata: {name: c}\n";
    let files = [("shop/b/b.yaml", BOUND), ("shop/web/web.yaml", PLAIN), ("shop/c.yaml", other)];
    assert_eq!(attached(&files, "Pod/web"), "role=… role_binding=b");
}

#[test]
fn subjects_without_a_namespace_are_in_that_of_the_binding() {
    let role = "kind: Role\nmetadata: {name: r, namespace: shop}\nrules: []\n---\n";
    let binding = "kind: RoleBinding\nmetadata: {name: b, namespace: shop}\nroleRef: {kind: Role, name: r}\nsubjects: [{kind: ServiceAccount, name: default}]\n";
    assert_eq!(on_pod(&format!("{role}{binding}")), "role=r@namespace role_binding=b");
    for group in
        ["system:authenticated", "system:unauthenticated", "system:serviceaccounts", "system:serviceaccounts:shop"]
    {
        let subjects = format!("subjects: [{{kind: Group, name: '{group}'}}]");
        let binding = binding.replace("subjects: [{kind: ServiceAccount, name: default}]", &subjects);
        assert_eq!(on_pod(&format!("{role}{binding}")), "role=r@namespace role_binding=b", "{group}");
    }
}

#[test]
fn aggregated_roles_have_the_rules_of_those_that_they_select() {
    let text = "kind: ClusterRole\nmetadata: {name: all}\naggregationRule: {clusterRoleSelectors: [{matchLabels: {to: all}}]}\n---\n\
        kind: ClusterRole\nmetadata: {name: part, labels: {to: all}}\nrules: []\n---\n\
        kind: ClusterRole\nmetadata: {name: other, labels: {to: none}}\nrules: []\n---\n\
        kind: ClusterRoleBinding\nmetadata: {name: b}\nroleRef: {kind: ClusterRole, name: all}\nsubjects: [{kind: ServiceAccount, name: default, namespace: shop}]";
    assert_eq!(on_pod(text), "role=all@cluster,part@cluster… role_binding=b");
}

#[test]
fn labels_that_controllers_set_select() {
    let set = |kind: &str, selector: &str| {
        let workload = format!(
            "kind: {kind}\nmetadata: {{name: web}}\nspec: {{template: {{metadata: {{labels: {{app: web}}}}, spec: {{containers: [{{name: a}}]}}}}}}"
        );
        let service = format!("kind: Service\nmetadata: {{name: s}}\nspec: {{selector: {selector}}}");
        attached(&[("a.yaml", &format!("{workload}\n---\n{service}"))], "Service/s")
    };
    let rows = [
        ("StatefulSet", "{statefulset.kubernetes.io/pod-name: web-0}", "workload=web…"),
        ("StatefulSet", "{app: web, statefulset.kubernetes.io/pod-name: web-12}", "workload=web…"),
        ("StatefulSet", "{statefulset.kubernetes.io/pod-name: db-0}", "workload=…"),
        ("StatefulSet", "{apps.kubernetes.io/pod-index: '0'}", "workload=…"),
        ("Deployment", "{statefulset.kubernetes.io/pod-name: web-0}", "workload=…"),
        ("Deployment", "{app: web, pod-template-hash: abc}", "workload=…"),
        ("Job", "{batch.kubernetes.io/job-name: web}", "workload=web…"),
        ("DaemonSet", "{controller-revision-hash: abc}", "workload=…"),
        ("DaemonSet", "{app: db}", ""),
    ];
    for (kind, selector, expected) in rows {
        assert_eq!(set(kind, selector), expected, "{kind} {selector}");
    }
}

/// Files, and what is attached to the binding and to the policy.
type Row<'t> = (&'t [(&'t str, &'t str)], &'t str, &'t str);

#[test]
fn bindings_and_admission_policies_know_each_other() {
    const POLICY: &str = "kind: ValidatingAdmissionPolicy\nmetadata: {name: p}\n";
    let binding = |name: &str| {
        format!("kind: ValidatingAdmissionPolicyBinding\nmetadata: {{name: b}}\nspec: {{policyName: {name}}}\n")
    };
    let (right, wrong) = (binding("p"), binding("nope"));
    let beside = |other: &str| format!("{POLICY}---\n{other}");
    let (bound, unbound) = (beside(&right), beside(&wrong));
    let rows: [Row<'_>; 5] = [
        (&[("a.yaml", &bound)], "policy=p", "binding=b"),
        (&[("a.yaml", &unbound)], "missing_policy=", ""),
        (&[("a/p.yaml", POLICY), ("b/b.yaml", &wrong)], "missing_policy=… policy=…", "binding=…"),
        (&[("a/p.yaml", POLICY), ("b/b.yaml", &right)], "missing_policy=… policy=…", "binding=…"),
        (&[("a/p.yaml", POLICY), ("a/x.yaml", &bound)], "policy=p…", "binding=…"),
    ];
    for (files, of_binding, of_policy) in rows {
        let paths: Vec<_> = files.iter().map(|(path, _)| path).collect();
        assert_eq!(attached(files, "ValidatingAdmissionPolicyBinding/b"), of_binding, "{paths:?}");
        assert_eq!(attached(files, "ValidatingAdmissionPolicy/p"), of_policy, "{paths:?}");
    }
    assert_eq!(attached(&[("a.yaml", POLICY)], "ValidatingAdmissionPolicy/p"), "binding=…");
    assert_eq!(attached(&[("a.yaml", &right)], "ValidatingAdmissionPolicyBinding/b"), "missing_policy=… policy=…");
}

#[test]
fn objects_of_a_namespace_in_another_folder_are_open_where_they_may_be_apart() {
    let namespace = "kind: Namespace\nmetadata: {name: default}\n";
    let policy = "kind: NetworkPolicy\nmetadata: {name: np, namespace: default}\nspec: {podSelector: {}}\n";
    let files = |path| [("a/n.yaml", namespace), (path, policy)];
    assert_eq!(attached(&files("a/p.yaml"), "Namespace/default"), "network_policy=np");
    assert_eq!(attached(&files("b/p.yaml"), "Namespace/default"), "network_policy=…");
}

#[test]
fn each_pod_of_an_object_has_its_own_links() {
    let text = "apiVersion: ray.io/v1\nkind: RayCluster\nmetadata: {name: ray, namespace: shop}\nspec:\n  head: {template: {metadata: {labels: {role: head}}, spec: {serviceAccountName: h, containers: [{name: a, image: x}]}}}\n  workers: [{template: {metadata: {labels: {role: worker}}, spec: {serviceAccountName: w, containers: [{name: a, image: x}]}}}]\n---\nkind: NetworkPolicy\nmetadata: {name: all, namespace: shop}\nspec: {podSelector: {}}\n---\nkind: NetworkPolicy\nmetadata: {name: workers, namespace: shop}\nspec: {podSelector: {matchLabels: {role: worker}}}\n---\nkind: ServiceAccount\nmetadata: {name: w, namespace: shop}\n";
    let files = [("a.yaml", text)];
    let own = "network_policy=all pods[1].network_policy=all,workers pods[1].service_account=w";
    assert_eq!(attached(&files, "RayCluster/ray"), own);
    // The object is one workload of each, however many of its pods are meant.
    assert_eq!(attached(&files, "NetworkPolicy/all"), "workload=ray");
    assert_eq!(attached(&files, "NetworkPolicy/workers"), "workload=ray");
    assert_eq!(attached(&files, "ServiceAccount/w"), "workload=ray");
    let copy = text.split("---").next().expect("is there");
    assert_eq!(attached(&[("a/a.yaml", text), ("b/b.yaml", copy)], "RayCluster/ray"), own);
}
