//! Python: [pip](https://pip.pypa.io/en/stable/cli/), [pipx](https://pipx.pypa.io/stable/docs/),
//! [uv](https://docs.astral.sh/uv/reference/cli/), [Poetry](https://python-poetry.org/docs/cli/),
//! [conda](https://docs.conda.io/projects/conda/en/stable/commands/).

use super::table::{At, Credential, Form, Packages, Program, Subcommand, follows, installs, is_file, plain};

fn is_pinned(text: &str) -> bool {
    match text.split_once('+') {
        // An address of a repository names a revision behind `@` in its path; before that `@` ends the name of a user.
        Some((_, address)) if address.contains("://") => {
            let path = address.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
            path.is_some_and(|(_, path)| follows(path, '@', |c| c != '@' && c != '/'))
        }
        _ => text.contains(['=', '<', '>', '@']),
    }
}

/// A file or a folder, be it with extras: `./tool[cli]`.
fn is_local(text: &str) -> bool {
    let text = text.split('[').next().unwrap_or_default();
    let is_path =
        text.starts_with(['.', '/', '~']) || text.starts_with("file:") || (text.contains('/') && !text.contains("://"));
    let is_archive = [".whl", ".zip", ".tar.gz", ".tar.bz2", ".txt"].iter().any(|ending| text.ends_with(ending));
    is_archive || (is_path && !text.contains('@'))
}

/// [Requirements](https://pip.pypa.io/en/stable/reference/requirement-specifiers/).
const REQUIREMENTS: Packages = Packages {
    settling: &["constraint", "requirement", "group"],
    options: &["editable"],
    is_pinned,
    is_other: is_local,
    ..Packages::PLAIN
};

const APPLICATION: Packages = Packages { options: &[], settling: &[], ..REQUIREMENTS };

/// A tool that is run: what follows is for it, and a moving `@latest` is no version.
const TOOL: Packages = Packages {
    settling: &[],
    options: &["with"],
    instead: &["from"],
    most: 1,
    is_pinned: |text| is_pinned(text) && !text.ends_with("@latest"),
    ..REQUIREMENTS
};
const PIPX_RUN: Packages = Packages { options: &["with"], instead: &["spec"], ..TOOL };
const UV_REQUIREMENTS: Packages = Packages { settling: &["constraint", "requirement"], ..REQUIREMENTS };
const UV_RUN: Packages = Packages { settling: &[], options: &["with"], most: 0, ..REQUIREMENTS };
const UV_TOOL: Packages = Packages { settling: &["constraint"], options: &["with"], instead: &["from"], ..TOOL };
const UV_ADD: Packages = Packages { settling: &["requirement"], options: &[], ..REQUIREMENTS };
const POETRY_ADD: Packages = Packages { settling: &[], options: &[], ..REQUIREMENTS };
/// [Match specifications](https://docs.conda.io/projects/conda-build/en/stable/resources/package-spec.html).
const CONDA: Packages = Packages {
    settling: &["file"],
    is_pinned: |text| text.contains(['=', '<', '>']),
    is_other: |text| is_file(text, ".conda") || is_file(text, ".tar.bz2") || text.starts_with(['.', '/']),
    ..Packages::PLAIN
};

const PIP_INSTALL: &str = "\
    requirement|r= constraint|c= build-constraint= editable|e= group= target|t= index-url|pypi-url|i= \
    extra-index-url= no-index find-links|f= platform= python-version= implementation= abi= user root= prefix= \
    src|source|source-dir|source-directory= upgrade|U upgrade-strategy= force-reinstall ignore-installed|I \
    ignore-requires-python no-build-isolation use-pep517 no-use-pep517 no-deps|no-dependencies \
    check-build-dependencies break-system-packages config-settings|config-setting|C= global-option= \
    build-option= install-option= compile no-compile no-warn-script-location no-warn-conflicts no-binary= \
    only-binary= prefer-binary pre require-hashes progress-bar= root-user-action= report= no-clean dry-run \
    use-wheel process-dependency-links build|build-dir|build-directory|b= dest|d= wheel-dir|w= \
    download|download-dir|download-directory= egg allow-external= allow-all-external allow-unverified=";

const PIP_OPTIONS: &str = "\
    help|h debug isolated require-virtualenv|require-venv python= verbose|v version|V quiet|q \
    log|log-file|local-log= no-input keyring-provider= proxy= retries= timeout|default-timeout= exists-action= \
    trusted-host= cert= client-cert= cache-dir= no-cache-dir|no-cache disable-pip-version-check no-color \
    no-python-version-warning use-feature= use-deprecated= resume-retries=";

const PIP: &[Subcommand] = &[
    installs(&["install"], PIP_INSTALL, &REQUIREMENTS),
    plain(&["download"], PIP_INSTALL),
    plain(&["wheel"], PIP_INSTALL),
    plain(&["cache purge"], ""),
    plain(&["cache remove"], ""),
    plain(&["config set"], "global user site editor="),
];

const PIPX: &[Subcommand] =
    &[installs(&["install"], PIPX_OPTIONS, &APPLICATION), installs(&["run"], PIPX_OPTIONS, &PIPX_RUN)];
const PIPX_OPTIONS: &str = "\
    python= index-url|i= pip-args= suffix= spec= with= include-deps force|f editable|e preinstall= \
    system-site-packages no-cache verbose|v quiet|q global fetch-missing-python pypackages backend=";

