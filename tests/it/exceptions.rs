//! Inline exceptions: on a line, on a block, for a file; what expired and what covers nothing.

use crate::runner::Project;

/// A security group with an exception comment at one of its places: before the block, on its header, above the
/// argument, behind the argument.
fn group(places: [&str; 4]) -> String {
    let [above_block, on_header, above_argument, behind_argument] = places;
    format!(
        r#"{above_block}
resource "aws_security_group" "a" {{ {on_header}
  description = "Servers"
  ingress {{
    description = "SSH"
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    {above_argument}
    cidr_blocks = ["0.0.0.0/0"] {behind_argument}
  }}
}}
"#
    )
}

fn scan(text: &str) -> (Vec<String>, i32) {
    let project = Project::new(&[("main.tf", text)]);
    let run = project.run(&["scan", ".", "--format", "concise"]);
    (run.ids().into_iter().map(str::to_owned).collect(), run.code)
}

#[test]
fn an_exception_covers_its_line_its_block_or_its_file() {
    const IGNORE: &str = "# ravelin:ignore cloud-network-open-ssh";
    for place in 0..4 {
        let mut places = [""; 4];
        places[place] = IGNORE;
        assert_eq!(scan(&group(places)), (vec![], 0), "place {place}");
    }
    let elsewhere = format!("{}\n# end\nlocals {{ # ravelin:ignore-file CKV_AWS_24\n}}\n", group([""; 4]));
    assert_eq!(scan(&elsewhere), (vec![], 0));
    assert_eq!(scan(&group([""; 4])), (vec!["cloud-network-open-ssh".to_owned()], 1));
}

#[test]
fn an_exception_elsewhere_covers_nothing_and_says_so() {
    let text = format!("# ravelin:ignore cloud-network-open-ssh\nlocals {{}}\n{}", group([""; 4]));
    assert_eq!(scan(&text), (vec!["cloud-network-open-ssh".to_owned(), "exception-unmatched".to_owned()], 1));
}

#[test]
fn exceptions_end_and_mistakes_in_them_are_reported() {
    let cases = [
        ("# ravelin:ignore cloud-network-open-ssh until=2999-12-31", vec![]),
        (
            "# ravelin:ignore cloud-network-open-ssh until=2001-01-01",
            vec!["exception-expired", "cloud-network-open-ssh"],
        ),
        ("# ravelin:ignore cloud-network-open-ssh until=soon", vec!["exception-syntax", "cloud-network-open-ssh"]),
        ("# ravelin:ignore cloud-network-open-shh", vec!["exception-unknown-check", "cloud-network-open-ssh"]),
        ("# ravelin:ignore", vec!["exception-syntax", "cloud-network-open-ssh"]),
        ("# ravelin:ignore cloud-network-*", vec![]),
    ];
    for (comment, mut expected) in cases {
        let (mut ids, _) = scan(&group([comment, "", "", ""]));
        ids.sort();
        expected.sort_unstable();
        assert_eq!(ids, expected, "{comment}");
    }
}

/// Writes a file with a comment in it.
type Text<'t> = &'t dyn Fn(&str) -> String;

#[test]
fn exceptions_work_in_every_language() {
    let pod = |comment: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  hostNetwork: true {comment}\n  containers:\n    - name: a\n      image: a:1\n"
        )
    };
    let dockerfile = |comment: &str| format!("FROM debian:12\n{comment}\nUSER root\n");
    let cases: [(&str, Text<'_>, &str); 2] = [
        ("pod.yaml", &pod, "kubernetes-workload-host-network"),
        ("Dockerfile", &dockerfile, "docker-dockerfile-root-user"),
    ];
    for (name, text, id) in cases {
        let has = |comment: &str| {
            let project = Project::new(&[(name, &text(comment))]);
            project.run(&["scan", ".", "--format", "concise"]).ids().contains(&id)
        };
        assert!(has("# nothing"), "{id}");
        assert!(!has(&format!("# ravelin:ignore {id} reason=\"a test\"")), "{id}");
    }
}

#[test]
fn what_is_excepted_stays_visible_as_evidence() {
    let comment = r#"# ravelin:ignore cloud-network-open-ssh until=2999-12-31 owner=net-team reason="jump host""#;
    let project = Project::new(&[("main.tf", &group([comment, "", "", ""]))]);
    let json = project.run(&["scan", ".", "--format", "json", "--checks", "cloud-network-open-ssh"]).json();
    assert_eq!(json["coverage"]["verdicts"]["suppressed"], 1);
    let suppression = &json["findings"][0]["suppression"];
    assert_eq!(suppression["owner"], "net-team");
    assert_eq!(suppression["reason"], "jump host");
    assert_eq!(suppression["until"], "2999-12-31");
    let sarif = project.run(&["scan", ".", "--format", "sarif", "--checks", "cloud-network-open-ssh"]).json();
    let suppression = &sarif["runs"][0]["results"][0]["suppressions"][0];
    assert_eq!(suppression["kind"], "inSource");
    let pretty = project.run(&["scan", ".", "--show-suppressed"]).stdout;
    assert!(pretty.contains("jump host"), "{pretty}");
}

