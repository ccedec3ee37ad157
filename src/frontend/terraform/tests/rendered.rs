//! Data sources and functions that put texts together.

use super::Loaded;

/// `template_file` only renders its template, so its result is known as far as its variables are.
#[test]
fn a_template_file_is_rendered() {
    let rendered = |vars: &str| {
        let text = format!(
            "variable \"unset\" {{}}\ndata \"template_file\" \"t\" {{\n  template = \"hello $${{name}}!\"\n  vars     = {vars}\n}}\noutput \"o\" {{\n  value = data.template_file.t.rendered\n}}\n"
        );
        Loaded::new(&[("main.tf", &text)]).value("output.o", "value").render()
    };
    assert_eq!(rendered("{ name = \"you\" }"), "hello you!");
    assert_eq!(rendered("{ name = var.unset }"), "hello ${…}!");
    assert_eq!(rendered("{ name = 5 }"), "hello 5!");
}

/// What a `cloudinit_config` with these arguments renders.
fn cloud_init(body: &str) -> String {
    let text = format!(
        "variable \"unset\" {{}}\ndata \"cloudinit_config\" \"c\" {{\n{body}\n}}\noutput \"o\" {{\n  value = data.cloudinit_config.c.rendered\n}}\n"
    );
    let loaded = Loaded::new(&[("main.tf", &text)]);
    let value = loaded.value("output.o", "value");
    value.as_str().map_or_else(|| value.render(), str::to_owned)
}

#[test]
fn cloud_init_is_one_text_of_its_parts() {
    let plain = "gzip = false\nbase64_encode = false\n";
    let parts = "part {\n content = \"a\"\n}\npart {\n content_type = \"text/x-sh\"\n filename = \"b.sh\"\n merge_type = \"m\"\n content = \"b\"\n}\n";
    let expected = "Content-Type: multipart/mixed; boundary=\"MIMEBOUNDARY\"\nMIME-Version: 1.0\r\n\r\n--MIMEBOUNDARY\r\nContent-Transfer-Encoding: 7bit\r\nContent-Type: text/plain\r\nMime-Version: 1.0\r\n\r\na\r\n--MIMEBOUNDARY\r\nContent-Disposition: attachment; filename=\"b.sh\"\r\nContent-Transfer-Encoding: 7bit\r\nContent-Type: text/x-sh\r\nMime-Version: 1.0\r\nX-Merge-Type: m\r\n\r\nb\r\n--MIMEBOUNDARY--\r\n";
    assert_eq!(cloud_init(&format!("{plain}{parts}")), expected);
    let encoded = cloud_init("gzip = false\nboundary = \"//\"\npart {\n content = \"a\"\n}\n");
    assert_eq!(&encoded[..24], "Q29udGVudC1UeXBlOiBtdWx0");
    let open = cloud_init(&format!("{plain}part {{\n content = \"key: ${{var.unset}}\"\n}}\n"));
    assert!(open.starts_with("Content-Type: multipart/mixed") && open.ends_with('…'), "known in part: {open}");
    assert!(cloud_init(parts).contains("compressed text"));
    assert!(cloud_init(&format!("base64_encode = false\n{parts}")).contains("needs `base64_encode`"));
    assert!(cloud_init(&format!("gzip = var.unset\n{parts}")).contains("variable `unset` has no value"));
}

#[test]
fn values_are_decoded_without_names_and_functions() {
    let decoded = |text: &str| {
        let text = format!(
            "variable \"unset\" {{}}\noutput \"o\" {{\n  value = provider::terraform::decode_tfvars({text})\n}}\n"
        );
        Loaded::new(&[("main.tf", &text)]).value("output.o", "value").render()
    };
    for (text, expected) in [
        ("\"a = 1 + 1\\nb = [\\\"x\\\"]\\n\"", "{a: 2, b: [\"x\"]}"),
        ("\"a = c\\n\"", "(unknown: `c` is not defined)"),
        ("\"a = upper(\\\"x\\\")\\n\"", "(unknown: functions are not available here)"),
        ("\"a {}\\n\"", "(unknown: the text is not in the form of a `.tfvars` file)"),
        ("var.unset", "(unknown: variable `unset` has no value)"),
    ] {
        assert_eq!(decoded(text), expected, "{text}");
    }
}

#[test]
fn patterns_lead_into_folders() {
    let found = |pattern: &str| {
        let text = format!("output \"o\" {{\n  value = fileset(path.module, \"{pattern}\")\n}}\n");
        let files =
            [("main.tf", text.as_str()), ("+a.txt", ""), ("+x/a.txt", ""), ("+x/y/b.txt", ""), ("+x/y/z/c.md", "")];
        Loaded::new(&files).value("output.o", "value").render()
    };
    for (pattern, expected) in [
        ("*.txt", r#"["a.txt"]"#),
        ("**/*.txt", r#"["a.txt", "x/a.txt", "x/y/b.txt"]"#),
        ("x/**", r#"["x/a.txt", "x/y/b.txt", "x/y/z/c.md"]"#),
        ("x/*/*.{txt,md}", r#"["x/y/b.txt"]"#),
        ("**/y/**/*.md", r#"["x/y/z/c.md"]"#),
        ("./x/./a.txt", r#"["x/a.txt"]"#),
        ("**/**/**/**/c.md", r#"["x/y/z/c.md"]"#),
        ("../**", "(unknown: function `fileset(., ../**)` is not evaluated)"),
        ("none/*", "(unknown: function `fileset(., none/*)` is not evaluated)"),
        ("{a/b,c}", "(unknown: function `fileset(., {a/b,c})` is not evaluated)"),
    ] {
        assert_eq!(found(pattern), expected, "{pattern}");
    }
}
