//! Names of programs.

/// The last part of a program's path.
pub(super) fn base_name(program: &str) -> &str {
    program.rsplit(['/', '\\']).next().unwrap_or(program)
}

/// Whether the program reads shell commands.
pub(super) fn is_shell(program: &str) -> bool {
    matches!(base_name(program), "sh" | "bash" | "dash" | "ash" | "ksh" | "mksh" | "zsh")
}

/// Whether the path is that of an installed program, such as `/usr/bin/apt-get`, which goes by its name alone.
pub(super) fn is_installed(program: &str) -> bool {
    let folder = program.rsplit_once('/').map_or("", |(folder, _)| folder);
    folder.contains('/') && matches!(base_name(folder), "bin" | "sbin")
}
