use super::*;

/// What was read, one line for each instruction: keyword, flags, form, words, pairs, heredocs.
fn outline(text: &str) -> Vec<String> {
    parse(text).instructions.iter().map(describe).collect()
}

fn describe(instruction: &Instruction<'_>) -> String {
    let mut line = vec![instruction.keyword.to_string()];
    for flag in &instruction.flags {
        line.push(format!(" --{}={}", flag.name, flag.value.as_ref().map_or("-", |value| &value.text)));
    }
    line.push(match instruction.form {
        Some(Form::Shell) => " shell".to_owned(),
        Some(Form::Exec) => " exec".to_owned(),
        None => String::new(),
    });
    for word in &instruction.words {
        line.push(format!(" [{}]", word.text));
    }
    for pair in &instruction.pairs {
        line.push(format!(" {}->{}", pair.name.text, pair.value.as_ref().map_or("-", |value| &value.text)));
    }
    for heredoc in &instruction.heredocs {
        line.push(format!(" {}:{:?}", heredoc.delimiter, heredoc.body));
    }
    if let Some(trigger) = &instruction.trigger {
        line.push(format!(" ({})", describe(trigger)));
    }
    line.concat()
}

#[test]
fn every_instruction_is_read() {
    let cases = [
        ("FROM --platform=$P a AS b", "FROM --platform=$P [a] [AS] [b]"),
        ("from alpine", "FROM [alpine]"),
        ("  RUN a && b", "RUN shell [a] [&&] [b]"),
        ("RUN [\"a\", \"b c\"]", "RUN exec [a] [b c]"),
        ("RUN [\"a\", 'b']", "RUN shell [[\"a\",] ['b']]"),
        (
            "RUN --mount=type=bind,target=/x --network=none a",
            "RUN --mount=type=bind,target=/x --network=none shell [a]",
        ),
        ("RUN -- --x", "RUN shell [--x]"),
        ("COPY --chown=1:1 --link a b /c/", "COPY --chown=1:1 --link=- shell [a] [b] [/c/]"),
        ("ADD [\"a b\", \"/c\"]", "ADD exec [a b] [/c]"),
        ("ENV A=1 B=\"2 3\" C=4\\ 5", "ENV [A=1] [B=\"2 3\"] [C=4\\ 5] A->1 B->\"2 3\" C->4\\ 5"),
        ("ENV A b c=d", "ENV [A] [b] [c=d] A->b c=d"),
        ("ENV A=", "ENV [A=] A->"),
        ("ARG A B=1", "ARG [A] [B=1] A->- B->1"),
        ("LABEL a.b=c \"d\"=e", "LABEL [a.b=c] [\"d\"=e] a.b->c \"d\"->e"),
        ("EXPOSE 80 443/tcp", "EXPOSE [80] [443/tcp]"),
        ("USER a:b", "USER [a:b]"),
        ("WORKDIR /a b", "WORKDIR [/a b]"),
        ("VOLUME /a /b", "VOLUME shell [/a] [/b]"),
        ("VOLUME [\"/a\"]", "VOLUME exec [/a]"),
        ("SHELL [\"cmd\", \"/S\"]", "SHELL exec [cmd] [/S]"),
        ("STOPSIGNAL SIGTERM", "STOPSIGNAL [SIGTERM]"),
        ("MAINTAINER a b", "MAINTAINER [a b]"),
        ("CMD a b", "CMD shell [a] [b]"),
        ("ENTRYPOINT [\"a\"]", "ENTRYPOINT exec [a]"),
        ("HEALTHCHECK --interval=5s CMD [\"a\"]", "HEALTHCHECK --interval=5s exec [CMD] [a]"),
        ("HEALTHCHECK cmd a || exit 1", "HEALTHCHECK shell [cmd] [a] [||] [exit] [1]"),
        ("HEALTHCHECK NONE", "HEALTHCHECK [NONE]"),
        ("ONBUILD COPY . /x", "ONBUILD (COPY shell [.] [/x])"),
    ];
    for (text, expected) in cases {
        let parsed = parse(text);
        let errors: Vec<_> =
            parsed.errors.iter().filter(|error| error.help != Some("a stage begins with `FROM`")).collect();
        assert!(errors.is_empty(), "{text}: {errors:?}");
        assert_eq!(outline(text), [expected], "{text}");
    }
}

