-- +goose NO TRANSACTION
-- +goose Up
-- Written by hand: the planner does not see that a CHECK has changed.
PRAGMA foreign_keys = off;
BEGIN IMMEDIATE;
CREATE TABLE `new_claim_steps` (`id` text NOT NULL, `create_time` datetime NOT NULL, `village_id` text NOT NULL, `unit_id` text NOT NULL, `department_id` text NULL, `round` integer NOT NULL, `action` text NOT NULL, `acted` bool NOT NULL, `actor_id` text NULL, `actor_name` text NOT NULL DEFAULT (''), `organization_name` text NOT NULL DEFAULT (''), `comment` text NOT NULL DEFAULT (''), `claim_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `claim_steps_claims_claim` FOREIGN KEY (`claim_id`) REFERENCES `claims` (`id`) ON DELETE RESTRICT, CONSTRAINT `claim_step_action` CHECK (action IN ('draft','submit','agree_by_township','check_by_department','pass_department','agree_by_office','approve','pay','return','reject','reverse_payment','edit','withdraw','remind')));
INSERT INTO `new_claim_steps` (`id`, `create_time`, `village_id`, `unit_id`, `department_id`, `round`, `action`, `acted`, `actor_id`, `actor_name`, `organization_name`, `comment`, `claim_id`) SELECT `id`, `create_time`, `village_id`, `unit_id`, `department_id`, `round`, `action`, `acted`, `actor_id`, `actor_name`, `organization_name`, `comment`, `claim_id` FROM `claim_steps`;
DROP TABLE `claim_steps`;
ALTER TABLE `new_claim_steps` RENAME TO `claim_steps`;
CREATE INDEX `claimstep_village_id_id` ON `claim_steps` (`village_id`, `id`);
CREATE INDEX `claimstep_unit_id_id` ON `claim_steps` (`unit_id`, `id`);
CREATE INDEX `claimstep_department_id_id` ON `claim_steps` (`department_id`, `id`);
CREATE UNIQUE INDEX `claim_step_nobody_twice` ON `claim_steps` (`claim_id`, `round`, `actor_id`) WHERE acted;
CREATE INDEX `claimstep_claim_id_id` ON `claim_steps` (`claim_id`, `id`);
COMMIT;
PRAGMA foreign_keys = on;
