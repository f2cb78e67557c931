-- +goose Up
-- create index "allocation_amount_fen_id" to table: "allocations"
CREATE INDEX "allocation_amount_fen_id" ON "allocations" ("amount_fen", "id");
-- create index "allocation_channel_id_fiscal_year_fund_document_id" to table: "allocations"
CREATE INDEX "allocation_channel_id_fiscal_year_fund_document_id" ON "allocations" ("channel_id", "fiscal_year", "fund_document_id");
-- create index "allocation_department_id_fund_document_id" to table: "allocations"
CREATE INDEX "allocation_department_id_fund_document_id" ON "allocations" ("department_id", "fund_document_id");
-- create index "allocation_fiscal_year_fund_document_id" to table: "allocations"
CREATE INDEX "allocation_fiscal_year_fund_document_id" ON "allocations" ("fiscal_year", "fund_document_id");
-- create index "funddocument_number_id" to table: "fund_documents"
CREATE INDEX "funddocument_number_id" ON "fund_documents" ("number", "id");
-- the planner drops no index: this one begins the longer one above
DROP INDEX "allocation_channel_id_fiscal_year";
