//! Programs that run the one in their arguments.

use super::options::{self, Takes};
use crate::frontend::dockerfile::program::base_name;

/// A program that runs another one.
pub(in super::super) struct Wrapper {
    pub(in super::super) name: &'static str,
    options: &'static str,
    /// Arguments before the program.
    positional: usize,
    /// The subcommand that runs a program, for one that does other things as well.
    subcommand: Option<&'static str>,
    /// Whether assignments may stand before the program.
    assigns: bool,
    /// Options with which nothing is run, or not the program in the arguments.
    but: &'static [&'static str],
    /// The option whose value is a script for the shell.
    script: Option<&'static str>,
}

impl Wrapper {
    const PLAIN: Self =
        Self { name: "", options: "", positional: 0, subcommand: None, assigns: false, but: &[], script: None };
}

const fn wrapper(name: &'static str, options: &'static str, positional: usize) -> Wrapper {
    Wrapper { name, options, positional, ..Wrapper::PLAIN }
}

/// A program that runs others by a subcommand.
const fn runner(name: &'static str, subcommand: &'static str, options: &'static str) -> Wrapper {
    Wrapper { name, options, subcommand: Some(subcommand), ..Wrapper::PLAIN }
}

const WRAPPERS: &[Wrapper] = &[
    // sudo(8)
    Wrapper {
        name: "sudo",
        options: "\
            user|u= group|g= host|h= prompt|p= close-from|C= role|r= type|t= other-user|U= chdir|D= chroot|R= \
            command-timeout|T= validate|v list|l remove-timestamp|K",
        assigns: true,
        but: &["validate", "list", "remove-timestamp"],
        ..Wrapper::PLAIN
    },
    wrapper("doas", "u= C= a=", 0),
    Wrapper {
        name: "env",
        options: "unset|u= chdir|C= split-string|S= block-signal=? default-signal=? ignore-signal=?",
        assigns: true,
        script: Some("split-string"),
        ..Wrapper::PLAIN
    },
    wrapper("exec", "a=", 0),
    // `command -v` only says where the program is.
    Wrapper { name: "command", options: "v V p", but: &["v", "V"], ..Wrapper::PLAIN },
    wrapper("builtin", "", 0),
    wrapper("time", "format|f= output|o=", 0),
    wrapper("nice", "adjustment|n=", 0),
    wrapper("ionice", "class|c= classdata|n= pid|p=", 0),
    wrapper("chrt", "sched-runtime|T= sched-period|P= sched-deadline|D=", 1),
    wrapper("taskset", "", 1),
    wrapper("nohup", "", 0),
    wrapper("setsid", "", 0),
    wrapper("setpriv", "reuid= regid= ruid= rgid= groups= inh-caps= bounding-set=", 0),
    wrapper("stdbuf", "input|i= output|o= error|e=", 0),
    wrapper("timeout", "signal|s= kill-after|k=", 1),
    wrapper("xargs", "max-args|n= replace|I= max-procs|P= max-lines|L= delimiter|d= arg-file|a= max-chars|s= E=", 0),
    wrapper("gosu", "", 1),
    wrapper("su-exec", "", 1),
    wrapper("s6-setuidgid", "", 1),
    wrapper("chpst", "u= U= b= e= n= l= L= m= d= o= p= f= c=", 0),
    wrapper("chroot", "userspec= groups=", 1),
    Wrapper {
        name: "flock",
        options: "command|c= wait|timeout|w= conflict-exit-code|E=",
        positional: 1,
        script: Some("command"),
        ..Wrapper::PLAIN
    },
    wrapper("unshare", "map-user= map-group= setuid|S= setgid|G= root|R= wd|w=", 0),
    wrapper("eatmydata", "", 0),
    wrapper("fakeroot", "l= s= i= lib= faked=", 0),
    wrapper("xvfb-run", "server-num|n= server-args|s= error-file|e= auth-file|f=", 0),
    wrapper("dbus-run-session", "config-file=", 0),
    wrapper("strace", "o= e= p= s= u=", 0),
    wrapper("catchsegv", "", 0),
    wrapper("linux32", "", 0),
    wrapper("linux64", "", 0),
    wrapper("chronic", "", 0),
    wrapper("unbuffer", "", 0),
    wrapper("setarch", "", 1),
    wrapper("busybox", "", 0),
    wrapper("toybox", "", 0),
    wrapper("tini", "p= e=", 0),
    wrapper("dumb-init", "rewrite|r=", 0),
    // su(1), runuser(1): what follows the name of the user is for the shell.
    Wrapper {
        name: "su",
        options: "command|c= session-command= shell|s= group|g= supp-group|G= whitelist-environment|w=",
        positional: usize::MAX,
        script: Some("command"),
        ..Wrapper::PLAIN
    },
    Wrapper {
        name: "runuser",
        options: "command|c= session-command= shell|s= group|g= supp-group|G= user|u= whitelist-environment|w=",
        script: Some("command"),
        ..Wrapper::PLAIN
    },
    Wrapper {
        name: "script",
        options: "command|c= log-out|O=",
        positional: usize::MAX,
        script: Some("command"),
        ..Wrapper::PLAIN
    },
    runner("conda", "run", "name|n= prefix|p= cwd="),
    runner("mamba", "run", "name|n= prefix|p= cwd="),
    runner("micromamba", "run", "name|n= prefix|p= cwd="),
    runner("poetry", "run", "directory|C= project|P="),
    runner("pipenv", "run", ""),
    runner("bundle", "exec", "gemfile="),
    runner("uv", "run", "with= python|p= project= directory= extra= group= package="),
];

