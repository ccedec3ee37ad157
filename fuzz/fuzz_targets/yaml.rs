//! The YAML parser reads any text without a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use ravelin::syntax::yaml::{Dialect, parse};

fuzz_target!(|text: &str| {
    let _ = parse(text, Dialect::Kubernetes);
});
