//! Families are read as users write them.

use super::{Check, load_user_check};
use crate::diagnostic::Place;
use crate::source::SourceMap;

const FAMILY: &str = r#"# Disks that are not encrypted.
title: <Thing> is not encrypted
severity: low
category: encryption
require: "?@.<attribute> == true"
message: "{address} is not encrypted"
why: Whoever gets <thing> can read it.
remedy: Set `<attribute> = true`.
references: [https://example.com/]
absent: {<attribute>: unsafe}
with: {attribute: encrypted}
examples:
  - fails:
      terraform: |
        resource "<kind>" "a" { # here
          <arguments>
        }
  - passes:
      terraform: |
        resource "<kind>" "a" {
          <arguments>

          <attribute> = true
        }
members:
  own-disk-not-encrypted:
    service: own/disk
    on: {kinds: [own_disk, own_old_disk]}
    with:
      thing: the disk
      arguments: |
        size = 1

        place {
          name = "x"
        }
    aliases: [X1]
  own-tape-not-encrypted:
    on: {kinds: [own_tape]}
    with: {thing: the tape, attribute: safe, arguments: ""}
    absent: null
    severity: high
    why: Tapes < 1 kg get <lost>.
    plus: {references: [https://example.com/tapes]}
"#;

const DISK: &str = r#"id: own-disk-not-encrypted
title: The disk is not encrypted
severity: low
category: encryption
on: {kinds: [own_disk, own_old_disk]}
require: "?@.encrypted == true"
message: "{address} is not encrypted"
why: Whoever gets the disk can read it.
remedy: Set `encrypted = true`.
references: [https://example.com/]
absent: {encrypted: unsafe}
aliases: [X1]
examples:
  - fails:
      terraform: |
        resource "own_disk" "a" { # here
          size = 1

          place {
            name = "x"
          }
        }
  - passes:
      terraform: |
        resource "own_disk" "a" {
          size = 1

          place {
            name = "x"
          }

          encrypted = true
        }
"#;

const TAPE: &str = r#"id: own-tape-not-encrypted
title: The tape is not encrypted
severity: high
category: encryption
on: {kinds: [own_tape]}
require: "?@.safe == true"
message: "{address} is not encrypted"
why: Tapes < 1 kg get <lost>.
remedy: Set `safe = true`.
references: [https://example.com/, https://example.com/tapes]
examples:
  - fails:
      terraform: |
        resource "own_tape" "a" { # here
        }
  - passes:
      terraform: |
        resource "own_tape" "a" {
          safe = true
        }
"#;

fn load(path: &str, text: &str) -> Vec<&'static Check> {
    load_user_check(SourceMap::new().add(path, text)).expect("valid")
}

#[test]
fn members_are_what_their_files_would_be() {
    let members = load("team/families/own.yaml", FAMILY);
    let [disk, tape] = members[..] else { panic!("two members") };
    let written = |path, text| format!("{:#?}", load(path, text)[0]).replace("family: \"\"", "family: \"own\"");
    assert_eq!(format!("{disk:#?}"), written("own/disk/own-disk-not-encrypted.yaml", DISK));
    assert_eq!(format!("{tape:#?}"), written("team/families/own-tape-not-encrypted.yaml", TAPE));
}

/// The places and the messages of what is wrong with the family when `from` is `to`.
fn mistakes(from: &str, to: &str) -> Vec<(String, String)> {
    let text = FAMILY.replacen(from, to, 1);
    assert_ne!(text, FAMILY, "{from}");
    let sources = SourceMap::new();
    let problems = load_user_check(sources.add("own.yaml", text)).expect_err(to);
    let place = |place: &Place| match place {
        Place::Text(span) => sources.slice(*span).to_owned(),
        other => format!("{other:?}"),
    };
    problems.iter().map(|problem| (place(&problem.place), problem.message.clone())).collect()
}

#[test]
fn mistakes_of_a_family_point_into_its_file() {
    let cases = [
        ("why: Whoever gets <thing>", "why: Whoever gets <the_thing>", "why", "no member has a word for `<the_thing>`"),
        (
            "    with: {thing: the tape, ",
            "    with: {",
            "own-tape-not-encrypted",
            "needs a word for `<thing>` of `title`",
        ),
        ("thing: the disk", "thing: the disk\n      thng: x", "thng", "asks for `<thng>`"),
        ("with: {attribute: encrypted}", "with: {attribute: encrypted, idle: x}", "idle", "nothing asks for `<idle>`"),
        ("{thing: the tape,", "{thing: [the tape],", "thing", "must be a text"),
        ("thing: the disk", "Thing: the disk", "Thing", "`Thing` must be a lower-case letter"),
        ("own-tape-not-encrypted:", "own-disk-not-encrypted:", "own-disk-not-encrypted", "this key is repeated"),
        ("service: own/disk", "service: own", "service", "must be `provider/service`"),
        ("service: own/disk", "id: own-disk", "id", "the id of a member is its name"),
        ("title: <Thing>", "id: own\ntitle: <Thing>", "id", "a family has no id"),
        ("plus: {references: [", "plus: {aliases: [", "aliases", "and `aliases` is none"),
        ("plus: {references: [https://example.com/tapes]}", "plus: [X2]", "plus", "must be a map of lists"),
        ("with: {attribute: encrypted}", "with: [encrypted]", "with", "must be a map of words"),
        (
            "with: {attribute: encrypted}",
            "with: {attribute: 'a =='}",
            "\"?@.<attribute> == true\"",
            "own-disk-not-encrypted: ",
        ),
        ("severity: high", "severity: hihg", "hihg", "own-tape-not-encrypted: `hihg` is none of"),
        ("severity: low", "sevrity: low", "sevrity", "own-disk-not-encrypted: unknown field"),
    ];
    for (from, to, culprit, message) in cases {
        let found = mistakes(from, to);
        let is_there = found.iter().any(|(place, said)| place == culprit && said.contains(message));
        assert!(is_there, "{to}: {found:#?}");
    }
}

#[test]
fn what_a_fix_writes_keeps_its_type() {
    let fix = "fix: {safety: safe, set: {path: $.<attribute>, value: <value>}}\nremedy:";
    let text = FAMILY.replacen("remedy:", fix, 1);
    let rows = [("true", "Bool(true)"), ("'true'", "Text(\"true\")"), ("7", "Int(7)"), ("x", "Text(\"x\")")];
    for (written, expected) in rows {
        let text = text.replacen(
            "with: {attribute: encrypted}",
            &format!("with: {{attribute: encrypted, value: {written}}}"),
            1,
        );
        let sources = SourceMap::new();
        let checks = load_user_check(sources.add("own.yaml", text)).expect("valid");
        let written: Vec<String> = checks[0].text.fix.iter().map(|recipe| format!("{:?}", recipe.actions)).collect();
        assert!(written.concat().contains(expected), "{written:?}");
    }
}

#[test]
fn what_members_share_is_said_to_be_wrong_once() {
    let found = mistakes("<Thing> is not encrypted", "<Thing> is not encrypted.");
    let said: Vec<_> = found.iter().filter(|(_, said)| said.contains("full stop")).collect();
    assert_eq!(said.len(), 1, "{found:#?}");
}

#[test]
fn a_family_without_members_is_no_check() {
    let (head, _) = FAMILY.split_once("members:").expect("is there");
    for members in ["members:", "members: {}", "members: []", "members: {own-disk: x}"] {
        assert!(load_user_check(SourceMap::new().add("own.yaml", format!("{head}{members}\n"))).is_err(), "{members}");
    }
}

/// A few lines of names within each other's words stand for a lot of text.
#[test]
fn a_small_family_does_not_fill_the_memory() {
    let long = "x".repeat(100_000);
    let names = "<attribute>".repeat(100_000);
    let text = FAMILY.replacen("attribute: encrypted", &format!("attribute: {long}"), 1);
    let text = text.replacen("Whoever gets <thing>", &format!("Whoever gets <thing> {names}"), 1);
    let problems = load_user_check(SourceMap::new().add("own.yaml", text)).expect_err("is too large");
    assert!(problems.iter().any(|problem| problem.message.contains("when it is written out")), "{problems:#?}");
}
