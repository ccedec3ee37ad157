//! The outline of a document: its resources.

use std::collections::BTreeSet;

use lsp_types::{DocumentSymbol, DocumentSymbolResponse, Location, SymbolInformation, SymbolKind};

use super::studied::View;
use crate::model::Resource;

/// Every resource of the document, in the order of the text; one of which there are several instances is there once.
pub(super) fn resources(view: &View) -> Vec<&Resource> {
    let own = view.study().resources.iter().filter(|resource| view.has(resource.declaration));
    let mut seen = BTreeSet::new();
    let mut found: Vec<&Resource> = own.filter(|resource| seen.insert(resource.declaration)).collect();
    found.sort_by_key(|resource| (resource.declaration.range.start, resource.declaration.range.end));
    found
}

/// The outline.
pub(super) fn symbols(view: &View) -> DocumentSymbolResponse {
    let found = resources(view).into_iter();
    let client = &view.snapshot().client;
    if client.nests_symbols {
        return DocumentSymbolResponse::Nested(found.map(|resource| nested(view, resource)).collect());
    }
    let telling = view.telling();
    let flat = |resource: &Resource| {
        #[expect(deprecated, reason = "the type has no other way to be made")]
        let symbol = SymbolInformation {
            name: name(resource),
            kind: kind(resource),
            tags: None,
            deprecated: None,
            location: Location { uri: view.document.uri.clone(), range: telling.range(resource.declaration) },
            container_name: None,
        };
        symbol
    };
    DocumentSymbolResponse::Flat(found.map(flat).collect())
}

fn nested(view: &View, resource: &Resource) -> DocumentSymbol {
    let telling = view.telling();
    let range = telling.range(resource.declaration);
    let header = telling.range(resource.header);
    let is_within = view.has(resource.header) && resource.declaration.contains(resource.header);
    #[expect(deprecated, reason = "the type has no other way to be made")]
    let symbol = DocumentSymbol {
        name: name(resource),
        detail: Some(resource.platform.to_string()),
        kind: kind(resource),
        tags: None,
        deprecated: None,
        range,
        selection_range: if is_within { header } else { range },
        children: None,
    };
    symbol
}

/// What it is called where it is written: without the modules that call it, and without keys of instances.
fn name(resource: &Resource) -> String {
    let address = resource.platform.address(resource.address.as_str()).without_keys();
    let text = address.as_str();
    let module = if resource.calls.is_empty() { None } else { Some(address.module()) };
    let local = module.as_ref().and_then(|module| text.strip_prefix(module.as_str())?.strip_prefix('.'));
    // No client shows an empty name.
    Some(local.unwrap_or(text)).filter(|name| !name.is_empty()).unwrap_or(&resource.kind).to_owned()
}

fn kind(resource: &Resource) -> SymbolKind {
    match &*resource.kind {
        "variable" => SymbolKind::VARIABLE,
        "output" => SymbolKind::PROPERTY,
        "module" => SymbolKind::MODULE,
        kind if kind.starts_with("provider.") => SymbolKind::PACKAGE,
        kind if kind.starts_with("data.") => SymbolKind::CONSTANT,
        _ => SymbolKind::OBJECT,
    }
}
