//! The HCL parser against `hcl-edit`: where both accept a file, they must see the same arguments at the same places.
//!
//! Set `RAVELIN_HCL_CORPUS` to a folder to compare all `.tf` files below it.

use std::path::{Path, PathBuf};

use hcl_edit::Span;
use hcl_edit::structure::Structure;
use ravelin::source::TextRange;
use ravelin::syntax::hcl;

/// One argument: the way to it, and the places of its name and its value.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Argument {
    name: TextRange,
    value: TextRange,
    path: Vec<String>,
}

#[derive(Default)]
struct Counts {
    files: usize,
    both: usize,
    only_ours: Vec<PathBuf>,
    only_theirs: Vec<PathBuf>,
    neither: usize,
    arguments: usize,
    differences: Vec<String>,
}

/// Texts whose reading is easy to get wrong. Both parsers accept them.
const SNIPPETS: &[&str] = &[
    "a = 1\nb = -2.5e3 # comment\n",
    "resource \"x\" y {\n  a = \"${b}-$${c}\"\n  nested { d = [1, 2,] }\n}\n",
    "a = <<EOT\ntext ${b[0].c} more\n  EOT\nb = 1\n",
    "a = <<-EOT\n    text\n  %{ if b ~}\n  more\n  %{ endif ~}\n  EOT\n",
    "a = { b = 1, \"c\" : 2\n (d) = 3 }\n",
    "a = [for k, v in b : upper(v) if k != \"x\"]\n",
    "a = { for k, v in b : k => v... }\n",
    "a = b ? c.0.d : e[*].f\n",
    "a = f(\n  b,\n  c...\n) /* d */\n",
    "a = !b && (c\n || d)\n",
    "a = \"é😀\"\nb = é\n",
    "a {\r\n  b = 1\r\n  c = <<X\r\n text\r\nX\r\n}\r\n",
];

#[test]
fn same_arguments_at_same_places() {
    let mut counts = Counts::default();
    for (index, snippet) in SNIPPETS.iter().enumerate() {
        compare(&PathBuf::from(format!("snippet {index}")), snippet, &mut counts);
    }
    assert_eq!(counts.both, SNIPPETS.len(), "only ours: {:?}, only theirs: {:?}", counts.only_ours, counts.only_theirs);

    let corpus = std::env::var_os("RAVELIN_HCL_CORPUS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata"), PathBuf::from);
    let mut files = Vec::new();
    collect(&corpus, &mut files);
    files.sort();
    for file in &files {
        if let Ok(text) = std::fs::read_to_string(file) {
            compare(file, text.strip_prefix('\u{feff}').unwrap_or(&text), &mut counts);
        }
    }
    report(&counts);
    assert!(counts.differences.is_empty(), "{} differences", counts.differences.len());
}

#[expect(clippy::print_stdout, reason = "the figures are for whoever runs the comparison")]
fn report(counts: &Counts) {
    println!("{} texts: {} accepted by both, {} by neither", counts.files, counts.both, counts.neither);
    for (accepted_by, files) in [("us", &counts.only_ours), ("hcl-edit", &counts.only_theirs)] {
        println!("{} accepted by {accepted_by} only", files.len());
        for file in files {
            println!("  {}", file.display());
        }
    }
    println!("{} arguments compared, {} differences", counts.arguments, counts.differences.len());
    for difference in &counts.differences {
        println!("  {difference}");
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = folder.read_dir() else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() && !path.is_symlink() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "tf") {
            files.push(path);
        }
    }
}

fn compare(file: &Path, text: &str, counts: &mut Counts) {
    counts.files += 1;
    let ours = hcl::parse(text);
    let theirs = hcl_edit::parser::parse_body(text);
    let theirs = match (ours.errors.is_empty(), theirs) {
        (true, Ok(theirs)) => theirs,
        (true, Err(_)) => return counts.only_ours.push(file.to_owned()),
        (false, Ok(_)) => return counts.only_theirs.push(file.to_owned()),
        (false, Err(_)) => {
            counts.neither += 1;
            return;
        }
    };
    counts.both += 1;
    let (mut expected, mut found) = (Vec::new(), Vec::new());
    theirs_of(&theirs, text, &mut Vec::new(), &mut expected);
    ours_of(&ours.body, &mut Vec::new(), &mut found);
    expected.sort();
    found.sort();
    counts.arguments += found.len();
    if expected.len() != found.len() {
        let (found, expected) = (found.len(), expected.len());
        counts.differences.push(format!("{}: {found} arguments instead of {expected}", file.display()));
    }
    for (expected, found) in expected.iter().zip(&found).filter(|(expected, found)| expected != found) {
        counts.differences.push(format!("{}: {found:?} instead of {expected:?}", file.display()));
    }
}

fn ours_of(body: &hcl::Body<'_>, path: &mut Vec<String>, arguments: &mut Vec<Argument>) {
    for attribute in &body.attributes {
        let mut path = path.clone();
        path.push(attribute.name.text.to_owned());
        arguments.push(Argument { name: attribute.name.range, value: attribute.value.range, path });
    }
    for block in &body.blocks {
        let depth = path.len();
        path.push(block.kind.text.to_owned());
        path.extend(block.labels.iter().map(|label| label.text.clone().into_owned()));
        ours_of(&block.body, path, arguments);
        path.truncate(depth);
    }
}

fn theirs_of(body: &hcl_edit::structure::Body, text: &str, path: &mut Vec<String>, arguments: &mut Vec<Argument>) {
    for structure in body {
        match structure {
            Structure::Attribute(attribute) => {
                let mut path = path.clone();
                path.push(attribute.key.to_string());
                let value = range(attribute.value.span());
                // hcl-edit counts the blanks behind the end marker of a heredoc.
                let value =
                    TextRange::new(value.start as usize, value.start as usize + value.slice(text).trim_end().len());
                arguments.push(Argument { name: range(attribute.key.span()), value, path });
            }
            Structure::Block(block) => {
                let depth = path.len();
                path.push(block.ident.to_string());
                path.extend(block.labels.iter().map(|label| label.as_str().to_owned()));
                theirs_of(&block.body, text, path, arguments);
                path.truncate(depth);
            }
        }
    }
}

fn range(span: Option<std::ops::Range<usize>>) -> TextRange {
    span.map_or(TextRange::default(), |span| TextRange::new(span.start, span.end))
}
