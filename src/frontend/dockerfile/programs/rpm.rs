//! The package managers of RPM: dnf(8), dnf5(8), yum(8), microdnf, tdnf, zypper(8), rpm(8).

use super::table::{Packages, Program, Subcommand, installs, is_file, plain};

/// A version begins with a digit behind a dash.
const NAMES: Packages = Packages {
    is_pinned: |text| super::table::follows(text, '-', |c| c.is_ascii_digit()),
    // A path, a group, or something that a package provides.
    is_other: |text| is_file(text, ".rpm") || text.contains(['/', '(']) || text.starts_with('@'),
    ..Packages::PLAIN
};

const MODULES: Packages = Packages { is_pinned: |text| text.contains(':'), ..Packages::PLAIN };

const SUBCOMMANDS: &[Subcommand] = &[
    installs(&["install", "in", "install-n", "install-na", "install-nevra"], "", &NAMES),
    installs(&["module install"], "", &MODULES),
    plain(&["module enable"], ""),
    plain(&["module reset"], ""),
    plain(&["module disable"], ""),
    plain(&["localinstall"], ""),
    plain(&["group install", "groupinstall", "group-install", "grp install", "groups install"], ""),
    plain(&["reinstall", "rei"], ""),
    plain(&["downgrade", "dg"], ""),
    plain(&["swap"], ""),
    plain(&["builddep", "build-dep"], "define|D= spec srpm"),
    plain(&["upgrade", "update", "up", "upgrade-to", "update-to", "localupdate"], ""),
    plain(&["upgrade-minimal", "update-minimal", "up-min"], ""),
    plain(&["distro-sync", "dsync", "distrosync", "distribution-synchronization", "distupgrade"], ""),
    plain(&["remove", "erase", "rm", "autoremove"], ""),
    plain(&["clean"], ""),
    plain(&["makecache", "mc"], "timer"),
    plain(&["download"], "destdir= resolve source url alldeps"),
    plain(&["config-manager"], "add-repo= set-enabled set-disabled enable disable save dump"),
];

const OPTIONS: &str = "\
    assumeyes|y assumeno config|c= exclude|excludepkgs|x= installroot= enablerepo|enable-repo= \
    disablerepo|disable-repo= repo|repoid= repofrompath= setopt= releasever= quiet|q verbose|v debuglevel|d= \
    errorlevel|e= rpmverbosity= no-gpgcheck|nogpgcheck|no-gpgchecks|no-gpg-checks nobest|no-best best|b \
    allowerasing skip-broken skip-unavailable noplugins disableplugin= enableplugin= cacheonly|C refresh \
    downloadonly downloaddir|destdir= nodocs forcearch= comment= advisory|advisories= security bugfix \
    enhancement newpackage cve|cves= bz|bzs= sec-severity|secseverity= allow-downgrade no-allow-downgrade \
    randomwait|R= color= obsoletes noautoremove disableexcludes|disableexcludepkgs= install_weak_deps sslverify \
    gpgcheck nodeps help|h version 4 6 use-host-config noreplace arch= showduplicates disable enable source \
    resolve no-autoremove refreshmd testonly alldeps downloadonly-dir= offline store=";

/// What `--setopt` sets, also of a single repository.
const SETTINGS: &[(&str, &str, &str)] = &[
    ("setopt", "assumeyes", "assumeyes"),
    ("setopt", "install_weak_deps", "install_weak_deps"),
    ("setopt", "gpgcheck", "gpgcheck"),
    ("setopt", "sslverify", "sslverify"),
];

const ZYPPER_PACKAGES: Packages = Packages {
    settling: &["type"],
    is_pinned: |text| text.contains(['=', '<', '>']),
    is_other: |text| is_file(text, ".rpm") || text.starts_with(['-', '!', '/', '.']) || text.contains('('),
    ..Packages::PLAIN
};

const INSTALL: &str = "\
    repo|r= type|t= name|n capability|C force|f oldpackage from= force-resolution no-force-resolution|R \
    no-recommends recommends solve-src= dry-run|D details download= download-only|d download-in-advance \
    auto-agree-with-licenses|l auto-agree-with-product-licenses allow-unsigned-rpm replacefiles no-confirm|y \
    best-effort with-update allow-downgrade allow-name-change allow-arch-change allow-vendor-change \
    no-allow-vendor-change clean-deps|u skip-interactive with-interactive updatestack-only category|g= severity= \
    date= bugzilla|b= cve= debug-solver product-by-name package-from-repo copy-to= all";

const ZYPPER: &[Subcommand] = &[
    installs(&["install", "in"], INSTALL, &ZYPPER_PACKAGES),
    plain(&["source-install", "si"], INSTALL),
    plain(&["remove", "rm"], INSTALL),
    plain(&["update", "up"], INSTALL),
    plain(&["patch"], INSTALL),
    plain(&["dist-upgrade", "dup"], INSTALL),
    plain(&["verify", "ve"], INSTALL),
    plain(&["refresh", "ref"], "force|f force-build|b force-download|d build-only|B download-only|D repo|r="),
    plain(&["clean", "cc"], "repo|r= metadata|m raw-metadata|M all|a"),
    plain(
        &["addrepo", "ar"],
        "\
            repo|r= check|c no-check|C name|n= enable|e disable|d refresh|f no-refresh|F priority|p= \
            keep-packages|k no-keep-packages|K gpgcheck|g gpgcheck-strict gpgcheck-allow-unsigned no-gpgcheck|G \
            default-gpgcheck",
    ),
];

const ZYPPER_OPTIONS: &str = "\
    non-interactive|n non-interactive-include-reboot-patches no-gpg-checks gpg-auto-import-keys quiet|q \
    verbose|v color= no-color no-abbrev|A table-style|s= xmlout|x ignore-unknown|i root|R= installroot= \
    config|c= userdata= reposd-dir|D= cache-dir|C= raw-cache-dir= solv-cache-dir= pkg-cache-dir= plus-repo|p= \
    plus-content= disable-repositories no-refresh no-cd no-remote releasever= disable-system-resolvables \
    no-confirm|y dry-run terse|t rug-compatible|r pause";

pub(super) const PROGRAMS: &[Program] = &[
    Program {
        names: &["dnf", "yum", "microdnf", "tdnf"],
        options: OPTIONS,
        subcommands: Some(SUBCOMMANDS),
        settings: SETTINGS,
        ..Program::PLAIN
    },
    Program { names: &["zypper"], options: ZYPPER_OPTIONS, subcommands: Some(ZYPPER), ..Program::PLAIN },
    Program {
        names: &["rpm"],
        options: "\
            import install|i upgrade|U freshen|F hash|h verbose|v root|r= dbpath= define|D= nosignature nodigest \
            nofiledigest nodeps force erase|e query|q all|a eval|E=",
        ..Program::PLAIN
    },
];
