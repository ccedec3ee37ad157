//! What is downloaded, and what becomes of it: which program runs it, or unpacks it, before anything has verified it.
//!
//! Data is followed, not words. A download writes to a file or into a pipe; some programs pass on what they read; files are
//! copied and renamed, over all steps of a stage and of those that build upon it or copy from it. What a program that is not
//! known does with its input is not guessed: nothing of it is followed.

mod archive;
mod call;
mod data;
mod disk;
mod download;
mod fetchers;
mod files;
mod filter;
mod options;
mod session;
mod step;
mod stream;
mod verify;
mod words;

#[cfg(test)]
mod tests;

use std::sync::Arc;

pub(super) use disk::{Disk, resolve};
pub(super) use step::{Step, UNKNOWN_FOLDER};

use self::data::{Download, Downloads};
use self::download::url_name;
use self::session::Session;
use super::program::base_name;
use super::view::View;
use crate::source::Span;
use crate::syntax::dockerfile::{Form, Instruction, Keyword};
use crate::value::{Origin, Reason, Unknown, Value};

/// Every download of a file.
#[derive(Default)]
pub(super) struct Flow {
    downloads: Downloads,
    /// Of each download what its instruction is.
    facts: Vec<Vec<(&'static str, Value)>>,
    /// Where commands are nested too deeply to be followed.
    beyond: Option<Span>,
}

impl Flow {
    /// Follows an instruction of which these are the words. `from` is the stage that it copies from, where it is one.
    pub(super) fn follow(
        &mut self,
        instruction: &Instruction<'_>,
        words: &[Value],
        step: &Step<'_>,
        disk: &mut Disk,
        from: Option<&Disk>,
    ) {
        match instruction.keyword {
            Keyword::Run | Keyword::Cmd | Keyword::Entrypoint
                if step.is_posix || instruction.form == Some(Form::Exec) =>
            {
                self.run(instruction, step, disk);
            }
            Keyword::Copy | Keyword::Add => self.copy(instruction, words, step, disk, from),
            _ => {}
        }
        self.note(step);
    }

    fn run(&mut self, instruction: &Instruction<'_>, step: &Step<'_>, disk: &mut Disk) {
        let file = step.keyword.span.file;
        let mut session = Session::new(&mut self.downloads, disk, step, file);
        if instruction.form == Some(Form::Exec) {
            let words = instruction.words.iter().map(|word| (word.text.to_string(), word.range.in_file(file)));
            let span = instruction.text.range(instruction.rest.clone()).in_file(file);
            session.exec(words.collect(), span);
        } else {
            session.instruction(instruction);
        }
        if session.is_beyond() {
            self.beyond.get_or_insert(step.keyword.span);
        }
    }

    /// Files that the builder copies or, for an `ADD` of an address without a checksum, downloads.
    fn copy(
        &mut self,
        instruction: &Instruction<'_>,
        words: &[Value],
        step: &Step<'_>,
        disk: &mut Disk,
        from: Option<&Disk>,
    ) {
        let Some((target, sources)) = words.split_last() else { return };
        let Some(target) = target.as_str() else { return };
        let path = resolve(&step.folder, target);
        let is_folder = target.ends_with('/') || sources.len() > 1;
        let is_verified = instruction.flags.iter().any(|flag| flag.name == "checksum");
        for source in sources {
            let text = source.as_str().unwrap_or_default();
            let is_address = instruction.keyword == Keyword::Add && is_address(text);
            let held = match from {
                _ if is_address && !is_verified => {
                    let id = self.downloads.add(Download::new("ADD", Some(text), source.span));
                    disk.downloaded(id);
                    Some(id)
                }
                Some(from) => from.file(&resolve("/", text)),
                None => None,
            };
            let name = if is_address { url_name(text) } else { base_name(text).to_owned() };
            // Whether the target is a folder may not be known: then the file may have either name.
            disk.write(&format!("{}/{name}", path.trim_end_matches('/')), held);
            if !is_folder {
                disk.write(&path, held);
            }
            let folder_of = from.filter(|_| !is_address && held.is_none());
            if !folder_of.is_none_or(|from| disk.copy_folder(from, &resolve("/", text), &path)) {
                self.beyond.get_or_insert(step.keyword.span);
            }
        }
    }

    /// Gives the downloads that are new the facts of their instruction.
    fn note(&mut self, step: &Step<'_>) {
        while self.facts.len() < self.downloads.count() {
            let mut facts = vec![
                ("keyword", step.keyword.clone()),
                ("stage", step.stage.clone()),
                ("final", step.is_final.clone()),
            ];
            if step.onbuild {
                facts.push(("onbuild", Value::bool(true, step.keyword.span)));
            }
            self.facts.push(facts);
        }
    }

    /// The list `downloads` of the view.
    pub(super) fn finish(self) -> Vec<Value> {
        let downloads = self.downloads.into_iter().zip(self.facts);
        let mut views: Vec<Value> = downloads.map(|(download, facts)| view(&download, facts)).collect();
        let unknown = |span| Value::unknown(Unknown::new(Reason::Limit("following downloads"), span), span);
        views.extend(self.beyond.map(unknown));
        views
    }
}

fn view(download: &Download, facts: Vec<(&'static str, Value)>) -> Value {
    let span = download.span;
    let mut view = View::new(span);
    view.set("program", Value::string(&*download.program, span));
    view.maybe("url", download.url.as_deref().map(|url| Value::string(url, span)));
    view.maybe("scheme", download.scheme().map(|scheme| Value::string(scheme, span)));
    for (name, value) in facts {
        view.set(name, value);
    }
    for (name, used) in [("run", &download.run), ("unpacked", &download.unpacked)] {
        let Some(used) = used else { continue };
        let mut use_view = View::new(used.span);
        use_view.set("program", Value::string(&*used.program, used.span));
        use_view.set("with", Value::string(&*download.program, span));
        let address = download.url.as_deref().unwrap_or("an address that is not written");
        use_view.set("url", Value::string(address, span));
        let mut value = use_view.finish();
        if !overlap(used.span, span) {
            value.origin = Some(Arc::new(Origin { span, label: "the download".into(), next: None }));
        }
        view.set(name, value);
    }
    view.finish()
}

/// Whether the builder downloads the file at this address. It clones what is a Git repository
/// (<https://docs.docker.com/reference/dockerfile/#add>).
fn is_address(text: &str) -> bool {
    let path = text.split(['#', '?']).next().unwrap_or_default();
    (text.starts_with("http://") || text.starts_with("https://")) && path.strip_suffix(".git").is_none()
}

/// Whether one of the places is within the other.
fn overlap(one: Span, other: Span) -> bool {
    one.contains(other) || other.contains(one)
}
