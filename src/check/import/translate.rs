//! What a policy asks of a resource of one kind.

use super::attribute;
use super::expr::Expr;
use super::kind::Target;
use super::operator::{Operator, Question};
use super::path::Path;
use super::policy::{Condition, Gap, Kinds, Link, Place, What};

/// How a kind of resources is attached to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// The role below which it is found.
    pub role: &'static str,
    /// The argument by which one of the two names the other; empty where none does.
    pub argument: &'static str,
    /// Whether it is the one that is attached that has the argument.
    pub names_holder: bool,
}

/// What is attached to resources of the first kind and is of the second one.
pub type Attachments<'a> = dyn Fn(&str, &str) -> Vec<Attachment> + 'a;

/// What a translation may ask.
pub(super) struct Context<'a> {
    /// What is attached to what.
    pub attachments: &'a Attachments<'a>,
    /// The kinds that `all` and `taggable` stand for.
    pub kinds: &'a [String],
}

/// Members of an `and` that are about what a resource is connected with.
pub(super) type Others<'c> = [&'c Condition];

impl Context<'_> {
    /// The kinds that a policy judges.
    pub(super) fn judged(&self, definition: &Condition) -> Result<Vec<String>, Gap> {
        let mut found = Found::default();
        found.collect(definition);
        let mut judged: Vec<String> = match found.filtered.is_empty() {
            false => found.filtered,
            true => {
                let mut kinds = Vec::new();
                for (named, place) in found.own {
                    kinds.extend(self.named(named).ok_or_else(|| place.gap(group(named)))?.iter().cloned());
                }
                let connected = found.connected.iter().filter_map(|(kinds, _)| self.named(kinds));
                let connected: Vec<String> = connected.flatten().cloned().collect();
                let is_judged =
                    |kind: &String| !connected.contains(kind) || found.linked.iter().any(|of| of.contains(kind));
                kinds.retain(is_judged);
                kinds
            }
        };
        let mut seen = Vec::new();
        judged.retain(|kind| {
            !seen.contains(kind) && {
                seen.push(kind.clone());
                true
            }
        });
        if judged.is_empty() {
            return Err(definition.place.gap("names no kinds of resources"));
        }
        Ok(judged)
    }

    /// The condition on a resource of this kind by which it passes; none where `condition` is not about the kind.
    pub(super) fn holds(&self, condition: &Condition, kind: &str, target: Target) -> Result<Option<Expr>, Gap> {
        let place = &condition.place;
        Ok(match &condition.what {
            What::Attribute { kinds, attribute, operator, value } => {
                if !self.is_about(kinds, kind, condition)? {
                    return Ok(None);
                }
                if attribute.is_empty() && !operator.takes_value() {
                    return Ok(Some(Expr::True));
                }
                let path =
                    if operator.is_path { Path::parsed(attribute) } else { Path::dotted(attribute, target.layout()) };
                let path = path.and_then(|path| target.locate(&path, kind)).map_err(|reason| place.gap(reason))?;
                let asked = attribute::condition(&path, target.layout(), *operator, value);
                Some(asked.map_err(|reason| place.gap(reason))?)
            }
            What::OfKind(kinds) => Some(if kinds.iter().any(|of| of == kind) { Expr::True } else { Expr::False }),
            // Only what it fits is judged: see `applies`.
            What::With { .. } => Some(Expr::True),
            What::Resource { may_exist: true, .. } => {
                return Err(place.gap("a check names the kinds that it judges, and cannot fail all others"));
            }
            What::Resource { kinds, .. } => self.is_about(kinds, kind, condition)?.then_some(Expr::False),
            What::All(members) => self.all(members, kind, target)?,
            What::Any(members) => {
                let is_alone = !members.iter().any(Condition::has_connection);
                if !is_alone && members.iter().any(|member| member.leaves_out(kind)) {
                    return Ok(None);
                }
                let mut answers = Vec::new();
                for member in members.iter().filter(|member| is_alone || !member.is_filter()) {
                    answers.extend(self.holds(member, kind, target)?);
                }
                (is_alone || !answers.is_empty()).then(|| Expr::any(answers))
            }
            What::Not(inner) if inner.has_connection() => {
                return Err(place.gap("Checkov itself refuses `not` around a connection"));
            }
            What::Not(inner) => Some(self.holds(inner, kind, target)?.map_or(Expr::True, Expr::negated)),
            What::Connection { .. } => self.connection(condition, kind, target, &[])?,
        })
    }

    fn all(&self, members: &[Condition], kind: &str, target: Target) -> Result<Option<Expr>, Gap> {
        let has_connection = members.iter().any(Condition::has_connection);
        if has_connection && members.iter().any(|member| member.leaves_out(kind)) {
            return Ok(None);
        }
        let others = self.others(members, kind)?;
        let mut answers = Vec::new();
        for member in members.iter().filter(|member| !(has_connection && member.is_filter())) {
            match &member.what {
                What::Connection { .. } => answers.extend(self.connection(member, kind, target, &others)?),
                _ if others.iter().any(|other| std::ptr::eq(*other, member)) => {}
                // Without connections, what is about other kinds fails this one.
                _ => match self.holds(member, kind, target)? {
                    None if !has_connection => answers.push(Expr::False),
                    answer => answers.extend(answer),
                },
            }
        }
        Ok((!has_connection || !answers.is_empty()).then(|| Expr::all(answers)))
    }

    /// Those that say how what a resource of this kind is connected with must be: all that are not about the kind itself.
    pub(super) fn others<'c>(&self, members: &'c [Condition], kind: &str) -> Result<Vec<&'c Condition>, Gap> {
        let mut others = Vec::new();
        if members.iter().any(Condition::has_connection) {
            for member in members {
                let mut found = Found::default();
                found.collect(member);
                if let Some((kinds, place)) = found.all().find(|(kinds, _)| self.named(kinds).is_none()) {
                    return Err(place.gap(group(kinds)));
                }
                if !self.concerns(member, kind) {
                    others.push(member);
                }
            }
        }
        Ok(others)
    }

    /// Whether a condition is about resources of this kind, or about which are judged.
    pub(super) fn concerns(&self, condition: &Condition, kind: &str) -> bool {
        let mut found = Found::default();
        found.collect(condition);
        let mut named = found.all().filter_map(|(kinds, _)| self.named(kinds)).flatten();
        !found.filtered.is_empty() || matches!(condition.what, What::With { .. }) || named.any(|of| of == kind)
    }

    fn connection(
        &self,
        condition: &Condition,
        kind: &str,
        target: Target,
        others: &Others<'_>,
    ) -> Result<Option<Expr>, Gap> {
        let What::Connection { link, .. } = &condition.what else { return Ok(None) };
        let Some(attached) = self.connected(condition, kind)? else { return Ok(None) };
        let root = if target == Target::Pods { "@.attached" } else { "@._attached" };
        let (mut some, mut good, mut bad) = (Vec::new(), Vec::new(), Vec::new());
        for (other, attachment) in &attached {
            let must = self.required(other, condition, others)?;
            let path = format!("{root}.{}", attachment.role);
            some.push(Expr::filter(&path, &Expr::True));
            good.push(Expr::filter(&path, &must));
            bad.push(Expr::filter(&path, &must.negated()));
        }
        Ok(Some(match link {
            Link::Exists => Expr::all([Expr::any(some), Expr::any(bad).negated()]),
            Link::OneExists => Expr::any(good),
            Link::NotExists => Expr::any(good).negated(),
        }))
    }

    /// How a resource of the kind `other` must be that `condition` connects with the one that is judged.
    fn required(&self, other: &str, condition: &Condition, others: &Others<'_>) -> Result<Expr, Gap> {
        // What is attached is a body, and no view of it.
        let target = match Target::of(other).map_err(|reason| condition.place.gap(reason))? {
            Target::Pods => Target::Manifest,
            target => target,
        };
        let mut must = Vec::new();
        for asked in others {
            let rest: Vec<&Condition> = others.iter().copied().filter(|rest| !std::ptr::eq(*rest, *asked)).collect();
            must.extend(match &asked.what {
                What::Connection { .. } => self.connection(asked, other, target, &rest)?,
                _ => self.holds(asked, other, target)?,
            });
        }
        Ok(Expr::all(must))
    }

    /// What a connection connects with resources of this kind; none where it is about others.
    pub(super) fn connected(
        &self,
        condition: &Condition,
        kind: &str,
    ) -> Result<Option<Vec<(String, Attachment)>>, Gap> {
        let What::Connection { kinds, connected, .. } = &condition.what else { return Ok(None) };
        let others = match (self.is_about(kinds, kind, condition)?, self.is_about(connected, kind, condition)?) {
            (true, _) => connected,
            (false, true) => kinds,
            (false, false) => return Ok(None),
        };
        let mut found = Vec::new();
        for other in self.named(others).unwrap_or_default() {
            let attachments = (self.attachments)(kind, other);
            if attachments.is_empty() {
                return Err(condition.place.gap(format!("nothing attaches `{other}` to `{kind}`")));
            }
            found.extend(attachments.into_iter().map(|attachment| (other.clone(), attachment)));
        }
        Ok(Some(found))
    }

    pub(super) fn is_about(&self, kinds: &Kinds, kind: &str, condition: &Condition) -> Result<bool, Gap> {
        let named = self.named(kinds).ok_or_else(|| condition.place.gap(group(kinds)))?;
        Ok(named.iter().any(|of| of == kind))
    }

    /// The kinds by their names; none where a group is meant and nobody says which they are.
    fn named<'k>(&'k self, kinds: &'k Kinds) -> Option<&'k [String]> {
        match kinds {
            Kinds::Named(kinds) => Some(kinds),
            Kinds::Group(_) => Some(self.kinds).filter(|kinds| !kinds.is_empty()),
        }
    }
}