#[test]
fn lines_continue_over_comments_and_blank_lines() {
    let text = "FROM a\nRUN one \\\n  # note\n\n  two\\  \nthree \\\\\nUSER x \\\n";
    assert_eq!(outline(text), ["FROM [a]", "RUN shell [one] [twothree] [\\\\]", "USER [x]"]);
    let parsed = parse(text);
    let word = &parsed.instructions[1].words[1];
    assert_eq!(word.range.slice(text), "two\\  \nthree");
    assert_eq!(parsed.instructions[1].range.slice(text), "RUN one \\\n  # note\n\n  two\\  \nthree \\\\");
    assert_eq!(parsed.instructions[2].range.slice(text), "USER x");
    let comments: Vec<_> = parsed.comments.iter().map(|comment| comment.range.slice(text)).collect();
    assert_eq!(comments, ["# note"]);
}

#[test]
fn directives_count_only_at_the_top() {
    let text = "# syntax = docker/dockerfile:1\r\n# Escape=`\r\n#check=skip=all\r\n# other=1\r\n# escape=\\\r\nFROM a\r\nRUN a `\r\n b\\\r\n";
    let parsed = parse(text);
    let directives: Vec<_> = parsed.directives.iter().map(|d| (d.name, d.value, d.range.slice(text))).collect();
    assert_eq!(
        directives,
        [
            ("syntax", "docker/dockerfile:1", "# syntax = docker/dockerfile:1"),
            ("Escape", "`", "# Escape=`"),
            ("check", "skip=all", "#check=skip=all"),
        ]
    );
    assert_eq!(parsed.escape, '`');
    let comments: Vec<_> = parsed.comments.iter().map(|comment| comment.range.slice(text)).collect();
    assert_eq!(comments, ["# other=1", "# escape=\\"]);
    assert_eq!(outline(text)[1], "RUN shell [a] [b\\]");
    assert_eq!(parse("# escape=x\nFROM a").errors[0].message, "`x` cannot be the escape character");
}

#[test]
fn heredocs_are_found_anywhere_in_the_line() {
    let cases = [
        ("RUN <<EOF\na\nEOF", "RUN shell [<<EOF] EOF:\"a\\n\""),
        ("RUN cat <<'E F' > x && y\na\nE F", "RUN shell [cat] [<<'E F'] [>] [x] [&&] [y] E F:\"a\\n\""),
        ("RUN python3 <<-\"X\"\n\tprint(1)\n\tX", "RUN shell [python3] [<<-\"X\"] X:\"\\tprint(1)\\n\""),
        ("COPY <<a <<b /x/\n1\na\n2\nb", "COPY shell [<<a] [<<b] [/x/] a:\"1\\n\" b:\"2\\n\""),
        ("RUN 3<<EOF a\n# no comment\nEOF", "RUN shell [3<<EOF] [a] EOF:\"# no comment\\n\""),
        ("RUN <<EOF \\\n  b\nbody\nEOF", "RUN shell [<<EOF] [b] EOF:\"body\\n\""),
        ("ONBUILD RUN <<EOF\nb\nEOF", "ONBUILD (RUN shell [<<EOF] EOF:\"b\\n\")"),
    ];
    for (text, expected) in cases {
        let text = format!("FROM a\n{text}\nUSER b");
        let parsed = parse(&text);
        assert_eq!(outline(&text), ["FROM [a]", expected, "USER [b]"]);
        assert!(parsed.errors.is_empty(), "{:?}", parsed.errors);
        assert_eq!(parsed.comments.len(), 0);
        assert!(text[parsed.instructions[1].range.end as usize..].starts_with("\nUSER"), "{text}");
    }
    for text in ["RUN cat <<< x", "RUN cat << x", "RUN a<<x", "RUN \"<<x\"", "CMD a <<x", "RUN [\"a\", \"<<x\"]"] {
        let text = format!("FROM a\n{text}\nUSER b");
        assert!(parse(&text).errors.is_empty(), "{text}");
        assert!(parse(&text).instructions[1].heredocs.is_empty(), "{text}");
    }
}

