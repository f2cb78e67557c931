package db_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"zhengcun/internal/platform/db"
)

func TestOneProcessHasTheFile(t *testing.T) {
	c := db.Config{File: filepath.Join(t.TempDir(), "new", "zhengcun.db")}
	release, err := db.Lock(c)
	must(t, err)
	_, err = db.Lock(c)
	var inUse *db.InUseError
	if !errors.As(err, &inUse) || inUse.PID != strconv.Itoa(os.Getpid()) {
		t.Errorf("locked twice: %v", err)
	}
	must(t, release())
	release, err = db.Lock(c)
	must(t, err)
	must(t, release())
	for range 2 {
		if _, err := db.Lock(db.Config{URL: "postgres://nobody@127.0.0.1:1/none"}); err != nil {
			t.Errorf("PostgreSQL: %v", err)
		}
	}
}
