-- The acts beyond the first issue: invitations, mail addresses, the office's decisions, pupils' own credentials,
-- messages by mail. Words as in 001.sql.

-- What a school tells its families, and how it gives out.
ALTER TABLE school ADD COLUMN contact_name TEXT NOT NULL DEFAULT '';
ALTER TABLE school ADD COLUMN contact_mail TEXT NOT NULL DEFAULT '';
ALTER TABLE school ADD COLUMN contact_phone TEXT NOT NULL DEFAULT '';
ALTER TABLE school ADD COLUMN contact_hours TEXT NOT NULL DEFAULT '';
ALTER TABLE school ADD COLUMN login_url TEXT NOT NULL DEFAULT ''; -- of the register
ALTER TABLE school ADD COLUMN mail_domain TEXT NOT NULL DEFAULT ''; -- of the addresses the school makes for its people
ALTER TABLE school ADD COLUMN second_set TEXT NOT NULL DEFAULT 'free'; -- free, on_request
ALTER TABLE school ADD COLUMN pupil_credentials TEXT NOT NULL DEFAULT 'by_letter'; -- by_letter, by_mail

CREATE TABLE access_rule ( -- of a school, before the profile's: from that day on
  school_id TEXT NOT NULL REFERENCES school (id),
  role TEXT NOT NULL, -- guardian, pupil
  from_day TEXT NOT NULL, -- 2027-01-15
  access TEXT NOT NULL, -- credentials, digital_identity, both
  PRIMARY KEY (school_id, role, from_day)
);

-- The language of a person's last visit, for mails that no visit causes.
ALTER TABLE guardian ADD COLUMN language TEXT NOT NULL DEFAULT 'it';
ALTER TABLE guardian ADD COLUMN mail_confirmed_at BIGINT; -- by a code; imported ones are not

ALTER TABLE visit ADD COLUMN acts BIGINT NOT NULL DEFAULT 0; -- done with its grant

ALTER TABLE pupil ADD COLUMN mail_index BLOB; -- like every mail_index, of the address in lower case
ALTER TABLE pupil ADD COLUMN mail BLOB; -- sealed; the school's own address for the pupil

-- An account is a guardian's or a pupil's.
CREATE TABLE account_002 (
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES school (id),
  guardian_id TEXT UNIQUE REFERENCES guardian (id),
  pupil_id TEXT UNIQUE REFERENCES pupil (id),
  user_code_index BLOB NOT NULL,
  user_code BLOB NOT NULL, -- sealed
  password BLOB NOT NULL, -- Argon2id, sealed under the pepper
  pin BLOB, -- the same
  change_due BIGINT NOT NULL,
  password_ends_at BIGINT, -- of a password that was made and not yet changed
  frozen_at BIGINT, -- "it was not me": no login, no act, until the office ends it
  issued_at BIGINT NOT NULL,
  password_set_at BIGINT NOT NULL,
  UNIQUE (school_id, user_code_index),
  CHECK ((guardian_id IS NULL) <> (pupil_id IS NULL))
);
INSERT INTO account_002 (id, school_id, guardian_id, user_code_index, user_code, password, pin, change_due, issued_at,
  password_set_at)
  SELECT id, school_id, guardian_id, user_code_index, user_code, password, pin, change_due, issued_at, password_set_at
  FROM account;
DROP TABLE account;
ALTER TABLE account_002 RENAME TO account;

