-- +goose Up
-- The ledger, PostgreSQL. The rules are explained in internal/ledger/doc.go; the SQLite file says the same in its own words.
-- Run by the owner's role with the county's schema as search path. What the application's role may do is granted by
-- internal/ledger (Grants) after every migration.
-- No foreign key leads from here to a table of another package or back, and no trigger names one.

CREATE TABLE ledger_years (
  year int PRIMARY KEY CHECK (year BETWEEN 1949 AND 2999),
  closed boolean NOT NULL DEFAULT false
);

-- A lot is an allocation as the ledger sees it: what was promised, for which channel, purpose and year.
CREATE TABLE ledger_lots (
  id uuid PRIMARY KEY,
  channel_id uuid NOT NULL,
  purpose_id uuid NOT NULL,
  fiscal_year int NOT NULL CHECK (fiscal_year BETWEEN 1949 AND 2999),
  promised_fen bigint NOT NULL CHECK (promised_fen BETWEEN 1 AND 100000000000000),
  booked_at timestamptz NOT NULL,
  UNIQUE (id, promised_fen)
);

CREATE TABLE ledger_accounts (
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('source', 'lot', 'project_lot', 'retention', 'payee')),
  lot_id uuid NOT NULL REFERENCES ledger_lots (id),
  project_id uuid CHECK (project_id <> '00000000-0000-0000-0000-000000000000'),
  claim_id uuid CHECK (claim_id <> '00000000-0000-0000-0000-000000000000'),
  release_on date,
  promised_fen bigint,
  -- Keys without NULL, so that unique and foreign keys see every row.
  project_key uuid NOT NULL GENERATED ALWAYS AS (coalesce(project_id, '00000000-0000-0000-0000-000000000000')) STORED,
  claim_key uuid NOT NULL GENERATED ALWAYS AS (coalesce(claim_id, '00000000-0000-0000-0000-000000000000')) STORED,

  debits_pending bigint NOT NULL DEFAULT 0 CHECK (debits_pending >= 0),
  debits_posted bigint NOT NULL DEFAULT 0 CHECK (debits_posted >= 0),
  credits_pending bigint NOT NULL DEFAULT 0 CHECK (credits_pending >= 0),
  credits_posted bigint NOT NULL DEFAULT 0 CHECK (credits_posted >= 0),
  accepted bigint NOT NULL DEFAULT 0 CHECK (accepted >= 0),
  advance bigint NOT NULL DEFAULT 0 CHECK (advance >= 0),
  retained bigint NOT NULL DEFAULT 0 CHECK (retained >= 0),
  advance_cap_bp int NOT NULL DEFAULT 0 CHECK (advance_cap_bp BETWEEN 0 AND 10000),
  retention_cap_bp int NOT NULL DEFAULT 0 CHECK (retention_cap_bp BETWEEN 0 AND 10000),

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
) WITH (fillfactor = 70); -- counters are in no index: room on the page keeps their updates there
CREATE INDEX ledger_accounts_of_project ON ledger_accounts (project_id, kind);

CREATE SEQUENCE ledger_transfers_seq;
CREATE SEQUENCE ledger_limits_seq;

CREATE TABLE ledger_transfers (
  seq bigint NOT NULL UNIQUE, -- from the sequence, under the accounts' locks: ordered per account, gaps allowed
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('post', 'hold', 'settle', 'void', 'reverse')),
  debit_account uuid NOT NULL,
  debit_kind text NOT NULL,
  credit_account uuid NOT NULL,
  credit_kind text NOT NULL,
  lot_id uuid NOT NULL,
  project_id uuid,
  amount_fen bigint NOT NULL CHECK (amount_fen BETWEEN 0 AND 100000000000000),
  advance_fen bigint NOT NULL DEFAULT 0 CHECK (advance_fen BETWEEN -100000000000000 AND 100000000000000),
  fiscal_year int NOT NULL REFERENCES ledger_years (year),
  booked_on date NOT NULL,
  hold_id uuid UNIQUE,
  reverses_id uuid UNIQUE,
  reverses_kind text CHECK (reverses_kind IN ('post', 'settle')),
  release_on date,
  reference text NOT NULL CHECK (length(reference) BETWEEN 1 AND 200),
  booked_at timestamptz NOT NULL,
  hold_kind text GENERATED ALWAYS AS (CASE WHEN hold_id IS NOT NULL THEN 'hold' END) STORED,
  debit_project uuid GENERATED ALWAYS AS (CASE WHEN debit_kind IN ('source', 'lot')
    THEN '00000000-0000-0000-0000-000000000000' ELSE project_id END) STORED NOT NULL,
  credit_project uuid GENERATED ALWAYS AS (CASE WHEN credit_kind IN ('source', 'lot')
    THEN '00000000-0000-0000-0000-000000000000' ELSE project_id END) STORED NOT NULL,

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
  CHECK (fiscal_year = extract(year FROM booked_on)),
  CHECK (booked_on <= (booked_at AT TIME ZONE 'Asia/Shanghai')::date), -- no day that has not come
  UNIQUE (id, kind, debit_account, credit_account, amount_fen, advance_fen),
  FOREIGN KEY (debit_account, debit_kind, lot_id, debit_project) REFERENCES ledger_accounts (id, kind, lot_id, project_key),
  FOREIGN KEY (credit_account, credit_kind, lot_id, credit_project) REFERENCES ledger_accounts (id, kind, lot_id, project_key),
  FOREIGN KEY (debit_account, release_on) REFERENCES ledger_accounts (id, release_on),
  FOREIGN KEY (hold_id, hold_kind, debit_account, credit_account, amount_fen, advance_fen)
    REFERENCES ledger_transfers (id, kind, debit_account, credit_account, amount_fen, advance_fen),
  FOREIGN KEY (reverses_id, reverses_kind, credit_account, debit_account, amount_fen, advance_fen)
    REFERENCES ledger_transfers (id, kind, debit_account, credit_account, amount_fen, advance_fen)
);
CREATE INDEX ledger_transfers_of_lot ON ledger_transfers (lot_id, project_id, seq);

