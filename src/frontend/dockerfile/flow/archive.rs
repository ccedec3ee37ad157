//! Programs that unpack archives or install packages from files.

use crate::frontend::dockerfile::program::base_name;
use crate::frontend::dockerfile::programs::canonical;

/// How a call takes what it unpacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unpacking {
    /// From files that are among its arguments, or from its input.
    Files,
    /// The same, and from addresses that it fetches itself.
    Addresses,
}

/// What a call unpacks or installs; `None` where it does nothing of the kind.
pub(super) fn unpacking(words: &[&str]) -> Option<Unpacking> {
    use Unpacking::{Addresses, Files};
    let (program, arguments) = words.split_first()?;
    let first = arguments.first().copied().unwrap_or_default();
    let has = |any: &[&str]| arguments.iter().any(|word| any.contains(word));
    let letters = |wanted: &[char]| arguments.iter().any(|word| is_bundle(word) && word.contains(wanted));
    let (does, how) = match canonical(base_name(program)) {
        "tar" | "bsdtar" | "gtar" => {
            let old_style = !first.starts_with('-') && first.contains('x') && !first.contains(['/', '.']);
            (old_style || letters(&['x']) || has(&["--extract", "--get"]), Files)
        }
        "unzip" => (!letters(&['l', 't', 'p', 'Z']), Files),
        "7z" | "7za" | "7zr" => (matches!(first, "x" | "e"), Files),
        "unar" | "unrar" => (true, Files),
        "cpio" => (letters(&['i']) || has(&["--extract"]), Files),
        "ar" | "jar" => (first.trim_start_matches('-').starts_with('x'), Files),
        "dpkg" => (letters(&['i', 'x']) || has(&["--install", "--unpack", "--extract"]), Files),
        "dpkg-deb" => (letters(&['x', 'R']) || has(&["--extract", "--raw-extract"]), Files),
        "rpm" => ((letters(&['i', 'U', 'F']) && !letters(&['q'])) || has(&["--install", "--upgrade"]), Addresses),
        "apt-get" | "apt" | "gdebi" => (has(&["install"]), Files),
        "yum" | "dnf" | "dnf5" | "microdnf" | "tdnf" | "zypper" => {
            (has(&["install", "in", "localinstall", "update", "upgrade", "reinstall"]), Addresses)
        }
        "apk" => (has(&["add"]), Files),
        "pip" | "npm" | "gem" | "pipx" => (has(&["install", "i"]), Addresses),
        "yarn" | "pnpm" => (has(&["add", "install"]), Addresses),
        _ => (false, Files),
    };
    does.then_some(how)
}

fn is_bundle(word: &str) -> bool {
    word.starts_with('-') && !word.starts_with("--")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_unpack_or_do_not() {
        let cases = [
            ("tar xzf f", true),
            ("tar -C /x -xf f", true),
            ("tar -czf f", false),
            ("tar tf f", false),
            ("unzip -q f", true),
            ("unzip -l f", false),
            ("dpkg -i f", true),
            ("dpkg -l", false),
            ("rpm -Uvh f", true),
            ("rpm -qi f", false),
            ("rpm --import f", false),
            ("apt-get -y install ./f", true),
            ("pip3 install f", true),
            ("cp a b", false),
        ];
        for (text, expected) in cases {
            assert_eq!(unpacking(&text.split(' ').collect::<Vec<_>>()).is_some(), expected, "{text}");
        }
    }
}
