-- What opens something for an account without signing in, one for each purpose: only the hash of
-- each is kept. 'calendar' is the address of one's calendar, 'program' the key of a program.
CREATE TABLE people_secret (
    account    TEXT   NOT NULL,
    purpose    TEXT   NOT NULL,
    token_hash TEXT   NOT NULL,
    made_at    BIGINT NOT NULL,
    PRIMARY KEY (account, purpose)
);
CREATE UNIQUE INDEX people_secret_token ON people_secret (token_hash);
INSERT INTO people_secret (account, purpose, token_hash, made_at)
SELECT account, 'calendar', token_hash, made_at FROM people_calendar;
DROP TABLE people_calendar;
