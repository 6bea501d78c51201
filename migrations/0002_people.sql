-- People, their ranks and their certificates. Identity numbers and telephones are
-- encrypted; the index beside each is keyed and finds an exact number only.

CREATE TABLE people_person (
    id              TEXT   NOT NULL PRIMARY KEY,
    unit            TEXT   NOT NULL REFERENCES unit (code),
    kind            TEXT   NOT NULL,
    name            TEXT   NOT NULL,
    gender          TEXT   NOT NULL,
    police_number   TEXT   UNIQUE,
    post            TEXT   NOT NULL,
    rank            TEXT,
    joined_on       TEXT   NOT NULL,
    left_on         TEXT,
    left_reason     TEXT,
    identity        BYTES,
    identity_index  TEXT   UNIQUE,
    telephone       BYTES,
    telephone_index TEXT,
    revision        BIGINT NOT NULL
);
CREATE INDEX people_person_unit ON people_person (unit, name);
CREATE INDEX people_person_name ON people_person (name);
-- With what a bureau's list filters by, so that only the rows of a page are looked up.
CREATE INDEX people_person_serving ON people_person (name, id, unit, kind, post) WHERE left_on IS NULL;
CREATE INDEX people_person_serving_joined ON people_person (joined_on, id, unit, kind, post) WHERE left_on IS NULL;
CREATE INDEX people_person_telephone ON people_person (telephone_index);

CREATE TABLE people_rank (
    person TEXT NOT NULL REFERENCES people_person (id),
    since  TEXT NOT NULL,
    rank   TEXT NOT NULL,
    PRIMARY KEY (person, since)
);

CREATE TABLE people_qualification (
    person     TEXT NOT NULL REFERENCES people_person (id),
    kind       TEXT NOT NULL,
    issued_on  TEXT NOT NULL,
    number     TEXT NOT NULL,
    expires_on TEXT,
    PRIMARY KEY (person, kind, issued_on)
);
CREATE INDEX people_qualification_expiry ON people_qualification (expires_on);
