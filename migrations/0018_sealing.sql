-- What a sealed case says in words, encrypted: read only by a look-up that is recorded.
ALTER TABLE cases_case ADD COLUMN sealed_words BYTES;

-- By which ground of the law somebody looked, and who had asked for it.
ALTER TABLE cases_look_up ADD COLUMN ground TEXT NOT NULL DEFAULT '';
ALTER TABLE cases_look_up ADD COLUMN asked_by TEXT NOT NULL DEFAULT '';

-- A paper that was issued stays as it was handed out, encrypted like everything that names people.
ALTER TABLE cases_paper ADD COLUMN issued_at BIGINT;
ALTER TABLE cases_paper ADD COLUMN issued_file BYTES;
