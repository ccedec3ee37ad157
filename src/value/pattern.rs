//! Patterns in which `*` stands for any text.

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

#[cfg(test)]
mod tests {
    use super::*;

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
