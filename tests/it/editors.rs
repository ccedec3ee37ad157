//! Problem matchers, with their own regular expressions, on what the command prints.

use ravelin::report::matchers::{EMACS_REGEXPS, GITHUB_PROBLEM_MATCHER, VIM_COMPILER, VSCODE_TASKS};
use regex::{Captures, Regex};
use serde_json::Value;

use crate::runner::Project;

/// What a matcher must make of a line.
#[derive(Debug, PartialEq)]
struct Problem {
    path: String,
    place: Option<(u64, u64)>,
    level: &'static str,
    message: String,
    id: String,
}

/// A project with awkward paths, one file that does not parse and one that is not text.
fn project() -> Project {
    let group = "resource \"aws_security_group\" \"a\" {\n  ingress {\n    from_port   = 22\n    to_port     = 22\n    \
                 protocol    = \"tcp\"\n    cidr_blocks = [\"é\", \"0.0.0.0/0\"]\n  }\n}\n";
    let noted = format!("# ravelin:ignore no-such-check\n{group}");
    let mut files = vec![("my files/é ü 😀.tf", group), ("plain/main.tf", &noted), ("broken/main.tf", "x = [\n")];
    if cfg!(unix) {
        files.extend([("a:b/c.tf", group), ("d:12:3/e: f.tf", group)]);
    }
    let project = Project::new(&files);
    project.write("binary/main.tf", b"a = \"\xff\xfe\"\n");
    project
}

/// The lines that the command prints, and what the `json` format says of the same findings and problems.
fn printed(project: &Project) -> (Vec<String>, Vec<Problem>) {
    let args = ["scan", ".", "--min-severity", "info"];
    let lines: Vec<String> =
        project.run(&[&args[..], &["--format", "concise"]].concat()).stdout.lines().map(str::to_owned).collect();
    let json = project.run(&[&args[..], &["--format", "json"]].concat()).json();
    let problem = |object: &Value, level: &str, id: &str| {
        let location = &object["location"];
        let start = &location["start"];
        Problem {
            path: location["path"].as_str().unwrap_or_default().to_owned(),
            place: start["line"].as_u64().zip(start["column"].as_u64()),
            level: match object[level].as_str().expect("a level") {
                "critical" | "high" | "error" => "error",
                "medium" | "warning" => "warning",
                _ => "notice",
            },
            message: object["message"].as_str().expect("a message").to_owned(),
            id: object[id].as_str().expect("an id").to_owned(),
        }
    };
    let findings = json["findings"].as_array().expect("a list").iter().map(|it| problem(it, "severity", "checkId"));
    let diagnostics = json["diagnostics"].as_array().expect("a list").iter().map(|it| problem(it, "level", "code"));
    let problems: Vec<Problem> = findings.chain(diagnostics).collect();
    assert_eq!(lines.len(), problems.len());
    (lines, problems)
}

fn number(captures: &Captures<'_>, group: usize) -> u64 {
    captures[group].parse().expect("a number")
}

/// What matchers in the form of GitHub and Visual Studio Code make of a line: the first that fits counts.
fn by_json(matchers: &Value, line: &str) -> Option<Problem> {
    matchers.as_array().expect("a list").iter().find_map(|matcher| {
        let pattern = if matcher["pattern"].is_array() { &matcher["pattern"][0] } else { &matcher["pattern"] };
        let captures = Regex::new(pattern["regexp"].as_str()?).expect("a regular expression").captures(line)?;
        let group = |name: &str| pattern[name].as_u64().map(|group| group as usize);
        Some(Problem {
            path: captures[group("file")?].to_owned(),
            place: group("line")
                .zip(group("column"))
                .map(|(line, column)| (number(&captures, line), number(&captures, column))),
            level: match matcher["severity"].as_str()? {
                "error" => "error",
                "warning" => "warning",
                _ => "notice",
            },
            message: captures[group("message")?].to_owned(),
            id: captures[group("code")?].to_owned(),
        })
    })
}

#[test]
fn the_matchers_of_github_and_visual_studio_code_read_every_line() {
    let (lines, problems) = printed(&project());
    assert!(problems.iter().any(|problem| problem.place.is_none()), "a file without text: {problems:#?}");
    for level in ["error", "warning"] {
        assert!(problems.iter().any(|problem| problem.level == level), "{level}: {problems:#?}");
    }
    let github: Value = serde_json::from_str(GITHUB_PROBLEM_MATCHER).expect("JSON");
    let vscode: Value = serde_json::from_str(VSCODE_TASKS).expect("JSON");
    for matchers in [&github["problemMatcher"], &vscode["tasks"][0]["problemMatcher"]] {
        for (line, problem) in lines.iter().zip(&problems) {
            assert_eq!(by_json(matchers, line).as_ref(), Some(problem), "{line}");
        }
    }
}

