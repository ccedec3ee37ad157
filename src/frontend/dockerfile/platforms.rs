//! What a `FROM` says of platforms, and whether its image can be what it says.

use super::windows::of_image;

/// Namespaces of Docker Hub that hold images for one architecture only
/// ([list](https://github.com/docker-library/official-images#architectures-other-than-amd64)).
const NAMESPACES: [(&str, &str); 9] = [
    ("amd64", "amd64"),
    ("arm32v5", "arm"),
    ("arm32v6", "arm"),
    ("arm32v7", "arm"),
    ("arm64v8", "arm64"),
    ("i386", "386"),
    ("ppc64le", "ppc64le"),
    ("riscv64", "riscv64"),
    ("s390x", "s390x"),
];

/// The platform for which an image is certainly built, where `platform` asks for another one
/// ([`InvalidBaseImagePlatform`](https://docs.docker.com/reference/build-checks/invalid-base-image-platform/)).
pub(super) fn other_platform(image: &str, platform: &str) -> Option<&'static str> {
    let (system, architecture) = split(platform);
    match of_image(image) {
        Some(true) if !system.is_empty() && system != "windows" => return Some("windows"),
        Some(false) if system == "windows" && image != "scratch" => return Some("linux"),
        _ => {}
    }
    let path = image.strip_prefix("docker.io/").unwrap_or(image);
    let (namespace, _) = path.split_once('/')?;
    let (_, built) = NAMESPACES.iter().find(|(known, _)| *known == namespace)?;
    (!architecture.is_empty() && architecture != *built).then_some(built)
}

/// Whether the name of a stage says that it is for this platform
/// ([`FromPlatformFlagConstDisallowed`](https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/)).
pub(super) fn is_named(stage: &str, platform: &str) -> bool {
    let (system, architecture) = split(platform);
    let written = platform.split('/').nth(1).unwrap_or_default();
    [system, architecture, written].into_iter().any(|part| !part.is_empty() && stage.contains(part))
}

/// System and architecture, by the names that Go has for them; empty where they are not said.
fn split(platform: &str) -> (&str, &str) {
    const SYSTEMS: [&str; 5] = ["linux", "windows", "darwin", "freebsd", "wasi"];
    let mut parts = platform.split('/');
    let first = parts.next().unwrap_or_default();
    let (system, architecture) = match SYSTEMS.contains(&first) {
        true => (first, parts.next().unwrap_or_default()),
        // One word may be an architecture alone.
        false => ("", first),
    };
    let architecture = match architecture {
        "x86_64" | "x86-64" => "amd64",
        "aarch64" => "arm64",
        "i386" => "386",
        "armhf" | "armel" => "arm",
        other => other,
    };
    (system, architecture)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_for_other_platforms_are_known() {
        let cases = [
            ("mcr.microsoft.com/windows/nanoserver:ltsc2022", "linux/amd64", Some("windows")),
            ("golang:1.22-nanoserver", "linux", Some("windows")),
            ("debian:12", "windows/amd64", Some("linux")),
            ("arm64v8/debian:12", "linux/amd64", Some("arm64")),
            ("docker.io/amd64/debian:12", "linux/arm64", Some("amd64")),
            ("arm64v8/debian:12", "linux/aarch64", None),
            ("arm32v7/debian:12", "linux/arm/v7", None),
            ("golang:1.22", "windows/amd64", None),
            ("mcr.microsoft.com/windows/nanoserver:ltsc2022", "windows", None),
            ("scratch", "windows", None),
            ("debian:12", "", None),
        ];
        for (image, platform, expected) in cases {
            assert_eq!(other_platform(image, platform), expected, "{image} {platform}");
        }
    }

    #[test]
    fn stages_are_named_after_platforms() {
        for (stage, platform, expected) in [
            ("build_amd64", "linux/amd64", true),
            ("linux-build", "linux/amd64", true),
            ("x86_64", "linux/x86_64", true),
            ("amd64", "linux/x86_64", true),
            ("build", "linux/amd64", false),
            ("", "linux/amd64", false),
        ] {
            assert_eq!(is_named(stage, platform), expected, "{stage} {platform}");
        }
    }
}