/// The checks of the findings in a scan of `files` that are not covered, and the syntaxes of the exceptions that cover
/// others.
fn covered(files: &[(&str, &str)], checks: &str) -> (Vec<String>, Vec<String>) {
    let project = Project::new(files);
    let report = project.run(&["scan", ".", "--format", "json", "--checks", checks]).json();
    let (mut open, mut syntaxes) = (Vec::new(), Vec::new());
    for finding in report["findings"].as_array().expect("a list") {
        match finding["suppression"]["syntax"].as_str() {
            Some(syntax) => syntaxes.push(syntax.to_owned()),
            None => open.push(finding["checkId"].as_str().expect("text").to_owned()),
        }
    }
    syntaxes.sort();
    (open, syntaxes)
}

#[test]
fn comments_of_other_tools_are_honoured() {
    let within = |comment: &str| group(["", comment, "", ""]);
    let cases = [
        (within("#checkov:skip=CKV_AWS_24:the office"), "checkov"),
        (group(["", "", "# checkov:skip=CKV_AWS_24", ""]), "checkov"),
        (group(["#tfsec:ignore:AVD-AWS-0107", "", "", ""]), "tfsec"),
        (group(["#tfsec:ignore:aws-ec2-no-public-ingress-sgr", "", "", ""]), "tfsec"),
        (group(["", "", "", "#trivy:ignore:AWS-0107"]), "trivy"),
        (group(["# kics-scan ignore-block", "", "", ""]), "kics"),
        (group(["", "", "# kics-scan ignore-line", ""]), "kics"),
        (group(["# kics-scan disable=65905cec-d691-4320-b320-2000436cb696", "", "", ""]), "kics"),
        (within("#ts:skip=AC_AWS_0227 because"), "terrascan"),
    ];
    for (text, syntax) in cases {
        let (open, syntaxes) = covered(&[("main.tf", &text)], "cloud-network-open-ssh");
        // `tfsec:` comments are Trivy's own older ones.
        assert_eq!((open, syntaxes), (vec![], vec![syntax.to_owned()]), "{text}");
    }
    // Outside of its reach, a comment covers nothing, and is no mistake.
    let elsewhere = format!("{}\n# checkov:skip=CKV_AWS_24\n", group([""; 4]));
    assert_eq!(covered(&[("main.tf", &elsewhere)], "cloud-network-open-ssh").0, ["cloud-network-open-ssh"]);
}

#[test]
fn hadolint_comments_hold_for_the_next_instruction_or_the_file() {
    let file = |above: &str, before: &str| format!("{above}\nFROM debian:12\n{before}\nRUN sudo true\nUSER app\n");
    let cases = [
        (file("", "# hadolint ignore=DL3004"), vec!["hadolint"]),
        (file("# hadolint global ignore=DL3004", ""), vec!["hadolint"]),
        (file("", "# hadolint ignore = DL3004 , DL3008 # why"), vec!["hadolint"]),
        (file("# hadolint global ignore = DL3008, DL3004", ""), vec!["hadolint"]),
        (file("# hadolint stage ignore=DL3004", ""), vec!["hadolint"]),
        (file("# hadolint stage ignore=DL3004", "") + "FROM debian:12\nRUN sudo true\n", vec!["hadolint"]),
        (file("", "# hadolint stage ignore=DL3004"), vec![]),
        (file("# hadolint ignore=DL3004", ""), vec![]),
    ];
    for (text, expected) in cases {
        assert_eq!(covered(&[("Dockerfile", &text)], "DL3004").1, expected, "{text}");
    }
}