/// GitHub replaces a matcher by the next of the same owner.
#[test]
fn every_matcher_has_an_owner_of_its_own() {
    let github: Value = serde_json::from_str(GITHUB_PROBLEM_MATCHER).expect("JSON");
    let matchers = github["problemMatcher"].as_array().expect("a list");
    let owners: std::collections::BTreeSet<_> = matchers.iter().map(|matcher| matcher["owner"].as_str()).collect();
    assert_eq!(owners.len(), matchers.len());
}

/// A pattern of Vim's `errorformat` as Vim itself translates it.
fn vim_pattern(format: &str) -> Regex {
    let mut pattern = "^".to_owned();
    let mut chars = format.chars();
    while let Some(char) = chars.next() {
        match char {
            '%' => pattern.push_str(match chars.next().expect("an item") {
                'f' => "(?<file>.+?)",
                'l' => r"(?<line>\d+)",
                'c' => r"(?<column>\d+)",
                't' => "(?<type>.)",
                'm' => "(?<message>.+)",
                item => panic!("%{item}"),
            }),
            '\\' => pattern.push_str(&regex::escape(&chars.next().expect("a character").to_string())),
            _ => pattern.push_str(&regex::escape(&char.to_string())),
        }
    }
    Regex::new(&format!("{pattern}$")).expect("a regular expression")
}

#[test]
fn vim_reads_every_line() {
    let (_, formats) = VIM_COMPILER.split_once("errorformat=").expect("an errorformat");
    let formats: Vec<_> = formats.lines().filter_map(|line| line.trim().strip_prefix('\\')).collect();
    let patterns: Vec<_> = formats.iter().map(|format| vim_pattern(format.trim_end_matches(','))).collect();
    assert_eq!(patterns.len(), 7);
    let (lines, problems) = printed(&project());
    for (line, problem) in lines.iter().zip(&problems) {
        let captures = patterns.iter().find_map(|pattern| pattern.captures(line)).expect(line);
        let number = |name: &str| captures.name(name).map(|text| text.as_str().parse::<u64>().expect("a number"));
        assert_eq!(captures["file"], problem.path, "{line}");
        assert_eq!(number("line").zip(number("column")), problem.place, "{line}");
        assert!(captures["message"].ends_with(&format!("{} [{}]", problem.message, problem.id)), "{line}");
        let kind = captures.name("type").map(|kind| kind.as_str());
        assert!(kind.is_none_or(|kind| problem.level.starts_with(if kind == "n" { "notice" } else { kind })), "{line}");
    }
}

/// A regular expression of Emacs, as it is written in Lisp, in the syntax of everybody else.
fn emacs_pattern(literal: &str) -> Regex {
    let text = literal.replace("\\n", "\n").replace("\\\\", "\\");
    let swapped = text.replace("\\(", "\u{1}").replace("\\)", "\u{2}").replace("\\|", "\u{3}");
    assert!(!swapped.contains(['(', ')', '|']) || swapped.contains("\u{1}?:"), "{swapped}");
    Regex::new(&swapped.replace('\u{1}', "(").replace('\u{2}', ")").replace('\u{3}', "|"))
        .expect("a regular expression")
}

#[test]
fn emacs_reads_every_line() {
    let patterns: Vec<_> = EMACS_REGEXPS.split('"').skip(1).step_by(2).map(emacs_pattern).collect();
    let [located, file] = patterns.as_slice() else { panic!("{patterns:?}") };
    let (lines, problems) = printed(&project());
    for (line, problem) in lines.iter().zip(&problems) {
        let Some(captures) = located.captures(line) else {
            let captures = file.captures(line).expect(line);
            assert_eq!((&captures[1], problem.place), (problem.path.as_str(), None), "{line}");
            continue;
        };
        assert_eq!(captures[1], problem.path, "{line}");
        assert_eq!(Some((number(&captures, 2), number(&captures, 3))), problem.place, "{line}");
        let level = match (captures.get(4), captures.get(5)) {
            (None, None) => "error",
            (Some(_), _) => "warning",
            (None, Some(_)) => "notice",
        };
        assert_eq!(level, problem.level, "{line}");
    }
}
