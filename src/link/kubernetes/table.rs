//! The kinds that concern others, and how those are found.
//!
//! To attach one more kind: a row in [`LINKS`], an example in the tests, and a line in `docs/checks.md`. What a row cannot say
//! is a [`Strategy`].

use std::collections::BTreeSet;

/// A kind of objects that are attached to others.
pub(super) struct Link {
    /// The kind.
    pub kind: &'static str,
    /// Part of the `apiVersion`, where kinds of several groups have one name. The first row that fits is meant.
    pub group: Option<&'static str>,
    /// Whether its objects are in namespaces. Those that are concern what is in their own.
    pub namespaced: bool,
    /// The role that its objects have for those that they concern.
    pub role: &'static str,
    /// The role that these have for it, where they are attached to it as well.
    pub reverse: Option<&'static str>,
    /// How they are found.
    pub strategy: Strategy,
    /// Whether they also concern the namespace that they are in; those of the whole cluster may concern each.
    on_namespace: bool,
}

/// How the objects are found that another one concerns.
pub(super) enum Strategy {
    /// Workloads, by the labels of their pods.
    Selects(Selection),
    /// A workload, by kind and name.
    Names {
        /// The member of `spec` that has them.
        at: &'static str,
        /// Kinds that are found. Others are custom.
        kinds: &'static [&'static str],
    },
    /// Workloads whose pods run as this service account.
    RunsAs,
    /// Services, by the names in its rules, and the workloads behind these.
    LeadsTo {
        /// The role of the services for it.
        services: &'static str,
        /// The role of names that no service has.
        missing: &'static str,
    },
    /// Workloads, by the subjects of this binding.
    BindsSubjects,
    /// Workloads, by the bindings that refer to this role.
    IsBound,
    /// Another object, by name; both of the whole cluster.
    NamesOther {
        /// The member of `spec` that has it.
        at: &'static str,
        /// The kind of the other one.
        kind: &'static str,
        /// The role of a name that nothing has.
        missing: &'static str,
    },
    /// The namespace that it is in.
    IsIn,
}

/// Where an object says which pods it selects.
pub(super) struct Selection {
    /// The member of `spec` that holds the selector.
    pub at: &'static str,
    /// The language of the selector.
    pub form: Form,
    /// What is selected where there is none.
    pub otherwise: Otherwise,
    /// Paths of members that make the selection one that is not evaluated, with the reason.
    pub beyond: &'static [(&'static str, &'static str)],
}

/// The languages of selectors.
pub(super) enum Form {
    /// Labels with their values. Without any, nothing is selected.
    Equalities,
    /// `matchLabels` and `matchExpressions`.
    Labels,
    /// Calico's expressions.
    Expression,
    /// One that is not evaluated, with the reason.
    Other(&'static str),
}

/// What an object without a selector selects.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Otherwise {
    Nothing,
    /// All pods, if it has a `spec`.
    All,
}

/// The role of Services for workloads, which leads on from what leads to Services.
pub(super) const SERVICE: &str = "service";
/// The role of workloads for what concerns them.
pub(super) const WORKLOAD: &str = "workload";

/// The role of what a binding binds.
pub(super) const ROLE: &str = "role";

const NETWORK_POLICY: &str = "network_policy";
const ROUTE: &str = "route";

/// Kinds that an autoscaler scales and that are not custom.
const SCALED: &[&str] = &["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"];

const MORE_THAN_LABELS: &str = "this selector asks for more than the labels of pods";
const NAMESPACE_LABELS: Selection =
    Selection::of("subject", Form::Other("the labels of namespaces are not evaluated"), Otherwise::Nothing);
const CALICO: Selection = Selection::of("selector", Form::Expression, Otherwise::All)
    .beyond(&[("spec.namespaceSelector", MORE_THAN_LABELS), ("spec.serviceAccountSelector", MORE_THAN_LABELS)]);
// A policy with several specs may select different pods by each.
const CILIUM: Selection = Selection::of("endpointSelector", Form::Labels, Otherwise::Nothing)
    .beyond(&[("specs", "a policy with several specs is not evaluated")]);

