//! Survival curves with censoring (Kaplan and Meier 1958).
