package projects

import (
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/projects/lifecycle"
)

// ReasonSamePerson is two steps by one person where two people are needed.
var ReasonSamePerson = fault.Define("SAME_PERSON", fault.FailedPrecondition,
	fault.Bilingual{ZH: "这一步须由另一个人办理：同一个人不能在同一事项上办理两步", EN: "This step needs another person: nobody acts twice on one matter"},
	fault.Bilingual{ZH: "请由另一位有权限的同事办理", EN: "Ask a colleague with the same right"})

// Reasons of moves that are not allowed where the project stands.
var (
	ReasonNotListed = fault.Define("PROJECT_NOT_LISTED", fault.FailedPrecondition,
		fault.Bilingual{ZH: "只有“入库”状态的项目可以修改和批准", EN: "Only a listed project can be changed and approved"},
		fault.Bilingual{ZH: "项目已批准或已取消，请重新打开查看", EN: "The project is approved or cancelled; look at it again"})
	ReasonNotApproved = fault.Define("PROJECT_NOT_APPROVED", fault.FailedPrecondition,
		fault.Bilingual{ZH: "只有“已批准”的项目可以开工", EN: "Only an approved project can be started"},
		fault.Bilingual{ZH: "尚未批准的，请扶贫办先批准；已开工的不必再报", EN: "Have it approved first; one that is under way needs no second start"})
	ReasonNotBegun = fault.Define("PROJECT_NOT_IN_WORK", fault.FailedPrecondition,
		fault.Bilingual{ZH: "只有“实施中”的项目可以报完工", EN: "Only a project under way can be completed"},
		fault.Bilingual{ZH: "请先报开工；已完工的不必再报", EN: "Start it first; one that is completed needs no second report"})
	ReasonNotCancellable = fault.Define("PROJECT_NOT_CANCELLABLE", fault.FailedPrecondition,
		fault.Bilingual{ZH: "已完工、已验收或已取消的项目不能取消", EN: "A project that is completed, accepted or cancelled cannot be cancelled"},
		fault.Bilingual{ZH: "请重新打开项目查看现在的状态", EN: "Look at the project again to see where it stands"})
	ReasonNotCompleted = fault.Define("PROJECT_NOT_COMPLETED", fault.FailedPrecondition,
		fault.Bilingual{ZH: "项目尚未完工，不能验收", EN: "The project is not completed and cannot be accepted"},
		fault.Bilingual{ZH: "请实施单位先报完工", EN: "Ask the unit to report completion first"})
	ReasonNotAccepted = fault.Define("PROJECT_NOT_ACCEPTED", fault.FailedPrecondition,
		fault.Bilingual{ZH: "项目不在“已验收”状态", EN: "The project is not accepted"},
		fault.Bilingual{ZH: "请重新打开项目查看现在的状态", EN: "Look at the project again to see where it stands"})

	notThere = map[lifecycle.Move]*fault.Reason{
		lifecycle.Approve: ReasonNotListed, lifecycle.Start: ReasonNotApproved, lifecycle.Complete: ReasonNotBegun,
		lifecycle.Cancel: ReasonNotCancellable, lifecycle.Accept: ReasonNotCompleted, lifecycle.Reopen: ReasonNotAccepted,
		lifecycle.Suspend: ReasonChangeState, lifecycle.Resume: ReasonChangeState, lifecycle.Fail: ReasonChangeState,
		lifecycle.Settle: ReasonNotAccepted, lifecycle.Unsettle: ReasonNotAccepted,
	}
)

