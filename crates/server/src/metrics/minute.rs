//! One log line a minute with the figures of the stream, while events come.

use super::Stream;
use crate::state::App;
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(60);

/// Tells until it is dropped.
pub(crate) async fn tell_every_minute(app: App) {
    let mut before = app.metrics().stream();
    let mut ticks = tokio::time::interval(EVERY);
    ticks.tick().await;
    loop {
        ticks.tick().await;
        let now = app.metrics().stream();
        if let Some(came) = came(before, now) {
            let (live, ledger) = (app.live().figures(), app.company().ledger().figures());
            tracing::info!(
                acknowledged = came.acknowledged,
                rejected = came.rejected,
                refused = came.refused,
                waiting = ledger.waiting_events,
                not_judged = ledger.last.saturating_sub(live.position),
                not_in_history = app.company().waiting_for_history(),
                opportunities = live.seen,
                "events came in this minute"
            );
        }
        before = now;
    }
}

/// What came between two looks; nothing when nothing did.
fn came(before: Stream, now: Stream) -> Option<Stream> {
    (before != now).then(|| Stream {
        acknowledged: now.acknowledged - before.acknowledged,
        rejected: now.rejected - before.rejected,
        refused: now.refused - before.refused,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quiet_minute_is_not_told() {
        let before = Stream { acknowledged: 5, rejected: 1, refused: 0 };
        assert_eq!(came(before, before), None);
        let now = Stream { acknowledged: 9, rejected: 1, refused: 2 };
        assert_eq!(came(before, now), Some(Stream { acknowledged: 4, rejected: 0, refused: 2 }));
    }
}
