//! The one integration binary of the command line: the shape of the house, and the program as a user runs it.

mod crash;
mod edges;
mod program;
mod stories;
