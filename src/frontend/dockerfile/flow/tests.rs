//! Tables of steps: what runs which download, and what unpacks which.

use crate::frontend::dockerfile::tests::table;

/// What becomes of the downloads of a stage: `program < address`, with `=` for what is unpacked. Nothing for those that nobody
/// runs or unpacks unverified.
fn outcome(steps: &str) -> String {
    let text = format!("FROM a\n{steps}\n");
    let rows = table(&text, "downloads", &["url", "run", "unpacked"]);
    let member = |view: &str, name: &str| -> String {
        let start = view.find(&format!("{name}=")).unwrap() + name.len() + 1;
        let rest = &view[start..];
        rest[..rest.find(" with=").unwrap_or(rest.len())].to_owned()
    };
    let show = |row: &String| {
        let cells: Vec<&str> = row.split(" | ").collect();
        let marks = [(cells[1], '<'), (cells[2], '=')];
        let used = marks.into_iter().filter(|(view, _)| *view != "-");
        used.map(|(view, mark)| format!("{} {mark} {}", member(view, "program"), cells[0])).collect::<Vec<_>>()
    };
    rows.iter().flat_map(show).collect::<Vec<_>>().join("; ")
}

fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(steps, expected)| (steps, expected, outcome(steps)))
        .filter(|(_, expected, found)| *expected != found)
        .map(|(steps, expected, found)| format!("{steps}\n  expected {expected:?}\n  found    {found:?}"))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_piped_into_an_interpreter_runs() {
    check(&[
        ("RUN curl -fsSL https://x/i | sh", "sh < https://x/i"),
        ("RUN curl -fsSL https://x/i | bash -s -- --yes", "bash < https://x/i"),
        ("RUN wget -qO- https://x/i | sudo -E bash -", "bash < https://x/i"),
        ("RUN wget -O - https://x/i | env A=1 nice -n 5 dash", "dash < https://x/i"),
        ("RUN curl https://x/i | tee /tmp/log | sh", "sh < https://x/i"),
        ("RUN curl https://x/i | sed s/a/b/ | grep -v c | tr -d '\\r' | bash", "bash < https://x/i"),
        ("RUN curl https://x/i.gz | gunzip -c | sh", "sh < https://x/i.gz"),
        ("RUN curl https://x/i | base64 -d | sh", "sh < https://x/i"),
        ("RUN curl https://x/i.tgz | tar -xzO i.sh | sh", "sh < https://x/i.tgz"),
        ("RUN curl https://x/i | busybox sh", "sh < https://x/i"),
        ("RUN busybox wget -O- https://x/i | sh", "sh < https://x/i"),
        ("RUN curl https://x/i | php", "php < https://x/i"),
        ("RUN curl https://x/i | php -- --install-dir=/bin", "php < https://x/i"),
        ("RUN curl https://x/i | python3 -", "python3 < https://x/i"),
        ("RUN curl https://x/i | python3 - --version 1", "python3 < https://x/i"),
        ("RUN curl https://x/i | perl - App::cpanminus", "perl < https://x/i"),
        ("RUN curl https://x/i | node", "node < https://x/i"),
        ("RUN (curl https://x/i) | sh", "sh < https://x/i"),
        ("RUN { curl https://x/i; echo a; } 2>/dev/null | sh", "sh < https://x/i"),
        ("RUN curl https://x/i | (cd /tmp && sh)", "sh < https://x/i"),
        ("RUN curl https://x/i | { read a; bash; }", "bash < https://x/i"),
        ("RUN if a; then curl https://x/i; else wget -qO- https://x/j; fi | sh", "sh < https://x/i"),
        ("RUN curl https://x/i > >(sh)", "sh < https://x/i"),
        ("RUN curl https://x/i | tee >(bash) > /dev/null", "bash < https://x/i"),
        ("RUN curl https://x/i | bash -c sh", "sh < https://x/i"),
        ("RUN curl https://x/i | su - me", "su < https://x/i"),
        ("RUN curl https://x/i | su me -c 'bash -s'", "bash < https://x/i"),
        ("RUN curl https://x/i | xargs -0 sh -c", "sh < https://x/i"),
        ("RUN curl https://x/i | xargs -I % sh -c '%'", "sh < https://x/i"),
        ("RUN echo 'curl https://x/i | sh' | bash", "sh < https://x/i"),
        ("RUN cat <<E | bash\ncurl https://x/i | sh\nE", "sh < https://x/i"),
        ("RUN echo https://x/i | xargs curl -fsSL | sh", "sh < -"),
        ("RUN for a in $(curl https://x/i | sh); do b; done", "sh < https://x/i"),
        ("RUN case $(curl https://x/i | sh) in a) b;; esac", "sh < https://x/i"),
        ("RUN if if curl https://x/i; then a; fi | b; then c; fi | sh", ""),
        ("RUN if if a; then b; fi | c; then curl https://x/i; fi | sh", "sh < https://x/i"),
        ("RUN deno run https://x/i.ts", "deno < https://x/i.ts"),
        ("RUN http https://x/i | sh", "sh < https://x/i"),
        ("RUN aria2c -o i https://x/i && sh i", "sh < https://x/i"),
        ("ENV U=https://x\nRUN curl $U/i | sh", "sh < https://x/i"),
        ("RUN curl $U/i | sh", "sh < ${U}/i"),
    ]);
}

