//! Lists that age: every entry, with the check that asks the list; lists in own checks; what commands tell of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use ravelin::check::Registry;
use ravelin::check::lists::{Form, LISTS, List, find};
use ravelin::engine::{Input, Progress, Request, scan};
use ravelin::source::SourceMap;

use crate::runner::Project;

/// A list, a check that asks it, the entries for which this is so, and a resource with `VERSION` in it.
type Row = (&'static str, &'static str, fn(&str) -> bool, &'static str);

const fn all(_: &str) -> bool {
    true
}

fn is_number(entry: &str) -> bool {
    entry.starts_with(|char: char| char.is_ascii_digit())
}

fn is_name(entry: &str) -> bool {
    !is_number(entry)
}

const DATABASE: &str = "aws-rds-old-version";
const IMAGE: &str = "azure-compute-old-image";

const ROWS: &[Row] = &[
    ("aws-aurora-mysql", DATABASE, all, r#""aws_rds_cluster" engine="aurora-mysql" engine_version="VERSION""#),
    (
        "aws-aurora-postgresql",
        DATABASE,
        all,
        r#""aws_rds_cluster" engine="aurora-postgresql" engine_version="VERSION""#,
    ),
    ("aws-eks", "aws-eks-old-version", all, r#""aws_eks_cluster" version="VERSION""#),
    (
        "aws-elasticache-redis",
        "aws-elasticache-old-redis",
        all,
        r#""aws_elasticache_cluster" engine_version="VERSION""#,
    ),
    (
        "aws-elasticsearch",
        "aws-opensearch-old-version",
        all,
        r#""aws_opensearch_domain" engine_version="Elasticsearch_VERSION""#,
    ),
    (
        "aws-elasticsearch",
        "aws-opensearch-old-version",
        all,
        r#""aws_elasticsearch_domain" elasticsearch_version="VERSION""#,
    ),
    (
        "kubernetes",
        "kubernetes-cluster-old-component",
        all,
        r#""kubernetes_pod_v1" spec={container={name="x",image="registry.k8s.io/kube-proxy:vVERSION"}}"#,
    ),
    ("aws-lambda", "aws-lambda-old-runtime", all, r#""aws_lambda_function" runtime="VERSION""#),
    (
        "aws-mq-activemq",
        "aws-mq-old-version",
        all,
        r#""aws_mq_broker" engine_type="ActiveMQ" engine_version="VERSION""#,
    ),
    (
        "aws-mq-rabbitmq",
        "aws-mq-old-version",
        all,
        r#""aws_mq_broker" engine_type="RabbitMQ" engine_version="VERSION""#,
    ),
    ("aws-msk", "aws-msk-old-version", all, r#""aws_msk_cluster" kafka_version="VERSION""#),
    ("aws-mwaa", "aws-mwaa-old-version", all, r#""aws_mwaa_environment" airflow_version="VERSION""#),
    (
        "aws-opensearch",
        "aws-opensearch-old-version",
        all,
        r#""aws_opensearch_domain" engine_version="OpenSearch_VERSION""#,
    ),
    ("aws-rds-ca", "aws-rds-expired-ca", all, r#""aws_db_instance" ca_cert_identifier="VERSION""#),
    ("aws-rds-mariadb", DATABASE, all, r#""aws_db_instance" engine="mariadb" engine_version="VERSION""#),
    ("aws-rds-mysql", DATABASE, all, r#""aws_db_instance" engine="mysql" engine_version="VERSION""#),
    ("aws-rds-postgres", DATABASE, all, r#""aws_db_instance" engine="postgres" engine_version="VERSION""#),
    (
        "aws-sagemaker-notebook",
        "aws-sagemaker-notebook-old-platform",
        all,
        r#""aws_sagemaker_notebook_instance" platform_identifier="VERSION""#,
    ),
    (
        "azure-aks-lts",
        "azure-aks-old-version",
        all,
        r#""azurerm_kubernetes_cluster" kubernetes_version="VERSION" support_plan="AKSLongTermSupport""#,
    ),
    (
        "azure-aks-lts",
        "azure-aks-old-version",
        all,
        r#""azurerm_kubernetes_cluster_node_pool" orchestrator_version="VERSION""#,
    ),
    ("azure-aks", "azure-aks-old-version", all, r#""azurerm_kubernetes_cluster" kubernetes_version="VERSION""#),
    (
        "azure-functions",
        "azure-appservice-old-functions",
        all,
        r#""azurerm_linux_function_app" functions_extension_version="~VERSION""#,
    ),
    ("azure-mysql", "azure-sql-old-engine", all, r#""azurerm_mysql_flexible_server" version="VERSION""#),
    ("azure-postgresql", "azure-sql-old-engine", all, r#""azurerm_postgresql_flexible_server" version="VERSION""#),
    (
        "debian",
        IMAGE,
        all,
        r#""azurerm_linux_virtual_machine" source_image_reference={offer="debian-x",sku="VERSION"}"#,
    ),
    (
        "dotnet",
        "azure-appservice-old-dotnet",
        all,
        r#""azurerm_windows_web_app" site_config={application_stack={dotnet_version="vVERSION"}}"#,
    ),
    ("gcp-functions", "gcp-functions-old-runtime", all, r#""google_cloudfunctions_function" runtime="VERSION""#),
    (
        "gcp-functions",
        "gcp-functions-old-runtime",
        all,
        r#""google_cloudfunctions2_function" build_config={runtime="VERSION"}"#,
    ),
    (
        "gcp-gke-extended",
        "gcp-gke-old-version",
        all,
        r#""google_container_cluster" node_version="VERSION" release_channel={channel="EXTENDED"}"#,
    ),
    ("gcp-gke", "gcp-gke-old-version", all, r#""google_container_cluster" min_master_version="VERSION""#),
    ("gcp-sql", "gcp-sql-old-version", all, r#""google_sql_database_instance" database_version="VERSION""#),
    (
        "node",
        "azure-appservice-old-node",
        all,
        r#""azurerm_linux_web_app" site_config={application_stack={node_version="~VERSION"}}"#,
    ),
    (
        "php",
        "azure-appservice-old-php",
        all,
        r#""azurerm_linux_web_app" site_config={application_stack={php_version="VERSION"}}"#,
    ),
    ("python", "azure-appservice-old-python", all, r#""azurerm_app_service" site_config={python_version="VERSION"}"#),
    (
        "ubuntu",
        IMAGE,
        is_number,
        r#""azurerm_linux_virtual_machine" source_image_reference={offer="UbuntuServer",sku="VERSION"}"#,
    ),
    (
        "ubuntu",
        IMAGE,
        is_name,
        r#""azurerm_virtual_machine" storage_image_reference={offer="0001-com-ubuntu-server-VERSION",sku="x"}"#,
    ),
    (
        "windows-server",
        IMAGE,
        all,
        r#""azurerm_windows_virtual_machine" source_image_reference={offer="WindowsServer",sku="VERSION"}"#,
    ),
];

/// A resource of a row: arguments stand on lines of their own, and what is in braces is a block.
fn resource(row: &str, name: &str, version: &str) -> String {
    let (kind, arguments) = row.split_once(' ').expect("a kind and arguments");
    let arguments = arguments.replace("={", " {\n").replace(['}'], "\n}\n").replace(',', "\n").replace("\" ", "\"\n");
    format!("resource {kind} \"{name}\" {{\n{}\n}}\n", arguments.replace("VERSION", version))
}

/// The messages of one check on a text, by the addresses that they are of.
fn messages(check: &str, file: &str, text: String) -> BTreeMap<String, String> {
    let (registry, progress) = (Registry::new(Registry::embedded().find(check)), Progress::default());
    let input = Input::Text { name: file.into(), text };
    let request = Request::new(vec![input], PathBuf::from("/nonexistent"), &registry, &progress);
    let outcome = scan(&request, SourceMap::new()).outcome;
    assert!(outcome.not_assessed.is_empty() && outcome.diagnostics.is_empty(), "{check}: {:?}", outcome.diagnostics);
    let message = |finding: ravelin::finding::Finding| (finding.addresses.concat(), finding.message);
    outcome.findings.into_iter().map(message).collect()
}

/// The first number of a version; more than any where there is none.
fn major(version: &str) -> u64 {
    version.split('.').next().and_then(|part| part.parse().ok()).unwrap_or(u64::MAX)
}

/// Versions of a list with what the message must say of each; none where it must pass.
fn cases(list: &'static List, wanted: fn(&str) -> bool) -> Vec<(String, Option<String>)> {
    let Form::Versions(versions) = &list.form else { return Vec::new() };
    let has_ended = || Some(format!("{} has ended", versions.ends));
    let dated = versions.until.iter().map(|(version, day)| {
        let words = || format!("{} ended on {day}", versions.ends);
        (*version, (*day < list.as_of).then(words))
    });
    let entries: Vec<_> = dated.chain(versions.ended.iter().map(|version| (*version, has_ended()))).collect();
    let mut cases = vec![("later".to_owned(), None)];
    for (version, expected) in entries.iter().filter(|(version, _)| wanted(version)) {
        cases.push(((*version).to_owned(), expected.clone()));
        // Another version, unless it is one of a shorter entry, or of a line that has ended as a whole.
        let other = format!("{version}00");
        let is_below = versions.before.is_some_and(|before| major(version) < major(before));
        if !is_below && !entries.iter().any(|(known, _)| other.starts_with(&format!("{known}."))) {
            cases.push((other, None));
        }
        if !versions.exact {
            cases.extend(["_99", "-x"].map(|suffix| (format!("{version}{suffix}"), expected.clone())));
        }
    }
    if versions.before.is_some() && wanted("0.1") {
        cases.push(("0.1".to_owned(), has_ended()));
    }
    cases
}

#[test]
fn every_entry_of_every_list_is_judged_by_its_check() {
    for (name, check, wanted, row) in ROWS {
        let list = find(name).unwrap_or_else(|| panic!("no list {name}"));
        let cases = cases(list, *wanted);
        let text: String = cases
            .iter()
            .enumerate()
            .map(|(index, (version, _))| resource(row, &format!("r{index}"), version))
            .collect();
        let messages = messages(check, "main.tf", text);
        let kind = row.split('"').nth(1).expect("a kind");
        for (index, (version, expected)) in cases.iter().enumerate() {
            let found = messages.get(&format!("{kind}.r{index}"));
            match expected {
                None => assert_eq!(found, None, "{name}: {version}"),
                Some(words) => {
                    let found = found.unwrap_or_else(|| panic!("{check} passes {version} of {name}"));
                    assert!(found.ends_with(words), "{name}: {version}: {found}");
                }
            }
        }
    }
    let (tried, lists): (BTreeSet<_>, BTreeSet<_>) = (
        ROWS.iter().map(|row| row.0).collect(),
        LISTS.iter().filter(|list| list.is_of_versions()).map(|list| list.name).collect(),
    );
    assert_eq!(tried, lists);
}

#[test]
fn every_removed_api_is_found() {
    let list = find("kubernetes-removed-apis").expect("a list");
    let Form::Removed(rows) = &list.form else { panic!("of removed APIs") };
    let manifest = |api: &str, kind: &str| format!("apiVersion: {api}\nkind: {kind}\nmetadata: {{name: x}}\n");
    for row in *rows {
        let messages = messages("kubernetes-cluster-removed-api-version", "a.yaml", manifest(row.api, row.kind));
        let message = messages.values().next().unwrap_or_else(|| panic!("{} of {} passes", row.kind, row.api));
        assert!(
            message.ends_with(&format!(
                "{}, whose support in Kubernetes ended with {}: {}",
                row.api,
                row.since,
                row.instead.map_or("nothing took its place".to_owned(), |instead| format!("use {instead}"))
            )),
            "{message}"
        );
        let (group, _) = row.api.split_once('/').expect("a group");
        let stable = manifest(&format!("{group}/v99"), row.kind);
        assert!(self::messages("kubernetes-cluster-removed-api-version", "a.yaml", stable).is_empty(), "{}", row.kind);
    }
    // It was never served there.
    assert!(
        messages("kubernetes-cluster-removed-api-version", "a.yaml", manifest("apps/v1beta1", "DaemonSet")).is_empty()
    );
}

/// An own check with this clause and message; the clause is on line 6, the message on line 7.
fn own(deny: &str, message: &str) -> String {
    format!(
        "id: own-thing\ntitle: The engine is old\nseverity: low\ncategory: maintenance\non: {{kinds: [thing]}}\ndeny: \"{deny}\"\n\
         message: \"{message}\"\nwhy: Because.\nremedy: Another.\nreferences: [\"https://example.com/\"]\nexamples:\n  - fails: \
         {{terraform: \"resource \\\"thing\\\" \\\"a\\\" {{ engine = \\\"1.24\\\" }}\"}}\n  - passes: {{terraform: \"resource \
         \\\"thing\\\" \\\"a\\\" {{}}\"}}\n"
    )
}

#[test]
fn own_checks_ask_built_in_lists() {
    let check = own("?expired(@.engine, 'aws-eks')", "{name}: {value}, whose {ends} {until}");
    let main = "resource \"thing\" \"a\" {\n  engine = \"1.24.7\"\n}\n";
    let project = Project::new(&[("main.tf", main), ("own/own-thing.yaml", &check)]);
    let run = project.run(&["scan", "main.tf", "--check-dir", "own", "--format", "concise"]);
    assert!(run.stdout.contains("main.tf:2:12: "), "{}", run.stdout);
    assert!(run.stdout.contains("a: 1.24.7, whose extended support ended on 2025-01-31 [own-thing]"), "{}", run.stdout);
    let test = project.run(&["checks", "test", "own-thing", "--check-dir", "own"]);
    assert_eq!((test.code, test.stdout.as_str()), (0, "1 checks: 2 examples passed, 0 failed\n"));
}

#[test]
fn mistakes_in_own_checks_have_their_place() {
    let rows = [
        ("?expired(@.engine, 'aws-ekss')", "x", "own-thing.yaml:6:27]", "there is no list `aws-ekss`"),
        ("?expired(@.engine)", "x", "own-thing.yaml:6:9]", "`expired` takes a version and the name of a list"),
        ("?removed(@.a, @.b, 'aws-eks')", "x", "own-thing.yaml:6:27]", "the list `aws-eks` is not for `removed`"),
        ("?@.engine == '1.24'", "{until}", "own-thing.yaml:7:10]", "need `expired` or `removed`"),
        ("?expired(@.engine, 'aws-eks')", "{till}", "own-thing.yaml:7:11]", "`{till}` is none of"),
    ];
    for (deny, message, place, expected) in rows {
        let check = own(deny, message);
        let project = Project::new(&[("main.tf", ""), ("own/own-thing.yaml", &check)]);
        let run = project.run(&["scan", "main.tf", "--check-dir", "own"]);
        assert_eq!(run.code, 2, "{deny}");
        assert!(run.stderr.contains(place) && run.stderr.contains(expected), "{deny}: {}", run.stderr);
    }
}

#[test]
fn commands_tell_of_the_lists_of_a_check() {
    let list = find("azure-aks-lts").expect("a list");
    let soon: Vec<String> =
        list.ending_soon().into_iter().map(|(version, day)| format!("{version} on {day}")).collect();
    let project = Project::new(&[]);
    for command in [&["explain"][..], &["checks", "show"], &["checks", "show", "--format", "markdown"]] {
        let printed = project.run(&[command, &["azure-aks-old-version"]].concat()).stdout;
        let plain = printed.split_whitespace().collect::<Vec<_>>().join(" ");
        let title = format!("azure-aks-lts: {} (as of {})", list.about, list.as_of);
        for expected in [&title[..], list.sources[0], "azure-aks: Kubernetes versions of AKS (as of "] {
            assert!(plain.contains(expected), "{expected}: {printed}");
        }
        let told = soon.is_empty() || plain.contains(&format!("ends within six months: {}", soon.join(", ")));
        assert!(told, "{printed}");
        let other = project.run(&[command, &["aws-s3-public-acl"]].concat()).stdout;
        assert!(!other.contains("as of"), "{other}");
    }
}
