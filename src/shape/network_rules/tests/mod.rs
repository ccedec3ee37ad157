mod clouds;

use super::derive;
use crate::model::testing::Fixture;
use crate::value::{Kind, Value};

/// Each rule on one line: direction, action, protocol, ports, peers, and whether it is public.
fn rules(kind: &str, body: &str) -> Vec<String> {
    let fixture = Fixture::new(kind, "x.x", body);
    let shape = derive(&fixture.resource).expect("the kind has rules");
    let rules = shape.member("rules").and_then(Value::as_list).expect("a list of rules");
    let mut lines: Vec<String> = rules.items.iter().map(line).collect();
    lines.extend(rules.rest.iter().map(|_| "…".to_owned()));
    lines
}

fn line(rule: &Value) -> String {
    let word = |name: &str| match rule.member(name) {
        Some(value) => match &value.kind {
            Kind::Unknown(_) => "?".to_owned(),
            _ => value.render(),
        },
        None => "-".to_owned(),
    };
    format!(
        "{} {} {} {}..{} {} {}",
        word("direction"),
        word("action"),
        word("protocol"),
        word("from_port"),
        word("to_port"),
        word("peers"),
        word("public")
    )
}

fn assert_rules(kind: &str, rows: &[(&str, &[&str])]) {
    for (body, expected) in rows {
        assert_eq!(rules(kind, body), *expected, "{kind} {body}");
    }
}

