//! Programs whose output is what they read, changed or not.

use crate::frontend::dockerfile::program::base_name;

/// Programs that pass on their input, or the files that they are given.
const FILTERS: &[&str] = &[
    "awk", "base32", "base64", "bsdcat", "bunzip2", "bzcat", "bzip2", "cat", "col", "column", "csplit", "cut", "dd",
    "dos2unix", "egrep", "envsubst", "expand", "fgrep", "fmt", "fold", "funzip", "gawk", "grep", "gunzip", "gzip",
    "head", "iconv", "jq", "less", "lz4", "lz4cat", "lzcat", "lzma", "mawk", "more", "nl", "paste", "pigz", "pv",
    "rev", "sed", "sort", "sponge", "strings", "tac", "tail", "tee", "tr", "unexpand", "uniq", "unlzma", "unpigz",
    "unxz", "unzstd", "uudecode", "xmllint", "xxd", "xz", "xzcat", "yq", "zcat", "zgrep", "zstd", "zstdcat",
];

/// Whether the output of a call is made of its input or of the files among its arguments.
pub(super) fn passes(words: &[&str]) -> bool {
    let Some((program, arguments)) = words.split_first() else { return false };
    let name = base_name(program);
    match name {
        "tar" | "bsdtar" | "gtar" => arguments.iter().enumerate().any(|(index, word)| {
            let bundle = word.strip_prefix('-').filter(|letters| !letters.starts_with('-'));
            let letters = bundle.or((index == 0).then_some(*word)).filter(|_| !word.contains(['/', '.']));
            *word == "--to-stdout" || letters.is_some_and(|letters| letters.contains('O'))
        }),
        "unzip" => arguments.iter().any(|word| word.starts_with('-') && word.contains('p')),
        "7z" | "7za" | "7zr" => arguments.contains(&"-so"),
        "openssl" => matches!(arguments.first(), Some(&("enc" | "base64" | "zlib"))),
        "gpg" | "gpg2" => arguments.contains(&"--dearmor"),
        "rpm2cpio" | "ar" => true,
        // Their program is in an argument; it prints lines as it reads them.
        "perl" | "ruby" => arguments.iter().any(|word| {
            let letters = word.strip_prefix('-').filter(|letters| !letters.starts_with('-')).unwrap_or_default();
            let flags = letters.split(['e', 'E', 'M', 'I', 'r']).next().unwrap_or_default();
            flags.contains(['p', 'n'])
        }),
        _ => FILTERS.contains(&name),
    }
}

/// The file that a program makes of a compressed one, when it is told to expand it in place.
pub(super) fn expanded<'w>(program: &str, path: &'w str) -> Option<&'w str> {
    let expands =
        ["gunzip", "unxz", "bunzip2", "unzstd", "unlzma", "gzip", "xz", "bzip2", "zstd", "lzma", "pigz", "unpigz"];
    if !expands.contains(&base_name(program)) {
        return None;
    }
    [".gz", ".xz", ".bz2", ".zst", ".lzma"].iter().find_map(|ending| path.strip_suffix(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_prints_its_input_passes() {
        let cases = [
            ("tee f", true),
            ("/bin/sed s/a/b/", true),
            ("tar -xzOf f", true),
            ("tar xO f", true),
            ("tar --to-stdout -xf f", true),
            ("tar xz", false),
            ("tar -xzf Old.tar", false),
            ("unzip -p f", true),
            ("unzip f", false),
            ("perl -pe x", true),
            ("perl -e p", false),
            ("python -c x", false),
            ("openssl enc -d", true),
            ("openssl dgst", false),
            ("wc -l", false),
        ];
        for (text, expected) in cases {
            assert_eq!(passes(&text.split(' ').collect::<Vec<_>>()), expected, "{text}");
        }
        assert_eq!(expanded("gunzip", "/a.sh.gz"), Some("/a.sh"));
        assert_eq!(expanded("cat", "/a.sh.gz"), None);
    }
}
