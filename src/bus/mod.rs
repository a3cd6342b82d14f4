//! Events to every socket that watches, inside the process.
