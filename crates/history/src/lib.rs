//! The whole past, in columns, and SQL over it.
//!
//! Files come in by the wide door ([`History::stage`], [`History::commit`]), facts of the ledger by [`History::flush`]. The
//! methods read [`History::purchases`]; screens read the customer's page and timeline; people read the documented views with
//! [`History::query`]. This is the only room that names DuckDB. It never looks at a clock: whoever asks says what time it is.
//!
//! Readers see what was committed. For the past to include the ledger's tail, flush it before reading; an empty flush costs
//! nothing.

mod absorb;
mod check;
mod columns;
mod commit;
mod conditions;
mod cut;
mod error;
mod flush;
mod ground;
mod guard;
mod held;
mod imports;
mod open;
mod query;
mod read;
mod refresh;
mod rejected;
mod resolve;
mod reversals;
mod sample;
mod schema;
mod sql;
mod stage;
mod undo;
mod views;

pub use columns::{ColumnsQuery, Level, LevelInfo, NO_ITEM};
pub use cut::TextRows;
pub use error::{Error, Result};
pub use flush::{Flushed, LEDGER, RejectedEvent};
pub use imports::ImportRecord;
pub use open::{Cancel, History, Options};
pub use query::{Answer, QueryLimits};
pub use read::{
    CategoryTrend, CustomerRow, LiveHead, LiveLine, LiveRow, Order, OrderLine, Overview, PatternMember,
    PatternQuery, ProductRow, Profile, TableCount, TimelineEntry, TimelineKind, TimelinePage, TimelineQuery,
};
pub use rejected::REASON_COLUMN;
pub use resolve::{MergeRow, NameRow};
pub use stage::{Progress, StageOptions, Staged};
pub use views::reference as views_reference;
