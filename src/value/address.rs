//! Addresses: what a resource is called among those that are read together.
//!
//! This is the one place that knows how they are written. Terraform's are
//! [steps between dots, with instance keys in brackets](https://developer.hashicorp.com/terraform/cli/state/resource-addressing);
//! those of other languages are paths.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt::{self, Write as _};
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

use serde::{Serialize, Serializer};

/// The address of a resource: `module.net["a"].aws_subnet.x[0]`, `prod/Deployment/web`, `app/Dockerfile`,
/// `app/compose.yaml/web`.
///
/// It is compared, sorted and read as its text. Any text is an address: what has the form of none has one step.
#[derive(Clone, Debug)]
pub struct Address {
    text: Arc<str>,
    separator: char,
}

impl Address {
    /// An address of Terraform: of a resource, a module call, an output, or anything else that a reference may name. The
    /// empty one is that of the root module.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self { text: text.into(), separator: '.' }
    }

    /// The path of a file, or of something in it.
    pub fn path(text: impl Into<Arc<str>>) -> Self {
        Self { text: text.into(), separator: '/' }
    }

    /// A Kubernetes object: `namespace/Kind/name`, or `Kind/name` where no namespace is said.
    pub fn object(namespace: Option<&str>, kind: &str, name: &str) -> Self {
        Self::path(match namespace {
            Some(namespace) => format!("{namespace}/{kind}/{name}"),
            None => format!("{kind}/{name}"),
        })
    }

    /// What is called `local` within this.
    #[must_use]
    pub fn join(&self, local: &str) -> Self {
        let text = match &*self.text {
            "" => local.into(),
            own => format!("{own}{}{local}", self.separator).into(),
        };
        Self { text, separator: self.separator }
    }

    /// The instance with this key.
    #[must_use]
    pub fn instance(&self, key: &InstanceKey) -> Self {
        Self { text: format!("{}[{key}]", self.text).into(), separator: self.separator }
    }

    /// The address as it is written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The parts, first to last.
    pub fn steps(&self) -> Steps<'_> {
        Steps { rest: (!self.text.is_empty()).then_some(&self.text), separator: self.separator }
    }

    /// The last part: `x[0]` of `module.net["a.b"].aws_subnet.x[0]`, `web` of `prod/Deployment/web`.
    pub fn last(&self) -> Step<'_> {
        self.steps().last().unwrap_or(Step(""))
    }

    /// The address of the module that this is declared in: `module.net["a"]` of `module.net["a"].aws_subnet.x`, and
    /// `module.net` of the call `module.net.module.zone`. Empty in the root module, and for what is not Terraform's.
    #[must_use]
    pub fn module(&self) -> Self {
        Self { text: self.split().0.into(), separator: self.separator }
    }

    /// Whether this is the address of a module of Terraform, or of a call.
    pub fn is_module(&self) -> bool {
        let steps: Vec<Step<'_>> = self.steps().collect();
        self.separator == '.' && matches!(steps[..], [.., module, _] if module.as_str() == "module")
    }

    /// Whether what refers to this address may mean `other`: no key of one contradicts that of the other.
    pub fn may_mean(&self, other: &Self) -> bool {
        let fits = |(own, other): (Step<'_>, Step<'_>)| {
            let agree = match (own.key(), other.key()) {
                (Some(own), Some(other)) => own == other || own == ANY || other == ANY,
                _ => true,
            };
            own.name() == other.name() && agree
        };
        self.steps().count() == other.steps().count() && self.steps().zip(other.steps()).all(fits)
    }

    /// Whether this is a data source of Terraform, or something of one.
    pub fn is_data(&self) -> bool {
        self.separator == '.' && Steps { rest: Some(self.split().1), separator: '.' }.next() == Some(Step("data"))
    }

    /// The address without its instance keys: `module.net.aws_subnet.x` of `module.net["a"].aws_subnet.x[0]`.
    ///
    /// Brackets in paths are left out as well. Fingerprints are made of this, and have to stay what they are.
    #[must_use]
    pub fn without_keys(&self) -> Self {
        if !self.text.contains('[') {
            return self.clone();
        }
        let mut brackets = Brackets::default();
        let text: String = self.text.chars().filter(|&char| !brackets.hold(char)).collect();
        Self { text: text.into(), separator: self.separator }
    }

    /// Whether an instance key in it is not known.
    pub fn has_unknown_key(&self) -> bool {
        self.steps().any(|step| step.key() == Some(ANY))
    }

    /// Whether `other` is one of the instances that this may be: the same address, with any key where that is not known.
    pub fn may_be(&self, other: &Self) -> bool {
        let fits = |(own, other): (Step<'_>, Step<'_>)| match own.key() {
            Some(ANY) => own.name() == other.name() && other.key().is_some(),
            _ => own == other,
        };
        self.steps().count() == other.steps().count() && self.steps().zip(other.steps()).all(fits)
    }

    /// The address of the module, and what follows it.
    fn split(&self) -> (&str, &str) {
        let mut module = ("", &*self.text);
        if self.separator != '.' {
            return module;
        }
        let mut steps = self.steps();
        while steps.next() == Some(Step("module")) && steps.next().is_some() {
            let Some(rest) = steps.rest else { break };
            module = (&self.text[..self.text.len() - rest.len() - 1], rest);
        }
        module
    }
}

