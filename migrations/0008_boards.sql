-- Boards of many units and of one person, sorted lists of one station, and totals that are remembered.

DROP INDEX cases_clock_case;
CREATE INDEX cases_clock_case ON cases_clock (case_id) WHERE ended_at IS NULL;
CREATE INDEX cases_clock_safe ON cases_clock (safe_at, case_id, rule, unit) WHERE ended_at IS NULL;

-- The state of the totals, another word whenever they change; the one row of this table.
CREATE TABLE fact_total_state (state TEXT NOT NULL PRIMARY KEY);
INSERT INTO fact_total_state (state) VALUES ('none');

-- Lists of one station, sorted.
CREATE INDEX cases_incident_unit_category ON cases_incident (unit, category, received_at, id, state, source, zone);
CREATE INDEX cases_incident_unit_number ON cases_incident (unit, number);
