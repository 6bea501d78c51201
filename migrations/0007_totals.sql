-- Totals are kept in less detail too: all facts are added up anew by the program.

DELETE FROM fact_total;
DELETE FROM fact_unrolled;
INSERT INTO fact_unrolled (fact, unit, day)
SELECT id, unit, (happened_at + 28800000000) / 86400000000 FROM fact;
