//! Addresses of repositories, as they may be shown.

/// The address without what may be secret in it: what stands before the host, and what stands behind `?` or `#`. None where
/// it cannot be told what that is.
pub fn without_credentials(address: &str) -> Option<String> {
    let address = address.trim();
    if address.is_empty() || address.contains(char::is_whitespace) {
        return None;
    }
    match address.split_once("://") {
        Some((scheme, rest)) => {
            let rest = &rest[..rest.find(['?', '#']).unwrap_or(rest.len())];
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let host = host(authority);
            // A slash in a password ends what programs take as the host: there is no port that is no number.
            let port = host.rsplit_once(']').map_or(host, |(_, port)| port).split_once(':');
            port.is_none_or(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| format!("{scheme}://{host}{path}"))
        }
        // Helpers take what they like.
        None if address.contains("::") => None,
        // `user@host:path`
        None => match address.split_once(':') {
            Some((before, path)) if !before.contains('/') => Some(format!("{}:{path}", host(before))),
            _ => Some(address.to_owned()),
        },
    }
}

/// The last part of an address or path, without `.git`.
pub(super) fn name(address: &str) -> Option<&str> {
    let path = address.trim_end_matches('/');
    let path = path.strip_suffix("/.git").or_else(|| path.strip_suffix(".git")).unwrap_or(path);
    path.rsplit(['/', ':', '\\']).next().filter(|name| !name.is_empty())
}

/// What follows the name of a user and his password.
fn host(authority: &str) -> &str {
    authority.rsplit_once('@').map_or(authority, |(_, host)| host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_left_out() {
        let cases = [
            ("https://user:token@host/x", Some("https://host/x")),
            ("https://ghp_token@host:8443/a/b.git", Some("https://host:8443/a/b.git")),
            ("https://user:p@ss@host/x", Some("https://host/x")),
            ("https://host/x?private_token=abc#def", Some("https://host/x")),
            ("https://user:token@[::1]:80/x", Some("https://[::1]:80/x")),
            ("https://[::1]/x@y", Some("https://[::1]/x@y")),
            ("ssh://git@host/x.git", Some("ssh://host/x.git")),
            ("git@host:a/b.git", Some("host:a/b.git")),
            ("codecommit::eu-west-1://profile@repo", Some("codecommit::eu-west-1://repo")),
            ("/srv/git/x@1.git", Some("/srv/git/x@1.git")),
            ("../x:y", Some("../x:y")),
            ("file:///srv/x", Some("file:///srv/x")),
            // A password with a slash, and commands.
            ("https://user:pa/ss@host/x", None),
            ("ext::ssh -i key user@host %S", None),
            ("ext::x", None),
            (" ", None),
        ];
        for (address, expected) in cases {
            assert_eq!(without_credentials(address).as_deref(), expected, "{address}");
        }
    }

    #[test]
    fn names_are_the_last_part() {
        let cases = [
            ("https://host/a/b.git", Some("b")),
            ("https://host/a/b/", Some("b")),
            ("host:b.git", Some("b")),
            ("/srv/b/.git", Some("b")),
            ("C:\\work\\b", Some("b")),
            ("/", None),
        ];
        for (address, expected) in cases {
            assert_eq!(name(address), expected, "{address}");
        }
    }
}
