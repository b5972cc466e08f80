//! What stands between the socket and the handlers: request ids, the guard, headers, the error boundary, live events, the
//! web application.

pub mod boundary;
pub mod etag;
pub mod events;
pub mod guard;
pub mod headers;
pub mod passwords;
pub mod stream;
pub mod web;
