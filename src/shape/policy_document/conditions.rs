//! Conditions of statements, and what they limit
//! (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>).

use std::sync::Arc;

use super::super::network_rules::admits::reaches;
use crate::value::{Kind, List, Map, Truth, Unknown, Value, fits};

/// What a condition in a statement that allows limits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Limit {
    /// It holds for all, or for all but a few.
    Nothing,
    /// How or when a request is made, which whoever makes it decides.
    Form,
    /// Who calls, or for whom a service does.
    Caller,
    /// From which addresses.
    Network,
    /// That the caller has shown a second factor.
    Mfa,
    /// Something else, such as what is asked for.
    Other,
}

/// What condition keys are about, in lower case
/// (<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>). Any other limits something
/// else. AWS warns of trusting `aws:Referer` and `aws:UserAgent`.
const KEYS: &[(&str, Limit)] = &[
    ("aws:currenttime", Limit::Form),
    ("aws:epochtime", Limit::Form),
    ("aws:federatedprovider", Limit::Caller),
    ("aws:multifactorauthage", Limit::Mfa),
    ("aws:multifactorauthpresent", Limit::Mfa),
    ("aws:principalaccount", Limit::Caller),
    ("aws:principalarn", Limit::Caller),
    ("aws:principalisawsservice", Limit::Caller),
    ("aws:principalorgid", Limit::Caller),
    ("aws:principalorgpaths", Limit::Caller),
    ("aws:principalservicename", Limit::Caller),
    ("aws:principalservicenameslist", Limit::Caller),
    ("aws:principaltag/*", Limit::Caller),
    ("aws:referer", Limit::Form),
    ("aws:requestedregion", Limit::Form),
    ("aws:securetransport", Limit::Form),
    ("aws:sourceaccount", Limit::Caller),
    ("aws:sourcearn", Limit::Caller),
    ("aws:sourceip", Limit::Network),
    ("aws:sourceorgid", Limit::Caller),
    ("aws:sourceorgpaths", Limit::Caller),
    ("aws:sourceowner", Limit::Caller),
    ("aws:sourcevpc", Limit::Caller),
    ("aws:sourcevpcarn", Limit::Caller),
    ("aws:sourcevpce", Limit::Caller),
    ("aws:useragent", Limit::Form),
    ("aws:userid", Limit::Caller),
    ("aws:username", Limit::Caller),
    ("aws:vpceaccount", Limit::Caller),
    ("aws:vpceorgid", Limit::Caller),
    ("aws:vpceorgpaths", Limit::Caller),
    ("aws:vpcsourceip", Limit::Network),
    ("kms:calleraccount", Limit::Caller),
    ("s3:authtype", Limit::Form),
    ("s3:dataaccesspointaccount", Limit::Caller),
    ("s3:dataaccesspointarn", Limit::Caller),
    ("s3:signatureage", Limit::Form),
    ("s3:signatureversion", Limit::Form),
    ("s3:tlsversion", Limit::Form),
    ("s3:x-amz-acl", Limit::Form),
    ("s3:x-amz-content-sha256", Limit::Form),
    ("s3:x-amz-grant-*", Limit::Form),
    ("s3:x-amz-server-side-encryption", Limit::Form),
    ("s3:x-amz-storage-class", Limit::Form),
    ("sts:externalid", Limit::Caller),
];

/// Keys that every signed request of a principal has, so that `…IfExists` changes nothing.
const ALWAYS: &[&str] =
    &["aws:principalaccount", "aws:principalarn", "aws:principaltype", "aws:userid", "iam:passedtoservice"];

/// How the ids of things begin that a pattern with nothing more admits all of.
const PREFIXES: &[&str] = &["o-", "ou-", "r-", "vpc-", "vpce-"];

impl Limit {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Form => "form",
            Self::Caller => "caller",
            Self::Network => "network",
            Self::Mfa => "mfa",
            Self::Other => "other",
        }
    }

    fn of(key: &str) -> Self {
        KEYS.iter().find(|(known, _)| fits(known, key)).map_or(Self::Other, |(_, limit)| *limit)
    }
}

/// An operator, without what stands around its name.
struct Operator {
    name: String,
    is_optional: bool,
    is_for_all: bool,
}

impl Operator {
    fn new(test: &str) -> Self {
        let test = test.to_ascii_lowercase();
        let (is_for_all, name) = match test.split_once(':') {
            Some((set, name)) => (set == "forallvalues", name),
            None => (false, test.as_str()),
        };
        let bare = name.strip_suffix("ifexists");
        Self { name: bare.unwrap_or(name).to_owned(), is_optional: bare.is_some(), is_for_all }
    }

    fn is_negated(&self) -> bool {
        self.name.contains("not")
    }
}

/// Adds to each condition of a statement what it `limits`. `signed` says that it is of one who has shown who he is, as the
/// holder of a policy has.
pub(super) fn judged(conditions: &Value, signed: bool) -> Value {
    let Kind::List(list) = &conditions.kind else {
        return match &conditions.kind {
            Kind::Either(_) => conditions.map_children(|branch| judged(branch, signed)),
            _ => conditions.clone(),
        };
    };
    let required: Vec<String> = list.items.iter().filter_map(required_key).collect();
    let judge = |condition: &Value| {
        let Kind::Map(members) = &condition.kind else { return condition.clone() };
        let mut members = Map::clone(members);
        let kind = match limit(condition, &required, signed) {
            Ok(limit) => Kind::String(limit.as_str().into()),
            Err(unknown) => Kind::Unknown(Arc::new(unknown.clone())),
        };
        members.insert("limits", condition.span, Value { kind, ..condition.clone() });
        Value { kind: Kind::Map(Arc::new(members)), ..condition.clone() }
    };
    let items = list.items.iter().map(judge).collect();
    Value { kind: Kind::List(Arc::new(List { items, ..List::clone(list) })), ..conditions.clone() }
}

