-- +goose Up
-- create "counters" table
CREATE TABLE "counters" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "name" character varying NOT NULL, "value" bigint NOT NULL, PRIMARY KEY ("id"));
-- create index "counters_name_key" to table: "counters"
CREATE UNIQUE INDEX "counters_name_key" ON "counters" ("name");
-- create "reversals" table
CREATE TABLE "reversals" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "version" bigint NOT NULL DEFAULT 1, "update_time" timestamptz NOT NULL, "target" character varying NOT NULL, "target_id" uuid NOT NULL, "amount_fen" bigint NOT NULL, "reason" character varying NOT NULL, "state" character varying NOT NULL, "requested_by" uuid NOT NULL, "requester_name" character varying NOT NULL, "decided_by" uuid NULL, "decider_name" character varying NOT NULL DEFAULT '', "decision_reason" character varying NOT NULL DEFAULT '', PRIMARY KEY ("id"), CONSTRAINT "reversal_amount" CHECK (amount_fen > 0), CONSTRAINT "reversal_state" CHECK ((state)::text = ANY ((ARRAY['requested'::character varying, 'approved'::character varying, 'refused'::character varying])::text[])), CONSTRAINT "reversal_two_eyes" CHECK (((state)::text = 'requested'::text) OR (decided_by <> requested_by)));
-- create index "reversal_state_id" to table: "reversals"
CREATE INDEX "reversal_state_id" ON "reversals" ("state", "id");
-- create index "reversal_target_once" to table: "reversals"
CREATE UNIQUE INDEX "reversal_target_once" ON "reversals" ("target_id") WHERE ((state)::text <> 'refused'::text);
-- create "regions" table
CREATE TABLE "regions" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "code" character varying NOT NULL, "name" character varying NOT NULL, "short_name" character varying NOT NULL, "initials" character varying NOT NULL, "level" character varying NOT NULL, "villagers_committee" boolean NOT NULL DEFAULT false, "valid_from" date NOT NULL, "valid_to" date NULL, "source" character varying NOT NULL, "parent_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "regions_regions_children" FOREIGN KEY ("parent_id") REFERENCES "regions" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "region_level" CHECK ((level)::text = ANY ((ARRAY['county'::character varying, 'township'::character varying, 'village'::character varying])::text[])), CONSTRAINT "region_parent" CHECK (((level)::text = 'county'::text) = (parent_id IS NULL)));
-- create index "region_code_in_force" to table: "regions"
CREATE UNIQUE INDEX "region_code_in_force" ON "regions" ("code") WHERE (valid_to IS NULL);
-- create index "region_parent_id_code" to table: "regions"
CREATE INDEX "region_parent_id_code" ON "regions" ("parent_id", "code");
-- create "login_attempts" table
CREATE TABLE "login_attempts" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "subject" character varying NOT NULL, "failures" bigint NOT NULL, "window_start" timestamptz NOT NULL, PRIMARY KEY ("id"));
-- create index "login_attempts_subject_key" to table: "login_attempts"
CREATE UNIQUE INDEX "login_attempts_subject_key" ON "login_attempts" ("subject");
-- create "idempotency_keys" table
CREATE TABLE "idempotency_keys" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "caller" character varying NOT NULL, "key" character varying NOT NULL, "method" character varying NOT NULL, "request_hash" bytea NOT NULL, "response" bytea NOT NULL, "expire_time" timestamptz NULL, PRIMARY KEY ("id"));
-- create index "idempotencykey_caller_key" to table: "idempotency_keys"
CREATE UNIQUE INDEX "idempotencykey_caller_key" ON "idempotency_keys" ("caller", "key");
-- create index "idempotencykey_expire_time" to table: "idempotency_keys"
CREATE INDEX "idempotencykey_expire_time" ON "idempotency_keys" ("expire_time");
-- create "fund_rules" table
CREATE TABLE "fund_rules" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "kind" character varying NOT NULL, "rate_bp" bigint NOT NULL, "valid_from" date NOT NULL, "valid_to" date NULL, "source_document" character varying NOT NULL, "demo" boolean NOT NULL DEFAULT false, PRIMARY KEY ("id"), CONSTRAINT "fund_rule_rate" CHECK ((rate_bp >= 0) AND (rate_bp <= 10000)));
-- create "county_marks" table
CREATE TABLE "county_marks" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "name" character varying NOT NULL, "value" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "county_marks_name_key" to table: "county_marks"
CREATE UNIQUE INDEX "county_marks_name_key" ON "county_marks" ("name");
-- create "organizations" table
CREATE TABLE "organizations" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "version" bigint NOT NULL DEFAULT 1, "update_time" timestamptz NOT NULL, "code" character varying NOT NULL, "name" character varying NOT NULL, "kind" character varying NOT NULL, "credit_code" character varying NOT NULL DEFAULT '', "region_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "organizations_regions_region" FOREIGN KEY ("region_id") REFERENCES "regions" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "organization_kind" CHECK ((kind)::text = ANY ((ARRAY['poverty_office'::character varying, 'finance'::character varying, 'statistics'::character varying, 'department'::character varying, 'township'::character varying, 'village'::character varying, 'enterprise'::character varying, 'cooperative'::character varying, 'contractor'::character varying, 'government'::character varying, 'audit'::character varying, 'bank'::character varying])::text[])));
-- create index "organizations_code_key" to table: "organizations"
CREATE UNIQUE INDEX "organizations_code_key" ON "organizations" ("code");
-- create "project_types" table
CREATE TABLE "project_types" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "code" character varying NOT NULL, "name" character varying NOT NULL, "name_en" character varying NOT NULL, "pillar" character varying NOT NULL, "scale_unit" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "project_types_code_key" to table: "project_types"
CREATE UNIQUE INDEX "project_types_code_key" ON "project_types" ("code");
-- create "projects" table
CREATE TABLE "projects" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "version" bigint NOT NULL DEFAULT 1, "update_time" timestamptz NOT NULL, "number" character varying NOT NULL, "name" character varying NOT NULL, "pillar" character varying NOT NULL, "benefit" character varying NOT NULL, "planned_quantity_milli" bigint NOT NULL, "budget_fen" bigint NOT NULL, "self_raised_fen" bigint NOT NULL, "labour_days" bigint NOT NULL DEFAULT 0, "start_date" date NOT NULL, "end_date" date NOT NULL, "objective" character varying NOT NULL DEFAULT '', "beneficiary_households" bigint NOT NULL DEFAULT 0, "state" character varying NOT NULL, "listed_by" uuid NOT NULL, "approved_by" uuid NULL, "cancel_reason" character varying NOT NULL DEFAULT '', "type_id" uuid NOT NULL, "village_id" uuid NOT NULL, "unit_id" uuid NOT NULL, "department_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "projects_organizations_department" FOREIGN KEY ("department_id") REFERENCES "organizations" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "projects_organizations_unit" FOREIGN KEY ("unit_id") REFERENCES "organizations" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "projects_project_types_type" FOREIGN KEY ("type_id") REFERENCES "project_types" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "projects_regions_village" FOREIGN KEY ("village_id") REFERENCES "regions" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "project_amounts" CHECK ((budget_fen > 0) AND (self_raised_fen >= 0) AND (labour_days >= 0) AND (planned_quantity_milli > 0)), CONSTRAINT "project_days" CHECK (start_date <= end_date), CONSTRAINT "project_state" CHECK ((state)::text = ANY ((ARRAY['listed'::character varying, 'approved'::character varying, 'underway'::character varying, 'completed'::character varying, 'accepted'::character varying, 'cancelled'::character varying])::text[])), CONSTRAINT "project_two_eyes" CHECK ((approved_by IS NULL) OR (approved_by <> listed_by)));
-- create index "project_budget_fen_id" to table: "projects"
CREATE INDEX "project_budget_fen_id" ON "projects" ("budget_fen", "id");
-- create index "project_department_id_id" to table: "projects"
CREATE INDEX "project_department_id_id" ON "projects" ("department_id", "id");
-- create index "project_end_date_id" to table: "projects"
CREATE INDEX "project_end_date_id" ON "projects" ("end_date", "id");
-- create index "project_name_id" to table: "projects"
CREATE INDEX "project_name_id" ON "projects" ("name", "id");
-- create index "project_state_number" to table: "projects"
CREATE INDEX "project_state_number" ON "projects" ("state", "number");
-- create index "project_unit_id_id" to table: "projects"
CREATE INDEX "project_unit_id_id" ON "projects" ("unit_id", "id");
-- create index "project_village_id_id" to table: "projects"
CREATE INDEX "project_village_id_id" ON "projects" ("village_id", "id");
-- create index "projects_number_key" to table: "projects"
CREATE UNIQUE INDEX "projects_number_key" ON "projects" ("number");
-- create "acceptances" table
CREATE TABLE "acceptances" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "version" bigint NOT NULL DEFAULT 1, "update_time" timestamptz NOT NULL, "village_id" uuid NOT NULL, "unit_id" uuid NOT NULL, "department_id" uuid NULL, "accepted_on" date NOT NULL, "team" jsonb NOT NULL, "measured_quantity_milli" bigint NOT NULL, "verdict" character varying NOT NULL, "accepted_fen" bigint NOT NULL, "remark" character varying NOT NULL DEFAULT '', "state" character varying NOT NULL, "drafted_by" uuid NOT NULL, "confirmed_by" uuid NULL, "revoke_reason" character varying NOT NULL DEFAULT '', "project_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "acceptances_projects_project" FOREIGN KEY ("project_id") REFERENCES "projects" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "acceptance_amount" CHECK ((accepted_fen >= 0) AND (((verdict)::text = 'failed'::text) = (accepted_fen = 0)) AND (measured_quantity_milli >= 0)), CONSTRAINT "acceptance_state" CHECK ((state)::text = ANY ((ARRAY['draft'::character varying, 'confirmed'::character varying, 'revoked'::character varying])::text[])), CONSTRAINT "acceptance_two_eyes" CHECK ((confirmed_by IS NULL) OR (confirmed_by <> drafted_by)));
-- create index "acceptance_department_id_id" to table: "acceptances"
CREATE INDEX "acceptance_department_id_id" ON "acceptances" ("department_id", "id");
-- create index "acceptance_project_id_state" to table: "acceptances"
CREATE INDEX "acceptance_project_id_state" ON "acceptances" ("project_id", "state");
-- create index "acceptance_unit_id_id" to table: "acceptances"
CREATE INDEX "acceptance_unit_id_id" ON "acceptances" ("unit_id", "id");
-- create index "acceptance_village_id_id" to table: "acceptances"
CREATE INDEX "acceptance_village_id_id" ON "acceptances" ("village_id", "id");
-- create "channels" table
CREATE TABLE "channels" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "code" character varying NOT NULL, "name" character varying NOT NULL, "name_en" character varying NOT NULL, "kind" character varying NOT NULL, "active" boolean NOT NULL DEFAULT true, "department_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "channels_organizations_department" FOREIGN KEY ("department_id") REFERENCES "organizations" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT);
-- create index "channels_code_key" to table: "channels"
CREATE UNIQUE INDEX "channels_code_key" ON "channels" ("code");
-- create "issuers" table
CREATE TABLE "issuers" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "code" character varying NOT NULL, "name" character varying NOT NULL, "level" character varying NOT NULL, PRIMARY KEY ("id"));
-- create index "issuers_code_key" to table: "issuers"
CREATE UNIQUE INDEX "issuers_code_key" ON "issuers" ("code");
-- create "fund_documents" table
CREATE TABLE "fund_documents" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "version" bigint NOT NULL DEFAULT 1, "update_time" timestamptz NOT NULL, "number" character varying NOT NULL, "number_key" character varying NOT NULL, "title" character varying NOT NULL, "issued_on" date NOT NULL, "content_hash" bytea NOT NULL, "pushed" boolean NOT NULL DEFAULT false, "typed" boolean NOT NULL DEFAULT false, "created_by" uuid NOT NULL, "issuer_id" uuid NOT NULL, "refers_to_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "fund_documents_fund_documents_referring" FOREIGN KEY ("refers_to_id") REFERENCES "fund_documents" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "fund_documents_issuers_issuer" FOREIGN KEY ("issuer_id") REFERENCES "issuers" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT);
-- create index "funddocument_issued_on_id" to table: "fund_documents"
CREATE INDEX "funddocument_issued_on_id" ON "fund_documents" ("issued_on", "id");
-- create index "funddocument_number_key_issuer_id" to table: "fund_documents"
CREATE UNIQUE INDEX "funddocument_number_key_issuer_id" ON "fund_documents" ("number_key", "issuer_id");
-- create "purposes" table
CREATE TABLE "purposes" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "code" character varying NOT NULL, "name" character varying NOT NULL, "name_en" character varying NOT NULL, "project_type_codes" jsonb NOT NULL, "active" boolean NOT NULL DEFAULT true, PRIMARY KEY ("id"));
-- create index "purposes_code_key" to table: "purposes"
CREATE UNIQUE INDEX "purposes_code_key" ON "purposes" ("code");
-- create "allocations" table
CREATE TABLE "allocations" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "line_number" bigint NOT NULL, "fiscal_year" bigint NOT NULL, "amount_fen" bigint NOT NULL, "issued_on" date NOT NULL, "fund_document_id" uuid NOT NULL, "channel_id" uuid NOT NULL, "purpose_id" uuid NOT NULL, "region_id" uuid NULL, "project_id" uuid NULL, "department_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "allocations_channels_channel" FOREIGN KEY ("channel_id") REFERENCES "channels" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "allocations_fund_documents_fund_document" FOREIGN KEY ("fund_document_id") REFERENCES "fund_documents" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "allocations_organizations_department" FOREIGN KEY ("department_id") REFERENCES "organizations" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "allocations_projects_project" FOREIGN KEY ("project_id") REFERENCES "projects" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "allocations_purposes_purpose" FOREIGN KEY ("purpose_id") REFERENCES "purposes" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "allocations_regions_region" FOREIGN KEY ("region_id") REFERENCES "regions" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "allocation_amount" CHECK ((amount_fen > 0) AND (amount_fen <= '100000000000000'::bigint)), CONSTRAINT "allocation_line" CHECK (line_number > 0));
-- create index "allocation_channel_id_fiscal_year" to table: "allocations"
CREATE INDEX "allocation_channel_id_fiscal_year" ON "allocations" ("channel_id", "fiscal_year");
-- create index "allocation_department_id_issued_on_id" to table: "allocations"
CREATE INDEX "allocation_department_id_issued_on_id" ON "allocations" ("department_id", "issued_on", "id");
-- create index "allocation_fund_document_id_line_number" to table: "allocations"
CREATE UNIQUE INDEX "allocation_fund_document_id_line_number" ON "allocations" ("fund_document_id", "line_number");
-- create index "allocation_issued_on_id" to table: "allocations"
CREATE INDEX "allocation_issued_on_id" ON "allocations" ("issued_on", "id");
-- create index "allocation_region_id" to table: "allocations"
CREATE INDEX "allocation_region_id" ON "allocations" ("region_id");
-- create "acceptance_splits" table
CREATE TABLE "acceptance_splits" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "village_id" uuid NOT NULL, "unit_id" uuid NOT NULL, "department_id" uuid NULL, "accepted_fen" bigint NOT NULL, "acceptance_id" uuid NOT NULL, "allocation_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "acceptance_splits_acceptances_acceptance" FOREIGN KEY ("acceptance_id") REFERENCES "acceptances" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "acceptance_splits_allocations_allocation" FOREIGN KEY ("allocation_id") REFERENCES "allocations" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "acceptance_split_amount" CHECK (accepted_fen >= 0));
-- create index "acceptancesplit_acceptance_id_allocation_id" to table: "acceptance_splits"
CREATE UNIQUE INDEX "acceptancesplit_acceptance_id_allocation_id" ON "acceptance_splits" ("acceptance_id", "allocation_id");
-- create index "acceptancesplit_department_id_id" to table: "acceptance_splits"
CREATE INDEX "acceptancesplit_department_id_id" ON "acceptance_splits" ("department_id", "id");
-- create index "acceptancesplit_unit_id_id" to table: "acceptance_splits"
CREATE INDEX "acceptancesplit_unit_id_id" ON "acceptance_splits" ("unit_id", "id");
-- create index "acceptancesplit_village_id_id" to table: "acceptance_splits"
CREATE INDEX "acceptancesplit_village_id_id" ON "acceptance_splits" ("village_id", "id");
-- create "api_clients" table
CREATE TABLE "api_clients" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "version" bigint NOT NULL DEFAULT 1, "update_time" timestamptz NOT NULL, "name" character varying NOT NULL, "scopes" jsonb NOT NULL, "key_hash" character varying NOT NULL, "key_prefix" character varying NOT NULL, "expire_time" timestamptz NOT NULL, "disabled" boolean NOT NULL DEFAULT false, "last_use_on" date NULL, "organization_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "api_clients_organizations_organization" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT);
-- create index "api_clients_key_hash_key" to table: "api_clients"
CREATE UNIQUE INDEX "api_clients_key_hash_key" ON "api_clients" ("key_hash");
-- create "appropriations" table
CREATE TABLE "appropriations" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "version" bigint NOT NULL DEFAULT 1, "update_time" timestamptz NOT NULL, "village_id" uuid NOT NULL, "unit_id" uuid NOT NULL, "department_id" uuid NULL, "money_department_id" uuid NULL, "amount_fen" bigint NOT NULL, "share" character varying NOT NULL, "state" character varying NOT NULL, "requested_by" uuid NOT NULL, "requester_name" character varying NOT NULL, "decided_by" uuid NULL, "decider_name" character varying NOT NULL DEFAULT '', "reason" character varying NOT NULL DEFAULT '', "allocation_id" uuid NOT NULL, "project_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "appropriations_allocations_allocation" FOREIGN KEY ("allocation_id") REFERENCES "allocations" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "appropriations_projects_project" FOREIGN KEY ("project_id") REFERENCES "projects" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "appropriation_amount" CHECK (amount_fen > 0), CONSTRAINT "appropriation_state" CHECK ((state)::text = ANY ((ARRAY['requested'::character varying, 'approved'::character varying, 'refused'::character varying, 'withdrawn'::character varying, 'reversed'::character varying])::text[])), CONSTRAINT "appropriation_two_eyes" CHECK (((state)::text <> ALL ((ARRAY['approved'::character varying, 'refused'::character varying])::text[])) OR (decided_by <> requested_by)));
-- create index "appropriation_allocation_id" to table: "appropriations"
CREATE INDEX "appropriation_allocation_id" ON "appropriations" ("allocation_id");
-- create index "appropriation_department_id" to table: "appropriations"
CREATE INDEX "appropriation_department_id" ON "appropriations" ("department_id");
-- create index "appropriation_money_department_id" to table: "appropriations"
CREATE INDEX "appropriation_money_department_id" ON "appropriations" ("money_department_id");
-- create index "appropriation_project_id" to table: "appropriations"
CREATE INDEX "appropriation_project_id" ON "appropriations" ("project_id");
-- create index "appropriation_state_id" to table: "appropriations"
CREATE INDEX "appropriation_state_id" ON "appropriations" ("state", "id");
-- create index "appropriation_unit_id_id" to table: "appropriations"
CREATE INDEX "appropriation_unit_id_id" ON "appropriations" ("unit_id", "id");
-- create index "appropriation_village_id_id" to table: "appropriations"
CREATE INDEX "appropriation_village_id_id" ON "appropriations" ("village_id", "id");
-- create "claims" table
CREATE TABLE "claims" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "version" bigint NOT NULL DEFAULT 1, "update_time" timestamptz NOT NULL, "village_id" uuid NOT NULL, "unit_id" uuid NOT NULL, "department_id" uuid NULL, "number" character varying NULL, "kind" character varying NOT NULL, "claimed_on" date NOT NULL, "payee_name" character varying NOT NULL, "payee_account" character varying NOT NULL, "payee_account_masked" character varying NOT NULL, "amount_fen" bigint NOT NULL, "set_off_fen" bigint NOT NULL, "advance_cap_bp" bigint NOT NULL DEFAULT 0, "state" character varying NOT NULL, "round" bigint NOT NULL DEFAULT 1, "remark" character varying NOT NULL DEFAULT '', "drafted_by" uuid NOT NULL, "project_id" uuid NOT NULL, "acceptance_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "claims_acceptances_acceptance" FOREIGN KEY ("acceptance_id") REFERENCES "acceptances" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "claims_projects_project" FOREIGN KEY ("project_id") REFERENCES "projects" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "claim_acceptance" CHECK (((kind)::text = 'advance'::text) = (acceptance_id IS NULL)), CONSTRAINT "claim_amount" CHECK ((amount_fen > 0) AND (set_off_fen >= 0)), CONSTRAINT "claim_number" CHECK (((state)::text = ANY ((ARRAY['draft'::character varying, 'returned'::character varying])::text[])) OR (number IS NOT NULL)), CONSTRAINT "claim_state" CHECK ((state)::text = ANY ((ARRAY['draft'::character varying, 'submitted'::character varying, 'township_agreed'::character varying, 'department_checked'::character varying, 'office_agreed'::character varying, 'finance_approved'::character varying, 'paid'::character varying, 'returned'::character varying, 'rejected'::character varying])::text[])));
-- create index "claim_department_id_id" to table: "claims"
CREATE INDEX "claim_department_id_id" ON "claims" ("department_id", "id");
-- create index "claim_project_id_state" to table: "claims"
CREATE INDEX "claim_project_id_state" ON "claims" ("project_id", "state");
-- create index "claim_state_id" to table: "claims"
CREATE INDEX "claim_state_id" ON "claims" ("state", "id");
-- create index "claim_unit_id_id" to table: "claims"
CREATE INDEX "claim_unit_id_id" ON "claims" ("unit_id", "id");
-- create index "claim_village_id_id" to table: "claims"
CREATE INDEX "claim_village_id_id" ON "claims" ("village_id", "id");
-- create index "claims_number_key" to table: "claims"
CREATE UNIQUE INDEX "claims_number_key" ON "claims" ("number");
-- create "claim_lines" table
CREATE TABLE "claim_lines" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "village_id" uuid NOT NULL, "unit_id" uuid NOT NULL, "department_id" uuid NULL, "line_number" bigint NOT NULL, "amount_fen" bigint NOT NULL, "set_off_fen" bigint NOT NULL, "hold_id" uuid NULL, "claim_id" uuid NOT NULL, "allocation_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "claim_lines_allocations_allocation" FOREIGN KEY ("allocation_id") REFERENCES "allocations" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "claim_lines_claims_claim" FOREIGN KEY ("claim_id") REFERENCES "claims" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "claim_line_amount" CHECK ((amount_fen > 0) AND (set_off_fen >= 0)));
-- create index "claimline_allocation_id" to table: "claim_lines"
CREATE INDEX "claimline_allocation_id" ON "claim_lines" ("allocation_id");
-- create index "claimline_claim_id_allocation_id" to table: "claim_lines"
CREATE UNIQUE INDEX "claimline_claim_id_allocation_id" ON "claim_lines" ("claim_id", "allocation_id");
-- create index "claimline_department_id_id" to table: "claim_lines"
CREATE INDEX "claimline_department_id_id" ON "claim_lines" ("department_id", "id");
-- create index "claimline_unit_id_id" to table: "claim_lines"
CREATE INDEX "claimline_unit_id_id" ON "claim_lines" ("unit_id", "id");
-- create index "claimline_village_id_id" to table: "claim_lines"
CREATE INDEX "claimline_village_id_id" ON "claim_lines" ("village_id", "id");
-- create "claim_steps" table
CREATE TABLE "claim_steps" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "village_id" uuid NOT NULL, "unit_id" uuid NOT NULL, "department_id" uuid NULL, "round" bigint NOT NULL, "action" character varying NOT NULL, "acted" boolean NOT NULL, "actor_id" uuid NULL, "actor_name" character varying NOT NULL DEFAULT '', "organization_name" character varying NOT NULL DEFAULT '', "comment" character varying NOT NULL DEFAULT '', "claim_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "claim_steps_claims_claim" FOREIGN KEY ("claim_id") REFERENCES "claims" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "claim_step_action" CHECK ((action)::text = ANY ((ARRAY['draft'::character varying, 'submit'::character varying, 'agree_by_township'::character varying, 'check_by_department'::character varying, 'pass_department'::character varying, 'agree_by_office'::character varying, 'approve'::character varying, 'pay'::character varying, 'return'::character varying, 'reject'::character varying, 'reverse_payment'::character varying, 'edit'::character varying])::text[])));
-- create index "claim_step_nobody_twice" to table: "claim_steps"
CREATE UNIQUE INDEX "claim_step_nobody_twice" ON "claim_steps" ("claim_id", "round", "actor_id") WHERE acted;
-- create index "claimstep_claim_id_id" to table: "claim_steps"
CREATE INDEX "claimstep_claim_id_id" ON "claim_steps" ("claim_id", "id");
-- create index "claimstep_department_id_id" to table: "claim_steps"
CREATE INDEX "claimstep_department_id_id" ON "claim_steps" ("department_id", "id");
-- create index "claimstep_unit_id_id" to table: "claim_steps"
CREATE INDEX "claimstep_unit_id_id" ON "claim_steps" ("unit_id", "id");
-- create index "claimstep_village_id_id" to table: "claim_steps"
CREATE INDEX "claimstep_village_id_id" ON "claim_steps" ("village_id", "id");
-- create "document_conflicts" table
CREATE TABLE "document_conflicts" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "version" bigint NOT NULL DEFAULT 1, "update_time" timestamptz NOT NULL, "refused" bytea NOT NULL, "refused_hash" bytea NOT NULL, "refused_source" character varying NOT NULL, "resolved" boolean NOT NULL DEFAULT false, "resolution" character varying NOT NULL DEFAULT '', "fund_document_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "document_conflicts_fund_documents_fund_document" FOREIGN KEY ("fund_document_id") REFERENCES "fund_documents" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT);
-- create index "documentconflict_fund_document_id_refused_hash" to table: "document_conflicts"
CREATE UNIQUE INDEX "documentconflict_fund_document_id_refused_hash" ON "document_conflicts" ("fund_document_id", "refused_hash");
-- create "key_villages" table
CREATE TABLE "key_villages" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "version" bigint NOT NULL DEFAULT 1, "update_time" timestamptz NOT NULL, "batch_year" bigint NOT NULL, "acceptance_deadline" date NOT NULL, "village_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "key_villages_regions_village" FOREIGN KEY ("village_id") REFERENCES "regions" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT);
-- create index "keyvillage_acceptance_deadline_id" to table: "key_villages"
CREATE INDEX "keyvillage_acceptance_deadline_id" ON "key_villages" ("acceptance_deadline", "id");
-- create index "keyvillage_village_id" to table: "key_villages"
CREATE UNIQUE INDEX "keyvillage_village_id" ON "key_villages" ("village_id");
-- create "payments" table
CREATE TABLE "payments" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "version" bigint NOT NULL DEFAULT 1, "update_time" timestamptz NOT NULL, "village_id" uuid NOT NULL, "unit_id" uuid NOT NULL, "department_id" uuid NULL, "number" character varying NOT NULL, "payee_name" character varying NOT NULL, "payee_account" character varying NOT NULL, "payee_account_masked" character varying NOT NULL, "amount_fen" bigint NOT NULL, "bank_reference" character varying NOT NULL, "paid_on" date NOT NULL, "state" character varying NOT NULL, "paid_by" uuid NOT NULL, "claim_id" uuid NOT NULL, "project_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "payments_claims_claim" FOREIGN KEY ("claim_id") REFERENCES "claims" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "payments_projects_project" FOREIGN KEY ("project_id") REFERENCES "projects" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "payment_amount" CHECK (amount_fen > 0), CONSTRAINT "payment_state" CHECK ((state)::text = ANY ((ARRAY['paid'::character varying, 'reversed'::character varying])::text[])));
-- create index "payment_bank_reference_once" to table: "payments"
CREATE UNIQUE INDEX "payment_bank_reference_once" ON "payments" ("bank_reference") WHERE ((state)::text = 'paid'::text);
-- create index "payment_claim_once" to table: "payments"
CREATE UNIQUE INDEX "payment_claim_once" ON "payments" ("claim_id") WHERE ((state)::text = 'paid'::text);
-- create index "payment_department_id_id" to table: "payments"
CREATE INDEX "payment_department_id_id" ON "payments" ("department_id", "id");
-- create index "payment_paid_on_id" to table: "payments"
CREATE INDEX "payment_paid_on_id" ON "payments" ("paid_on", "id");
-- create index "payment_project_id" to table: "payments"
CREATE INDEX "payment_project_id" ON "payments" ("project_id");
-- create index "payment_unit_id_id" to table: "payments"
CREATE INDEX "payment_unit_id_id" ON "payments" ("unit_id", "id");
-- create index "payment_village_id_id" to table: "payments"
CREATE INDEX "payment_village_id_id" ON "payments" ("village_id", "id");
-- create index "payments_number_key" to table: "payments"
CREATE UNIQUE INDEX "payments_number_key" ON "payments" ("number");
-- create "receipts" table
CREATE TABLE "receipts" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "version" bigint NOT NULL DEFAULT 1, "update_time" timestamptz NOT NULL, "amount_fen" bigint NOT NULL, "bank_reference" character varying NOT NULL, "received_on" date NOT NULL, "state" character varying NOT NULL, "recorded_by" uuid NOT NULL, "allocation_id" uuid NOT NULL, "department_id" uuid NULL, PRIMARY KEY ("id"), CONSTRAINT "receipts_allocations_allocation" FOREIGN KEY ("allocation_id") REFERENCES "allocations" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "receipts_organizations_department" FOREIGN KEY ("department_id") REFERENCES "organizations" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT, CONSTRAINT "receipt_amount" CHECK (amount_fen > 0), CONSTRAINT "receipt_state" CHECK ((state)::text = ANY ((ARRAY['recorded'::character varying, 'reversed'::character varying])::text[])));
-- create index "receipt_allocation_id" to table: "receipts"
CREATE INDEX "receipt_allocation_id" ON "receipts" ("allocation_id");
-- create index "receipt_bank_reference_once" to table: "receipts"
CREATE UNIQUE INDEX "receipt_bank_reference_once" ON "receipts" ("bank_reference") WHERE ((state)::text = 'recorded'::text);
-- create index "receipt_department_id_received_on" to table: "receipts"
CREATE INDEX "receipt_department_id_received_on" ON "receipts" ("department_id", "received_on");
-- create index "receipt_received_on_id" to table: "receipts"
CREATE INDEX "receipt_received_on_id" ON "receipts" ("received_on", "id");
-- create "users" table
CREATE TABLE "users" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "version" bigint NOT NULL DEFAULT 1, "update_time" timestamptz NOT NULL, "username" character varying NOT NULL, "display_name" character varying NOT NULL, "roles" jsonb NOT NULL, "phone" character varying NOT NULL DEFAULT '', "password_hash" character varying NOT NULL DEFAULT '', "disabled" boolean NOT NULL DEFAULT false, "organization_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "users_organizations_organization" FOREIGN KEY ("organization_id") REFERENCES "organizations" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT);
-- create index "users_username_key" to table: "users"
CREATE UNIQUE INDEX "users_username_key" ON "users" ("username");
-- create "sessions" table
CREATE TABLE "sessions" ("id" uuid NOT NULL, "create_time" timestamptz NOT NULL, "token_hash" character varying NOT NULL, "cookie" boolean NOT NULL, "expire_time" timestamptz NOT NULL, "user_id" uuid NOT NULL, PRIMARY KEY ("id"), CONSTRAINT "sessions_users_user" FOREIGN KEY ("user_id") REFERENCES "users" ("id") ON UPDATE NO ACTION ON DELETE RESTRICT);
-- create index "session_expire_time" to table: "sessions"
CREATE INDEX "session_expire_time" ON "sessions" ("expire_time");
-- create index "session_user_id" to table: "sessions"
CREATE INDEX "session_user_id" ON "sessions" ("user_id");
-- create index "sessions_token_hash_key" to table: "sessions"
CREATE UNIQUE INDEX "sessions_token_hash_key" ON "sessions" ("token_hash");

