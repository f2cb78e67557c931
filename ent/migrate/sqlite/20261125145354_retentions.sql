-- +goose NO TRANSACTION
-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
BEGIN IMMEDIATE;
-- create "new_claims" table
CREATE TABLE `new_claims` (`id` text NOT NULL, `create_time` datetime NOT NULL, `version` integer NOT NULL DEFAULT (1), `update_time` datetime NOT NULL, `village_id` text NOT NULL, `unit_id` text NOT NULL, `department_id` text NULL, `number` text NULL, `kind` text NOT NULL, `claimed_on` text NOT NULL, `payee_name` text NOT NULL, `payee_account` text NOT NULL, `payee_account_masked` text NOT NULL, `amount_fen` integer NOT NULL, `set_off_fen` integer NOT NULL, `advance_cap_bp` integer NOT NULL DEFAULT (0), `retention_fen` integer NOT NULL DEFAULT (0), `retention_bp` integer NOT NULL DEFAULT (0), `retention_cap_bp` integer NOT NULL DEFAULT (0), `retention_due_on` text NULL, `state` text NOT NULL, `round` integer NOT NULL DEFAULT (1), `remark` text NOT NULL DEFAULT (''), `drafted_by` text NOT NULL, `project_id` text NOT NULL, `acceptance_id` text NULL, `retention_of_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `claims_projects_project` FOREIGN KEY (`project_id`) REFERENCES `projects` (`id`) ON DELETE RESTRICT, CONSTRAINT `claims_acceptances_acceptance` FOREIGN KEY (`acceptance_id`) REFERENCES `acceptances` (`id`) ON DELETE RESTRICT, CONSTRAINT `claims_claims_releases` FOREIGN KEY (`retention_of_id`) REFERENCES `claims` (`id`) ON DELETE RESTRICT, CONSTRAINT `claim_acceptance_kind` CHECK ((kind IN ('advance','retention')) = (acceptance_id IS NULL)), CONSTRAINT `claim_amount` CHECK (amount_fen > 0 AND set_off_fen >= 0), CONSTRAINT `claim_kind` CHECK (kind IN ('advance','final','progress','retention')), CONSTRAINT `claim_number` CHECK (state IN ('draft','returned') OR number IS NOT NULL), CONSTRAINT `claim_retention` CHECK (retention_fen >= 0 AND (retention_fen = 0 OR acceptance_id IS NOT NULL) AND retention_bp >= 0 AND retention_bp <= retention_cap_bp AND retention_cap_bp <= 10000), CONSTRAINT `claim_retention_of` CHECK ((kind = 'retention') = (retention_of_id IS NOT NULL)), CONSTRAINT `claim_state` CHECK (state IN ('draft','submitted','township_agreed','department_checked','office_agreed','finance_approved','paid','returned','rejected')));
-- copy rows from old table "claims" to new temporary table "new_claims"
INSERT INTO `new_claims` (`id`, `create_time`, `version`, `update_time`, `village_id`, `unit_id`, `department_id`, `number`, `kind`, `claimed_on`, `payee_name`, `payee_account`, `payee_account_masked`, `amount_fen`, `set_off_fen`, `advance_cap_bp`, `state`, `round`, `remark`, `drafted_by`, `project_id`, `acceptance_id`) SELECT `id`, `create_time`, `version`, `update_time`, `village_id`, `unit_id`, `department_id`, `number`, `kind`, `claimed_on`, `payee_name`, `payee_account`, `payee_account_masked`, `amount_fen`, `set_off_fen`, `advance_cap_bp`, `state`, `round`, `remark`, `drafted_by`, `project_id`, `acceptance_id` FROM `claims`;
-- drop "claims" table after copying rows
DROP TABLE `claims`;
-- rename temporary table "new_claims" to "claims"
ALTER TABLE `new_claims` RENAME TO `claims`;
-- create index "claims_number_key" to table: "claims"
CREATE UNIQUE INDEX `claims_number_key` ON `claims` (`number`);
-- create index "claim_village_id_id" to table: "claims"
CREATE INDEX `claim_village_id_id` ON `claims` (`village_id`, `id`);
-- create index "claim_unit_id_id" to table: "claims"
CREATE INDEX `claim_unit_id_id` ON `claims` (`unit_id`, `id`);
-- create index "claim_department_id_id" to table: "claims"
CREATE INDEX `claim_department_id_id` ON `claims` (`department_id`, `id`);
-- create index "claim_retention_once" to table: "claims"
CREATE UNIQUE INDEX `claim_retention_once` ON `claims` (`retention_of_id`) WHERE state <> 'rejected';
-- create index "claim_project_id_state" to table: "claims"
CREATE INDEX `claim_project_id_state` ON `claims` (`project_id`, `state`);
-- create index "claim_state_id" to table: "claims"
CREATE INDEX `claim_state_id` ON `claims` (`state`, `id`);
-- create index "claim_acceptance_id_id" to table: "claims"
CREATE INDEX `claim_acceptance_id_id` ON `claims` (`acceptance_id`, `id`);
-- create "new_claim_lines" table
CREATE TABLE `new_claim_lines` (`id` text NOT NULL, `create_time` datetime NOT NULL, `village_id` text NOT NULL, `unit_id` text NOT NULL, `department_id` text NULL, `line_number` integer NOT NULL, `amount_fen` integer NOT NULL, `set_off_fen` integer NOT NULL, `retention_fen` integer NOT NULL DEFAULT (0), `retention_hold_id` text NULL, `hold_id` text NULL, `claim_id` text NOT NULL, `allocation_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `claim_lines_claims_claim` FOREIGN KEY (`claim_id`) REFERENCES `claims` (`id`) ON DELETE RESTRICT, CONSTRAINT `claim_lines_allocations_allocation` FOREIGN KEY (`allocation_id`) REFERENCES `allocations` (`id`) ON DELETE RESTRICT, CONSTRAINT `claim_line_amounts` CHECK (amount_fen > 0 AND set_off_fen >= 0 AND retention_fen >= 0));
-- copy rows from old table "claim_lines" to new temporary table "new_claim_lines"
INSERT INTO `new_claim_lines` (`id`, `create_time`, `village_id`, `unit_id`, `department_id`, `line_number`, `amount_fen`, `set_off_fen`, `hold_id`, `claim_id`, `allocation_id`) SELECT `id`, `create_time`, `village_id`, `unit_id`, `department_id`, `line_number`, `amount_fen`, `set_off_fen`, `hold_id`, `claim_id`, `allocation_id` FROM `claim_lines`;
-- drop "claim_lines" table after copying rows
DROP TABLE `claim_lines`;
-- rename temporary table "new_claim_lines" to "claim_lines"
ALTER TABLE `new_claim_lines` RENAME TO `claim_lines`;
-- create index "claimline_village_id_id" to table: "claim_lines"
CREATE INDEX `claimline_village_id_id` ON `claim_lines` (`village_id`, `id`);
-- create index "claimline_unit_id_id" to table: "claim_lines"
CREATE INDEX `claimline_unit_id_id` ON `claim_lines` (`unit_id`, `id`);
-- create index "claimline_department_id_id" to table: "claim_lines"
CREATE INDEX `claimline_department_id_id` ON `claim_lines` (`department_id`, `id`);
-- create index "claimline_claim_id_allocation_id" to table: "claim_lines"
CREATE UNIQUE INDEX `claimline_claim_id_allocation_id` ON `claim_lines` (`claim_id`, `allocation_id`);
-- create index "claimline_allocation_id" to table: "claim_lines"
CREATE INDEX `claimline_allocation_id` ON `claim_lines` (`allocation_id`);
-- create "new_fund_rules" table
CREATE TABLE `new_fund_rules` (`id` text NOT NULL, `create_time` datetime NOT NULL, `kind` text NOT NULL, `rate_bp` integer NOT NULL, `valid_from` text NOT NULL, `valid_to` text NULL, `source_document` text NOT NULL, `project_type_codes` json NULL, `term_months` integer NOT NULL DEFAULT (0), `demo` bool NOT NULL DEFAULT (false), PRIMARY KEY (`id`), CONSTRAINT `fund_rule_rate` CHECK (rate_bp >= 0 AND rate_bp <= 10000), CONSTRAINT `fund_rule_term` CHECK ((kind = 'retention_rate') = (term_months > 0)));
-- copy rows from old table "fund_rules" to new temporary table "new_fund_rules"
INSERT INTO `new_fund_rules` (`id`, `create_time`, `kind`, `rate_bp`, `valid_from`, `valid_to`, `source_document`, `demo`) SELECT `id`, `create_time`, `kind`, `rate_bp`, `valid_from`, `valid_to`, `source_document`, `demo` FROM `fund_rules`;
-- drop "fund_rules" table after copying rows
DROP TABLE `fund_rules`;
-- rename temporary table "new_fund_rules" to "fund_rules"
ALTER TABLE `new_fund_rules` RENAME TO `fund_rules`;
-- create "retention_defects" table
CREATE TABLE `retention_defects` (`id` text NOT NULL, `create_time` datetime NOT NULL, `version` integer NOT NULL DEFAULT (1), `update_time` datetime NOT NULL, `village_id` text NOT NULL, `unit_id` text NOT NULL, `department_id` text NULL, `amount_fen` integer NOT NULL, `found_on` text NOT NULL, `reason` text NOT NULL, `state` text NOT NULL, `recorded_by` text NOT NULL, `recorder_name` text NOT NULL, `decided_by` text NULL, `decider_name` text NOT NULL DEFAULT (''), `decision_reason` text NOT NULL DEFAULT (''), `claim_id` text NOT NULL, `allocation_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `retention_defects_claims_claim` FOREIGN KEY (`claim_id`) REFERENCES `claims` (`id`) ON DELETE RESTRICT, CONSTRAINT `retention_defects_allocations_allocation` FOREIGN KEY (`allocation_id`) REFERENCES `allocations` (`id`) ON DELETE RESTRICT, CONSTRAINT `retention_defect_amount` CHECK (amount_fen > 0), CONSTRAINT `retention_defect_state` CHECK (state IN ('recorded','confirmed','refused')), CONSTRAINT `retention_defect_two_eyes` CHECK ((state = 'recorded') = (decided_by IS NULL) AND (decided_by IS NULL OR decided_by <> recorded_by)));
-- create index "retentiondefect_village_id_id" to table: "retention_defects"
CREATE INDEX `retentiondefect_village_id_id` ON `retention_defects` (`village_id`, `id`);
-- create index "retentiondefect_unit_id_id" to table: "retention_defects"
CREATE INDEX `retentiondefect_unit_id_id` ON `retention_defects` (`unit_id`, `id`);
-- create index "retentiondefect_department_id_id" to table: "retention_defects"
CREATE INDEX `retentiondefect_department_id_id` ON `retention_defects` (`department_id`, `id`);
-- create index "retention_defect_one_open" to table: "retention_defects"
CREATE UNIQUE INDEX `retention_defect_one_open` ON `retention_defects` (`claim_id`) WHERE state = 'recorded';
-- create index "retentiondefect_claim_id_id" to table: "retention_defects"
CREATE INDEX `retentiondefect_claim_id_id` ON `retention_defects` (`claim_id`, `id`);
-- create index "retentiondefect_state_id" to table: "retention_defects"
CREATE INDEX `retentiondefect_state_id` ON `retention_defects` (`state`, `id`);
COMMIT;
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;

