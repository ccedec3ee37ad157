//! Fixes that are made by hand, tried out by real scans.

use std::collections::BTreeMap;
use std::convert::Infallible;

use super::*;
use crate::check::Registry;
use crate::engine::{Input, Progress, Request, Scan};
use crate::finding::{Edit, Finding, Fix};
use crate::source::{SourceFile, SourceMap, TextRange};
use crate::vocabulary::Safety;

const DATABASE: &str = r#"resource "aws_db_instance" "a" {
  publicly_accessible = true
  deletion_protection = false
}
"#;

const PUBLIC: &str = "aws-rds-public";
const UNPROTECTED: &str = "aws-rds-no-deletion-protection";

/// How the findings of a check are mended: in this file, this text becomes that one.
struct Recipe {
    check: &'static str,
    path: &'static str,
    from: &'static str,
    to: &'static str,
    safety: Safety,
    serves: &'static [&'static str],
}

const fn recipe(check: &'static str, path: &'static str, from: &'static str, to: &'static str) -> Recipe {
    Recipe { check, path, from, to, safety: Safety::Safe, serves: &[] }
}

/// A scan of files with texts in the place of some, of which findings are mended by the first recipe that fits.
fn scan(files: &[(&str, &str)], recipes: &[Recipe], texts: &[(&str, &str)]) -> Scan {
    let mut all: BTreeMap<&str, &str> = files.iter().copied().collect();
    all.extend(texts.iter().copied());
    let text = |(name, text): (&&str, &&str)| Input::Text { name: (*name).to_owned(), text: (*text).to_owned() };
    let (registry, progress) = (Registry::embedded(), Progress::default());
    let request = Request::new(all.iter().map(text).collect(), "/nowhere".into(), &registry, &progress);
    let request = Request { keep_inventory: true, ..request };
    let mut scan = crate::engine::scan(&request, SourceMap::new());
    let sources = &scan.sources;
    for finding in &mut scan.outcome.findings {
        let fix = |recipe: &Recipe| {
            let file = sources.iter().find(|file| file.path() == recipe.path)?;
            let header = finding.resources.first().filter(|header| header.file == file.id());
            let from = header.map_or(0, |header| header.range.start as usize);
            let at = from + file.text().get(from..)?.find(recipe.from)?;
            let range = TextRange::new(at, at + recipe.from.len());
            Some(Fix {
                title: format!("put `{}`", recipe.to),
                safety: recipe.safety,
                edits: vec![Edit { span: file.span(range), text: recipe.to.to_owned() }],
                placeholders: Vec::new(),
                serves: recipe.serves.iter().map(|&address| address.to_owned()).collect(),
            })
        };
        finding.fix = recipes.iter().filter(|recipe| recipe.check == finding.check.id).find_map(fix);
    }
    scan
}

/// What comes of mending: the texts that change, the checks that are fixed, and those of the recipes that are not, with the
/// reason.
fn mended(files: &[(&str, &str)], recipes: &[Recipe], review: bool) -> (Vec<Changed>, Vec<&'static str>, Vec<String>) {
    let is_wanted = |finding: &Finding| recipes.iter().any(|recipe| recipe.check == finding.check.id);
    let scan = |texts: &[(&str, &str)]| Ok::<_, Infallible>(scan(files, recipes, texts));
    // A file may be written while it is what is on disk.
    let may_write = |file: &SourceFile| match file.path() {
        "closed.tf" => Err("is closed".to_owned()),
        path if !files
            .iter()
            .any(|(name, text)| *name == path && text.trim_start_matches('\u{feff}') == file.text()) =>
        {
            Err("is another".to_owned())
        }
        _ => Ok(()),
    };
    let Ok(mended) = mend(&Mending { scan: &scan, is_wanted: &is_wanted, may_write: &may_write, review });
    let fixed = mended.fixed.iter().map(|fixed| fixed.check.id).collect();
    let left = mended.left.iter().map(|left| format!("{}: {}", left.check.id, left.why)).collect();
    (mended.files, fixed, left)
}

fn after(files: &[(&str, &str)], recipes: &[Recipe]) -> String {
    let (changed, ..) = mended(files, recipes, true);
    changed.into_iter().map(|file| file.after).collect()
}

#[test]
fn what_does_no_harm_is_written() {
    let recipes = [
        recipe(PUBLIC, "a.tf", "publicly_accessible = true", "publicly_accessible = false"),
        recipe(UNPROTECTED, "a.tf", "deletion_protection = false", "deletion_protection = true"),
    ];
    let (changed, fixed, left) = mended(&[("a.tf", DATABASE)], &recipes, false);
    assert_eq!((fixed, left), (vec![PUBLIC, UNPROTECTED], vec![]));
    let expected = DATABASE.replace("e = true", "e = x").replace("n = false", "n = true").replace("e = x", "e = false");
    assert_eq!(changed.iter().map(|file| file.after.as_str()).collect::<Vec<_>>(), [expected.as_str()]);
    // A second time changes nothing.
    assert_eq!(mended(&[("a.tf", &expected)], &recipes, false), (vec![], vec![], vec![]));
}

