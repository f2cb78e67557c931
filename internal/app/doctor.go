package app

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"entgo.io/ent/dialect"

	"zhengcun/ent/user"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/ledger"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/platform/config"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/privacy"
	"zhengcun/internal/platform/scope"
)

// Severity is how much a finding matters.
type Severity string

// From nothing to do to what keeps the program from serving, or from serving safely.
const (
	Fine    Severity = "fine"
	Warning Severity = "warning"
	Broken  Severity = "broken"
)

// Finding is what one check has found.
type Finding struct {
	Check    string   `json:"check"`
	Severity Severity `json:"severity"`
	What     Said     `json:"what"`
	Do       Said     `json:"do"` // empty when there is nothing to do
}

// Said is a sentence in both languages.
type Said struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// Doctor looks at everything a county needs to be served. It changes nothing but
// for files it makes and removes at once to see whether it may.
type Doctor struct {
	County config.County
	Listen config.Listen
	// Clock is the machine's.
	Clock calendar.Clock
	// Free is how many bytes are free where path is.
	Free func(path string) (uint64, error)

	found []Finding
}

// Names of the checks.
const (
	checkSettings   = "settings"
	checkFolder     = "data-folder"
	checkDatabase   = "database"
	checkMigrations = "migrations"
	checkGuards     = "guards"
	checkRole       = "database-role"
	checkKeys       = "keys"
	checkCounty     = "county"
	checkClock      = "clock"
	checkFiles      = "files-folder"
	checkDisk       = "free-disk"
	checkTLS        = "tls"
	checkAddresses  = "addresses"
)

type text = Said

func (d *Doctor) fine(check, zh, en string) {
	d.found = append(d.found, Finding{Check: check, Severity: Fine, What: text{ZH: zh, EN: en}})
}

func (d *Doctor) tell(check string, severity Severity, what, do text) {
	d.found = append(d.found, Finding{check, severity, what, do})
}

// Examine runs all checks, in the order in which what they find should be put right.
func (d *Doctor) Examine(ctx context.Context) []Finding {
	d.found = nil
	if d.Clock == nil {
		d.Clock = calendar.System()
	}
	if d.Free == nil {
		d.Free = freeSpace
	}
	d.settings()
	d.folder()
	d.database(ctx)
	d.files()
	d.disk()
	d.certificate()
	d.addresses(ctx)
	return d.found
}

// database looks at everything that takes an open database.
func (d *Doctor) database(ctx context.Context) {
	reader, err := db.OpenReader(ctx, d.County.Database())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		d.tell(checkDatabase, Broken, text{ZH: "没有数据库文件 " + d.County.Database().File, EN: "There is no database file " + d.County.Database().File},
			text{ZH: "新县请运行 zhengcun init；已有数据的请检查 ZHENGCUN_DATA 与 ZHENGCUN_DATABASE_URL", EN: "Run zhengcun init for a new county; otherwise see ZHENGCUN_DATA and ZHENGCUN_DATABASE_URL"})
		return
	case err != nil:
		d.tell(checkDatabase, Broken, text{ZH: "数据库打不开：" + err.Error(), EN: "The database cannot be opened: " + err.Error()},
			text{ZH: "请检查数据库服务、地址、账号与网络；SQLite 文件损坏时从备份恢复", EN: "See whether the database runs, its address, account and network; restore a broken SQLite file from the backup"})
		return
	}
	defer func() { _ = reader.Close() }()
	if !d.sound(ctx, reader) || !d.migrations(ctx, reader) {
		return
	}
	if err := CheckGuards(ctx, reader); err != nil {
		d.tell(checkGuards, Broken, text{ZH: "账本或审计日志的约束与触发器不完整：" + err.Error(), EN: err.Error()},
			text{ZH: "有人绕过程序改动过数据库：请先运行 zhengcun audit verify 查明，再从备份恢复", EN: "Somebody changed the database past the program: run zhengcun audit verify, then restore a backup"})
	} else {
		d.fine(checkGuards, "账本与审计日志的约束与触发器完整", "The guards of ledger and audit log are as they were made")
	}
	d.role(ctx, reader)
	d.keys(ctx, reader)
	d.users(ctx, reader)
	d.clock(ctx, reader)
}

