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

/// Sockets of container engines, by their names in lower case; the last ones are pipes of Windows.
const SOCKETS: [&str; 14] = [
    "buildkitd.sock",
    "containerd.sock",
    "cri-dockerd.sock",
    "crio.sock",
    "docker.raw.sock",
    "docker.sock",
    "docker.sock.raw",
    "dockershim.sock",
    "frakti.sock",
    "podman.sock",
    "containerd-containerd",
    "docker_engine",
    "docker_engine_linux",
    "dockerdesktoplinuxengine",
];

/// Folders that hold such a socket and little else, by how their path ends.
const SOCKET_FOLDERS: [&str; 6] =
    [".docker/run", ".orbstack/run", "run/buildkit", "run/containerd", "run/crio", "run/podman"];

/// Parts of the system that nobody but the system may read, with all below.
const WHOLE: [&str; 23] = [
    "dev",
    "etc/cni/net.d",
    "etc/gshadow",
    "etc/krb5.keytab",
    "etc/kubernetes",
    "etc/pki/tls/private",
    "etc/rancher",
    "etc/shadow",
    "etc/ssh",
    "etc/ssl/private",
    "etc/sudoers",
    "etc/sudoers.d",
    "proc",
    "root",
    "srv/kubernetes",
    "var/lib/containerd",
    "var/lib/docker",
    "var/lib/etcd",
    "var/lib/kube-controller-manager",
    "var/lib/kube-scheduler",
    "var/lib/kubelet",
    "var/lib/rancher",
    "var/run/secrets",
];

/// Folders that hold such parts beside everyday ones.
const TOP: [&str; 8] = ["", "Users", "etc", "home", "run", "var", "var/lib", "var/run"];

/// Devices that are made for everyone.
const COMMON_DEVICES: [&str; 12] = [
    "dev/dri",
    "dev/fuse",
    "dev/kvm",
    "dev/log",
    "dev/net/tun",
    "dev/null",
    "dev/random",
    "dev/shm",
    "dev/snd",
    "dev/tty",
    "dev/urandom",
    "dev/zero",
];

/// Programs, schedules and settings of the system, with all below: whoever writes there runs as the host.
const WRITTEN: [&str; 44] = [
    "bin",
    "boot",
    "etc/apparmor.d",
    "etc/apt",
    "etc/ca-certificates",
    "etc/cni",
    "etc/containerd",
    "etc/cron.d",
    "etc/cron.daily",
    "etc/cron.hourly",
    "etc/crontab",
    "etc/crio",
    "etc/docker",
    "etc/environment",
    "etc/group",
    "etc/hosts",
    "etc/init.d",
    "etc/ld.so.conf.d",
    "etc/ld.so.preload",
    "etc/modprobe.d",
    "etc/modules-load.d",
    "etc/nsswitch.conf",
    "etc/pam.d",
    "etc/passwd",
    "etc/pki",
    "etc/profile",
    "etc/profile.d",
    "etc/resolv.conf",
    "etc/security",
    "etc/selinux",
    "etc/ssl",
    "etc/sysctl.d",
    "etc/systemd",
    "etc/udev",
    "lib",
    "lib64",
    "opt/cni",
    "sbin",
    "sys",
    "usr/bin",
    "usr/lib",
    "usr/libexec",
    "usr/sbin",
    "var/spool/cron",
];

/// Folders that hold such parts beside others.
const WRITTEN_TOP: [&str; 6] = ["opt", "usr", "usr/local", "usr/local/bin", "usr/local/lib", "usr/local/sbin"];

/// Folders in which programs keep the keys of who uses them.
const KEY_FOLDERS: [&str; 9] =
    [".aliyun", ".aws", ".azure", ".gnupg", ".kube", ".oci", ".password-store", ".ssh", "gcloud"];

/// Files with keys and tokens, and folders that hold them beside others, by how their path ends.
const KEY_FILES: [&str; 30] = [
    ".boto",
    ".cargo/credentials",
    ".cargo/credentials.toml",
    ".composer/auth.json",
    ".config/containers/auth.json",
    ".config/doctl",
    ".config/gh",
    ".config/gh/hosts.yml",
    ".config/hub",
    ".config/rclone",
    ".config/rclone/rclone.conf",
    ".databrickscfg",
    ".docker",
    ".docker/config.json",
    ".dockercfg",
    ".gem/credentials",
    ".git-credentials",
    ".m2/settings.xml",
    ".my.cnf",
    ".netrc",
    ".npmrc",
    ".pgpass",
    ".pypirc",
    ".s3cfg",
    ".terraform.d",
    ".terraform.d/credentials.tfrc.json",
    ".vault-token",
    "_netrc",
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

    /// The sort of a path for who may read it, or write it as well. A path that is not absolute is one of the project, but
    /// for its keys.
    pub(super) fn of(path: &str, is_socket: bool, may_write: bool) -> Self {
        let absolute = path.starts_with(['/', '\\']) || path.as_bytes().get(1) == Some(&b':');
        let parts = parts(path);
        let joined = parts.join("/");
        let is_one_below = |folders: &[&str]| folders.iter().any(|folder| is_below(&joined, folder));
        let last = parts.last().copied().unwrap_or_default().to_lowercase();
        let ends_with_one_of = |ends: &[&str]| ends.iter().any(|end| is_end(&joined, end));
        if SOCKETS.contains(&last.as_str())
            || ends_with_one_of(&SOCKET_FOLDERS)
            || (last == "podman" && is_below(&joined, "run/user"))
            || (is_socket && is_one_below(&["run", "var/run"]))
        {
            Self::Socket
        } else if parts.iter().any(|part| KEY_FOLDERS.contains(part))
            || ends_with_one_of(&KEY_FILES)
            // All that a person has.
            || joined == "~"
            || (absolute && NODE_KEYS.iter().any(|folder| joined.starts_with(folder)))
        {
            Self::Credentials
        } else if absolute && is_sensitive(&joined, may_write) {
            Self::Sensitive
        } else {
            Self::Plain
        }
    }
}