/// By strategy. Roles are shown in this order.
pub(super) const LINKS: &[Link] = &[
    selects("Service", SERVICE, Selection::of("selector", Form::Equalities, Otherwise::Nothing)),
    isolates("NetworkPolicy", CALICO).of_group("projectcalico.org"),
    isolates("NetworkPolicy", Selection::of("podSelector", Form::Labels, Otherwise::All)),
    isolates("CiliumNetworkPolicy", CILIUM),
    isolates("CiliumClusterwideNetworkPolicy", CILIUM).of_cluster(),
    isolates("GlobalNetworkPolicy", CALICO).of_cluster(),
    isolates("AdminNetworkPolicy", NAMESPACE_LABELS).of_cluster(),
    isolates("BaselineAdminNetworkPolicy", NAMESPACE_LABELS).of_cluster(),
    isolates("ClusterNetworkPolicy", NAMESPACE_LABELS).of_cluster(),
    selects(
        "PodDisruptionBudget",
        "pod_disruption_budget",
        Selection::of("selector", Form::Labels, Otherwise::Nothing),
    ),
    row(
        "HorizontalPodAutoscaler",
        "horizontal_pod_autoscaler",
        Strategy::Names { at: "scaleTargetRef", kinds: SCALED },
    )
    .with_reverse(WORKLOAD),
    row("ServiceAccount", "service_account", Strategy::RunsAs).with_reverse(WORKLOAD),
    leads_to_services("Ingress", "ingress"),
    leads_to_services("HTTPRoute", ROUTE),
    leads_to_services("GRPCRoute", ROUTE),
    leads_to_services("TLSRoute", ROUTE),
    leads_to_services("TCPRoute", ROUTE),
    leads_to_services("UDPRoute", ROUTE),
    row("Role", ROLE, Strategy::IsBound),
    row("ClusterRole", ROLE, Strategy::IsBound).of_cluster(),
    row("RoleBinding", "role_binding", Strategy::BindsSubjects),
    row("ClusterRoleBinding", "role_binding", Strategy::BindsSubjects).of_cluster(),
    binds_policy(
        "ValidatingAdmissionPolicyBinding",
        Strategy::NamesOther { at: "policyName", kind: "ValidatingAdmissionPolicy", missing: "missing_policy" },
    ),
    binds_policy(
        "MutatingAdmissionPolicyBinding",
        Strategy::NamesOther { at: "policyName", kind: "MutatingAdmissionPolicy", missing: "missing_policy" },
    ),
    row("LimitRange", "limit_range", Strategy::IsIn),
    row("ResourceQuota", "resource_quota", Strategy::IsIn),
];

const fn row(kind: &'static str, role: &'static str, strategy: Strategy) -> Link {
    Link { kind, group: None, namespaced: true, role, reverse: None, strategy, on_namespace: false }
}

const fn selects(kind: &'static str, role: &'static str, selection: Selection) -> Link {
    row(kind, role, Strategy::Selects(selection)).with_reverse(WORKLOAD)
}

/// A policy of the network, which is also one of its namespace.
const fn isolates(kind: &'static str, selection: Selection) -> Link {
    Link { on_namespace: true, ..selects(kind, NETWORK_POLICY, selection) }
}

const fn binds_policy(kind: &'static str, strategy: Strategy) -> Link {
    row(kind, "binding", strategy).of_cluster().with_reverse("policy")
}

const fn leads_to_services(kind: &'static str, role: &'static str) -> Link {
    row(kind, role, Strategy::LeadsTo { services: SERVICE, missing: "missing_service" })
}

impl Link {
    const fn of_group(self, group: &'static str) -> Self {
        Self { group: Some(group), ..self }
    }

    const fn of_cluster(self) -> Self {
        Self { namespaced: false, ..self }
    }

    /// Whether its objects are attached to the namespace that they are in.
    pub(super) fn concerns_namespace(&self) -> bool {
        self.on_namespace || matches!(self.strategy, Strategy::IsIn)
    }

    const fn with_reverse(self, role: &'static str) -> Self {
        Self { reverse: Some(role), ..self }
    }
}

impl Selection {
    const fn of(at: &'static str, form: Form, otherwise: Otherwise) -> Self {
        Self { at, form, otherwise, beyond: &[] }
    }

    const fn beyond(self, beyond: &'static [(&'static str, &'static str)]) -> Self {
        Self { beyond, ..self }
    }
}

/// The row of a kind.
pub(super) fn of(kind: &str, api_version: Option<&str>) -> Option<&'static Link> {
    let is_of = |group| api_version.is_some_and(|version| version.contains(group));
    LINKS.iter().find(|link| link.kind == kind && link.group.is_none_or(is_of))
}

/// The roles of the rows with some strategies, in their order.
pub(super) fn roles(is_meant: fn(&Strategy) -> bool) -> Vec<&'static str> {
    let mut roles: Vec<_> = LINKS.iter().filter(|link| is_meant(&link.strategy)).map(|link| link.role).collect();
    roles.dedup();
    roles
}

/// The roles of every row, in whichever direction, and those of names that nothing has.
pub(super) fn all_roles() -> BTreeSet<&'static str> {
    let of = |link: &Link| {
        let others = match link.strategy {
            Strategy::LeadsTo { services, missing } => [Some(services), Some(missing)],
            Strategy::NamesOther { missing, .. } => [Some(missing), None],
            _ => [None, None],
        };
        [Some(link.role), link.reverse].into_iter().chain(others).flatten()
    };
    LINKS.iter().flat_map(of).chain([WORKLOAD]).collect()
}
