//! What is known of programs: which run another one, which have subcommands, and which flags take a value.

/// A program that runs the one in its arguments.
pub(super) struct Wrapper {
    pub(super) name: &'static str,
    value_flags: &'static [&'static str],
    /// Arguments before the program.
    positional: usize,
}

const fn wrapper(name: &'static str, value_flags: &'static [&'static str], positional: usize) -> Wrapper {
    Wrapper { name, value_flags, positional }
}

const WRAPPERS: &[Wrapper] = &[
    wrapper("sudo", &["-u", "-g", "-h", "-p", "-C", "-r", "-t", "-U", "-D", "-R", "--user", "--group"], 0),
    wrapper("doas", &["-u", "-C"], 0),
    wrapper("env", &["-u", "-C", "--unset", "--chdir"], 0),
    wrapper("exec", &["-a"], 0),
    wrapper("command", &[], 0),
    wrapper("builtin", &[], 0),
    wrapper("time", &["-f", "-o"], 0),
    wrapper("nice", &["-n", "--adjustment"], 0),
    wrapper("ionice", &["-c", "-n"], 0),
    wrapper("nohup", &[], 0),
    wrapper("stdbuf", &["-i", "-o", "-e"], 0),
    wrapper("timeout", &["-s", "-k", "--signal", "--kill-after"], 1),
    wrapper("xargs", &["-n", "-I", "-P", "-L", "-d", "-a", "-s", "-E"], 0),
    wrapper("gosu", &[], 1),
    wrapper("su-exec", &[], 1),
    wrapper("chroot", &[], 1),
    wrapper("eatmydata", &[], 0),
    wrapper("busybox", &[], 0),
    wrapper("toybox", &[], 0),
    wrapper("fakeroot", &[], 0),
    wrapper("tini", &["-p", "-e"], 0),
    wrapper("dumb-init", &["-r"], 0),
];

/// Programs with subcommands, and their flags whose value is the next word.
const SUBCOMMANDS: &[(&str, &[&str])] = &[
    ("apt-get", &["-o", "-c", "-t", "--option", "--config-file", "--target-release", "--default-release"]),
    ("apt", &["-o", "-c", "-t", "--option", "--config-file", "--target-release", "--default-release"]),
    ("aptitude", &["-o", "-t", "--target-release"]),
    ("apk", &["-t", "-X", "-p", "--virtual", "--repository", "--root", "--keys-dir", "--arch", "--repositories-file"]),
    ("yum", &["-c", "-x", "--config", "--installroot", "--enablerepo", "--disablerepo", "--setopt", "--releasever"]),
    ("dnf", &["-c", "-x", "--config", "--installroot", "--enablerepo", "--disablerepo", "--setopt", "--releasever"]),
    ("microdnf", &["--installroot", "--enablerepo", "--disablerepo", "--setopt", "--releasever"]),
    ("tdnf", &["-c", "--installroot", "--enablerepo", "--disablerepo", "--setopt", "--releasever"]),
    ("zypper", &["-R", "-t", "-r", "--root", "--type", "--repo", "--from"]),
    (
        "pip",
        &[
            "-r",
            "-c",
            "-e",
            "-t",
            "-i",
            "-f",
            "--requirement",
            "--constraint",
            "--editable",
            "--target",
            "--index-url",
            "--extra-index-url",
            "--find-links",
            "--trusted-host",
            "--platform",
            "--timeout",
            "--retries",
            "--prefix",
            "--root",
            "--python-version",
            "--cache-dir",
            "--progress-bar",
        ],
    ),
    ("pipx", &["--python", "--index-url", "-i", "--pip-args", "--suffix", "--spec"]),
    (
        "npm",
        &[
            "-C",
            "-w",
            "--prefix",
            "--registry",
            "--cache",
            "--loglevel",
            "--omit",
            "--include",
            "--location",
            "--workspace",
        ],
    ),
    ("yarn", &["--cwd", "--registry", "--cache-folder", "--network-timeout", "--modules-folder", "--mutex"]),
    ("pnpm", &["-C", "--dir", "--registry", "--filter", "-F"]),
    (
        "gem",
        &[
            "-v",
            "-s",
            "-i",
            "-n",
            "-P",
            "-g",
            "--version",
            "--source",
            "--install-dir",
            "--bindir",
            "--trust-policy",
            "--file",
        ],
    ),
    ("go", &["-o", "-C", "-ldflags", "-gcflags", "-tags", "-mod", "-p"]),
    (
        "cargo",
        &[
            "-F",
            "-p",
            "-j",
            "--features",
            "--package",
            "--target",
            "--target-dir",
            "--manifest-path",
            "--version",
            "--git",
            "--branch",
            "--tag",
            "--rev",
            "--root",
            "--bin",
            "--path",
            "--registry",
            "--profile",
        ],
    ),
    ("git", &["-C", "-c", "-b", "-o", "--branch", "--depth", "--origin", "--git-dir", "--work-tree"]),
    ("docker", &["-H", "-t", "-f", "--host", "--tag", "--file", "--config", "--context"]),
    ("systemctl", &["-t", "-H", "-M", "-p", "--type", "--host", "--machine", "--property"]),
];

/// The last part of a program's path.
pub(super) fn base_name(program: &str) -> &str {
    program.rsplit(['/', '\\']).next().unwrap_or(program)
}

/// Whether the program reads shell commands.
pub(super) fn is_shell(program: &str) -> bool {
    matches!(base_name(program), "sh" | "bash" | "dash" | "ash" | "ksh" | "mksh" | "zsh")
}

/// The wrapper of this name.
pub(super) fn find_wrapper(program: &str) -> Option<&'static Wrapper> {
    WRAPPERS.iter().find(|wrapper| wrapper.name == base_name(program))
}

impl Wrapper {
    /// Index of the program among the words, of which the first is the wrapper. Words that are not known count as
    /// arguments.
    pub(super) fn inner<'w>(&self, words: impl Iterator<Item = Option<&'w str>>) -> Option<usize> {
        let mut skip = 0_usize;
        let mut positional = self.positional;
        for (index, word) in words.enumerate().skip(1) {
            let word = word.unwrap_or_default();
            if skip > 0 {
                skip -= 1;
            } else if word.starts_with('-') {
                skip = usize::from(self.value_flags.contains(&word));
            } else if word.contains('=') && matches!(self.name, "env" | "sudo") {
                // An assignment.
            } else if positional > 0 {
                positional -= 1;
            } else {
                return Some(index);
            }
        }
        None
    }
}

/// The name without its path; `pip3` and `pip3.11` are `pip`.
pub(super) fn canonical(program: &str) -> &str {
    let name = base_name(program);
    if name.starts_with("pip") { name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.') } else { name }
}

/// Whether the path is that of an installed program, such as `/usr/bin/apt-get`, which goes by its name alone.
pub(super) fn is_installed(program: &str) -> bool {
    let folder = program.rsplit_once('/').map_or("", |(folder, _)| folder);
    folder.starts_with('/') && matches!(base_name(folder), "bin" | "sbin")
}

/// The flags whose value is the next word, for programs that have subcommands.
pub(super) fn subcommand_flags(program: &str) -> Option<&'static [&'static str]> {
    let name = canonical(program);
    SUBCOMMANDS.iter().find(|(known, _)| *known == name).map(|(_, flags)| *flags)
}
