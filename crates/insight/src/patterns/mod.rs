//! Patterns: bought A, then B within a window, more than their like.
