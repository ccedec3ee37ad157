//! How keywords are written
//! ([`ConsistentInstructionCasing`](https://docs.docker.com/reference/build-checks/consistent-instruction-casing/),
//! [`FromAsCasing`](https://docs.docker.com/reference/build-checks/from-as-casing/)).

use crate::syntax::dockerfile::{Instruction, Keyword, Word};

/// The case in which most keywords of a file are written; that of `ARG` before the first `FROM` does not count.
#[derive(Clone, Copy)]
pub(super) struct Casing {
    is_lower: bool,
}

impl Casing {
    pub(super) fn of(instructions: &[Instruction<'_>]) -> Self {
        let (mut lower, mut upper) = (0_usize, 0_usize);
        for instruction in in_stages(instructions) {
            let written = written(instruction);
            lower += usize::from(is_lower(written));
            upper += usize::from(is_upper(written));
        }
        Self { is_lower: lower > upper }
    }

    /// How the keyword of an instruction should be written, where it is written otherwise than most.
    pub(super) fn expected(self, instruction: &Instruction<'_>) -> Option<String> {
        let written = written(instruction);
        let is_right = if self.is_lower { is_lower(written) } else { is_upper(written) };
        let keyword = instruction.keyword.as_str();
        let expected = if self.is_lower { keyword.to_ascii_lowercase() } else { keyword.to_owned() };
        (!is_right).then_some(expected)
    }
}

/// How `AS` of a `FROM` should be written, where it is not as the keyword is. A keyword in mixed case asks for nothing.
pub(super) fn expected_as<'w>(from: &'w Instruction<'_>) -> Option<(&'w Word<'w>, &'static str)> {
    let word = from.words.get(1).filter(|word| from.words.len() > 2 && word.text.eq_ignore_ascii_case("as"))?;
    let written = written(from);
    match (is_lower(written), is_upper(written)) {
        (true, _) if !is_lower(&word.text) => Some((word, "as")),
        (_, true) if !is_upper(&word.text) => Some((word, "AS")),
        _ => None,
    }
}

fn in_stages<'i, 's>(instructions: &'i [Instruction<'s>]) -> impl Iterator<Item = &'i Instruction<'s>> {
    instructions.iter().skip_while(|instruction| instruction.keyword == Keyword::Arg)
}

/// The keyword as it stands in the text.
fn written<'i>(instruction: &'i Instruction<'_>) -> &'i str {
    &instruction.text.as_str()[..instruction.keyword.as_str().len()]
}

fn is_lower(text: &str) -> bool {
    !text.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn is_upper(text: &str) -> bool {
    !text.bytes().any(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use crate::frontend::dockerfile::tests::table;

    #[test]
    fn keywords_are_compared_with_most_others() {
        let cases = [
            ("FROM a\nCOPY a b\nrun x", vec!["- -", "- -", "RUN -"]),
            ("from a\nCOPY a b\nrun x", vec!["- -", "copy -", "- -"]),
            ("FROM a\nrun x", vec!["- -", "RUN -"]),
            ("From a\nRun x", vec!["FROM -", "RUN -"]),
            ("arg A\nFROM a", vec!["- -", "- -"]),
            ("FROM a as b\nfrom c AS d\nFROM e AS f\nFrom g as h", vec!["- AS", "FROM as", "- -", "FROM -"]),
        ];
        for (text, expected) in cases {
            let rows = table(text, "instructions", &["miscased", "miscased_as"]);
            assert_eq!(rows.iter().map(|row| row.replace(" | ", " ")).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
