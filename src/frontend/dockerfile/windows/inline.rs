//! Scripts among the arguments of `powershell` and `cmd`.

use super::super::shell::Language;
use crate::source::Span;
use crate::value::Value;

/// What a shell of Windows is to run.
pub(in super::super) enum Inner {
    /// This text.
    Script {
        /// What reads it.
        language: Language,
        /// The text.
        text: String,
        /// Where it stands.
        span: Span,
    },
    /// Something that is not read, such as a command in Base64.
    Unread(Span),
}

/// Options of `powershell` whose value is the next word
/// ([list](https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_powershell_exe)).
const VALUES: [&str; 12] = [
    "executionpolicy",
    "ep",
    "ex",
    "version",
    "windowstyle",
    "w",
    "inputformat",
    "outputformat",
    "configurationname",
    "workingdirectory",
    "wd",
    "psconsolefile",
];

/// What the shell with these words runs. `None` where they are no shell of Windows, or one that runs a file.
pub(in super::super) fn inner(words: &[Value]) -> Option<Inner> {
    let (program, arguments) = words.split_first()?;
    let language = Language::of_windows(program.as_str()?)?;
    let script = match language {
        Language::Cmd => {
            let is_run = |word: &Value| {
                word.as_str().is_some_and(|word| word.eq_ignore_ascii_case("/c") || word.eq_ignore_ascii_case("/k"))
            };
            &arguments[arguments.iter().position(is_run)? + 1..]
        }
        Language::PowerShell { is_old } => match command(arguments, is_old)? {
            Ok(script) => script,
            Err(encoded) => return Some(Inner::Unread(encoded)),
        },
        Language::Posix => return None,
    };
    let (first, last) = (script.first()?, script.last()?);
    let span = Span { range: first.span.range.cover(last.span.range), ..first.span };
    let texts: Option<Vec<&str>> = script.iter().map(Value::as_str).collect();
    match texts.map(|texts| texts.join(" ")) {
        // What is read from the standard input is a matter of the pipe.
        Some(text) if text == "-" => None,
        Some(text) => Some(Inner::Script { language, text, span }),
        None => Some(Inner::Unread(span)),
    }
}

/// The words behind `-Command`; the place of what is encoded instead.
fn command(arguments: &[Value], is_old: bool) -> Option<Result<&[Value], Span>> {
    let mut at = 0;
    while let Some(word) = arguments.get(at) {
        let text = word.as_str()?.to_ascii_lowercase();
        let Some(option) = text.strip_prefix(['-', '/']).filter(|option| !option.is_empty()) else {
            // Without an option the rest is a command to the old shell, and a file to the new one.
            return is_old.then(|| Ok(&arguments[at..]));
        };
        at += 1;
        if "command".starts_with(option) {
            return Some(Ok(&arguments[at..]));
        }
        if option == "ec" || "encodedcommand".starts_with(option) {
            return Some(Err(arguments.get(at).unwrap_or(word).span));
        }
        if "file".starts_with(option) {
            return None;
        }
        at +=
            usize::from(VALUES.iter().any(|value| value.starts_with(option) && (option.len() > 2 || *value == option)));
    }
    None
}
