//! What a call of an interpreter runs: its input, a file, or a text among its arguments.

use super::program::{base_name, is_shell};

/// What an interpreter runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Code {
    /// Its standard input.
    Input,
    /// The file that the word at this index names.
    File(usize),
    /// The word at this index, which is shell text.
    Script(usize),
    /// The word at this index, in a language of its own.
    Text(usize),
    /// Something that it has itself, such as a module.
    Other,
}

/// How the options of an interpreter are read, by its manual page.
struct Interpreter {
    names: &'static [&'static str],
    /// Options of one letter whose value is code.
    text: &'static str,
    /// Options of one letter whose value is a file with code.
    file: &'static str,
    /// Options of one letter with which it runs something else.
    other: &'static str,
    /// Options of one letter that have another value.
    values: &'static str,
    /// The same for long options.
    long_text: &'static [&'static str],
    long_values: &'static [&'static str],
    /// A subcommand that must come first.
    subcommand: Option<&'static str>,
}

const PLAIN: Interpreter = Interpreter {
    names: &[],
    text: "",
    file: "",
    other: "",
    values: "",
    long_text: &[],
    long_values: &[],
    subcommand: None,
};

const INTERPRETERS: &[Interpreter] = &[
    Interpreter { names: &["python", "pypy"], text: "c", other: "mVh", values: "WXQ", ..PLAIN },
    Interpreter { names: &["perl"], text: "eE", other: "vV", ..PLAIN },
    Interpreter { names: &["ruby"], text: "e", other: "vh", values: "rIC", ..PLAIN },
    Interpreter {
        names: &["node", "nodejs"],
        text: "ep",
        other: "vh",
        values: "rC",
        long_text: &["--eval", "--print"],
        long_values: &["--require", "--import", "--loader", "--conditions"],
        ..PLAIN
    },
    Interpreter { names: &["php"], text: "rRBE", file: "fF", other: "vmih", values: "cdz", ..PLAIN },
    Interpreter { names: &["lua", "luajit"], text: "e", other: "v", values: "l", ..PLAIN },
    Interpreter { names: &["tclsh"], ..PLAIN },
    Interpreter { names: &["fish", "csh", "tcsh"], text: "c", ..PLAIN },
    Interpreter { names: &["Rscript"], text: "e", ..PLAIN },
    Interpreter { names: &["R"], text: "e", file: "f", ..PLAIN },
    Interpreter {
        names: &["julia"],
        text: "eE",
        other: "v",
        values: "Lpt",
        long_text: &["--eval", "--print"],
        ..PLAIN
    },
    Interpreter { names: &["deno", "bun", "go"], subcommand: Some("run"), ..PLAIN },
    Interpreter {
        names: &["pwsh"],
        long_text: &["-command", "-c", "-encodedcommand"],
        long_values: &["-executionpolicy", "-version", "-workingdirectory"],
        ..PLAIN
    },
];

/// What the program runs that is the first of these words; a word that is not known counts as an argument. `None` where
/// it is no interpreter.
pub(super) fn code(words: &[&str]) -> Option<Code> {
    let name = base_name(words.first()?);
    if is_shell(name) {
        return Some(shell(words, true));
    }
    if matches!(name, "su" | "runuser") {
        return Some(shell(words, false));
    }
    if name == "java" {
        let jar = words.iter().position(|word| *word == "-jar");
        return Some(jar.map_or(Code::Other, |jar| Code::File(jar + 1)));
    }
    let known = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let interpreter = INTERPRETERS.iter().find(|one| one.names.contains(&known) || one.names.contains(&name))?;
    Some(interpreter.code(words))
}

/// A shell; `su` has the options of one, and its argument is a user.
fn shell(words: &[&str], takes_file: bool) -> Code {
    let (mut is_command, mut is_input, mut is_value, mut only_arguments) = (false, false, false, false);
    for (index, word) in words.iter().enumerate().skip(1) {
        let option = !only_arguments && word.len() > 1 && word.starts_with(['-', '+']);
        if is_value {
            is_value = false;
        } else if let Some(long) = word.strip_prefix("--").filter(|_| option) {
            only_arguments |= long.is_empty();
            is_command |= !takes_file && matches!(long, "command" | "session-command");
            is_value = matches!(long, "rcfile" | "init-file" | "user" | "group" | "shell");
        } else if option {
            // Only the syntax is looked at.
            if takes_file && *word == "-n" {
                return Code::Other;
            }
            is_command |= word.contains('c');
            is_input |= word.contains('s');
            is_value = word.ends_with(['o', 'O']) || (!takes_file && word.ends_with(['u', 'g', 'G', 's']));
        } else if *word == "-" && !only_arguments {
            only_arguments = takes_file;
        } else if is_command && (takes_file || word.contains(' ') || words[index - 1].ends_with(['c', 'd'])) {
            return Code::Script(index);
        } else if takes_file && !is_command {
            return if is_input { Code::Input } else { file(words, index) };
        }
    }
    if is_command { Code::Other } else { Code::Input }
}

