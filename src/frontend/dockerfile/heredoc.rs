//! Which shell runs a here-document, and what it does about commands that fail.

use super::interpreter::{Code, code};
use super::program::{base_name, is_shell};
use super::programs::{Inner, find_wrapper};
use crate::syntax::shell::{Command, Next, Script};

/// Commands that do not fail, or whose failure means nothing.
const HARMLESS: [&str; 20] = [
    ":", "alias", "declare", "echo", "exit", "export", "false", "local", "printf", "readonly", "return", "set",
    "shift", "shopt", "sleep", "trap", "true", "umask", "unset", "wait",
];

/// What a shell is told to do about commands that fail.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Strictness {
    /// Whether it ends with the first of them.
    pub(super) errexit: bool,
    /// Whether it notices those in the middle of a pipe.
    pub(super) pipefail: bool,
}

impl Strictness {
    /// By the words of `set`, or those that start a shell.
    pub(super) fn of<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let mut strictness = Self::default();
        let mut named = false;
        for word in words {
            let letters = word.strip_prefix('-').filter(|letters| !letters.starts_with('-')).unwrap_or_default();
            strictness.errexit |= letters.contains('e') || (named && word == "errexit");
            strictness.pipefail |= named && word == "pipefail";
            named = letters.ends_with('o');
            // A script is what follows.
            if letters.ends_with('c') {
                break;
            }
        }
        strictness
    }
}

/// How the shell that runs a here-document is told to deal with what fails. `None` where no shell runs it.
///
/// `reader` is the command that it is given to. Without one the builder runs the text: with the program of its first line,
/// or else with the shell of the stage, which is `outer`.
pub(super) fn shell<'w>(reader: &[&'w str], body: &'w str, outer: Strictness) -> Option<Strictness> {
    if !reader.is_empty() {
        let words = innermost(reader);
        let runs = words.first().is_some_and(|program| is_shell(program)) && code(words) == Some(Code::Input);
        return runs.then(|| Strictness::of(words.iter().copied().skip(1)));
    }
    let first = body.lines().next().unwrap_or_default();
    let Some(line) = first.strip_prefix("#!") else { return Some(outer) };
    let words: Vec<&str> = line.split_whitespace().collect();
    let program = words.iter().position(|word| is_shell(word))?;
    Some(Strictness::of(words[program + 1..].iter().copied()))
}

/// The first command of a script after whose failure the script goes on, so that nobody notices it.
pub(super) fn unnoticed(script: &Script) -> Option<usize> {
    // What stands in a substitution belongs to the command before.
    let last = script.commands.iter().rposition(|command| command.level == 0)?;
    for (index, command) in script.commands[..last].iter().enumerate() {
        let words: Vec<&str> = command.words.iter().map(|word| word.literal().unwrap_or_default()).collect();
        let Some(program) = words.first().map(|program| base_name(program)) else { continue };
        if (program == "set" && Strictness::of(words.iter().copied().skip(1)).errexit) || program == "trap" {
            return None;
        }
        if is_unnoticed(command) && !program.is_empty() && !HARMLESS.contains(&program) {
            return Some(index);
        }
    }
    None
}

fn is_unnoticed(command: &Command) -> bool {
    command.outermost && !command.condition && command.next == Next::Always
}

/// The call behind wrappers such as `sudo`.
fn innermost<'c, 'w>(words: &'c [&'w str]) -> &'c [&'w str] {
    let mut words = words;
    while let Some(wrapper) = words.first().and_then(|program| find_wrapper(program)) {
        match wrapper.inner(words.iter().map(|word| Some(*word))) {
            Some(Inner::Program(inner)) => words = &words[inner..],
            Some(Inner::Script(..)) | None => break,
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_innermost_shell_decides() {
        let outer = Strictness { errexit: true, pipefail: true };
        let (neither, both) = (Strictness::default(), outer);
        let exits = Strictness { errexit: true, pipefail: false };
        let cases = [
            ("", "a", Some(outer)),
            ("", "#!/bin/sh\na", Some(neither)),
            ("", "#!/usr/bin/env -S bash -euo pipefail\na", Some(both)),
            ("", "#!/bin/bash -e\na", Some(exits)),
            ("", "#!/usr/bin/env python3\na", None),
            ("bash", "a", Some(neither)),
            ("bash -euo pipefail", "a", Some(both)),
            ("sudo -u me bash -e -s", "a", Some(exits)),
            ("bash -o errexit -o pipefail -", "a", Some(both)),
            ("bash -c cat", "a", None),
            ("bash f", "a", None),
            ("python3", "a", None),
            ("cat", "#!/bin/sh", None),
        ];
        for (reader, body, expected) in cases {
            let words: Vec<&str> = reader.split_whitespace().collect();
            assert_eq!(shell(&words, body, outer), expected, "{reader} <<E {body}");
        }
        assert_eq!(Strictness::of("-eux".split(' ')), exits);
        assert_eq!(Strictness::of("-c -e".split(' ')), neither);
    }

    #[test]
    fn what_follows_hides_a_failure() {
        let cases = [
            ("a\nb", true),
            ("a\n{ b; c; }", true),
            ("a\nif b; then c; fi", true),
            ("echo a\nb $(c)\n", false),
            ("a || exit 1\nb", false),
            ("set -e\na\nb", false),
            ("{ a; b; }\n", false),
        ];
        for (text, expected) in cases {
            assert_eq!(unnoticed(&crate::syntax::shell::parse(text, 0)).is_some(), expected, "{text}");
        }
    }
}