#[test]
fn build_checks_of_buildkit_are_left_out_where_it_leaves_them_out() {
    let file = |top: &str| format!("{top}FROM debian:12 AS scratch\nMAINTAINER me\nCMD exec run\n");
    let rules = ["buildkit:MaintainerDeprecated", "JSONArgsRecommended", "buildkit:ReservedStageName"];
    let cases = [
        ("# check=skip=MaintainerDeprecated\n", 1),
        ("# syntax=docker/dockerfile:1\n#check = skip=MaintainerDeprecated,JSONArgsRecommended;error=true\n", 2),
        ("# check=skip=all\n", 3),
        ("# check=skip=StageNameCasing,OfTomorrow\n", 0),
        ("# a comment\n# check=skip=all\n", 0),
        ("# check=skp=all\n", 0),
        ("", 0),
    ];
    for (top, count) in cases {
        let (open, syntaxes) = covered(&[("Dockerfile", &file(top))], &rules.join(","));
        assert_eq!((syntaxes.len(), open.len()), (count, 3 - count), "{top}: {open:?}");
        assert!(syntaxes.iter().all(|syntax| syntax == "buildkit"), "{top}: {syntaxes:?}");
    }
    // Only what is a build check of BuildKit is left out.
    let root = file("# check=skip=all\n") + "USER root\n";
    assert_eq!(covered(&[("Dockerfile", &root)], "docker-dockerfile-root-user").0, ["docker-dockerfile-root-user"]);
}

/// Runs a scan and asserts that a malformed exception excepts nothing and is reported with these words.
fn assert_malformed(name: &str, text: &str, check: &str, words: &str) {
    let project = Project::new(&[(name, text)]);
    let run = project.run(&["scan", ".", "--format", "json", "--checks", check]);
    let report = run.json();
    let findings = report["findings"].as_array().expect("a list");
    assert!(!findings.is_empty(), "{text}");
    assert!(findings.iter().all(|finding| finding["suppression"].is_null()), "{text}");
    let said = report["diagnostics"].to_string();
    assert!(said.contains("the exception does not hold: ") && said.contains(words), "{words}: {text}\n{said}");
    assert!(said.contains("warning"), "{said}");
    let listed = project.run(&["exceptions", "list", "."]).stdout;
    assert!(listed.contains(": malformed "), "{text}\n{listed}");
}

#[test]
fn malformed_exceptions_of_ours_hold_for_nothing() {
    let cases = [
        ("# ravelin:ignore cloud-network-open-ssh unitl=2024-06-30", "did you mean `until=`?"),
        ("# ravelin:ignore cloud-network-open-ssh note=x", "`note=` is not part of an exception"),
        ("# ravelin:ignore cloud-network-open-ssh until=2999-01-01 until=2999-02-02", "given twice"),
        ("# ravelin:ignore cloud-network-open-ssh until=30.6.2999", "is not a date"),
        ("# ravelin:ignore cloud-network-open-ssh until=", "is not a date"),
        ("# ravelin:ignore cloud-network-open-ssh reason=\"open", "are not closed"),
        ("# ravelin:ignore cloud-network-open-ssh reason=a public site", "there is no check `public`"),
        ("# ravelin:ignore cloud-network-open-ssh # a public site", "there is no check `#`"),
        ("# ravelin:ignore cloud-network-open-ssh,cloud-network-open-shh", "did you mean `cloud-network-open-ssh`?"),
        ("# ravelin:ignore cloud-network-open-ssh,cloud-netwrok-*", "did you mean `cloud-network-*`?"),
        ("# ravelin:ignore cloud-network-open-ssh,network-exposure", "is a category, and no check"),
        ("# ravelin:ignore-file cloud-network-open-ssh,nothing-of-ours", "there is no check `nothing-of-ours`"),
        ("# ravelin:ignore-file", "names no check"),
        ("# ravelin:ignore", "names no check"),
        ("#ravelin: ignore", "its marker is not spelled"),
        ("# ravelin: ignore=cloud-network-open-ssh unitl=2024-06-30", "its marker is not spelled"),
        ("# ravelin:ignore=cloud-network-open-ssh", "its marker is not spelled"),
        ("# ravelin:ignore-line cloud-network-open-ssh", "its marker is not spelled"),
        ("# ravelin:skip cloud-network-open-ssh", "its marker is not spelled"),
    ];
    for (comment, words) in cases {
        assert_malformed("main.tf", &group([comment, "", "", ""]), "cloud-network-open-ssh", words);
    }
}

#[test]
fn malformed_annotations_hold_for_nothing() {
    let cases = [
        ("ravelin/ignore: CKV_K8S_16 unitl=2999-01-01", "did you mean `until=`?"),
        ("ravelin/ignore: CKV_K8S_16 until=soon", "is not a date"),
        ("ravelin/ignore: 'CKV_K8S_16,CKV_K8S_160'", "there is no check `CKV_K8S_160`"),
        ("ravelin/ignore: ''", "names no check"),
        ("ravelin/ignores: CKV_K8S_16", "did you mean `ravelin/ignore`?"),
        ("runterrascan.io/skip: AC_K8S_0046", "a list in JSON"),
    ];
    for (annotation, words) in cases {
        let text = format!(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n    {annotation}\nspec:\n  \
             containers:\n    - {{name: a, image: a, securityContext: {{privileged: true}}}}\n"
        );
        assert_malformed("pod.yaml", &text, "CKV_K8S_16", words);
    }
}

