//! A backup: the files of a data folder and the list of them with their checksums, by which a damaged one is told from a whole
//! one. Must never change a backup that is read, nor leave half a data folder behind.

use super::keep::{DESK, HISTORY, LEDGER, empty_folder};
use super::lock::FolderLock;
use super::{Company, CompanyError, Options, Result};
use crate::http::passwords::hex;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Component, Path, PathBuf};
use vihje_model::{Moment, Problem};

/// The list of a backup's files; written last.
const LIST: &str = "backup.json";
/// Stands where the list will be while a backup is being written.
const UNFINISHED: &str = "backup.json.unfinished";
/// The form of the list.
const FORMAT: u32 = 1;

/// What a backup holds.
#[derive(Debug, Serialize, Deserialize)]
struct Contents {
    format: u32,
    /// The version that wrote it.
    vihje: String,
    made_at: Moment,
    files: Vec<Listed>,
}

/// One file of a backup.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Listed {
    /// Within the backup, parts joined by `/`.
    path: String,
    bytes: u64,
    sha256: String,
}

/// Marks a folder as a backup that is being written.
pub(super) fn begin(folder: &Path) -> Result<()> {
    let marker = folder.join(UNFINISHED);
    fs::write(&marker, "").map_err(|error| CompanyError::file(&marker, error))
}

/// Lists what lies in the folder. Only with this list it is a backup.
pub(super) fn finish(folder: &Path, now: Moment) -> Result<()> {
    let mut files = Vec::new();
    for path in files_in(folder)?.into_iter().filter(|path| path != Path::new(UNFINISHED)) {
        let (bytes, sha256) = digest(&folder.join(&path), &mut std::io::sink())?;
        let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
        files.push(Listed { path: parts.join("/"), bytes, sha256 });
    }
    let contents =
        Contents { format: FORMAT, vihje: env!("CARGO_PKG_VERSION").to_owned(), made_at: now, files };
    let text =
        serde_json::to_string_pretty(&contents).map_err(|error| CompanyError::Internal(error.to_string()))?;
    let marker = folder.join(UNFINISHED);
    let write = || {
        let mut file = File::create(&marker)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&marker, folder.join(LIST))
    };
    write().map_err(|error| CompanyError::file(&marker, error))
}

/// Refuses a folder that is a backup: opening it would change what its checksums are of.
pub(super) fn refuse_as_data(folder: &Path) -> Result<()> {
    if !folder.join(LIST).exists() && !folder.join(UNFINISHED).exists() {
        return Ok(());
    }
    let what = format!("{} is a backup, not a data folder.", folder.display());
    let hint = "Make a data folder out of it with `vihje restore`.";
    Err(CompanyError::refused("folder-is-a-backup", what, hint))
}

/// Makes a data folder out of a backup, after its checksums; of a backup that has none, written by an earlier version, after
/// what `vihje doctor` finds in the result.
///
/// # Errors
/// `not-a-backup`, `backup-damaged`, `folder-not-empty`, or a disk that cannot be written. The folder is as it was then.
pub fn restore(backup: &Path, to: &Path) -> Result<()> {
    let contents = Contents::read(backup)?;
    let made = !to.exists();
    empty_folder(to)?;
    let lock = FolderLock::take(to)?;
    let filled = fill(backup, contents.as_ref(), to);
    if filled.is_err() {
        // What was copied went with its folder; a folder that was not there goes too, however little is in it by now.
        let _ = fs::remove_file(to.join("lock"));
        if made {
            let _ = fs::remove_dir(to);
        }
    }
    drop(lock);
    filled
}

/// Everything is copied and checked in a folder of its own within the new one, which goes away with whatever is in it unless
/// all is well.
fn fill(backup: &Path, contents: Option<&Contents>, to: &Path) -> Result<()> {
    let stage = tempfile::Builder::new().prefix("restoring-").tempdir_in(to);
    let stage = stage.map_err(|error| CompanyError::file(to, error))?;
    match contents {
        Some(contents) => contents.copy(backup, stage.path())?,
        None => {
            for path in files_in(backup)?.into_iter().filter(|path| path != Path::new("lock")) {
                copy(&backup.join(&path), &stage.path().join(&path))?;
            }
            examine(backup, stage.path())?;
        }
    }
    for name in [HISTORY, DESK, LEDGER] {
        let target = to.join(name);
        fs::rename(stage.path().join(name), &target).map_err(|error| CompanyError::file(&target, error))?;
    }
    Ok(())
}

