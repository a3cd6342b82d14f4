//! Sockets, HTTP resources, pages. The only floor that knows the wire.
