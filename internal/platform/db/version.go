package db

import (
	"context"

	"zhengcun/ent"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/wire"
)

// Missing explains why a row was not there: NOT_FOUND, as for a row that is not
// the viewer's, so that nobody learns what exists.
func Missing(err error, resource string) error {
	if ent.IsNotFound(err) {
		return fault.ReasonNotFound.New("resource", resource)
	}
	return err
}

// Stale explains why a change of the version that was read found no row: the row
// is there with another version, or it is not the viewer's. exists asks through
// the scope.
func Stale(ctx context.Context, err error, resource string, exists func(ctx context.Context) (bool, error)) error {
	if !ent.IsNotFound(err) {
		return err
	}
	there, lookErr := exists(ctx)
	switch {
	case lookErr != nil:
		return lookErr
	case there:
		return wire.ReasonStale.New()
	}
	return fault.ReasonNotFound.New("resource", resource)
}
