//! (see the room map in docs/ARCHITECTURE.md)
