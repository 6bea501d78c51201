-- Special campaigns: what was planned, what came of each day, and how they were closed.

-- One row for a task of this kind, once something was planned for it or it was closed.
CREATE TABLE tasks_campaign (
    unit      TEXT   NOT NULL,
    task      TEXT   NOT NULL,
    -- What whoever closed it said in their own words: encrypted, because they may name people.
    words     BYTES,
    closed_at BIGINT,
    closed_by TEXT   NOT NULL,
    -- The fact of closing; a close that is worded anew corrects it.
    fact      TEXT   NOT NULL,
    form      TEXT   NOT NULL,
    revision  BIGINT NOT NULL,
    PRIMARY KEY (unit, task)
);

CREATE TABLE tasks_phase (
    unit      TEXT   NOT NULL,
    task      TEXT   NOT NULL,
    position  BIGINT NOT NULL,
    name      TEXT   NOT NULL,
    from_day  TEXT   NOT NULL,
    until_day TEXT   NOT NULL,
    PRIMARY KEY (unit, task, position)
);
CREATE INDEX tasks_phase_task ON tasks_phase (task);

-- Units outside the house that take part (联合单位), and what they do.
CREATE TABLE tasks_partner (
    unit     TEXT   NOT NULL,
    task     TEXT   NOT NULL,
    position BIGINT NOT NULL,
    name     TEXT   NOT NULL,
    role     TEXT   NOT NULL,
    PRIMARY KEY (unit, task, position)
);
CREATE INDEX tasks_partner_task ON tasks_partner (task);

-- What a station's day came to, as its fact says; a correction brings another fact.
CREATE TABLE tasks_result (
    unit        TEXT   NOT NULL,
    task        TEXT   NOT NULL,
    day         TEXT   NOT NULL,
    checked     BIGINT NOT NULL,
    found       BIGINT NOT NULL,
    settled     BIGINT NOT NULL,
    -- Goods recovered: how many, and what they are worth in yuan.
    goods       BIGINT NOT NULL,
    value       BIGINT NOT NULL,
    person      TEXT   NOT NULL,
    recorded_at BIGINT NOT NULL,
    fact        TEXT   NOT NULL,
    form        TEXT   NOT NULL,
    revision    BIGINT NOT NULL,
    PRIMARY KEY (unit, task, day)
);
CREATE INDEX tasks_result_task ON tasks_result (task, day, unit);

-- The goods one by one; their description is encrypted, because it may name people.
CREATE TABLE tasks_goods (
    unit     TEXT   NOT NULL,
    task     TEXT   NOT NULL,
    day      TEXT   NOT NULL,
    position BIGINT NOT NULL,
    name     BYTES  NOT NULL,
    count    BIGINT NOT NULL,
    value    BIGINT NOT NULL,
    PRIMARY KEY (unit, task, day, position)
);
CREATE INDEX tasks_goods_task ON tasks_goods (task, day, unit);
