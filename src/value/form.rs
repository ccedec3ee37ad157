//! What is known of texts that only the provider knows: their form.

use std::collections::BTreeSet;

use super::unknown::EVALUATION;
use super::{Part, Reason, Reference, Template, Unknown};

/// Which characters a piece of a text may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Characters {
    /// Any, or none at all.
    Any,
    /// The same, but no line breaks.
    Line,
    /// Small letters and `-`, or none at all.
    Lower,
    /// One or more that are seen.
    Visible,
    /// One or more letters, digits, `-`, `_`, `.` and `:`.
    Name,
    /// One or more digits.
    Digits,
}

/// A piece of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// This text.
    Text(&'t str),
    /// Some text of these characters.
    Of(Characters),
}

/// The texts by which providers name things, where one can tell things apart by them: the kind, the attribute, and its form.
const FORMS: [(&str, &str, &str); 24] = [
    // https://docs.cloud.google.com/iam/docs/service-account-types
    ("google_service_account", "email", "{name}@{name}.iam.gserviceaccount.com"),
    ("google_service_account", "id", "projects/{name}/serviceAccounts/{name}@{name}.iam.gserviceaccount.com"),
    ("google_service_account", "member", "serviceAccount:{name}@{name}.iam.gserviceaccount.com"),
    ("google_service_account", "name", "projects/{name}/serviceAccounts/{name}@{name}.iam.gserviceaccount.com"),
    ("data.google_app_engine_default_service_account", "email", "{name}@appspot.gserviceaccount.com"),
    ("data.google_app_engine_default_service_account", "member", "serviceAccount:{name}@appspot.gserviceaccount.com"),
    ("data.google_compute_default_service_account", "email", "{number}-compute@developer.gserviceaccount.com"),
    (
        "data.google_compute_default_service_account",
        "id",
        "projects/{name}/serviceAccounts/{number}-compute@developer.gserviceaccount.com",
    ),
    (
        "data.google_compute_default_service_account",
        "member",
        "serviceAccount:{number}-compute@developer.gserviceaccount.com",
    ),
    (
        "data.google_compute_default_service_account",
        "name",
        "projects/{name}/serviceAccounts/{number}-compute@developer.gserviceaccount.com",
    ),
    ("data.google_project", "number", "{number}"),
    ("google_project", "number", "{number}"),
    // https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html
    ("data.aws_caller_identity", "account_id", "{number}"),
    ("data.aws_caller_identity", "arn", "arn:{text}"),
    ("data.aws_caller_identity", "id", "{number}"),
    // What follows `aws`: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
    ("data.aws_partition", "id", "{lower}"),
    ("data.aws_partition", "partition", "{lower}"),
    ("data.aws_region", "name", "{name}"),
    // https://learn.microsoft.com/en-us/azure/role-based-access-control/scope-overview
    ("azurerm_management_group", "id", "/providers/Microsoft.Management/managementGroups/{text}"),
    ("azurerm_resource_group", "id", "/subscriptions/{name}/resourceGroups/{text}"),
    ("azurerm_subscription", "subscription_id", "{name}"),
    ("data.azurerm_resource_group", "id", "/subscriptions/{name}/resourceGroups/{text}"),
    ("data.azurerm_subscription", "id", "/subscriptions/{name}"),
    ("data.azurerm_subscription", "subscription_id", "{name}"),
];

/// What stands in the names of what AWS manages, and in no name of what belongs to an account: the aliases of its keys,
/// which it lets nobody else use, and the account of its policies.
const OF_AWS: [&str; 2] = ["alias/aws/", ":iam::aws:policy/"];

impl Unknown {
    /// The form of a text that a provider gives an object to name it by, which is never empty. `None` where nothing is known
    /// of the text.
    pub fn form(&self) -> Option<Vec<Piece<'static>>> {
        let Named { kind, is_data, attribute } = self.named()?;
        let is_of = |row: &str| row.strip_prefix("data.").map_or(!is_data && row == kind, |row| is_data && row == kind);
        let known = FORMS.iter().find(|(row, name, _)| *name == attribute && is_of(row));
        let form = match (known, attribute) {
            (Some((.., form)), _) => form,
            (None, _) if is_data => return None,
            (None, "arn") if is_of_aws(kind) => "arn:{text}",
            (None, "arn" | "id" | "key_id" | "self_link") => "{text}",
            _ => return None,
        };
        Some(pieces_of(form))
    }

    /// What certainly does not stand in the text, where it names an object of one's own.
    pub fn lacks(&self) -> &'static [&'static str] {
        match self.named() {
            Some(Named { kind, is_data: false, attribute: "arn" }) if is_of_aws(kind) => &OF_AWS,
            Some(Named { kind, is_data: false, attribute: "id" | "key_id" }) if is_of_aws(kind) => &OF_AWS[..1],
            _ => &[],
        }
    }

    /// Whether it certainly turns out to be another text than this one.
    pub fn is_never(&self, text: &str) -> bool {
        self.form().is_some_and(|form| !may_be(&form, text)) || self.lacks().iter().any(|lacked| text.contains(lacked))
    }

    /// The attribute that this is, and nothing that is made of it: that would have another identity.
    fn named(&self) -> Option<Named<'_>> {
        let (Reason::Computed(_) | Reason::DataSource(_) | Reason::Undefined(_)) = self.reason else { return None };
        let [Reference { address, attribute: Some(attribute) }] = self.references.as_slice() else { return None };
        let identity = self.identity.as_deref()?;
        let name = identity.split_once(EVALUATION).map_or(identity, |(_, name)| name);
        if name.strip_suffix(&**attribute)?.strip_suffix('.')? != address.as_str() {
            return None;
        }
        let steps: Vec<_> = address.steps().collect();
        let [.., kind, _] = steps[..] else { return None };
        Some(Named { kind: kind.as_str(), is_data: address.is_data(), attribute })
    }
}

