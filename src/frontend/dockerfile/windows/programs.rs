//! Programs and cmdlets by their names, and the passwords among their arguments.

use super::super::program::base_name;
use super::super::view::View;
use crate::syntax::windows::{Call, Role};
use crate::value::Value;

/// Names of cmdlets that stand for others
/// ([list](https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_aliases)).
const ALIASES: [(&str, &str); 19] = [
    ("iwr", "Invoke-WebRequest"),
    ("irm", "Invoke-RestMethod"),
    ("iex", "Invoke-Expression"),
    ("ii", "Invoke-Item"),
    ("icm", "Invoke-Command"),
    ("saps", "Start-Process"),
    ("%", "ForEach-Object"),
    ("foreach", "ForEach-Object"),
    ("?", "Where-Object"),
    ("select", "Select-Object"),
    ("gc", "Get-Content"),
    ("rm", "Remove-Item"),
    ("cp", "Copy-Item"),
    ("mv", "Move-Item"),
    ("ps", "Get-Process"),
    ("kill", "Stop-Process"),
    ("mount", "New-PSDrive"),
    ("sleep", "Start-Sleep"),
    ("chocolatey", "choco"),
];

/// Cmdlets that are named as they are written in the documentation, however they are written in a script.
const CMDLETS: [&str; 18] = [
    "Invoke-WebRequest",
    "Invoke-RestMethod",
    "Invoke-Expression",
    "Invoke-Item",
    "Invoke-Command",
    "Start-Process",
    "Start-BitsTransfer",
    "ForEach-Object",
    "Select-Object",
    "Get-Content",
    "Get-FileHash",
    "Get-AuthenticodeSignature",
    "ConvertTo-SecureString",
    "Install-Module",
    "Install-Script",
    "Install-Package",
    "Install-PSResource",
    "Install-PackageProvider",
];

/// The program or method of a call, without folder and ending; empty where it is computed. In Windows `PowerShell`
/// (`is_old`) `curl` and `wget` are cmdlets.
pub(super) fn name(call: &Call, is_old: bool) -> String {
    let Some(word) = call.words.first().and_then(|word| word.literal()).filter(|_| call.role != Role::Value) else {
        return String::new();
    };
    if call.role == Role::Method {
        return word.to_owned();
    }
    let base = base_name(word);
    let lower = base.to_ascii_lowercase();
    if is_old && matches!(lower.as_str(), "curl" | "wget") {
        return "Invoke-WebRequest".to_owned();
    }
    let name = lower.trim_end_matches(".exe");
    if let Some((_, full)) = ALIASES.iter().find(|(alias, _)| *alias == name) {
        return (*full).to_owned();
    }
    match CMDLETS.iter().find(|cmdlet| cmdlet.eq_ignore_ascii_case(name)) {
        Some(cmdlet) => (*cmdlet).to_owned(),
        // The cases of names do not matter on Windows; cmdlets are easier to read as they are written.
        None if base.contains('-') => base.to_owned(),
        None => name.to_owned(),
    }
}

/// `{name, value}` of the variable of the environment that a call sets for good.
pub(super) fn setting(words: &[Value]) -> Option<Value> {
    let (program, mut words) = words.split_first()?;
    let program = program.as_str()?;
    if let (true, [first, rest @ ..]) = (program == "setx", words) {
        let is_for_all = first.as_str().is_some_and(|word| word.eq_ignore_ascii_case("/m"));
        words = if is_for_all { rest } else { words };
    }
    let [name, value, ..] = words else { return None };
    let sets = program == "setx" || program.eq_ignore_ascii_case("SetEnvironmentVariable");
    let mut view = View::new(name.span);
    view.set("name", name.clone());
    view.set("value", value.clone());
    (sets && name.as_str().is_some()).then(|| Value::list(vec![view.finish()], name.span))
}

/// The password among the words of a call, where it is written there.
pub(super) fn password(words: &[Value]) -> Option<Value> {
    let (program, arguments) = words.split_first()?;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_ascii_lowercase();
    let is_flag = |value: &Value, flag: &str| text(value) == flag;
    let after = |flag: &str| arguments.iter().skip_while(|word| !is_flag(word, flag)).nth(1).cloned();
    let attached = |prefix: &str| {
        arguments.iter().find(|word| text(word).len() > prefix.len() && text(word).starts_with(prefix)).cloned()
    };
    let plain: Vec<&Value> = arguments.iter().filter(|word| !text(word).starts_with(['/', '-'])).collect();
    let found = match program.as_str()? {
        // `net user NAME PASSWORD`, `net use DRIVE SHARE PASSWORD /user:NAME`.
        "net" | "net1" => match (text(plain.first()?).as_str(), plain.len()) {
            ("user", 3) => plain.get(2).copied().cloned(),
            ("use", 4) => plain.get(3).copied().cloned(),
            _ => None,
        },
        "ConvertTo-SecureString" if arguments.iter().any(|word| is_as_plain(&text(word))) => {
            after("-string").or_else(|| plain.first().copied().cloned())
        }
        "schtasks" => after("/rp"),
        "cmdkey" => attached("/pass:"),
        "sc" => after("password="),
        "dism" | "djoin" => attached("/password:"),
        _ => None,
    };
    found.filter(|word| word.as_str().is_some_and(|text| !matches!(text, "" | "*")))
}

/// Whether a parameter is `-AsPlainText`, which may be cut short.
fn is_as_plain(word: &str) -> bool {
    word.len() > 2 && "-asplaintext".starts_with(word)
}
