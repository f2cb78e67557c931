package db

import (
	"context"
	"fmt"

	"zhengcun/ent"
	"zhengcun/ent/counter"
)

// NextNumber takes the next number of a series. The row stays locked until the
// transaction ends, and the number is only used up when it commits: no gap, no
// duplicate. Take it late in the transaction, others wait for it.
func NextNumber(ctx context.Context, series string) (int64, error) {
	tx := From(ctx)
	n, err := tx.Counter.Update().Where(counter.Name(series)).AddValue(1).Save(ctx)
	if err != nil {
		return 0, err
	}
	if n == 0 {
		err := tx.Savepoint(ctx, func(ctx context.Context) error {
			return tx.Counter.Create().SetName(series).SetValue(1).Exec(ctx)
		})
		if IsUnique(err) {
			return 0, Again(err) // another transaction has just begun the series
		}
		return 1, err
	}
	row, err := tx.Counter.Query().Where(counter.Name(series)).Only(ctx)
	if ent.IsNotFound(err) {
		return 0, fmt.Errorf("db: counter %s vanished", series)
	}
	if err != nil {
		return 0, err
	}
	return row.Value, nil
}
