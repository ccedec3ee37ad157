//! Where the providers of Terraform describe their types.

/// The page for types of providers whose pages are not known.
const LANGUAGE: &str = "https://developer.hashicorp.com/terraform/language";

/// What a type is declared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Declaration {
    Resource,
    DataSource,
    Ephemeral,
}

/// The page on a type such as `aws_s3_bucket`, in the repository of its provider, from which the published pages are made.
pub(super) fn type_page(declared: Declaration, name: &str) -> String {
    let long = match declared {
        Declaration::Resource => "resources",
        Declaration::DataSource => "data-sources",
        Declaration::Ephemeral => "ephemeral-resources",
    };
    let short = match declared {
        Declaration::Resource => "r",
        Declaration::DataSource => "d",
        Declaration::Ephemeral => long,
    };
    match name.split_once('_') {
        Some((provider @ ("aws" | "azurerm" | "google"), name)) => {
            page(provider, &format!("website/docs/{short}/{name}.html.markdown"))
        }
        Some((provider @ ("azuread" | "kubernetes"), name)) => page(provider, &format!("docs/{long}/{name}.md")),
        _ => LANGUAGE.to_owned(),
    }
}

fn page(provider: &str, path: &str) -> String {
    format!("https://github.com/hashicorp/terraform-provider-{provider}/blob/main/{path}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_where_their_providers_have_them() {
        let of = |provider: &str, path: &str| page(provider, path);
        let cases = [
            (Declaration::Resource, "aws_s3_bucket", of("aws", "website/docs/r/s3_bucket.html.markdown")),
            (Declaration::DataSource, "google_project", of("google", "website/docs/d/project.html.markdown")),
            (Declaration::Resource, "kubernetes_secret", of("kubernetes", "docs/resources/secret.md")),
            (Declaration::DataSource, "azuread_user", of("azuread", "docs/data-sources/user.md")),
            (Declaration::Resource, "acme_thing", LANGUAGE.to_owned()),
            (Declaration::Resource, "thing", LANGUAGE.to_owned()),
        ];
        for (declared, name, expected) in cases {
            assert_eq!(type_page(declared, name), expected, "{name}");
        }
    }
}
