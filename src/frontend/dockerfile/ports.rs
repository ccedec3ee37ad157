//! The ports of `EXPOSE`, as the builder reads them: `port`, `from-to`, with a protocol behind `/`. What a publishing of ports
//! has before them (`127.0.0.1:8080:80`) it reads over.

use std::sync::Arc;

use super::view::View;
use crate::source::Span;
use crate::value::{Kind, List, Reason, Unknown, Value};

/// Most ports of one `EXPOSE` that are listed.
const PORT_LIMIT: usize = 1024;

/// The ports of an instruction.
#[derive(Default)]
pub(super) struct Ports {
    list: List,
    /// What the builder refuses.
    pub(super) problems: Vec<(Span, String)>,
}

impl Ports {
    /// Reads the words of an `EXPOSE`. A variable may hold several ports.
    pub(super) fn read(words: &[Value]) -> Self {
        let mut ports = Self::default();
        for word in words {
            match word.as_str() {
                // What another program fills in.
                Some(text) if text.contains(['{', '<', '%', '@']) => {
                    ports.add_unknown(Some(Unknown::new(Reason::Placeholder(text.into()), word.span)), word.span);
                }
                Some(text) => text.split_whitespace().for_each(|text| ports.add(text, word.span)),
                None => ports.add_unknown(word.first_unknown().map(|unknown| Unknown::clone(unknown)), word.span),
            }
        }
        ports
    }

    /// `{number, protocol, host}` of every port, each port of a range for itself.
    pub(super) fn finish(self, span: Span) -> Value {
        Value::new(Kind::List(Arc::new(self.list)), span)
    }

    fn add_unknown(&mut self, unknown: Option<Unknown>, span: Span) {
        let number = unknown.map(|unknown| Value::unknown(unknown, span));
        self.list.items.extend(number.map(|number| port(number, None, None)));
    }

    fn add(&mut self, text: &str, span: Span) {
        let (host, own) = text.rsplit_once(':').map_or((None, text), |(host, own)| (Some(host), own));
        let (numbers, protocol) = own.split_once('/').unwrap_or((own, ""));
        let protocol = if protocol.is_empty() { "tcp" } else { protocol };
        if !["tcp", "udp", "sctp"].iter().any(|known| known.eq_ignore_ascii_case(protocol)) {
            self.problems.push((span, format!("`{protocol}` is no protocol of a port: those are tcp, udp and sctp")));
        }
        if let Some(host) = host {
            self.host(host, span);
        }
        let Some((first, last)) = range(numbers) else {
            self.problems.push((span, format!("`{numbers}` is no port")));
            return;
        };
        if first > last {
            self.problems.push((span, format!("the range of ports `{numbers}` ends before it begins")));
        }
        let protocol = Value::string(protocol.to_lowercase(), span);
        let host = host.map(|host| Value::string(host, span));
        for number in first..=last {
            if self.list.items.len() >= PORT_LIMIT {
                let unknown = Unknown::new(Reason::Limit("the number of ports"), span);
                // The last port is the one that may be out of range.
                self.list.items.push(port(Value::number(i64::from(last), span), Some(protocol), host));
                self.list.rest.get_or_insert_with(|| Arc::new(unknown));
                return;
            }
            let number = Value::number(i64::from(number), span);
            self.list.items.push(port(number, Some(protocol.clone()), host.clone()));
        }
    }

    /// The address and the port of the host, which are nothing to an image.
    fn host(&mut self, host: &str, span: Span) {
        let (address, numbers) = host.rsplit_once(':').unwrap_or(("", host));
        let address = address.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(address);
        if !address.is_empty() && address.parse::<std::net::IpAddr>().is_err() {
            self.problems.push((span, format!("`{address}` is no address")));
        }
        if !numbers.is_empty() && range(numbers).is_none() {
            self.problems.push((span, format!("`{numbers}` is no port")));
        }
    }
}

fn range(text: &str) -> Option<(u32, u32)> {
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    Some((first.parse().ok()?, last.parse().ok()?))
}

fn port(number: Value, protocol: Option<Value>, host: Option<Value>) -> Value {
    let mut view = View::new(number.span);
    view.set("number", number);
    view.maybe("protocol", protocol);
    view.maybe("host", host);
    view.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    /// The ports in one line, and what the builder says.
    fn read(text: &str) -> (String, Vec<String>) {
        let span = SourceMap::new().add("x", "x").whole();
        let ports = Ports::read(&[Value::string(text, span)]);
        let said = ports.problems.iter().map(|(_, message)| message.clone()).collect();
        let member = |port: &Value, name: &str| port.member(name).map_or("-".to_owned(), Value::render);
        let show = |port: &Value| ["number", "protocol", "host"].map(|name| member(port, name)).join(" ");
        let shown: Vec<_> = ports.list.items.iter().map(show).collect();
        (shown.join(", ").replace('"', ""), said)
    }

    #[test]
    fn ports_are_read_as_the_builder_does() {
        let cases = [
            ("80", "80 tcp -"),
            ("53/UDP", "53 udp -"),
            ("80/", "80 tcp -"),
            ("8000-8001/sctp", "8000 sctp -, 8001 sctp -"),
            ("127.0.0.1:80:80", "80 tcp 127.0.0.1:80"),
            ("2222:22", "22 tcp 2222"),
            ("127.0.0.1::80", "80 tcp 127.0.0.1:"),
            ("[::1]:8080:80/tcp", "80 tcp [::1]:8080"),
            ("::1:8080:80", "80 tcp ::1:8080"),
            ("8000-8010:80", "80 tcp 8000-8010"),
            ("80 443", "80 tcp -, 443 tcp -"),
            ("80800", "80800 tcp -"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), (expected.to_owned(), Vec::new()), "{text}");
        }
    }

    #[test]
    fn what_the_builder_refuses_is_told() {
        let cases = [
            ("http", "`http` is no port"),
            ("80/http", "`http` is no protocol of a port: those are tcp, udp and sctp"),
            ("80/tcp/udp", "`tcp/udp` is no protocol of a port: those are tcp, udp and sctp"),
            ("90-80", "the range of ports `90-80` ends before it begins"),
            ("80-", "`80-` is no port"),
            ("/tcp", "`` is no port"),
            ("localhost:80:80", "`localhost` is no address"),
            ("x:80", "`x` is no port"),
            ("80:", "`` is no port"),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).1, [expected], "{text}");
        }
        for text in ["{{ port }}", "<port>", "%PORT%", "@PORT@/tcp"] {
            let (ports, said) = read(text);
            assert!(said.is_empty() && !ports.starts_with(|first: char| first.is_ascii_digit()), "{text}: {ports}");
        }
    }
}
