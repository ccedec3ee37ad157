//! The Dockerfile parser reads any text without a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = ravelin::syntax::dockerfile::parse(text);
});
