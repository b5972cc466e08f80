//! The Complete Journey, from its files to the counts that are published for it.

use std::path::PathBuf;
use vihje_insight::patterns;
use vihje_model::Condition;
use vihje_server::company::{Company, ImportRequest, Looked, Options, Work};

fn data(folder: &str) -> Option<PathBuf> {
    let root = std::env::var_os("VIHJE_TEST_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data")),
        PathBuf::from,
    );
    Some(root.join(folder)).filter(|path| path.is_dir())
}

#[test]
fn the_complete_journey_gives_the_published_pattern_counts() {
    let Some(files) = data("completejourney") else {
        println!(
            "SKIPPED: the_complete_journey_gives_the_published_pattern_counts needs shared/data/completejourney"
        );
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let company = Company::open(folder.path(), &Options::default()).unwrap();
    let looked = company.look(&files, &company.look_options().unwrap()).unwrap();
    let requests = ImportRequest::group(looked.iter().filter_map(Looked::plan));
    let outcomes = company.import(&requests, "test", &Work::quiet()).unwrap();
    let rejected: u64 = outcomes.iter().map(|outcome| outcome.outcome.rejected).sum();
    assert_eq!(rejected, 0, "{outcomes:?}");
    let totals = company.totals().unwrap();
    assert_eq!((totals.sale_lines, totals.buyers), (1_469_307, 2_469));
    let as_of = company.as_of().unwrap();
    // Section 1 of the methods: pairs with at least 25 customers, and the sum of n_AB over them.
    for (name, pairs, total) in [("category", 60_853, 17_670_301), ("type", 562_832, 52_110_698)] {
        let levels = company.levels().unwrap();
        let level = levels
            .iter()
            .find(|level| level.name.to_lowercase().contains(name))
            .unwrap_or_else(|| panic!("{levels:?}"));
        let purchases = company.purchases(level.number, Some(&Condition::everybody()), as_of).unwrap();
        let counted = patterns::count(&purchases, 182, 25);
        assert_eq!((counted.pairs_at_least(25), counted.total_at_least(25)), (pairs, total), "{name}");
    }
}
