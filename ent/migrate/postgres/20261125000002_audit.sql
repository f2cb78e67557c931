-- +goose Up
-- The audit log: one row per business action, each carrying the hash of the one
-- before. The encoding and the meaning of the columns: internal/platform/audit.
-- Run by the owner; what the application's role may do is granted afterwards.

-- The newest entry's number and hash. A writer locks this row and takes both from it.
CREATE TABLE audit_head (
  id integer PRIMARY KEY CHECK (id = 1),
  seq bigint NOT NULL CHECK (seq >= 0),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32)
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'));

CREATE TABLE audit_entries (
  seq bigint PRIMARY KEY CHECK (seq > 0),
  at text NOT NULL CHECK (length(at) = 27),
  actor_id text NOT NULL,
  actor_name text NOT NULL,
  actor_roles text NOT NULL,
  actor_org text NOT NULL,
  on_behalf_of text NOT NULL,
  client_ip text NOT NULL,
  session_id text NOT NULL,
  request_id text NOT NULL,
  action text NOT NULL CHECK (action <> ''),
  object_type text NOT NULL,
  object_id text NOT NULL,
  village_id text NOT NULL,
  purpose text NOT NULL,
  before text NOT NULL,
  after text NOT NULL,
  result text NOT NULL,
  rule_versions text NOT NULL,
  rows text NOT NULL,
  alg integer NOT NULL CHECK (alg > 0),
  format integer NOT NULL CHECK (format > 0),
  prev_hash bytea NOT NULL CHECK (octet_length(prev_hash) = 32),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32)
);
CREATE INDEX audit_entries_object ON audit_entries (object_type, object_id);

-- +goose StatementBegin
-- Whatever a statement adds follows the head without gap, and the head moves with
-- it. The head row is locked for the check, so two writers can't both follow it.
CREATE FUNCTION audit_entries_follow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE head audit_head; entry record; BEGIN
  SELECT * INTO head FROM audit_head WHERE id = 1 FOR UPDATE;
  FOR entry IN SELECT seq, prev_hash, hash FROM added ORDER BY seq LOOP
    IF (entry.seq = head.seq + 1 AND entry.prev_hash = head.hash) IS NOT TRUE THEN -- NULL when there is no head
      RAISE EXCEPTION 'audit: entry % does not follow the head', entry.seq USING ERRCODE = 'AU001';
    END IF;
    head.seq := entry.seq; head.hash := entry.hash;
  END LOOP;
  UPDATE audit_head SET seq = head.seq, hash = head.hash WHERE id = 1 AND seq < head.seq;
  RETURN NULL;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  RAISE EXCEPTION 'audit: % on % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'AU002';
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
-- The head moves forward only, and only to the newest entry.
CREATE FUNCTION audit_head_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.id <> OLD.id OR NEW.seq <= OLD.seq
    OR NOT EXISTS (SELECT 1 FROM audit_entries WHERE seq = NEW.seq AND hash = NEW.hash)
    OR EXISTS (SELECT 1 FROM audit_entries WHERE seq > NEW.seq) THEN
    RAISE EXCEPTION 'audit: head follows entries' USING ERRCODE = 'AU003';
  END IF;
  RETURN NEW;
END $$;
-- +goose StatementEnd
-- +goose StatementBegin
-- A fixed search path with pg_temp last: otherwise a temporary table of the
-- caller's named audit_head would be the one the functions read.
DO $$ DECLARE f text; BEGIN
  FOREACH f IN ARRAY ARRAY['audit_entries_follow', 'audit_refuse', 'audit_head_guard'] LOOP
    EXECUTE format('ALTER FUNCTION %I.%I() SET search_path = %I, pg_temp', current_schema(), f, current_schema());
    EXECUTE format('REVOKE ALL ON FUNCTION %I.%I() FROM PUBLIC', current_schema(), f);
  END LOOP;
END $$;
-- +goose StatementEnd
CREATE TRIGGER audit_entries_follow AFTER INSERT ON audit_entries REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_follow();
CREATE TRIGGER audit_entries_append BEFORE UPDATE OR DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entries_notruncate BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_guard BEFORE UPDATE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_head_guard();
CREATE TRIGGER audit_head_one BEFORE INSERT OR DELETE ON audit_head FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_head_notruncate BEFORE TRUNCATE ON audit_head FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
