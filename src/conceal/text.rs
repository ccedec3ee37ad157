//! Credentials in raw text, by what stands around them: in addresses, in the arguments of programs, in headers of
//! requests, and under names that say secret. Unlike a check, this reports nothing, so it may take one word too many.

use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};

use super::assignment::{self, Assignment};
use crate::shape::secrets;
use crate::source::TextRange;

/// A way of writing a credential.
struct Rule {
    /// One of these texts stands in whatever holds such a credential.
    needles: &'static [&'static str],
    /// Its first group is the credential.
    pattern: &'static str,
}

impl Rule {
    /// Blanks and words are those of ASCII, of which the tables are a tenth.
    fn compile(&self) -> Option<Regex> {
        RegexBuilder::new(self.pattern).unicode(false).build().ok()
    }
}

/// Shortest value that a name makes a credential.
const SHORTEST: usize = 4;

/// What starts a value that is put in later: there is nothing to conceal.
const REFERENCES: [&str; 8] = ["$", "{{", "<", "%", "@", "var.", "local.", "data."];

const RULES: &[Rule] = &[
    // `scheme://user:password@host` (RFC 3986, section 3.2.1).
    Rule { needles: &["://"], pattern: r#"://[^\s:/@"'<>?#]*:([^\s/@"'<>]+)@"# },
    Rule {
        needles: &["curl", "wget", "http", "lftp"],
        pattern: r#"(?:\s-u|\s-U|\s--user|\s--proxy-user)[ =]?["']?[^\s:"']+:([^\s"']+)"#,
    },
    Rule {
        needles: &["--"],
        pattern: r#"--[a-z0-9-]*(?:password|passwd|passphrase|secret|token|api-?key|access-key)(?:=|\s+)["']?([^\s"'-][^\s"']*)"#,
    },
    // The password of MySQL's programs follows its option without a blank.
    Rule { needles: &["mysql", "mariadb"], pattern: r#"\b(?:mysql|mariadb)[a-z-]*\b[^\n|;&]*?\s-p["']?([^\s"']+)"# },
    Rule { needles: &["sshpass"], pattern: r#"\bsshpass\s+-p\s*["']?([^\s"']+)"# },
    Rule { needles: &[" login"], pattern: r#"\blogin\b[^\n|;&]*?\s-p\s+["']?([^\s"']+)"# },
    Rule { needles: &["redis-cli"], pattern: r#"\bredis-cli\b[^\n|;&]*?\s-a\s+["']?([^\s"']+)"# },
    Rule { needles: &["mongo"], pattern: r#"\bmongo[a-z]*\b[^\n|;&]*?\s-p\s+["']?([^\s"']+)"# },
    Rule { needles: &["ldap"], pattern: r#"\bldap[a-z]+\b[^\n|;&]*?\s-w\s+["']?([^\s"']+)"# },
    Rule { needles: &["useradd", "usermod"], pattern: r#"\buser(?:add|mod)\b[^\n|;&]*?\s-p\s+["']?([^\s"']+)"# },
    Rule { needles: &["htpasswd"], pattern: r#"\bhtpasswd\s+-[a-zA-Z]*b[a-zA-Z]*\s+\S+\s+\S+\s+["']?([^\s"']+)"# },
    Rule { needles: &["chpasswd"], pattern: r#"["' ][A-Za-z0-9._-]+:([^\s"':]+)["']?\s*\|[^\n]*chpasswd"# },
    Rule { needles: &["pass:"], pattern: r#"\s-pass(?:in|out)?\s+["']?pass:([^\s"']+)"# },
    Rule {
        needles: &["uthorization", "UTHORIZATION"],
        pattern: r#"(?i)authorization["']?\s*[:=,]\s*["']?(?:bearer|basic|token|apikey|digest)\s+([^\s"']+)"#,
    },
    Rule {
        needles: &["-Token", "-token", "-TOKEN", "-Key", "-key", "-KEY"],
        pattern: r#"(?i)\b(?:private-token|job-token|deploy-token|x-[a-z-]*(?:token|key))["']?\s*:\s*["']?([^\s"']+)"#,
    },
];

/// Compiled when a text first has a needle of the rule: most scans need few of them.
static PATTERNS: [LazyPattern; RULES.len()] = [const { OnceLock::new() }; RULES.len()];

type LazyPattern = OnceLock<Option<Regex>>;

/// The credentials in `text`. Where it was not read whole, whatever stands under a name that says secret is one.
pub(super) fn find(text: &str, is_whole: bool) -> Vec<TextRange> {
    let mut ranges = secrets::tokens_in(text);
    for (rule, pattern) in RULES.iter().zip(&PATTERNS) {
        if !rule.needles.iter().any(|needle| text.contains(needle)) {
            continue;
        }
        let Some(pattern) = pattern.get_or_init(|| rule.compile()) else { continue };
        let found = pattern.captures_iter(text.as_bytes()).filter_map(|captures| captures.get(1));
        let found = found.filter(|found| text.get(found.range()).is_some_and(|found| !is_reference(found)));
        ranges.extend(found.map(|found| TextRange::new(found.start(), found.end())));
    }
    for Assignment { name, value } in assignment::find(text).filter(|found| found.value.len() >= SHORTEST) {
        let is_secret = match is_whole {
            true => secrets::is_assigned(name, value),
            false => secrets::says_secret(name) && !is_reference(value) && !is_plain(value),
        };
        if is_secret {
            let start = value.as_ptr() as usize - text.as_ptr() as usize;
            ranges.push(TextRange::new(start, start + value.len()));
        }
    }
    ranges
}

/// Whether the value is a number or a word of the language, which no credential is.
fn is_plain(text: &str) -> bool {
    matches!(text, "true" | "false" | "null" | "none" | "None" | "optional") || text.parse::<f64>().is_ok()
}

/// Whether the value is put in elsewhere.
fn is_reference(text: &str) -> bool {
    REFERENCES.iter().any(|start| text.starts_with(start)) || text.contains("${") || text.contains("{{")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, is_whole: bool) -> Vec<&str> {
        find(text, is_whole).into_iter().map(|range| range.slice(text)).collect()
    }

    #[test]
    fn every_pattern_compiles() {
        assert!(RULES.iter().all(|rule| rule.compile().is_some()));
    }

    #[test]
    fn credentials_are_known_by_what_is_around_them() {
        let cases = [
            ("DATABASE_URL=postgres://app:hunter2@db/x", "hunter2"),
            ("RUN git clone https://:gobbledygook@git.local/x", "gobbledygook"),
            ("curl -fsS -u admin:hunter2 https://x", "hunter2"),
            ("curl --user 'admin:hunter2' https://x", "hunter2"),
            ("wget --password=hunter2 https://x", "hunter2"),
            ("mysql -uroot -phunter2 -e 'x'", "hunter2"),
            ("mysqldump -h db -p'hunter2' shop", "hunter2"),
            ("sshpass -p hunter2 ssh x", "hunter2"),
            ("docker login -u me -p hunter2 registry", "hunter2"),
            ("redis-cli -h c -a hunter2 ping", "hunter2"),
            ("useradd -m -p hunter2 web", "hunter2"),
            ("htpasswd -bc /etc/x admin hunter2", "hunter2"),
            ("echo 'root:hunter2' | chpasswd", "hunter2"),
            ("openssl rsa -passin pass:hunter2", "hunter2"),
            ("curl -H \"Authorization: Bearer abcdefgh\" https://x", "abcdefgh"),
            ("curl -H 'PRIVATE-TOKEN: abcdefgh' https://x", "abcdefgh"),
            ("npm config set //r/:_authToken=kZ8w3QLr5xT0vN9bYc2mPd4sGh7jKa", "kZ8w3QLr5xT0vN9bYc2mPd4sGh7jKa"),
            ("db_password = \"t7Rk92qLwz\"", "t7Rk92qLwz"),
            ("password    : t7Rk92qLwz", "t7Rk92qLwz"),
        ];
        for (text, expected) in cases {
            assert!(found(text, true).contains(&expected), "{text}: {:?}", found(text, true));
        }
    }

    #[test]
    fn references_and_common_words_are_shown() {
        let cases = [
            "url = https://example.com:8080/x@y",
            "curl -u \"$USER:$PASSWORD\" https://x",
            "curl -u admin:${PASSWORD} https://x",
            "mysql -uroot -p$PASSWORD",
            "mysql -uroot -p -e x",
            "password = var.db_password",
            "password = random_password.db.result",
            "secret_name: web-tls",
            "--token \"$TOKEN\"",
            "key: app.kubernetes.io/name",
            "docker run -p 8080:80 web",
        ];
        for text in cases {
            assert_eq!(found(text, true), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn what_was_not_read_is_shown_less() {
        let text = "resource \"a\" \"b\" {\n  password = \"elephantine\n  size = 3\n";
        assert_eq!((found(text, true), found(text, false)), (vec![], vec!["elephantine"]));
        let manifest = "env:\n- name: DB_PASSWORD\n  value: elephantine\n";
        assert_eq!(found(manifest, false), ["elephantine"]);
        assert_eq!(found("automountServiceAccountToken: false\n", false), Vec::<&str>::new());
    }
}
