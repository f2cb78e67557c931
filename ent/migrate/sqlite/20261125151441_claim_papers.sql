-- +goose Up
-- create "claim_papers" table
CREATE TABLE `claim_papers` (`id` text NOT NULL, `create_time` datetime NOT NULL, `village_id` text NOT NULL, `unit_id` text NOT NULL, `department_id` text NULL, `position` integer NOT NULL, `code` text NOT NULL, `number` text NOT NULL DEFAULT (''), `number_key` text NOT NULL DEFAULT (''), `dated_on` text NULL, `opinion_on` text NULL, `amount_fen` integer NOT NULL DEFAULT (0), `quantity_milli` integer NOT NULL DEFAULT (0), `signers` json NULL, `file_id` text NULL, `released` bool NOT NULL DEFAULT (false), `claim_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `claim_papers_claims_claim` FOREIGN KEY (`claim_id`) REFERENCES `claims` (`id`) ON DELETE RESTRICT, CONSTRAINT `claim_paper_amounts` CHECK (amount_fen >= 0 AND quantity_milli >= 0));
-- create index "claimpaper_village_id_id" to table: "claim_papers"
CREATE INDEX `claimpaper_village_id_id` ON `claim_papers` (`village_id`, `id`);
-- create index "claimpaper_unit_id_id" to table: "claim_papers"
CREATE INDEX `claimpaper_unit_id_id` ON `claim_papers` (`unit_id`, `id`);
-- create index "claimpaper_department_id_id" to table: "claim_papers"
CREATE INDEX `claimpaper_department_id_id` ON `claim_papers` (`department_id`, `id`);
-- create index "claim_paper_number_once" to table: "claim_papers"
CREATE UNIQUE INDEX `claim_paper_number_once` ON `claim_papers` (`code`, `number_key`) WHERE number_key <> '' AND NOT released;
-- create index "claimpaper_claim_id_position" to table: "claim_papers"
CREATE INDEX `claimpaper_claim_id_position` ON `claim_papers` (`claim_id`, `position`);
-- create "paper_rules" table
CREATE TABLE `paper_rules` (`id` text NOT NULL, `create_time` datetime NOT NULL, `code` text NOT NULL, `name` text NOT NULL, `name_en` text NOT NULL, `claim_kinds` json NOT NULL, `project_type_codes` json NULL, `checks` json NOT NULL, `valid_from` text NOT NULL, `valid_to` text NULL, `source_document` text NOT NULL, `demo` bool NOT NULL DEFAULT (false), PRIMARY KEY (`id`), CONSTRAINT `paper_rule_code` CHECK (code <> ''));
-- create index "paperrule_code_valid_from" to table: "paper_rules"
CREATE UNIQUE INDEX `paperrule_code_valid_from` ON `paper_rules` (`code`, `valid_from`);

