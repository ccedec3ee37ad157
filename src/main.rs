//! The `ravelin` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    ravelin::cli::main().into()
}
