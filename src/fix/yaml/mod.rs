//! Edits of YAML and JSON.
