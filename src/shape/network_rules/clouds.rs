//! Kinds of the clouds of which a table says all: [`Layout`] has the meaning of its columns.

use super::layout::{Layout, Order};

/// Security groups of Alibaba Cloud, where a rule that names no peer is for everyone.
pub(super) const ALIBABA_GROUP: Layout = Layout {
    direction: "type",
    action: "policy",
    protocol: "ip_protocol",
    needs_protocol: true,
    sources: (&["cidr_ip", "ipv6_cidr_ip"], &["source_security_group_id", "prefix_list_id"]),
    destinations: (&["cidr_ip", "ipv6_cidr_ip"], &["source_security_group_id", "prefix_list_id"]),
    for_everyone: true,
    order: Order::Number("priority", Some(1)),
    ..Layout::PLAIN
};

/// `port_info` of Lightsail instances of AWS, which is for everyone where it says nothing else.
pub(super) const AWS_LIGHTSAIL: Layout = Layout {
    blocks: &[("port_info", "ingress")],
    needs_protocol: true,
    sources: (&["cidrs", "ipv6_cidrs"], &["cidr_list_aliases"]),
    for_everyone: true,
    ..Layout::PLAIN
};

/// `digitalocean_firewall`.
pub(super) const DIGITALOCEAN_FIREWALL: Layout = Layout {
    blocks: &[("inbound_rule", "ingress"), ("outbound_rule", "egress")],
    needs_protocol: true,
    sources: (
        &["source_addresses"],
        &["source_droplet_ids", "source_load_balancer_uids", "source_kubernetes_ids", "source_tags"],
    ),
    destinations: (
        &["destination_addresses"],
        &[
            "destination_droplet_ids",
            "destination_load_balancer_uids",
            "destination_kubernetes_ids",
            "destination_tags",
        ],
    ),
    ..Layout::PLAIN
};

const IBM_PROTOCOLS: &[(&str, &str)] = &[("tcp", "tcp"), ("udp", "udp"), ("icmp", "icmp")];

/// Rules of security groups of IBM Cloud, which are for everyone where they name no peer.
pub(super) const IBM_GROUP_RULE: Layout = Layout {
    ends: ("port_min", "port_max"),
    protocols: IBM_PROTOCOLS,
    sources: (&["remote"], &[]),
    destinations: (&["remote"], &[]),
    for_everyone: true,
    ..Layout::PLAIN
};

/// The list of rules of network ACLs of IBM Cloud.
pub(super) const IBM_ACL_RULE: Layout = Layout {
    ends: ("port_min", "port_max"),
    protocols: IBM_PROTOCOLS,
    sources: (&["source"], &[]),
    destinations: (&["destination"], &[]),
    order: Order::Place,
    ..Layout::PLAIN
};

/// Rules of network ACLs of IBM Cloud that are resources of their own.
pub(super) const IBM_ACL_OWN_RULE: Layout = Layout { order: Order::Elsewhere, ..IBM_ACL_RULE };

/// Cloud Firewalls of Linode.
pub(super) const LINODE_FIREWALL: Layout = Layout {
    blocks: &[("inbound", "ingress"), ("outbound", "egress")],
    ranges: "ports",
    needs_protocol: true,
    sources: (&["ipv4", "ipv6"], &[]),
    destinations: (&["ipv4", "ipv6"], &[]),
    order: Order::Place,
    switch: Some(("disabled", true)),
    ..Layout::PLAIN
};

/// Access control groups and network ACLs of Naver Cloud.
pub(super) const NCLOUD: Layout = Layout {
    blocks: &[("inbound", "ingress"), ("outbound", "egress")],
    action: "rule_action",
    needs_protocol: true,
    sources: (&["ip_block"], &["source_access_control_group_no", "deny_allow_group_no"]),
    destinations: (&["ip_block"], &["source_access_control_group_no", "deny_allow_group_no"]),
    order: Order::Number("priority", None),
    ..Layout::PLAIN
};

