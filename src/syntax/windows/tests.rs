use super::*;
use crate::syntax::shell::Part;

/// Each call in one line: what it is assigned to, its words, and where its output goes. Variables are `<name>`, and
/// whatever else is computed `<>`.
fn show(script: &Script) -> Vec<String> {
    let word = |word: &Word| -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Variable { name, .. } => format!("<{name}>"),
            Part::Substitution { .. } => "<>".to_owned(),
        };
        word.parts.iter().map(part).collect()
    };
    let call = |call: &Call| {
        let words: Vec<String> = call.words.iter().map(word).collect();
        let name = match call.role {
            Role::Program => String::new(),
            Role::Method => ".".to_owned(),
            Role::Value => "=".to_owned(),
        };
        let assigned = call.assigned.as_ref().map_or(String::new(), |name| format!("{name} "));
        let to = call.pipe_to.map_or(String::new(), |to| format!(" |{to}"));
        let within = call.within.map_or(String::new(), |within| format!(" ^{within}"));
        format!("{assigned}{name}{}{to}{within}", words.join("·"))
    };
    script.calls.iter().map(call).collect()
}

#[test]
fn powershell_is_split_into_calls() {
    let cases: &[(&str, &[&str])] = &[
        (
            "Invoke-WebRequest -Uri 'https://a.b/c' -UseBasicParsing | iex",
            &["Invoke-WebRequest·-Uri·https://a.b/c·-UseBasicParsing |1", "iex"],
        ),
        (
            "iex ((New-Object Net.WebClient).DownloadString('https://a.b'))",
            &["iex·<>", "=<><> ^0", "New-Object·Net.WebClient ^3", ".DownloadString·https://a.b ^1"],
        ),
        ("$x = iwr https://a.b; iex $x.Content", &["x =", "iwr·https://a.b ^0", "iex·<x><>"]),
        ("[string]$p = 'it''s'; $env:T = \"a`\"b $env:U\"", &["p =it's", "env:T =a\"b <env:U>"]),
        (
            "if(-not (Test-Path c:\\x)){ mkdir c:\\x } else { exit 1 }; choco install git -y",
            &["=", "=-not·<> ^0", "Test-Path·c:\\x ^1", "mkdir·c:\\x ^0", "=", "=1 ^4", "choco·install·git·-y"],
        ),
        ("& 'C:\\a b\\x.exe' /S; . .\\y.ps1", &["C:\\a b\\x.exe·/S", ".\\y.ps1"]),
        ("[Net.ServicePointManager]::SecurityProtocol = 'tls12'", &["SecurityProtocol =tls12"]),
        ("foo @{password='x'; url = $u} 2>&1 > log.txt # rest", &["foo·<>", "password =x ^0", "url =<u> ^0"]),
        ("gci | % { del $_ } | Out-Null", &["gci |1", "%·<> |3", "del·<_> ^1", "Out-Null"]),
        ("a && b || c & d", &["a", "b", "c", "d"]),
        ("exit-pssession; return iwr x", &["exit-pssession", "iwr·x"]),
        ("$s = @'\nit's\n'@\nx `\n  -y", &["s =\nit's", "x·-y"]),
    ];
    for (text, expected) in cases {
        let script = parse_powershell(text, 0);
        assert_eq!(show(&script), *expected, "{text}");
        assert_eq!(script.unread, None, "{text}");
    }
}

#[test]
fn cmd_is_split_into_calls() {
    let cases: &[(&str, &[&str])] = &[
        ("mkdir C:\\dir\\ && cd \"C:\\a b\" & dir", &["mkdir·C:\\dir\\", "cd·C:\\a b", "dir"]),
        ("curl.exe -L https://a.b -o x.exe|find \"x\"", &["curl.exe·-L·https://a.b·-o·x.exe |1", "find·x"]),
        ("powershell -Command \"iwr 'u' | iex; \\\"x\\\"\"", &["powershell·-Command·iwr 'u' | iex; \"x\""]),
        ("set \"A=b c\" & setx D %E%f /M >nul 2>&1", &["A =b c", "setx·D·<env:E>f·/M"]),
        ("if not exist C:\\x (mkdir C:\\x) else (echo a^&b)", &["mkdir·C:\\x", "echo·a&b"]),
        ("if \"%A%\"==\"b\" choco install c", &["choco·install·c"]),
        ("for %i in (a b) do @call copy %i c", &["copy·%i·c"]),
        ("rem nothing\nx a || y", &["x·a", "y"]),
    ];
    for (text, expected) in cases {
        let script = parse_cmd(text, 0);
        assert_eq!(show(&script), *expected, "{text}");
        assert_eq!(script.unread, None, "{text}");
    }
}

#[test]
fn what_cannot_be_read_is_said() {
    for text in ["a; 'b", "a \"b", "a (b", "a )", "x $(y", "$a.b('c'", "@'\nx", "a {b"] {
        assert!(parse_powershell(text, 0).unread.is_some(), "{text}");
    }
    for text in ["(a", "if x y z", "for %i in (a b)"] {
        assert!(parse_cmd(text, 0).unread.is_some(), "{text}");
    }
    for text in ["call ", "(a) else ", "if exist a "] {
        assert!(parse_cmd(&format!("{}x", text.repeat(20)), 0).unread.is_none(), "{text}");
        assert!(parse_cmd(&format!("{}x", text.repeat(100)), 0).unread.is_some(), "{text}");
    }
    assert!(parse_powershell(&format!("{}1", "$a = ".repeat(100)), 0).unread.is_some());
    let hostile = [
        "(",
        "$(",
        "\"$(",
        "@{",
        "$a.b(",
        "a|",
        "[",
        "`",
        "^",
        "%",
        "if ",
        "if exist a ",
        "else ",
        "call ",
        "for %i in (a) do ",
        "&",
        "'",
        "$x.y(1).",
        "$a=",
        "a = ",
    ];
    for piece in hostile {
        let text = piece.repeat(20_000);
        parse_powershell(&text, 0);
        parse_cmd(&text, 0);
    }
}

#[test]
fn places_are_those_of_the_text() {
    let text = "x; iwr  -Uri 'ü' | iex ";
    let script = parse_powershell(text, 0);
    let calls: Vec<&str> = script.calls.iter().map(|call| call.range.slice(text)).collect();
    assert_eq!(calls, ["x", "iwr  -Uri 'ü'", "iex"]);
    assert_eq!(script.calls[1].words[2].range.slice(text), "'ü'");
    let text = "a \"b c\" > d & e";
    let calls = parse_cmd(text, 0).calls;
    assert_eq!(calls.iter().map(|call| call.range.slice(text)).collect::<Vec<_>>(), ["a \"b c\"", "e"]);
    assert_eq!(calls[0].words[1].range.slice(text), "\"b c\"");
}
