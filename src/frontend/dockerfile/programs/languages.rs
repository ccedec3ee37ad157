//! Other languages: [RubyGems](https://guides.rubygems.org/command-reference/), [Bundler](https://bundler.io/man/bundle.1.html),
//! [Go](https://pkg.go.dev/cmd/go), [Cargo](https://doc.rust-lang.org/cargo/commands/),
//! [Composer](https://getcomposer.org/doc/03-cli.md).

use super::table::{At, Credential, Form, Packages, Program, Style, Subcommand, installs, is_file, plain};

/// What follows two dashes is for the compiler of a gem.
const GEMS: Packages = Packages {
    settling: &["version", "file"],
    before_dashes: true,
    is_pinned: |text| text.contains(':'),
    is_other: |text| is_file(text, ".gem"),
    ..Packages::PLAIN
};

const GEM: &[Subcommand] = &[
    installs(
        &["install", "i"],
        "\
            version|v= source|s= clear-sources install-dir|i= bindir|n= trust-policy|P= file|g=? platform= \
            build-root= document=? no-document|N no-ri no-rdoc ri rdoc env-shebang|E force|f wrappers|w \
            no-wrappers ignore-dependencies minimal-deps conservative vendor development development-all \
            user-install no-user-install prerelease|pre local|l remote|r both|b http-proxy|p= no-http-proxy \
            bulk-threshold|B= update-sources|u without= default explain no-suggestions suggestions lock no-lock \
            post-install-message no-post-install-message target-rbconfig= no-prerelease include-dependencies|y \
            no-force no-update-sources",
        &GEMS,
    ),
    plain(&["update"], "system=?"),
];

/// Branches and queries, which move on.
const MOVING: [&str; 5] = ["@latest", "@upgrade", "@patch", "@master", "@main"];

fn is_version(text: &str) -> bool {
    text.contains('@') && !MOVING.iter().any(|version| text.ends_with(version))
}

const GO_INSTALL: Packages = Packages {
    is_pinned: is_version,
    // The first part of the path of a module that is fetched has a dot.
    is_other: |text| {
        text.starts_with(['.', '/'])
            || is_file(text, ".go")
            || !text.split('/').next().is_some_and(|host| host.contains('.'))
    },
    ..Packages::PLAIN
};
const GO_RUN: Packages = Packages { most: 1, ..GO_INSTALL };
/// Unlike the others, it asks for modules alone.
const GO_GET: Packages = Packages { is_other: |text| text.starts_with(['.', '/']), ..GO_INSTALL };

const BUILD: &str = "\
    o= C= p= a n v x work race msan asan cover covermode= coverpkg= asmflags= buildmode= buildvcs=? compiler= \
    gccgoflags= gcflags= installsuffix= json ldflags= linkshared mod= modcacherw modfile= overlay= pgo= pkgdir= \
    tags= trimpath toolexec= exec= t u=? tool d insecure fix";

const GO: &[Subcommand] = &[
    installs(&["install"], BUILD, &GO_INSTALL),
    installs(&["get"], BUILD, &GO_GET),
    installs(&["run"], BUILD, &GO_RUN),
    plain(&["build"], BUILD),
    plain(&["test"], BUILD),
];

const CRATES: Packages = Packages {
    settling: &["version", "path", "tag", "rev"],
    instead: &["git"],
    is_pinned: |text| text.contains('@'),
    is_other: |text| text.starts_with(['.', '/']),
    ..Packages::PLAIN
};
const BINARIES: Packages = Packages { settling: &["version", "manifest-path"], ..CRATES };

const CARGO_OPTIONS: &str = "\
    features|F= package|p= jobs|j= target= target-dir= manifest-path= version|vers= git= branch= tag= rev= root= \
    bin= example= path= registry= index= profile= color= config= message-format= Z= exclude= test= bench= \
    lockfile-path= artifact-dir= timings=? locked frozen offline force|f no-track bins examples all-features \
    no-default-features debug release|r quiet|q verbose|v list ignore-rust-version keep-going dry-run|n \
    workspace all all-targets lib no-confirm|y no-symlinks strategies= targets= install-path= \
    no-discover-github-token github-token= secure token= C= disable-telemetry";

const CARGO: &[Subcommand] =
    &[installs(&["install"], "", &CRATES), installs(&["binstall"], "", &BINARIES), plain(&["login"], "")];

const PHP: &[Subcommand] = &[
    plain(&["install", "i"], ""),
    plain(&["update", "u", "upgrade"], ""),
    plain(&["require", "r"], ""),
    plain(&["create-project"], ""),
    plain(&["global require"], ""),
    plain(
        &["config", "global config"],
        "global|g auth|a unset list|l file|f= absolute json|j merge|m append source editor|e",
    ),
    plain(&["clear-cache", "clearcache", "cc"], "gc"),
];

pub(super) const PROGRAMS: &[Program] = &[
    Program {
        names: &["gem"],
        options: "config-file= quiet|q verbose|V silent norc backtrace debug no-verbose",
        subcommands: Some(GEM),
        ..Program::PLAIN
    },
    Program {
        names: &["bundle", "bundler"],
        options: "no-color retry|r= verbose|V gemfile= jobs|j= path= without= with= global local",
        subcommands: Some(&[
            plain(&["config set", "config"], ""),
            plain(&["install", "i"], ""),
            plain(&["exec", "e", "ex", "exe"], ""),
        ]),
        credentials: &[Credential::argument("config set", 1, Form::After(&[':']))],
        ..Program::PLAIN
    },
    Program { names: &["go"], options: "C=", subcommands: Some(GO), style: Style::Single, ..Program::PLAIN },
    Program {
        names: &["cargo"],
        options: CARGO_OPTIONS,
        subcommands: Some(CARGO),
        credentials: &[Credential::argument("login", 0, Form::Whole), Credential::option("token", Form::Whole)],
        ..Program::PLAIN
    },
    // https://docs.conan.io/2/reference/commands/remote.html
    Program {
        names: &["conan"],
        options: "remote|r=",
        subcommands: Some(&[plain(&["user"], "password|p= clean|c"), plain(&["remote login"], "password|p=")]),
        credentials: &[Credential::option("password", Form::Whole)],
        ..Program::PLAIN
    },
    Program {
        names: &["composer"],
        options: "\
            working-dir|d= no-interaction|n no-cache no-dev quiet|q verbose|v no-plugins no-scripts prefer-dist \
            optimize-autoloader|o classmap-authoritative|a ignore-platform-reqs ignore-platform-req= no-progress \
            no-autoloader ansi no-ansi profile",
        subcommands: Some(PHP),
        credentials: &[
            Credential::argument("config", 1, Form::Setting),
            Credential { subcommand: "config", at: At::ArgumentOf(2, "http-basic."), form: Form::Whole },
        ],
        ..Program::PLAIN
    },
];
