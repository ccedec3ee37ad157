//! The splitters of `cmd` and `PowerShell` read any text without a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = ravelin::syntax::windows::parse_cmd(text, 0);
    let _ = ravelin::syntax::windows::parse_powershell(text, 0);
});
