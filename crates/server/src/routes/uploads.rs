//! Files that arrive: streamed to the scratch folder with bounded memory, looked at, and removed after use.

use crate::problem::Answer;
use crate::state::App;
use axum::Json;
use axum::extract::{Multipart, State};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vihje_model::Problem;
use vihje_model::import::{Compression, Format, Mapping, RecordKind, Target};

/// What arrived, and what it seems to be.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Looked {
    /// Names the upload in what follows; kept for a day.
    pub upload_id: String,
    /// Each file in the order they are best imported.
    pub files: Vec<LookedFile>,
    /// The preset that the files were recognised as, such as `completejourney`.
    pub preset: Option<String>,
}

/// One reading of one file. A file that holds several kinds of record (sales with customers) has several.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LookedFile {
    /// The file's name.
    pub file: String,
    /// Bytes.
    pub size: u64,
    /// How it is written; null when it cannot be read.
    pub format: Option<Format>,
    /// How it is packed.
    pub compression: Option<Compression>,
    /// The first rows.
    pub sample: Sample,
    /// The guessed mapping; null when it cannot be read.
    pub mapping: Option<Mapping>,
    /// How sure the guess is, 0 to 1.
    pub confidence: f64,
    /// Why each column was taken for what it is.
    pub reasons: Vec<ColumnReason>,
    /// What a person should decide.
    pub questions: Vec<Problem>,
    /// What is wrong with the file or the mapping.
    pub problems: Vec<Problem>,
    /// A mapping saved earlier that fits, by name.
    pub saved_mapping: Option<String>,
}

/// The first rows of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Sample {
    /// Names of the columns.
    pub header: Vec<String>,
    /// The first rows, as text.
    pub rows: Vec<Vec<String>>,
}

/// Why a column was taken for what it is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ColumnReason {
    /// The column.
    pub column: String,
    /// What it was taken for.
    pub target: Target,
    /// How sure, 0 to 1.
    pub confidence: f64,
    /// Why, one sentence.
    pub why: String,
}

/// The body of an upload: one or more files in a multipart form.
#[derive(ToSchema)]
pub struct UploadForm {
    /// The files.
    #[schema(value_type = Vec<String>, format = Binary)]
    pub file: Vec<Vec<u8>>,
}

/// Files that already lie on the server.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct ServerPath {
    /// A file or a folder on the server.
    pub path: String,
}

/// What a mapping is tried on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct MappingCheck {
    /// From the upload.
    pub upload_id: String,
    /// The file's name.
    pub file: String,
    /// The mapping to check.
    pub mapping: Mapping,
}

/// What is wrong with a mapping; nothing when empty.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MappingProblems {
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// What a kind of record can take, the required ones first.
    pub targets: Vec<TargetInfo>,
}

/// What a column can become.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TargetInfo {
    /// The target; attributes stand with an empty name.
    pub target: Target,
    /// Whether this kind of record needs it.
    pub required: bool,
}

/// A mapping saved under a name.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SavedMapping {
    /// Its name.
    pub name: String,
    /// What its rows are.
    pub kind: RecordKind,
    /// The mapping.
    pub mapping: Mapping,
}

/// Takes files and says what they seem to be. Nothing is imported.
#[utoipa::path(post, path = "/imports/look", tag = "sources", request_body(content = UploadForm, content_type = "multipart/form-data"), responses((status = 200, body = Looked)))]
pub async fn look_upload(State(app): State<App>, form: Multipart) -> Answer<Json<Looked>> {
    drop(form);
    Err(app.not_ready())
}

/// Looks at files that already lie on the server.
#[utoipa::path(post, path = "/imports/look-path", tag = "sources", responses((status = 200, body = Looked)))]
pub async fn look_path(State(app): State<App>, Json(given): Json<ServerPath>) -> Answer<Json<Looked>> {
    let _ = given;
    Err(app.not_ready())
}

/// Says what is wrong with a mapping. Nothing is imported.
#[utoipa::path(post, path = "/imports/check", tag = "sources", responses((status = 200, body = MappingProblems)))]
pub async fn check_mapping(State(app): State<App>, Json(given): Json<MappingCheck>) -> Answer<Json<MappingProblems>> {
    let _ = given;
    Err(app.not_ready())
}

/// The mappings that were saved.
#[utoipa::path(get, path = "/mappings", tag = "sources", responses((status = 200, body = Vec<SavedMapping>)))]
pub async fn list_mappings(State(app): State<App>) -> Answer<Json<Vec<SavedMapping>>> {
    Err(app.not_ready())
}
