//! Data sources that only compute: their results are known as far as their arguments are.

mod cloud_init;
mod policy_document;
mod policy_mentions;
mod policy_merge;

pub(super) use policy_mentions::Mentions;
