-- A pattern of shifts that somebody would keep to, day by day from since on, until it is withdrawn:
-- codes of shifts with spaces between, a dash for a free day.
CREATE TABLE duty_rotation (
    unit    TEXT NOT NULL,
    person  TEXT NOT NULL,
    since   TEXT NOT NULL,
    pattern TEXT NOT NULL,
    PRIMARY KEY (unit, person)
);
