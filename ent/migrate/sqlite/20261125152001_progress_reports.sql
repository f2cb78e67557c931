-- +goose NO TRANSACTION
-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
BEGIN IMMEDIATE;
-- create "new_files" table
CREATE TABLE `new_files` (`id` text NOT NULL, `create_time` datetime NOT NULL, `village_id` text NOT NULL, `unit_id` text NOT NULL, `department_id` text NULL, `subject` text NOT NULL, `subject_id` text NOT NULL, `name` text NOT NULL, `media_type` text NOT NULL, `size_bytes` integer NOT NULL, `sha256` text NOT NULL, `uploaded_by` text NOT NULL, `uploader_name` text NOT NULL, `latitude_micro` integer NULL, `longitude_micro` integer NULL, PRIMARY KEY (`id`), CONSTRAINT `file_position` CHECK ((latitude_micro IS NULL) = (longitude_micro IS NULL) AND (latitude_micro IS NULL OR latitude_micro BETWEEN -90000000 AND 90000000 AND longitude_micro BETWEEN -180000000 AND 180000000)), CONSTRAINT `file_size` CHECK (size_bytes > 0), CONSTRAINT `file_subject` CHECK (subject IN ('claim','acceptance','project','progress_report')));
-- copy rows from old table "files" to new temporary table "new_files"
INSERT INTO `new_files` (`id`, `create_time`, `village_id`, `unit_id`, `department_id`, `subject`, `subject_id`, `name`, `media_type`, `size_bytes`, `sha256`, `uploaded_by`, `uploader_name`) SELECT `id`, `create_time`, `village_id`, `unit_id`, `department_id`, `subject`, `subject_id`, `name`, `media_type`, `size_bytes`, `sha256`, `uploaded_by`, `uploader_name` FROM `files`;
-- drop "files" table after copying rows
DROP TABLE `files`;
-- rename temporary table "new_files" to "files"
ALTER TABLE `new_files` RENAME TO `files`;
-- create index "file_village_id_id" to table: "files"
CREATE INDEX `file_village_id_id` ON `files` (`village_id`, `id`);
-- create index "file_unit_id_id" to table: "files"
CREATE INDEX `file_unit_id_id` ON `files` (`unit_id`, `id`);
-- create index "file_department_id_id" to table: "files"
CREATE INDEX `file_department_id_id` ON `files` (`department_id`, `id`);
-- create index "file_subject_subject_id_sha256" to table: "files"
CREATE UNIQUE INDEX `file_subject_subject_id_sha256` ON `files` (`subject`, `subject_id`, `sha256`);
-- create "progress_reports" table
CREATE TABLE `progress_reports` (`id` text NOT NULL, `create_time` datetime NOT NULL, `village_id` text NOT NULL, `unit_id` text NOT NULL, `department_id` text NULL, `sequence` integer NOT NULL, `reported_on` text NOT NULL, `percent` integer NOT NULL, `percent_before` integer NOT NULL, `quantity_milli` integer NOT NULL, `quality` text NOT NULL, `money_used_fen` integer NOT NULL, `problems` text NOT NULL DEFAULT (''), `setback_reason` text NOT NULL DEFAULT (''), `latitude_micro` integer NULL, `longitude_micro` integer NULL, `reported_by` text NOT NULL, `reporter_name` text NOT NULL, `organization_name` text NOT NULL DEFAULT (''), `project_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `progress_reports_projects_project` FOREIGN KEY (`project_id`) REFERENCES `projects` (`id`) ON DELETE RESTRICT, CONSTRAINT `progress_report_amounts` CHECK (quantity_milli >= 0 AND money_used_fen >= 0), CONSTRAINT `progress_report_percent` CHECK (percent BETWEEN 0 AND 100 AND percent_before BETWEEN 0 AND 100), CONSTRAINT `progress_report_position` CHECK ((latitude_micro IS NULL) = (longitude_micro IS NULL) AND (latitude_micro IS NULL OR latitude_micro BETWEEN -90000000 AND 90000000 AND longitude_micro BETWEEN -180000000 AND 180000000)), CONSTRAINT `progress_report_quality` CHECK (quality IN ('good','fair','poor')), CONSTRAINT `progress_report_sequence` CHECK (sequence > 0), CONSTRAINT `progress_report_setback` CHECK (percent >= percent_before OR setback_reason <> ''));
-- create index "progressreport_village_id_id" to table: "progress_reports"
CREATE INDEX `progressreport_village_id_id` ON `progress_reports` (`village_id`, `id`);
-- create index "progressreport_unit_id_id" to table: "progress_reports"
CREATE INDEX `progressreport_unit_id_id` ON `progress_reports` (`unit_id`, `id`);
-- create index "progressreport_department_id_id" to table: "progress_reports"
CREATE INDEX `progressreport_department_id_id` ON `progress_reports` (`department_id`, `id`);
-- create index "progressreport_project_id_sequence" to table: "progress_reports"
CREATE UNIQUE INDEX `progressreport_project_id_sequence` ON `progress_reports` (`project_id`, `sequence`);
-- create index "progressreport_reported_on_id" to table: "progress_reports"
CREATE INDEX `progressreport_reported_on_id` ON `progress_reports` (`reported_on`, `id`);
COMMIT;
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;

