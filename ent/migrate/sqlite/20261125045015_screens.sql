-- +goose NO TRANSACTION
-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
BEGIN IMMEDIATE;
-- create "new_api_clients" table
CREATE TABLE `new_api_clients` (`id` text NOT NULL, `create_time` datetime NOT NULL, `version` integer NOT NULL DEFAULT (1), `update_time` datetime NOT NULL, `name` text NOT NULL, `scopes` json NOT NULL, `key_hash` text NOT NULL, `key_prefix` text NOT NULL, `expire_time` datetime NOT NULL, `disabled` bool NOT NULL DEFAULT (false), `last_use_on` text NULL, `previous_key_hash` text NULL, `previous_key_prefix` text NOT NULL DEFAULT (''), `previous_key_expire_time` datetime NULL, `previous_key_last_use_on` text NULL, `organization_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `api_clients_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE RESTRICT);
-- copy rows from old table "api_clients" to new temporary table "new_api_clients"
INSERT INTO `new_api_clients` (`id`, `create_time`, `version`, `update_time`, `name`, `scopes`, `key_hash`, `key_prefix`, `expire_time`, `disabled`, `last_use_on`, `organization_id`) SELECT `id`, `create_time`, `version`, `update_time`, `name`, `scopes`, `key_hash`, `key_prefix`, `expire_time`, `disabled`, `last_use_on`, `organization_id` FROM `api_clients`;
-- drop "api_clients" table after copying rows
DROP TABLE `api_clients`;
-- rename temporary table "new_api_clients" to "api_clients"
ALTER TABLE `new_api_clients` RENAME TO `api_clients`;
-- create index "api_clients_key_hash_key" to table: "api_clients"
CREATE UNIQUE INDEX `api_clients_key_hash_key` ON `api_clients` (`key_hash`);
-- create index "api_clients_previous_key_hash_key" to table: "api_clients"
CREATE UNIQUE INDEX `api_clients_previous_key_hash_key` ON `api_clients` (`previous_key_hash`);
-- create "new_organizations" table
CREATE TABLE `new_organizations` (`id` text NOT NULL, `create_time` datetime NOT NULL, `version` integer NOT NULL DEFAULT (1), `update_time` datetime NOT NULL, `code` text NOT NULL, `name` text NOT NULL, `kind` text NOT NULL, `credit_code` text NOT NULL DEFAULT (''), `disabled` bool NOT NULL DEFAULT (false), `region_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `organizations_regions_region` FOREIGN KEY (`region_id`) REFERENCES `regions` (`id`) ON DELETE RESTRICT, CONSTRAINT `organization_kind` CHECK (kind IN ('poverty_office','finance','statistics','department','township','village','enterprise','cooperative','contractor','government','audit','bank')));
-- copy rows from old table "organizations" to new temporary table "new_organizations"
INSERT INTO `new_organizations` (`id`, `create_time`, `version`, `update_time`, `code`, `name`, `kind`, `credit_code`, `region_id`) SELECT `id`, `create_time`, `version`, `update_time`, `code`, `name`, `kind`, `credit_code`, `region_id` FROM `organizations`;
-- drop "organizations" table after copying rows
DROP TABLE `organizations`;
-- rename temporary table "new_organizations" to "organizations"
ALTER TABLE `new_organizations` RENAME TO `organizations`;
-- create index "organizations_code_key" to table: "organizations"
CREATE UNIQUE INDEX `organizations_code_key` ON `organizations` (`code`);
-- create "new_users" table
CREATE TABLE `new_users` (`id` text NOT NULL, `create_time` datetime NOT NULL, `version` integer NOT NULL DEFAULT (1), `update_time` datetime NOT NULL, `username` text NOT NULL, `display_name` text NOT NULL, `roles` json NOT NULL, `phone` text NOT NULL DEFAULT (''), `password_hash` text NOT NULL DEFAULT (''), `disabled` bool NOT NULL DEFAULT (false), `must_change_password` bool NOT NULL DEFAULT (false), `organization_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `users_organizations_organization` FOREIGN KEY (`organization_id`) REFERENCES `organizations` (`id`) ON DELETE RESTRICT);
-- copy rows from old table "users" to new temporary table "new_users"
INSERT INTO `new_users` (`id`, `create_time`, `version`, `update_time`, `username`, `display_name`, `roles`, `phone`, `password_hash`, `disabled`, `organization_id`) SELECT `id`, `create_time`, `version`, `update_time`, `username`, `display_name`, `roles`, `phone`, `password_hash`, `disabled`, `organization_id` FROM `users`;
-- drop "users" table after copying rows
DROP TABLE `users`;
-- rename temporary table "new_users" to "users"
ALTER TABLE `new_users` RENAME TO `users`;
-- create index "users_username_key" to table: "users"
CREATE UNIQUE INDEX `users_username_key` ON `users` (`username`);
-- create "api_client_requests" table
CREATE TABLE `api_client_requests` (`id` text NOT NULL, `create_time` datetime NOT NULL, `request_id` text NOT NULL, `time` datetime NOT NULL, `method` text NOT NULL, `code` text NOT NULL, `reason` text NOT NULL DEFAULT (''), `duration_us` integer NOT NULL, `client_ip` text NOT NULL DEFAULT (''), `key_prefix` text NOT NULL DEFAULT (''), `replayed` bool NOT NULL DEFAULT (false), `answer` text NOT NULL DEFAULT (''), `api_client_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `api_client_requests_api_clients_api_client` FOREIGN KEY (`api_client_id`) REFERENCES `api_clients` (`id`) ON DELETE RESTRICT);
-- create index "apiclientrequest_api_client_id_time_id" to table: "api_client_requests"
CREATE INDEX `apiclientrequest_api_client_id_time_id` ON `api_client_requests` (`api_client_id`, `time`, `id`);
-- create index "apiclientrequest_api_client_id_request_id" to table: "api_client_requests"
CREATE INDEX `apiclientrequest_api_client_id_request_id` ON `api_client_requests` (`api_client_id`, `request_id`);
-- create index "apiclientrequest_time" to table: "api_client_requests"
CREATE INDEX `apiclientrequest_time` ON `api_client_requests` (`time`);
-- create "files" table
CREATE TABLE `files` (`id` text NOT NULL, `create_time` datetime NOT NULL, `village_id` text NOT NULL, `unit_id` text NOT NULL, `department_id` text NULL, `subject` text NOT NULL, `subject_id` text NOT NULL, `name` text NOT NULL, `media_type` text NOT NULL, `size_bytes` integer NOT NULL, `sha256` text NOT NULL, `uploaded_by` text NOT NULL, `uploader_name` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `file_size` CHECK (size_bytes > 0), CONSTRAINT `file_subject` CHECK (subject IN ('claim','acceptance','project')));
-- create index "file_village_id_id" to table: "files"
CREATE INDEX `file_village_id_id` ON `files` (`village_id`, `id`);
-- create index "file_unit_id_id" to table: "files"
CREATE INDEX `file_unit_id_id` ON `files` (`unit_id`, `id`);
-- create index "file_department_id_id" to table: "files"
CREATE INDEX `file_department_id_id` ON `files` (`department_id`, `id`);
-- create index "file_subject_subject_id_sha256" to table: "files"
CREATE UNIQUE INDEX `file_subject_subject_id_sha256` ON `files` (`subject`, `subject_id`, `sha256`);
-- create "page_settings" table
CREATE TABLE `page_settings` (`id` text NOT NULL, `create_time` datetime NOT NULL, `page` text NOT NULL, `columns` json NOT NULL, `page_size` integer NOT NULL DEFAULT (0), `user_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `page_settings_users_user` FOREIGN KEY (`user_id`) REFERENCES `users` (`id`) ON DELETE RESTRICT);
-- create index "pagesetting_user_id_page" to table: "page_settings"
CREATE UNIQUE INDEX `pagesetting_user_id_page` ON `page_settings` (`user_id`, `page`);
-- create "work_terms" table
CREATE TABLE `work_terms` (`id` text NOT NULL, `create_time` datetime NOT NULL, `step` text NOT NULL, `days` integer NOT NULL, `valid_from` text NOT NULL, `valid_to` text NULL, `demo` bool NOT NULL DEFAULT (false), `source_document` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `work_term_days` CHECK (days > 0));
-- create index "workterm_step_valid_from" to table: "work_terms"
CREATE UNIQUE INDEX `workterm_step_valid_from` ON `work_terms` (`step`, `valid_from`);
COMMIT;
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;

