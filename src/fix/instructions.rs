//! Changes of Dockerfiles.

use super::dockerfile::Dockerfile;
use super::draft::Draft;
use super::op::{Op, Written};
use super::{TextEdit, Unfixable, apply, are_apart};
use crate::source::TextRange;

/// The edits of a text that do all of this together.
///
/// # Errors
/// Why it cannot be done.
pub(super) fn edits(text: &str, ops: &[Op]) -> Result<Vec<TextEdit>, Unfixable> {
    let mut ops = combined(ops);
    let file = Dockerfile::read(text)?;
    let each: Result<Vec<Vec<TextEdit>>, Unfixable> = ops.iter().map(|op| edit(&file, op)).collect();
    let mut together = each?.concat();
    together.retain(|edit| edit.range.slice(text) != edit.text);
    together.sort_by_key(|edit| edit.range);
    together.dedup();
    if are_apart(&together) {
        return Ok(together);
    }
    // One after the other, the last first, so that the places of the others stay; then all of them as one edit.
    ops.sort_by_key(|op| std::cmp::Reverse(op.place().start));
    let mut now = text.to_owned();
    for op in &ops {
        let edits = edit(&Dockerfile::read(&now)?, op)?;
        now = apply(&now, &edits);
    }
    Ok(vec![TextEdit::replace(TextRange::new(0, text.len()), now).narrowed(text)])
}

/// The changes without repetitions, those that add something at one place as one.
fn combined(ops: &[Op]) -> Vec<Op> {
    let mut all: Vec<Op> = Vec::with_capacity(ops.len());
    for op in ops {
        let is_known = all.iter_mut().any(|known| match (known, op) {
            (Op::AddInstruction { place, text }, Op::AddInstruction { place: at, text: more }) if *place == *at => {
                if !text.lines().any(|line| line == more) {
                    *text = format!("{text}\n{more}");
                }
                true
            }
            (Op::AddOption { behind, option }, Op::AddOption { behind: at, option: more }) if *behind == *at => {
                if !option.split(' ').any(|word| word == more) {
                    *option = format!("{option} {more}");
                }
                true
            }
            (Op::Remove(one), Op::Remove(other)) => one == other,
            _ => false,
        });
        if !is_known {
            all.push(op.clone());
        }
    }
    all
}

fn edit(file: &Dockerfile<'_>, op: &Op) -> Result<Vec<TextEdit>, Unfixable> {
    match op {
        Op::Set { at, rest, value } if rest.is_empty() => file.replace(*at, &text(value)?),
        Op::Remove(Written { value, .. }) => file.remove(*value),
        Op::Rename { entry, name } => file.rename(entry.value, name),
        Op::Rewrite { at, change, .. } => file.rewrite(*at, |text| change.of(text)),
        Op::AddInstruction { place, text } => file.add_instruction(text, *place),
        Op::AddOption { behind, option } => file.add_option(*behind, option),
        Op::AddFlag { at, flag } => file.add_flag(*at, flag),
        Op::Set { .. } | Op::Append { .. } => Err(Unfixable::new("what is not there has no place in a Dockerfile")),
        Op::Behind { .. } => Err(Unfixable::new("a Dockerfile holds no other resource")),
    }
}

/// A value as a word.
fn text(value: &Draft) -> Result<String, Unfixable> {
    match value {
        Draft::Text(text) => Ok(text.clone()),
        Draft::Bool(value) => Ok(value.to_string()),
        Draft::Number(number) => Ok(number.to_string()),
        _ => Err(Unfixable::new("the words of a Dockerfile are texts")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::dockerfile::Place;
    use super::*;

    #[test]
    fn changes_are_made_together() {
        let text = "FROM a\nRUN apt install x\nCMD y\n";
        let install = TextRange::new(15, 22);
        assert_eq!(install.slice(text), "install");
        let option = |option: &str| Op::AddOption { behind: install, option: option.into() };
        let instruction = |text: &str| Op::AddInstruction { place: Place::End, text: text.into() };
        let ops = [option("-y"), instruction("USER b"), option("-q"), instruction("EXPOSE 1"), option("-y")];
        let edits = edits(text, &ops).expect("can be done");
        assert_eq!(apply(text, &edits), "FROM a\nRUN apt install -y -q x\nUSER b\nEXPOSE 1\nCMD y\n");
    }
}
