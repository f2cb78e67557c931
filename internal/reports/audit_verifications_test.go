package reports

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"go.uber.org/zap"

	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/internal/kernel/calendar"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/validate"
)

// slow is a check that goes on when it is told to.
type slow struct {
	began chan func(int64)
	end   chan error
}

func (s *slow) verify(ctx context.Context, _ *audit.Head, progress func(int64)) (Verified, error) {
	s.began <- progress
	select {
	case err := <-s.end:
		if err != nil && err.Error() == "panic" {
			panic(err)
		}
		return Verified{Entries: 7, Findings: make([]string, 150), Count: 400}, err
	case <-ctx.Done():
		return Verified{}, ctx.Err()
	}
}

func slowRoom(t *testing.T) (*auditEntries, *slow) {
	s := &slow{began: make(chan func(int64)), end: make(chan error)}
	r := New(House{Clock: calendar.System(), Validator: validate.New(), Verify: s.verify, Log: zap.NewNop()})
	t.Cleanup(r.Close)
	return &auditEntries{Room: r}, s
}

func (s *auditEntries) state(t *testing.T, id string) *reportsv1.AuditVerification {
	t.Helper()
	v, err := s.GetAuditVerification(t.Context(), &reportsv1.GetAuditVerificationRequest{Id: id})
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// ended waits until a check has ended.
func (s *auditEntries) ended(t *testing.T, id string) *reportsv1.AuditVerification {
	t.Helper()
	for range 1000 {
		if v := s.state(t, id); !v.Running {
			return v
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatal("the check does not end")
	return nil
}

func TestOneVerificationAtATime(t *testing.T) {
	s, check := slowRoom(t)
	first := s.checks.begin(audit.Head{Seq: 9}, knownHead{})
	progress := <-check.began
	if again := s.checks.begin(audit.Head{Seq: 10}, knownHead{}); again.Id != first.Id || !again.Running || again.TotalCount != 9 {
		t.Errorf("while one runs: %v", again)
	}
	progress(5)
	if v := s.state(t, first.Id); v.CheckedCount != 5 || v.EndTime != nil {
		t.Errorf("after five entries: %v", v)
	}
	check.end <- nil
	if v := s.ended(t, first.Id); v.CheckedCount != 7 || v.FindingCount != 400 || len(v.Findings) != 100 || v.EndTime == nil || v.Failure != "" {
		t.Errorf("at the end: %v", v)
	}
	second := s.checks.begin(audit.Head{}, knownHead{})
	<-check.began
	if second.Id == first.Id {
		t.Error("a new check is the old one")
	}
	check.end <- nil
	s.ended(t, second.Id)
}

func TestVerificationThatFails(t *testing.T) {
	s, check := slowRoom(t)
	for _, why := range []string{"something", "panic"} {
		v := s.checks.begin(audit.Head{}, knownHead{})
		<-check.began
		check.end <- errors.New(why)
		if v = s.ended(t, v.Id); v.Failure == "" || strings.Contains(v.Failure, why) || v.FindingCount != 0 {
			t.Errorf("after %s: %v", why, v)
		}
	}
}

func TestVerificationsAreForgotten(t *testing.T) {
	s, check := slowRoom(t)
	var ids []string
	for range rememberedChecks + 2 {
		v := s.checks.begin(audit.Head{}, knownHead{})
		<-check.began
		check.end <- nil
		ids = append(ids, s.ended(t, v.Id).Id)
	}
	for i, id := range ids {
		_, err := s.GetAuditVerification(t.Context(), &reportsv1.GetAuditVerificationRequest{Id: id})
		if (err != nil) != (i < 2) {
			t.Errorf("check %d of %d: %v", i+1, len(ids), err)
		}
	}
}

// Closing the room ends a check that runs.
func TestCloseStopsAVerification(t *testing.T) {
	s, check := slowRoom(t)
	v := s.checks.begin(audit.Head{}, knownHead{})
	<-check.began
	s.Close()
	if v = s.state(t, v.Id); v.Running || v.Failure == "" {
		t.Errorf("after closing: %v", v)
	}
}

func TestKnownHeads(t *testing.T) {
	hash := strings.Repeat("ab", 32)
	for text, seq := range map[string]int64{"": 0, " " + hash + " ": 0, strings.ToUpper(hash): 0, "12:" + hash: 12} {
		k, err := parseKnown(text)
		if err != nil || k.seq != seq || k.given != (text != "") || k.given && k.hash[31] != 0xab {
			t.Errorf("%q: %+v, %v", text, k, err)
		}
	}
	for _, text := range []string{"x", hash[:62], hash + "00", "-1:" + hash, "a:" + hash, "12:"} {
		if _, err := parseKnown(text); err == nil {
			t.Errorf("%q was read", text)
		}
	}
}
