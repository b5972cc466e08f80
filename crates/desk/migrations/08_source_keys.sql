-- Keys by which other systems send events. Of a key only its hash and its first letters are here; lists are JSON.
CREATE TABLE source_key (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    key_hash TEXT NOT NULL UNIQUE,
    shown TEXT NOT NULL,
    earlier_hash TEXT,
    earlier_until INTEGER,
    dialects TEXT NOT NULL,
    sales INTEGER NOT NULL,
    currency TEXT,
    origins TEXT NOT NULL,
    per_second INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    rotated_at INTEGER,
    revoked_at INTEGER,
    events INTEGER NOT NULL DEFAULT 0,
    rejected INTEGER NOT NULL DEFAULT 0,
    last_event_at INTEGER
) STRICT;
-- A source has one key at a time. A revoked one keeps its name, for the events it told.
CREATE UNIQUE INDEX source_key_source ON source_key (lower(source)) WHERE revoked_at IS NULL;
