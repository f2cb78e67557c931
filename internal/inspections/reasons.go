package inspections

import "zhengcun/internal/kernel/fault"

// Reasons of this room.
var (
	ReasonAllAccepted = fault.Define("PROJECT_ALREADY_ACCEPTED", fault.FailedPrecondition,
		fault.Bilingual{ZH: "项目已验收合格，不能再次验收", EN: "The project has passed its acceptance and is not accepted again"},
		fault.Bilingual{ZH: "如验收有误，请先撤销原验收", EN: "If that acceptance is wrong, revoke it first"})
	ReasonDraftExists = fault.Define("ACCEPTANCE_DRAFT_EXISTS", fault.AlreadyExists,
		fault.Bilingual{ZH: "该项目已有一份未确认的验收", EN: "There is a draft acceptance of this project already"},
		fault.Bilingual{ZH: "请修改或确认已有的草稿", EN: "Change or confirm that draft"})
	ReasonNotDraft = fault.Define("ACCEPTANCE_NOT_DRAFT", fault.FailedPrecondition,
		fault.Bilingual{ZH: "只有草稿可以修改和确认，该验收已确认或已撤销", EN: "Only a draft can be changed and confirmed; this acceptance is confirmed or revoked"},
		fault.Bilingual{ZH: "如有错误，请撤销后重新验收", EN: "If it is wrong, revoke it and draft another"})
	ReasonNotConfirmed = fault.Define("ACCEPTANCE_IS_NOT_CONFIRMED", fault.FailedPrecondition,
		fault.Bilingual{ZH: "只有已确认的验收可以撤销", EN: "Only a confirmed acceptance can be revoked"},
		fault.Bilingual{ZH: "草稿请直接修改；已撤销的不必再撤", EN: "Change a draft instead; a revoked one needs nothing more"})
	ReasonInUse = fault.Define("ACCEPTANCE_IN_USE", fault.FailedPrecondition,
		fault.Bilingual{ZH: "该验收的资金已冻结或已拨付，不能撤销", EN: "Money is held or paid on this acceptance; it cannot be revoked"},
		fault.Bilingual{ZH: "请先退回报账或冲销拨付", EN: "Return the claims or reverse the payments first"})
	ReasonOverAppropriated = fault.Define("ACCEPTANCE_OVER_APPROPRIATED", fault.FailedPrecondition,
		fault.Bilingual{ZH: "验收金额超过已安排而未验收的资金：还可验收 {room_yuan} 元", EN: "More than is set aside and not yet accepted: {room_yuan} yuan can still be accepted"},
		fault.Bilingual{ZH: "请核对验收金额，或先安排资金", EN: "Check the amount, or have more money set aside first"})
	ReasonSplitsOutdated = fault.Define("ACCEPTANCE_SPLIT_OUTDATED", fault.FailedPrecondition,
		fault.Bilingual{ZH: "起草后项目的资金安排有变动，分摊已不成立", EN: "The project's money has changed since the draft; its division no longer holds"},
		fault.Bilingual{ZH: "请重新分摊后再确认", EN: "Divide it again, then confirm"})

	ReasonInFuture = fault.Define("ACCEPTED_ON_IN_FUTURE", fault.Invalid,
		fault.Bilingual{ZH: "验收日期不能晚于今天（{today}）", EN: "The day of the inspection must not be later than today, {today}"},
		fault.Bilingual{ZH: "请填写实际验收的日期", EN: "Give the day of the inspection"})
	ReasonBeforeStart = fault.Define("ACCEPTED_ON_BEFORE_START", fault.Invalid,
		fault.Bilingual{ZH: "验收日期不能早于项目开工日（{start}）", EN: "The day of the inspection must not be earlier than the project's first day, {start}"},
		fault.Bilingual{ZH: "请填写实际验收的日期", EN: "Give the day of the inspection"})
	ReasonNoVillager = fault.Define("ACCEPTANCE_WITHOUT_VILLAGERS", fault.Invalid,
		fault.Bilingual{ZH: "验收组须有至少一名村民代表", EN: "At least one of the team must represent the villagers"},
		fault.Bilingual{ZH: "请加上参加验收的村民代表", EN: "Add the villagers' representative who took part"})
	ReasonFailedWithAmount = fault.Define("ACCEPTANCE_FAILED_WITH_AMOUNT", fault.Invalid,
		fault.Bilingual{ZH: "结论为“不合格”时验收金额须为零", EN: "With the verdict failed nothing is accepted"},
		fault.Bilingual{ZH: "请去掉金额，或改为“部分合格”", EN: "Leave the amount out, or make the verdict partly"})
	ReasonAmountMissing = fault.Define("ACCEPTANCE_AMOUNT_MISSING", fault.Invalid,
		fault.Bilingual{ZH: "结论为“合格”或“部分合格”时须填写验收金额", EN: "With the verdict passed or partly an amount is needed"},
		fault.Bilingual{ZH: "请填写认定的金额；没有可认定的请选“不合格”", EN: "Give the judged amount, or make the verdict failed"})
	ReasonLotUnknown = fault.Define("ACCEPTANCE_LOT_UNKNOWN", fault.Invalid,
		fault.Bilingual{ZH: "这笔指标没有安排给该项目", EN: "No money of this allocation is set aside for the project"},
		fault.Bilingual{ZH: "请只在该项目的资金之间分摊", EN: "Divide only over the project's own money"})
	ReasonLotTwice = fault.Define("ACCEPTANCE_LOT_TWICE", fault.Invalid,
		fault.Bilingual{ZH: "同一笔指标在分摊中出现两次", EN: "The same allocation is in the division twice"},
		fault.Bilingual{ZH: "请合并为一行", EN: "Put it on one line"})
	ReasonOverLot = fault.Define("ACCEPTANCE_OVER_LOT", fault.Invalid,
		fault.Bilingual{ZH: "超过这笔指标已安排而未验收的资金 {room_yuan} 元", EN: "More than the {room_yuan} yuan of this allocation that are set aside and not yet accepted"},
		fault.Bilingual{ZH: "请减少这一行，分摊到其他指标", EN: "Lower this line and put the rest on others"})
	ReasonSum = fault.Define("ACCEPTANCE_SPLIT_SUM", fault.Invalid,
		fault.Bilingual{ZH: "分摊合计与验收金额相差 {difference_yuan} 元", EN: "The division misses the accepted amount by {difference_yuan} yuan"},
		fault.Bilingual{ZH: "请调整分摊，使合计等于验收金额；不填分摊则由系统按比例分摊", EN: "Make the lines sum to the amount, or leave them out to have it divided in proportion"})
)
