-- The ground: several processes, imports that know what is missing, rights and retention, witnesses of the audit,
-- connectors to a register. Words as in 001.sql; each part below belongs to one room of the service.

-- Several processes on one store.
CREATE TABLE process ( -- that serves
  id TEXT PRIMARY KEY,
  seen_at BIGINT NOT NULL -- alive
);
-- The process that claimed a message: only a claim of a dead one is due again. '' while nobody holds it.
ALTER TABLE outbox ADD COLUMN claimed_by TEXT NOT NULL DEFAULT '';

-- Imports.
CREATE TABLE import_run (
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES school (id),
  started_at BIGINT NOT NULL,
  finished_at BIGINT, -- NULL: going on, or interrupted: run it again
  rows_read BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX import_run_school ON import_run (school_id, started_at);
-- No pupil of theirs is here any more: shut out as a blocked one is until an import names them again, and erased
-- after a time.
ALTER TABLE guardian ADD COLUMN disabled_at BIGINT;
-- Out of the school's lists and without logins, until an import names them again.
ALTER TABLE pupil ADD COLUMN left_at BIGINT;

-- Witnesses of the audit: what a kiosk says at its heartbeat that it saw of the chain.
CREATE TABLE audit_witness (
  device_id TEXT PRIMARY KEY REFERENCES device (id),
  school_id TEXT NOT NULL REFERENCES school (id),
  sequence BIGINT NOT NULL,
  hash BLOB NOT NULL,
  head TEXT NOT NULL, -- as the kiosk sent it, with its signature
  seen_at BIGINT NOT NULL,
  agreed BIGINT NOT NULL, -- 0: the chain did not hold that head then, and the row stays as it is
  acknowledged BIGINT NOT NULL DEFAULT 0 -- the event of the audit by which the office did so; 0: it has not
);

-- Connectors.
CREATE TABLE connector_event ( -- what a register is told, decided with the act that causes it
  id TEXT PRIMARY KEY, -- also the idempotency key of a webhook
  school_id TEXT NOT NULL REFERENCES school (id),
  kind TEXT NOT NULL, -- credentials_issued, password_changed, pin_changed, credentials_frozen, credentials_closed …
  account_id TEXT NOT NULL,
  sequence BIGINT NOT NULL, -- per school: the register applies them in this order
  content BLOB NOT NULL, -- sealed JSON, emptied once it is delivered
  state TEXT NOT NULL, -- queued, sending, staged (its file is written, not yet named), delivered, failed, overtaken
  batch BIGINT NOT NULL DEFAULT 0, -- of the file that brings it; 0 for none
  folder TEXT NOT NULL DEFAULT '', -- where that file was staged: only there it is named
  claimed_by TEXT NOT NULL DEFAULT '',
  attempts BIGINT NOT NULL,
  next_at BIGINT NOT NULL, -- while it is being sent: when whoever sends it counts as dead
  not_after BIGINT NOT NULL, -- no try begins later, until the office asks for one
  created_at BIGINT NOT NULL,
  finished_at BIGINT,
  last_word TEXT NOT NULL, -- for the office: no person, no secret
  UNIQUE (school_id, sequence)
);
CREATE INDEX connector_event_due ON connector_event (state, next_at);
CREATE INDEX connector_event_account ON connector_event (account_id, sequence);
CREATE TABLE connector_head ( -- the newest numbers of a school: rows may go, numbers never come again
  school_id TEXT PRIMARY KEY REFERENCES school (id),
  sequence BIGINT NOT NULL,
  batch BIGINT NOT NULL
);
