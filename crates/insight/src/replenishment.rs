//! Replenishment: bought A, then A again; the usual interval and who is due.
