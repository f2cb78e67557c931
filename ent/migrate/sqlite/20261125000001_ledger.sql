-- +goose Up
-- The ledger, SQLite. The rules are explained in internal/ledger/doc.go; the PostgreSQL file says the same in its own words.
-- SQLite has no roles, so guards tie every move of a counter to the one row of transfers or limits it follows from.
-- INSERT OR IGNORE, FAIL and REPLACE soften constraints, those inside triggers too, and never raise(ABORT): the rules on
-- counters are therefore written twice, as CHECK for the file's sake and as raise against the statement.
-- Messages begin with the codes of the PostgreSQL file: LG001 closed year, LG002 exists, LG003 append only, LG004 refused.
-- No foreign key leads from here to a table of another package or back, and no trigger names one.

CREATE TABLE ledger_years (
  year INTEGER PRIMARY KEY CHECK (year BETWEEN 1949 AND 2999),
  closed INTEGER NOT NULL DEFAULT 0 CHECK (closed IN (0, 1))
) STRICT;

-- A lot is an allocation as the ledger sees it: what was promised, for which channel, purpose and year.
CREATE TABLE ledger_lots (
  id TEXT NOT NULL PRIMARY KEY CHECK (id LIKE '________-____-____-____-____________' AND length(replace(id, '-', '')) = 32 AND id NOT GLOB '*[^-0-9a-f]*'),
  channel_id TEXT NOT NULL CHECK (channel_id LIKE '________-____-____-____-____________' AND length(replace(channel_id, '-', '')) = 32 AND channel_id NOT GLOB '*[^-0-9a-f]*'),
  purpose_id TEXT NOT NULL CHECK (purpose_id LIKE '________-____-____-____-____________' AND length(replace(purpose_id, '-', '')) = 32 AND purpose_id NOT GLOB '*[^-0-9a-f]*'),
  fiscal_year INTEGER NOT NULL CHECK (fiscal_year BETWEEN 1949 AND 2999),
  promised_fen INTEGER NOT NULL CHECK (promised_fen BETWEEN 1 AND 100000000000000),
  booked_at TEXT NOT NULL CHECK (booked_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND datetime(booked_at) IS NOT NULL),
  UNIQUE (id, promised_fen)
) STRICT;

