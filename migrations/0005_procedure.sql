-- People in cases, running periods, and the papers of a case.

-- A person in a case: who it is stands here alone, encrypted; facts hold the id.
CREATE TABLE cases_party (
    unit           TEXT   NOT NULL,
    case_id        TEXT   NOT NULL,
    id             TEXT   NOT NULL,
    role           TEXT   NOT NULL,
    -- Words that decide what the law asks, with a blank between: woman minor.
    traits         TEXT   NOT NULL,
    name           BYTES  NOT NULL,
    identity       BYTES,
    identity_index TEXT   NOT NULL,
    telephone      BYTES,
    -- 封存: read only where the article that allows it is named.
    sealed_at      BIGINT,
    PRIMARY KEY (unit, case_id, id)
);
CREATE INDEX cases_party_case ON cases_party (case_id);
CREATE INDEX cases_party_identity ON cases_party (identity_index) WHERE identity_index <> '';

-- Words beside an act, encrypted because they may name people.
CREATE TABLE cases_note (
    unit    TEXT  NOT NULL,
    case_id TEXT  NOT NULL,
    fact    TEXT  NOT NULL,
    note    BYTES NOT NULL,
    PRIMARY KEY (unit, case_id, fact)
);
CREATE INDEX cases_note_case ON cases_note (case_id);

-- Who looked at sealed records, why, and by which article.
CREATE TABLE cases_look_up (
    unit    TEXT   NOT NULL,
    id      TEXT   NOT NULL,
    case_id TEXT   NOT NULL,
    account TEXT   NOT NULL,
    at      BIGINT NOT NULL,
    purpose TEXT   NOT NULL,
    PRIMARY KEY (unit, id)
);
CREATE INDEX cases_look_up_at ON cases_look_up (at);

-- The periods of a case as its acts give them: a copy for lists, made again with each act.
CREATE TABLE cases_clock (
    unit         TEXT   NOT NULL,
    case_id      TEXT   NOT NULL,
    -- The act that started it.
    fact         TEXT   NOT NULL,
    rule         TEXT   NOT NULL,
    version      TEXT   NOT NULL,
    party        TEXT   NOT NULL,
    since        BIGINT NOT NULL,
    due_at       BIGINT,
    safe_at      BIGINT,
    extensions   BIGINT NOT NULL,
    excluded     BIGINT NOT NULL,
    paused_since BIGINT,
    ended_at     BIGINT,
    is_hold      BIGINT NOT NULL,
    -- From when it is near for the handler, and for the head of the unit.
    warn_at      BIGINT,
    escalate_at  BIGINT,
    -- Whether it has run out and was brought before the legal officer.
    is_told      BIGINT NOT NULL,
    PRIMARY KEY (unit, case_id, fact, rule)
) KEYED;
CREATE INDEX cases_clock_case ON cases_clock (case_id);
CREATE INDEX cases_clock_running ON cases_clock (unit, safe_at, case_id, rule) WHERE ended_at IS NULL;
CREATE INDEX cases_clock_hold ON cases_clock (unit, safe_at) WHERE ended_at IS NULL AND is_hold = 1;
CREATE INDEX cases_clock_warn ON cases_clock (unit, warn_at) WHERE ended_at IS NULL;
CREATE INDEX cases_clock_untold ON cases_clock (due_at) WHERE ended_at IS NULL AND is_told = 0;

-- Defects found when a file was reviewed.
CREATE TABLE cases_finding (
    unit     TEXT   NOT NULL,
    case_id  TEXT   NOT NULL,
    id       TEXT   NOT NULL,
    review   TEXT   NOT NULL,
    defect   TEXT   NOT NULL,
    weight   BIGINT NOT NULL,
    note     BYTES,
    fixed_at BIGINT,
    PRIMARY KEY (unit, case_id, id)
);
CREATE INDEX cases_finding_case ON cases_finding (case_id);

-- Numbers of papers run through a year of a unit without gaps.
CREATE TABLE cases_paper_number (
    unit TEXT   NOT NULL,
    year BIGINT NOT NULL,
    word TEXT   NOT NULL,
    last BIGINT NOT NULL,
    PRIMARY KEY (unit, year, word)
);
CREATE TABLE cases_paper (
    unit     TEXT   NOT NULL,
    case_id  TEXT   NOT NULL,
    id       TEXT   NOT NULL,
    template TEXT   NOT NULL,
    number   TEXT   NOT NULL,
    party    TEXT   NOT NULL,
    made_at  BIGINT NOT NULL,
    made_by  TEXT   NOT NULL,
    PRIMARY KEY (unit, case_id, id)
);
CREATE INDEX cases_paper_case ON cases_paper (case_id);
CREATE UNIQUE INDEX cases_paper_of_unit ON cases_paper (unit, number);
