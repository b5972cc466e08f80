//! Intervals, tests and false-discovery control shared by the methods.
