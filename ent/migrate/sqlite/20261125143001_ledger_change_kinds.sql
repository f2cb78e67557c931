-- +goose NO TRANSACTION
-- +goose Up
-- Two more kinds of transfer: reduce (调减) and recall (收回). SQLite changes a CHECK by building the table anew. The view and the
-- guards that name the table are made again, knowing the new kinds, by the file after this one.
PRAGMA foreign_keys = off;
BEGIN IMMEDIATE;
DROP TRIGGER IF EXISTS ledger_accounts_guard;
DROP TRIGGER IF EXISTS ledger_transfers_before;
DROP TRIGGER IF EXISTS ledger_transfers_after;
DROP TRIGGER IF EXISTS ledger_transfers_no_update;
DROP TRIGGER IF EXISTS ledger_transfers_no_delete;
DROP VIEW IF EXISTS ledger_effects;
CREATE TABLE new_ledger_transfers (
  seq INTEGER PRIMARY KEY, -- 1, 2, 3 … without gap
  id TEXT NOT NULL UNIQUE CHECK (id LIKE '________-____-____-____-____________' AND length(replace(id, '-', '')) = 32 AND id NOT GLOB '*[^-0-9a-f]*'),
  kind TEXT NOT NULL CHECK (kind IN ('post', 'hold', 'settle', 'void', 'reverse', 'reduce', 'recall')),
  debit_account TEXT NOT NULL,
  debit_kind TEXT NOT NULL,
  credit_account TEXT NOT NULL,
  credit_kind TEXT NOT NULL,
  lot_id TEXT NOT NULL,
  project_id TEXT,
  amount_fen INTEGER NOT NULL CHECK (amount_fen BETWEEN 0 AND 100000000000000),
  advance_fen INTEGER NOT NULL DEFAULT 0 CHECK (advance_fen BETWEEN -100000000000000 AND 100000000000000),
  fiscal_year INTEGER NOT NULL REFERENCES ledger_years (year),
  booked_on TEXT NOT NULL CHECK (booked_on IS date(booked_on)),
  hold_id TEXT UNIQUE,
  reverses_id TEXT UNIQUE,
  reverses_kind TEXT CHECK (reverses_kind IN ('post', 'settle')),
  release_on TEXT,
  reference TEXT NOT NULL CHECK (length(reference) BETWEEN 1 AND 200),
  booked_at TEXT NOT NULL CHECK (booked_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND datetime(booked_at) IS NOT NULL),
  hold_kind TEXT GENERATED ALWAYS AS (CASE WHEN hold_id IS NOT NULL THEN 'hold' END) STORED,
  debit_project TEXT NOT NULL GENERATED ALWAYS AS (CASE WHEN debit_kind IN ('source', 'lot')
    THEN '00000000-0000-0000-0000-000000000000' ELSE project_id END) STORED,
  credit_project TEXT NOT NULL GENERATED ALWAYS AS (CASE WHEN credit_kind IN ('source', 'lot')
    THEN '00000000-0000-0000-0000-000000000000' ELSE project_id END) STORED,

  CHECK (debit_account <> credit_account),
  CHECK (amount_fen > 0 OR advance_fen < 0), -- no cash only when a set-off covers the whole line
  CONSTRAINT ledger_allowed_pair CHECK (CASE kind
    WHEN 'post' THEN debit_kind || '>' || credit_kind = 'source>lot'
    WHEN 'reduce' THEN debit_kind || '>' || credit_kind = 'lot>source'
    WHEN 'recall' THEN debit_kind || '>' || credit_kind = 'lot>source'
    WHEN 'reverse' THEN debit_kind || '>' || credit_kind IN
      ('lot>source', 'project_lot>lot', 'payee>project_lot', 'retention>project_lot', 'payee>retention')
    ELSE debit_kind || '>' || credit_kind IN
      ('lot>project_lot', 'project_lot>payee', 'project_lot>retention', 'retention>payee') END),
  CHECK ((project_id IS NULL) = (debit_kind || '>' || credit_kind IN ('source>lot', 'lot>source'))),
  CHECK (advance_fen = 0
    OR (advance_fen = amount_fen AND debit_kind || '>' || credit_kind IN ('project_lot>payee', 'payee>project_lot'))
    OR (advance_fen < 0 AND debit_kind || '>' || credit_kind IN
      ('project_lot>payee', 'payee>project_lot', 'project_lot>retention', 'retention>project_lot'))),
  CHECK ((kind IN ('settle', 'void')) = (hold_id IS NOT NULL)),
  CHECK ((kind = 'reverse') = (reverses_id IS NOT NULL)),
  CHECK ((reverses_id IS NULL) = (reverses_kind IS NULL)),
  CHECK ((debit_kind = 'retention' AND kind <> 'reverse') = (release_on IS NOT NULL)),
  CONSTRAINT ledger_not_released_early CHECK (booked_on >= release_on),
  CHECK (fiscal_year = CAST(substr(booked_on, 1, 4) AS INTEGER)),
  CHECK (booked_on <= date(booked_at, '+8 hours')), -- no day that has not come
  UNIQUE (id, kind, debit_account, credit_account, amount_fen, advance_fen),
  FOREIGN KEY (debit_account, debit_kind, lot_id, debit_project) REFERENCES ledger_accounts (id, kind, lot_id, project_key),
  FOREIGN KEY (credit_account, credit_kind, lot_id, credit_project) REFERENCES ledger_accounts (id, kind, lot_id, project_key),
  FOREIGN KEY (debit_account, release_on) REFERENCES ledger_accounts (id, release_on),
  FOREIGN KEY (hold_id, hold_kind, debit_account, credit_account, amount_fen, advance_fen)
    REFERENCES ledger_transfers (id, kind, debit_account, credit_account, amount_fen, advance_fen),
  FOREIGN KEY (reverses_id, reverses_kind, credit_account, debit_account, amount_fen, advance_fen)
    REFERENCES ledger_transfers (id, kind, debit_account, credit_account, amount_fen, advance_fen)
) STRICT;
INSERT INTO new_ledger_transfers (seq, id, kind, debit_account, debit_kind, credit_account, credit_kind, lot_id, project_id, amount_fen, advance_fen,
  fiscal_year, booked_on, hold_id, reverses_id, reverses_kind, release_on, reference, booked_at)
  SELECT seq, id, kind, debit_account, debit_kind, credit_account, credit_kind, lot_id, project_id, amount_fen, advance_fen,
  fiscal_year, booked_on, hold_id, reverses_id, reverses_kind, release_on, reference, booked_at
  FROM ledger_transfers ORDER BY seq;
DROP TABLE ledger_transfers;
ALTER TABLE new_ledger_transfers RENAME TO ledger_transfers;
CREATE INDEX ledger_transfers_of_lot ON ledger_transfers (lot_id, project_id, seq);
COMMIT;
PRAGMA foreign_keys = on;
