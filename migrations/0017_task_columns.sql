-- Figures of a return that asks for several: the columns of its list.
CREATE TABLE tasks_column (
    unit     TEXT   NOT NULL,
    task     TEXT   NOT NULL,
    -- Of the return, and of the column in it.
    position BIGINT NOT NULL,
    place    BIGINT NOT NULL,
    name     TEXT   NOT NULL,
    measure  TEXT   NOT NULL,
    -- 1: from what the house knows; the station is not asked.
    answered BIGINT NOT NULL,
    PRIMARY KEY (unit, task, position, place)
);
CREATE INDEX tasks_column_task ON tasks_column (task);

-- What was answered for a column in place of a station, as it stood that day.
CREATE TABLE tasks_column_answer (
    unit     TEXT   NOT NULL,
    task     TEXT   NOT NULL,
    position BIGINT NOT NULL,
    place    BIGINT NOT NULL,
    shown    TEXT   NOT NULL,
    facts    BIGINT NOT NULL,
    PRIMARY KEY (unit, task, position, place)
);
CREATE INDEX tasks_column_answer_task ON tasks_column_answer (task);
