//! Which attributes the clauses of a check ask, and how.

use crate::check::query::{Comparison, Expr, Literal, Operand, Pattern, Query, Segment, Selector};
use crate::check::{Check, Clause};

/// How an attribute is asked.
#[derive(Clone, Copy, Debug)]
pub(super) enum Test {
    /// Whether it is there.
    Exists,
    /// Whether it compares so with a constant.
    Compares(Comparison, Literal),
    /// Whether it fits a pattern.
    Fits(&'static Pattern),
    /// Something else.
    Other,
}

/// An attribute that a clause asks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mention {
    pub(super) name: &'static str,
    pub(super) test: Test,
    /// Whether it stands below an odd number of `!`.
    pub(super) is_negated: bool,
}

/// What a check asks, by clause.
pub(super) struct Asked {
    /// In `where`.
    pub(super) guards: Vec<Mention>,
    /// In `deny`.
    pub(super) denied: Vec<Mention>,
    /// In `require`.
    pub(super) required: Vec<Mention>,
}

impl Asked {
    pub(super) fn of(check: &Check) -> Self {
        let of = |clause: Option<&Clause>| {
            let mut walk = Walk::default();
            if let Some(clause) = clause {
                walk.clause(clause);
            }
            walk.found
        };
        Self {
            guards: of(check.applies.as_ref()),
            denied: of(check.deny.as_ref()),
            required: of(check.require.as_ref()),
        }
    }

    /// What decides: all but the guards.
    pub(super) fn deciding(&self) -> impl Iterator<Item = &Mention> {
        self.denied.iter().chain(&self.required)
    }

    /// Whether a clause compares something with this very text, so that it is the same wherever it decides.
    pub(super) fn is_fixed(&self, text: &str) -> bool {
        let mut compared = self.deciding().filter_map(|mention| match mention.test {
            Test::Compares(Comparison::Equal, Literal::String(literal)) => Some(literal),
            _ => None,
        });
        compared.any(|literal| literal == text)
    }

    /// Whether a member of this name decides.
    pub(super) fn decides(&self, name: &str) -> bool {
        self.deciding().any(|mention| mention.is(name))
    }
}

impl Mention {
    /// Whether a member of this name is meant. Shapes have the names of Kubernetes, and Terraform writes them its own way.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name == name || (name.contains('_') && is_snake_of(name, self.name))
    }
}

/// Whether `snake` is how Terraform writes `camel`.
fn is_snake_of(snake: &str, camel: &str) -> bool {
    let mut snake = snake.chars();
    for letter in camel.chars() {
        if letter.is_ascii_uppercase() && snake.next() != Some('_') {
            return false;
        }
        if snake.next() != Some(letter.to_ascii_lowercase()) {
            return false;
        }
    }
    snake.next().is_none()
}

/// A walk through a clause. Clauses nest no deeper than the format of checks allows.
#[derive(Default)]
struct Walk {
    found: Vec<Mention>,
    is_negated: bool,
}

impl Walk {
    fn clause(&mut self, clause: &Clause) {
        match clause {
            Clause::Path(query) => self.query(query, "", Test::Exists),
            Clause::Test(expr) => self.expr(expr, ""),
            Clause::Any(clauses) | Clause::All(clauses) => clauses.iter().for_each(|clause| self.clause(clause)),
        }
    }

    /// `within` is the member to which the query is relative.
    fn query(&mut self, query: &Query, within: &'static str, test: Test) {
        let mut name = if query.relative { within } else { "" };
        let mut is_filtered = false;
        for segment in query.segments {
            let (Segment::Child(selectors) | Segment::Descendant(selectors)) = segment;
            for selector in *selectors {
                match selector {
                    Selector::Name(member) => (name, is_filtered) = (member, false),
                    Selector::Filter(expr) => {
                        is_filtered = true;
                        self.expr(expr, name);
                    }
                    Selector::Wildcard | Selector::Index(_) | Selector::Slice(..) => {}
                }
            }
        }
        if !name.is_empty() && !is_filtered {
            self.found.push(Mention { name, test, is_negated: self.is_negated });
        }
    }

    fn expr(&mut self, expr: &Expr, within: &'static str) {
        match expr {
            Expr::Or(members) | Expr::And(members) => members.iter().for_each(|member| self.expr(member, within)),
            Expr::Not(inner) => {
                self.is_negated = !self.is_negated;
                self.expr(inner, within);
                self.is_negated = !self.is_negated;
            }
            Expr::Exists(query) => self.query(query, within, Test::Exists),
            Expr::Compare(comparison, left, right) => {
                let test = |other: &Operand| match other {
                    Operand::Literal(literal) => Test::Compares(*comparison, *literal),
                    _ => Test::Other,
                };
                self.operand(left, within, test(right));
                self.operand(right, within, test(left));
            }
            Expr::Regex { value, pattern } => self.operand(value, within, Test::Fits(pattern)),
            _ => expr.operands().into_iter().for_each(|operand| self.operand(operand, within, Test::Other)),
        }
    }

    fn operand(&mut self, operand: &Operand, within: &'static str, test: Test) {
        match operand {
            Operand::Literal(_) => {}
            Operand::Query(query) => self.query(query, within, test),
            Operand::Function(_, inner) => self.operand(inner, within, Test::Other),
        }
    }
}