CREATE TABLE invitation (
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES school (id),
  guardian_id TEXT NOT NULL REFERENCES guardian (id),
  purpose TEXT NOT NULL, -- first_issue, recovery
  token_hash BLOB NOT NULL UNIQUE, -- the token itself is derived from the id when its mail is sent
  batch_id TEXT NOT NULL, -- of `invite`, or ''
  device_id TEXT NOT NULL, -- of the kiosk that was asked for it, or ''
  visit_id TEXT NOT NULL, -- or ''
  language TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  opened_at BIGINT, -- somebody asked for the code: opening the page changes nothing
  redeemed_at BIGINT,
  cancelled_at BIGINT, -- a newer one, or the office
  reminded_at BIGINT,
  session_hash BLOB, -- of the browser that asked for the code
  checked_at BIGINT, -- the code was right, in that browser
  kept BLOB, -- what the last page shows, sealed to the browser's cookie
  kept_until BIGINT,
  code_issue BIGINT NOT NULL DEFAULT 0,
  code_key_version BIGINT NOT NULL DEFAULT 0,
  code_expires_at BIGINT NOT NULL DEFAULT 0,
  code_tries BIGINT NOT NULL DEFAULT 0,
  code_sends BIGINT NOT NULL DEFAULT 0,
  code_sent_at BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX invitation_guardian ON invitation (guardian_id);
CREATE INDEX invitation_batch ON invitation (batch_id);
CREATE INDEX invitation_expiry ON invitation (expires_at);

CREATE TABLE batch ( -- of invitations
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES school (id),
  classes TEXT NOT NULL, -- the pattern: "1*"
  created_at BIGINT NOT NULL
);

CREATE TABLE mail_change ( -- an address that waits for its code
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES school (id),
  guardian_id TEXT NOT NULL REFERENCES guardian (id),
  visit_id TEXT NOT NULL UNIQUE REFERENCES visit (id),
  mail_index BLOB NOT NULL,
  mail BLOB NOT NULL, -- sealed
  confirmed_at BIGINT,
  code_issue BIGINT NOT NULL,
  code_key_version BIGINT NOT NULL,
  code_expires_at BIGINT NOT NULL,
  code_tries BIGINT NOT NULL,
  code_sends BIGINT NOT NULL,
  code_sent_at BIGINT NOT NULL
);

CREATE TABLE freeze_link ( -- "it was not me", one per confirming message's act
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES school (id),
  account_id TEXT NOT NULL,
  token_hash BLOB NOT NULL UNIQUE,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX freeze_link_account ON freeze_link (account_id);

CREATE TABLE report ( -- "my data is wrong"
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES school (id),
  guardian_id TEXT NOT NULL REFERENCES guardian (id),
  visit_id TEXT NOT NULL,
  reference TEXT NOT NULL,
  what TEXT NOT NULL, -- names, with commas
  note BLOB NOT NULL, -- sealed
  created_at BIGINT NOT NULL,
  closed_at BIGINT
);
CREATE INDEX report_open ON report (school_id, closed_at);

CREATE TABLE authorisation ( -- of a second set
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES school (id),
  guardian_id TEXT NOT NULL REFERENCES guardian (id),
  reference BLOB NOT NULL, -- sealed; of the written request
  created_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX authorisation_guardian ON authorisation (guardian_id);

CREATE TABLE homonym ( -- a wanted name was taken: what was given instead
  id TEXT PRIMARY KEY,
  school_id TEXT NOT NULL REFERENCES school (id),
  kind TEXT NOT NULL, -- user_code, mail
  holder TEXT NOT NULL, -- guardian, pupil
  holder_id TEXT NOT NULL,
  wanted BLOB NOT NULL, -- sealed
  given BLOB NOT NULL, -- sealed
  created_at BIGINT NOT NULL,
  seen_at BIGINT,
  UNIQUE (kind, holder_id)
);
CREATE INDEX homonym_school ON homonym (school_id, seen_at);

-- A message goes to a phone or to a mail address.
ALTER TABLE outbox RENAME COLUMN phone TO recipient;
ALTER TABLE outbox ADD COLUMN channel TEXT NOT NULL DEFAULT 'sms'; -- sms, mail
-- The invitation, mail change or freeze link whose code or link it brings; '' for a visit's own code.
ALTER TABLE outbox ADD COLUMN subject_id TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN gateway TEXT NOT NULL DEFAULT ''; -- that is being given it, or took it
ALTER TABLE outbox ADD COLUMN offered_at BIGINT NOT NULL DEFAULT 0; -- since when that gateway is being given it
-- What the gateway told later: accepted (by the network), delivered, bounced.
ALTER TABLE outbox ADD COLUMN delivery TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN delivery_at BIGINT;
CREATE INDEX outbox_subject ON outbox (subject_id);
-- Of what is sent, next_at is when to ask the gateway how it went.
CREATE INDEX outbox_delivery ON outbox (gateway, state, delivery, next_at);
DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (state, channel, next_at);
CREATE INDEX outbox_finished ON outbox (finished_at); -- once it is set, recipient and parameters are empty

CREATE TABLE code_hour ( -- codes sent and codes found right, to see when one goes up without the other
  school_id TEXT NOT NULL REFERENCES school (id),
  hour BIGINT NOT NULL, -- since 1970
  sent BIGINT NOT NULL DEFAULT 0,
  checked BIGINT NOT NULL DEFAULT 0,
  alerted_at BIGINT,
  PRIMARY KEY (school_id, hour)
);
