-- +goose Up
-- modify "claim_lines" table
ALTER TABLE "claim_lines" DROP CONSTRAINT "claim_line_amount", ADD CONSTRAINT "claim_line_amounts" CHECK ((amount_fen > 0) AND (set_off_fen >= 0) AND (retention_fen >= 0)), ADD COLUMN "retention_fen" bigint NOT NULL DEFAULT 0, ADD COLUMN "retention_hold_id" uuid NULL;
-- modify "fund_rules" table
ALTER TABLE "fund_rules" ADD CONSTRAINT "fund_rule_term" CHECK (((kind)::text = 'retention_rate'::text) = (term_months > 0)), ADD COLUMN "project_type_codes" jsonb NULL, ADD COLUMN "term_months" bigint NOT NULL DEFAULT 0;
-- modify "claims" table
ALTER TABLE "claims" DROP CONSTRAINT "claim_acceptance", ADD CONSTRAINT "claim_acceptance_kind" CHECK (((kind)::text = ANY ((ARRAY['advance'::character varying, 'retention'::character varying])::text[])) = (acceptance_id IS NULL)), ADD CONSTRAINT "claim_kind" CHECK ((kind)::text = ANY ((ARRAY['advance'::character varying, 'final'::character varying, 'progress'::character varying, 'retention'::character varying])::text[])), ADD CONSTRAINT "claim_retention" CHECK ((retention_fen >= 0) AND ((retention_fen = 0) OR (acceptance_id IS NOT NULL)) AND (retention_bp >= 0) AND (retention_bp <= retention_cap_bp) AND (retention_cap_bp <= 10000)), ADD CONSTRAINT "claim_retention_of" CHECK (((kind)::text = 'retention'::text) = (retention_of_id IS NOT NULL)), ADD COLUMN "retention_fen" bigint NOT NULL DEFAULT 0, ADD COLUMN "retention_bp" bigint NOT NULL DEFAULT 0, ADD COLUMN "retention_cap_bp" bigint NOT NULL DEFAULT 0, ADD COLUMN "retention_due_on" date NULL, ADD COLUMN "retention_of_id" uuid NULL, ADD CONSTRAINT "claims_claims_releases" FOREIGN KEY ("retention_of_id") REFERENCES "claims" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT;
-- create index "claim_retention_once" to table: "claims"
CREATE UNIQUE INDEX "claim_retention_once" ON "claims" ("retention_of_id") WHERE ((state)::text <> 'rejected'::text);
-- create "retention_defects" table
CREATE TABLE "retention_defects" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "version" bigint NOT NULL DEFAULT 1, "update_time" timestamptz NOT NULL, "village_id" uuid NOT NULL, "unit_id" uuid NOT NULL, "department_id" uuid NULL, "amount_fen" bigint NOT NULL, "found_on" date NOT NULL, "reason" character varying NOT NULL, "state" character varying NOT NULL, "recorded_by" uuid NOT NULL, "recorder_name" character varying NOT NULL, "decided_by" uuid NULL, "decider_name" character varying NOT NULL DEFAULT '', "decision_reason" character varying NOT NULL DEFAULT '', "claim_id" uuid NOT NULL, "allocation_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "retention_defects_allocations_allocation" FOREIGN KEY ("allocation_id") REFERENCES "allocations" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "retention_defects_claims_claim" FOREIGN KEY ("claim_id") REFERENCES "claims" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "retention_defect_amount" CHECK (amount_fen > 0), CONSTRAINT "retention_defect_state" CHECK ((state)::text = ANY ((ARRAY['recorded'::character varying, 'confirmed'::character varying, 'refused'::character varying])::text[])), CONSTRAINT "retention_defect_two_eyes" CHECK ((((state)::text = 'recorded'::text) = (decided_by IS NULL)) AND ((decided_by IS NULL) OR (decided_by <> recorded_by))));
-- create index "retention_defect_one_open" to table: "retention_defects"
CREATE UNIQUE INDEX "retention_defect_one_open" ON "retention_defects" ("claim_id") WHERE ((state)::text = 'recorded'::text);
-- create index "retentiondefect_claim_id_id" to table: "retention_defects"
CREATE INDEX "retentiondefect_claim_id_id" ON "retention_defects" ("claim_id", "id");
-- create index "retentiondefect_department_id_id" to table: "retention_defects"
CREATE INDEX "retentiondefect_department_id_id" ON "retention_defects" ("department_id", "id");
-- create index "retentiondefect_state_id" to table: "retention_defects"
CREATE INDEX "retentiondefect_state_id" ON "retention_defects" ("state", "id");
-- create index "retentiondefect_unit_id_id" to table: "retention_defects"
CREATE INDEX "retentiondefect_unit_id_id" ON "retention_defects" ("unit_id", "id");
-- create index "retentiondefect_village_id_id" to table: "retention_defects"
CREATE INDEX "retentiondefect_village_id_id" ON "retention_defects" ("village_id", "id");

