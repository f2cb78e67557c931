package rules

import (
	"context"

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
