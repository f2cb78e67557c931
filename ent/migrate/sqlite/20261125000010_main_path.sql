-- +goose Up
-- create "acceptances" table
CREATE TABLE `acceptances` (`id` text NOT NULL, `create_time` datetime NOT NULL, `version` integer NOT NULL DEFAULT (1), `update_time` datetime NOT NULL, `village_id` text NOT NULL, `unit_id` text NOT NULL, `department_id` text NULL, `accepted_on` text NOT NULL, `team` json NOT NULL, `measured_quantity_milli` integer NOT NULL, `verdict` text NOT NULL, `accepted_fen` integer NOT NULL, `remark` text NOT NULL DEFAULT (''), `state` text NOT NULL, `drafted_by` text NOT NULL, `confirmed_by` text NULL, `revoke_reason` text NOT NULL DEFAULT (''), `project_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `acceptances_projects_project` FOREIGN KEY (`project_id`) REFERENCES `projects` (`id`) ON DELETE RESTRICT, CONSTRAINT `acceptance_amount` CHECK (accepted_fen >= 0 AND (verdict = 'failed') = (accepted_fen = 0) AND measured_quantity_milli >= 0), CONSTRAINT `acceptance_state` CHECK (state IN ('draft','confirmed','revoked')), CONSTRAINT `acceptance_two_eyes` CHECK (confirmed_by IS NULL OR confirmed_by <> drafted_by));
-- create index "acceptance_village_id_id" to table: "acceptances"
CREATE INDEX `acceptance_village_id_id` ON `acceptances` (`village_id`, `id`);
-- create index "acceptance_unit_id_id" to table: "acceptances"
CREATE INDEX `acceptance_unit_id_id` ON `acceptances` (`unit_id`, `id`);
-- create index "acceptance_department_id_id" to table: "acceptances"
CREATE INDEX `acceptance_department_id_id` ON `acceptances` (`department_id`, `id`);
-- create index "acceptance_project_id_state" to table: "acceptances"
CREATE INDEX `acceptance_project_id_state` ON `acceptances` (`project_id`, `state`);
-- create "acceptance_splits" table
CREATE TABLE `acceptance_splits` (`id` text NOT NULL, `create_time` datetime NOT NULL, `village_id` text NOT NULL, `unit_id` text NOT NULL, `department_id` text NULL, `accepted_fen` integer NOT NULL, `acceptance_id` text NOT NULL, `allocation_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `acceptance_splits_acceptances_acceptance` FOREIGN KEY (`acceptance_id`) REFERENCES `acceptances` (`id`) ON DELETE RESTRICT, CONSTRAINT `acceptance_splits_allocations_allocation` FOREIGN KEY (`allocation_id`) REFERENCES `allocations` (`id`) ON DELETE RESTRICT, CONSTRAINT `acceptance_split_amount` CHECK (accepted_fen >= 0));
-- create index "acceptancesplit_village_id_id" to table: "acceptance_splits"
CREATE INDEX `acceptancesplit_village_id_id` ON `acceptance_splits` (`village_id`, `id`);
-- create index "acceptancesplit_unit_id_id" to table: "acceptance_splits"
CREATE INDEX `acceptancesplit_unit_id_id` ON `acceptance_splits` (`unit_id`, `id`);
-- create index "acceptancesplit_department_id_id" to table: "acceptance_splits"
CREATE INDEX `acceptancesplit_department_id_id` ON `acceptance_splits` (`department_id`, `id`);
-- create index "acceptancesplit_acceptance_id_allocation_id" to table: "acceptance_splits"
CREATE UNIQUE INDEX `acceptancesplit_acceptance_id_allocation_id` ON `acceptance_splits` (`acceptance_id`, `allocation_id`);
-- create "allocations" table
CREATE TABLE `allocations` (`id` text NOT NULL, `create_time` datetime NOT NULL, `line_number` integer NOT NULL, `fiscal_year` integer NOT NULL, `amount_fen` integer NOT NULL, `issued_on` text NOT NULL, `fund_document_id` text NOT NULL, `channel_id` text NOT NULL, `purpose_id` text NOT NULL, `region_id` text NULL, `project_id` text NULL, `department_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `allocations_fund_documents_fund_document` FOREIGN KEY (`fund_document_id`) REFERENCES `fund_documents` (`id`) ON DELETE RESTRICT, CONSTRAINT `allocations_channels_channel` FOREIGN KEY (`channel_id`) REFERENCES `channels` (`id`) ON DELETE RESTRICT, CONSTRAINT `allocations_purposes_purpose` FOREIGN KEY (`purpose_id`) REFERENCES `purposes` (`id`) ON DELETE RESTRICT, CONSTRAINT `allocations_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE RESTRICT, CONSTRAINT `allocations_projects_project` FOREIGN KEY (`project_id`) REFERENCES `projects` (`id`) ON DELETE RESTRICT, CONSTRAINT `allocations_organizations_department` FOREIGN KEY (`department_id`) REFERENCES `organizations` (`id`) ON DELETE RESTRICT, CONSTRAINT `allocation_amount` CHECK (amount_fen > 0 AND amount_fen <= 100000000000000), CONSTRAINT `allocation_line` CHECK (line_number > 0));
-- create index "allocation_fund_document_id_line_number" to table: "allocations"
CREATE UNIQUE INDEX `allocation_fund_document_id_line_number` ON `allocations` (`fund_document_id`, `line_number`);
-- create index "allocation_department_id_issued_on_id" to table: "allocations"
CREATE INDEX `allocation_department_id_issued_on_id` ON `allocations` (`department_id`, `issued_on`, `id`);
-- create index "allocation_channel_id_fiscal_year" to table: "allocations"
CREATE INDEX `allocation_channel_id_fiscal_year` ON `allocations` (`channel_id`, `fiscal_year`);
-- create index "allocation_issued_on_id" to table: "allocations"
CREATE INDEX `allocation_issued_on_id` ON `allocations` (`issued_on`, `id`);
-- create index "allocation_region_id" to table: "allocations"
CREATE INDEX `allocation_region_id` ON `allocations` (`region_id`);
-- create "api_clients" table
CREATE TABLE `api_clients` (`id` text NOT NULL, `create_time` datetime NOT NULL, `version` integer NOT NULL DEFAULT (1), `update_time` datetime NOT NULL, `name` text NOT NULL, `scopes` json NOT NULL, `key_hash` text NOT NULL, `key_prefix` text NOT NULL, `expire_time` datetime NOT NULL, `disabled` bool NOT NULL DEFAULT (false), `last_use_on` text NULL, `organization_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `api_clients_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE RESTRICT);
-- create index "api_clients_key_hash_key" to table: "api_clients"
CREATE UNIQUE INDEX `api_clients_key_hash_key` ON `api_clients` (`key_hash`);
-- create "appropriations" table
CREATE TABLE `appropriations` (`id` text NOT NULL, `create_time` datetime NOT NULL, `version` integer NOT NULL DEFAULT (1), `update_time` datetime NOT NULL, `village_id` text NOT NULL, `unit_id` text NOT NULL, `department_id` text NULL, `money_department_id` text NULL, `amount_fen` integer NOT NULL, `share` text NOT NULL, `state` text NOT NULL, `requested_by` text NOT NULL, `requester_name` text NOT NULL, `decided_by` text NULL, `decider_name` text NOT NULL DEFAULT (''), `reason` text NOT NULL DEFAULT (''), `allocation_id` text NOT NULL, `project_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `appropriations_allocations_allocation` FOREIGN KEY (`allocation_id`) REFERENCES `allocations` (`id`) ON DELETE RESTRICT, CONSTRAINT `appropriations_projects_project` FOREIGN KEY (`project_id`) REFERENCES `projects` (`id`) ON DELETE RESTRICT, CONSTRAINT `appropriation_amount` CHECK (amount_fen > 0), CONSTRAINT `appropriation_state` CHECK (state IN ('requested','approved','refused','withdrawn','reversed')), CONSTRAINT `appropriation_two_eyes` CHECK (state NOT IN ('approved','refused') OR decided_by <> requested_by));
-- create index "appropriation_allocation_id" to table: "appropriations"
CREATE INDEX `appropriation_allocation_id` ON `appropriations` (`allocation_id`);
-- create index "appropriation_project_id" to table: "appropriations"
CREATE INDEX `appropriation_project_id` ON `appropriations` (`project_id`);
-- create index "appropriation_village_id_id" to table: "appropriations"
CREATE INDEX `appropriation_village_id_id` ON `appropriations` (`village_id`, `id`);
-- create index "appropriation_unit_id_id" to table: "appropriations"
CREATE INDEX `appropriation_unit_id_id` ON `appropriations` (`unit_id`, `id`);
-- create index "appropriation_department_id" to table: "appropriations"
CREATE INDEX `appropriation_department_id` ON `appropriations` (`department_id`);
-- create index "appropriation_money_department_id" to table: "appropriations"
CREATE INDEX `appropriation_money_department_id` ON `appropriations` (`money_department_id`);
-- create index "appropriation_state_id" to table: "appropriations"
CREATE INDEX `appropriation_state_id` ON `appropriations` (`state`, `id`);
-- create "channels" table
CREATE TABLE `channels` (`id` text NOT NULL, `create_time` datetime NOT NULL, `code` text NOT NULL, `name` text NOT NULL, `name_en` text NOT NULL, `kind` text NOT NULL, `active` bool NOT NULL DEFAULT (true), `department_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `channels_organizations_department` FOREIGN KEY (`department_id`) REFERENCES `organizations` (`id`) ON DELETE RESTRICT);
-- create index "channels_code_key" to table: "channels"
CREATE UNIQUE INDEX `channels_code_key` ON `channels` (`code`);
-- create "claims" table
CREATE TABLE `claims` (`id` text NOT NULL, `create_time` datetime NOT NULL, `version` integer NOT NULL DEFAULT (1), `update_time` datetime NOT NULL, `village_id` text NOT NULL, `unit_id` text NOT NULL, `department_id` text NULL, `number` text NULL, `kind` text NOT NULL, `claimed_on` text NOT NULL, `payee_name` text NOT NULL, `payee_account` text NOT NULL, `payee_account_masked` text NOT NULL, `amount_fen` integer NOT NULL, `set_off_fen` integer NOT NULL, `advance_cap_bp` integer NOT NULL DEFAULT (0), `state` text NOT NULL, `round` integer NOT NULL DEFAULT (1), `remark` text NOT NULL DEFAULT (''), `drafted_by` text NOT NULL, `project_id` text NOT NULL, `acceptance_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `claims_projects_project` FOREIGN KEY (`project_id`) REFERENCES `projects` (`id`) ON DELETE RESTRICT, CONSTRAINT `claims_acceptances_acceptance` FOREIGN KEY (`acceptance_id`) REFERENCES `acceptances` (`id`) ON DELETE RESTRICT, CONSTRAINT `claim_acceptance` CHECK ((kind = 'advance') = (acceptance_id IS NULL)), CONSTRAINT `claim_amount` CHECK (amount_fen > 0 AND set_off_fen >= 0), CONSTRAINT `claim_number` CHECK (state IN ('draft','returned') OR number IS NOT NULL), CONSTRAINT `claim_state` CHECK (state IN ('draft','submitted','township_agreed','department_checked','office_agreed','finance_approved','paid','returned','rejected')));
-- create index "claims_number_key" to table: "claims"
CREATE UNIQUE INDEX `claims_number_key` ON `claims` (`number`);
-- create index "claim_village_id_id" to table: "claims"
CREATE INDEX `claim_village_id_id` ON `claims` (`village_id`, `id`);
-- create index "claim_unit_id_id" to table: "claims"
CREATE INDEX `claim_unit_id_id` ON `claims` (`unit_id`, `id`);
-- create index "claim_department_id_id" to table: "claims"
CREATE INDEX `claim_department_id_id` ON `claims` (`department_id`, `id`);
-- create index "claim_project_id_state" to table: "claims"
CREATE INDEX `claim_project_id_state` ON `claims` (`project_id`, `state`);
-- create index "claim_state_id" to table: "claims"
CREATE INDEX `claim_state_id` ON `claims` (`state`, `id`);
-- create "claim_lines" table
CREATE TABLE `claim_lines` (`id` text NOT NULL, `create_time` datetime NOT NULL, `village_id` text NOT NULL, `unit_id` text NOT NULL, `department_id` text NULL, `line_number` integer NOT NULL, `amount_fen` integer NOT NULL, `set_off_fen` integer NOT NULL, `hold_id` text NULL, `claim_id` text NOT NULL, `allocation_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `claim_lines_claims_claim` FOREIGN KEY (`claim_id`) REFERENCES `claims` (`id`) ON DELETE RESTRICT, CONSTRAINT `claim_lines_allocations_allocation` FOREIGN KEY (`allocation_id`) REFERENCES `allocations` (`id`) ON DELETE RESTRICT, CONSTRAINT `claim_line_amount` CHECK (amount_fen > 0 AND set_off_fen >= 0));
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
-- create "claim_steps" table
CREATE TABLE `claim_steps` (`id` text NOT NULL, `create_time` datetime NOT NULL, `village_id` text NOT NULL, `unit_id` text NOT NULL, `department_id` text NULL, `round` integer NOT NULL, `action` text NOT NULL, `acted` bool NOT NULL, `actor_id` text NULL, `actor_name` text NOT NULL DEFAULT (''), `organization_name` text NOT NULL DEFAULT (''), `comment` text NOT NULL DEFAULT (''), `claim_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `claim_steps_claims_claim` FOREIGN KEY (`claim_id`) REFERENCES `claims` (`id`) ON DELETE RESTRICT, CONSTRAINT `claim_step_action` CHECK (action IN ('draft','submit','agree_by_township','check_by_department','pass_department','agree_by_office','approve','pay','return','reject','reverse_payment','edit')));
-- create index "claimstep_village_id_id" to table: "claim_steps"
CREATE INDEX `claimstep_village_id_id` ON `claim_steps` (`village_id`, `id`);
-- create index "claimstep_unit_id_id" to table: "claim_steps"
CREATE INDEX `claimstep_unit_id_id` ON `claim_steps` (`unit_id`, `id`);
-- create index "claimstep_department_id_id" to table: "claim_steps"
CREATE INDEX `claimstep_department_id_id` ON `claim_steps` (`department_id`, `id`);
-- create index "claim_step_nobody_twice" to table: "claim_steps"
CREATE UNIQUE INDEX `claim_step_nobody_twice` ON `claim_steps` (`claim_id`, `round`, `actor_id`) WHERE acted;
-- create index "claimstep_claim_id_id" to table: "claim_steps"
CREATE INDEX `claimstep_claim_id_id` ON `claim_steps` (`claim_id`, `id`);
-- create "counters" table
CREATE TABLE `counters` (`id` text NOT NULL, `create_time` datetime NOT NULL, `name` text NOT NULL, `value` integer NOT NULL, PRIMARY KEY (`id`));
-- create index "counters_name_key" to table: "counters"
CREATE UNIQUE INDEX `counters_name_key` ON `counters` (`name`);
-- create "county_marks" table
CREATE TABLE `county_marks` (`id` text NOT NULL, `create_time` datetime NOT NULL, `name` text NOT NULL, `value` text NOT NULL, PRIMARY KEY (`id`));
-- create index "county_marks_name_key" to table: "county_marks"
CREATE UNIQUE INDEX `county_marks_name_key` ON `county_marks` (`name`);
-- create "document_conflicts" table
CREATE TABLE `document_conflicts` (`id` text NOT NULL, `create_time` datetime NOT NULL, `version` integer NOT NULL DEFAULT (1), `update_time` datetime NOT NULL, `refused` blob NOT NULL, `refused_hash` blob NOT NULL, `refused_source` text NOT NULL, `resolved` bool NOT NULL DEFAULT (false), `resolution` text NOT NULL DEFAULT (''), `fund_document_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `document_conflicts_fund_documents_fund_document` FOREIGN KEY (`fund_document_id`) REFERENCES `fund_documents` (`id`) ON DELETE RESTRICT);
-- create index "documentconflict_fund_document_id_refused_hash" to table: "document_conflicts"
CREATE UNIQUE INDEX `documentconflict_fund_document_id_refused_hash` ON `document_conflicts` (`fund_document_id`, `refused_hash`);
-- create "fund_documents" table
CREATE TABLE `fund_documents` (`id` text NOT NULL, `create_time` datetime NOT NULL, `version` integer NOT NULL DEFAULT (1), `update_time` datetime NOT NULL, `number` text NOT NULL, `number_key` text NOT NULL, `title` text NOT NULL, `issued_on` text NOT NULL, `content_hash` blob NOT NULL, `pushed` bool NOT NULL DEFAULT (false), `typed` bool NOT NULL DEFAULT (false), `created_by` text NOT NULL, `issuer_id` text NOT NULL, `refers_to_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `fund_documents_issuers_issuer` FOREIGN KEY (`issuer_id`) REFERENCES `issuers` (`id`) ON DELETE RESTRICT, CONSTRAINT `fund_documents_fund_documents_referring` FOREIGN KEY (`refers_to_id`) REFERENCES `fund_documents` (`id`) ON DELETE RESTRICT);
-- create index "funddocument_number_key_issuer_id" to table: "fund_documents"
CREATE UNIQUE INDEX `funddocument_number_key_issuer_id` ON `fund_documents` (`number_key`, `issuer_id`);
-- create index "funddocument_issued_on_id" to table: "fund_documents"
CREATE INDEX `funddocument_issued_on_id` ON `fund_documents` (`issued_on`, `id`);
-- create "fund_rules" table
CREATE TABLE `fund_rules` (`id` text NOT NULL, `create_time` datetime NOT NULL, `kind` text NOT NULL, `rate_bp` integer NOT NULL, `valid_from` text NOT NULL, `valid_to` text NULL, `source_document` text NOT NULL, `demo` bool NOT NULL DEFAULT (false), PRIMARY KEY (`id`), CONSTRAINT `fund_rule_rate` CHECK (rate_bp >= 0 AND rate_bp <= 10000));
-- create "idempotency_keys" table
CREATE TABLE `idempotency_keys` (`id` text NOT NULL, `create_time` datetime NOT NULL, `caller` text NOT NULL, `key` text NOT NULL, `method` text NOT NULL, `request_hash` blob NOT NULL, `response` blob NOT NULL, `expire_time` datetime NULL, PRIMARY KEY (`id`));
-- create index "idempotencykey_caller_key" to table: "idempotency_keys"
CREATE UNIQUE INDEX `idempotencykey_caller_key` ON `idempotency_keys` (`caller`, `key`);
-- create index "idempotencykey_expire_time" to table: "idempotency_keys"
CREATE INDEX `idempotencykey_expire_time` ON `idempotency_keys` (`expire_time`);
-- create "issuers" table
CREATE TABLE `issuers` (`id` text NOT NULL, `create_time` datetime NOT NULL, `code` text NOT NULL, `name` text NOT NULL, `level` text NOT NULL, PRIMARY KEY (`id`));
-- create index "issuers_code_key" to table: "issuers"
CREATE UNIQUE INDEX `issuers_code_key` ON `issuers` (`code`);
-- create "key_villages" table
CREATE TABLE `key_villages` (`id` text NOT NULL, `create_time` datetime NOT NULL, `version` integer NOT NULL DEFAULT (1), `update_time` datetime NOT NULL, `batch_year` integer NOT NULL, `acceptance_deadline` text NOT NULL, `village_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `key_villages_regions_village` FOREIGN KEY (`village_id`) REFERENCES `regions` (`id`) ON DELETE RESTRICT);
-- create index "keyvillage_village_id" to table: "key_villages"
CREATE UNIQUE INDEX `keyvillage_village_id` ON `key_villages` (`village_id`);
-- create index "keyvillage_acceptance_deadline_id" to table: "key_villages"
CREATE INDEX `keyvillage_acceptance_deadline_id` ON `key_villages` (`acceptance_deadline`, `id`);
-- create "login_attempts" table
CREATE TABLE `login_attempts` (`id` text NOT NULL, `create_time` datetime NOT NULL, `subject` text NOT NULL, `failures` integer NOT NULL, `window_start` datetime NOT NULL, PRIMARY KEY (`id`));
-- create index "login_attempts_subject_key" to table: "login_attempts"
CREATE UNIQUE INDEX `login_attempts_subject_key` ON `login_attempts` (`subject`);
-- create "organizations" table
CREATE TABLE `organizations` (`id` text NOT NULL, `create_time` datetime NOT NULL, `version` integer NOT NULL DEFAULT (1), `update_time` datetime NOT NULL, `code` text NOT NULL, `name` text NOT NULL, `kind` text NOT NULL, `credit_code` text NOT NULL DEFAULT (''), `region_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `organizations_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE RESTRICT, CONSTRAINT `organization_kind` CHECK (kind IN ('poverty_office','finance','statistics','department','township','village','enterprise','cooperative','contractor','government','audit','bank')));
-- create index "organizations_code_key" to table: "organizations"
CREATE UNIQUE INDEX `organizations_code_key` ON `organizations` (`code`);
-- create "payments" table
CREATE TABLE `payments` (`id` text NOT NULL, `create_time` datetime NOT NULL, `version` integer NOT NULL DEFAULT (1), `update_time` datetime NOT NULL, `village_id` text NOT NULL, `unit_id` text NOT NULL, `department_id` text NULL, `number` text NOT NULL, `payee_name` text NOT NULL, `payee_account` text NOT NULL, `payee_account_masked` text NOT NULL, `amount_fen` integer NOT NULL, `bank_reference` text NOT NULL, `paid_on` text NOT NULL, `state` text NOT NULL, `paid_by` text NOT NULL, `claim_id` text NOT NULL, `project_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `payments_claims_claim` FOREIGN KEY (`claim_id`) REFERENCES `claims` (`id`) ON DELETE RESTRICT, CONSTRAINT `payments_projects_project` FOREIGN KEY (`project_id`) REFERENCES `projects` (`id`) ON DELETE RESTRICT, CONSTRAINT `payment_amount` CHECK (amount_fen > 0), CONSTRAINT `payment_state` CHECK (state IN ('paid','reversed')));
-- create index "payments_number_key" to table: "payments"
CREATE UNIQUE INDEX `payments_number_key` ON `payments` (`number`);
-- create index "payment_village_id_id" to table: "payments"
CREATE INDEX `payment_village_id_id` ON `payments` (`village_id`, `id`);
-- create index "payment_unit_id_id" to table: "payments"
CREATE INDEX `payment_unit_id_id` ON `payments` (`unit_id`, `id`);
-- create index "payment_department_id_id" to table: "payments"
CREATE INDEX `payment_department_id_id` ON `payments` (`department_id`, `id`);
-- create index "payment_claim_once" to table: "payments"
CREATE UNIQUE INDEX `payment_claim_once` ON `payments` (`claim_id`) WHERE state = 'paid';
-- create index "payment_bank_reference_once" to table: "payments"
CREATE UNIQUE INDEX `payment_bank_reference_once` ON `payments` (`bank_reference`) WHERE state = 'paid';
-- create index "payment_project_id" to table: "payments"
CREATE INDEX `payment_project_id` ON `payments` (`project_id`);
-- create index "payment_paid_on_id" to table: "payments"
CREATE INDEX `payment_paid_on_id` ON `payments` (`paid_on`, `id`);
-- create "projects" table
CREATE TABLE `projects` (`id` text NOT NULL, `create_time` datetime NOT NULL, `version` integer NOT NULL DEFAULT (1), `update_time` datetime NOT NULL, `number` text NOT NULL, `name` text NOT NULL, `pillar` text NOT NULL, `benefit` text NOT NULL, `planned_quantity_milli` integer NOT NULL, `budget_fen` integer NOT NULL, `self_raised_fen` integer NOT NULL, `labour_days` integer NOT NULL DEFAULT (0), `start_date` text NOT NULL, `end_date` text NOT NULL, `objective` text NOT NULL DEFAULT (''), `beneficiary_households` integer NOT NULL DEFAULT (0), `state` text NOT NULL, `listed_by` text NOT NULL, `approved_by` text NULL, `cancel_reason` text NOT NULL DEFAULT (''), `type_id` text NOT NULL, `village_id` text NOT NULL, `unit_id` text NOT NULL, `department_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `projects_project_types_type` FOREIGN KEY (`type_id`) REFERENCES `project_types` (`id`) ON DELETE RESTRICT, CONSTRAINT `projects_regions_village` FOREIGN KEY (`village_id`) REFERENCES `regions` (`id`) ON DELETE RESTRICT, CONSTRAINT `projects_organizations_unit` FOREIGN KEY (`unit_id`) REFERENCES `organizations` (`id`) ON DELETE RESTRICT, CONSTRAINT `projects_organizations_department` FOREIGN KEY (`department_id`) REFERENCES `organizations` (`id`) ON DELETE RESTRICT, CONSTRAINT `project_amounts` CHECK (budget_fen > 0 AND self_raised_fen >= 0 AND labour_days >= 0 AND planned_quantity_milli > 0), CONSTRAINT `project_days` CHECK (start_date <= end_date), CONSTRAINT `project_state` CHECK (state IN ('listed','approved','underway','completed','accepted','cancelled')), CONSTRAINT `project_two_eyes` CHECK (approved_by IS NULL OR approved_by <> listed_by));
-- create index "projects_number_key" to table: "projects"
CREATE UNIQUE INDEX `projects_number_key` ON `projects` (`number`);
-- create index "project_village_id_id" to table: "projects"
CREATE INDEX `project_village_id_id` ON `projects` (`village_id`, `id`);
-- create index "project_unit_id_id" to table: "projects"
CREATE INDEX `project_unit_id_id` ON `projects` (`unit_id`, `id`);
-- create index "project_department_id_id" to table: "projects"
CREATE INDEX `project_department_id_id` ON `projects` (`department_id`, `id`);
-- create index "project_state_number" to table: "projects"
CREATE INDEX `project_state_number` ON `projects` (`state`, `number`);
-- create index "project_end_date_id" to table: "projects"
CREATE INDEX `project_end_date_id` ON `projects` (`end_date`, `id`);
-- create index "project_budget_fen_id" to table: "projects"
CREATE INDEX `project_budget_fen_id` ON `projects` (`budget_fen`, `id`);
-- create index "project_name_id" to table: "projects"
CREATE INDEX `project_name_id` ON `projects` (`name`, `id`);
-- create "project_types" table
CREATE TABLE `project_types` (`id` text NOT NULL, `create_time` datetime NOT NULL, `code` text NOT NULL, `name` text NOT NULL, `name_en` text NOT NULL, `pillar` text NOT NULL, `scale_unit` text NOT NULL, PRIMARY KEY (`id`));
-- create index "project_types_code_key" to table: "project_types"
CREATE UNIQUE INDEX `project_types_code_key` ON `project_types` (`code`);
-- create "purposes" table
CREATE TABLE `purposes` (`id` text NOT NULL, `create_time` datetime NOT NULL, `code` text NOT NULL, `name` text NOT NULL, `name_en` text NOT NULL, `project_type_codes` json NOT NULL, `active` bool NOT NULL DEFAULT (true), PRIMARY KEY (`id`));
-- create index "purposes_code_key" to table: "purposes"
CREATE UNIQUE INDEX `purposes_code_key` ON `purposes` (`code`);
-- create "receipts" table
CREATE TABLE `receipts` (`id` text NOT NULL, `create_time` datetime NOT NULL, `version` integer NOT NULL DEFAULT (1), `update_time` datetime NOT NULL, `amount_fen` integer NOT NULL, `bank_reference` text NOT NULL, `received_on` text NOT NULL, `state` text NOT NULL, `recorded_by` text NOT NULL, `allocation_id` text NOT NULL, `department_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `receipts_allocations_allocation` FOREIGN KEY (`allocation_id`) REFERENCES `allocations` (`id`) ON DELETE RESTRICT, CONSTRAINT `receipts_organizations_department` FOREIGN KEY (`department_id`) REFERENCES `organizations` (`id`) ON DELETE RESTRICT, CONSTRAINT `receipt_amount` CHECK (amount_fen > 0), CONSTRAINT `receipt_state` CHECK (state IN ('recorded','reversed')));
-- create index "receipt_bank_reference_once" to table: "receipts"
CREATE UNIQUE INDEX `receipt_bank_reference_once` ON `receipts` (`bank_reference`) WHERE state = 'recorded';
-- create index "receipt_allocation_id" to table: "receipts"
CREATE INDEX `receipt_allocation_id` ON `receipts` (`allocation_id`);
-- create index "receipt_received_on_id" to table: "receipts"
CREATE INDEX `receipt_received_on_id` ON `receipts` (`received_on`, `id`);
-- create index "receipt_department_id_received_on" to table: "receipts"
CREATE INDEX `receipt_department_id_received_on` ON `receipts` (`department_id`, `received_on`);
-- create "regions" table
CREATE TABLE `regions` (`id` text NOT NULL, `create_time` datetime NOT NULL, `code` text NOT NULL, `name` text NOT NULL, `short_name` text NOT NULL, `initials` text NOT NULL, `level` text NOT NULL, `villagers_committee` bool NOT NULL DEFAULT (false), `valid_from` text NOT NULL, `valid_to` text NULL, `source` text NOT NULL, `parent_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `regions_regions_children` FOREIGN KEY (`parent_id`) REFERENCES `regions` (`id`) ON DELETE RESTRICT, CONSTRAINT `region_level` CHECK (level IN ('county','township','village')), CONSTRAINT `region_parent` CHECK ((level = 'county') = (parent_id IS NULL)));
-- create index "region_code_in_force" to table: "regions"
CREATE UNIQUE INDEX `region_code_in_force` ON `regions` (`code`) WHERE valid_to IS NULL;
-- create index "region_parent_id_code" to table: "regions"
CREATE INDEX `region_parent_id_code` ON `regions` (`parent_id`, `code`);
-- create "reversals" table
CREATE TABLE `reversals` (`id` text NOT NULL, `create_time` datetime NOT NULL, `version` integer NOT NULL DEFAULT (1), `update_time` datetime NOT NULL, `target` text NOT NULL, `target_id` text NOT NULL, `amount_fen` integer NOT NULL, `reason` text NOT NULL, `state` text NOT NULL, `requested_by` text NOT NULL, `requester_name` text NOT NULL, `decided_by` text NULL, `decider_name` text NOT NULL DEFAULT (''), `decision_reason` text NOT NULL DEFAULT (''), PRIMARY KEY (`id`), CONSTRAINT `reversal_amount` CHECK (amount_fen > 0), CONSTRAINT `reversal_state` CHECK (state IN ('requested','approved','refused')), CONSTRAINT `reversal_two_eyes` CHECK (state = 'requested' OR decided_by <> requested_by));
-- create index "reversal_target_once" to table: "reversals"
CREATE UNIQUE INDEX `reversal_target_once` ON `reversals` (`target_id`) WHERE state <> 'refused';
-- create index "reversal_state_id" to table: "reversals"
CREATE INDEX `reversal_state_id` ON `reversals` (`state`, `id`);
-- create "sessions" table
CREATE TABLE `sessions` (`id` text NOT NULL, `create_time` datetime NOT NULL, `token_hash` text NOT NULL, `cookie` bool NOT NULL, `expire_time` datetime NOT NULL, `user_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `sessions_users_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE RESTRICT);
-- create index "sessions_token_hash_key" to table: "sessions"
CREATE UNIQUE INDEX `sessions_token_hash_key` ON `sessions` (`token_hash`);
-- create index "session_user_id" to table: "sessions"
CREATE INDEX `session_user_id` ON `sessions` (`user_id`);
-- create index "session_expire_time" to table: "sessions"
CREATE INDEX `session_expire_time` ON `sessions` (`expire_time`);
-- create "users" table
CREATE TABLE `users` (`id` text NOT NULL, `create_time` datetime NOT NULL, `version` integer NOT NULL DEFAULT (1), `update_time` datetime NOT NULL, `username` text NOT NULL, `display_name` text NOT NULL, `roles` json NOT NULL, `phone` text NOT NULL DEFAULT (''), `password_hash` text NOT NULL DEFAULT (''), `disabled` bool NOT NULL DEFAULT (false), `organization_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `users_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE RESTRICT);
-- create index "users_username_key" to table: "users"
CREATE UNIQUE INDEX `users_username_key` ON `users` (`username`);

