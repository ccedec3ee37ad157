//! A repository, and what is asked of it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::gather::{Gather, Surroundings};
use super::known::Known;
use crate::source::{Root, Texts};

/// The files of a repository, and how they belong together. Nothing is read before it is asked for, and then kept.
#[derive(Debug)]
pub struct Project {
    known: Known,
}

impl Project {
    /// The repository around a folder, with the texts that stand for its files; `None` outside of any.
    pub fn open(folder: &Path, texts: Arc<Texts>, use_ignore_files: bool) -> Option<Self> {
        let top = Root::repository_around(folder)?.to_path_buf();
        Some(Self { known: Known::new(top, texts, !use_ignore_files) })
    }

    /// The folder of the repository, absolute.
    pub fn top(&self) -> &Path {
        &self.known.top
    }

    /// The texts that stand for its files.
    pub fn texts(&self) -> &Arc<Texts> {
        &self.known.texts
    }

    /// The files with which these are judged, all by their absolute paths: all that a scan of the whole repository needs
    /// to say the same of them.
    pub fn context_of(&self, files: &[PathBuf]) -> Surroundings {
        let named: Vec<String> = files.iter().filter_map(|file| self.known.relative(file)).collect();
        Gather::all(&self.known, &named)
    }

    /// Those of `among`, such as the documents that are open, that are judged with a file.
    pub fn dependents_of(&self, file: &Path, among: &[PathBuf]) -> Vec<PathBuf> {
        let depends = |other: &&PathBuf| *other == file || self.context_of(std::slice::from_ref(other)).contains(file);
        among.iter().filter(depends).cloned().collect()
    }

    /// Takes note that a file has another text now, has appeared, or is gone.
    pub fn changed(&mut self, path: &Path) {
        self.known.changed(path);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::source::path_text;

    fn project(files: &[(&str, &str)]) -> (tempfile::TempDir, Project) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            write(folder.path(), name, text);
        }
        fs::create_dir(folder.path().join(".git")).expect("writable");
        let top = folder.path().canonicalize().expect("exists");
        let project = Project::open(&top, Arc::new(Texts::of_disk()), true).expect("is a repository");
        (folder, project)
    }

    fn write(top: &Path, name: &str, text: &str) {
        let path = top.join(name);
        fs::create_dir_all(path.parent().expect("has a parent")).expect("writable");
        fs::write(path, text).expect("writable");
    }

    fn context(project: &Project, files: &[&str]) -> String {
        let files: Vec<PathBuf> = files.iter().map(|file| project.top().join(file)).collect();
        let context = project.context_of(&files);
        let paths = context.paths().map(|path| path_text(path.strip_prefix(project.top()).expect("is below")));
        paths.collect::<Vec<_>>().join(" ")
    }

    const POD: &str = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n";

    #[test]
    fn files_are_judged_with_what_has_to_do_with_them() {
        let (_keep, project) = project(&[
            ("net/main.tf", ""),
            ("net/variables.tf", ""),
            ("net/README.md", ""),
            ("live/main.tf", "module \"net\" { source = \"../net\" }"),
            ("live/terraform.tfvars", ""),
            ("live/other.tfvars", ""),
            ("other/main.tf", ""),
            ("eks/main.tf", "resource \"kubernetes_pod\" \"a\" {}"),
            ("k8s/pod.yaml", POD),
            ("k8s/kustomization.yaml", "resources: [pod.yaml]\n"),
            ("app/Dockerfile", "FROM a\n"),
            ("app/compose.yaml", "services: {a: {build: .}}\n"),
            ("app/docker-bake.hcl", ""),
            ("app/values.yaml", "a: b\n"),
            (".ravelin.yaml", ""),
            ("live/.ravelin.yaml", ""),
            ("node_modules/a/main.tf", ""),
        ]);
        let live = "live/.ravelin.yaml live/main.tf live/terraform.tfvars net/main.tf net/variables.tf";
        let objects = "eks/main.tf k8s/kustomization.yaml k8s/pod.yaml";
        let builds = "app/compose.yaml app/docker-bake.hcl";
        let table = [
            ("net/main.tf", format!(".ravelin.yaml {live}")),
            ("live/main.tf", format!(".ravelin.yaml {live}")),
            (
                "live/other.tfvars",
                format!(".ravelin.yaml {}", live.replace("terraform.", "other.tfvars live/terraform.")),
            ),
            ("other/main.tf", ".ravelin.yaml other/main.tf".to_owned()),
            ("k8s/pod.yaml", format!(".ravelin.yaml {objects}")),
            ("eks/main.tf", format!(".ravelin.yaml {objects}")),
            ("app/Dockerfile", format!(".ravelin.yaml app/Dockerfile {builds}")),
            ("app/compose.yaml", format!(".ravelin.yaml {builds}")),
            // It may be a part of something.
            ("app/values.yaml", format!(".ravelin.yaml app/values.yaml {objects}")),
        ];
        for (file, expected) in table {
            let mut expected: Vec<&str> = expected.split(' ').collect();
            expected.sort_unstable();
            assert_eq!(context(&project, &[file]), expected.join(" "), "{file}");
        }
        let both = "app/Dockerfile app/compose.yaml app/docker-bake.hcl other/main.tf";
        assert_eq!(context(&project, &["other/main.tf", "app/Dockerfile"]), format!(".ravelin.yaml {both}"));
    }

    #[test]
    fn changes_are_followed() {
        let call = "module \"net\" { source = \"../net\" }";
        let (_keep, mut project) = project(&[("net/main.tf", ""), ("live/main.tf", "# nothing"), ("more/main.tf", "")]);
        let top = project.top().to_path_buf();
        let seen = |project: &Project| context(project, &["net/main.tf"]);
        assert_eq!(seen(&project), "net/main.tf");
        // A buffer that calls the module, and is closed.
        let live = top.join("live/main.tf");
        project.texts().lay(live.clone(), call);
        project.changed(&live);
        assert_eq!(seen(&project), "live/main.tf net/main.tf");
        assert_eq!(
            project.dependents_of(&live, &[top.join("net/main.tf"), top.join("more/main.tf")]),
            [top.join("net/main.tf")]
        );
        project.texts().lift(&live);
        project.changed(&live);
        assert_eq!(seen(&project), "net/main.tf");
        // A new file on disk, a new buffer, and what becomes of them.
        write(&top, "net/new.tf", "");
        project.texts().lay(top.join("new/main.tf"), call);
        project.changed(&top.join("net/new.tf"));
        project.changed(&top.join("new/main.tf"));
        assert_eq!(seen(&project), "net/main.tf net/new.tf new/main.tf");
        fs::remove_file(top.join("net/new.tf")).expect("is there");
        project.texts().lift(&top.join("new/main.tf"));
        project.changed(&top.join("net/new.tf"));
        project.changed(&top.join("new/main.tf"));
        assert_eq!(seen(&project), "net/main.tf");
        // A module that is called before it is there.
        project.texts().lay(live.clone(), "module \"late\" { source = \"../late\" }");
        project.changed(&live);
        write(&top, "late/main.tf", "");
        project.changed(&top.join("late/main.tf"));
        assert_eq!(context(&project, &["late/main.tf"]), "late/main.tf live/main.tf");
    }
}
