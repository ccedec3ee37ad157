//! apk(8) of Alpine.

use super::table::{Packages, Program, Subcommand, installs, is_file, plain};

const PACKAGES: Packages = Packages {
    is_pinned: |text| text.contains(['=', '~', '<', '>']),
    is_other: |text| is_file(text, ".apk") || text.starts_with(['.', '!', '/']),
    ..Packages::PLAIN
};

const SUBCOMMANDS: &[Subcommand] = &[
    installs(&["add"], "initdb latest|l upgrade|u virtual|t= no-chown usermode", &PACKAGES),
    plain(&["del"], "rdepends|r"),
    plain(&["update"], ""),
    plain(&["upgrade"], "available|a ignore latest|l no-self-upgrade preupgrade-depends= prune self-upgrade-only"),
    plain(&["cache clean"], ""),
    plain(&["cache purge"], ""),
    plain(&["fix"], "depends|d directory-permissions reinstall|r upgrade|u xattr|x"),
    plain(&["fetch"], "output|o= recursive|R stdout|s link|l url"),
];

const OPTIONS: &str = "\
    root|p= repository|X= quiet|q verbose|v interactive|i no-interactive force|f force-binary-stdout \
    force-broken-world force-missing-repositories force-no-chroot force-non-repository force-old-apk \
    force-overwrite force-refresh update-cache|update|U clean-protected progress no-progress progress-fd= purge \
    allow-untrusted wait= keys-dir= repositories-file= no-network no-logfile no-scripts no-cache cache-dir= \
    cache-max-age= cache-packages cache-predownload arch= simulate|s overlay-from-stdin print-arch \
    no-check-certificate timeout= legacy-info no-commit-hooks root-tmpfs= sync= timing preserve-env \
    repository-config";

pub(super) const PROGRAMS: &[Program] =
    &[Program { names: &["apk"], options: OPTIONS, subcommands: Some(SUBCOMMANDS), ..Program::PLAIN }];
