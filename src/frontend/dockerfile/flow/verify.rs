//! Programs that verify a download: by its checksum, or by a signature.

use crate::frontend::dockerfile::program::base_name;

/// Programs that compute a checksum for which no other file can be made. MD5 is none.
const SUMS: &[&str] = &[
    "b2sum",
    "b3sum",
    "rhash",
    "sha1sum",
    "sha224sum",
    "sha256",
    "sha256sum",
    "sha384",
    "sha384sum",
    "sha512",
    "sha512sum",
    "sha3sum",
    "shasum",
];

/// Programs that compare what they read with something else.
const COMPARERS: &[&str] = &["[", "[[", "cmp", "diff", "egrep", "expr", "fgrep", "grep", "test"];

/// Endings of files that hold the checksum or the signature of the file without them.
const PROOFS: &[&str] = &[
    ".asc",
    ".bundle",
    ".checksum",
    ".gpg",
    ".minisig",
    ".pem",
    ".sha1",
    ".sha256",
    ".sha256sum",
    ".sha512",
    ".sha512sum",
    ".sig",
    ".sign",
    ".sigstore",
    ".sum",
];

/// What a call has to do with verifying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verifier {
    /// It compares files with a list of checksums, which is its input or in a file.
    List,
    /// It verifies the signature of a file that its words name.
    Signature,
    /// It computes a checksum.
    Sum,
    /// It compares texts.
    Comparer,
}

/// What the program does that is the first of these words.
pub(super) fn verifier(words: &[&str]) -> Option<Verifier> {
    let (program, arguments) = words.split_first()?;
    let name = base_name(program);
    let has = |option: &str| arguments.contains(&option);
    let first = arguments.first().copied().unwrap_or_default();
    if SUMS.contains(&name) || (name == "cksum" && arguments.iter().any(|word| word.contains("sha"))) {
        let checks = |word: &&str| {
            *word == "--check" || (word.starts_with('-') && !word.starts_with("--") && word.contains('c'))
        };
        return Some(if arguments.iter().any(checks) { Verifier::List } else { Verifier::Sum });
    }
    if COMPARERS.contains(&name) {
        return Some(Verifier::Comparer);
    }
    let signature = match name {
        "gpg" | "gpg2" => {
            arguments.iter().any(|word| matches!(*word, "--verify" | "--decrypt" | "-d" | "--verify-files"))
        }
        "gpgv" | "gpgv2" | "slsa-verifier" | "debsig-verify" => true,
        // `cosign verify` is about images.
        "cosign" => arguments.iter().any(|word| word.starts_with("verify-blob")),
        "minisign" | "signify" => arguments.iter().any(|word| word.starts_with('-') && word.contains('V')),
        "openssl" if matches!(first, "dgst" | "pkeyutl" | "cms" | "smime" | "rsautl") => {
            if !arguments.iter().any(|word| word.starts_with("-verify") || *word == "-prverify") {
                return (first == "dgst" && !has("-md5")).then_some(Verifier::Sum);
            }
            true
        }
        "openssl" => return first.starts_with("sha").then_some(Verifier::Sum),
        "rpm" | "rpmkeys" => has("-K") || has("--checksig"),
        "gh" => first == "attestation",
        "sq" | "notation" | "rekor-cli" => arguments.contains(&"verify"),
        "ssh-keygen" => has("verify"),
        "jarsigner" => has("-verify"),
        _ => false,
    };
    signature.then_some(Verifier::Signature)
}

/// The names of files in a text that lists them with checksums, or in words of a command.
pub(super) fn names(text: &str) -> impl Iterator<Item = &str> {
    let marks = |char: char| "*\"'^$()\\[]|".contains(char) || char.is_whitespace();
    let words = text.split(|char: char| char.is_whitespace());
    words.map(move |word| base_name(word.trim_matches(marks))).filter(|name| !name.is_empty())
}

/// The file that a checksum or signature in a file of its own is for.
pub(super) fn proven(name: &str) -> Option<&str> {
    PROOFS.iter().find_map(|ending| name.strip_suffix(ending)).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verifiers_are_known_by_their_words() {
        let cases = [
            ("sha256sum -c -", Some(Verifier::List)),
            ("shasum -a 256 --check f", Some(Verifier::List)),
            ("sha512sum -sc", Some(Verifier::List)),
            ("md5sum -c", None),
            ("sha256sum f", Some(Verifier::Sum)),
            ("openssl dgst -sha256 f", Some(Verifier::Sum)),
            ("openssl sha256 f", Some(Verifier::Sum)),
            ("openssl dgst -sha256 -verify k -signature s f", Some(Verifier::Signature)),
            ("gpg --batch --verify a b", Some(Verifier::Signature)),
            ("gpg --import a", None),
            ("cosign verify-blob --key k f", Some(Verifier::Signature)),
            ("cosign verify x.org/image", None),
            ("minisign -Vm f", Some(Verifier::Signature)),
            ("[ a = b ]", Some(Verifier::Comparer)),
            ("cat", None),
        ];
        for (text, expected) in cases {
            assert_eq!(verifier(&text.split(' ').collect::<Vec<_>>()), expected, "{text}");
        }
        assert_eq!(names("0a  *dir/f.tgz\n\" g$\"").collect::<Vec<_>>(), ["0a", "f.tgz", "g"]);
        assert_eq!((proven("f.tgz.sha256"), proven("SHA256SUMS"), proven(".sig")), (Some("f.tgz"), None, None));
    }
}
