-- How units keep duty, what people wish, and rosters.

-- A plan holds from a month on; the next one of the unit takes its place. plan: JSON.
CREATE TABLE duty_plan (
    unit     TEXT   NOT NULL,
    since    TEXT   NOT NULL,
    plan     TEXT   NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (unit, since)
);

-- shift is empty for a free day.
CREATE TABLE duty_wish (
    unit      TEXT   NOT NULL,
    person    TEXT   NOT NULL,
    day       TEXT   NOT NULL,
    shift     TEXT   NOT NULL,
    is_wanted BIGINT NOT NULL,
    PRIMARY KEY (unit, person, day)
);

-- One roster for each unit and month. proposal says why a changed one was proposed, empty without
-- one; explained holds what broken wishes and minima would have cost, as JSON.
CREATE TABLE duty_roster (
    unit         TEXT   NOT NULL,
    month        TEXT   NOT NULL,
    has_draft    BIGINT NOT NULL,
    published_at BIGINT,
    proposal     TEXT   NOT NULL,
    explained    TEXT   NOT NULL,
    revision     BIGINT NOT NULL,
    PRIMARY KEY (unit, month)
);

-- version: 'draft', 'published' or 'proposal'. A locked cell is not moved by the optimiser; one
-- without a shift is a free day that is locked. What a shift counted for is kept with it, so that
-- a later plan does not change what was borne.
CREATE TABLE duty_cell (
    unit        TEXT   NOT NULL,
    month       TEXT   NOT NULL,
    version     TEXT   NOT NULL,
    person      TEXT   NOT NULL,
    day         TEXT   NOT NULL,
    shift       TEXT   NOT NULL,
    position    TEXT   NOT NULL,
    is_locked   BIGINT NOT NULL,
    minutes     BIGINT NOT NULL,
    is_night    BIGINT NOT NULL,
    is_rest_day BIGINT NOT NULL,
    is_holiday  BIGINT NOT NULL,
    PRIMARY KEY (unit, month, version, person, day)
);
CREATE INDEX duty_cell_person ON duty_cell (person, version, day);
CREATE INDEX duty_cell_day ON duty_cell (unit, version, day);

-- What stood in the cells of a draft before each step, so that it can be undone.
CREATE TABLE duty_step (
    unit      TEXT   NOT NULL,
    month     TEXT   NOT NULL,
    step      BIGINT NOT NULL,
    person    TEXT   NOT NULL,
    day       TEXT   NOT NULL,
    shift     TEXT   NOT NULL,
    position  TEXT   NOT NULL,
    is_locked BIGINT NOT NULL,
    PRIMARY KEY (unit, month, step, person, day)
);

-- What somebody is told about their shifts. kind: 'published', 'changed' and those of swaps.
CREATE TABLE duty_notice (
    unit    TEXT   NOT NULL,
    id      TEXT   NOT NULL,
    person  TEXT   NOT NULL,
    month   TEXT   NOT NULL,
    kind    TEXT   NOT NULL,
    what    TEXT   NOT NULL,
    told_at BIGINT NOT NULL,
    seen_at BIGINT,
    PRIMARY KEY (unit, id)
);
CREATE INDEX duty_notice_person ON duty_notice (person, told_at);
CREATE INDEX duty_notice_unseen ON duty_notice (unit, month) WHERE seen_at IS NULL;

-- Two people exchange what they do on two days, which may be one.
CREATE TABLE duty_swap (
    unit      TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    asker     TEXT   NOT NULL,
    asker_day TEXT   NOT NULL,
    other     TEXT   NOT NULL,
    other_day TEXT   NOT NULL,
    state     TEXT   NOT NULL,
    why       TEXT   NOT NULL,
    answer    TEXT   NOT NULL,
    asked_at  BIGINT NOT NULL,
    revision  BIGINT NOT NULL,
    PRIMARY KEY (unit, id)
);
CREATE INDEX duty_swap_id ON duty_swap (id);
CREATE INDEX duty_swap_open ON duty_swap (unit, state, asked_at);

-- What was really worked. shift is empty for a call-out.
CREATE TABLE duty_attendance (
    unit      TEXT   NOT NULL,
    day       TEXT   NOT NULL,
    person    TEXT   NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at   BIGINT NOT NULL,
    shift     TEXT   NOT NULL,
    minutes   BIGINT NOT NULL,
    is_night  BIGINT NOT NULL,
    why       TEXT   NOT NULL,
    PRIMARY KEY (unit, day, person, starts_at)
);
CREATE INDEX duty_attendance_person ON duty_attendance (person, day);

-- Hours that are owed and given back, append-only: what a month earned ('earned'), what was rested
-- ('rested') and what was paid instead ('paid'). Minutes of the last two are negative.
CREATE TABLE duty_ledger (
    unit    TEXT   NOT NULL,
    person  TEXT   NOT NULL,
    month   TEXT   NOT NULL,
    kind    TEXT   NOT NULL,
    minutes BIGINT NOT NULL,
    why     TEXT   NOT NULL,
    fact    TEXT   NOT NULL,
    PRIMARY KEY (unit, person, fact)
);
CREATE INDEX duty_ledger_month ON duty_ledger (unit, month);
