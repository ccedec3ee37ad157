//! Which files are Dockerfiles.

use crate::frontend::unread::rendered;
use crate::syntax::dockerfile::{Instruction, Keyword, parse};

/// What the name of a Dockerfile has as a word of its own, whatever else is in it: `Dockerfile-dev`, `web.Dockerfile`.
const NAMES: [&str; 2] = ["dockerfile", "containerfile"];

/// Endings of programs, which a Dockerfile may be for (`Dockerfile.go`), and which may be about Dockerfiles.
const PROGRAMS: [&str; 30] = [
    "bash", "bats", "c", "cc", "cpp", "cs", "css", "ex", "exs", "go", "groovy", "h", "ipynb", "java", "js", "jsx",
    "kt", "lua", "php", "pl", "ps1", "py", "rb", "rs", "scala", "sh", "swift", "ts", "tsx", "vim",
];

/// Endings of other files that are named after a Dockerfile.
const OTHERS: [&str; 24] = [
    "adoc",
    "bak",
    "diff",
    "dockerignore",
    "hcl",
    "html",
    "json",
    "lock",
    "log",
    "md",
    "mdx",
    "orig",
    "patch",
    "pdf",
    "png",
    "rej",
    "rst",
    "sarif",
    "snap",
    "svg",
    "toml",
    "xml",
    "yaml",
    "yml",
];

/// How a line begins that another program carries out.
const STATEMENTS: [&str; 3] = ["{{", "{%", "<%"];

/// Whether a file of this path can be one.
pub(super) fn may_be(path: &str) -> bool {
    let name = file_name(path);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    let is_program = PROGRAMS.contains(&&*ending);
    has_name(name) && (!is_program || is_for_program(name)) && !OTHERS.contains(&&*ending) && rendered(name).is_none()
}

/// Whether a text is one, now that its name is known to allow it.
pub(super) fn is_one(path: &str, text: &str) -> bool {
    let name = file_name(path);
    let mut instructions =
        text.lines().filter_map(|line| Some((Keyword::parse(line.split_whitespace().next()?)?, line)));
    let has = match () {
        // A name that says nothing else is enough for a broken file to get its diagnostic.
        () if NAMES.iter().any(|known| name.eq_ignore_ascii_case(known)) => instructions.next().is_some(),
        () if is_for_program(name) => first_line(text).is_some_and(begins),
        () => instructions.any(|(keyword, line)| keyword == Keyword::From && is_from(line)),
    };
    has && !is_template(text)
}

/// Whether a text is no Dockerfile before another program has carried out the statements in it. What it only fills in is
/// not known; which instructions there are is known only then.
pub(super) fn is_template(text: &str) -> bool {
    if !STATEMENTS.iter().any(|mark| text.contains(mark)) {
        return false;
    }
    let parsed = parse(text);
    let begins = |line: &str| STATEMENTS.iter().any(|mark| line.starts_with(mark));
    let within = |instruction: &Instruction<'_>| {
        let end = instruction.heredocs.first().map_or(instruction.range.end, |heredoc| heredoc.range.start);
        let lines = text.get(instruction.range.start as usize..end as usize).unwrap_or_default().lines();
        lines.skip(1).any(|line| is_statement(line.trim_start()))
    };
    parsed.errors.iter().any(|error| begins(error.range.slice(text))) || parsed.instructions.iter().any(within)
}

/// Whether a line within an instruction is a statement, and no text that is filled in.
fn is_statement(line: &str) -> bool {
    let word = line.strip_prefix("{{").map(|rest| rest.trim_start_matches(['-', ' ']));
    let is_word = |rest: &str| {
        ["if", "else", "end", "range", "with"].iter().any(|known| {
            rest.strip_prefix(known).is_some_and(|rest| !rest.starts_with(|char: char| char.is_alphanumeric()))
        })
    };
    let is_output = line.starts_with("<%=");
    word.is_some_and(|rest| is_word(rest) || rest.starts_with(['#', '/', '^']))
        || line.starts_with("{%")
        || (line.starts_with("<%") && !is_output)
}

/// Whether a name has one of [`NAMES`] as a word: with no letter behind it, and none before it in the same case.
fn has_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    NAMES.iter().any(|known| {
        lower.match_indices(known).any(|(at, _)| {
            let before = name[..at].chars().next_back().is_some_and(char::is_alphabetic);
            let is_capital = name[at..].starts_with(|first: char| first.is_ascii_uppercase());
            let behind = name[at + known.len()..].starts_with(|next: char| next.is_lowercase() || next == '~');
            (!before || is_capital) && !behind
        })
    })
}

