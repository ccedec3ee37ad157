//! Whether what is there does something.

use crate::value::{Kind, Part, Truth, Unknown, Value};

/// Whether a value does something. What is blank does not: nothing or blanks in a text, and a list or a map that holds nothing
/// but what is blank. A text of which a part is not known is taken for one that does.
pub(super) fn is_set(value: &Value) -> Truth<'_> {
    match &value.kind {
        Kind::Null => Truth::False,
        Kind::String(text) => (!text.trim().is_empty()).into(),
        Kind::Json(inner) => is_set(inner),
        Kind::List(list) => any(value, list.rest.as_deref()),
        Kind::Map(map) => any(value, map.rest().map(|rest| &**rest)),
        Kind::Either(either) => {
            let mut options = either.options.iter().map(is_set);
            let first = options.next().unwrap_or(Truth::False);
            let agree =
                options.all(|option| option.is_true() == first.is_true() && option.is_false() == first.is_false());
            if agree { first } else { Truth::Unknown(&either.cause) }
        }
        Kind::Template(template) => {
            let known = |part: &Part| {
                matches!(part, Part::Hole(_)) || matches!(part, Part::Text(text) if !text.trim().is_empty())
            };
            template.parts.iter().any(known).into()
        }
        Kind::Bool(_) | Kind::Number(_) | Kind::Unknown(_) => Truth::True,
    }
}

/// Whether something that a value holds does something; `rest` is why there may be more.
fn any<'v>(value: &'v Value, rest: Option<&'v Unknown>) -> Truth<'v> {
    let rest = rest.map_or(Truth::False, Truth::Unknown);
    value.children().fold(Truth::False, |truth, child| truth.or(|| is_set(child))).or(|| rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::Fixture;

    #[test]
    fn what_is_blank_is_not_set() {
        let rows = [
            (r#""""#, "false"),
            (r#"" ""#, "false"),
            (r#""x""#, "true"),
            (r#"["", " "]"#, "false"),
            (r#"["", "x"]"#, "true"),
            ("[]", "false"),
            ("{}", "false"),
            (r#"[{"a": [{}]}]"#, "false"),
            (r#"{"a": false}"#, "true"),
            ("0", "true"),
            ("null", "false"),
            (r#""${x}""#, "true"),
            (r#"" ${x}""#, "true"),
            (r#"["", "...${x}"]"#, "unknown"),
            (r#"["a", "...${x}"]"#, "true"),
            (r#"{"$either": ["", "x"]}"#, "unknown"),
            (r#"{"$either": ["", {}]}"#, "false"),
            (r#"{"$json": {}}"#, "false"),
        ];
        for (text, expected) in rows {
            let fixture = Fixture::new("a", "a.b", &format!(r#"{{"value": {text}}}"#));
            let found = match is_set(fixture.resource.body.member("value").expect("is there")) {
                Truth::True => "true",
                Truth::False => "false",
                Truth::Unknown(_) => "unknown",
            };
            assert_eq!(found, expected, "{text}");
        }
    }
}
