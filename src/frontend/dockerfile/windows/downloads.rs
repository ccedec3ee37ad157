//! Which calls run what a script has downloaded: through pipes, arguments, variables, and files.

use std::collections::{BTreeMap, HashMap};

use crate::syntax::shell::{Part, Word};
use crate::syntax::windows::{Call, Role, Script};

/// The files that a stage has downloaded and not compared with anything.
#[derive(Clone, Debug, Default)]
pub(in super::super) struct Downloads {
    /// What each came from, by the last part of its path; with the whole path.
    files: HashMap<String, (String, String)>,
}

/// What was found of a script.
#[derive(Default)]
pub(super) struct Flow {
    /// Calls that run what was downloaded, with its address.
    pub(super) runs: BTreeMap<usize, String>,
}

/// Cmdlets that hand on what they are given.
const PASSING: [&str; 8] = [
    "Select-Object",
    "Out-String",
    "ForEach-Object",
    "Write-Output",
    "echo",
    "Get-Content",
    "Where-Object",
    "ConvertFrom-Json",
];

/// Programs that run code from their standard input.
const READERS: [&str; 7] = ["powershell", "pwsh", "cmd", "bash", "sh", "python", "node"];

/// Programs that run a file among their arguments.
const STARTERS: [&str; 14] = [
    "Start-Process",
    "Invoke-Expression",
    "Invoke-Item",
    "Invoke-Command",
    "msiexec",
    "powershell",
    "pwsh",
    "cmd",
    "start",
    "python",
    "node",
    "java",
    "dotnet",
    "wusa",
];

/// Calls that compare a file with what is expected of it.
const VERIFIERS: [&str; 5] = ["Get-FileHash", "Get-AuthenticodeSignature", "Test-FileCatalog", "gpg", "cosign"];

impl Downloads {
    /// Follows the downloads of a script; `names` are those of its calls, and `is_block` tells which words are blocks.
    pub(super) fn follow(&mut self, script: &Script, names: &[String], is_block: &dyn Fn(&Word) -> bool) -> Flow {
        let mut flow = Flow::default();
        let mut sources = Vec::new();
        for (index, call) in script.calls.iter().enumerate() {
            let name = names[index].as_str();
            let is_hash = name == "certutil" && has(call, "-hashfile");
            if VERIFIERS.contains(&name) || is_hash {
                self.files.clear();
            } else if let Some(what) = self.started(call, name).or_else(|| installed(call, name)) {
                flow.runs.insert(index, what);
            }
            match source(call, name) {
                Some(Source { address, file: Some(file) }) => {
                    self.files.insert(last_part(&file).to_owned(), (file, address));
                }
                Some(Source { address, file: None }) => sources.push((index, address)),
                None => {}
            }
        }
        spread(script, names, is_block, sources, &mut flow);
        flow
    }

    /// What the file came from that a call runs.
    fn started(&self, call: &Call, name: &str) -> Option<String> {
        if self.files.is_empty() || call.role != Role::Program {
            return None;
        }
        let is_starter = STARTERS.contains(&name);
        let words = call.words.iter().take(if is_starter { usize::MAX } else { 1 });
        words.map(spelled).find_map(|word| {
            let mut parts = word.split(|char: char| char.is_whitespace() || matches!(char, '\'' | '"'));
            parts.find_map(|part| self.file(part)).or_else(|| self.file(&word))
        })
    }

    fn file(&self, path: &str) -> Option<String> {
        let path = path.trim_start_matches("./");
        let (whole, address) = self.files.get(last_part(path))?;
        let is_absolute = |path: &str| path.starts_with('/') || path.get(1..2) == Some(":");
        (path == whole || !(is_absolute(path) && is_absolute(whole))).then(|| address.clone())
    }
}

/// The address of the package that `msiexec` fetches and installs itself.
fn installed(call: &Call, name: &str) -> Option<String> {
    let mut words = call.words.iter().skip(1).filter(|_| name == "msiexec").map(written);
    words.find(|word| word.starts_with("https://") || word.starts_with("http://"))
}

