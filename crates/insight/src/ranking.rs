//! How good a ranked list was: precision and value captured at a length a team can work.
