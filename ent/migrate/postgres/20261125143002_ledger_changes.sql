-- +goose Up
-- What later documents take off a promise, and years that close and open again. The SQLite file says the same in its own words.

-- What reductions and recalls took off, on the source, which keeps the promise, and on the lot, where it is read.
ALTER TABLE ledger_accounts
  ADD COLUMN reduced bigint NOT NULL DEFAULT 0 CHECK (reduced >= 0),
  ADD CONSTRAINT ledger_reduced_of_promises CHECK (kind IN ('source', 'lot') OR reduced = 0),
  ADD CONSTRAINT ledger_received_within_reduced CHECK (kind <> 'source' OR debits_posted + reduced <= promised_fen);

-- What one transfer does to the counters of each of its two accounts. The only place where the kinds get their meaning.
CREATE OR REPLACE VIEW ledger_effects AS
  SELECT seq, id AS transfer_id, debit_account AS account_id,
    CASE kind WHEN 'hold' THEN amount_fen WHEN 'settle' THEN -amount_fen WHEN 'void' THEN -amount_fen ELSE 0 END AS debits_pending,
    CASE WHEN kind IN ('post', 'settle') THEN amount_fen ELSE 0 END AS debits_posted,
    0 AS credits_pending,
    CASE WHEN kind IN ('reverse', 'recall') THEN -amount_fen ELSE 0 END AS credits_posted,
    CASE WHEN debit_kind <> 'project_lot' THEN 0
      ELSE CASE kind WHEN 'hold' THEN advance_fen WHEN 'void' THEN -advance_fen ELSE 0 END END AS advance,
    CASE WHEN debit_kind <> 'project_lot' OR credit_kind <> 'retention' THEN 0
      ELSE CASE kind WHEN 'hold' THEN amount_fen WHEN 'void' THEN -amount_fen ELSE 0 END END AS retained,
    CASE WHEN kind IN ('reduce', 'recall') THEN amount_fen ELSE 0 END AS reduced
  FROM ledger_transfers
  UNION ALL
  SELECT seq, id, credit_account,
    0,
    CASE WHEN kind IN ('reverse', 'recall') THEN -amount_fen ELSE 0 END,
    CASE kind WHEN 'hold' THEN amount_fen WHEN 'settle' THEN -amount_fen WHEN 'void' THEN -amount_fen ELSE 0 END,
    CASE WHEN kind IN ('post', 'settle') THEN amount_fen ELSE 0 END,
    CASE WHEN credit_kind = 'project_lot' AND kind = 'reverse' THEN -advance_fen ELSE 0 END,
    CASE WHEN credit_kind = 'project_lot' AND debit_kind = 'retention' AND kind = 'reverse' THEN -amount_fen ELSE 0 END,
    CASE WHEN kind IN ('reduce', 'recall') THEN amount_fen ELSE 0 END
  FROM ledger_transfers;

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION ledger_transfers_after() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  UPDATE ledger_accounts a SET
    debits_pending = a.debits_pending + e.debits_pending, debits_posted = a.debits_posted + e.debits_posted,
    credits_pending = a.credits_pending + e.credits_pending, credits_posted = a.credits_posted + e.credits_posted,
    advance = a.advance + e.advance, retained = a.retained + e.retained, reduced = a.reduced + e.reduced
  FROM ledger_effects e WHERE e.transfer_id = NEW.id AND a.id = e.account_id;
  RETURN NULL;
END $$;
-- +goose StatementEnd

DROP TRIGGER ledger_accounts_d_new_is_empty ON ledger_accounts;
CREATE TRIGGER ledger_accounts_d_new_is_empty BEFORE INSERT ON ledger_accounts FOR EACH ROW
  WHEN (NEW.debits_pending <> 0 OR NEW.debits_posted <> 0 OR NEW.credits_pending <> 0 OR NEW.credits_posted <> 0
    OR NEW.accepted <> 0 OR NEW.advance <> 0 OR NEW.retained <> 0 OR NEW.advance_cap_bp <> 0 OR NEW.retention_cap_bp <> 0 OR NEW.reduced <> 0)
  EXECUTE FUNCTION ledger_refuse();

-- A year is closed and opened again by rows that are only added; ledger_years.closed follows the newest.
CREATE SEQUENCE ledger_year_marks_seq;
CREATE TABLE ledger_year_marks (
  seq bigint NOT NULL UNIQUE,
  id uuid PRIMARY KEY,
  year int NOT NULL REFERENCES ledger_years (year),
  kind text NOT NULL CHECK (kind IN ('close', 'reopen')),
  reference text NOT NULL CHECK (length(reference) BETWEEN 1 AND 200),
  booked_at timestamptz NOT NULL
);
CREATE INDEX ledger_year_marks_of_year ON ledger_year_marks (year, seq);

-- +goose StatementBegin
CREATE FUNCTION ledger_year_marks_before() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  is_closed boolean;
BEGIN
  -- Waits for those who are booking in the year, and they for us: their lock is FOR SHARE.
  SELECT closed INTO is_closed FROM ledger_years WHERE year = NEW.year FOR NO KEY UPDATE;
  IF is_closed = (NEW.kind = 'close') THEN
    RAISE EXCEPTION 'ledger: fiscal year % is so already', NEW.year USING ERRCODE = 'LG002';
  END IF;
  NEW.seq := nextval('ledger_year_marks_seq');
  RETURN NEW;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION ledger_year_marks_after() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  UPDATE ledger_years SET closed = (NEW.kind = 'close') WHERE year = NEW.year;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
DO $$
DECLARE
  f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['ledger_transfers_after()', 'ledger_year_marks_before()', 'ledger_year_marks_after()'] LOOP
    EXECUTE format('ALTER FUNCTION %I.%s SET search_path = pg_catalog, %I, pg_temp', current_schema(), f, current_schema());
    EXECUTE format('REVOKE ALL ON FUNCTION %I.%s FROM PUBLIC', current_schema(), f);
  END LOOP;
END $$;
-- +goose StatementEnd

CREATE TRIGGER ledger_year_marks_a_before BEFORE INSERT ON ledger_year_marks FOR EACH ROW EXECUTE FUNCTION ledger_year_marks_before();
CREATE TRIGGER ledger_year_marks_b_after AFTER INSERT ON ledger_year_marks FOR EACH ROW EXECUTE FUNCTION ledger_year_marks_after();
CREATE TRIGGER ledger_year_marks_c_append_only BEFORE UPDATE OR DELETE ON ledger_year_marks FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_year_marks_f_no_truncate BEFORE TRUNCATE ON ledger_year_marks FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
DROP TRIGGER ledger_years_e_stays_closed ON ledger_years;
CREATE TRIGGER ledger_years_d_new_is_open BEFORE INSERT ON ledger_years FOR EACH ROW WHEN (NEW.closed) EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_years_e_only_by_mark BEFORE UPDATE ON ledger_years FOR EACH ROW
  WHEN (pg_trigger_depth() = 0 OR NEW.year <> OLD.year) EXECUTE FUNCTION ledger_refuse();
