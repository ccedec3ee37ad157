//! What a view says in the names of Kubernetes, as Terraform's provider of Kubernetes writes it: names in snake case, and objects as
//! nested blocks.

use super::draft::Draft;
use super::yaml::Step;
use crate::shape::workload::{is_written_as_map, written_name};

/// A way and the value at its end.
pub(super) fn in_blocks(way: &[Step], value: &Draft) -> (Vec<Step>, Draft) {
    let mut steps = Vec::new();
    let mut rest = way;
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        let Step::Key(name) = first else {
            steps.push(first.clone());
            continue;
        };
        let is_list = matches!(rest.first(), Some(Step::Index(_))) || rest.is_empty() && value.is_blocks();
        let written = written_name(name, is_list);
        let is_map = is_written_as_map(&written);
        steps.push(Step::key(&written));
        if is_map {
            steps.extend(rest.iter().cloned());
            return (steps, value.clone());
        }
        if matches!(rest.first(), Some(Step::Key(_))) {
            steps.push(Step::Index(0));
        }
    }
    (steps, block(value))
}

/// An object is a block by itself.
fn block(value: &Draft) -> Draft {
    match value {
        Draft::Map(_) => Draft::List(vec![body(value)]),
        Draft::List(items) => Draft::List(items.iter().map(body).collect()),
        other => other.clone(),
    }
}

fn body(value: &Draft) -> Draft {
    let Draft::Map(entries) = value else { return value.clone() };
    let entry = |(name, value): &(String, Draft)| {
        let written = written_name(name, value.is_blocks());
        let value = if is_written_as_map(&written) { value.clone() } else { block(value) };
        (written, value)
    };
    Draft::Map(entries.iter().map(entry).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Draft {
        Draft::Text(text.into())
    }

    fn map(entries: Vec<(&str, Draft)>) -> Draft {
        Draft::Map(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    #[test]
    fn objects_are_blocks_and_maps_stay() {
        let key = Step::key;
        let (way, value) = in_blocks(&[key("securityContext"), key("runAsNonRoot")], &Draft::Bool(true));
        assert_eq!(way, [key("security_context"), Step::Index(0), key("run_as_non_root")]);
        assert_eq!(value, Draft::Bool(true));
        let (way, value) = in_blocks(&[key("resources"), key("limits"), key("ephemeral-storage")], &text("1Gi"));
        assert_eq!(way, [key("resources"), Step::Index(0), key("limits"), key("ephemeral-storage")]);
        assert_eq!(value, text("1Gi"));
        let drop = Draft::List(vec![text("ALL")]);
        let (way, value) =
            in_blocks(&[key("securityContext")], &map(vec![("capabilities", map(vec![("drop", drop.clone())]))]));
        assert_eq!(way, [key("security_context")]);
        let block = |value| Draft::List(vec![value]);
        assert_eq!(value, block(map(vec![("capabilities", block(map(vec![("drop", drop)])))])));
    }
}