/// The condition on which a resource of this kind is judged at all.
pub(super) fn applies(definition: &Condition, kind: &str, target: Target) -> Result<Expr, Gap> {
    let What::All(members) = &definition.what else { return Ok(Expr::True) };
    let mut conditions = Vec::new();
    for member in members {
        if let What::With { attribute, values } = &member.what {
            let say = |reason| member.place.gap(reason);
            let path = Path::dotted(attribute, target.layout()).and_then(|path| target.locate(&path, kind));
            let within = Operator { question: Question::Within, is_negated: false, is_path: false };
            let asked = attribute::condition(&path.map_err(say)?, target.layout(), within, values);
            conditions.push(asked.map_err(say)?);
        }
    }
    Ok(Expr::all(conditions))
}

fn group(kinds: &Kinds) -> String {
    let word = if let Kinds::Group(word) = kinds { word } else { "all" };
    format!("a check names the kinds that it judges: say with `--kind` which ones `{word}` stands for")
}

impl Condition {
    /// Whether it is a filter by kind. Beside connections that says what is judged, and is no condition.
    pub(super) fn is_filter(&self) -> bool {
        matches!(self.what, What::OfKind(_))
    }

    /// Whether it is a filter by which this kind is not judged.
    fn leaves_out(&self, kind: &str) -> bool {
        matches!(&self.what, What::OfKind(kinds) if !kinds.iter().any(|of| of == kind))
    }

