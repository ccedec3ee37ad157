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
