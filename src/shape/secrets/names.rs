//! Names that say that their value is secret.

/// What a name says of its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Says {
    /// Chosen by a person.
    Password,
    /// Made by a machine: long, and without words.
    Token,
    /// The secret half of an AWS access key, which has a form of its own.
    AwsSecretKey,
}

/// Words before `key` that make it a secret one.
const SECRET_KEYS: [&str; 13] = [
    "api",
    "access",
    "secret",
    "private",
    "auth",
    "encryption",
    "signing",
    "shared",
    "account",
    "storage",
    "session",
    "master",
    "admin",
];

/// Words after which a name still means the value itself.
const TRAILERS: [&str; 7] = ["value", "plaintext", "text", "default", "base64", "b64", "wo"];

/// Words that make a secret harmless, or say that it is not one.
const HARMLESS: [&str; 10] =
    ["public", "pub", "hash", "hashed", "digest", "encrypted", "kms", "fingerprint", "sealed", "ssh"];

/// What `name` says; `None` where it says nothing of secrets.
pub(super) fn says(name: &str) -> Option<Says> {
    let mut words = words(name);
    while words.len() > 1 && words.last().is_some_and(|word| is_trailer(word)) {
        words.pop();
    }
    let last = words.last()?.trim_end_matches(|char: char| char.is_ascii_digit());
    if words.iter().any(|word| HARMLESS.contains(&word.as_str())) {
        return None;
    }
    let before = words.len().checked_sub(2).map(|index| words[index].as_str());
    let has = |word: &str| words.iter().any(|other| other == word);
    match (before, last) {
        (_, "secretkey") => Some(Says::AwsSecretKey),
        (_, "key" | "accesskey") if has("secret") => Some(Says::AwsSecretKey),
        (
            _,
            "secret" | "token" | "apikey" | "authtoken" | "accesstoken" | "clientsecret" | "privatekey" | "credential"
            | "credentials",
        )
        | (Some(_), "auth") => Some(Says::Token),
        // What Rails derives its keys from.
        (Some("key"), "base") if has("secret") => Some(Says::Token),
        (Some(before), "key") if SECRET_KEYS.contains(&before) => Some(Says::Token),
        (Some(_), "pass" | "pw") | (_, "passwd" | "pwd" | "passphrase") => Some(Says::Password),
        (_, word) if word.ends_with("password") => Some(Says::Password),
        _ => None,
    }
}

/// Whether the value is a list of `name=value` with `;` between, as databases take it.
pub(super) fn is_connection(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.contains("connection") && lower.ends_with("string")
}

/// Whether text can be the name of an environment variable.
pub(super) fn is_variable(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn is_trailer(word: &str) -> bool {
    TRAILERS.contains(&word) || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// The words of a name in lower case: `DB_PASSWORD`, `dbPassword` and `db-password` give `db` and `password`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut after_lower = false;
    for char in name.chars() {
        let starts_word = char.is_ascii_uppercase() && after_lower;
        if (starts_word || !char.is_ascii_alphanumeric()) && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        if char.is_ascii_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(char.to_ascii_lowercase());
        }
        after_lower = char.is_ascii_lowercase() || char.is_ascii_digit();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_by_their_words() {
        let cases = [
            ("password", Some(Says::Password)),
            ("DB_PASSWORD", Some(Says::Password)),
            ("administratorLoginPassword", Some(Says::Password)),
            ("masterpassword", Some(Says::Password)),
            ("db_pass", Some(Says::Password)),
            ("password1", Some(Says::Password)),
            ("client_secret", Some(Says::Token)),
            ("AUTH_TOKEN", Some(Says::Token)),
            ("api_key", Some(Says::Token)),
            ("apiKey", Some(Says::Token)),
            ("SECRET_KEY_BASE", Some(Says::Token)),
            ("REDIS_AUTH", Some(Says::Token)),
            ("auth", None),
            ("auth_mode", None),
            ("secret_string", None),
            ("secret_value", Some(Says::Token)),
            ("master_password_wo", Some(Says::Password)),
            ("master_password_wo_version", None),
            ("AWS_SECRET_ACCESS_KEY", Some(Says::AwsSecretKey)),
            ("secret_key", Some(Says::AwsSecretKey)),
            ("pass", None),
            ("password_length", None),
            ("secret_name", None),
            ("secret_id", None),
            ("http_tokens", None),
            ("kms_key_id", None),
            ("key", None),
            ("key_name", None),
            ("public_key", None),
            ("admin_ssh_key", None),
            ("password_hash", None),
            ("compass", None),
            ("", None),
        ];
        for (name, expected) in cases {
            assert_eq!(says(name), expected, "{name}");
        }
    }
}
