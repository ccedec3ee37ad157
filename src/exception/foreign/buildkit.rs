//! BuildKit's parser directive `# check=skip=RULE[,RULE];error=true`, for a Dockerfile as a whole. It refuses a file whose
//! directive it does not understand.

use super::super::directive::{Directive, Fault, Reach, names};
use crate::source::TextRange;

/// The rules that `skip=all` means (<https://docs.docker.com/reference/build-checks/>).
const RULES: [&str; 22] = [
    "StageNameCasing",
    "FromAsCasing",
    "NoEmptyContinuation",
    "ConsistentInstructionCasing",
    "DuplicateStageName",
    "ReservedStageName",
    "JSONArgsRecommended",
    "MaintainerDeprecated",
    "UndefinedArgInFrom",
    "WorkdirRelativePath",
    "UndefinedVar",
    "MultipleInstructionsDisallowed",
    "LegacyKeyValueFormat",
    "RedundantTargetPlatform",
    "SecretsUsedInArgOrEnv",
    "InvalidDefaultArgInFrom",
    "FromPlatformFlagConstDisallowed",
    "CopyIgnoredFile",
    "InvalidDefinitionDescription",
    "ExposeProtoCasing",
    "ExposeInvalidFormat",
    "InvalidBaseImagePlatform",
];

/// Reads a directive at `offset`, from its `#` on; `None` when it is another one, or excepts nothing.
pub(in super::super) fn read(directive: &str, offset: u32) -> Option<Directive> {
    let (name, value) = directive.strip_prefix('#')?.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("check") {
        return None;
    }
    // The value ends at the first blank.
    let value = value.trim_start().split(' ').next().unwrap_or_default();
    let mut at = offset as usize + directive.find(value).unwrap_or_default();
    let range = TextRange::new(offset as usize, offset as usize + directive.len());
    let mut found = Directive { syntax: "buildkit", range, reach: Reach::File, ..Directive::default() };
    for option in value.split(';') {
        let range = TextRange::new(at, at + option.len());
        match option.split_once('=') {
            Some(("skip", "all")) => found.checks.extend(RULES.map(|rule| (rule.to_owned(), range))),
            Some(("skip", list)) => found.checks.extend(names(list, at + option.len() - list.len())),
            Some(("error" | "experimental", _)) => {}
            _ => found.faults.push(
                Fault::syntax(range, format!("BuildKit refuses the file: `{option}` is no option of `check`"))
                    .with_help("the form is `# check=skip=RULE,RULE;error=true`, without blanks"),
            ),
        }
        at += option.len() + 1;
    }
    Some(found).filter(|found| !found.checks.is_empty() || !found.faults.is_empty())
}

/// Reads a comment that would be such a directive if it stood above everything else.
pub(super) fn misplaced(comment: &str, offset: u32) -> Option<Directive> {
    let compact: String = comment.chars().filter(|char| !char.is_whitespace()).take("#check=skip=".len()).collect();
    if !compact.eq_ignore_ascii_case("#check=skip=") {
        return None;
    }
    let range = TextRange::new(offset as usize, offset as usize + comment.trim_end().len());
    let fault = Fault::syntax(range, "BuildKit does not read this: it is a plain comment here")
        .with_help("move it to the top of the Dockerfile, where only `# syntax=` and `# escape=` may stand before it");
    Some(Directive { syntax: "buildkit", range, reach: Reach::File, faults: vec![fault], ..Directive::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_as_buildkit_reads_them() {
        let cases = [
            ("# check=skip=JSONArgsRecommended,StageNameCasing", "JSONArgsRecommended StageNameCasing", 0),
            ("# check=skip=JSONArgsRecommended;error=true", "JSONArgsRecommended", 0),
            ("# check=error=true;skip=JSONArgsRecommended", "JSONArgsRecommended", 0),
            ("#check = skip=A, B", "A", 0),
            ("# check=skip = A", "", 1),
            ("# check=skp=A;skip=B", "B", 1),
        ];
        for (text, checks, faults) in cases {
            let found = read(text, 10).expect(text);
            for (name, range) in &found.checks {
                assert_eq!(&text[range.start as usize - 10..range.end as usize - 10], name, "{text}");
            }
            let named: Vec<&str> = found.checks.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!((named.join(" ").as_str(), found.faults.len()), (checks, faults), "{text}");
        }
        assert_eq!(read("# check=skip=all", 0).expect("all").checks.len(), RULES.len());
        for text in ["# syntax=docker/dockerfile:1", "# check=error=true"] {
            assert_eq!(read(text, 0), None, "{text}");
        }
    }
}
