package people_test

import (
	"context"
	"testing"

	peoplev1 "zhengcun/api/zhengcun/people/v1"
	"zhengcun/ent/user"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/platform/audit"
	"zhengcun/internal/platform/db"
)

// Whatever a picker searches is found by its pinyin, whole, by initials and mixed, and not by what is none of it.
func TestEveryPickerFindsByPinyin(t *testing.T) {
	forEach(t, func(t *testing.T, w *world) {
		w.user("u1", "finance", roles.FinanceOfficer)
		w.tx(func(ctx context.Context) error {
			db.Audit(ctx, audit.Entry{Action: "test.rename"})
			return db.From(ctx).User.Update().Where(user.Username("u1")).SetDisplayName("曾小明").Exec(ctx)
		})
		admin := w.as("admin")
		for _, c := range []struct {
			kind  string
			count func(query string) int
			found []string
			not   []string
		}{
			{"regions", func(query string) int {
				return len(w.list(admin, &peoplev1.ListRegionsRequest{Query: query}))
			}, []string{"qianfota", "qianfotacun", "QianFoTa", "qian fo ta", "qft", "qianft", "fota", "千佛塔"}, []string{"ianfota", "qianfotax", "qianfota%", "' or 1=1"}},
			{"organizations", func(query string) int {
				answer := must(w.orgsAPI.ListOrganizations(admin, &peoplev1.ListOrganizationsRequest{Query: query}))(t)
				if int(answer.TotalSize) != len(answer.Organizations) {
					t.Errorf("total %d of %d", answer.TotalSize, len(answer.Organizations))
				}
				return len(answer.Organizations)
			}, []string{"jiaotong", "jiaotongju", "JiaoTong", "jiao tong", "jtj", "jiaotj", "交通"}, []string{"iaotong", "jiaotongx", "jiaotong%"}},
			{"users", func(query string) int {
				answer := must(w.users.ListUsers(admin, &peoplev1.ListUsersRequest{Query: query}))(t)
				if int(answer.TotalSize) != len(answer.Users) {
					t.Errorf("total %d of %d", answer.TotalSize, len(answer.Users))
				}
				return len(answer.Users)
			}, []string{"zengxiaoming", "cengxiaoming", "xiaoming", "zxm", "zengxm", "曾小"}, []string{"engxiao", "zengxiaomingx", "zengxiao%"}},
		} {
			for _, query := range c.found {
				if got := c.count(query); got != 1 {
					t.Errorf("%s by %q: %d", c.kind, query, got)
				}
			}
			for _, query := range c.not {
				if got := c.count(query); got != 0 {
					t.Errorf("%s by %q: %d", c.kind, query, got)
				}
			}
		}
	})
}
