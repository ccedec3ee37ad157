//! Credentials that stand in a command line: in addresses, where a program takes one, and in what is written to files
//! that hold them.

use super::programs::{At, Credential, Form};
use super::reading::{Reading, known_start, place_in, tail};
use super::view::View;
use crate::shape::secrets::says_secret;
use crate::source::TextRange;
use crate::value::{Kind, Part, Value};

/// Headers that authorize whoever sends them, besides those whose name says secret.
const HEADERS: [&str; 5] = ["authorization", "proxy-authorization", "apikey", "x-auth", "x-jfrog-art-api"];

/// Words of settings that are for credentials, besides names that say secret.
const SETTINGS: [&str; 7] = ["token", "_auth", "_password", "oauth", "password", "secret_access_key", "bearer."];

/// `{value, program}` of each credential, known in part or as a whole. What is put in by a variable or a command is not
/// written there. With `is_password` the output of the command is a password.
pub(super) fn credentials(words: &[Value], reading: &Reading, is_password: bool, source: &str) -> Vec<Value> {
    let mut found: Vec<Value> = words.iter().filter_map(|word| of_address(word, source)).collect();
    let name = reading.program.as_ref().and_then(Value::as_str);
    for credential in reading.known.map_or(&[][..], |known| known.credentials) {
        of_rule(credential, reading, source, &mut found);
    }
    of_options(reading, source, &mut found);
    if matches!(name, Some("echo" | "printf")) {
        of_file(&reading.arguments, source, &mut found);
        found.extend(reading.arguments.last().filter(|_| is_password).map(|word| at_place(word, source)));
    }
    found.retain(|value| is_written(value, source));
    views(found, reading.program.as_ref())
}

/// Whether the known text of a credential stands where the credential does, and does not come from a variable.
fn is_written(value: &Value, source: &str) -> bool {
    let plain = |text: &str| -> String { text.chars().filter(|char| !"\\\"'".contains(*char)).collect() };
    value.as_str().is_none_or(|text| plain(value.span.range.slice(source)).contains(&plain(text)))
}

/// The same of a document that a command writes to a file.
pub(super) fn in_document(body: &Value, source: &str) -> Vec<Value> {
    let mut found = Vec::new();
    of_file(std::slice::from_ref(body), source, &mut found);
    views(found, Some(&Value::string("a file", body.span)))
}

fn views(found: Vec<Value>, program: Option<&Value>) -> Vec<Value> {
    let view = |value: Value| {
        let mut view = View::new(value.span);
        view.maybe("program", program.cloned());
        view.set("value", value);
        view.finish()
    };
    found.into_iter().filter(|value| matches!(value.kind, Kind::String(_) | Kind::Template(_))).map(view).collect()
}

fn of_rule(credential: &Credential, reading: &Reading, source: &str, found: &mut Vec<Value>) {
    let subcommand = reading.subcommand.as_ref().and_then(Value::as_str).unwrap_or_default();
    // A subcommand of a program that is known without its subcommands is its first argument.
    let is_for = credential.subcommand.is_empty() || credential.subcommand == subcommand;
    let argument = |index: usize| reading.arguments.get(index).into_iter();
    let form = credential.form;
    if !is_for {
        return;
    }
    match credential.at {
        At::Option(name) => found.extend(reading.values(name).filter_map(|value| piece(value, None, form, source))),
        At::Argument(index) => {
            let name = index.checked_sub(1).and_then(|before| reading.arguments.get(before));
            found.extend(argument(index).filter_map(|value| piece(value, name, form, source)));
        }
        At::ArgumentWith(index, option) if reading.has(&[option]) => {
            found.extend(argument(index).filter_map(|value| piece(value, None, form, source)));
        }
        At::ArgumentOf(index, start) if argument(0).any(|first| known_start(first).starts_with(start)) => {
            found.extend(argument(index).filter_map(|value| piece(value, None, form, source)));
        }
        At::ArgumentWith(..) | At::ArgumentOf(..) => {}
    }
}

/// Settings that programs take as options of any name: `--//registry.example.com/:_authToken=…`.
fn of_options(reading: &Reading, source: &str, found: &mut Vec<Value>) {
    for given in reading.options.iter().filter(|given| given.name.contains(":_")) {
        found.extend(given.value.as_ref().filter(|_| is_setting(&given.name)).map(|value| at_place(value, source)));
    }
}

