//! The shape as a whole. Credentials are put together here, so that no text of this file is one.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use super::derive;
use crate::model::testing::Fixture;
use crate::value::Value;

/// Class and kind of every secret in a resource of this kind.
fn found(kind: &str, body: &str) -> Vec<(String, String)> {
    let fixture = Fixture::new(kind, &format!("{kind}.database_password"), body);
    let view = derive(&fixture.resource);
    let text = |secret: &Value, name| secret.member(name).and_then(Value::as_str).map(str::to_owned).expect("a string");
    let secrets = view.member("secrets").and_then(Value::as_list).expect("a list");
    for secret in &secrets.items {
        let whole = secret.member("secret").and_then(Value::as_str).expect("a string");
        assert!(secret.member("secret").is_some_and(|secret| secret.sensitive) && !secret.render().contains(whole));
        let escaped = serde_json::to_string(whole).expect("JSON");
        let written = fixture.slice(secret.span).trim_matches('"');
        let plain = STANDARD.decode(written).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        assert!(plain.as_deref().unwrap_or(written).contains(escaped.trim_matches('"')), "points at the string");
    }
    secrets.items.iter().map(|secret| (text(secret, "class"), text(secret, "kind"))).collect()
}

fn classes(body: &str) -> Vec<String> {
    found("some_resource", body).into_iter().map(|(class, _)| class).collect()
}

fn jwt(header: &str, payload: &str) -> String {
    let [header, payload] = [header, payload].map(|part| URL_SAFE_NO_PAD.encode(part));
    format!("{header}.{payload}.{}", "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dF3hJ5kL7nP9r")
}

