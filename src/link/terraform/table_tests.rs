//! What holds for all rows of the table.

use super::table::{DEEPEST, PLATFORMS, attachments, depth};

#[test]
fn rows_are_sorted_and_chains_end() {
    for rows in PLATFORMS {
        assert!(rows.is_sorted_by_key(|row| (row.kind, row.argument)));
    }
    for row in attachments() {
        assert!(row.targets.is_sorted(), "{}", row.kind);
        assert!(depth(row.kind) < DEEPEST, "{}", row.kind);
    }
    assert_eq!(depth("azurerm_mssql_server_vulnerability_assessment"), 2);
    assert_eq!(depth("aws_api_gateway_rest_api"), 2);
    assert_eq!(depth("aws_s3_bucket_logging"), 2);
    assert_eq!(depth("aws_cloudtrail"), 0);
}

#[test]
fn rows_are_documented() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/checks.md");
    let text = std::fs::read_to_string(path).expect("the documentation is there");
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("| `")).collect();
    for row in attachments() {
        for target in row.targets {
            let (on, from) = if row.reversed { (row.kind, *target) } else { (*target, row.kind) };
            let words = [on, row.role, from].map(|word| format!("`{word}`"));
            let says = |line: &&&str| words.iter().all(|word| line.contains(word));
            assert!(lines.iter().any(|line| says(&line)), "{words:?}");
        }
    }
}