fn is_sensitive(joined: &str, may_write: bool) -> bool {
    let is_one_below = |folders: &[&str]| folders.iter().any(|folder| is_below(joined, folder));
    let read = TOP.contains(&joined) || is_one_below(&WHOLE) && !is_one_below(&COMMON_DEVICES);
    let written = || WRITTEN_TOP.contains(&joined) || is_one_below(&WRITTEN);
    read || (may_write && written()) || is_windows(joined)
}

/// Whether a path ends with these parts.
fn is_end(path: &str, end: &str) -> bool {
    path.strip_suffix(end).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether it is a drive of Windows or its system.
fn is_windows(joined: &str) -> bool {
    let path = joined.split_once(':').map(|(_, rest)| rest.trim_start_matches('/').to_lowercase());
    path.is_some_and(|rest| rest.is_empty() || is_below(&rest, "windows"))
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
        use Sort::{Credentials, Plain, Sensitive, Socket};
        // What it is for who may read it, and for who may write it.
        let rows = [
            ("/", Sensitive, Sensitive),
            ("/etc", Sensitive, Sensitive),
            ("/etc/", Sensitive, Sensitive),
            ("//etc//shadow", Sensitive, Sensitive),
            ("/var/../etc", Sensitive, Sensitive),
            ("/etc/localtime", Plain, Plain),
            ("/etc/nginx", Plain, Plain),
            ("/etc/passwd", Plain, Sensitive),
            ("/etc/ssl/certs", Plain, Sensitive),
            ("/etc/systemd/system", Plain, Sensitive),
            ("/proc/1/root", Sensitive, Sensitive),
            ("/sys/fs/cgroup", Plain, Sensitive),
            ("/dev", Sensitive, Sensitive),
            ("/dev/sda", Sensitive, Sensitive),
            ("/dev/shm", Plain, Plain),
            ("/usr", Plain, Sensitive),
            ("/usr/local/bin", Plain, Sensitive),
            ("/usr/share/data", Plain, Plain),
            ("/opt/cni/bin", Plain, Sensitive),
            ("/var/spool/cron", Plain, Sensitive),
            ("/var/lib/docker/containers", Sensitive, Sensitive),
            ("/var/lib/postgresql", Plain, Plain),
            ("/var/log/nginx", Plain, Plain),
            ("/run/docker.sock", Socket, Socket),
            ("/var/run/docker.sock/", Socket, Socket),
            ("/run/user/1000/podman/podman.sock", Socket, Socket),
            ("/run/k3s/containerd/containerd.sock", Socket, Socket),
            (r"\\.\pipe\docker_engine", Socket, Socket),
            ("//./pipe/dockerDesktopLinuxEngine", Socket, Socket),
            ("~/.docker/run/docker.sock", Socket, Socket),
            ("/run/podman", Socket, Socket),
            ("/run/user/1000/podman/", Socket, Socket),
            ("/run/containerd/", Socket, Socket),
            ("/run/docker/plugins", Plain, Plain),
            ("/root/.aws", Credentials, Credentials),
            ("~/.aws/credentials", Credentials, Credentials),
            ("./.ssh", Credentials, Credentials),
            ("/home/me/.docker/config.json", Credentials, Credentials),
            ("~/.docker", Credentials, Credentials),
            ("~/.docker/cli-plugins", Plain, Plain),
            ("~", Credentials, Credentials),
            ("~/", Credentials, Credentials),
            ("~/src", Plain, Plain),
            ("~/.config/gh/hosts.yml", Credentials, Credentials),
            ("/home/me/.my.cnf", Credentials, Credentials),
            ("/srv/x.my.cnf", Plain, Plain),
            ("/etc/kubernetes/azure.json", Credentials, Credentials),
            ("./html", Plain, Plain),
            ("./etc", Plain, Plain),
            ("etc", Plain, Plain),
            ("/data", Plain, Plain),
            ("C:\\", Sensitive, Sensitive),
            ("C:/Windows/System32", Sensitive, Sensitive),
            ("C:/data", Plain, Plain),
        ];
        for (path, read, written) in rows {
            assert_eq!([false, true].map(|may_write| Sort::of(path, false, may_write)), [read, written], "{path}");
        }
        assert_eq!(Sort::of("/run/my/engine.sock", true, false), Socket);
    }
}
