//! One call of a program: what it does with what it reads.

use super::archive::{Unpacking, unpacking};
use super::data::{Data, Download};
use super::disk::resolve;
use super::download::{Fetch, Target, fetches};
use super::files::{Change, changes};
use super::filter::{expanded, passes};
use super::session::{Context, Session};
use super::stream::Stream;
use super::verify::{Verifier, names, proven, verifier};
use super::words::{Hole, Word, is_mark};
use crate::frontend::dockerfile::interpreter::{Code, code};
use crate::frontend::dockerfile::program::{base_name, is_shell};
use crate::frontend::dockerfile::programs::{Inner, find_wrapper};
use crate::source::Span;

/// Most programs that run one another, such as `sudo`, which are looked through.
const WRAPPER_LIMIT: usize = 16;

/// Longest path of a folder that is followed.
const LONGEST_FOLDER: usize = 4096;

/// Endings of packages that package managers take from an address.
const PACKAGES: [&str; 9] = [".rpm", ".deb", ".apk", ".tgz", ".tar.gz", ".tar.bz2", ".whl", ".zip", ".gem"];

/// A call behind its wrappers.
struct Call<'c> {
    words: &'c [Word],
    texts: Vec<&'c str>,
    span: Span,
    context: &'c Context,
    /// Whether more words come from the input.
    is_open: bool,
}

impl Call<'_> {
    fn name(&self) -> &str {
        base_name(self.texts[0])
    }
}

