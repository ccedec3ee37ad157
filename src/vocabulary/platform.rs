//! The languages that declare resources.

words! {
    /// The language that declares a resource.
    #[derive(PartialOrd, Ord)]
    pub enum Platform {
        /// Terraform and OpenTofu.
        Terraform = "terraform",
        /// Kubernetes manifests.
        Kubernetes = "kubernetes",
        /// Dockerfiles.
        Dockerfile = "dockerfile",
        /// Compose files.
        Compose = "compose",
    }
}

/// What is said of a language outside of its front end.
struct Language {
    /// What people call its files.
    files: &'static str,
    /// What a file can be called that has no name.
    file_name: &'static str,
    /// The word after the fence of a code block in Markdown.
    fence: &'static str,
    /// Whether the address of a resource is a path with `/`, and not a reference with `.`.
    has_paths: bool,
    /// Whether a file is one resource, with all that stands in it.
    is_file: bool,
    /// Whether its resources have annotations, which may hold exceptions.
    has_annotations: bool,
}

impl Platform {
    const fn language(self) -> Language {
        match self {
            Self::Terraform => Language {
                files: "Terraform",
                file_name: "main.tf",
                fence: "hcl",
                has_paths: false,
                is_file: false,
                has_annotations: false,
            },
            Self::Kubernetes => Language {
                files: "Kubernetes manifests",
                file_name: "manifest.yaml",
                fence: "yaml",
                has_paths: true,
                is_file: false,
                has_annotations: true,
            },
            Self::Dockerfile => Language {
                files: "Dockerfiles",
                file_name: "Dockerfile",
                fence: "dockerfile",
                has_paths: true,
                is_file: true,
                has_annotations: false,
            },
            Self::Compose => Language {
                files: "Compose files",
                file_name: "compose.yaml",
                fence: "yaml",
                has_paths: true,
                is_file: false,
                has_annotations: false,
            },
        }
    }

    /// What people call the files of all languages: `Terraform, …, Dockerfiles and Compose files`.
    pub fn all_files() -> String {
        let names = Self::ALL.map(|platform| platform.language().files);
        match &names[..] {
            [first @ .., last] => format!("{} and {last}", first.join(", ")),
            [] => String::new(),
        }
    }

    /// What a file can be called that has no name.
    pub const fn file_name(self) -> &'static str {
        self.language().file_name
    }

    /// The word after the fence of a code block in Markdown.
    pub const fn fence(self) -> &'static str {
        self.language().fence
    }

    /// Whether the address of a resource is a path with `/`, and not a reference with `.`.
    pub const fn has_paths(self) -> bool {
        self.language().has_paths
    }

    /// Whether a file is one resource, with all that stands in it.
    pub const fn is_file(self) -> bool {
        self.language().is_file
    }

    /// Whether its resources have annotations, which may hold exceptions.
    pub const fn has_annotations(self) -> bool {
        self.language().has_annotations
    }
}