/// Whether a name is that of a Dockerfile and the ending of a program: `Dockerfile.go`.
fn is_for_program(name: &str) -> bool {
    let is_own = |stem: &str| NAMES.iter().any(|known| stem.eq_ignore_ascii_case(known));
    let is_program = |ending: &str| PROGRAMS.iter().any(|known| ending.eq_ignore_ascii_case(known));
    name.split_once('.').is_some_and(|(stem, ending)| is_own(stem) && is_program(ending))
}

fn first_line(text: &str) -> Option<&str> {
    text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Whether a Dockerfile can begin with this line.
fn begins(line: &str) -> bool {
    let keyword = line.split_whitespace().next().and_then(Keyword::parse);
    keyword == Some(Keyword::Arg) || (keyword == Some(Keyword::From) && is_from(line))
}

/// Whether a line that begins with `FROM` is that instruction: an image, or an image and a name.
fn is_from(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().skip(1).filter(|word| !word.starts_with("--")).take(4).collect();
    let goes_on = line.trim_end().ends_with(['\\', '`']) || line.contains(['<', '{']);
    match words.as_slice() {
        [] => false,
        [_] => true,
        [_, word, _] => word.eq_ignore_ascii_case("as"),
        _ => goes_on,
    }
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known() {
        let names = [
            "Dockerfile",
            "a/dockerfile",
            "Containerfile",
            "Dockerfile.dev",
            "web.Dockerfile",
            "x.dockerfile",
            "Containerfile.x",
            "Dockerfile-dev",
            "Dockerfile_prod",
            "dev-Dockerfile",
            "app_dockerfile",
            "Dockerfile2",
            "Dockerfile.ubuntu-20.04",
            "Dockerfile.txt",
            "DockerfileProd",
            "WebDockerfile",
            "Dockerfile.go",
            "x-Containerfile.arm64",
            "Dockerfile.Dev",
            "DOCKERFILE.x86",
            "Dockerfile-template",
            "é.Dockerfile",
        ];
        for name in names {
            assert!(may_be(name), "{name}");
        }
        let others = [
            "Dockerfile.md",
            "Dockerfile.j2",
            "a.tpl",
            "Dockerfile.dockerignore",
            "Dockerfiles",
            "dockerfile/x.txt",
            "dockerfile_parser.py",
            "test_dockerfile.go",
            "Dockerfile.lint.yaml",
            "Dockerfile~",
            "Dockerfile-x.template",
            "Dockerfile.tmpl.erb",
            "dockerfilex",
            "mydockerfile",
            "Dockerfile.dev.bak",
            "Dockerfile.in",
            "x",
        ];
        for name in others {
            assert!(!may_be(name), "{name}");
        }
    }

    #[test]
    fn texts_are_known() {
        let cases = [
            ("Dockerfile", "FROM a", true),
            ("Dockerfile", "RUN a", true),
            ("Dockerfile", "hello", false),
            ("Dockerfile.txt", "Run the program", false),
            ("Dockerfile.txt", "# x\n from a", true),
            ("Dockerfile-dev", "RUN x\nFROM --platform=$P a AS b", true),
            ("Dockerfile_x", "FROM here on, all is well", false),
            ("Dockerfile-x", "FROM {{ image }} as x\n", true),
            ("Dockerfile-x", "FROM \\\n a", true),
            ("Dockerfile.py", "import os\nfrom os import path\nfrom x\n", false),
            ("Dockerfile.py", "# syntax=x\n\nARG A\nFROM a", true),
            ("Dockerfile.go", "FROM golang:1 as build", true),
            ("Dockerfile", "FROM a\n{% if x %}\nRUN a\n{% endif %}\n", false),
            ("Dockerfile", "FROM a\n  {{- if .X }}\nRUN a\n{{ end }}\n", false),
            ("Dockerfile", "FROM a\nRUN a \\\n{% for x in y %}\n b\n", false),
            ("Dockerfile", "FROM a\nRUN a \\\n{{ if .X }} b {{ end }}\n", false),
            ("Dockerfile", "FROM a\n<% if x %>\nRUN a", false),
            ("Dockerfile", "FROM {{ image }}\nUSER <%= user %>\n", true),
            ("Dockerfile", "FROM a\nRUN docker inspect --format \\\n  {{.Id}} x\n", true),
            ("Dockerfile", "FROM a\nCOPY <<E /x.j2\n{% if x %}\nE\n", true),
        ];
        for (path, text, expected) in cases {
            assert_eq!(is_one(path, text), expected, "{path}: {text}");
        }
    }
}
