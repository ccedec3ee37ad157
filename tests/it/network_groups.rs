//! What the rules of one group make of each other, whether they are blocks of one resource or resources of their own.

use std::fmt::Write as _;

use crate::runner::Project;

/// What is found of `checks` (parts of their ids) in a configuration: `check address line` with the lines of related places,
/// and `? check address` for what is not assessed.
fn judged(text: &str, checks: &[&str]) -> Vec<String> {
    let json = Project::new(&[("main.tf", text)]).run(&["scan", ".", "--format", "json"]).json();
    let text = |value: &serde_json::Value| value.as_str().expect("a string").to_owned();
    let is_asked = |check: &str| checks.iter().any(|part| check.contains(part));
    let mut lines = Vec::new();
    for finding in json["findings"].as_array().expect("a list") {
        let check = text(&finding["checkId"]);
        if is_asked(&check) {
            let line = |place: &serde_json::Value| place["start"]["line"].to_string();
            let addresses: Vec<_> = finding["addresses"].as_array().expect("a list").iter().map(text).collect();
            let mut found = format!("{check} {} {}", addresses.join("+"), line(&finding["location"]));
            for related in finding["related"].as_array().expect("a list") {
                write!(found, " <{}", line(&related["location"])).expect("a string takes all");
            }
            lines.push(found);
        }
    }
    for open in json["notAssessed"].as_array().expect("a list") {
        let check = text(&open["checkId"]);
        if is_asked(&check) {
            lines.push(format!("? {check} {}", text(&open["address"])));
        }
    }
    lines.sort();
    lines
}

fn assert_judged(cases: &[(&str, &[&str])], checks: &[&str]) {
    for (text, expected) in cases {
        assert_eq!(judged(text, checks), *expected, "{text}");
    }
}

const OPEN: &[&str] = &["network-open-ssh", "network-open-rdp", "network-nearly-public", "acl-open-admin-ports"];

/// The rule of a kind for port 22 from these addresses.
fn ssh(kind: &str, name: &str, cidr: &str) -> String {
    let body = match kind {
        "aws_vpc_security_group_ingress_rule" => {
            "security_group_id = \"sg-1\"\nip_protocol = \"tcp\"\nfrom_port = 22\nto_port = 22\ncidr_ipv4 = \"CIDR\""
        }
        "aws_security_group_rule" => {
            "security_group_id = \"sg-1\"\ntype = \"ingress\"\nprotocol = \"6\"\nfrom_port = \"22\"\nto_port = 22\n\
             cidr_blocks = [\"CIDR\"]"
        }
        "azurerm_network_security_rule" => {
            "network_security_group_name = \"app\"\nresource_group_name = \"app\"\npriority = 100\ndirection = \"Inbound\"\n\
             access = \"Allow\"\nprotocol = \"Tcp\"\nsource_port_range = \"*\"\ndestination_port_range = \"22\"\n\
             destination_address_prefix = \"*\"\nsource_address_prefix = \"CIDR\""
        }
        "google_compute_firewall" => {
            "network = \"default\"\nsource_ranges = [\"CIDR\"]\nallow {\nprotocol = \"tcp\"\nports = [\"22\"]\n}"
        }
        "openstack_networking_secgroup_rule_v2" => {
            "security_group_id = \"1234\"\ndirection = \"ingress\"\nprotocol = \"tcp\"\nport_range_min = 22\n\
             port_range_max = 22\nremote_ip_prefix = \"CIDR\""
        }
        "alicloud_security_group_rule" => {
            "security_group_id = \"sg-1\"\ntype = \"ingress\"\nip_protocol = \"tcp\"\nport_range = \"22/22\"\n\
             cidr_ip = \"CIDR\""
        }
        _ => panic!("no rule of {kind}"),
    };
    format!("resource \"{kind}\" \"{name}\" {{\n{}\n}}\n", body.replace("CIDR", cidr))
}

const RULES: [&str; 6] = [
    "alicloud_security_group_rule",
    "aws_security_group_rule",
    "aws_vpc_security_group_ingress_rule",
    "azurerm_network_security_rule",
    "google_compute_firewall",
    "openstack_networking_secgroup_rule_v2",
];

