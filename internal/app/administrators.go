package app

import (
	"context"
	"errors"

	"zhengcun/ent/organization"
	"zhengcun/ent/region"
	"zhengcun/internal/people"
	"zhengcun/internal/people/password"
	"zhengcun/internal/people/roles"
	"zhengcun/internal/platform/db"
)

// Account is a new account with its first password.
type Account struct{ Username, Role, DisplayName, Password string }

// ErrNotEmpty says that the county has users already.
var ErrNotEmpty = errors.New("the county has users already: accounts are managed by its administrators")

// CreateAdministrators gives a county without users its three administrators,
// who exclude each other, at the county government. Their passwords are random
// and told this once; whoever logs in with one changes it first.
func (a *App) CreateAdministrators(ctx context.Context) ([]Account, error) {
	accounts := []Account{
		{Username: "admin", Role: roles.Admin, DisplayName: "系统管理员"},
		{Username: "security", Role: roles.SecurityAdmin, DisplayName: "安全管理员"},
		{Username: "audit", Role: roles.AuditAdmin, DisplayName: "审计管理员"},
	}
	hashes := make([]string, len(accounts))
	for i := range accounts {
		accounts[i].Password = password.Generate()
		var err error
		if hashes[i], err = a.People.HashPassword(ctx, accounts[i].Username, accounts[i].Password); err != nil {
			return nil, err
		}
	}
	err := a.System(ctx, "init", func(ctx context.Context) error {
		tx := db.From(ctx)
		if there, err := tx.User.Query().Exist(ctx); err != nil || there {
			return errors.Join(err, ErrNotEmpty)
		}
		county, err := tx.Region.Query().Where(region.LevelEQ(region.LevelCounty)).Only(ctx)
		if err != nil {
			return err
		}
		government, err := people.CreateOrganization(ctx, people.NewOrganization{
			Code: "county_government", Name: county.Name + "人民政府", Kind: organization.KindGovernment, RegionCode: county.Code,
		})
		if err != nil {
			return err
		}
		for i, account := range accounts {
			if _, err := a.People.CreateUserWithPassword(ctx, people.NewUser{
				Username: account.Username, DisplayName: account.DisplayName, OrganizationID: government.ID,
				Roles: []string{account.Role}, PasswordHash: hashes[i], MustChangePassword: true,
			}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return accounts, nil
}
