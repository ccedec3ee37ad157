//! Mounts: `volumes` of the pod, and `volumeMounts` of its container.

use super::service::{Service, boolean};
use crate::value::{Kind, List, Part, Reason, Unknown, Value};

/// Reserved name in a service's body: the volumes of its project that stand for a path of the host, by their names.
pub const BOUND_VOLUMES: &str = "_bound_volumes";

/// The option of a service that hands it the socket of the engine, with the logins of whoever starts it.
const API_SOCKET: &str = "use_api_socket";

/// Where that socket is by default.
const ENGINE: &str = "/var/run/docker.sock";

/// Options of a mount by their names in Kubernetes.
const PROPAGATIONS: [(&str, &str); 6] = [
    ("shared", "Bidirectional"),
    ("rshared", "Bidirectional"),
    ("slave", "HostToContainer"),
    ("rslave", "HostToContainer"),
    ("private", "None"),
    ("rprivate", "None"),
];

/// Directories of the host and named volumes: `{name, hostPath: {path}}`, or `{name}`.
pub(super) fn volumes(service: &Service<'_>) -> Option<Value> {
    let listed = service.list_of("volumes", |item| {
        let Mount { source: Some(source), path, .. } = Mount::read(service, item) else {
            return Vec::new();
        };
        let host_path = service.object([("path", path)]);
        vec![Value { span: item.span, ..service.whole([("name", Some(source)), ("hostPath", host_path)]) }]
    });
    let Some(socket) = api_socket(service) else { return listed };
    let mut list = listed.as_ref().and_then(Value::as_list).map_or_else(List::default, List::clone);
    let span = listed.map_or(socket.span, |listed| listed.span);
    list.items.push(socket);
    Some(Value::new(Kind::List(list.into()), span))
}

/// The socket of the engine as a volume, where the service asks for it.
fn api_socket(service: &Service<'_>) -> Option<Value> {
    let asked = service.body.member(API_SOCKET)?;
    let is_on = boolean(asked);
    let path = match is_on.kind {
        Kind::Bool(true) => Value { kind: Kind::String(ENGINE.into()), ..asked.clone() },
        _ => hidden(&is_on)?,
    };
    let host_path = Value { span: asked.span, ..service.whole([("path", Some(path))]) };
    let name = Value { kind: Kind::String(API_SOCKET.into()), ..asked.clone() };
    Some(Value { span: asked.span, ..service.whole([("name", Some(name)), ("hostPath", Some(host_path))]) })
}

/// Where they are found in the container: `{name, mountPath, readOnly, mountPropagation}`.
pub(super) fn mounts(service: &Service<'_>) -> Option<Value> {
    service.list_of("volumes", |item| {
        let mount = Mount::read(service, item);
        let members = [
            ("name", mount.source),
            ("mountPath", mount.target),
            ("readOnly", mount.read_only),
            ("mountPropagation", mount.propagation),
        ];
        vec![Value { span: item.span, ..service.whole(members) }]
    })
}

/// One item of `volumes`.
#[derive(Default)]
struct Mount {
    source: Option<Value>,
    target: Option<Value>,
    read_only: Option<Value>,
    propagation: Option<Value>,
    /// The source where it is a path of the host rather than a named volume; unknown where that is.
    path: Option<Value>,
}

impl Mount {
    fn read(service: &Service<'_>, item: &Value) -> Self {
        let mut mount = match &item.kind {
            Kind::Map(_) => Self::long(item),
            _ => Self::short(item),
        };
        mount.path = mount.path.as_ref().map(at_home).or_else(|| bound(service, mount.source.as_ref()?));
        mount
    }

    fn long(item: &Value) -> Self {
        let member = |name: &str| item.member(name).cloned();
        let propagation = item.member("bind").and_then(|bind| bind.member("propagation"));
        let source = member("source");
        let path = match item.member("type") {
            Some(kind) if matches!(kind.as_str(), Some("bind" | "npipe")) => source.clone(),
            Some(kind) => hidden(kind),
            None => None,
        };
        Self {
            source,
            target: member("target"),
            read_only: item.member("read_only").map(boolean),
            propagation: propagation.map(|value| match value.as_str().and_then(propagation_of) {
                Some(name) => Value { kind: Kind::String(name.into()), ..value.clone() },
                None => value.clone(),
            }),
            path,
        }
    }

