//! Layer 5: runs a scan. One direction: paths, files, resources, verdicts, findings.

mod collect;
mod configuration;
mod discover;
mod example;
mod progress;
mod scan;
mod secrets;
mod stack;

pub use configuration::{Found, find_configuration};
pub use discover::{Input, repository_folder};
pub use example::{ExampleError, run_example, scan_example};
pub use progress::{Phase, Progress};
pub use scan::{Request, Scan, scan};
