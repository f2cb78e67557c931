// Package blobs keeps contents that are too large for the database, each under a
// key, in a folder. It knows nothing of what they are or whose.
package blobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	"gocloud.dev/gcerrors"

	"zhengcun/internal/kernel/fault"
)

// Reasons of the store itself.
var (
	ReasonUnavailable = fault.Define("FILE_STORE_UNAVAILABLE", fault.Unavailable,
		fault.Bilingual{ZH: "附件存储暂时不可用，本次操作没有执行", EN: "Files cannot be stored or read at present; nothing was done"},
		fault.Bilingual{ZH: "请稍后重试；持续出现请联系系统管理员", EN: "Try again in a moment; tell the administrator if it persists"}, fault.Retryable())
	ReasonFull = fault.Define("FILE_STORE_FULL", fault.Unavailable,
		fault.Bilingual{ZH: "附件存储空间已满，本次操作没有执行", EN: "There is no room for files; nothing was done"},
		fault.Bilingual{ZH: "请联系系统管理员清理空间后重试", EN: "Ask the administrator to free space, then try again"}, fault.Retryable())
)

// ErrMissing is returned for a key that has no content.
var ErrMissing = errors.New("blobs: no content under the key")

// Store keeps contents.
type Store struct {
	bucket *blob.Bucket
	dir    string
}

// Folder is the folder that an address names: a folder, or its URL (file:///folder).
func Folder(address string) (string, error) {
	if !strings.Contains(address, "://") {
		return address, nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return "", fmt.Errorf("blobs: %w", err)
	}
	if u.Scheme != "file" || u.Host != "" || u.RawQuery != "" || u.Path == "" {
		return "", fmt.Errorf("blobs: %q is no file:///folder", address)
	}
	return filepath.FromSlash(u.Path), nil
}

// Open opens a store by its address, see [Folder]. The folder is made when it is not there.
func Open(address string) (*Store, error) {
	dir, err := Folder(address)
	if err != nil {
		return nil, err
	}
	// Next to their place, half-written contents are on the same disk, and a rename is all or nothing.
	bucket, err := fileblob.OpenBucket(dir, &fileblob.Options{CreateDir: true, DirFileMode: 0o700, NoTempDir: true, Metadata: fileblob.MetadataDontWrite})
	if err != nil {
		return nil, fmt.Errorf("blobs: %w", err)
	}
	return &Store{bucket, dir}, nil
}

// Close closes the store.
func (s *Store) Close() error { return s.bucket.Close() }

// Put keeps content under a key. When it returns without an error the content is on the disk, whole.
func (s *Store) Put(ctx context.Context, key string, content []byte) error {
	err := s.bucket.WriteAll(ctx, key, content, &blob.WriterOptions{ContentType: "application/octet-stream"})
	if err == nil {
		err = s.sync(key)
	}
	return told(err)
}

// sync makes sure that content and name outlive a loss of power.
func (s *Store) sync(key string) error {
	file, err := os.OpenFile(filepath.Join(s.dir, key), os.O_RDWR, 0) // for reading only, Windows does not sync
	if err != nil {
		return err
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil || runtime.GOOS == "windows" {
		return err
	}
	folder, err := os.Open(s.dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// Get returns the content under a key, or [ErrMissing].
func (s *Store) Get(ctx context.Context, key string) ([]byte, error) {
	content, err := s.bucket.ReadAll(ctx, key)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil, ErrMissing
	}
	return content, told(err)
}

// Delete drops the content under a key. It is no error when there is none.
func (s *Store) Delete(ctx context.Context, key string) error {
	err := s.bucket.Delete(ctx, key)
	if gcerrors.Code(err) == gcerrors.NotFound {
		return nil
	}
	return told(err)
}

// pageSize is how many keys [Store.Before] hands on at once.
const pageSize = 500

// Before tells fn the keys last written before a moment, some hundreds at a time.
// What another program was about to write when it ended is among them.
func (s *Store) Before(ctx context.Context, moment time.Time, fn func(keys []string) error) error {
	var keys []string
	for list := s.bucket.List(nil); ; {
		object, err := list.Next(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return told(err)
		}
		if !object.ModTime.Before(moment) {
			continue
		}
		if keys = append(keys, object.Key); len(keys) == pageSize {
			if err := fn(keys); err != nil {
				return err
			}
			keys = nil
		}
	}
	if len(keys) == 0 {
		return nil
	}
	return fn(keys)
}

// told is what a caller is told of a failure of the store. The caller's own
// hanging up is none.
func told(err error) error {
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, syscall.ENOSPC):
		return ReasonFull.New().WithCause(err)
	default:
		return ReasonUnavailable.New().WithCause(err)
	}
}
