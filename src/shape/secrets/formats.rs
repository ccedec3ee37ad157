//! Credentials that are known by their form.

use std::sync::{LazyLock, OnceLock};

use aho_corasick::AhoCorasick;
use regex::Regex;

use super::hit::{Class, Hit};
use super::{checksum, plausible};

/// A form of credential.
struct Format {
    kind: &'static str,
    /// Text that every such credential holds, so that most strings need no more than one search.
    literal: &'static str,
    /// The whole of it; the first group is the secret where there is one.
    pattern: &'static str,
    /// What the pattern cannot say.
    is_real: fn(&str) -> bool,
}

const fn format(kind: &'static str, literal: &'static str, pattern: &'static str) -> Format {
    Format { kind, literal, pattern, is_real: |_| true }
}

const FORMATS: &[Format] = &[
    format("an AWS access key", "AKIA", "AKIA[A-Z2-7]{16}"),
    format("a temporary AWS access key", "ASIA", "ASIA[A-Z2-7]{16}"),
    Format { is_real: checksum::has_crc32, ..format("a GitHub token", "ghp_", "ghp_[0-9A-Za-z]{36}") },
    Format { is_real: checksum::has_crc32, ..format("a GitHub OAuth token", "gho_", "gho_[0-9A-Za-z]{36}") },
    Format { is_real: checksum::has_crc32, ..format("a GitHub app token", "ghs_", "ghs_[0-9A-Za-z]{36}") },
    Format { is_real: checksum::has_crc32, ..format("a GitHub refresh token", "ghr_", "ghr_[0-9A-Za-z]{36,76}") },
    format("a GitHub token", "github_pat_", "github_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}"),
    format("a GitLab token", "glpat-", "glpat-[0-9A-Za-z_-]{20,64}"),
    format("a GitLab runner token", "glrt-", "glrt-[0-9A-Za-z_-]{20,64}"),
    format("a GitLab deploy token", "gldt-", "gldt-[0-9A-Za-z_-]{20,64}"),
    format("a Slack token", "xox", "xox[abeoprs]-[0-9]{8,14}-[0-9A-Za-z-]{18,90}"),
    format(
        "a Slack webhook",
        "hooks.slack.com/services/",
        "hooks\\.slack\\.com/services/(T[0-9A-Z]{7,12}/B[0-9A-Z]{7,12}/[0-9A-Za-z]{20,28})",
    ),
    format("a Stripe key", "k_live_", "[rs]k_live_[0-9A-Za-z]{24,128}"),
    format("a Google API key", "AIza", "AIza[0-9A-Za-z_-]{35}"),
    format("a Google OAuth secret", "GOCSPX-", "GOCSPX-[0-9A-Za-z_-]{28}"),
    format("an Azure storage key", "AccountKey=", "AccountKey=([0-9A-Za-z+/]{86}==)"),
    format("an Azure shared access key", "SharedAccessKey=", "SharedAccessKey=([0-9A-Za-z+/]{42,86}={1,2})"),
    format(
        "an Azure shared access signature",
        "sig=",
        "\\bs[vpret]=[0-9A-Za-z%&=:.,+/_-]{1,300}?&sig=([0-9A-Za-z%+/]{43,80}(?:=|%3[Dd]))",
    ),
    Format { is_real: checksum::has_crc32, ..format("an npm token", "npm_", "npm_[0-9A-Za-z]{36}") },
    format("a PyPI token", "pypi-", "pypi-AgE[0-9A-Za-z_-]{60,250}"),
    format("a Twilio key", "SK", "SK[0-9a-f]{32}"),
    format("a SendGrid key", "SG.", "SG\\.[0-9A-Za-z_-]{22}\\.[0-9A-Za-z_-]{43}"),
    format("a Telegram bot token", ":AA", "[0-9]{8,10}:AA[0-9A-Za-z_-]{33}"),
    format("a Docker Hub token", "dckr_", "dckr_[ops]at_[0-9A-Za-z_-]{27,64}"),
    format("a Databricks token", "dapi", "dapi[0-9a-f]{32}(?:-[0-9])?"),
    format("a Vault token", "hv", "hv[bs]\\.[0-9A-Za-z_-]{24,250}"),
    format("a Terraform token", ".atlasv1.", "[0-9A-Za-z]{14}\\.atlasv1\\.[0-9A-Za-z_=-]{60,80}"),
    format("an OpenAI key", "T3BlbkFJ", "sk-(?:[a-z]{3,10}-)?[0-9A-Za-z_-]{20,100}T3BlbkFJ[0-9A-Za-z_-]{20,100}"),
    format("an Anthropic key", "sk-ant-", "sk-ant-[a-z]{3,6}[0-9]{2}-[0-9A-Za-z_-]{80,120}"),
    format("a DigitalOcean token", "_v1_", "do[opr]_v1_[0-9a-f]{64}"),
    format("a New Relic key", "NRAK-", "NRAK-[0-9A-Z]{27}"),
    format("a Grafana token", "glsa_", "glsa_[0-9A-Za-z]{32}_[0-9a-f]{8}"),
    format("an age secret key", "AGE-SECRET-KEY-1", "AGE-SECRET-KEY-1[0-9A-Z]{58}"),
    Format {
        is_real: checksum::is_jwt,
        ..format("a JSON web token", "eyJ", "eyJ[0-9A-Za-z_-]{10,}\\.eyJ[0-9A-Za-z_-]{10,}\\.[0-9A-Za-z_-]{20,}")
    },
];

