-- Imports, saved mappings and jobs.
CREATE TABLE import (
    id TEXT PRIMARY KEY NOT NULL,
    file_name TEXT NOT NULL,
    file_hash TEXT NOT NULL,
    plan TEXT NOT NULL,
    outcome TEXT,
    state TEXT NOT NULL,
    progress REAL NOT NULL DEFAULT 0,
    step TEXT NOT NULL DEFAULT '',
    problem TEXT,
    created_at INTEGER NOT NULL,
    created_by TEXT NOT NULL,
    finished_at INTEGER,
    undone_at INTEGER,
    undone_by TEXT
) STRICT;
CREATE INDEX import_newest ON import (created_at, id);
CREATE INDEX import_file ON import (file_hash);

CREATE TABLE saved_mapping (
    name TEXT PRIMARY KEY NOT NULL,
    fingerprint TEXT NOT NULL,
    mapping TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    saved_by TEXT NOT NULL
) STRICT;
CREATE INDEX saved_mapping_fingerprint ON saved_mapping (fingerprint, saved_at);

CREATE TABLE job (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    parameters TEXT NOT NULL,
    state TEXT NOT NULL,
    progress REAL NOT NULL DEFAULT 0,
    step TEXT NOT NULL DEFAULT '',
    problem TEXT,
    created_by TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;
CREATE INDEX job_state ON job (state, id);