CREATE TABLE ledger_accounts (
  id TEXT NOT NULL PRIMARY KEY CHECK (id LIKE '________-____-____-____-____________' AND length(replace(id, '-', '')) = 32 AND id NOT GLOB '*[^-0-9a-f]*'),
  kind TEXT NOT NULL CHECK (kind IN ('source', 'lot', 'project_lot', 'retention', 'payee')),
  lot_id TEXT NOT NULL REFERENCES ledger_lots (id),
  project_id TEXT CHECK (project_id <> '00000000-0000-0000-0000-000000000000') CHECK (project_id LIKE '________-____-____-____-____________' AND length(replace(project_id, '-', '')) = 32 AND project_id NOT GLOB '*[^-0-9a-f]*'),
  claim_id TEXT CHECK (claim_id <> '00000000-0000-0000-0000-000000000000') CHECK (claim_id LIKE '________-____-____-____-____________' AND length(replace(claim_id, '-', '')) = 32 AND claim_id NOT GLOB '*[^-0-9a-f]*'),
  release_on TEXT CHECK (release_on IS date(release_on)),
  promised_fen INTEGER,
  -- Keys without NULL, so that unique and foreign keys see every row.
  project_key TEXT NOT NULL GENERATED ALWAYS AS (coalesce(project_id, '00000000-0000-0000-0000-000000000000')) STORED,
  claim_key TEXT NOT NULL GENERATED ALWAYS AS (coalesce(claim_id, '00000000-0000-0000-0000-000000000000')) STORED,

  debits_pending INTEGER NOT NULL DEFAULT 0 CHECK (debits_pending >= 0),
  debits_posted INTEGER NOT NULL DEFAULT 0 CHECK (debits_posted >= 0),
  credits_pending INTEGER NOT NULL DEFAULT 0 CHECK (credits_pending >= 0),
  credits_posted INTEGER NOT NULL DEFAULT 0 CHECK (credits_posted >= 0),
  accepted INTEGER NOT NULL DEFAULT 0 CHECK (accepted >= 0),
  advance INTEGER NOT NULL DEFAULT 0 CHECK (advance >= 0),
  retained INTEGER NOT NULL DEFAULT 0 CHECK (retained >= 0),
  advance_cap_bp INTEGER NOT NULL DEFAULT 0 CHECK (advance_cap_bp BETWEEN 0 AND 10000),
  retention_cap_bp INTEGER NOT NULL DEFAULT 0 CHECK (retention_cap_bp BETWEEN 0 AND 10000),
  last_transfer INTEGER NOT NULL DEFAULT 0, -- seq of the transfer the counters last followed
  last_limit INTEGER NOT NULL DEFAULT 0,

  UNIQUE (kind, lot_id, project_key, claim_key),
  UNIQUE (id, kind, lot_id, project_key),
  UNIQUE (id, release_on),
  FOREIGN KEY (lot_id, promised_fen) REFERENCES ledger_lots (id, promised_fen),
  CHECK ((kind IN ('source', 'lot')) = (project_id IS NULL)),
  CHECK ((kind = 'retention') = (claim_id IS NOT NULL)),
  CHECK ((kind = 'retention') = (release_on IS NOT NULL)),
  CHECK ((kind = 'source') = (promised_fen IS NOT NULL)),
  CONSTRAINT ledger_received_within_promise CHECK (kind <> 'source' OR debits_posted <= promised_fen),
  CONSTRAINT ledger_never_overspent CHECK (kind = 'source' OR debits_pending + debits_posted <= credits_posted),
  CONSTRAINT ledger_paid_within_accepted CHECK (kind <> 'project_lot'
    OR debits_pending + debits_posted = advance OR debits_pending + debits_posted <= accepted),
  CONSTRAINT ledger_advance_is_paid CHECK (advance <= debits_pending + debits_posted),
  CONSTRAINT ledger_advance_within_cap CHECK (advance * 10000 <= credits_posted * advance_cap_bp),
  CONSTRAINT ledger_retained_within_cap CHECK (retained * 10000 <= (debits_pending + debits_posted - advance) * retention_cap_bp),
  CONSTRAINT ledger_limits_of_project_lots CHECK (kind = 'project_lot'
    OR (accepted = 0 AND advance = 0 AND retained = 0 AND advance_cap_bp = 0 AND retention_cap_bp = 0))
) STRICT;
CREATE INDEX ledger_accounts_of_project ON ledger_accounts (project_id, kind);

