-- +goose Up
-- add column "confirm_time" to table: "acceptances"
ALTER TABLE `acceptances` ADD COLUMN `confirm_time` datetime NULL;
-- add column "revoked_by" to table: "acceptances"
ALTER TABLE `acceptances` ADD COLUMN `revoked_by` text NULL;
-- add column "revoke_time" to table: "acceptances"
ALTER TABLE `acceptances` ADD COLUMN `revoke_time` datetime NULL;
-- Written by hand: an acceptance changes with its decisions only once it is confirmed, so its last change was the last decision.
UPDATE `acceptances` SET `confirm_time` = `update_time` WHERE `state` = 'confirmed';
UPDATE `acceptances` SET `revoke_time` = `update_time` WHERE `state` = 'revoked';
-- create index "claim_acceptance_id_id" to table: "claims"
CREATE INDEX `claim_acceptance_id_id` ON `claims` (`acceptance_id`, `id`);
-- create "project_steps" table
CREATE TABLE `project_steps` (`id` text NOT NULL, `create_time` datetime NOT NULL, `village_id` text NOT NULL, `unit_id` text NOT NULL, `department_id` text NULL, `action` text NOT NULL, `actor_id` text NOT NULL, `actor_name` text NOT NULL DEFAULT (''), `organization_name` text NOT NULL DEFAULT (''), `comment` text NOT NULL DEFAULT (''), `project_id` text NOT NULL, `acceptance_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `project_steps_projects_project` FOREIGN KEY (`project_id`) REFERENCES `projects` (`id`) ON DELETE RESTRICT, CONSTRAINT `project_steps_acceptances_acceptance` FOREIGN KEY (`acceptance_id`) REFERENCES `acceptances` (`id`) ON DELETE RESTRICT, CONSTRAINT `project_step_acceptance` CHECK ((acceptance_id IS NOT NULL) = (action IN ('accept','reopen'))), CONSTRAINT `project_step_action` CHECK (action IN ('list','edit','approve','start','complete','accept','reopen','cancel')));
-- create index "projectstep_village_id_id" to table: "project_steps"
CREATE INDEX `projectstep_village_id_id` ON `project_steps` (`village_id`, `id`);
-- create index "projectstep_unit_id_id" to table: "project_steps"
CREATE INDEX `projectstep_unit_id_id` ON `project_steps` (`unit_id`, `id`);
-- create index "projectstep_department_id_id" to table: "project_steps"
CREATE INDEX `projectstep_department_id_id` ON `project_steps` (`department_id`, `id`);
-- create index "projectstep_project_id_id" to table: "project_steps"
CREATE INDEX `projectstep_project_id_id` ON `project_steps` (`project_id`, `id`);
