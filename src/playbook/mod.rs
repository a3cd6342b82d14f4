//! The shop folder, read whole, checked, compiled to one immutable value.
