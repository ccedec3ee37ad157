//! The command line as it was typed, for reports that say how they were made: quoted so that a shell takes it, and without
//! values that may be secret.

use std::ffi::OsString;
use std::fmt::Write as _;

use crate::conceal;
use crate::source::without_credentials;

/// The option whose values may be secret.
const VARIABLE: &str = "--var";

/// What stands for a value that is not shown.
const HIDDEN: &str = "***";

/// The arguments of this process, behind the name of the program.
pub(super) fn typed() -> String {
    line(std::env::args_os().skip(1))
}

/// A text that was typed, without what may be secret in it.
pub(super) fn harmless(text: &str) -> String {
    let Some(at) = text.find("://") else { return conceal::masked(text) };
    let of_scheme = |char: char| char.is_ascii_alphanumeric() || "+-.:".contains(char);
    let start = text[..at].trim_end_matches(of_scheme).len();
    let address = without_credentials(&text[start..]).unwrap_or_else(|| HIDDEN.to_owned());
    conceal::masked(&format!("{}{address}", &text[..start]))
}

/// The name of the program stands for its path, which says nothing of the report.
fn line(arguments: impl Iterator<Item = OsString>) -> String {
    let mut line = env!("CARGO_PKG_NAME").to_owned();
    let (mut is_value, mut are_options) = (false, true);
    for argument in arguments {
        let text = argument.to_string_lossy();
        let shown = match text.strip_prefix(VARIABLE).and_then(|rest| rest.strip_prefix('=')) {
            _ if is_value => without_value(&text),
            Some(assignment) if are_options => format!("{VARIABLE}={}", without_value(assignment)),
            _ => harmless(&text),
        };
        is_value = are_options && !is_value && text == VARIABLE;
        are_options &= is_value || text != "--";
        line.push(' ');
        line.push_str(&quoted(&shown));
    }
    line
}

/// `NAME=***`
fn without_value(assignment: &str) -> String {
    let name = assignment.split_once('=').map_or("", |(name, _)| name);
    format!("{name}={HIDDEN}")
}

/// A word that a shell takes as `text`: as it is, in quotes, or in quotes with escapes where it would not be seen.
fn quoted(text: &str) -> String {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "_@%+=:,./-".contains(char);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    if !text.chars().any(|char| escape(char).is_some()) {
        return format!("'{}'", text.replace('\'', "'\\''"));
    }
    let mut quoted = "$'".to_owned();
    for char in text.chars() {
        match escape(char) {
            Some(escaped) => quoted.push_str(&escaped),
            None if matches!(char, '\'' | '\\') => {
                quoted.push('\\');
                quoted.push(char);
            }
            None => quoted.push(char),
        }
    }
    quoted.push('\'');
    quoted
}

/// The bytes of a character that nobody would see, or that would reorder what stands around it.
fn escape(char: char) -> Option<String> {
    let is_unseen = matches!(char, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    if !char.is_control() && !is_unseen {
        return None;
    }
    let mut escaped = String::new();
    for byte in char.encode_utf8(&mut [0; 4]).bytes() {
        // Three digits, so that a digit behind them is none of them.
        let _ = write!(escaped, "\\{byte:03o}");
    }
    Some(escaped)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(arguments: &[&str]) -> String {
        line(arguments.iter().map(OsString::from))
    }

    #[test]
    fn a_shell_takes_it() {
        let cases = [
            (&["scan", "infra/a-b_c.tf", "--max", "high=0"][..], "ravelin scan infra/a-b_c.tf --max high=0"),
            (&["scan", "my files", "", "a'b"], r"ravelin scan 'my files' '' 'a'\''b'"),
            (&["*", "$HOME", "~", "a;b", "é"], "ravelin '*' '$HOME' '~' 'a;b' 'é'"),
            (&["a\nb'\\", "\u{202e}1"], r"ravelin $'a\012b\'\\' $'\342\200\2561'"),
        ];
        for (arguments, expected) in cases {
            assert_eq!(shown(arguments), expected);
        }
    }

    #[test]
    fn what_may_be_secret_is_left_out() {
        let cases = [
            (&["--var", "password=hunter2", "x"][..], "ravelin --var 'password=***' x"),
            (&["--var=a=b=c"], "ravelin '--var=a=***'"),
            (&["--var", "--var", "--var", "a=b"], "ravelin --var '=***' --var 'a=***'"),
            (&["--var-file", "a=b.tfvars"], "ravelin --var-file a=b.tfvars"),
            (&["--", "--var", "a=b"], "ravelin -- --var a=b"),
            (&["--revision", "https://user:hunter2@host/x?y=z"], "ravelin --revision https://host/x"),
            (&["--revision=https://token@host/x"], "ravelin --revision=https://host/x"),
            (&["--revision", "https://a:b/c@host"], "ravelin --revision '***'"),
            (&["--workspace", "password=t7Rk92qLwz"], "ravelin --workspace 'password=**********'"),
        ];
        for (arguments, expected) in cases {
            assert_eq!(shown(arguments), expected);
        }
    }
}
