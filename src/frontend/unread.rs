//! Names of templates of other programs.

/// How the names of templates end, behind the name of what they become. Jinja, Go, ERB, Mustache, Handlebars, EJS, and
/// whatever else fills in a text.
const ENDINGS: [&str; 20] = [
    "j2", "jinja", "jinja2", "tmpl", "tpl", "gotmpl", "tftpl", "template", "erb", "mustache", "hbs", "ejs", "in",
    "gotpl", "ctmpl", "epp", "njk", "liquid", "mako", "m4",
];

/// The name of what a template of this name becomes.
pub fn rendered(path: &str) -> Option<&str> {
    let mut found = None;
    let mut rest = path;
    while let Some((rendered, ending)) = rest.rsplit_once('.')
        && ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known))
    {
        found = Some(rendered);
        rest = rendered;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::rendered;

    #[test]
    fn templates_are_known_by_the_ends_of_their_names() {
        let cases = [
            ("deploy/app.yaml.j2", Some("deploy/app.yaml")),
            ("app.yml.tmpl", Some("app.yml")),
            ("helmfile.yaml.gotmpl", Some("helmfile.yaml")),
            ("Dockerfile.J2", Some("Dockerfile")),
            ("Dockerfile.tmpl.erb", Some("Dockerfile")),
            ("main.tf.erb", Some("main.tf")),
            ("app.yaml", None),
            ("j2", None),
        ];
        for (path, expected) in cases {
            assert_eq!(rendered(path), expected, "{path}");
        }
    }
}
