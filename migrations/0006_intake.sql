-- The running periods of incidents: a copy for boards, as cases_clock is of cases.
CREATE TABLE cases_report_clock (
    unit        TEXT   NOT NULL,
    incident    TEXT   NOT NULL,
    -- The fact that started it.
    fact        TEXT   NOT NULL,
    rule        TEXT   NOT NULL,
    version     TEXT   NOT NULL,
    since       BIGINT NOT NULL,
    due_at      BIGINT,
    safe_at     BIGINT,
    extensions  BIGINT NOT NULL,
    warn_at     BIGINT,
    escalate_at BIGINT,
    -- Whether it has run out and was brought before the legal officer.
    is_told     BIGINT NOT NULL,
    PRIMARY KEY (unit, incident, fact, rule)
) KEYED;
CREATE INDEX cases_report_clock_safe ON cases_report_clock (unit, safe_at);
CREATE INDEX cases_report_clock_untold ON cases_report_clock (due_at) WHERE is_told = 0;

-- The secret address of each person's calendar: only its hash is kept.
CREATE TABLE people_calendar (
    account    TEXT   NOT NULL PRIMARY KEY,
    token_hash TEXT   NOT NULL,
    made_at    BIGINT NOT NULL
);
CREATE UNIQUE INDEX people_calendar_token ON people_calendar (token_hash);
