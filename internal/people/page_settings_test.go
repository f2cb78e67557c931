package people_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/internal/people"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/platform/db"
)

func (w *world) setPage(ctx context.Context, p *peoplev1.PageSetting, paths ...string) (*peoplev1.PageSetting, error) {
	return w.pages.UpdatePageSetting(ctx, &peoplev1.UpdatePageSettingRequest{PageSetting: p, UpdateMask: &fieldmaskpb.FieldMask{Paths: paths}})
}

// shown is all settings of a person as text.
func (w *world) shown(ctx context.Context) string {
	w.t.Helper()
	list := must(w.pages.ListPageSettings(ctx, &peoplev1.ListPageSettingsRequest{}))(w.t)
	var all []string
	for _, p := range list.PageSettings {
		all = append(all, fmt.Sprintf("%s %s %d", p.Page, strings.Join(p.Columns, ","), p.PageSize))
	}
	return strings.Join(all, "; ")
}

func TestPageSettings(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		officer, admin := w.as("officer"), w.as("admin")
		entries := w.auditEntries()
		made := must(w.setPage(officer, &peoplev1.PageSetting{Page: "claims", Columns: []string{"number", "amountFen", "state"}}))(t)
		if made.Page != "claims" || !slices.Equal(made.Columns, []string{"number", "amountFen", "state"}) || made.PageSize != 0 {
			t.Errorf("%v", made)
		}
		// What is not named stays; what is named and empty goes back to the page's own choice.
		must(w.setPage(officer, &peoplev1.PageSetting{Page: "claims", PageSize: 100}, "page_size"))(t)
		must(w.setPage(officer, &peoplev1.PageSetting{Page: "a-list", PageSize: 20, Columns: []string{"name"}}, "page_size", "columns"))(t)
		must(w.setPage(admin, &peoplev1.PageSetting{Page: "users", PageSize: 1000}))(t)
		if got := w.shown(officer); got != "a-list name 20; claims number,amountFen,state 100" {
			t.Error(got)
		}
		must(w.setPage(officer, &peoplev1.PageSetting{Page: "claims"}, "columns", "page_size"))(t)
		if got := w.shown(officer); got != "a-list name 20; claims  0" {
			t.Error(got)
		}
		if got := w.shown(admin); got != "users  1000" {
			t.Errorf("another person: %s", got)
		}
		if n := w.auditEntries(); n != entries {
			t.Errorf("%d audit entries of settings", n-entries)
		}
		_, err := w.pages.ListPageSettings(w.from("10.0.0.1", ""), &peoplev1.ListPageSettingsRequest{})
		want(t, err, "SIGN_IN_REQUIRED")
	})
}

// auditEntries counts all audit entries.
func (w *world) auditEntries() (n int) {
	w.t.Helper()
	err := w.c.DB.Read(w.system(), func(ctx context.Context) error {
		return db.From(ctx).QueryRowContext(ctx, "SELECT count(*) FROM audit_entries").Scan(&n)
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return n
}

func TestPageSettingRefusals(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		officer := w.as("officer")
		for _, c := range []struct {
			page *peoplev1.PageSetting
			want string
		}{
			{&peoplev1.PageSetting{PageSize: 1}, "INVALID_ARGUMENT page_setting.page:PAGE_NAME_INVALID"},
			{&peoplev1.PageSetting{Page: "Claims", PageSize: 1}, "INVALID_ARGUMENT page_setting.page:PAGE_NAME_INVALID"},
			{&peoplev1.PageSetting{Page: strings.Repeat("a", 41), PageSize: 1}, "INVALID_ARGUMENT page_setting.page:PAGE_NAME_INVALID"},
			{&peoplev1.PageSetting{Page: "<script>", Columns: []string{"a", "b", "a"}, PageSize: 1001},
				"INVALID_ARGUMENT page_setting.page:PAGE_NAME_INVALID page_setting.columns[2]:PAGE_COLUMN_INVALID page_setting.page_size:PAGE_SIZE_INVALID"},
			{&peoplev1.PageSetting{Page: "claims", Columns: []string{"<b>"}}, "INVALID_ARGUMENT page_setting.columns[0]:PAGE_COLUMN_INVALID"},
			{&peoplev1.PageSetting{Page: "claims", Columns: strings.Split("c"+strings.Repeat(",c", 60), ",")}, "INVALID_ARGUMENT page_setting.columns:PAGE_COLUMNS_TOO_MANY"},
			{&peoplev1.PageSetting{Page: "claims", PageSize: -1}, "INVALID_ARGUMENT page_setting.page_size:NUMBER_NEGATIVE"},
		} {
			_, err := w.setPage(officer, c.page)
			want(t, err, c.want)
		}
		_, err := w.pages.UpdatePageSetting(officer, &peoplev1.UpdatePageSettingRequest{})
		want(t, err, "INVALID_ARGUMENT update_mask:UPDATE_MASK_EMPTY")
		key := w.client("系统", "transport", "funds.read", "funds.write")
		_, err = w.setPage(w.from("10.0.0.1", key), &peoplev1.PageSetting{Page: "claims", PageSize: 1})
		want(t, err, "ROLE_NOT_ALLOWED")
		_, err = w.pages.ListPageSettings(w.from("10.0.0.1", key), &peoplev1.ListPageSettingsRequest{})
		want(t, err, "ROLE_NOT_ALLOWED")
		if got := w.shown(officer); got != "" {
			t.Errorf("refused and kept: %s", got)
		}
		for i := range 200 {
			must(w.setPage(officer, &peoplev1.PageSetting{Page: fmt.Sprintf("p-%d", i), PageSize: 1}))(t)
		}
		_, err = w.setPage(officer, &peoplev1.PageSetting{Page: "one-more", PageSize: 1})
		want(t, err, "PAGE_SETTINGS_TOO_MANY")
		must(w.setPage(officer, &peoplev1.PageSetting{Page: "p-0", PageSize: 2}))(t)
	})
}

// TestPageSettingsOfTwoWindows sets one page many times at once: every call is
// taken, and one row is left.
func TestPageSettingsOfTwoWindows(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		w.user("clerk", "finance", roles.Cashier)
		ctx := w.as("clerk")
		var wait sync.WaitGroup
		for i := range 12 {
			wait.Go(func() {
				if _, err := w.setPage(ctx, &peoplev1.PageSetting{Page: "payments", PageSize: int32(i + 1)}); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if got := w.shown(ctx); strings.Count(got, "payments") != 1 {
			t.Error(got)
		}
	})
}

// client makes an API client and returns its key.
func (w *world) client(name, org string, scopes ...string) string {
	w.t.Helper()
	key := people.NewKey()
	w.tx(func(ctx context.Context) error {
		_, err := w.room.CreateApiClientWithKey(ctx, people.NewApiClient{Name: name, OrganizationID: w.orgs[org], Scopes: scopes}, key)
		return err
	})
	return key
}
