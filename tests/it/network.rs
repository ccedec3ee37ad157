//! The same opening gives the same findings, on whichever cloud and in whichever kind of resource it is written.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::runner::Project;

/// Ports from one to another, the sources, and what is found.
type Case = ((u16, u16), &'static str, &'static [&'static str]);

const EVERYONE: &str = "0.0.0.0/0";

const GROUPS: &[Case] = &[
    ((22, 22), EVERYONE, &["cloud-network-open-ssh"]),
    ((3389, 3389), EVERYONE, &["cloud-network-open-rdp"]),
    ((5432, 5432), EVERYONE, &["cloud-network-open-database"]),
    ((6379, 6379), EVERYONE, &["cloud-network-open-database"]),
    // One cause, one finding: what else is in the range does not matter beside the database.
    ((3300, 3310), EVERYONE, &["cloud-network-open-database"]),
    ((2375, 2375), EVERYONE, &["cloud-network-open-management"]),
    ((445, 445), EVERYONE, &["cloud-network-open-smb"]),
    ((20, 25), EVERYONE, &["cloud-network-open-management", "cloud-network-open-ssh"]),
    ((80, 80), EVERYONE, &["cloud-network-open-http"]),
    ((443, 443), EVERYONE, &[]),
    ((8080, 8080), EVERYONE, &["cloud-network-open-other-port"]),
    ((30000, 30010), EVERYONE, &["cloud-network-open-other-port"]),
    // It says that each of them is open.
    ((1, 65535), EVERYONE, &["cloud-network-open-all-ports"]),
    ((22, 22), "10.0.0.0/8", &["cloud-network-wide-private"]),
    ((443, 443), "10.0.0.0/8", &[]),
    ((22, 22), "20.0.0.0/8", &["cloud-network-nearly-public"]),
    ((443, 443), "20.0.0.0/8", &[]),
    ((22, 22), "203.0.113.7/32", &[]),
];

const ACLS: &[Case] = &[
    ((22, 22), EVERYONE, &["cloud-network-acl-open-admin-ports"]),
    ((3389, 3389), EVERYONE, &["cloud-network-acl-open-admin-ports"]),
    ((20, 20), EVERYONE, &["cloud-network-acl-open-ftp-data"]),
    ((21, 21), EVERYONE, &["cloud-network-acl-open-ftp"]),
    ((1, 65535), EVERYONE, &["cloud-network-acl-open-all-ports"]),
    ((443, 443), EVERYONE, &[]),
    ((22, 22), "10.0.0.0/8", &[]),
];

/// Kinds of resources, and the body of one with a rule for TCP; FIRST, LAST and CIDR stand for the case.
const GROUP_KINDS: &[(&str, &str)] = &[
    (
        "alicloud_security_group_rule",
        r#"type = "ingress"
  ip_protocol = "tcp"
  port_range = "FIRST/LAST"
  cidr_ip = "CIDR""#,
    ),
    (
        "aws_security_group",
        r#"ingress {
    protocol = "tcp"
    from_port = FIRST
    to_port = LAST
    cidr_blocks = ["CIDR"]
  }"#,
    ),
    (
        "aws_security_group_rule",
        r#"type = "ingress"
  protocol = "tcp"
  from_port = FIRST
  to_port = LAST
  cidr_blocks = ["CIDR"]"#,
    ),
    (
        "aws_vpc_security_group_ingress_rule",
        r#"ip_protocol = "tcp"
  from_port = FIRST
  to_port = LAST
  cidr_ipv4 = "CIDR""#,
    ),
    (
        "aws_lightsail_instance_public_ports",
        r#"port_info {
    protocol = "tcp"
    from_port = FIRST
    to_port = LAST
    cidrs = ["CIDR"]
  }"#,
    ),
    (
        "azurerm_network_security_rule",
        r#"direction = "Inbound"
  access = "Allow"
  protocol = "Tcp"
  source_port_range = "*"
  destination_port_range = "FIRST-LAST"
  source_address_prefix = "CIDR"
  destination_address_prefix = "*""#,
    ),
    (
        "azurerm_network_security_group",
        r#"security_rule {
    direction = "Inbound"
    access = "Allow"
    protocol = "Tcp"
    source_port_range = "*"
    destination_port_ranges = ["FIRST-LAST"]
    source_address_prefixes = ["CIDR"]
    destination_address_prefix = "*"
  }"#,
    ),
    (
        "digitalocean_firewall",
        r#"inbound_rule {
    protocol = "tcp"
    port_range = "FIRST-LAST"
    source_addresses = ["CIDR"]
  }"#,
    ),
    (
        "google_compute_firewall",
        r#"source_ranges = ["CIDR"]
  allow {
    protocol = "tcp"
    ports = ["FIRST-LAST"]
  }"#,
    ),
    (
        "ibm_is_security_group_rule",
        r#"direction = "inbound"
  remote = "CIDR"
  tcp {
    port_min = FIRST
    port_max = LAST
  }"#,
    ),
    (
        "linode_firewall",
        r#"inbound {
    action = "ACCEPT"
    protocol = "TCP"
    ports = "FIRST-LAST"
    ipv4 = ["CIDR"]
  }"#,
    ),
    (
        "ncloud_access_control_group_rule",
        r#"inbound {
    protocol = "TCP"
    ip_block = "CIDR"
    port_range = "FIRST-LAST"
  }"#,
    ),
    (
        "nifcloud_security_group_rule",
        r#"type = "IN"
  protocol = "TCP"
  from_port = FIRST
  to_port = LAST
  cidr_ip = "CIDR""#,
    ),
    (
        "oci_core_security_list",
        r#"ingress_security_rules {
    protocol = "6"
    source = "CIDR"
    tcp_options {
      min = FIRST
      max = LAST
    }
  }"#,
    ),
    (
        "oci_core_network_security_group_security_rule",
        r#"direction = "INGRESS"
  protocol = "6"
  source = "CIDR"
  tcp_options {
    destination_port_range {
      min = FIRST
      max = LAST
    }
  }"#,
    ),
    (
        "openstack_networking_secgroup_rule_v2",
        r#"direction = "ingress"
  protocol = "tcp"
  port_range_min = FIRST
  port_range_max = LAST
  remote_ip_prefix = "CIDR""#,
    ),
    (
        "openstack_compute_secgroup_v2",
        r#"rule {
    ip_protocol = "tcp"
    from_port = FIRST
    to_port = LAST
    cidr = "CIDR"
  }"#,
    ),
    (
        "openstack_fw_rule_v2",
        r#"action = "allow"
  protocol = "tcp"
  destination_port = "FIRST:LAST"
  source_ip_address = "CIDR""#,
    ),
    (
        "tencentcloud_security_group_rule",
        r#"type = "ingress"
  policy = "accept"
  ip_protocol = "tcp"
  port_range = "FIRST-LAST"
  cidr_ip = "CIDR""#,
    ),
    (
        "tencentcloud_security_group_rule_set",
        r#"ingress {
    action = "ACCEPT"
    protocol = "TCP"
    port = "FIRST-LAST"
    cidr_block = "CIDR"
  }"#,
    ),
    ("tencentcloud_security_group_lite_rule", r#"ingress = ["ACCEPT#CIDR#FIRST-LAST#TCP"]"#),
    (
        "yandex_vpc_security_group",
        r#"ingress {
    protocol = "TCP"
    from_port = FIRST
    to_port = LAST
    v4_cidr_blocks = ["CIDR"]
  }"#,
    ),
    (
        "yandex_vpc_security_group_rule",
        r#"direction = "ingress"
  protocol = "TCP"
  from_port = FIRST
  to_port = LAST
  v4_cidr_blocks = ["CIDR"]"#,
    ),
];