#[test]
fn byte_order_marks_and_line_endings_stay() {
    let text = format!("\u{feff}{}", DATABASE.replace('\n', "\r\n"));
    let recipes = [recipe(PUBLIC, "a.tf", "= true", "= false")];
    assert_eq!(after(&[("a.tf", &text)], &recipes), text.replace("= true", "= false"));
}

#[test]
fn what_does_harm_is_taken_back() {
    let protect = || recipe(UNPROTECTED, "a.tf", "deletion_protection = false", "deletion_protection = true");
    let cases = [
        ("publicly_accessible = 1 == 1", "the finding would stay"),
        ("publicly_accessible = (", "a.tf could not be read any more: "),
        ("publicly_accessible = var.x", "the check could not be decided any more"),
        ("storage_encrypted = false\n  password = \"t7Rk92qLsw\"", "aws_db_instance.a would fail "),
    ];
    for (to, why) in cases {
        let recipes = [recipe(PUBLIC, "a.tf", "publicly_accessible = true", to), protect()];
        let (changed, fixed, left) = mended(&[("a.tf", &format!("variable \"x\" {{}}\n{DATABASE}"))], &recipes, false);
        assert_eq!(fixed, [UNPROTECTED], "{to}: {left:?}");
        assert!(left.len() == 1 && left[0].starts_with(&format!("{PUBLIC}: {why}")), "{to}: {left:?}");
        assert!(changed[0].after.contains("publicly_accessible = true\n  deletion_protection = true"), "{to}");
    }
}

#[test]
fn other_resources_stay_what_they_are() {
    // Recipes look behind the header of the resource.
    let text = "resource \"aws_db_instance\" \"a\" {\n  publicly_accessible = local.public\n}\n\nresource \"aws_eks_cluster\" \"b\" {\n  \
                enabled = local.public\n}\n\nlocals {\n  public = true\n}\n";
    let set = || recipe(PUBLIC, "a.tf", "public = true", "public = false");
    let named = || Recipe { serves: &["aws_eks_cluster.b"], ..set() };
    let left = |recipes: &[Recipe], review| mended(&[("a.tf", text)], recipes, review).2;
    assert_eq!(left(&[set()], true), [format!("{PUBLIC}: aws_eks_cluster.b would change as well")]);
    assert_eq!(left(&[named()], false), [format!("{PUBLIC}: somebody should look at the fix first")]);
    assert_eq!(left(&[named()], true), [""; 0]);
}

#[test]
fn fixes_that_meet_are_written_one_after_the_other() {
    let both = "publicly_accessible = true\n  deletion_protection = false";
    let recipes = [
        recipe(PUBLIC, "a.tf", both, "publicly_accessible = false\n  deletion_protection = false"),
        recipe(UNPROTECTED, "a.tf", "deletion_protection = false", "deletion_protection = true"),
    ];
    let text = after(&[("a.tf", DATABASE)], &recipes);
    assert!(text.contains("publicly_accessible = false\n  deletion_protection = true"), "{text}");
}

#[test]
fn files_that_are_broken_or_closed_are_left_alone() {
    let set = |path| recipe(PUBLIC, path, "= true", "= false");
    let broken = format!("{DATABASE}resource \"aws_vpc\" {{\n");
    let (changed, _, left) = mended(&[("a.tf", &broken)], &[set("a.tf")], true);
    assert_eq!((changed, left), (vec![], vec![format!("{PUBLIC}: a.tf has errors of syntax")]));
    let (changed, _, left) = mended(&[("closed.tf", DATABASE)], &[set("closed.tf")], true);
    assert_eq!((changed, left), (vec![], vec![format!("{PUBLIC}: closed.tf is closed")]));
}

/// One of many is bad: it alone is left out, and few scans are made.
#[test]
fn one_bad_fix_does_not_hinder_the_others() {
    let one = |at: usize| {
        let value = if at == 77 { "!false" } else { "true" };
        format!("resource \"aws_db_instance\" \"a{at}\" {{\n  publicly_accessible = {value}\n}}\n")
    };
    let text: String = (0..200).map(one).collect();
    let files = [("a.tf", text.as_str())];
    // The text behind the header is nearer where it is its own.
    let recipes = [recipe(PUBLIC, "a.tf", "= true", "= false")];
    let scans = std::cell::Cell::new(0);
    let scan = |texts: &[(&str, &str)]| {
        scans.set(scans.get() + 1);
        let mut scan = scan(&files, &recipes, texts);
        for finding in scan.outcome.findings.iter_mut().filter(|it| it.addresses == ["aws_db_instance.a77"]) {
            for edit in finding.fix.iter_mut().flat_map(|fix| &mut fix.edits) {
                edit.span.range.end = edit.span.range.start;
                edit.text = String::from(" ");
            }
        }
        Ok::<_, Infallible>(scan)
    };
    let is_wanted = |finding: &Finding| finding.check.id == PUBLIC;
    let Ok(mended) = mend(&Mending { scan: &scan, is_wanted: &is_wanted, may_write: &|_| Ok(()), review: false });
    let left: Vec<&str> = mended.left.iter().map(|left| left.address.as_str()).collect();
    assert_eq!((mended.fixed.len(), left), (199, vec!["aws_db_instance.a77"]));
    assert!(scans.get() < 7, "{}", scans.get());
}
