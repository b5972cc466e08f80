//! What is asked of each route. A route of the document without questions, or a filter that no question uses, is an error.

use crate::facts::Facts;
use anyhow::{Result, bail};
use serde_json::Value;
use vihje_bench::encoded;

/// One question about a route, asked of one address or of several things alike.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Probe {
    /// The route, as the document writes it.
    pub(crate) route: String,
    /// The route with its filters, for people.
    pub(crate) label: String,
    /// Addresses.
    pub(crate) paths: Vec<String>,
}

/// Finds the address of a page deep in a list.
pub(crate) type Deep<'a> = &'a dyn Fn(&str, usize) -> Result<String>;

/// Pages of 100 rows before a deep page.
const DEEP: usize = 30;
/// Routes that are no pages: streams, downloads, signing in, what senders of events ask, and rejected events, of which there
/// should be none.
const NO_PAGES: &[&str] = &[
    "/api/v1/events",
    "/api/v1/export/{file}",
    "/api/v1/imports/{id}/rejected.csv",
    "/api/v1/session/link",
    "/unsubscribe/{token}",
    "/api/v1/streams/{id}/rejected",
    "/v1/projects/{key}/settings",
    "/i",
];

/// Every question about every GET route of the document.
pub(crate) fn of_document(document: &Value, facts: &Facts, deep: Deep<'_>) -> Result<Vec<Probe>> {
    let mut probes = Vec::new();
    let routes = document["paths"].as_object().into_iter().flatten();
    for (route, _) in routes.filter(|(_, methods)| methods.get("get").is_some()) {
        if NO_PAGES.contains(&route.as_str()) {
            continue;
        }
        let own = of_route(document, route, facts, deep)?;
        if own.is_empty() {
            bail!("nothing is asked of {route}; add it to bench/src/bin/pages/probes.rs");
        }
        probes.extend(own);
    }
    Ok(probes)
}

