//! Whether a text looks like a secret, or like what stands in its place.

use super::names::Says;

/// Parts of values that stand for a secret, or that make one worthless.
const PLACEHOLDERS: [&str; 52] = [
    "changeme",
    "change_me",
    "change-me",
    "changeit",
    "replace",
    "placeholder",
    "example",
    "sample",
    "dummy",
    "your",
    "todo",
    "fixme",
    "xxxx",
    "insert",
    "redacted",
    "notreal",
    "not-a-real",
    "mock",
    "fake",
    "test",
    "foobar",
    "****",
    "....",
    "override",
    "-here",
    "_here",
    "undefined",
    "not-set",
    "not_set",
    "to-be-",
    "to_be_",
    "set-me",
    "set_me",
    "managed-by",
    "managed_by",
    "change-this",
    "change_this",
    "changethis",
    "please-change",
    "please_change",
    "update-me",
    "update_me",
    "updateme",
    "fill-me",
    "fill_me",
    "fillme",
    "not-used",
    "not_used",
    "notused",
    "manually",
    "outside-terraform",
    "outside_terraform",
];

/// What begins a text that says where the secret is, or what it is made of.
const REFERENCES: [&str; 42] = [
    "arn:",
    "/",
    "./",
    "../",
    "~",
    "projects/",
    "file:",
    "http:",
    "https:",
    "vault:",
    "ref+",
    "ssm:",
    "secretsmanager:",
    "op://",
    "kms:",
    "env:",
    "awskms",
    "azurekms",
    "s3:",
    "gs:",
    "enc[",
    "aqica",
    "sha256:",
    "@microsoft.keyvault",
    "/subscriptions/",
    "aws-ssm:",
    "awssm:",
    "sm://",
    "gcpsm:",
    "keyvault:",
    "secretref:",
    "secret:",
    "sops:",
    "ref:",
    "var.",
    "local.",
    "data.",
    "module.",
    "random_",
    "env.",
    "enc(",
    "ssm-secure:",
];

/// What some text holds where a value is put in later.
const TEMPLATES: [&str; 9] = ["${", "{{", "$(", "%{", "#{", "<%", "@@", "((", "[["];

/// Words for a value that is not there yet.
const BLANKS: [&str; 30] = [
    "",
    "null",
    "none",
    "nil",
    "empty",
    "blank",
    "unset",
    "unused",
    "unknown",
    "n/a",
    "tbd",
    "initial",
    "default",
    "value",
    "true",
    "false",
    "enabled",
    "disabled",
    "temporary",
    "temp",
    "tmp",
    "ignored",
    "manual",
    "always",
    "never",
    "optional",
    "required",
    "prompt",
    "auto",
    "file",
];

/// Shortest text that is a secret in an argument that is for one, and under a name that says token.
const SHORTEST_LITERAL: usize = 4;
const SHORT_TOKEN: usize = 8;

/// Most words of what is the name of a secret, and not a secret of several words.
const LONGEST_NAME: usize = 3;

/// Shortest and longest password.
const PASSWORD: std::ops::RangeInclusive<usize> = 6..=128;

/// Shortest and longest token that has no form of its own.
const TOKEN: std::ops::RangeInclusive<usize> = 16..=512;

/// Whether text that stands under a name is what the name says.
pub(super) fn is_secret(text: &str, says: Says) -> bool {
    if text.contains(char::is_whitespace) || !text.is_ascii() || is_placeholder(text) || is_reference(text) {
        return false;
    }
    let fits = match says {
        Says::Password => is_password(text),
        Says::Token | Says::AwsSecretKey => is_token(text),
    };
    fits && !is_encoded_placeholder(text)
}

/// The password is no word and no name: letters with digits, signs or both cases.
fn is_password(text: &str) -> bool {
    let has = |test: fn(&u8) -> bool| text.as_bytes().iter().any(test);
    let (lower, upper) = (has(u8::is_ascii_lowercase), has(u8::is_ascii_uppercase));
    let (digit, sign) = (has(u8::is_ascii_digit), has(u8::is_ascii_punctuation));
    let kinds = [lower, upper, digit, sign].into_iter().filter(|has| *has).count();
    PASSWORD.contains(&text.len()) && (lower || upper) && kinds >= 2 && !is_name(text) && distinct(text) >= 5
}

/// Made by a machine: letters and digits without a pattern.
fn is_token(text: &str) -> bool {
    let has = |test: fn(&u8) -> bool| text.as_bytes().iter().any(test);
    let alphabet = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=_-.~".contains(&byte);
    let mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
    let is_hex = text.bytes().all(|byte| byte.is_ascii_hexdigit());
    let disorder = if is_hex { 3.0 } else { 3.5 };
    let shape = TOKEN.contains(&text.len()) && text.bytes().all(alphabet) && mixed;
    shape && !is_uuid(text) && !is_name(text) && entropy(text) >= disorder
}