#[test]
fn what_a_substitution_holds_runs() {
    check(&[
        ("RUN bash -c \"$(curl -fsSL https://x/i)\"", "bash < https://x/i"),
        ("RUN sh -c \"$(wget -qO- https://x/i)\" \"\" --unattended", "sh < https://x/i"),
        ("RUN sh -c \"`curl https://x/i`\"", "sh < https://x/i"),
        ("RUN eval \"$(curl https://x/i)\"", "eval < https://x/i"),
        ("RUN eval `curl https://x/i`", "eval < https://x/i"),
        ("RUN $(curl https://x/i)", "the shell < https://x/i"),
        ("RUN bash <(curl -s https://x/i) --yes", "bash < https://x/i"),
        ("RUN python3 <(curl -s https://x/i)", "python3 < https://x/i"),
        ("RUN source <(curl -s https://x/i)", "source < https://x/i"),
        ("RUN . <(curl -s https://x/i)", ". < https://x/i"),
        ("RUN bash < <(curl -s https://x/i)", "bash < https://x/i"),
        ("RUN bash <<< \"$(curl -s https://x/i)\"", "bash < https://x/i"),
        ("RUN . /dev/stdin <<< \"$(curl -s https://x/i)\"", ". < https://x/i"),
        ("RUN python3 -c \"$(curl -s https://x/i)\"", "python3 < https://x/i"),
        ("RUN ruby -e \"$(curl -s https://x/i)\"", "ruby < https://x/i"),
        ("RUN S=$(curl https://x/i); echo \"$S\" | sh", "sh < https://x/i"),
        ("RUN S=\"$(curl https://x/i)\" && eval \"$S\"", "eval < https://x/i"),
        ("RUN export S=$(curl https://x/i) && bash -c \"$S\"", "bash < https://x/i"),
        ("RUN sudo -u me bash -c \"$(curl https://x/i)\"", "bash < https://x/i"),
        ("RUN su me -c \"$(curl https://x/i)\"", "su < https://x/i"),
        ("RUN bash -c \"bash -c \\\"\\$(curl https://x/i)\\\"\"", "bash < https://x/i"),
        ("RUN [\"bash\", \"-c\", \"eval \\\"$(curl https://x/i)\\\"\"]", "eval < https://x/i"),
        ("RUN [\"sh\", \"-c\", \"curl https://x/i | sh\"]", "sh < https://x/i"),
        ("RUN bash -c \"echo a; $(curl https://x/i)\"", "bash < https://x/i"),
    ]);
}

