mod rows;
mod together;

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
