//! What an instruction takes files from: `COPY --from=…` and `RUN --mount=from=…`.

use std::ops::Range;

use super::expand::{Expander, Problem};
use super::origin::StageNames;
use super::variant::{Context, Variant};
use super::view::View;
use crate::frontend::substitution::name_length;
use crate::shape::image_reference;
use crate::syntax::dockerfile::{Flag, Instruction, Keyword, Word};
use crate::value::{Reason, Unknown, Value};

/// One place that files are taken from.
pub(super) struct Take {
    /// What stands behind `from=`; unknown where something else fills it in.
    from: Value,
    /// Whether a variable stands in it, which the builder does not resolve there.
    has_variable: bool,
}

impl Take {
    /// Everything that an instruction takes files from, in the order of the text.
    pub(super) fn all(instruction: &Instruction<'_>, expander: Expander) -> Vec<Self> {
        let words = instruction.flags.iter().filter_map(|flag| Some((flag, flag.value.as_ref()?)));
        let from = |(flag, word): (&Flag<'_>, &Word<'_>)| match (instruction.keyword, &*flag.name) {
            (Keyword::Copy, "from") => Some(Self::new(&word.text, word.at.clone(), instruction, expander)),
            (Keyword::Run, "mount") => mounted(word).map(|(text, at)| Self::new(&text, at, instruction, expander)),
            _ => None,
        };
        words.filter_map(from).collect()
    }

    fn new(text: &str, at: Range<usize>, instruction: &Instruction<'_>, expander: Expander) -> Self {
        let text = text.trim_matches(['"', '\'']);
        let span = instruction.text.range(at).in_file(expander.file);
        let has_variable = has_variable(text);
        let from = match has_variable {
            true => Value::unknown(Unknown::new(Reason::Unsupported("a variable in `from`"), span), span),
            false => Value::string(text, span),
        };
        Self { from, has_variable }
    }

    /// Why the builder refuses it.
    pub(super) fn problem(&self) -> Option<Problem> {
        self.has_variable.then(|| Problem {
            place: self.from.span,
            message: "the builder resolves no variables here; give the image a stage of its own with `FROM`".to_owned(),
            is_certain: true,
        })
    }

    /// `{from, origin, image}`: the image where it is one.
    pub(super) fn view(self, names: &StageNames, current: usize, variant: &Variant) -> Value {
        let span = self.from.span;
        let image = image_reference::to_value(&self.from);
        let origin = self.from.as_str().map(|name| names.origin(name, current));
        // A stage may be called as nobody calls an image.
        let text = match origin {
            Some(origin) if !origin.is_image() => self.from.clone(),
            _ => image.member("text").unwrap_or(&self.from).clone(),
        };
        let mut view = View::new(span);
        view.set("from", text.clone());
        if let (Some(name), Some(origin)) = (text.as_str(), origin) {
            let context = variant.context(name, span).filter(|_| origin.is_image());
            let (word, image) = match context {
                Some(Context::Image(image)) => ("image", Some(image_reference::to_value(&image))),
                Some(Context::Files) => ("context", None),
                None => (origin.as_str(), origin.is_image().then_some(image)),
            };
            view.set("origin", Value::string(word, span));
            view.maybe("image", image);
        } else {
            view.maybe("origin", text.first_unknown().map(|unknown| Value::unknown(unknown.clone(), span)));
            view.maybe("image", (!self.has_variable).then_some(image));
        }
        view.finish()
    }
}

/// Whether a text has a `$` with a name behind it.
fn has_variable(text: &str) -> bool {
    text.split('$').skip(1).any(|rest| rest.starts_with('{') || name_length(rest) > 0)
}

/// What stands behind `from=` in the fields of a mount, and where. Fields are separated as in CSV.
fn mounted(word: &Word<'_>) -> Option<(String, Range<usize>)> {
    let is_quoted = word.text.contains(['"', '\'']);
    let mut start = 0;
    let mut found = None;
    for field in word.text.split(',') {
        let bare = field.trim_matches(['"', '\'']);
        if let Some((key, value)) = bare.split_once('=')
            && key.eq_ignore_ascii_case("from")
        {
            let at = word.at.start + start + (field.len() - value.len());
            let at = if is_quoted { word.at.clone() } else { at..at + value.len() };
            found = Some((value.to_owned(), at));
        }
        start += field.len() + 1;
    }
    found.filter(|(value, _)| !value.is_empty())
}
