package db

import (
	"context"
	sqldriver "database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"zhengcun/internal/kernel/fault"
)

// Reasons of the database itself.
var (
	ReasonBusy = fault.Define("DATABASE_BUSY", fault.Unavailable,
		fault.Bilingual{ZH: "系统正忙，本次操作没有执行", EN: "The system is busy; nothing was done"},
		fault.Bilingual{ZH: "请稍后用同一请求重试", EN: "Try the same request again in a moment"}, fault.Retryable())
	ReasonUnavailable = fault.Define("DATABASE_UNAVAILABLE", fault.Unavailable,
		fault.Bilingual{ZH: "数据库暂时连接不上，本次操作没有执行", EN: "The database cannot be reached; nothing was done"},
		fault.Bilingual{ZH: "请稍后用同一请求重试；持续出现请联系系统管理员", EN: "Try the same request again in a moment; tell the administrator if it persists"}, fault.Retryable())
	ReasonFull = fault.Define("DATABASE_FULL", fault.Unavailable,
		fault.Bilingual{ZH: "服务器存储空间已满，本次操作没有执行", EN: "The server is out of storage; nothing was done"},
		fault.Bilingual{ZH: "请联系系统管理员清理空间后重试", EN: "Ask the administrator to free space, then try again"}, fault.Retryable())
	ReasonOutcomeUnknown = fault.Define("OUTCOME_UNKNOWN", fault.Unavailable,
		fault.Bilingual{ZH: "连接在提交时中断，不知道操作是否已完成", EN: "The connection broke while committing; whether it was done is not known"},
		fault.Bilingual{ZH: "请用同一个 Idempotency-Key 重试，或先查询结果，切勿换新的键", EN: "Retry with the same Idempotency-Key or look the result up first; never use a new key"}, fault.Retryable())
	ReasonTimeout = fault.Define("DEADLINE_EXCEEDED", fault.DeadlineExceeded,
		fault.Bilingual{ZH: "处理超时", EN: "The request took too long"},
		fault.Bilingual{ZH: "请用同一请求重试；持续出现请缩小查询范围", EN: "Try the same request again; narrow the query if it persists"}, fault.Retryable())
)

// refused tells, of an error at COMMIT, that the database itself answered and
// rolled back: a deferred constraint, a full disk, an aborted transaction.
func refused(err error) bool {
	_, lite := code(err)
	return IsConstraint(err) || lite&0xff == lib.SQLITE_FULL || errors.Is(err, pgx.ErrTxCommitRollback)
}

func outcomeUnknown(err error) error { return ReasonOutcomeUnknown.New().WithCause(err) }

// code returns the SQLSTATE on PostgreSQL or the extended result code on SQLite.
func code(err error) (state string, lite int) {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code, 0
	}
	var sl *sqlite.Error
	if errors.As(err, &sl) {
		return "", sl.Code()
	}
	return "", 0
}

// Retryable tells whether the transaction lost to another and may be run again as it was.
func Retryable(err error) bool {
	if _, known := fault.From(err); known && !errors.Is(err, errAgain) {
		return false
	}
	state, lite := code(err)
	return errors.Is(err, errAgain) || state == "40001" || state == "40P01" || state == "55P03" || lite&0xff == lib.SQLITE_BUSY || lite&0xff == lib.SQLITE_LOCKED
}

// errAgain marks an error after which the transaction is to run anew.
var errAgain = errors.New("db: run again")

// Again makes [DB.Tx] run the transaction anew because of err: a row this
// transaction did not see when it looked has been there when it wrote.
func Again(err error) error { return errors.Join(errAgain, err) }

// IsUnique tells whether a unique or primary key refused the row.
func IsUnique(err error) bool {
	state, lite := code(err)
	return state == "23505" || lite == lib.SQLITE_CONSTRAINT_UNIQUE || lite == lib.SQLITE_CONSTRAINT_PRIMARYKEY
}

// IsConstraint tells whether any constraint refused the row.
func IsConstraint(err error) bool {
	state, lite := code(err)
	return len(state) == 5 && state[:2] == "23" || lite&0xff == lib.SQLITE_CONSTRAINT
}

// LogText is what a log may keep of an error: PostgreSQL quotes the value in
// messages about values that are none of their type (class 22), and that is content.
func LogText(err error) string {
	if err == nil {
		return ""
	}
	text := err.Error()
	var pg *pgconn.PgError
	if errors.As(err, &pg) && strings.HasPrefix(pg.Code, "22") {
		text = strings.ReplaceAll(text, pg.Message, "a value of the wrong form")
	}
	return text
}

// Explain turns what the database says into a fault for people, or returns err as it is.
func Explain(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := fault.From(err); ok {
		return err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return ReasonTimeout.New().WithCause(err)
	}
	state, lite := code(err)
	switch {
	case Retryable(err):
		return ReasonBusy.New().WithCause(err)
	case lite&0xff == lib.SQLITE_FULL || state == "53100":
		return ReasonFull.New().WithCause(err)
	case lite == lib.SQLITE_INTERRUPT || state == "57014" || state == "25P03":
		return ReasonTimeout.New().WithCause(err)
	case lite&0xff == lib.SQLITE_IOERR || lite&0xff == lib.SQLITE_CANTOPEN || len(state) == 5 && (state[:2] == "08" || state[:3] == "57P" || state == "53300" || state == "58030"):
		return ReasonUnavailable.New().WithCause(err)
	}
	var connect *pgconn.ConnectError
	var network net.Error
	if errors.As(err, &connect) || errors.Is(err, sqldriver.ErrBadConn) || errors.Is(err, io.ErrUnexpectedEOF) || errors.As(err, &network) || pgconn.SafeToRetry(err) {
		return ReasonUnavailable.New().WithCause(err)
	}
	return err
}
