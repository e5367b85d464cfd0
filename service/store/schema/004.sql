-- What kiosks deliver when their line is back: sealed requests, and their journal. Words as in 001.sql.

-- That a request came, never what was in it: so that it is carried out once.
CREATE TABLE kiosk_request (
  device_id TEXT NOT NULL REFERENCES device (id),
  sequence BIGINT NOT NULL, -- the kiosk's
  school_id TEXT NOT NULL REFERENCES school (id),
  box_hash BLOB NOT NULL, -- another one under this number is refused
  outcome TEXT NOT NULL, -- taken, too_old, unreadable
  delivered_at BIGINT NOT NULL,
  contested BIGINT NOT NULL DEFAULT 0, -- another one came under this number: the audit has it once
  PRIMARY KEY (device_id, sequence)
);
CREATE INDEX kiosk_request_delivered ON kiosk_request (delivered_at);
-- The highest number whose row went by its age: nothing up to it is carried out any more.
ALTER TABLE device ADD COLUMN requests_over BIGINT NOT NULL DEFAULT 0;

CREATE TABLE request_day ( -- a person's request was answered on that day, or made on it: on file or not
  school_id TEXT NOT NULL REFERENCES school (id),
  document_index BLOB NOT NULL,
  day TEXT NOT NULL, -- 2027-01-15, of the school's clock
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (school_id, document_index, day)
);
CREATE INDEX request_day_expiry ON request_day (expires_at);

CREATE TABLE journal ( -- a kiosk's, as it wrote it; no person stands in it
  device_id TEXT NOT NULL REFERENCES device (id),
  chain BIGINT NOT NULL, -- another one since the office, or a restore, let it begin anew
  sequence BIGINT NOT NULL,
  school_id TEXT NOT NULL REFERENCES school (id),
  at BIGINT NOT NULL, -- by the kiosk's clock
  event TEXT NOT NULL,
  data TEXT NOT NULL, -- name=value name=value
  previous BLOB NOT NULL,
  hash BLOB NOT NULL,
  delivered_at BIGINT NOT NULL,
  PRIMARY KEY (device_id, chain, sequence)
);
CREATE INDEX journal_delivered ON journal (delivered_at);

CREATE TABLE journal_head ( -- entries may go by their age, the head stays
  device_id TEXT PRIMARY KEY REFERENCES device (id),
  school_id TEXT NOT NULL REFERENCES school (id),
  chain BIGINT NOT NULL,
  sequence BIGINT NOT NULL, -- 0: nothing of this chain yet
  hash BLOB NOT NULL,
  begins_anew BIGINT NOT NULL, -- the next entry may have any number and any entry before it
  refused BIGINT NOT NULL DEFAULT 0 -- a gap or a fork stands: the audit has it once
);
