//! The page of the shared sample, and what no text from an input may do to it.

use std::collections::BTreeSet;

use super::super::samples::{OPEN_PORT, PLAIN, finding, render_judged, write};
use crate::diagnostic::{Label, Place};
use crate::finding::{Exception, Finding, Origin, Outcome};
use crate::source::{SourceMap, TextRange};

/// Elements that have no end tag.
const VOID: [&str; 3] = ["meta", "input", "br"];

/// `page` without what is the same in every page.
pub(in crate::report) fn without_constants(page: &str) -> String {
    let mut page = page.replace(super::super::tool::TOOL_VERSION, "VERSION");
    for (start, end) in [("<style>", "</style>"), ("<script>", "</script>"), ("content=\"default-src", "\">")] {
        let from = page.find(start).expect(start) + start.len();
        let to = from + page[from..].find(end).expect(end);
        page.replace_range(from..to, "…");
    }
    page
}

/// The start tags of a page, after asserting that each has its end tag in the right place.
fn tags(page: &str) -> Vec<&str> {
    let mut tags = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    for part in without_scripts(page).split('<').skip(1) {
        let (tag, _) = part.split_once('>').unwrap_or_else(|| panic!("a tag without end: {part}"));
        let name = tag.split(' ').next().unwrap_or_default();
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{part}");
        } else if !tag.starts_with('!') {
            tags.push(tag);
            if !VOID.contains(&name) {
                open.push(name);
            }
        }
    }
    assert!(open.is_empty(), "{open:?}");
    tags
}

/// Scripts hold `<` and `>` that begin no tag.
fn without_scripts(page: &str) -> &str {
    page.split_once("<script>").map_or(page, |(before, _)| {
        assert_eq!(page.matches("<script").count(), 1);
        before.trim_end()
    })
}

fn attributes<'p>(tags: &[&'p str], name: &str) -> Vec<&'p str> {
    let value = |tag: &&'p str| tag.split_once(name)?.1.split('"').next();
    tags.iter().filter_map(value).collect()
}

#[test]
fn the_sample() {
    insta::assert_snapshot!("html", without_constants(&render_judged("html")));
}

#[test]
fn elements_nest_and_links_lead_somewhere() {
    let page = format!("{}</body></html>", without_scripts(&render_judged("html")));
    let tags = tags(&page);
    let ids = attributes(&tags, " id=\"");
    let distinct: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), distinct.len(), "{ids:?}");
    let links: Vec<&str> = attributes(&tags, "href=\"#");
    assert!(links.len() > 12, "{links:?}");
    for name in links.into_iter().chain(attributes(&tags, "labelledby=\"")) {
        assert!(distinct.contains(name), "{name}");
    }
    // Nothing is loaded from elsewhere.
    assert!(!tags.iter().any(|tag| tag.contains("src=") || tag.starts_with("link")));
}

#[test]
fn no_text_from_an_input_becomes_markup() {
    const EVIL: &str = "\"'><img src=x onerror=alert(1)></script><script>alert(2)</script>`<b>`&lt;\u{202e}";
    let sources = SourceMap::new();
    let file = sources.add(format!("{EVIL}.tf"), format!("{EVIL}\nx = {EVIL}\n"));
    let text = || EVIL.to_owned();
    let place = Place::Text(file.whole());
    let exception = Exception {
        origin: Origin::Comment,
        syntax: "ravelin",
        place,
        reason: Some(text()),
        owner: Some(text()),
        until: Some(text()),
    };
    let one = Finding {
        kind: text(),
        path: text(),
        value: Some(text()),
        related: vec![Label { span: file.whole(), text: text() }],
        ..finding(&OPEN_PORT, &[EVIL], file.whole(), EVIL)
    };
    let other = Finding { exception: Some(exception), fingerprint: "other".to_owned(), ..one.clone() };
    let outcome = Outcome { findings: vec![one, other], root: format!("{EVIL}/"), ..Outcome::default() };
    let page = write("html", &outcome, &sources, &PLAIN);
    tags(&format!("{}</body></html>", without_scripts(&page)));
    assert!(!page.contains("<img") && !page.contains("<b>") && !page.contains('\u{202e}'));
    assert_eq!((page.matches("<script").count(), page.matches("</script").count()), (1, 1));
}

#[test]
fn the_text_of_a_sensitive_value_is_nowhere() {
    let sources = SourceMap::new();
    let file = sources.add("a.tf", "a = 1\npassword = \"hunter2\"\nb = 2\n");
    let other = sources.add("b.tf", "default = \"hunter2\"\n");
    let place = |start, end| file.span(TextRange::new(start, end));
    file.conceal(&[TextRange::new(18, 25)]);
    other.conceal(&[TextRange::new(11, 18)]);
    let secret = Finding {
        value: Some("(sensitive)".to_owned()),
        related: vec![Label { span: other.span(TextRange::new(10, 19)), text: "written here".to_owned() }],
        ..finding(&OPEN_PORT, &["x.secret"], place(17, 26), "a password")
    };
    // Its neighbour would show the line as context.
    let neighbour = finding(&OPEN_PORT, &["x.neighbour"], place(27, 28), "next to it");
    let outcome = Outcome { findings: vec![secret, neighbour], ..Outcome::default() };
    let page = write("html", &outcome, &sources, &PLAIN);
    assert!(!page.contains("hunter2"));
    assert!(
        page.contains("<mark>b</mark> = 2") && page.contains("password = <mark>&#34;*******&#34;</mark>"),
        "{page}"
    );
}

#[test]
fn ten_thousand_findings_stay_small() {
    const LINE: &str = "  cidr_blocks = [\"0.0.0.0/0\"]\n";
    let sources = SourceMap::new();
    let file = sources.add("infrastructure/network/main.tf", LINE.repeat(10_000));
    let one = |at: usize| {
        let start = at * LINE.len() + 17;
        let place = file.span(TextRange::new(start, start + 11));
        let address = format!("module.network[\"eu-west-1\"].aws_security_group.service[{at}]");
        Finding {
            path: "$.ingress[0].cidr_blocks[0]".to_owned(),
            value: Some("\"0.0.0.0/0\"".to_owned()),
            related: vec![Label { span: place, text: "written here".to_owned() }],
            ..finding(&OPEN_PORT, &[&address], place, &format!("{address} opens port 22 to 0.0.0.0/0"))
        }
    };
    let outcome = Outcome { findings: (0..10_000).map(one).collect(), ..Outcome::default() };
    let page = write("html", &outcome, &sources, &PLAIN);
    assert!(page.len() < 20_000_000, "{}", page.len());
    // For a look with a browser.
    if let Some(path) = std::env::var_os("RAVELIN_LARGE_HTML") {
        std::fs::write(path, &page).expect("writable");
    }
}
