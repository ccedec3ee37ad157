//! What package managers leave behind, and what removes it, as their documentation has it.

/// The cache of a package manager.
pub(super) struct Cache {
    pub(super) programs: &'static [&'static str],
    /// Subcommands that fill it; an empty one for the program without any.
    pub(super) fills: &'static [&'static str],
    /// Subcommands that empty it, and the argument that must follow, if any.
    pub(super) empties: &'static [(&'static str, Option<&'static str>)],
    /// Options without which it is filled.
    pub(super) off: &'static [&'static str],
    /// Variables that do the same, and whether any value does.
    pub(super) off_variables: &'static [(&'static str, bool)],
    /// Options that name another directory.
    pub(super) moved_by: &'static [&'static str],
    /// Variables that name another directory, and where the cache is below it; the first one that is set holds.
    pub(super) moved: &'static [(&'static str, &'static str)],
    /// Where it is otherwise: to empty one of these directories is to empty it. `~` is the user's home.
    pub(super) places: &'static [&'static str],
}

impl Cache {
    const PLAIN: Self = Self {
        programs: &[],
        fills: &[],
        empties: &[],
        off: &[],
        off_variables: &[],
        moved_by: &[],
        moved: &[],
        places: &[],
    };
}

pub(super) const CACHES: &[Cache] = &[
    // apt-get(8); Debian, [SourcesList](https://wiki.debian.org/SourcesList).
    Cache {
        programs: &["apt-get", "apt", "aptitude", "nala"],
        fills: &["update"],
        empties: &[("distclean", None)],
        places: &["/var/lib/apt/lists"],
        ..Cache::PLAIN
    },
    // apk(8); the second directory is used where it exists.
    Cache {
        programs: &["apk"],
        fills: &["add", "update"],
        empties: &[("cache clean", None), ("cache purge", None)],
        off: &["no-cache", "no-network"],
        moved_by: &["cache-dir"],
        places: &["/var/cache/apk", "/etc/apk/cache"],
        ..Cache::PLAIN
    },
    // yum.conf(5), dnf.conf(5), dnf5.conf(5): `cachedir`.
    Cache {
        programs: &["yum", "dnf", "microdnf", "tdnf"],
        fills: &[
            "install",
            "upgrade",
            "upgrade-minimal",
            "reinstall",
            "group install",
            "localinstall",
            "module install",
            "distro-sync",
            "swap",
            "builddep",
            "downgrade",
        ],
        empties: &[("clean", Some("all"))],
        places: &["/var/cache/yum", "/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/tdnf"],
        ..Cache::PLAIN
    },
    // zypper(8), zypp.conf(5): `cachedir`.
    Cache {
        programs: &["zypper"],
        fills: &["install", "update", "patch", "dist-upgrade", "source-install"],
        empties: &[("clean", None)],
        moved_by: &["cache-dir"],
        places: &["/var/cache/zypp"],
        ..Cache::PLAIN
    },
    // https://pip.pypa.io/en/stable/topics/caching/: any value of the variable turns the cache off, `0` and `false` as well.
    Cache {
        programs: &["pip"],
        fills: &["install", "download", "wheel"],
        empties: &[("cache purge", None), ("cache remove", None)],
        off: &["no-cache-dir"],
        off_variables: &[("PIP_NO_CACHE_DIR", true)],
        moved_by: &["cache-dir"],
        moved: &[("PIP_CACHE_DIR", ""), ("XDG_CACHE_HOME", "pip")],
        places: &["~/.cache/pip"],
    },
    // https://classic.yarnpkg.com/en/docs/cli/cache, https://yarnpkg.com/configuration/yarnrc#cacheFolder. Root's cache is
    // below /usr/local/share.
    Cache {
        programs: &["yarn"],
        fills: &["", "install", "add", "global add", "dlx"],
        empties: &[("cache clean", None)],
        moved_by: &["cache-folder"],
        moved: &[("YARN_CACHE_FOLDER", ""), ("XDG_CACHE_HOME", "yarn")],
        places: &[
            "~/.cache/yarn",
            "/usr/local/share/.cache/yarn",
            "~/.yarn/berry/cache",
            "~/.yarn/cache",
            ".yarn/cache",
        ],
        ..Cache::PLAIN
    },
    // https://docs.npmjs.com/cli/using-npm/config#cache
    Cache {
        programs: &["npm"],
        fills: &["install", "ci", "update"],
        empties: &[("cache clean", None)],
        moved_by: &["cache"],
        moved: &[("npm_config_cache", ""), ("NPM_CONFIG_CACHE", "")],
        places: &["~/.npm", "~/.npm/_cacache"],
        ..Cache::PLAIN
    },
    // https://docs.astral.sh/uv/concepts/cache/
    Cache {
        programs: &["uv"],
        fills: &["pip install", "pip sync", "sync", "add", "tool install"],
        empties: &[("cache clean", None), ("cache prune", None)],
        off: &["no-cache"],
        off_variables: &[("UV_NO_CACHE", false)],
        moved_by: &["cache-dir"],
        moved: &[("UV_CACHE_DIR", ""), ("XDG_CACHE_HOME", "uv")],
        places: &["~/.cache/uv"],
    },
    // https://python-poetry.org/docs/configuration/#cache-dir
    Cache {
        programs: &["poetry"],
        fills: &["install", "add", "update"],
        empties: &[("cache clear", None)],
        off: &["no-cache"],
        moved: &[("POETRY_CACHE_DIR", ""), ("XDG_CACHE_HOME", "pypoetry")],
        places: &["~/.cache/pypoetry"],
        ..Cache::PLAIN
    },
    // https://docs.conda.io/projects/conda/en/stable/commands/clean.html
    Cache {
        programs: &["conda", "mamba", "micromamba"],
        fills: &["install", "create", "update", "env create", "env update"],
        empties: &[("clean", None)],
        moved: &[("CONDA_PKGS_DIRS", ""), ("CONDA_DIR", "pkgs"), ("MAMBA_ROOT_PREFIX", "pkgs")],
        places: &["/opt/conda/pkgs", "~/miniconda3/pkgs", "~/.conda/pkgs", "/opt/miniconda3/pkgs"],
        ..Cache::PLAIN
    },
    // https://getcomposer.org/doc/03-cli.md#composer-cache-dir
    Cache {
        programs: &["composer"],
        fills: &["install", "update", "require", "create-project", "global require"],
        empties: &[("clear-cache", None)],
        off: &["no-cache"],
        moved: &[("COMPOSER_CACHE_DIR", ""), ("COMPOSER_HOME", "cache"), ("XDG_CACHE_HOME", "composer")],
        places: &["~/.composer/cache", "~/.cache/composer"],
        ..Cache::PLAIN
    },
];
