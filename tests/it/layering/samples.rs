//! The guards see what they are to see.

use super::circles::circles;
use super::library::{Library, of};
use super::names::uses;

fn library(files: &[(&str, &str)]) -> Library {
    of(files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())))
}

/// What the files use of each other: `a>b` for each pair of modules.
fn used(files: &[(&str, &str)]) -> String {
    let library = library(files);
    let uses = uses(&library);
    let pairs = uses.iter().flat_map(|(user, used)| used.keys().map(move |used| format!("{user}>{used}")));
    pairs.collect::<Vec<_>>().join(" ").replace("crate::", "")
}

#[test]
fn paths_are_followed_to_the_file_that_has_the_item() {
    let cases = [
        ("use super::b::B;", "a>b"),
        ("use crate::b::{self, B as C};", "a>b"),
        ("fn f() -> super::b::B { todo!() }", "a>b"),
        ("fn f() { assert!(matches!(x, super::b::B)); }", "a>b"),
        ("#[derive(crate::b::B)] struct S;", "a>b"),
        ("use super::c::Inner;", "a>c::inner"),
        ("use crate::c; fn f(x: c::Inner) {}", "a>c a>c::inner"),
        ("pub(in crate::b) struct S;", ""),
        ("use std::b::B; fn f(b: u8) -> u8 { b }", ""),
        ("#[cfg(test)] mod tests { use super::b::B; }", ""),
        ("#[cfg(test)] fn f() { crate::b::f(); }", ""),
        ("#[cfg(test)] use crate::b::B; use crate::c::own;", "a>c"),
    ];
    for (text, expected) in cases {
        let files = [
            ("lib.rs", "mod a; mod b; mod c;"),
            ("a.rs", text),
            ("b.rs", "pub struct B;"),
            ("c/mod.rs", "mod inner; pub use inner::Inner; pub fn own() {}"),
            ("c/inner.rs", "pub struct Inner;"),
        ];
        assert_eq!(used(&files), expected, "{text}");
    }
}

#[test]
fn methods_of_the_own_type_lead_to_their_file() {
    let files = [
        ("a.rs", "pub struct P; impl P { fn a(&self) { self.b(); self.of_another(); } }"),
        ("b.rs", "use super::a::P; impl P { fn b(&self) { Self::a(self); } }"),
    ];
    assert_eq!(used(&files), "a>b b>a");
}

#[test]
fn circles_are_found_whole() {
    let files = [
        ("a.rs", "use crate::b::B;"),
        ("b.rs", "use crate::c::C;"),
        ("c.rs", "use crate::a::A;"),
        ("d.rs", "use crate::a::A;"),
        ("e/mod.rs", "mod f; pub use f::F; pub struct E;"),
        ("e/f.rs", "use super::E;"),
    ];
    let library = library(&files);
    let uses = uses(&library);
    let found = circles(&uses);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].iter().copied().collect::<Vec<_>>(), ["crate::a", "crate::b", "crate::c"]);
}

#[test]
fn lines_are_counted_without_tests() {
    let text = "fn a() {}\n\n#[cfg(test)]\nmod tests {\n    fn b() {}\n}\n\nimpl S {\n    fn c() {\n        fn d() {}\n    }\n}\n";
    let library = library(&[("a.rs", text), ("b.rs", "#[cfg(test)]\nmod more;\n"), ("b/more.rs", "")]);
    let file = &library["crate::a"];
    assert_eq!(file.lines, text.lines().count() - 4);
    let functions: Vec<_> = file.functions.iter().map(|it| (it.name.as_str(), it.line, it.lines)).collect();
    assert_eq!(functions, [("a", 1, 1), ("c", 9, 3), ("d", 10, 1)]);
    assert!(library.contains_key("crate::b") && !library.contains_key("crate::b::more"));
}
