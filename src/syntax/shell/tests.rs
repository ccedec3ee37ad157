use super::*;

/// A word with `$name` and `$()` for what is not known.
fn show(word: &Word) -> String {
    let show = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::Variable { name, .. } => format!("${{{name}}}"),
        Part::Substitution { .. } => "$()".to_owned(),
    };
    word.parts.iter().map(show).collect()
}

/// The commands, each as `[assignments] words >program piped to`.
fn outline(text: &str) -> Vec<String> {
    let script = parse(text, 0);
    let describe = |command: &Command| {
        let mut words: Vec<String> = command.assignments.iter().map(|word| format!("[{}]", show(word))).collect();
        words.extend(command.words.iter().map(show));
        match command.pipe_to {
            Some(to) => words.push(format!(">{}", script.commands[to].words.first().map(show).unwrap_or_default())),
            None if command.piped => words.push(">?".to_owned()),
            None => {}
        }
        words.join(" ")
    };
    script.commands.iter().map(describe).collect()
}

#[test]
fn commands_are_found_wherever_they_stand() {
    let cases: [(&str, &[&str]); 31] = [
        ("a b && c || d; e & f\ng", &["a b", "c", "d", "e", "f", "g"]),
        ("a \\\n  b\\\nc", &["a bc"]),
        ("a | b |& c", &["a >b", "b >c", "c"]),
        ("a |\n b", &["a >b", "b"]),
        ("(a; b) | c", &["a >c", "b >c", "c"]),
        ("{ a; b; } | c", &["a >c", "b >c", "c"]),
        ("a | (b; c)", &["a >b", "b", "c"]),
        ("a | { b; }", &["a >b", "b"]),
        ("if a; then b; elif ! c; then d; else e; fi", &["a", "b", "c", "d", "e"]),
        ("for x in 1 $(a); do b $x; done | c", &["a", "b ${x} >c", "c"]),
        ("for x; do a; done", &["a"]),
        ("while a; do b; done < f", &["a", "b", ""]),
        ("a | while read x; do b; done", &["a >read", "read x", "b"]),
        ("case $x in a|b) c;; (d) e ;; *) f; esac; g", &["c", "e", "f", "g"]),
        ("case $(a) in\n b)\n c\n ;;\nesac | d", &["a", "c >d", "d"]),
        ("f() { a; }; function g { b; }; f", &["", "a", "b", "f"]),
        ("A=1 B=\"2 3\" c D=4", &["[A=1] [B=2 3] c D=4"]),
        ("A=$(b c)", &["[A=$()]", "b c"]),
        ("a \"$(b \"c $(d)\")\" e", &["a $() e", "b c $()", "d"]),
        ("a `b \"c\"` d", &["a $() d", "b c"]),
        ("a ${X:-$(b)}c", &["a $()c", "b"]),
        ("a >b 2>&1 <c &>d >>e f", &["a f"]),
        ("a <<EOF && b\nc\nEOF\nd", &["a", "b", "d"]),
        ("a <<-'E'\n\tc\n\tE\nd", &["a", "d"]),
        ("a <<< b c", &["a c"]),
        ("a <(b c)", &["a $()", "b c"]),
        ("[[ -f a && b < c ]] && d", &["[[ -f a b c ]]", "d"]),
        ("a # b; c\nd", &["a", "d"]),
        ("a if then done#x", &["a if then done#x"]),
        ("a $((1 + (2)))", &["a $()"]),
        ("\"if\" a", &["if a"]),
    ];
    for (text, expected) in cases {
        assert_eq!(outline(text), expected, "{text}");
        assert!(parse(text, 0).complete, "{text}");
    }
}

