//! Lists of patterns, in which `*` stands for any text, asked with three values.

use crate::value::{Either, Kind, Lookup, Part, Template, Truth, Value, includes};

/// Takes one option of a value that is one of several.
pub(super) type Resolve<'f, 'v> = &'f dyn Fn(&'v Value) -> &'v Value;

/// Whether a pattern stands for all that `asked` does.
pub(super) fn stands_for<'v>(pattern: &'v Value, asked: &str, resolve: Resolve<'_, 'v>) -> Truth<'v> {
    is_such(pattern, resolve, &|pattern| includes(pattern, asked))
}

/// Whether a text is such. Where the text may be, one with a `*` in place of what is not known is as well.
pub(super) fn is_such<'v>(text: &'v Value, resolve: Resolve<'_, 'v>, such: &dyn Fn(&str) -> bool) -> Truth<'v> {
    let text = resolve(text);
    match &text.kind {
        Kind::String(text) => such(text).into(),
        // Where it is such with anything in the holes, they do not matter: the account in an ARN.
        Kind::Template(template) => match template.holes().next() {
            Some(_) if such(&filled(template, "*")) && such(&filled(template, "\u{1}")) => Truth::True,
            Some(hole) if such(&filled(template, "*")) => Truth::Unknown(hole),
            _ => Truth::False,
        },
        Kind::Unknown(unknown) => Truth::Unknown(unknown),
        Kind::Either(either) => agreed(either, |option| is_such(option, resolve, such)),
        _ => Truth::False,
    }
}

/// The answer for all options of a value that is one of several, where they have one.
fn agreed<'v>(either: &'v Either, answer: impl Fn(&'v Value) -> Truth<'v>) -> Truth<'v> {
    let mut answers = either.options.iter().map(answer);
    let first = answers.next().unwrap_or(Truth::Unknown(&either.cause));
    let agrees = |answer: Truth<'_>| answer.is_true() == first.is_true() && answer.is_false() == first.is_false();
    if answers.all(agrees) { first } else { Truth::Unknown(&either.cause) }
}

/// A text with this in each of its holes.
fn filled(template: &Template, hole: &str) -> String {
    let parts = template.parts.iter().map(|part| match part {
        Part::Text(text) => text,
        Part::Hole(_) => hole,
    });
    parts.collect()
}

/// Whether a member of `holder` is there.
pub(super) fn has<'v>(holder: &'v Value, member: &str) -> Truth<'v> {
    match holder.get(member) {
        Lookup::Found(list) => match &list.kind {
            Kind::Unknown(unknown) if unknown.nullable => Truth::Unknown(unknown),
            kind => (!matches!(kind, Kind::Null)).into(),
        },
        Lookup::Absent => Truth::False,
        Lookup::Unknown(unknown) => Truth::Unknown(unknown),
    }
}

/// Whether one of the elements of a list is such; one text is a list of one.
pub(super) fn any<'v>(
    holder: &'v Value,
    member: &str,
    resolve: Resolve<'_, 'v>,
    such: &dyn Fn(&'v Value) -> Truth<'v>,
) -> Truth<'v> {
    match holder.get(member) {
        Lookup::Found(list) => any_of(list, resolve, such),
        Lookup::Absent => Truth::False,
        Lookup::Unknown(unknown) => Truth::Unknown(unknown),
    }
}

/// The same of the list itself.
pub(super) fn any_of<'v>(
    list: &'v Value,
    resolve: Resolve<'_, 'v>,
    such: &dyn Fn(&'v Value) -> Truth<'v>,
) -> Truth<'v> {
    let list = resolve(list);
    match &list.kind {
        Kind::List(items) => {
            let known = items.items.iter().fold(Truth::False, |any, item| any.or(|| such(item)));
            known.or(|| items.rest.as_deref().map_or(Truth::False, Truth::Unknown))
        }
        Kind::Either(either) => agreed(either, |option| any_of(option, resolve, such)),
        _ => such(list),
    }
}
