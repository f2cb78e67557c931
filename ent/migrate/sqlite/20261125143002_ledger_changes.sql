-- +goose Up
-- What later documents take off a promise, and years that close and open again. The PostgreSQL file says the same in its own words.

-- What reductions and recalls took off, on the source, which keeps the promise, and on the lot, where it is read.
ALTER TABLE ledger_accounts ADD COLUMN reduced INTEGER NOT NULL DEFAULT 0 CONSTRAINT ledger_received_within_reduced CHECK (reduced >= 0
  AND (kind IN ('source', 'lot') OR reduced = 0) AND (kind <> 'source' OR debits_posted + reduced <= promised_fen));

-- What one transfer does to the counters of each of its two accounts. The only place where the kinds get their meaning.
CREATE VIEW ledger_effects AS
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

DROP TRIGGER ledger_accounts_before;
-- +goose StatementBegin
CREATE TRIGGER ledger_accounts_before BEFORE INSERT ON ledger_accounts BEGIN
  SELECT raise(ABORT, 'LG002 ledger: account exists') WHERE EXISTS (SELECT 1 FROM ledger_accounts WHERE id = NEW.id);
  SELECT raise(ABORT, 'LG002 ledger: account exists') WHERE EXISTS (SELECT 1 FROM ledger_accounts WHERE kind = NEW.kind AND lot_id = NEW.lot_id
    AND project_key = coalesce(NEW.project_id, '00000000-0000-0000-0000-000000000000')
    AND claim_key = coalesce(NEW.claim_id, '00000000-0000-0000-0000-000000000000'));
  SELECT raise(ABORT, 'LG004 ledger: a new account is empty') WHERE (NEW.debits_pending, NEW.debits_posted, NEW.credits_pending, NEW.credits_posted, NEW.accepted, NEW.advance,
    NEW.retained, NEW.advance_cap_bp, NEW.retention_cap_bp, NEW.last_transfer, NEW.last_limit, NEW.reduced)
    IS NOT (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_transfers_before BEFORE INSERT ON ledger_transfers BEGIN
  SELECT raise(ABORT, 'LG001 ledger: fiscal year is closed') WHERE EXISTS (SELECT 1 FROM ledger_years WHERE year = NEW.fiscal_year AND closed = 1);
  SELECT raise(ABORT, 'LG002 ledger: transfer exists') WHERE EXISTS (SELECT 1 FROM ledger_transfers WHERE seq = NEW.seq)
    OR EXISTS (SELECT 1 FROM ledger_transfers WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM ledger_transfers WHERE hold_id = NEW.hold_id)
    OR EXISTS (SELECT 1 FROM ledger_transfers WHERE reverses_id = NEW.reverses_id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_transfers_after AFTER INSERT ON ledger_transfers BEGIN
  SELECT raise(ABORT, 'LG004 ledger: seq has no gap') WHERE NEW.seq <> coalesce((SELECT max(seq) FROM ledger_transfers WHERE seq < NEW.seq), 0) + 1;
  UPDATE ledger_accounts SET last_transfer = NEW.seq,
    debits_pending = ledger_accounts.debits_pending + e.debits_pending, debits_posted = ledger_accounts.debits_posted + e.debits_posted,
    credits_pending = ledger_accounts.credits_pending + e.credits_pending, credits_posted = ledger_accounts.credits_posted + e.credits_posted,
    advance = ledger_accounts.advance + e.advance, retained = ledger_accounts.retained + e.retained,
    reduced = ledger_accounts.reduced + e.reduced
  FROM ledger_effects e WHERE e.seq = NEW.seq AND ledger_accounts.id = e.account_id;
  SELECT raise(ABORT, 'LG004 ledger: transfer not applied') WHERE (SELECT count(*) FROM ledger_accounts
    WHERE id IN (NEW.debit_account, NEW.credit_account) AND last_transfer = NEW.seq) <> 2;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_accounts_guard BEFORE UPDATE ON ledger_accounts BEGIN
  SELECT raise(ABORT, 'LG003 ledger: what an account is for is fixed') WHERE (NEW.id, NEW.kind, NEW.lot_id, NEW.project_id, NEW.claim_id, NEW.release_on, NEW.promised_fen)
    IS NOT (OLD.id, OLD.kind, OLD.lot_id, OLD.project_id, OLD.claim_id, OLD.release_on, OLD.promised_fen);
  SELECT raise(ABORT, 'LG004 ledger: negative counter') WHERE min(NEW.debits_pending, NEW.debits_posted, NEW.credits_pending, NEW.credits_posted, NEW.accepted, NEW.advance, NEW.retained, NEW.reduced) < 0;
  SELECT raise(ABORT, 'LG004 ledger: received within promise') WHERE NEW.kind = 'source' AND NEW.debits_posted + NEW.reduced > NEW.promised_fen;
  SELECT raise(ABORT, 'LG004 ledger: never overspent') WHERE NEW.kind <> 'source' AND NEW.debits_pending + NEW.debits_posted > NEW.credits_posted;
  SELECT raise(ABORT, 'LG004 ledger: paid within accepted') WHERE NEW.kind = 'project_lot'
    AND NEW.debits_pending + NEW.debits_posted <> NEW.advance AND NEW.debits_pending + NEW.debits_posted > NEW.accepted;
  SELECT raise(ABORT, 'LG004 ledger: advance is paid') WHERE NEW.advance > NEW.debits_pending + NEW.debits_posted;
  SELECT raise(ABORT, 'LG004 ledger: advance within cap') WHERE NEW.advance * 10000 > NEW.credits_posted * NEW.advance_cap_bp;
  SELECT raise(ABORT, 'LG004 ledger: retained within cap') WHERE NEW.retained * 10000 > (NEW.debits_pending + NEW.debits_posted - NEW.advance) * NEW.retention_cap_bp;
  SELECT raise(ABORT, 'LG004 ledger: counters follow transfers and limits') WHERE (
    (NEW.last_transfer > OLD.last_transfer AND NEW.last_limit = OLD.last_limit
      AND NEW.accepted = OLD.accepted AND NEW.advance_cap_bp = OLD.advance_cap_bp AND NEW.retention_cap_bp = OLD.retention_cap_bp
      AND EXISTS (SELECT 1 FROM ledger_effects e WHERE e.seq = NEW.last_transfer AND e.account_id = NEW.id
        AND NEW.debits_pending - OLD.debits_pending = e.debits_pending AND NEW.debits_posted - OLD.debits_posted = e.debits_posted
        AND NEW.credits_pending - OLD.credits_pending = e.credits_pending AND NEW.credits_posted - OLD.credits_posted = e.credits_posted
        AND NEW.advance - OLD.advance = e.advance AND NEW.retained - OLD.retained = e.retained AND NEW.reduced - OLD.reduced = e.reduced))
    OR (NEW.last_limit > OLD.last_limit AND NEW.last_transfer = OLD.last_transfer
      AND NEW.debits_pending = OLD.debits_pending AND NEW.debits_posted = OLD.debits_posted
      AND NEW.credits_pending = OLD.credits_pending AND NEW.credits_posted = OLD.credits_posted
      AND NEW.advance = OLD.advance AND NEW.retained = OLD.retained AND NEW.reduced = OLD.reduced
      AND EXISTS (SELECT 1 FROM ledger_limits l WHERE l.seq = NEW.last_limit AND l.account_id = NEW.id
        AND NEW.accepted - OLD.accepted = CASE l.kind WHEN 'accept' THEN l.amount_fen WHEN 'unaccept' THEN -l.amount_fen ELSE 0 END
        AND NEW.advance_cap_bp = CASE l.kind WHEN 'advance_cap' THEN l.cap_bp ELSE OLD.advance_cap_bp END
        AND NEW.retention_cap_bp = CASE l.kind WHEN 'retention_cap' THEN l.cap_bp ELSE OLD.retention_cap_bp END))) IS NOT TRUE;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_transfers_no_update BEFORE UPDATE ON ledger_transfers BEGIN
  SELECT raise(ABORT, 'LG003 ledger: append only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_transfers_no_delete BEFORE DELETE ON ledger_transfers BEGIN
  SELECT raise(ABORT, 'LG003 ledger: append only');
END;
-- +goose StatementEnd

-- A year is closed and opened again by rows that are only added; ledger_years.closed follows the newest.
CREATE TABLE ledger_year_marks (
  seq INTEGER PRIMARY KEY, -- 1, 2, 3 … without gap
  id TEXT NOT NULL UNIQUE CHECK (id LIKE '________-____-____-____-____________' AND length(replace(id, '-', '')) = 32 AND id NOT GLOB '*[^-0-9a-f]*'),
  year INTEGER NOT NULL REFERENCES ledger_years (year),
  kind TEXT NOT NULL CHECK (kind IN ('close', 'reopen')),
  reference TEXT NOT NULL CHECK (length(reference) BETWEEN 1 AND 200),
  booked_at TEXT NOT NULL CHECK (booked_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND datetime(booked_at) IS NOT NULL)
) STRICT;
CREATE INDEX ledger_year_marks_of_year ON ledger_year_marks (year, seq);
DROP TRIGGER ledger_years_before;
DROP TRIGGER ledger_years_stays_closed;
-- +goose StatementBegin
CREATE TRIGGER ledger_years_before BEFORE INSERT ON ledger_years BEGIN
  SELECT raise(ABORT, 'LG002 ledger: year exists') WHERE EXISTS (SELECT 1 FROM ledger_years WHERE year = NEW.year);
  SELECT raise(ABORT, 'LG004 ledger: a new year is open') WHERE NEW.closed IS NOT 0;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_years_guard BEFORE UPDATE ON ledger_years BEGIN
  SELECT raise(ABORT, 'LG003 ledger: a year follows its marks') WHERE NEW.year IS NOT OLD.year OR NEW.closed IS OLD.closed
    OR NEW.closed IS NOT (SELECT m.kind = 'close' FROM ledger_year_marks m WHERE m.year = NEW.year ORDER BY m.seq DESC LIMIT 1);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_year_marks_before BEFORE INSERT ON ledger_year_marks BEGIN
  SELECT raise(ABORT, 'LG002 ledger: mark exists') WHERE EXISTS (SELECT 1 FROM ledger_year_marks WHERE seq = NEW.seq)
    OR EXISTS (SELECT 1 FROM ledger_year_marks WHERE id = NEW.id);
  SELECT raise(ABORT, 'LG002 ledger: the year is so already') WHERE (SELECT closed FROM ledger_years WHERE year = NEW.year) = (NEW.kind = 'close');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_year_marks_after AFTER INSERT ON ledger_year_marks BEGIN
  SELECT raise(ABORT, 'LG004 ledger: seq has no gap') WHERE NEW.seq <> coalesce((SELECT max(seq) FROM ledger_year_marks WHERE seq < NEW.seq), 0) + 1;
  UPDATE ledger_years SET closed = (NEW.kind = 'close') WHERE year = NEW.year;
  SELECT raise(ABORT, 'LG004 ledger: mark not applied') WHERE NOT EXISTS (SELECT 1 FROM ledger_years WHERE year = NEW.year AND closed = (NEW.kind = 'close'));
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_year_marks_no_update BEFORE UPDATE ON ledger_year_marks BEGIN
  SELECT raise(ABORT, 'LG003 ledger: append only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_year_marks_no_delete BEFORE DELETE ON ledger_year_marks BEGIN
  SELECT raise(ABORT, 'LG003 ledger: append only');
END;
-- +goose StatementEnd
