//! The JSON Schemas of check files, families and lists, for editors.

use schemars::{JsonSchema, Schema, SchemaGenerator, generate::SchemaSettings};
use serde_json::{Map, Value, json};

use super::definition::Definition;
use super::lists;

/// The JSON Schema of check files.
pub fn check_schema() -> Schema {
    let mut schema = of::<Definition>();
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
    let mut schema = of::<Definition>();
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

fn of<T: JsonSchema>() -> Schema {
    SchemaGenerator::new(SchemaSettings::draft2020_12()).into_root_schema_for::<T>()
}