/// An attribute of a resource or data source.
struct Named<'u> {
    kind: &'u str,
    is_data: bool,
    attribute: &'u str,
}

fn is_of_aws(kind: &str) -> bool {
    kind.starts_with("aws_")
}

/// The pieces of a form as the table writes it.
fn pieces_of(form: &'static str) -> Vec<Piece<'static>> {
    let mut pieces = Vec::new();
    for part in form.split('{') {
        let (characters, text) = part.split_once('}').unwrap_or(("", part));
        match characters {
            "name" => pieces.push(Piece::Of(Characters::Name)),
            "number" => pieces.push(Piece::Of(Characters::Digits)),
            "lower" => pieces.push(Piece::Of(Characters::Lower)),
            "text" => pieces.push(Piece::Of(Characters::Visible)),
            _ => {}
        }
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
    }
    pieces
}

impl Template {
    /// Its pieces, with what is known of the holes. A text of which all that is known stands on one line is one line.
    pub fn pieces(&self) -> Vec<Piece<'_>> {
        let lines = self.parts.iter().any(|part| matches!(part, Part::Text(text) if text.contains(['\n', '\r'])));
        let open = if lines { Characters::Any } else { Characters::Line };
        let mut pieces = Vec::with_capacity(self.parts.len());
        for part in &self.parts {
            match part {
                Part::Text(text) => pieces.push(Piece::Text(text)),
                Part::Hole(unknown) => match unknown.form() {
                    Some(form) => pieces.extend(form),
                    None => pieces.push(Piece::Of(open)),
                },
            }
        }
        pieces
    }
}

impl Characters {
    /// Whether a text may have this one.
    pub fn have(self, char: char) -> bool {
        match self {
            Self::Any => true,
            Self::Line => !matches!(char, '\n' | '\r'),
            Self::Lower => char.is_ascii_lowercase() || char == '-',
            Self::Visible => !char.is_whitespace() && !char.is_control(),
            Self::Name => char.is_ascii_alphanumeric() || matches!(char, '-' | '_' | '.' | ':'),
            Self::Digits => char.is_ascii_digit(),
        }
    }

    /// Whether there may be none.
    pub const fn may_be_none(self) -> bool {
        matches!(self, Self::Any | Self::Line | Self::Lower)
    }
}

/// Whether these pieces can make this text.
pub(super) fn may_be(pieces: &[Piece<'_>], text: &str) -> bool {
    let mut ends = BTreeSet::from([0]);
    for piece in pieces {
        ends = match piece {
            Piece::Text(part) => {
                ends.into_iter().filter(|end| text[*end..].starts_with(part)).map(|end| end + part.len()).collect()
            }
            Piece::Of(characters) => {
                let mut after = BTreeSet::new();
                for end in ends {
                    if characters.may_be_none() {
                        after.insert(end);
                    }
                    let chars = text[end..].char_indices().take_while(|(_, char)| characters.have(*char));
                    for (at, char) in chars {
                        // Whoever begins here goes on as one that was here already.
                        if !after.insert(end + at + char.len_utf8()) {
                            break;
                        }
                    }
                }
                after
            }
        };
    }
    ends.contains(&text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_tell_what_a_text_cannot_be() {
        let table = [
            ("{number}-compute@developer.gserviceaccount.com", "12-compute@developer.gserviceaccount.com", true),
            ("{number}-compute@developer.gserviceaccount.com", "-compute@developer.gserviceaccount.com", false),
            ("{name}@{name}.iam.gserviceaccount.com", "app@example.iam.gserviceaccount.com", true),
            ("{name}@{name}.iam.gserviceaccount.com", "a@b@c.iam.gserviceaccount.com", false),
            ("{name}@{name}.iam.gserviceaccount.com", "allUsers", false),
            ("arn:{text}", "arn:", false),
            ("arn:{text}", "arn:aws:s3:::logs", true),
            ("{text}", "", false),
            ("{text}", "two words", false),
        ];
        for (form, text, expected) in table {
            assert_eq!(may_be(&pieces_of(form), text), expected, "{form} as {text}");
        }
    }
}
