-- +goose Up
-- Written by hand: the planner would build the table anew for the CHECK.
ALTER TABLE `fund_documents` ADD COLUMN `kind` text NOT NULL DEFAULT ('allocation') CONSTRAINT `fund_document_kind` CHECK (kind IN ('allocation','reduction','recall'));
-- create "allocation_changes" table
CREATE TABLE `allocation_changes` (`id` text NOT NULL, `create_time` datetime NOT NULL, `line_number` integer NOT NULL, `fiscal_year` integer NOT NULL, `amount_fen` integer NOT NULL, `recall` bool NOT NULL, `fund_document_id` text NOT NULL, `allocation_id` text NOT NULL, `channel_id` text NOT NULL, `department_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `allocation_changes_fund_documents_fund_document` FOREIGN KEY (`fund_document_id`) REFERENCES `fund_documents` (`id`) ON DELETE RESTRICT, CONSTRAINT `allocation_changes_allocations_allocation` FOREIGN KEY (`allocation_id`) REFERENCES `allocations` (`id`) ON DELETE RESTRICT, CONSTRAINT `allocation_changes_channels_channel` FOREIGN KEY (`channel_id`) REFERENCES `channels` (`id`) ON DELETE RESTRICT, CONSTRAINT `allocation_changes_organizations_department` FOREIGN KEY (`department_id`) REFERENCES `organizations` (`id`) ON DELETE RESTRICT, CONSTRAINT `allocation_change_amount` CHECK (amount_fen > 0 AND amount_fen <= 100000000000000), CONSTRAINT `allocation_change_line` CHECK (line_number > 0));
-- create index "allocationchange_fund_document_id_line_number" to table: "allocation_changes"
CREATE UNIQUE INDEX `allocationchange_fund_document_id_line_number` ON `allocation_changes` (`fund_document_id`, `line_number`);
-- create index "allocationchange_fund_document_id_allocation_id" to table: "allocation_changes"
CREATE UNIQUE INDEX `allocationchange_fund_document_id_allocation_id` ON `allocation_changes` (`fund_document_id`, `allocation_id`);
-- create index "allocationchange_allocation_id" to table: "allocation_changes"
CREATE INDEX `allocationchange_allocation_id` ON `allocation_changes` (`allocation_id`);
-- create index "allocationchange_department_id_fund_document_id" to table: "allocation_changes"
CREATE INDEX `allocationchange_department_id_fund_document_id` ON `allocation_changes` (`department_id`, `fund_document_id`);
-- create "fiscal_year_changes" table
CREATE TABLE `fiscal_year_changes` (`id` text NOT NULL, `create_time` datetime NOT NULL, `version` integer NOT NULL DEFAULT (1), `update_time` datetime NOT NULL, `fiscal_year` integer NOT NULL, `kind` text NOT NULL, `reason` text NOT NULL, `state` text NOT NULL, `requested_by` text NOT NULL, `requester_name` text NOT NULL, `decided_by` text NULL, `decider_name` text NOT NULL DEFAULT (''), `decision_reason` text NOT NULL DEFAULT (''), PRIMARY KEY (`id`), CONSTRAINT `fiscal_year_change_kind` CHECK (kind IN ('closing','reopening')), CONSTRAINT `fiscal_year_change_state` CHECK (state IN ('requested','approved','refused')), CONSTRAINT `fiscal_year_change_two_eyes` CHECK (state = 'requested' OR decided_by <> requested_by), CONSTRAINT `fiscal_year_change_why` CHECK (kind = 'closing' OR reason <> ''));
-- create index "fiscal_year_change_once" to table: "fiscal_year_changes"
CREATE UNIQUE INDEX `fiscal_year_change_once` ON `fiscal_year_changes` (`fiscal_year`) WHERE state = 'requested';
-- create index "fiscalyearchange_fiscal_year_id" to table: "fiscal_year_changes"
CREATE INDEX `fiscalyearchange_fiscal_year_id` ON `fiscal_year_changes` (`fiscal_year`, `id`);
