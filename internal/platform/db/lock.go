package db

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"entgo.io/ent/dialect"
)

// Lock keeps other programs from serving or changing the same SQLite file: two of them would each believe to be the
// only writer. Readers need none. The operating system drops it when the process ends, however it ends; release drops it
// before. PostgreSQL serves several programs, and nothing is locked.
func Lock(c Config) (release func() error, err error) {
	if c.Dialect() == dialect.Postgres {
		return func() error { return nil }, nil
	}
	if err := os.MkdirAll(filepath.Dir(c.File), 0o700); err != nil {
		return nil, err
	}
	// The file stays: were it removed, two could hold locks of two files of one name.
	path := c.File + ".lock"
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("db: lock: %w", err)
	}
	free, err := tryLock(file)
	if err == nil && !free {
		err = &InUseError{File: c.File, PID: pidIn(path)}
	}
	if err == nil {
		err = file.Truncate(0)
	}
	if err == nil {
		_, err = fmt.Fprintf(file, "%d\n", os.Getpid())
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return file.Close, nil
}

// InUseError says that another process has the SQLite file.
type InUseError struct {
	File string
	PID  string // of the other process; empty when it is not known
}

func (e *InUseError) Error() string {
	zh, en := "另一个 zhengcun 进程", "another zhengcun process"
	if e.PID != "" {
		zh, en = zh+"（"+e.PID+"）", en+" ("+e.PID+")"
	}
	return fmt.Sprintf("%s正在使用 %s，请先停止它。The database %s is in use by %s: stop it first", zh, e.File, e.File, en)
}

func pidIn(path string) string {
	text, _ := os.ReadFile(path)
	return strings.TrimSpace(string(text))
}
