//! Whether the server lives and is ready.

use crate::problem::{Answer, Failure};
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;
use vihje_model::Problem;

/// Answers while the process lives.
#[utoipa::path(get, path = "/healthz", tag = "operators", responses((status = 200, body = String)))]
pub async fn get_health() -> &'static str {
    "ok\n"
}

/// Answers 200 when events are judged as they come, the data folder can be read and the disk takes what it is given; else 503, and
/// the problem says why.
#[utoipa::path(get, path = "/readyz", tag = "operators", responses((status = 200, body = String)))]
pub async fn get_readiness(State(app): State<App>) -> Answer<&'static str> {
    let rooms = app.read(|company| {
        company.ledger().check_disk()?;
        company.desk().company()?;
        company.history().currency()?;
        Ok(())
    });
    let rooms = rooms.await.map_err(|failure| failure.problem);
    match why_not(app.is_stopping(), rooms, app.live().figures().ready) {
        None => Ok("ready\n"),
        Some(problem) => Err(Failure::new(StatusCode::SERVICE_UNAVAILABLE, problem)),
    }
}

/// Why the server is not ready; nothing when it is.
fn why_not(stopping: bool, rooms: Result<(), Box<Problem>>, judges: bool) -> Option<Problem> {
    if stopping {
        return Some(Problem::new("stopping", "The server is stopping.", "Ask the next one."));
    }
    if let Err(problem) = rooms {
        return Some(*problem);
    }
    let what =
        "The live state is being built from the past; events are taken meanwhile and wait to be judged.";
    (!judges).then(|| Problem::new("starting", what, "Ask again in a moment."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_ready_when_nothing_speaks_against_it_and_else_says_what_does() {
        let full = || Err(Box::new(Problem::new("disk-full", "The disk is full.", "Free some space.")));
        let code = |stopping, rooms, judges| why_not(stopping, rooms, judges).map(|problem| problem.code);
        assert_eq!(code(false, Ok(()), true), None);
        assert_eq!(code(false, Ok(()), false).as_deref(), Some("starting"));
        assert_eq!(code(false, full(), false).as_deref(), Some("disk-full"));
        assert_eq!(code(true, full(), true).as_deref(), Some("stopping"));
    }
}