/// The root module of Terraform.
impl Default for Address {
    fn default() -> Self {
        Self::new("")
    }
}

impl Deref for Address {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl Borrow<str> for Address {
    fn borrow(&self) -> &str {
        &self.text
    }
}

impl PartialEq for Address {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Address {}

impl Hash for Address {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl PartialOrd for Address {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Address {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl From<Address> for Arc<str> {
    fn from(address: Address) -> Self {
        address.text
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

/// One part of an address, as it is written: `module`, `net["a.b"]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step<'a>(&'a str);

impl<'a> Step<'a> {
    /// All of it.
    pub fn as_str(self) -> &'a str {
        self.0
    }

    /// The part without its keys.
    pub fn name(self) -> &'a str {
        self.0.split('[').next().unwrap_or(self.0)
    }

    /// What stands in the brackets, as it is written: `0`, `"a.b"`, `*`. `None` without brackets.
    pub fn key(self) -> Option<&'a str> {
        let key = self.0.split_once('[')?.1;
        Some(key.strip_suffix(']').unwrap_or(key))
    }
}

/// The parts of an address. A bracket that is not closed reaches to the end.
#[derive(Clone, Debug)]
pub struct Steps<'a> {
    rest: Option<&'a str>,
    separator: char,
}

impl<'a> Iterator for Steps<'a> {
    type Item = Step<'a>;

    fn next(&mut self) -> Option<Step<'a>> {
        let rest = self.rest?;
        let mut brackets = Brackets::default();
        // Paths have no keys.
        let is_held = |char| self.separator == '.' && brackets.hold(char);
        let (step, rest) = split_at_separator(rest, self.separator, is_held);
        self.rest = rest;
        Some(Step(step))
    }
}

/// The text before the first separator that is not held, and what follows it.
fn split_at_separator(text: &str, separator: char, mut is_held: impl FnMut(char) -> bool) -> (&str, Option<&str>) {
    match text.find(|char| !is_held(char) && char == separator) {
        Some(end) => (&text[..end], Some(&text[end + separator.len_utf8()..])),
        None => (text, None),
    }
}

/// Tells what stands in brackets. In quotes a bracket is text, and a backslash makes a quote text.
#[derive(Default)]
struct Brackets {
    depth: usize,
    quoted: bool,
    escaped: bool,
}

impl Brackets {
    /// Whether the next character is part of a key or one of its brackets.
    fn hold(&mut self, char: char) -> bool {
        let inside = self.depth > 0;
        match char {
            _ if self.escaped => self.escaped = false,
            '\\' if self.quoted => self.escaped = true,
            '"' if inside => self.quoted = !self.quoted,
            '[' if !self.quoted => self.depth += 1,
            ']' if !self.quoted => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        inside || self.depth > 0
    }
}

/// How a key is written that is not known.
const ANY: &str = "*";

/// What tells the instances of one declaration apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InstanceKey {
    /// A position, by `count`.
    Index(usize),
    /// A name, by `for_each`.
    Name(Arc<str>),
    /// It is not known.
    Any,
}

/// As Terraform writes it between the brackets: `0`, `"a\"b"`; an unknown one is `*`.
impl fmt::Display for InstanceKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Index(index) => write!(f, "{index}"),
            Self::Name(name) => write_quoted(name, f),
            Self::Any => f.write_str(ANY),
        }
    }
}

