-- What was added to the totals of late, so that an answer of the totals which is remembered can be brought
-- up to date. Every batch of facts is a turn.

ALTER TABLE fact_total_state ADD COLUMN turn BIGINT NOT NULL DEFAULT 0;

-- Facts of the last turns. day: days since 1970-01-01.
CREATE TABLE fact_rolled (
    turn BIGINT NOT NULL,
    fact TEXT   NOT NULL,
    unit TEXT   NOT NULL,
    day  BIGINT NOT NULL,
    PRIMARY KEY (turn, fact)
) KEYED;