/// The wrapper of this name.
pub(in super::super) fn find_wrapper(program: &str) -> Option<&'static Wrapper> {
    WRAPPERS.iter().find(|wrapper| wrapper.name == base_name(program))
}

/// What a wrapper runs, by the index among its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Inner {
    /// The program, and behind it its words.
    Program(usize),
    /// A word that is a script, and where that begins in it.
    Script(usize, usize),
}

impl Wrapper {
    /// What is run by these words, of which the first is the wrapper. Words that are not known count as arguments.
    pub(in super::super) fn inner<'w>(&self, words: impl Iterator<Item = Option<&'w str>>) -> Option<Inner> {
        let mut words = words.map(Option::unwrap_or_default).enumerate().skip(1);
        let mut positional = self.positional;
        let mut subcommand = self.subcommand;
        // `runuser -u user program`: the user is no argument then.
        let mut named_user = self.name != "runuser";
        while let Some((index, word)) = words.next() {
            // `env - program` is `env -i program`.
            if word == "--" || (word == "-" && self.name == "env") {
                continue;
            }
            if word.starts_with('-') && word.len() > 1 {
                let (found, is_open, at) = self.option(word);
                if found.iter().any(|name| self.but.contains(name)) {
                    return None;
                }
                named_user |= found.contains(&"user");
                if is_open || at > 0 {
                    let is_script = found.last().is_some_and(|name| self.script == Some(*name));
                    let value = if is_open { words.next().map(|(index, _)| (index, 0)) } else { Some((index, at)) };
                    if let Some((index, at)) = value.filter(|_| is_script) {
                        return Some(Inner::Script(index, at));
                    }
                }
            } else if let Some(wanted) = subcommand {
                if word != wanted {
                    return None;
                }
                subcommand = None;
            } else if self.assigns && word.contains('=') {
                // An assignment.
            } else if !named_user {
                positional = usize::MAX;
                named_user = true;
            } else if positional > 0 {
                positional -= 1;
            } else {
                return Some(Inner::Program(index));
            }
        }
        None
    }

    /// The options in a word that begins with a dash, whether the value of the last one is the next word, and otherwise
    /// where its value begins in this one.
    fn option(&self, word: &str) -> (Vec<&'static str>, bool, usize) {
        let find = |name: &str| options::find(&[self.options], name);
        if let Some(long) = word.strip_prefix("--") {
            let (name, value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
            let Some(spec) = find(name) else { return (Vec::new(), false, 0) };
            let at = value.map_or(0, |value| word.len() - value.len());
            return (vec![spec.name], value.is_none() && spec.takes == Takes::Value, at);
        }
        let mut found = Vec::new();
        for (at, char) in word.char_indices().skip(1) {
            let Some(spec) = find(char.encode_utf8(&mut [0; 4])) else { continue };
            found.push(spec.name);
            let end = at + char.len_utf8();
            if spec.takes == Takes::Value {
                return (found, end == word.len(), if end == word.len() { 0 } else { end });
            }
        }
        (found, false, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_inner_program_is_found() {
        let cases: [(&str, Option<&str>); 38] = [
            ("sudo apt-get update", Some("apt-get")),
            ("sudo -u me -H apt-get update", Some("apt-get")),
            ("sudo -Hu me apt-get", Some("apt-get")),
            ("sudo --user=me A=1 apt-get", Some("apt-get")),
            ("sudo -v", None),
            ("sudo -l apt-get", None),
            ("env A=1 B=2 apt-get", Some("apt-get")),
            ("env -i -u X apt-get", Some("apt-get")),
            ("env -S apt-get", Some("'apt-get'")),
            ("exec -a name apt-get", Some("apt-get")),
            ("exec -- apt-get", Some("apt-get")),
            ("command apt-get", Some("apt-get")),
            ("command -v apt-get", None),
            ("nice -n 5 apt-get", Some("apt-get")),
            ("nice -n5 apt-get", Some("apt-get")),
            ("nice -5 apt-get", Some("apt-get")),
            ("timeout -s KILL 10 apt-get", Some("apt-get")),
            ("timeout --kill-after=5 10m apt-get", Some("apt-get")),
            ("xargs -r -n 1 apt-get", Some("apt-get")),
            ("xargs -I{} apt-get", Some("apt-get")),
            ("gosu app apt-get", Some("apt-get")),
            ("flock /lock apt-get", Some("apt-get")),
            ("flock /lock -c apt-get", Some("'apt-get'")),
            ("flock -w 5 /lock apt-get -c x", Some("apt-get")),
            ("env - A=1 apt-get", Some("apt-get")),
            ("chronic apt-get", Some("apt-get")),
            ("busybox wget", Some("wget")),
            ("su -c apt-get", Some("'apt-get'")),
            ("su - app -c apt-get", Some("'apt-get'")),
            ("su app -s /bin/sh -c apt-get", Some("'apt-get'")),
            ("su -lc apt-get app", Some("'apt-get'")),
            ("su --command=apt-get app", Some("'apt-get'")),
            ("su - app", None),
            ("runuser -u app -- apt-get", Some("apt-get")),
            ("runuser app -c apt-get", Some("'apt-get'")),
            ("conda run -n base pip", Some("pip")),
            ("conda install x", None),
            ("uv run --with x pytest", Some("pytest")),
        ];
        for (line, expected) in cases {
            let words: Vec<&str> = line.split(' ').collect();
            let inner = find_wrapper(words[0]).unwrap().inner(words.iter().map(|word| Some(*word)));
            let found = inner.map(|inner| match inner {
                Inner::Program(index) => words[index].to_owned(),
                Inner::Script(index, at) => format!("'{}'", &words[index][at..]),
            });
            assert_eq!(found.as_deref(), expected, "{line}");
        }
    }
}
