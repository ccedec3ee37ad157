//! What the builder refuses in the arguments of an instruction, once variables have their values.

use super::expand::{Expander, Problem};
use super::instruction::{Reader, expands};
use super::ports::Ports;
use super::scope::Scope;
use super::takes::Take;
use crate::diagnostic::{Diagnostic, Level};
use crate::syntax::dockerfile::{Instruction, Keyword, Word};

/// Flags of `FROM`, `COPY` and `ADD` in which variables are resolved.
const RESOLVED_FLAGS: [&str; 4] = ["platform", "chown", "chmod", "checksum"];

/// Diagnostics on one instruction with the variables of its stage.
pub(super) fn of(instruction: &Instruction<'_>, expander: Expander, scope: &Scope) -> Vec<Diagnostic> {
    if !expands(instruction.keyword) && instruction.keyword != Keyword::Run {
        return Vec::new();
    }
    let problems = words(instruction).into_iter().filter_map(|word| expander.problem(word, scope));
    let taken = Take::all(instruction, expander).into_iter().filter_map(|take| take.problem());
    let mut stopped = false;
    // The builder says nothing more of an instruction at which it stops.
    let said = problems.chain(taken).take_while(|problem| !std::mem::replace(&mut stopped, problem.is_certain));
    let mut all: Vec<Diagnostic> = said.map(|problem| diagnostic(&problem)).collect();
    if instruction.keyword == Keyword::Expose {
        let ports = Ports::read(&Reader { expander, scope }.words(instruction));
        let refused = ports.problems.into_iter();
        all.extend(refused.map(|(span, message)| Diagnostic::at(Level::Error, "dockerfile-port", span, message)));
    }
    all
}

/// The words whose variables the builder resolves.
fn words<'w, 's>(instruction: &'w Instruction<'s>) -> Vec<&'w Word<'s>> {
    let flags = instruction.flags.iter().filter(|flag| RESOLVED_FLAGS.contains(&&*flag.name));
    let flags = flags.filter_map(|flag| flag.value.as_ref());
    match instruction.keyword {
        Keyword::Run => Vec::new(),
        Keyword::Env | Keyword::Arg | Keyword::Label => {
            instruction.pairs.iter().flat_map(|pair| std::iter::once(&pair.name).chain(&pair.value)).collect()
        }
        Keyword::From => flags.chain(instruction.words.first()).collect(),
        Keyword::Copy | Keyword::Add => {
            let is_heredoc = |word: &Word<'_>| instruction.heredocs.iter().any(|one| one.mark == word.at);
            flags.chain(instruction.words.iter().filter(|word| !is_heredoc(word))).collect()
        }
        _ => instruction.words.iter().collect(),
    }
}

fn diagnostic(problem: &Problem) -> Diagnostic {
    let level = if problem.is_certain { Level::Error } else { Level::Warning };
    let message = format!("the build stops here: {}", problem.message);
    Diagnostic::at(level, "dockerfile-expansion", problem.place, message)
}
