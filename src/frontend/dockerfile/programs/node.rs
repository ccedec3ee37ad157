//! Node.js: [npm](https://docs.npmjs.com/cli/), [Yarn](https://classic.yarnpkg.com/en/docs/cli/),
//! [pnpm](https://pnpm.io/pnpm-cli), [Bun](https://bun.sh/docs/cli/install).

use super::table::{Credential, Form, Packages, Program, Subcommand, follows, installs, plain};

/// [What npm takes for a package](https://docs.npmjs.com/cli/configuring-npm/package-spec): of a repository the revision
/// stands behind `#`.
fn is_pinned(text: &str) -> bool {
    if is_repository(text) {
        return text.split_once('#').is_some_and(|(_, revision)| !revision.is_empty());
    }
    follows(text, '@', |c| c.is_ascii_digit() || "^~<>=v".contains(c))
}

fn is_repository(text: &str) -> bool {
    const HOSTS: [&str; 4] = ["github:", "gitlab:", "bitbucket:", "gist:"];
    let is_short = || text.contains('/') && !text.starts_with('@') && !text.contains("@npm:");
    text.contains("://") || text.starts_with("git@") || HOSTS.iter().any(|host| text.starts_with(host)) || is_short()
}

fn is_local(text: &str) -> bool {
    text.starts_with(['.', '/', '~'])
        || ["file:", "link:", "workspace:", "portal:", "patch:"].iter().any(|start| text.starts_with(start))
        || [".tgz", ".tar.gz", ".tar"].iter().any(|ending| text.ends_with(ending))
}

const PACKAGES: Packages = Packages { is_pinned, is_other: is_local, ..Packages::PLAIN };
/// Of a program that is run the package may be named beside it.
const RUN: Packages = Packages { instead: &["package"], most: 1, ..PACKAGES };

const NPM_OPTIONS: &str = "\
    prefix|C= workspace|w= registry= cache= loglevel= omit= include= location|L= package|p= call|c= tag= only= \
    userconfig= globalconfig= install-strategy= before= cpu= os= libc= access= otp= proxy= https-proxy= noproxy= \
    cafile= ca= cert= fetch-retries= fetch-retry-mintimeout= fetch-retry-maxtimeout= fetch-timeout= maxsockets= \
    network-timeout= script-shell= scope= depth= node-options= audit-level= unsafe-perm=? global|g save|S \
    save-dev|D save-optional|O save-peer save-prod|P save-exact|E save-bundle|B no-save production=? force|f \
    yes|y no legacy-peer-deps=? strict-peer-deps=? prefer-offline offline prefer-online ignore-scripts=? \
    no-audit audit=? no-fund fund=? no-bin-links no-package-lock package-lock=? package-lock-only progress=? \
    no-progress no-optional optional=? silent|s quiet|q verbose|d dry-run workspaces strict-ssl=? no-strict-ssl \
    foreground-scripts no-update-notifier update-notifier=? no-color color=? json engine-strict=? install-links \
    link global-style legacy-bundling allow-same-version no-shrinkwrap timing clean expect-results always-auth=? \
    jobs|j= no-prune no-dev dev long|l parseable user|u= build-from-source=? update-binary";

const NPM: &[Subcommand] = &[
    installs(
        &["install", "i", "add", "in", "ins", "inst", "insta", "instal", "isnt", "isnta", "isntal", "isntall"],
        "",
        &PACKAGES,
    ),
    plain(&["ci", "clean-install", "ic", "install-clean", "isntall-clean"], ""),
    plain(&["update", "up", "upgrade", "udpate"], ""),
    installs(&["exec", "x"], "", &RUN),
    plain(&["run", "run-script", "rum", "urn"], ""),
    plain(&["cache clean", "cache clear", "cache rm"], ""),
    plain(&["cache verify"], ""),
    plain(&["config set", "c set", "set"], ""),
    plain(&["rebuild", "rb"], ""),
];

