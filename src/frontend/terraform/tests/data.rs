//! Data sources that only compute.

use super::Loaded;

/// The text of the output `o` of each file, or of its value that is not known.
fn value(text: &str) -> String {
    let loaded = Loaded::new(&[("main.tf", text), ("+files/a.txt", "hello")]);
    loaded.resource("output.o").body.member("value").map_or_else(|| "null".to_owned(), crate::value::Value::render)
}

fn output(declared: &str, expression: &str) -> String {
    value(&format!("{declared}\noutput \"o\" {{\n  value = {expression}\n}}\n"))
}

#[test]
fn places_of_aws_are_told_by_the_region() {
    let data = "data \"aws_region\" \"r\" {}\ndata \"aws_partition\" \"p\" {}\ndata \"aws_service_principal\" \"s\" {\n  service_name = \"logs\"\n}\n";
    let in_region = |region: &str, expression: &str| {
        output(&format!("{data}provider \"aws\" {{\n  region = \"{region}\"\n}}\n"), expression)
    };
    let table = [
        ("eu-west-1", "data.aws_region.r.name", "eu-west-1"),
        ("eu-west-1", "data.aws_region.r.region", "eu-west-1"),
        ("eu-west-1", "data.aws_region.r.id", "eu-west-1"),
        ("eu-west-1", "data.aws_region.r.endpoint", "ec2.eu-west-1.amazonaws.com"),
        ("eu-west-1", "data.aws_partition.p.partition", "aws"),
        ("us-gov-west-1", "data.aws_partition.p.partition", "aws-us-gov"),
        ("cn-north-1", "data.aws_partition.p.id", "aws-cn"),
        ("cn-north-1", "data.aws_partition.p.dns_suffix", "amazonaws.com.cn"),
        ("cn-north-1", "data.aws_partition.p.reverse_dns_prefix", "cn.com.amazonaws"),
        ("eu-west-1", "data.aws_service_principal.s.name", "logs.amazonaws.com"),
        ("eu-west-1", "data.aws_service_principal.s.suffix", "amazonaws.com"),
        ("eu-west-1", "data.aws_service_principal.s.id", "logs.eu-west-1.amazonaws.com"),
        (
            "eu-west-1",
            "\"arn:${data.aws_partition.p.partition}:iam::aws:policy/AdministratorAccess\"",
            "arn:aws:iam::aws:policy/AdministratorAccess",
        ),
    ];
    for (region, expression, expected) in table {
        assert_eq!(in_region(region, expression), expected, "{region} {expression}");
    }
}

#[test]
fn a_region_that_is_not_known_tells_what_is_the_same_everywhere() {
    let data = "data \"aws_region\" \"r\" {}\ndata \"aws_partition\" \"p\" {}\ndata \"aws_service_principal\" \"s\" {\n  service_name = \"logs\"\n}\nvariable \"unset\" {}\n";
    let providers = [
        "",
        "provider \"aws\" {}\n",
        "provider \"aws\" {\n  region = var.unset\n}\n",
        "provider \"aws\" {\n  region = \"nowhere\"\n}\n",
        "provider \"aws\" {\n  region = [1]\n}\n",
    ];
    for provider in providers {
        let told = |expression: &str| output(&format!("{data}{provider}"), expression);
        assert_eq!(told("startswith(data.aws_partition.p.partition, \"aws\")"), "true", "{provider}");
        assert_eq!(told("startswith(data.aws_service_principal.s.name, \"logs.\")"), "true", "{provider}");
        assert_ne!(told("data.aws_partition.p.partition"), "aws", "{provider}");
        assert_ne!(told("data.aws_partition.p.dns_suffix"), "amazonaws.com", "{provider}");
    }
    // Of other partitions it is not known which suffix a service has.
    let china = format!("{data}provider \"aws\" {{\n  region = \"cn-north-1\"\n}}\n");
    assert_ne!(output(&china, "data.aws_service_principal.s.name"), "logs.amazonaws.com");
}

#[test]
fn the_provider_is_the_one_that_is_meant() {
    let loaded = Loaded::new(&[
        (
            "main.tf",
            "provider \"aws\" {\n  region = \"eu-west-1\"\n}\nprovider \"aws\" {\n  alias  = \"cn\"\n  region = \"cn-north-1\"\n}\nmodule \"same\" {\n  source = \"./m\"\n}\nmodule \"passed\" {\n  source    = \"./m\"\n  providers = {\n    aws = aws.cn\n  }\n}\nmodule \"alias\" {\n  source    = \"./a\"\n  providers = {\n    aws.other = aws.cn\n  }\n}\nmodule \"none\" {\n  source    = \"./m\"\n  providers = {}\n}\ndata \"aws_region\" \"r\" {\n  provider = aws.cn\n}\ndata \"aws_region\" \"own\" {\n  region   = \"us-east-1\"\n  provider = aws.cn\n}\noutput \"r\" {\n  value = data.aws_region.r.name\n}\noutput \"own\" {\n  value = data.aws_region.own.id\n}\n",
        ),
        ("m/main.tf", "data \"aws_region\" \"r\" {}\noutput \"o\" {\n  value = data.aws_region.r.name\n}\n"),
        (
            "a/main.tf",
            "data \"aws_region\" \"r\" {\n  provider = aws.other\n}\noutput \"o\" {\n  value = data.aws_region.r.name\n}\n",
        ),
    ]);
    let table = [
        ("output.r", Some("cn-north-1")),
        ("output.own", Some("us-east-1")),
        ("module.same.output.o", Some("eu-west-1")),
        ("module.passed.output.o", Some("cn-north-1")),
        ("module.alias.output.o", Some("cn-north-1")),
        ("module.none.output.o", None),
    ];
    for (address, expected) in table {
        assert_eq!(loaded.value(address, "value").as_str(), expected, "{address}");
    }
    let region = loaded.value("module.passed.output.o", "value");
    assert_eq!(loaded.text(region.written()), "\"cn-north-1\"");
}

