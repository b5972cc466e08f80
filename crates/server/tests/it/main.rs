//! The server's stories, in one binary.

mod openapi;
