//! The compiled form of a query. Only `'static` data, so that it can be a constant of the program.

use super::{Grant, List, Pattern};

/// A sequence of segments from a starting point.
#[derive(Clone, Copy, Debug)]
pub struct Query {
    /// Whether it starts at `@`, the current node, instead of `$`.
    pub relative: bool,
    /// The segments in order.
    pub segments: &'static [Segment],
}

impl Query {
    /// Whether it selects at most one node, whatever it is asked of (RFC 9535 section 2.3.5.1).
    pub fn is_singular(&self) -> bool {
        self.segments.iter().all(|segment| matches!(segment, Segment::Child([Selector::Name(_) | Selector::Index(_)])))
    }
}

/// One step of a query.
#[derive(Clone, Copy, Debug)]
pub enum Segment {
    /// Applies to the children of each node.
    Child(&'static [Selector]),
    /// Applies to each node and all that is below it.
    Descendant(&'static [Selector]),
}

/// What a segment picks.
#[derive(Clone, Copy, Debug)]
pub enum Selector {
    /// The member of this name.
    Name(&'static str),
    /// All children.
    Wildcard,
    /// The element at this index; from the end when negative.
    Index(i64),
    /// `[start:end:step]`.
    Slice(Option<i64>, Option<i64>, i64),
    /// The children for which this is true.
    Filter(&'static Expr),
}

/// A logical expression.
#[derive(Clone, Copy, Debug)]
pub enum Expr {
    /// At least one is true.
    Or(&'static [Expr]),
    /// All are true.
    And(&'static [Expr]),
    /// It is false.
    Not(&'static Expr),
    /// The query selects at least one node.
    Exists(Query),
    /// The operands compare so.
    Compare(Comparison, Operand, Operand),
    /// `match(value, pattern)` and `search(value, pattern)`.
    Regex {
        /// The string.
        value: Operand,
        /// The pattern, a literal.
        pattern: &'static Pattern,
    },
    /// The same with a pattern that is computed.
    Computed {
        /// The string.
        value: Operand,
        /// The pattern.
        pattern: Operand,
        /// Whether it must match all of the string.
        is_whole: bool,
    },
    /// `admits(addresses, 'reach')`: the farthest of the addresses reaches so far.
    Admits {
        /// What holds the addresses.
        of: Operand,
        /// The word for how far, one of those of the shape `network_rules`.
        reach: &'static str,
    },
    /// `expired(version, 'list')` and `removed(api, kind, 'list')`: the list says that it has ended.
    Listed {
        /// The list.
        list: &'static List,
        /// What is looked up in it.
        of: &'static [Operand],
    },
    /// `permits(rule, 'verb|verb resource resource')`: this rule of a Kubernetes role permits one of them.
    Permits {
        /// The rule.
        rule: Operand,
        /// What is asked for.
        permission: Permission,
    },
    /// `grants(of, 'action|action')`: this statement of a policy, or this role, grants one of them.
    Grants {
        /// The statement, role or action.
        of: Operand,
        /// What is asked for.
        grant: Grant,
    },
    /// `set(value)`: there is a value, and it does something.
    Set(Operand),
    /// `secret(value, role)`: the value holds a credential that is written in the code.
    Secret {
        /// The value.
        value: Operand,
        /// What the check knows of it.
        role: Role,
    },
}

impl Expr {
    /// What a condition that has no conditions within it asks.
    pub fn operands(&self) -> Vec<&Operand> {
        match self {
            Self::Or(_) | Self::And(_) | Self::Not(_) | Self::Exists(_) => Vec::new(),
            Self::Compare(_, left, right)
            | Self::Computed { value: left, pattern: right, .. }
            | Self::Secret { value: left, role: Role::Named(right) } => vec![left, right],
            Self::Regex { value: operand, .. }
            | Self::Admits { of: operand, .. }
            | Self::Permits { rule: operand, .. }
            | Self::Grants { of: operand, .. }
            | Self::Set(operand)
            | Self::Secret { value: operand, .. } => vec![operand],
            Self::Listed { of, .. } => of.iter().collect(),
        }
    }
}

/// What a rule of a Kubernetes role may permit: any of the verbs on any of the targets.
#[derive(Clone, Copy, Debug)]
pub struct Permission {
    /// As rules write them.
    pub verbs: &'static [&'static str],
    /// A resource, with its group after a dot unless it is the core group, and with a part after a slash: `pods/exec`,
    /// `roles.rbac.authorization.k8s.io`; or an address that is none: `/metrics`. `*` asks for a wildcard.
    pub targets: &'static [&'static str],
}

/// What `secret` is told of a value.
#[derive(Clone, Copy, Debug)]
pub enum Role {
    /// `'argument'`: it is for a credential.
    Argument,
    /// `'text'`: it may hold credentials.
    Text,
    /// `'member'`: the name of the member that is filtered may say that it is secret.
    Member,
    /// `@.name`: this is its name.
    Named(Operand),
}

/// How two operands compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterEqual,
}

/// A side of a comparison or an argument of a function.
#[derive(Clone, Copy, Debug)]
pub enum Operand {
    /// A constant.
    Literal(Literal),
    /// A singular query: one node or nothing.
    Query(Query),
    /// `length(operand)`, `value(query)`, `count(query)`.
    Function(Function, &'static Operand),
}

/// Functions that give a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// Characters of a string, elements of a list, members of a map.
    Length,
    /// Number of nodes that a query selects.
    Count,
    /// The value of the only node that a query selects.
    Value,
}

/// A constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Literal {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A number with a fraction.
    Float(f64),
    /// A string.
    String(&'static str),
}
