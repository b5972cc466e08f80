-- Rules that watch for opportunities, and what they saw.
CREATE TABLE rule (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    hot INTEGER NOT NULL,
    expires_hours INTEGER NOT NULL,
    quiet_days INTEGER NOT NULL,
    contact_quiet_days INTEGER NOT NULL,
    min_value_minor INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    removed_at INTEGER
) STRICT;

CREATE TABLE opportunity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rule_id INTEGER NOT NULL REFERENCES rule (id),
    customer TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    name TEXT,
    owner TEXT,
    reason TEXT NOT NULL,
    parameters TEXT NOT NULL,
    item TEXT NOT NULL,
    value_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    cause INTEGER NOT NULL,
    hot INTEGER NOT NULL,
    at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    acted_at INTEGER,
    acted_by TEXT,
    dismiss_reason TEXT,
    note TEXT
) STRICT;
-- What is judged again after a crash is offered once.
CREATE UNIQUE INDEX opportunity_once ON opportunity (rule_id, customer, item, cause);
CREATE INDEX opportunity_state ON opportunity (state, id, rule_id, owner, reason, value_minor);
CREATE INDEX opportunity_expires ON opportunity (expires_at) WHERE state = 'open';
CREATE INDEX opportunity_customer ON opportunity (customer, id);
CREATE INDEX opportunity_at ON opportunity (at, rule_id);
