//! A check file of the user, whatever it holds, is read or reported.

#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = ravelin::check::load_user_check("x.yaml", text);
});
