//! What a view says in the names of Kubernetes, as a service of Compose writes it
//! ([services](https://docs.docker.com/reference/compose-file/services/),
//! [deploy](https://docs.docker.com/reference/compose-file/deploy/)).

use super::draft::Draft;
use super::yaml::Step;

/// What is written in a service.
#[derive(Debug, PartialEq)]
pub(super) enum Word {
    /// A value.
    Set(Vec<Step>, Draft),
    /// An element of a list.
    Append(Vec<Step>, Draft),
}

/// What says `value` at the way in a container of the view; `None` where Compose has no words for it.
pub(super) fn word(way: &[&str], value: &Draft) -> Option<Word> {
    let at = |names: &[&str]| names.iter().map(|name| Step::key(name)).collect::<Vec<_>>();
    Some(match way {
        ["securityContext", "privileged"] => Word::Set(at(&["privileged"]), value.clone()),
        ["securityContext", "readOnlyRootFilesystem"] => Word::Set(at(&["read_only"]), value.clone()),
        ["securityContext", "allowPrivilegeEscalation"] if *value == Draft::Bool(false) => {
            Word::Append(at(&["security_opt"]), Draft::Text("no-new-privileges:true".to_owned()))
        }
        ["securityContext", "capabilities", "add"] => Word::Set(at(&["cap_add"]), value.clone()),
        ["securityContext", "capabilities", "drop"] => Word::Set(at(&["cap_drop"]), value.clone()),
        ["securityContext", "runAsUser"] => Word::Set(at(&["user"]), Draft::Text(text(value)?)),
        ["resources", kind @ ("limits" | "requests"), what] => {
            let kind = if *kind == "limits" { *kind } else { "reservations" };
            let (name, amount) = match *what {
                "cpu" => ("cpus", Draft::Text(cores(&text(value)?)?)),
                "memory" => ("memory", Draft::Text(bytes(&text(value)?)?)),
                "pids" if kind == "limits" => ("pids", value.clone()),
                _ => return None,
            };
            Word::Set(at(&["deploy", "resources", kind, name]), amount)
        }
        _ => return None,
    })
}

fn text(value: &Draft) -> Option<String> {
    match value {
        Draft::Text(text) => Some(text.clone()),
        Draft::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A part of a processor in decimals: `500m` is `0.5`.
fn cores(amount: &str) -> Option<String> {
    let Some(thousandths) = amount.strip_suffix('m') else { return Some(amount.to_owned()) };
    let thousandths: u32 = thousandths.parse().ok()?;
    let decimals = format!("{}.{:03}", thousandths / 1000, thousandths % 1000);
    Some(decimals.trim_end_matches('0').trim_end_matches('.').to_owned())
}

/// An amount of memory in the units of Compose, of which `M` is 1,048,576 bytes.
fn bytes(amount: &str) -> Option<String> {
    let unit = amount.trim_start_matches(|char: char| char.is_ascii_digit());
    let number = &amount[..amount.len() - unit.len()];
    match unit {
        "Ki" | "Mi" | "Gi" => Some(format!("{number}{}", &unit[..1])),
        _ if number.is_empty() || unit.is_empty() => Some(amount.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_have_words_of_their_own() {
        let text = |text: &str| Draft::Text(text.to_owned());
        let set = |names: &str, value| Word::Set(names.split('.').map(Step::key).collect(), value);
        let yes = Draft::Bool(true);
        let cases = [
            ("securityContext.readOnlyRootFilesystem", yes.clone(), Some(set("read_only", yes.clone()))),
            (
                "securityContext.allowPrivilegeEscalation",
                Draft::Bool(false),
                Some(Word::Append(vec![Step::key("security_opt")], text("no-new-privileges:true"))),
            ),
            ("securityContext.allowPrivilegeEscalation", yes.clone(), None),
            ("securityContext.runAsUser", Draft::Number(10001.into()), Some(set("user", text("10001")))),
            ("resources.limits.memory", text("512Mi"), Some(set("deploy.resources.limits.memory", text("512M")))),
            ("resources.limits.memory", text("512e3"), None),
            ("resources.requests.cpu", text("250m"), Some(set("deploy.resources.reservations.cpus", text("0.25")))),
            ("resources.limits.cpu", text("2000m"), Some(set("deploy.resources.limits.cpus", text("2")))),
            ("resources.limits.ephemeral-storage", text("1Gi"), None),
            ("securityContext.seccompProfile.type", text("RuntimeDefault"), None),
            ("readinessProbe", yes, None),
        ];
        for (way, value, expected) in cases {
            let names: Vec<&str> = way.split('.').collect();
            assert_eq!(word(&names, &value), expected, "{way}");
        }
    }
}
