package funds

import (
	"slices"

	"zhengcun/internal/kernel/fault"
)

type text = fault.Bilingual

// Reasons of this room.
var (
	ReasonIssuerUnknown = fault.Define("ISSUER_UNKNOWN", fault.Invalid,
		text{ZH: "没有这个发文单位", EN: "There is no such issuer"},
		text{ZH: "请从 /v1/issuers 选用代码", EN: "Use a code from /v1/issuers"})
	ReasonChannelUnknown = fault.Define("CHANNEL_UNKNOWN", fault.Invalid,
		text{ZH: "没有这个资金渠道，或它不属于您的部门", EN: "There is no such channel, or it is not your department's"},
		text{ZH: "请从 /v1/channels 选用代码", EN: "Use a code from /v1/channels"})
	ReasonPurposeUnknown = fault.Define("PURPOSE_UNKNOWN", fault.Invalid,
		text{ZH: "没有这个资金用途", EN: "There is no such purpose"},
		text{ZH: "请从 /v1/purposes 选用代码", EN: "Use a code from /v1/purposes"})
	ReasonProjectUnknown = fault.Define("PROJECT_UNKNOWN", fault.Invalid,
		text{ZH: "没有这个项目", EN: "There is no such project"},
		text{ZH: "请核对项目 id", EN: "Check the project id"})
	ReasonDocumentUnknown = fault.Define("DOCUMENT_UNKNOWN", fault.Invalid,
		text{ZH: "没有这份指标文件", EN: "There is no such fund document"},
		text{ZH: "请核对文件 id", EN: "Check the document id"})
	ReasonAllocationUnknown = fault.Define("ALLOCATION_UNKNOWN", fault.Invalid,
		text{ZH: "没有这条指标", EN: "There is no such allocation"},
		text{ZH: "请核对指标 id", EN: "Check the allocation id"})
	ReasonFuture = fault.Define("DATE_IN_FUTURE", fault.Invalid,
		text{ZH: "日期不能晚于今天（{today}）", EN: "The day must not be after today ({today})"},
		text{ZH: "请填写实际发生的日期", EN: "Give the day it happened"})
	ReasonTooEarly = fault.Define("DATE_TOO_EARLY", fault.Invalid,
		text{ZH: "日期不能早于 {earliest}（{why}）", EN: "The day must not be before {earliest} ({why})"},
		text{ZH: "请核对日期", EN: "Check the day"})
	ReasonLineRepeated = fault.Define("LINE_NUMBER_REPEATED", fault.Invalid,
		text{ZH: "同一份文件中行号重复", EN: "The line number occurs twice in the document"},
		text{ZH: "请按文件重新编号", EN: "Number the lines as the paper does"})
	ReasonTotal = fault.Define("DOCUMENT_TOTAL_TOO_LARGE", fault.Invalid,
		text{ZH: "文件合计金额超出上限", EN: "The lines together are more than can be recorded"},
		text{ZH: "请核对金额单位（分）", EN: "Check the unit of the amounts (fen)"})
	ReasonDocumentDiffers = fault.Define("DOCUMENT_DIFFERS", fault.AlreadyExists,
		text{ZH: "同一发文单位的 {number} 已入库，但内容不同，本次没有执行", EN: "Document {number} of this issuer is already stored with other content; nothing was done"},
		text{ZH: "文件一经入库不再修改：请核对原文；确有调整的，请以新的文号报送并引用原文件", EN: "A stored document never changes: check the paper; a real change is a new document that refers to the old one"})
	ReasonReceiptOverPromise = fault.Define("RECEIPT_OVER_PROMISE", fault.FailedPrecondition,
		text{ZH: "到账金额超过指标余额，还可登记 {left_yuan} 元", EN: "More than was promised: {left_yuan} yuan may still arrive"},
		text{ZH: "请核对指标和金额", EN: "Check the allocation and the amount"})
	ReasonBankReference = fault.Define("BANK_REFERENCE_USED", fault.AlreadyExists,
		text{ZH: "该银行流水号已登记过", EN: "This bank reference has been recorded already"},
		text{ZH: "请核对流水号，避免重复登记", EN: "Check the reference; do not record the same money twice"})
	ReasonNotEnough = fault.Define("MONEY_NOT_ENOUGH", fault.FailedPrecondition,
		text{ZH: "可用资金不足：可用 {available_yuan} 元，需要 {needed_yuan} 元", EN: "Not enough money: {available_yuan} yuan available, {needed_yuan} needed"},
		text{ZH: "请减少金额，或等待资金到账", EN: "Take less, or wait until money has arrived"})
	ReasonPurposeForbids = fault.Define("PURPOSE_FORBIDS_PROJECT", fault.FailedPrecondition,
		text{ZH: "该笔资金的用途（{purpose}）不能用于这类项目（{project_type}）", EN: "Money for {purpose} must not be used for a project of type {project_type}"},
		text{ZH: "专款专用：请选用用途相符的指标", EN: "Choose an allocation whose purpose permits the project"})
	ReasonRegionForbids = fault.Define("ALLOCATION_FOR_OTHER_REGION", fault.FailedPrecondition,
		text{ZH: "文件指定该笔资金用于其他地区", EN: "The document names another region for this money"},
		text{ZH: "请选用本地区的指标", EN: "Choose an allocation for this region"})
	ReasonProjectForbids = fault.Define("ALLOCATION_FOR_OTHER_PROJECT", fault.FailedPrecondition,
		text{ZH: "文件指定该笔资金用于另一个项目", EN: "The document names another project for this money"},
		text{ZH: "请选用该项目的指标", EN: "Choose an allocation for this project"})
	ReasonProjectState = fault.Define("PROJECT_NOT_OPEN_FOR_MONEY", fault.FailedPrecondition,
		text{ZH: "项目尚未批准或已取消，不能安排资金", EN: "The project is not approved, or cancelled: no money can be set aside for it"},
		text{ZH: "请先批准项目", EN: "Approve the project first"})
	ReasonOverBudget = fault.Define("OVER_BUDGET", fault.FailedPrecondition,
		text{ZH: "超过项目预算：预算余额 {left_yuan} 元", EN: "More than the project's budget: {left_yuan} yuan of it are left"},
		text{ZH: "请减少金额或先调整预算", EN: "Take less, or change the budget first"})
	ReasonState = fault.Define("WRONG_STATE", fault.FailedPrecondition,
		text{ZH: "当前状态（{state}）不能做这个操作", EN: "This cannot be done in the present state ({state})"},
		text{ZH: "请刷新后查看最新状态", EN: "Read the record again to see where it stands"})
	ReasonNotRequester = fault.Define("NOT_THE_REQUESTER", fault.FailedPrecondition,
		text{ZH: "只有申请人本人可以撤回", EN: "Only the person who asked may withdraw"},
		text{ZH: "请由申请人撤回，或由审批人不同意", EN: "Let that person withdraw, or refuse the request"})
	ReasonNotYourTurn = fault.Define("NOT_YOUR_TURN", fault.FailedPrecondition,
		text{ZH: "该报账单现在不在您的环节", EN: "The claim is not with you at present"},
		text{ZH: "请在轮到您时办理", EN: "Act on it when it is your turn"})
	ReasonRemindedToday = fault.Define("CLAIM_REMINDED_TODAY", fault.FailedPrecondition,
		text{ZH: "该报账单今天已经催办过", EN: "The claim has been urged today already"},
		text{ZH: "每天只能催办一次：请明天再催，或直接联系经办单位", EN: "Once a day is all: try again tomorrow, or call the office it waits for"})
	ReasonLotUnknown = fault.Define("PROJECT_LOT_UNKNOWN", fault.Invalid,
		text{ZH: "该项目没有这笔资金安排", EN: "No money of this allocation is set aside for the project"},
		text{ZH: "请从 /v1/projectLots 选用", EN: "Choose one from /v1/projectLots"})
	ReasonLineTwice = fault.Define("ALLOCATION_TWICE", fault.Invalid,
		text{ZH: "同一笔指标在报账单中重复", EN: "The same allocation occurs twice in the claim"},
		text{ZH: "请合并为一行", EN: "Put it on one line"})
	ReasonPayeeAccount = fault.Define("PAYEE_ACCOUNT_INVALID", fault.Invalid,
		text{ZH: "收款账号须为 8 至 32 位数字", EN: "The payee's account must have 8 to 32 digits"},
		text{ZH: "请按银行卡或存折填写完整账号，不要填带星号的账号", EN: "Write the whole number as the bank has it, not the masked one"})
	ReasonPayeeAccountClaim = fault.Define("PAYEE_ACCOUNT_CLAIM_NOT_YOURS", fault.Invalid,
		text{ZH: "要沿用账户的报账不存在，或不是本单位的", EN: "The claim whose account is to be used does not exist or is another unit's"},
		text{ZH: "请选本单位以前的报账，或填写完整账号", EN: "Choose an earlier claim of your own unit, or write the whole account"})
	ReasonPayeeAccountTwice = fault.Define("PAYEE_ACCOUNT_TWICE", fault.Invalid,
		text{ZH: "收款账号既填写了，又选了沿用以前的账户", EN: "The account is both written and taken from an earlier claim"},
		text{ZH: "两样只留一样", EN: "Leave one of the two"})
	ReasonAcceptanceRequired = fault.Define("ACCEPTANCE_REQUIRED", fault.Invalid,
		text{ZH: "进度款和结算款须引用已确认的验收", EN: "A progress or final claim needs a confirmed acceptance"},
		text{ZH: "办事只给钱，验收合格才付账：请先完成验收", EN: "Work is paid for after acceptance: have it accepted first"})
	ReasonAcceptanceForbidden = fault.Define("ACCEPTANCE_NOT_FOR_ADVANCE", fault.Invalid,
		text{ZH: "预付款和质保金不引用验收", EN: "An advance or a claim of retention refers to no acceptance"},
		text{ZH: "请去掉验收编号", EN: "Leave the acceptance out"})
	ReasonAcceptanceInvalid = fault.Define("ACCEPTANCE_NOT_CONFIRMED", fault.FailedPrecondition,
		text{ZH: "所引用的验收不属于本项目、尚未确认或已撤销", EN: "The acceptance is not of this project, not confirmed, or revoked"},
		text{ZH: "请引用本项目已确认的验收", EN: "Refer to a confirmed acceptance of this project"})
	ReasonSetOffOnAdvance = fault.Define("SET_OFF_ON_ADVANCE", fault.Invalid,
		text{ZH: "预付款和质保金不能抵扣", EN: "An advance or a claim of retention sets nothing off"},
		text{ZH: "请去掉抵扣金额", EN: "Leave the set-off out"})
	ReasonSetOffTooMuch = fault.Define("SET_OFF_TOO_MUCH", fault.FailedPrecondition,
		text{ZH: "抵扣超过尚未抵扣的预付款（{advance_yuan} 元）", EN: "More than the advance outstanding ({advance_yuan} yuan) is set off"},
		text{ZH: "请核对抵扣金额", EN: "Check the set-off"})
	ReasonAdvanceOverCap = fault.Define("ADVANCE_OVER_CAP", fault.FailedPrecondition,
		text{ZH: "预付款超过上限：该笔资金还可预付 {room_yuan} 元", EN: "More than the cap on advances: {room_yuan} yuan of this lot may still be advanced"},
		text{ZH: "请减少预付金额", EN: "Ask for less"})
	ReasonOverAccepted = fault.Define("OVER_ACCEPTED", fault.FailedPrecondition,
		text{ZH: "超过验收金额：该笔资金还可报账 {room_yuan} 元", EN: "More than was accepted: {room_yuan} yuan of this lot may still be claimed"},
		text{ZH: "请按验收金额报账，并抵扣预付款", EN: "Claim what was accepted, with the advance set off"})
	ReasonRetentionUnknown = fault.Define("RETENTION_UNKNOWN", fault.Invalid,
		text{ZH: "质保金报账须引用本项目一张已拨付且扣有质保金的报账单，其他报账不引用", EN: "A claim of retention refers to a paid claim of this project that money was kept back from, and no other claim does"},
		text{ZH: "请从 /v1/retentions 选用", EN: "Choose one from /v1/retentions"})
	ReasonRetentionNotDue = fault.Define("RETENTION_NOT_DUE", fault.FailedPrecondition,
		text{ZH: "质保期未满：{due} 起才能申请退还", EN: "The term has not run: it may be claimed from {due}"},
		text{ZH: "请到期后再申请", EN: "Ask for it then"})
	ReasonRetentionClaimed = fault.Define("RETENTION_CLAIMED_ALREADY", fault.AlreadyExists,
		text{ZH: "这笔质保金已经申请退还（{number}），只退还一次", EN: "This retention is claimed already ({number}); it is paid back once"},
		text{ZH: "请查看那张报账单", EN: "Look at that claim"})
	ReasonRetentionNotOfWork = fault.Define("RETENTION_NOT_OF_WORK", fault.Invalid,
		text{ZH: "预付款和质保金报账不再扣质保金", EN: "Nothing is kept back of an advance or of a retention"},
		text{ZH: "请去掉质保金金额", EN: "Leave it out"})
	ReasonRetentionDiffers = fault.Define("RETENTION_DIFFERS", fault.FailedPrecondition,
		text{ZH: "按现行规定，{value_yuan} 元工程款应扣质保金 {needed_yuan} 元", EN: "By the rule in force {needed_yuan} yuan are kept back of work worth {value_yuan} yuan"},
		text{ZH: "请按应扣数填写，并相应减少本次支付金额", EN: "Keep back that much, and ask for so much less now"})
	ReasonRetentionAmount = fault.Define("RETENTION_NOT_WHOLE", fault.FailedPrecondition,
		text{ZH: "质保金须一次全部退还：各笔余额合计 {left_yuan} 元", EN: "A retention is claimed whole: {left_yuan} yuan are left of it in all"},
		text{ZH: "请按各笔指标的余额填写", EN: "Claim what is left on each lot"})
	ReasonRetentionDefectOpen = fault.Define("RETENTION_DEFECT_OPEN", fault.FailedPrecondition,
		text{ZH: "有一项质量缺陷尚待确认", EN: "A defect waits to be confirmed"},
		text{ZH: "请等财政审批人确认或不予扣减后再办", EN: "Wait until finance has confirmed or refused it"})
	ReasonRetentionNone = fault.Define("RETENTION_NOTHING_LEFT", fault.FailedPrecondition,
		text{ZH: "该笔质保金只余 {left_yuan} 元可扣减", EN: "Only {left_yuan} yuan of this retention are left"},
		text{ZH: "请核对指标和金额；已申请退还的不能再扣减", EN: "Check the lot and the amount; what is being paid back is no longer taken from"})
	ReasonDefectLate = fault.Define("DEFECT_AFTER_TERM", fault.FailedPrecondition,
		text{ZH: "质保期已于 {due} 届满，此后发现的缺陷不从质保金扣减", EN: "The term ended on {due}: a defect found later is not taken out of the retention"},
		text{ZH: "请核对发现日期", EN: "Check the day it was found"})
	ReasonPapers = fault.Define("PAPERS_INCOMPLETE", fault.FailedPrecondition,
		text{ZH: "材料不齐或不符，不能提交：{papers}", EN: "Papers are missing or do not agree: {papers}"},
		text{ZH: "请按材料清单补齐，逐项核对", EN: "Complete them by the check list"})
	ReasonPaperMissing = fault.Define("PAPER_MISSING", fault.FailedPrecondition,
		text{ZH: "缺少{paper}，须 {count} 份", EN: "{paper} is missing; {count} needed"},
		text{ZH: "请登记这份材料", EN: "Record the paper"})
	ReasonPaperFile = fault.Define("PAPER_WITHOUT_SCAN", fault.FailedPrecondition,
		text{ZH: "{paper}没有扫描件", EN: "{paper} has no scan"},
		text{ZH: "请上传附件并选上", EN: "Add the scan to the files and choose it"})
	ReasonPaperNumber = fault.Define("PAPER_WITHOUT_NUMBER", fault.FailedPrecondition,
		text{ZH: "{paper}没有号码", EN: "{paper} has no number"},
		text{ZH: "请填写票据号码", EN: "Write its number"})
	ReasonPaperEarly = fault.Define("PAPER_BEFORE_ACCEPTANCE", fault.FailedPrecondition,
		text{ZH: "{paper}的日期须填写，且不能早于验收（{day}）", EN: "{paper} must be dated, and not before the acceptance ({day})"},
		text{ZH: "请核对日期", EN: "Check its day"})
	ReasonPaperOpinion = fault.Define("PAPER_OPINION_BEFORE_CLAIM", fault.FailedPrecondition,
		text{ZH: "{paper}上乡镇意见的日期须填写，且不能早于报账（{day}）", EN: "The township's opinion on {paper} must be dated, and not before the claim ({day})"},
		text{ZH: "请核对乡镇签署意见的日期", EN: "Check the day of the opinion"})
	ReasonPaperAmount = fault.Define("PAPER_AMOUNT_DIFFERS", fault.FailedPrecondition,
		text{ZH: "{paper}的金额合计应为 {needed_yuan} 元", EN: "The amounts of {paper} should come to {needed_yuan} yuan"},
		text{ZH: "请核对金额：各份材料、验收和报账须一致", EN: "Check it: papers, acceptance and claim must agree"})
	ReasonPaperSelfRaised = fault.Define("PAPER_WITH_SELF_RAISED", fault.FailedPrecondition,
		text{ZH: "{paper}把群众自筹也算进去了，报账只报补助 {needed_yuan} 元", EN: "{paper} includes what the villagers raised; only the subsidy of {needed_yuan} yuan is claimed"},
		text{ZH: "请剔除自筹部分", EN: "Leave the self-raised part out"})
	ReasonPaperScale = fault.Define("PAPER_SCALE_DIFFERS", fault.FailedPrecondition,
		text{ZH: "{paper}的规模与批准的项目不一致", EN: "{paper} states another scale than was approved"},
		text{ZH: "责任书的规模不得改动，请核对", EN: "The scale must not be altered: check it"})
	ReasonPaperUnsigned = fault.Define("PAPER_UNSIGNED", fault.FailedPrecondition,
		text{ZH: "{paper}须有 {count} 人签字", EN: "{paper} must be signed by {count}"},
		text{ZH: "请补签并填写签字人", EN: "Have it signed, and say by whom"})
	ReasonVoucherUsed = fault.Define("VOUCHER_USED", fault.AlreadyExists,
		text{ZH: "票据 {voucher} 已用于报账单 {claim}，一张票据只能报一次", EN: "Voucher {voucher} is in claim {claim} already; it is good for one"},
		text{ZH: "请核对两张报账单；重复的须去掉", EN: "Compare both claims, and take the voucher out of one"})
	ReasonPaperUnknown = fault.Define("PAPER_UNKNOWN", fault.Invalid,
		text{ZH: "清单里没有这种材料", EN: "The list has no such paper"},
		text{ZH: "请从材料清单选用", EN: "Choose one from the check list"})
	ReasonPaperFileUnknown = fault.Define("PAPER_FILE_UNKNOWN", fault.Invalid,
		text{ZH: "这张报账单没有这个附件", EN: "The claim has no such file"},
		text{ZH: "请先上传附件", EN: "Add the file first"})
	ReasonAlreadyPaid = fault.Define("CLAIM_ALREADY_PAID", fault.AlreadyExists,
		text{ZH: "该报账单已经拨付", EN: "The claim has been paid already"},
		text{ZH: "请勿重复拨付；在拨付列表中查看", EN: "Do not pay again; look it up among the payments"})
	ReasonReversalPending = fault.Define("REVERSAL_EXISTS", fault.AlreadyExists,
		text{ZH: "该记录已有冲销申请", EN: "A reversal of this record exists already"},
		text{ZH: "请查看冲销列表", EN: "Look at the list of reversals"})
	ReasonReversalBlocked = fault.Define("REVERSAL_BLOCKED", fault.FailedPrecondition,
		text{ZH: "后续业务已使用这笔资金，不能冲销", EN: "Later business has used this money: it cannot be reversed"},
		text{ZH: "请先冲销后续业务（拨付、资金安排）", EN: "Reverse the later payments or appropriations first"})
	ReasonChangesMissing = fault.Define("CHANGED_LINE_REQUIRED", fault.Invalid,
		text{ZH: "调减、收回文件的每一行都须指明所调整的指标", EN: "Each line of a reduction or recall must name the line it changes"},
		text{ZH: "请填写 allocationId，或原文件的发文单位、文号和行号", EN: "Give allocationId, or issuer, number and line of the earlier document"})
	ReasonChangesUnexpected = fault.Define("CHANGED_LINE_UNEXPECTED", fault.Invalid,
		text{ZH: "下达指标的文件不调整其他指标", EN: "A document that promises money changes no other line"},
		text{ZH: "请去掉所调整的指标，或改为调减、收回文件", EN: "Leave the changed line out, or make it a reduction or recall"})
	ReasonChangesUnknown = fault.Define("CHANGED_LINE_UNKNOWN", fault.Invalid,
		text{ZH: "没有所调整的这条指标，或它不属于您的部门", EN: "There is no such line to change, or it is not your department's"},
		text{ZH: "请核对原文件的发文单位、文号和行号；原文件须先入库", EN: "Check issuer, number and line of the earlier document; it must be stored first"})
	ReasonChangesDiffer = fault.Define("CHANGED_LINE_DIFFERS", fault.Invalid,
		text{ZH: "与所调整指标的渠道、用途、年度、地区或项目不一致", EN: "Channel, purpose, year, region or project is not that of the changed line"},
		text{ZH: "专款专用：请按原指标填写", EN: "Write it as the earlier document does"})
	ReasonChangesTwice = fault.Define("CHANGED_LINE_TWICE", fault.Invalid,
		text{ZH: "同一份文件中重复调整同一条指标", EN: "The document changes the same line twice"},
		text{ZH: "请合并为一行", EN: "Put it on one line"})
	ReasonReductionTooLarge = fault.Define("REDUCTION_BELOW_RECEIVED", fault.FailedPrecondition,
		text{ZH: "调减后的指标低于已到账金额，超出 {over_yuan} 元：最多可调减 {left_yuan} 元", EN: "The promise would fall {over_yuan} yuan below what has arrived: {left_yuan} yuan may be taken off"},
		text{ZH: "已到账的部分请以收回文件办理；误记的到账请先冲销", EN: "Take back what has arrived by a recall; reverse a receipt that was recorded by mistake first"})
	ReasonRecallTooLarge = fault.Define("RECALL_OVER_AVAILABLE", fault.FailedPrecondition,
		text{ZH: "收回金额超过可收回的资金 {over_yuan} 元：已到账且未安排的只有 {left_yuan} 元", EN: "{over_yuan} yuan more than can be taken back: {left_yuan} yuan have arrived and are not set aside"},
		text{ZH: "已安排未使用的，请先撤回或冲销资金安排；未到账的部分请以调减文件办理", EN: "Withdraw or reverse appropriations that are not used first; take off what has not arrived by a reduction"})
	ReasonYearNotOver = fault.Define("YEAR_NOT_OVER", fault.FailedPrecondition,
		text{ZH: "{year} 年度尚未结束，不能结账", EN: "Fiscal year {year} is not over: it cannot be closed"},
		text{ZH: "请在次年 1 月 1 日以后办理", EN: "Ask from 1 January of the next year on"})
	ReasonYearObstacles = fault.Define("YEAR_HAS_OBSTACLES", fault.FailedPrecondition,
		text{ZH: "{year} 年度还有 {kinds} 类事项未办结，不能结账", EN: "{kinds} kinds of unfinished business stand in the way of closing {year}"},
		text{ZH: "请在该年度页面逐项办结", EN: "The page of the year lists them: finish each"})
	ReasonYearLaterClosed = fault.Define("YEAR_LATER_CLOSED", fault.FailedPrecondition,
		text{ZH: "以后的 {year} 年度已结账，不能重开", EN: "The later year {year} is closed: this one cannot be opened again"},
		text{ZH: "请先重开以后的年度，或在未结账的年度以冲销更正", EN: "Open the later year first, or correct by a reversal in an open year"})
	ReasonOneStart = fault.Define("TRACE_START_REQUIRED", fault.Invalid,
		text{ZH: "请给出且只给出一个追踪起点", EN: "Give exactly one record to start from"},
		text{ZH: "例如 documentNumber 或 paymentId", EN: "For example documentNumber or paymentId"})
)

// refuseField refuses for what was typed into one field, which is no mistake in the form by itself: money that is not
// there, a reference that is taken. It is shown at that field.
func refuseField(r *fault.Reason, field string, values ...[]any) error {
	kv := slices.Concat(values...)
	return r.New(kv...).WithViolations(r.Field(field, kv...))
}