const ACL_KINDS: &[(&str, &str)] = &[
    (
        "aws_network_acl",
        r#"ingress {
    protocol = "tcp"
    rule_no = 100
    action = "allow"
    from_port = FIRST
    to_port = LAST
    cidr_block = "CIDR"
  }"#,
    ),
    (
        "aws_network_acl_rule",
        r#"rule_action = "allow"
  rule_number = 100
  protocol = "tcp"
  from_port = FIRST
  to_port = LAST
  cidr_block = "CIDR""#,
    ),
    (
        "ibm_is_network_acl",
        r#"rules {
    action = "allow"
    direction = "inbound"
    source = "CIDR"
    destination = "0.0.0.0/0"
    tcp {
      port_min = FIRST
      port_max = LAST
    }
  }"#,
    ),
    (
        "ncloud_network_acl_rule",
        r#"inbound {
    priority = 100
    protocol = "TCP"
    rule_action = "ALLOW"
    ip_block = "CIDR"
    port_range = "FIRST-LAST"
  }"#,
    ),
];

/// What is found for each case when a resource of this kind is written for it.
fn found(kind: &str, body: &str, cases: &[Case]) -> Vec<Vec<String>> {
    let mut text = String::new();
    for (index, ((first, last), cidr, _)) in cases.iter().enumerate() {
        let body = body.replace("FIRST", &first.to_string()).replace("LAST", &last.to_string()).replace("CIDR", cidr);
        writeln!(text, "resource \"{kind}\" \"case_{index:02}\" {{\n  {body}\n}}").expect("a string takes all");
    }
    let json = Project::new(&[("main.tf", &text)]).run(&["scan", ".", "--format", "json"]).json();
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for finding in json["findings"].as_array().expect("a list") {
        let check = finding["checkId"].as_str().expect("a string");
        if check.starts_with("cloud-network-") && check != "cloud-network-rule-no-description" {
            for address in finding["addresses"].as_array().expect("a list") {
                found.entry(address.as_str().expect("a string").to_owned()).or_default().push(check.to_owned());
            }
        }
    }
    (0..cases.len())
        .map(|index| {
            let mut checks = found.remove(&format!("{kind}.case_{index:02}")).unwrap_or_default();
            checks.sort();
            checks
        })
        .collect()
}

fn assert_same(kinds: &[(&str, &str)], cases: &[Case]) {
    let mut wrong = Vec::new();
    for (kind, body) in kinds {
        for ((ports, cidr, expected), found) in cases.iter().zip(found(kind, body, cases)) {
            if found != *expected {
                wrong.push(format!("{kind} {ports:?} from {cidr}: {found:?} instead of {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_opening_is_found_alike_on_every_cloud() {
    assert_same(GROUP_KINDS, GROUPS);
}

#[test]
fn an_opening_of_a_network_acl_is_found_alike_on_every_cloud() {
    assert_same(ACL_KINDS, ACLS);
}