#[test]
fn what_is_saved_and_run_runs() {
    check(&[
        ("RUN curl -o f https://x/i && sh f", "sh < https://x/i"),
        ("RUN wget https://x/i.sh && chmod +x i.sh && ./i.sh", "./i.sh < https://x/i.sh"),
        ("RUN wget -P /opt https://x/i.sh\nRUN bash -x /opt/i.sh a", "bash < https://x/i.sh"),
        ("RUN curl -fsSLO https://x/i.py\nRUN python3 -u i.py", "python3 < https://x/i.py"),
        ("RUN curl https://x/i > /tmp/a\nRUN mv /tmp/a /tmp/b\nRUN sh < /tmp/b", "sh < https://x/i"),
        ("RUN curl https://x/i > /tmp/a\nRUN cat /tmp/a | sh", "sh < https://x/i"),
        ("RUN curl https://x/i > /tmp/a && . /tmp/a", ". < https://x/i"),
        ("RUN curl https://x/i | tee /tmp/a; bash /tmp/a", "bash < https://x/i"),
        ("RUN curl https://x/i.gz -o i.gz && gunzip i.gz && sh i", "sh < https://x/i.gz"),
        ("RUN sed s/a/b/ <(curl https://x/i) > f && sh f", "sh < https://x/i"),
        ("WORKDIR /w\nRUN curl -o f https://x/i\nRUN sh /w/f", "sh < https://x/i"),
        ("RUN cd /w && curl -o f https://x/i && cd / && sh /w/f", "sh < https://x/i"),
        ("RUN (cd /w && curl -o f https://x/i) && sh /w/f", "sh < https://x/i"),
        ("RUN F=$(mktemp) && curl -o \"$F\" https://x/i && bash \"$F\"", "bash < https://x/i"),
        ("RUN F=/tmp/f; curl -o $F https://x/i; sh /tmp/f", "sh < https://x/i"),
        ("ARG V\nRUN curl -o /t-$V https://x/i\nRUN sh /t-${V}", "sh < https://x/i"),
        ("RUN curl -o ~/f https://x/i && sh $HOME/f", "sh < https://x/i"),
        ("RUN curl -Lo /usr/local/bin/t https://x/i\nRUN chmod +x /usr/local/bin/t && t --version", "t < https://x/i"),
        ("RUN curl -Lo t https://x/i && install -m 755 t /usr/local/bin && sudo t", "t < https://x/i"),
        ("RUN curl -Lo t https://x/i && mv t /usr/local/bin/\nENTRYPOINT [\"t\"]", "t < https://x/i"),
        ("ADD https://x/i.sh /t/\nRUN sh /t/i.sh", "sh < https://x/i.sh"),
        ("ADD https://x/i /init\nRUN chmod +x /init\nENTRYPOINT [\"/init\"]", "/init < https://x/i"),
        ("FROM a AS b\nRUN curl -o /f https://x/i\nFROM b\nRUN sh /f", "sh < https://x/i"),
        ("FROM a AS b\nRUN curl -o /f https://x/i\nFROM a\nCOPY --from=b /f /g\nRUN sh /g", "sh < https://x/i"),
        ("FROM a AS b\nRUN curl -o /o/f https://x/i\nFROM a\nCOPY --from=b /o /p\nRUN sh /p/f", "sh < https://x/i"),
        ("FROM a AS b\nRUN curl -o /bin/f https://x/i\nFROM a\nCOPY --from=b /bin/ /bin/\nRUN f", "f < https://x/i"),
        ("RUN curl https://x/i | dd of=/f && sh /f", "sh < https://x/i"),
        ("RUN curl -o a.jar https://x/a.jar && java -jar a.jar", "java < https://x/a.jar"),
        ("RUN curl -o f https://x/i && sh f && bash f", "sh < https://x/i"),
        ("RUN curl -o a https://x/a -o b https://x/b && sh b && sh a", "sh < https://x/a; sh < https://x/b"),
        ("ONBUILD RUN curl -o /f https://x/i\nONBUILD RUN sh /f", "sh < https://x/i"),
        ("ONBUILD RUN curl https://x/i | sh", "sh < https://x/i"),
        ("RUN <<E\ncurl -o f https://x/i\nsh f\nE", "sh < https://x/i"),
        ("RUN bash -e <<E\ncurl https://x/i | sh\nE", "sh < https://x/i"),
        ("RUN su me <<E\ncurl https://x/i | sh\nE", "sh < https://x/i"),
        ("RUN sh -c 'wget https://x/i'\nRUN sh -c 'sh ./i'", "sh < https://x/i"),
        ("RUN sudo -u me wget https://x/i && runuser -u me -- sh i", "sh < https://x/i"),
        ("RUN env A=1 curl -o f https://x/i; timeout 5 sh f", "sh < https://x/i"),
    ]);
}

