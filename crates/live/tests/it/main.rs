//! The live state against a batch over the same facts, and what the rules make of facts.

mod batch;
mod equality;
mod rules;
mod touches;
