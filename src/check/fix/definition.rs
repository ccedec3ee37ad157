//! How a check file says how what it finds is mended, as it is written. The build script reads it as well.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::super::clause::ClauseText;
use super::content::ContentText;
use crate::vocabulary::{Platform, Safety};

/// One recipe, or several of which the first that fits is taken.
#[derive(Debug)]
pub struct FixText {
    pub recipes: Vec<RecipeText>,
    /// Whether it is written as a list.
    pub is_list: bool,
}

/// One way to mend, and where it can be used.
#[derive(Debug, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct RecipeText {
    /// Whether it can be written without anybody having looked at it.
    pub safety: Safety,
    /// The languages in which it can be used; all without it.
    #[schemars(rename = "in", default)]
    pub platforms: Vec<Platform>,
    /// The kinds of which it mends resources; all without it.
    #[schemars(default)]
    pub kinds: Vec<String>,
    /// It can be used only where this holds.
    #[schemars(rename = "where")]
    pub applies: Option<ClauseText>,
    /// What it does, as an order without a full stop; made of its actions without it.
    pub title: Option<String>,
    /// What it does, where that is one thing. Of several, validation takes none.
    #[schemars(flatten, with = "Option<ActionText>")]
    pub actions: Vec<ActionText>,
    /// What it does, where that is several things. They are one fix together.
    #[schemars(default)]
    pub steps: Vec<ActionText>,
}

/// One change. Paths are those of queries; `@` is the failing node, as for `at`.
#[derive(Debug, JsonSchema)]
#[schemars(rename_all = "snake_case")]
pub enum ActionText {
    /// Sets a value: in place of what is written where it is there, added otherwise.
    Set(ValueAt),
    /// Removes an argument, block, entry or element, with its own lines and comment.
    Remove(String),
    /// Adds an element to a list, unless it is there.
    Append(ValueAt),
    /// Adds a nested block; the path ends with its name.
    AddBlock(BodyAt),
    /// Replaces each match of a regular expression in a text.
    Replace(ReplaceText),
    /// Puts a version that has not ended in place of one that has, or adds a digest.
    Pin(PinText),
    /// Adds a resource behind this one.
    AddResource(ResourceText),
    /// Adds an instruction to a Dockerfile.
    AddInstruction(InstructionText),
    /// Adds an option to the failing command or instruction of a Dockerfile.
    AddOption(OptionText),
    /// Gives an argument, entry or instruction another name.
    Rename(RenameText),
}

/// A value and where it goes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ValueAt {
    pub path: String,
    pub value: ContentText,
}

/// The content of a block and where it goes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BodyAt {
    pub path: String,
    #[serde(default)]
    pub body: ContentText,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplaceText {
    pub path: String,
    /// In the syntax of the `regex` crate.
    pub pattern: String,
    /// With `$1` for what the first group matches.
    pub with: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PinText {
    pub path: String,
    /// The list of `checks/lists` that knows the versions.
    #[serde(default)]
    pub list: Option<String>,
    /// Whether a placeholder for the digest of an image is added instead.
    #[serde(default)]
    pub digest: bool,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResourceText {
    pub kind: String,
    /// That of the resource which it is added to without it.
    #[serde(default)]
    pub name: Option<String>,
    pub body: ContentText,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct InstructionText {
    pub text: String,
    #[serde(default)]
    pub place: Place,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OptionText {
    pub option: String,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameText {
    pub path: String,
    pub name: String,
}

/// Where an instruction is added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    /// At the end of the last stage, before what says how it is run.
    #[default]
    End,
    /// Before the failing instruction.
    Before,
    /// Behind the failing instruction.
    After,
}

/// A field of a recipe or the name of an action.
#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum Field {
    Safety,
    In,
    Kinds,
    Where,
    Title,
    Steps,
    Set,
    Remove,
    Append,
    AddBlock,
    Replace,
    Pin,
    AddResource,
    AddInstruction,
    AddOption,
    Rename,
}

impl Field {
    /// Reads the action that this names; `None` where it names none.
    fn action<'de, A: MapAccess<'de>>(&self, map: &mut A) -> Result<Option<ActionText>, A::Error> {
        Ok(Some(match self {
            Self::Set => ActionText::Set(map.next_value()?),
            Self::Remove => ActionText::Remove(map.next_value()?),
            Self::Append => ActionText::Append(map.next_value()?),
            Self::AddBlock => ActionText::AddBlock(map.next_value()?),
            Self::Replace => ActionText::Replace(map.next_value()?),
            Self::Pin => ActionText::Pin(map.next_value()?),
            Self::AddResource => ActionText::AddResource(map.next_value()?),
            Self::AddInstruction => ActionText::AddInstruction(map.next_value()?),
            Self::AddOption => ActionText::AddOption(map.next_value()?),
            Self::Rename => ActionText::Rename(map.next_value()?),
            Self::Safety | Self::In | Self::Kinds | Self::Where | Self::Title | Self::Steps => return Ok(None),
        }))
    }
}

impl<'de> Deserialize<'de> for FixText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FixVisitor)
    }
}

struct FixVisitor;

impl<'de> Visitor<'de> for FixVisitor {
    type Value = FixText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a recipe or a list of recipes")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<FixText, A::Error> {
        let recipe = RecipeText::deserialize(MapAccessDeserializer::new(map))?;
        Ok(FixText { recipes: vec![recipe], is_list: false })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<FixText, A::Error> {
        let mut recipes = Vec::new();
        while let Some(recipe) = seq.next_element()? {
            recipes.push(recipe);
        }
        Ok(FixText { recipes, is_list: true })
    }
}

impl<'de> Deserialize<'de> for RecipeText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(RecipeVisitor)
    }
}

struct RecipeVisitor;

impl<'de> Visitor<'de> for RecipeVisitor {
    type Value = RecipeText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a recipe: a map with `safety` and an action, such as `set`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<RecipeText, A::Error> {
        let mut safety = None;
        let (mut platforms, mut kinds, mut actions, mut steps) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut applies, mut title) = (None, None);
        while let Some(field) = map.next_key::<Field>()? {
            match field {
                Field::Safety => safety = Some(map.next_value()?),
                Field::In => platforms = map.next_value()?,
                Field::Kinds => kinds = map.next_value()?,
                Field::Where => applies = Some(map.next_value()?),
                Field::Title => title = Some(map.next_value()?),
                Field::Steps => steps = map.next_value()?,
                action => actions.extend(action.action(&mut map)?),
            }
        }
        let safety = safety.ok_or_else(|| A::Error::missing_field("safety"))?;
        Ok(RecipeText { safety, platforms, kinds, applies, title, actions, steps })
    }
}

impl<'de> Deserialize<'de> for ActionText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ActionVisitor)
    }
}

struct ActionVisitor;

impl<'de> Visitor<'de> for ActionVisitor {
    type Value = ActionText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an action: a map with one name, such as `set`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<ActionText, A::Error> {
        let action = match map.next_key::<Field>()? {
            Some(field) => field.action(&mut map)?,
            None => None,
        };
        match (action, map.next_entry::<Field, IgnoredAny>()?) {
            (Some(action), None) => Ok(action),
            _ => Err(A::Error::custom("a step is one action, such as `set`, and nothing else")),
        }
    }
}

impl JsonSchema for FixText {
    fn schema_name() -> Cow<'static, str> {
        "FixText".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let recipe = generator.subschema_for::<RecipeText>();
        json_schema!({ "anyOf": [recipe, { "type": "array", "items": recipe, "minItems": 1 }] })
    }
}
