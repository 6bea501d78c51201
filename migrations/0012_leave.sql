-- Leave: what people ask for, what was decided, and what is carried from one year to the next.

-- Since when somebody has worked at all (参加工作时间): leave goes by all years of service. Empty
-- where it is not known; then the day of joining counts.
ALTER TABLE people_person ADD COLUMN working_since TEXT;

-- state: 'asked', 'approved', 'refused' or 'withdrawn'. days: those that are working days. An
-- approved leave stands in availability_absence under the same id.
CREATE TABLE availability_leave (
    unit       TEXT   NOT NULL,
    id         TEXT   NOT NULL,
    person     TEXT   NOT NULL,
    why        TEXT   NOT NULL,
    from_day   TEXT   NOT NULL,
    to_day     TEXT   NOT NULL,
    days       BIGINT NOT NULL,
    reason     TEXT   NOT NULL,
    state      TEXT   NOT NULL,
    answer     TEXT   NOT NULL,
    asked_at   BIGINT NOT NULL,
    decided_at BIGINT,
    revision   BIGINT NOT NULL,
    PRIMARY KEY (unit, id)
);
CREATE INDEX availability_leave_id ON availability_leave (id);
CREATE INDEX availability_leave_state ON availability_leave (unit, state, from_day);
CREATE INDEX availability_leave_person ON availability_leave (person, from_day);

-- Of a person and year: the days of annual leave that were confirmed as due, and those carried
-- into it from the year before, with the reason.
CREATE TABLE availability_year (
    unit     TEXT   NOT NULL,
    person   TEXT   NOT NULL,
    year     BIGINT NOT NULL,
    due      BIGINT NOT NULL,
    carried  BIGINT NOT NULL,
    why      TEXT   NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (unit, person, year)
);
CREATE INDEX availability_year_person ON availability_year (person, year);