#[test]
fn words_are_resolved() {
    let cases = [
        (r#"a'b "c'"d 'e"f"#, r#"ab "cd 'ef"#),
        (r#""\$x\"\\\a""#, r#"$x"\\a"#),
        (r"a\ b\$c", "a b$c"),
        ("$x${y}$1$?$", "${x}${y}$()$()$"),
        ("'$x'", "$x"),
        ("\"a\\\nb\"", "ab"),
        ("é'ü'", "éü"),
        ("a`b`c", "a$()c"),
        ("''", ""),
    ];
    for (text, expected) in cases {
        let script = parse(text, 0);
        assert_eq!(show(&script.commands[0].words[0]), expected, "{text}");
        assert_eq!(script.commands[0].words[0].range.slice(text), text);
    }
}

#[test]
fn places_count_from_the_base() {
    let text = "if x; then curl \"$URL\" 2>/dev/null |\n  sudo bash; fi";
    let padded = format!("RUN {text}");
    let script = parse(text, 4);
    let commands: Vec<_> = script.commands.iter().map(|command| command.range.slice(&padded)).collect();
    assert_eq!(commands, ["x", "curl \"$URL\" 2>/dev/null", "sudo bash"]);
    let Part::Variable { range, .. } = script.commands[1].words[1].parts[0] else { panic!("a variable") };
    assert_eq!(range.slice(&padded), "$URL");
}

#[test]
fn variables_that_the_script_sets_are_noted() {
    let script = parse("A=1; export B=2 C; for d in x; do read E; done; F+=3", 0);
    assert_eq!(script.assigned.iter().map(String::as_str).collect::<Vec<_>>(), ["A", "B", "E", "F", "d"]);
}

#[test]
fn here_documents_are_marked() {
    let text = "cat <<EOF > f && <<'X' y";
    let script = parse(text, 0);
    let marks: Vec<_> =
        script.commands.iter().flat_map(Command::heredocs).map(|at| &text[at as usize..][..3]).collect();
    assert_eq!(marks, ["<<E", "<<'"]);
}

#[test]
fn what_does_not_close_is_incomplete() {
    for text in ["a 'b", "a \"b", "(a", "a )", "a $(b", "a `b", "a ${b", "case x in", "a $((1"] {
        assert!(!parse(text, 0).complete, "{text}");
    }
}

#[test]
fn hostile_inputs_end_soon() {
    let bits = [
        "(",
        ")",
        "{ ",
        "$(",
        "`",
        "\"",
        "'",
        "${",
        "$((",
        "case x in ",
        "a|",
        "a<<E\n",
        "if ",
        "\\\n",
        "<(",
        "[[ ",
        "for x in ",
        ";",
        "a=",
        "\"$(",
        "é",
        "f() ",
        "((a)|",
        "\u{0}",
        "<",
        "a) ",
        "esac ",
        "\\",
    ];
    for bit in bits {
        for count in [1, 3, 20_000] {
            parse(&bit.repeat(count), 0);
        }
        for other in bits {
            parse(&format!("{bit}{other}").repeat(60), 0);
        }
    }
}

#[test]
fn what_is_done_with_input_and_output_is_kept() {
    let text = "a <f 2>>g >(b) | (c; d | e) > h; while f; do g <<E; done &> i && `j`\nx $(y)\nE\n! k";
    let script = parse(text, 0);
    let show = |command: &Command| {
        let redirections = command.redirections.iter().map(|one| one.range.slice(text)).collect::<Vec<_>>().join(",");
        let program = command.words.first().map(show).unwrap_or_default();
        format!(
            "{program} {redirections} {:?} {:?} {:?} {:?}",
            command.reads, command.group, command.next, command.condition
        )
    };
    let shown: Vec<String> = script.commands.iter().map(show).collect();
    assert_eq!(
        shown,
        [
            "a <f,2>>g None None Pipe false",
            "b  None None End false",
            "c  Some(2) None Always false",
            "d  Some(2) None Pipe false",
            "e  Some(4) None End false",
            " > h None Some(2..5) Always false",
            "f  None None Always true",
            "g <<E None None Always false",
            " &> i None Some(6..8) AndThen false",
            "$()  None None Always false",
            "j  None None End false",
            "k  None None End true",
        ]
    );
    assert_eq!(script.subshells.first(), Some(&(2..5)));
    assert_eq!(script.subshells.len(), 1);
    let bodies = script.commands[7].redirections.iter().map(|one| match one.kind {
        RedirectionKind::Heredoc { body: Some(body) } => body.slice(text),
        _ => "",
    });
    assert_eq!(bodies.collect::<Vec<_>>(), ["x $(y)\n"]);
    let nested = script.commands.iter().flat_map(|command| &command.words).flat_map(|word| &word.parts);
    let nested = nested.filter_map(|part| match part {
        Part::Substitution { kind, commands, .. } => Some((*kind, commands.clone())),
        _ => None,
    });
    assert_eq!(nested.collect::<Vec<_>>(), [(Substitution::Writer, 1..2), (Substitution::Output, 10..11)]);
}