#[test]
fn what_another_tool_does_not_understand_holds_for_nothing() {
    let dockerfile = |top: &str, before: &str| format!("{top}FROM debian:12\n{before}\nRUN sudo true\nCMD exec run\n");
    let cases = [
        (dockerfile("", "# hadolint ignore=DL3004,dl3008"), "DL3004", "`dl3008` is no name of a rule"),
        (dockerfile("", "# hadolint ignore DL3004"), "DL3004", "`=` must follow `ignore`"),
        (dockerfile("", "# hadolint ignore=DL3004 because"), "DL3004", "is no name of a rule"),
        (dockerfile("", "# hadolint stage ignore=DL3004"), "DL3004", "before the `FROM` of a stage"),
        (dockerfile("# check=skp=all\n", ""), "JSONArgsRecommended", "`skp=all` is no option of `check`"),
        (dockerfile("", "# check=skip=all"), "JSONArgsRecommended", "it is a plain comment here"),
    ];
    for (text, check, words) in cases {
        assert_malformed("Dockerfile", &text, check, words);
    }
    let cases = [
        (group(["#tfsec:ignore:AVD-AWS-0107,AVD-AWS-0104", "", "", ""]), "one name for Trivy and tfsec"),
        (group(["#trivy:ignore:AVD-AWS-0107:exp:soon", "", "", ""]), "is not a date"),
        (group(["# kics-scan ignore-blok", "", "", ""]), "did you mean `ignore-block`?"),
        (group(["", "# kics-scan ignore", "", ""]), "above everything else"),
        (group(["", "# kics-scan disable=65905cec-d691-4320-b320-2000436cb696", "", ""]), "above everything else"),
        (group(["", "# ts:skip=AC_AWS_0227", "", ""]), "directly behind a `#` only"),
        (group(["", "#ts:skip=SSH", "", ""]), "no name of a rule"),
    ];
    for (text, words) in cases {
        assert_malformed("main.tf", &text, "cloud-network-open-ssh", words);
    }
}