/// Firewall groups of NIFCLOUD.
pub(super) const NIFCLOUD_GROUP: Layout = Layout {
    direction: "type",
    sources: (&["cidr_ip"], &["source_security_group_name"]),
    destinations: (&["cidr_ip"], &["source_security_group_name"]),
    ..Layout::PLAIN
};

/// Security lists of Oracle Cloud.
pub(super) const OCI_LIST: Layout = Layout {
    blocks: &[("ingress_security_rules", "ingress"), ("egress_security_rules", "egress")],
    needs_protocol: true,
    ends: ("min", "max"),
    protocols: &[("tcp_options", "tcp"), ("udp_options", "udp")],
    sources: (&["source"], &[]),
    destinations: (&["destination"], &[]),
    ..Layout::PLAIN
};

/// Rules of network security groups of Oracle Cloud.
pub(super) const OCI_GROUP_RULE: Layout = Layout { blocks: &[], nested: Some("destination_port_range"), ..OCI_LIST };

/// `openstack_networking_secgroup_rule_v2`. One that names no peer is for everyone too, which a check of its own says.
pub(super) const OPENSTACK_GROUP_RULE: Layout = Layout {
    ends: ("port_range_min", "port_range_max"),
    sources: (&["remote_ip_prefix"], &["remote_group_id", "remote_address_group_id"]),
    destinations: (&["remote_ip_prefix"], &["remote_group_id", "remote_address_group_id"]),
    ..Layout::PLAIN
};

/// `openstack_compute_secgroup_v2`.
pub(super) const OPENSTACK_COMPUTE_GROUP: Layout = Layout {
    blocks: &[("rule", "ingress")],
    protocol: "ip_protocol",
    needs_protocol: true,
    sources: (&["cidr"], &["from_group_id"]),
    ..Layout::PLAIN
};

/// `openstack_fw_rule_v2` and its older sister.
pub(super) const OPENSTACK_FIREWALL: Layout = Layout {
    ranges: "destination_port",
    sources: (&["source_ip_address"], &["source_firewall_group_id"]),
    for_everyone: true,
    switch: Some(("enabled", false)),
    ..Layout::PLAIN
};

const TENCENT_PEERS: (&[&str], &[&str]) = (
    &["cidr_block", "ipv6_cidr_block", "cidr_ip"],
    &["source_security_id", "source_sgid", "address_template_id", "address_template_group", "address_template"],
);

/// Sets of rules of security groups of Tencent Cloud.
pub(super) const TENCENT_SET: Layout = Layout {
    blocks: &[("ingress", "ingress"), ("egress", "egress")],
    ranges: "port",
    elsewhere: &["service_template_id", "service_template_group"],
    sources: TENCENT_PEERS,
    destinations: TENCENT_PEERS,
    order: Order::Place,
    ..Layout::PLAIN
};

/// Single rules of security groups of Tencent Cloud.
pub(super) const TENCENT_RULE: Layout = Layout {
    direction: "type",
    action: "policy",
    protocol: "ip_protocol",
    elsewhere: &["protocol_template"],
    sources: TENCENT_PEERS,
    destinations: TENCENT_PEERS,
    order: Order::Number("policy_index", None),
    ..Layout::PLAIN
};

const YANDEX_PEERS: (&[&str], &[&str]) =
    (&["v4_cidr_blocks", "v6_cidr_blocks"], &["security_group_id", "predefined_target"]);

/// Rules of security groups of Yandex Cloud.
pub(super) const YANDEX_RULE: Layout =
    Layout { ranges: "port", sources: YANDEX_PEERS, destinations: YANDEX_PEERS, ..Layout::PLAIN };

/// Security groups of Yandex Cloud.
pub(super) const YANDEX_GROUP: Layout =
    Layout { blocks: &[("ingress", "ingress"), ("egress", "egress")], ..YANDEX_RULE };
