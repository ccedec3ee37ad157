//! What documents are judged by: the configuration, the checks, what front ends are told, what is known already. It is read once, and again
//! when a file that has a say in it is another one than before.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use super::Host;
use super::settings::Settings;
use crate::check::Registry;
use crate::config::hadolint::FILE_NAMES as HADOLINT;
use crate::config::{Configuration, ExceptionPolicy, FILE_NAMES, Vocabulary};
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::engine::{self, Found, Input, OwnFolder, Progress, Request};
use crate::finding::{Baseline, SwitchedOff};
use crate::frontend;
use crate::source::{Root, SourceMap, Trust};
use crate::vocabulary::Severity;

/// Most setups that are kept. They are small, but a workspace may have many folders.
const KEPT: usize = 64;

/// What documents are judged by.
pub(super) struct Setup {
    /// The texts of the configuration files, by the paths that messages have, in the order in which the configuration knows them.
    texts: Vec<(String, String)>,
    registry: Arc<Registry>,
    configuration: Configuration,
    front_ends: frontend::Settings,
    switched_off: Vec<SwitchedOff>,
    baseline: Option<Baseline>,
    is_named: bool,
    /// What every exception must say.
    pub(super) policy: ExceptionPolicy,
    /// Findings below it are not shown.
    pub(super) min_severity: Severity,
}

/// Why documents cannot be judged.
pub(super) struct Mistakes {
    /// What is wrong with the configuration or the checks.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The texts that the places refer to.
    pub(super) sources: SourceMap,
}

/// A setup, or why there is none.
pub(super) type Made = Arc<Result<Setup, Mistakes>>;

impl Setup {
    /// The request for a scan of `inputs`, as the command line makes it in the folder `top`.
    pub(super) fn request<'r>(
        &'r self,
        top: &Path,
        inputs: Vec<Input>,
        host: &Host,
        progress: &'r Progress,
    ) -> Request<'r> {
        Request {
            configuration: self.configuration.clone(),
            settings: self.front_ends.clone(),
            use_nested_configuration: !self.is_named,
            is_format: host.is_format,
            switched_off: self.switched_off.clone(),
            today: (host.today)(),
            ..Request::new(inputs, top.to_path_buf(), &self.registry, progress)
        }
    }

    /// A map of texts that begins with those of the configuration, as it refers to them.
    pub(super) fn sources(&self) -> SourceMap {
        let sources = SourceMap::new();
        for (path, text) in &self.texts {
            sources.add(path.as_str(), text.as_str());
        }
        sources
    }

    /// The findings that are known and do not count.
    pub(super) const fn baseline(&self) -> Option<&Baseline> {
        self.baseline.as_ref()
    }

    /// The checks.
    pub(super) fn registry(&self) -> &Registry {
        &self.registry
    }
}

/// What is read for a folder, as scanned from the top of its workspace.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) top: PathBuf,
    pub(super) folder: PathBuf,
}

/// What a file was when it was read: when it was written, and how long it is. None where it is not there.
type Stamp = Option<(Option<SystemTime>, u64)>;

/// Files as they were when they were read.
type Stamps = Vec<(PathBuf, Stamp)>;

/// Setups that were read, with the files that had a say in them.
#[derive(Default)]
pub(super) struct Setups {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    setups: HashMap<Key, (Stamps, Made)>,
    /// By the folders of own checks. What is read of these stays until the server ends, so it is read once for all.
    registries: HashMap<Vec<PathBuf>, (Stamps, Arc<Registry>)>,
}

impl Setups {
    /// The setup of a folder.
    pub(super) fn get(&self, key: &Key, settings: &Settings, host: &Host) -> Made {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((stamps, made)) = kept.setups.get(key)
            && are_current(stamps)
        {
            return Arc::clone(made);
        }
        let mut reading = Reading { key, settings, host, files: candidates(key), kept: &mut kept };
        // Stamps are taken first: what changes while it is read is read again.
        let mut stamps = stamped(std::mem::take(&mut reading.files));
        let sources = SourceMap::new();
        let made = reading.setup(&sources);
        stamps.extend(stamped(std::mem::take(&mut reading.files)));
        let made = Arc::new(made.map_err(|diagnostics| Mistakes { diagnostics, sources }));
        if kept.setups.len() >= KEPT {
            kept.setups.clear();
        }
        kept.setups.insert(key.clone(), (stamps, Arc::clone(&made)));
        made
    }

    /// Whether the setup of a folder is as it was read.
    pub(super) fn are_current(&self, key: &Key) -> bool {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.setups.get(key).is_some_and(|(stamps, _)| are_current(stamps))
    }

    /// Forgets everything: the settings of the user are others.
    pub(super) fn clear(&self) {
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Kept::default();
    }
}

/// A setup that is being read.
struct Reading<'k> {
    key: &'k Key,
    settings: &'k Settings,
    host: &'k Host,
    /// The files that have a say in it.
    files: Vec<PathBuf>,
    kept: &'k mut Kept,
}

