//! What a path of the host gives whoever may read or write it.

/// From the least to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    /// Some folder or file.
    Plain,
    /// A part of the system.
    Sensitive,
    /// Keys and tokens of the host or of who uses it.
    Credentials,
    /// The socket of a container engine.
    Socket,
}

/// Sockets of container engines, by their names.
const SOCKETS: [&str; 9] = [
    "buildkitd.sock",
    "containerd.sock",
    "cri-dockerd.sock",
    "crio.sock",
    "docker.sock",
    "dockershim.sock",
    "frakti.sock",
    "podman.sock",
    "docker_engine",
];

/// Folders of the system of which every part is sensitive.
const WHOLE: [&str; 9] =
    ["boot", "dev", "etc", "proc", "root", "sys", "var/lib/containerd", "var/lib/docker", "var/lib/kubelet"];

/// Folders of the system that are sensitive as a whole, while some parts of them are everyday.
const TOP: [&str; 15] = [
    "",
    "bin",
    "home",
    "lib",
    "lib64",
    "run",
    "sbin",
    "usr",
    "var",
    "var/lib",
    "var/lib/etcd",
    "var/lib/rancher",
    "var/log",
    "var/run",
    "Users",
];

/// Parts of sensitive folders that say nothing.
const HARMLESS: [&str; 3] = ["etc/localtime", "etc/timezone", "dev/null"];

/// Folders in which programs keep the keys of who uses them.
const KEY_FOLDERS: [&str; 6] = [".aws", ".azure", ".gnupg", ".kube", ".ssh", "gcloud"];

/// Files with keys and tokens, by how their path ends.
const KEY_FILES: [&str; 8] = [
    ".docker/config.json",
    ".git-credentials",
    ".netrc",
    ".npmrc",
    ".pgpass",
    ".pypirc",
    "etc/azure.json",
    "etc/kubernetes/azure.json",
];

/// Folders with the keys of a node.
const NODE_KEYS: [&str; 5] = ["etc/aws", "etc/eks", "etc/gcp", "etc/kubernetes/cloud-config", "etc/kubernetes/pki"];

impl Sort {
    /// The word by which checks ask for it.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Sensitive => "sensitive",
            Self::Credentials => "credentials",
            Self::Socket => "socket",
        }
    }

    /// The sort of a path. A path that is not absolute is one of the project, but for its keys.
    pub(super) fn of(path: &str, is_socket: bool) -> Self {
        let absolute = path.starts_with(['/', '\\']) || path.as_bytes().get(1) == Some(&b':');
        let parts = parts(path);
        let joined = parts.join("/");
        let is_below =
            |folder: &str| joined == folder || joined.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        let last = parts.last().copied().unwrap_or_default();
        let in_run = is_below("run") || is_below("var/run");
        if SOCKETS.contains(&last) || (is_socket && in_run) {
            Self::Socket
        } else if parts.iter().any(|part| KEY_FOLDERS.contains(part))
            || KEY_FILES.iter().any(|file| joined == *file || joined.ends_with(&format!("/{file}")))
            || (absolute && NODE_KEYS.iter().any(|folder| joined.starts_with(folder)))
        {
            Self::Credentials
        } else if absolute
            && !HARMLESS.contains(&&*joined)
            && (WHOLE.iter().any(|folder| is_below(folder)) || is_top(&joined))
        {
            Self::Sensitive
        } else {
            Self::Plain
        }
    }
}

fn is_top(joined: &str) -> bool {
    let windows = joined.split_once(':').map(|(_, rest)| rest.trim_start_matches('/'));
    TOP.contains(&joined) || windows.is_some_and(|rest| rest.is_empty() || rest.to_lowercase().starts_with("windows"))
}

/// The parts of a path without those that lead nowhere.
fn parts(path: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::Sort;

    #[test]
    fn paths_are_told_apart_by_what_they_give() {
        let rows = [
            ("/", Sort::Sensitive),
            ("/etc", Sort::Sensitive),
            ("/etc/", Sort::Sensitive),
            ("//etc//passwd", Sort::Sensitive),
            ("/var/../etc", Sort::Sensitive),
            ("/etc/localtime", Sort::Plain),
            ("/proc/1/root", Sort::Sensitive),
            ("/var/lib/docker/containers", Sort::Sensitive),
            ("/var/lib/postgresql", Sort::Plain),
            ("/var/log", Sort::Sensitive),
            ("/var/log/nginx", Sort::Plain),
            ("/run/docker.sock", Sort::Socket),
            ("/var/run/docker.sock/", Sort::Socket),
            ("/run/user/1000/podman/podman.sock", Sort::Socket),
            ("/run/k3s/containerd/containerd.sock", Sort::Socket),
            (r"\\.\pipe\docker_engine", Sort::Socket),
            ("/root/.aws", Sort::Credentials),
            ("~/.aws/credentials", Sort::Credentials),
            ("./.ssh", Sort::Credentials),
            ("/home/me/.docker/config.json", Sort::Credentials),
            ("/etc/kubernetes/azure.json", Sort::Credentials),
            ("./html", Sort::Plain),
            ("./etc", Sort::Plain),
            ("etc", Sort::Plain),
            ("/data", Sort::Plain),
            (r"C:\", Sort::Sensitive),
            ("C:/data", Sort::Plain),
        ];
        for (path, expected) in rows {
            assert_eq!(Sort::of(path, false), expected, "{path}");
        }
        assert_eq!(Sort::of("/run/my/engine.sock", true), Sort::Socket);
    }
}