fn of_route(document: &Value, route: &str, facts: &Facts, deep: Deep<'_>) -> Result<Vec<Probe>> {
    let each = |things: &[String]| things_of(route, things);
    let short = route.strip_prefix("/api/v1").unwrap_or(route);
    Ok(match short {
        "/attributes"
        | "/automations"
        | "/automations/words"
        | "/endpoints"
        | "/mailer"
        | "/company"
        | "/findings/quality"
        | "/jobs"
        | "/levels"
        | "/mappings"
        | "/session"
        | "/sources"
        | "/status"
        | "/streams"
        | "/worklists"
        | "/healthz"
        | "/readyz"
        | "/metrics"
        | "/identity/rules"
        | "/identity/suggestions"
        | "/replay"
        | "/rules" => {
            vec![Probe { route: route.to_owned(), label: short.to_owned(), paths: vec![route.to_owned()] }]
        }
        "/customers" => list(route, &customers(document, facts), &["", "sort=name&order=asc", "q=a"], deep)?,
        "/today" => list(route, &today(document, facts), &["scope=all"], deep)?,
        "/patterns" => list(route, &patterns(document, facts), &["", "sort=n_ab"], deep)?,
        "/replenishment" => {
            let words = facts.words.first().map(|word| format!("q={word}"));
            list(route, &[by("level", &facts.levels), words.into_iter().collect()].concat(), &[""], deep)?
        }
        "/replenishment/due" => {
            let items = facts.items.iter().map(|item| format!("item={}", encoded(item)));
            let items: Vec<String> = items.collect();
            let first = items.first().map(String::as_str).unwrap_or_default();
            let level = facts.levels.last().map(|level| format!("{first}&level={level}"));
            let mut probes = list(route, &level.into_iter().collect::<Vec<_>>(), &[first], deep)?;
            probes.retain(|probe| probe.label.contains("item="));
            let paths = items.iter().map(|item| format!("{route}?{item}&limit=100")).collect();
            probes.push(Probe { route: route.to_owned(), label: format!("{short}?item"), paths });
            probes
        }
        "/search" => {
            let words = facts.words.iter().map(|word| format!("q={}&limit=8", encoded(word)));
            words.map(|query| one(route, &query)).collect()
        }
        "/imports" | "/identity/merges" => list(route, &[], &[""], deep)?,
        "/opportunities" => list(route, &opportunities(document, facts), &["state=all"], deep)?,
        "/firings" => {
            let customer = facts.customers.first().map(|key| format!("customer={key}"));
            let own = ["automation=1".to_owned()].into_iter().chain(customer).collect::<Vec<_>>();
            list(route, &[by("state", &words_of(document, "FiringState")), own].concat(), &[""], deep)?
        }
        "/deliveries" => {
            let own = vec!["endpoint=1".to_owned(), "firing=1".to_owned()];
            list(route, &[by("state", &words_of(document, "DeliveryState")), own].concat(), &[""], deep)?
        }
        "/automations/{id}" | "/deliveries/{id}" => vec![each(&[])],
        "/customers/{key}" | "/customers/{key}/rhythm" => vec![each(&facts.customers)],
        "/customers/{key}/categories" => {
            let levels = by("level", &facts.levels);
            std::iter::once(String::new()).chain(levels).map(|q| with(each(&facts.customers), &q)).collect()
        }
        "/customers/{key}/timeline" => {
            let kinds = ["", "kind=sale", "kind=touch_point", "kind=exposure", "kind=task"];
            let mut probes: Vec<Probe> =
                kinds.iter().map(|kind| with(each(&facts.customers), &format!("{kind}&limit=30"))).collect();
            let paths = each(&facts.customers).paths.into_iter().take(8);
            let paths = paths.map(|path| deep(&format!("{path}?limit=30"), 3)).collect::<Result<_>>()?;
            probes.push(Probe { label: format!("{short} deep"), paths, ..each(&[]) });
            probes
        }
        "/tasks/{id}" => vec![each(&facts.tasks)],
        "/patterns/{id}" => vec![each(&facts.patterns)],
        "/patterns/{id}/members" => {
            let windows =
                words_of(document, "PatternWindow").into_iter().map(|word| format!("window={word}"));
            let windows = std::iter::once(String::new()).chain(windows);
            let mut probes: Vec<Probe> =
                windows.map(|query| with(each(&facts.patterns), &format!("{query}&limit=100"))).collect();
            let paths = each(&facts.patterns).paths.into_iter().take(3);
            let paths =
                paths.map(|path| deep(&format!("{path}?window=closed"), DEEP)).collect::<Result<_>>()?;
            probes.push(Probe { label: format!("{short} deep"), paths, ..each(&[]) });
            probes
        }
        "/imports/{id}" => vec![each(&facts.imports)],
        "/imports/{id}/rejected" => {
            let mut probes = vec![with(each(&facts.imports), "limit=100")];
            let paths = each(&facts.imports).paths.into_iter();
            let paths = paths.map(|path| deep(&path, DEEP)).collect::<Result<_>>()?;
            probes.push(Probe { label: format!("{short} deep"), paths, ..each(&[]) });
            probes
        }
        "/jobs/{id}" => vec![each(&facts.jobs)],
        "/worklists/{id}" => vec![each(&facts.worklists)],
        "/worklists/{id}/tasks" => {
            let states = words_of(document, "TaskState").into_iter().map(|word| format!("state={word}"));
            let states = std::iter::once(String::new()).chain(states);
            let mut probes: Vec<Probe> = states.map(|state| with(each(&facts.worklists), &state)).collect();
            let paths = each(&facts.worklists).paths.into_iter();
            let paths = paths.map(|path| deep(&path, DEEP)).collect::<Result<_>>()?;
            probes.push(Probe { label: format!("{short} deep"), paths, ..each(&[]) });
            probes
        }
        _ => Vec::new(),
    })
}

