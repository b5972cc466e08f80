//! Files that arrive: streamed to the scratch folder with bounded memory, looked at, and removed after use.

use crate::company::{Company, CompanyError};
use crate::problem::{Answer, Failure};
use crate::state::App;
use axum::Json;
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, State};
use serde::{Deserialize, Serialize};
use tokio::io::AsyncWriteExt as _;
use utoipa::ToSchema;
use vihje_intake::{ColumnGuess, Origin, Question};
use vihje_model::Problem;
use vihje_model::import::{Compression, Format, Mapping, RecordKind, Sample, Target};

/// What arrived, and what it seems to be.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Looked {
    /// Names the upload in what follows; kept for a day.
    pub upload_id: String,
    /// Each file in the order they are best imported.
    pub files: Vec<LookedFile>,
}

/// One reading of one file. A file that holds several kinds of record (sales with customers) has several.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LookedFile {
    /// The file's name; with `reading` it names this reading in what follows.
    pub file: String,
    /// Which reading of the file, from 0.
    pub reading: u32,
    /// Bytes.
    pub bytes: u64,
    /// How it is written; null when it cannot be read.
    pub format: Option<Format>,
    /// How it is packed.
    pub compression: Compression,
    /// Header and the first rows.
    pub preview: Sample,
    /// The guessed mapping; null when it cannot be read.
    pub mapping: Option<Mapping>,
    /// What each column becomes and why.
    pub columns: Vec<ColumnGuess>,
    /// How sure the kind of record is, 0 to 1.
    pub confidence: f64,
    /// Why it is read like this, one sentence each.
    pub reasons: Vec<String>,
    /// What a person should decide; each has an assumed answer.
    pub questions: Vec<Question>,
    /// What keeps it from being imported, or is worth knowing before.
    pub problems: Vec<Problem>,
    /// Where the mapping comes from: a guess, a preset, a saved mapping, or nowhere.
    pub origin: Origin,
}

impl LookedFile {
    fn of(looked: vihje_intake::Looked, reading: u32) -> Self {
        Self {
            file: looked.file,
            reading,
            bytes: looked.bytes,
            format: looked.format,
            compression: looked.compression,
            preview: looked.preview,
            mapping: looked.mapping,
            columns: looked.columns,
            confidence: looked.confidence,
            reasons: looked.reasons,
            questions: looked.questions,
            problems: looked.problems,
            origin: looked.origin,
        }
    }
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

/// A reading of an upload, and what a person says its rows are.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct GivenKind {
    /// The upload.
    pub upload_id: String,
    /// The file's name.
    pub file: String,
    /// Which reading of the file, from 0.
    pub reading: u32,
    /// What the rows are.
    pub kind: RecordKind,
}

/// What a mapping is tried on.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct MappingCheck {
    /// The mapping to check.
    pub mapping: Mapping,
}

/// What is wrong with a mapping; nothing when empty.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct MappingProblems {
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// What a column of this kind of record can become; attributes stand with an empty name.
    pub targets: Vec<Target>,
    /// What it does beyond its columns, one sentence each: rows left out by a rule, values put together, the currency.
    pub rules: Vec<String>,
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

/// Takes files of any size and says what they seem to be. Nothing is imported.
#[utoipa::path(post, path = "/imports/look", tag = "sources", request_body(content = UploadForm, content_type = "multipart/form-data"), responses((status = 200, body = Looked)))]
pub async fn look_upload(State(app): State<App>, form: Multipart) -> Answer<Json<Looked>> {
    let folder = app.read(|company| company.begin_upload()).await?;
    match receive(form, &folder.path).await {
        Ok(()) => app.read(move |company| looked(company, &folder.id)).await,
        Err(failure) => {
            app.read(move |company| {
                company.drop_upload(&folder.id);
                Ok(())
            })
            .await?;
            Err(failure)
        }
    }
}

/// Writes each file of the form to the folder as it arrives, a piece at a time.
async fn receive(mut form: Multipart, folder: &std::path::Path) -> Answer<()> {
    let broken = |error: MultipartError| {
        Failure::bad_request(
            "upload-broken",
            format!("The upload broke off: {error}."),
            "Send the file again.",
        )
    };
    let mut files = 0;
    while let Some(mut field) = form.next_field().await.map_err(broken)? {
        let Some(name) = field.file_name().and_then(plain_name) else { continue };
        let path = folder.join(&name);
        let failed = |error: std::io::Error| Failure::from(CompanyError::file(&path, error));
        let mut file = tokio::fs::File::create_new(&path).await.map_err(failed)?;
        while let Some(piece) = field.chunk().await.map_err(broken)? {
            file.write_all(&piece).await.map_err(failed)?;
        }
        file.flush().await.map_err(failed)?;
        files += 1;
    }
    match files {
        0 => Err(Failure::bad_request("no-files", "The form holds no file.", "Send at least one file.")),
        _ => Ok(()),
    }
}