    /// Reads `[source:]target[:options]`.
    fn short(item: &Value) -> Self {
        let mut pieces = item.split(&[':'], 4);
        join_drive(&mut pieces);
        let mut pieces = pieces.into_iter();
        match (pieces.next(), pieces.next(), pieces.next()) {
            (Some(source), Some(target), options) => {
                let words = || options.as_ref().and_then(Value::as_str).unwrap_or_default().split(',');
                let at = |kind: Kind| options.clone().map(|options| Value { kind, ..options });
                let unknown = options.as_ref().and_then(hidden);
                let read_only = words().any(|word| word == "ro").then(|| at(Kind::Bool(true))).flatten();
                let propagation = words().find_map(propagation_of).and_then(|name| at(Kind::String(name.into())));
                Self {
                    path: path(&source),
                    source: Some(source),
                    target: Some(target),
                    read_only: read_only.or_else(|| unknown.clone()),
                    propagation: propagation.or(unknown),
                }
            }
            (Some(only), ..) => match hidden(&only) {
                // It may be a source and a target.
                Some(unknown) => Self { source: Some(only), path: Some(unknown), ..Self::default() },
                None => Self { target: Some(only), ..Self::default() },
            },
            (None, ..) => Self::default(),
        }
    }
}

/// The path for which a volume of the project stands, at the mount that names it.
fn bound(service: &Service<'_>, source: &Value) -> Option<Value> {
    let path = service.body.member(BOUND_VOLUMES)?.member(source.as_str()?)?;
    Some(at_home(path).referenced_at(source.span, format!("volume `{}`", source.as_str()?)))
}

/// A path below the variable `HOME` as one below `~`, which Compose takes for the same folder.
fn at_home(path: &Value) -> Value {
    let is_home = |hole: &Unknown| match &hole.reason {
        Reason::EnvironmentVariable(name) => matches!(&**name, "HOME" | "USERPROFILE"),
        _ => false,
    };
    let parts: Vec<Part> = match &path.kind {
        Kind::Unknown(unknown) if is_home(unknown) => vec![Part::Text("~".into())],
        Kind::Template(template) => match template.parts.as_slice() {
            [Part::Hole(hole), Part::Text(text), rest @ ..] if is_home(hole) && text.starts_with(['/', '\\']) => {
                let start = Part::Text(format!("~{text}").into());
                [start].into_iter().chain(rest.iter().cloned()).collect()
            }
            _ => return path.clone(),
        },
        _ => return path.clone(),
    };
    Value { kind: Kind::joined(parts), ..path.clone() }
}

/// Unknown, where something of the value is.
fn hidden(value: &Value) -> Option<Value> {
    value.first_unknown().map(|unknown| Value::unknown(unknown.clone(), value.span))
}

fn propagation_of(word: &str) -> Option<&'static str> {
    PROPAGATIONS.iter().find(|(name, _)| *name == word).map(|(_, propagation)| *propagation)
}

/// `C:\data` is one piece.
fn join_drive(pieces: &mut Vec<Value>) {
    let [drive, path, ..] = pieces.as_slice() else {
        return;
    };
    if let (Some(letter), Some(rest)) = (drive.as_str(), path.as_str())
        && letter.len() == 1
        && letter.starts_with(|char: char| char.is_ascii_alphabetic())
        && rest.starts_with(['\\', '/'])
    {
        let joined = Value { kind: Kind::String(format!("{letter}:{rest}").into()), ..drive.clone() };
        pieces.splice(..2, [joined]);
    }
}

/// The source where it is a path: those start with a dot, a slash, a tilde or a drive; everything else is the name of a
/// volume.
fn path(source: &Value) -> Option<Value> {
    let start = match &source.kind {
        Kind::String(text) => text,
        Kind::Template(template) => match template.parts.first() {
            Some(Part::Text(text)) => text,
            // No volume has such a name.
            _ if template.parts.iter().any(has_slash) => return Some(source.clone()),
            _ => return hidden(source),
        },
        _ => return hidden(source),
    };
    let is_path = start.starts_with(['.', '/', '~', '\\']) || start.as_bytes().get(1) == Some(&b':');
    is_path.then(|| source.clone())
}

fn has_slash(part: &Part) -> bool {
    matches!(part, Part::Text(text) if text.contains(['/', '\\']))
}
