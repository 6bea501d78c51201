-- Patrols and checkpoints: beats with their points, patrols on them, check-ins at points, and
-- which risky hours of a day were covered. Nothing here says where anybody was between two points.

-- points: JSON, in order, each with its name and in words where it is. zone: as incidents name it.
CREATE TABLE duty_beat (
    unit       TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    name       TEXT   NOT NULL,
    zone       TEXT   NOT NULL,
    kind       TEXT   NOT NULL,
    minutes    BIGINT NOT NULL,
    points     TEXT   NOT NULL,
    is_open    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    -- The form that made the last change: sent twice, it changes nothing twice.
    form       TEXT   NOT NULL,
    revision   BIGINT NOT NULL,
    PRIMARY KEY (unit, id)
);
CREATE INDEX duty_beat_id ON duty_beat (id);

-- A patrol keeps the beat as it was when it was planned. fact: the one that planned it.
CREATE TABLE duty_patrol (
    unit      TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    beat      TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    zone      TEXT   NOT NULL,
    kind      TEXT   NOT NULL,
    points    TEXT   NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at   BIGINT NOT NULL,
    state     TEXT   NOT NULL,
    reason    TEXT   NOT NULL,
    begun_at  BIGINT,
    ended_at  BIGINT,
    fact      TEXT   NOT NULL,
    form      TEXT   NOT NULL,
    revision  BIGINT NOT NULL,
    PRIMARY KEY (unit, id)
);
CREATE INDEX duty_patrol_id ON duty_patrol (id);
CREATE INDEX duty_patrol_time ON duty_patrol (unit, starts_at);

-- starts_at is that of the patrol, so that somebody's patrols of a day are found by one index.
CREATE TABLE duty_patrol_person (
    unit      TEXT   NOT NULL,
    patrol    TEXT   NOT NULL,
    person    TEXT   NOT NULL,
    position  BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    PRIMARY KEY (unit, patrol, person)
);
CREATE INDEX duty_patrol_person_patrol ON duty_patrol_person (patrol);
CREATE INDEX duty_patrol_person_time ON duty_patrol_person (person, starts_at);

-- That somebody was at a point. note: encrypted, because it may name people.
CREATE TABLE duty_check (
    unit       TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    patrol     TEXT   NOT NULL,
    point      BIGINT NOT NULL,
    zone       TEXT   NOT NULL,
    checked_at BIGINT NOT NULL,
    finding    TEXT   NOT NULL,
    note       BYTES,
    person     TEXT   NOT NULL,
    fact       TEXT   NOT NULL,
    form       TEXT   NOT NULL,
    -- A tap at the wrong point is withdrawn; it stays to be read.
    is_withdrawn BIGINT NOT NULL,
    revision   BIGINT NOT NULL,
    PRIMARY KEY (unit, id)
);
CREATE INDEX duty_check_patrol ON duty_check (patrol, checked_at);
CREATE INDEX duty_check_time ON duty_check (unit, checked_at);

-- What stood in a check-in before it was corrected, and why.
CREATE TABLE duty_check_before (
    unit         TEXT   NOT NULL,
    check_id     TEXT   NOT NULL,
    revision     BIGINT NOT NULL,
    finding      TEXT   NOT NULL,
    note         BYTES,
    reason       TEXT   NOT NULL,
    person       TEXT   NOT NULL,
    corrected_at BIGINT NOT NULL,
    PRIMARY KEY (unit, check_id, revision)
);

-- Days of which it was told which of their risky hours were covered.
CREATE TABLE duty_risk_day (
    unit TEXT NOT NULL,
    day  TEXT NOT NULL,
    PRIMARY KEY (unit, day)
);

CREATE TABLE duty_risk_hour (
    unit       TEXT   NOT NULL,
    day        TEXT   NOT NULL,
    zone       TEXT   NOT NULL,
    hour       BIGINT NOT NULL,
    is_covered BIGINT NOT NULL,
    fact       TEXT   NOT NULL,
    PRIMARY KEY (unit, day, zone, hour)
);
