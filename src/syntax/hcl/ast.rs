//! The syntax tree of one HCL file. It borrows its names and texts from the source.

use std::borrow::Cow;

use crate::source::TextRange;

/// A body: the whole file, or what stands between the braces of a block.
#[derive(Debug, Default)]
pub struct Body<'s> {
    /// Arguments in the order of the text. A name may occur twice where the text repeats it; the parser reports it.
    pub attributes: Vec<Attribute<'s>>,
    /// Nested blocks in the order of the text.
    pub blocks: Vec<Block<'s>>,
}

/// `name = expression`.
#[derive(Debug)]
pub struct Attribute<'s> {
    /// The name.
    pub name: Ident<'s>,
    /// The value.
    pub value: Expr<'s>,
}

/// `kind "label" { … }`.
#[derive(Debug)]
pub struct Block<'s> {
    /// The type keyword.
    pub kind: Ident<'s>,
    /// The labels, quoted or not.
    pub labels: Vec<Label<'s>>,
    /// From the keyword to the end of the last label.
    pub header: TextRange,
    /// From the keyword to the closing brace; to the point of recovery when that is missing.
    pub range: TextRange,
    /// What stands between the braces.
    pub body: Body<'s>,
}

/// A name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ident<'s> {
    /// Its text.
    pub text: &'s str,
    /// Its place.
    pub range: TextRange,
}

/// A label of a block.
#[derive(Clone, Debug)]
pub struct Label<'s> {
    /// Its text without quotes, escapes resolved.
    pub text: Cow<'s, str>,
    /// Its place, with quotes.
    pub range: TextRange,
}

/// An expression with its place. The range holds the expression from its first to its last character, without
/// surrounding blanks or comments; for a parenthesised expression with its parentheses; for a heredoc from `<<` to the
/// end of the end marker.
#[derive(Debug)]
pub struct Expr<'s> {
    /// What it is.
    pub kind: ExprKind<'s>,
    /// Where it stands.
    pub range: TextRange,
}

/// The forms of an expression.
#[derive(Debug)]
pub enum ExprKind<'s> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is written.
    Number(&'s str),
    /// A quoted string or heredoc, with its holes and directives. A string without any is one [`TemplatePart::Text`],
    /// or no part at all when it is empty.
    Template(Template<'s>),
    /// The first name of a traversal: `var`, `local`, `aws_s3_bucket`, `each`, or a `for` variable.
    Variable(&'s str),
    /// `base.name`.
    GetAttr(Box<Expr<'s>>, Ident<'s>),
    /// `base[key]`, and the legacy `base.0` with a number as its key.
    Index(Box<Expr<'s>>, Box<Expr<'s>>),
    /// `base[*]…` or `base.*…`: the operations that follow apply to each element.
    Splat(Box<Splat<'s>>),
    /// `name(arguments…)`; `name` may be qualified: `provider::aws::arn_parse`.
    Call(Box<Call<'s>>),
    /// `[a, b]`.
    List(Vec<Expr<'s>>),
    /// `{ a = b }`.
    Object(Vec<ObjectItem<'s>>),
    /// `[for …]` and `{for …}`.
    For(Box<For<'s>>),
    /// `condition ? yes : no`.
    Conditional(Box<Conditional<'s>>),
    /// `!x`, `-x`.
    Unary(UnaryOp, Box<Expr<'s>>),
    /// `a + b`.
    Binary(BinaryOp, Box<Expr<'s>>, Box<Expr<'s>>),
    /// `(x)`.
    Paren(Box<Expr<'s>>),
    /// Text that did not parse; the error is reported beside the tree.
    Error,
}

/// A string template.
#[derive(Debug, Default)]
pub struct Template<'s> {
    /// The pieces in order.
    pub parts: Vec<TemplatePart<'s>>,
    /// Whether it is a heredoc.
    pub heredoc: bool,
}

/// A piece of a template.
#[derive(Debug)]
pub enum TemplatePart<'s> {
    /// Text with escapes resolved, indentation of `<<-` removed and strip markers applied. When the text equals the
    /// source at `range` byte for byte it is borrowed, so that places within it can be computed.
    Text {
        /// The text.
        text: Cow<'s, str>,
        /// Where it was written.
        range: TextRange,
    },
    /// `${expression}`. The range is that of the expression.
    Interpolation(Expr<'s>),
    /// `%{if condition}yes%{else}no%{endif}`.
    If {
        /// The condition.
        condition: Expr<'s>,
        /// Taken when it holds.
        yes: Vec<TemplatePart<'s>>,
        /// Taken otherwise.
        no: Vec<TemplatePart<'s>>,
    },
    /// `%{for key, value in collection}body%{endfor}`.
    For {
        /// The key or index variable.
        key: Option<Ident<'s>>,
        /// The value variable.
        value: Ident<'s>,
        /// What is iterated.
        collection: Expr<'s>,
        /// Repeated for each element.
        body: Vec<TemplatePart<'s>>,
    },
}

/// A splat and what it applies to each element.
#[derive(Debug)]
pub struct Splat<'s> {
    /// The collection.
    pub base: Expr<'s>,
    /// `[*]` (every operation that follows) or `.*` (attributes only).
    pub full: bool,
    /// Applied to each element, in order.
    pub each: Vec<Traversal<'s>>,
}

/// One operation of a traversal.
#[derive(Debug)]
pub enum Traversal<'s> {
    /// `.name`.
    Attr(Ident<'s>),
    /// `[key]` or `.0`.
    Index(Expr<'s>),
    /// A further splat: `each` applies to every element of what was reached so far, and gives a list of its own.
    Splat {
        /// `[*]` or `.*`.
        full: bool,
        /// Applied to each element, in order.
        each: Vec<Traversal<'s>>,
    },
}

/// A function call.
#[derive(Debug)]
pub struct Call<'s> {
    /// The name, with `::` if qualified.
    pub name: Ident<'s>,
    /// The arguments.
    pub arguments: Vec<Expr<'s>>,
    /// Whether the last argument is expanded (`...`).
    pub expand: bool,
}

/// One `key = value` of an object.
#[derive(Debug)]
pub struct ObjectItem<'s> {
    /// The key. A bare name is [`ExprKind::Variable`], and means itself; in parentheses it is an expression.
    pub key: Expr<'s>,
    /// The value.
    pub value: Expr<'s>,
}

/// A `for` expression.
#[derive(Debug)]
pub struct For<'s> {
    /// The key or index variable.
    pub key_variable: Option<Ident<'s>>,
    /// The value variable.
    pub value_variable: Ident<'s>,
    /// What is iterated.
    pub collection: Expr<'s>,
    /// The key of each entry: present for `{for …}` only.
    pub key: Option<Expr<'s>>,
    /// The value of each element or entry.
    pub value: Expr<'s>,
    /// Whether values of equal keys are grouped (`...`).
    pub group: bool,
    /// `if` clause.
    pub condition: Option<Expr<'s>>,
}

/// A conditional expression.
#[derive(Debug)]
pub struct Conditional<'s> {
    /// What decides.
    pub condition: Expr<'s>,
    /// Taken when it holds.
    pub yes: Expr<'s>,
    /// Taken otherwise.
    pub no: Expr<'s>,
}

/// Operators with one operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    /// `!`
    Not,
    /// `-`
    Negate,
}

/// Operators with two operands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinaryOp {
    /// `||`
    Or,
    /// `&&`
    And,
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
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
}