#[test]
fn a_mistake_costs_its_instruction() {
    let cases = [
        ("RUNN a", "RUNN", "`RUNN` is not an instruction"),
        ("&& b", "&&", "`&&` is not an instruction"),
        ("USER", "USER", "`USER` needs an argument"),
        ("COPY a", "COPY a", "`COPY` needs a source and a destination"),
        ("ENV A", "A", "`ENV A` gives no value"),
        ("ENV A=1 B", "B", "`B` is not of the form `name=value`"),
        ("SHELL bash", "bash", "`SHELL` takes a JSON array"),
        ("HEALTHCHECK a", "a", "`HEALTHCHECK` takes `CMD` and a command, or `NONE`"),
        ("HEALTHCHECK CMD", "CMD", "`HEALTHCHECK CMD` needs a command"),
        ("ONBUILD FROM a", "FROM", "`FROM` cannot be a trigger of `ONBUILD`"),
        ("FROM --platform=x", "FROM", "`FROM` needs an argument"),
        ("CMD [\"echo\", [\"x\"]]", "[\"x\"]", "an array of arguments holds nothing but strings"),
        ("RUN [\"a\", 1]", "1", "an array of arguments holds nothing but strings"),
        ("HEALTHCHECK CMD [true]", "true", "an array of arguments holds nothing but strings"),
        ("COPY [\"a\", null]", "null", "an array of arguments holds nothing but strings"),
        ("SHELL [{}]", "{}", "an array of arguments holds nothing but strings"),
    ];
    for (line, place, message) in cases {
        let text = format!("FROM a\n{line}\nUSER b");
        let parsed = parse(&text);
        let errors: Vec<_> = parsed.errors.iter().map(|e| (e.range.slice(&text), e.message.as_str())).collect();
        assert_eq!(errors, [(place, message)]);
        assert_eq!(outline(&text), ["FROM [a]", "USER [b]"]);
    }
}

#[test]
fn a_heredoc_without_end_is_reported_and_the_lines_below_are_read() {
    let text = "FROM a\nRUN <<EOF\nUSER b\n";
    let parsed = parse(text);
    assert_eq!(parsed.errors.len(), 1);
    assert_eq!(parsed.errors[0].range.slice(text), "<<EOF");
    assert_eq!(outline(text), ["FROM [a]", "RUN shell [<<EOF]", "USER [b]"]);
}

#[test]
fn only_arg_may_stand_before_from() {
    for (text, errors) in [("ARG a\nFROM b", 0), ("RUN a\nFROM b", 1), ("RUN a", 1), ("ARG a", 1), ("", 0), ("# x", 0)]
    {
        assert_eq!(parse(text).errors.len(), errors, "{text}");
    }
}

#[test]
fn stages_reach_from_their_from_to_their_last_instruction() {
    let text = "ARG a\nFROM b\nRUN x\n\n# c\nFROM d\n";
    let stages: Vec<_> = parse(text).stages().iter().map(|stage| stage.slice(text)).collect();
    assert_eq!(stages, ["FROM b\nRUN x", "FROM d"]);
}

#[test]
fn hostile_inputs_end_soon() {
    let cases = [
        "RUN a \\\n".repeat(50_000),
        (0..20_000).map(|n| format!("RUN <<E{n}\n")).collect::<Vec<_>>().concat(),
        "RUN <<E\n\tE\n".repeat(20_000),
        format!("RUN {}", "<<E ".repeat(20_000)),
        format!("RUN [{}", "\"a\",".repeat(100_000)),
        format!("ENV {}", "a=\"".repeat(100_000)),
        "ONBUILD ".repeat(50_000),
        "\u{0}\u{feff}\r\r\n\\\n\\".repeat(10_000),
        "é\\\n\\é <<é".repeat(10_000),
        "\\\n#\n".repeat(50_000),
        format!("FROM {}", "{{ {% <a ".repeat(20_000)),
        format!("COPY --from={}", "{{a".repeat(50_000)),
        format!("CMD [{}", "[".repeat(100_000)),
        format!("CMD [\"a\", {}]", "[1],".repeat(100_000)),
    ];
    for text in &cases {
        let parsed = parse(text);
        for instruction in &parsed.instructions {
            assert!(instruction.range.end as usize <= text.len());
        }
    }
}

/// Words are at their places in a text that uses every way to write them, whatever line endings it has.
#[test]
fn places_are_exact() {
    let unix = "FROM --platform=linux/amd64 a\\\n:1 AS b\nENV A=1 \\\n    B='x\\\ny'\nRUN [\"a\", \\\n \"é\"]\n";
    for text in [unix.to_owned(), unix.replace('\n', "\r\n")] {
        let parsed = parse(&text);
        assert!(parsed.errors.is_empty());
        for instruction in &parsed.instructions {
            for word in &instruction.words {
                let written = word.range.slice(&text).replace("\\\n", "").replace("\\\r\n", "");
                assert_eq!(written, word.text);
            }
            for flag in &instruction.flags {
                assert_eq!(flag.range.slice(&text), "--platform=linux/amd64");
                assert_eq!(flag.value.as_ref().unwrap().range.slice(&text), "linux/amd64");
            }
        }
        assert_eq!(parsed.instructions[2].words[1].range.slice(&text), "é");
    }
}