CREATE TABLE ledger_limits (
  seq bigint NOT NULL UNIQUE,
  id uuid PRIMARY KEY,
  kind text NOT NULL CHECK (kind IN ('accept', 'unaccept', 'advance_cap', 'retention_cap')),
  account_id uuid NOT NULL,
  lot_id uuid NOT NULL,
  project_id uuid NOT NULL,
  amount_fen bigint CHECK (amount_fen BETWEEN 1 AND 100000000000000),
  cap_bp int CHECK (cap_bp BETWEEN 0 AND 10000),
  undoes_id uuid UNIQUE,
  booked_on date NOT NULL,
  reference text NOT NULL CHECK (length(reference) BETWEEN 1 AND 200),
  booked_at timestamptz NOT NULL,
  account_kind text NOT NULL GENERATED ALWAYS AS ('project_lot') STORED,
  undoes_kind text GENERATED ALWAYS AS (CASE WHEN undoes_id IS NOT NULL THEN 'accept' END) STORED,

  CHECK ((kind IN ('accept', 'unaccept')) = (amount_fen IS NOT NULL)),
  CHECK ((kind IN ('advance_cap', 'retention_cap')) = (cap_bp IS NOT NULL)),
  CHECK ((kind = 'unaccept') = (undoes_id IS NOT NULL)),
  CHECK (booked_on <= (booked_at AT TIME ZONE 'Asia/Shanghai')::date),
  UNIQUE (id, kind, account_id, amount_fen),
  FOREIGN KEY (account_id, account_kind, lot_id, project_id) REFERENCES ledger_accounts (id, kind, lot_id, project_key),
  FOREIGN KEY (undoes_id, undoes_kind, account_id, amount_fen) REFERENCES ledger_limits (id, kind, account_id, amount_fen)
);
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

