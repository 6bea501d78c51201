-- What people had been told, in the cells of a published roster, before each change of it: so that
-- every version that was ever published can be read.
CREATE TABLE duty_edition (
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
