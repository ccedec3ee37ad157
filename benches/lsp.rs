//! Times what an editor waits for: from an edit to what is said of the document, as the real server answers, and its memory after many
//! edits: `cargo bench --bench lsp`.
//!
//! The budget is 50 ms in a root of 500 resources, and 200 ms in one of 5,000; memory must not grow.

#![allow(clippy::print_stdout, reason = "the table is what a benchmark is for")]
#![allow(clippy::format_push_string, reason = "reads well where nothing is in a hurry")]

use std::fs;
use std::io::{BufReader, BufWriter};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use lsp_server::{Message, Notification, Request};
use serde_json::{Value, json};

/// Edits of which the latency is taken.
const EDITS: usize = 100;

/// Edits after which memory is looked at again.
const MANY: usize = 1_000;

fn main() {
    println!("{:>16} {:>9} {:>9} {:>9} {:>10} {:>10}", "", "first ms", "p50 ms", "p95 ms", "MiB", "MiB later");
    for resources in [50, 500, 5_000] {
        measure(&format!("{resources} resources"), "f0.tf", |folder| terraform(folder, resources));
    }
    measure("1000 manifests", "0.yaml", manifests);
}

/// Times edits of the file `name` in what `generate` writes.
fn measure(name: &str, file: &str, generate: impl FnOnce(&Path)) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir(folder.path().join(".git")).expect("writable");
    generate(folder.path());
    let path = folder.path().canonicalize().expect("is there").join(file);
    let text = fs::read_to_string(&path).expect("was written");
    let uri = format!("file://{}", path.display());
    let mut editor = Editor::start(folder.path());
    let began = Instant::now();
    let document = json!({"uri": uri, "languageId": "terraform", "version": 1, "text": text});
    editor.notify("textDocument/didOpen", json!({"textDocument": document}));
    editor.told(1);
    let first = began.elapsed();
    let mut times: Vec<Duration> = (0..EDITS).map(|edit| editor.edit(&uri, edit as i32 + 2)).collect();
    times.sort();
    let before = editor.memory();
    for edit in 0..MANY {
        editor.edit(&uri, (EDITS + edit) as i32 + 2);
    }
    let after = editor.memory();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let (p50, p95) = (times[EDITS / 2], times[EDITS * 95 / 100]);
    println!("{name:>16} {:>9.1} {:>9.1} {:>9.1} {before:>10.1} {after:>10.1}", ms(first), ms(p50), ms(p95));
}

/// Files of a hundred resources each, some of which take their values from variables.
fn terraform(folder: &Path, resources: usize) {
    let mut variables = String::from("variable \"cidrs\" {\n  default = [\"0.0.0.0/0\"]\n}\n");
    for file in 0..resources.div_ceil(100) {
        let mut text = String::new();
        for index in (file * 100..resources.min(file * 100 + 100)).step_by(2) {
            variables += &format!("variable \"size{index}\" {{\n  default = {index}\n}}\n");
            text += &format!(
                "resource \"aws_security_group\" \"g{index}\" {{\n  ingress {{\n    from_port   = 22\n    to_port     = 22\n    \
                 protocol    = \"tcp\"\n    cidr_blocks = var.cidrs\n  }}\n}}\n\nresource \"aws_s3_bucket\" \"b{index}\" {{\n  bucket = \
                 \"bucket-${{var.size{index}}}\"\n}}\n\n"
            );
        }
        fs::write(folder.join(format!("f{file}.tf")), text).expect("writable");
    }
    fs::write(folder.join("variables.tf"), variables).expect("writable");
}

/// A thousand files, of one deployment each.
fn manifests(folder: &Path) {
    for index in 0..1_000 {
        let text = format!(
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web{index}\nspec:\n  selector:\n    matchLabels:\n      app: \
             web{index}\n  template:\n    metadata:\n      labels:\n        app: web{index}\n    spec:\n      containers:\n        - name: \
             web\n          image: nginx:1.29.1\n"
        );
        fs::write(folder.join(format!("{index}.yaml")), text).expect("writable");
    }
}

/// An editor with its server.
struct Editor {
    child: Child,
    input: BufWriter<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Editor {
    fn start(folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ravelin"));
        let mut child =
            command.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the server starts");
        let input = BufWriter::new(child.stdin.take().expect("was piped"));
        let output = BufReader::new(child.stdout.take().expect("was piped"));
        let mut editor = Self { child, input, output };
        let folders = json!([{"uri": format!("file://{}", folder.display()), "name": "top"}]);
        let capabilities = json!({"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}});
        let params = json!({"capabilities": capabilities, "workspaceFolders": folders});
        editor.say(&Message::Request(Request { id: 1.into(), method: "initialize".to_owned(), params }));
        editor.notify("initialized", json!({}));
        editor
    }

    fn say(&mut self, message: &Message) {
        message.write(&mut self.input).expect("the server reads");
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.say(&Message::Notification(Notification { method: method.to_owned(), params }));
    }

    /// Waits until it is told what is said of a version of the document.
    fn told(&mut self, version: i32) {
        loop {
            let message = Message::read(&mut self.output).expect("the server writes").expect("the server goes on");
            if let Message::Notification(told) = message
                && told.method == "textDocument/publishDiagnostics"
                && told.params["version"] == version
            {
                return;
            }
        }
    }

    /// Types a letter at the beginning of the document, and gives how long it took until it was judged.
    fn edit(&mut self, uri: &str, version: i32) -> Duration {
        let began = Instant::now();
        let (at, behind) = (json!({"line": 0, "character": 0}), json!({"line": 0, "character": 1}));
        let is_typed = version % 2 == 0;
        let range = json!({"start": at, "end": if is_typed { &at } else { &behind }});
        let change = json!({"range": range, "text": if is_typed { "#" } else { "" }});
        let document = json!({"uri": uri, "version": version});
        self.notify("textDocument/didChange", json!({"textDocument": document, "contentChanges": [change]}));
        self.told(version);
        began.elapsed()
    }

    /// How much memory the server holds, in MiB; none where the system does not say.
    fn memory(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap_or_default() / 1024.0
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
