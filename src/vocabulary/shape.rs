//! The views that make one check serve many kinds, by name. `src/shape` has what makes them.

words! {
    /// The name of a derived view.
    #[derive(PartialOrd, Ord)]
    pub enum Shape {
        /// Pod template and all containers of anything that runs pods.
        Workload = "workload",
        /// Containers of anything that runs some: workloads, task and job definitions of AWS.
        Containers = "containers",
        /// Ingress and egress rules of firewalls and security groups.
        NetworkRules = "network_rules",
        /// Statements of IAM-like policies.
        PolicyDocument = "policy_document",
        /// Stages, instructions and shell commands of a Dockerfile.
        Dockerfile = "dockerfile",
        /// Images that are run or built upon.
        ImageReference = "image_reference",
        /// An object of Kubernetes in Kubernetes' own names.
        KubernetesObject = "kubernetes_object",
        /// Arguments that hold JSON or YAML, as what their text stands for.
        StructuredText = "structured_text",
        /// Credentials that are written out in any string.
        Secrets = "secrets",
    }
}
