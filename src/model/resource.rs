//! One thing that a configuration declares.

use std::sync::Arc;

use crate::source::Span;
use crate::value::{Address, Value};
use crate::vocabulary::Platform;

/// Reserved name in a resource's body under which the resources that configure it are found, by role:
/// `$._attached.versioning[*]`. Each is the body of the attached resource.
pub const ATTACHED: &str = "_attached";

impl Platform {
    /// The address of a resource of this language.
    pub fn address(self, text: &str) -> Address {
        if self.has_paths() { Address::path(text) } else { Address::new(text) }
    }
}

/// One step of the way to a resource that is not declared at the top: a module call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The header of the call.
    pub span: Span,
    /// What it is, such as `module net`.
    pub label: Arc<str>,
}

/// A resource that is attached to another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Attached {
    /// What it is called.
    pub address: Address,
    /// All of its text.
    pub declaration: Span,
    /// What to point at in it.
    pub header: Span,
}

impl Attached {
    /// This resource, for those that it is attached to.
    pub fn of(resource: &Resource) -> Self {
        Self { address: resource.address.clone(), declaration: resource.declaration, header: resource.header }
    }
}

/// A setting of a whole account that holds for a resource, or may.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// The role in which it is attached.
    pub role: &'static str,
    /// Its header.
    pub span: Span,
    /// What it is called.
    pub address: Address,
}

/// A text in another file that a resource reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// All of the text.
    pub text: Span,
    /// The expression that reads it.
    pub call: Span,
}

/// One declared thing: a Terraform resource instance, a Kubernetes object, a Dockerfile, a Compose service.
#[derive(Clone, Debug)]
pub struct Resource {
    /// The language.
    pub platform: Platform,
    /// The kind as its language names it: `aws_s3_bucket`, `data.aws_iam_policy_document`, `provider.aws`,
    /// `Deployment`, `Dockerfile`, `compose_service`.
    pub kind: Arc<str>,
    /// The name within its kind.
    pub name: Arc<str>,
    /// What it is called among all that is read with it.
    pub address: Address,
    /// What it declares. Always a map; nested blocks are always lists.
    pub body: Value,
    /// All of its text.
    pub declaration: Span,
    /// What to point at when something is missing from it: the block header, the `kind` line, the first instruction.
    pub header: Span,
    /// Texts that count as its own: the declaration, those that it reads, and those of what is attached to it. A value from elsewhere is
    /// shown at the place in these texts that refers to it.
    pub grounds: Vec<Span>,
    /// What is attached to it, and to what is.
    pub attached: Vec<Arc<Attached>>,
    /// The folder of the kustomization that builds it; none where it is deployed as it is written.
    pub build: Option<Arc<str>>,
    /// The texts in other files that it reads.
    pub readings: Vec<Reading>,
    /// The module calls that lead to it, outermost first.
    pub calls: Vec<Call>,
    /// The settings of its account that are declared with it.
    pub settings: Vec<Setting>,
}

impl Resource {
    /// Whether it stands for something that is deployed or called, and not for a setting of its configuration language
    /// such as a variable or a provider.
    pub fn is_deployed(&self) -> bool {
        !matches!(self.kind.as_ref(), "variable" | "output" | "terraform") && !self.kind.starts_with("provider.")
    }

    /// The headers of the module calls that lead to it.
    pub fn way(&self) -> Vec<Span> {
        self.calls.iter().map(|call| call.span).collect()
    }

    /// A resource of its own text, at the top of its configuration. The address is one of the platform.
    pub fn new(platform: Platform, kind: &str, name: &str, address: &str, body: Value, header: Span) -> Self {
        let declaration = body.span;
        Self {
            platform,
            kind: kind.into(),
            name: name.into(),
            address: platform.address(address),
            body,
            declaration,
            header,
            grounds: vec![declaration],
            attached: Vec::new(),
            build: None,
            readings: Vec::new(),
            calls: Vec::new(),
            settings: Vec::new(),
        }
    }
}
