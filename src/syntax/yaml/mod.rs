//! YAML and JSON with exact places.
