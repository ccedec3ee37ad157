//! The picture of the README is what a terminal shows.

use std::fs;
use std::path::Path;

use anstyle_svg::{Term, WIN10_CONSOLE};

use crate::runner::ravelin_in;

/// What is typed in the folder of the quickstart: little enough for a picture, with the way of a value in it.
const ARGUMENTS: [&str; 3] = ["infra", "--checks", "aws-rds-*,cloud-network-*"];

/// Makes the picture again where it is set, as `RAVELIN_PICTURE=write cargo test --test it picture`.
const WRITE: &str = "RAVELIN_PICTURE";

#[test]
fn the_picture_is_what_a_terminal_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let arguments = [&ARGUMENTS[..], &["--color", "always"]].concat();
    let run = ravelin_in(&root.join("testdata/quickstart"), &arguments, &[("COLUMNS", "96")], None);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    let [path, option, checks] = ARGUMENTS;
    let shown = format!("$ ravelin {path} {option} '{checks}'\n\n{}", run.stdout);
    // Its colours can be told apart on the dark background that the picture has on light pages as well.
    let made = Term::new().palette(WIN10_CONSOLE).render_svg(&shown);
    let file = root.join("docs/scan.svg");
    if std::env::var_os(WRITE).is_some() {
        fs::write(&file, &made).expect("writable");
    }
    let picture = fs::read_to_string(&file).unwrap_or_default();
    assert!(picture == made, "docs/scan.svg is not up to date: {WRITE}=write cargo test --test it picture");
}
