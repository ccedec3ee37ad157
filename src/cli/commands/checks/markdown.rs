//! Checks in Markdown: as rows of a table, and each as a page.

use std::fmt::{self, Write};

use super::super::lists;
use crate::check::{Check, Expectation, Target};

/// A table with one row for each check.
pub(super) fn table(checks: &[&Check]) -> String {
    let mut out = String::from("| id | title | severity | category | aliases |\n|---|---|---|---|---|\n");
    for check in checks {
        let aliases = check.text.aliases.join(", ");
        let (severity, category) = (check.severity.as_str(), check.category.as_str());
        // Writing to a string never fails.
        let _ =
            writeln!(out, "| `{}` | {} | {severity} | {category} | {} |", check.id, cell(check.title), cell(&aliases));
    }
    out
}

/// Everything about a check.
pub(super) fn page(check: &Check) -> String {
    let mut out = String::new();
    // Writing to a string never fails.
    let _ = write_page(check, &mut out);
    out
}

fn write_page(check: &Check, out: &mut String) -> fmt::Result {
    let text = check.text;
    writeln!(out, "# {}\n\n`{}`\n", plain(check.title), check.id)?;
    writeln!(out, "| | |\n|---|---|")?;
    writeln!(out, "| Severity | {} |", check.severity)?;
    writeln!(out, "| Category | {} |", check.category.as_str())?;
    writeln!(out, "| Provider, service | {}, {} |", check.provider, check.service)?;
    writeln!(out, "| Judges | {} |", judged(check))?;
    for (name, names) in [("Weakness", text.cwe), ("Known elsewhere as", text.aliases), ("Covers", text.covers)] {
        if !names.is_empty() {
            writeln!(out, "| {name} | {} |", cell(&names.join(", ")))?;
        }
    }
    writeln!(out, "\n## Why it matters\n\n{}\n\n## How to mend it\n\n{}\n", plain(text.why), plain(text.remedy))?;
    if !text.fix.is_empty() {
        writeln!(out, "`ravelin fix` does this:\n")?;
        text.fix.iter().try_for_each(|recipe| writeln!(out, "- {}", plain(&recipe.to_string())))?;
        writeln!(out)?;
    }
    for own in text.wordings {
        writeln!(out, "## In {}\n\n{} ({}).\n", own.platform.as_str(), plain(own.title), own.severity)?;
        writeln!(out, "{}\n\n{}\n", plain(own.why), plain(own.remedy))?;
    }
    writeln!(out, "## Logic\n")?;
    for (name, clause) in text.logic {
        writeln!(out, "`{name}`:\n")?;
        write_code(out, "", clause)?;
    }
    for list in lists::told(check) {
        writeln!(out, "## List\n\n{}", plain(&list.title))?;
        if let Some(soon) = &list.soon {
            writeln!(out, "\n{}", plain(soon))?;
        }
        let sources: Vec<String> = list.sources.iter().map(|source| format!("- <{source}>\n")).collect();
        writeln!(out, "\n{}", sources.concat())?;
    }
    for example in text.examples {
        let verdict = match example.expect {
            Expectation::Fails => "fails",
            Expectation::Passes => "passes",
            Expectation::Unknown => "cannot be assessed",
        };
        writeln!(out, "## Example that {verdict}\n")?;
        write_code(out, example.platform.fence(), example.text)?;
    }
    writeln!(out, "## See also\n")?;
    text.references.iter().try_for_each(|reference| writeln!(out, "- <{reference}>"))
}

/// A code block with a fence that the code does not hold.
fn write_code(out: &mut String, language: &str, code: &str) -> fmt::Result {
    let mut fence = String::from("```");
    while code.contains(&fence) {
        fence.push('`');
    }
    writeln!(out, "{fence}{language}\n{}\n{fence}\n", code.trim_end())
}

fn judged(check: &Check) -> String {
    let list = |kinds: &[&str]| kinds.iter().map(|kind| format!("`{kind}`")).collect::<Vec<_>>().join(", ");
    match check.target {
        Target::Kinds(kinds) => list(kinds),
        Target::Shape(shape, []) => format!("all that have the shape `{}`", shape.as_str()),
        Target::Shape(shape, kinds) => format!("the shape `{}` of {}", shape.as_str(), list(kinds)),
    }
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    plain(text).replace('|', "\\|")
}

/// Text in which nothing outside code is taken for HTML or emphasis. Names such as `CKV_AWS_24` stay as people search for
/// them: `_` within a word is only itself.
fn plain(text: &str) -> String {
    let mut code = false;
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        code ^= char == '`';
        if !code && matches!(char, '<' | '*') {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Registry;

    #[test]
    fn markup_in_prose_is_escaped_and_code_is_not() {
        assert_eq!(plain("a_b <c> `d_e *` f*"), "a_b \\<c> `d_e *` f\\*");
        assert_eq!(cell("a | b"), "a \\| b");
    }

    #[test]
    fn fences_are_longer_than_those_inside() {
        let mut out = String::new();
        write_code(&mut out, "hcl", "```\nx\n```\n").expect("never fails");
        assert_eq!(out, "````hcl\n```\nx\n```\n````\n\n");
    }

    #[test]
    fn a_page_has_all_that_is_known() {
        let registry = Registry::embedded();
        let check = registry.find("cloud-network-open-ssh").pop().expect("exists");
        insta::assert_snapshot!(page(check));
        assert_eq!(table(&[check]).lines().count(), 3);
    }
}
