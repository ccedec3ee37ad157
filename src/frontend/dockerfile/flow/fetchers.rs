//! What the options of programs that download mean for where they put it.

/// How a program names the file that it writes. Options go by the names that the tables of programs have for them.
pub(super) struct Fetcher {
    pub(super) names: &'static [&'static str],
    /// Options that name a file.
    pub(super) file: &'static [&'static str],
    /// Options that name a folder.
    pub(super) folder: &'static [&'static str],
    /// Options by which the address names the file.
    pub(super) remote: &'static [&'static str],
    /// Options whose value is an address.
    pub(super) url: &'static [&'static str],
    /// Options with which nothing of use is fetched.
    pub(super) idle: &'static [&'static str],
    /// Whether the address names the file unless an option says otherwise.
    pub(super) saves: bool,
    /// Whether one file takes all addresses.
    pub(super) shares_file: bool,
}

pub(super) const FETCHERS: &[Fetcher] = &[
    Fetcher {
        names: &["curl"],
        file: &["output"],
        folder: &["output-dir"],
        remote: &["remote-name", "remote-name-all"],
        url: &["url"],
        idle: &["head", "version", "help", "upload-file"],
        saves: false,
        shares_file: false,
    },
    Fetcher {
        names: &["wget", "wget2"],
        file: &["output-document"],
        folder: &["directory-prefix"],
        remote: &[],
        url: &[],
        idle: &["spider", "version", "help"],
        saves: true,
        shares_file: true,
    },
    Fetcher {
        names: &["aria2c"],
        file: &["out"],
        folder: &["dir"],
        remote: &[],
        url: &[],
        // The first lets it verify what it fetches.
        idle: &["checksum", "version", "help"],
        saves: true,
        shares_file: true,
    },
    Fetcher {
        names: &["http", "https", "xh", "xhs"],
        file: &["output"],
        folder: &[],
        remote: &["download"],
        url: &[],
        idle: &["version", "help"],
        saves: false,
        shares_file: true,
    },
    Fetcher {
        names: &["fetch", "axel", "lwp-download"],
        file: &["output"],
        folder: &[],
        remote: &[],
        url: &[],
        idle: &[],
        saves: true,
        shares_file: true,
    },
    Fetcher {
        names: &["GET", "lynx", "links", "elinks", "w3m"],
        file: &[],
        folder: &[],
        remote: &[],
        url: &[],
        idle: &["version"],
        saves: false,
        shares_file: true,
    },
];