#[test]
fn exceptions_of_checks_that_do_not_run_are_no_mistakes() {
    let text = group(["# ravelin:ignore cloud-network-open-ssh,aws-s3-public-acl", "", "", ""]);
    let project = Project::new(&[("main.tf", &text)]);
    let run = project.run(&["scan", ".", "--format", "concise", "--checks", "cloud-network-open-ssh"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{}", run.stderr);
}

#[test]
fn annotations_hold_for_their_object() {
    let pod = |name: &str, annotation: &str| {
        format!(
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: {name}\n  annotations: {{{annotation}}}\nspec:\n  \
             containers:\n    - {{name: a, image: a, securityContext: {{privileged: true}}}}\n"
        )
    };
    let cases = [
        ("checkov.io/skip1: CKV_K8S_16=a driver", "checkov"),
        ("ignore-check.kube-linter.io/privileged-container: a driver", "kube-linter"),
        ("kube-linter.io/ignore-all: a driver", "kube-linter"),
        ("kube-score/ignore: 'pod-networkpolicy,container-security-context-privileged'", "kube-score"),
        ("ravelin/ignore: CKV_K8S_16 owner=a reason=\"a driver\"", "ravelin"),
    ];
    for (annotation, syntax) in cases {
        let text = format!("{}---\n{}", pod("a", annotation), pod("b", ""));
        let (open, syntaxes) = covered(&[("pod.yaml", &text)], "CKV_K8S_16");
        assert_eq!((open.len(), syntaxes), (1, vec![syntax.to_owned()]), "{text}");
    }
}

#[test]
fn lists_hold_by_check_path_and_resource() {
    let text = group([""; 4]);
    let entry = |more: &str| format!("exceptions: [{{checks: [cloud-network-open-ssh], reason: a{more}}}]\n");
    let cases = [
        (".ravelin.yaml", entry(""), true),
        (".ravelin.yaml", entry(", paths: [net/]"), true),
        (".ravelin.yaml", entry(", paths: [web/]"), false),
        (".ravelin.yaml", entry(", resources: ['aws_security_group.*']"), true),
        (".ravelin.yaml", entry(", resources: ['*.b']"), false),
        (".ravelin.yaml", entry(", until: 2001-01-01"), false),
        (".trivyignore", "AVD-AWS-0107\n".to_owned(), true),
        (".trivyignore", "AVD-AWS-0107 exp:2001-01-01\n".to_owned(), false),
        (".trivyignore.yaml", "misconfigurations: [{id: AVD-AWS-0107, paths: ['net/*.tf']}]\n".to_owned(), true),
        (".checkov.yaml", "skip-check: [CKV_AWS_2*]\n".to_owned(), true),
    ];
    for (name, list, covers) in cases {
        let (open, _) = covered(&[("net/main.tf", &text), (name, &list)], "cloud-network-open-ssh");
        assert_eq!(open.is_empty(), covers, "{name}: {list}");
    }
}

#[test]
fn the_policy_refuses_what_it_must() {
    let text = group(["# ravelin:ignore cloud-network-open-ssh", "", "", ""]);
    let blank = group(["# ravelin:ignore cloud-network-open-ssh owner= reason=\" \"", "", "", ""]);
    let reasoned = group(["# ravelin:ignore cloud-network-open-ssh reason=\"the office\"", "", "", ""]);
    let cases = [
        (&text, "{}", true),
        (&text, "{require-reason: true}", false),
        (&reasoned, "{require-reason: true}", true),
        (&reasoned, "{max-days: 30}", false),
        (&reasoned, "{not-inline: [network-exposure]}", false),
        (&text, "{require-owner: true}", false),
        (&text, "{require-until: true}", false),
        (&blank, "{require-reason: true}", false),
        (&blank, "{require-owner: true}", false),
    ];
    for (text, policy, holds) in cases {
        let configuration = format!("exception-policy: {policy}\n");
        let project = Project::new(&[("main.tf", text), (".ravelin.yaml", &configuration)]);
        let run = project.run(&["scan", ".", "--format", "concise", "--checks", "cloud-network-open-ssh"]);
        assert_eq!(run.ids().contains(&"exception-refused"), !holds, "{policy}: {}", run.stdout);
        assert_eq!(run.code, i32::from(!holds), "{policy}: {}", run.stdout);
    }
}

#[test]
fn every_exception_is_listed_with_what_became_of_it() {
    let text =
        group(["# ravelin:ignore cloud-network-open-ssh until=2001-01-01", "#checkov:skip=CKV_AWS_24:office", "", ""]);
    let project = Project::new(&[("main.tf", &text), (".trivyignore", "AVD-AWS-9999\n")]);
    let run = project.run(&["exceptions", "list", "."]);
    let expected = ".trivyignore:1: unmatched AVD-AWS-9999 (trivy, covers 0)\n\
                    main.tf:1: expired cloud-network-open-ssh (ravelin, covers 0) until=\"2001-01-01\"\n\
                    main.tf:2: active CKV_AWS_24 (checkov, covers 1) reason=\"office\"\n\
                    3 exceptions: 1 active, 1 expired, 1 unmatched, 0 refused, 0 malformed\n";
    assert_eq!(run.stdout, expected, "{}", run.stderr);
    let report = project.run(&["exceptions", "list", ".", "--json"]).json();
    assert_eq!((&report[2]["state"], &report[2]["findings"]), (&"active".into(), &1.into()));
}

#[test]
fn what_is_imported_is_a_configuration_that_holds() {
    let baseline = r#"{"failed_checks": [{"file": "/main.tf", "findings":
        [{"resource": "aws_security_group.a", "check_ids": ["CKV_AWS_24"]}]}]}"#;
    let text = group([""; 4]);
    let project = Project::new(&[("main.tf", &text), (".checkov.baseline", baseline)]);
    let scan = ["scan", ".", "--format", "concise", "--checks", "cloud-network-open-ssh"];
    assert_eq!(project.run(&scan).code, 1);
    let run = project.run(&["exceptions", "import", ".checkov.baseline"]);
    project.write(".ravelin.yaml", run.stdout.as_bytes());
    let after = project.run(&scan);
    assert_eq!((after.code, after.stdout.as_str()), (0, ""), "{}\n{}", run.stdout, after.stderr);
    assert_eq!(project.run(&["exceptions", "import", "main.tf"]).code, 2);
    // Names that only the other tool knows would be mistakes there.
    project.write(".trivyignore", b"AVD-AWS-0107\nAVD-AWS-9999\n");
    let run = project.run(&["exceptions", "import", ".trivyignore"]);
    assert!(run.stdout.contains("  # no check has the name \"AVD-AWS-9999\"\n"), "{}", run.stdout);
    project.write(".ravelin.yaml", run.stdout.as_bytes());
    assert_eq!(project.run(&scan).code, 0, "{}", run.stdout);
}
