//! The JSON Schemas of check files, families and lists, for editors.

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::definition::Definition;
use super::lists;
use crate::vocabulary::{Lint, Platform, Word};

/// The JSON Schema of check files.
pub fn check_schema() -> Schema {
    let mut schema = of_checks();
    schema.insert("title".into(), "Check of Ravelin".into());
    // One of the two is what a check fails by.
    schema.insert("anyOf".into(), json!([{ "required": ["deny"] }, { "required": ["require"] }]));
    schema
}

/// The JSON Schema of lists that age.
pub fn list_schema() -> Schema {
    let mut schema = of::<lists::Definition>();
    schema.insert("title".into(), "List of Ravelin".into());
    schema
}

/// The JSON Schema of families: the fields of a check for all members, and those that each has of its own.
pub fn family_schema() -> Schema {
    let mut schema = of_checks();
    let mut shared = match schema.remove("properties") {
        Some(Value::Object(properties)) => properties,
        _ => Map::new(),
    };
    shared.remove("id");
    // `null` takes away what the family says.
    let mut own: Map<String, Value> =
        shared.iter().map(|(name, field)| (name.clone(), json!({ "anyOf": [field, { "type": "null" }] }))).collect();
    let words = json!({
        "description": "Words for what stands between `<` and `>`, by their names",
        "type": "object",
        "propertyNames": { "pattern": "^[a-z][a-z0-9_]*$" },
        "additionalProperties": { "type": ["string", "number", "boolean"] },
    });
    own.insert("with".into(), words.clone());
    own.insert(
        "service".into(),
        json!({
            "description": "The provider and the service that it is about, as in `aws/s3`",
            "type": "string",
            "pattern": "^[^/]+/[^/]+$",
        }),
    );
    own.insert(
        "plus".into(),
        json!({
            "description": "What is added to lists of the family",
            "type": "object",
            "additionalProperties": { "type": "array" },
        }),
    );
    let members = json!({
        "description": "What each check has of its own, by its id",
        "type": "object",
        "minProperties": 1,
        "propertyNames": { "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" },
        "additionalProperties": { "type": "object", "properties": own, "additionalProperties": false },
    });
    shared.insert("with".into(), words);
    shared.insert("members".into(), members);
    schema.insert("title".into(), "Family of checks of Ravelin".into());
    schema.insert("description".into(), "One rule over many kinds, with a row for each check.".into());
    schema.insert("properties".into(), Value::Object(shared));
    schema.insert("required".into(), json!(["members"]));
    schema
}

/// The fields of a check. Of maps by language or kind of weakness, what is derived says nothing of the names.
fn of_checks() -> Schema {
    let mut schema = of::<Definition>();
    let maps = [
        ("/properties/in", words::<Platform>()),
        ("/properties/intended", words::<Lint>()),
        ("/$defs/ExampleItem/properties/fails", words::<Platform>()),
        ("/$defs/ExampleItem/properties/passes", words::<Platform>()),
        ("/$defs/ExampleItem/properties/unknown", words::<Platform>()),
    ];
    for (pointer, names) in maps {
        if let Some(map) = schema.pointer_mut(pointer).and_then(Value::as_object_mut) {
            map.insert("propertyNames".into(), names);
        }
    }
    schema
}

fn words<W: Word>() -> Value {
    json!({ "enum": W::all().iter().map(|word| word.as_str()).collect::<Vec<_>>() })
}

fn of<T: JsonSchema>() -> Schema {
    SchemaGenerator::new(SchemaSettings::draft2020_12()).into_root_schema_for::<T>()
}
