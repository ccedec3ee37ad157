//! The evaluation of one root module: module instances, what names mean, and expressions to values. Values are computed
//! when they are first asked for, and once. Whatever is not known is a value too.

mod budget;
mod called;
pub(super) mod convert;
mod expand;
pub(super) mod expansion;
pub(super) mod expression;
pub(super) mod functions;
pub(super) mod identity;
pub(super) mod instance;
pub(super) mod interpreter;
mod names;
mod normal;
mod references;
pub(super) mod scope;
mod sets;
mod splat;
pub(super) mod text;
mod types;
mod unify;
pub(super) mod unknowns;
mod variables;
