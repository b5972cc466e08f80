//! Recency, frequency and monetary value: the plain baseline.
