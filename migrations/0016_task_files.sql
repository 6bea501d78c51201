-- Files that belong to a task, as its issuer attached them; their bytes are encrypted.
CREATE TABLE tasks_file (
    unit     TEXT   NOT NULL,
    task     TEXT   NOT NULL,
    id       TEXT   NOT NULL,
    name     TEXT   NOT NULL,
    -- docx, xlsx, pdf, jpeg, png: by the content, not by the name.
    kind     TEXT   NOT NULL,
    size     BIGINT NOT NULL,
    person   TEXT   NOT NULL,
    added_at BIGINT NOT NULL,
    file     BYTES  NOT NULL,
    PRIMARY KEY (unit, task, id)
);
CREATE INDEX tasks_file_task ON tasks_file (task, added_at);

-- Pictures beside reports were kept as they came; from now on they are encrypted, and 1 says so.
ALTER TABLE tasks_report ADD COLUMN sealed BIGINT NOT NULL DEFAULT 0;
