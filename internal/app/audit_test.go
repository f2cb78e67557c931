package app_test

import (
	"context"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"time"

	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/internal/app/apptest"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
)

// verify runs a check to its end.
func (w *world) verify(t *testing.T, known string) *reportsv1.AuditVerification {
	t.Helper()
	client := reportsv1.NewAuditEntryServiceClient(w.conn)
	v := must(client.CreateAuditVerification(w.as(roles.Auditor), &reportsv1.CreateAuditVerificationRequest{KnownHeadHash: known}))(t)
	for range 1000 {
		if v = must(client.GetAuditVerification(w.as(roles.AuditAdmin), &reportsv1.GetAuditVerificationRequest{Id: v.Id}))(t); !v.Running {
			return v
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("the check does not end")
	return nil
}

// A check begun on the screen finds what the command finds.
func TestAuditVerification(t *testing.T) {
	for _, dialect := range apptest.Dialects {
		t.Run(dialect, func(t *testing.T) {
			w := newWorld(t, dialect)
			var head audit.Head
			w.In(func(ctx context.Context) (err error) {
				head, err = audit.ReadHead(ctx, db.From(ctx))
				return err
			})
			hash := hex.EncodeToString(head.Hash[:])
			for _, known := range []string{"", hash, head.String()} {
				v := w.verify(t, known)
				if v.FindingCount != 0 || v.Failure != "" || v.HeadSeq != head.Seq || v.HeadHash != hash || v.CheckedCount != head.Seq || v.TotalCount != head.Seq || v.EndTime == nil {
					t.Errorf("with head %q: %v", known, v)
				}
			}
			if v := w.verify(t, strings.Repeat("12", 32)); v.FindingCount != 1 || !strings.Contains(v.Findings[0], "1212") {
				t.Errorf("with a head that never was: %v", v)
			}
			zeros := strings.Repeat("0", 64)
			for _, known := range []string{zeros, "0:" + zeros, "3:" + zeros} {
				if v := w.verify(t, known); v.FindingCount != 1 || v.Failure != "" || !strings.Contains(strings.Join(v.Findings, ""), "not known head") {
					t.Errorf("with %s, which is no entry's: %v", known, v)
				}
			}
			for _, sql := range tamper[w.DB.Dialect()] {
				if _, err := w.Super.Exec(sql); err != nil {
					t.Fatal(err)
				}
			}
			if v := w.verify(t, ""); v.FindingCount < 2 || !slices.ContainsFunc(v.Findings, func(f string) bool { return strings.Contains(f, "altered: entry 2") }) {
				t.Errorf("after a change by hand: %v", v)
			}
		})
	}
}

// Each filter of the audit log leaves the entries it names, whatever else is asked for, and counts them.
func TestAuditFilters(t *testing.T) {
	for _, dialect := range apptest.Dialects {
		t.Run(dialect, func(t *testing.T) {
			w := newWorld(t, dialect)
			client := reportsv1.NewAuditEntryServiceClient(w.conn)
			now := w.Clock.Now()
			w.Clock.Set(time.Date(2026, 11, 2, 16, 0, 0, 0, time.UTC)) // midnight of the next day in Yuexi
			w.In(func(ctx context.Context) error {
				db.Audit(ctx, audit.Entry{Action: "test.midnight"})
				return nil
			})
			w.Clock.Set(now)
			all := must(client.ListAuditEntries(w.as(roles.Auditor), &reportsv1.ListAuditEntriesRequest{PageSize: 1000}))(t)
			some := all.AuditEntries[len(all.AuditEntries)/2]
			payment := w.id("payment", own)
			for name, c := range map[string]struct {
				req  *reportsv1.ListAuditEntriesRequest
				want func(e *reportsv1.AuditEntry) bool
			}{
				"object":         {&reportsv1.ListAuditEntriesRequest{ObjectId: payment}, func(e *reportsv1.AuditEntry) bool { return e.ObjectId == payment }},
				"kind":           {&reportsv1.ListAuditEntriesRequest{ObjectType: "claim"}, func(e *reportsv1.AuditEntry) bool { return e.ObjectType == "claim" }},
				"kind and id":    {&reportsv1.ListAuditEntriesRequest{ObjectType: "payment", ObjectId: payment}, func(e *reportsv1.AuditEntry) bool { return e.ObjectId == payment }},
				"actor":          {&reportsv1.ListAuditEntriesRequest{ActorId: some.ActorId}, func(e *reportsv1.AuditEntry) bool { return e.ActorId == some.ActorId }},
				"actor's uuid":   {&reportsv1.ListAuditEntriesRequest{ActorId: some.ActorId[strings.Index(some.ActorId, ":")+1:]}, func(e *reportsv1.AuditEntry) bool { return e.ActorId == some.ActorId }},
				"name":           {&reportsv1.ListAuditEntriesRequest{Query: " OFFICE "}, func(e *reportsv1.AuditEntry) bool { return strings.Contains(e.ActorName, "office") }},
				"request":        {&reportsv1.ListAuditEntriesRequest{RequestId: some.RequestId}, func(e *reportsv1.AuditEntry) bool { return e.RequestId == some.RequestId }},
				"action":         {&reportsv1.ListAuditEntriesRequest{Action: "funds.createClaim"}, func(e *reportsv1.AuditEntry) bool { return e.Action == "funds.createClaim" }},
				"room":           {&reportsv1.ListAuditEntriesRequest{Action: "projects."}, func(e *reportsv1.AuditEntry) bool { return strings.HasPrefix(e.Action, "projects.") }},
				"the day":        {&reportsv1.ListAuditEntriesRequest{FromDate: "2026-11-02", ToDate: "2026-11-02"}, func(e *reportsv1.AuditEntry) bool { return e.Action != "test.midnight" }},
				"all days":       {&reportsv1.ListAuditEntriesRequest{FromDate: "0001-01-01", ToDate: "9999-12-31", Action: "test.midnight"}, func(e *reportsv1.AuditEntry) bool { return e.Action == "test.midnight" }},
				"the day before": {&reportsv1.ListAuditEntriesRequest{ToDate: "2026-11-01"}, func(*reportsv1.AuditEntry) bool { return false }},
				"the day after":  {&reportsv1.ListAuditEntriesRequest{FromDate: "2026-11-03"}, func(e *reportsv1.AuditEntry) bool { return e.Action == "test.midnight" }},
				"a wildcard":     {&reportsv1.ListAuditEntriesRequest{Query: "%"}, func(*reportsv1.AuditEntry) bool { return false }},
				"two at once":    {&reportsv1.ListAuditEntriesRequest{ObjectType: "claim", Action: "funds.submitClaim"}, func(e *reportsv1.AuditEntry) bool { return e.Action == "funds.submitClaim" }},
			} {
				var want, got []int64
				for _, e := range all.AuditEntries {
					if c.want(e) {
						want = append(want, e.Seq)
					}
				}
				c.req.PageSize = 10
				for {
					page := must(client.ListAuditEntries(w.as(roles.Auditor), c.req))(t)
					for _, e := range page.AuditEntries {
						got = append(got, e.Seq)
					}
					if int(page.TotalSize) != len(want) {
						t.Errorf("%s: %d in all, want %d", name, page.TotalSize, len(want))
					}
					if c.req.PageToken = page.NextPageToken; c.req.PageToken == "" {
						break
					}
				}
				if !slices.Equal(got, want) || len(want) == len(all.AuditEntries) {
					t.Errorf("%s: %v, want %v", name, got, want)
				}
			}
		})
	}
}