/// Whether a text in an argument that is for a secret is one: it may be a bad one, but stands in no one's place.
pub(super) fn is_literal(text: &str) -> bool {
    let text = text.trim();
    let stands_in = |text: &str| is_stand_in(text) || is_reference(text) || is_variable(text) || is_blank(text);
    // What says how another tool finds it begins with a sign that some passwords begin with as well.
    let begins = text.trim_start_matches(['!', '@']);
    let is_one = |text: &str| !text.is_empty() && !stands_in(text) && !text.contains(char::is_whitespace);
    is_one(begins) && !is_reference(text) && !is_encoded_placeholder(text)
}

/// Whether text is what its name says, where a program takes it as its setting: then a password may be a plain word, but
/// not the name of one.
pub(super) fn is_setting(text: &str, says: Says) -> bool {
    let is_name_of_one = || is_name(text) && words(text) <= LONGEST_NAME && super::names::says(text).is_some();
    is_script_setting(text, says) || says == Says::Password && is_literal(text) && !is_name_of_one()
}

/// Whether text is what its name says in a script, where plain words mean much else.
pub(super) fn is_script_setting(text: &str, says: Says) -> bool {
    is_secret(text, says) || says != Says::Password && is_short_token(text)
}

fn words(text: &str) -> usize {
    text.split(|char: char| !char.is_ascii_alphanumeric()).count()
}

/// Letters and digits, and no name.
fn is_short_token(text: &str) -> bool {
    let has = |test: fn(&u8) -> bool| text.as_bytes().iter().any(test);
    let mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
    mixed && text.len() >= SHORT_TOKEN && is_secret(text, Says::Password) && !is_uuid(text)
}

/// Whether it is the name of a variable, such as `DB_PASSWORD_VAL`, in place of its value.
fn is_variable(text: &str) -> bool {
    // Some tools find it between underscores: `__DB_PASSWORD__`.
    let parts: Vec<&str> = text.trim_matches('_').split('_').collect();
    let is_word = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_uppercase());
    parts.len() > 1 && (parts.iter().all(is_word) || text.ends_with("_VAL") || text.ends_with("_VALUE"))
}

/// Whether it says that there is no value: nothing, a word for it, signs without letters, the same again and again.
fn is_blank(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let bare = lower.trim_matches(|char: char| char.is_ascii_punctuation());
    text.len() < SHORTEST_LITERAL || distinct(text) < 3 || BLANKS.contains(&bare)
}

/// Whether it stands in place of a secret.
pub(super) fn is_placeholder(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let is_in_brackets = || text.split_once('<').is_some_and(|(before, rest)| before.is_empty() || rest.contains('>'));
    text.starts_with(['$', '%', '@', '!'])
        || is_in_brackets()
        || TEMPLATES.iter().any(|mark| text.contains(mark))
        || PLACEHOLDERS.iter().any(|word| lower.contains(word))
}

/// Whether it is Base64 for what stands in place of a secret.
fn is_encoded_placeholder(text: &str) -> bool {
    super::encoded::decode(text).is_some_and(|decoded| is_placeholder(&decoded) || is_reference(&decoded))
}

/// Whether it stands in place of a secret. What calls itself an example is in force all the same; what says that it is a
/// test, within a longer word, says nothing.
fn is_stand_in(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let mut words = lower.split(|char: char| !char.is_ascii_alphabetic());
    let is_test = words.any(|word| matches!(word, "test" | "tests" | "testing" | "tester"));
    is_test
        || is_placeholder(
            &["test", "example", "sample"].iter().fold(lower.clone(), |text, word| text.replace(word, "-")),
        )
}

/// Whether it says where the secret is.
fn is_reference(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    REFERENCES.iter().any(|start| lower.starts_with(start)) || lower.contains("://") || lower.contains(".internal")
}

/// Whether it is words joined by signs, such as `db-password-v2`, `app.kubernetes.io/name` or `aws_key.main.id`.
fn is_name(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['-', '_', '.', '/', ':']).collect();
    let is_word = |part: &&str| {
        let letters = part.trim_end_matches(|char: char| char.is_ascii_digit());
        part.len() - letters.len() <= 4
            && letters.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !is_jumbled(letters)
    };
    parts.len() > 1 && parts.iter().all(is_word)
}

