//! The frameworks of `checks/frameworks/`, as constants of the program. The build script writes them.

use super::{Assessable, Basis, Control, Framework, Grade, Scope};

include!(concat!(env!("OUT_DIR"), "/frameworks.rs"));

/// A control with the framework that it is of.
pub type ControlOf = (&'static Framework, &'static Control);

/// Every framework, sorted by id.
pub fn frameworks() -> &'static [&'static Framework] {
    FRAMEWORKS
}

/// The framework of this id.
pub fn framework(id: &str) -> Option<&'static Framework> {
    FRAMEWORKS.iter().find(|framework| framework.id == id).copied()
}

/// The controls that a check serves, by framework.
pub fn controls_of(check_id: &str) -> &'static [ControlOf] {
    match CONTROLS_OF.binary_search_by_key(&check_id, |(id, _)| id) {
        Ok(index) => CONTROLS_OF[index].1,
        Err(_) => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_index_is_the_frameworks_turned_round() {
        let mut pairs = 0;
        for framework in frameworks() {
            for control in framework.controls {
                for check in control.checks {
                    pairs += 1;
                    let found =
                        controls_of(check).iter().any(|(of, own)| of.id == framework.id && own.id == control.id);
                    assert!(found, "{check}: {} {}", framework.id, control.id);
                }
            }
        }
        assert_eq!(CONTROLS_OF.iter().map(|(_, controls)| controls.len()).sum::<usize>(), pairs);
        assert!(controls_of("no-such-check").is_empty());
    }
}
