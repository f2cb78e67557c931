package rules

import (
	"zhengcun/ent/fundrule"
	"zhengcun/internal/kernel/fault"
)

// Reasons of this room.
var (
	ReasonNoAdvanceRule = fault.Define("ADVANCE_RULE_NOT_IN_FORCE", fault.FailedPrecondition,
		fault.Bilingual{ZH: "{day} 没有有效的预付款上限规定", EN: "No rule on the cap of advances is in force on {day}"},
		fault.Bilingual{ZH: "请先录入该日有效的规定，或核对日期", EN: "Record a rule that is in force on that day first, or check the day"})
	ReasonNoRetentionRule = fault.Define("RETENTION_RULE_NOT_IN_FORCE", fault.FailedPrecondition,
		fault.Bilingual{ZH: "{day} 没有有效的质保金上限规定", EN: "No rule on the cap of retention is in force on {day}"},
		fault.Bilingual{ZH: "请先录入该日有效的规定，或核对日期", EN: "Record a rule that is in force on that day first, or check the day"})
)

// noRule is the reason for each kind of rule.
var noRule = map[fundrule.Kind]*fault.Reason{
	fundrule.KindAdvanceCap:   ReasonNoAdvanceRule,
	fundrule.KindRetentionCap: ReasonNoRetentionRule,
}