/// Start and body of a private key in PEM, as it is or with line breaks as `\n`. The body of an encrypted one begins with
/// fields, which this does not match.
const PRIVATE_KEY: &str =
    r"-----BEGIN ((?:[A-Z0-9]+ ){0,2})PRIVATE KEY(?: BLOCK)?-----((?:[0-9A-Za-z+/= \t\r\n]|\\n|\\r){60,})-----END";

const PRIVATE_KEY_LITERAL: &str = "PRIVATE KEY";

/// Least characters of Base64 in the body of a key.
const SHORTEST_KEY: usize = 60;

/// One search for the literals of all forms.
static PREFILTER: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::new(FORMATS.iter().map(|format| format.literal).chain([PRIVATE_KEY_LITERAL])).ok());

/// Compiled when a text first has the literal of the form: most scans need few of them.
static PATTERNS: [OnceLock<Option<Regex>>; FORMATS.len()] = [const { OnceLock::new() }; FORMATS.len()];

static PRIVATE_KEY_PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(PRIVATE_KEY).ok());

/// Every credential in `text` that its form tells.
pub(super) fn find(text: &str) -> Vec<Hit<'_>> {
    if !PREFILTER.as_ref().is_some_and(|prefilter| prefilter.is_match(text)) {
        return Vec::new();
    }
    let mut hits = Vec::new();
    for (format, pattern) in FORMATS.iter().zip(&PATTERNS).filter(|(format, _)| text.contains(format.literal)) {
        let pattern = pattern.get_or_init(|| Regex::new(format.pattern).ok());
        for captures in pattern.iter().flat_map(|pattern| pattern.captures_iter(text)) {
            let Some(whole) = captures.get(0) else { continue };
            let secret = captures.get(1).unwrap_or(whole).as_str();
            let alone = stands_alone(text, whole.start(), whole.end());
            if alone && !plausible::is_placeholder(secret) && (format.is_real)(secret) {
                hits.push(Hit { class: Class::Token, kind: format.kind, name: None, secret });
            }
        }
    }
    if text.contains(PRIVATE_KEY_LITERAL) {
        hits.extend(private_key(text));
    }
    hits
}

fn private_key(text: &str) -> Option<Hit<'_>> {
    let captures = PRIVATE_KEY_PATTERN.as_ref()?.captures(text)?;
    let (whole, kind, body) = (captures.get(0)?.as_str(), captures.get(1)?.as_str(), captures.get(2)?.as_str());
    let length = body.bytes().filter(u8::is_ascii_graphic).count();
    // Documentation shows the same few characters over and over.
    let real = length >= SHORTEST_KEY && plausible::entropy(body) > 3.5 && !plausible::is_placeholder(body);
    let open = !kind.contains("ENCRYPTED");
    (real && open).then_some(Hit { class: Class::PrivateKey, kind: "a private key", name: None, secret: whole })
}

/// Whether a match is not a piece of something longer, such as Base64.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let part = |char: char| char.is_ascii_alphanumeric() || char == '+';
    !text[..start].ends_with(part) && !text[end..].starts_with(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles_and_holds_its_literal() {
        assert!(PREFILTER.is_some() && PRIVATE_KEY_PATTERN.is_some());
        for format in FORMATS {
            assert!(Regex::new(format.pattern).is_ok(), "{}", format.pattern);
            let plain = format.pattern.replace('\\', "").replace("[rs]k", "k").replace("[bs]", "").replace("[opr]", "");
            assert!(plain.contains(format.literal.trim_start_matches('_')), "{}: {}", format.kind, format.literal);
        }
    }
}
