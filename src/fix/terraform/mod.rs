//! Edits of Terraform's native syntax. hcl-edit reads the block, object or list that is edited, and says where its parts are; the
//! text around them stays byte for byte. Values are printed by hcl-rs, and laid out as `terraform fmt` does.

mod container;
mod insert;
mod lines;
mod print;
mod remove;
mod replace;
#[cfg(test)]
mod tests;

use super::draft::{self, Draft, Lists};
use super::op::{Op, computed, no_instructions};
use super::yaml::Step;
use super::{TextEdit, Unfixable, are_apart};
use crate::source::TextRange;
use crate::syntax::hcl;
use container::Container;

/// The edits of a text that do all of this together.
///
/// # Errors
/// Why it cannot be done.
pub fn edits(text: &str, ops: &[Op]) -> Result<Vec<TextEdit>, Unfixable> {
    if !hcl::parse(text).errors.is_empty() {
        return Err(Unfixable::new("the file has syntax errors"));
    }
    let (mut edits, mut added, mut removed) = (Vec::new(), Vec::new(), Vec::new());
    for op in ops {
        match op {
            Op::Set { at, rest, value } => set(text, (*at, rest), value, Lists::Merge, (&mut added, &mut edits))?,
            Op::Append { at, rest, value } if rest.is_empty() => edits.push(replace::append(text, *at, value)?),
            Op::Append { at, rest, value } => {
                let list = Draft::List(vec![value.clone()]);
                set(text, (*at, rest), &list, Lists::Extend, (&mut added, &mut edits))?;
            }
            Op::Remove(written) if !removed.contains(written) => removed.push(*written),
            Op::Remove(_) => {}
            Op::Rename { entry, name } => {
                let key = entry.key.ok_or_else(computed)?;
                edits.push(replace::rename(text, key, name));
            }
            Op::Rewrite { at, change, .. } => edits.extend(replace::rewrite(text, *at, change)?),
            Op::AddInstruction { .. } | Op::AddOption { .. } | Op::AddFlag { .. } => return Err(no_instructions()),
            Op::Behind { subject, kind, name, body } => {
                let new = replace::companion(text, *subject, (kind, name), body)?;
                // Several stand in the order in which they are added.
                match edits.iter_mut().find(|edit: &&mut TextEdit| edit.range == new.range) {
                    Some(known) if known.text.contains(&new.text) => {}
                    Some(known) => known.text.push_str(&new.text),
                    None => edits.push(new),
                }
            }
        }
    }
    for (at, entries) in added {
        edits.extend(insert::add(&Container::read(text, at)?, &entries, &removed)?);
    }
    edits.extend(remove::remove(text, &removed)?);
    edits.sort_by_key(|edit| edit.range);
    edits.dedup();
    if are_apart(&edits) { Ok(edits) } else { Err(Unfixable::new("two parts of the fix touch each other")) }
}

/// What is added to each block or object.
type Added = Vec<(TextRange, Vec<(String, Draft)>)>;

fn set(
    text: &str,
    (at, rest): (TextRange, &[Step]),
    value: &Draft,
    lists: Lists,
    (added, edits): (&mut Added, &mut Vec<TextEdit>),
) -> Result<(), Unfixable> {
    match rest {
        [] => edits.push(replace::value(text, at, value)?),
        [Step::Index(_), rest @ ..] => edits.push(replace::append(text, at, &nested(rest, value))?),
        [Step::Key(name), rest @ ..] => {
            let entry = (name.to_string(), nested(rest, value));
            match added.iter_mut().find(|(known, _)| *known == at) {
                Some((_, entries)) => draft::merge_entries(entries, vec![entry], lists)?,
                None => added.push((at, vec![entry])),
            }
        }
    }
    Ok(())
}

/// What steps lead to, with what they lead through.
pub(super) fn nested(steps: &[Step], value: &Draft) -> Draft {
    steps.iter().rev().fold(value.clone(), |inner, step| match step {
        Step::Key(name) => Draft::Map(vec![(name.to_string(), inner)]),
        Step::Index(_) => Draft::List(vec![inner]),
    })
}
