package db

import (
	"context"

	"zhengcun/ent"
	"zhengcun/ent/countymark"
)

// Names of the marks of a county.
const (
	MarkKeys = "key_check" // the check value of the county's keys
	MarkDemo = "demo"      // people and money are made up
	// MarkCounty is which county it is, as package rules writes it; a county of before the mark is Yuexi.
	MarkCounty = "county"
	MarkSetUp  = "set_up" // the day the county was set up; of several who do it at once one is first
)

// Mark is what the county remembers under this name, and whether it remembers anything.
func Mark(ctx context.Context, name string) (value string, there bool, err error) {
	row, err := From(ctx).CountyMark.Query().Where(countymark.Name(name)).Only(ctx)
	switch {
	case err == nil:
		return row.Value, true, nil
	case ent.IsNotFound(err):
		return "", false, nil
	default:
		return "", false, err
	}
}

// SetMark makes the county remember a value under this name, for good. When it remembers one by now, the transaction
// runs anew and finds it.
func SetMark(ctx context.Context, name, value string) error {
	err := From(ctx).CountyMark.Create().SetName(name).SetValue(value).Exec(ctx)
	if IsUnique(err) {
		return Again(err)
	}
	return err
}
