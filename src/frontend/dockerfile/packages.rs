//! The packages that a command installs, and whether it says in which version.

use std::sync::Arc;

use super::programs::Packages;
use super::reading::Reading;
use super::view::View;
use crate::value::{Kind, Part, Reason, Unknown, Value};

/// `{text, pinned}` of each package; `None` where the command installs none.
pub(super) fn packages(reading: &Reading) -> Option<Vec<Value>> {
    let packages = reading.does?.packages?;
    if reading.has(packages.settling) {
        return Some(Vec::new());
    }
    let instead: Vec<&Value> = packages.instead.iter().flat_map(|name| reading.values(name)).collect();
    let beside = packages.options.iter().flat_map(|name| reading.values(name));
    let end = reading.before_dashes.filter(|_| packages.before_dashes).unwrap_or(reading.arguments.len());
    let most = if instead.is_empty() { packages.most.min(end) } else { 0 };
    let arguments = reading.arguments.iter().enumerate().take(most);
    let arguments =
        arguments.filter_map(|(index, argument)| package(packages, argument, reading.doubtful.contains(&index)));
    let others = instead.into_iter().chain(beside).filter_map(|value| package(packages, value, false));
    Some(arguments.chain(others).collect())
}

fn package(packages: &Packages, argument: &Value, is_doubtful: bool) -> Option<Value> {
    let (text, hole) = outline(argument);
    if text.is_empty() || (packages.is_other)(&text) {
        return None;
    }
    let pinned = match hole {
        _ if (packages.is_pinned)(&text) => Value::bool(true, argument.span),
        Some(unknown) => Value::unknown(Arc::clone(unknown), argument.span),
        None if is_doubtful => {
            let reason = Reason::Unsupported("an option that is not known");
            Value::unknown(Unknown::new(reason, argument.span), argument.span)
        }
        None => Value::bool(false, argument.span),
    };
    let mut view = View::new(argument.span);
    view.set("text", argument.clone());
    view.set("pinned", pinned);
    Some(view.finish())
}

