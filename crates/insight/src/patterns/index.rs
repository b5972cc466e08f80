//! Index moments, gathered by A, with what each was followed by.
//!
//! Baskets in which several items are bought for the first time share one list of what followed. Where the lists would
//! not fit, A is taken in blocks and customers are scanned once per block.

use super::baskets::{Baskets, Frame, days_up};
use super::scan::Eligible;
use super::strata::Strata;
use super::{Question, Settings};
use rayon::prelude::*;
use std::ops::Range;
use vihje_model::Purchases;

/// Entries of lists held at a time: 256 MB.
pub(crate) const ENTRIES: u64 = 64 << 20;
/// Customers scanned at a time by one thread.
const PIECE: usize = 256;

/// Which part of history an index moment falls into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Complete window, before the held-out part.
    Early,
    /// Complete window, in the held-out part.
    Late,
    /// The window is still open.
    Open,
}

/// A basket with at least one first purchase.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    pub(crate) stratum: u32,
    pub(crate) days: u16,
    pub(crate) part: Part,
    followed: (u64, u32),
    had: (u64, u32),
}

/// B bought within the window.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Followed(u32);

impl Followed {
    fn new(item: u32, day: u16, first: bool) -> Self {
        Self(item << 12 | u32::from(day) << 1 | u32::from(first))
    }

    /// B, an eligible number (20 bits).
    pub(crate) fn item(self) -> usize {
        (self.0 >> 12) as usize
    }

    /// Days after, from one (11 bits).
    pub(crate) fn day(self) -> u16 {
        (self.0 >> 1 & 0x7ff) as u16
    }

    /// One when it was the first purchase of B, else zero.
    pub(crate) fn first(self) -> u32 {
        self.0 & 1
    }
}

/// Index moments of a block of A.
#[derive(Default)]
pub(crate) struct Index {
    moments: Vec<Moment>,
    followed: Vec<Followed>,
    /// Items of customers in order of first purchase; a moment's `had` is the part known by then.
    had: Vec<u32>,
    /// Per A of the block where its moments begin in `of_a`; one longer.
    starts: Vec<usize>,
    of_a: Vec<u32>,
}

/// How to look at the past; the same for all customers.
pub(crate) struct View<'a> {
    pub(crate) purchases: &'a Purchases,
    pub(crate) eligible: &'a Eligible,
    pub(crate) frame: Frame,
    pub(crate) strata: &'a Strata,
    pub(crate) question: Question,
    /// Index moments from here on are held out.
    pub(crate) late_from: i64,
}

impl<'a> View<'a> {
    pub(crate) fn new(
        purchases: &'a Purchases,
        eligible: &'a Eligible,
        strata: &'a Strata,
        settings: &Settings,
        late_from: Option<i64>,
    ) -> Self {
        let frame = Frame::new(purchases, settings);
        let late_from = late_from.unwrap_or(i64::MAX);
        Self { purchases, eligible, frame, strata, question: settings.question, late_from }
    }

    /// Upper bound of list entries over all customers, and how many blocks of A keep each under `entries`.
    pub(crate) fn blocks(&self, entries: u64) -> Vec<Range<usize>> {
        let items = self.eligible.len();
        let most: u64 = (0..self.purchases.customers.len())
            .into_par_iter()
            .map_init(
                || Baskets::new(items),
                |baskets, customer| {
                    baskets.read(self.purchases, self.eligible, customer);
                    let mut firsts = baskets.first.clone();
                    firsts.dedup();
                    (firsts.len() * baskets.items.len()) as u64
                },
            )
            .sum();
        let blocks = usize::try_from(most.div_ceil(entries)).unwrap_or(usize::MAX).clamp(1, items.max(1));
        let size = items.div_ceil(blocks).max(1);
        (0..items).step_by(size).map(|from| from..(from + size).min(items)).collect()
    }

    fn part(&self, at: i64) -> Part {
        if !self.frame.complete(at) {
            Part::Open
        } else if at < self.late_from {
            Part::Early
        } else {
            Part::Late
        }
    }

