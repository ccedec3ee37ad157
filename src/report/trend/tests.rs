//! One small history in every format.

use super::{FORMATS, Format, Report};
use crate::history::{Trend, read};

/// A line of a history: the day, what follows it, and fingerprints of high and of low findings.
fn line(day: &str, more: &str, high: &[&str], low: &[&str]) -> String {
    let open = serde_json::json!({ "aws-ec2-open-ssh": { "high": high }, "aws-tags-owner": { "low": low } });
    format!(
        "{{\"version\":1,\"time\":\"{day}T10:00:42Z\",{more}\"setting\":{{\"paths\":[\"infra\"],\"checks\":\"c\",\"baseline\":false}},\
         \"counts\":{{\"severity\":{{}},\"check\":{{}},\"provider\":{{}}}},\"coverage\":{{\"files\":3,\"completeFiles\":3,\
         \"resources\":12,\"passed\":20,\"failed\":4,\"unknown\":2,\"suppressed\":1}},\"open\":{open}}}\n"
    )
}

fn history() -> String {
    const WHOLE: &str = "\"complete\":true,";
    [
        line(
            "2026-01-05",
            "\"complete\":true,\"revision\":\"3f9c2d1e0b7a4c55d1e9a0b2c3d4e5f60718293a\",",
            &["aa", "ab"],
            &["ba", "bb"],
        ),
        line("2026-01-12", WHOLE, &["aa"], &["ba", "bb", "bc"]),
        line("2026-01-19", "\"complete\":false,", &["aa"], &["bb"]),
        line("2026-02-16", WHOLE, &["aa", "<i>"], &[]),
    ]
    .concat()
}

fn written(name: &str, text: &str, last: usize) -> String {
    let history = read(text).expect("valid");
    let trend = Trend::new(&history.records);
    let format = Format::named(FORMATS, name).expect("a format");
    let mut out = Vec::new();
    (format.writer)(&Report { trend: &trend, warnings: &history.warnings, last }, &mut out)
        .expect("memory takes everything");
    String::from_utf8(out).expect("UTF-8")
}

#[test]
fn text() {
    insta::assert_snapshot!(written("text", &history(), 10));
}

#[test]
fn svg() {
    insta::assert_snapshot!(written("svg", &history(), 10));
}

#[test]
fn json() {
    insta::assert_snapshot!(written("json", &history(), 10));
}

#[test]
fn html() {
    let page = written("html", &history(), 10);
    let main = page.split("<main id=\"main\">").nth(1).and_then(|rest| rest.split("</main>").next());
    insta::assert_snapshot!(main.expect("a page"));
    assert!(!page.contains("<i>"));
}

#[test]
fn every_format_takes_any_history() {
    let torn = format!("{}{{\"version\":1,", history());
    for Format { name, .. } in FORMATS {
        for text in ["", &history(), &torn] {
            for last in [0, 1, 100] {
                let written = written(name, text, last);
                assert!(written.ends_with('\n') && !written.contains("NaN"), "{name} {last}");
            }
        }
        let warned = *name == "svg" || written(name, &torn, 1).contains("line 5 is cut off");
        assert!(warned, "{name}");
    }
}