/// The piece of `value` that is the credential.
fn piece(value: &Value, name: Option<&Value>, form: Form, source: &str) -> Option<Value> {
    let text = known_start(value);
    let from = |at: usize| Some(tail(value, at, source));
    match form {
        Form::Whole => from(crypt(text)),
        Form::After(marks) => match text.find(marks) {
            Some(at) => from(at + 1),
            None => value.split_once(marks).map(|(_, after)| after),
        },
        Form::Pass => from(text.strip_prefix("pass:").map(|_| "pass:".len())?),
        Form::Header => from(header(text)?),
        Form::Setting => match text.split_once('=') {
            Some((name, _)) if is_setting(name) => from(name.len() + 1),
            _ => from(0).filter(|_| name.is_some_and(|name| is_setting(known_start(name)))),
        },
    }
}

/// The value at its own place, without what stands around it.
fn at_place(value: &Value, source: &str) -> Value {
    tail(value, 0, source)
}

/// Where the salt of an encrypted password begins: `$6$salt$…` (crypt(5)).
fn crypt(text: &str) -> usize {
    let method = text.strip_prefix('$').and_then(|rest| rest.split_once('$'));
    method.filter(|(method, _)| !method.is_empty() && method.len() < 8).map_or(0, |(method, _)| method.len() + 2)
}

fn is_setting(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let last = lower.rsplit([':', '/']).next().unwrap_or_default();
    says_secret(name) || SETTINGS.iter().any(|word| last.contains(word))
}

/// Where the credential of a header begins: behind its name and the scheme.
fn header(text: &str) -> Option<usize> {
    let colon = text.find(':')?;
    let name = text[..colon].rsplit('=').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !HEADERS.contains(&name.as_str()) && !says_secret(&name) {
        return None;
    }
    let rest = text[colon + 1..].trim_start();
    let start = text.len() - rest.len();
    // `Bearer token`: the scheme is a word of letters.
    let scheme =
        rest.split_once([' ', '\t']).filter(|(scheme, _)| scheme.bytes().all(|byte| byte.is_ascii_alphabetic()));
    Some(scheme.map_or(start, |(scheme, after)| start + scheme.len() + 1 + (after.len() - after.trim_start().len())))
}

/// The password in an address, `scheme://user:password@host` (RFC 3986, section 3.2.1).
fn of_address(word: &Value, source: &str) -> Option<Value> {
    let text = outline(word)?;
    let (user, start, end) = text.match_indices("://").find_map(|(at, mark)| {
        let start = at + mark.len();
        let stops = |char: char| "/?#\"'<>".contains(char) || char.is_whitespace();
        let authority = &text[start..start + text[start..].find(stops).unwrap_or(text.len() - start)];
        let (information, _) = authority.rsplit_once('@')?;
        let (user, password) = information.split_once(':')?;
        let begin = start + user.len() + 1;
        (password.len() > 2).then_some((user, begin, begin + password.len()))
    })?;
    let password = &text[start..end];
    if password == user || password.chars().all(|char| char == HOLE) {
        return None;
    }
    let hole = word.first_unknown().filter(|_| password.contains(HOLE));
    Some(match hole {
        Some(unknown) => Value::unknown(unknown.clone(), word.span),
        None => part(word, start, password, source),
    })
}

/// A piece of a word that is known, at its place.
fn part(word: &Value, start: usize, piece: &str, source: &str) -> Value {
    let range = TextRange::new(start, start + piece.len());
    Value { kind: Kind::String(piece.into()), span: place_in(word, range, source), ..word.clone() }
}

/// Stands for what is not known.
const HOLE: char = '\u{fffc}';

/// The text of a word with a mark for each hole.
fn outline(word: &Value) -> Option<String> {
    match &word.kind {
        Kind::String(text) => Some(text.to_string()),
        Kind::Template(template) => {
            let text = |part: &Part| match part {
                Part::Text(text) => text.to_string(),
                Part::Hole(_) => HOLE.to_string(),
            };
            Some(template.parts.iter().map(text).collect())
        }
        _ => None,
    }
}

