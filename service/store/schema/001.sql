-- The first schema. Types and expressions that SQLite and PostgreSQL share (BLOB reads BYTEA there).
-- Every row names its school. Ids are random texts, made before the row: sealed fields are bound to them.
-- Times are whole seconds since 1970. "sealed": a field of the vault (at_rest.h). "index": its keyed hash.

CREATE TABLE data_key (
  use TEXT NOT NULL, -- personal, pepper, index, code, decoy
  version BIGINT NOT NULL,
  wrapped BLOB NOT NULL, -- by the master key
  created_at BIGINT NOT NULL,
  PRIMARY KEY (use, version)
);

CREATE TABLE school (
  id TEXT PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  profile TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE guardian (
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES school (id),
  document_index BLOB NOT NULL,
  document BLOB NOT NULL, -- sealed
  surname BLOB NOT NULL, -- sealed
  given_name BLOB NOT NULL, -- sealed
  phone_index BLOB,
  phone BLOB, -- sealed
  mail_index BLOB,
  mail BLOB, -- sealed
  blocked BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  UNIQUE (school_id, document_index)
);

CREATE TABLE pupil (
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES school (id),
  key_index BLOB NOT NULL,
  pupil_key BLOB NOT NULL, -- sealed
  surname BLOB NOT NULL, -- sealed
  given_name BLOB NOT NULL, -- sealed
  class_name BLOB NOT NULL, -- sealed
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  UNIQUE (school_id, key_index)
);

CREATE TABLE guardianship (
  school_id TEXT NOT NULL REFERENCES school (id),
  guardian_id TEXT NOT NULL REFERENCES guardian (id),
  pupil_id TEXT NOT NULL REFERENCES pupil (id),
  role TEXT NOT NULL,
  PRIMARY KEY (guardian_id, pupil_id)
);
CREATE INDEX guardianship_pupil ON guardianship (pupil_id);

CREATE TABLE account (
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES school (id),
  guardian_id TEXT NOT NULL UNIQUE REFERENCES guardian (id),
  user_code_index BLOB NOT NULL,
  user_code BLOB NOT NULL, -- sealed
  password BLOB NOT NULL, -- Argon2id, sealed under the pepper
  pin BLOB, -- the same
  change_due BIGINT NOT NULL,
  issued_at BIGINT NOT NULL,
  password_set_at BIGINT NOT NULL,
  UNIQUE (school_id, user_code_index)
);

CREATE TABLE acceptance ( -- of commitments
  school_id TEXT NOT NULL REFERENCES school (id),
  guardian_id TEXT NOT NULL REFERENCES guardian (id),
  version TEXT NOT NULL,
  visit_id TEXT NOT NULL,
  accepted_at BIGINT NOT NULL,
  PRIMARY KEY (guardian_id, version)
);

CREATE TABLE device (
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES school (id),
  public_key BLOB NOT NULL,
  state TEXT NOT NULL, -- pending, active, revoked
  enrolled_at BIGINT NOT NULL,
  approved_at BIGINT,
  revoked_at BIGINT,
  last_seen_at BIGINT
);

CREATE TABLE enrol_code (
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES school (id),
  code_hash BLOB NOT NULL UNIQUE,
  expires_at BIGINT NOT NULL,
  device_id TEXT REFERENCES device (id) -- who used it
);

CREATE TABLE login_page (
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES school (id),
  public_key BLOB NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE TABLE nonce ( -- of a device's or login page's key, which belongs to one school
  key_id TEXT NOT NULL,
  nonce TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (key_id, nonce)
);
CREATE INDEX nonce_expiry ON nonce (expires_at);

CREATE TABLE visit (
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES school (id),
  device_id TEXT NOT NULL REFERENCES device (id),
  guardian_id TEXT REFERENCES guardian (id), -- NULL: not on file
  document_index BLOB NOT NULL,
  phone_index BLOB NOT NULL, -- of a decoy where there is no phone
  withheld BIGINT NOT NULL, -- no message leaves, no code is right
  reference TEXT NOT NULL,
  phone_hint TEXT NOT NULL,
  language TEXT NOT NULL,
  reply_key BLOB NOT NULL,
  opened_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  checked_at BIGINT, -- the code was right
  ended_at BIGINT,
  code_issue BIGINT NOT NULL,
  code_key_version BIGINT NOT NULL,
  code_expires_at BIGINT NOT NULL,
  code_tries BIGINT NOT NULL,
  code_sends BIGINT NOT NULL,
  code_sent_at BIGINT NOT NULL
);
CREATE INDEX visit_device ON visit (device_id, ended_at);
CREATE INDEX visit_expiry ON visit (expires_at);

CREATE TABLE visit_grant (
  token_hash BLOB PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES school (id),
  visit_id TEXT NOT NULL REFERENCES visit (id),
  device_id TEXT NOT NULL REFERENCES device (id),
  purpose TEXT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX visit_grant_visit ON visit_grant (visit_id);
CREATE INDEX visit_grant_device ON visit_grant (device_id);

CREATE TABLE person_guard ( -- wrong codes per person, on file or not
  school_id TEXT NOT NULL REFERENCES school (id),
  document_index BLOB NOT NULL,
  failures BIGINT NOT NULL,
  counted_from BIGINT NOT NULL,
  locked_until BIGINT,
  PRIMARY KEY (school_id, document_index)
);

CREATE TABLE login_guard ( -- wrong logins per user code, known or not
  school_id TEXT NOT NULL REFERENCES school (id),
  user_code_index BLOB NOT NULL,
  failures BIGINT NOT NULL,
  counted_from BIGINT NOT NULL,
  locked_until BIGINT,
  PRIMARY KEY (school_id, user_code_index)
);

CREATE TABLE sending_day ( -- code messages of a day, by what is counted
  school_id TEXT NOT NULL REFERENCES school (id),
  counted TEXT NOT NULL, -- school, kiosk, person, phone
  subject BLOB NOT NULL,
  day BIGINT NOT NULL, -- since 1970, UTC
  sends BIGINT NOT NULL,
  PRIMARY KEY (school_id, counted, subject, day)
);

CREATE TABLE kept_answer ( -- idempotency; secret parts are sealed to the visit's reply key
  school_id TEXT NOT NULL,
  device_id TEXT NOT NULL,
  visit_id TEXT NOT NULL,
  route TEXT NOT NULL,
  request_key TEXT NOT NULL,
  body_hash BLOB NOT NULL,
  status BIGINT NOT NULL,
  content_type TEXT NOT NULL,
  body TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (school_id, device_id, request_key)
);
CREATE INDEX kept_answer_expiry ON kept_answer (expires_at);

CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES school (id),
  kind TEXT NOT NULL,
  visit_id TEXT NOT NULL,
  issue BIGINT NOT NULL,
  code_key_version BIGINT NOT NULL,
  language TEXT NOT NULL,
  phone BLOB NOT NULL, -- sealed
  parameters BLOB NOT NULL, -- sealed JSON
  withheld BIGINT NOT NULL, -- goes the same way as every message, but to no gateway
  state TEXT NOT NULL, -- queued, sending, sent, failed, overtaken, withheld
  attempts BIGINT NOT NULL,
  next_at BIGINT NOT NULL, -- while it is being sent: when whoever sends it counts as dead
  not_after BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  finished_at BIGINT,
  last_word TEXT NOT NULL -- for the office: no phone, no text
);
CREATE INDEX outbox_due ON outbox (state, next_at);
CREATE INDEX outbox_visit ON outbox (visit_id);

CREATE TABLE outbox_try (
  outbox_id TEXT NOT NULL REFERENCES outbox (id),
  school_id TEXT NOT NULL REFERENCES school (id),
  attempt BIGINT NOT NULL,
  gateway TEXT NOT NULL,
  outcome TEXT NOT NULL, -- sent, or why not
  receipt TEXT NOT NULL, -- the gateway's own id, if it gave one
  tried_at BIGINT NOT NULL
);
CREATE INDEX outbox_try_outbox ON outbox_try (outbox_id);

CREATE TABLE audit (
  school_id TEXT NOT NULL REFERENCES school (id),
  sequence BIGINT NOT NULL,
  at BIGINT NOT NULL,
  event TEXT NOT NULL,
  device_id TEXT NOT NULL,
  visit_id TEXT NOT NULL,
  commitment BLOB NOT NULL, -- to what stands in audit_personal; empty for none
  previous BLOB NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (school_id, sequence)
);

CREATE TABLE audit_head (
  school_id TEXT PRIMARY KEY REFERENCES school (id),
  sequence BIGINT NOT NULL,
  hash BLOB NOT NULL
);

CREATE TABLE audit_personal ( -- can be deleted: the chain still verifies
  school_id TEXT NOT NULL REFERENCES school (id),
  sequence BIGINT NOT NULL,
  salt BLOB NOT NULL,
  personal BLOB NOT NULL, -- sealed JSON
  PRIMARY KEY (school_id, sequence)
);
