package demo

import fundsv1 "zhengcun/api/zhengcun/funds/v1"

// stage is how far a project comes, before any acceptance.
type stage int

const (
	listed stage = iota
	approved
	underway
	completed
)

// Claims come as far as one of these; 0 is no claim at all.
const (
	none       = fundsv1.ClaimState_CLAIM_STATE_UNSPECIFIED
	draft      = fundsv1.ClaimState_CLAIM_STATE_DRAFT
	submitted  = fundsv1.ClaimState_CLAIM_STATE_SUBMITTED
	byTownship = fundsv1.ClaimState_CLAIM_STATE_TOWNSHIP_AGREED
	checked    = fundsv1.ClaimState_CLAIM_STATE_DEPARTMENT_CHECKED
	byOffice   = fundsv1.ClaimState_CLAIM_STATE_OFFICE_AGREED
	byFinance  = fundsv1.ClaimState_CLAIM_STATE_FINANCE_APPROVED
	paid       = fundsv1.ClaimState_CLAIM_STATE_PAID
	returned   = fundsv1.ClaimState_CLAIM_STATE_RETURNED
	rejected   = fundsv1.ClaimState_CLAIM_STATE_REJECTED
)

// money is what becomes of the request for money.
type money int

const (
	unasked money = iota
	requested
	refused
	withdrawn
	given
	reversedMoney // given and taken back
)

// judgement is what becomes of the acceptance.
type judgement int

const (
	unjudged judgement = iota
	drafted
	failed
	passed
	partly
	revoked
)

// ending is what happens to a project last.
type ending int

const (
	nothing ending = iota
	cancelled
	paymentReversed
	reversalAsked
)

// keeping is what becomes of the money that the rule keeps back of a paid claim.
type keeping int

const (
	keptBack keeping = iota
	faulty           // a defect is found and waits to be confirmed
	pastTerm         // its term has run; nobody has asked for it
	asked            // its term has run, and the unit has asked for it
	paidBack         // a defect was taken out of it, and the rest is paid back
)

// path is the life of one project of the demo.
type path struct {
	until   stage
	late    bool // its last planned day has passed
	stale   bool // approved, its first planned day has passed, never begun
	money   money
	advance fundsv1.ClaimState
	judged  judgement
	final   fundsv1.ClaimState
	then    ending
	kept    keeping
}

// scripted are the paths of the first sixty projects, after the story's. Together
// they show every state there is.
var scripted = []path{
	{until: completed, money: given, advance: paid, judged: passed, final: paid},
	{until: underway, money: given, advance: paid},
	{until: completed, money: given, advance: paid, judged: passed, final: submitted},
	{until: underway, money: given, advance: submitted},
	{until: completed, money: given, advance: paid, judged: passed, final: paid, kept: faulty},
	{until: approved, stale: true, money: given},
	{until: underway, late: true, money: given, advance: paid},
	{until: underway, money: given, advance: byTownship},
	{until: completed, money: given, advance: paid, judged: passed, final: byFinance},
	{until: completed, money: given, advance: paid},
	{until: listed},
	{until: completed, money: given, advance: paid, judged: partly, final: paid, kept: asked},
	{until: completed, money: given, advance: paid, judged: drafted},
	{until: underway, money: given, advance: byFinance},
	{until: approved, money: requested},
	{until: underway, money: given},
	{until: completed, money: given, advance: paid, judged: passed, final: paid, then: reversalAsked},
	{until: underway, late: true, money: given, advance: paid},
	{until: completed, money: given, advance: paid, judged: passed, final: byOffice},
	{until: approved},

	{until: completed, money: given, judged: passed, final: paid},
	{until: underway, money: given, advance: byOffice},
	{until: completed, money: given, advance: paid, judged: passed, final: checked},
	{until: underway, money: given, advance: returned},
	{until: completed, money: given, advance: paid, judged: passed, final: byTownship},
	{until: completed, money: given, judged: failed},
	{until: listed},
	{until: underway, money: given, advance: rejected},
	{until: approved, stale: true, money: given},
	{until: completed, money: given, advance: paid, judged: passed, final: paid, kept: paidBack},
	{until: underway, late: true, money: given},
	{until: completed, money: given, judged: revoked},
	{until: approved, money: requested},
	{until: completed, money: given, advance: paid, judged: passed, final: paid, then: paymentReversed},
	{until: approved, money: refused},
	{until: underway, money: given, advance: paid},
	{until: completed, money: given, advance: paid, judged: passed, final: draft},
	{until: listed, then: cancelled},
	{until: completed, money: given, judged: passed},
	{until: underway, money: given, advance: checked},

	{until: completed, money: given, advance: paid, judged: passed, final: paid},
	{until: underway, money: given, advance: draft},
	{until: approved, money: withdrawn},
	{until: completed, money: given, advance: paid, judged: passed, final: returned},
	{until: approved, stale: true},
	{until: underway, money: given, advance: paid},
	{until: completed, money: given, advance: paid, judged: passed, final: rejected},
	{until: underway, money: reversedMoney, then: cancelled},
	{until: approved, money: given},
	{until: underway, money: given, advance: submitted},
	{until: completed, money: given, judged: drafted},
	{until: completed, money: given, judged: partly, final: submitted},
	{until: underway, late: true, money: given, advance: paid},
	{until: completed, money: given, advance: paid},
	{until: listed},
	{until: approved, money: given},
	{until: underway, money: given},
	{until: completed, money: given, judged: passed, final: paid, kept: pastTerm},
	{until: underway, money: reversedMoney},
}
