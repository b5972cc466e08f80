//! The live state against a batch over the same facts, and what the rules make of facts.

// The helpers of the stories are tests too: what fails there fails the story.
#![allow(clippy::unwrap_used)]

mod batch;
mod equality;
mod rules;
mod touches;