/// Follows what calls give to others, from the calls that download.
fn spread(
    script: &Script,
    names: &[String],
    is_block: &dyn Fn(&Word) -> bool,
    sources: Vec<(usize, String)>,
    flow: &mut Flow,
) {
    if sources.is_empty() {
        return;
    }
    let mut readers: HashMap<String, Vec<usize>> = HashMap::new();
    for (index, call) in script.calls.iter().enumerate() {
        for name in call.words.iter().flat_map(variables) {
            readers.entry(name.to_ascii_lowercase()).or_default().push(index);
        }
    }
    let mut seen = vec![false; script.calls.len()];
    // From where on the readers of a variable are known to get a download.
    let mut reached: HashMap<String, usize> = HashMap::new();
    let mut next = sources;
    while let Some((index, address)) = next.pop() {
        if std::mem::replace(&mut seen[index], true) {
            continue;
        }
        let call = &script.calls[index];
        let mut later: &[usize] = &[];
        if let Some(name) = call.assigned.as_ref().map(|name| name.to_ascii_lowercase()) {
            let all = readers.get(&name).map_or(&[][..], Vec::as_slice);
            let end = reached.get(&name).map_or(all.len(), |&end| all.partition_point(|&reader| reader <= end));
            later = &all[all.partition_point(|&reader| reader <= index).min(end)..end];
            let first = reached.entry(name).or_insert(index);
            *first = index.min(*first);
        }
        let later = later.iter().map(|&reader| (reader, false));
        let takers =
            call.pipe_to.map(|to| (to, true)).into_iter().chain(call.within.map(|to| (to, false))).chain(later);
        for (taker, is_pipe) in takers {
            let (target, name) = (&script.calls[taker], names[taker].as_str());
            let computed = target.words.first().filter(|word| target.role == Role::Program && word.literal().is_none());
            // What computes the name of a program is the program; what a block computes is its output.
            let is_program = computed.is_some_and(|word| covers(word, call) && !is_block(word));
            let hands_on = PASSING.contains(&name) || computed.is_some_and(is_block);
            if name == "Invoke-Expression" || is_program || is_pipe && READERS.contains(&name) {
                flow.runs.entry(taker).or_insert_with(|| address.clone());
            } else if target.role != Role::Program || hands_on {
                next.push((taker, address.clone()));
            }
        }
    }
}

/// What a call downloads, and the file in which it puts it.
struct Source {
    address: String,
    file: Option<String>,
}

fn source(call: &Call, name: &str) -> Option<Source> {
    let words: Vec<String> = call.words.iter().skip(1).map(written).collect();
    let is_address = |word: &&String| word.contains("://");
    let address = words.iter().find(is_address).cloned();
    let file = |flags: &[&str]| {
        let is_flag = |word: &String| flags.iter().any(|flag| word.eq_ignore_ascii_case(flag));
        let at = words.iter().position(is_flag)?;
        words.get(at + 1).map(|word| path(word))
    };
    let or_name = || address.clone().unwrap_or_else(|| name.to_owned());
    let second = || words.iter().filter(|word| !word.starts_with('-')).nth(1).map(|word| path(word));
    let (address, file) = match (call.role, name) {
        (Role::Program, "Invoke-WebRequest" | "Invoke-RestMethod") => (or_name(), file(&["-OutFile", "-OutF", "-o"])),
        (Role::Program, "Start-BitsTransfer") => (or_name(), file(&["-Destination", "-Dest"]).or_else(second)),
        (Role::Program, "curl") => {
            let file = file(&["-o", "--output", "-Lo", "-sLo", "-fsSLo", "-fSLo"]);
            let by_name = words.iter().any(|word| word == "-O" || word == "--remote-name");
            let own = address.as_ref().filter(|_| by_name).map(|address| path(last_part(address)));
            (address.clone()?, file.or(own))
        }
        (Role::Program, "certutil") if has(call, "-urlcache") => {
            (address.clone()?, words.last().map(|word| path(word)))
        }
        (Role::Program, "bitsadmin") => (address.clone()?, words.last().map(|word| path(word))),
        (Role::Method, method) if method.eq_ignore_ascii_case("DownloadFile") => (or_name(), second()),
        (Role::Method, method)
            if ["DownloadString", "DownloadData", "GetStringAsync"]
                .iter()
                .any(|name| name.eq_ignore_ascii_case(method)) =>
        {
            (or_name(), None)
        }
        _ => return None,
    };
    Some(Source { address, file })
}

fn has(call: &Call, flag: &str) -> bool {
    call.words.iter().any(|word| word.literal().is_some_and(|word| word.eq_ignore_ascii_case(flag)))
}

fn covers(word: &Word, call: &Call) -> bool {
    word.range.start <= call.range.start && call.range.end <= word.range.end
}

fn variables(word: &Word) -> impl Iterator<Item = &str> {
    word.parts.iter().filter_map(|part| match part {
        Part::Variable { name, .. } => Some(name.as_str()),
        _ => None,
    })
}

/// The word with variables as they could be written.
fn written(word: &Word) -> String {
    let part = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::Variable { name, .. } => format!("${name}"),
        Part::Substitution { .. } => "$()".to_owned(),
    };
    word.parts.iter().map(part).collect()
}

/// A path as it is compared.
fn path(text: &str) -> String {
    text.to_ascii_lowercase().replace('\\', "/").trim_start_matches("./").to_owned()
}

fn spelled(word: &Word) -> String {
    path(&written(word))
}

fn last_part(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
