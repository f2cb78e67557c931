package rules

import (
	"context"
	"slices"

	"entgo.io/ent/dialect/sql"
	"github.com/google/uuid"

	"zhengcun/ent"
	"zhengcun/ent/fundrule"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/db"
)

// InForce returns the rate, in basis points (4000 is 40 %), of the rule of this kind that is in force on the day, and the
// rule's id. A rule is in force from valid_from to valid_to, both included; of several the one that began last counts.
// With none it is [ReasonNoAdvanceRule] or [ReasonNoRetentionRule].
func InForce(ctx context.Context, kind fundrule.Kind, day calendar.Date) (rateBP int, ruleID uuid.UUID, err error) {
	rule, err := db.From(ctx).FundRule.Query().
		Where(
			fundrule.KindEQ(kind),
			fundrule.ValidFromLTE(day),
			fundrule.Or(fundrule.ValidToIsNil(), fundrule.ValidToGTE(&day)),
		).
		Order(fundrule.ByValidFrom(sql.OrderDesc()), fundrule.ByID(sql.OrderDesc())).
		First(ctx)
	if ent.IsNotFound(err) {
		return 0, uuid.Nil, noRule[kind].New("day", day)
	}
	if err != nil {
		return 0, uuid.Nil, err
	}
	return rule.RateBp, rule.ID, nil
}

// Retention is what the rule in force keeps back of work paid for (质保金).
type Retention struct {
	RateBP int // of the value of the work, in basis points
	Months int // kept so long, from the day the work was accepted
}

// Retentions are the rules on retention in force on a day.
type Retentions []*ent.FundRule

// RetentionsInForce reads the rules on retention in force on the day, the one that began last first.
func RetentionsInForce(ctx context.Context, day calendar.Date) (Retentions, error) {
	return db.From(ctx).FundRule.Query().
		Where(
			fundrule.KindEQ(fundrule.KindRetentionRate),
			fundrule.ValidFromLTE(day),
			fundrule.Or(fundrule.ValidToIsNil(), fundrule.ValidToGTE(&day)),
		).
		Order(fundrule.ByValidFrom(sql.OrderDesc()), fundrule.ByID(sql.OrderDesc())).
		All(ctx)
}

// Of is what is kept back of projects of this type. Without a rule for the type it is nothing: where no rule says it, the
// contract does.
func (all Retentions) Of(projectType string) Retention {
	for _, rule := range all {
		if len(rule.ProjectTypeCodes) == 0 || slices.Contains(rule.ProjectTypeCodes, projectType) {
			return Retention{rule.RateBp, rule.TermMonths}
		}
	}
	return Retention{}
}
