//! What scalars mean.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::tree::NodeKind;
use crate::value::Number;

/// Who reads the file, and so what its plain scalars mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// As `kubectl` and the API server read manifests, with `sigs.k8s.io/yaml`: booleans, octals and binaries of YAML 1.1
    /// (`yes`, `0644`, `1_000`), merge keys that count where they stand, and a last line that ends.
    Kubernetes,
    /// As Kustomize reads what it builds from: the numbers of YAML 1.1, but the booleans of YAML 1.2 (`yes` is a string),
    /// merge keys.
    Kustomize,
    /// The core schema of YAML 1.2, and merge keys.
    Yaml12,
    /// As Terraform's `yamldecode` reads: the core schema of YAML 1.2, and merge keys that count where they stand, of one
    /// mapping each.
    Terraform,
    /// The core schema of YAML 1.2, of which JSON is a part. `<<` is a key like any other.
    Json,
}

impl Dialect {
    /// Whether merge keys count where they stand, so that what is written before them gives way. Everyone else reads as
    /// the specification of merge keys has it: what is written wins.
    pub(super) fn merges_in_place(self) -> bool {
        matches!(self, Self::Kubernetes | Self::Terraform)
    }

    /// Whether `"<<"` is a merge key as well.
    pub(super) fn merges_in_quotes(self) -> bool {
        matches!(self, Self::Kustomize | Self::Terraform)
    }

    /// Whether a merge key takes a list of mappings as well.
    pub(super) fn merges_lists(self) -> bool {
        self != Self::Terraform
    }

    /// Whether the last line of a file ends, whoever forgot to: `kubectl` sees to that before its library reads.
    pub fn ends_last_line(self) -> bool {
        self == Self::Kubernetes
    }

    /// Whether what is read becomes JSON for a cluster, which leaves no room for some values.
    pub(super) fn is_for_clusters(self) -> bool {
        matches!(self, Self::Kubernetes | Self::Kustomize)
    }
}

/// The meaning of a scalar with a tag, by the name of the tag where YAML has it; or why its reader refuses it.
pub(super) fn tagged(text: &str, tag: Option<&str>, dialect: Dialect) -> Result<NodeKind, &'static str> {
    let kind = match tag {
        Some("binary") if dialect.is_for_clusters() => return decoded(text).ok_or("this is not Base64"),
        Some("null" | "bool" | "int" | "float") => plain(text, dialect),
        _ => return Ok(NodeKind::String(text.into())),
    };
    let fits = match (tag, &kind) {
        (Some("null"), NodeKind::Null) | (Some("bool"), NodeKind::Bool(_)) => true,
        (Some(tag), NodeKind::Number(number)) => tag == "float" || (tag == "int" && matches!(number, Number::Int(_))),
        _ => false,
    };
    if fits || !dialect.is_for_clusters() { Ok(kind) } else { Err("this is not of the type that its tag names") }
}

/// What Base64 stands for; bytes that are no text become what stands for such, as in JSON.
fn decoded(text: &str) -> Option<NodeKind> {
    let text: String = text.chars().filter(|char| !matches!(char, '\n' | '\r')).collect();
    let bytes = STANDARD.decode(text).ok()?;
    Some(NodeKind::String(String::from_utf8_lossy(&bytes).into()))
}

/// Whether a plain scalar is an infinity or not a number, which neither JSON nor the API server takes.
pub(super) fn is_infinite(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN")
}

/// The meaning of a plain scalar.
pub(super) fn plain(text: &str, dialect: Dialect) -> NodeKind {
    if matches!(text, "" | "~" | "null" | "Null" | "NULL") {
        return NodeKind::Null;
    }
    if let Some(value) = boolean(text, dialect) {
        return NodeKind::Bool(value);
    }
    let number = match dialect {
        Dialect::Kubernetes | Dialect::Kustomize => number_1_1(text),
        Dialect::Yaml12 | Dialect::Terraform | Dialect::Json => number_1_2(text),
    };
    number.map_or_else(|| NodeKind::String(text.into()), NodeKind::Number)
}

fn boolean(text: &str, dialect: Dialect) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" => return Some(true),
        "false" | "False" | "FALSE" => return Some(false),
        _ => {}
    }
    match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" if dialect == Dialect::Kubernetes => Some(true),
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" if dialect == Dialect::Kubernetes => Some(false),
        _ => None,
    }
}

/// Infinities and not-a-number are no numbers here: neither JSON nor the API server takes them.
fn number_1_2(text: &str) -> Option<Number> {
    let radix = match text.get(..2) {
        Some("0x") => 16,
        Some("0o") => 8,
        _ => return decimal(text),
    };
    integer(&text[2..], radix).map(Number::Int)
}

/// As the YAML library of Kubernetes does it: underscores do not count, a leading zero means octal, and what is no
/// octal after all is decimal (`08` is 8).
fn number_1_1(text: &str) -> Option<Number> {
    if !text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '.')) {
        return None;
    }
    let text = text.replace('_', "");
    let digits = text.strip_prefix(['+', '-']).unwrap_or(&text);
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let with_prefix = match digits.get(..2) {
        Some("0x" | "0X") => integer(&digits[2..], 16),
        Some("0o" | "0O") => integer(&digits[2..], 8),
        Some("0b" | "0B") => integer(&digits[2..], 2),
        Some(_) if digits.starts_with('0') => integer(&digits[1..], 8),
        _ => None,
    };
    with_prefix.map(|value| Number::Int(sign * value)).or_else(|| decimal(&text))
}

/// Digits of at most 64 bits, without a sign.
fn integer(digits: &str, radix: u32) -> Option<i128> {
    let first_is_digit = digits.starts_with(|first: char| first.is_digit(radix));
    u64::from_str_radix(digits, radix).ok().filter(|_| first_is_digit).map(i128::from)
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`; none where it is too large to be finite.
fn decimal(text: &str) -> Option<Number> {
    let after_digits = |text: &str| text.trim_start_matches(|char: char| char.is_ascii_digit()).len();
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let mut rest = &unsigned[unsigned.len() - after_digits(unsigned)..];
    let whole = unsigned.len() - rest.len();
    if let Some(fraction) = rest.strip_prefix('.') {
        rest = &fraction[fraction.len() - after_digits(fraction)..];
        if whole == 0 && rest.len() == fraction.len() {
            return None;
        }
    } else if whole == 0 {
        return None;
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if digits.is_empty() || after_digits(digits) > 0 {
            return None;
        }
    } else if !rest.is_empty() {
        return None;
    }
    Number::parse(text)
}
