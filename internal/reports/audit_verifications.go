package reports

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"go.uber.org/zap"
	"google.golang.org/protobuf/proto"

	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/ent/schema"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/rpc"
	"zhengcun/internal/platform/wire"
)

// Verified is what a check of audit log and ledger has found.
type Verified struct {
	// Entries is how many entries were read, Head the last of them.
	Entries int64
	Head    audit.Head
	// Findings are what is wrong, one sentence each, perhaps not all; Count is how much is.
	Findings []string
	Count    int64
}

// Limits of what is remembered of checks, and told of one.
const (
	rememberedChecks = 20
	toldFindings     = 100
)

// verifications are the checks since the program began, one of them perhaps running.
type verifications struct {
	House
	ctx  context.Context //nolint:containedctx // the life of what runs in the background
	stop context.CancelFunc
	work sync.WaitGroup

	mu     sync.Mutex
	checks []*reportsv1.AuditVerification // newest last
}

func newVerifications(h House) *verifications {
	ctx, stop := context.WithCancel(context.Background())
	return &verifications{House: h, ctx: ctx, stop: stop}
}

func (v *verifications) close() {
	v.stop()
	v.work.Wait()
}

// CreateAuditVerification begins a check, or answers with the one that runs.
func (s *auditEntries) CreateAuditVerification(ctx context.Context, req *reportsv1.CreateAuditVerificationRequest) (*reportsv1.AuditVerification, error) {
	known, err := parseKnown(req.KnownHeadHash)
	if err != nil {
		return nil, err
	}
	var head audit.Head
	if err := s.DB.Read(ctx, func(ctx context.Context) error {
		// A log without its head is what a check is to tell of.
		if head, err = audit.ReadHead(ctx, db.From(ctx)); err != nil && !errors.Is(err, audit.ErrNoHead) {
			return err
		}
		return known.find(ctx)
	}); err != nil {
		return nil, err
	}
	return s.checks.begin(head, known), nil
}

// GetAuditVerification tells how far a check has come.
func (s *auditEntries) GetAuditVerification(_ context.Context, req *reportsv1.GetAuditVerificationRequest) (*reportsv1.AuditVerification, error) {
	s.checks.mu.Lock()
	defer s.checks.mu.Unlock()
	for _, c := range s.checks.checks {
		if c.Id == req.Id {
			return proto.CloneOf(c), nil
		}
	}
	return nil, fault.ReasonNotFound.New("resource", "audit_verification")
}

// begin starts a check in the background, unless one runs, and answers a copy of what is known of it.
func (v *verifications) begin(head audit.Head, known knownHead) *reportsv1.AuditVerification {
	v.mu.Lock()
	defer v.mu.Unlock()
	if n := len(v.checks); n > 0 && v.checks[n-1].Running {
		return proto.CloneOf(v.checks[n-1])
	}
	c := &reportsv1.AuditVerification{Id: schema.NewID().String(), Running: true, TotalCount: head.Seq, CreateTime: wire.Time(v.now())}
	v.checks = append(v.checks, c)
	if old := len(v.checks) - rememberedChecks; old > 0 {
		v.checks = slices.Delete(v.checks, 0, old)
	}
	v.work.Go(func() { v.run(c, known) })
	return proto.CloneOf(c)
}

func (v *verifications) now() time.Time { return v.Clock.Now().Truncate(time.Microsecond) }

// run is the check itself.
func (v *verifications) run(c *reportsv1.AuditVerification, known knownHead) {
	change := func(fn func()) {
		v.mu.Lock()
		defer v.mu.Unlock()
		fn()
	}
	found, err := v.guarded(known.head(), func(entries int64) { change(func() { c.CheckedCount = entries }) })
	if err == nil && known.missing() {
		found.Findings, found.Count = append([]string{"not known head: no entry has the hash " + hex.EncodeToString(known.hash[:])}, found.Findings...), found.Count+1
	}
	if err != nil && v.ctx.Err() == nil {
		v.Log.Error("audit verification failed", zap.String("id", c.Id), zap.String("cause", db.LogText(err)))
	}
	change(func() {
		c.Running, c.EndTime = false, wire.Time(v.now())
		if err != nil {
			f, ok := fault.From(db.Explain(err))
			if !ok {
				f = fault.ReasonInternal.New()
			}
			c.Failure = f.ZH() + "。" + f.EN()
			return
		}
		c.CheckedCount, c.FindingCount = found.Entries, found.Count
		c.Findings = found.Findings[:min(len(found.Findings), toldFindings)]
		c.HeadSeq, c.HeadHash = found.Head.Seq, hex.EncodeToString(found.Head.Hash[:])
	})
}

// guarded turns a panic into an error: nobody waits for this call, and the program must not end with it.
func (v *verifications) guarded(head *audit.Head, progress func(entries int64)) (found Verified, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("reports: panic: %s", rpc.Panicked(p))
		}
	}()
	return v.Verify(v.ctx, head, progress)
}

// knownHead is a head that was noted earlier: its hash, perhaps with its number.
type knownHead struct {
	given bool
	seq   int64 // 0 while it is not known
	hash  [32]byte
}

// parseKnown reads a hash in hex, or number and hash as `zhengcun audit head` prints them.
func parseKnown(text string) (knownHead, error) {
	if text = strings.TrimSpace(text); text == "" {
		return knownHead{}, nil
	}
	k := knownHead{given: true}
	number, digits, both := strings.Cut(text, ":")
	if !both {
		number, digits = "0", text
	}
	hash, err := hex.DecodeString(digits)
	seq, numberErr := strconv.ParseInt(number, 10, 64)
	if err != nil || numberErr != nil || seq < 0 || len(hash) != len(k.hash) {
		return k, fault.Fields(ReasonHeadHash.Field("known_head_hash"))
	}
	k.seq, k.hash = seq, [32]byte(hash)
	return k, nil
}

// find looks for the entry with the hash, when its number was not given.
func (k *knownHead) find(ctx context.Context) error {
	if !k.given || k.seq > 0 {
		return nil
	}
	return db.From(ctx).QueryRowContext(ctx, "SELECT COALESCE(MAX(seq), 0) FROM audit_entries WHERE hash = $1", k.hash[:]).Scan(&k.seq)
}

// missing says that no entry has the hash. That of an empty log is no entry's: the check itself knows whether it fits.
func (k knownHead) missing() bool { return k.given && k.seq == 0 && k.hash != [32]byte{} }

// head is what the check compares with; nil for nothing.
func (k knownHead) head() *audit.Head {
	if !k.given || k.missing() {
		return nil
	}
	return &audit.Head{Seq: k.seq, Hash: k.hash}
}
