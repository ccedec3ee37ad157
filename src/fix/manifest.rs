//! Changes of YAML and JSON: manifests, Compose files and Terraform's JSON syntax.

use super::draft::Draft;
use super::op::{Op, computed, no_instructions};
use super::yaml::{Emptied, Path, Step, Yaml};
use super::{Plain, TextEdit, Unfixable, apply, are_apart, share_a_place};
use crate::source::TextRange;
use crate::syntax::yaml::Dialect;

/// One change at a place of the text as it was.
struct Placed<'o> {
    path: Path,
    op: &'o Op,
}

/// The edits of a text that do all of this together. `is_terraform` says whether expressions are written in texts.
///
/// # Errors
/// Why it cannot be done.
pub(super) fn edits(text: &str, dialect: Dialect, is_terraform: bool, ops: &[Op]) -> Result<Vec<TextEdit>, Unfixable> {
    let yaml = Yaml::read(text, dialect)?;
    let writer = Writer { is_terraform };
    let mut placed = Vec::with_capacity(ops.len());
    for op in ops {
        let path = yaml.locate(op.place()).ok_or_else(|| Unfixable::new("the place is not found in the file"))?;
        placed.push(Placed { path, op });
    }
    // What is removed moves what stands behind it: last things first.
    placed.sort_by_key(|placed| (is_removal(placed.op), std::cmp::Reverse(last_index(placed))));
    placed.dedup_by(|one, other| one.path == other.path && is_removal(one.op) && is_removal(other.op));
    let each: Result<Vec<Vec<TextEdit>>, Unfixable> = placed.iter().map(|placed| writer.edits(&yaml, placed)).collect();
    let mut together = each?.concat();
    together.sort_by_key(|edit| edit.range);
    together.dedup();
    let meet = together.windows(2).any(|pair| share_a_place(text, pair[0].range, pair[1].range));
    if are_apart(&together) && !meet {
        return Ok(together);
    }
    // One after the other, and what became of all of them as one edit.
    let mut now = text.to_owned();
    for placed in &placed {
        let yaml = Yaml::read(&now, dialect)?;
        let edits = writer.edits(&yaml, placed)?;
        now = apply(&now, &edits);
    }
    Ok(vec![TextEdit::replace(TextRange::new(0, text.len()), now).narrowed(text)])
}

fn is_removal(op: &Op) -> bool {
    matches!(op, Op::Remove(_))
}

fn last_index(placed: &Placed<'_>) -> usize {
    match placed.path.steps.last() {
        Some(Step::Index(index)) => *index,
        _ => 0,
    }
}

struct Writer {
    is_terraform: bool,
}

impl Writer {
    fn edits(&self, yaml: &Yaml<'_>, Placed { path, op }: &Placed<'_>) -> Result<Vec<TextEdit>, Unfixable> {
        match op {
            Op::Set { rest, value, .. } => yaml.set(&path.join(rest), &self.plain(value)?),
            Op::Append { rest, value, .. } => yaml.append(&path.join(rest), &self.plain(value)?),
            Op::Remove(_) => yaml.remove(path, Emptied::Keep),
            Op::Rename { name, .. } => yaml.rename(path, name),
            Op::Rewrite { change, old, .. } => match change.of(old.as_deref().ok_or_else(computed)?)? {
                Some(new) => yaml.rewrite(path, &new),
                None => Ok(Vec::new()),
            },
            Op::Behind { kind, name, body, .. } if self.is_terraform => {
                let steps = [Step::key("resource"), Step::key(kind), Step::key(name)];
                yaml.set(&Path { document: path.document, steps: steps.into() }, &self.plain(body)?)
            }
            Op::AddInstruction { .. } | Op::AddOption { .. } | Op::AddFlag { .. } => Err(no_instructions()),
            Op::Behind { kind, name, body, .. } => yaml.add_document(path, &object(kind, name, body)?),
        }
    }

    /// In Terraform's JSON, expressions are texts, and texts are templates.
    fn plain(&self, draft: &Draft) -> Result<Plain, Unfixable> {
        if self.is_terraform { in_json(draft).to_plain() } else { draft.to_plain() }
    }
}

fn in_json(draft: &Draft) -> Draft {
    match draft {
        Draft::Raw(text) => Draft::Text(match text.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            Some(template) if !template.contains(['"', '\\']) => template.to_owned(),
            _ => format!("${{{text}}}"),
        }),
        Draft::Text(text) => Draft::Text(text.replace("${", "$${").replace("%{", "%%{")),
        Draft::List(items) => Draft::List(items.iter().map(in_json).collect()),
        Draft::Map(entries) => Draft::Map(entries.iter().map(|(name, value)| (name.clone(), in_json(value))).collect()),
        other => other.clone(),
    }
}

/// A Kubernetes object.
fn object(kind: &str, name: &str, body: &Draft) -> Result<Plain, Unfixable> {
    let Plain::Map(entries) = body.to_plain()? else {
        return Err(Unfixable::new("an object is made of named values"));
    };
    let mut head = Vec::new();
    let mut metadata = vec![("name".to_owned(), Plain::String(name.to_owned()))];
    let mut rest = Vec::new();
    for (key, value) in entries {
        match (key.as_str(), value) {
            ("apiVersion", value) => head.insert(0, (key, value)),
            ("metadata", Plain::Map(more)) => metadata.extend(more.into_iter().filter(|(key, _)| key != "name")),
            (_, value) => rest.push((key, value)),
        }
    }
    head.push(("kind".to_owned(), Plain::String(kind.to_owned())));
    head.push(("metadata".to_owned(), Plain::Map(metadata)));
    head.extend(rest);
    Ok(Plain::Map(head))
}