/// The key that a condition asks to be there.
fn required_key(condition: &Value) -> Option<String> {
    let [test, key] = ["test", "variable"].map(|name| condition.member(name).and_then(Value::as_str));
    (Operator::new(test?).name == "null" && are(condition, "false"))
        .then(|| key.unwrap_or_default().to_ascii_lowercase())
}

/// Whether the values of a condition are all this word.
fn are(condition: &Value, word: &str) -> bool {
    let values = condition.member("values").and_then(Value::as_list);
    let is_word = |value: &Value| match &value.kind {
        Kind::Bool(is) => *is == (word == "true"),
        _ => value.as_str().is_some_and(|text| text.eq_ignore_ascii_case(word)),
    };
    values.is_some_and(|list| list.rest.is_none() && !list.items.is_empty() && list.items.iter().all(is_word))
}

/// What a condition limits, where it is known.
fn limit<'v>(condition: &'v Value, required: &[String], signed: bool) -> Result<Limit, &'v Unknown> {
    let [test, key] = ["test", "variable"].map(|name| condition.member(name).and_then(Value::as_str));
    let (operator, key) = (Operator::new(test.unwrap_or_default()), key.unwrap_or_default().to_ascii_lowercase());
    let limit = Limit::of(&key);
    if operator.name == "null" {
        return Ok(if limit == Limit::Mfa && are(condition, "false") { Limit::Mfa } else { Limit::Nothing });
    }
    let may_lack = (operator.is_optional && !(signed && ALWAYS.contains(&key.as_str())))
        || (operator.is_for_all && !required.contains(&key));
    if may_lack || operator.is_negated() || limit == Limit::Form {
        return Ok(if limit == Limit::Form { Limit::Form } else { Limit::Nothing });
    }
    if operator.name == "bool" && matches!(limit, Limit::Mfa | Limit::Caller) && are(condition, "false") {
        return Ok(Limit::Nothing);
    }
    match admits_all(condition, &operator) {
        Truth::True => Ok(Limit::Nothing),
        Truth::False => Ok(limit),
        Truth::Unknown(unknown) => Err(unknown),
    }
}

/// Whether one of the values of a condition is everything there is.
fn admits_all<'v>(condition: &'v Value, operator: &Operator) -> Truth<'v> {
    let Some(values) = condition.member("values") else { return Truth::False };
    match operator.name.as_str() {
        "ipaddress" => reaches(values, "public"),
        "stringlike" | "arnlike" | "arnequals" => match &values.kind {
            Kind::List(list) => {
                let known = list.items.iter().fold(Truth::False, |any, value| any.or(|| is_open(value)));
                known.or(|| list.rest.as_deref().map_or(Truth::False, Truth::Unknown))
            }
            _ => is_open(values),
        },
        // The others compare with a value as it is.
        _ => Truth::False,
    }
}

/// Whether a pattern fits everything of its kind. What is not known within one is something certain.
fn is_open(pattern: &Value) -> Truth<'_> {
    match &pattern.kind {
        Kind::String(text) => fits_all(text).into(),
        Kind::Unknown(unknown) if unknown.names_one_thing() => Truth::False,
        Kind::Unknown(unknown) => Truth::Unknown(unknown),
        Kind::Either(either) => Truth::Unknown(&either.cause),
        _ => Truth::False,
    }
}

/// Whether a pattern fits all accounts, endpoints or organizations. An ARN without an account is of one only where its
/// resource has a name of which there is one in the world.
fn fits_all(pattern: &str) -> bool {
    let is_wild = |text: &str| text.trim_matches(['*', '?', ':', '/']).is_empty();
    let first = pattern.split('/').next().unwrap_or_default();
    if is_wild(pattern) || first.strip_suffix('*').is_some_and(|rest| PREFIXES.contains(&rest)) {
        return true;
    }
    if !pattern.starts_with("arn:") {
        return false;
    }
    match pattern.splitn(6, ':').collect::<Vec<_>>()[..] {
        [_, _, "s3" | "cloudfront", _, "" | "*", resource] => is_wild(resource.trim_start_matches("distribution")),
        [_, _, _, _, account, resource] => is_wild(account) && (!account.is_empty() || is_wild(resource)),
        _ => true,
    }
}

/// Whether a condition in a statement that denies keeps out all but some callers, addresses, or callers with a second factor.
pub(super) fn keeps_out_others(condition: &Value) -> bool {
    let [test, key] = ["test", "variable"].map(|name| condition.member(name).and_then(Value::as_str));
    let (Some(test), Some(key)) = (test, key) else { return false };
    let operator = Operator::new(test);
    let is_negated = operator.is_negated() || (operator.name == "bool" && are(condition, "false"));
    let positive = Operator { name: operator.name.replace("not", ""), ..operator };
    is_negated
        && !positive.is_for_all
        && matches!(Limit::of(&key.to_ascii_lowercase()), Limit::Caller | Limit::Network | Limit::Mfa)
        && admits_all(condition, &positive).is_false()
}
