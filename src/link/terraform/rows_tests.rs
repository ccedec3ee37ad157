//! Every row of the table, with names that nobody knows before deployment.

use super::table::attachments;
use super::*;
use crate::frontend::terraform::tests::Loaded;
use crate::model::ATTACHED;

const COMPUTED: &str = "\"x-${data.aws_caller_identity.c.account_id}\"";
const FUNCTION: &str = "\"x-${lower(var.x)}\"";

/// The name of the target, and what names it (`T` is the target), with what is attached to the target and to another one
/// of its kind. With names, and with ids that only a provider gives.
const BY_NAME: &[(&str, &str, [&str; 2])] = &[
    (COMPUTED, "T.t.NAME", ["attached", "none"]),
    (COMPUTED, "T.t.id", ["attached", "none"]),
    (COMPUTED, COMPUTED, ["attached", "none"]),
    ("local.n", "local.n", ["attached", "none"]),
    ("var.x", "var.x", ["attached", "none"]),
    (FUNCTION, FUNCTION, ["attached", "none"]),
    (FUNCTION, "\"x-${upper(var.x)}\"", ["open", "none"]),
    (COMPUTED, "\"x-1\"", ["open", "none"]),
    ("\"x-1\"", COMPUTED, ["open", "none"]),
    (COMPUTED, "\"y-1\"", ["none", "none"]),
    (COMPUTED, "\"${T.t.NAME}-copy\"", ["none", "none"]),
    (COMPUTED, "var.x == 1 ? T.t.NAME : T.other.NAME", ["open", "open"]),
];
const BY_ID: &[(&str, &str, [&str; 2])] = &[
    ("", "T.t.id", ["attached", "none"]),
    ("", "local.id", ["attached", "none"]),
    ("", "terraform_data.d.input", ["attached", "none"]),
    ("", "var.x == 1 ? T.t.id : T.other.id", ["open", "open"]),
    ("", "var.x", ["open", "open"]),
];

/// An argument below its blocks.
fn argument(path: &str, value: &str) -> String {
    match path.split_once('.') {
        Some((block, rest)) => format!("  {block} {{\n  {}  }}\n", argument(rest, value)),
        None => format!("  {path} = {value}\n"),
    }
}

/// A configuration with a target, another of its kind, and what names one of them.
fn configuration(row: &Attachment, target: &str, own: &str, name: &str) -> String {
    let (kind, is_id) = (row.kind, row.name == "id");
    let named = |value: &str| if is_id { String::new() } else { argument(row.name, value) };
    let name = name.replace("T.", &format!("{target}.")).replace("NAME", &row.name.replace('.', "[0]."));
    let name = match (row.prefix, name.strip_prefix('"')) {
        ("", _) => name,
        (prefix, Some(rest)) => format!("\"{prefix}{rest}"),
        (prefix, None) => format!("\"{prefix}${{{name}}}\""),
    };
    let (own, other, source) = (named(own), named("\"other\""), argument(row.argument, &name));
    format!(
        "variable \"x\" {{}}\ndata \"aws_caller_identity\" \"c\" {{}}\n\
         locals {{\n  n = {COMPUTED}\n  id = {target}.t.id\n}}\n\
         resource \"terraform_data\" \"d\" {{\n  input = local.id\n}}\n\
         resource \"{target}\" \"t\" {{\n{own}}}\nresource \"{target}\" \"other\" {{\n{other}}}\n\
         resource \"{kind}\" \"s\" {{\n{source}}}\n"
    )
}

/// What a resource has of a role.
pub(super) fn state(resources: &[Resource], address: &str, role: &str) -> &'static str {
    let resource = resources.iter().find(|resource| &*resource.address == address).expect("it is declared");
    let attached = resource.body.member(ATTACHED).and_then(|roles| roles.member(role)?.as_list());
    match attached {
        Some(list) if list.rest.is_some() && list.items.is_empty() => "open",
        Some(list) if list.rest.is_none() && list.items.len() == 1 => "attached",
        Some(_) => "several",
        None => "none",
    }
}

/// Each way in which a row may name its target holds for each row, so none can be added for which it does not.
#[test]
fn every_row_links_by_names_that_are_not_known() {
    for row in attachments() {
        let cases = if row.name == "id" { BY_ID } else { BY_NAME };
        for (target, (own, name, expected)) in
            row.targets.iter().flat_map(|target| cases.iter().map(move |case| (target, case)))
        {
            let text = configuration(row, target, own, name);
            let mut resources = Loaded::new(&[("main.tf", &text)]).output.resources;
            link(&mut resources);
            if row.reversed {
                let found = state(&resources, &format!("{}.s", row.kind), row.role);
                // What names something that is not here may have anything attached, unless it is a known name.
                let none = if name.starts_with('"') && !name.contains('$') { "none" } else { "open" };
                let expected = if expected[0] == "none" { none } else { expected[0] };
                assert_eq!(found, expected, "{text}");
            } else {
                let found = ["t", "other"].map(|name| state(&resources, &format!("{target}.{name}"), row.role));
                assert_eq!(&found, expected, "{text}");
            }
        }
    }
}
