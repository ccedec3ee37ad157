//! A row of the table: what names what, by which argument.

/// A kind that names another which it configures, or by which it is configured.
pub(super) struct Attachment {
    /// The kind that names the other.
    pub kind: &'static str,
    /// Its argument that does. Dots lead into nested blocks; lists are entered.
    pub argument: &'static str,
    /// What stands before the name in that argument.
    pub prefix: &'static str,
    /// What stands before the name in an ARN, which may be given in its place.
    pub arn: &'static str,
    /// The kinds that the other may have.
    pub targets: &'static [&'static str],
    /// The argument of the other that holds the name by which it may be named as well. Dots lead into its first block.
    pub name: &'static str,
    /// Arguments of the two that must have one value, too.
    pub beside: Option<[&'static str; 2]>,
    /// The name below which the attached body is found.
    pub role: &'static str,
    /// Whether the one that is named is attached to the one that names it, and not the other way round.
    pub reversed: bool,
    /// Whether it is attached without what is attached to it.
    pub alone: bool,
}

impl Attachment {
    /// The same, with the one that is named attached to the one that names it.
    pub(super) const fn reversed(self) -> Self {
        Self { reversed: true, ..self }
    }

    /// The same, without what is attached to the one that is: what these two have would otherwise lead back to them.
    pub(super) const fn alone(self) -> Self {
        Self { alone: true, ..self }
    }

    /// The same for names behind a prefix. What has another prefix names something else.
    pub(super) const fn behind(self, prefix: &'static str) -> Self {
        Self { prefix, ..self }
    }

    /// The same for names that may also stand in an ARN, behind `mark`.
    pub(super) const fn in_arn(self, mark: &'static str) -> Self {
        Self { arn: mark, ..self }
    }

    /// The same for names that tell the other only together with a second one: `argument` of the one, `other` of the other.
    pub(super) const fn beside(self, argument: &'static str, other: &'static str) -> Self {
        Self { beside: Some([argument, other]), ..self }
    }

    /// Whether what it attaches brings nothing of its own: to one of its kind, and where the row says so.
    pub(super) fn brings_nothing(&self) -> bool {
        self.alone || self.is_within_kind()
    }

    /// Whether it attaches resources to others of their kind.
    pub(super) fn is_within_kind(&self) -> bool {
        self.targets.contains(&self.kind)
    }
}

pub(super) const fn by_name(
    kind: &'static str,
    argument: &'static str,
    targets: &'static [&'static str],
    name: &'static str,
    role: &'static str,
) -> Attachment {
    Attachment { kind, argument, prefix: "", arn: "", targets, name, beside: None, role, reversed: false, alone: false }
}

/// For targets that are named by the id that the provider gives them: only a reference tells which one is meant.
pub(super) const fn by_id(
    kind: &'static str,
    argument: &'static str,
    targets: &'static [&'static str],
    role: &'static str,
) -> Attachment {
    by_name(kind, argument, targets, "id", role)
}
