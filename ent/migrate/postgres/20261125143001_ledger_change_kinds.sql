-- +goose Up
-- Two more kinds of transfer: reduce (调减) and recall (收回).
ALTER TABLE ledger_transfers
  DROP CONSTRAINT ledger_transfers_kind_check,
  ADD CONSTRAINT ledger_transfers_kind_check CHECK (kind IN ('post', 'hold', 'settle', 'void', 'reverse', 'reduce', 'recall')),
  DROP CONSTRAINT ledger_allowed_pair,
  ADD CONSTRAINT ledger_allowed_pair CHECK (CASE kind
    WHEN 'post' THEN debit_kind || '>' || credit_kind = 'source>lot'
    WHEN 'reduce' THEN debit_kind || '>' || credit_kind = 'lot>source'
    WHEN 'recall' THEN debit_kind || '>' || credit_kind = 'lot>source'
    WHEN 'reverse' THEN debit_kind || '>' || credit_kind IN
      ('lot>source', 'project_lot>lot', 'payee>project_lot', 'retention>project_lot', 'payee>retention')
    ELSE debit_kind || '>' || credit_kind IN
      ('lot>project_lot', 'project_lot>payee', 'project_lot>retention', 'retention>payee') END);
