//! Policies of Checkov as check files: text in, texts and what has no equivalent out.
//!
//! A policy passes where its definition holds, so the definition becomes what a check requires. Each operator asks what the solver
//! of its name asks (`asked`), of all nodes that its attribute may select (`path`, `attribute`), also where nothing is there.
//!
//! To add an operator: its row in `operator`, and its question in `asked`.

mod asked;
mod attribute;
mod draft;
mod expr;
mod kind;
mod measured;
mod names;
mod operator;
mod path;
mod pattern;
mod policy;
mod sample;
mod test;
mod translate;
mod write_blocks;
mod write_manifest;

pub use draft::Draft;
pub use policy::Gap;
pub use translate::{Attachment, Attachments};

use crate::syntax::yaml::{self, Dialect, Node, NodeKind};
use draft::About;
use expr::Expr;
use kind::Target;
use policy::Policy;
use translate::Context;

/// What an import is asked for.
pub struct Request<'a> {
    /// The name of the file, for its checks.
    pub origin: &'a str,
    /// What ids start with; none for the provider of what they judge.
    pub prefix: Option<&'a str>,
    /// The kinds that `all` and `taggable` stand for.
    pub kinds: &'a [String],
    /// What is attached to what.
    pub attachments: &'a Attachments<'a>,
}

/// What became of a policy.
#[derive(Debug)]
pub struct Imported {
    /// Its id.
    pub id: String,
    /// Where that stands.
    pub place: Gap,
    /// The checks that it becomes: several where kinds are asked different things.
    pub drafts: Vec<Draft>,
}

/// Reads the policies of a file: of each what it becomes, or all that is wrong with it.
pub fn import(text: &str, request: &Request<'_>) -> Vec<Result<Imported, Vec<Gap>>> {
    let stream = yaml::parse(text, Dialect::Kubernetes);
    let broken = stream.errors.iter().map(|error| {
        let gap = Gap { range: error.range, part: "file".to_owned(), reason: error.message.clone() };
        (error.range, Err(vec![gap]))
    });
    let documents = stream.documents.iter().filter(|document| !matches!(document.root.kind, NodeKind::Null));
    let mut imported: Vec<_> =
        documents.map(|document| (document.range, read(&document.root, request))).chain(broken).collect();
    imported.sort_by_key(|(range, _)| *range);
    imported.into_iter().map(|(_, imported)| imported).collect()
}

fn read(document: &Node, request: &Request<'_>) -> Result<Imported, Vec<Gap>> {
    let policy = Policy::read(document)?;
    let context = Context { attachments: request.attachments, kinds: request.kinds };
    let drafts = drafts(&policy, &context, request).map_err(|gap| vec![gap])?;
    Ok(Imported { id: policy.id.clone(), place: policy.place.gap(""), drafts })
}

/// Kinds that are asked one thing.
struct Group {
    target: Target,
    /// What is judged of them.
    applies: Expr,
    /// What must hold of those.
    condition: Expr,
    kinds: Vec<String>,
}

fn drafts(policy: &Policy, context: &Context<'_>, request: &Request<'_>) -> Result<Vec<Draft>, Gap> {
    let mut groups: Vec<Group> = Vec::new();
    for kind in context.judged(&policy.definition)? {
        let target = Target::of(&kind).map_err(|reason| policy.definition.place.gap(reason))?;
        let condition = context.holds(&policy.definition, &kind, target)?.unwrap_or(Expr::False);
        if condition == Expr::True {
            continue;
        }
        let applies = translate::applies(&policy.definition, &kind, target)?;
        let is_same =
            |group: &&mut Group| group.target == target && group.condition == condition && group.applies == applies;
        match groups.iter_mut().find(is_same) {
            Some(group) => group.kinds.push(kind),
            None => groups.push(Group { target, applies, condition, kinds: vec![kind] }),
        }
    }
    if groups.is_empty() {
        return Err(policy.definition.place.gap("holds of every resource, so there is nothing to find"));
    }
    let is_single = groups.len() == 1;
    let draft = |Group { target, applies, condition, kinds }: &Group| {
        let first = kinds.first().map_or("", String::as_str);
        let own = names::provider(first);
        let prefix = request.prefix.unwrap_or(&own);
        let about = About { policy, origin: request.origin, prefix, kinds, target: *target, applies };
        let samples = |holds| context.samples(&policy.definition, first, holds);
        let mut draft = Draft::new(&about, condition, &samples(false), &samples(true));
        if !is_single {
            draft.id = format!("{}-{}", draft.id, names::id("", first));
        }
        draft
    };
    Ok(groups.iter().map(draft).collect())
}
