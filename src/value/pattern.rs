//! Patterns in which `*` stands for any text, and in some `?` for one character.

/// Whether `text` fits `pattern`, in which every `*` stands for any text.
pub fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

/// Whether a pattern of rights stands for all that `asked` does, in any case of letters: `*` is any text, `?` one character. A
/// wildcard in `asked` is one that only `*` includes.
pub fn includes(pattern: &str, asked: &str) -> bool {
    let (pattern, asked) = (pattern.as_bytes(), asked.as_bytes());
    let (mut at, mut read) = (0, 0);
    // Where the last `*` stands, and how far it reaches so far.
    let mut star: Option<(usize, usize)> = None;
    while read < asked.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, read));
                at += 1;
            }
            Some(b'?') if asked[read] != b'*' => (at, read) = (at + 1, read + 1),
            Some(own) if own.eq_ignore_ascii_case(&asked[read]) => (at, read) = (at + 1, read + 1),
            _ => match star {
                Some((start, reach)) => {
                    star = Some((start, reach + 1));
                    (at, read) = (start + 1, reach + 1);
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_includes_what_it_stands_for() {
        let cases = [
            ("lambda:UpdateFunctionCode", "lambda:UpdateFunctionCode", true),
            ("LAMBDA:updatefunctioncode", "lambda:UpdateFunctionCode", true),
            ("lambda:UpdateFunction?ode", "lambda:UpdateFunctionCode", true),
            ("lambda:UpdateFunctionCod?e", "lambda:UpdateFunctionCode", false),
            ("lambda:Update*", "lambda:UpdateFunctionCode", true),
            ("*:*Function*", "lambda:UpdateFunctionCode", true),
            ("lambda:*Code*Code", "lambda:UpdateFunctionCode", false),
            ("*", "lambda:UpdateFunctionCode", true),
            ("lambda:UpdateFunctionCode", "lambda:*", false),
            ("lambda:?", "lambda:*", false),
            ("lambda:**", "lambda:*", true),
            ("*", "*", true),
            ("", "*", false),
            ("", "", true),
            ("a", "", false),
        ];
        for (pattern, asked, expected) in cases {
            assert_eq!(includes(pattern, asked), expected, "{pattern} for {asked}");
        }
    }

    #[test]
    fn stars_stand_for_any_text() {
        let cases = [
            ("aws_s3_bucket.logs", "aws_s3_bucket.logs", true),
            ("aws_s3_bucket.logs", "aws_s3_bucket.logs2", false),
            ("aws_s3_bucket.*", "aws_s3_bucket.logs[\"a\"]", true),
            ("*.logs", "module.a.aws_s3_bucket.logs", true),
            ("module.*.logs*", "module.a.aws_s3_bucket.logs[0]", true),
            ("*", "", true),
            ("a*a", "a", false),
            ("a**b", "ab", true),
        ];
        for (pattern, text, expected) in cases {
            assert_eq!(fits(pattern, text), expected, "{pattern} on {text}");
        }
    }
}