/// Whether capitals stand within a word, where no name has them.
fn is_jumbled(letters: &str) -> bool {
    let changes =
        letters.as_bytes().windows(2).filter(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    changes.count() > 2
}

fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn distinct(text: &str) -> usize {
    counts(text).iter().filter(|count| **count > 0).count()
}

/// Shannon entropy in bits for each byte.
pub(super) fn entropy(text: &str) -> f64 {
    let total = text.len() as f64;
    let share = |count: &u32| f64::from(*count) / total;
    counts(text).iter().filter(|count| **count > 0).map(|count| -share(count) * share(count).log2()).sum()
}

fn counts(text: &str) -> [u32; 256] {
    let mut counts = [0; 256];
    text.bytes().for_each(|byte| counts[usize::from(byte)] += 1);
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entropy_is_in_bits() {
        assert!(entropy("") == 0.0 && entropy("aaaa") == 0.0);
        assert!((entropy("abcd") - 2.0).abs() < 1e-9 && (entropy("aabb") - 1.0).abs() < 1e-9);
    }

    #[test]
    fn passwords_are_more_than_words() {
        let real = ["hunter22", "Aa4321Bb", "S3cure!Pass", "p@55w0rd", "tEr9!xQ"];
        for text in real {
            assert!(is_secret(text, Says::Password), "{text}");
        }
        let others = [
            "postgres",
            "password",
            "db-password",
            "db_password_v1",
            "changeme123",
            "${random}",
            "{{ .Values.x }}",
            "<pw>",
            "ExampleOnly1",
            "dummy-123",
            "$2a$10$abcdefghijk",
            "/run/secrets/db",
            "arn:aws:ssm:eu-west-1:1:parameter/x",
            "aaa1",
            "aaaaaa1",
            "two words 1",
            "test1234",
            "app.kubernetes.io/name",
            "aws_db.main.password1",
            "123456",
        ];
        for text in others {
            assert!(!is_secret(text, Says::Password), "{text}");
        }
    }

    #[test]
    fn arguments_for_secrets_may_hold_bad_ones() {
        let real = [
            "postgres",
            "password",
            "Vb7-quiet-otter-19",
            "tok-5f2c8a91d3e7",
            "@dm1n!",
            "thisIsALongtest2",
            "c-krit",
            "kR7<vQ2mZ9xT4",
            "xK9mQ2z!Lp>q",
        ];
        for text in real {
            assert!(is_literal(text), "{text}");
        }
        let others = [
            "",
            " ",
            "{}",
            "[]",
            "null",
            "CHANGE_ME",
            "change_me_later",
            "INSERT_TOKEN",
            "<your-token>",
            "GOOGLE_API_KEY_VAL",
            "test",
            "Test-123",
            "test1234",
            "vault:kv/db#pw",
            "op://shop/db/password",
            "ssm:/db/password",
            "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db",
            "{{resolve:ssm-secure:db}}",
            "${DB_PASSWORD}",
            "$DB_PASSWORD",
            "projects/p/secrets/s/versions/latest",
            "@Microsoft.KeyVault(SecretUri=https://a)",
            "var.db_password",
            "data.x.y.z",
            "********",
            "-",
            "none",
            "N/A",
            "TBD",
            "DB_PASSWORD",
            "managed outside of this",
            "Y2hhbmdlbWU=",
            "__DB_PASSWORD__",
            "#{DbPassword}#",
            "@@DB_PASSWORD@@",
            "put-password-here",
            "change-this",
            "changethis",
            "update-me",
            "fill-me-in",
            "notused",
            "manually-set",
            "changed-outside-terraform",
            "temp",
            "env.DB_PASSWORD",
            "ENC(abcd1234)",
        ];
        for text in others {
            assert!(!is_literal(text), "{text}");
        }
    }

    #[test]
    fn settings_are_plain_words_but_no_names() {
        for text in ["nextcloud", "correct-horse", "t7Rk92qLwz", "example-not-a-password"] {
            assert!(is_setting(text, Says::Password), "{text}");
        }
        for text in ["db-password", "shop_db_token", "true", "yes", "/run/secrets/db", "changeme", "INSERT_IT"] {
            assert!(!is_setting(text, Says::Password), "{text}");
        }
        for text in ["minio123", "t0k-93ad", "kR7vQ2mZ9xT4"] {
            assert!(is_setting(text, Says::Token) && is_script_setting(text, Says::Token), "{text}");
        }
        for text in ["enabled", "nextcloud", "eu-west-1", "projects/p/secrets/s1/versions/1", "GOOGLE_API_KEY_VAL"] {
            assert!(!is_setting(text, Says::Token), "{text}");
        }
        assert!(!is_script_setting("nextcloud", Says::Password));
    }

    #[test]
    fn tokens_have_no_pattern() {
        let real = ["f3A9kQ0zLm72XwPtR5vB", "9f86d081884c7d659a2feaa0c55ad015", "kZ8/3Qw+Lr5xT0vN9bYc2mPd4sGh7jKa"];
        for text in real {
            assert!(is_secret(text, Says::Token), "{text}");
        }
        let others = [
            "my-application-token",
            "123e4567-e89b-12d3-a456-426614174000",
            "aaaaaaaaaaaaaaaaaaa1",
            "projects/p/secrets/s1",
            "short1",
            "kv-prod.vault.azure.net",
            "alias/aws/secretsmanager1",
            "eu-west-1_AbCd12",
            "TokenForTheServiceOne",
            "external-secrets-operator-v2",
        ];
        for text in others {
            assert!(!is_secret(text, Says::Token), "{text}");
        }
    }
}