#[test]
fn tokens_are_known_by_their_form() {
    let hex = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    let random = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dF3hJ5kL7nP9rT1vX3";
    let cases = [
        (format!("{}{}", "AKIA", "Q3EGRZ5LN4WD7TUV"), "an AWS access key"),
        (format!("{}{}", "glpat-", &random[..20]), "a GitLab token"),
        (format!("{}{}", "xoxb-", format_args!("123456789012-123456789012-{}", &random[..24])), "a Slack token"),
        (
            format!("https://{}{}", "hooks.slack.com/services/", format_args!("T0A1B2C3D/B0A1B2C3D/{}", &random[..24])),
            "a Slack webhook",
        ),
        (format!("{}{}", "sk_live_", &random[..24]), "a Stripe key"),
        (format!("{}{}", "AIza", &random[..35]), "a Google API key"),
        (
            format!("DefaultEndpointsProtocol=https;{}{}{}==", "AccountKey=", &random[..43], &random[..43]),
            "an Azure storage key",
        ),
        (
            format!("https://a.blob.core.windows.net/c?sv=2023-11-03&se=2030-01-01&{}{}%3D", "sig=", &random[..43]),
            "an Azure shared access signature",
        ),
        (jwt("{\"alg\":\"HS256\"}", "{\"sub\":\"shop\"}"), "a JSON web token"),
        (format!("{}{hex}", "SK"), "a Twilio key"),
        (format!("{}{}.{}", "SG.", &random[..22], &random[..43]), "a SendGrid key"),
        (format!("123456789{}{}", ":AA", &random[..33]), "a Telegram bot token"),
        (format!("{}{}", "dckr_pat_", &random[..27]), "a Docker Hub token"),
        (format!("{}{hex}", "dapi"), "a Databricks token"),
        (format!("{}{}", "hvs.", &random[..30]), "a Vault token"),
        (format!("{}{}{}{}", &random[..14], ".atlasv1.", random, &random[..16]), "a Terraform token"),
        (format!("{}{random}{}", "sk-ant-api03-", &random[..40]), "an Anthropic key"),
    ];
    for (token, kind) in cases {
        let body = serde_json::json!({"note": format!("use {token} here")}).to_string();
        assert_eq!(found("some_resource", &body), [("token".to_owned(), kind.to_owned())], "{kind}");
        let inside = serde_json::json!({"note": format!("x{token}y{token}+z")}).to_string();
        assert!(found("some_resource", &inside).len() <= 1, "{kind} within something longer");
    }
    assert!(classes(r#"{"note": "AKIAIOSFODNN7EXAMPLE"}"#).is_empty());
    let example = serde_json::json!({"note": jwt("{\"alg\":\"HS256\"}", "{\"sub\":\"1234567890\"}")}).to_string();
    assert!(classes(&example).is_empty());
    assert!(classes(&format!(r#"{{"note": "{}{}"}}"#, "ghp_", &random[..36])).is_empty(), "the checksum is wrong");
}

#[test]
fn private_keys_are_whole_and_open() {
    let line = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dF3hJ5kL7nP9rT1vX3+/aB3dE5gH7jK9mN";
    let pem = |kind: &str, body: &str| {
        let (begin, end) =
            (format!("-----{} {kind}PRIVATE KEY-----", "BEGIN"), format!("-----END {kind}PRIVATE KEY-----"));
        serde_json::json!({"data": format!("{begin}\n{body}\n{end}\n")}).to_string()
    };
    for kind in ["", "RSA ", "EC ", "OPENSSH "] {
        assert_eq!(classes(&pem(kind, line)), ["private_key"], "{kind}");
    }
    assert_eq!(classes(&pem("", &format!("{line}\\n{line}"))), ["private_key"], "written with escapes");
    assert!(classes(&pem("ENCRYPTED ", line)).is_empty());
    assert!(classes(&pem("RSA ", &format!("Proc-Type: 4,ENCRYPTED\n\n{line}"))).is_empty());
    assert!(classes(&pem("", "...")).is_empty() && classes(&pem("", &line[..30])).is_empty());
    assert!(classes(&pem("", &"A".repeat(64))).is_empty());
}

#[test]
fn names_tell_wherever_they_stand() {
    let cases = [
        r#"{"password": "t7Rk92qLwz"}"#,
        r#"{"environment": [{"variables": {"DB_PASSWORD": "t7Rk92qLwz"}}]}"#,
        r#"{"env": [{"name": "DB_PASSWORD", "value": "t7Rk92qLwz"}]}"#,
        r#"{"environment": ["DB_PASSWORD=t7Rk92qLwz"]}"#,
        r#"{"definitions": {"$json": [{"environment": [{"name": "DB_PASSWORD", "value": "t7Rk92qLwz"}]}]}}"#,
        r#"{"definitions": "[{\"environment\": [{\"name\": \"DB_PASSWORD\", \"value\": \"t7Rk92qLwz\"}]}]"}"#,
        r#"{"password": {"$either": ["t7Rk92qLwz", "${x}"]}}"#,
        r#"{"definition": "{\"resource\": \"${x}\", \"password\": \"t7Rk92qLwz\"}"}"#,
    ];
    for body in cases {
        assert_eq!(classes(body), ["attribute"], "{body}");
    }
    let harmless = [
        r#"{"password": "${aws_secret.a.value}"}"#,
        r#"{"password": "t7Rk92q${x}"}"#,
        r#"{"env": [{"name": "DB_HOST", "value": "t7Rk92qLwz"}]}"#,
        r#"{"password": "changeme-t7Rk92qLwz"}"#,
        r#"{"_attached": {"policy": [{"password": "t7Rk92qLwz"}]}}"#,
    ];
    for body in harmless {
        assert!(classes(body).is_empty(), "{body}");
    }
}

#[test]
fn scripts_are_read_by_their_assignments() {
    let cases = [
        (r#"{"user_data": "export DB_PASSWORD='t7Rk92qLwz'\n"}"#, vec!["script"]),
        (r#"{"user_data": "mysql --password t7Rk92qLwz shop"}"#, vec!["script"]),
        (r#"{"user_data_base64": "ZXhwb3J0IERCX1BBU1NXT1JEPXQ3Ums5MnFMd3oK"}"#, vec!["script"]),
        (r#"{"user_data": "export DB_PASSWORD=$SECRET DB_PASSWORD_FILE=/run/x1"}"#, vec![]),
        (r#"{"user_data": "curl https://shop:t7Rk92qLwz@git.internal/x"}"#, vec!["url"]),
        (r#"{"user_data": "curl https://shop:shop@git.internal/x"}"#, vec![]),
        (r#"{"connection_string": "Server=db;User ID=shop;Password=t7Rk92qLwz;"}"#, vec!["script"]),
        (r#"{"connection_string": "Server=db;User ID=shop;Password=${x};"}"#, vec![]),
        (r#"{"environment": ["DB_TOKEN=f3A9kQ0zLm72XwPtR5vB=="]}"#, vec!["attribute"]),
        (r#"{"token": "f3A9kQ0zLm72XwPtR5vBaa=="}"#, vec!["attribute"]),
        (r#"{"description": "set DB_PASSWORD= before the start"}"#, vec![]),
        (r#"{"user_data": "export DB_HOST=${x} DB_PASSWORD=t7Rk92qLwz"}"#, vec!["script"]),
        (r#"{"user_data": "export DB_PASSWORD=${x} DB_HOST=t7Rk92qLwz"}"#, vec![]),
        (r#"{"user_data": "curl https://shop:${x}@git.internal/x"}"#, vec![]),
    ];
    for (body, expected) in cases {
        assert_eq!(classes(body), expected, "{body}");
    }
}

#[test]
fn aws_secret_keys_have_a_form_and_a_name() {
    let secret = "kZ8/3Qw+Lr5xT0vN9bYc2mPd4sGh7jKaQ1eRt6Uy";
    let body = |name: &str| format!(r#"{{"{name}": "{secret}"}}"#);
    assert_eq!(found("provider.aws", &body("secret_key")), [("token".into(), "an AWS secret access key".into())]);
    assert!(classes(&body("etag")).is_empty());
}

#[test]
fn defaults_of_variables_go_by_the_name_of_the_variable() {
    assert_eq!(found("variable", r#"{"default": "t7Rk92qLwz"}"#).len(), 1);
    assert!(found("variable", r#"{"default": "t7Rk92qLwz", "sensitive": true}"#).is_empty());
    assert!(found("output", r#"{"password": "t7Rk92qLwz"}"#).is_empty());
}

#[test]
fn deep_and_long_values_are_bounded() {
    let deep = format!("{}\"t7Rk92qLwz\"{}", "[".repeat(100), "]".repeat(100));
    assert_eq!(classes(&format!(r#"{{"password": {deep}}}"#)).len(), 1);
    let many: Vec<String> = (0..500).map(|index| format!("\"t7Rk92qLwz{index}\"")).collect();
    assert_eq!(classes(&format!(r#"{{"password": [{}]}}"#, many.join(","))).len(), many.len());
}
