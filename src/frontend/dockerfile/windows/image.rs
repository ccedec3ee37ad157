//! Which base images are of Windows, by their names.

use crate::value::{Kind, Part, Value};

/// Folders of Microsoft's registry, and names of old, that hold images of Windows only
/// ([list](https://mcr.microsoft.com/catalog?cat=Windows%20Images)).
const REPOSITORIES: [&str; 12] = [
    "mcr.microsoft.com/windows",
    "mcr.microsoft.com/windows-cssc",
    "mcr.microsoft.com/dotnet/framework",
    "windows/servercore",
    "windows/nanoserver",
    "windows/server",
    "microsoft/windowsservercore",
    "microsoft/nanoserver",
    "microsoft/windows",
    "microsoft/iis",
    "microsoft/aspnet",
    "microsoft/dotnet-framework",
];

/// Beginnings of the parts of tags that mean Windows: `1.22-windowsservercore-ltsc2022`, `8.0-nanoserver-1809`.
const TAGS: [&str; 4] = ["windows", "nanoserver", "servercore", "ltsc20"];

/// Distributions of Linux, as names of images and as parts of tags.
const LINUX: [&str; 22] = [
    "alpine",
    "debian",
    "ubuntu",
    "busybox",
    "fedora",
    "centos",
    "rockylinux",
    "almalinux",
    "amazonlinux",
    "archlinux",
    "opensuse",
    "oraclelinux",
    "photon",
    "bullseye",
    "bookworm",
    "trixie",
    "jammy",
    "noble",
    "focal",
    "slim",
    "ubi8",
    "ubi9",
];

/// Whether a stage runs on Windows: its platform says so, or its image, or the stage that it builds upon (`parent`), or
/// else the directive `escape`, which is there to write paths of Windows.
pub(in super::super) fn is_windows(
    image: Option<&Value>,
    platform: Option<&Value>,
    parent: Option<bool>,
    escape: char,
) -> bool {
    if let Some(platform) = platform.and_then(Value::as_str).filter(|platform| !platform.is_empty()) {
        let system = platform.split('/').next().unwrap_or_default();
        return system.eq_ignore_ascii_case("windows");
    }
    let named = || image.and_then(|image| of_image(&known(image)));
    parent.or_else(named).unwrap_or(escape == '`')
}

/// Whether an image is of Windows (`Some(true)`), of Linux, or may be of either.
pub(in super::super) fn of_image(text: &str) -> Option<bool> {
    let text = text.to_ascii_lowercase();
    let text = text.split('@').next().unwrap_or_default();
    let slash = text.rfind('/').map_or(0, |slash| slash + 1);
    let colon = text[slash..].find(':').map(|colon| slash + colon);
    let (name, tag) = colon.map_or((text, ""), |colon| (&text[..colon], &text[colon + 1..]));
    let is_folder = |folder: &&str| {
        let rest =
            name.rfind(*folder).filter(|&at| at == 0 || name[..at].ends_with('/')).map(|at| &name[at + folder.len()..]);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', HOLE]))
    };
    let mut parts = tag.split(['-', '_', '.']);
    let is_linux = |part: &str| LINUX.iter().any(|name| part.starts_with(name));
    if REPOSITORIES.iter().any(is_folder) || parts.clone().any(|part| TAGS.iter().any(|tag| part.starts_with(tag))) {
        return Some(true);
    }
    (text == "scratch" || is_linux(&name[name.rfind('/').map_or(0, |at| at + 1)..]) || parts.any(is_linux))
        .then_some(false)
}

/// Stands for what is not known of a name.
const HOLE: char = '\u{fffc}';

fn known(image: &Value) -> String {
    match &image.kind {
        Kind::String(text) => text.to_string(),
        Kind::Template(template) => template
            .parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.to_string(),
                Part::Hole(_) => HOLE.to_string(),
            })
            .collect(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_of_windows_are_known_by_their_names() {
        let windows = [
            "mcr.microsoft.com/windows/servercore:ltsc2022",
            "mcr.microsoft.com/windows/nanoserver@sha256:1234",
            "mcr.microsoft.com/windows:20H2",
            "MCR.microsoft.com/windows/server:ltsc2025",
            "registry.example.com/mirror/windows/servercore:1.2",
            "mcr.microsoft.com/dotnet/framework/aspnet:4.8.1",
            "mcr.microsoft.com/dotnet/sdk:8.0-nanoserver-1809",
            "golang:1.22-windowsservercore-ltsc2022",
            "localhost:5000/python:3.12-windowsservercore",
            "microsoft/nanoserver",
            "app:windows",
            "base:ltsc2019",
        ];
        for image in windows {
            assert_eq!(of_image(image), Some(true), "{image}");
        }
        for image in ["debian:12", "golang:1.22-alpine3.20", "python:3.12-slim-bookworm", "ghcr.io/a/ubuntu", "scratch"]
        {
            assert_eq!(of_image(image), Some(false), "{image}");
        }
        let either =
            ["golang:1.22", "dockurr/windows:3", "mcr.microsoft.com/dotnet/sdk:8.0", "a/windows-exporter:1", "x"];
        for image in either {
            assert_eq!(of_image(image), None, "{image}");
        }
    }
}
