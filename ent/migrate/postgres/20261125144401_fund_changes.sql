-- +goose Up
-- create "fiscal_year_changes" table
CREATE TABLE "fiscal_year_changes" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "version" bigint NOT NULL DEFAULT 1, "update_time" timestamptz NOT NULL, "fiscal_year" bigint NOT NULL, "kind" character varying NOT NULL, "reason" character varying NOT NULL, "state" character varying NOT NULL, "requested_by" uuid NOT NULL, "requester_name" character varying NOT NULL, "decided_by" uuid NULL, "decider_name" character varying NOT NULL DEFAULT '', "decision_reason" character varying NOT NULL DEFAULT '', PRIMARY KEY ("id"), CONSTRAINT "fiscal_year_change_kind" CHECK ((kind)::text = ANY ((ARRAY['closing'::character varying, 'reopening'::character varying])::text[])), CONSTRAINT "fiscal_year_change_state" CHECK ((state)::text = ANY ((ARRAY['requested'::character varying, 'approved'::character varying, 'refused'::character varying])::text[])), CONSTRAINT "fiscal_year_change_two_eyes" CHECK (((state)::text = 'requested'::text) OR (decided_by <> requested_by)), CONSTRAINT "fiscal_year_change_why" CHECK (((kind)::text = 'closing'::text) OR ((reason)::text <> ''::text)));
-- create index "fiscal_year_change_once" to table: "fiscal_year_changes"
CREATE UNIQUE INDEX "fiscal_year_change_once" ON "fiscal_year_changes" ("fiscal_year") WHERE ((state)::text = 'requested'::text);
-- create index "fiscalyearchange_fiscal_year_id" to table: "fiscal_year_changes"
CREATE INDEX "fiscalyearchange_fiscal_year_id" ON "fiscal_year_changes" ("fiscal_year", "id");
-- modify "fund_documents" table
ALTER TABLE "fund_documents" ADD CONSTRAINT "fund_document_kind" CHECK ((kind)::text = ANY ((ARRAY['allocation'::character varying, 'reduction'::character varying, 'recall'::character varying])::text[])), ADD COLUMN "kind" character varying NOT NULL DEFAULT 'allocation';
-- create "allocation_changes" table
CREATE TABLE "allocation_changes" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "line_number" bigint NOT NULL, "fiscal_year" bigint NOT NULL, "amount_fen" bigint NOT NULL, "recall" boolean NOT NULL, "fund_document_id" uuid NOT NULL, "allocation_id" uuid NOT NULL, "channel_id" uuid NOT NULL, "department_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "allocation_changes_allocations_allocation" FOREIGN KEY ("allocation_id") REFERENCES "allocations" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "allocation_changes_channels_channel" FOREIGN KEY ("channel_id") REFERENCES "channels" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "allocation_changes_fund_documents_fund_document" FOREIGN KEY ("fund_document_id") REFERENCES "fund_documents" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "allocation_changes_organizations_department" FOREIGN KEY ("department_id") REFERENCES "organizations" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "allocation_change_amount" CHECK ((amount_fen > 0) AND (amount_fen <= '100000000000000'::bigint)), CONSTRAINT "allocation_change_line" CHECK (line_number > 0));
-- create index "allocationchange_allocation_id" to table: "allocation_changes"
CREATE INDEX "allocationchange_allocation_id" ON "allocation_changes" ("allocation_id");
-- create index "allocationchange_department_id_fund_document_id" to table: "allocation_changes"
CREATE INDEX "allocationchange_department_id_fund_document_id" ON "allocation_changes" ("department_id", "fund_document_id");
-- create index "allocationchange_fund_document_id_allocation_id" to table: "allocation_changes"
CREATE UNIQUE INDEX "allocationchange_fund_document_id_allocation_id" ON "allocation_changes" ("fund_document_id", "allocation_id");
-- create index "allocationchange_fund_document_id_line_number" to table: "allocation_changes"
CREATE UNIQUE INDEX "allocationchange_fund_document_id_line_number" ON "allocation_changes" ("fund_document_id", "line_number");

