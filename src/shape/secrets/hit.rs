//! What is found in a text.

/// How a secret is known, which decides the check that reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Class {
    /// By its form.
    Token,
    /// A private key in PEM.
    PrivateKey,
    /// As the password in an address.
    Url,
    /// By its name and its look.
    Attribute,
    /// By an assignment in a script.
    Script,
}

impl Class {
    /// Whether the form alone tells, whatever it stands under.
    pub(super) const fn is_known(self) -> bool {
        matches!(self, Self::Token | Self::PrivateKey | Self::Url)
    }

    /// The name in the view.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::PrivateKey => "private_key",
            Self::Url => "url",
            Self::Attribute => "attribute",
            Self::Script => "script",
        }
    }
}

/// A secret in a text.
#[derive(Debug)]
pub(super) struct Hit<'t> {
    pub(super) class: Class,
    /// What it is, such as `a GitHub token`.
    pub(super) kind: &'static str,
    /// The name that it is assigned to, where there is one.
    pub(super) name: Option<&'t str>,
    pub(super) secret: &'t str,
}
