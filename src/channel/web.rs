//! The web chat that is built in.