fn opportunities(document: &Value, facts: &Facts) -> Vec<String> {
    let mut queries = by("state", &words_of(document, "OpportunityState"));
    queries.extend(by("owner", &facts.owners));
    queries.extend(facts.customers.first().map(|key| format!("customer={key}")));
    queries.extend(["rule=1", "kind=basket_left", "min_value=10", "state=all"].map(str::to_owned));
    queries
}

fn customers(document: &Value, facts: &Facts) -> Vec<String> {
    let sorts = [
        "name",
        "orders",
        "sales",
        "first_order",
        "last_order",
        "next_expected",
        "value_at_risk",
        "expected_value",
        "alive",
    ];
    let mut queries = Vec::new();
    for sort in sorts {
        queries.extend(["asc", "desc"].map(|order| format!("sort={sort}&order={order}")));
    }
    let states = words_of(document, "Standing");
    queries.extend(by("state", &states));
    queries.extend(states.iter().take(3).map(|state| format!("state={state}&sort=value_at_risk&q=a")));
    queries.extend(by("q", &facts.words));
    queries.extend(by("owner", &facts.owners.iter().take(2).cloned().collect::<Vec<_>>()));
    queries.extend(["champions", "lost"].map(|segment| format!("segment={segment}")));
    queries.extend(
        ["min_value=100", "min_value=1000&sort=name&order=asc", "min_value=1000&q=a"].map(String::from),
    );
    queries
}

fn today(document: &Value, facts: &Facts) -> Vec<String> {
    let kinds = ["declining", "late", "lapsed", "lost_line", "due", "pattern"].map(String::from);
    let owners: Vec<String> = facts.owners.iter().take(2).cloned().collect();
    let filters =
        [by("kind", &kinds), by("state", &words_of(document, "TaskState")), by("owner", &owners)].concat();
    let all = filters.iter().map(|query| format!("scope=all&{query}"));
    std::iter::once("scope=all".to_owned()).chain(all).chain(filters.iter().cloned()).collect()
}

fn patterns(document: &Value, facts: &Facts) -> Vec<String> {
    let sorts = ["lift", "n_ab", "confidence", "value", "q", "a", "b"].map(String::from);
    let [a, b] = &facts.pair;
    let mut queries = [by("sort", &sorts), by("level", &facts.levels)].concat();
    queries.extend(by("question", &words_of(document, "PatternQuestion")));
    queries.extend([format!("a={}", encoded(a)), format!("b={}", encoded(b)), format!("q={}", encoded(a))]);
    queries.extend(["min_support=100", "window_days=182", "below=true"].map(String::from));
    queries
}

/// The questions about a list: as it opens, under each query, and deep down under some.
fn list(route: &str, queries: &[String], deeply: &[&str], deep: Deep<'_>) -> Result<Vec<Probe>> {
    let mut probes = vec![one(route, "limit=100")];
    probes.extend(queries.iter().map(|query| one(route, &format!("{query}&limit=100"))));
    for query in deeply {
        let path = deep(&format!("{route}?{query}"), DEEP)?;
        let label = format!("{} deep", one(route, query).label);
        probes.push(Probe { route: route.to_owned(), label, paths: vec![path] });
    }
    Ok(probes)
}

fn one(route: &str, query: &str) -> Probe {
    let query = query.trim_matches('&');
    let path = if query.is_empty() { route.to_owned() } else { format!("{route}?{query}") };
    let label = path.trim_start_matches("/api/v1").to_owned();
    Probe { route: route.to_owned(), label, paths: vec![path] }
}

/// The route with each thing in the place of its parameter.
fn things_of(route: &str, things: &[String]) -> Probe {
    let (before, rest) = route.split_once('{').unwrap_or((route, "}"));
    let after = rest.split_once('}').map_or("", |(_, after)| after);
    let paths = things.iter().map(|thing| format!("{before}{}{after}", encoded(thing))).collect();
    Probe { route: route.to_owned(), label: route.trim_start_matches("/api/v1").to_owned(), paths }
}

