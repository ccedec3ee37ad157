//! Layer 5: runs a scan. One direction: paths, files, resources, verdicts, findings.

mod collect;
mod configuration;
mod discover;
mod example;
mod progress;
mod read;
mod revision;
mod root;
mod scan;
mod secrets;
mod storage;

pub use configuration::{Found, find_configuration};
pub use discover::Input;
pub use example::{run_example, scan_example};
pub use progress::{Phase, Progress};
pub use revision::Revision;
pub use root::repository_folder;
pub use scan::{Request, Scan, scan};
