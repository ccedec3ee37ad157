//! Transformers that are configured in documents of their own. Those that have no field in a kustomization that does the same
//! say themselves which fields they are about.

use super::definition::{items, text};
use super::field_path::FieldSpec;
use super::object::Object;
use super::transform::namespace::Subjects;
use super::transform::{images, labels, names, namespace, replicas};
use super::{hash, plugin};
use crate::diagnostic::{Diagnostic, Level};
use crate::value::Value;

/// Applies a transformer that has no field of its own; false where it is not known.
pub(super) fn apply(document: &Value, objects: &mut [Object], diagnostics: &mut Vec<Diagnostic>) -> bool {
    let own = plugin::read(document, diagnostics);
    let specs: Vec<FieldSpec<'_>> = items(&own, "fieldSpecs").filter_map(FieldSpec::read).collect();
    let string = |key| text(&own, key).and_then(Value::as_str).unwrap_or_default();
    let kind = plugin::kind(document);
    if matches!(kind, "PrefixTransformer" | "SuffixTransformer") && specs.is_empty() {
        let message = format!("a {kind} needs `fieldSpecs`");
        diagnostics.push(Diagnostic::at(Level::Error, "kustomize-field", document.span, message));
    }
    match kind {
        "PrefixTransformer" => names::apply(objects, string("prefix"), "", &specs),
        "SuffixTransformer" => names::apply(objects, "", string("suffix"), &specs),
        "PrefixSuffixTransformer" => {
            names::apply(objects, string("prefix"), "", &specs);
            names::apply(objects, "", string("suffix"), &specs);
        }
        "LabelTransformer" => labels::set(objects, own.member("labels"), &specs),
        "AnnotationsTransformer" => labels::set(objects, own.member("annotations"), &specs),
        "NamespaceTransformer" => {
            let subjects = match string("setRoleBindingSubjects") {
                "none" => Subjects::None,
                "allServiceAccounts" => Subjects::Accounts,
                "" | "defaultOnly" => Subjects::Default,
                _ => {
                    let message = "`setRoleBindingSubjects` must be `none`, `defaultOnly` or `allServiceAccounts`";
                    diagnostics.push(Diagnostic::at(Level::Error, "kustomize-field", document.span, message));
                    Subjects::Default
                }
            };
            let only_unset = own.member("unsetOnly").and_then(Value::as_bool) == Some(true);
            let value = own.member("metadata").and_then(|metadata| text(metadata, "namespace"));
            if let Some(value) = value {
                diagnostics.extend(namespace::apply(objects, value, &specs, subjects, only_unset));
            }
        }
        "ReplicaCountTransformer" => {
            if let Some(replica) = own.member("replica") {
                diagnostics.extend(replicas::apply(objects, replica, &specs));
            }
        }
        "ImageTagTransformer" => {
            if let Some(image) = own.member("imageTag") {
                diagnostics.extend(images::apply(objects, image, &specs));
            }
        }
        "HashTransformer" => objects.iter_mut().for_each(hash::name),
        _ => return false,
    }
    true
}
