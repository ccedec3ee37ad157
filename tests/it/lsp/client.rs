//! A small editor: it starts the real server, and waits for what it is told.

use std::cell::RefCell;
use std::collections::{HashMap, VecDeque};
use std::fmt::Write as _;
use std::io::{self, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::runner::command;

/// A server that says nothing for so long is taken for one that hangs.
const TOO_LONG: Duration = Duration::from_secs(120);

/// An editor with its server.
pub struct Editor {
    child: RefCell<Child>,
    input: RefCell<Option<ChildStdin>>,
    said: Receiver<Value>,
    /// What was said and nobody has asked for.
    kept: RefCell<VecDeque<Value>>,
    last: RefCell<i64>,
}

/// What an editor can that shows all that the server has to say.
pub fn able() -> Value {
    json!({
        "general": {"positionEncodings": ["utf-32", "utf-16"]},
        "window": {"showDocument": {"support": true}},
        "workspace": {"workspaceEdit": {"documentChanges": true}, "didChangeWatchedFiles": {"dynamicRegistration": true}},
        "textDocument": {
            "hover": {"contentFormat": ["markdown"]},
            "definition": {"linkSupport": true},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            "publishDiagnostics": {
                "relatedInformation": true,
                "codeDescriptionSupport": true,
                "dataSupport": true,
                "tagSupport": {"valueSet": [2]},
            },
            "codeAction": {
                "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix", "source.fixAll"]}},
                "dataSupport": true,
                "resolveSupport": {"properties": ["edit"]},
            },
        },
    })
}

