//! The stages of a build, and which of them make the final image.

use std::collections::HashMap;
use std::sync::Arc;

use super::casing;
use super::expand::{Expander, sole_reference};
use super::platforms;
use super::scope::Scope;
use super::variant::{Context, Variant};
use super::view::View;
use super::windows::is_windows;
use crate::shape::image_reference;
use crate::source::Span;
use crate::syntax::dockerfile::{Instruction, Keyword};
use crate::value::{Kind, Part, Value};

/// One stage, before its instructions are read.
pub(super) struct Stage {
    /// What it builds upon; absent in a file without `FROM`.
    pub(super) image: Option<Value>,
    /// Whether the build gives the files of what it builds upon.
    pub(super) is_context: bool,
    /// Its name.
    pub(super) name: Option<Value>,
    /// The platform that its `FROM` asks for.
    pub(super) platform: Option<Value>,
    /// The variable, where the platform is nothing else.
    pub(super) platform_variable: Option<Value>,
    /// The earlier stage that it builds upon.
    pub(super) parent: Option<usize>,
    /// Whether it runs on Windows.
    pub(super) is_windows: bool,
    /// Whether the final image is made of it.
    pub(super) is_final: bool,
    /// The `FROM` instruction; the first instruction where there is none.
    pub(super) header: Span,
}

/// The stages of a file, in order. A file without any `FROM` counts as one stage upon something unnamed.
pub(super) fn plan(
    instructions: &[Instruction<'_>],
    expander: Expander,
    global: &Scope,
    variant: &Variant,
) -> Vec<Stage> {
    let mut stages: Vec<Stage> = Vec::new();
    let mut names: HashMap<String, usize> = HashMap::new();
    for from in instructions.iter().filter(|instruction| instruction.keyword == Keyword::From) {
        let mut stage = stage(from, expander, global, &names);
        stage.take_context(variant);
        let parent = stage.parent.map(|parent| stages[parent].is_windows);
        stage.is_windows = is_windows(stage.image.as_ref(), stage.platform.as_ref(), parent, expander.escape);
        if let Some(name) = stage.name.as_ref().and_then(Value::as_str) {
            names.insert(name.to_lowercase(), stages.len());
        }
        stages.push(stage);
    }
    if let (true, Some(first)) = (stages.is_empty(), instructions.first()) {
        let header = first.range.in_file(expander.file);
        let (image, name, platform, platform_variable) = (None, None, None, None);
        let (is_context, parent, is_final, is_windows) = (false, None, true, expander.escape == '`');
        stages.push(Stage {
            image,
            is_context,
            name,
            platform,
            platform_variable,
            parent,
            is_windows,
            is_final,
            header,
        });
    }
    let mut next = variant.last_stage(stages.len());
    while let Some(index) = next {
        stages[index].is_final = true;
        next = stages[index].parent;
    }
    stages
}

fn stage(from: &Instruction<'_>, expander: Expander, global: &Scope, names: &HashMap<String, usize>) -> Stage {
    let image = from.words.first().map(|word| expander.word(word, global));
    let parent = image.as_ref().and_then(Value::as_str).and_then(|image| names.get(&image.to_lowercase()).copied());
    let has_name = from.words.get(1).is_some_and(|word| word.text.eq_ignore_ascii_case("AS"));
    let name = from.words.get(2).filter(|_| has_name).map(|word| expander.word(word, global));
    let platform = from.flags.iter().find(|flag| flag.name == "platform").and_then(|flag| flag.value.as_ref());
    Stage {
        image,
        is_context: false,
        name,
        platform: platform.map(|word| expander.word(word, global)),
        platform_variable: platform.and_then(|word| {
            let name = sole_reference(&word.text)?;
            Some(Value::string(name, word.range.in_file(expander.file)))
        }),
        parent,
        is_windows: false,
        is_final: false,
        header: from.range.in_file(expander.file),
    }
}

/// What the builder's own checks say of a `FROM`.
pub(super) fn remarks(from: &Instruction<'_>, expander: Expander, global: &Scope, view: &mut View) {
    let expected = casing::expected_as(from);
    view.maybe("miscased_as", expected.map(|(word, text)| Value::string(text, word.range.in_file(expander.file))));
    let platform = from.flags.iter().find(|flag| flag.name == "platform").and_then(|flag| flag.value.as_ref());
    let Some(word) = from.words.first() else { return };
    let span = word.range.in_file(expander.file);
    let image = expander.word(word, &global.with_defaults(span));
    if let Some(text) = image.as_str().filter(|text| word.text.contains('$') && !image_reference::is_valid(text)) {
        view.set("invalid_default", Value::string(text, span));
    }
    let Some(platform) = platform.map(|word| expander.word(word, global)) else { return };
    if let (Some(image), Some(platform)) = (image.as_str(), platform.as_str()) {
        let other = platforms::other_platform(image, platform);
        view.maybe("other_platform", other.map(|other| Value::string(other, span)));
    }
}

impl Stage {
    /// The variables at its start, where it builds upon no earlier stage.
    pub(super) fn scope(&self) -> Scope {
        let is_empty = self.image.as_ref().and_then(Value::as_str) == Some("scratch");
        if is_empty { Scope::closed() } else { Scope::default() }
    }

    /// Puts what the build has under the name of the image in its place.
    fn take_context(&mut self, variant: &Variant) {
        let Some(image) = self.image.as_ref().filter(|_| self.parent.is_none()) else { return };
        match image.as_str().and_then(|name| variant.context(name, image.span)) {
            Some(Context::Image(image)) => self.image = Some(image),
            Some(Context::Files) => self.is_context = true,
            None => {}
        }
    }

    /// Whether the name of the stage says for which platform it is.
    pub(super) fn is_named_after_platform(&self) -> bool {
        let text = |value: &Option<Value>| value.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
        platforms::is_named(&text(&self.name), &text(&self.platform))
    }

    /// `{kind, text, registry, repository, tag, digest}` of what it builds upon.
    pub(super) fn base(&self) -> Option<Value> {
        let image = self.image.as_ref()?;
        let kind = match image.as_str() {
            Some(_) if self.is_context => Value::string("context", image.span),
            Some(_) if self.parent.is_some() => Value::string("stage", image.span),
            Some("scratch") => Value::string("scratch", image.span),
            Some(_) => Value::string("image", image.span),
            None => kind_of_partly_known(image),
        };
        if kind.as_str().is_some_and(|kind| kind != "image") {
            let mut view = View::new(image.span);
            view.set("kind", kind);
            view.set("text", image.clone());
            return Some(view.finish());
        }
        let mut reference = image_reference::to_value(image);
        if let Kind::Map(map) = &mut reference.kind {
            Arc::make_mut(map).insert("kind", image.span, kind);
        }
        Some(reference)
    }
}

/// The name of a stage holds none of `/`, `:` and `@`, so that a text with one of them is an image whatever the rest.
fn kind_of_partly_known(image: &Value) -> Value {
    let is_image = match &image.kind {
        Kind::Template(template) => template.parts.iter().any(|part| match part {
            Part::Text(text) => text.contains(['/', ':', '@']),
            Part::Hole(_) => false,
        }),
        _ => false,
    };
    match image.first_unknown() {
        Some(unknown) if !is_image => Value::unknown(unknown.clone(), image.span),
        _ => Value::string("image", image.span),
    }
}
