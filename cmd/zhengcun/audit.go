package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"go.uber.org/zap"

	"zhengcun/internal/app"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/config"
	"zhengcun/internal/platform/db"
)

type auditCommand struct {
	Verify verifyCommand `cmd:"" help:"Compare audit log, ledger and accounts; find every change made past the program. 核验"`
	Head   headCommand   `cmd:"" help:"Print the newest entry's number and hash, to be kept elsewhere. 输出链头"`
}

// Exit codes of audit verify.
const (
	tampered = 1
	unknown  = 2
)

type verifyCommand struct {
	config.County
	Head string `help:"A head noted earlier (audit head): shows a log that was cut off or written anew. 事先留存的链头" placeholder:"SEQ:HASH"`
}

// Help is an example.
func (verifyCommand) Help() string {
	return `Opens the database for reading only and migrates nothing. Exit code 0: nothing found; 1: something was changed, and the first place is named; 2: could not be checked.

  zhengcun audit verify --data /var/lib/zhengcun --head 1042:9f2c…`
}

// Run verifies.
func (v *verifyCommand) Run(*zap.Logger) error {
	var head *audit.Head
	if v.Head != "" {
		parsed, err := audit.ParseHead(v.Head)
		if err != nil {
			return &exit{unknown, err}
		}
		head = &parsed
	}
	ctx := context.Background()
	d, err := db.OpenReader(ctx, v.Database())
	if err != nil {
		return &exit{unknown, fmt.Errorf("无法核验 could not verify: %w", err)}
	}
	defer func() { _ = d.Close() }()
	found, err := app.Verify(ctx, d, head)
	if err != nil {
		return &exit{unknown, fmt.Errorf("无法核验 could not verify: %w", err)}
	}
	report(os.Stdout, found)
	if !found.OK() {
		return &exit{tampered, fmt.Errorf("核验未通过 the verification failed")}
	}
	return nil
}

// report tells what was found, the first thing first.
func report(w io.Writer, v app.Verification) {
	line := func(format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) }
	if !v.OK() {
		line("核验未通过，第一处问题：\nThe verification failed, first at:\n  %s", firstProblem(v))
	} else {
		line("核验通过：审计日志、账本与账户一致。\nVerified: audit log, ledger and accounts agree.")
	}
	line("审计记录 entries  %d", v.Audit.Entries)
	line("账本行 rows      %d", v.Audit.Rows)
	line("链头 head        %s", v.Audit.Head)
	if v.Audit.Clock.Steps > 0 {
		line("时钟回拨 clock went back %d times, first at entry %d, at most %s (a warning)", v.Audit.Clock.Steps, v.Audit.Clock.First, v.Audit.Clock.Largest)
	}
	if v.Guards != nil {
		line("约束与触发器 guards: %v", v.Guards)
	}
	for _, f := range v.Audit.Findings {
		line("审计 audit: %s", f)
	}
	if more := v.Audit.Bad - int64(len(v.Audit.Findings)); more > 0 {
		line("审计 audit: 另有 %d 处 and %d more", more, more)
	}
	for _, mismatch := range v.Ledger {
		line("账本 ledger: %s", mismatch)
	}
}

// firstProblem is what to look at first: an altered row says more than the
// missing trigger that made it possible.
func firstProblem(v app.Verification) string {
	switch {
	case len(v.Audit.Findings) > 0:
		return v.Audit.Findings[0].String()
	case len(v.Ledger) > 0:
		return v.Ledger[0]
	default:
		return v.Guards.Error()
	}
}

type headCommand struct{ config.County }

// Help is an example.
func (headCommand) Help() string {
	return `Keep it where the database's administrator can't reach it, with the day: print it, send it to the audit bureau.

  zhengcun audit head --data /var/lib/zhengcun`
}

// Run prints the head.
func (h *headCommand) Run(*zap.Logger) error {
	ctx := context.Background()
	d, err := db.OpenReader(ctx, h.Database())
	if err != nil {
		return &exit{unknown, err}
	}
	defer func() { _ = d.Close() }()
	return d.Read(ctx, func(ctx context.Context) error {
		head, err := audit.ReadHead(ctx, db.From(ctx))
		if err != nil {
			return &exit{unknown, err}
		}
		fmt.Println(head)
		return nil
	})
}
