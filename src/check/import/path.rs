//! Attributes of policies, and the paths of queries that they stand for.

use regex::Regex;
use serde_json::Value as Json;

use super::expr::{Expr, member, quote};

/// One step into a resource.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    Name(String),
    Index(usize),
    /// Every child.
    Each,
    /// The children for which a condition holds; with members that make it hold.
    Where(String, Vec<Member>),
    /// Members of this name, however deep.
    Deep(String),
}

/// Names that lead to a value, and the value.
pub(super) type Member = (Vec<String>, Json);

/// Which of several nodes must be as they should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// The attribute is one: all that it may be where a block is repeated.
    One,
    /// One of those that a `*` selects.
    Some,
    /// All that a `JSONPath` selects.
    Every,
}

/// How attributes of a resource lie within each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// Blocks of Terraform, which are lists: a name may stand for one.
    Blocks,
    /// As it is written.
    Plain,
    /// As it is written; names of labels and annotations hold dots.
    Manifest,
}

/// An attribute.
#[derive(Clone, Debug)]
pub(super) struct Path {
    pub steps: Vec<Step>,
    pub reach: Reach,
}

/// Arguments that are maps, and no blocks, wherever they are.
pub(super) const MAPS: [&str; 2] = ["tags", "tags_all"];

/// Maps of Kubernetes whose names hold dots.
const DOTTED: [&str; 4] = ["annotations", "labels", "matchLabels", "nodeSelector"];

/// Of more forms than these a query is nothing that people could read.
const MOST_FORMS: usize = 12;

impl Path {
    /// Names between dots; numbers are positions, `*` is every element.
    pub(super) fn dotted(text: &str, layout: Layout) -> Result<Self, String> {
        let mut steps = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let (part, tail) = match steps.last() {
                Some(Step::Name(name)) if layout == Layout::Manifest && DOTTED.contains(&name.as_str()) => (rest, ""),
                _ => rest.split_once('.').unwrap_or((rest, "")),
            };
            rest = tail;
            let (name, index) = part.split_once('[').map_or((part, None), |(name, index)| (name, Some(index)));
            match name {
                "" => {}
                "*" => steps.push(Step::Each),
                _ => steps.push(name.parse().map_or_else(|_| Step::Name(name.to_owned()), Step::Index)),
            }
            match index.map(|index| index.trim_end_matches(']')) {
                None => {}
                Some("*" | "") => steps.push(Step::Each),
                Some(index) => {
                    steps.push(Step::Index(index.parse().map_err(|_| format!("`{part}` is no part of a path"))?));
                }
            }
        }
        let reach = if steps.contains(&Step::Each) { Reach::Some } else { Reach::One };
        finished(steps, reach)
    }

    /// A `JSONPath` as Checkov reads it.
    pub(super) fn parsed(text: &str) -> Result<Self, String> {
        let mut steps = Vec::new();
        let mut rest = text.trim().trim_start_matches('$');
        let is_end = |char: char| char == '.' || char == '[';
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix('[') {
                let end = closing(inner).ok_or("the path lacks a `]`")?;
                steps.push(bracket(inner[..end].trim())?);
                rest = &inner[end + 1..];
                continue;
            }
            let is_deep = rest.starts_with("..");
            rest = rest.trim_start_matches('.');
            let (name, tail) = rest.split_at(rest.find(is_end).unwrap_or(rest.len()));
            rest = tail;
            steps.push(match (name, is_deep) {
                ("" | "*", true) => return Err("`..` needs a name behind it".to_owned()),
                ("", _) if rest.starts_with('[') => continue,
                ("", _) => return Err("the path ends with a dot".to_owned()),
                ("*", _) => Step::Each,
                (name, true) => Step::Deep(name.to_owned()),
                (name, false) => Step::Name(name.trim_matches(['"', '\'']).to_owned()),
            });
        }
        finished(steps, Reach::Every)
    }

    /// The paths that it may be: where a name stands within a block, every block counts.
    pub(super) fn forms(&self, layout: Layout) -> Vec<Form> {
        let mut forms = vec![Vec::new()];
        let mut run: Vec<Step> = Vec::new();
        for step in self.steps.iter().chain([&Step::Each]) {
            if let Step::Name(_) = step {
                run.push(step.clone());
                continue;
            }
            let runs = if layout == Layout::Blocks { with_blocks(&run) } else { vec![run.clone()] };
            forms = forms
                .iter()
                .flat_map(|form| runs.iter().map(move |run| [&form[..], run, std::slice::from_ref(step)].concat()))
                .take(MOST_FORMS)
                .collect();
            run.clear();
        }
        // The last step only ended the last run.
        for form in &mut forms {
            form.truncate(form.len() - 1);
        }
        forms.into_iter().map(|steps| Form { steps }).collect()
    }
}