/// The findings without lines.
fn brief(lines: &[String]) -> Vec<String> {
    lines.iter().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn resources_that_admit_parts_of_the_internet_admit_it_together() {
    for kind in RULES {
        let of = |parts: &[&str]| {
            let rules = parts.iter().zip(["a", "b", "c"]).map(|(cidr, name)| ssh(kind, name, cidr));
            judged(&rules.collect::<String>(), OPEN)
        };
        let halves = of(&["0.0.0.0/1", "128.0.0.0/1"]);
        assert_eq!(brief(&halves), [format!("cloud-network-open-ssh {kind}.a")]);
        assert!(halves[0].contains('<'), "the other half is a related place: {halves:?}");
        let thirds = of(&["128.0.0.0/1", "64.0.0.0/2", "0.0.0.0/2"]);
        assert_eq!(brief(&thirds), [format!("cloud-network-open-ssh {kind}.a")]);
        let quarters = of(&["0.0.0.0/2", "128.0.0.0/1"]);
        assert_eq!(brief(&quarters), ["a", "b"].map(|name| format!("cloud-network-nearly-public {kind}.{name}")));
    }
}

#[test]
fn blocks_that_admit_parts_of_the_internet_admit_it_together() {
    let block = |port: u16, cidr: &str| {
        format!(
            "  ingress {{\n    protocol = \"tcp\"\n    from_port = {port}\n    to_port = {port}\n    {cidr}\n  }}\n"
        )
    };
    let group = |blocks: &[String]| format!("resource \"aws_security_group\" \"g\" {{\n{}}}\n", blocks.concat());
    let v4 = |port: u16, cidr: &str| block(port, &format!("cidr_blocks = [\"{cidr}\"]"));
    let v6 = |port: u16, cidr: &str| block(port, &format!("ipv6_cidr_blocks = [\"{cidr}\"]"));
    let cases: [(String, &[&str]); 5] = [
        (group(&[v4(22, "0.0.0.0/1"), v4(22, "128.0.0.0/1")]), &["cloud-network-open-ssh aws_security_group.g 6 <12"]),
        (group(&[v6(22, "2000::/4"), v6(22, "3000::/4")]), &["cloud-network-open-ssh-ipv6 aws_security_group.g 6 <12"]),
        // Other ports, and other families, are no parts of one whole.
        (
            group(&[v4(22, "0.0.0.0/1"), v4(3389, "128.0.0.0/1")]),
            &[
                "cloud-network-nearly-public aws_security_group.g 12",
                "cloud-network-nearly-public aws_security_group.g 6",
            ],
        ),
        (
            group(&[v4(22, "0.0.0.0/1"), v6(22, "2000::/4")]),
            &[
                "cloud-network-nearly-public aws_security_group.g 12",
                "cloud-network-nearly-public aws_security_group.g 6",
            ],
        ),
        // What is wholly open is told once.
        (group(&[v4(22, "0.0.0.0/0"), v4(22, "10.0.0.0/24")]), &["cloud-network-open-ssh aws_security_group.g 6"]),
    ];
    for (text, expected) in &cases {
        assert_judged(&[(text, expected)], OPEN);
    }
}

#[test]
fn instances_of_one_declaration_are_parts_of_one_whole() {
    let text = r#"
resource "aws_security_group" "g" {}
resource "aws_vpc_security_group_ingress_rule" "halves" {
  for_each          = toset(["0.0.0.0/1", "128.0.0.0/1"])
  security_group_id = aws_security_group.g.id
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
  cidr_ipv4         = each.value
}
resource "aws_vpc_security_group_ingress_rule" "elsewhere" {
  for_each          = { one = "0.0.0.0/1", two = "128.0.0.0/1" }
  security_group_id = "sg-${each.key}"
  ip_protocol       = "tcp"
  from_port         = 3389
  to_port           = 3389
  cidr_ipv4         = each.value
}
"#;
    let found = judged(text, &["open-ssh", "open-rdp"]);
    assert_eq!(
        found,
        [r#"cloud-network-open-ssh aws_vpc_security_group_ingress_rule.halves["0.0.0.0/1"] 9 <4 <4"#],
        "groups are kept apart"
    );
}

#[test]
fn a_rule_for_more_ports_is_a_part_for_each_of_them() {
    let text = r#"
resource "aws_security_group_rule" "all" {
  security_group_id = "sg-1"
  type              = "ingress"
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["128.0.0.0/1"]
}
resource "aws_security_group_rule" "rdp" {
  security_group_id = "sg-1"
  type              = "ingress"
  protocol          = "tcp"
  from_port         = 3389
  to_port           = 3389
  cidr_blocks       = ["0.0.0.0/1"]
}
"#;
    let expected = [
        "cloud-network-nearly-public aws_security_group_rule.all 8",
        "cloud-network-open-rdp aws_security_group_rule.rdp 16 <8",
    ];
    assert_eq!(judged(text, OPEN), expected);
}

#[test]
fn a_rule_for_few_addresses_is_not_the_one_that_lets_in_everyone() {
    for kind in RULES {
        let parts = [("office", "203.0.113.7/32"), ("a", "0.0.0.0/1"), ("b", "128.0.0.0/1")];
        let text: String = parts.iter().map(|(name, cidr)| ssh(kind, name, cidr)).collect();
        assert_eq!(brief(&judged(&text, OPEN)), [format!("cloud-network-open-ssh {kind}.a")]);
    }
    let rule = |name: &str, first: &str, last: &str| {
        format!(
            "resource \"azurerm_mssql_firewall_rule\" \"{name}\" {{\n  server_id = \"s\"\n  start_ip_address = \"{first}\"\n  \
             end_ip_address = \"{last}\"\n}}\n"
        )
    };
    // The others of Azure come first here.
    let text = rule("azure", "0.0.0.0", "0.0.0.0")
        + &rule("a", "0.0.0.1", "127.255.255.255")
        + &rule("b", "128.0.0.0", "255.255.255.255");
    assert_eq!(
        brief(&judged(&text, &["sql-firewall-public"])),
        ["azure-sql-firewall-public azurerm_mssql_firewall_rule.a"]
    );
}

#[test]
fn a_tag_is_not_everyone_whatever_it_is_called() {
    let firewall = |name: &str, body: &str| {
        format!("resource \"google_compute_firewall\" \"{name}\" {{\n  network = \"default\"\n  {body}\n}}\n")
    };
    let deny = |narrowed: &str| {
        firewall("deny", &format!("priority = 900\n  {narrowed}\n  deny {{\n    protocol = \"all\"\n  }}"))
    };
    let allow = firewall(
        "ssh",
        "source_ranges = [\"0.0.0.0/0\"]\n  allow {\n    protocol = \"tcp\"\n    ports = [\"22\"]\n  }",
    );
    for narrowed in ["target_tags = [\"internet\"]", "target_tags = [\"any\"]", "source_tags = [\"any\"]"] {
        let found = brief(&judged(&(deny(narrowed) + &allow), OPEN));
        assert_eq!(found, ["cloud-network-open-ssh google_compute_firewall.ssh"], "{narrowed}");
    }
    assert_eq!(brief(&judged(&(deny("source_ranges = [\"0.0.0.0/0\"]") + &allow), OPEN)), [""; 0]);
}

#[test]
fn all_source_ports_narrow_nothing_however_they_are_written() {
    let deny = nsg("100", "*", "*");
    let written = "source_port_range           = \"*\"";
    assert!(deny.contains(written));
    for all in ["0-65535", "1-65535"] {
        let text = deny.replace(written, &format!("source_port_range = \"{all}\""));
        assert_eq!(judged(&text, OPEN), [""; 0], "{all}");
    }
    let text = deny.replace(written, "source_port_range = \"1024-65535\"");
    assert_eq!(judged(&text, OPEN), ["cloud-network-open-ssh azurerm_network_security_group.a 13"]);
}

#[test]
fn words_that_are_none_are_not_assessed() {
    let ssh = |rule: &str| ssh("aws_security_group_rule", "r", "0.0.0.0/0").replace("\"ingress\"", rule);
    let open = "? cloud-network-open-ssh aws_security_group_rule.r";
    assert!(judged(&ssh("\"ingres\""), OPEN).iter().any(|line| line == open));
    // Whether it denies is not known, and so not whether the allow counts.
    let text = acl("rule_number = 100", "protocol = \"-1\"\n  cidr_block = \"0.0.0.0/0\"");
    let text = text.replace("rule_action    = \"deny\"", "rule_action    = var.n");
    let open = "? cloud-network-acl-open-admin-ports aws_network_acl.a";
    assert!(judged(&text, OPEN).iter().any(|line| line == open));
}

/// A network ACL with an allow of port 22 for everyone and a rule of its own that denies.
fn acl(number: &str, deny: &str) -> String {
    format!(
        r#"variable "n" {{}}
resource "aws_network_acl" "a" {{
  ingress {{
    rule_no    = 200
    action     = "allow"
    protocol   = "tcp"
    from_port  = 22
    to_port    = 22
    cidr_block = "0.0.0.0/0"
  }}
}}
resource "aws_network_acl_rule" "deny" {{
  network_acl_id = aws_network_acl.a.id
  rule_action    = "deny"
  {number}
  {deny}
}}
"#
    )
}

#[test]
fn an_earlier_deny_that_covers_an_allow_hides_it() {
    let found = "cloud-network-acl-open-admin-ports aws_network_acl.a 9";
    let open = "? cloud-network-acl-open-admin-ports aws_network_acl.a";
    let everything = "protocol = \"-1\"\n  cidr_block = \"0.0.0.0/0\"";
    let ports = |from: u16, to: u16, cidr: &str| {
        format!("protocol = \"tcp\"\n  from_port = {from}\n  to_port = {to}\n  cidr_block = \"{cidr}\"")
    };
    let cases: [(String, &[&str]); 10] = [
        (acl("rule_number = 100", everything), &[]),
        (acl("rule_number = 100", &ports(20, 25, "0.0.0.0/0")), &[]),
        (acl("rule_number = \"100\"", &ports(22, 22, "0.0.0.0/0")), &[]),
        (acl("rule_number = 300", everything), &[found]),
        (acl("rule_number = 100", &ports(23, 25, "0.0.0.0/0")), &[found]),
        (acl("rule_number = 100", &ports(22, 22, "0.0.0.0/1")), &[found]),
        (acl("rule_number = 100\n  egress = true", everything), &[found]),
        (
            acl(
                "rule_number = 100",
                "protocol = \"17\"\n  from_port = 22\n  to_port = 22\n  cidr_block = \"0.0.0.0/0\"",
            ),
            &[found],
        ),
        (acl("rule_number = var.n", everything), &[open]),
        (acl("", everything), &[open]),
    ];
    for (text, expected) in &cases {
        assert_judged(&[(text, expected)], OPEN);
    }
}

/// A group of Azure with an allow of port 22, and a rule of its own that denies.
fn nsg(priority: &str, sources: &str, destination: &str) -> String {
    format!(
        r#"variable "n" {{}}
resource "azurerm_network_security_group" "a" {{
  name                = "app"
  resource_group_name = "app"
  security_rule {{
    name                       = "ssh"
    priority                   = 200
    direction                  = "Inbound"
    access                     = "Allow"
    protocol                   = "Tcp"
    source_port_range          = "*"
    destination_port_range     = "22"
    source_address_prefix      = "Internet"
    destination_address_prefix = "*"
  }}
}}
resource "azurerm_network_security_rule" "deny" {{
  name                        = "deny"
  resource_group_name         = "app"
  network_security_group_name = azurerm_network_security_group.a.name
  priority                    = {priority}
  direction                   = "Inbound"
  access                      = "Deny"
  protocol                    = "*"
  source_port_range           = "*"
  destination_port_range      = "*"
  source_address_prefix       = "{sources}"
  destination_address_prefix  = "{destination}"
}}
"#
    )
}

#[test]
fn an_earlier_deny_of_azure_hides_an_allow() {
    let found = "cloud-network-open-ssh azurerm_network_security_group.a 13";
    let cases: [(String, &[&str]); 6] = [
        (nsg("100", "*", "*"), &[]),
        (nsg("100", "Internet", "*"), &[]),
        (nsg("300", "*", "*"), &[found]),
        (nsg("100", "10.0.0.0/8", "*"), &[found]),
        (nsg("100", "*", "10.0.0.4"), &[found]),
        (nsg("var.n", "*", "*"), &["? cloud-network-open-ssh azurerm_network_security_group.a"]),
    ];
    for (text, expected) in &cases {
        assert_judged(&[(text, expected)], OPEN);
    }
}

#[test]
fn an_earlier_deny_of_google_hides_an_allow() {
    let firewalls = |allow: &str, deny: &str| {
        format!(
            r#"variable "n" {{}}
resource "google_compute_firewall" "allow" {{
  network       = "default"
  source_ranges = ["0.0.0.0/0"]
  {allow}
  allow {{
    protocol = "tcp"
    ports    = ["22"]
  }}
}}
resource "google_compute_firewall" "deny" {{
  {deny}
  deny {{
    protocol = "all"
  }}
}}
"#
        )
    };
    let found = "cloud-network-open-ssh google_compute_firewall.allow 4";
    let here = "network = \"default\"\n  source_ranges = [\"0.0.0.0/0\"]";
    let cases: [(String, &[&str]); 9] = [
        (firewalls("", &format!("{here}\n  priority = 900")), &[]),
        // Of one priority, the deny counts.
        (firewalls("", here), &[]),
        (firewalls("priority = 900", here), &[found]),
        (firewalls("", &format!("{here}\n  priority = 900\n  disabled = true")), &[found]),
        (firewalls("", &format!("{here}\n  priority = 900\n  target_tags = [\"web\"]")), &[found]),
        (
            firewalls(
                "target_tags = [\"web\"]",
                &format!("{here}\n  priority = 900\n  target_tags = [\"db\", \"web\"]"),
            ),
            &[],
        ),
        (firewalls("target_tags = [\"web\"]", &format!("{here}\n  priority = 900")), &[]),
        (firewalls("", "network = \"other\"\n  source_ranges = [\"0.0.0.0/0\"]\n  priority = 900"), &[found]),
        (
            firewalls("", &format!("{here}\n  priority = var.n")),
            &["? cloud-network-open-ssh google_compute_firewall.allow"],
        ),
    ];
    for (text, expected) in &cases {
        assert_judged(&[(text, expected)], OPEN);
    }
}

#[test]
fn the_place_in_a_list_is_an_order_where_a_cloud_has_it_so() {
    let linode = |first: &str, second: &str| {
        let rule = |action: &str| {
            format!(
                "  inbound {{\n    action = \"{action}\"\n    protocol = \"TCP\"\n    ports = \"22\"\n    ipv4 = [\"0.0.0.0/0\"]\n  }}\n"
            )
        };
        format!("resource \"linode_firewall\" \"f\" {{\n{}{}}}\n", rule(first), rule(second))
    };
    assert_judged(&[(&linode("DROP", "ACCEPT"), &[])], OPEN);
    assert_judged(&[(&linode("ACCEPT", "DROP"), &["cloud-network-open-ssh linode_firewall.f 6"])], OPEN);
}

#[test]
fn an_earlier_deny_of_other_clouds_hides_an_allow() {
    let alibaba = |allow: &str, deny: &str| {
        let rule = |name: &str, policy: &str, more: &str| {
            format!(
                "resource \"alicloud_security_group_rule\" \"{name}\" {{\n  type = \"ingress\"\n  policy = \"{policy}\"\n  ip_protocol = \
                 \"tcp\"\n  port_range = \"22/22\"\n  cidr_ip = \"0.0.0.0/0\"\n  security_group_id = \"sg-1\"\n  {more}\n}}\n"
            )
        };
        rule("allow", "accept", allow) + &rule("deny", "drop", deny)
    };
    let naver = |allow: u8, deny: u8| {
        let rule = |action: &str, priority: u8| {
            format!(
                "  inbound {{\n    priority = {priority}\n    protocol = \"TCP\"\n    rule_action = \"{action}\"\n    ip_block = \
                 \"0.0.0.0/0\"\n    port_range = \"22\"\n  }}\n"
            )
        };
        format!(
            "resource \"ncloud_network_acl_rule\" \"r\" {{\n  network_acl_no = \"1\"\n{}{}}}\n",
            rule("ALLOW", allow),
            rule("DROP", deny)
        )
    };
    let open = "cloud-network-open-ssh alicloud_security_group_rule.allow 6";
    let cases: [(String, &[&str]); 5] = [
        (alibaba("priority = 2", "priority = 1"), &[]),
        (alibaba("", ""), &[]),
        (alibaba("priority = 1", "priority = 2"), &[open]),
        (naver(2, 1), &[]),
        (naver(1, 2), &["cloud-network-acl-open-admin-ports ncloud_network_acl_rule.r 7"]),
    ];
    for (text, expected) in &cases {
        assert_judged(&[(text, expected)], OPEN);
    }
}

#[test]
fn a_rule_without_its_protocol_is_not_assessed() {
    let cases: [(&str, &str); 7] = [
        (
            "aws_security_group",
            "ingress {\n  portocol = \"tcp\"\n  from_port = 22\n  to_port = 22\n  cidr_blocks = [\"0.0.0.0/0\"]\n}",
        ),
        (
            "aws_default_security_group",
            "ingress {\n  from_port = 22\n  to_port = 22\n  cidr_blocks = [\"0.0.0.0/0\"]\n}",
        ),
        ("aws_security_group_rule", "type = \"ingress\"\nfrom_port = 22\nto_port = 22\ncidr_blocks = [\"0.0.0.0/0\"]"),
        (
            "aws_vpc_security_group_ingress_rule",
            "protocol = \"tcp\"\nfrom_port = 22\nto_port = 22\ncidr_ipv4 = \"0.0.0.0/0\"",
        ),
        ("google_compute_firewall", "source_ranges = [\"0.0.0.0/0\"]\nallow {\n  ports = [\"22\"]\n}"),
        ("digitalocean_firewall", "inbound_rule {\n  port_range = \"22\"\n  source_addresses = [\"0.0.0.0/0\"]\n}"),
        // A protocol with ports needs them.
        (
            "aws_security_group_rule",
            "type = \"ingress\"\nprotocol = \"tcp\"\nfrom_port = 22\ncidr_blocks = [\"0.0.0.0/0\"]",
        ),
    ];
    for (kind, body) in cases {
        let text = format!("resource \"{kind}\" \"r\" {{\n{body}\n}}\n");
        assert_judged(&[(&text, &[&format!("? cloud-network-open-ssh {kind}.r")])], &["open-ssh"]);
    }
}

#[test]
fn ports_and_protocols_are_numbers_however_they_are_written() {
    let azure = |protocol: &str, ports: &str| {
        format!(
            "priority = 1\ndirection = \"Inbound\"\naccess = \"Allow\"\nprotocol = \"{protocol}\"\n\
             source_address_prefix = \"*\"\n{ports}"
        )
    };
    let aws = |protocol: &str, from: &str, to: &str| {
        format!(
            "type = \"ingress\"\nprotocol = {protocol}\nfrom_port = {from}\nto_port = {to}\ncidr_blocks = [\"0.0.0.0/0\"]"
        )
    };
    let google = |protocol: &str, ports: &str| {
        format!("source_ranges = [\"0.0.0.0/0\"]\nallow {{\n  protocol = {protocol}\n  ports = {ports}\n}}")
    };
    let open: [(&str, String); 13] = [
        ("azurerm_network_security_rule", azure("TCP", "destination_port_range = \"20,22\"")),
        ("azurerm_network_security_rule", azure("Tcp", "destination_port_range = \"21-23\"")),
        ("azurerm_network_security_rule", azure("6", "destination_port_ranges = [\"443\", \"22, 3389\"]")),
        ("azurerm_network_security_rule", azure("*", "destination_port_range = \"*\"")),
        ("azurerm_network_security_rule", azure("any", "destination_port_range = 22")),
        ("aws_security_group_rule", aws("6", "\"22\"", "\"22\"")),
        ("aws_security_group_rule", aws("\"6\"", "21", "23")),
        ("aws_security_group_rule", aws("\"TCP\"", "21", "\"23\"")),
        ("aws_security_group_rule", aws("-1", "0", "0")),
        ("aws_security_group_rule", aws("\"-1\"", "\"0\"", "\"0\"")),
        ("google_compute_firewall", google("\"6\"", "[\"21-23\"]")),
        ("google_compute_firewall", google("6", "[22]")),
        ("google_compute_firewall", google("\"ALL\"", "[]")),
    ];
    for (kind, body) in &open {
        let text = format!("resource \"{kind}\" \"r\" {{\n{body}\n}}\n");
        let found = judged(&text, &["network-open-ssh", "network-open-all-ports"]);
        assert!(found.iter().any(|line| line.starts_with("cloud-network-open-")), "{text}: {found:?}");
    }
    let closed: [(&str, String, usize); 5] = [
        ("azurerm_network_security_rule", azure("17", "destination_port_range = \"22\""), 0),
        ("aws_security_group_rule", aws("\"17\"", "22", "22"), 0),
        ("google_compute_firewall", google("17", "[\"22\"]"), 0),
        // Nobody knows what is meant.
        ("azurerm_network_security_rule", azure("Tcp", "destination_port_range = \"30-20\""), 1),
        ("aws_security_group_rule", aws("\"tcp\"", "30", "20"), 1),
    ];
    for (kind, body, open) in &closed {
        let text = format!("resource \"{kind}\" \"r\" {{\n{body}\n}}\n");
        let found = judged(&text, &["network-open-ssh"]);
        assert_eq!(found.iter().filter(|line| line.starts_with("? cloud-network-open-ssh ")).count(), *open, "{text}");
        assert!(found.iter().all(|line| line.starts_with('?')), "{text}: {found:?}");
    }
}

#[test]
fn a_prefix_list_of_everyone_is_everyone() {
    let list = |entries: &str| {
        format!(
            r#"variable "cidr" {{}}
resource "aws_ec2_managed_prefix_list" "l" {{
  name           = "clients"
  address_family = "IPv4"
  max_entries    = 2
  {entries}
}}
"#
        )
    };
    let own = |cidr: &str| format!("entry {{\n    cidr = {cidr}\n  }}");
    let group = |list: &str| {
        format!(
            r#"resource "aws_security_group" "g" {{
  ingress {{
    protocol        = "tcp"
    from_port       = 443
    to_port         = 443
    prefix_list_ids = ["pl-1"]
  }}
  ingress {{
    protocol        = "tcp"
    from_port       = 22
    to_port         = 22
    prefix_list_ids = [{list}]
  }}
}}
"#
        )
    };
    let rule = r#"resource "aws_vpc_security_group_ingress_rule" "r" {
  security_group_id = "sg-1"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
  prefix_list_id    = aws_ec2_managed_prefix_list.l.id
}
"#;
    let id = "aws_ec2_managed_prefix_list.l.id";
    let entry = "resource \"aws_ec2_managed_prefix_list_entry\" \"e\" {\n  prefix_list_id = aws_ec2_managed_prefix_list.l.id\n  \
                 cidr = \"0.0.0.0/0\"\n}\n";
    let open = "? cloud-network-open-ssh aws_security_group.g";
    let cases: [(String, &[&str]); 9] = [
        (list(&own("\"0.0.0.0/0\"")) + &group(id), &["cloud-network-open-ssh aws_security_group.g 21 <7"]),
        (list(&own("\"0.0.0.0/0\"")) + rule, &["cloud-network-open-ssh aws_vpc_security_group_ingress_rule.r 15 <7"]),
        (list("") + entry + rule, &["cloud-network-open-ssh aws_vpc_security_group_ingress_rule.r 17 <10"]),
        (list(&(own("\"0.0.0.0/1\"") + "\n  " + &own("\"128.0.0.0/1\""))) + rule, &[
            "cloud-network-open-ssh aws_vpc_security_group_ingress_rule.r 18 <7",
        ]),
        (list(&own("\"10.0.0.0/16\"")) + &group(id), &[]),
        (list(&own("var.cidr")) + &group(id), &[open]),
        (list("") + &group(id), &[open]),
        (group("\"pl-2\""), &[open, "? cloud-network-open-ssh-ipv6 aws_security_group.g"]),
        (
            "data \"aws_ec2_managed_prefix_list\" \"l\" {\n  name = \"com.amazonaws.global.cloudfront.origin-facing\"\n}\n".to_owned()
                + &group("data.aws_ec2_managed_prefix_list.l.id"),
            &[],
        ),
    ];
    for (text, expected) in &cases {
        assert_judged(&[(text, expected)], &["open-ssh"]);
    }
}

