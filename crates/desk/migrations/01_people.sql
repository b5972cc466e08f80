-- People, settings and the audit trail. Moments are microseconds since 1970 in UTC; JSON is text.
CREATE TABLE setting (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL
) STRICT;

CREATE TABLE user_account (
    id INTEGER PRIMARY KEY,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    password_hash TEXT,
    active INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX user_account_email ON user_account (lower(email));

CREATE TABLE session (
    token_hash TEXT PRIMARY KEY NOT NULL,
    user_id INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX session_expires ON session (expires_at);

CREATE TABLE sign_in_link (
    link_hash TEXT PRIMARY KEY NOT NULL,
    user_id INTEGER NOT NULL REFERENCES user_account (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;

CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    details TEXT NOT NULL
) STRICT;
CREATE INDEX audit_what ON audit (what, id);

CREATE TABLE sales_person (
    name TEXT PRIMARY KEY NOT NULL,
    customers INTEGER NOT NULL,
    last_sale_at INTEGER,
    seen_at INTEGER NOT NULL,
    user_id INTEGER REFERENCES user_account (id) ON DELETE SET NULL
) STRICT;
