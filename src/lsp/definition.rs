//! Where the value of an expression was written.

use lsp_types::{GotoDefinitionResponse, Location, LocationLink, Position};

use super::studied::View;
use super::values::{self, Found};
use crate::source::Span;

/// The places at which the value of the expression at a position was written. One that refers to a resource leads to that resource.
pub(super) fn definition(view: &View, position: Position) -> Option<GotoDefinitionResponse> {
    let found = values::at(view.study(), &view.files, view.offset(position)?);
    let from = found.first()?.span;
    let mut targets: Vec<Span> = Vec::new();
    for span in found.iter().flat_map(|found| written(view, found)) {
        if span != from && !targets.contains(&span) {
            targets.push(span);
        }
    }
    let telling = view.telling();
    let locations: Vec<Location> = targets.into_iter().filter_map(|span| telling.location(span)).collect();
    if locations.is_empty() {
        return None;
    }
    if !view.snapshot().client.links_definitions {
        return Some(GotoDefinitionResponse::Array(locations));
    }
    let link = |Location { uri, range }: Location| LocationLink {
        origin_selection_range: Some(telling.range(from)),
        target_uri: uri,
        target_range: range,
        target_selection_range: range,
    };
    Some(GotoDefinitionResponse::Link(locations.into_iter().map(link).collect()))
}

/// The end of the way, and the headers of the resources to which an unknown value refers.
fn written(view: &View, found: &Found<'_>) -> Vec<Span> {
    let mut spans: Vec<Span> = found.way().last().map(|step| step.span).into_iter().collect();
    if spans.is_empty() {
        let unknowns = found.value.own_unknowns();
        let addresses = unknowns.flat_map(|unknown| &unknown.references).map(|reference| &reference.address);
        for address in addresses {
            let resources = view.study().resources.iter();
            let meant = resources.filter(|resource| address.may_mean(&resource.address));
            spans.extend(meant.map(|resource| resource.header));
        }
    }
    spans
}
