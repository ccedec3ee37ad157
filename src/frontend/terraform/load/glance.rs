//! What a glance at a configuration tells of the modules that it calls, without parsing it.

use super::paths;
use crate::frontend::ties::Called;

/// What stands before a source.
const ARGUMENT: &str = "source";

/// What a call is in either syntax.
const CALL: &str = "module";

/// Words with which the other blocks of a file begin that have a `source` of their own.
const OTHERS: [&str; 4] = ["resource", "data", "terraform", "provider"];

/// The local folders that a file in `folder` may call: every `source` that is no address of something elsewhere. What is
/// commented out, or is the source of something else, is among them.
pub(in crate::frontend::terraform) fn called(text: &str, folder: &str) -> Vec<Called> {
    if !text.contains(CALL) {
        return Vec::new();
    }
    let mut called: Vec<Called> = Vec::new();
    for (at, _) in text.match_indices(ARGUMENT) {
        match source(&text[at + ARGUMENT.len()..], folder) {
            // Sources of other things are seldom literals.
            Some(Called::Beginning(_)) if !is_in_call(&text[..at]) => {}
            source => called.extend(source),
        }
    }
    called.sort();
    called.dedup();
    called
}

/// Whether what comes behind `before` is in a call, as far as the beginnings of lines tell. In JSON it always may be.
fn is_in_call(before: &str) -> bool {
    let opens = |line: &str, word: &str| {
        line.trim_start().strip_prefix(word).is_some_and(|rest| rest.trim_start().starts_with(['"', '{']))
    };
    let mut lines = before.lines().rev();
    let last = lines.find(|line| opens(line, CALL) || OTHERS.iter().any(|other| opens(line, other)));
    last.map_or_else(|| before.trim_start().starts_with('{'), |line| opens(line, CALL))
}

/// The folder that the value behind the name of the argument means.
fn source(rest: &str, folder: &str) -> Option<Called> {
    // In JSON the name is quoted.
    let rest = rest.strip_prefix('"').unwrap_or(rest).trim_start();
    let value = rest.strip_prefix(['=', ':']).filter(|rest| !rest.starts_with('='))?.trim_start();
    match value.strip_prefix('"') {
        Some(text) => literal(text, folder),
        // A name such as `local.source`, which may mean any folder.
        None => value.starts_with(is_name).then(|| Called::Beginning(String::new())),
    }
}

fn literal(text: &str, folder: &str) -> Option<Called> {
    let end = text.find(['"', '\n']).unwrap_or(text.len());
    let text = &text[..end];
    match text.find("${").or_else(|| text.find("%{")) {
        None => paths::is_local(text).then(|| paths::join(folder, text)).flatten().map(Called::Folder),
        Some(0) => Some(Called::Beginning(String::new())),
        Some(known) => {
            let known = &text[..known];
            // What begins the last part of the path is no folder of its own: `./modules/a${x}`.
            let (above, name) = known.rsplit_once('/').unwrap_or((known, ""));
            let above = if paths::is_local(known) { paths::join(folder, above) } else { None }?;
            Some(Called::Beginning(if above.is_empty() { name.to_owned() } else { format!("{above}/{name}") }))
        }
    }
}

fn is_name(char: char) -> bool {
    char.is_ascii_alphabetic() || matches!(char, '_' | '(')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_seen() {
        let folder = |path: &str| Some(Called::Folder(path.to_owned()));
        let beginning = |path: &str| Some(Called::Beginning(path.to_owned()));
        let table = [
            ("source = \"../net\"\n}", folder("live/net")),
            ("source=\"./x//y/\"", folder("live/prod/x/y")),
            ("source    =   \"..\"", folder("live")),
            ("source = \"../modules/${var.kind}/a\"", beginning("live/modules/")),
            ("source = \"../../a${local.b}\"", beginning("a")),
            ("source = \"./${local.b}\"", beginning("live/prod/")),
            ("source = \"${path.module}/x\"", beginning("")),
            ("source = local.net", beginning("")),
            ("source = \"terraform-aws-modules/vpc/aws\"", None),
            ("source = \"git::https://x/y\"", None),
            ("source = \"/absolute\"", None),
            ("source == \"./x\"", None),
            ("required_providers { aws = { source = \"hashicorp/aws\" } }", None),
            ("source_arn = \"./x\"", None),
            ("source = \"./x", folder("live/prod/x")),
            ("source", None),
            ("source =", None),
        ];
        for (text, expected) in table {
            let text = format!("module \"a\" {{\n  {text}");
            assert_eq!(called(&text, "live/prod").into_iter().next(), expected, "{text}");
        }
        let others = [
            ("{\"module\": {\"a\": {\"source\": \"./x\"}}}", folder("live/prod/x")),
            ("{\"module\": {\"a\": {\"source\": \"${local.x}\"}}}", beginning("")),
            ("module \"a\" {}\nresource \"aws_s3_object\" \"b\" {\n  source = each.value\n}", None),
            ("resource \"a\" \"b\" {}\nmodule \"a\" {\n  data = \"x\"\n  source = local.x\n}", beginning("")),
            ("resource \"aws_s3_object\" \"b\" {\n  source = \"./x\"\n}", None),
        ];
        for (text, expected) in others {
            assert_eq!(called(text, "live/prod").into_iter().next(), expected, "{text}");
        }
    }
}
