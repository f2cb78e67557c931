package ledger

import (
	"database/sql"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	sqlitedriver "modernc.org/sqlite"
	sqlitelib "modernc.org/sqlite/lib"

	"zhengcun/internal/kernel/fault"
)

// What the database answers as the last defence. A room checks first and says more; these tell the one who was slower.
var (
	// ReasonRefused: a rule of the ledger does not allow it. Which one is not told, because PostgreSQL names rules by
	// constraint names, which sharding changes; read the balances again to say more.
	ReasonRefused = fault.Define("LEDGER_REFUSED", fault.FailedPrecondition,
		fault.Bilingual{ZH: "账务规则不允许此笔业务:余额、验收、预付或质保限额不足,或单据已处理",
			EN: "The rules of the ledger do not allow this: balance, acceptance, advance or retention limit is short, or the document is already dealt with"},
		fault.Bilingual{ZH: "请刷新余额和单据状态后重试", EN: "Refresh the balances and the document, then try again"})
	// ReasonAlreadyDone: the same id is booked, or the hold is settled or void, or the transfer reversed.
	ReasonAlreadyDone = fault.Define("LEDGER_ALREADY_DONE", fault.AlreadyExists,
		fault.Bilingual{ZH: "此笔业务已经记账", EN: "This is already booked"},
		fault.Bilingual{ZH: "请查看该单据的现状,不要重复提交", EN: "Look at the document as it is now; do not send it again"})
	// ReasonYearClosed: the business day lies in a closed fiscal year.
	ReasonYearClosed = fault.Define("LEDGER_YEAR_CLOSED", fault.FailedPrecondition,
		fault.Bilingual{ZH: "该会计年度已结账", EN: "The fiscal year is closed"},
		fault.Bilingual{ZH: "请记入未结账的年度并注明原单据", EN: "Book it in an open year and refer to the original document"})
)

// Codes of the migrations: SQLSTATEs on PostgreSQL, first word of the message on SQLite.
const (
	codeYearClosed = "LG001"
	codeExists     = "LG002"
	codeByHand     = "LG003"
	codeRefused    = "LG004"
)

// refusal turns a database's refusal into the reason of the ledger; any other error passes unchanged. It goes by SQLSTATE
// or SQLite's result code, never by a constraint's name.
func refusal(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, sql.ErrNoRows) { // nothing of that kind to settle, void or reverse
		return ReasonRefused.New().WithCause(err)
	}
	if reason := reasonOf(err); reason != nil {
		return reason.New().WithCause(err)
	}
	return err
}

func reasonOf(err error) *fault.Reason {
	if pg, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch pg.Code {
		case codeYearClosed:
			return ReasonYearClosed
		case "23505", codeExists: // unique_violation
			return ReasonAlreadyDone
		case "23514", "23503", codeByHand, codeRefused: // check_violation, foreign_key_violation
			return ReasonRefused
		}
		return nil
	}
	lite, ok := errors.AsType[*sqlitedriver.Error](err)
	if !ok {
		return nil
	}
	switch lite.Code() {
	case sqlitelib.SQLITE_CONSTRAINT_CHECK, sqlitelib.SQLITE_CONSTRAINT_FOREIGNKEY:
		return ReasonRefused
	case sqlitelib.SQLITE_CONSTRAINT_UNIQUE, sqlitelib.SQLITE_CONSTRAINT_PRIMARYKEY:
		return ReasonAlreadyDone
	case sqlitelib.SQLITE_CONSTRAINT_TRIGGER:
		switch {
		case strings.Contains(lite.Error(), codeYearClosed):
			return ReasonYearClosed
		case strings.Contains(lite.Error(), codeExists):
			return ReasonAlreadyDone
		case strings.Contains(lite.Error(), codeByHand), strings.Contains(lite.Error(), codeRefused):
			return ReasonRefused
		}
	}
	return nil
}
