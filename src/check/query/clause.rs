//! A whole condition of a check. Part of the build script as well.

use super::{Expr, List, Operand, Query, Segment, Selector};

/// A condition on `$`.
#[derive(Clone, Copy, Debug)]
pub enum Clause {
    /// `$…`: holds when it selects at least one node.
    Path(Query),
    /// `?…`: a filter expression of RFC 9535 with `$` itself as `@`.
    Test(Expr),
    /// At least one holds.
    Any(&'static [Clause]),
    /// All hold.
    All(&'static [Clause]),
}

impl Clause {
    /// The lists that it asks, in the order in which it names them.
    pub fn lists(&self) -> Vec<&'static List> {
        let mut lists = Vec::new();
        in_clause(self, &mut lists);
        lists
    }
}

// Clauses and expressions nest no deeper than the format of checks allows.

fn in_clause(clause: &Clause, lists: &mut Vec<&'static List>) {
    match clause {
        Clause::Path(query) => in_query(query, lists),
        Clause::Test(expr) => in_expr(expr, lists),
        Clause::Any(clauses) | Clause::All(clauses) => clauses.iter().for_each(|clause| in_clause(clause, lists)),
    }
}

fn in_query(query: &Query, lists: &mut Vec<&'static List>) {
    for segment in query.segments {
        let (Segment::Child(selectors) | Segment::Descendant(selectors)) = segment;
        for selector in *selectors {
            if let Selector::Filter(expr) = selector {
                in_expr(expr, lists);
            }
        }
    }
}

fn in_expr(expr: &Expr, lists: &mut Vec<&'static List>) {
    match expr {
        Expr::Or(members) | Expr::And(members) => members.iter().for_each(|member| in_expr(member, lists)),
        Expr::Not(inner) => in_expr(inner, lists),
        Expr::Exists(query) => in_query(query, lists),
        _ => {
            if let Expr::Listed { list, .. } = expr
                && !lists.iter().any(|known| known.name == list.name)
            {
                lists.push(list);
            }
            expr.operands().into_iter().for_each(|operand| in_operand(operand, lists));
        }
    }
}

fn in_operand(mut operand: &Operand, lists: &mut Vec<&'static List>) {
    while let Operand::Function(_, argument) = operand {
        operand = argument;
    }
    if let Operand::Query(query) = operand {
        in_query(query, lists);
    }
}
