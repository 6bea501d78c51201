-- Tasks of departments for stations, from the first draft to the last report.

-- A task belongs to the unit that issues it.
CREATE TABLE tasks_task (
    unit          TEXT   NOT NULL,
    id            TEXT   NOT NULL,
    author        TEXT   NOT NULL,
    -- 文号 and day of issue.
    number        TEXT   NOT NULL,
    issued_on     TEXT   NOT NULL,
    title         TEXT   NOT NULL,
    body          TEXT   NOT NULL,
    basis         TEXT   NOT NULL,
    kind          TEXT   NOT NULL,
    from_day      TEXT   NOT NULL,
    -- Empty where the issuer has set no end.
    until_day     TEXT   NOT NULL,
    -- The period that figures asked for are of; empty if none.
    figures_from  TEXT   NOT NULL,
    figures_to    TEXT   NOT NULL,
    people        BIGINT NOT NULL,
    vehicles      BIGINT NOT NULL,
    nights        BIGINT NOT NULL,
    -- Of one station, in all, besides its returns.
    hours         BIGINT NOT NULL,
    state         TEXT   NOT NULL,
    submitted_at  BIGINT,
    decide_by     TEXT   NOT NULL,
    decided_at    BIGINT,
    decided_by    TEXT   NOT NULL,
    reason        TEXT   NOT NULL,
    -- The task that this one was merged into.
    master        TEXT,
    -- police, doubtful, not_police; the duty or the entry it rests on.
    opinion       TEXT   NOT NULL,
    entry         TEXT   NOT NULL,
    -- Released although a station has not the hours.
    above         BIGINT NOT NULL,
    -- Who proposed that, and for which first day.
    proposed_by   TEXT   NOT NULL,
    proposal      TEXT   NOT NULL,
    proposed_from TEXT   NOT NULL,
    objection     TEXT   NOT NULL,
    objected_at   BIGINT,
    -- What the bureau's leader said to it.
    answer        TEXT   NOT NULL,
    changed_at    BIGINT NOT NULL,
    form          TEXT   NOT NULL,
    revision      BIGINT NOT NULL,
    PRIMARY KEY (unit, id)
);
CREATE INDEX tasks_task_id ON tasks_task (id);
CREATE INDEX tasks_task_changed ON tasks_task (changed_at, id);
CREATE INDEX tasks_task_gate ON tasks_task (submitted_at, id) WHERE state IN ('at_gate', 'escalated', 'proposed');
CREATE INDEX tasks_task_state ON tasks_task (state, until_day, id);
CREATE INDEX tasks_task_master ON tasks_task (master) WHERE master IS NOT NULL;

-- What a task asks to be handed in.
CREATE TABLE tasks_return (
    unit      TEXT   NOT NULL,
    task      TEXT   NOT NULL,
    position  BIGINT NOT NULL,
    name      TEXT   NOT NULL,
    kind      TEXT   NOT NULL,
    -- The entry of the register that permits it; empty if none does.
    permitted TEXT   NOT NULL,
    rhythm    TEXT   NOT NULL,
    -- What a station needs for it once.
    minutes   BIGINT NOT NULL,
    -- asked, answered, dropped
    state     TEXT   NOT NULL,
    measure   TEXT   NOT NULL,
    PRIMARY KEY (unit, task, position)
);
CREATE INDEX tasks_return_task ON tasks_return (task);
CREATE INDEX tasks_return_name ON tasks_return (name);

-- What the bureau answered in place of the stations, as it stood that day.
CREATE TABLE tasks_answer (
    unit     TEXT   NOT NULL,
    task     TEXT   NOT NULL,
    position BIGINT NOT NULL,
    shown    TEXT   NOT NULL,
    facts    BIGINT NOT NULL,
    PRIMARY KEY (unit, task, position)
);
CREATE INDEX tasks_answer_task ON tasks_answer (task);

-- Tasks that belong together without being merged; each pair stands in both directions.
CREATE TABLE tasks_link (
    unit  TEXT NOT NULL,
    task  TEXT NOT NULL,
    other TEXT NOT NULL,
    PRIMARY KEY (unit, task, other)
);

-- A task in a station.
CREATE TABLE tasks_station (
    unit      TEXT   NOT NULL,
    task      TEXT   NOT NULL,
    -- addressed, received, assigned, reported, done, spared
    state     TEXT   NOT NULL,
    -- What it costs the station by estimate, and what was worked.
    planned   BIGINT NOT NULL,
    worked    BIGINT NOT NULL,
    forms     BIGINT NOT NULL,
    from_day  TEXT   NOT NULL,
    until_day TEXT   NOT NULL,
    done_at   BIGINT,
    late      BIGINT NOT NULL,
    form      TEXT   NOT NULL,
    revision  BIGINT NOT NULL,
    PRIMARY KEY (unit, task)
);
CREATE INDEX tasks_station_task ON tasks_station (task);
CREATE INDEX tasks_station_due ON tasks_station (unit, state, until_day);
CREATE INDEX tasks_station_open ON tasks_station (until_day, unit) WHERE state IN ('received', 'assigned', 'reported');

-- Who does it there; shares of the planned minutes.
CREATE TABLE tasks_assigned (
    unit    TEXT   NOT NULL,
    task    TEXT   NOT NULL,
    person  TEXT   NOT NULL,
    minutes BIGINT NOT NULL,
    PRIMARY KEY (unit, task, person)
);
CREATE INDEX tasks_assigned_person ON tasks_assigned (person, task);

-- What was done, in the words of whoever did it: encrypted, because they may name people.
CREATE TABLE tasks_report (
    unit        TEXT   NOT NULL,
    task        TEXT   NOT NULL,
    id          TEXT   NOT NULL,
    person      TEXT   NOT NULL,
    reported_at BIGINT NOT NULL,
    minutes     BIGINT NOT NULL,
    note        BYTES  NOT NULL,
    -- A picture or paper beside it.
    file_name   TEXT   NOT NULL,
    file_type   TEXT   NOT NULL,
    file        BYTES,
    PRIMARY KEY (unit, task, id)
);

-- The register of permitted returns.
CREATE TABLE tasks_permitted (
    unit      TEXT   NOT NULL,
    id        TEXT   NOT NULL,
    -- Who may ask for it; empty for every department.
    issuer    TEXT   NOT NULL,
    name      TEXT   NOT NULL,
    kind      TEXT   NOT NULL,
    rhythm    TEXT   NOT NULL,
    minutes   BIGINT NOT NULL,
    measure   TEXT   NOT NULL,
    basis     TEXT   NOT NULL,
    from_day  TEXT   NOT NULL,
    ended_on  TEXT   NOT NULL,
    PRIMARY KEY (unit, id)
);

-- Activities that the bureau itself holds for no police work.
CREATE TABLE tasks_boundary (
    unit     TEXT NOT NULL,
    id       TEXT NOT NULL,
    title    TEXT NOT NULL,
    terms    TEXT NOT NULL,
    basis    TEXT NOT NULL,
    ended_on TEXT NOT NULL,
    PRIMARY KEY (unit, id)
);

-- Numbers that a bureau or a station sets for itself.
CREATE TABLE tasks_setting (
    unit  TEXT   NOT NULL,
    name  TEXT   NOT NULL,
    value BIGINT NOT NULL,
    PRIMARY KEY (unit, name)
);
