//! Where findings on Kubernetes objects point: the text at the place is the culprit.

use std::fs;

use serde_json::Value;

use crate::runner::Project;

/// A file for each way of writing: blocks, flow collections, quotes, JSON; a base and an overlay.
const FILES: [(&str, &str); 5] = [
    (
        "web.yaml",
        r#"apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: default
spec:
  replicas: 3
  selector:
    matchLabels: {app: web, tier: front}
  template:
    metadata:
      labels: {app: web}
    spec:
      hostNetwork: true
      hostPID: yes
      shareProcessNamespace: true
      serviceAccountName: "ghost"
      securityContext:
        runAsUser: 0
        sysctls:
          - name: kernel.msgmax
            value: "65536"
      containers:
        - name: app
          image: nginx:latest
          imagePullPolicy: Never
          ports: [{containerPort: 80, hostPort: 8080}]
          env:
            - {name: DB_PASSWORD, value: 'hunter2'}
            - {name: MODE, value: a}
            - {name: MODE, value: b}
            - name: KEY
              valueFrom: {secretKeyRef: {name: k, key: k}}
          securityContext:
            privileged: true
            allowPrivilegeEscalation: true
            readOnlyRootFilesystem: false
            procMount: Unmasked
            capabilities:
              add: [SYS_ADMIN, NET_RAW, AUDIT_CONTROL]
            seccompProfile:
              type: Unconfined
          livenessProbe:
            httpGet: {host: 10.0.0.1, path: /, port: 80}
          volumeMounts:
            - {name: etc, mountPath: /etc}
      initContainers:
        - name: setup
          image: "busybox"
      volumes:
        - name: etc
          hostPath: {path: /etc}
        - name: sock
          hostPath:
            path: /var/run/docker.sock
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: default}
spec:
  type: NodePort
  externalIPs: [203.0.113.7]
  selector: {app: nobody}
  ports: [{port: 80}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: open, namespace: default}
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
  ingress:
    - {}
  egress:
    - to: [{ipBlock: {cidr: 0.0.0.0/0}}]
---
{"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "web", "namespace": "default"},
 "spec": {"rules": [{"http": {"paths": [{"path": "/", "backend": {"service": {"name": "gone", "port": {"number": 80}}}}]}}]}}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: web}
rules:
  - apiGroups: [""]
    resources: [secrets]
    verbs: [get, list]
  - {apiGroups: ["*"], resources: ["*"], verbs: ["*"]}
  - apiGroups: [""]
    resources: ["pods/exec"]
    verbs: [create]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: web}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects:
  - {kind: ServiceAccount, name: default, namespace: default}
  - kind: Group
    name: system:unauthenticated
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: other, namespace: default}
automountServiceAccountToken: true
"#,
    ),
    (
        "over/base/kustomization.yaml",
        r"resources: [deployment.yaml]
configMapGenerator:
  - name: settings
    literals: [DB_PASSWORD=hunter2]
images:
  - name: app
    newTag: latest
",
    ),
    (
        "over/base/deployment.yaml",
        r"apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  selector:
    matchLabels: {app: api}
  template:
    metadata:
      labels: {app: api}
    spec:
      hostIPC: true
      containers:
        - name: api
          image: app:1
          securityContext:
            privileged: false
",
    ),
    (
        "over/prod/kustomization.yaml",
        r"resources:
  - ../base
namespace: default
replicas:
  - {name: api, count: 1}
patches:
  - path: patch.yaml
  - target: {kind: Deployment, name: api}
    patch: |-
      - op: add
        path: /spec/template/spec/hostPID
        value: true
",
    ),
    (
        "over/prod/patch.yaml",
        r"apiVersion: apps/v1
kind: Deployment
metadata:
  name: api
spec:
  template:
    spec:
      containers:
        - name: api
          securityContext:
            privileged: true
        - name: side
          image: side:1
          securityContext: {runAsUser: 0}
",
    ),
];

