-- Incidents and cases. Lists of one station walk (unit, time); lists of a whole
-- bureau walk the time alone.

CREATE TABLE cases_incident (
    unit           TEXT   NOT NULL,
    id             TEXT   NOT NULL,
    number         TEXT   NOT NULL,
    received_at    BIGINT NOT NULL,
    source         TEXT   NOT NULL,
    category       TEXT   NOT NULL,
    zone           TEXT   NOT NULL,
    address        TEXT   NOT NULL,
    summary        TEXT   NOT NULL,
    state          TEXT   NOT NULL,
    dispatched_at  BIGINT,
    attended_at    BIGINT,
    ended_at       BIGINT,
    outcome        TEXT   NOT NULL,
    passed_to      TEXT   NOT NULL,
    result         TEXT   NOT NULL,
    case_id        TEXT,
    -- Who reported it, encrypted; the index finds the exact telephone number.
    reporter_name  BYTES,
    reporter_phone BYTES,
    phone_index    TEXT   NOT NULL,
    -- The form that made the last change: sent twice, it changes nothing twice.
    form           TEXT   NOT NULL,
    revision       BIGINT NOT NULL,
    PRIMARY KEY (unit, id)
);
CREATE INDEX cases_incident_id ON cases_incident (id);
CREATE UNIQUE INDEX cases_incident_number ON cases_incident (number, unit);
-- With all that a list filters and sorts by, so that only the rows of a page are looked up.
CREATE INDEX cases_incident_unit ON cases_incident (unit, received_at, id, state, category, source, zone, number);
CREATE INDEX cases_incident_received ON cases_incident (received_at, id, unit, state, category, source, zone);
CREATE INDEX cases_incident_category ON cases_incident (category, received_at, id, unit, state, source, zone);
CREATE INDEX cases_incident_unit_open ON cases_incident (unit, received_at, id) WHERE state <> 'ended';
CREATE INDEX cases_incident_open ON cases_incident (received_at, id, unit) WHERE state <> 'ended';
CREATE INDEX cases_incident_phone ON cases_incident (phone_index) WHERE phone_index <> '';

-- Officers sent to an incident.
CREATE TABLE cases_sent (
    unit     TEXT NOT NULL,
    incident TEXT NOT NULL,
    person   TEXT NOT NULL,
    PRIMARY KEY (unit, incident, person)
);

CREATE TABLE cases_case (
    unit           TEXT   NOT NULL,
    id             TEXT   NOT NULL,
    number         TEXT   NOT NULL,
    kind           TEXT   NOT NULL,
    category       TEXT   NOT NULL,
    zone           TEXT   NOT NULL,
    summary        TEXT   NOT NULL,
    incident       TEXT,
    state          TEXT   NOT NULL,
    accepted_at    BIGINT NOT NULL,
    filed_at       BIGINT,
    solved_at      BIGINT,
    transferred_at BIGINT,
    decided_at     BIGINT,
    closed_at      BIGINT,
    -- The last day of the time limit, and the version of the rule that gives it.
    due_at         BIGINT,
    due_by         TEXT   NOT NULL,
    -- Where a criminal case was transferred, or what was decided.
    result         TEXT   NOT NULL,
    outcome        TEXT   NOT NULL,
    closing        TEXT   NOT NULL,
    form           TEXT   NOT NULL,
    revision       BIGINT NOT NULL,
    PRIMARY KEY (unit, id)
);
CREATE INDEX cases_case_id ON cases_case (id);
CREATE UNIQUE INDEX cases_case_number ON cases_case (unit, number);
CREATE INDEX cases_case_unit_accepted ON cases_case (unit, accepted_at);
CREATE INDEX cases_case_accepted ON cases_case (accepted_at, unit);
CREATE INDEX cases_case_state ON cases_case (unit, state, accepted_at);
CREATE INDEX cases_case_open ON cases_case (accepted_at, unit) WHERE state <> 'closed';
CREATE INDEX cases_case_due ON cases_case (due_at, unit) WHERE state = 'accepted' AND due_at IS NOT NULL;

-- Handlers of a case; position 0 leads.
CREATE TABLE cases_handler (
    unit     TEXT   NOT NULL,
    case_id  TEXT   NOT NULL,
    person   TEXT   NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (unit, case_id, person)
);
CREATE INDEX cases_handler_person ON cases_handler (person, case_id);
