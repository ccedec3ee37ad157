//! Programs that download, and where they put what they fetch.

use super::fetchers::{FETCHERS, Fetcher};
use super::options::{Grammar, Item};
use crate::frontend::dockerfile::program::base_name;

/// Where a download goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Target {
    Output,
    /// A file, by its path from the folder of the command.
    File(String),
}

/// One address that a call fetches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fetch {
    /// The word that is or holds the address; none where it comes from elsewhere.
    pub(super) url: Option<String>,
    pub(super) target: Target,
}

/// How an option names the file.
#[derive(Clone, Copy)]
enum Named<'w> {
    File(&'w str),
    ByAddress,
}

/// What a call downloads; `from_input` where addresses are appended to its words. `None` where the program downloads
/// nothing.
pub(super) fn fetches(words: &[&str], from_input: bool) -> Option<Vec<Fetch>> {
    let name = base_name(words.first()?);
    let fetcher = FETCHERS.iter().find(|fetcher| fetcher.names.contains(&name))?;
    let items = Grammar::of(name).read(words);
    if items.iter().any(|item| matches!(item, Item::Option(name, _) if fetcher.idle.contains(name))) {
        return Some(Vec::new());
    }
    let mut urls: Vec<Option<&str>> = Vec::new();
    let mut targets: Vec<Named<'_>> = Vec::new();
    let (mut folder, mut all_remote) = ("", false);
    for item in items {
        match item {
            Item::Argument(index) => urls.extend(fetcher.address(words[index]).map(Some)),
            Item::Option(name, Some(value)) if fetcher.url.contains(&name) => urls.push(Some(value)),
            Item::Option(name, Some(value)) if fetcher.file.contains(&name) => targets.push(Named::File(value)),
            Item::Option(name, Some(value)) if fetcher.folder.contains(&name) => folder = value,
            Item::Option(name, _) if fetcher.remote.contains(&name) => {
                all_remote |= name == "remote-name-all";
                targets.push(Named::ByAddress);
            }
            Item::Option("input-file", Some(_)) if fetcher.saves => urls.push(None),
            Item::Option(..) => {}
        }
    }
    if from_input && urls.is_empty() {
        urls.push(None);
    }
    let fetch = |(index, url): (usize, Option<&str>)| {
        let target = if fetcher.shares_file || all_remote { targets.first() } else { targets.get(index) };
        let target = match target.copied() {
            Some(Named::File("-" | "/dev/stdout" | "/dev/fd/1")) => Target::Output,
            Some(Named::File(file)) => within(folder, file.to_owned()),
            None if !fetcher.saves => Target::Output,
            Some(Named::ByAddress) | None => within(folder, url.map(url_name).unwrap_or_default()),
        };
        Fetch { url: url.map(str::to_owned), target }
    };
    Some(urls.into_iter().enumerate().filter(|(_, url)| !url.is_some_and(is_local)).map(fetch).collect())
}

impl Fetcher {
    /// The argument, unless it is something else than an address: a method or an item of a request.
    fn address<'w>(&self, word: &'w str) -> Option<&'w str> {
        let is_request = self.names.contains(&"http")
            && (word.bytes().all(|byte| byte.is_ascii_uppercase()) || (word.contains('=') && !word.contains("://")));
        (!is_request && word != "-").then_some(word)
    }
}

/// A file in a folder.
fn within(folder: &str, name: String) -> Target {
    if folder.is_empty() || name.starts_with('/') {
        Target::File(name)
    } else {
        Target::File(format!("{folder}/{name}"))
    }
}

/// The name of the file in an address.
pub(in crate::frontend::dockerfile) fn url_name(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let path = path.split_once("://").map_or(path, |(_, path)| path);
    match path.rsplit_once('/') {
        None if path.contains('$') => path.to_owned(),
        Some((_, "")) | None => "index.html".to_owned(),
        Some((_, name)) => name.to_owned(),
    }
}

/// Whether an address leads to no network.
fn is_local(url: &str) -> bool {
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let host = rest.split(['/', ':', '?']).next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("file") || matches!(host, "localhost" | "127.0.0.1" | "[")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_tell_where_downloads_go() {
        let cases = [
            ("curl -fsSL https://a/x", "https://a/x > -"),
            ("curl -sSLo f https://a/x", "https://a/x > f"),
            ("curl -o- https://a/x", "https://a/x > -"),
            ("curl -fsSLO https://a/x.sh?y=1", "https://a/x.sh?y=1 > x.sh"),
            ("curl --output=f --url https://a/x", "https://a/x > f"),
            ("curl --output-dir /t -O https://a/x", "https://a/x > /t/x"),
            ("curl -o a https://a/1 -O https://a/2 https://a/3", "https://a/1 > a; https://a/2 > 2; https://a/3 > -"),
            ("curl -H A:b -x http://p https://a/x", "https://a/x > -"),
            ("curl --etag-save e --hsts h https://a/x", "https://a/x > -"),
            ("curl -I https://a/x", ""),
            ("curl --version", ""),
            ("curl file:///x", ""),
            ("curl http://localhost:80/x", ""),
            ("wget https://a/x", "https://a/x > x"),
            ("wget -qO- https://a/x", "https://a/x > -"),
            ("wget -q -O - https://a/x", "https://a/x > -"),
            ("wget -nv -O f https://a/x", "https://a/x > f"),
            ("wget --output-document=f https://a/x", "https://a/x > f"),
            ("wget -P /t https://a/x https://a/y", "https://a/x > /t/x; https://a/y > /t/y"),
            ("wget --bind-address a https://a/x", "https://a/x > x"),
            ("wget https://a", "https://a > index.html"),
            ("aria2c -d /t -o f https://a/x", "https://a/x > /t/f"),
            ("aria2c --checksum=sha-256=0 https://a/x", ""),
            ("http --download GET https://a/x b=c", "https://a/x > x"),
            ("http https://a/x", "https://a/x > -"),
            ("fetch -o - https://a/x", "https://a/x > -"),
        ];
        for (text, expected) in cases {
            let words: Vec<&str> = text.split(' ').collect();
            let show = |fetch: &Fetch| match &fetch.target {
                Target::Output => format!("{} > -", fetch.url.as_deref().unwrap_or("?")),
                Target::File(file) => format!("{} > {file}", fetch.url.as_deref().unwrap_or("?")),
            };
            let shown: Vec<String> = fetches(&words, false).unwrap().iter().map(show).collect();
            assert_eq!(shown.join("; "), expected, "{text}");
        }
        assert_eq!(fetches(&["git", "clone", "https://a/x"], false), None);
        assert_eq!(fetches(&["curl", "-s"], true).unwrap().len(), 1);
    }
}
