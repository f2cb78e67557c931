package blobs

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"
)

func TestWhatIsPutIsThereAfterARestart(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data", "files")
	ctx := t.Context()
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	content := bytes.Repeat([]byte{0, 1, 0xff, '\n'}, 1<<20)
	for _, key := range []string{"one", "two"} {
		if err := s.Put(ctx, key, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = Open("file://" + filepath.ToSlash(dir)); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Get(ctx, "one"); err != nil || !bytes.Equal(got, content) {
		t.Errorf("read %d bytes, %v", len(got), err)
	}
	for range 2 { // the second time there is none
		if err := s.Delete(ctx, "two"); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.Get(ctx, "two"); !errors.Is(err, ErrMissing) {
		t.Errorf("a deleted content: %v", err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v, %v", entries, err)
	}
}

func TestOpenRefuses(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"s3://bucket", "file://host/folder", "file:///folder?metadata=x", "file://", "://", file} {
		if s, err := Open(address); err == nil {
			t.Errorf("%s is opened: %v", address, s)
		}
	}
}

func TestBefore(t *testing.T) {
	s, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	moment := time.Now().Add(-time.Hour)
	for i := range pageSize + 3 {
		key := fmt.Sprintf("key%04d", i)
		if err := os.WriteFile(filepath.Join(s.dir, key), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		age := moment.Add(-time.Second)
		if i == 2 {
			age = moment
		}
		if err := os.Chtimes(filepath.Join(s.dir, key), age, age); err != nil {
			t.Fatal(err)
		}
	}
	var all []string
	pages := 0
	if err := s.Before(t.Context(), moment, func(keys []string) error {
		all = append(all, keys...)
		pages++
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if len(all) != pageSize+2 || pages != 2 || slices.Contains(all, "key0002") {
		t.Errorf("%d keys in %d pages", len(all), pages)
	}
	broken := errors.New("broken")
	if err := s.Before(t.Context(), moment, func([]string) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("an error of the caller's: %v", err)
	}
}

func TestFailuresAreTold(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "files")
	s, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir, nil, 0o600); err != nil { // the disk has gone, something else is there
		t.Fatal(err)
	}
	if err := s.Put(t.Context(), "key", []byte("x")); !errors.Is(err, ReasonUnavailable) {
		t.Errorf("put: %v", err)
	}
	if err := told(fmt.Errorf("write: %w", syscall.ENOSPC)); !errors.Is(err, ReasonFull) {
		t.Errorf("a full disk: %v", err)
	}
	if err := told(context.Canceled); !errors.Is(err, context.Canceled) || errors.Is(err, ReasonUnavailable) {
		t.Errorf("a caller who hung up: %v", err)
	}
	_ = s.Close()
	if _, err := s.Get(t.Context(), "key"); !errors.Is(err, ReasonUnavailable) {
		t.Errorf("get from a closed store: %v", err)
	}
}