#[test]
fn what_is_not_known_of_a_rule_stays_unknown() {
    let rows = [
        (r#""cidr_blocks": "${c}""#, "? ?"),
        (r#""cidr_blocks": ["${c}"]"#, "[(unknown: variable `c` has no value)] ?"),
        (r#""cidr_blocks": ["${c}", "0.0.0.0/0"]"#, r#"[(unknown: variable `c` has no value), "0.0.0.0/0"] true"#),
        (r#""cidr_blocks": ["10.0.0.0/8", "...${c}"]"#, r#"["10.0.0.0/8", …] ?"#),
        (r#""cidr_blocks": ["${c}/32"]"#, "[${…}/32] false"),
        (r#""cidr_blocks": ["${c}/0"]"#, "[${…}/0] ?"),
        (
            r#""cidr_blocks": {"$either": [["0.0.0.0/0"], ["10.0.0.0/8"]]}"#,
            r#"["0.0.0.0/0"] or ["10.0.0.0/8"] true or false"#,
        ),
        (r#""cidr_blocks": {"$either": [["0.0.0.0/0"], ["::/0"]]}"#, r#"["0.0.0.0/0"] or ["::/0"] true"#),
        (r#""cidr_blocks": ["10.0.0.0/8"], "ipv6_cidr_blocks": "${c}""#, r#"["10.0.0.0/8", …] ?"#),
    ];
    for (peers, expected) in rows {
        let body = format!(r#"{{"ingress": [{{"protocol": "tcp", "from_port": 22, "to_port": "${{p}}", {peers}}}]}}"#);
        assert_eq!(rules("aws_security_group", &body), [format!("ingress allow tcp 22..? {expected}")]);
    }
}

/// How far the first rule reaches in IPv4 and in IPv6.
fn families(kind: &str, body: &str) -> [String; 2] {
    let fixture = Fixture::new(kind, "x.x", body);
    let shape = derive(&fixture.resource).expect("the kind has rules");
    let rule = &shape.member("rules").and_then(Value::as_list).expect("a list of rules").items[0];
    ["reach_ipv4", "reach_ipv6"].map(|name| match rule.member(name).and_then(Value::as_str) {
        Some(word) => word.to_owned(),
        None => "?".to_owned(),
    })
}

#[test]
fn each_family_of_addresses_has_its_own_reach() {
    let rows = [
        (r#""cidr_blocks": ["0.0.0.0/0"]"#, ["public", "private"]),
        (r#""ipv6_cidr_blocks": ["::/0"]"#, ["private", "public"]),
        (r#""cidr_blocks": ["0.0.0.0/0"], "ipv6_cidr_blocks": ["::/0"]"#, ["public", "public"]),
        (r#""cidr_blocks": ["8.0.0.0/8"], "ipv6_cidr_blocks": ["2000::/8"]"#, ["nearly-public", "nearly-public"]),
        // The internet in parts.
        (r#""cidr_blocks": ["0.0.0.0/1", "128.0.0.0/1"]"#, ["public", "private"]),
        (r#""cidr_blocks": ["128.0.0.0/1", "10.0.0.0/8", "0.0.0.0/2", "64.0.0.0/2"]"#, ["public", "private"]),
        (
            r#""cidr_blocks": ["10.0.0.0/8", "10.1.0.0/16"], "ipv6_cidr_blocks": ["2000::/4", "3000::/4"]"#,
            ["private", "public"],
        ),
        (r#""cidr_blocks": ["0.0.0.0/1", "${c}"]"#, ["?", "private"]),
        // An argument that is for one family holds the other by mistake.
        (r#""cidr_blocks": ["::/0"]"#, ["private", "public"]),
        // What is not known is of the family that the argument is for.
        (r#""cidr_blocks": ["${c}"]"#, ["?", "private"]),
        (r#""ipv6_cidr_blocks": "${c}""#, ["private", "?"]),
        (r#""cidr_blocks": ["10.0.0.0/8", "...${c}"]"#, ["?", "private"]),
    ];
    for (peers, expected) in rows {
        let body = format!(r#"{{"ingress": [{{"protocol": "tcp", "from_port": 22, "to_port": 22, {peers}}}]}}"#);
        assert_eq!(families("aws_security_group", &body), expected, "{peers}");
    }
    // A word for everyone counts as IPv4.
    for (peer, expected) in [("*", ["public", "private"]), ("::/0", ["private", "public"]), ("${c}", ["?", "?"])] {
        let body = format!(r#"{{"direction": "Inbound", "access": "Allow", "source_address_prefix": "{peer}"}}"#);
        assert_eq!(families("azurerm_network_security_rule", &body), expected, "{peer}");
    }
}

#[test]
fn an_unknown_protocol_leaves_only_certain_ports() {
    let rows = [("0", "0", "?..?"), ("443", "443", "443..443"), ("0", "65535", "0..65535"), ("0", "\"${p}\"", "?..?")];
    for (from, to, ports) in rows {
        let body = format!(r#"{{"type": "egress", "protocol": "${{x}}", "from_port": {from}, "to_port": {to}}}"#);
        assert_eq!(rules("aws_security_group_rule", &body), [format!("egress allow ? {ports} [] false")]);
    }
}

#[test]
fn places_are_those_of_the_arguments() {
    let body = r#"{"ingress": [{"protocol": "tcp", "from_port": 22, "to_port": 23,
        "cidr_blocks": ["10.0.0.0/8", "0.0.0.0/0"], "description": "all"}]}"#;
    let fixture = Fixture::new("aws_security_group", "aws_security_group.x", body);
    let shape = derive(&fixture.resource).expect("a shape");
    assert_eq!(shape.member("type").and_then(Value::as_str), Some("security_group"));
    let rule = &shape.member("rules").and_then(Value::as_list).expect("rules").items[0];
    let text = |name: &str| fixture.slice(rule.member(name).expect("a field").span);
    assert_eq!(
        [text("protocol"), text("from_port"), text("public"), text("description")],
        [r#""tcp""#, "22", r#""0.0.0.0/0""#, r#""all""#]
    );
}

#[test]
fn ports_are_counted() {
    let rows = [
        (r#""tcp", "ports": ["8000-8050"]"#, Some("51")),
        (r#""tcp", "ports": [22]"#, Some("1")),
        (r#""tcp""#, Some("65536")),
        (r#""tcp", "ports": "${p}""#, Some("?")),
        (r#""icmp""#, None),
    ];
    for (block, expected) in rows {
        let body = format!(r#"{{"allow": [{{"protocol": {block}}}]}}"#);
        let fixture = Fixture::new("google_compute_firewall", "x.x", &body);
        let shape = derive(&fixture.resource).expect("a shape");
        let rule = &shape.member("rules").and_then(Value::as_list).expect("rules").items[0];
        let count = rule.member("port_count").map(|count| match count.kind {
            Kind::Unknown(_) => "?".to_owned(),
            _ => count.render(),
        });
        assert_eq!(count.as_deref(), expected, "{block}");
    }
}

/// The services of the first rule in their order, with a question mark where it is not known whether it passes them.
fn services(rule: &str) -> String {
    let fixture = Fixture::new("aws_security_group", "x.x", &format!(r#"{{"ingress": [{{{rule}}}]}}"#));
    let shape = derive(&fixture.resource).expect("a shape");
    let rule = &shape.member("rules").and_then(Value::as_list).expect("rules").items[0];
    let Some(services) = rule.member("services").and_then(Value::as_map) else {
        return "none".to_owned();
    };
    let word = |known: bool| if known { "" } else { "?" };
    let names = services.entries().map(|entry| format!("{}{}", entry.key, word(entry.value.as_bool() == Some(true))));
    names.collect::<Vec<_>>().join(" ")
}

#[test]
fn services_follow_from_protocol_and_ports() {
    let rows = [
        (r#""protocol": "tcp", "from_port": 22, "to_port": 22"#, "ssh remote_access internal"),
        (r#""protocol": "udp", "from_port": 22, "to_port": 22"#, "other"),
        (r#""protocol": "tcp", "from_port": 443, "to_port": 443"#, "https web"),
        (r#""protocol": "udp", "from_port": 443, "to_port": 443"#, "https web"),
        (r#""protocol": "tcp", "from_port": 3300, "to_port": 3310"#, "mysql database internal other"),
        (r#""protocol": "tcp", "from_port": 137, "to_port": 139"#, "netbios file_sharing internal"),
        (r#""protocol": "icmp", "from_port": -1, "to_port": -1"#, "none"),
        (r#""from_port": 22, "to_port": 22"#, "ssh? remote_access? internal? other?"),
        (r#""protocol": "${p}", "from_port": 443, "to_port": 443"#, "https? web?"),
        (r#""protocol": "tcp", "from_port": 61621, "to_port": "${p}""#, "opscenter? management? internal? other?"),
        (
            r#""protocol": "tcp", "from_port": 80, "to_port": {"$either": [80, 90]}"#,
            "kerberos? directory? internal? http web other?",
        ),
    ];
    for (rule, expected) in rows {
        assert_eq!(services(rule), expected, "{rule}");
    }
    let all = services(r#""protocol": "-1", "from_port": 0, "to_port": 0"#);
    assert!(all.split(' ').all(|name| !name.ends_with('?')), "{all}");
    for name in ["ssh", "mongodb", "database", "internal", "other", "http"] {
        assert!(all.split(' ').any(|passed| passed == name), "{name} of {all}");
    }
}

#[test]
fn reach_is_three_valued() {
    let rows = [
        (r#"["0.0.0.0/0"]"#, "public"),
        (r#"["9.9.9.9/0"]"#, "public"),
        (r#"["0.0.0.0"]"#, "public"),
        (r#"["0.0.0.1/0"]"#, "private"),
        (r#"["0.0.0.0/1", "128.0.0.0/1"]"#, "public"),
        (r#"["20.0.0.0/15"]"#, "nearly-public"),
        (r#"["20.0.0.0/16"]"#, "private"),
        (r#"["2a00::/12"]"#, "nearly-public"),
        (r#"["2001:db8::/32"]"#, "private"),
        (r#"["::/1"]"#, "public"),
        (r#"["2000::/4"]"#, "nearly-public"),
        (r#"["fd00::/8", "10.0.0.0/8", "172.16.0.0/12", "100.64.0.0/10", "224.0.0.0/4"]"#, "private"),
        (r#"["20.0.0.0/8", "0.0.0.0/0"]"#, "public"),
        (r#"["${c}/8"]"#, "nearly-public or private"),
        (r#"["${c}/24"]"#, "private"),
        (r#"["${c}/0"]"#, "?"),
        (r#"["${c}"]"#, "?"),
        (r#"["20.0.0.0/8", "${c}"]"#, "public or nearly-public"),
        (r#"["${c}/8", "${d}/8"]"#, "nearly-public or private"),
    ];
    for (cidrs, expected) in rows {
        let body = format!(r#"{{"ingress": [{{"cidr_blocks": {cidrs}}}]}}"#);
        let fixture = Fixture::new("aws_security_group", "x.x", &body);
        let shape = derive(&fixture.resource).expect("a shape");
        let rule = &shape.member("rules").and_then(Value::as_list).expect("rules").items[0];
        let reach = rule.member("reach").expect("a reach");
        let found = match reach.kind {
            Kind::Unknown(_) => "?".to_owned(),
            _ => reach.render().replace('"', ""),
        };
        assert_eq!(found, expected, "{cidrs}");
    }
}
