package ledger

import (
	"context"
	"strings"

	"github.com/google/uuid"
)

// The kinds of account. Money moves source → lot → project lot → payee, and by way of retention where a part is kept back.
const (
	kindSource     = "source"      // the world the money comes from
	kindLot        = "lot"         // received money of one allocation
	kindProjectLot = "project_lot" // appropriated money of one allocation for one project
	kindRetention  = "retention"   // kept back from one claim until its term has run
	kindPayee      = "payee"       // paid out for one project from one allocation
)

// ProjectLot names where appropriated money of one allocation for one project is counted (项目资金).
type ProjectLot struct {
	Lot     uuid.UUID // the allocation
	Project uuid.UUID
}

// Retention names the money kept back from one claim on one project lot (质保金).
type Retention struct {
	ProjectLot
	Claim uuid.UUID
}

// accountSpace is the name space of account ids. It is part of the data and must never change.
var accountSpace = uuid.MustParse("6f1f9a3e-5d0b-5c6e-9a55-2d1c7e0b4a10")

// accountID derives an account's id from what the account is for, so that a transfer can be written without reading
// its accounts first.
func accountID(kind string, lot, project, claim uuid.UUID) uuid.UUID {
	name := make([]byte, 0, len(kind)+3*len(lot))
	name = append(name, kind...)
	name = append(append(append(name, lot[:]...), project[:]...), claim[:]...)
	return uuid.NewSHA1(accountSpace, name)
}

// SourceAccount returns the id of the account an allocation's receipts come from.
func SourceAccount(lot uuid.UUID) uuid.UUID { return accountID(kindSource, lot, uuid.Nil, uuid.Nil) }

// LotAccount returns the id of the account of an allocation's received money.
func LotAccount(lot uuid.UUID) uuid.UUID { return accountID(kindLot, lot, uuid.Nil, uuid.Nil) }

// Account returns the id of the project lot's account.
func (p ProjectLot) Account() uuid.UUID {
	return accountID(kindProjectLot, p.Lot, p.Project, uuid.Nil)
}

// PayeeAccount returns the id of the account of what was paid out of the project lot.
func (p ProjectLot) PayeeAccount() uuid.UUID {
	return accountID(kindPayee, p.Lot, p.Project, uuid.Nil)
}

// Account returns the id of the retention's account.
func (r Retention) Account() uuid.UUID {
	return accountID(kindRetention, r.Lot, r.Project, r.Claim)
}

// Lock locks accounts in the one order everybody uses, until the transaction ends. Call it first in a transaction that
// writes several transfers, with all their accounts; a single transfer locks its own. On SQLite the writer is alone
// anyway and nothing is done.
func Lock(ctx context.Context, c Conn, accounts ...uuid.UUID) error {
	if c.Dialect() != postgres {
		return nil
	}
	_, err := c.ExecContext(ctx, `SELECT ledger_lock($1)`, uuidArray(accounts))
	return refusal(err)
}

// uuidArray spells ids as one PostgreSQL array value.
func uuidArray(ids []uuid.UUID) string { return "{" + joinUUIDs(ids, "") + "}" }

// uuidJSON spells ids as one JSON array value, for SQLite's json_each.
func uuidJSON(ids []uuid.UUID) string { return "[" + joinUUIDs(ids, `"`) + "]" }

func joinUUIDs(ids []uuid.UUID, quote string) string {
	var b strings.Builder
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(quote + id.String() + quote)
	}
	return b.String()
}
