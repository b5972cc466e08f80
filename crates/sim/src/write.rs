//! The company as a folder of CSV files with the truth beside them. Shards of customers are drawn and written out as text
//! on all threads and put to disk in order by one: memory holds a few shards, whatever the size of the company.

use crate::company::Company;
use crate::rows::{FILES, Shard};
use crate::truth::{Tally, Truth};
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use vihje_model::Problem;

/// How the big files are packed. Packed files are many members (gzip) or frames (Zstandard) one after another, as both
/// formats allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Packing {
    /// Plain text.
    #[default]
    None,
    /// gzip; names end in `.gz`.
    Gzip,
    /// Zstandard; names end in `.zst`.
    Zstd,
}

/// How far writing has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Lines of `sales.csv` written.
    pub lines: u64,
    /// Lines expected in all; a few per cent off.
    pub expected: u64,
}

/// The folder could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}: {source}", path.display())]
pub struct WriteError {
    /// Which file or folder.
    pub path: PathBuf,
    /// Why.
    pub source: std::io::Error,
}

impl From<WriteError> for Problem {
    fn from(error: WriteError) -> Self {
        let file = error.path.display().to_string();
        let hint = "Free some space or choose another folder.";
        Problem::new("cannot-write-simulation", error.to_string(), hint).in_file(file)
    }
}

/// Lines a shard aims at, and customers it holds at most.
const SHARD_LINES: u64 = 20_000;
const SHARD_CUSTOMERS: u64 = 4_096;

impl Company {
    /// Writes `sales`, `customers`, `products`, `campaigns`, `exposures` and `touch_points` `.csv`, and beside them the
    /// truth: `truth.json`, and in the hidden folder `.truth`, which an import of the folder leaves out, `customers.csv` and
    /// `holdouts.csv`. Lines of sales are in order of customer, then
    /// time; anonymous ones come last. The folder is made where it is not there; files of these names are replaced.
    /// `progress` is called from time to time on the calling thread.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn write(
        &self,
        folder: &Path,
        packing: Packing,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Truth, WriteError> {
        let hidden = folder.join(".truth");
        std::fs::create_dir_all(&hidden).map_err(|source| WriteError { path: hidden, source })?;
        self.write_catalogue(folder)?;
        let (sender, receiver) = mpsc::sync_channel::<Vec<Shard>>(1);
        let mut whole = Tally::new(self);
        std::thread::scope(|scope| {
            let writer = scope.spawn(move || write_shards(folder, packing, &receiver));
            for batch in self.batches() {
                let shards: Vec<Shard> =
                    batch.into_par_iter().map(|piece| Shard::draw(self, &piece, packing)).collect();
                shards.iter().for_each(|shard| whole.merge(&shard.tally));
                if sender.send(shards).is_err() {
                    break; // the writer has stopped; its error is told below
                }
                let lines = whole.counts.sale_lines + whole.counts.return_lines;
                progress(Progress { lines, expected: self.settings.lines });
            }
            drop(sender);
            match writer.join() {
                Ok(written) => written,
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })?;
        let truth = whole.truth(self);
        let path = folder.join("truth.json");
        let text = serde_json::to_vec_pretty(&truth).map_err(std::io::Error::other);
        let written = text.and_then(|text| std::fs::write(&path, text));
        written.map_err(|source| WriteError { path, source })?;
        Ok(truth)
    }

    /// Customers and tills in pieces, a few for every thread at a time. The pieces depend on the settings alone.
    fn batches(&self) -> Vec<Vec<Piece>> {
        let per_shard = SHARD_LINES * self.settings.customers / self.settings.lines;
        let per_shard = per_shard.clamp(1, SHARD_CUSTOMERS);
        let cut = |count: u64, size: u64| {
            (0..count.div_ceil(size)).map(move |shard| shard * size..((shard + 1) * size).min(count))
        };
        let customers = cut(self.settings.customers, per_shard).map(Piece::Customers);
        let pieces: Vec<Piece> = customers.chain(cut(self.tills(), 10).map(Piece::Tills)).collect();
        pieces.chunks(4 * rayon::current_num_threads()).map(<[Piece]>::to_vec).collect()
    }
}

/// What one shard is drawn from.
#[derive(Debug, Clone)]
pub(crate) enum Piece {
    Customers(std::ops::Range<u64>),
    Tills(std::ops::Range<u64>),
}

fn write_shards(
    folder: &Path,
    packing: Packing,
    shards: &mpsc::Receiver<Vec<Shard>>,
) -> Result<(), WriteError> {
    let ending = match packing {
        Packing::None => "",
        Packing::Gzip => ".gz",
        Packing::Zstd => ".zst",
    };
    let mut files = Vec::new();
    for (name, header) in FILES {
        let path = folder.join(format!("{name}.csv{ending}"));
        let opened = File::create(&path).map(BufWriter::new).and_then(|mut file| {
            file.write_all(&pack(format!("{header}\n").into_bytes(), packing)?)?;
            Ok(file)
        });
        let file = opened.map_err(|source| WriteError { path: path.clone(), source })?;
        files.push((path, file));
    }
    for shard in shards.iter().flatten() {
        for ((path, file), bytes) in files.iter_mut().zip(shard.files) {
            let written = bytes.and_then(|bytes| file.write_all(&bytes));
            written.map_err(|source| WriteError { path: path.clone(), source })?;
        }
    }
    for (path, mut file) in files {
        file.flush().map_err(|source| WriteError { path, source })?;
    }
    Ok(())
}

/// One member or frame; nothing where there is nothing.
pub(crate) fn pack(bytes: Vec<u8>, packing: Packing) -> std::io::Result<Vec<u8>> {
    if bytes.is_empty() {
        return Ok(bytes);
    }
    match packing {
        Packing::None => Ok(bytes),
        Packing::Gzip => {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            encoder.write_all(&bytes)?;
            encoder.finish()
        }
        Packing::Zstd => zstd::bulk::compress(&bytes, 1),
    }
}