#[test]
fn what_is_only_read_runs_nothing() {
    check(&[
        ("RUN curl https://x/i | bash -c \"cat\"", ""),
        ("RUN curl https://x/i | bash -c 'cat > /f'", ""),
        ("RUN curl https://x/i | sh /other.sh", ""),
        ("RUN curl https://x/i | python3 -m json.tool", ""),
        ("RUN curl https://x/i | python3 -c 'import sys'", ""),
        ("RUN curl https://x/i | perl -pe s/a/b/ > /f", ""),
        ("RUN curl https://x/i | jq .a | xargs echo", ""),
        ("RUN curl https://x/i | tee /f", ""),
        ("RUN curl https://x/i | apt-key add -", ""),
        ("RUN curl https://x/i | runuser -u me -- tee /f", ""),
        ("RUN curl https://x/i.tgz | tar xz -C /opt && /opt/i/run", "tar = https://x/i.tgz"),
        ("RUN curl -o f https://x/i && cat f", ""),
        ("RUN curl -o f https://x/i; echo a > f; sh f", ""),
        ("RUN curl -o f https://x/i; rm f; sh f", ""),
        ("RUN curl -o f https://x/i\nCOPY f ./\nRUN sh f", ""),
        ("RUN curl -o /a/f https://x/i && sh /b/f", ""),
        ("RUN curl -o $F https://x/i && $G f", ""),
        ("RUN V=$(curl https://x/v) && echo $V && apt-get install a=$V", ""),
        ("RUN bash -c \"echo $(curl https://x/v)\"", ""),
        ("RUN echo \"echo $(curl https://x/v)\" | bash", ""),
        ("RUN echo 'curl https://x/i | sh' | tee /f", ""),
        ("RUN sh -c 'curl -fsS https://x/health'", ""),
        ("RUN wget https://x/install && install -m 755 a /b", ""),
        ("RUN curl https://x/i; sh", ""),
        ("RUN curl https://x/i && bash f", ""),
        ("RUN curl https://x/i || sh -c 'exit 1'", ""),
        ("RUN curl http://localhost:80/i | sh", ""),
        ("RUN curl -I https://x/i | sh", ""),
        ("RUN curl -o /dev/null https://x/i | sh", ""),
        ("RUN git clone https://x/i && sh i/f", ""),
        ("RUN echo 'curl https://x/i | sh'", ""),
        ("RUN cat <<E > /f\ncurl https://x/i | sh\nE", ""),
        ("RUN python3 <<E\ncurl | sh\nE", ""),
        ("CMD curl https://x/i", ""),
        ("ONBUILD RUN curl -o /f https://x/i\nRUN sh /f", ""),
        ("RUN (cd /w && curl -o f https://x/i) && sh f", ""),
        ("SHELL [\"pwsh\", \"-c\"]\nRUN curl https://x/i | sh", ""),
    ]);
}