const YARN: &[Subcommand] = &[
    plain(&["install"], ""),
    installs(&["add"], "", &PACKAGES),
    installs(&["global add"], "", &PACKAGES),
    installs(&["dlx"], "", &RUN),
    plain(&["cache clean"], "all mirror"),
    plain(&["config set"], "home|H json"),
    plain(&["run"], ""),
];
const YARN_OPTIONS: &str = "\
    cwd= registry= cache-folder= global-folder= network-timeout= network-concurrency= modules-folder= mutex= \
    proxy= https-proxy= preferred-cache-folder= use-yarnrc= link-folder= prefix= package|p= mode= otp= \
    scripts-prepend-node-path= dev|D peer|P optional|O exact|E tilde|T caret|C ignore-workspace-root-check|W \
    prefer-dev interactive|i cached json silent|s quiet|q verbose no-lockfile pure-lockfile frozen-lockfile \
    immutable immutable-cache check-cache inline-builds production=? prod=? ignore-scripts ignore-engines \
    ignore-optional ignore-platform non-interactive no-progress force flat har no-bin-links offline \
    prefer-offline skip-integrity-check strict-semver update-checksums audit link-duplicates check-files focus \
    no-default-rc emoji=? global|g latest no-node-version-check skip-builds no-emoji";

const PNPM: &[Subcommand] = &[
    installs(&["install", "i"], "", &PACKAGES),
    installs(&["add"], "", &PACKAGES),
    installs(&["dlx"], "", &RUN),
    plain(&["fetch"], ""),
    plain(&["store prune"], ""),
    plain(&["config set", "c set", "set"], ""),
    plain(&["update", "up", "upgrade"], ""),
    plain(&["run"], ""),
];
const PNPM_OPTIONS: &str = "\
    dir|C= registry= filter|F= store-dir= virtual-store-dir= modules-dir= global-dir= reporter= loglevel= \
    package= network-concurrency= child-concurrency= node-linker= package-import-method= config=? \
    frozen-lockfile=? no-frozen-lockfile global|g save-dev|D save-optional|O save-prod|P save-exact|E save-peer \
    workspace-root|w recursive|r ignore-workspace-root-check|W prod dev no-optional offline prefer-offline force \
    ignore-scripts silent|s shamefully-hoist lockfile-only strict-peer-dependencies no-strict-peer-dependencies \
    workspace shell-mode|c unsafe-perm verify-store-integrity allow-build= fix-lockfile prefer-frozen-lockfile \
    resolution-only production=? no-color aggregate-output stream";

const BUN: &[Subcommand] = &[
    installs(&["install", "i"], "", &PACKAGES),
    installs(&["add", "a"], "", &PACKAGES),
    installs(&["x"], "", &RUN),
    plain(&["run"], ""),
    plain(&["pm cache rm"], ""),
    plain(&["update"], ""),
];
const BUN_OPTIONS: &str = "\
    cwd= config|c=? cache-dir= registry= backend= network-concurrency= concurrent-scripts= ca= cafile= omit= \
    filter= package|p= linker= cpu= os= no-cache global|g dev|development|d|D optional peer exact|E production \
    frozen-lockfile no-save save dry-run force|f silent verbose no-progress no-summary no-verify ignore-scripts \
    trust yarn|y only-missing analyze|a save-text-lockfile lockfile-only bun|b minimum-release-age=";

/// Programs that run the command of a package.
const NPX_OPTIONS: &str = "\
    package|p= call|c= workspace|w= cache= registry= userconfig= yes|y no no-install quiet|q \
    shell-auto-fallback= ignore-existing workspaces include-workspace-root prefer-offline offline bun silent \
    verbose shell-mode|s loglevel= legacy-peer-deps";

/// Registries take tokens and passwords as settings.
const SETTINGS: &[Credential] =
    &[Credential::argument("config set", 0, Form::Setting), Credential::argument("config set", 1, Form::Setting)];

pub(super) const PROGRAMS: &[Program] = &[
    Program { names: &["npm"], options: NPM_OPTIONS, subcommands: Some(NPM), credentials: SETTINGS, ..Program::PLAIN },
    Program {
        names: &["yarn"],
        options: YARN_OPTIONS,
        subcommands: Some(YARN),
        credentials: SETTINGS,
        ..Program::PLAIN
    },
    Program {
        names: &["pnpm"],
        options: PNPM_OPTIONS,
        subcommands: Some(PNPM),
        credentials: SETTINGS,
        ..Program::PLAIN
    },
    Program { names: &["bun"], options: BUN_OPTIONS, subcommands: Some(BUN), ..Program::PLAIN },
    Program {
        names: &["npx", "bunx", "pnpx"],
        options: NPX_OPTIONS,
        does: Some(&installs(&[], "", &RUN)),
        ..Program::PLAIN
    },
];