impl Interpreter {
    fn code(&self, words: &[&str]) -> Code {
        let mut first = 1;
        if let Some(subcommand) = self.subcommand {
            if words.get(1) != Some(&subcommand) {
                return Code::Other;
            }
            first = 2;
        }
        let mut is_value = false;
        for (index, word) in words.iter().enumerate().skip(first) {
            if is_value {
                is_value = false;
            } else if *word == "-" {
                return Code::Input;
            } else if *word == "--" {
                // What follows is for the script: of php in any case, of others unless it is the script.
                let php = self.names == ["php"];
                return if php || index + 1 == words.len() { Code::Input } else { file(words, index + 1) };
            } else if let Some((code, value)) = self.option(words, index) {
                match code {
                    Some(code) => return code,
                    None => is_value = value,
                }
            } else {
                return file(words, index);
            }
        }
        if self.subcommand.is_some() { Code::Other } else { Code::Input }
    }

    /// What the option at `index` says to run, or whether a value follows it. `None` where the word is no option.
    fn option(&self, words: &[&str], index: usize) -> Option<(Option<Code>, bool)> {
        let word = words[index];
        let letters = word.strip_prefix('-')?;
        let lower = word.to_ascii_lowercase();
        if self.long_text.contains(&lower.as_str()) {
            return Some((Some(text(words, index + 1)), false));
        }
        if letters.starts_with('-') || self.long_values.contains(&lower.as_str()) {
            return Some((None, self.long_values.contains(&lower.as_str())));
        }
        for (at, letter) in letters.char_indices() {
            let is_last = at + letter.len_utf8() == letters.len();
            let next = if is_last { index + 1 } else { index };
            if self.text.contains(letter) {
                return Some((Some(text(words, next)), false));
            }
            if self.file.contains(letter) && is_last {
                return Some((Some(file(words, next)), false));
            }
            if self.other.contains(letter) {
                return Some((Some(Code::Other), false));
            }
            if self.values.contains(letter) {
                return Some((None, is_last));
            }
        }
        Some((None, false))
    }
}

fn text(words: &[&str], index: usize) -> Code {
    if index < words.len() { Code::Text(index) } else { Code::Other }
}

/// The file that a word names; some names stand for the input.
fn file(words: &[&str], index: usize) -> Code {
    match words.get(index) {
        Some(&("/dev/stdin" | "/dev/fd/0" | "/proc/self/fd/0")) => Code::Input,
        Some(_) => Code::File(index),
        None => Code::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interpreters_run_what_their_options_say() {
        let cases = [
            ("sh", Some(Code::Input)),
            ("bash -", Some(Code::Input)),
            ("/bin/bash -x -s -- --yes", Some(Code::Input)),
            ("bash -s stable", Some(Code::Input)),
            ("bash /dev/stdin a", Some(Code::Input)),
            ("bash -eo pipefail f a", Some(Code::File(3))),
            ("sh --norc -- f", Some(Code::File(3))),
            ("bash -euo pipefail -c x", Some(Code::Script(4))),
            ("bash -lc x y", Some(Code::Script(2))),
            ("bash -c", Some(Code::Other)),
            ("bash -n f", Some(Code::Other)),
            ("su", Some(Code::Input)),
            ("su - me", Some(Code::Input)),
            ("su - me -c x", Some(Code::Script(4))),
            ("su -c x me", Some(Code::Script(2))),
            ("su --command x me", Some(Code::Script(2))),
            ("runuser -l me -c x", Some(Code::Script(4))),
            ("python3", Some(Code::Input)),
            ("python3.12 - --version 1", Some(Code::Input)),
            ("python -c x", Some(Code::Text(2))),
            ("python -m json.tool", Some(Code::Other)),
            ("python -W ignore f", Some(Code::File(3))),
            ("perl - App::cpanminus", Some(Code::Input)),
            ("perl -pe s/a/b/", Some(Code::Text(2))),
            ("ruby -rjson -e x", Some(Code::Text(3))),
            ("node --eval x", Some(Code::Text(2))),
            ("node", Some(Code::Input)),
            ("php -- --install-dir=/bin", Some(Code::Input)),
            ("php -d a=b -r x", Some(Code::Text(4))),
            ("php -f f", Some(Code::File(2))),
            ("java -Xmx1g -jar f", Some(Code::File(3))),
            ("java Main", Some(Code::Other)),
            ("deno run f", Some(Code::File(2))),
            ("bun install", Some(Code::Other)),
            ("pwsh -File f", Some(Code::File(2))),
            ("tar x", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let words: Vec<&str> = text.split_whitespace().collect();
            assert_eq!(code(&words), expected, "{text}");
        }
    }
}
