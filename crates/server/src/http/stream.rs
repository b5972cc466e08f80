//! Downloads that are written by a blocking thread and sent as they grow, with bounded memory.

use axum::body::{Body, Bytes};
use futures_util::StreamExt as _;
use std::io::{self, Write};
use tokio::sync::{OwnedSemaphorePermit, mpsc};

/// Pieces under way between the writer and the socket.
const PIECES: usize = 16;
/// Bytes gathered before a piece is sent.
const PIECE: usize = 64 << 10;

/// A body that `write` fills on a blocking thread, which keeps its turn until it ends. When it fails half-way the connection is cut, so that a broken file is
/// never taken for a whole one.
pub(crate) fn body<E: std::fmt::Display>(
    turn: OwnedSemaphorePermit,
    write: impl FnOnce(&mut Pipe) -> Result<(), E> + Send + 'static,
) -> Body {
    let (sender, receiver) = mpsc::channel::<io::Result<Bytes>>(PIECES);
    let span = tracing::Span::current();
    tokio::task::spawn_blocking(move || {
        let (_within, _turn) = (span.entered(), turn);
        let mut pipe = Pipe { sender, piece: Vec::with_capacity(PIECE) };
        let result = write(&mut pipe).map_err(|error| error.to_string());
        let result = result.and_then(|()| pipe.flush().map_err(|error| error.to_string()));
        if let Err(error) = result {
            tracing::warn!(%error, "a download was cut short");
            let _ = pipe.sender.blocking_send(Err(io::Error::other(error)));
        }
    });
    let pieces = futures_util::stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|piece| (piece, receiver))
    });
    // The layer that packs answers asks an empty body once more after its end.
    Body::from_stream(pieces.fuse())
}

/// The writing end of a download.
pub(crate) struct Pipe {
    sender: mpsc::Sender<io::Result<Bytes>>,
    piece: Vec<u8>,
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        let sent = self.sender.blocking_send(Ok(piece.into()));
        sent.map_err(|_| io::Error::new(io::ErrorKind::BrokenPipe, "the reader went away"))
    }
}