    /// Adds the index moments of one customer.
    fn add(&self, baskets: &Baskets, next: &mut Vec<i64>, block: &Range<usize>, index: &mut Piece) {
        let had = index.lists.had.len() as u64;
        next.clear();
        next.resize(baskets.items.len(), i64::MAX);
        for basket in (0..baskets.len()).rev() {
            let at = baskets.at[basket];
            let known = baskets.known(basket);
            let firsts = baskets.first[..known].partition_point(|first| *first < basket)..known;
            let in_block = |place: usize| block.contains(&(baskets.items[place] as usize));
            if self.frame.may_index(at) && firsts.clone().any(in_block) {
                let from = index.lists.followed.len() as u64;
                self.list(baskets, next, basket, &mut index.lists.followed);
                let length = index.lists.followed.len() as u64 - from;
                let moment =
                    u32::try_from(index.lists.moments.len()).expect("index moments are numbered in 32 bits");
                index.lists.moments.push(Moment {
                    stratum: self.strata.of(at, baskets.activity_before(basket)),
                    days: self.frame.days_followed(at),
                    part: self.part(at),
                    followed: (from, u32::try_from(length).expect("items are numbered in 32 bits")),
                    had: (had, u32::try_from(known).expect("items are numbered in 32 bits")),
                });
                let firsts =
                    firsts.filter(|place| in_block(*place)).map(|place| (baskets.items[place], moment));
                index.firsts.extend(firsts);
            }
            for &place in baskets.places_in(basket) {
                next[place as usize] = at;
            }
        }
        if self.question != Question::Any {
            index.lists.had.extend(&baskets.items);
        }
    }

    /// What was bought in (t, t + W] after a basket, as far as the question asks for it.
    fn list(&self, baskets: &Baskets, next: &[i64], basket: usize, into: &mut Vec<Followed>) {
        let at = baskets.at[basket];
        let limit = at.saturating_add(self.frame.window);
        let known = baskets.known(basket);
        let places = match self.question {
            Question::Any => 0..next.len(),
            Question::First => known..next.len(),
            Question::Again => 0..known,
        };
        for place in places {
            if next[place] <= limit {
                into.push(Followed::new(baskets.items[place], days_up(next[place] - at), place >= known));
            }
        }
    }

    /// The index moments of a block of A, in order of customer whatever the threads did.
    pub(crate) fn index(&self, block: &Range<usize>) -> Index {
        let customers = self.purchases.customers.len();
        let pieces: Vec<Piece> = (0..customers.div_ceil(PIECE))
            .into_par_iter()
            .map_init(
                || (Baskets::new(self.eligible.len()), Vec::new()),
                |(baskets, next), piece| {
                    let mut index = Piece::default();
                    for customer in piece * PIECE..((piece + 1) * PIECE).min(customers) {
                        baskets.read(self.purchases, self.eligible, customer);
                        self.add(baskets, next, block, &mut index);
                    }
                    index
                },
            )
            .collect();
        Index::join(pieces, block)
    }
}

/// Index moments of a piece of the customers, and which A each serves.
#[derive(Default)]
struct Piece {
    lists: Index,
    firsts: Vec<(u32, u32)>,
}

impl Index {
    fn join(pieces: Vec<Piece>, block: &Range<usize>) -> Self {
        let mut starts = vec![0_usize; block.len() + 1];
        for (a, _) in pieces.iter().flat_map(|piece| &piece.firsts) {
            starts[*a as usize - block.start + 1] += 1;
        }
        for a in 0..block.len() {
            starts[a + 1] += starts[a];
        }
        let mut index = Self { of_a: vec![0; starts[block.len()]], ..Self::default() };
        index.followed.reserve_exact(pieces.iter().map(|piece| piece.lists.followed.len()).sum());
        let mut free = starts.clone();
        for piece in pieces {
            let before = u32::try_from(index.moments.len()).expect("index moments are numbered in 32 bits");
            let (followed, had) = (index.followed.len() as u64, index.had.len() as u64);
            index.followed.extend(piece.lists.followed);
            index.had.extend(piece.lists.had);
            index.moments.extend(piece.lists.moments.into_iter().map(|mut moment| {
                moment.followed.0 += followed;
                moment.had.0 += had;
                moment
            }));
            for (a, moment) in piece.firsts {
                let free = &mut free[a as usize - block.start];
                index.of_a[*free] = before + moment;
                *free += 1;
            }
        }
        index.starts = starts;
        index
    }

    /// The index moments of one A, by its place in the block.
    pub(crate) fn moments(&self, place: usize) -> impl Iterator<Item = &Moment> + Clone {
        self.of_a[self.starts[place]..self.starts[place + 1]]
            .iter()
            .map(|moment| &self.moments[*moment as usize])
    }

    /// What followed.
    pub(crate) fn followed(&self, moment: &Moment) -> &[Followed] {
        slice(&self.followed, moment.followed)
    }

    /// The items bought up to and with the moment; empty for the question [`Question::Any`].
    pub(crate) fn had(&self, moment: &Moment) -> &[u32] {
        if self.had.is_empty() { &[] } else { slice(&self.had, moment.had) }
    }
}

#[allow(clippy::cast_possible_truncation)] // offsets into memory fit the address space
fn slice<T>(all: &[T], (from, length): (u64, u32)) -> &[T] {
    &all[from as usize..][..length as usize]
}
