package reports

import (
	"context"
	"slices"
	"testing"

	"github.com/google/uuid"

	reportsv1 "zhengcun/api/zhengcun/reports/v1"
	"zhengcun/internal/countytest"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
	"zhengcun/internal/platform/scope"
)

// TestDoneIsWhatWasDoneToRecords: of everything the log has of somebody's day, without his sessions and his own password,
// and without what was refused to him or others did.
func TestDoneIsWhatWasDoneToRecords(t *testing.T) {
	countytest.ForEach(t, func(t *testing.T, c *countytest.County) {
		s := &inbox{Room: &Room{pager: c.Pager}}
		v := &scope.Viewer{Kind: scope.Person, ID: uuid.New(), Name: "张三", Roles: []string{"SYSTEM_ADMIN"}}
		other := &scope.Viewer{Kind: scope.Person, ID: uuid.New(), Name: "李四", Roles: []string{"SYSTEM_ADMIN"}}
		act := func(v *scope.Viewer, entries ...audit.Entry) {
			t.Helper()
			err := c.DB.Tx(scope.With(t.Context(), v), func(ctx context.Context) error {
				for _, e := range entries {
					db.Audit(ctx, e)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		done := func(day string) (actions []string) {
			t.Helper()
			err := c.DB.Read(scope.With(t.Context(), v), func(ctx context.Context) error {
				resp, err := s.ListDoneItems(ctx, &reportsv1.ListDoneItemsRequest{DoneOn: day})
				for _, d := range resp.GetDoneItems() {
					actions = append(actions, d.Action)
				}
				if int(resp.GetTotalSize()) != len(actions) {
					t.Errorf("%s: %d in all, %d on the only page", day, resp.GetTotalSize(), len(actions))
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return actions
		}
		act(v, audit.Entry{Action: "people.login", ObjectType: "session", ObjectID: uuid.NewString()},
			audit.Entry{Action: "people.changePassword", ObjectType: "user", ObjectID: v.ID.String()},
			audit.Entry{Action: "people.resetUserPassword", ObjectType: "user", ObjectID: other.ID.String()},
			audit.Entry{Action: "people.lockLogin", ObjectType: "user", ObjectID: v.ID.String(), Result: "refused"})
		act(other, audit.Entry{Action: "people.disableUser", ObjectType: "user", ObjectID: v.ID.String()})
		act(v, audit.Entry{Action: "people.updateUser", ObjectType: "user", ObjectID: other.ID.String()},
			audit.Entry{Action: "people.logout", ObjectType: "session", ObjectID: uuid.NewString()})

		want := []string{"people.updateUser", "people.resetUserPassword"}
		for day, want := range map[string][]string{"": want, "2026-11-02": want, "2026-11-01": nil, "0001-01-01": nil, "9999-12-31": nil} {
			if got := done(day); !slices.Equal(got, want) {
				t.Errorf("on %q: %v, wants %v", day, got, want)
			}
		}
	})
}
