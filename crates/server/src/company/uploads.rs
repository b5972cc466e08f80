//! Uploads: files that lie in the scratch folder until they are imported, or for a day.

use super::gather::{Looked, remove};
use super::{Company, CompanyError, Result};
use std::path::{Path, PathBuf};
use vihje_intake::LookOptions;
use vihje_model::import::{Format, Mapping, Plan, RecordKind};

/// Names the place of files that lie elsewhere on the server.
const ELSEWHERE: &str = ".elsewhere";

/// A folder for the files of one upload.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Its id.
    pub id: String,
    /// Where its files go.
    pub path: PathBuf,
}

impl Company {
    /// A new, empty upload.
    ///
    /// # Errors
    /// When the disk cannot be written.
    pub fn begin_upload(&self) -> Result<Upload> {
        self.sweep_scratch()?;
        let id = uuid::Uuid::now_v7().simple().to_string();
        let path = self.scratch().join(format!("upload-{id}"));
        std::fs::create_dir(&path).map_err(|error| CompanyError::file(&path, error))?;
        Ok(Upload { id, path })
    }

    /// An upload of files that already lie on the server. Returns its id.
    ///
    /// # Errors
    /// When there is no such file or folder.
    pub fn begin_upload_of(&self, path: &Path) -> Result<String> {
        let place = path.canonicalize().map_err(|error| CompanyError::file(path, error))?;
        let upload = self.begin_upload()?;
        let note = upload.path.join(ELSEWHERE);
        let written = std::fs::write(&note, place.as_os_str().as_encoded_bytes());
        written.map_err(|error| CompanyError::file(&note, error))?;
        Ok(upload.id)
    }

    /// Looks at the files of an upload.
    ///
    /// # Errors
    /// `no-such-upload`, or why its only file is refused.
    pub fn look_upload(&self, id: &str) -> Result<Vec<Looked>> {
        self.look(&self.upload_place(id)?, &self.look_options()?)
    }

    /// Looks again at one table of an upload, with the kind of its rows given.
    ///
    /// # Errors
    /// `no-such-upload`, or no such file in it.
    pub fn look_upload_as(&self, id: &str, file: &str, reading: u32, kind: RecordKind) -> Result<Looked> {
        let first = self.reading_of(id, file, reading)?;
        let sheet = match &first.format {
            Some(Format::Xlsx { sheet }) => Some(sheet.clone()),
            _ => None,
        };
        let options = LookOptions { kind: Some(kind), sheet, ..self.look_options()? };
        let again = self.look(&first.path, &options)?.into_iter().next();
        let again = again.ok_or_else(|| CompanyError::not_found("file in this upload", file))?;
        Ok(Looked { file: first.file, ..again })
    }

    fn reading_of(&self, id: &str, file: &str, reading: u32) -> Result<Looked> {
        let mut readings = self.look_upload(id)?.into_iter().filter(|looked| looked.file == file);
        readings.nth(reading as usize).ok_or_else(|| CompanyError::not_found("file in this upload", file))
    }

    /// The plan of one reading of one file of an upload, with this mapping.
    ///
    /// # Errors
    /// `no-such-upload`, or no such file in it.
    pub fn upload_plan(&self, id: &str, file: &str, reading: u32, mapping: &Mapping) -> Result<Plan> {
        let found = self.reading_of(id, file, reading)?;
        let format = found.format.ok_or_else(|| match found.problems.into_iter().next() {
            Some(problem) => problem.into(),
            None => CompanyError::not_found("readable file in this upload", file),
        })?;
        Ok(Plan {
            path: found.path,
            file_name: found.file,
            format,
            compression: found.compression,
            mapping: mapping.clone(),
        })
    }

    /// Removes an upload; one that is gone already is as good as removed. Files elsewhere stay where they are.
    pub fn drop_upload(&self, id: &str) {
        if is_id(id) {
            remove(&self.scratch().join(format!("upload-{id}")));
        }
    }

    fn upload_place(&self, id: &str) -> Result<PathBuf> {
        let folder = self.scratch().join(format!("upload-{id}"));
        if !is_id(id) || !folder.is_dir() {
            let what =
                "This upload is no longer there: uploads are kept until they are imported, or for a day.";
            return Err(CompanyError::refused("no-such-upload", what, "Send the files again."));
        }
        match std::fs::read_to_string(folder.join(ELSEWHERE)) {
            Ok(place) => Ok(PathBuf::from(place)),
            Err(_) => Ok(single(&folder).unwrap_or(folder)),
        }
    }
}

/// The only file of a folder: looked at by itself, it is refused with its own reason.
fn single(folder: &Path) -> Option<PathBuf> {
    let mut entries = std::fs::read_dir(folder).ok()?.flatten();
    let only = entries.next()?.path();
    entries.next().is_none().then_some(only)
}

/// Ids come back from outside and become part of a path.
fn is_id(id: &str) -> bool {
    id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit())
}
