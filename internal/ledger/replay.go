package ledger

import (
	"context"
	"fmt"
	"strings"
)

// counters are the columns of an account that follow from transfers.
var counters = []string{"debits_pending", "debits_posted", "credits_pending", "credits_posted", "advance", "retained", "reduced"}

// Replay computes every counter anew from transfers and limits, and the sums of both sides, and returns a sentence for
// each that is not as stored. None means the accounts are what the rows say.
func Replay(ctx context.Context, c Conn) (mismatches []string, err error) {
	var sums, replayed []string
	for _, counter := range counters {
		sums = append(sums, "coalesce(sum("+counter+"), 0) AS "+counter)
		replayed = append(replayed, "coalesce(e."+counter+", 0)")
	}
	columns := append(append([]string{}, counters...), "accepted", "advance_cap_bp", "retention_cap_bp")
	replayed = append(replayed,
		"(SELECT coalesce(sum(CASE kind WHEN 'accept' THEN amount_fen ELSE -amount_fen END), 0) FROM ledger_limits l WHERE l.account_id = a.id AND kind IN ('accept', 'unaccept'))",
		"coalesce((SELECT cap_bp FROM ledger_limits l WHERE l.account_id = a.id AND kind = 'advance_cap' ORDER BY seq DESC LIMIT 1), 0)",
		"coalesce((SELECT cap_bp FROM ledger_limits l WHERE l.account_id = a.id AND kind = 'retention_cap' ORDER BY seq DESC LIMIT 1), 0)")
	if c.Dialect() == sqlite { // the guards there go by the row an account last followed
		columns = append(columns, "last_transfer", "last_limit")
		replayed = append(replayed, "coalesce(e.last, 0)", "coalesce((SELECT max(seq) FROM ledger_limits l WHERE l.account_id = a.id), 0)")
	}
	rows, err := c.QueryContext(ctx, "SELECT a.id, a."+strings.Join(columns, ", a.")+", "+strings.Join(replayed, ", ")+`
		FROM ledger_accounts a
		LEFT JOIN (SELECT account_id, max(seq) AS last, `+strings.Join(sums, ", ")+` FROM ledger_effects GROUP BY account_id) e ON e.account_id = a.id
		ORDER BY a.id`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()

	var debitsPending, debitsPosted, creditsPending, creditsPosted int64
	for rows.Next() {
		var id string
		stored, computed := make([]int64, len(columns)), make([]int64, len(columns))
		into := []any{&id}
		for i := range stored {
			into = append(into, &stored[i])
		}
		for i := range computed {
			into = append(into, &computed[i])
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		for i, column := range columns {
			if stored[i] != computed[i] {
				mismatches = append(mismatches, fmt.Sprintf("account %s: %s is %d, its rows say %d", id, column, stored[i], computed[i]))
			}
		}
		debitsPending, debitsPosted = debitsPending+stored[0], debitsPosted+stored[1]
		creditsPending, creditsPosted = creditsPending+stored[2], creditsPosted+stored[3]
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	_ = rows.Close()
	wrongYears, err := replayYears(ctx, c)
	if err != nil {
		return nil, err
	}
	mismatches = append(mismatches, wrongYears...)
	if debitsPosted != creditsPosted {
		mismatches = append(mismatches, fmt.Sprintf("debits posted are %d, credits posted %d", debitsPosted, creditsPosted))
	}
	if debitsPending != creditsPending {
		mismatches = append(mismatches, fmt.Sprintf("debits pending are %d, credits pending %d", debitsPending, creditsPending))
	}
	return mismatches, nil
}

// replayYears tells the years that are not as their newest mark says.
func replayYears(ctx context.Context, c Conn) (mismatches []string, err error) {
	rows, err := c.QueryContext(ctx, `SELECT y.year FROM ledger_years y
		WHERE y.closed <> coalesce((SELECT m.kind = 'close' FROM ledger_year_marks m WHERE m.year = y.year ORDER BY m.seq DESC LIMIT 1), FALSE)
		ORDER BY y.year`)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	err = each(rows, func() error {
		var year int
		err := rows.Scan(&year)
		mismatches = append(mismatches, fmt.Sprintf("ledger_years %d: closed is not what its marks say", year))
		return err
	})
	return mismatches, err
}
