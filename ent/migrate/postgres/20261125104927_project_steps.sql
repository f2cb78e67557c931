-- +goose Up
-- modify "acceptances" table
ALTER TABLE "acceptances" ADD COLUMN "confirm_time" timestamptz NULL, ADD COLUMN "revoked_by" uuid NULL, ADD COLUMN "revoke_time" timestamptz NULL;
-- Written by hand: an acceptance changes with its decisions only once it is confirmed, so its last change was the last decision.
UPDATE "acceptances" SET "confirm_time" = "update_time" WHERE "state" = 'confirmed';
UPDATE "acceptances" SET "revoke_time" = "update_time" WHERE "state" = 'revoked';
-- create index "claim_acceptance_id_id" to table: "claims"
CREATE INDEX "claim_acceptance_id_id" ON "claims" ("acceptance_id", "id");
-- create "project_steps" table
CREATE TABLE "project_steps" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "village_id" uuid NOT NULL, "unit_id" uuid NOT NULL, "department_id" uuid NULL, "action" character varying NOT NULL, "actor_id" uuid NOT NULL, "actor_name" character varying NOT NULL DEFAULT '', "organization_name" character varying NOT NULL DEFAULT '', "comment" character varying NOT NULL DEFAULT '', "project_id" uuid NOT NULL, "acceptance_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "project_steps_acceptances_acceptance" FOREIGN KEY ("acceptance_id") REFERENCES "acceptances" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "project_steps_projects_project" FOREIGN KEY ("project_id") REFERENCES "projects" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "project_step_acceptance" CHECK ((acceptance_id IS NOT NULL) = ((action)::text = ANY ((ARRAY['accept'::character varying, 'reopen'::character varying])::text[]))), CONSTRAINT "project_step_action" CHECK ((action)::text = ANY ((ARRAY['list'::character varying, 'edit'::character varying, 'approve'::character varying, 'start'::character varying, 'complete'::character varying, 'accept'::character varying, 'reopen'::character varying, 'cancel'::character varying])::text[])));
-- create index "projectstep_department_id_id" to table: "project_steps"
CREATE INDEX "projectstep_department_id_id" ON "project_steps" ("department_id", "id");
-- create index "projectstep_project_id_id" to table: "project_steps"
CREATE INDEX "projectstep_project_id_id" ON "project_steps" ("project_id", "id");
-- create index "projectstep_unit_id_id" to table: "project_steps"
CREATE INDEX "projectstep_unit_id_id" ON "project_steps" ("unit_id", "id");
-- create index "projectstep_village_id_id" to table: "project_steps"
CREATE INDEX "projectstep_village_id_id" ON "project_steps" ("village_id", "id");
