//! How far a file has been read. Tells only what was measured: the bytes that went through our own hands, or the place in
//! the file that the system (Linux) tells of the file the database holds open. Where neither is known, nothing is told.

use std::path::Path;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;
use vihje_model::import::BytesRead;

/// The place in the file is looked up this often.
const EVERY: Duration = Duration::from_millis(250);

/// Does the work, and tells meanwhile how far the file it reads has been read.
pub(super) fn while_reading<T>(
    path: &Path,
    tell: &(dyn Fn(BytesRead) + Sync),
    work: impl FnOnce() -> T,
) -> T {
    let Ok((path, total)) = path.canonicalize().and_then(|path| {
        let total = path.metadata()?.len();
        Ok((path, total))
    }) else {
        return work();
    };
    let (done, waiting) = channel::<()>();
    std::thread::scope(move |scope| {
        // Also dropped when the work panics, so that the watch ends before the scope does.
        let _done = done;
        scope.spawn(move || {
            while waiting.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
                if let Some(read) = place_in(&path).filter(|read| *read > 0) {
                    tell(BytesRead { read: read.min(total), total });
                }
            }
        });
        work()
    })
}

/// The furthest place at which this process stands in a file it holds open.
fn place_in(path: &Path) -> Option<u64> {
    let open = std::fs::read_dir("/proc/self/fd").ok()?.flatten();
    let held = open.filter(|entry| std::fs::read_link(entry.path()).is_ok_and(|target| target == path));
    let place = |entry: std::fs::DirEntry| -> Option<u64> {
        let info = std::fs::read_to_string(Path::new("/proc/self/fdinfo").join(entry.file_name())).ok()?;
        info.lines().find_map(|line| line.strip_prefix("pos:"))?.trim().parse().ok()
    };
    held.filter_map(place).max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read;

    #[test]
    fn the_place_in_an_open_file_is_found_where_the_system_tells_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().canonicalize().unwrap().join("rows.csv");
        std::fs::write(&path, [b'x'; 1000]).unwrap();
        assert_eq!(place_in(&path), None, "nobody holds it open");
        let mut file = std::fs::File::open(&path).unwrap();
        file.read_exact(&mut [0; 600]).unwrap();
        if cfg!(target_os = "linux") {
            assert_eq!(place_in(&path), Some(600));
        }
    }

    #[test]
    fn the_work_is_done_whether_or_not_there_is_a_file() {
        assert_eq!(while_reading(Path::new("/nowhere/at/all"), &|_| {}, || 7), 7);
    }
}