impl Reading<'_> {
    /// # Errors
    /// What is wrong with the configuration or the checks.
    fn setup(&mut self, sources: &SourceMap) -> Result<Setup, Vec<Diagnostic>> {
        let Key { top, folder } = self.key;
        let (trust, inputs) = (Trust::default(), [Input::Path(folder.clone())]);
        let named = self.settings.configuration.as_deref();
        let found = engine::find_configuration(top, &inputs, named, &trust, sources)?;
        let whole = &found.settings;
        self.files.extend(named.map(|path| top.join(path)));
        self.files.extend(whole.variable_files.iter().chain(&whole.baseline).cloned());
        let registry = self.registry(&found, &inputs, sources)?;
        let vocabulary = Vocabulary { registry: &registry, is_format: self.host.is_format };
        let configuration = found.resolve(&vocabulary, sources)?;
        let switched_off = found.switched_off(&registry, sources);
        let (registry, configuration) = self.chosen(registry, configuration)?;
        let baseline = baseline(&found)?;
        Ok(Setup {
            front_ends: found.front_end_settings().map_err(|why| vec![mistake(why)])?,
            texts: sources.iter().map(|file| (file.path().to_owned(), whole_text(file))).collect(),
            registry,
            configuration,
            switched_off,
            baseline,
            is_named: named.is_some(),
            policy: found.settings.policy.clone(),
            min_severity: self.settings.min_severity.or(found.settings.min_severity).unwrap_or(Severity::Low),
        })
    }

    /// The embedded checks and those of the repository.
    fn registry(
        &mut self,
        found: &Found,
        inputs: &[Input],
        sources: &SourceMap,
    ) -> Result<Arc<Registry>, Vec<Diagnostic>> {
        let (top, trust) = (&self.key.top, Trust::default());
        let beside = engine::own_check_folders(top, inputs, &found.fence, &trust);
        let folders = OwnFolder::of_repository(&found.settings.check_folders, &beside, &found.fence, top);
        let paths: Vec<PathBuf> = folders.iter().map(|folder| top.join(&folder.path)).collect();
        let below = |path: &PathBuf| {
            let files = found.fence.below(&trust, path).unwrap_or_default();
            files.into_iter().map(|file| path.join(file)).chain([path.clone()]).collect::<Vec<_>>()
        };
        let files: Vec<PathBuf> = paths.iter().flat_map(below).collect();
        self.files.extend(files.iter().cloned());
        if let Some((stamps, registry)) = self.kept.registries.get(&paths)
            && are_current(stamps)
        {
            return Ok(Arc::clone(registry));
        }
        let stamps = stamped(files);
        let checks = engine::read_own_checks(&folders, top, &trust, sources);
        let checks = checks.map_err(|error| vec![mistake(error.to_string())])?;
        if checks.problems.iter().any(|problem| problem.level == Level::Error) {
            return Err(checks.problems);
        }
        let registry = Arc::new(checks.registry());
        self.kept.registries.insert(paths, (stamps, Arc::clone(&registry)));
        Ok(registry)
    }

    /// What the settings of the user leave of the checks: as the options of the command line, they are stronger than the configuration.
    fn chosen(
        &self,
        registry: Arc<Registry>,
        configuration: Configuration,
    ) -> Result<(Arc<Registry>, Configuration), Vec<Diagnostic>> {
        let Settings { checks, skip_checks, .. } = self.settings;
        if checks.is_empty() && skip_checks.is_empty() {
            return Ok((registry, configuration));
        }
        let select = |names: &[String]| -> Result<Vec<&'static str>, Vec<Diagnostic>> {
            let mut ids = Vec::new();
            for name in names {
                let found = registry.select_some(name).map_err(|error| vec![mistake(error.to_string())])?;
                ids.extend(found.into_iter().map(|check| check.id));
            }
            Ok(ids)
        };
        let (wanted, unwanted) = (select(checks)?, select(skip_checks)?);
        let keep = |id: &str| (checks.is_empty() || wanted.contains(&id)) && !unwanted.contains(&id);
        let filtered = Arc::new(registry.filtered(|check| keep(check.id)));
        Ok((filtered, if checks.is_empty() { configuration } else { configuration.without_selection() }))
    }
}

/// The findings that the configuration knows.
fn baseline(found: &Found) -> Result<Option<Baseline>, Vec<Diagnostic>> {
    let Some(path) = &found.settings.baseline else { return Ok(None) };
    let failed = |why: String| vec![mistake(format!("`gate.baseline`: {} {why}", path.display()))];
    let text = found.fence.text(&Trust::Tree, path).map_err(|problem| failed(problem.to_string()))?;
    Baseline::from_json(&text).map(Some).map_err(|error| failed(error.to_string()))
}

fn mistake(why: String) -> Diagnostic {
    Diagnostic::new(Level::Error, "configuration", Place::None, why)
}

fn whole_text(file: &crate::source::SourceFile) -> String {
    format!("{}{}", file.byte_order_mark(), file.text())
}

/// The files that may be a configuration: of every folder from the repository down to what is scanned.
fn candidates(key: &Key) -> Vec<PathBuf> {
    let repository = Root::repository(&key.top);
    let folders = key.folder.ancestors().take_while(|folder| folder.starts_with(repository));
    let names = || FILE_NAMES.iter().chain(&HADOLINT).copied().chain([".ravelin/checks"]);
    folders.flat_map(|folder| names().map(|name| folder.join(name))).collect()
}

fn stamped(files: Vec<PathBuf>) -> Stamps {
    let with_stamp = |path: PathBuf| {
        let stamp = stamp(&path);
        (path, stamp)
    };
    files.into_iter().map(with_stamp).collect()
}

fn are_current(stamps: &[(PathBuf, Stamp)]) -> bool {
    stamps.iter().all(|(path, known)| stamp(path) == *known)
}

fn stamp(path: &Path) -> Stamp {
    let metadata = path.metadata().ok()?;
    Some((metadata.modified().ok(), metadata.len()))
}