/// File, check, and the text at the place of the finding.
const EXPECTED: [(&str, &str, &str); 56] = [
    ("over/base/deployment.yaml", "kubernetes-workload-host-ipc", "true"),
    (
        "over/base/deployment.yaml",
        "kubernetes-workload-no-liveness-probe",
        r"name: api
          image: app:1
          securityContext:
            privileged: false",
    ),
    ("over/base/kustomization.yaml", "kubernetes-cluster-secret-in-config-map", "DB_PASSWORD=hunter2"),
    ("over/base/kustomization.yaml", "container-image-latest-tag", "latest"),
    ("over/prod/kustomization.yaml", "kubernetes-workload-default-namespace", "default"),
    ("over/prod/kustomization.yaml", "kubernetes-workload-few-replicas", "1"),
    ("over/prod/kustomization.yaml", "kubernetes-workload-host-pid", "true"),
    ("over/prod/patch.yaml", "kubernetes-workload-privileged", "true"),
    ("over/prod/patch.yaml", "kubernetes-workload-no-seccomp-profile", "{runAsUser: 0}"),
    ("over/prod/patch.yaml", "kubernetes-workload-no-always-pull", "side:1"),
    ("over/prod/patch.yaml", "kubernetes-workload-root-user", "0"),
    ("web.yaml", "kubernetes-workload-default-namespace", "default"),
    ("web.yaml", "kubernetes-workload-no-disruption-budget", "Deployment"),
    ("web.yaml", "kubernetes-workload-selector-mismatch", "front"),
    ("web.yaml", "kubernetes-workload-host-network", "true"),
    ("web.yaml", "kubernetes-workload-host-pid", "yes"),
    ("web.yaml", "kubernetes-workload-shared-process-namespace", "true"),
    ("web.yaml", "kubernetes-workload-service-account-unknown", r#""ghost""#),
    ("web.yaml", "kubernetes-workload-root-user", "0"),
    ("web.yaml", "kubernetes-workload-unsafe-sysctl", "kernel.msgmax"),
    ("web.yaml", "container-image-latest-tag", "nginx:latest"),
    ("web.yaml", "container-image-latest-tag", r#""busybox""#),
    ("web.yaml", "kubernetes-workload-no-always-pull", "Never"),
    ("web.yaml", "kubernetes-workload-privileged-port", "80"),
    ("web.yaml", "kubernetes-workload-host-port", "8080"),
    ("web.yaml", "kubernetes-workload-secret-in-code", "'hunter2'"),
    ("web.yaml", "kubernetes-workload-repeated-variable", "MODE"),
    ("web.yaml", "kubernetes-workload-secret-in-environment", "{name: k, key: k}"),
    ("web.yaml", "kubernetes-workload-privileged", "true"),
    ("web.yaml", "kubernetes-workload-privilege-escalation", "true"),
    (
        "web.yaml",
        "kubernetes-workload-privilege-escalation",
        r#"name: setup
          image: "busybox""#,
    ),
    ("web.yaml", "kubernetes-workload-writable-root-filesystem", "false"),
    (
        "web.yaml",
        "kubernetes-workload-writable-root-filesystem",
        r#"name: setup
          image: "busybox""#,
    ),
    ("web.yaml", "kubernetes-workload-unmasked-proc", "Unmasked"),
    (
        "web.yaml",
        "kubernetes-workload-capabilities-kept",
        r"capabilities:
              add: [SYS_ADMIN, NET_RAW, AUDIT_CONTROL]",
    ),
    (
        "web.yaml",
        "kubernetes-workload-capabilities-kept",
        r#"name: setup
          image: "busybox""#,
    ),
    ("web.yaml", "kubernetes-workload-dangerous-capability", "SYS_ADMIN"),
    ("web.yaml", "kubernetes-workload-net-raw-added", "NET_RAW"),
    ("web.yaml", "kubernetes-workload-added-capability", "AUDIT_CONTROL"),
    ("web.yaml", "kubernetes-workload-seccomp-unconfined", "Unconfined"),
    ("web.yaml", "kubernetes-workload-probe-host", "10.0.0.1"),
    (
        "web.yaml",
        "kubernetes-workload-no-seccomp-profile",
        r#"name: setup
          image: "busybox""#,
    ),
    ("web.yaml", "kubernetes-workload-sensitive-host-path", "/etc"),
    ("web.yaml", "kubernetes-workload-runtime-socket-mount", "/var/run/docker.sock"),
    ("web.yaml", "kubernetes-network-node-port", "NodePort"),
    ("web.yaml", "kubernetes-network-external-ips", "203.0.113.7"),
    ("web.yaml", "kubernetes-network-service-no-target", "{app: nobody}"),
    ("web.yaml", "kubernetes-network-policy-open-egress", "0.0.0.0/0"),
    ("web.yaml", "kubernetes-network-ingress-no-target", r#""gone""#),
    ("web.yaml", "kubernetes-rbac-secrets-access", "secrets"),
    ("web.yaml", "kubernetes-rbac-all-permissions", r#""*""#),
    ("web.yaml", "kubernetes-rbac-pod-exec", r#""pods/exec""#),
    ("web.yaml", "kubernetes-rbac-cluster-admin-binding", "cluster-admin"),
    ("web.yaml", "kubernetes-rbac-default-account-binding", "default"),
    ("web.yaml", "kubernetes-rbac-anonymous-binding", "system:unauthenticated"),
    ("web.yaml", "kubernetes-rbac-account-token-mounted", "true"),
];

/// The text between two places of a report, which count lines and characters from 1.
fn slice<'t>(text: &'t str, location: &Value) -> &'t str {
    let offset = |place: &Value| {
        let number = |name: &str| usize::try_from(place[name].as_u64().expect("a number")).expect("is small");
        let line: usize = text.split_inclusive('\n').take(number("line") - 1).map(str::len).sum();
        line + text[line..].chars().take(number("column") - 1).map(char::len_utf8).sum::<usize>()
    };
    &text[offset(&location["start"])..offset(&location["end"])]
}

#[test]
fn findings_point_at_what_is_wrong() {
    let project = Project::new(&FILES);
    let json = project.run(&["scan", ".", "--format", "json"]).json();
    let found: Vec<(String, String, String)> = ["findings", "subsumed"]
        .into_iter()
        .flat_map(|list| json[list].as_array().expect("a list"))
        .map(|finding| {
            let path = finding["location"]["path"].as_str().expect("a path");
            let text = fs::read_to_string(project.path().join(path)).expect("readable");
            let text = slice(&text, &finding["location"]).to_owned();
            (path.to_owned(), finding["checkId"].as_str().expect("an id").to_owned(), text)
        })
        .collect();
    for (path, check, text) in EXPECTED {
        let of_check = || found.iter().filter(|row| row.0 == path && row.1 == check).map(|row| row.2.as_str());
        assert!(of_check().any(|found| found == text), "{check} in {path}: {:?}", of_check().collect::<Vec<_>>());
    }
}
