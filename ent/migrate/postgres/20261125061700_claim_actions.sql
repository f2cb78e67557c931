-- +goose Up
-- Written by hand: the planner does not see that a CHECK has changed.
ALTER TABLE "claim_steps" DROP CONSTRAINT "claim_step_action", ADD CONSTRAINT "claim_step_action" CHECK (action IN ('draft','submit','agree_by_township','check_by_department','pass_department','agree_by_office','approve','pay','return','reject','reverse_payment','edit','withdraw','remind'));
