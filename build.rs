//! Embeds `checks/`.

fn main() {}
