-- The figures that a permitted list may ask for, a line each; empty: none.
ALTER TABLE tasks_permitted ADD COLUMN columns TEXT NOT NULL DEFAULT '';