impl Editor {
    /// Starts the server, and says nothing to it.
    pub fn silent(folder: &Path) -> Self {
        let mut command = command(folder);
        command.arg("lsp").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut child = command.spawn().expect("the server starts");
        let output = child.stdout.take().expect("was piped");
        let (sender, said) = mpsc::channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            while let Some(message) = message(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let input = child.stdin.take();
        Self {
            child: RefCell::new(child),
            input: RefCell::new(input),
            said,
            kept: RefCell::default(),
            last: RefCell::new(0),
        }
    }

    /// Starts the server for a folder, for an editor that can all.
    pub fn new(folder: &Path) -> Self {
        Self::with(folder, &able(), &json!({})).0
    }

    /// Starts the server with these capabilities and options, and gives what it says of itself.
    pub fn with(folder: &Path, capabilities: &Value, options: &Value) -> (Self, Value) {
        let editor = Self::silent(folder);
        let answer = editor.request(
            "initialize",
            &json!({
                "processId": std::process::id(),
                "capabilities": capabilities,
                "initializationOptions": options,
                "workspaceFolders": [{"uri": uri(folder), "name": "top"}],
            }),
        );
        editor.notify("initialized", &json!({}));
        (editor, answer["result"].clone())
    }

    /// Sends bytes as they are.
    pub fn send(&self, bytes: &[u8]) {
        let mut input = self.input.borrow_mut();
        let input = input.as_mut().expect("is open");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the server reads");
    }

    /// Sends a message.
    pub fn say(&self, message: &Value) {
        let body = message.to_string();
        self.send(format!("Content-Length: {}\r\n\r\n{body}", body.len()).as_bytes());
    }

    pub fn notify(&self, method: &str, params: &Value) {
        self.say(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Sends a request, and gives its number.
    pub fn ask(&self, method: &str, params: &Value) -> i64 {
        *self.last.borrow_mut() += 1;
        let id = *self.last.borrow();
        self.say(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        id
    }

    /// The answer to the request of a number.
    pub fn answer(&self, id: i64) -> Value {
        self.wait(|message| message["id"] == id && message.get("method").is_none())
    }

    /// Sends a request, and gives its answer.
    pub fn request(&self, method: &str, params: &Value) -> Value {
        self.answer(self.ask(method, params))
    }

    /// The result of a request.
    pub fn result(&self, method: &str, params: &Value) -> Value {
        let answer = self.request(method, params);
        assert!(answer.get("error").is_none(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// The next message of which something holds. Requests of the server get an empty answer.
    pub fn wait(&self, wanted: impl Fn(&Value) -> bool) -> Value {
        let known = self.kept.borrow().iter().position(&wanted);
        if let Some(known) = known.and_then(|known| self.kept.borrow_mut().remove(known)) {
            return known;
        }
        loop {
            let message = self.said.recv_timeout(TOO_LONG).expect("the server says something");
            if let (Some(id), Some(_)) = (message.get("id"), message.get("method")) {
                self.say(&json!({"jsonrpc": "2.0", "id": id, "result": null}));
            }
            if wanted(&message) {
                return message;
            }
            self.kept.borrow_mut().push_back(message);
        }
    }

    /// Opens a document, and gives its URI.
    pub fn open(&self, path: &Path, text: &str) -> String {
        let uri = uri(path);
        self.open_as(&uri, "terraform", text);
        uri
    }

    pub fn open_as(&self, uri: &str, language: &str, text: &str) {
        let document = json!({"uri": uri, "languageId": language, "version": 1, "text": text});
        self.notify("textDocument/didOpen", &json!({"textDocument": document}));
    }

    /// Gives a document another text.
    pub fn change(&self, uri: &str, version: i32, text: &str) {
        let document = json!({"uri": uri, "version": version});
        let params = json!({"textDocument": document, "contentChanges": [{"text": text}]});
        self.notify("textDocument/didChange", &params);
    }

    /// What is said of a version of a document.
    pub fn diagnostics(&self, uri: &str, version: i32) -> Vec<Value> {
        let told = self.wait(|message| {
            let params = &message["params"];
            message["method"] == "textDocument/publishDiagnostics"
                && params["uri"] == uri
                && params["version"] == version
        });
        told["params"]["diagnostics"].as_array().expect("a list").clone()
    }

    /// The codes of what is said of a version of a document.
    pub fn codes(&self, uri: &str, version: i32) -> Vec<String> {
        let diagnostics = self.diagnostics(uri, version);
        diagnostics.iter().map(|diagnostic| diagnostic["code"].as_str().expect("a code").to_owned()).collect()
    }

    /// Ends the server as is right, and gives its exit code.
    pub fn end(&self) -> i32 {
        self.result("shutdown", &Value::Null);
        self.notify("exit", &Value::Null);
        self.code()
    }

    /// Says no more to the server, and gives its exit code.
    pub fn leave(&self) -> i32 {
        *self.input.borrow_mut() = None;
        self.code()
    }

    /// The exit code of the server when it ends.
    pub fn code(&self) -> i32 {
        self.child.borrow_mut().wait().expect("ends").code().expect("ends by itself")
    }
}

impl Drop for Editor {
    fn drop(&mut self) {
        // Where it has ended there is nothing to kill.
        let _ = self.child.borrow_mut().kill();
        let _ = self.child.borrow_mut().wait();
    }
}

/// A message as it is framed; none at the end.
fn message(output: &mut impl io::BufRead) -> Option<Value> {
    let mut headers: HashMap<String, String> = HashMap::new();
    loop {
        let mut line = String::new();
        output.read_line(&mut line).ok()?;
        let line = line.strip_suffix("\r\n")?;
        match line.split_once(": ") {
            Some((name, value)) => headers.insert(name.to_owned(), value.to_owned()),
            None => break,
        };
    }
    let mut body = vec![0; headers.get("Content-Length")?.parse().ok()?];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("the server writes JSON"))
}

/// The URI of a path.
pub fn uri(path: &Path) -> String {
    let text = path.to_string_lossy().replace('\\', "/");
    let mut uri = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    for byte in text.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' => uri.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            byte => write!(uri, "%{byte:02X}").expect("a text takes it"),
        }
    }
    uri
}

/// The position of the first place of `text`, or behind it, in columns of characters.
pub fn position(source: &str, text: &str, behind: bool) -> Value {
    let at = source.find(text).unwrap_or_else(|| panic!("{text} in {source}")) + if behind { text.len() } else { 0 };
    let line = source[..at].matches('\n').count();
    let start = source[..at].rfind('\n').map_or(0, |at| at + 1);
    json!({"line": line, "character": source[start..at].chars().count()})
}
