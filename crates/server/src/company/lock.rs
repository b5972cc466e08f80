//! One process at a time has a data folder open. The lock is the operating system's, so it ends with the process, however
//! that ends.

use super::error::{CompanyError, Result};
use std::fs::{File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;

/// Holds the folder for this process until it is dropped.
#[derive(Debug)]
pub(crate) struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Takes the folder.
    ///
    /// # Errors
    /// `folder-in-use`, naming the process that has it.
    pub(crate) fn take(folder: &Path) -> Result<Self> {
        let path = folder.join("lock");
        let open = File::options().read(true).write(true).create(true).truncate(false).open(&path);
        let mut file = open.map_err(|error| CompanyError::file(&path, error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(in_use(folder, &mut file)),
            Err(TryLockError::Error(error)) => return Err(CompanyError::file(&path, error)),
        }
        let write = file.set_len(0).and_then(|()| file.rewind());
        write
            .and_then(|()| writeln!(file, "{}", std::process::id()))
            .map_err(|error| CompanyError::file(&path, error))?;
        Ok(Self { _file: file })
    }
}

fn in_use(folder: &Path, file: &mut File) -> CompanyError {
    let mut text = String::new();
    // The number is a help, not a need: on some systems a locked file cannot be read.
    let _ = file.read_to_string(&mut text);
    let who = match text.trim() {
        "" => "another Vihje process".to_owned(),
        pid => format!("another Vihje process (process id {pid})"),
    };
    CompanyError::refused(
        "folder-in-use",
        format!("The data folder {} is in use by {who}.", folder.display()),
        "Use that process (its web pages or API), stop it first, or choose another folder with --data.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use vihje_model::Problem;

    #[test]
    fn a_second_taker_is_told_who_has_it_and_the_lock_ends_with_its_holder() {
        let folder = tempfile::tempdir().unwrap();
        let held = FolderLock::take(folder.path()).unwrap();
        let problem = Problem::from(FolderLock::take(folder.path()).unwrap_err());
        assert_eq!(problem.code, "folder-in-use");
        assert!(problem.what.contains(&std::process::id().to_string()), "{}", problem.what);
        drop(held);
        FolderLock::take(folder.path()).unwrap();
    }
}