/// Credentials in lines as `.npmrc` and `.netrc` have them, which a command writes.
fn of_file(arguments: &[Value], source: &str, found: &mut Vec<Value>) {
    // `machine host login name password secret`, in one word or in several: pairs that follow each other. Of the one that
    // has begun, and of the one that ended just now, whether it is that of a login.
    let (mut begun, mut ended): (Option<bool>, Option<bool>) = (None, None);
    let mut is_password = false;
    for word in arguments {
        let Some(text) = outline(word) else {
            is_password = false;
            ended = begun.take();
            continue;
        };
        for (start, token) in tokens(&text) {
            if std::mem::take(&mut is_password) {
                if !token.contains(HOLE) {
                    found.push(part(word, start, token, source));
                }
                continue;
            }
            if begun.is_some() {
                ended = begun.take();
                continue;
            }
            let before = ended.take();
            is_password = before == Some(true) && token == "password";
            let is_login = before.is_some() && matches!(token, "login" | "account");
            begun = (is_login || token == "machine").then_some(is_login);
            if token == "default" {
                ended = Some(false);
            }
            let setting = token.split_once('=').filter(|(name, _)| name.contains(":_") || name.starts_with('_'));
            if let Some((name, value)) = setting.filter(|(name, value)| is_setting(name) && !value.contains(HOLE)) {
                let quotes = value.len() - value.trim_start_matches(['"', '\'']).len();
                let secret = value.trim_matches(['"', '\'']);
                found.push(part(word, start + name.len() + 1 + quotes, secret, source));
            }
        }
    }
}

