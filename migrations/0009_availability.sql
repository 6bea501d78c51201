-- Days on which somebody cannot work, in one word why.
CREATE TABLE availability_absence (
    unit     TEXT NOT NULL,
    id       TEXT NOT NULL,
    person   TEXT NOT NULL,
    from_day TEXT NOT NULL,
    to_day   TEXT NOT NULL,
    why      TEXT NOT NULL,
    PRIMARY KEY (unit, id)
);
CREATE INDEX availability_absence_id ON availability_absence (id);
CREATE INDEX availability_absence_days ON availability_absence (unit, to_day);
CREATE INDEX availability_absence_person ON availability_absence (person, to_day);
