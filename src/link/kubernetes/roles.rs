//! The roles of the table for workloads, by kind.

use super::table::{LINKS, Strategy};
use crate::shape::Shape;

/// The role that objects of the kind `attached` have for workloads of the kind `holder`.
pub(in crate::link) fn role(holder: &str, attached: &str) -> Option<&'static str> {
    let concerns = |strategy: &Strategy| !matches!(strategy, Strategy::NamesOther { .. } | Strategy::IsIn);
    let link = LINKS.iter().find(|link| link.kind == attached && concerns(&link.strategy))?;
    Shape::Workload.serves(holder).then_some(link.role)
}
