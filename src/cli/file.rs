//! Files that the user names: read, or written as a whole.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

use super::stdout::UntilClosed;

/// The text of a file.
///
/// # Errors
/// Why there is none, with the path.
pub(super) fn read(path: &Path) -> anyhow::Result<String> {
    fs::read_to_string(path).map_err(|error| unreadable(path, error))
}

/// Why a file cannot be read.
pub(super) fn unreadable(path: &Path, error: io::Error) -> anyhow::Error {
    let shown = path.display();
    match error.kind() {
        _ if path.is_dir() => anyhow::anyhow!("{shown}: is a folder, and no file"),
        io::ErrorKind::NotFound => anyhow::anyhow!("{shown}: there is no such file"),
        io::ErrorKind::InvalidData => anyhow::anyhow!("{shown}: is not text in UTF-8"),
        _ => anyhow::Error::new(error).context(shown.to_string()),
    }
}

/// Sees, before there is anything to write, that a file can be there.
///
/// # Errors
/// It cannot.
pub(super) fn check_target(path: &Path) -> anyhow::Result<()> {
    let shown = path.display();
    if path.is_dir() {
        bail!("{shown}: is a folder, and no file");
    }
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else { return Ok(()) };
    match folder.metadata() {
        Ok(metadata) if metadata.is_dir() => Ok(()),
        Ok(_) => bail!("{shown}: {} is a file, and no folder", folder.display()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            bail!("{shown}: there is no folder {}", folder.display())
        }
        Err(error) => Err(error).with_context(|| shown.to_string()),
    }
}

/// Lets `write` write a file. Where that fails, a file that was there is what it was, as far as the place allows.
///
/// # Errors
/// It cannot be written, with the path.
pub(super) fn write(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> anyhow::Result<()> {
    let written = match Draft::of(path) {
        Some(draft) => draft.write(write),
        None => File::create(path).and_then(|file| fill(file, write)),
    };
    written.with_context(|| path.display().to_string())
}

fn fill(file: File, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut out = BufWriter::new(UntilClosed::new(file));
    write(&mut out)?;
    out.flush()
}

/// A file beside the one that is to be written, which takes its place when it is whole.
struct Draft {
    file: File,
    path: PathBuf,
    /// Without symbolic links, which stay what they are.
    target: PathBuf,
}

impl Draft {
    /// Begins one; `None` where nothing could take the place of the file unnoticed: it is a device, a pipe or a link to
    /// nothing, has other names or another owner, or its folder takes no new file.
    fn of(path: &Path) -> Option<Self> {
        // What is there may be what the shell has opened for this process.
        if ["/dev", "/proc"].iter().any(|folder| path.starts_with(folder)) {
            return None;
        }
        let target = match path.canonicalize() {
            Ok(target) => target,
            Err(_) if path.symlink_metadata().is_err() => path.to_path_buf(),
            Err(_) => return None,
        };
        let old = target.metadata().ok();
        if old.is_some() {
            // What may not be written may not be replaced either.
            OpenOptions::new().write(true).open(&target).ok().filter(|_| target.is_file())?;
        }
        let name = format!(".{}.{}.tmp", target.file_name()?.to_string_lossy(), std::process::id());
        let path = target.with_file_name(name);
        let file = OpenOptions::new().write(true).create_new(true).open(&path).ok()?;
        let draft = Self { file, path, target };
        match old {
            Some(old) => draft.is_like(&old).then_some(draft),
            None => Some(draft),
        }
    }

    /// Makes it what the other file is to everybody else, as far as that can be done.
    fn is_like(&self, old: &Metadata) -> bool {
        self.file.set_permissions(old.permissions()).is_ok()
            && self.file.metadata().is_ok_and(|own| is_alone(old) && is_of_one_owner(&own, old))
    }

    fn write(self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        fill(self.file.try_clone()?, write)?;
        if fs::rename(&self.path, &self.target).is_ok() {
            return Ok(());
        }
        // A file that is mounted by itself cannot be replaced.
        let mut whole = File::open(&self.path)?;
        io::copy(&mut whole, &mut File::create(&self.target)?).map(drop)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // It is not there any more when it has taken the place of the other.
        let _ = fs::remove_file(&self.path);
    }
}

/// Whether a file has no other names.
#[cfg(unix)]
fn is_alone(file: &Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(file) == 1
}

#[cfg(unix)]
fn is_of_one_owner(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (one.uid(), one.gid()) == (other.uid(), other.gid())
}

/// Only the system knows.
#[cfg(not(unix))]
fn is_alone(_: &Metadata) -> bool {
    true
}

#[cfg(not(unix))]
fn is_of_one_owner(_: &Metadata, _: &Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(path: &Path, text: &str) -> anyhow::Result<()> {
        write(path, |out| out.write_all(text.as_bytes()))
    }

    #[test]
    fn a_file_that_cannot_be_finished_is_not_begun() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("report");
        let fail = |path: &Path| {
            write(path, |out| {
                out.write_all(b"half")?;
                Err(io::Error::other("no more"))
            })
        };
        assert!(fail(&path).is_err());
        assert!(folder.path().read_dir().expect("readable").next().is_none(), "nothing is left");
        put(&path, "first").expect("writable");
        assert_eq!(fail(&path).expect_err("fails").to_string(), path.display().to_string());
        assert_eq!(read(&path).expect("readable"), "first");
        put(&path, "second").expect("writable");
        assert_eq!(read(&path).expect("readable"), "second");
        assert_eq!(folder.path().read_dir().expect("readable").count(), 1, "nothing is left");
    }

    #[cfg(unix)]
    #[test]
    fn links_names_and_rights_stay() {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().expect("a temporary folder");
        let at = |name: &str| folder.path().join(name);
        put(&at("real"), "old").expect("writable");
        fs::set_permissions(at("real"), fs::Permissions::from_mode(0o640)).expect("owned");
        symlink("real", at("link")).expect("linked");
        symlink("later", at("dangling")).expect("linked");
        fs::hard_link(at("real"), at("twin")).expect("linked");
        put(&at("twin"), "of two names").expect("writable");
        assert_eq!(read(&at("real")).expect("readable"), "of two names");
        fs::remove_file(at("twin")).expect("there");
        put(&at("link"), "new").expect("writable");
        assert!(at("link").is_symlink());
        assert_eq!(read(&at("real")).expect("readable"), "new");
        assert_eq!(at("real").metadata().expect("there").mode() & 0o777, 0o640);
        put(&at("dangling"), "made").expect("writable");
        assert!(at("dangling").is_symlink() && read(&at("later")).is_ok_and(|text| text == "made"));
    }
}