impl Contents {
    /// The list of a backup; nothing of one that an earlier version wrote.
    fn read(backup: &Path) -> Result<Option<Self>> {
        if backup.join(UNFINISHED).exists() {
            return Err(damaged(backup, "it was cut off while it was written"));
        }
        let list = backup.join(LIST);
        if !list.exists() {
            let missing = [LEDGER, DESK, HISTORY].iter().find(|name| !backup.join(name).exists());
            return missing.map_or(Ok(None), |name| Err(not_a_backup(backup, name)));
        }
        let text = fs::read_to_string(&list).map_err(|error| CompanyError::file(&list, error))?;
        let contents: Self = serde_json::from_str(&text)
            .map_err(|_| damaged(backup, &format!("its list of files, {LIST}, cannot be read")))?;
        if contents.format != FORMAT {
            let what = format!("A newer Vihje ({}) wrote the backup {}.", contents.vihje, backup.display());
            return Err(CompanyError::refused("backup-newer", what, "Restore it with that version."));
        }
        let all = |name: &&str| contents.files.iter().any(|file| file.path.split('/').next() == Some(name));
        match [LEDGER, DESK, HISTORY].iter().find(|name| !all(name)) {
            Some(name) => Err(not_a_backup(backup, name)),
            None => Ok(Some(contents)),
        }
    }

    /// Copies every file of the list, and each only as it was when the list was made.
    fn copy(&self, backup: &Path, to: &Path) -> Result<()> {
        for file in &self.files {
            let path = PathBuf::from(&file.path);
            if !path.components().all(|part| matches!(part, Component::Normal(_))) {
                return Err(damaged(backup, &format!("its list names {}, which is not in it", file.path)));
            }
            let source = backup.join(&path);
            if !source.is_file() {
                return Err(damaged(backup, &format!("{} is missing", file.path)));
            }
            if copy(&source, &to.join(&path))? != (file.bytes, file.sha256.clone()) {
                return Err(damaged(backup, &format!("{} is not as it was written", file.path)));
            }
        }
        Ok(())
    }
}

/// What the doctor finds in the copy of a backup without checksums.
fn examine(backup: &Path, copy: &Path) -> Result<()> {
    let health = Company::open(copy, &Options::default()).and_then(|company| company.doctor());
    let problem = match health.map_err(Problem::from) {
        Ok(health) => health.problems.into_iter().next(),
        Err(problem) if matches!(problem.code.as_str(), "disk-full" | "ledger-full") => {
            return Err(problem.into());
        }
        Err(problem) => Some(problem),
    };
    problem.map_or(Ok(()), |problem| {
        let what = format!("The backup {} is damaged. {}", backup.display(), problem.what);
        Err(CompanyError::refused("backup-damaged", what, EARLIER))
    })
}

const EARLIER: &str = "Nothing was restored. Choose an earlier backup.";

fn damaged(backup: &Path, why: &str) -> CompanyError {
    let what = format!("The backup {} is damaged: {why}.", backup.display());
    CompanyError::refused("backup-damaged", what, EARLIER)
}

fn not_a_backup(backup: &Path, missing: &str) -> CompanyError {
    let what = format!("{} is not a backup: it has no {missing}.", backup.display());
    CompanyError::refused("not-a-backup", what, "Choose a folder that `vihje backup` wrote.")
}

/// The files within a folder, by their paths in it.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inner) = folders.pop() {
        let path = folder.join(&inner);
        let entries = fs::read_dir(&path).and_then(Iterator::collect::<std::io::Result<Vec<_>>>);
        for entry in entries.map_err(|error| CompanyError::file(&path, error))? {
            let name = inner.join(entry.file_name());
            if entry.path().is_dir() { folders.push(name) } else { files.push(name) }
        }
    }
    files.sort();
    Ok(files)
}

/// Copies a file to the disk itself. Returns its length and checksum, as read.
fn copy(source: &Path, target: &Path) -> Result<(u64, String)> {
    let failed = |error| CompanyError::file(target, error);
    target.parent().map_or(Ok(()), fs::create_dir_all).map_err(failed)?;
    let mut file = File::create(target).map_err(failed)?;
    let read = digest(source, &mut file)?;
    file.sync_all().map_err(failed)?;
    Ok(read)
}

/// Reads a file into `out`. Returns its length and checksum.
fn digest(path: &Path, out: &mut impl std::io::Write) -> Result<(u64, String)> {
    let mut read = || {
        let (mut file, mut digest, mut bytes) = (File::open(path)?, Sha256::new(), 0);
        let mut buffer = vec![0; 1 << 20];
        loop {
            let count = file.read(&mut buffer)?;
            if count == 0 {
                return Ok((bytes, hex(&digest.finalize())));
            }
            digest.update(&buffer[..count]);
            out.write_all(&buffer[..count])?;
            bytes += count as u64;
        }
    };
    read().map_err(|error| CompanyError::file(path, error))
}