#[test]
fn what_was_verified_before_may_run() {
    check(&[
        ("RUN curl -o f https://x/i && echo \"0a  f\" | sha256sum -c && sh f", ""),
        ("RUN curl -o f https://x/i && echo \"$S  f\" | sha256sum --check --strict - && sh f", ""),
        ("RUN curl -o /t/f https://x/i && (cd /t && sha512sum -c f.sha512) && sh /t/f", ""),
        ("RUN curl -O https://x/f && curl -O https://x/SUMS && grep ' f$' SUMS | sha256sum -c - && sh f", ""),
        ("RUN curl -O https://x/f && curl -O https://x/SUMS && sha256sum -c SUMS && sh f", ""),
        ("RUN curl -o f https://x/i && echo $SUM | shasum -a 256 -c && sh f", ""),
        ("RUN curl -o f https://x/i && gpg --batch --verify f.asc f && sh f", ""),
        ("RUN curl -o f https://x/i && gpgv f.sig f\nRUN sh f", ""),
        ("RUN curl -o f https://x/i && cosign verify-blob --signature s f && sh f", ""),
        ("RUN curl -o f https://x/i && minisign -Vm f -P k && sh f", ""),
        ("RUN curl -o f https://x/i && openssl dgst -sha256 -verify k -signature s f && sh f", ""),
        ("RUN curl -o f https://x/i && [ \"$(sha256sum f | cut -d' ' -f1)\" = 0a ] && sh f", ""),
        ("RUN curl -o f https://x/i; S=$(sha256sum f); test \"$S\" = \"0a f\" || exit 1; sh f", ""),
        ("RUN curl -o f https://x/i && sha256sum f | grep -q 0a && sh f", ""),
        ("RUN curl -o f https://x/i && sha256sum -c <<< '0a  f' && sh f", ""),
        ("RUN curl -o f https://x/i && sha256sum -c <<E\n0a  f\nE\nRUN sh f", ""),
        ("RUN curl -o f https://x/i && cp f g && echo '0a *g' | sha256sum -c && sh f", ""),
        ("ADD --checksum=sha256:0a https://x/i /f\nRUN sh /f", ""),
        // What is verified is something else, comes too late, or proves nothing.
        ("RUN curl -o f https://x/i && echo \"0a  g\" | sha256sum -c && sh f", "sh < https://x/i"),
        ("RUN curl -o f https://x/i && echo \"$S  g\" | sha256sum -c && sh f", "sh < https://x/i"),
        ("RUN curl -o f https://x/i && sh f && echo '0a  f' | sha256sum -c", "sh < https://x/i"),
        ("RUN curl -o f https://x/i && echo '0a  f' | md5sum -c && sh f", "sh < https://x/i"),
        ("RUN curl -o f https://x/i && sha256sum f && sh f", "sh < https://x/i"),
        ("RUN curl -o f https://x/i && cosign verify x.org/a && sh f", "sh < https://x/i"),
        ("RUN curl -o f https://x/i; echo '0a  f' | sha256sum -c || true; sh f", "sh < https://x/i"),
        ("RUN curl -o f https://x/i; sha256sum -c f.sum || echo bad && sh f", "sh < https://x/i"),
        ("RUN curl -o f https://x/i; test \"$(sha256sum f)\" = a || :; sh f", "sh < https://x/i"),
        ("RUN curl -o f https://x/i; sha256sum -c f.sum || { echo bad; exit 1; }; sh f", ""),
        ("RUN curl -o f https://x/i && gpg --import f && sh f", "sh < https://x/i"),
        ("RUN echo '0a  f' | sha256sum -c && curl -o f https://x/i && sh f", "sh < https://x/i"),
        ("RUN curl -O https://x/a https://x/b && sha256sum -c a.sha256 && sh a && sh b", ""),
        ("RUN wget https://x/a https://x/b && sha256sum -c a.sha256 && sh a && sh b", "sh < https://x/b"),
    ]);
}

