//! The queue before the writer: bounded by events and bytes, so that a slow disk is felt by the senders and not by the
//! memory. It never blocks a sender and never drops what it took.

use crate::LedgerError;
use crate::receipt::Promise;
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// One envelope, ready to be stored.
pub(crate) struct Entry {
    pub(crate) message: [u8; 16],
    pub(crate) period: i64,
    pub(crate) envelope: Vec<u8>,
}

/// One request for the writer.
pub(crate) enum Request {
    Append { entries: Vec<Entry>, promise: Promise },
    Trim { up_to: u64, promise: Promise },
    Forget { before_period: i64, promise: Promise },
    Probe { promise: Promise },
}

impl Request {
    fn events(&self) -> usize {
        match self {
            Self::Append { entries, .. } => entries.len(),
            Self::Trim { .. } | Self::Forget { .. } | Self::Probe { .. } => 0,
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Append { entries, .. } => entries.iter().map(|entry| entry.envelope.len()).sum(),
            Self::Trim { .. } | Self::Forget { .. } | Self::Probe { .. } => 0,
        }
    }
}

#[derive(Default)]
struct State {
    requests: VecDeque<Request>,
    events: usize,
    bytes: usize,
    closed: bool,
}

pub(crate) struct Queue {
    state: Mutex<State>,
    changed: Condvar,
    max_events: usize,
    max_bytes: usize,
}

impl Queue {
    pub(crate) fn new(max_events: usize, max_bytes: usize) -> Self {
        Self { state: Mutex::default(), changed: Condvar::new(), max_events, max_bytes }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes the request, or refuses it at once. A request larger than the whole queue is taken when nothing waits.
    pub(crate) fn push(&self, request: Request) -> Result<(), LedgerError> {
        let (events, bytes) = (request.events(), request.bytes());
        let mut state = self.state();
        if state.closed {
            return Err(LedgerError::Closed);
        }
        let over = state.events + events > self.max_events || state.bytes + bytes > self.max_bytes;
        if events > 0 && state.events > 0 && over {
            return Err(LedgerError::Busy { waiting: state.events });
        }
        state.events += events;
        state.bytes += bytes;
        state.requests.push_back(request);
        drop(state);
        self.changed.notify_one();
        Ok(())
    }

    /// Hands out whole requests, in order, until `max_events` is reached. Waits for the first one, or hands out none when
    /// the writer has other work meanwhile. `None` once closed and empty.
    pub(crate) fn take(&self, max_events: usize, wait: bool) -> Option<Vec<Request>> {
        let mut state = self.state();
        while state.requests.is_empty() {
            if state.closed {
                return None;
            }
            if !wait {
                return Some(Vec::new());
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let mut taken = Vec::new();
        let mut events = 0;
        while let Some(next) = state.requests.front() {
            if !taken.is_empty() && events + next.events() > max_events {
                break;
            }
            let Some(request) = state.requests.pop_front() else { break };
            events += request.events();
            state.events -= request.events();
            state.bytes -= request.bytes();
            taken.push(request);
        }
        Some(taken)
    }

    /// Events and bytes that wait.
    pub(crate) fn waiting(&self) -> (usize, usize) {
        let state = self.state();
        (state.events, state.bytes)
    }

    /// No more requests; what waits is still handed out.
    pub(crate) fn close(&self) {
        self.state().closed = true;
        self.changed.notify_all();
    }

    /// No more requests, and those that wait resolve as closed.
    pub(crate) fn abandon(&self) {
        let left = {
            let mut state = self.state();
            state.closed = true;
            std::mem::take(&mut state.requests)
        };
        drop(left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::receipt::promise;

    fn request(events: usize) -> (Request, crate::Receipt) {
        let (promise, receipt) = promise();
        let entry = || Entry { message: [0; 16], period: 0, envelope: vec![0; 10] };
        (Request::Append { entries: (0..events).map(|_| entry()).collect(), promise }, receipt)
    }

    #[test]
    fn a_full_queue_refuses_and_keeps_what_it_has() {
        let queue = Queue::new(5, 1_000);
        let (first, _first) = request(4);
        let (second, refused) = request(2);
        queue.push(first).unwrap();
        assert_eq!(queue.push(second), Err(LedgerError::Busy { waiting: 4 }));
        assert_eq!(refused.wait(), Err(LedgerError::Closed));
        assert_eq!(queue.take(100, true).unwrap().len(), 1);
        assert!(queue.take(100, false).unwrap().is_empty());
        let (large, _large) = request(50);
        queue.push(large).unwrap();
        queue.close();
        assert_eq!(queue.take(1, true).unwrap().len(), 1);
        assert!(queue.take(1, true).is_none());
        assert_eq!(queue.push(request(1).0), Err(LedgerError::Closed));
    }

    #[test]
    fn abandoned_requests_resolve() {
        let queue = Queue::new(5, 1_000);
        let (waiting, receipt) = request(1);
        queue.push(waiting).unwrap();
        queue.abandon();
        assert_eq!(receipt.wait(), Err(LedgerError::Closed));
    }
}
