//! Packed bodies: gzip, by its first two bytes, since not every library says so. Must never unpack more than it is allowed.

use super::LARGEST_BATCH;
use flate2::bufread::MultiGzDecoder;
use std::borrow::Cow;
use std::io::Read as _;
use vihje_model::Problem;

/// The body as it was before it was packed.
///
/// # Errors
/// `body-too-large` when it would come to more than [`LARGEST_BATCH`] bytes, `broken-gzip`.
pub fn unpacked(body: &[u8]) -> Result<Cow<'_, [u8]>, Problem> {
    if !body.starts_with(&[0x1f, 0x8b]) {
        return if body.len() > LARGEST_BATCH { Err(too_large()) } else { Ok(Cow::Borrowed(body)) };
    }
    let most = LARGEST_BATCH as u64;
    let mut whole = Vec::with_capacity(body.len().saturating_mul(4).min(LARGEST_BATCH));
    match MultiGzDecoder::new(body).take(most + 1).read_to_end(&mut whole) {
        Ok(_) if whole.len() > LARGEST_BATCH => Err(too_large()),
        Ok(_) => Ok(Cow::Owned(whole)),
        Err(error) => {
            let what = format!("The body is not whole gzip: {error}.");
            Err(Problem::new("broken-gzip", what, "Pack it again, or send it as it is."))
        }
    }
}

/// A body over the limit.
pub fn too_large() -> Problem {
    let what = format!("The body is larger than {} KB, counted after unpacking.", LARGEST_BATCH >> 10);
    Problem::new("body-too-large", what, "Send fewer events a request.")
}
