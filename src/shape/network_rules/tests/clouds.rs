//! The rules of each cloud.

use super::*;

#[test]
fn security_groups_of_aws() {
    assert_rules(
        "aws_security_group",
        &[
            (r"{}", &[]),
            (
                r#"{"ingress": [{"protocol": "tcp", "from_port": 22, "to_port": "23", "cidr_blocks": ["0.0.0.0/0"]}]}"#,
                &[r#"ingress allow tcp 22..23 ["0.0.0.0/0"] true"#],
            ),
            (
                r#"{"egress": [{"protocol": "-1", "from_port": 0, "to_port": 0, "ipv6_cidr_blocks": ["::/0"]}]}"#,
                &[r#"egress allow all 0..65535 ["::/0"] true"#],
            ),
            (
                r#"{"ingress": [{"protocol": -1, "from_port": 0, "to_port": 0, "self": true, "cidr_blocks": []}]}"#,
                &[r#"ingress allow all 0..65535 ["self"] false"#],
            ),
            (
                r#"{"ingress": [{"protocol": "ICMP", "from_port": -1, "to_port": -1, "cidr_blocks": ["10.0.0.0/8"]}]}"#,
                &[r#"ingress allow icmp -..- ["10.0.0.0/8"] false"#],
            ),
            (
                r#"{"ingress": [{"protocol": "6", "from_port": 1, "to_port": 2,
                    "security_groups": ["${aws_security_group.lb.id}"], "prefix_list_ids": ["pl-1"]}]}"#,
                &[r"ingress allow tcp 1..2 [(unknown: `aws_security_group.lb.id` is known only after apply), …] ?"],
            ),
            (
                r#"{"ingress": [{"protocol": "tcp", "from_port": -1, "to_port": "-1", "cidr_blocks": ["9.9.9.9/0"]}]}"#,
                &[r#"ingress allow tcp 0..65535 ["9.9.9.9/0"] true"#],
            ),
            (r#"{"ingress": ["...${rules}"]}"#, &["…"]),
            (r#"{"ingress": "${rules}"}"#, &["…"]),
            (r#"{"ingress": ["${rule}"]}"#, &["ingress allow ? ?..? [, …] ?"]),
        ],
    );
}

#[test]
fn separate_rules_of_aws() {
    assert_rules(
        "aws_security_group_rule",
        &[(
            r#"{"type": "ingress", "protocol": "all", "from_port": 0, "to_port": 0, "source_security_group_id": "sg-1"}"#,
            &[r#"ingress allow all 0..65535 ["sg-1"] false"#],
        )],
    );
    assert_rules(
        "aws_vpc_security_group_ingress_rule",
        &[(
            r#"{"ip_protocol": "tcp", "from_port": 3389, "to_port": 3389, "cidr_ipv4": "0.0.0.0/0"}"#,
            &[r#"ingress allow tcp 3389..3389 ["0.0.0.0/0"] true"#],
        )],
    );
    assert_rules(
        "aws_vpc_security_group_egress_rule",
        &[
            (r#"{"ip_protocol": "-1", "cidr_ipv6": "::/0"}"#, &[r#"egress allow all 0..65535 ["::/0"] true"#]),
            (r#"{"ip_protocol": "-1", "cidr_ipv4": "${c}"}"#, &["egress allow all 0..65535 ? ?"]),
        ],
    );
}

#[test]
fn network_acls_of_aws() {
    assert_rules(
        "aws_network_acl",
        &[(
            r#"{"ingress": [{"protocol": "tcp", "rule_no": 1, "action": "DENY", "cidr_block": "0.0.0.0/0",
                "from_port": 22, "to_port": 22}],
                "egress": [{"protocol": "-1", "rule_no": 2, "action": "allow", "cidr_block": "10.0.0.0/8",
                "from_port": 0, "to_port": 0}]}"#,
            &[r#"ingress deny tcp 22..22 ["0.0.0.0/0"] true"#, r#"egress allow all 0..65535 ["10.0.0.0/8"] false"#],
        )],
    );
    let rule = |egress: &str| {
        format!(r#"{{{egress} "rule_action": "allow", "protocol": "udp", "from_port": 53, "to_port": 53}}"#)
    };
    for (egress, direction) in [
        ("", "ingress"),
        (r#""egress": false,"#, "ingress"),
        (r#""egress": true,"#, "egress"),
        (r#""egress": "${e}","#, "?"),
    ] {
        assert_eq!(rules("aws_network_acl_rule", &rule(egress)), [format!("{direction} allow udp 53..53 [] false")]);
    }
}

#[test]
fn network_security_groups_of_azure() {
    assert_rules(
        "azurerm_network_security_rule",
        &[
            (
                r#"{"direction": "Inbound", "access": "Allow", "protocol": "*", "destination_port_range": "22",
                    "source_address_prefix": "Internet", "destination_address_prefix": "10.0.0.0/8"}"#,
                &[r#"ingress allow all 22..22 ["Internet"] true"#],
            ),
            (
                r#"{"direction": "Outbound", "access": "Deny", "protocol": "Tcp", "destination_port_range": "*",
                    "source_address_prefix": "*", "destination_address_prefix": "VirtualNetwork"}"#,
                &[r#"egress deny tcp 0..65535 ["VirtualNetwork"] false"#],
            ),
            (
                r#"{"direction": "Inbound", "access": "Allow", "protocol": "Tcp", "source_address_prefixes": ["*"],
                    "destination_port_ranges": ["22-80", 443, "${p}", "...${q}"]}"#,
                &[
                    r#"ingress allow tcp 22..80 ["*"] true"#,
                    r#"ingress allow tcp 443..443 ["*"] true"#,
                    r#"ingress allow tcp ?..? ["*"] true"#,
                    r#"ingress allow tcp ?..? ["*"] true"#,
                ],
            ),
            (
                r#"{"direction": "Inbound", "access": "Allow", "protocol": "Tcp", "source_address_prefix": "/0",
                    "destination_port_range": "22,80-90"}"#,
                &[r#"ingress allow tcp 22..22 ["/0"] true"#, r#"ingress allow tcp 80..90 ["/0"] true"#],
            ),
            (
                r#"{"direction": "Inbound", "access": "Allow", "protocol": "Icmp", "destination_port_range": "*",
                    "source_address_prefix": "any"}"#,
                &[r#"ingress allow icmp -..- ["any"] true"#],
            ),
            (
                r#"{"direction": "Inbound", "access": "Allow", "protocol": "Tcp", "source_address_prefix": "*"}"#,
                &[r#"ingress allow tcp 0..65535 ["*"] true"#],
            ),
            (
                r#"{"direction": "${d}", "access": "Allow", "protocol": "Tcp", "destination_port_range": "1",
                    "source_address_prefix": "*"}"#,
                &["? allow tcp 1..1 ? ?"],
            ),
        ],
    );
    let conditional = r#"{"security_rule": [{"direction": "Inbound", "access": "Allow", "protocol": "Tcp",
        "destination_port_range": {"$either": ["22", "80-90"]}, "source_address_prefix": "*"}]}"#;
    assert_eq!(
        rules("azurerm_network_security_group", conditional),
        [r#"ingress allow tcp 22 or 80..22 or 90 ["*"] true"#]
    );
}

#[test]
fn firewalls_of_google() {
    assert_rules(
        "google_compute_firewall",
        &[
            (
                r#"{"allow": [{"protocol": "tcp", "ports": ["22", "80-90"]}], "source_ranges": ["10.0.0.0/8"]}"#,
                &[
                    r#"ingress allow tcp 22..22 ["10.0.0.0/8"] false"#,
                    r#"ingress allow tcp 80..90 ["10.0.0.0/8"] false"#,
                ],
            ),
            (r#"{"allow": [{"protocol": "tcp"}]}"#, &[r#"ingress allow tcp 0..65535 ["0.0.0.0/0"] true"#]),
            (r#"{"allow": [{"protocol": "icmp"}]}"#, &[r#"ingress allow icmp -..- ["0.0.0.0/0"] true"#]),
            (
                r#"{"deny": [{"protocol": "all"}], "source_tags": ["web"]}"#,
                &[r#"ingress deny all 0..65535 ["web"] false"#],
            ),
            (
                r#"{"allow": [{"protocol": "${p}"}], "direction": "EGRESS"}"#,
                &[r#"egress allow ? ?..? ["0.0.0.0/0"] true"#],
            ),
            (
                r#"{"allow": [{"protocol": "udp", "ports": []}], "source_tags": "${t}"}"#,
                &["ingress allow udp 0..65535 [, …] ?"],
            ),
            (
                r#"{"allow": [{"protocol": "tcp", "ports": [1]}], "source_tags": "${t}",
                    "source_ranges": {"$either": [["10.0.0.0/8"], ["0.0.0.0/0"]]}}"#,
                &["ingress allow tcp 1..1 [, …] false or true"],
            ),
            (r#"{"allow": [{"protocol": "tcp"}], "disabled": true}"#, &[]),
            (r#"{"allow": [{"protocol": "tcp"}], "disabled": "${d}"}"#, &["…"]),
        ],
    );
}

#[test]
fn rules_of_clouds_in_tables() {
    let rows: [(&str, &str, &[&str]); 14] = [
        (
            "alicloud_security_group_rule",
            r#"{"type": "ingress", "ip_protocol": "tcp", "port_range": "22/25"}"#,
            &[r#"ingress allow tcp 22..25 ["0.0.0.0/0"] true"#],
        ),
        (
            "alicloud_security_group_rule",
            r#"{"type": "egress", "policy": "drop", "ip_protocol": "all", "port_range": "-1/-1", "cidr_ip": "10.0.0.0/8"}"#,
            &[r#"egress deny all 0..65535 ["10.0.0.0/8"] false"#],
        ),
        (
            "digitalocean_firewall",
            r#"{"outbound_rule": [{"protocol": "udp", "port_range": "53", "destination_addresses": ["::/0"]}]}"#,
            &[r#"egress allow udp 53..53 ["::/0"] true"#],
        ),
        (
            "ibm_is_security_group_rule",
            r#"{"direction": "inbound", "icmp": [{}]}"#,
            &[r#"ingress allow icmp -..- ["0.0.0.0/0"] true"#],
        ),
        (
            "ibm_is_security_group_rule",
            r#"{"direction": "outbound", "remote": "10.0.0.0/8"}"#,
            &[r#"egress allow all 0..65535 ["10.0.0.0/8"] false"#],
        ),
        ("linode_firewall", r#"{"disabled": true, "inbound": [{"action": "ACCEPT", "protocol": "TCP"}]}"#, &[]),
        (
            "linode_firewall",
            r#"{"inbound": [{"action": "DROP", "protocol": "TCP", "ports": "22, 80-90", "ipv6": ["::/0"]}]}"#,
            &[r#"ingress deny tcp 22..22 ["::/0"] true"#, r#"ingress deny tcp 80..90 ["::/0"] true"#],
        ),
        (
            "nifcloud_security_group_rule",
            r#"{"protocol": "SSH", "cidr_ip": "0.0.0.0/0"}"#,
            &[r#"ingress allow tcp 22..22 ["0.0.0.0/0"] true"#],
        ),
        (
            "nifcloud_security_group_rule",
            r#"{"protocol": "TCP", "from_port": 80, "cidr_ip": "0.0.0.0/0"}"#,
            &[r#"ingress allow tcp 80..80 ["0.0.0.0/0"] true"#],
        ),
        (
            "oci_core_security_list",
            r#"{"ingress_security_rules": [{"protocol": "all", "source": "0.0.0.0/0",
                "tcp_options": [{"min": 22, "max": 22}], "udp_options": [{"source_port_range": [{"min": 1, "max": 2}]}]}]}"#,
            &[r#"ingress allow tcp 22..22 ["0.0.0.0/0"] true"#, r#"ingress allow udp 0..65535 ["0.0.0.0/0"] true"#],
        ),
        (
            "openstack_networking_secgroup_rule_v2",
            r#"{"direction": "ingress"}"#,
            &["ingress allow all 0..65535 [] false"],
        ),
        (
            "tencentcloud_security_group_rule_set",
            r#"{"ingress": [{"action": "ACCEPT", "cidr_block": "0.0.0.0/0", "service_template_id": "ppm-1"}]}"#,
            &[r#"ingress allow - -..- ["0.0.0.0/0"] true"#],
        ),
        (
            "tencentcloud_security_group_lite_rule",
            r#"{"egress": ["DROP#10.0.0.0/8#ALL#ALL", "${r}", "...${s}"]}"#,
            &[r#"egress deny all 0..65535 ["10.0.0.0/8"] false"#, "egress ? ? ?..? ? ?", "…"],
        ),
        (
            "yandex_vpc_security_group_rule",
            r#"{"direction": "ingress", "port": -1, "protocol": "TCP"}"#,
            &["ingress allow tcp 0..65535 [] false"],
        ),
    ];
    for (kind, body, expected) in rows {
        assert_eq!(rules(kind, body), *expected, "{kind} {body}");
    }
}

#[test]
fn other_kinds_have_no_rules() {
    assert!(derive(&Fixture::new("aws_vpc", "aws_vpc.x", "{}").resource).is_none());
}