/// The text with a zero for each hole, which stands where a version would, and the first hole.
fn outline(value: &Value) -> (String, Option<&Arc<Unknown>>) {
    let text = match &value.kind {
        Kind::String(text) => text.to_string(),
        Kind::Template(template) => {
            let text = |part: &Part| match part {
                Part::Text(text) => text.to_string(),
                Part::Hole(_) => "0".to_owned(),
            };
            template.parts.iter().map(text).collect()
        }
        _ => "0".to_owned(),
    };
    (text, value.first_unknown())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;

    /// The packages of a command line that are not pinned; `?` behind one of which that is not known.
    fn unpinned(line: &str) -> Option<Vec<String>> {
        let sources = SourceMap::new();
        let span = sources.add("f", "x").whole();
        let words: Vec<Value> = line.split(' ').map(|word| Value::string(word, span)).collect();
        let found = packages(&Reading::of(&words, ""))?;
        let show = |found: &Value| {
            let text = found.member("text")?.as_str()?.to_owned();
            match found.member("pinned")?.as_bool() {
                Some(true) => None,
                Some(false) => Some(text),
                None => Some(format!("{text}?")),
            }
        };
        Some(found.iter().filter_map(show).collect())
    }

    #[test]
    fn packages_of_distributions() {
        let cases: [(&str, &[&str]); 32] = [
            ("apt-get install a b=1 c/stable ./d.deb e.deb f-", &["a"]),
            ("apt-get -t stable install a", &["a"]),
            ("apt-get install -t stable a", &["a"]),
            ("apt-get install -tstable a", &["a"]),
            ("apt-get -o A=b install a", &["a"]),
            ("apt-get -oA=b -qqy install -o=A=b a", &["a"]),
            ("apt-get install --fix-missing -V a", &["a"]),
            ("apt-get install tasksel^ a:amd64=1 b+", &["b+"]),
            ("apt-get satisfy a", &["a"]),
            ("apt-get install --new-option a b", &["a?", "b"]),
            ("apt-get install --new-option=1 a", &["a"]),
            ("aptitude -y install a", &["a"]),
            ("/usr/bin/apt-get install a", &["a"]),
            ("apt-get install", &[]),
            ("apk add a b=1 c~2 d>3 ./e.apk f@edge", &["a", "f@edge"]),
            ("apk add -t .build a", &["a"]),
            ("apk --no-cache -X https://x/y add -U a", &["a"]),
            ("apk add --update a", &["a"]),
            ("yum install a b-1.2 c-devel d.rpm https://x/y.rpm @group", &["a", "c-devel"]),
            ("dnf in -y a", &["a"]),
            ("dnf5 install a", &["a"]),
            ("microdnf --setopt install_weak_deps=0 install a", &["a"]),
            ("dnf install --enablerepo crb a", &["a"]),
            ("dnf install dnf-command(x) a", &["a"]),
            ("dnf module install a:1 b", &["b"]),
            ("dnf -y module -q install b", &["b"]),
            ("zypper in a b=1 c>=2 d.rpm", &["a"]),
            ("zypper -n install -t pattern a", &[]),
            ("zypper install --type=pattern a", &[]),
            ("zypper -p https://x/y install a", &["a"]),
            ("zypper install --from x a", &["a"]),
            ("zypper install -ly a", &["a"]),
        ];
        check(&cases);
    }

    #[test]
    fn packages_of_languages() {
        let cases: [(&str, &[&str]); 54] = [
            (
                "pip3.11 install a b==1 c~=2 d[x]<3 . ./e f.whl git+https://x/y git+https://x/y@1 g@https://x/z",
                &["a", "git+https://x/y"],
            ),
            ("pip install git+ssh://git@x/y.git git+ssh://git@x/z.git@v1", &["git+ssh://git@x/y.git"]),
            ("pip install -cx a", &[]),
            ("pip install --constraint=x a", &[]),
            ("pip install -Ur x a", &[]),
            ("pip install --root-user-action ignore a", &["a"]),
            ("pip install --pre -U a", &["a"]),
            ("pip -q install -i https://x/y a", &["a"]),
            ("pip install -e . -e git+https://x/y", &["git+https://x/y"]),
            ("pip install ./a[b] --progress-bar off", &[]),
            ("python3 -m pip install a", &["a"]),
            ("python -Im pip install a", &["a"]),
            ("python3.11 -X utf8 -m pip install a", &["a"]),
            ("/venv/bin/pip install a", &["a"]),
            ("venv/bin/pip3 install a", &["a"]),
            ("pipx install a b==1", &["a"]),
            ("pipx run --spec a==1 b c", &[]),
            ("pipx run a b", &["a"]),
            ("uv pip install --system a b==1", &["a"]),
            ("uv pip install -r x", &[]),
            ("uv add a", &["a"]),
            ("uv tool install a@1", &[]),
            ("uv tool install --python 3.12 a", &["a"]),
            ("uv tool run a b", &["a"]),
            ("uvx a@latest b", &["a@latest"]),
            ("uvx a@1.2 b", &[]),
            ("uvx --from a==1 b", &[]),
            ("uvx --from a --with b==1 c", &["a"]),
            ("uv run --with a pytest -x", &["a"]),
            ("poetry add a b@1", &["a"]),
            ("conda install -y -c conda-forge a b=1 c>=2", &["a"]),
            ("mamba create -n x --file y a", &[]),
            (
                "npm i a b@1 @s/c @s/d@^2 e@latest ./f g.tgz git+https://x/y git+https://x/y#1",
                &["a", "@s/c", "e@latest", "git+https://x/y"],
            ),
            ("npm install x.tar x.tar.gz https://x/y.tgz", &[]),
            ("npm install github:a/b github:a/b#v1 a/b a/b#v1 c@npm:d@1", &["github:a/b", "a/b"]),
            ("npm add -g --prefix x a", &["a"]),
            ("npm --prefix /x install --omit=dev a", &["a"]),
            ("npx a b@1", &["a"]),
            ("npx -y a@1 b", &[]),
            ("npx -p a -- b c", &["a"]),
            ("npm exec --package=a@1 -- b", &[]),
            ("yarn global add a b@1", &["a"]),
            ("yarn --cwd x add -D a", &["a"]),
            ("pnpm dlx a b", &["a"]),
            ("bun add -d a b@1", &["a"]),
            ("bunx a b", &["a"]),
            ("gem install a b:1 c.gem", &["a"]),
            ("gem install a -v 1", &[]),
            ("gem install -N a -- --with-x=y", &["a"]),
            ("go install x.io/a x.io/b@v1 x.io/c@latest ./d cmd/e", &["x.io/a", "x.io/c@latest"]),
            ("go run x.io/a x.io/b", &["x.io/a"]),
            ("go install -ldflags -s x.io/a", &["x.io/a"]),
            ("go get -tool -u a x.io/b@v1", &["a"]),
            ("go get -tool a@latest", &["a@latest"]),
        ];
        check(&cases);
        check(&[
            ("cargo install a b@1", &["a"]),
            ("cargo install --version=1 a", &[]),
            ("cargo install --vers 1 a", &[]),
            ("cargo install --git https://x/y", &["https://x/y"]),
            ("cargo install --git https://x/y --branch main a", &["https://x/y"]),
            ("cargo install --git https://x/y --tag v1 a", &[]),
            ("cargo +nightly install a", &["a"]),
            ("cargo install --path . --features x", &[]),
            ("cargo binstall -y a b@1", &["a"]),
        ]);
    }

    fn check(cases: &[(&str, &[&str])]) {
        for (line, expected) in cases {
            assert_eq!(unpinned(line).unwrap_or_else(|| panic!("{line}")), *expected, "{line}");
        }
    }

    #[test]
    fn other_subcommands_install_nothing() {
        let lines = [
            "apt-get update",
            "dnf module list",
            "yarn global list",
            "cargo build",
            "tar install a",
            "npm ci",
            "npm run install",
            "uv sync",
            "pip download a",
            "apt-get remove a",
            "apk del a",
            "go build x.io/a",
            "bun run a",
            "conda run a install b",
        ];
        for line in lines {
            assert_eq!(unpinned(line), None, "{line}");
        }
    }
}
