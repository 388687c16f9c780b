//! One test for each fault the random ones have found, or reading for them.
