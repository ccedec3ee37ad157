//! What tells findings apart that would read the same: the same module used from two roots, or called several times.

use std::collections::HashMap;

use super::place::Located;
use super::text::one_line;
use crate::finding::Finding;
use crate::source::{Shown, Span};

/// A finding that is listed, and what tells it from others that would read the same.
pub(super) struct Listed<'f> {
    pub(super) finding: &'f Finding,
    /// Such as `used by prod/main.tf:3:1`; none where nothing reads the same.
    pub(super) context: Option<String>,
}

impl Listed<'_> {
    /// The message on one line, with what tells it from others.
    pub(super) fn message(&self) -> String {
        let message = one_line(&self.finding.message);
        match &self.context {
            Some(context) => format!("{message} ({context})"),
            None => message.into_owned(),
        }
    }
}

/// These findings, each with its context where others read the same.
pub(super) fn listed<'f>(
    findings: impl Iterator<Item = &'f Finding>,
    sources: Shown<'_>,
    root: &str,
) -> Vec<Listed<'f>> {
    let mut listed: Vec<_> = findings.map(|finding| Listed { finding, context: None }).collect();
    let mut alike: HashMap<_, Vec<usize>> = HashMap::new();
    for (at, Listed { finding, .. }) in listed.iter().enumerate() {
        let place = (finding.place.file, finding.place.range.start);
        let read = (place, finding.check.id, finding.severity, one_line(&finding.message));
        alike.entry(read).or_default().push(at);
    }
    // Each group is on its own, so that their order does not matter.
    let mut groups: Vec<Vec<usize>> = alike.into_values().filter(|group| group.len() > 1).collect();
    groups.sort_unstable();
    for group in groups {
        let findings: Vec<&Finding> = group.iter().map(|&at| listed[at].finding).collect();
        for (at, context) in group.into_iter().zip(told_apart(&findings, &Places { sources, root })) {
            listed[at].context = Some(context);
        }
    }
    listed
}

/// How a finding may differ from one that reads the same; empty where it has nothing to say.
type Aspect = fn(&Finding, &Places<'_>) -> String;

/// The ways to tell findings apart, those that say most first.
const ASPECTS: [Aspect; 6] = [
    |finding, places| places.all("used by", finding.ways.first().and_then(|way| way.first())),
    |finding, places| places.all("used by", finding.ways.first().into_iter().flatten()),
    |finding, places| {
        let written = finding.related.iter().filter(|label| label.text.ends_with("written here"));
        places.all("written at", written.map(|label| &label.span))
    },
    |finding, _| finding.addresses.first().map_or_else(String::new, |address| format!("of {}", one_line(address))),
    |finding, places| places.all("read at", finding.read_at.as_ref()),
    |finding, _| finding.value.as_ref().map_or_else(String::new, |value| format!("by {}", one_line(value))),
];

/// What tells each of these from the others: as few aspects as it takes, and a number where all are the same.
fn told_apart(findings: &[&Finding], places: &Places<'_>) -> Vec<String> {
    let mut contexts: Vec<Vec<String>> = vec![Vec::new(); findings.len()];
    for aspect in ASPECTS {
        if are_distinct(&contexts) {
            break;
        }
        let said: Vec<String> = findings.iter().map(|finding| aspect(finding, places)).collect();
        let mut widened = contexts.clone();
        for (context, text) in widened.iter_mut().zip(said) {
            context.extend((!text.is_empty() && !context.contains(&text)).then_some(text));
        }
        if distinct(&widened) > distinct(&contexts) {
            contexts = widened;
        }
    }
    if !are_distinct(&contexts) {
        let count = contexts.len();
        for (at, context) in contexts.iter_mut().enumerate() {
            context.push(format!("{} of {count}", at + 1));
        }
    }
    let only =
        |context: &[String]| if context.is_empty() { "as a root of its own".to_owned() } else { context.join(", ") };
    contexts.iter().map(|context| only(context)).collect()
}

fn distinct(contexts: &[Vec<String>]) -> usize {
    contexts.iter().collect::<std::collections::BTreeSet<_>>().len()
}

fn are_distinct(contexts: &[Vec<String>]) -> bool {
    distinct(contexts) == contexts.len()
}

/// Names places.
struct Places<'s> {
    sources: Shown<'s>,
    root: &'s str,
}

impl Places<'_> {
    /// `used by a/main.tf:3:1, b/main.tf:7:1`; nothing where there is no place.
    fn all<'a>(&self, what: &str, spans: impl IntoIterator<Item = &'a Span>) -> String {
        let name = |span: &Span| {
            let Located { file, start, .. } = Located::new(self.sources, *span);
            one_line(&format!("{}{}:{}:{}", self.root, file.path(), start.line, start.column)).into_owned()
        };
        let names: Vec<String> = spans.into_iter().map(name).collect();
        if names.is_empty() { names.concat() } else { format!("{what} {}", names.join(", ")) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{OPEN_PORT, finding};
    use super::*;
    use crate::diagnostic::Label;
    use crate::source::{SourceMap, TextRange};

    /// The contexts of findings at one place.
    fn contexts(change: impl Fn(usize, &mut Finding, Span), count: usize) -> Vec<Option<String>> {
        let sources = SourceMap::new();
        let place = sources.add("m/main.tf", "a = var.b\n").whole();
        let calls = sources.add("root.tf", "module a\nmodule b\nmodule c\n");
        let made = |at: usize| {
            let mut made = finding(&OPEN_PORT, &["a.b"], place, "open");
            change(at, &mut made, calls.span(TextRange::new(at * 9, at * 9 + 8)));
            made
        };
        let findings: Vec<Finding> = (0..count).map(made).collect();
        listed(findings.iter(), sources.shown(), "in/").into_iter().map(|listed| listed.context).collect()
    }

    fn some(texts: &[&str]) -> Vec<Option<String>> {
        texts.iter().map(|text| Some((*text).to_owned())).collect()
    }

    #[test]
    fn what_reads_the_same_says_what_differs() {
        let by_caller = contexts(|_, finding, call| finding.ways = vec![vec![call]], 2);
        assert_eq!(by_caller, some(&["used by in/root.tf:1:1", "used by in/root.tf:2:1"]));
        let by_value = contexts(|at, finding, _| finding.value = Some(at.to_string()), 2);
        assert_eq!(by_value, some(&["by 0", "by 1"]));
        let written = contexts(
            |_, finding, span| finding.related = vec![Label { span, text: "variable `b`, written here".to_owned() }],
            2,
        );
        assert_eq!(written, some(&["written at in/root.tf:1:1", "written at in/root.tf:2:1"]));
        let itself = contexts(|at, finding, call| finding.ways = if at == 0 { vec![] } else { vec![vec![call]] }, 2);
        assert_eq!(itself, some(&["as a root of its own", "used by in/root.tf:2:1"]));
    }

    #[test]
    fn what_differs_in_nothing_is_numbered() {
        assert_eq!(contexts(|_, _, _| {}, 3), some(&["1 of 3", "2 of 3", "3 of 3"]));
        assert_eq!(contexts(|_, _, _| {}, 1), [None]);
        let other_words = contexts(|at, finding, _| finding.message = format!("open {at}"), 2);
        assert_eq!(other_words, [None, None]);
    }
}
