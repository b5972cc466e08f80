//! The demonstration's clock: where it stands, faster, slower, paused.

use crate::problem::Answer;
use crate::replay::{ReplayChange, ReplayState};
use crate::state::App;
use axum::Json;
use axum::extract::State;

/// Where the replay of the demonstration stands; null where nothing is replayed.
#[utoipa::path(get, path = "/replay", tag = "replay", responses((status = 200, body = Option<ReplayState>)))]
pub async fn get_replay(State(app): State<App>) -> Answer<Json<Option<ReplayState>>> {
    Ok(Json(app.replay().map(|replay| replay.state())))
}

/// Changes the speed of the replay; 0 pauses it.
#[utoipa::path(put, path = "/replay", tag = "replay", request_body = ReplayChange, responses((status = 200, body = ReplayState)))]
pub async fn change_replay(
    State(app): State<App>,
    Json(change): Json<ReplayChange>,
) -> Answer<Json<ReplayState>> {
    app.read({
        let app = app.clone();
        move |_| match app.replay() {
            Some(replay) => Ok(Json(replay.change(change.speed)?)),
            None => Err(crate::company::CompanyError::not_found("replay", "of this company")),
        }
    })
    .await
}
