//! Live events: a numbered ring of the latest and a channel to those who listen now. Must never hold what a listener is
//! not allowed to read anyway: events say that something changed; the rows are fetched by the routes that guard them.

use serde::Serialize;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::broadcast;

/// Events kept for those who come back.
const KEPT: usize = 1_000;

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Ascending; begins anew with the process, above any id of an earlier one.
    pub id: u64,
    /// `job`, `findings`, `tasks`, `imports`, `opportunity`, `automations`, `deliveries`, `replay` or `missed`.
    pub name: &'static str,
    /// JSON.
    pub data: Arc<str>,
}

/// Where events are told and heard.
pub struct Events {
    state: Mutex<State>,
}

struct State {
    next: u64,
    kept: VecDeque<Event>,
    /// Nothing once closed.
    live: Option<broadcast::Sender<Event>>,
}

impl Events {
    /// A hub whose first id is `first`; pass the start of the process in milliseconds so that ids never repeat.
    pub fn new(first: u64) -> Self {
        let live = Some(broadcast::channel(KEPT).0);
        Self { state: Mutex::new(State { next: first, kept: VecDeque::with_capacity(KEPT), live }) }
    }

    /// Tells an event to everybody who listens and to those who come back soon.
    pub fn tell(&self, name: &'static str, data: &impl Serialize) {
        let Ok(data) = serde_json::to_string(data) else { return };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let event = Event { id: state.next, name, data: data.into() };
        state.next += 1;
        if state.kept.len() == KEPT {
            state.kept.pop_front();
        }
        state.kept.push_back(event.clone());
        if let Some(live) = &state.live {
            // Nobody listening is no fault.
            let _ = live.send(event);
        }
    }

    /// Ends every stream, now and from now on.
    pub fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).live = None;
    }

    /// How many listen now.
    pub fn listeners(&self) -> u64 {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.live.as_ref().map_or(0, broadcast::Sender::receiver_count) as u64
    }

    /// Events after the id that are still kept, and the channel of those that follow: nothing between is lost or doubled.
    pub fn listen(&self, after: Option<u64>) -> (Vec<Event>, broadcast::Receiver<Event>) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let missed = after.map_or_else(Vec::new, |after| state.missed(after));
        let live = match &state.live {
            Some(live) => live.subscribe(),
            // A channel whose sender is gone ends at once.
            None => broadcast::channel(1).1,
        };
        (missed, live)
    }
}

impl State {
    /// Events after the id that are still kept; where others are gone already, `missed` before them.
    fn missed(&self, after: u64) -> Vec<Event> {
        let kept = self.kept.iter().filter(|event| event.id > after).cloned();
        let oldest = self.kept.front().map_or(self.next, |event| event.id);
        let gap = (after + 1 < oldest).then(|| Event { id: oldest - 1, name: "missed", data: "{}".into() });
        gap.into_iter().chain(kept).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_back_gets_what_was_missed_once() {
        let events = Events::new(10);
        events.tell("job", &1);
        events.tell("tasks", &2);
        let (missed, mut live) = events.listen(Some(10));
        assert_eq!(missed.iter().map(|event| event.id).collect::<Vec<_>>(), [11]);
        let (missed, _) = events.listen(Some(3));
        let told: Vec<_> = missed.iter().map(|event| (event.id, event.name)).collect();
        assert_eq!(told, [(9, "missed"), (10, "job"), (11, "tasks")], "what is gone is told");
        events.tell("imports", &3);
        let next = live.try_recv().unwrap();
        assert_eq!((next.id, next.name, &*next.data), (12, "imports", "3"));
        assert!(live.try_recv().is_err());
        events.close();
        assert_eq!(live.try_recv(), Err(broadcast::error::TryRecvError::Closed));
    }
}