/// The last part of a file's name, when it is one: an upload never leaves its folder.
fn plain_name(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next()?.trim().trim_start_matches('.');
    let plain: String = last.chars().filter(|c| !c.is_control()).take(200).collect();
    (!plain.is_empty()).then_some(plain)
}

/// Looks at files that already lie on the server. They are read where they lie.
#[utoipa::path(post, path = "/imports/look-path", tag = "sources", responses((status = 200, body = Looked)))]
pub async fn look_path(State(app): State<App>, Json(given): Json<ServerPath>) -> Answer<Json<Looked>> {
    app.read(move |company| {
        let id = company.begin_upload_of(std::path::Path::new(&given.path))?;
        looked(company, &id)
    })
    .await
}

/// Looks again at one reading of an upload whose kind a person has told: its columns, rules and questions are guessed for that
/// kind. Nothing is imported.
#[utoipa::path(post, path = "/imports/look-again", tag = "sources", responses((status = 200, body = LookedFile)))]
pub async fn look_again(State(app): State<App>, Json(given): Json<GivenKind>) -> Answer<Json<LookedFile>> {
    app.read(move |company| {
        let looked = company.look_upload_as(&given.upload_id, &given.file, given.reading, given.kind)?;
        Ok(Json(LookedFile::of(looked, given.reading)))
    })
    .await
}

fn looked(company: &Company, id: &str) -> Result<Json<Looked>, CompanyError> {
    let mut files: Vec<LookedFile> = Vec::new();
    for looked in company.look_upload(id)? {
        let reading = files.iter().filter(|file| file.file == looked.file).count();
        let reading = u32::try_from(reading).unwrap_or(u32::MAX);
        files.push(LookedFile::of(looked, reading));
    }
    Ok(Json(Looked { upload_id: id.to_owned(), files }))
}

/// Says what is wrong with a mapping, and what its kind of record can take. Nothing is imported.
#[utoipa::path(post, path = "/imports/check", tag = "sources", responses((status = 200, body = MappingProblems)))]
pub async fn check_mapping(Json(given): Json<MappingCheck>) -> Json<MappingProblems> {
    let problems = vihje_intake::check(&given.mapping);
    let targets =
        every_target().into_iter().filter(|target| vihje_intake::allowed(given.mapping.kind, target));
    let rules = vihje_intake::rules_in_words(&given.mapping);
    Json(MappingProblems { problems, targets: targets.collect(), rules })
}

/// Every target there is; attributes stand with an empty name.
fn every_target() -> Vec<Target> {
    use Target as T;
    let levels = (1..=4).map(T::Level);
    let plain = [
        T::CustomerId,
        T::CustomerName,
        T::Email,
        T::Phone,
        T::Owner,
        T::CustomerAttribute(String::new()),
        T::ProductId,
        T::ProductName,
        T::Price,
        T::Cost,
        T::Stock,
        T::ProductAttribute(String::new()),
        T::OrderId,
        T::At,
        T::Quantity,
        T::UnitPrice,
        T::Amount,
        T::Discount,
        T::Currency,
        T::Store,
        T::SalesPerson,
        T::CampaignId,
        T::CampaignName,
        T::CampaignType,
        T::Starts,
        T::Ends,
        T::CampaignCost,
        T::Audience,
        T::Touch,
        T::Subject,
        T::TouchAttribute(String::new()),
        T::Ignore,
    ];
    plain.into_iter().chain(levels).collect()
}

/// The mappings that were saved.
#[utoipa::path(get, path = "/mappings", tag = "sources", responses((status = 200, body = Vec<SavedMapping>)))]
pub async fn list_mappings(State(app): State<App>) -> Answer<Json<Vec<SavedMapping>>> {
    app.read(|company| {
        let saved = company.desk().mappings()?.into_iter();
        let saved = saved.map(|saved| SavedMapping {
            name: saved.name,
            kind: saved.mapping.kind,
            mapping: saved.mapping,
        });
        Ok(Json(saved.collect()))
    })
    .await
}