const UV: &[Subcommand] = &[
    installs(&["pip install"], UV_OPTIONS, &UV_REQUIREMENTS),
    plain(&["pip sync"], UV_OPTIONS),
    installs(&["add"], UV_OPTIONS, &UV_ADD),
    installs(&["tool install"], UV_OPTIONS, &UV_TOOL),
    installs(&["tool run"], UV_OPTIONS, &TOOL),
    installs(&["run"], UV_OPTIONS, &UV_RUN),
    plain(&["sync"], UV_OPTIONS),
    plain(&["cache clean"], ""),
    plain(&["cache prune"], "ci"),
];
/// Some letters and names mean something else to single subcommands, but take a value just as well.
const UV_OPTIONS: &str = "\
    system requirement|requirements|r= constraint|constraints|c= override|overrides= \
    build-constraint|build-constraints|b= editable|e= extra= all-extras group= no-group= only-group= all-groups \
    no-dev only-dev dev upgrade|U upgrade-package|P= reinstall|force-reinstall reinstall-package= no-deps \
    require-hashes no-verify-hashes pre prerelease= resolution= index= default-index= index-url|i= \
    extra-index-url= find-links|f= no-index index-strategy= keyring-provider= target|t= prefix= \
    break-system-packages no-build-isolation no-build no-binary= only-binary= config-setting|config-settings|C= \
    exclude-newer= link-mode= compile-bytecode|compile no-compile-bytecode no-sources strict dry-run with= \
    with-editable= with-requirements= from= locked frozen no-install-project no-install-workspace \
    no-install-package= no-editable inexact exact package= all-packages module|m env-file= no-env-file isolated \
    active script= optional= tag= rev= branch= bounds= raw-sources force no-project python-platform= \
    python-version= refresh refresh-package=";
const UV_GLOBAL: &str = "\
    cache-dir= no-cache|no-cache-dir|n python|p= directory= project= config-file= no-config quiet|q verbose|v \
    color= native-tls no-native-tls offline no-offline allow-insecure-host|trusted-host= no-progress \
    managed-python no-managed-python no-python-downloads python-preference= preview no-preview help|h version|V";

const POETRY: &[Subcommand] = &[
    installs(&["add", "self add"], POETRY_OPTIONS, &POETRY_ADD),
    plain(&["install", "sync"], POETRY_OPTIONS),
    plain(&["update"], POETRY_OPTIONS),
    plain(&["cache clear"], "all"),
    plain(&["config"], "local unset list migrate"),
    plain(&["publish"], "username|u= password|p= repository|r= build cert= client-cert= dry-run skip-existing"),
];
const POETRY_OPTIONS: &str = "\
    group|G= dev|D editable|e extras|E= optional python= platform= source= allow-prereleases dry-run lock with= \
    without= only= only-root no-root no-dev sync all-extras all-groups compile no-directory";
const POETRY_GLOBAL: &str = "\
    no-interaction|n no-ansi ansi quiet|q verbose|v no-plugins no-cache directory|C= project|P= help|h version|V";

const CONDA_OPTIONS: &str = "\
    yes|y name|n= prefix|p= channel|c= file|f= override-channels use-local strict-channel-priority \
    no-channel-priority no-deps only-deps freeze-installed|no-update-deps update-deps update-all update-specs \
    satisfied-skip-solve|S force-reinstall no-pin copy no-shortcuts download-only dry-run|d json quiet|q \
    verbose|v solver= experimental= offline insecure|k use-index-cache|C clobber all|a index-cache|i packages|p \
    tarballs|t revision= repodata-fn= dev mkdir force-pkgs-dirs logfiles|l tempfiles|c root-prefix|r= platform=";
const CLEAN: &str = "all|a index-cache|i packages|p tarballs|t force-pkgs-dirs|f logfiles|l tempfiles|c=?";

const CONDA_SUBCOMMANDS: &[Subcommand] = &[
    installs(&["install"], "", &CONDA),
    installs(&["create"], "", &CONDA),
    plain(&["update", "upgrade"], ""),
    plain(&["env create"], ""),
    plain(&["env update"], "prune"),
    plain(&["clean"], CLEAN),
    plain(&["run"], "cwd="),
];

pub(super) const PROGRAMS: &[Program] = &[
    Program { names: &["pip"], options: PIP_OPTIONS, subcommands: Some(PIP), ..Program::PLAIN },
    Program { names: &["pipx"], options: "quiet|q verbose|v global", subcommands: Some(PIPX), ..Program::PLAIN },
    Program { names: &["uv"], options: UV_GLOBAL, subcommands: Some(UV), ..Program::PLAIN },
    Program { names: &["uvx"], options: UV_GLOBAL, does: Some(&installs(&[], UV_OPTIONS, &TOOL)), ..Program::PLAIN },
    Program {
        names: &["poetry"],
        options: POETRY_GLOBAL,
        subcommands: Some(POETRY),
        credentials: &[
            Credential::argument("config", 1, Form::Setting),
            Credential { subcommand: "config", at: At::ArgumentOf(2, "http-basic."), form: Form::Whole },
            Credential::option("password", Form::Whole).of("publish"),
        ],
        ..Program::PLAIN
    },
    Program {
        names: &["conda", "mamba", "micromamba"],
        options: CONDA_OPTIONS,
        subcommands: Some(CONDA_SUBCOMMANDS),
        ..Program::PLAIN
    },
    Program {
        names: &["twine"],
        options: "username|u= password|p= repository|r= repository-url=",
        subcommands: Some(&[]),
        credentials: &[Credential::option("password", Form::Whole)],
        ..Program::PLAIN
    },
];
