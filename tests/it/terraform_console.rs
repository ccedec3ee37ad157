//! Expressions against Terraform's own answers, in `testdata/terraform/console.txt`.
//!
//! What Terraform gives, Ravelin must give as well, or say that it does not know; what Terraform rejects must be unknown.
//! The data file marks with `?` where Ravelin knows less, so that both a loss and a gain are seen.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ravelin::frontend::terraform::Terraform;
use ravelin::frontend::{Context, Frontend, Output};
use ravelin::source::{Files, SourceMap, Unreadable};
use ravelin::value::{Kind, Reason, Value};

/// One entry of the data file.
struct Question<'t> {
    line: usize,
    expression: &'t str,
    /// JSON; nothing where Terraform rejects the expression.
    answer: Option<&'t str>,
    /// Why Ravelin does not know the answer.
    gap: Option<&'t str>,
    /// What OpenTofu gives where Terraform rejects the expression.
    tofu: Option<&'t str>,
}

fn questions(text: &str) -> Vec<Question<'_>> {
    let mut questions: Vec<Question<'_>> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        match (line.strip_prefix("  "), questions.last_mut()) {
            (Some(rest), Some(question)) => match rest.split_at(1) {
                ("=", answer) => question.answer = Some(answer.trim_start()),
                ("?", gap) => question.gap = Some(gap.trim_start()),
                ("~", answer) => question.tofu = Some(answer.trim_start()),
                _ => assert_eq!(rest, "!", "line {}", index + 1),
            },
            (Some(_), None) => panic!("line {}: an answer without a question", index + 1),
            (None, _) if line.is_empty() || line.starts_with('#') => {}
            (None, _) => {
                questions.push(Question { line: index + 1, expression: line, answer: None, gap: None, tofu: None });
            }
        }
    }
    questions
}

/// The files beside the data file.
struct Disk(PathBuf);

impl Disk {
    fn names(&self, folder: &str, wanted: fn(&Path) -> bool) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.join(folder)).into_iter().flatten().flatten();
        let wanted = entries.filter(|entry| wanted(&entry.path()));
        let mut names: Vec<String> = wanted.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

impl Files for Disk {
    fn list(&self, folder: &str) -> Vec<String> {
        self.names(folder, Path::is_file)
    }

    fn folders(&self, folder: &str) -> Vec<String> {
        self.names(folder, Path::is_dir)
    }

    fn read(&self, path: &str) -> Result<Arc<str>, Unreadable> {
        std::fs::read_to_string(self.0.join(path)).map(Arc::from).map_err(Unreadable::System)
    }
}

/// The value of each expression, as an output of one module.
fn evaluate(questions: &[Question<'_>], folder: &Path) -> BTreeMap<usize, Option<Value>> {
    let mut text = String::new();
    for question in questions {
        let _ = writeln!(text, "output \"o{}\" {{\n  value = {}\n}}", question.line, question.expression);
    }
    let sources = SourceMap::new();
    let file = sources.add("main.tf", text.as_str());
    let settings = ravelin::frontend::Settings::default();
    let files = Disk(folder.to_owned());
    let context = Context { sources: &sources, files: &files, settings: &settings };
    let output: Output = Terraform.load(&[file], &context).into_iter().collect();
    assert!(output.diagnostics.is_empty(), "{:?}", output.diagnostics);
    let line = |address: &str| address.strip_prefix("output.o").and_then(|line| line.parse().ok());
    let value = |body: &Value| body.member("value").cloned();
    output.resources.iter().filter_map(|output| Some((line(&output.address)?, value(&output.body)))).collect()
}

/// The JSON of a value of which everything is known, to the last digit.
fn known(value: &Value) -> Result<String, Reason> {
    let mut open = vec![value];
    while let Some(value) = open.pop() {
        match &value.kind {
            Kind::Number(number) if !number.is_exact() => return Err(Reason::Limit("digits")),
            Kind::List(list) => open.extend(&list.items),
            Kind::Map(map) => open.extend(map.entries().map(|entry| &entry.value)),
            _ => {}
        }
    }
    value.to_json().map_err(|unknown| unknown.reason.clone())
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures are for whoever runs the comparison")]
fn expressions_have_the_values_that_terraform_gives() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/terraform");
    let data = std::fs::read_to_string(folder.join("console.txt")).expect("the data file is there");
    let questions = questions(&data);
    let values = evaluate(&questions, &folder);
    let (mut agreed, mut gaps, mut wrong) = (0, 0, String::new());
    for question in &questions {
        // A body leaves out what is null.
        let value = values.get(&question.line).expect("each expression has its output");
        let known = value.as_ref().map_or(Ok("null".to_owned()), known);
        let complaint = match (question.answer.or(question.tofu), question.gap, &known) {
            (Some(answer), None, Ok(ours)) if answer == ours => None,
            (Some(_), None, Ok(ours)) => Some(format!("we say {ours}")),
            (Some(_), None, Err(why)) => Some(format!("we do not know: {why}")),
            (None, None, Ok(ours)) => Some(format!("Terraform rejects it, we say {ours}")),
            (_, Some(_), Ok(ours)) => Some(format!("the gap is closed, or worse: we say {ours}")),
            (Some(_), Some(_), Err(Reason::Invalid(why))) => Some(format!("we say that it fails: {why}")),
            (None, None, Err(_)) | (_, Some(_), Err(_)) => None,
        };
        match complaint {
            Some(complaint) => {
                let _ = writeln!(
                    wrong,
                    "line {}: {}\n  = {:?}\n  {complaint}",
                    question.line,
                    question.expression,
                    question.answer.or(question.tofu)
                );
            }
            None if question.gap.is_some() => gaps += 1,
            None => agreed += 1,
        }
    }
    println!("{} expressions: {agreed} agree, {gaps} are known not to be known", questions.len());
    assert!(wrong.is_empty(), "{wrong}");
}
