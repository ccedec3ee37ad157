//! How editors and GitHub Actions read the `concise` format. `docs/editors.md` says where each file goes.

/// Problem matchers of GitHub Actions, for `::add-matcher::`.
pub const GITHUB_PROBLEM_MATCHER: &str = include_str!("github.json");

/// `.vscode/tasks.json` of a workspace.
pub const VSCODE_TASKS: &str = include_str!("vscode-tasks.json");

/// A compiler file of Vim.
pub const VIM_COMPILER: &str = include_str!("ravelin.vim");

/// Regular expressions for the compilation mode of Emacs.
pub const EMACS_REGEXPS: &str = include_str!("ravelin.el");
