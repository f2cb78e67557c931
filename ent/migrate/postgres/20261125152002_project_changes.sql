-- +goose Up
-- modify "acceptances" table
ALTER TABLE "acceptances" ADD COLUMN "project_terms_version" bigint NOT NULL DEFAULT 1;
-- modify "claims" table
ALTER TABLE "claims" ADD COLUMN "project_terms_version" bigint NOT NULL DEFAULT 1;
-- modify "projects" table
ALTER TABLE "projects" DROP CONSTRAINT "project_state", ADD CONSTRAINT "project_state" CHECK (state IN ('listed','approved','underway','completed','accepted','cancelled','suspended','failed','settled')), ADD COLUMN "terms_version" bigint NOT NULL DEFAULT 1;
-- modify "project_steps" table
ALTER TABLE "project_steps" DROP CONSTRAINT "project_step_action", ADD CONSTRAINT "project_step_action" CHECK (action IN ('list','edit','approve','start','complete','accept','reopen','cancel','amend','suspend','resume','fail','settle','unsettle'));
-- create "project_changes" table
CREATE TABLE "project_changes" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "version" bigint NOT NULL DEFAULT 1, "update_time" timestamptz NOT NULL, "village_id" uuid NOT NULL, "unit_id" uuid NOT NULL, "department_id" uuid NULL, "kind" character varying NOT NULL, "reason" character varying NOT NULL, "terms_before" jsonb NULL, "terms_after" jsonb NULL, "terms_version" bigint NULL, "state" character varying NOT NULL, "requested_by" uuid NOT NULL, "requester_name" character varying NOT NULL, "organization_name" character varying NOT NULL DEFAULT '', "decided_by" uuid NULL, "decider_name" character varying NOT NULL DEFAULT '', "decision_reason" character varying NOT NULL DEFAULT '', "project_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "project_changes_projects_project" FOREIGN KEY ("project_id") REFERENCES "projects" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "project_change_decided" CHECK (((state)::text = ANY ((ARRAY['approved'::character varying, 'refused'::character varying])::text[])) = (decided_by IS NOT NULL)), CONSTRAINT "project_change_kind" CHECK ((kind)::text = ANY ((ARRAY['amend'::character varying, 'suspend'::character varying, 'resume'::character varying, 'fail'::character varying])::text[])), CONSTRAINT "project_change_reason" CHECK ((reason)::text <> ''::text), CONSTRAINT "project_change_state" CHECK ((state)::text = ANY ((ARRAY['requested'::character varying, 'approved'::character varying, 'refused'::character varying, 'withdrawn'::character varying])::text[])), CONSTRAINT "project_change_two_eyes" CHECK (((state)::text <> ALL ((ARRAY['approved'::character varying, 'refused'::character varying])::text[])) OR (decided_by <> requested_by)), CONSTRAINT "project_change_version" CHECK ((terms_version IS NOT NULL) = (((kind)::text = 'amend'::text) AND ((state)::text = 'approved'::text))));
-- create index "project_change_open" to table: "project_changes"
CREATE UNIQUE INDEX "project_change_open" ON "project_changes" ("project_id") WHERE ((state)::text = 'requested'::text);
-- create index "projectchange_department_id_id" to table: "project_changes"
CREATE INDEX "projectchange_department_id_id" ON "project_changes" ("department_id", "id");
-- create index "projectchange_project_id_id" to table: "project_changes"
CREATE INDEX "projectchange_project_id_id" ON "project_changes" ("project_id", "id");
-- create index "projectchange_project_id_terms_version" to table: "project_changes"
CREATE UNIQUE INDEX "projectchange_project_id_terms_version" ON "project_changes" ("project_id", "terms_version");
-- create index "projectchange_state_id" to table: "project_changes"
CREATE INDEX "projectchange_state_id" ON "project_changes" ("state", "id");
-- create index "projectchange_unit_id_id" to table: "project_changes"
CREATE INDEX "projectchange_unit_id_id" ON "project_changes" ("unit_id", "id");
-- create index "projectchange_village_id_id" to table: "project_changes"
CREATE INDEX "projectchange_village_id_id" ON "project_changes" ("village_id", "id");

