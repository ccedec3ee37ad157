//! The installers against a made-up release on a server of this machine. Needs `sh`, `curl` and `tar`; PowerShell on
//! Windows.

#[cfg(unix)]
pub mod archive;
pub mod server;
#[cfg(unix)]
pub mod unix;
#[cfg(windows)]
mod windows;