CREATE TABLE ledger_transfers (
  seq INTEGER PRIMARY KEY, -- 1, 2, 3 … without gap
  id TEXT NOT NULL UNIQUE CHECK (id LIKE '________-____-____-____-____________' AND length(replace(id, '-', '')) = 32 AND id NOT GLOB '*[^-0-9a-f]*'),
  kind TEXT NOT NULL CHECK (kind IN ('post', 'hold', 'settle', 'void', 'reverse')),
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
CREATE INDEX ledger_transfers_of_lot ON ledger_transfers (lot_id, project_id, seq);

CREATE TABLE ledger_limits (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE CHECK (id LIKE '________-____-____-____-____________' AND length(replace(id, '-', '')) = 32 AND id NOT GLOB '*[^-0-9a-f]*'),
  kind TEXT NOT NULL CHECK (kind IN ('accept', 'unaccept', 'advance_cap', 'retention_cap')),
  account_id TEXT NOT NULL,
  lot_id TEXT NOT NULL,
  project_id TEXT NOT NULL,
  amount_fen INTEGER CHECK (amount_fen BETWEEN 1 AND 100000000000000),
  cap_bp INTEGER CHECK (cap_bp BETWEEN 0 AND 10000),
  undoes_id TEXT UNIQUE,
  booked_on TEXT NOT NULL CHECK (booked_on IS date(booked_on)),
  reference TEXT NOT NULL CHECK (length(reference) BETWEEN 1 AND 200),
  booked_at TEXT NOT NULL CHECK (booked_at GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9].[0-9][0-9][0-9][0-9][0-9][0-9]Z' AND datetime(booked_at) IS NOT NULL),
  account_kind TEXT NOT NULL GENERATED ALWAYS AS ('project_lot') STORED,
  undoes_kind TEXT GENERATED ALWAYS AS (CASE WHEN undoes_id IS NOT NULL THEN 'accept' END) STORED,

  CHECK ((kind IN ('accept', 'unaccept')) = (amount_fen IS NOT NULL)),
  CHECK ((kind IN ('advance_cap', 'retention_cap')) = (cap_bp IS NOT NULL)),
  CHECK ((kind = 'unaccept') = (undoes_id IS NOT NULL)),
  CHECK (booked_on <= date(booked_at, '+8 hours')),
  UNIQUE (id, kind, account_id, amount_fen),
  FOREIGN KEY (account_id, account_kind, lot_id, project_id) REFERENCES ledger_accounts (id, kind, lot_id, project_key),
  FOREIGN KEY (undoes_id, undoes_kind, account_id, amount_fen) REFERENCES ledger_limits (id, kind, account_id, amount_fen)
) STRICT;
CREATE INDEX ledger_limits_of_account ON ledger_limits (account_id, kind, seq);

-- What one transfer does to the counters of each of its two accounts. The only place where the kinds get their meaning.
CREATE VIEW ledger_effects AS
  SELECT seq, id AS transfer_id, debit_account AS account_id,
    CASE kind WHEN 'hold' THEN amount_fen WHEN 'settle' THEN -amount_fen WHEN 'void' THEN -amount_fen ELSE 0 END AS debits_pending,
    CASE WHEN kind IN ('post', 'settle') THEN amount_fen ELSE 0 END AS debits_posted,
    0 AS credits_pending,
    CASE kind WHEN 'reverse' THEN -amount_fen ELSE 0 END AS credits_posted,
    CASE WHEN debit_kind <> 'project_lot' THEN 0
      ELSE CASE kind WHEN 'hold' THEN advance_fen WHEN 'void' THEN -advance_fen ELSE 0 END END AS advance,
    CASE WHEN debit_kind <> 'project_lot' OR credit_kind <> 'retention' THEN 0
      ELSE CASE kind WHEN 'hold' THEN amount_fen WHEN 'void' THEN -amount_fen ELSE 0 END END AS retained
  FROM ledger_transfers
  UNION ALL
  SELECT seq, id, credit_account,
    0,
    CASE kind WHEN 'reverse' THEN -amount_fen ELSE 0 END,
    CASE kind WHEN 'hold' THEN amount_fen WHEN 'settle' THEN -amount_fen WHEN 'void' THEN -amount_fen ELSE 0 END,
    CASE WHEN kind IN ('post', 'settle') THEN amount_fen ELSE 0 END,
    CASE WHEN credit_kind = 'project_lot' AND kind = 'reverse' THEN -advance_fen ELSE 0 END,
    CASE WHEN credit_kind = 'project_lot' AND debit_kind = 'retention' AND kind = 'reverse' THEN -amount_fen ELSE 0 END
  FROM ledger_transfers;

-- Inserting: no REPLACE over a row, no closed year, new accounts empty.
-- +goose StatementBegin
CREATE TRIGGER ledger_years_before BEFORE INSERT ON ledger_years BEGIN
  SELECT raise(ABORT, 'LG002 ledger: year exists') WHERE EXISTS (SELECT 1 FROM ledger_years WHERE year = NEW.year);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_lots_before BEFORE INSERT ON ledger_lots BEGIN
  SELECT raise(ABORT, 'LG002 ledger: lot exists') WHERE EXISTS (SELECT 1 FROM ledger_lots WHERE id = NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_accounts_before BEFORE INSERT ON ledger_accounts BEGIN
  SELECT raise(ABORT, 'LG002 ledger: account exists') WHERE EXISTS (SELECT 1 FROM ledger_accounts WHERE id = NEW.id);
  SELECT raise(ABORT, 'LG002 ledger: account exists') WHERE EXISTS (SELECT 1 FROM ledger_accounts WHERE kind = NEW.kind AND lot_id = NEW.lot_id
    AND project_key = coalesce(NEW.project_id, '00000000-0000-0000-0000-000000000000')
    AND claim_key = coalesce(NEW.claim_id, '00000000-0000-0000-0000-000000000000'));
  SELECT raise(ABORT, 'LG004 ledger: a new account is empty') WHERE (NEW.debits_pending, NEW.debits_posted, NEW.credits_pending, NEW.credits_posted, NEW.accepted, NEW.advance,
    NEW.retained, NEW.advance_cap_bp, NEW.retention_cap_bp, NEW.last_transfer, NEW.last_limit)
    IS NOT (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
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
CREATE TRIGGER ledger_limits_before BEFORE INSERT ON ledger_limits BEGIN
  SELECT raise(ABORT, 'LG002 ledger: limit exists') WHERE EXISTS (SELECT 1 FROM ledger_limits WHERE seq = NEW.seq)
    OR EXISTS (SELECT 1 FROM ledger_limits WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM ledger_limits WHERE undoes_id = NEW.undoes_id);
END;
-- +goose StatementEnd

-- The writers of counters. The last check notices an update that was skipped.
-- +goose StatementBegin
CREATE TRIGGER ledger_transfers_after AFTER INSERT ON ledger_transfers BEGIN
  SELECT raise(ABORT, 'LG004 ledger: seq has no gap') WHERE NEW.seq <> coalesce((SELECT max(seq) FROM ledger_transfers WHERE seq < NEW.seq), 0) + 1;
  UPDATE ledger_accounts SET last_transfer = NEW.seq,
    debits_pending = ledger_accounts.debits_pending + e.debits_pending, debits_posted = ledger_accounts.debits_posted + e.debits_posted,
    credits_pending = ledger_accounts.credits_pending + e.credits_pending, credits_posted = ledger_accounts.credits_posted + e.credits_posted,
    advance = ledger_accounts.advance + e.advance, retained = ledger_accounts.retained + e.retained
  FROM ledger_effects e WHERE e.seq = NEW.seq AND ledger_accounts.id = e.account_id;
  SELECT raise(ABORT, 'LG004 ledger: transfer not applied') WHERE (SELECT count(*) FROM ledger_accounts
    WHERE id IN (NEW.debit_account, NEW.credit_account) AND last_transfer = NEW.seq) <> 2;
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_limits_after AFTER INSERT ON ledger_limits BEGIN
  SELECT raise(ABORT, 'LG004 ledger: seq has no gap') WHERE NEW.seq <> coalesce((SELECT max(seq) FROM ledger_limits WHERE seq < NEW.seq), 0) + 1;
  UPDATE ledger_accounts SET last_limit = NEW.seq,
    accepted = accepted + CASE NEW.kind WHEN 'accept' THEN NEW.amount_fen WHEN 'unaccept' THEN -NEW.amount_fen ELSE 0 END,
    advance_cap_bp = CASE NEW.kind WHEN 'advance_cap' THEN NEW.cap_bp ELSE advance_cap_bp END,
    retention_cap_bp = CASE NEW.kind WHEN 'retention_cap' THEN NEW.cap_bp ELSE retention_cap_bp END
  WHERE id = NEW.account_id;
  SELECT raise(ABORT, 'LG004 ledger: limit not applied') WHERE NOT EXISTS (SELECT 1 FROM ledger_accounts WHERE id = NEW.account_id AND last_limit = NEW.seq);
END;
-- +goose StatementEnd

-- The rules on counters, and: a counter moves only by what a transfer or limit not yet applied to the account says.
-- +goose StatementBegin
CREATE TRIGGER ledger_accounts_guard BEFORE UPDATE ON ledger_accounts BEGIN
  SELECT raise(ABORT, 'LG003 ledger: what an account is for is fixed') WHERE (NEW.id, NEW.kind, NEW.lot_id, NEW.project_id, NEW.claim_id, NEW.release_on, NEW.promised_fen)
    IS NOT (OLD.id, OLD.kind, OLD.lot_id, OLD.project_id, OLD.claim_id, OLD.release_on, OLD.promised_fen);
  SELECT raise(ABORT, 'LG004 ledger: negative counter') WHERE min(NEW.debits_pending, NEW.debits_posted, NEW.credits_pending, NEW.credits_posted, NEW.accepted, NEW.advance, NEW.retained) < 0;
  SELECT raise(ABORT, 'LG004 ledger: received within promise') WHERE NEW.kind = 'source' AND NEW.debits_posted > NEW.promised_fen;
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
        AND NEW.advance - OLD.advance = e.advance AND NEW.retained - OLD.retained = e.retained))
    OR (NEW.last_limit > OLD.last_limit AND NEW.last_transfer = OLD.last_transfer
      AND NEW.debits_pending = OLD.debits_pending AND NEW.debits_posted = OLD.debits_posted
      AND NEW.credits_pending = OLD.credits_pending AND NEW.credits_posted = OLD.credits_posted
      AND NEW.advance = OLD.advance AND NEW.retained = OLD.retained
      AND EXISTS (SELECT 1 FROM ledger_limits l WHERE l.seq = NEW.last_limit AND l.account_id = NEW.id
        AND NEW.accepted - OLD.accepted = CASE l.kind WHEN 'accept' THEN l.amount_fen WHEN 'unaccept' THEN -l.amount_fen ELSE 0 END
        AND NEW.advance_cap_bp = CASE l.kind WHEN 'advance_cap' THEN l.cap_bp ELSE OLD.advance_cap_bp END
        AND NEW.retention_cap_bp = CASE l.kind WHEN 'retention_cap' THEN l.cap_bp ELSE OLD.retention_cap_bp END))) IS NOT TRUE;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER ledger_lots_no_update BEFORE UPDATE ON ledger_lots BEGIN
  SELECT raise(ABORT, 'LG003 ledger: append only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_transfers_no_update BEFORE UPDATE ON ledger_transfers BEGIN
  SELECT raise(ABORT, 'LG003 ledger: append only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_limits_no_update BEFORE UPDATE ON ledger_limits BEGIN
  SELECT raise(ABORT, 'LG003 ledger: append only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_years_no_delete BEFORE DELETE ON ledger_years BEGIN
  SELECT raise(ABORT, 'LG003 ledger: append only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_lots_no_delete BEFORE DELETE ON ledger_lots BEGIN
  SELECT raise(ABORT, 'LG003 ledger: append only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_accounts_no_delete BEFORE DELETE ON ledger_accounts BEGIN
  SELECT raise(ABORT, 'LG003 ledger: append only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_transfers_no_delete BEFORE DELETE ON ledger_transfers BEGIN
  SELECT raise(ABORT, 'LG003 ledger: append only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_limits_no_delete BEFORE DELETE ON ledger_limits BEGIN
  SELECT raise(ABORT, 'LG003 ledger: append only');
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER ledger_years_stays_closed BEFORE UPDATE ON ledger_years BEGIN
  SELECT raise(ABORT, 'LG003 ledger: a closed year stays closed') WHERE OLD.closed = 1 OR NEW.year <> OLD.year;
END;
-- +goose StatementEnd
