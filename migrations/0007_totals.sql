-- Totals are kept in less detail too: all facts are added up anew by the program.

-- Another word whenever they change; the one row of this table.
CREATE TABLE fact_total_state (state TEXT NOT NULL PRIMARY KEY);
INSERT INTO fact_total_state (state) VALUES ('none');

DELETE FROM fact_total;
DELETE FROM fact_unrolled;
INSERT INTO fact_unrolled (fact, unit, day)
SELECT id, unit, (happened_at + 28800000000) / 86400000000 FROM fact;