// Other reasons of this room.
var (
	ReasonHasMoney = fault.Define("PROJECT_HAS_MONEY", fault.FailedPrecondition,
		fault.Bilingual{ZH: "项目已有资金安排（申请中 {requested_yuan} 元，已安排 {appropriated_yuan} 元），不能取消", EN: "Money is asked for ({requested_yuan} yuan) or set aside ({appropriated_yuan} yuan) for the project; it cannot be cancelled"},
		fault.Bilingual{ZH: "请先撤回申请或冲销资金安排", EN: "Withdraw the requests or reverse the appropriations first"})
	ReasonOtherUnit = fault.Define("PROJECT_OF_OTHER_UNIT", fault.PermissionDenied,
		fault.Bilingual{ZH: "只有该项目的实施单位可以办理", EN: "Only the unit that carries the project out may do this"},
		fault.Bilingual{ZH: "请由实施单位或扶贫办办理", EN: "Leave it to that unit or to the poverty office"})
	ReasonNoVillage = fault.Define("PROJECT_NEEDS_VILLAGE", fault.Invalid,
		fault.Bilingual{ZH: "项目必须落在一个村（村委会或居委会）", EN: "A project belongs to one village or residents' committee"},
		fault.Bilingual{ZH: "请选择村，不要选择县、乡镇或虚拟社区", EN: "Choose a village, not a county, township or virtual community"})
	ReasonTypeUnknown = fault.Define("PROJECT_TYPE_UNKNOWN", fault.Invalid,
		fault.Bilingual{ZH: "没有这个项目类型", EN: "There is no such project type"},
		fault.Bilingual{ZH: "请从项目类型列表中选择", EN: "Choose one from the list of project types"})
	ReasonDaysOrder = fault.Define("PROJECT_ENDS_BEFORE_START", fault.Invalid,
		fault.Bilingual{ZH: "计划完工日不能早于开工日 {start}", EN: "The planned last day must not be before the first, {start}"},
		fault.Bilingual{ZH: "请核对计划工期", EN: "Check the planned days"})
)

// Reasons of progress reports.
var (
	ReasonNotReportable = fault.Define("PROJECT_NOT_UNDERWAY", fault.FailedPrecondition,
		fault.Bilingual{ZH: "只有“实施中”的项目可以报进度", EN: "Progress is reported on projects under way only"},
		fault.Bilingual{ZH: "尚未开工的请先报开工；已完工的不必再报进度", EN: "Start the project first; one that is completed needs no more reports"})
	ReasonNotReporter = fault.Define("PROGRESS_OF_OTHERS", fault.PermissionDenied,
		fault.Bilingual{ZH: "进度由项目的实施单位或所在村填报", EN: "Progress is reported by the project's unit or by its village"},
		fault.Bilingual{ZH: "请由实施单位或该村填报", EN: "Leave it to that unit or that village"})
	ReasonPercent = fault.Define("PROGRESS_PERCENT_INVALID", fault.Invalid,
		fault.Bilingual{ZH: "完成比例须在 0 到 100 之间", EN: "The share done is 0 to 100 percent"},
		fault.Bilingual{ZH: "请填写整数百分比", EN: "Give whole percents"})
	ReasonReportAhead = fault.Define("PROGRESS_IN_FUTURE", fault.Invalid,
		fault.Bilingual{ZH: "报告日期不能晚于今天（{today}）", EN: "A report cannot be of a day after today, {today}"},
		fault.Bilingual{ZH: "请填写实际查看工地的日期", EN: "Give the day the work was looked at"})
	ReasonReportBackdated = fault.Define("PROGRESS_BEFORE_LAST", fault.Invalid,
		fault.Bilingual{ZH: "报告日期不能早于上一次报告（{last}）", EN: "A report cannot be of a day before the last report, {last}"},
		fault.Bilingual{ZH: "请核对日期；上次报错的，在这次的文字里说明", EN: "Check the day; what was wrong last time is put right by this report"})
	ReasonSetback = fault.Define("PROGRESS_BACK_WITHOUT_REASON", fault.Invalid,
		fault.Bilingual{ZH: "上次已报 {percent}%，这次更少，须说明原因", EN: "The last report said {percent} percent; going back needs a reason"},
		fault.Bilingual{ZH: "请填写回退原因，如水毁返工、上次误报", EN: "Say why, such as work washed away, or a mistake in the last report"})
	ReasonNoSetback = fault.Define("PROGRESS_SETBACK_WITHOUT_NEED", fault.Invalid,
		fault.Bilingual{ZH: "完成比例没有减少，不必填写回退原因", EN: "The share done does not go back, so there is no reason to give"},
		fault.Bilingual{ZH: "请清空回退原因，其他情况写在“问题”里", EN: "Leave it empty; other matters go under problems"})
	ReasonNoPlace = fault.Define("POSITION_INVALID", fault.Invalid,
		fault.Bilingual{ZH: "经纬度超出范围", EN: "There is no such place on the earth"},
		fault.Bilingual{ZH: "请重新定位，或不填位置", EN: "Take the position again, or leave it out"})
)