/// The same with a query.
fn with(mut probe: Probe, query: &str) -> Probe {
    let query = query.trim_matches('&');
    if !query.is_empty() {
        probe.paths.iter_mut().for_each(|path| *path = format!("{path}?{query}"));
        probe.label = format!("{}?{query}", probe.label);
    }
    probe
}

fn by(name: &str, values: &[String]) -> Vec<String> {
    values.iter().map(|value| format!("{name}={}", encoded(value))).collect()
}

/// The words an enumeration of the document allows.
fn words_of(document: &Value, schema: &str) -> Vec<String> {
    let words = document["components"]["schemas"][schema]["enum"].as_array().into_iter().flatten();
    words.filter_map(|word| word.as_str().map(str::to_owned)).collect()
}

/// The downloads: each list as CSV and then as a workbook.
pub(crate) fn downloads(facts: &Facts) -> Vec<String> {
    let first = |of: &[String]| of.first().map(|thing| encoded(thing)).unwrap_or_default();
    let lists = [
        ("today", String::new()),
        ("customers", String::new()),
        ("patterns", String::new()),
        ("pattern-members", format!("?window=closed&id={}", first(&facts.patterns))),
        ("worklist", format!("?id={}", first(&facts.worklists))),
        ("replenishment", String::new()),
        ("due", format!("?item={}", first(&facts.items))),
    ];
    let both = |(list, query): &(&str, String)| {
        ["csv", "xlsx"].map(|ending| format!("/api/v1/export/{list}.{ending}{query}"))
    };
    let rejected = facts.imports.iter().map(|id| format!("/api/v1/imports/{}/rejected.csv", encoded(id)));
    lists.iter().flat_map(both).chain(rejected).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn facts() -> Facts {
        let some = |word: &str| vec![word.to_owned(), format!("{word} 2")];
        Facts {
            total: 2,
            customers: some("c"),
            tasks: some("t"),
            patterns: some("p"),
            pair: ["A".to_owned(), "B".to_owned()],
            items: some("i"),
            levels: some("1"),
            imports: some("m"),
            jobs: some("j"),
            worklists: some("w"),
            owners: some("o"),
            words: some("a"),
        }
    }

    #[test]
    fn every_route_and_filter_of_the_document_is_asked() {
        let document: Value = serde_json::from_str(crate::DOCUMENT).unwrap();
        let deep = |path: &str, _: usize| {
            let join = if path.contains('?') { '&' } else { '?' };
            Ok(format!("{path}{join}cursor=x"))
        };
        let probes = of_document(&document, &facts(), &deep).unwrap();
        let downloads = downloads(&facts()).join(" ");
        for (route, methods) in document["paths"].as_object().unwrap() {
            let Some(get) = methods.get("get").filter(|_| !NO_PAGES.contains(&route.as_str())) else {
                continue;
            };
            let own: Vec<&Probe> = probes.iter().filter(|probe| probe.route == *route).collect();
            let asked: BTreeSet<&str> = own
                .iter()
                .flat_map(|probe| &probe.paths)
                .filter_map(|path| path.split_once('?'))
                .flat_map(|(_, query)| query.split('&'))
                .filter_map(|pair| pair.split('=').next())
                .collect();
            for parameter in get["parameters"].as_array().into_iter().flatten() {
                // A channel is a condition: nothing is computed for one that nobody has asked for.
                let name = parameter["name"].as_str().unwrap();
                let needed = parameter["in"] == "query" && !["channel", "limit"].contains(&name);
                assert!(!needed || asked.contains(name), "{route}: nothing asks with {name}");
            }
        }
        assert!(downloads.contains("worklist.xlsx?id=w") && downloads.contains("m/rejected.csv"));
    }

    #[test]
    fn addresses_are_encoded() {
        assert_eq!(things_of("/x/{id}/y", &["å b".to_owned()]).paths, ["/x/%C3%A5%20b/y"]);
        assert_eq!(one("/api/v1/x", "&q=1&").label, "/x?q=1");
    }
}
