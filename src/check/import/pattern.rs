//! Regular expressions: from Python's to those of queries, and those that say what numbers and addresses are within a range.

use regex::Regex;

use super::expr::Expr;

/// What must match, or must not, at the start of a text.
struct Part {
    is_refused: bool,
    pattern: String,
}

/// What `re.match` of Python asks.
pub(super) struct Python(Vec<Part>);

impl Python {
    /// Reads a pattern. What it asks before all else (`(?!…)`, `(?=…)`) becomes patterns of their own, since there is no looking
    /// around otherwise.
    ///
    /// # Errors
    /// Why it has no equivalent.
    pub(super) fn parse(source: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = source.trim_start_matches('^');
        while let Some((is_refused, inner)) =
            rest.strip_prefix("(?!").map(|inner| (true, inner)).or(rest.strip_prefix("(?=").map(|inner| (false, inner)))
        {
            let end = closing(inner).ok_or("the pattern lacks a `)`")?;
            parts.push(Part { is_refused, pattern: anchored(&inner[..end]) });
            rest = inner[end + 1..].trim_start_matches('^');
        }
        if !matches!(rest, "" | ".*" | ".*$") || parts.is_empty() {
            parts.push(Part { is_refused: false, pattern: anchored(rest) });
        }
        for part in &parts {
            Regex::new(&part.pattern).map_err(|_| {
                "the pattern has what regular expressions of queries do not have, such as looking around or references back"
            })?;
        }
        Ok(Self(parts))
    }

    pub(super) fn on(&self, node: &str) -> Expr {
        Expr::all(self.0.iter().map(|part| {
            let found = Expr::call("search", node, &part.pattern);
            if part.is_refused { found.negated() } else { found }
        }))
    }

    /// Whether it matches a text.
    pub(super) fn matches(&self, text: &str) -> bool {
        let found = |part: &Part| Regex::new(&part.pattern).is_ok_and(|regex| regex.is_match(text));
        self.0.iter().all(|part| found(part) != part.is_refused)
    }
}

/// Where the group ends that is open at the start of `text`.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut in_class, mut escaped) = (1, false, false);
    for (at, char) in text.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ']' => in_class = false,
            '[' => in_class = true,
            '(' if !in_class => depth += 1,
            ')' if !in_class => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

fn anchored(pattern: &str) -> String {
    let pattern = pattern.replace("\\Z", "\\z");
    if pattern.contains('|') { format!("^(?:{pattern})") } else { format!("^{}", pattern.trim_start_matches('^')) }
}

/// A pattern for just this text.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::new();
    for char in text.chars() {
        if "\\.+*?()|[]{}^$".contains(char) {
            escaped.push('\\');
        }
        escaped.push(char);
    }
    escaped
}

/// A pattern for the integers from `low` to `high`, without leading zeros.
pub(super) fn between(low: u64, high: u64) -> String {
    let mut options = Vec::new();
    let mut start = low;
    while start <= high {
        let end = last_of_block(start, high);
        options.push(block(start, end));
        start = end + 1;
    }
    options.join("|")
}

/// The last number, up to `high`, that goes with `start` into one row of digit classes.
fn last_of_block(start: u64, high: u64) -> u64 {
    let mut size = 1;
    // Ten times as many while they are all of one length, and the last digits run from 0 to 9.
    while start.is_multiple_of(size * 10) && start / (size * 10) > 0 && start + size * 10 - 1 <= high {
        size *= 10;
    }
    let digit = start / size % 10;
    let count = (9 - digit).min((high - start + 1) / size - 1);
    start + (count + 1) * size - 1
}

fn block(start: u64, end: u64) -> String {
    let (start, end) = (start.to_string(), end.to_string());
    let class = |(a, b): (char, char)| if a == b { a.to_string() } else { format!("[{a}-{b}]") };
    start.chars().zip(end.chars()).map(class).collect()
}

/// A pattern for IPv4 addresses and blocks that lie within a block.
///
/// # Errors
/// Why there is none.
pub(super) fn within_block(block: &str) -> Result<String, String> {
    let wrong = || format!("`{block}` is no block of IPv4 addresses; those of IPv6 have no equivalent");
    let (address, length) = block.split_once('/').unwrap_or((block, "32"));
    let length: u32 = length.parse().ok().filter(|length| *length <= 32).ok_or_else(wrong)?;
    let address: std::net::Ipv4Addr = address.parse().map_err(|_| wrong())?;
    let fixed = |octet: usize| length.saturating_sub(8 * octet as u32).min(8);
    let octet = |(at, value): (usize, &u8)| match fixed(at) {
        8 => value.to_string(),
        0 => "[0-9]+".to_owned(),
        bits => {
            let low = u64::from(value & !(0xff_u8 >> bits));
            format!("({})", between(low, low + (0xff_u64 >> bits)))
        }
    };
    let octets: Vec<String> = address.octets().iter().enumerate().map(octet).collect();
    Ok(format!("{}(/({}))?", octets.join("\\."), between(u64::from(length), 32)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_numbers_are_exact() {
        for (low, high) in
            [(0, 0), (0, 9), (0, 255), (22, 22), (7, 123), (128, 191), (1000, 2000), (99, 65535), (8, 32)]
        {
            let regex = Regex::new(&format!("^(?:{})$", between(low, high))).expect("valid");
            for number in 0..70_000 {
                assert_eq!(
                    regex.is_match(&number.to_string()),
                    (low..=high).contains(&number),
                    "{number} of {low}-{high}"
                );
            }
        }
    }

    #[test]
    fn blocks_hold_what_lies_within_them() {
        let cases = [
            ("10.0.0.0/8", "10.1.2.0/24", true),
            ("10.0.0.0/8", "10.1.2.3", true),
            ("10.0.0.0/8", "10.0.0.0/7", false),
            ("10.0.0.0/8", "11.0.0.0/8", false),
            ("172.16.0.0/12", "172.31.0.0/16", true),
            ("172.16.0.0/12", "172.32.0.0/16", false),
            ("0.0.0.0/0", "8.8.8.8/32", true),
            ("192.168.1.7", "192.168.1.7/32", true),
        ];
        for (block, inner, expected) in cases {
            let regex = Regex::new(&format!("^(?:{})$", within_block(block).expect("a block"))).expect("valid");
            assert_eq!(regex.is_match(inner), expected, "{inner} in {block}");
        }
        assert!(within_block("::/0").is_err() && within_block("10.0.0.0/33").is_err());
    }

    #[test]
    fn patterns_of_python_start_where_the_text_does() {
        let cases = [
            ("^arn:.*", "search(@, '^arn:.*')"),
            ("a|b", "search(@, '^(?:a|b)')"),
            ("^(?!.*default).*$", "!search(@, '^.*default')"),
            ("(?=.*[A-Z])(?!x)[a-z(]+$", "search(@, '^.*[A-Z]') && !search(@, '^x') && search(@, '^[a-z(]+$')"),
        ];
        for (source, expected) in cases {
            assert_eq!(Python::parse(source).expect(source).on("@").to_string(), expected);
        }
        for wrong in ["a(?<=b)", r"(a)\1", "(?!a", "("] {
            assert!(Python::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Python::parse(".*").is_ok_and(|pattern| pattern.matches("None")));
    }
}
