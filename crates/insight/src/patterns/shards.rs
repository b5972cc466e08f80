//! Work spread over threads by customer. Shards are merged by adding integers, so results do not depend on threads.

use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Customers handed to a thread at a time: few enough to balance, enough to cost nothing.
const PIECE: usize = 32;

/// One shard per thread; each takes pieces of `0..customers` until none are left. The order of the shards, and which
/// customers fell to which, is not determined: merge them by an operation that does not mind.
pub(crate) fn by_customer<T: Send>(
    customers: usize,
    make: impl Fn() -> T + Sync,
    work: impl Fn(&mut T, Range<usize>) + Sync,
) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    let shards = rayon::current_num_threads().min(customers.div_ceil(PIECE)).max(1);
    rayon::scope(|scope| {
        for _ in 0..shards {
            scope.spawn(|_| {
                let mut shard = make();
                loop {
                    let from = next.fetch_add(PIECE, Ordering::Relaxed);
                    if from >= customers {
                        break;
                    }
                    work(&mut shard, from..(from + PIECE).min(customers));
                }
                done.lock().expect("no thread panics while it holds the lock").push(shard);
            });
        }
    });
    done.into_inner().expect("no thread panics while it holds the lock")
}

/// Adds `from` to `into`, element by element.
pub(crate) fn add_all(into: &mut [u64], from: &[u64]) {
    for (sum, part) in into.iter_mut().zip(from) {
        *sum += part;
    }
}
