//! One file per command. A command turns flags into a call on the open data folder and prints what comes back.
