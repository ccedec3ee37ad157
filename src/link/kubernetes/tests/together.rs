//! What is deployed together, and what is known of it by its controllers and namespaces.

use super::*;

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
        ("e2e-tests/b.yaml", "web.yaml", "role_binding=…"),
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
    // Other clusters and stages have namespaces of the same names.
    for (binding, workload) in [("clusters/a/b.yaml", "clusters/c/web.yaml"), ("x/dev/b.yaml", "y/prod/web.yaml")] {
        assert_eq!(attached(&[(binding, &bound), (workload, &plain)], "Pod/web"), "role=… role_binding=…", "{binding}");
    }
    let of_one_stage = [("x/dev/b.yaml", bound.as_str()), ("y/dev/web.yaml", plain.as_str())];
    assert_eq!(attached(&of_one_stage, "Pod/web"), "role=… role_binding=b");
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
