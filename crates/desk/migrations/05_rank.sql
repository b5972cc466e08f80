-- The place of a task on its list, from one on. What was there before was ordered by value.
ALTER TABLE task ADD COLUMN rank INTEGER NOT NULL DEFAULT 0;
UPDATE task SET rank = placed.rank FROM (
    SELECT id, row_number() OVER (PARTITION BY worklist_id ORDER BY value_minor DESC, customer, id) AS rank FROM task
) AS placed WHERE placed.id = task.id;
DROP INDEX task_ranked;
-- Holds all that lists are filtered by, so that counting them does not touch the evidence.
CREATE INDEX task_ranked ON task (worklist_id, state, holdout, rank, value_minor, owner, reason);