// sound tells whether an SQLite file is whole.
func (d *Doctor) sound(ctx context.Context, reader *db.DB) bool {
	answer := "ok"
	err := reader.Read(ctx, func(ctx context.Context) error {
		if reader.Dialect() == dialect.Postgres {
			return nil
		}
		return db.From(ctx).QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&answer)
	})
	if err != nil {
		answer = err.Error()
	}
	if answer != "ok" {
		d.tell(checkDatabase, Broken, text{ZH: "数据库文件已损坏：" + answer, EN: "The database file is damaged: " + answer},
			text{ZH: "停止服务，保留现有文件，从备份恢复后运行 zhengcun audit verify", EN: "Stop the server, keep the file, restore the backup and run zhengcun audit verify"})
		return false
	}
	d.fine(checkDatabase, "数据库可以读取", "The database answers")
	return true
}

func (d *Doctor) migrations(ctx context.Context, reader *db.DB) bool {
	want, err := newestMigration(reader.Dialect())
	var have sql.NullInt64
	if err == nil {
		err = reader.Read(ctx, func(ctx context.Context) error {
			return db.From(ctx).QueryRowContext(ctx, "SELECT max(version_id) FROM schema_migrations").Scan(&have)
		})
	}
	switch {
	case err != nil || have.Int64 < want:
		d.tell(checkMigrations, Broken, text{ZH: fmt.Sprintf("数据库版本 %d 低于程序所需的 %d", have.Int64, want), EN: fmt.Sprintf("The database has version %d, this program needs %d", have.Int64, want)},
			text{ZH: "先备份，再运行 zhengcun migrate（或启动 zhengcun serve）", EN: "Back up, then run zhengcun migrate (serve does it too)"})
		return false
	case have.Int64 > want:
		d.tell(checkMigrations, Broken, text{ZH: fmt.Sprintf("数据库版本 %d 高于程序认识的 %d", have.Int64, want), EN: fmt.Sprintf("The database has version %d, this program knows only %d", have.Int64, want)},
			text{ZH: "请使用较新的程序", EN: "Use the newer program"})
		return false
	}
	d.fine(checkMigrations, fmt.Sprintf("数据库版本 %d，为最新", want), fmt.Sprintf("The database has the newest version, %d", want))
	return true
}

func (d *Doctor) role(ctx context.Context, reader *db.DB) {
	if reader.Dialect() != dialect.Postgres {
		return
	}
	err := reader.CheckRole(ctx, append(ledger.Tables(), "audit_entries"))
	if err == nil {
		d.fine(checkRole, "应用角色不能改动账本与审计日志", "The application's role cannot change ledger and audit log")
		return
	}
	severity := Broken
	if d.County.AllowOwnerRole {
		severity = Warning
	}
	d.tell(checkRole, severity, text{ZH: err.Error(), EN: err.Error()},
		text{ZH: "按 deploy/postgresql.md 使用应用角色和属主角色", EN: "Use the application's role and the owner as deploy/postgresql.md says"})
}

func (d *Doctor) keys(ctx context.Context, reader *db.DB) {
	file := d.County.KeyFile()
	restore := text{ZH: "请恢复本县的 keys.json（权限 600）；不要另造新密钥", EN: "Restore this county's keys.json (mode 600); make no new one"}
	ring, err := privacy.OpenKeyring(file)
	if err != nil {
		d.tell(checkKeys, Broken, text{ZH: "密钥文件不能使用：" + err.Error(), EN: "The key file cannot be used: " + err.Error()}, restore)
		return
	}
	var known string
	err = reader.Read(scope.With(ctx, scope.SystemViewer("doctor")), func(ctx context.Context) (err error) {
		known, _, err = db.Mark(ctx, db.MarkKeys)
		return err
	})
	switch {
	case err != nil:
		d.tell(checkKeys, Broken, text{ZH: "无法核对密钥：" + err.Error(), EN: "The keys could not be compared: " + err.Error()}, restore)
	case known != "" && !ring.Matches(known):
		d.tell(checkKeys, Broken, text{ZH: "密钥文件 " + file + " 不是本县数据所用的", EN: "The key file " + file + " is not that of this county's data"}, restore)
	default:
		d.fine(checkKeys, "密钥文件与数据相符", "The key file is that of the data")
	}
}