// Reasons of changes after the approval, and of settling.
var (
	ReasonChangeState = fault.Define("PROJECT_CHANGE_NOT_HERE", fault.FailedPrecondition,
		fault.Bilingual{ZH: "项目现在的状态不能做这种变更", EN: "Where the project stands, this change is not made"},
		fault.Bilingual{ZH: "调整限已批准、实施中、停工的项目；停工限实施中；复工限停工；判定失败限实施中、停工、已完工", EN: "Amend what is approved, underway or suspended; suspend what is underway; resume what is suspended; fail what is underway, suspended or completed"})
	ReasonChangeOpen = fault.Define("PROJECT_CHANGE_OPEN", fault.FailedPrecondition,
		fault.Bilingual{ZH: "这个项目已有一项变更在等待审批", EN: "A change of this project waits for its decision already"},
		fault.Bilingual{ZH: "请先办完或撤回那一项", EN: "Decide or withdraw that one first"})
	ReasonChangeDecided = fault.Define("PROJECT_CHANGE_DECIDED", fault.FailedPrecondition,
		fault.Bilingual{ZH: "这项变更已经办完", EN: "This change is decided already"},
		fault.Bilingual{ZH: "请重新打开查看；还要变更的，另提一项", EN: "Look at it again; ask for another if it is needed"})
	ReasonNotRequester = fault.Define("PROJECT_CHANGE_OF_OTHERS", fault.PermissionDenied,
		fault.Bilingual{ZH: "只有申请人可以撤回", EN: "Only who asked may take it back"},
		fault.Bilingual{ZH: "审批人请用“同意变更”或“不同意”", EN: "Whoever decides approves or refuses it"})
	ReasonSameTerms = fault.Define("PROJECT_TERMS_SAME", fault.Invalid,
		fault.Bilingual{ZH: "规模、工期、预算都没有变", EN: "Neither scale nor days nor budget differ"},
		fault.Bilingual{ZH: "请改动至少一项", EN: "Change at least one of them"})
	ReasonTermsNotAsked = fault.Define("PROJECT_TERMS_NOT_ASKED", fault.Invalid,
		fault.Bilingual{ZH: "只有“调整”才写规模、工期、预算", EN: "Scale, days and budget belong to an amendment only"},
		fault.Bilingual{ZH: "请去掉这一部分，或选择“调整”", EN: "Leave them out, or ask for an amendment"})
	ReasonBudgetTooLow = fault.Define("PROJECT_BUDGET_BELOW_MONEY", fault.Invalid,
		fault.Bilingual{ZH: "预算不能低于已申请和已安排的 {committed_yuan} 元", EN: "The budget cannot be below the {committed_yuan} yuan that are asked for and set aside"},
		fault.Bilingual{ZH: "请先撤回申请或冲销资金安排", EN: "Withdraw requests or reverse appropriations first"})
	ReasonMoneyOnItsWay = fault.Define("PROJECT_MONEY_ON_ITS_WAY", fault.FailedPrecondition,
		fault.Bilingual{ZH: "项目还有申请中的资金 {requested_yuan} 元、冻结待付 {held_yuan} 元，不能判定失败", EN: "{requested_yuan} yuan are asked for and {held_yuan} yuan held for the project; it cannot fail yet"},
		fault.Bilingual{ZH: "请先撤回资金申请、退回已审批的报账", EN: "Withdraw the requests and return the approved claims first"})
	ReasonClaimsOnTheirWay = fault.Define("PROJECT_CLAIMS_ON_THEIR_WAY", fault.FailedPrecondition,
		fault.Bilingual{ZH: "还有 {count} 张报账单在办理", EN: "{count} claims are on their way"},
		fault.Bilingual{ZH: "请先办完或退回", EN: "Pay them or return them first"})
	ReasonUnsettled = fault.Define("PROJECT_NOT_PAID_OUT", fault.FailedPrecondition,
		fault.Bilingual{ZH: "验收认定 {accepted_yuan} 元，已付 {paid_yuan} 元，未退质保金 {withheld_yuan} 元，还不能结清", EN: "{accepted_yuan} yuan were accepted, {paid_yuan} yuan are paid and {withheld_yuan} yuan withheld: it is not settled yet"},
		fault.Bilingual{ZH: "请等认定的金额全部付清、预付款抵扣完、质保金退完", EN: "Wait until all that was accepted is paid, the advance set off and nothing withheld"})
)
