package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/privacy"
	"zhengcun/internal/platform/scope"
)

// remembered is what the county knows of itself when the program starts.
type remembered struct {
	keys  string // the check value of its keys; empty when it has none yet
	demo  bool
	empty bool // it has no user, organization or API client: nothing is encrypted yet
}

func (a *App) remember(ctx context.Context) (r remembered, err error) {
	err = a.DB.Read(scope.With(ctx, scope.SystemViewer("start")), func(ctx context.Context) error {
		tx := db.From(ctx)
		if r.keys, _, err = db.Mark(ctx, db.MarkKeys); err != nil {
			return err
		}
		if _, r.demo, err = db.Mark(ctx, db.MarkDemo); err != nil {
			return err
		}
		for _, exist := range []func(context.Context) (bool, error){tx.User.Query().Exist, tx.Organization.Query().Exist, tx.ApiClient.Query().Exist} {
			if there, err := exist(ctx); err != nil || there {
				return err
			}
		}
		r.empty = true
		return nil
	})
	return r, err
}

// KeysError says that the county's data was encrypted under other keys than the key file has, or that the file is gone.
type KeysError struct {
	File string
	Lost bool
}

func (e *KeysError) Error() string {
	zh, en := "中的密钥不是本县数据所用的密钥", "holds other keys than those of this county's data"
	if e.Lost {
		zh, en = "不存在，而本县已有数据是用它加密的", "is gone, and data of this county is encrypted with it"
	}
	return fmt.Sprintf("密钥文件 %s %s。请从备份恢复原来的 keys.json，或检查 ZHENGCUN_DATA 与数据库设置是否属于同一个县；不会生成新密钥，否则电话与银行账号将无法读出。"+
		"The key file %s %s. Restore the former keys.json from its copy, or see whether ZHENGCUN_DATA and the database settings belong to the same county. "+
		"No new keys are made: telephone numbers and bank accounts could never be read again", e.File, zh, e.File, en)
}

// openKeys opens the county's keys. They are made for a county without data only, and the county then remembers which
// ones they are.
func (a *App) openKeys(ctx context.Context, r remembered) (err error) {
	file := a.options.KeyFile
	open := privacy.OpenKeyring
	if r.keys == "" && r.empty {
		open = privacy.CreateKeyring
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			return err
		}
	}
	a.Keys, err = open(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &KeysError{File: file, Lost: true}
	case err != nil:
		return err
	case r.keys == "":
		return a.System(ctx, "start", func(ctx context.Context) error {
			// Another process may have been faster, with other keys.
			known, there, err := db.Mark(ctx, db.MarkKeys)
			switch {
			case err != nil:
				return err
			case there && a.Keys.Matches(known):
				return nil
			case there:
				return &KeysError{File: file}
			}
			db.Audit(ctx, audit.Entry{Action: "app.markKeys", ObjectType: "county"})
			return db.SetMark(ctx, db.MarkKeys, a.Keys.CheckValue())
		})
	case !a.Keys.Matches(r.keys):
		return &KeysError{File: file}
	}
	return nil
}
