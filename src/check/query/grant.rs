//! What `grants` asks for. Part of the build script as well.

use super::error::{Result, error};

/// Rights that a policy or a role of a cloud may grant: any of the actions.
#[derive(Clone, Copy, Debug)]
pub struct Grant {
    /// Whose rights they are.
    pub cloud: Cloud,
    /// As policies and roles write them. One with a wildcard asks for all that it stands for.
    pub actions: &'static [&'static str],
    /// What must be open to them, all of it: the ARN of a resource of AWS, of which region and account say nothing
    /// (`arn:aws:iam:::role/*`), or `*` for everything.
    pub on: Option<&'static str>,
}

/// A cloud that grants rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cloud {
    /// `iam:PassRole`
    Aws,
    /// `Microsoft.Authorization/roleAssignments/write`
    Azure,
    /// `iam.serviceAccounts.actAs`
    Google,
}

/// What is wrong with a text that is none of [`grant`].
pub(super) const FORM: &str = "`grants` takes a statement or role, and actions of one cloud as in 'iam:PassRole|iam:*'";

/// Reads `'action|action'`, with an ARN or `*` behind a blank where all of that must be open.
///
/// # Errors
/// What does not have this form, actions of several clouds, and a resource of another cloud than AWS.
pub(super) fn grant(text: &'static str) -> Result<Grant> {
    let mut words = text.split(' ');
    let actions: &[&str] = words.next().unwrap_or_default().split('|').collect::<Vec<_>>().leak();
    let (on, rest) = (words.next(), words.next());
    let (Some(cloud), None) = (actions.first().map(|action| Cloud::of(action)), rest) else { return error(FORM) };
    if actions.iter().any(|action| action.is_empty() || Cloud::of(action) != cloud) {
        return error(FORM);
    }
    match on {
        Some(on) if cloud != Cloud::Aws || !(on == "*" || on.splitn(6, ':').count() == 6) => {
            error("behind the actions of `grants` stands a resource of AWS, as an ARN or as `*`")
        }
        on => Ok(Grant { cloud, actions, on }),
    }
}

impl Cloud {
    /// By the form of its actions: those of AWS have a colon, those of Azure a slash or are `*`.
    fn of(action: &str) -> Self {
        match action {
            _ if action.contains(':') => Self::Aws,
            _ if action == "*" || action.contains('/') => Self::Azure,
            _ => Self::Google,
        }
    }
}
