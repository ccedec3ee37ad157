//! apt-get(8), apt(8), aptitude(8), and apt.conf(5) for what `-o` sets.

use super::table::{Packages, Program, Style, Subcommand, installs, is_file, plain};

const BINARY: Packages = Packages {
    is_pinned: |text| text.contains(['=', '/']),
    // A task has a circumflex behind it, and a package that is removed a minus.
    is_other: |text| is_file(text, ".deb") || text.ends_with(['-', '^']) || text.starts_with(['.', '/', '~', '?']),
    ..Packages::PLAIN
};

/// Relations as they stand in control files: `name (>= 1.0)`.
const RELATIONS: Packages = Packages {
    is_pinned: |text| text.contains('('),
    is_other: |text| text.starts_with("Conflicts:"),
    ..Packages::PLAIN
};

const SUBCOMMANDS: &[Subcommand] = &[
    installs(&["install"], "", &BINARY),
    installs(&["satisfy"], "", &RELATIONS),
    plain(&["build-dep"], ""),
    plain(&["remove", "purge", "autoremove", "auto-remove", "autopurge"], ""),
    plain(&["update"], ""),
    plain(&["upgrade", "safe-upgrade"], ""),
    plain(&["dist-upgrade"], ""),
    plain(&["full-upgrade"], ""),
    plain(&["reinstall"], ""),
    plain(&["source", "download", "changelog"], ""),
    plain(&["clean", "autoclean", "auto-clean"], ""),
    plain(&["distclean", "dist-clean"], ""),
];

const OPTIONS: &str = "\
    assume-yes|yes|y assume-no quiet|q=? simulate|just-print|dry-run|recon|no-act|s download-only|d option|o= \
    config-file|c= target-release|default-release|t= no-install-recommends|R \
    install-recommends|with-recommends|r no-recommends|without-recommends install-suggests no-install-suggests \
    fix-broken|f no-fix-broken fix-missing|ignore-missing|m no-download verbose-versions|V no-upgrade \
    only-upgrade allow-downgrades allow-remove-essential allow-change-held-packages force-yes \
    allow-unauthenticated no-allow-insecure-repositories allow-insecure-repositories allow-releaseinfo-change \
    print-uris purge reinstall no-remove auto-remove|autoremove list-cleanup no-list-cleanup trivial-only \
    only-source diff-only dsc-only tar-only arch-only indep-only host-architecture|a= build-profiles|P= \
    compile|build|b ignore-hold show-progress no-show-progress with-source= no-triggers show-upgraded|u \
    error-on= help|h version|v mark-auto no-strict-pinning verbose update comment= audit no-audit solver= \
    with-new-pkgs without-new-pkgs";

/// What `-o` sets, by lower-case name.
const SETTINGS: &[(&str, &str, &str)] = &[
    ("option", "apt::get::assume-yes", "assume-yes"),
    ("option", "apt::get::force-yes", "force-yes"),
    ("option", "apt::get::simulate", "simulate"),
    ("option", "apt::get::allowunauthenticated", "allow-unauthenticated"),
    ("option", "apt::install-recommends", "install-recommends"),
    ("option", "acquire::allowinsecurerepositories", "allow-insecure-repositories"),
    ("option", "aptitude::cmdline::assume-yes", "assume-yes"),
    ("option", "quiet", "quiet"),
];

pub(super) const PROGRAMS: &[Program] = &[Program {
    names: &["apt-get", "apt", "aptitude", "nala"],
    options: OPTIONS,
    subcommands: Some(SUBCOMMANDS),
    style: Style::Apt,
    settings: SETTINGS,
    ..Program::PLAIN
}];