-- Locks in id order, before any foreign-key check touches the rows: no deadlock within one transfer. A transaction of
-- many transfers calls this first with all its accounts.
-- +goose StatementBegin
CREATE FUNCTION ledger_lock(ids uuid[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM 1 FROM ledger_accounts WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;
END $$;
-- +goose StatementEnd

-- A BEFORE trigger only locks and checks: with ON CONFLICT DO NOTHING it runs for a row that is then not written.
-- +goose StatementBegin
CREATE FUNCTION ledger_transfers_before() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  is_closed boolean;
BEGIN
  -- FOR SHARE makes whoever closes the year wait for us, or us for him.
  SELECT closed INTO is_closed FROM ledger_years WHERE year = NEW.fiscal_year FOR SHARE;
  IF is_closed THEN
    RAISE EXCEPTION 'ledger: fiscal year % is closed', NEW.fiscal_year USING ERRCODE = 'LG001';
  END IF;
  PERFORM 1 FROM ledger_accounts WHERE id IN (NEW.debit_account, NEW.credit_account) ORDER BY id FOR NO KEY UPDATE;
  NEW.seq := nextval('ledger_transfers_seq');
  RETURN NEW;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION ledger_transfers_after() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  UPDATE ledger_accounts a SET
    debits_pending = a.debits_pending + e.debits_pending, debits_posted = a.debits_posted + e.debits_posted,
    credits_pending = a.credits_pending + e.credits_pending, credits_posted = a.credits_posted + e.credits_posted,
    advance = a.advance + e.advance, retained = a.retained + e.retained
  FROM ledger_effects e WHERE e.transfer_id = NEW.id AND a.id = e.account_id;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION ledger_limits_before() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  PERFORM 1 FROM ledger_accounts WHERE id = NEW.account_id FOR NO KEY UPDATE;
  -- Drawn under the lock, so the newest cap of an account is the one with the highest number.
  NEW.seq := nextval('ledger_limits_seq');
  RETURN NEW;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION ledger_limits_after() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  UPDATE ledger_accounts SET
    accepted = accepted + CASE NEW.kind WHEN 'accept' THEN NEW.amount_fen WHEN 'unaccept' THEN -NEW.amount_fen ELSE 0 END,
    advance_cap_bp = CASE NEW.kind WHEN 'advance_cap' THEN NEW.cap_bp ELSE advance_cap_bp END,
    retention_cap_bp = CASE NEW.kind WHEN 'retention_cap' THEN NEW.cap_bp ELSE retention_cap_bp END
  WHERE id = NEW.account_id;
  RETURN NULL;
END $$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'ledger: % on % by hand is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'LG003';
END $$;
-- +goose StatementEnd

-- The functions run as the owner, so the names in them must not be open to the caller's search path. pg_temp comes last,
-- or a temporary table of the caller's would stand before ours.
-- +goose StatementBegin
DO $$
DECLARE
  f text;
BEGIN
  FOREACH f IN ARRAY ARRAY['ledger_lock(uuid[])', 'ledger_transfers_before()', 'ledger_transfers_after()',
    'ledger_limits_before()', 'ledger_limits_after()', 'ledger_refuse()'] LOOP
    EXECUTE format('ALTER FUNCTION %I.%s SET search_path = pg_catalog, %I, pg_temp', current_schema(), f, current_schema());
    EXECUTE format('REVOKE ALL ON FUNCTION %I.%s FROM PUBLIC', current_schema(), f);
  END LOOP;
END $$;
-- +goose StatementEnd

CREATE TRIGGER ledger_transfers_a_before BEFORE INSERT ON ledger_transfers FOR EACH ROW EXECUTE FUNCTION ledger_transfers_before();
CREATE TRIGGER ledger_transfers_b_after AFTER INSERT ON ledger_transfers FOR EACH ROW EXECUTE FUNCTION ledger_transfers_after();
CREATE TRIGGER ledger_limits_a_before BEFORE INSERT ON ledger_limits FOR EACH ROW EXECUTE FUNCTION ledger_limits_before();
CREATE TRIGGER ledger_limits_b_after AFTER INSERT ON ledger_limits FOR EACH ROW EXECUTE FUNCTION ledger_limits_after();

CREATE TRIGGER ledger_lots_c_append_only BEFORE UPDATE OR DELETE ON ledger_lots FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_transfers_c_append_only BEFORE UPDATE OR DELETE ON ledger_transfers FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_limits_c_append_only BEFORE UPDATE OR DELETE ON ledger_limits FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_accounts_c_no_delete BEFORE DELETE ON ledger_accounts FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_years_c_no_delete BEFORE DELETE ON ledger_years FOR EACH ROW EXECUTE FUNCTION ledger_refuse();
-- The application's role has no right to these; the two guards keep the owner's hand out as well.
CREATE TRIGGER ledger_accounts_d_new_is_empty BEFORE INSERT ON ledger_accounts FOR EACH ROW
  WHEN (NEW.debits_pending <> 0 OR NEW.debits_posted <> 0 OR NEW.credits_pending <> 0 OR NEW.credits_posted <> 0
    OR NEW.accepted <> 0 OR NEW.advance <> 0 OR NEW.retained <> 0 OR NEW.advance_cap_bp <> 0 OR NEW.retention_cap_bp <> 0)
  EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_accounts_e_only_by_transfer BEFORE UPDATE ON ledger_accounts FOR EACH ROW
  WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_years_e_stays_closed BEFORE UPDATE ON ledger_years FOR EACH ROW
  WHEN (OLD.closed OR NEW.year <> OLD.year) EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_years_f_no_truncate BEFORE TRUNCATE ON ledger_years FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_lots_f_no_truncate BEFORE TRUNCATE ON ledger_lots FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_accounts_f_no_truncate BEFORE TRUNCATE ON ledger_accounts FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_transfers_f_no_truncate BEFORE TRUNCATE ON ledger_transfers FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_limits_f_no_truncate BEFORE TRUNCATE ON ledger_limits FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
