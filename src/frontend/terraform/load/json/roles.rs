//! Which members of an object are arguments and which are blocks.

use crate::syntax::yaml::{Node, NodeKind};

/// What an object is the body of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    /// A whole `.tf.json` file.
    File,
    /// A whole `.tfvars.json` file.
    Values,
    /// `locals`, `required_providers`: arguments only.
    Arguments,
    /// `module`: arguments, and `lifecycle`.
    Call,
    /// `resource`, `data`, `provider`.
    Resource,
    /// A block within a resource, or of a kind that is not known.
    Nested,
    /// `lifecycle` of a resource.
    Lifecycle,
    /// `dynamic`.
    Dynamic,
    /// `variable`.
    Variable,
    /// `output`.
    Output,
    /// `terraform`.
    Settings,
}

/// What a member is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// An argument whose strings are templates.
    Template,
    /// An argument whose strings mean themselves.
    Literal,
    /// An argument whose strings are expressions, such as a reference or a type.
    Expression,
    /// Blocks with this number of labels.
    Block(usize, Body),
}

/// The name under which comments are written.
pub(super) const COMMENT: &str = "//";

/// Arguments that are maps, though their keys may look like those of a block.
const MAPS: [&str; 26] = [
    "annotations",
    "app_settings",
    "binary_data",
    "data",
    "dimensions",
    "environment_variables",
    "headers",
    "input",
    "keepers",
    "labels",
    "limits",
    "match_labels",
    "node_selector",
    "parameters",
    "query",
    "request_parameters",
    "request_templates",
    "requests",
    "response_models",
    "response_parameters",
    "response_templates",
    "string_data",
    "tags",
    "tags_all",
    "triggers",
    "variables",
];

/// What the member of this name is in a body of this kind.
pub(super) fn role(body: Body, name: &str, value: &Node) -> Role {
    match (body, name) {
        (Body::File, _) => top_level(name),
        (Body::Values, _) | (Body::Variable, "default") => Role::Literal,
        (Body::Variable, "type")
        | (Body::Resource, "provider" | "depends_on")
        | (Body::Lifecycle, "ignore_changes" | "replace_triggered_by")
        | (Body::Dynamic, "iterator")
        | (Body::Output, "depends_on") => Role::Expression,
        (Body::Resource, "count" | "for_each") => Role::Template,
        (Body::Resource | Body::Call, "lifecycle") => Role::Block(0, Body::Lifecycle),
        (Body::Resource, "provisioner") | (Body::Settings, "backend" | "provider_meta") => Role::Block(1, Body::Nested),
        (Body::Resource | Body::Nested, "dynamic") => Role::Block(1, Body::Dynamic),
        (Body::Settings, "required_providers") => Role::Block(0, Body::Arguments),
        (Body::Settings, "cloud")
        | (Body::Dynamic, "content")
        | (Body::Variable, "validation")
        | (Body::Output | Body::Lifecycle, "precondition" | "postcondition") => Role::Block(0, Body::Nested),
        (Body::Resource | Body::Nested, _) if looks_like_block(name, value) => Role::Block(0, Body::Nested),
        _ => Role::Template,
    }
}

fn top_level(name: &str) -> Role {
    match name {
        "resource" | "data" | "ephemeral" => Role::Block(2, Body::Resource),
        "provider" => Role::Block(1, Body::Resource),
        "module" => Role::Block(1, Body::Call),
        "variable" => Role::Block(1, Body::Variable),
        "output" => Role::Block(1, Body::Output),
        "check" => Role::Block(1, Body::Nested),
        "locals" => Role::Block(0, Body::Arguments),
        "terraform" => Role::Block(0, Body::Settings),
        _ => Role::Block(0, Body::Nested),
    }
}

/// Whether an object, or a list of objects, stands for blocks. Terraform asks the provider's schema; without it, an object
/// is a block unless its name is that of a well-known map, or one of its own names cannot be that of an argument.
///
/// Most mistakes do not matter: a list of objects gives the same list of maps as blocks do, and arguments that are single
/// objects with the names of arguments are rare.
fn looks_like_block(name: &str, value: &Node) -> bool {
    let has_argument_names = |node: &Node| node.entries().iter().all(|entry| is_argument_name(&entry.key));
    let is_body = |node: &Node| matches!(node.kind, NodeKind::Mapping(_)) && has_argument_names(node);
    if MAPS.contains(&name) {
        return false;
    }
    match &value.kind {
        NodeKind::Sequence(items) => !items.is_empty() && items.iter().all(|item| is_body(item)),
        _ => is_body(value),
    }
}

/// Whether a provider may have an argument of this name: all of them are in lower case.
fn is_argument_name(name: &str) -> bool {
    let starts = name.starts_with(|char: char| char.is_ascii_lowercase() || char == '_');
    let continues = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_';
    (starts && name.chars().all(continues)) || name == COMMENT
}
