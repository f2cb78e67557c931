-- +goose Up
-- modify "api_clients" table
ALTER TABLE "api_clients" ADD COLUMN "previous_key_hash" character varying NULL, ADD COLUMN "previous_key_prefix" character varying NOT NULL DEFAULT '', ADD COLUMN "previous_key_expire_time" timestamptz NULL, ADD COLUMN "previous_key_last_use_on" date NULL;
-- create index "api_clients_previous_key_hash_key" to table: "api_clients"
CREATE UNIQUE INDEX "api_clients_previous_key_hash_key" ON "api_clients" ("previous_key_hash");
-- modify "organizations" table
ALTER TABLE "organizations" ADD COLUMN "disabled" boolean NOT NULL DEFAULT false;
-- create "files" table
CREATE TABLE "files" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "village_id" uuid NOT NULL, "unit_id" uuid NOT NULL, "department_id" uuid NULL, "subject" character varying NOT NULL, "subject_id" uuid NOT NULL, "name" character varying NOT NULL, "media_type" character varying NOT NULL, "size_bytes" bigint NOT NULL, "sha256" character varying NOT NULL, "uploaded_by" uuid NOT NULL, "uploader_name" character varying NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "file_size" CHECK (size_bytes > 0), CONSTRAINT "file_subject" CHECK ((subject)::text = ANY ((ARRAY['claim'::character varying, 'acceptance'::character varying, 'project'::character varying])::text[])));
-- create index "file_department_id_id" to table: "files"
CREATE INDEX "file_department_id_id" ON "files" ("department_id", "id");
-- create index "file_subject_subject_id_sha256" to table: "files"
CREATE UNIQUE INDEX "file_subject_subject_id_sha256" ON "files" ("subject", "subject_id", "sha256");
-- create index "file_unit_id_id" to table: "files"
CREATE INDEX "file_unit_id_id" ON "files" ("unit_id", "id");
-- create index "file_village_id_id" to table: "files"
CREATE INDEX "file_village_id_id" ON "files" ("village_id", "id");
-- create "work_terms" table
CREATE TABLE "work_terms" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "step" character varying NOT NULL, "days" bigint NOT NULL, "valid_from" date NOT NULL, "valid_to" date NULL, "demo" boolean NOT NULL DEFAULT false, "source_document" character varying NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "work_term_days" CHECK (days > 0));
-- create index "workterm_step_valid_from" to table: "work_terms"
CREATE UNIQUE INDEX "workterm_step_valid_from" ON "work_terms" ("step", "valid_from");
-- create "api_client_requests" table
CREATE TABLE "api_client_requests" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "request_id" character varying NOT NULL, "time" timestamptz NOT NULL, "method" character varying NOT NULL, "code" character varying NOT NULL, "reason" character varying NOT NULL DEFAULT '', "duration_us" bigint NOT NULL, "client_ip" character varying NOT NULL DEFAULT '', "key_prefix" character varying NOT NULL DEFAULT '', "replayed" boolean NOT NULL DEFAULT false, "answer" character varying NOT NULL DEFAULT '', "api_client_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "api_client_requests_api_clients_api_client" FOREIGN KEY ("api_client_id") REFERENCES "api_clients" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT);
-- create index "apiclientrequest_api_client_id_request_id" to table: "api_client_requests"
CREATE INDEX "apiclientrequest_api_client_id_request_id" ON "api_client_requests" ("api_client_id", "request_id");
-- create index "apiclientrequest_api_client_id_time_id" to table: "api_client_requests"
CREATE INDEX "apiclientrequest_api_client_id_time_id" ON "api_client_requests" ("api_client_id", "time", "id");
-- create index "apiclientrequest_time" to table: "api_client_requests"
CREATE INDEX "apiclientrequest_time" ON "api_client_requests" ("time");
-- modify "users" table
ALTER TABLE "users" ADD COLUMN "must_change_password" boolean NOT NULL DEFAULT false;
-- create "page_settings" table
CREATE TABLE "page_settings" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "page" character varying NOT NULL, "columns" jsonb NOT NULL, "page_size" bigint NOT NULL DEFAULT 0, "user_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "page_settings_users_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT);
-- create index "pagesetting_user_id_page" to table: "page_settings"
CREATE UNIQUE INDEX "pagesetting_user_id_page" ON "page_settings" ("user_id", "page");

