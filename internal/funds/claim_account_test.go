package funds

import (
	"context"
	"strings"
	"testing"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	fundsv1 "zhengcun/api/zhengcun/funds/v1"
	"zhengcun/internal/countytest"
	"zhengcun/internal/kernel/fault"
	"zhengcun/internal/platform/db"
)

// A unit uses the account of its own earlier claim without writing it: the same
// account is paid, the log has it as it has a written one, and nobody uses another's.
func TestAccountOfAnEarlierClaim(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		o := newOffice(t, c)
		lot := o.fund("岳交计〔2026〕12号", 60_000_000, 40_000_000)
		o.appropriate(lot, 38_000_000)
		s := &claims{Room: o.Room}
		line := []*fundsv1.ClaimLine{{AllocationId: lot.String(), AmountFen: 100}}
		earlier := o.claim(&fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-10", Lines: line})
		draft := func(from, typed string) func(ctx context.Context) (*fundsv1.Claim, error) {
			return func(ctx context.Context) (*fundsv1.Claim, error) {
				return s.CreateClaim(ctx, &fundsv1.CreateClaimRequest{Claim: &fundsv1.Claim{Kind: fundsv1.ClaimKind_CLAIM_KIND_ADVANCE, ClaimedOn: "2026-04-11",
					ProjectId: o.road.ID.String(), PayeeName: "岳西县某建筑公司", PayeeAccount: typed, PayeeAccountClaimId: from, Lines: line}})
			}
		}
		account := func(id string) (account string) {
			o.as(o.unitMan, func(ctx context.Context) error {
				got, err := s.GetClaim(ctx, &fundsv1.GetClaimRequest{Id: id})
				if err != nil {
					return err
				}
				if strings.Contains(got.PayeeAccount, "6222") || got.PayeeAccountClaimId != "" {
					t.Errorf("answered %s, %s", got.PayeeAccount, got.PayeeAccountClaimId)
				}
				shown, err := s.RevealClaimPayeeAccount(ctx, &fundsv1.RevealClaimPayeeAccountRequest{Id: id, Etag: got.Etag, Purpose: "核对"})
				account = shown.GetPayeeAccount()
				return err
			})
			return account
		}
		entry := func(action, id string) (after string) {
			o.as(o.finance, func(ctx context.Context) error {
				return db.From(ctx).QueryRowContext(ctx, "SELECT after FROM audit_entries WHERE action = $1 AND object_id = $2", action, id).Scan(&after)
			})
			return after
		}
		hash := func(after string) string {
			_, rest, _ := strings.Cut(after, `"payee_account_hash":"`)
			value, _, _ := strings.Cut(rest, `"`)
			return value
		}

		var used, typed *fundsv1.Claim
		o.as(o.unitMan, func(ctx context.Context) (err error) { used, err = draft(earlier.Id, "")(ctx); return err })
		if got := account(used.Id); got != "6222020200001234567" || used.PayeeAccount != earlier.PayeeAccount {
			t.Errorf("the claim has %s, shown as %s", got, used.PayeeAccount)
		}
		after := entry("funds.createClaim", used.Id)
		if like := entry("funds.createClaim", earlier.Id); hash(after) == "" || hash(after) != hash(like) {
			t.Errorf("the log has %s, of the written one %s", after, like)
		}
		if !strings.Contains(after, `"payee_account_claim":"`+earlier.Id+`"`) || strings.Contains(after, "6222020200001234567") {
			t.Errorf("the log says %s", after)
		}

		// A draft that was written takes it later, and says that its account is another.
		o.as(o.unitMan, func(ctx context.Context) (err error) {
			typed, err = draft("", "6222 9999-0000 1111222")(ctx)
			return err
		})
		o.as(o.unitMan, func(ctx context.Context) (err error) {
			typed, err = s.UpdateClaim(ctx, &fundsv1.UpdateClaimRequest{Claim: &fundsv1.Claim{Id: typed.Id, Etag: typed.Etag, PayeeAccountClaimId: earlier.Id},
				UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"payee_account", "payee_account_claim_id"}}})
			return err
		})
		if got := account(typed.Id); got != "6222020200001234567" {
			t.Errorf("changed to %s", got)
		}
		if last := typed.History[len(typed.History)-1]; last.Comment != "payee_account" {
			t.Errorf("the trail says %v", last)
		}
		if after := entry("funds.updateClaim", typed.Id); !strings.Contains(after, earlier.Id) {
			t.Errorf("the log says %s", after)
		}
		// Left out of a change, the account stays.
		o.as(o.unitMan, func(ctx context.Context) (err error) {
			typed, err = s.UpdateClaim(ctx, &fundsv1.UpdateClaimRequest{Claim: &fundsv1.Claim{Id: typed.Id, Etag: typed.Etag, Remark: "改"},
				UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"remark", "payee_account_claim_id"}}})
			return err
		})
		if got := account(typed.Id); got != "6222020200001234567" {
			t.Errorf("changed to %s by a change of something else", got)
		}

		for name, test := range map[string]struct {
			from, typed string
			want        *fault.Reason
		}{
			"neither":   {"", " ", fault.ReasonFieldRequired},
			"both":      {earlier.Id, "6222020200001234567", ReasonPayeeAccountTwice},
			"nobody's":  {o.road.ID.String(), "", ReasonPayeeAccountClaim},
			"as masked": {"", earlier.PayeeAccount, ReasonPayeeAccount},
		} {
			t.Run(name, func(t *testing.T) {
				o.refused(o.unitMan, test.want, func(ctx context.Context) error {
					_, err := draft(test.from, test.typed)(ctx)
					return err
				})
			})
		}
		// Who sees the claim for another of his parts, and drafts for another unit, does not get its account.
		both := *o.townshipMan
		both.Roles, both.Unit = []string{"TOWNSHIP", "UNIT"}, o.township
		o.as(&both, func(ctx context.Context) error {
			_, err := s.GetClaim(ctx, &fundsv1.GetClaimRequest{Id: earlier.Id})
			return err
		})
		if err := o.try(&both, func(ctx context.Context) error {
			_, err := s.accountOf(ctx, both.Unit, &fundsv1.Claim{PayeeAccountClaimId: earlier.Id})
			return err
		}); err == nil {
			t.Error("another unit's account is used")
		} else {
			wants(t, err, ReasonPayeeAccountClaim)
		}
	})
}