/// Checks, where they find resources that let in the internet in parts, and the resources.
const ADMITTED: &[(&str, &str, &str)] = &[
    (
        "azure-sql-firewall-public",
        "azurerm_mssql_firewall_rule.a 5",
        r#"resource "azurerm_mssql_firewall_rule" "a" {
  name = "a"
  server_id = azurerm_mssql_server.s.id
  start_ip_address = "0.0.0.0"
  end_ip_address = "127.255.255.255"
}
resource "azurerm_mssql_firewall_rule" "b" {
  name = "b"
  server_id = azurerm_mssql_server.s.id
  start_ip_address = "128.0.0.0"
  end_ip_address = "255.255.255.255"
}
resource "azurerm_mssql_server" "s" {
  name = "s"
}
"#,
    ),
    (
        "azure-redis-firewall-public",
        "azurerm_redis_firewall_rule.r[0] 6 <6",
        r#"resource "azurerm_redis_firewall_rule" "r" {
  count = 2
  name = "r${count.index}"
  redis_cache_name = "cache"
  start_ip = ["0.0.0.0", "100.0.0.0"][count.index]
  end_ip = ["99.255.255.255", "223.255.255.255"][count.index]
}
"#,
    ),
    (
        "gcp-sql-public",
        "google_sql_database_instance.r 5",
        r#"resource "google_sql_database_instance" "r" {
  database_version = "POSTGRES_15"
  settings {
    ip_configuration {
      authorized_networks {
        value = "0.0.0.0/1"
      }
      authorized_networks {
        value = "128.0.0.0/1"
      }
    }
  }
}
"#,
    ),
    (
        "gcp-gke-open-control-plane",
        "google_container_cluster.r 3",
        r#"resource "google_container_cluster" "r" {
  master_authorized_networks_config {
    cidr_blocks {
      cidr_block = "0.0.0.0/1"
    }
    cidr_blocks {
      cidr_block = "128.0.0.0/1"
    }
  }
}
"#,
    ),
    (
        "azure-aks-open-control-plane",
        "azurerm_kubernetes_cluster.r 3",
        r#"resource "azurerm_kubernetes_cluster" "r" {
  api_server_access_profile {
    authorized_ip_ranges = ["0.0.0.0/1", "128.0.0.0/2", "192.0.0.0/2"]
  }
}
"#,
    ),
    (
        "alicloud-db-public",
        "alicloud_db_instance.r 2",
        r#"resource "alicloud_db_instance" "r" {
  security_ips = ["0.0.0.0/1", "128.0.0.0/1"]
}
"#,
    ),
    (
        "azure-cosmosdb-open-network",
        "azurerm_cosmosdb_account.r 2",
        r#"resource "azurerm_cosmosdb_account" "r" {
  ip_range_filter = "0.0.0.0/1,128.0.0.0/1"
}
"#,
    ),
    (
        "azure-search-open-network",
        "azurerm_search_service.r 2",
        r#"resource "azurerm_search_service" "r" {
  allowed_ips = ["0.0.0.0/1", "128.0.0.0/1"]
}
"#,
    ),
    (
        "azure-storage-firewall-public",
        "azurerm_storage_account.r 4",
        r#"resource "azurerm_storage_account" "r" {
  network_rules {
    default_action = "Deny"
    ip_rules = ["0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2"]
  }
}
"#,
    ),
    (
        "gcp-composer-open-web-server",
        "google_composer_environment.r 4",
        r#"resource "google_composer_environment" "r" {
  config {
    web_server_network_access_control {
      allowed_ip_range {
        value = "0.0.0.0/1"
      }
      allowed_ip_range {
        value = "128.0.0.0/1"
      }
    }
  }
}
"#,
    ),
    (
        "azure-appservice-restriction-public",
        "azurerm_linux_web_app.r 3",
        r#"resource "azurerm_linux_web_app" "r" {
  site_config {
    ip_restriction {
      ip_address = "0.0.0.0/1"
    }
    ip_restriction {
      ip_address = "128.0.0.0/1"
    }
  }
}
"#,
    ),
    (
        "aws-eks-open-control-plane",
        "aws_eks_cluster.r 3",
        r#"resource "aws_eks_cluster" "r" {
  vpc_config {
    public_access_cidrs = ["0.0.0.0/1", "128.0.0.0/1"]
  }
}
"#,
    ),
    (
        "digitalocean-database-public",
        "digitalocean_database_firewall.r 3",
        r#"resource "digitalocean_database_firewall" "r" {
  cluster_id = "1"
  rule {
    type = "ip_addr"
    value = "0.0.0.0/1"
  }
  rule {
    type = "ip_addr"
    value = "128.0.0.0/1"
  }
}
"#,
    ),
];