    /// Whether it asks for connections, itself or below.
    pub(super) fn has_connection(&self) -> bool {
        match &self.what {
            What::Connection { .. } => true,
            What::All(members) | What::Any(members) => members.iter().any(Self::has_connection),
            What::Not(inner) => inner.has_connection(),
            _ => false,
        }
    }
}

/// The kinds that conditions name.
#[derive(Default)]
struct Found<'c> {
    /// Those that a filter leaves.
    filtered: Vec<String>,
    /// Those that are asked something.
    own: Vec<(&'c Kinds, &'c Place)>,
    /// Those of connections.
    linked: Vec<&'c Kinds>,
    /// The other ones of connections.
    connected: Vec<(&'c Kinds, &'c Place)>,
}

impl<'c> Found<'c> {
    /// All kinds that are asked something, with their places.
    fn all(&self) -> impl Iterator<Item = (&'c Kinds, &'c Place)> {
        self.own.iter().chain(&self.connected).copied()
    }

    fn collect(&mut self, condition: &'c Condition) {
        match &condition.what {
            What::OfKind(kinds) => self.filtered.extend(kinds.iter().cloned()),
            What::Attribute { kinds, .. } | What::Resource { kinds, .. } => self.own.push((kinds, &condition.place)),
            What::Connection { kinds, connected, .. } => {
                self.own.push((kinds, &condition.place));
                self.linked.push(kinds);
                self.connected.push((connected, &condition.place));
            }
            What::All(members) | What::Any(members) => members.iter().for_each(|member| self.collect(member)),
            What::Not(inner) => self.collect(inner),
            What::With { .. } => {}
        }
    }
}

impl Kinds {
    fn contains(&self, kind: &str) -> bool {
        matches!(self, Self::Named(kinds) if kinds.iter().any(|of| of == kind))
    }
}
