-- Work reports: free text by section, every version kept, and what was made.

CREATE TABLE reports_text (
    unit     TEXT   NOT NULL,
    kind     TEXT   NOT NULL,
    from_day TEXT   NOT NULL,
    to_day   TEXT   NOT NULL,
    section  TEXT   NOT NULL,
    version  BIGINT NOT NULL,
    body     TEXT   NOT NULL,
    author   TEXT   NOT NULL,
    saved_at BIGINT NOT NULL,
    PRIMARY KEY (unit, kind, from_day, to_day, section, version)
);

CREATE TABLE reports_made (
    unit         TEXT   NOT NULL,
    id           TEXT   NOT NULL,
    kind         TEXT   NOT NULL,
    from_day     TEXT   NOT NULL,
    to_day       TEXT   NOT NULL,
    format       TEXT   NOT NULL,
    language     TEXT   NOT NULL,
    sha256       TEXT   NOT NULL,
    journal_size BIGINT NOT NULL,
    journal_root TEXT   NOT NULL,
    author       TEXT   NOT NULL,
    made_at      BIGINT NOT NULL,
    PRIMARY KEY (unit, id)
);
CREATE INDEX reports_made_at ON reports_made (unit, made_at);