fn finished(steps: Vec<Step>, reach: Reach) -> Result<Path, String> {
    if steps.is_empty() { Err("needs an attribute".to_owned()) } else { Ok(Path { steps, reach }) }
}

/// Blocks hold blocks and arguments, and arguments hold no blocks.
fn with_blocks(names: &[Step]) -> Vec<Vec<Step>> {
    let is_map = |step: &Step| matches!(step, Step::Name(name) if MAPS.contains(&name.as_str()));
    let outer = names.len().saturating_sub(1);
    let blocks = names[..outer].iter().position(is_map).unwrap_or(outer);
    let with = |count: usize| {
        let step = |(index, name): (usize, &Step)| {
            let each = (index < count).then_some(Step::Each);
            std::iter::once(name.clone()).chain(each)
        };
        names.iter().enumerate().flat_map(step).collect()
    };
    (0..=blocks).map(with).collect()
}

/// Where the bracket ends that is open at the start of `text`.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (1, None);
    for (at, char) in text.char_indices() {
        match (quote, char) {
            (Some(open), _) if open == char => quote = None,
            (None, '\'' | '"') => quote = Some(char),
            (None, '[') => depth += 1,
            (None, ']') => depth -= 1,
            (Some(_) | None, _) => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

fn bracket(inner: &str) -> Result<Step, String> {
    if let Some(condition) = inner.strip_prefix('?') {
        return filter(condition.trim());
    }
    match inner {
        "*" => Ok(Step::Each),
        _ if inner.starts_with(['\'', '"']) && !inner.contains(',') => {
            Ok(Step::Name(inner.trim_matches(['\'', '"']).to_owned()))
        }
        _ => inner.parse().map(Step::Index).map_err(|_| format!("`[{inner}]` has no equivalent")),
    }
}

/// `@.a == 'x' & @.b.c`, with or without parentheses around it.
fn filter(condition: &str) -> Result<Step, String> {
    let bare = condition.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(condition);
    let (mut parts, mut members) = (Vec::new(), Vec::new());
    for term in bare.split('&').map(str::trim).filter(|term| !term.is_empty()) {
        let (part, member) = filter_term(term).ok_or_else(|| format!("`[?{condition}]` has no equivalent"))?;
        parts.push(part);
        members.extend(member);
    }
    Ok(Step::Where(Expr::all(parts).to_string(), members))
}

/// A term of a filter, with a member for which it holds.
fn filter_term(term: &str) -> Option<(Expr, Option<Member>)> {
    const SIGNS: [&str; 7] = ["==", "!=", "=~", "<=", ">=", "<", ">"];
    let found = SIGNS.into_iter().find_map(|sign| Some((sign, term.split_once(sign)?)));
    let (left, right) = found.map_or((term, None), |(sign, (left, right))| (left, Some((sign, right))));
    let is_name =
        |name: &&str| !name.is_empty() && name.chars().all(|char| char.is_ascii_alphanumeric() || "_-".contains(char));
    let left = left.trim();
    let names: Vec<&str> = left.strip_prefix("@.").unwrap_or(left).split('.').collect();
    if !names.iter().all(is_name) {
        return None;
    }
    let node = names.iter().fold("@".to_owned(), |path, name| member(&path, name));
    let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
    let Some((sign, right)) = right else {
        return Some((Expr::Atom(node), Some((names, Json::String("x".to_owned())))));
    };
    let value = literal(right.trim())?;
    Some(match sign {
        "=~" => (Expr::call("search", &node, value.as_str().filter(|text| Regex::new(text).is_ok())?), None),
        // What is not there fits no comparison.
        "!=" => (Expr::all([Expr::Atom(node.clone()), Expr::Compare(node, sign, text_of(&value))]), None),
        _ => (Expr::Compare(node, sign, text_of(&value)), (sign == "==").then_some((names, value))),
    })
}

fn literal(text: &str) -> Option<Json> {
    match text.strip_prefix(['\'', '"']) {
        Some(inner) => Some(Json::String(inner.trim_end_matches(['\'', '"']).to_owned())),
        None if text.eq_ignore_ascii_case("true") => Some(Json::Bool(true)),
        None if text.eq_ignore_ascii_case("false") => Some(Json::Bool(false)),
        None => {
            let number = serde_json::from_str::<serde_json::Number>(text).ok().map(Json::Number);
            let is_word =
                !text.is_empty() && text.chars().all(|char| char.is_ascii_alphanumeric() || "_-".contains(char));
            number.or(is_word.then(|| Json::String(text.to_owned())))
        }
    }
}

/// A text, number or truth value as a query writes it.
pub(super) fn text_of(value: &Json) -> String {
    match value {
        Json::String(text) => quote(text),
        other => other.to_string(),
    }
}

/// One path of a query.
#[derive(Clone, Debug)]
pub(super) struct Form {
    steps: Vec<Step>,
}

impl Form {
    /// Whether it selects several nodes, where there are several.
    pub(super) fn is_several(&self) -> bool {
        self.steps.iter().any(Step::is_several)
    }

    /// The path itself, which is true where it selects something.
    pub(super) fn exists(&self) -> Expr {
        Expr::Atom(text(&self.steps))
    }

    /// Some node that it selects is as `test` says, which is given the path of that node.
    pub(super) fn some(&self, test: &dyn Fn(&str) -> Expr) -> Expr {
        let Some(last) = self.steps.iter().rposition(Step::is_several) else { return test(&text(&self.steps)) };
        let (before, node) = (&self.steps[..last], text(&self.steps[last + 1..]));
        match &self.steps[last] {
            Step::Where(condition, _) => {
                Expr::filter(&text(before), &Expr::all([Expr::Atom(condition.clone()), test(&node)]))
            }
            Step::Deep(name) => {
                let shallow = [before, &[Step::Name(name.clone())], &self.steps[last + 1..]].concat();
                let deep = node.replacen('@', &member("@", name), 1);
                let below = Expr::filter(&format!("{}..", text(before)), &test(&deep));
                Expr::any([Self { steps: shallow }.some(test), below])
            }
            _ => Expr::filter(&text(before), &test(&node)),
        }
    }
}

impl Step {
    fn is_several(&self) -> bool {
        matches!(self, Self::Each | Self::Where(..) | Self::Deep(_))
    }
}

fn text(steps: &[Step]) -> String {
    steps.iter().fold("@".to_owned(), |path, step| match step {
        Step::Name(name) => member(&path, name),
        Step::Index(index) => format!("{path}[{index}]"),
        Step::Each => format!("{path}[*]"),
        Step::Where(condition, _) => format!("{path}[?{condition}]"),
        Step::Deep(name) => member(&format!("{path}."), name),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(path: Result<Path, String>, layout: Layout) -> Vec<String> {
        path.expect("a path").forms(layout).iter().map(|form| form.exists().to_string()).collect()
    }

    #[test]
    fn a_name_within_another_may_be_in_a_block() {
        let cases = [
            ("acl", vec!["@.acl"]),
            ("tags.Name", vec!["@.tags.Name"]),
            ("logging.bucket", vec!["@.logging.bucket", "@.logging[*].bucket"]),
            ("a.b.c", vec!["@.a.b.c", "@.a[*].b.c", "@.a[*].b[*].c"]),
            ("ingress.*.cidr_blocks", vec!["@.ingress[*].cidr_blocks"]),
            ("ingress.0.cidr_blocks.0", vec!["@.ingress[0].cidr_blocks[0]"]),
            ("rule[*].cidr", vec!["@.rule[*].cidr"]),
        ];
        for (text, expected) in cases {
            assert_eq!(forms(Path::dotted(text, Layout::Blocks), Layout::Blocks), expected, "{text}");
        }
        let manifest =
            forms(Path::dotted("metadata.labels.app.kubernetes.io/name", Layout::Manifest), Layout::Manifest);
        assert_eq!(manifest, ["@.metadata.labels['app.kubernetes.io/name']"]);
    }

    #[test]
    fn paths_are_read_as_checkov_does() {
        let cases = [
            ("$.a[*].b", "@.a[*].b"),
            ("a[?(@.name == \"x\" & @.size != 3)].b", "@.a[?@.name == 'x' && @.size && @.size != 3].b"),
            ("$.a['b-c'][0]", "@.a['b-c'][0]"),
            ("$.a[?(@.b.c == on)]", "@.a[?@.b.c == 'on']"),
            ("$.a[?(@.b =~ '^x')]", "@.a[?search(@.b, '^x')]"),
            ("$..b", "@..b"),
            ("$.a.*", "@.a[*]"),
        ];
        for (text, expected) in cases {
            assert_eq!(forms(Path::parsed(text), Layout::Plain), [expected], "{text}");
        }
        for wrong in ["$", "$.a[1:2]", "$.a[", "$.a[?(@.b =~ '(?!x)')]", "$.a.", "$..*"] {
            assert!(Path::parsed(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn tests_stand_at_the_last_choice() {
        let test = |node: &str| Expr::Compare(node.into(), "==", "1".into());
        let cases = [
            ("$.a.b", "@.a.b == 1"),
            ("$.a[*].b.c", "@.a[?@.b.c == 1]"),
            ("$.a[*][*]", "@.a[*][?@ == 1]"),
            ("$.a[?(@.x)].b", "@.a[?@.x && @.b == 1]"),
            ("$.a..b.c", "@.a.b.c == 1 || @.a..[?@.b.c == 1]"),
        ];
        for (text, expected) in cases {
            let form = Path::parsed(text).expect(text).forms(Layout::Plain).remove(0);
            assert_eq!(form.some(&test).to_string(), expected, "{text}");
        }
    }
}
