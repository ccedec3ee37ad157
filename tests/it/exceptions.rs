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
    let json = project.run(&["scan", ".", "--format", "json"]).json();
    assert_eq!(json["coverage"]["verdicts"]["suppressed"], 1);
    let suppression = &json["findings"][0]["suppression"];
    assert_eq!(suppression["owner"], "net-team");
    assert_eq!(suppression["reason"], "jump host");
    assert_eq!(suppression["until"], "2999-12-31");
    let sarif = project.run(&["scan", ".", "--format", "sarif"]).json();
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
        (within("# kics-scan disable=65905cec-d691-4320-b320-2000436cb696"), "kics"),
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
        (file("# hadolint ignore=DL3004", ""), vec![]),
    ];
    for (text, expected) in cases {
        assert_eq!(covered(&[("Dockerfile", &text)], "DL3004").1, expected, "{text}");
    }
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
    let reasoned = group(["# ravelin:ignore cloud-network-open-ssh reason=\"the office\"", "", "", ""]);
    let cases = [
        (&text, "{}", true),
        (&text, "{require-reason: true}", false),
        (&reasoned, "{require-reason: true}", true),
        (&reasoned, "{max-days: 30}", false),
        (&reasoned, "{not-inline: [network-exposure]}", false),
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
                    3 exceptions: 1 active, 1 expired, 1 unmatched, 0 refused\n";
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
}