impl Session<'_> {
    /// What a call prints.
    pub(super) fn call(&mut self, words: &[Word], input: Stream, span: Span, context: &Context) -> Stream {
        let mut words = words.to_vec();
        let mut start = 0;
        let mut is_open = false;
        for _ in 0..WRAPPER_LIMIT {
            let Some(program) = words.get(start) else { return Stream::default() };
            let whole = self.holes.whole(&program.text);
            if whole.content().is_some() {
                let (program, span) = context.runner.clone().unwrap_or_else(|| ("the shell".to_owned(), span));
                self.run(whole, &program, span);
                return Stream::default();
            }
            // A plain name is looked for in the folders for programs, not in that of the command.
            let is_path = program.text.contains('/') || program.text.starts_with('$') || program.text.contains(is_mark);
            let own = match is_path {
                true => self.read(&program.text),
                false => Data::of(self.disk.program(&program.text)),
            };
            self.run(own, &program.text, span);
            let texts: Vec<&str> = words[start..].iter().map(|word| &*word.text).collect();
            let Some(inner) = inner(&texts) else {
                let call = Call { words: &words[start..], texts, span, context, is_open };
                return self.program(&call, input);
            };
            if base_name(texts[0]) == "xargs" {
                is_open = true;
                self.append(&mut words, start, start + inner, input.data);
            }
            start += inner;
        }
        self.give_up()
    }

    /// Adds what `xargs` reads to the words of the call that it makes.
    fn append(&mut self, words: &mut Vec<Word>, xargs: usize, start: usize, data: Data) {
        let Some(span) = words.last().map(|word| word.span).filter(|_| data.content().is_some()) else { return };
        let mark = self.holes.add(Hole { data, is_file: false });
        let mut is_replaced = false;
        let options = words[xargs..start].iter().map(|word| &*word.text);
        let place = placeholder(options).unwrap_or("{}").to_owned();
        for word in words[start..].iter_mut().filter(|word| word.text.contains(&place)) {
            word.text = word.text.replace(&place, mark.encode_utf8(&mut [0; 4]));
            is_replaced = true;
        }
        if !is_replaced {
            words.push(Word { text: mark.to_string(), span });
        }
    }

    fn program(&mut self, call: &Call<'_>, input: Stream) -> Stream {
        let arguments = &call.words[1..];
        match call.name() {
            "cd" | "chdir" | "pushd" | "popd" => self.enter(call),
            "eval" => {
                let text = call.texts[1..].join(" ");
                let span = arguments.first().map_or(call.span, |word| word.span);
                return self.inline(&Word { text, span }, input, &runner(call));
            }
            "." | "source" => {
                if let Some(file) = arguments.first() {
                    let is_input = matches!(&*file.text, "/dev/stdin" | "/dev/fd/0" | "/proc/self/fd/0" | "-");
                    let data = if is_input { input.data } else { self.read(&file.text) };
                    self.run(data, call.texts[0], call.span);
                }
            }
            "export" | "declare" | "local" | "readonly" | "typeset" => {
                for word in arguments {
                    self.assign(&word.text);
                }
            }
            "read" => {
                let mark = self.holes.add(Hole { data: input.data, is_file: false });
                let names = arguments.iter().filter(|word| !word.text.starts_with('-'));
                for word in names {
                    self.assign(&format!("{}={mark}", word.text));
                }
            }
            "echo" | "printf" => return self.print(call),
            _ => return self.other(call, input),
        }
        Stream::default()
    }

    fn other(&mut self, call: &Call<'_>, input: Stream) -> Stream {
        if let Some(code) = code(&call.texts) {
            return self.interpret(call, code, input);
        }
        if let Some(fetches) = fetches(&call.texts, call.is_open) {
            return self.fetch(call, fetches);
        }
        if let Some(changes) = changes(&call.texts, &self.folder) {
            self.change(changes);
            return Stream::default();
        }
        match verifier(&call.texts) {
            Some(Verifier::Sum) => return Stream::of(self.input(call, &input).sum()),
            Some(_) if self.is_unheeded => return Stream::default(),
            Some(Verifier::Comparer) => {
                let data = call.texts.iter().map(|text| self.holes.data(text)).chain([input.data]);
                let summed: Vec<usize> = data.filter_map(Data::summed).collect();
                for id in summed {
                    self.downloads.verify(id);
                }
            }
            Some(verifier) => {
                self.verify(call, verifier, &input);
                return Stream::default();
            }
            None => {}
        }
        if passes(&call.texts) {
            return self.filter(call, input);
        }
        if let Some(how) = unpacking(&call.texts) {
            self.unpack(call, how, &input);
        }
        // What it prints is not known, but its words may name what that is about.
        Stream { text: call.texts[1..].join(" "), ..Stream::default() }
    }

    /// `echo` and `printf`, of which the first prints its words as they are.
    fn print(&self, call: &Call<'_>) -> Stream {
        let is_echo = call.name() == "echo";
        let is_option = |text: &&&str| is_echo && matches!(**text, "-n" | "-e" | "-E" | "-ne" | "-en");
        let start = 1 + call.texts[1..].iter().take_while(is_option).count();
        let span = call.words.get(start).map_or(call.span, |word| word.span);
        let mut stream = self.said(Word { text: call.texts[start..].join(" "), span });
        stream.written = stream.written.filter(|_| is_echo);
        stream
    }

    fn enter(&mut self, call: &Call<'_>) {
        let target = call.texts[1..].iter().find(|text| !text.starts_with('-') || **text == "-").copied();
        let known = match target {
            None if call.name() == "popd" => None,
            Some("-") => None,
            target => Some(resolve(&self.folder, target.unwrap_or("~"))).filter(|path| path.len() <= LONGEST_FOLDER),
        };
        self.folder = known.unwrap_or_else(|| self.holes.add(Hole { data: Data::NONE, is_file: false }).to_string());
    }

    fn interpret(&mut self, call: &Call<'_>, code: Code, input: Stream) -> Stream {
        let name = call.name();
        match code {
            Code::Input => match input.written {
                Some(text) if is_shell(name) || name == "su" => {
                    return self.inline(&text, Stream::default(), &runner(call));
                }
                _ => self.run(input.data, name, call.span),
            },
            Code::File(index) if name == "deno" && call.texts[index].contains("://") => {
                let id = self.downloads.add(Download::new(name, Some(&shown(call.texts[index])), call.span));
                self.run(Data::of(Some(id)), name, call.span);
            }
            Code::File(index) => self.run(self.read(call.texts[index]), name, call.span),
            Code::Script(index) => return self.inline(&call.words[index], input, &runner(call)),
            Code::Text(index) => {
                self.run(self.holes.whole(call.texts[index]), name, call.span);
                if passes(&call.texts) {
                    return self.filter(call, input);
                }
            }
            Code::Other => {}
        }
        Stream::default()
    }

    fn fetch(&mut self, call: &Call<'_>, fetches: Vec<Fetch>) -> Stream {
        let mut out = Stream { text: call.texts[1..].join(" "), ..Stream::default() };
        for fetch in fetches {
            let url = fetch.url.as_deref().map(shown);
            let id = self.downloads.add(Download::new(call.name(), url.as_deref(), call.span));
            self.disk.downloaded(id);
            match fetch.target {
                Target::Output => out.data = out.data.and(Data::of(Some(id))),
                Target::File(path) => self.disk.write(&resolve(&self.folder, &path), Some(id)),
            }
        }
        out
    }

    fn change(&mut self, changes: Vec<Change>) {
        for change in changes {
            match change {
                Change::Copy(from, to) => {
                    let download = self.disk.file(&from);
                    self.disk.write(&to, download);
                }
                Change::Delete(path) => self.disk.write(&path, None),
            }
        }
    }

    /// What a program reads that is given files, or else takes its input.
    fn input(&self, call: &Call<'_>, stream: &Stream) -> Data {
        let files = call.texts[1..].iter().map(|text| self.read(text.rsplit('=').next().unwrap_or(text)));
        files.fold(Data::NONE, Data::and).and(stream.data)
    }

    /// A program that prints what it reads.
    fn filter(&mut self, call: &Call<'_>, stream: Stream) -> Stream {
        let name = call.name();
        let files = call.texts[1..].iter().filter(|text| !text.starts_with('-') || **text == "-");
        let data = match name {
            "cat" if files.clone().next().is_some() && !call.texts.contains(&"-") => {
                self.input(call, &Stream::default())
            }
            _ => self.input(call, &stream),
        };
        if matches!(name, "tee" | "sponge") {
            let paths: Vec<String> = files.map(|path| resolve(&self.folder, path)).collect();
            for path in paths {
                self.disk.write(&path, stream.data.content());
            }
            return stream;
        }
        if let Some(path) = call.texts.iter().find_map(|text| text.strip_prefix("of=")).filter(|_| name == "dd") {
            self.disk.write(&resolve(&self.folder, path), data.content());
            return Stream::default();
        }
        for path in call.texts[1..].iter().map(|path| resolve(&self.folder, path)) {
            if let (Some(id), Some(expanded)) = (self.disk.file(&path), expanded(name, &path)) {
                self.disk.write(expanded, Some(id));
            }
        }
        let text = format!("{} {}", stream.text, call.texts[1..].join(" "));
        let is_cat = name == "cat" && call.texts.len() == 1;
        Stream { data, text, is_exact: stream.is_exact && is_cat, written: stream.written.filter(|_| is_cat) }
    }

    /// Settles what a program verifies: the files that it is told, or all where that cannot be known.
    fn verify(&mut self, call: &Call<'_>, verifier: Verifier, stream: &Stream) {
        let arguments = call.texts[1..].join(" ");
        let named = match verifier {
            // A list of checksums is not what is verified by it.
            Verifier::List => names(&stream.text).chain(names(&arguments).filter_map(proven)).collect::<Vec<_>>(),
            _ => names(&arguments).chain(names(&arguments).filter_map(proven)).collect(),
        };
        let mut settled = Vec::new();
        for name in named {
            settled.extend(self.disk.take_named(name));
            settled.extend(proven(name).into_iter().flat_map(|name| self.disk.take_named(name)));
        }
        let is_told = verifier == Verifier::List && stream.is_exact && !stream.text.trim().is_empty();
        if settled.is_empty() && !is_told {
            settled = self.disk.take_open();
        }
        for id in settled {
            self.downloads.verify(id);
        }
    }

    fn unpack(&mut self, call: &Call<'_>, how: Unpacking, stream: &Stream) {
        let name = call.name();
        if let Some(id) = self.input(call, stream).content() {
            self.downloads.unpacks(id, name, call.span);
        }
        if how == Unpacking::Addresses {
            let is_package =
                |text: &&&str| text.contains("://") && PACKAGES.iter().any(|ending| text.ends_with(ending));
            for url in call.texts[1..].iter().filter(is_package) {
                let id = self.downloads.add(Download::new(name, Some(&shown(url)), call.span));
                self.downloads.unpacks(id, name, call.span);
            }
        }
    }

    fn run(&mut self, data: Data, program: &str, span: Span) {
        if let Some(id) = data.content() {
            self.downloads.runs(id, &shown(program), span);
        }
    }
}

/// What runs the script in a word of this call: the outermost one that is given it.
fn runner(call: &Call<'_>) -> Context {
    let runner = (call.name().to_owned(), call.span);
    Context { runner: Some(runner), ..call.context.clone() }
}

/// Index of the program that a wrapper such as `sudo` runs. Who runs a script is an interpreter.
fn inner(texts: &[&str]) -> Option<usize> {
    match find_wrapper(texts.first()?)?.inner(texts.iter().map(|text| Some(*text)))? {
        Inner::Program(index) => Some(index),
        Inner::Script(..) => None,
    }
}

/// What `xargs` replaces by what it reads, where its options say so.
fn placeholder<'w>(options: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let mut options = options;
    while let Some(option) = options.next() {
        if let Some(value) = option.strip_prefix("-I") {
            return if value.is_empty() { options.next() } else { Some(value) };
        }
        if let Some(value) = option.strip_prefix("--replace=") {
            return Some(value);
        }
    }
    None
}

/// A text as messages show it: with a sign for what the shell computes.
fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for char in text.chars() {
        match is_mark(char) {
            true => out.push_str("$(…)"),
            false => out.push(char),
        }
    }
    out
}