/// The words of a text that `echo -e` or `printf` writes, with their places.
fn tokens(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let end = rest.find(|char: char| char.is_whitespace() || char == '\\').unwrap_or(rest.len());
            let (token, after) = rest.split_at(end);
            let skip = if after.starts_with('\\') {
                after.chars().take(2).map(char::len_utf8).sum()
            } else {
                after.chars().next().map_or(0, char::len_utf8)
            };
            rest = &after[skip..];
            if !token.is_empty() {
                return Some((token.as_ptr() as usize - text.as_ptr() as usize, token));
            }
            if rest.is_empty() {
                return None;
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceMap;
    use crate::syntax::shell;

    /// The credentials of a command line, with their places.
    fn found(line: &str) -> Vec<String> {
        let sources = SourceMap::new();
        let file = sources.add("f", line).id();
        let script = shell::parse(line, 0);
        let mut all = Vec::new();
        for command in &script.commands {
            let words: Vec<Value> = command
                .words
                .iter()
                .filter_map(|word| Some(Value::string(word.literal()?, word.range.in_file(file))))
                .collect();
            for found in credentials(&words, &Reading::of(&words, line), false, line) {
                let value = found.member("value").unwrap();
                let text = value.as_str().unwrap();
                assert!(sources.slice(value.span).contains(text), "{line}: {}", sources.slice(value.span));
                all.push(text.to_owned());
            }
        }
        all
    }

    #[test]
    fn credentials_stand_where_programs_take_them() {
        let lines = [
            "curl -u ann:S3cret https://x",
            "curl -fsSu ann:S3cret https://x",
            "curl -uann:S3cret https://x",
            "curl --user 'ann:S3cret' https://x",
            "curl --user=ann:S3cret https://x",
            "curl --proxy-user ann:S3cret https://x",
            "curl -U ann:S3cret https://x",
            "curl -H 'Authorization: Bearer S3cret' https://x",
            "curl --header=\"PRIVATE-TOKEN: S3cret\" https://x",
            "curl -H'X-Api-Key:S3cret' https://x",
            "curl --oauth2-bearer S3cret https://x",
            "wget --user ann --password S3cret https://x",
            "wget --http-password=S3cret https://x",
            "wget --header 'Authorization: Basic S3cret' https://x",
            "http -a ann:S3cret https://x",
            "git clone https://ann:S3cret@x/y",
            "git -c http.extraHeader='Authorization: Basic S3cret' clone https://x",
            "git config --global http.extraheader 'AUTHORIZATION: basic S3cret'",
            "git config --global url.https://ann:S3cret@x/.insteadOf https://x/",
            "psql postgres://ann:S3cret@db/x -c y",
            "mysql -uroot -pS3cret -e x",
            "mysqldump --password=S3cret x",
            "mariadb-admin -u root -p'S3cret' ping",
            "redis-cli -h x -a S3cret ping",
            "mongosh -u ann -p S3cret",
            "useradd -m -p S3cret ann",
            "useradd --password '$6$S3cret' ann",
            "usermod -p S3cret ann",
            "docker login -u ann -p S3cret x",
            "docker login --password=S3cret x",
            "podman login -pS3cret x",
            "helm registry login -u ann -p S3cret x",
            "helm repo add x https://x --username ann --password S3cret",
            "skopeo copy --src-creds ann:S3cret docker://x docker://y",
            "npm config set //registry.x/:_authToken S3cret",
            "npm config set //registry.x/:_authToken=S3cret",
            "npm set _auth S3cret",
            "npm install --//registry.x/:_authToken=S3cret y",
            "yarn config set npmAuthToken S3cret",
            "poetry config pypi-token.pypi S3cret",
            "poetry config http-basic.x ann S3cret",
            "composer config -g github-oauth.github.com S3cret",
            "composer config http-basic.x ann S3cret",
            "bundle config set --global gems.x ann:S3cret",
            "pip config set global.index-url https://ann:S3cret@x/simple",
            "pip install -i https://ann:S3cret@x/simple y",
            "cargo login S3cret",
            "aws configure set aws_secret_access_key S3cret",
            "az login --service-principal -u x -p S3cret --tenant y",
            "sshpass -p S3cret ssh x",
            "sshpass -pS3cret ssh x",
            "openssl rsa -in a -passin pass:S3cret -out b",
            "openssl passwd -6 S3cret",
            "keytool -importcert -noprompt -storepass S3cret -file x",
            "htpasswd -bc /x ann S3cret",
            "htpasswd -nb ann S3cret",
            "gpg --batch --passphrase S3cret -d x",
            "rabbitmqctl add_user ann S3cret",
            "ldapadd -x -D cn=x -w S3cret",
            "echo '//registry.x/:_authToken=S3cret' > .npmrc",
            "echo machine x login ann password S3cret >> ~/.netrc",
            "printf 'machine x\\nlogin ann\\npassword S3cret\\n' > /root/.netrc",
            "echo default login ann password S3cret >> ~/.netrc",
            "curl -H 'X-JFrog-Art-Api:S3cret' https://x",
            "redis-server --port 1 --requirepass S3cret",
            "7z x -y -pS3cret -o/x a.7z",
            "kubectl config set-credentials ann --token=S3cret",
            "kubectl --token S3cret get pods",
            "oc login -u ann -p S3cret https://x",
            "conan user ann -p S3cret -r x",
            "conan remote login -p S3cret x ann",
            "twine upload -u x -p S3cret dist",
        ];
        for line in lines {
            let found = found(line);
            assert!(found.iter().all(|text| text.contains("S3cret")) && found.len() == 1, "{line}: {found:?}");
        }
    }

    #[test]
    fn other_words_are_no_credentials() {
        let lines = [
            "curl -u ann https://x",
            "curl -H 'Accept: application/json' https://x",
            "curl -o user:x https://x:80/y@z",
            "wget --user ann https://x",
            "mysql -u root -p -e x",
            "mysql -P 3306 -h x",
            "docker run -p 8080:80 x",
            "docker login --password-stdin -u x y",
            "podman build -t a:b .",
            "npm config set registry https://x",
            "git clone https://token@x/y",
            "git clone git@github.com:a/b",
            "psql postgres://ann@db/x",
            "useradd -m -g app ann",
            "usermod -aG wheel ann",
            "openssl passwd -6 -stdin",
            "openssl rsa -passin file:/x -in y",
            "openssl rsa -passin env:X -in y",
            "aws configure set region eu-west-1",
            "cargo install x",
            "htpasswd -c /x ann",
            "echo password S3cret",
            "echo login with password S3cret",
            "echo the machine has a login with password S3cret",
            "kubectl apply -f x -p y",
            "echo a_b=c",
            "mkdir -p S3cret",
            "sshpass -f /x ssh y",
            "redis-server --port 1",
        ];
        for line in lines {
            assert_eq!(found(line), Vec::<String>::new(), "{line}");
        }
    }
}