#[test]
fn policies_are_known_in_every_form() {
    let data = "data \"aws_iam_policy_document\" \"p\" {\n  statement {\n    actions   = [\"*\"]\n    resources = [\"*\"]\n  }\n}\n";
    let json = output(data, "data.aws_iam_policy_document.p.json");
    assert!(json.contains("2012-10-17"), "{json}");
    assert_eq!(output(data, "data.aws_iam_policy_document.p.minified_json"), json);
    assert_eq!(output(data, "data.aws_iam_policy_document.p.version"), "2012-10-17");
    assert_eq!(output(data, "jsondecode(data.aws_iam_policy_document.p.minified_json).Statement[0].Effect"), "Allow");
}

#[test]
fn the_keys_of_aws_are_theirs() {
    let alias = "data \"aws_kms_alias\" \"k\" {\n  name = \"alias/aws/ebs\"\n}\n";
    for attribute in ["arn", "id", "target_key_arn", "target_key_id", "name"] {
        assert_eq!(output(alias, &format!("data.aws_kms_alias.k.{attribute}")), "alias/aws/ebs", "{attribute}");
    }
    let key = "data \"aws_kms_key\" \"k\" {\n  key_id = \"alias/aws/ebs\"\n}\n";
    assert_eq!(output(key, "data.aws_kms_key.k.arn"), "alias/aws/ebs");
    for own in ["\"alias/mine\"", "\"alias/awsome\"", "var.unset", "\"\"", "[]"] {
        let alias = format!("variable \"unset\" {{}}\ndata \"aws_kms_alias\" \"k\" {{\n  name = {own}\n}}\n");
        let loaded = Loaded::new(&[(
            "main.tf",
            &format!("{alias}output \"o\" {{\n  value = data.aws_kms_alias.k.target_key_arn\n}}\n"),
        )]);
        assert!(loaded.value("output.o", "value").as_unknown().is_some(), "{own}");
    }
}

#[test]
fn files_and_plain_arguments_are_handed_on() {
    let file = "data \"local_file\" \"f\" {\n  filename = \"${path.module}/files/a.txt\"\n}\n";
    assert_eq!(output(file, "data.local_file.f.content"), "hello");
    assert_eq!(output(file, "data.local_file.f.content_base64"), "aGVsbG8=");
    assert_eq!(output(file, "data.local_file.f.content_md5"), "5d41402abc4b2a76b9719d911017c592");
    assert_eq!(output(file, "data.local_file.f.id"), "aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d");
    assert_eq!(
        output("data \"null_data_source\" \"n\" {\n  inputs = { a = 1 }\n}\n", "data.null_data_source.n.outputs"),
        "{a: 1}"
    );
    let arn = "data \"aws_arn\" \"a\" {\n  arn = \"arn:aws:rds:eu-west-1:123:db:mysql\"\n}\n";
    for (part, expected) in [
        ("partition", "aws"),
        ("service", "rds"),
        ("account", "123"),
        ("resource", "db:mysql"),
        ("region", "eu-west-1"),
    ] {
        assert_eq!(output(arn, &format!("data.aws_arn.a.{part}")), expected);
    }
    let tags = "provider \"aws\" {\n  default_tags {\n    tags = { team = \"web\" }\n  }\n}\ndata \"aws_default_tags\" \"t\" {}\n";
    assert_eq!(output(tags, "data.aws_default_tags.t.tags"), "{team: \"web\"}");
}

#[test]
fn what_the_world_says_is_not_known() {
    let table = [
        ("data \"http\" \"d\" {\n  url = \"https://example.com\"\n}\n", "data.http.d.response_body"),
        ("data \"external\" \"d\" {\n  program = [\"x\"]\n}\n", "data.external.d.result"),
        (
            "data \"archive_file\" \"d\" {\n  type = \"zip\"\n  source_file = \"files/a.txt\"\n}\n",
            "data.archive_file.d.output_path",
        ),
        ("data \"local_file\" \"d\" {\n  filename = \"/etc/passwd\"\n}\n", "data.local_file.d.content"),
        ("data \"local_file\" \"d\" {\n  filename = \"../../../etc/passwd\"\n}\n", "data.local_file.d.content"),
        ("data \"local_file\" \"d\" {\n  filename = \"none\"\n}\n", "data.local_file.d.content"),
        ("data \"local_file\" \"d\" {\n  filename = [1]\n}\n", "data.local_file.d.content"),
        ("data \"local_file\" \"d\" {}\n", "data.local_file.d.content"),
        ("data \"aws_arn\" \"d\" {\n  arn = \"nonsense\"\n}\n", "data.aws_arn.d.account"),
        ("data \"aws_default_tags\" \"d\" {}\n", "data.aws_default_tags.d.tags"),
        ("data \"aws_service_principal\" \"d\" {}\n", "data.aws_service_principal.d.name"),
    ];
    for (data, expression) in table {
        let loaded = Loaded::new(&[
            ("main.tf", &format!("{data}output \"o\" {{\n  value = {expression}\n}}\n")),
            ("+files/a.txt", "hello"),
        ]);
        let unknown = loaded.value("output.o", "value").as_unknown().expect(expression).clone();
        assert!(
            unknown.references.iter().any(|it| it.address.as_str().starts_with("data.")),
            "{expression}: {unknown:?}"
        );
    }
}
