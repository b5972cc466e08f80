//! Lapse models: alive probability, future purchases and value.
