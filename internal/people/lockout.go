package people

import (
	"context"
	"database/sql"
	"errors"
	"net/netip"
	"time"

	"github.com/google/uuid"

	"zhengcun/ent/loginattempt"
	"zhengcun/internal/platform/call"
	"zhengcun/internal/platform/db"
)

// Guessing passwords is slowed down by counting failures per account at an
// address, per address, and per account.
//
//   - An account at an address is refused for 15 minutes after 5 failures. The
//     address is part of it because a count per account alone lets anyone keep
//     anyone out: the chief accountant, on the day of payment.
//   - An address is refused for 15 minutes after 30 failures, whatever the
//     accounts, and no hash is computed for it.
//   - An account with 50 failures in 15 minutes, from anywhere, is under attack
//     from many addresses. It is not locked either: for 15 minutes each address
//     then has a single failure instead of five, so its owner still gets in with
//     the first try, and the attackers are five times slower.
//
// An attempt is counted before the password is looked at and forgiven when it was
// right, so a hundred attempts at once are still five. Names that do not exist
// count like those that do. A refused attempt does not make the wait longer.
const (
	lockWindow      = 15 * time.Minute
	pairLimit       = 5
	pairLimitAttack = 1
	addressLimit    = 30
	accountLimit    = 50
)

// attempt is one try to log in.
type attempt struct {
	pair, account, address string // subjects
	// counted are the subjects besides the pair that this try was counted for.
	counted []string
	// flooding: the address has failed too often.
	flooding bool
	// locked: the account at this address has.
	locked bool
	// last names what will be locked if this try fails too.
	last []string
}

// begin counts a try to log in.
func (r *Room) begin(ctx context.Context, username string) (*attempt, error) {
	from := network(call.From(ctx).ClientIP)
	a := &attempt{
		pair:    r.keys.BlindIndex("login account at address", username+"\x00"+from),
		account: r.keys.BlindIndex("login account", username),
		address: r.keys.BlindIndex("login address", from),
	}
	err := r.db.Tx(ctx, func(ctx context.Context) error {
		db.From(ctx).Exempt("counting failed log-ins is no business action")
		a.flooding, a.locked, a.last, a.counted = false, false, nil, nil
		n, counted, err := count(ctx, a.address, addressLimit)
		if err != nil {
			return err
		}
		if !counted {
			a.flooding = true
			return nil
		}
		a.counted = append(a.counted, a.address)
		if n == addressLimit {
			a.last = append(a.last, "address")
		}
		limit := pairLimit
		if n, counted, err = count(ctx, a.account, accountLimit); err != nil {
			return err
		}
		if counted {
			a.counted = append(a.counted, a.account)
		} else {
			limit = pairLimitAttack
		}
		if n == accountLimit {
			a.last = append(a.last, "account from everywhere")
		}
		if n, counted, err = count(ctx, a.pair, limit); err != nil {
			return err
		}
		a.locked = !counted
		if n == limit {
			a.last = append(a.last, "account at address")
		}
		return nil
	})
	return a, err
}

// succeeded takes the try back. What the address and the account have failed
// before stays: one right password must not make room for guessing others.
func (a *attempt) succeeded(ctx context.Context) error {
	if err := forgive(ctx, a.pair); err != nil {
		return err
	}
	_, err := db.From(ctx).LoginAttempt.Update().Where(loginattempt.SubjectIn(a.counted...), loginattempt.FailuresGT(0)).AddFailures(-1).Save(ctx)
	return err
}

// passwordSubject counts wrong old passwords of one who changes his.
func (r *Room) passwordSubject(id uuid.UUID) string {
	return r.keys.BlindIndex("password change", id.String())
}

// tryPassword counts a try to change a password and tells whether it is allowed.
func (r *Room) tryPassword(ctx context.Context, subject string) (allowed bool, err error) {
	err = r.db.Tx(ctx, func(ctx context.Context) error {
		db.From(ctx).Exempt("counting failed log-ins is no business action")
		_, allowed, err = count(ctx, subject, pairLimit)
		return err
	})
	return allowed, err
}

// forgive forgets what the subject has failed.
func forgive(ctx context.Context, subject string) error {
	_, err := db.From(ctx).LoginAttempt.Delete().Where(loginattempt.Subject(subject)).Exec(ctx)
	return err
}

// count adds a failure of the subject and returns how many it has in its window,
// which begins with the first and again with the one that reaches the limit. It
// counts nothing for a subject that has reached the limit and whose window is not
// over. One statement, so that no two tries see the same number.
func count(ctx context.Context, subject string, limit int) (n int, counted bool, err error) {
	tx := db.From(ctx)
	now := tx.Now()
	err = tx.QueryRowContext(ctx, `
INSERT INTO login_attempts AS a (id, create_time, subject, failures, window_start) VALUES ($1, $2, $3, 1, $2)
ON CONFLICT (subject) DO UPDATE SET
  failures = CASE WHEN a.window_start <= $4 THEN 1 ELSE a.failures + 1 END,
  window_start = CASE WHEN a.window_start <= $4 OR a.failures + 1 >= $5 THEN $2 ELSE a.window_start END
WHERE a.failures < $5 OR a.window_start <= $4
RETURNING failures`,
		uuid.Must(uuid.NewV7()), now, subject, now.Add(-lockWindow), limit).Scan(&n)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return n, err == nil, err
}

// network is the address a caller is counted under: an IPv6 caller has 2^64 of
// them, so only his network counts.
func network(ip string) string {
	address, err := netip.ParseAddr(ip)
	if err != nil {
		return ip
	}
	address = address.Unmap().WithZone("")
	if address.Is4() {
		return address.String()
	}
	prefix, err := address.Prefix(64)
	if err != nil {
		return ip
	}
	return prefix.String()
}