// users looks whether somebody can look after the county.
func (d *Doctor) users(ctx context.Context, reader *db.DB) {
	held := map[string]bool{}
	n := 0
	err := reader.Read(scope.With(ctx, scope.SystemViewer("doctor")), func(ctx context.Context) error {
		rows, err := db.From(ctx).User.Query().Where(user.Disabled(false)).All(ctx)
		n = len(rows)
		for _, row := range rows {
			for _, role := range row.Roles {
				held[role] = true
			}
		}
		return err
	})
	if err != nil {
		d.tell(checkCounty, Broken, text{ZH: "读不出账号：" + err.Error(), EN: "The users cannot be read: " + err.Error()}, text{ZH: "请检查数据库", EN: "Look at the database"})
		return
	}
	if n == 0 {
		d.tell(checkCounty, Warning, text{ZH: "还没有建县", EN: "The county is not set up"},
			text{ZH: "运行 zhengcun init，或启动服务后在浏览器中建立", EN: "Run zhengcun init, or start the server and do it in the browser"})
		return
	}
	for _, role := range []string{roles.Admin, roles.SecurityAdmin, roles.AuditAdmin} {
		if !held[role] {
			d.tell(checkCounty, Warning, text{ZH: "没有在用的" + roles.Label(role) + "账号", EN: "Nobody in use holds " + role},
				text{ZH: "请由其他管理员启用或新建；无人能登录时见 zhengcun admin reset-password", EN: "Let another administrator enable or create one; when nobody can log in see zhengcun admin reset-password"})
			return
		}
	}
	d.fine(checkCounty, fmt.Sprintf("已建县，%d 个账号在用", n), fmt.Sprintf("The county is set up, %d users", n))
}

// Bounds of clocks: a session of a day must not be a second's work, and nobody corrects an audit log.
const (
	clockDrift    = time.Minute
	clockEarliest = "2026-01-01"
)

func (d *Doctor) clock(ctx context.Context, reader *db.DB) {
	now := d.Clock.Now()
	set := text{ZH: "校准服务器时间（timedatectl set-ntp true，或对准县内时间源），再启动服务", EN: "Set the machine's clock (timedatectl set-ntp true, or your own time source) before the server starts"}
	var newest sql.NullString
	var theirs time.Time
	err := reader.Read(ctx, func(ctx context.Context) error {
		tx := db.From(ctx)
		if reader.Dialect() == dialect.Postgres {
			if err := tx.QueryRowContext(ctx, "SELECT clock_timestamp()").Scan(&theirs); err != nil {
				return err
			}
		}
		return tx.QueryRowContext(ctx, "SELECT max(at) FROM audit_entries").Scan(&newest)
	})
	last, parseErr := time.Parse(time.RFC3339Nano, newest.String)
	switch {
	case err != nil || newest.Valid && parseErr != nil:
		err = errors.Join(err, parseErr)
		d.tell(checkClock, Broken, text{ZH: "无法核对时间：" + err.Error(), EN: "The clock could not be compared: " + err.Error()}, set)
	case now.Before(calendar.MustParseDate(clockEarliest).Begin()):
		d.tell(checkClock, Broken, text{ZH: "服务器时间是 " + now.Format(time.RFC3339), EN: "The machine's clock says " + now.Format(time.RFC3339)}, set)
	case newest.Valid && now.Before(last.Add(-clockDrift)):
		d.tell(checkClock, Broken, text{ZH: fmt.Sprintf("服务器时间 %s 早于审计日志的最后一条 %s", now.Format(time.RFC3339), last.Format(time.RFC3339)),
			EN: fmt.Sprintf("The machine's clock says %s, before the newest audit entry of %s", now.Format(time.RFC3339), last.Format(time.RFC3339))}, set)
	case !theirs.IsZero() && now.Sub(theirs).Abs() > clockDrift:
		d.tell(checkClock, Warning, text{ZH: fmt.Sprintf("与数据库服务器的时间相差 %s", now.Sub(theirs).Abs().Round(time.Second)),
			EN: fmt.Sprintf("The clock is %s off the database server's", now.Sub(theirs).Abs().Round(time.Second))}, set)
	default:
		d.fine(checkClock, "时间 "+now.Format(time.RFC3339), "The clock says "+now.Format(time.RFC3339))
	}
}
