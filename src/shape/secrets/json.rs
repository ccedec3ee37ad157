//! JSON in a string, which has no places of its own.

use serde_json::Value as Json;

/// What a text is, if it is a JSON object or array.
pub(super) fn parse(text: &str) -> Option<Json> {
    let text = text.trim_start();
    text.starts_with(['{', '[']).then(|| serde_json::from_str(text).ok()).flatten()
}

/// Tells of every string below `json` under which name it stands: the nearest one, or the one that is written beside the
/// value. The parser limits the depth.
pub(super) fn each<'j>(json: &'j Json, name: &'j str, tell: &mut dyn FnMut(&'j str, &'j str)) {
    match json {
        Json::String(text) => tell(name, text),
        Json::Array(items) => items.iter().for_each(|item| each(item, name, tell)),
        Json::Object(members) => {
            let sibling = members.get("name").or_else(|| members.get("Name")).and_then(Json::as_str);
            for (key, member) in members {
                let name = sibling.filter(|_| key.eq_ignore_ascii_case("value")).unwrap_or(key);
                each(member, name, tell);
            }
        }
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}
