//! Layer stub.
