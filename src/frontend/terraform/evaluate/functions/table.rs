//! The table of all functions.

use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::LazyLock;

use super::{Arguments, Function, Table};
use super::{
    assume, charset, collection, conversion, csv, encoding, filesystem, format, hash, hcl_encode, ip, json, logic,
    numeric, regex, sequence, set, string, time, unavailable, yaml_decode, yaml_encode,
};
use crate::frontend::terraform::evaluate::normal::{normal, normal_throughout};
use crate::value::{Kind, Value};

static FUNCTIONS: LazyLock<HashMap<&'static str, (&'static RangeInclusive<usize>, Function)>> = LazyLock::new(|| {
    let groups: [Table; 22] = [
        assume::TABLE,
        charset::TABLE,
        collection::TABLE,
        conversion::TABLE,
        csv::TABLE,
        encoding::TABLE,
        filesystem::TABLE,
        format::TABLE,
        hash::TABLE,
        hcl_encode::TABLE,
        ip::TABLE,
        json::TABLE,
        logic::TABLE,
        numeric::TABLE,
        regex::TABLE,
        sequence::TABLE,
        set::TABLE,
        string::TABLE,
        time::TABLE,
        unavailable::TABLE,
        yaml_decode::TABLE,
        yaml_encode::TABLE,
    ];
    groups.into_iter().flatten().map(|(name, count, function)| (*name, (count, *function))).collect()
});

/// The value of the function of this name. One that is not known here may be of a later version, so its value is unknown.
pub(in crate::frontend::terraform) fn call(name: &str, arguments: &Arguments<'_>) -> Value {
    match FUNCTIONS.get(name) {
        Some((count, _)) if !count.contains(&arguments.values.len()) => {
            arguments.error(format!("`{name}` does not take {} arguments", arguments.values.len()))
        }
        Some((_, function)) => {
            arguments.spend(arguments.values.iter().map(size).sum());
            match name {
                // Names of objects stay as they are.
                "jsondecode" | "yamldecode" => normal_throughout(&function(arguments)),
                _ => normal(function(arguments)),
            }
        }
        None => arguments.not_evaluated(name),
    }
}

/// The steps that looking at an argument once is worth.
fn size(value: &Value) -> usize {
    match &value.kind {
        Kind::String(text) => text.len() / 16,
        Kind::List(list) => list.items.len() / 16,
        Kind::Map(map) => map.len() / 16,
        _ => 0,
    }
}
