-- +goose Up
-- create "paper_rules" table
CREATE TABLE "paper_rules" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "code" character varying NOT NULL, "name" character varying NOT NULL, "name_en" character varying NOT NULL, "claim_kinds" jsonb NOT NULL, "project_type_codes" jsonb NULL, "checks" jsonb NOT NULL, "valid_from" date NOT NULL, "valid_to" date NULL, "source_document" character varying NOT NULL, "demo" boolean NOT NULL DEFAULT false, PRIMARY KEY ("id"), CONSTRAINT "paper_rule_code" CHECK ((code)::text <> ''::text));
-- create index "paperrule_code_valid_from" to table: "paper_rules"
CREATE UNIQUE INDEX "paperrule_code_valid_from" ON "paper_rules" ("code", "valid_from");
-- create "claim_papers" table
CREATE TABLE "claim_papers" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "village_id" uuid NOT NULL, "unit_id" uuid NOT NULL, "department_id" uuid NULL, "position" bigint NOT NULL, "code" character varying NOT NULL, "number" character varying NOT NULL DEFAULT '', "number_key" character varying NOT NULL DEFAULT '', "dated_on" date NULL, "opinion_on" date NULL, "amount_fen" bigint NOT NULL DEFAULT 0, "quantity_milli" bigint NOT NULL DEFAULT 0, "signers" jsonb NULL, "file_id" uuid NULL, "released" boolean NOT NULL DEFAULT false, "claim_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "claim_papers_claims_claim" FOREIGN KEY ("claim_id") REFERENCES "claims" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "claim_paper_amounts" CHECK ((amount_fen >= 0) AND (quantity_milli >= 0)));
-- create index "claim_paper_number_once" to table: "claim_papers"
CREATE UNIQUE INDEX "claim_paper_number_once" ON "claim_papers" ("code", "number_key") WHERE (((number_key)::text <> ''::text) AND (NOT released));
-- create index "claimpaper_claim_id_position" to table: "claim_papers"
CREATE INDEX "claimpaper_claim_id_position" ON "claim_papers" ("claim_id", "position");
-- create index "claimpaper_department_id_id" to table: "claim_papers"
CREATE INDEX "claimpaper_department_id_id" ON "claim_papers" ("department_id", "id");
-- create index "claimpaper_unit_id_id" to table: "claim_papers"
CREATE INDEX "claimpaper_unit_id_id" ON "claim_papers" ("unit_id", "id");
-- create index "claimpaper_village_id_id" to table: "claim_papers"
CREATE INDEX "claimpaper_village_id_id" ON "claim_papers" ("village_id", "id");

