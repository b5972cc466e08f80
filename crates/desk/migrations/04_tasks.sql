-- Worklists, their tasks, and every change of a task.
CREATE TABLE worklist (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    source TEXT NOT NULL,
    parameters TEXT NOT NULL,
    finding_set INTEGER,
    holdout_share REAL NOT NULL DEFAULT 0,
    holdout_seed INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    archived_at INTEGER
) STRICT;
CREATE UNIQUE INDEX worklist_today ON worklist (source) WHERE source = 'today';

CREATE TABLE task (
    id INTEGER PRIMARY KEY,
    worklist_id INTEGER NOT NULL REFERENCES worklist (id) ON DELETE CASCADE,
    customer TEXT NOT NULL,
    customer_id TEXT NOT NULL,
    name TEXT,
    owner TEXT,
    reason TEXT NOT NULL,
    parameters TEXT NOT NULL,
    evidence TEXT NOT NULL,
    value_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    holdout INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL,
    snoozed_until INTEGER,
    skip_reason TEXT,
    outcome TEXT,
    note TEXT,
    created_at INTEGER NOT NULL,
    refreshed_at INTEGER NOT NULL,
    acted_at INTEGER,
    acted_by TEXT
) STRICT;
-- A customer stands on a list once, until the task is closed.
CREATE UNIQUE INDEX task_live ON task (worklist_id, customer) WHERE state IN ('open', 'snoozed', 'withdrawn');
-- Holds all that lists are filtered by, so that counting them does not touch the evidence.
CREATE INDEX task_ranked ON task (worklist_id, state, holdout, value_minor DESC, customer, owner, reason);
CREATE INDEX task_acted ON task (worklist_id, state, acted_at);
CREATE INDEX task_customer ON task (customer);
CREATE INDEX task_snoozed ON task (snoozed_until) WHERE state = 'snoozed';

CREATE TABLE task_change (
    id INTEGER PRIMARY KEY,
    task_id INTEGER NOT NULL REFERENCES task (id) ON DELETE CASCADE,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    before TEXT NOT NULL,
    undone_at INTEGER
) STRICT;
CREATE INDEX task_change_task ON task_change (task_id, id);
