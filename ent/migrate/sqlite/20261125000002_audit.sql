-- +goose Up
-- The audit log: one row per business action, each carrying the hash of the one
-- before. The encoding and the meaning of the columns: internal/platform/audit.
-- SQLite has no roles, so the triggers hold against DML through the product's own
-- connections; what another program does to the file is found by verification.

-- The newest entry's number and hash. A writer takes both from here.
CREATE TABLE audit_head (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seq INTEGER NOT NULL CHECK (seq >= 0),
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, zeroblob(32));

CREATE TABLE audit_entries (
  seq INTEGER PRIMARY KEY CHECK (seq > 0),
  at TEXT NOT NULL CHECK (length(at) = 27),
  actor_id TEXT NOT NULL,
  actor_name TEXT NOT NULL,
  actor_roles TEXT NOT NULL,
  actor_org TEXT NOT NULL,
  on_behalf_of TEXT NOT NULL,
  client_ip TEXT NOT NULL,
  session_id TEXT NOT NULL,
  request_id TEXT NOT NULL,
  action TEXT NOT NULL CHECK (action <> ''),
  object_type TEXT NOT NULL,
  object_id TEXT NOT NULL,
  village_id TEXT NOT NULL,
  purpose TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  result TEXT NOT NULL,
  rule_versions TEXT NOT NULL,
  rows TEXT NOT NULL,
  alg INTEGER NOT NULL CHECK (alg > 0),
  format INTEGER NOT NULL CHECK (format > 0),
  prev_hash BLOB NOT NULL CHECK (length(prev_hash) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX audit_entries_object ON audit_entries (object_type, object_id);

-- +goose StatementBegin
CREATE TRIGGER audit_entries_before BEFORE INSERT ON audit_entries BEGIN
  -- Also refuses INSERT OR REPLACE, which deletes without firing delete triggers unless recursive_triggers is on.
  SELECT raise(ABORT, 'audit: entry does not follow the head')
    WHERE NOT EXISTS (SELECT 1 FROM audit_head WHERE id = 1 AND NEW.seq = seq + 1 AND NEW.prev_hash = hash);
  SELECT raise(ABORT, 'audit: entry exists') WHERE EXISTS (SELECT 1 FROM audit_entries WHERE seq = NEW.seq);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_entries_after AFTER INSERT ON audit_entries BEGIN
  UPDATE audit_head SET seq = NEW.seq, hash = NEW.hash WHERE id = 1;
  -- INSERT OR IGNORE would pass a failed update by.
  SELECT raise(ABORT, 'audit: head not moved') WHERE NOT EXISTS (SELECT 1 FROM audit_head WHERE id = 1 AND seq = NEW.seq AND hash = NEW.hash);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_entries_noupdate BEFORE UPDATE ON audit_entries BEGIN SELECT raise(ABORT, 'audit: append only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_entries_nodelete BEFORE DELETE ON audit_entries BEGIN SELECT raise(ABORT, 'audit: append only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_head_guard BEFORE UPDATE ON audit_head BEGIN
  SELECT raise(ABORT, 'audit: head follows entries') WHERE NEW.id <> OLD.id OR NEW.seq <> OLD.seq + 1
    OR NOT EXISTS (SELECT 1 FROM audit_entries WHERE seq = NEW.seq AND hash = NEW.hash AND prev_hash = OLD.hash);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_head_noinsert BEFORE INSERT ON audit_head BEGIN SELECT raise(ABORT, 'audit: one head'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER audit_head_nodelete BEFORE DELETE ON audit_head BEGIN SELECT raise(ABORT, 'audit: one head'); END;
-- +goose StatementEnd
