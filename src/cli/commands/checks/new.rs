//! `ravelin checks new`

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};

use super::super::registry;
use crate::check::{Registry, Severity, Subject, is_id, load_user_check, meant_kind, scaffold};
use crate::cli::exit::Exit;
use crate::cli::shared::OwnChecks;
use crate::cli::terminal;
use crate::cli::word::word;
use crate::engine;
use crate::source::SourceMap;
use crate::vocabulary::Shape;

#[derive(clap::Args)]
#[command(group = clap::ArgGroup::new("subject").required(true).args(["kind", "shape"]))]
pub(in crate::cli::commands) struct Args {
    /// Id of the check: lower-case words joined by `-`, what it is about and then what is wrong, such as `acme-s3-no-owner`
    id: String,
    /// Kind that it judges: a type of Terraform (`aws_s3_bucket`), a kind of Kubernetes (`Deployment`), `compose_service`, `Dockerfile`
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Shape that it judges
    #[arg(long, value_name = "SHAPE", value_parser = word::<Shape>())]
    shape: Option<Shape>,
    /// Attribute that the first version of it asks, with dots into blocks: `versioning.enabled`
    #[arg(long, value_name = "PATH", conflicts_with = "shape")]
    attribute: Option<String>,
    /// Severity of its findings
    #[arg(long, value_name = "SEVERITY", default_value = "medium", value_parser = word::<Severity>())]
    severity: Severity,
    /// Folder to write it to
    #[arg(long, value_name = "DIR", default_value = ".ravelin/checks", conflicts_with = "stdout")]
    dir: PathBuf,
    /// Print it instead of writing a file
    #[arg(long)]
    stdout: bool,
    #[command(flatten)]
    own: OwnChecks,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Exit> {
    let registry = registry::load(&args.own)?;
    check_id(&args.id, &registry)?;
    let subject = match (&args.kind, args.shape) {
        (_, Some(shape)) => Subject::Shape(shape),
        (kind, None) => Subject::Kind(kind.as_deref().unwrap_or_default(), args.attribute.as_deref()),
    };
    let text = scaffold(&args.id, args.severity, subject).map_err(|problem| anyhow!(problem))?;
    try_out(&args.id, &text)?;
    if let Some(kind) = &args.kind
        && let Some(meant) = meant_kind(kind, &registry.kinds())
    {
        terminal::say(&format!("warning: no check and no link knows the kind `{kind}`: did you mean `{meant}`?"));
    }
    if args.stdout {
        write!(io::stdout().lock(), "{text}")?;
        return Ok(Exit::Clean);
    }
    let path = args.dir.join(format!("{}.yaml", args.id));
    write_new(&path, &text)?;
    let mut out = io::stdout().lock();
    writeln!(out, "wrote {}", path.display())?;
    let option = match args.dir == Path::new(".ravelin/checks") {
        true => String::new(),
        false => format!(" --check-dir {}", args.dir.display()),
    };
    writeln!(out, "run its examples with `ravelin checks test {}{option}`", args.id)?;
    Ok(Exit::Clean)
}

/// Sees that a new check can have this id.
fn check_id(id: &str, registry: &Registry) -> anyhow::Result<()> {
    if !is_id(id) {
        let words = id.split(|char: char| !char.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let proper = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
        match is_id(&proper) {
            true => bail!("`{id}` is no id: it is made of lower-case words joined by `-`; did you mean `{proper}`?"),
            false => bail!("`{id}` is no id: it is made of lower-case words joined by `-`"),
        }
    }
    if !id.contains('-') {
        bail!(
            "`{id}` says too little: an id starts with what it is about, or whose it is, and ends with what is wrong, such as \
             `acme-{id}-no-owner`"
        );
    }
    match registry.find(id).first() {
        Some(check) if check.id == id => bail!("there is a check `{id}` already"),
        Some(check) => bail!("`{id}` was the id of the check `{}`, and goes on to mean it", check.id),
        None => Ok(()),
    }
}

/// Sees that the examples hold as they are written.
fn try_out(id: &str, text: &str) -> anyhow::Result<()> {
    let sources = SourceMap::new();
    let checks = load_user_check(sources.add(format!("{id}.yaml"), text)).map_err(|problems| {
        let told: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
        anyhow!("no check can be written for this: {}", told.join("; "))
    })?;
    for check in checks {
        for example in check.text.examples {
            if let Err(reason) = engine::run_example(check, example) {
                bail!(
                    "no check can be written for this, since the example that `{}` {reason}; try another attribute",
                    example.expect
                );
            }
        }
    }
    Ok(())
}

/// Writes a file that is not there yet, and the folders above it.
fn write_new(path: &Path, text: &str) -> anyhow::Result<()> {
    let name = || path.display().to_string();
    if path.exists() {
        bail!("{} is there already", name());
    }
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    }
    let file = OpenOptions::new().write(true).create_new(true).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes())).with_context(name)
}