/// A quoted text of HCL that stands for just this name.
fn write_quoted(name: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_char('"')?;
    let mut chars = name.chars().peekable();
    while let Some(char) = chars.next() {
        match char {
            '"' | '\\' => write!(f, "\\{char}")?,
            '\n' => f.write_str("\\n")?,
            '\r' => f.write_str("\\r")?,
            '\t' => f.write_str("\\t")?,
            '$' | '%' if chars.peek() == Some(&'{') => write!(f, "{char}{char}")?,
            _ if char.is_control() => write!(f, "\\u{:04x}", u32::from(char))?,
            _ => f.write_char(char)?,
        }
    }
    f.write_char('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    const ADDRESSES: [&str; 20] = [
        "",
        ".",
        "[",
        "]",
        "a[",
        "a[\"",
        "a[\"\\",
        "a]b.c",
        "aws_vpc.a[\"b",
        "output.o",
        "terraform",
        "module",
        "module.",
        "module.a",
        "data.aws_x.y",
        "aws_x.data",
        "aws_x.y[*].z",
        r#"module.net["a]b"].aws_subnet.x[0]"#,
        r#"module.a["x.y[\"z\"]"].b.c"#,
        r#"module.a["ü.\\"].module.b[2].data.c.d["/"]"#,
    ];

    #[test]
    fn steps_stand_between_dots_outside_keys() {
        let rows: [(&str, &[&str]); 12] = [
            ("", &[]),
            ("terraform", &["terraform"]),
            ("output.o", &["output", "o"]),
            ("data.aws_x.y", &["data", "aws_x", "y"]),
            (r#"module.net["a]b"].aws_subnet.x[0]"#, &["module", r#"net["a]b"]"#, "aws_subnet", "x[0]"]),
            (r#"module.a["x.y[\"z\"]"]"#, &["module", r#"a["x.y[\"z\"]"]"#]),
            (r#"a["odd\".b"].c"#, &[r#"a["odd\".b"]"#, "c"]),
            (r#"a["\\"].c"#, &[r#"a["\\"]"#, "c"]),
            ("a]b.c", &["a]b", "c"]),
            ("a[0.b", &["a[0.b"]),
            ("a[\"0].b", &["a[\"0].b"]),
            ("a..b.", &["a", "", "b", ""]),
        ];
        for (text, expected) in rows {
            let address = Address::new(text);
            let found: Vec<&str> = address.steps().map(Step::as_str).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn the_steps_of_paths_stand_between_slashes() {
        let rows: [(&str, &[&str]); 6] = [
            ("prod/Deployment/web.example.com", &["prod", "Deployment", "web.example.com"]),
            ("Pod/web", &["Pod", "web"]),
            ("app/Dockerfile", &["app", "Dockerfile"]),
            ("Dockerfile.dev", &["Dockerfile.dev"]),
            ("app/compose.yaml/web", &["app", "compose.yaml", "web"]),
            ("a[b/Dockerfile", &["a[b", "Dockerfile"]),
        ];
        for (text, expected) in rows {
            let address = Address::path(text);
            let found: Vec<&str> = address.steps().map(Step::as_str).collect();
            assert_eq!(found, expected, "{text}");
            assert_eq!(address.last().as_str(), *expected.last().expect("a step"), "{text}");
            assert_eq!((address.module().as_str(), address.is_data()), ("", false), "{text}");
        }
        assert_eq!(Address::path("module/Pod/web").module().as_str(), "");
        assert!(!Address::path("data/Pod/web").is_data());
    }

    #[test]
    fn a_step_has_a_name_and_a_key() {
        let rows = [
            ("x", "x", None),
            ("x[0]", "x", Some("0")),
            ("x[*]", "x", Some("*")),
            (r#"net["a]b"]"#, "net", Some(r#""a]b""#)),
            ("x[", "x", Some("")),
            ("x[\"a", "x", Some("\"a")),
            ("", "", None),
        ];
        for (text, name, key) in rows {
            assert_eq!((Step(text).name(), Step(text).key()), (name, key), "{text}");
        }
    }

    #[test]
    fn steps_and_keys_make_the_address_again() {
        for text in ADDRESSES {
            let address = Address::new(text);
            let joined: Vec<&str> = address.steps().map(Step::as_str).collect();
            assert_eq!(joined.join("."), text);
            assert_eq!(address.steps().fold(Address::default(), |it, step| it.join(step.as_str())).len(), {
                // Empty steps at the start leave no trace.
                text.trim_start_matches('.').len()
            });
        }
    }

    #[test]
    fn keys_are_left_out() {
        let rows = [
            ("", ""),
            (r#"module.net["a]b"].aws_subnet.x[0]"#, "module.net.aws_subnet.x"),
            (r#"module.a["x.y[\"z\"]"].b.c"#, "module.a.b.c"),
            (r#"a.b["odd\""].c"#, "a.b.c"),
            ("a.b[*]", "a.b"),
            ("a.b[0", "a.b"),
            ("a]b.c", "a]b.c"),
        ];
        for (text, expected) in rows {
            assert_eq!(Address::new(text).without_keys().as_str(), expected, "{text}");
        }
        assert_eq!(Address::path("prod/Deployment/web").without_keys().as_str(), "prod/Deployment/web");
        assert_eq!(Address::path("app/[slug]/Dockerfile").without_keys().as_str(), "app//Dockerfile");
    }

    #[test]
    fn the_module_is_what_is_called_before_the_last_declaration() {
        let rows = [
            ("", "", false),
            ("aws_subnet.x", "", false),
            ("data.aws_x.y", "", true),
            ("aws_x.data", "", false),
            ("module.net", "", false),
            (r#"module.net["a.b"].aws_subnet.x[0]"#, r#"module.net["a.b"]"#, false),
            ("module.net.module.zone", "module.net", false),
            ("module.net.module.zone[1].data.aws_x.y", "module.net.module.zone[1]", true),
            ("module.data.aws_x.y", "module.data", false),
            ("module.net.output.o", "module.net", false),
            (r#"aws_s3_bucket.b["aws_s3_bucket.b"]"#, "", false),
        ];
        for (text, module, is_data) in rows {
            let address = Address::new(text);
            assert_eq!((address.module().as_str(), address.is_data()), (module, is_data), "{text}");
        }
    }

    #[test]
    fn an_unknown_key_may_be_any() {
        let rows = [
            ("a.b[*]", "a.b[0]", true),
            ("a.b[*]", r#"a.b["x.y"]"#, true),
            ("a.b[*]", "a.b", false),
            ("a.b[*]", "a.c[0]", false),
            ("a.b[*]", "a.b[0].c", false),
            ("module.m[*].a.b", r#"module.m["x"].a.b"#, true),
            ("module.m[*].a.b[0]", r#"module.m["x"].a.b[1]"#, false),
            ("a.b", "a.b", true),
            (r#"a.b["*"]"#, r#"a.b["x"]"#, false),
        ];
        for (pattern, text, expected) in rows {
            assert_eq!(Address::new(pattern).may_be(&Address::new(text)), expected, "{pattern} {text}");
            assert_eq!(Address::new(pattern).has_unknown_key(), pattern.contains("[*]"), "{pattern}");
        }
    }

    #[test]
    fn addresses_are_made_of_parts() {
        let net = Address::default().join("module.net").instance(&InstanceKey::Name("a\"b\\".into()));
        let subnet = net.join("aws_subnet.x").instance(&InstanceKey::Index(0));
        assert_eq!(subnet.to_string(), r#"module.net["a\"b\\"].aws_subnet.x[0]"#);
        assert_eq!(subnet.module(), net);
        assert_eq!(subnet.last().name(), "x");
        assert_eq!(InstanceKey::Name("a\n${b}%{\u{1b}$".into()).to_string(), r#""a\n$${b}%%{\u001b$""#);
        assert_eq!(Address::new("a.b").instance(&InstanceKey::Any).as_str(), "a.b[*]");
        assert_eq!(Address::object(Some("prod"), "Deployment", "web").as_str(), "prod/Deployment/web");
        assert_eq!(Address::object(None, "Pod", "a.b").last().as_str(), "a.b");
        assert_eq!(Address::path("app/compose.yaml").join("web").as_str(), "app/compose.yaml/web");
    }

    #[test]
    fn no_text_is_too_odd() {
        for text in ADDRESSES {
            for end in 0..=text.len() {
                let Some(text) = text.get(..end) else { continue };
                for address in [Address::new(text), Address::path(text)] {
                    let all = address.steps().map(|step| step.name().len() + step.key().unwrap_or_default().len());
                    assert!(all.sum::<usize>() <= text.len(), "{text}");
                    assert!(address.may_be(&address), "{text}");
                    assert!(address.starts_with(address.module().as_str()), "{text}");
                    let plain = address.without_keys();
                    assert_eq!(plain.without_keys(), plain, "{text}");
                }
            }
        }
    }
}
