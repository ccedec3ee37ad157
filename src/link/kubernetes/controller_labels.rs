//! Labels that no template has: the controllers of pods set them
//! (<https://kubernetes.io/docs/reference/labels-annotations-taints/>).

use super::object::{Name, Node};

/// What the pods of a workload have for a label that their controller sets.
pub(super) enum Given {
    /// This value.
    Known(String),
    /// The name of the workload, a hyphen and a number, each pod its own.
    Numbered(String),
    /// A value that is made in the cluster.
    Made,
}

/// How a controller makes the value of a label.
#[derive(Clone, Copy)]
enum From {
    Name,
    NameAndNumber,
    Cluster,
}

/// Kinds, the labels that their controllers set, and how. Those that Argo's rollouts set are named in its documentation.
const ROWS: &[(&[&str], &[&str], From)] = &[
    (&["Deployment", "ReplicaSet"], &["pod-template-hash"], From::Cluster),
    (&["Rollout"], &["rollouts-pod-template-hash"], From::Cluster),
    (&["StatefulSet", "DaemonSet"], &["controller-revision-hash"], From::Cluster),
    (&["DaemonSet"], &["pod-template-generation"], From::Cluster),
    (&["StatefulSet"], &["statefulset.kubernetes.io/pod-name"], From::NameAndNumber),
    (&["StatefulSet"], &["apps.kubernetes.io/pod-index"], From::Cluster),
    (&["Job"], &["job-name", "batch.kubernetes.io/job-name"], From::Name),
    (&["CronJob"], &["job-name", "batch.kubernetes.io/job-name"], From::Cluster),
    (
        &["Job", "CronJob"],
        &["controller-uid", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-completion-index"],
        From::Cluster,
    ),
];

/// Whether the controller of some kind sets this label.
pub(super) fn is_known(key: &str) -> bool {
    ROWS.iter().any(|(_, keys, _)| keys.contains(&key))
}

/// What the controller of a workload gives its pods for a label; `None` where it gives them none.
pub(super) fn of(node: &Node<'_>, key: &str) -> Option<Given> {
    let (.., from) = ROWS.iter().find(|(kinds, keys, _)| kinds.contains(&&*node.kind) && keys.contains(&key))?;
    Some(match (from, &node.name) {
        (From::Name, Name::Known(name)) => Given::Known(name.to_string()),
        (From::NameAndNumber, Name::Known(name)) => Given::Numbered(name.to_string()),
        _ => Given::Made,
    })
}

impl Given {
    /// Whether some pod of the workload has this value; `None` where that is not known.
    pub(super) fn may_be(&self, value: &str) -> Option<bool> {
        match self {
            Self::Known(own) => Some(own == value),
            Self::Numbered(name) => {
                let number = value.strip_prefix(name.as_str()).and_then(|rest| rest.strip_prefix('-'));
                Some(
                    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())),
                )
            }
            Self::Made => None,
        }
    }
}
