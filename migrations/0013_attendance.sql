-- Attendance that was entered wrongly is entered anew: the fact it became, and what stood there.
ALTER TABLE duty_attendance ADD COLUMN fact TEXT NOT NULL DEFAULT '';

CREATE TABLE duty_attendance_before (
    unit         TEXT   NOT NULL,
    day          TEXT   NOT NULL,
    person       TEXT   NOT NULL,
    starts_at    BIGINT NOT NULL,
    ends_at      BIGINT NOT NULL,
    shift        TEXT   NOT NULL,
    why          TEXT   NOT NULL,
    reason       TEXT   NOT NULL,
    corrected_at BIGINT NOT NULL,
    PRIMARY KEY (unit, day, person, starts_at, corrected_at)
);
