//! Layer 6: runs a scan. One direction: paths, files, resources, verdicts, findings. [`scan()`] has the stages in their
//! order, and each is a file here, or a module of its own where others use it too.

mod claim;
mod collect;
mod configuration;
mod context;
mod credentials;
mod discover;
mod example;
mod extent;
mod fixed;
mod found;
mod grouped;
mod ignored;
mod inspection;
mod inventory;
mod judge;
mod links;
mod load;
mod outcome;
mod own_checks;
mod passed;
mod progress;
mod request;
mod scan;
mod select;
mod stack;
mod switched_off;
mod told;
mod trial;

pub use configuration::{Found, Home, find_configuration, is_configuration_mistake, own_check_folders, scan_root};
pub use context::{Project, Surroundings};
pub use discover::{Input, repository_folder};
pub use example::{ExampleError, run_example, scan_example};
pub use fixed::{FixError, fix_example};
pub use inspection::{Inspection, inspect};
pub use inventory::Declared;
pub use own_checks::{OwnChecks, OwnChecksError, OwnFolder, read_own_checks};
pub use progress::{Phase, Progress};
pub use request::Request;
pub use scan::{Scan, Study, scan, study};
pub use stack::{deep, threads};
pub use trial::Trial;