#[test]
fn services_that_admit_the_internet_in_parts_admit_it() {
    for (check, expected, text) in ADMITTED {
        let found = |text: &str| {
            let mut lines = judged(text, &[check]);
            lines.retain(|line| line.split(' ').any(|word| word == *check));
            lines
        };
        assert_eq!(found(text), [format!("{check} {expected}")], "{text}");
        // A half is not everyone.
        let half = text.replace("128.0.0.0/", "10.0.0.0/").replace("\"255.255.255.255\"", "\"128.0.0.9\"");
        let half = half.replace("\"223.255.255.255\"", "\"100.0.0.9\"");
        assert_eq!(found(&half), [""; 0], "{half}");
    }
}

#[test]
fn a_range_reaches_as_far_as_its_addresses() {
    let rule = |first: &str, last: &str| {
        format!(
            "variable \"ip\" {{}}\nresource \"azurerm_postgresql_firewall_rule\" \"r\" {{\n  server_name = \"s\"\n  start_ip_address =              {first}\n  end_ip_address = {last}\n}}\n"
        )
    };
    let cases: [(&str, &str, &[&str]); 9] = [
        ("\"0.0.0.0\"", "\"255.255.255.255\"", &["azure-sql-firewall-public"]),
        ("\"1.0.0.0\"", "\"223.255.255.255\"", &["azure-sql-firewall-public"]),
        ("\"20.0.0.0\"", "\"20.3.255.255\"", &["azure-sql-firewall-wide"]),
        ("\"10.0.0.1\"", "\"10.255.255.250\"", &[]),
        ("\"203.0.113.7\"", "\"203.0.113.7\"", &[]),
        ("\"0.0.0.0\"", "\"0.0.0.0\"", &["azure-sql-firewall-azure-services"]),
        ("\"0.0.0.0\"", "var.ip", &["?"]),
        // Whatever the end is, that is not everyone.
        ("\"192.168.0.1\"", "\"192.168.0.9\"", &[]),
        ("var.ip", "var.ip", &["?"]),
    ];
    for (first, last, expected) in cases {
        let found = judged(&rule(first, last), &["azure-sql-firewall"]);
        let brief: Vec<&str> = found.iter().filter_map(|line| line.split(' ').next()).collect();
        match expected {
            ["?"] => {
                assert!(brief.contains(&"?") && brief.iter().all(|word| *word == "?"), "{first} {last}: {found:?}");
            }
            _ => assert_eq!(brief, expected, "{first} to {last}"),
        }
    }
}
