//! Receipts: how a caller learns that its facts are on disk, by blocking or by awaiting. A receipt never resolves to
//! success before the commit, and always resolves, even when the writer dies.

use crate::LedgerError;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// Where one envelope of a request lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// Its offset; of a repetition, the offset of the first telling.
    pub offset: u64,
    /// True when its message id was seen before, here or in an earlier request, and it was ignored.
    pub duplicate: bool,
}

/// What became of a request, envelope by envelope in the request's order. All of it is on disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Appended {
    /// One for each envelope.
    pub placed: Vec<Placed>,
}

impl Appended {
    /// How many were new.
    pub fn added(&self) -> usize {
        self.placed.iter().filter(|placed| !placed.duplicate).count()
    }
}

type Answer = Result<Appended, LedgerError>;

#[derive(Default)]
struct Slot {
    answer: Option<Answer>,
    waker: Option<Waker>,
}

#[derive(Default)]
struct Shared {
    slot: Mutex<Slot>,
    answered: Condvar,
}

impl Shared {
    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.slot.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The caller's half: [`Receipt::wait`] blocks, `.await` does not. Works on any executor.
#[must_use = "facts are not on disk before the receipt resolves"]
pub struct Receipt(Arc<Shared>);

impl Receipt {
    /// Blocks until the request is on disk or has failed.
    pub fn wait(self) -> Answer {
        let mut slot = self.0.slot();
        loop {
            if let Some(answer) = slot.answer.take() {
                return answer;
            }
            slot = self.0.answered.wait(slot).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl Future for Receipt {
    type Output = Answer;
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Answer> {
        let mut slot = self.0.slot();
        match slot.answer.take() {
            Some(answer) => Poll::Ready(answer),
            None => {
                slot.waker = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }
}

/// The writer's half. Dropping it unanswered tells the caller that the ledger is closed.
pub(crate) struct Promise(Option<Arc<Shared>>);

impl Promise {
    pub(crate) fn answer(mut self, answer: Answer) {
        self.give(answer);
    }

    fn give(&mut self, answer: Answer) {
        let Some(shared) = self.0.take() else { return };
        let waker = {
            let mut slot = shared.slot();
            slot.answer = Some(answer);
            slot.waker.take()
        };
        shared.answered.notify_one();
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

impl Drop for Promise {
    fn drop(&mut self) {
        self.give(Err(LedgerError::Closed));
    }
}

pub(crate) fn promise() -> (Promise, Receipt) {
    let shared = Arc::new(Shared::default());
    (Promise(Some(Arc::clone(&shared))), Receipt(shared))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dropped_promise_resolves_its_receipt() {
        let (promise, receipt) = promise();
        drop(promise);
        assert_eq!(receipt.wait(), Err(LedgerError::Closed));
    }

    #[test]
    fn an_awaited_receipt_is_woken_by_the_answer() {
        struct Flag(std::sync::atomic::AtomicBool);
        impl std::task::Wake for Flag {
            fn wake(self: Arc<Self>) {
                self.0.store(true, std::sync::atomic::Ordering::SeqCst);
            }
        }
        let flag = Arc::new(Flag(false.into()));
        let waker = Waker::from(Arc::clone(&flag));
        let mut context = Context::from_waker(&waker);
        let (promise, mut receipt) = promise();
        assert!(Pin::new(&mut receipt).poll(&mut context).is_pending());
        promise.answer(Ok(Appended::default()));
        assert!(flag.0.load(std::sync::atomic::Ordering::SeqCst));
        assert!(Pin::new(&mut receipt).poll(&mut context).is_ready());
    }
}
