//! Rhythm and decline: who buys less than their own rhythm says.
