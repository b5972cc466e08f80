//! Special functions that the lapse models need and no kept library has.