/// The same keywords and the same last characters as an independent parser finds.
#[test]
fn agrees_with_parse_dockerfile() {
    let texts = [
        "ARG V=1\nFROM --platform=$P debian:${V} AS base\nRUN apt-get update \\\n # c\n && apt-get install -y curl\n",
        "# escape=`\nFROM a\nRUN dir `\n  c:\\\nUSER x\n",
        "from a\nrun [\"x\", \"y\"]\ncopy --from=b a /c\nexpose 80 443\nvolume /a\n",
        "FROM a\nRUN <<EOF\nuser x\nEOF\nENV A=b \\\n    C=d\nLABEL x=y\nWORKDIR /a\nCMD a b\nENTRYPOINT [\"x\"]\n",
        "FROM a\nHEALTHCHECK --interval=1s CMD a \\\n  b\nSHELL [\"a\", \"b\"]\nSTOPSIGNAL 9\nMAINTAINER me\nADD a b\n",
    ];
    for text in texts {
        let theirs = parse_dockerfile::parse(text).unwrap();
        let ours = parse(text);
        assert!(ours.errors.is_empty(), "{:?}", ours.errors);
        let ours: Vec<_> = ours.instructions.iter().map(|i| (i.keyword_range, i.range.end)).collect();
        let theirs: Vec<_> = theirs.instructions.iter().map(their_places).collect();
        assert_eq!(ours, theirs, "{text}");
    }
}

fn their_places(instruction: &parse_dockerfile::Instruction<'_>) -> (TextRange, u32) {
    use parse_dockerfile::{Command, HealthcheckArguments, Instruction as I, JsonOrStringArray};
    let command = |command: &Command<'_>| match command {
        Command::Exec(all) => all.span.end,
        Command::Shell(all) => all.span.end,
        _ => 0,
    };
    let (keyword, end) = match instruction {
        I::Add(i) => (&i.add, i.dest.span.end),
        I::Arg(i) => (&i.arg, i.arguments.span.end),
        I::Cmd(i) => (&i.cmd, command(&i.arguments)),
        I::Copy(i) => (&i.copy, i.dest.span.end),
        I::Entrypoint(i) => (&i.entrypoint, command(&i.arguments)),
        I::Env(i) => (&i.env, i.arguments.span.end),
        I::Expose(i) => (&i.expose, i.arguments.last().unwrap().span.end),
        I::From(i) => (&i.from, i.as_.as_ref().map_or(i.image.span.end, |(_, name)| name.span.end)),
        I::Healthcheck(i) => match &i.arguments {
            HealthcheckArguments::Cmd { arguments, .. } => (&i.healthcheck, command(arguments)),
            _ => panic!("not in the texts"),
        },
        I::Label(i) => (&i.label, i.arguments.span.end),
        I::Maintainer(i) => (&i.maintainer, i.name.span.end),
        // The end marker of the last here-document follows its body; here it is always `EOF`.
        I::Run(i) => (&i.run, i.here_docs.last().map_or(command(&i.arguments), |doc| doc.span.end + "EOF".len())),
        I::Shell(i) => (&i.shell, i.arguments.last().unwrap().span.end + 2),
        I::Stopsignal(i) => (&i.stopsignal, i.arguments.span.end),
        I::User(i) => (&i.user, i.arguments.span.end),
        I::Volume(i) => match &i.arguments {
            JsonOrStringArray::String(all) => (&i.volume, all.last().unwrap().span.end),
            JsonOrStringArray::Json(_) => panic!("not in the texts"),
        },
        I::Workdir(i) => (&i.workdir, i.arguments.span.end),
        _ => panic!("not in the texts"),
    };
    (TextRange::new(keyword.span.start, keyword.span.end), end as u32)
}

#[test]
fn a_blank_may_stand_before_the_delimiter_of_a_here_document() {
    for mark in ["<< EOF", "<<- EOF", "<<  'EOF'", "0<< EOF"] {
        let text = format!("FROM a\nRUN cat {mark} > /f && b\nCOPY x y\nnothing\nEOF\nUSER c\n");
        let parsed = parse(&text);
        assert!(parsed.errors.is_empty(), "{mark}: {:?}", parsed.errors);
        let keywords: Vec<_> = parsed.instructions.iter().map(|one| one.keyword.as_str()).collect();
        assert_eq!(keywords, ["FROM", "RUN", "USER"], "{mark}");
        let heredoc = &parsed.instructions[1].heredocs[0];
        assert_eq!((&*heredoc.delimiter, heredoc.body), ("EOF", "COPY x y\nnothing\n"), "{mark}");
        assert_eq!(heredoc.expand, !mark.contains('\''), "{mark}");
    }
    // Without an end marker it is something else.
    let parsed = parse("FROM a\nRUN echo $((1 << 2)) x\nUSER b\n");
    assert_eq!((parsed.errors.len(), parsed.instructions.len()), (0, 3));
}
