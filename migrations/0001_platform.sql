-- What every area stands on: units, accounts, facts, journal, daily totals.
-- One text for SQLite and PostgreSQL; BYTES stands for BLOB and BYTEA; KEYED for a
-- table that SQLite keeps in its key alone (WITHOUT ROWID).

CREATE TABLE unit (
    code     TEXT   NOT NULL PRIMARY KEY,
    parent   TEXT   REFERENCES unit (code),
    kind     TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    name_en  TEXT   NOT NULL,
    position BIGINT NOT NULL,
    revision BIGINT NOT NULL
);

-- Every unit with every unit above it, itself included.
CREATE TABLE unit_below (
    above TEXT NOT NULL,
    unit  TEXT NOT NULL,
    PRIMARY KEY (above, unit)
) KEYED;
CREATE INDEX unit_below_unit ON unit_below (unit);

CREATE TABLE account (
    id            TEXT   NOT NULL PRIMARY KEY,
    sign_in_name  TEXT   NOT NULL UNIQUE,
    person        TEXT,
    name          TEXT   NOT NULL,
    unit          TEXT   NOT NULL REFERENCES unit (code),
    password_hash TEXT   NOT NULL,
    language      TEXT   NOT NULL,
    disabled_at   BIGINT,
    failures      BIGINT NOT NULL,
    locked_until  BIGINT,
    revision      BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_person ON account (person);

CREATE TABLE access_grant (
    account TEXT NOT NULL REFERENCES account (id),
    role    TEXT NOT NULL,
    unit    TEXT NOT NULL REFERENCES unit (code),
    PRIMARY KEY (account, role, unit)
);

-- The cookie holds a random token; only its hash is kept here.
CREATE TABLE session (
    token_hash TEXT   NOT NULL PRIMARY KEY,
    account    TEXT   NOT NULL REFERENCES account (id),
    csrf       TEXT   NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account);

-- Append-only. A mistake is corrected by a new fact that names the old one.
CREATE TABLE fact (
    id           TEXT   NOT NULL,
    kind         TEXT   NOT NULL,
    happened_at  BIGINT NOT NULL,
    recorded_at  BIGINT NOT NULL,
    unit         TEXT   NOT NULL,
    actor        TEXT   NOT NULL,
    subject_kind TEXT   NOT NULL,
    subject_id   TEXT   NOT NULL,
    category     TEXT   NOT NULL,
    place        TEXT   NOT NULL,
    quantity     BIGINT,
    minutes      BIGINT,
    due_at       BIGINT,
    outcome      TEXT   NOT NULL,
    detail       TEXT   NOT NULL,
    corrects     TEXT,
    PRIMARY KEY (unit, id)
);
CREATE INDEX fact_id ON fact (id);
CREATE INDEX fact_unit_kind ON fact (unit, kind, happened_at);
CREATE INDEX fact_kind ON fact (kind, happened_at);
CREATE INDEX fact_subject ON fact (subject_id);
CREATE INDEX fact_corrects ON fact (corrects) WHERE corrects IS NOT NULL;

CREATE TABLE fact_credit (
    unit    TEXT   NOT NULL,
    fact    TEXT   NOT NULL,
    officer TEXT   NOT NULL,
    share   BIGINT NOT NULL,
    PRIMARY KEY (unit, fact, officer)
) KEYED;
CREATE INDEX fact_credit_officer ON fact_credit (officer, fact);

-- Facts the sealer has not yet put into the tree, with their leaf hash.
CREATE TABLE fact_unsealed (
    fact TEXT  NOT NULL PRIMARY KEY,
    unit TEXT  NOT NULL,
    leaf BYTES NOT NULL
) KEYED;

-- Facts not yet added to the totals. day: days since 1970-01-01.
CREATE TABLE fact_unrolled (
    fact TEXT   NOT NULL PRIMARY KEY,
    unit TEXT   NOT NULL,
    day  BIGINT NOT NULL
) KEYED;

-- Totals of facts by 'day' and by 'month' (step), whose first day stands in day, and beside them
-- in less detail: 'group …' with categories up to their first dot and outcome left empty, 'outcome …'
-- with category left empty, 'whole …' with both left empty. whose is empty for a unit's own facts, 'below' for those of all units below it together (so that a bureau's
-- figure costs what a station's does; units never move in the tree), and otherwise an officer:
-- then facts, quantity and minutes are that officer's share, in ten-thousandths.
CREATE TABLE fact_total (
    unit     TEXT   NOT NULL,
    step     TEXT   NOT NULL,
    kind     TEXT   NOT NULL,
    whose    TEXT   NOT NULL,
    day      BIGINT NOT NULL,
    category TEXT   NOT NULL,
    outcome  TEXT   NOT NULL,
    facts    BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    minutes  BIGINT NOT NULL,
    timed    BIGINT NOT NULL,
    PRIMARY KEY (unit, step, kind, whose, day, category, outcome)
) KEYED;

-- The journal: which fact stands at which place of the tree, the tree's tiles
-- (256 hashes of 32 bytes at most) and its signed heads.
CREATE TABLE journal_entry (
    position BIGINT NOT NULL PRIMARY KEY,
    fact     TEXT   NOT NULL UNIQUE,
    unit     TEXT   NOT NULL
) KEYED;
CREATE TABLE journal_tile (
    level  BIGINT NOT NULL,
    tile   BIGINT NOT NULL,
    hashes BYTES  NOT NULL,
    PRIMARY KEY (level, tile)
);
CREATE TABLE journal_checkpoint (
    size    BIGINT NOT NULL PRIMARY KEY,
    note    TEXT   NOT NULL,
    made_at BIGINT NOT NULL
);

-- One holder at a time does a piece of background work.
CREATE TABLE lease (
    work   TEXT   NOT NULL PRIMARY KEY,
    holder TEXT   NOT NULL,
    until  BIGINT NOT NULL
);
