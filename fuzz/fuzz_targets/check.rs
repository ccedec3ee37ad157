//! A check file of the user, whatever it holds, is read or reported.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ravelin::source::SourceMap;

fuzz_target!(|text: &str| {
    let sources = SourceMap::new();
    let _ = ravelin::check::load_user_check(sources.add("own/check/x.yaml", text));
});
