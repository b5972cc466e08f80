-- Finding sets and their rows. Rows belong to one set and are never changed; a set is current, or on its way in or out.
-- The tables of rows are keyed in the order in which they are loaded, so that loading appends and deleting cuts.
CREATE TABLE finding_set (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    analysis TEXT NOT NULL,
    parameters TEXT NOT NULL,
    as_of INTEGER NOT NULL,
    ledger_offset INTEGER NOT NULL,
    computed_at INTEGER NOT NULL,
    took_ms INTEGER NOT NULL,
    quality TEXT NOT NULL,
    currency TEXT NOT NULL,
    state TEXT NOT NULL,
    row_count INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX finding_set_current ON finding_set (analysis, parameters) WHERE state = 'current';

CREATE TABLE pattern_finding (
    set_id INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    level TEXT NOT NULL,
    a TEXT NOT NULL,
    b TEXT NOT NULL,
    n_a INTEGER NOT NULL,
    n_ab INTEGER NOT NULL,
    confidence REAL NOT NULL,
    expected REAL NOT NULL,
    lift REAL NOT NULL,
    lift_low REAL NOT NULL,
    lift_high REAL NOT NULL,
    p REAL NOT NULL,
    q REAL NOT NULL,
    naive_lift REAL NOT NULL,
    first_quartile_days REAL,
    median_days REAL,
    third_quartile_days REAL,
    sequence_ratio REAL,
    sequence_expected REAL,
    held_out_lift REAL,
    shrunk_lift REAL,
    open_customers INTEGER NOT NULL,
    value_minor INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (set_id, rank)
) STRICT, WITHOUT ROWID;
CREATE INDEX pattern_finding_pair ON pattern_finding (set_id, a, b);

CREATE TABLE replenishment_finding (
    set_id INTEGER NOT NULL,
    rank INTEGER NOT NULL,
    level TEXT NOT NULL,
    item TEXT NOT NULL,
    customers INTEGER NOT NULL,
    repeats INTEGER NOT NULL,
    first_quartile_days REAL,
    median_days REAL,
    third_quartile_days REAL,
    due INTEGER NOT NULL,
    value_minor INTEGER NOT NULL,
    evidence TEXT NOT NULL,
    PRIMARY KEY (set_id, rank)
) STRICT, WITHOUT ROWID;

CREATE TABLE due_finding (
    set_id INTEGER NOT NULL,
    item TEXT NOT NULL,
    rank INTEGER NOT NULL,
    customer TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    name TEXT,
    owner TEXT,
    last_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    late_at INTEGER,
    gap_days REAL NOT NULL,
    value_minor INTEGER NOT NULL,
    PRIMARY KEY (set_id, item, rank)
) STRICT, WITHOUT ROWID;
CREATE INDEX due_finding_customer ON due_finding (set_id, customer);

CREATE TABLE customer_finding (
    set_id INTEGER NOT NULL,
    customer TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    name TEXT,
    owner TEXT,
    segment TEXT,
    search TEXT NOT NULL,
    standing TEXT NOT NULL,
    orders INTEGER NOT NULL,
    first_at INTEGER,
    last_at INTEGER,
    sales_minor INTEGER NOT NULL,
    usual_gap_days REAL,
    next_from INTEGER,
    next_at INTEGER,
    next_to INTEGER,
    expected REAL,
    observed INTEGER,
    p REAL,
    q REAL,
    value_at_risk_minor INTEGER NOT NULL,
    p_alive REAL,
    expected_purchases REAL,
    value_minor INTEGER,
    rfm TEXT,
    evidence TEXT NOT NULL,
    PRIMARY KEY (set_id, customer)
) STRICT, WITHOUT ROWID;
