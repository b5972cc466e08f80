-- Automations, what they fired at, and what is on its way out because of it. A number of entries over all lists, so that who
-- comes on a list is told once, whenever it is read.
ALTER TABLE task ADD COLUMN entered INTEGER;
CREATE UNIQUE INDEX task_entered ON task (entered) WHERE entered IS NOT NULL;

CREATE TABLE automation (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    definition TEXT NOT NULL,
    paused INTEGER NOT NULL,
    resumed_at INTEGER,
    worklist_id INTEGER,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    removed_at INTEGER
) STRICT;

-- Up to where the lists' entries, and each automation's times, were told.
CREATE TABLE automation_position (
    what TEXT PRIMARY KEY,
    position INTEGER NOT NULL
) STRICT;

-- One automation, one cause, one customer: once.
CREATE TABLE firing (
    id INTEGER PRIMARY KEY,
    automation_id INTEGER NOT NULL REFERENCES automation (id) ON DELETE CASCADE,
    cause TEXT NOT NULL,
    customer TEXT NOT NULL,
    customer_id TEXT,
    customer_name TEXT,
    happening TEXT NOT NULL,
    at INTEGER NOT NULL,
    told_at INTEGER NOT NULL,
    state TEXT NOT NULL,
    why TEXT,
    deeds TEXT NOT NULL,
    judged_at INTEGER
) STRICT;
CREATE UNIQUE INDEX firing_once ON firing (automation_id, cause, customer);
CREATE INDEX firing_waiting ON firing (id) WHERE state = 'waiting';
CREATE INDEX firing_limit ON firing (automation_id, customer, judged_at) WHERE state = 'fired';
CREATE INDEX firing_day ON firing (automation_id, judged_at) WHERE state = 'fired';
CREATE INDEX firing_customer ON firing (customer, id);
CREATE INDEX firing_age ON firing (judged_at);

CREATE TABLE endpoint (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    old_secret TEXT,
    old_until INTEGER,
    paused INTEGER NOT NULL DEFAULT 0,
    why_paused TEXT,
    failing_since INTEGER,
    delivered_at INTEGER,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    removed_at INTEGER
) STRICT;

-- What is to be sent. `target` is `webhook:<endpoint>` or `email`: one that is slow holds up no other.
CREATE TABLE delivery (
    id INTEGER PRIMARY KEY,
    firing_id INTEGER,
    automation_id INTEGER,
    target TEXT NOT NULL,
    recipient TEXT NOT NULL,
    message_id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    next_at INTEGER,
    created_at INTEGER NOT NULL,
    attempted_at INTEGER,
    ended_at INTEGER,
    status INTEGER,
    response TEXT,
    problem TEXT,
    took_ms INTEGER
) STRICT;
CREATE INDEX delivery_due ON delivery (target, next_at) WHERE state = 'waiting';
CREATE INDEX delivery_state ON delivery (state, id);
CREATE INDEX delivery_target ON delivery (target, id);
CREATE INDEX delivery_firing ON delivery (firing_id);
CREATE INDEX delivery_age ON delivery (ended_at);

CREATE TABLE unsubscribe (
    address TEXT PRIMARY KEY,
    customer TEXT,
    at INTEGER NOT NULL,
    how TEXT NOT NULL
) STRICT;

-- There is one.
CREATE TABLE mailer (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    settings TEXT NOT NULL,
    password TEXT,
    token_key TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL
) STRICT;
