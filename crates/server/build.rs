//! The web application is embedded when this crate is compiled, so a new one compiles it again.

fn main() {
    println!("cargo:rerun-if-changed=../../web/dist");
}