#[test]
fn what_is_unpacked_is_known() {
    check(&[
        ("RUN curl http://x/i.tgz | tar xz", "tar = http://x/i.tgz"),
        ("RUN wget http://x/i.zip && unzip -q i.zip", "unzip = http://x/i.zip"),
        ("ADD http://x/i.tgz /t/\nRUN tar -C / -xf /t/i.tgz", "tar = http://x/i.tgz"),
        ("RUN curl -o /t.deb http://x/t.deb && dpkg -i /t.deb", "dpkg = http://x/t.deb"),
        ("RUN curl -o /t.deb http://x/t.deb && apt-get install -y /t.deb", "apt-get = http://x/t.deb"),
        ("RUN curl -O http://x/t.deb && dpkg -i *.deb", "dpkg = http://x/t.deb"),
        ("RUN curl -O http://x/t.deb && dpkg -i *.rpm /*.deb", ""),
        ("RUN rpm -Uvh http://x/t.rpm", "rpm = http://x/t.rpm"),
        ("RUN yum -y install http://x/t.rpm", "yum = http://x/t.rpm"),
        ("RUN pip install --index-url http://x/simple a", ""),
        ("RUN rpm --import http://x/key.rpm", ""),
        ("RUN curl -o i.tgz http://x/i.tgz && tar tf i.tgz", ""),
        ("RUN curl -o i.tgz http://x/i.tgz && echo '0a  i.tgz' | sha256sum -c && tar xf i.tgz", ""),
    ]);
}

#[test]
fn places_and_facts_are_those_of_the_command() {
    let text = "FROM a\nRUN curl -sS https://x/i \\\n  | sudo bash -x\nONBUILD RUN wget -qO- x.org/i | sh\nRUN curl \"$U\" | sh\n";
    let rows = table(text, "downloads", &["program", "scheme", "keyword", "stage", "final", "onbuild"]);
    assert_eq!(
        rows,
        ["curl | https | RUN | 0 | true | -", "wget | http | RUN | 0 | true | true", "curl | - | RUN | 0 | true | -"]
    );
    let (sources, output) = crate::frontend::dockerfile::tests::load(text);
    let downloads = output.resources[0].body.member("downloads").unwrap().as_list().unwrap().items.clone();
    let run = downloads[0].member("run").unwrap();
    assert_eq!((sources.slice(downloads[0].span), sources.slice(run.span)), ("curl -sS https://x/i", "sudo bash -x"));
    assert_eq!(sources.slice(run.origin.as_ref().unwrap().span), "curl -sS https://x/i");
}

#[test]
fn hostile_steps_end_soon() {
    let many = 3_000;
    let nested = |count: usize| "bash -c \"$(curl https://x/i | ".repeat(count);
    let cases = [
        format!("RUN {}", "curl -o f https://x/i; sh f; sha256sum -c s; ".repeat(10_000)),
        (0..many).map(|n| format!("RUN curl -o f{n} https://x/{n} && sh f{n} && sh *\n")).collect::<Vec<_>>().concat(),
        format!("RUN {}sh", "curl https://x/i | ".repeat(many)),
        format!("RUN ({}) | ({})", "curl https://x/i; ".repeat(many), "sh; ".repeat(many)),
        format!("RUN {}", "echo 'a  f' | sha256sum -c; ".repeat(many)),
        format!("RUN {}", "sudo ".repeat(many)),
        format!("RUN {}", "cd aaaaaaaaaa; curl -O https://x/i; ".repeat(many)),
        format!("RUN {}", "(cd a; ".repeat(many)),
        format!("RUN {}", nested(1_000)),
        format!("ENV A='sh -c \"$A $A $A $A\"'\nRUN {}", "sh -c \"$A\"; ".repeat(100)),
        format!("RUN A=a; {} sh $A", "A=$A$A; ".repeat(many)),
        format!("RUN x | {}b; {}", "while ".repeat(many), "do c; done; ".repeat(many)),
        format!("RUN {}a; {}", "if ".repeat(many), "fi | b; ".repeat(many)),
        "FROM a AS b\nRUN curl -O https://x/i\nFROM b\n".repeat(2_000),
    ];
    for text in &cases {
        table(&format!("FROM a\n{text}\n"), "downloads", &["url"]);
    }
    let deep = format!("FROM a\nRUN {}a", "eval ".repeat(20));
    let (_, output) = crate::frontend::dockerfile::tests::load(&deep);
    let downloads = output.resources[0].body.member("downloads").unwrap().as_list().unwrap();
    assert!(downloads.items[0].as_unknown().is_some(), "what is nested too deeply is not known");
}
