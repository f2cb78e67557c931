package plans

import "zhengcun/internal/kernel/fault"

// Reasons of this room.
var (
	ReasonNoCommittee = fault.Define("KEY_VILLAGE_WITHOUT_COMMITTEE", fault.Invalid,
		fault.Bilingual{ZH: "重点村必须是设有村民委员会的行政村", EN: "A key village must be a village with a villagers' committee"},
		fault.Bilingual{ZH: "请选择行政村，居委会、乡镇和虚拟社区不能列为重点村", EN: "Choose a village; residents' committees, townships and virtual communities cannot be key villages"})
	ReasonKeyVillageExists = fault.Define("KEY_VILLAGE_EXISTS", fault.AlreadyExists,
		fault.Bilingual{ZH: "{village}已列入 {year} 年批次", EN: "{village} is on the batch of {year} already"},
		fault.Bilingual{ZH: "一个村只列入一次，请核对村名和批次", EN: "A village is on a batch once: check the village and the batch"})
	ReasonDeadlineTooEarly = fault.Define("ACCEPTANCE_DEADLINE_TOO_EARLY", fault.Invalid,
		fault.Bilingual{ZH: "验收期限须晚于批次开始日 {start}", EN: "The deadline must be later than the batch's first day, {start}"},
		fault.Bilingual{ZH: "请改填更晚的日期", EN: "Choose a later day"})
)
