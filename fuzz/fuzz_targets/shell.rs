//! The splitter of shell commands reads any text without a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = ravelin::syntax::shell::parse(text, 0);
});
